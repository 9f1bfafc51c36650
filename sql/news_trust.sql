--
-- Which feed may speak for whom: cancellations and corrections that wait for an editor
--

\set SHOW_CONTEXT never
SET timezone = 'UTC';
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_trust_reporter, regress_trust_editor;
CREATE ROLE regress_trust_reporter;
CREATE ROLE regress_trust_editor;
SELECT create_ledger('trust');
SELECT grant_ledger('trust', reporter => 'regress_trust_reporter', editor => 'regress_trust_editor');
SET search_path = trust, public;

-- A wire's item, as anybody can write it
CREATE FUNCTION public.wire(guid text, version text, status text DEFAULT 'usable', publisher text DEFAULT 'acme-wire', headline text DEFAULT 'Border closed')
RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="%s" version="%s"><itemMeta><provider literal="%s"/>'
	'<pubStatus qcode="stat:%s"/></itemMeta><contentMeta><headline>%s</headline></contentMeta></newsItem>', guid, version, publisher, status, headline);
-- and how things stand with one
CREATE FUNCTION public.stands(of_item text) RETURNS TABLE (version text, status text, feed text, pending boolean, supersedes text, cancelled_by text, attested text)
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT d.version, d.status, d.feed, d.accepted_at IS NULL, (SELECT o.version FROM trust.document AS o WHERE o.id = d.supersedes),
		(SELECT o.version FROM trust.cancelled_document AS c JOIN trust.document AS o ON o.id = c.by WHERE c.id = d.id),
		(SELECT string_agg(CASE WHEN a.retracted_at IS NOT NULL THEN 'retracted' WHEN a.accepted_at IS NULL THEN 'pending' ELSE 'counts' END, ', ' ORDER BY a.id)
			FROM trust.attestation AS a WHERE a.document = d.id)
	FROM trust.document AS d WHERE d.item = of_item ORDER BY d.id;
END;
GRANT EXECUTE ON FUNCTION public.stands(text), public.wire(text, text, text, text, text) TO PUBLIC;
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 9) AS i;

-- A stranger's feed names another's item: it cancels and corrects nothing, whoever imports it, nor does one from nobody knows where
SET ROLE regress_trust_editor;
SELECT document, change FROM import_news('trust', wire('tag:1', '1'), feed => 'acme-wire');
SELECT status FROM attest(1, 'acme-wire', document => 1);
SELECT change FROM import_news('trust', wire('tag:1', '5', 'canceled'), feed => 'mallory.example');
SELECT change FROM import_news('trust', wire('tag:1', '4', headline => 'Border open'), feed => 'mallory.example');
SELECT change FROM import_news('trust', wire('tag:1', '3', 'canceled'));
SELECT change FROM import_news('trust', wire('tag:1', '5', 'canceled'), feed => 'mallory.example');
SELECT change FROM import_news('trust', wire('tag:1', '6', 'canceled')::xml);
SELECT change FROM import_news('trust', wire('tag:1', '7', 'canceled')::bytea, feed => 'mallory.example');
SELECT * FROM stands('tag:1');
SELECT retract_cancelled('trust');
SELECT evidence FROM claim WHERE id = 1;
-- where editors see it
SELECT change, publisher, feed, item, version, headline, would_retract, added_by FROM to_accept ORDER BY document;
-- what is attested from one stays pending
SELECT status FROM attest(2, 'acme-wire', document => (SELECT document FROM to_accept WHERE version = '4'));
SELECT pending FROM desk WHERE id = 2;
-- the feed that may say it says another thing of that version: its words are taken
SELECT change FROM import_news('trust', wire('tag:1', '4', headline => 'Border closed still'), feed => 'acme-wire');
SELECT d.version, d.headline, d.feed, d.accepted_by FROM document AS d WHERE d.item = 'tag:1' AND d.version = '4';
SELECT change FROM import_news('trust', wire('tag:1', '5'), feed => 'acme-wire');
SELECT * FROM stands('tag:1');
-- an editor lets one through
SELECT accept_document(document) FROM to_accept WHERE version = '6';
SELECT * FROM stands('tag:1');
SELECT accept_document(1);
SELECT accept_document(NULL);
UPDATE document SET accepted_at = NULL WHERE id = 1;
RESET ROLE;
UPDATE document SET accepted_at = NULL WHERE id = 1;
-- one that is of no item as well
INSERT INTO document (publisher, headline, accepted_at) VALUES ('acme-wire', 'A letter', NULL) RETURNING accepted_at IS NULL AS pending, accepted_by;
SELECT accept_document(document) FROM to_accept WHERE headline = 'A letter';
SELECT accepted_at IS NOT NULL AS accepted, accepted_by IS NOT NULL AS by_somebody FROM document WHERE headline = 'A letter';
SET ROLE regress_trust_reporter;
SELECT accept_document(document) FROM to_accept LIMIT 1;
INSERT INTO source (key, feeds) VALUES ('mine', '{mallory.example}');
INSERT INTO document (publisher, item, version, accepted_at) VALUES ('acme-wire', 'tag:1', '9', now());
-- what a reporter writes by hand is not received from anybody
INSERT INTO document (publisher, item, version, status) VALUES ('acme-wire', 'tag:1', '9', 'cancelled') RETURNING accepted_at IS NULL AS pending;
RESET ROLE;

