-- Evidence as PROV-XML, out and in
\set SHOW_CONTEXT never

SELECT to_prov_xml('{rfa@us:0.8<(dandong-1<*,?), !"mfa & <co>"}');
SELECT to_prov_xml('{}');

-- Back again, also what XML has no characters for
SELECT e, evidence_send(read_prov_xml(to_prov_xml(e::evidence))) = evidence_send(e::evidence) AS same
FROM (VALUES ('{}'), ('{a}'), ('{a<*}'), ('{a<?}'), ('{a:0<(*,?,b<a)}'), ('{a@b,b@c:0.1}'), ('{!a<b,a<*,b}'),
	('{"  a  b "}'), ('{"<&>''\""}'), ('{"]]>"@"&amp;"}'), ('{"a_b","a.b","a:b","é"}'), ('{a<a}')) AS v (e);
SELECT evidence_send(read_prov_xml(to_prov_xml(e))) = evidence_send(e) AS same
FROM (SELECT said_by('a' || U&'\FFFE' || 'b' || U&'\FFFF')::evidence AS e) AS v;

-- Written by others
SELECT read_prov_xml('<document xmlns="http://www.w3.org/ns/prov#" xmlns:p="http://www.w3.org/ns/prov#" xmlns:ex="http://example.org/" xmlns:other="http://example.com/">
	<wasQuotedFrom><generatedEntity p:ref="ex:blog"/><usedEntity p:ref="ex:article"/></wasQuotedFrom>
	<entity p:id="ex:article"/><entity p:id="ex:article"/><other:entity p:id="ex:none"/>
	<wasAttributedTo><entity p:ref="ex:blog"/><agent p:ref="ex:betty"/></wasAttributedTo>
	<wasAttributedTo><entity p:ref="ex:article"/><agent p:ref="ex:derek"/></wasAttributedTo>
	<actedOnBehalfOf><delegate p:ref="ex:derek"/><responsible p:ref="ex:chartgen"/></actedOnBehalfOf>
	<hadPrimarySource><generatedEntity p:ref="ex:article"/><usedEntity p:ref="ex:data"/></hadPrimarySource>
	<wasDerivedFrom><generatedEntity p:ref="ex:article"/><usedEntity p:ref="ex:blog"/></wasDerivedFrom>
</document>'::text);

-- Its parts: each statement of a document stands in a line
CREATE FUNCTION prov(VARIADIC statements text[]) RETURNS text LANGUAGE sql RETURN
	'<p:document xmlns:p="http://www.w3.org/ns/prov#" xmlns:a="http://a.example/" xmlns:b="https://b.example/x#" xmlns:u="urn:x:">'
	|| array_to_string(statements, E'\n') || '</p:document>';
CREATE FUNCTION attributed(entity text, agent text) RETURNS text LANGUAGE sql RETURN
	format('<p:wasAttributedTo><p:entity p:ref="%s"/><p:agent p:ref="%s"/></p:wasAttributedTo>', entity, agent);
CREATE FUNCTION derived(entity text, used text, relation text DEFAULT 'wasDerivedFrom') RETURNS text LANGUAGE sql RETURN
	format('<p:%3$s><p:generatedEntity p:ref="%1$s"/><p:usedEntity p:ref="%2$s"/></p:%3$s>', entity, used, relation);
CREATE FUNCTION special(entity text, general text) RETURNS text LANGUAGE sql RETURN
	format('<p:specializationOf><p:specificEntity p:ref="%s"/><p:generalEntity p:ref="%s"/></p:specializationOf>', entity, general);
CREATE FUNCTION acts(delegate text, responsible text) RETURNS text LANGUAGE sql RETURN
	format('<p:actedOnBehalfOf><p:delegate p:ref="%s"/><p:responsible p:ref="%s"/></p:actedOnBehalfOf>', delegate, responsible);
CREATE FUNCTION invalidated(entity text) RETURNS text LANGUAGE sql RETURN
	format('<p:wasInvalidatedBy><p:entity p:ref="%s"/><p:time>2020-01-01T00:00:00</p:time></p:wasInvalidatedBy>', entity);

-- the same local name in two namespaces is two sources; http and https, and prefixes, make no difference
SELECT read_prov_xml(prov(attributed('a:e', 'a:kim'), attributed('b:e', 'b:kim'), attributed('u:e', 'u:kim'), attributed('none:e', 'none:kim')));
SELECT read_prov_xml('<p:document xmlns:p="http://www.w3.org/ns/prov#" xmlns="http://a.example/">'
	'<p:wasAttributedTo><p:entity p:ref="e"/><p:agent p:ref="kim"/></p:wasAttributedTo>'
	'<p:wasAttributedTo xmlns:s="https://a.example/"><p:entity p:ref="e2"/><p:agent p:ref="s:kim"/></p:wasAttributedTo></p:document>');
-- forty prefixes, of which an inner element takes one over as long as it lasts
SELECT read_prov_xml('<p:document xmlns:p="http://www.w3.org/ns/prov#" ' || string_agg(format('xmlns:x%1$s="http://%1$s.example/"', i), ' ') || '>'
	'<p:wasAttributedTo xmlns:x40="http://inner.example/"><p:entity p:ref="e1"/><p:agent p:ref="x40:kim"/></p:wasAttributedTo>'
	'<p:wasAttributedTo><p:entity p:ref="e2"/><p:agent p:ref="x40:kim"/></p:wasAttributedTo></p:document>')
FROM generate_series(1, 40) AS i;
-- what was invalidated counts no more, but others may cite it
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), attributed('a:2', 'a:lee'), invalidated('a:1')));
SELECT read_prov_xml(prov(invalidated('a:1'), attributed('a:1', 'a:kim'), derived('a:2', 'a:1'), attributed('a:2', 'a:lee'), derived('a:1', 'a:0')));
-- through what nobody is named for, to those who are
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), derived('a:2', 'a:1'), derived('a:3', 'a:2'), derived('a:4', 'a:3'), attributed('a:4', 'a:lee')));
SELECT read_prov_xml(prov(attributed('a:4', 'a:lee'), derived('a:4', 'a:3'), derived('a:3', 'a:2'), derived('a:3', 'a:1'), attributed('a:1', 'a:kim')));
-- a primary source is first-hand; that of someone unknown is not
SELECT read_prov_xml(prov(attributed('a:2', 'a:lee'), derived('a:2', 'a:1', 'hadPrimarySource')));
SELECT read_prov_xml(prov(attributed('a:2', 'a:lee'), derived('a:2', 'a:1'), derived('a:1', 'a:0', 'hadPrimarySource')));
SELECT read_prov_xml(prov(attributed('a:2', 'a:lee'), derived('a:2', 'a:1', 'hadPrimarySource'), special('a:1', 'a:0')));
SELECT read_prov_xml(prov(attributed('a:2', 'a:lee'), derived('a:2', 'a:1', 'hadPrimarySource'), derived('a:1', 'a:0')));
-- a quotation of one version of what somebody is named for; a version of one's own is not made of another
SELECT read_prov_xml(prov(attributed('a:general', 'a:kim'), special('a:v1', 'a:general'), derived('a:q', 'a:v1', 'wasQuotedFrom'), attributed('a:q', 'a:lee')));
SELECT read_prov_xml(prov(attributed('a:general', 'a:kim'), special('a:v1', 'a:general'), attributed('a:v1', 'a:lee')));
-- one's own earlier version is no citation; somebody else's is
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), attributed('a:2', 'a:kim'), derived('a:2', 'a:1', 'wasRevisionOf')));
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), attributed('a:2', 'a:lee'), derived('a:2', 'a:1', 'wasRevisionOf')));
-- several who made one thing are each cited by all who made the other
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), attributed('a:1', 'a:lee'), derived('a:1', 'a:2', 'wasQuotedFrom'), attributed('a:2', 'a:park'), attributed('a:2', 'a:cho')));
-- what is only a record of a statement is no source of it: where nobody else is, the knowledge ends
SELECT read_prov_xml(prov('<p:entity p:id="a:r" xmlns:c="urn:corroborate:prov" c:record="true"/>', attributed('a:1', 'a:kim'),
	derived('a:1', 'a:2', 'hadPrimarySource'), derived('a:2', 'a:r')));