-- From a cancelled item nothing is taken without a word, wherever it comes from, until an editor says so
SET ROLE regress_trust_reporter;
SELECT status FROM attest(3, 'acme-wire', document => 1);
INSERT INTO attestation (claim, said, document) VALUES (3, '!acme-wire', 1), (3, 'acme-wire', NULL);
SET ROLE regress_trust_editor;
SELECT id, said, accepted_at IS NULL AS pending FROM attestation WHERE claim = 3 ORDER BY id;
SELECT status FROM accept_attestation(3, (SELECT min(id) FROM attestation WHERE claim = 3));
-- and what an editor accepts in knowledge of the cancellation stays
SELECT retract_cancelled('trust');
SELECT evidence FROM claim WHERE id = 3;
-- other versions of it, older and as old, that come in later are cancelled, too
SELECT change FROM import_news('trust', wire('tag:1', '2'), feed => 'acme-wire');
SELECT change FROM import_news('trust', wire('tag:1', '06'), feed => 'acme-wire');
SELECT status FROM attest(4, 'acme-wire', document => (SELECT id FROM document WHERE item = 'tag:1' AND version = '06'));
-- a newer one is not
SELECT change FROM import_news('trust', wire('tag:1', '10'), feed => 'acme-wire');
SELECT status FROM attest(4, 'acme-wire', document => (SELECT id FROM document WHERE item = 'tag:1' AND version = '10'));
RESET ROLE;

-- Who may speak for whom: the feed of its own name, feeds that are named for it, under any spelling
INSERT INTO source (key, kind, feeds) VALUES ('kcna', 'agency', '{yonhap-feed,José}'), ('yonhap', 'agency', '{}');
INSERT INTO source_alias VALUES ('KCNA Watch', 'kcna'), ('yonhap-feed', 'yonhap'), ('Yonhap News', 'yonhap');
SELECT feed, publisher, speaks_for(feed, publisher) FROM (VALUES ('kcna', 'kcna'), ('KCNA Watch', 'kcna'), ('kcna', 'KCNA Watch'), ('yonhap-feed', 'kcna'), ('yonhap', 'kcna'),
	('Yonhap News', 'kcna'), ('José', 'kcna'), ('kcna', 'yonhap'), ('jose', 'kcna'), ('KCNA', 'kcna'), (NULL, 'kcna'), ('kcna', NULL), (NULL, NULL), ('nobody', 'nobody'), ('x', 'nobody')) AS v (feed, publisher);
-- names of feeds are written as keys are
\set VERBOSITY terse
UPDATE source SET feeds = ARRAY[U&'Jose\0301'] WHERE key = 'yonhap';
UPDATE source SET feeds = '{NULL}' WHERE key = 'yonhap';
INSERT INTO document (feed) VALUES (U&'Jose\0301');
\set VERBOSITY default
SELECT change FROM import_news('trust', wire('tag:2', '1', publisher => 'KCNA Watch'));
SELECT change FROM import_news('trust', wire('tag:2', '2', publisher => 'kcna'), feed => U&'Jose\0301');
SELECT change FROM import_news('trust', wire('tag:2', '3', publisher => 'kcna'), feed => 'Yonhap News');
SELECT change FROM import_news('trust', wire('tag:2', '4', 'canceled', 'kcna'), feed => 'reuters');
SELECT * FROM stands('tag:2');
SELECT change FROM import_news('trust', wire('tag:3', '1'), feed => '');

-- A cancellation of what is not there yet: pending as well, and it does not come first
SELECT change FROM import_news('trust', wire('tag:4', '9', 'canceled'), feed => 'mallory.example');
SELECT change FROM import_news('trust', wire('tag:4', '1'));
SELECT change FROM import_news('trust', wire('tag:4', '2'), feed => 'acme-wire');
SELECT * FROM stands('tag:4');

-- Versions of which none is newer stop nothing, in whatever order and number they come
SELECT v, change FROM unnest('{1,01,001,2,02,3}'::text[]) WITH ORDINALITY AS u (v, o), LATERAL import_news('trust', wire('tag:5', v), feed => 'acme-wire') ORDER BY o;
SELECT version, supersedes FROM stands('tag:5');
SELECT v, change FROM unnest('{9,1a,10,11,9a,011,10000000000000000000,9999999999999999999,2026-11-24T10:00:00Z,""}'::text[]) WITH ORDINALITY AS u (v, o),
	LATERAL import_news('trust', wire('tag:6', v), feed => 'acme-wire') ORDER BY o;