-- relations of which an end is missing say nothing
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), '<p:wasAttributedTo><p:entity p:ref="a:2"/></p:wasAttributedTo>',
	'<p:wasAttributedTo><p:agent p:ref="a:lee"/></p:wasAttributedTo>', '<p:actedOnBehalfOf><p:delegate p:ref="a:kim"/></p:actedOnBehalfOf>',
	'<p:actedOnBehalfOf><p:responsible p:ref="a:desk"/></p:actedOnBehalfOf>', '<p:wasDerivedFrom><p:generatedEntity p:ref="a:1"/></p:wasDerivedFrom>'));
-- round in a circle there is nobody
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), derived('a:1', 'a:2'), derived('a:2', 'a:3'), derived('a:3', 'a:2')));
SELECT read_prov_xml(prov(attributed('a:1', 'a:kim'), attributed('a:2', 'a:lee'), derived('a:1', 'a:2'), derived('a:2', 'a:1')));
-- who made one thing together counts once; who acts for one, however far off, too
SELECT e, corroboration(e) FROM read_prov_xml(prov(attributed('a:1', 'a:kim'), attributed('a:1', 'a:lee'), attributed('a:1', 'a:kim'))) AS e;
SELECT e, corroboration(e) FROM read_prov_xml(prov(attributed('a:1', 'a:kim'), attributed('a:2', 'a:lee'),
	acts('a:kim', 'a:desk'), acts('a:desk', 'a:paper'), acts('a:lee', 'a:paper'), acts('a:paper', 'a:desk'))) AS e;

-- Bundles, each by itself and all together
SELECT * FROM read_prov_claims(prov(
	'<p:bundleContent p:id="a:first">', attributed('a:1', 'a:kim'), derived('a:1', 'a:2'), '</p:bundleContent>',
	'<p:bundle p:id="a:second"><p:label>the second</p:label><p:label>again</p:label></p:bundle>',
	'<p:bundleContent p:id="a:second">', attributed('a:2', 'a:lee'), '</p:bundleContent>',
	'<p:bundleContent p:id="b:empty"/><p:bundle p:id="b:empty"><p:type>x</p:type><p:label> named  later </p:label></p:bundle>',
	'<p:bundleContent>', attributed('a:3', 'a:x'), '</p:bundleContent>',
	attributed('a:4', 'a:outside'))::xml);
SELECT read_prov_xml(prov(
	'<p:bundleContent p:id="a:first">', attributed('a:1', 'a:kim'), derived('a:1', 'a:2'), '</p:bundleContent>',
	'<p:bundleContent p:id="a:second">', attributed('a:2', 'a:lee'), '</p:bundleContent>'));
SELECT * FROM read_prov_claims(to_prov_xml('{a,!b}'));
SELECT * FROM read_prov_claims(prov(''));

-- A ledger: one claim with all that there may be about it, and one that is not asked for
SET client_min_messages = warning;
SELECT create_ledger('desk') \g /dev/null
SET search_path = desk, public;
INSERT INTO source (key, name, kind, affiliations, confidential, note) VALUES
	('rfa', 'Radio Free Asia', 'outlet', '{us}', false, 'not told'), ('us', 'United States', 'organisation', '{}', false, NULL),
	('wire', NULL, 'agency', '{}', false, NULL), ('kim', 'Kim & Lee', 'person', '{mfa}', false, NULL), ('sensor', NULL, 'sensor', '{}', false, NULL),
	('source-1', NULL, 'person', '{}', true, 'not told'), ('paper', 'Our <Paper>', 'outlet', '{}', false, NULL);