SELECT version, supersedes FROM stands('tag:6');
-- whichever three there are, they are in an order
SELECT count(*) FROM (VALUES (ARRAY['9', '09', '10', '1a', '9a', 'a', '', '-1', '1.5', '10000000000000000000', '9999999999999999999', '2026-11-24T10:00:00Z', NULL])) AS v (versions),
	unnest(versions) AS a (v), unnest(versions) AS b (v), unnest(versions) AS c (v)
WHERE corroborate_internal.is_newer(a.v, b.v) AND (corroborate_internal.is_newer(b.v, a.v)
	OR NOT corroborate_internal.is_newer(c.v, b.v) AND NOT corroborate_internal.is_newer(a.v, c.v));

-- One bad item never loses an inbox, nor the other items of its feed
CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'nothing about %', NEW.headline; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON document FOR EACH ROW WHEN (NEW.headline = 'the mayor') EXECUTE FUNCTION public.refuse();
ALTER TABLE document ADD CONSTRAINT short CHECK (length(headline) < 20);
CREATE TABLE public.inbox (n integer, content text, feed text);
GRANT SELECT ON public.inbox TO PUBLIC;
INSERT INTO public.inbox VALUES (1, '<rss version="2.0"><channel><title>Post</title><item><guid>a</guid><title>one</title></item><item><guid>b</guid><title>the mayor</title></item>
	<item><guid>c</guid><title>a headline that is too long</title></item><item><guid>d</guid><title>four</title></item></channel></rss>', 'Post'),
	(2, '<rss version="2.0"><channel><title>' || (SELECT string_agg(sha256(i::text::bytea)::text, '') FROM generate_series(1, 150) AS i) || '</title><item><guid>e</guid><title>five</title></item></channel></rss>', 'Post'),
	(3, '<rss version="2.0"><channel><title>Post</title><item><guid>f</guid>', 'Post'),
	(5, wire('tag:5', '0003', 'canceled'), 'acme-wire'), (6, wire('tag:6', '99', 'canceled'), 'mallory.example');
SELECT item, version, regexp_replace(change, '[0-9]{4} exceeds', '... exceeds') AS change FROM import_news('trust', 'inbox', 'content');
SELECT item, change FROM import_news('trust', 'inbox'::regclass, 'content', feed => 'acme-wire') WHERE item ~ '^tag';
SELECT n, item, change FROM public.inbox, import_story('trust', content, true, inbox.feed) WHERE n > 4;
SELECT count(*) FROM document WHERE publisher = 'Post';
-- alone it is an error
SELECT change FROM import_news('trust', (SELECT content FROM public.inbox WHERE n = 1), feed => 'Post');
SELECT change FROM import_news('trust', 'no such table', 'content');
-- whom the ledger refuses keeps no other item out
ALTER TABLE source ADD CONSTRAINT no_gazette CHECK (key <> 'Gazette');
TRUNCATE public.inbox;
INSERT INTO public.inbox VALUES (1, '<rss version="2.0"><channel><title>Harbour</title><item><guid>g</guid><source>Gazette</source></item><item><guid>h</guid><source>Tide Wire</source></item></channel></rss>');
SELECT item, change, said FROM import_news('trust', 'inbox'::regclass, 'content');
SELECT key, kind FROM source WHERE key IN ('Harbour', 'Gazette', 'Tide Wire') ORDER BY key;
-- names that are spelt alike, in several stories
INSERT INTO public.inbox VALUES (2, '<rss version="2.0"><channel><title>tide wire</title><item><guid>i</guid><source>New Wire</source></item></channel></rss>'),
	(3, '<rss version="2.0"><channel><title>NEW WIRE</title><item><guid>j</guid></item></channel></rss>');
SET client_min_messages = notice;
SELECT item, change, said FROM import_news('trust', 'inbox'::regclass, 'content') WHERE item > 'h';
SET client_min_messages = warning;
ALTER TABLE source DROP CONSTRAINT no_gazette;

-- forget() leaves no name of a feed
INSERT INTO source (key, feeds) VALUES ('leaker', '{}'), ('outlet-1', '{leaker,other}');
INSERT INTO source_alias VALUES ('the leaker', 'leaker');
UPDATE source SET feeds = '{the leaker}' WHERE key = 'yonhap';
INSERT INTO document (publisher, feed) VALUES ('outlet-1', 'the leaker');
SELECT forget('leaker') ~ '^source-' AS kept;
SELECT count(*) FROM source WHERE feeds::text ~ 'leaker';
SELECT count(*) FROM document WHERE feed ~ 'leaker';
SELECT speaks_for(key, 'outlet-1'), speaks_for(key, 'yonhap') FROM source WHERE confidential;

RESET search_path;
DROP SCHEMA trust CASCADE;
DROP TABLE inbox;
DROP FUNCTION wire, refuse;
DROP ROLE regress_trust_reporter, regress_trust_editor;