INSERT INTO source_alias VALUES ('R.F.A.', 'rfa'), ('her name', 'source-1'), ('foreign ministry', 'us');
INSERT INTO document (publisher, headline, url, language, published_at, credits, republishes, status, supersedes) VALUES
	('rfa', 'First', 'https://example.org/?a=1&b=2', 'en', '2020-01-01 10:00Z', '[{"role": "reporter", "name": "A"}, {"role": "byline", "name": "B & C"}, {"role": "author", "name": "D"}]', NULL, NULL, NULL),
	('wire', 'A copy', NULL, NULL, NULL, NULL, 1, NULL, NULL),
	('paper', 'Our story', NULL, 'no language', '2020-01-05 00:00Z', '{"translator": ["E", "F"]}', NULL, NULL, NULL),
	('source-1', 'her blog', 'her address', NULL, '2020-01-02 00:00Z', '{"by": "her"}', NULL, NULL, NULL),
	('wire', 'a copy of her blog', 'copied from her', NULL, '2020-01-02 00:00Z', NULL, 4, NULL, NULL),
	('rfa', 'First, again', NULL, NULL, NULL, NULL, NULL, NULL, 1),
	('rfa', 'not mentioned', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO claim (statement) VALUES ('It <rained>' || E'\nfor two days'), ('not asked for');
INSERT INTO attestation (claim, said, quote, quote_language, document, said_at, recorded_at) VALUES
	(1, 'kim<*', E'I "saw"\n it\x01', 'ko', 1, '2020-01-01 00:00Z', '2020-01-03 00:00Z'),
	(1, '"R.F.A."<kim', NULL, NULL, 6, NULL, '2020-01-03 00:00Z'),
	(1, 'rfa<(kim,?)', 'quoted from the first', NULL, 1, NULL, '2020-01-04 00:00Z'),
	(1, 'wire', NULL, NULL, 2, NULL, '2020-01-04 00:00Z'),
	(1, '!sensor', 'misread', NULL, NULL, NULL, '2020-01-04 00:00Z'),
	(1, 'source-1', 'SECRET', 'de', 3, '1999-01-01 00:00Z', '2020-01-01 00:00Z'),
	(1, 'paper<"her name"', 'SECRET', NULL, 3, '1999-01-01 00:00Z', '2020-01-02 00:00Z'),
	(1, '!us', 'SECRET', NULL, 5, '1999-01-01 00:00Z', '2020-01-02 00:00Z'),
	(1, 'kim', 'pending', NULL, 7, NULL, '2020-01-06 00:00Z'),
	(2, 'kim', NULL, NULL, 7, NULL, '2020-01-06 00:00Z');
UPDATE document SET status = 'cancelled' WHERE headline = 'A copy';
ALTER TABLE attestation DISABLE TRIGGER attestation_stamped;
UPDATE attestation SET accepted_at = NULL, accepted_by = NULL WHERE quote = 'pending';
ALTER TABLE attestation ENABLE TRIGGER attestation_stamped;
UPDATE attestation SET retracted_at = '2020-02-02 02:02:02.5Z', retraction_reason = 'taken for another' WHERE quote = 'misread' OR quote = 'SECRET' AND NOT said ? 'source-1';
INSERT INTO publication (document, claim, at) VALUES (3, 1, '2020-01-05 05:05Z'), (3, 2, '2020-01-05 05:05Z'), (5, 1, '1999-01-05 00:00Z');
\pset format unaligned
\pset tuples_only on
SELECT ledger_to_prov_xml('desk', '{1}');
\pset format aligned
\pset tuples_only off
SELECT r.*, r.evidence = c.evidence AS same FROM read_prov_claims(ledger_to_prov_xml('desk')) AS r JOIN claim AS c ON c.id = r.claim::bigint ORDER BY c.id;
-- who may see them sees the rest
SELECT regexp_matches(ledger_to_prov_xml('desk', with_confidential => true)::text, 'SECRET|her [a-z]*|copied from her|1999-01-01', 'g');
-- what one source says twice stands twice; a revision is only what replaces another and counts, or what such a one replaces
INSERT INTO claim (statement) VALUES ('said again'), ('protected');
INSERT INTO attestation (claim, id, said, quote, replaces, recorded_at) VALUES
	(3, 101, 'kim', 'first', NULL, '2020-01-01'), (3, 102, 'kim<wire', 'also', NULL, '2020-01-02'),
	(3, 103, 'rfa<us', 'replaced', NULL, '2020-01-03'), (3, 104, 'rfa<wire', 'replaced and retracted', 103, '2020-01-04'),
	(3, 105, 'R.F.A.<kim', 'corrected', 104, '2020-01-05'), (3, 106, '!wire', 'stands', NULL, '2020-01-06'),
	(3, 107, '!wire', 'replaces nothing', 106, '2020-01-07'), (3, 108, '!sensor', 'stands, too', NULL, '2020-01-08'),
	(3, 109, '!sensor', 'pending', 108, '2020-01-09'),
	(4, 111, 'paper<us', 'open', NULL, '2020-01-01'), (4, 112, 'paper<"her name"', 'SECRET', 111, '2020-01-02');
UPDATE attestation SET retracted_at = '2020-02-02 00:00Z', retraction_reason = 'mistaken' WHERE id IN (104, 107);
ALTER TABLE attestation DISABLE TRIGGER attestation_stamped;
UPDATE attestation SET accepted_at = NULL, accepted_by = NULL WHERE id = 109;
ALTER TABLE attestation ENABLE TRIGGER attestation_stamped;
SELECT line FROM string_to_table(ledger_to_prov_xml('desk', '{3,4}')::text, E'\n') AS line
WHERE line ~ 'prov:value|wasRevisionOf|wasInvalidatedBy|usedEntity prov:ref="c:claim.\d.attestation';
SELECT line FROM string_to_table(ledger_to_prov_xml('desk', '{4}', true)::text, E'\n') AS line WHERE line ~ 'wasRevisionOf';
SELECT r.*, r.evidence = c.evidence AS same FROM read_prov_claims(ledger_to_prov_xml('desk', '{3,4}')) AS r JOIN claim AS c ON c.id = r.claim::bigint ORDER BY c.id;
SELECT ledger_to_prov_xml('desk', '{}');
SELECT count(*) FROM read_prov_claims(ledger_to_prov_xml('desk', '{2,2}'));
SELECT ledger_to_prov_xml('desk', '{2,99}');
SELECT ledger_to_prov_xml('desk', '{2,NULL}');
SELECT ledger_to_prov_xml(NULL);
SELECT ledger_to_prov_xml('public');
SELECT ledger_to_prov_xml('no such');
-- with the caller's rights
CREATE ROLE prov_reader;
GRANT USAGE ON SCHEMA desk TO prov_reader;
SET ROLE prov_reader;
SELECT ledger_to_prov_xml('desk');
RESET ROLE;
SELECT grant_ledger('desk', reporter => 'prov_reader');
SET ROLE prov_reader;
SELECT count(*) FROM read_prov_claims(ledger_to_prov_xml('desk'));
RESET ROLE;
DROP OWNED BY prov_reader;
DROP ROLE prov_reader;
SET search_path = public;

-- Errors
SELECT read_prov_claims('<feed/>'::text);
SELECT read_prov_xml('<feed/>'::text);
SELECT read_prov_xml('<p:document xmlns:p="http://www.w3.org/ns/prov#" xmlns:c="urn:corroborate:prov"><p:agent p:id="c:a" c:rating="2"/></p:document>'::text);
SELECT read_prov_xml(prov(attributed('e', '')));
SELECT read_prov_xml(prov(attributed('a:e', 'a:' || repeat('x', 300))));
SELECT read_prov_xml('<p:document xmlns:p="http://www.w3.org/ns/prov#"><p:entity>'::text);

DROP FUNCTION prov, attributed, derived, special, acts, invalidated;
SET client_min_messages = warning;
DROP SCHEMA desk CASCADE;
