--
-- The ledger: what is found in the data, and what editors decide about it
--

\set SHOW_CONTEXT never
\set VERBOSITY terse
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_reporter, regress_editor;
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
SELECT create_ledger('found', announce => true);
SELECT grant_ledger('found', reporter => 'regress_reporter', editor => 'regress_editor');
SET search_path = found, public;
RESET client_min_messages;

-- All rows of all tables but proposal, or but what stays on record when something is taken back
CREATE FUNCTION pg_temp.ledger(but text[] DEFAULT '{proposal}') RETURNS TABLE (relation text, row_text text) LANGUAGE plpgsql AS $$
BEGIN
	FOR relation IN SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'found'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL (but) LOOP
		RETURN QUERY EXECUTE format('SELECT %L, to_jsonb(t)::text FROM found.%I AS t', relation, relation);
	END LOOP;
END
$$;
CREATE TEMP TABLE before (relation text, row_text text);
CREATE FUNCTION pg_temp.keep() RETURNS void LANGUAGE sql AS 'DELETE FROM before; INSERT INTO before SELECT * FROM pg_temp.ledger()';
CREATE FUNCTION pg_temp.differs(but text[] DEFAULT '{proposal}') RETURNS SETOF text LANGUAGE sql AS $$
	SELECT d.relation || ': ' || d.row_text FROM (
		(SELECT * FROM pg_temp.ledger(but) EXCEPT ALL SELECT * FROM before) UNION ALL (SELECT * FROM before WHERE relation <> ALL (but) EXCEPT ALL SELECT * FROM pg_temp.ledger(but))) AS d
$$;

INSERT INTO source (key, name, kind) VALUES ('The Morning Post', NULL, 'outlet'), ('morningpost.example', NULL, 'site'), ('Anna Kovač', NULL, 'person'), ('anna kovac', NULL, 'person'),
	('J. Smithson', NULL, 'person'), ('John Smithson', NULL, 'person'), ('AFP', NULL, 'agency'), ('afp.example', NULL, 'agency'), ('wire', NULL, 'agency'), ('herald', NULL, 'outlet'),
	('gazette', NULL, 'outlet'), ('nurse', NULL, 'person'), ('cop', NULL, 'person'), ('platform-1', NULL, 'outlet'), ('platform-2', NULL, 'outlet'), ('platform-3', NULL, 'outlet');
INSERT INTO document (publisher, url, item, headline) VALUES
	('The Morning Post', 'https://www.morningpost.example/1', NULL, 'A'), ('The Morning Post', 'https://www.morningpost.example/2', NULL, 'B'),
	('AFP', NULL, 'urn:newsml:afp.example:20260101:1', 'C'), ('AFP', NULL, 'urn:newsml:afp.example:20260102:2', 'D'),
	('herald', 'https://shared.example/1', NULL, 'E'), ('herald', 'https://shared.example/2', NULL, 'F'), ('gazette', 'https://shared.example/3', NULL, 'G'), ('gazette', 'https://shared.example/4', NULL, 'H'),
	('platform-1', 'https://video.example/1', NULL, 'I'), ('platform-1', 'https://video.example/2', NULL, 'J'), ('platform-2', 'https://video.example/3', NULL, 'K'),
	('platform-2', 'https://video.example/4', NULL, 'L'), ('platform-3', 'https://video.example/5', NULL, 'M'), ('platform-3', 'https://video.example/6', NULL, 'N');
INSERT INTO claim (statement) VALUES ('The mill dumped waste'), ('The mayor knew'), ('He was paid'), ('It was hushed up'), ('A letter shows it'), ('Nobody knows');
INSERT INTO attestation (claim, said, document) VALUES (1, '"The Morning Post"<*', 1), (1, '"morningpost.example"<*', NULL), (2, '"Anna Kovač"', NULL), (2, '"anna kovac"', NULL),
	(3, '"J. Smithson"', NULL), (3, '!"John Smithson"', NULL), (4, 'herald<nurse', 5), (4, 'gazette<cop', 7), (5, 'wire', NULL), (5, 'herald', 5), (5, 'gazette', NULL), (5, 'herald', NULL), (6, 'cop<*', NULL);
INSERT INTO publication (document, claim) VALUES (14, 1);

-- What is found: names, sites, hosts in the numbers of items.  Nothing else changes
SELECT pg_temp.keep();
SELECT * FROM propose('found', '{same_source}');
SELECT id, strength, because, size FROM proposals;
SELECT id, suggests, evidence FROM proposals;
SELECT pg_temp.differs();
-- the same again is nothing new
CREATE TEMP TABLE first AS SELECT * FROM proposal;
SELECT * FROM propose('found', '{same_source}');
SELECT count(*) FROM (TABLE first EXCEPT TABLE proposal) AS d;
SELECT * FROM propose('found', '{same_source,guess}');
SELECT * FROM propose('found', '{NULL}');
SELECT * FROM propose('nowhere');

-- What would move, and nothing is left of it
SELECT claim, status_before, status, change, why, published FROM what_would_move(1);
SELECT claim, status_before, status, change, published FROM proposals AS p, what_would_move(p.id) WHERE p.id IN (2, 3);
SELECT * FROM what_would_move(99);
SELECT pg_temp.differs();

-- Accepting, with the proposal as the cause, and taking it back by hand
SELECT * FROM accept_proposal(1, ' ');
SELECT claim, status_before, status, change FROM accept_proposal(1, 'the imprint says so');
SELECT change, cause FROM claim_event WHERE claim = 2 ORDER BY id;
SELECT decided_by = current_user AS by_me, verdict, why, take_back FROM proposal WHERE id = 1;
SELECT * FROM accept_proposal(1, 'again');
SELECT decline_proposal(1, 'after all');
SELECT take_back FROM proposal WHERE id = 1 \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim}');
SELECT corroboration, status, cleared FROM claim WHERE id = 2;
-- in one's own words
BEGIN;
SET LOCAL corroborate.cause = 'the imprint';
SELECT claim, change FROM accept_proposal(2, 'it is in their imprint');
SELECT cause FROM claim_event ORDER BY id DESC LIMIT 1;
ROLLBACK;

-- What is declined stays declined until there is twice as much to it
SELECT decline_proposal(id, 'brothers') FROM proposals WHERE subject = 'J. Smithson';
SELECT added, gone, undecided FROM propose('found', '{same_source}');
INSERT INTO claim (statement) VALUES ('More'), ('Still more'), ('Even more');
INSERT INTO attestation (claim, said) SELECT i, s::attribution FROM unnest('{7}'::int[]) AS i, unnest('{"\"J. Smithson\"","\"John Smithson\""}'::text[]) AS s;
SELECT added, gone, undecided FROM propose('found', '{same_source}');
SELECT because FROM proposals WHERE subject = 'J. Smithson';
-- by another name, too
SELECT decline_proposal(id, 'brothers still') FROM proposals WHERE subject = 'J. Smithson';
SELECT count(*) FROM rename_source('John Smithson', 'Aaron Smithson');
SELECT added, gone, undecided FROM propose('found', '{same_source}');
-- what the data show no more is gone, and what became one by hand
UPDATE document SET url = NULL WHERE publisher = 'gazette';
SELECT count(*) FROM merge_sources('AFP', 'afp.example');
SELECT added, gone, undecided FROM propose('found', '{same_source}');

-- Of all kinds: as finders write them
DELETE FROM proposal;
INSERT INTO source (key, kind) VALUES ('blog', 'site'), ('clerk', 'person'), ('driver', 'person'), ('list', 'outlet');
INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (20, 'copied'), (21, 'one voice'), (22, 'has it from'), (23, 'same words'), (24, 'rated'), (25, 'says from whom');
INSERT INTO document (id, publisher, headline) VALUES (100, 'clerk', 'original'), (101, 'driver', 'copy'), (102, 'cop', 'copy of the copy');
UPDATE document SET republishes = 101 WHERE id = 102;
INSERT INTO attestation (claim, id, said, document, quote) VALUES (20, 500, 'clerk', 100, NULL), (20, 501, 'driver', 101, NULL), (20, 502, 'cop', 102, NULL), (20, 503, 'driver', NULL, NULL),
	(21, 504, 'clerk', NULL, NULL), (21, 505, 'driver', NULL, NULL), (22, 506, 'nurse', NULL, NULL), (22, 507, 'cop', NULL, NULL), (23, 508, 'clerk', NULL, 'I saw it'), (23, 509, '!driver', NULL, 'I saw nothing'), (23, 510, 'nurse', NULL, 'I saw nothing'),
	(24, 511, 'clerk:0.5', NULL, NULL), (25, 512, 'nurse<*', NULL, NULL), (25, 513, 'driver', NULL, NULL);
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES
	('republishes', '101', '100', '{"document": 101, "republishes": 100}', 'most of it is the same', 0.9, 30),
	('same_voice', 'clerk', 'driver', '{"affiliation": "driver"}', 'they always agree', 0.9, 30),
	('has_it_from', 'nurse', 'cop', '{"source": "nurse", "relies_on": "cop"}', 'she comes second', 0.9, 30),
	('same_words', '509', 'nurse', '{"claim": 23, "attestation": 509, "cites": ["nurse"]}', 'in her words', 0.9, 1),
	('rating', 'clerk', NULL, '{"source": "clerk", "reliability": 0.8}', 'right in 8 of 9', 0.9, 9),
	('same_voice', 'nurse', 'cop', '{"affiliation": "the hospital"}', 'they always agree', 0.8, 30);
ALTER TABLE attestation ALTER id RESTART WITH 1000;
CREATE TEMP TABLE tried AS SELECT id AS first FROM proposal WHERE kind = 'republishes';
SELECT first AS n FROM tried \gset
SELECT pg_temp.keep();
SELECT p.kind, w.claim, w.status_before, w.status, w.change, w.why FROM proposal AS p, what_would_move(p.id) AS w ORDER BY p.id, w.change = 'not reached', w.claim;
SELECT pg_temp.differs();
-- each of them accepted and taken back: all is as it was but the record
SELECT p.kind, a.claim, a.change FROM proposal AS p, accept_proposal(p.id, 'shown to me') AS a WHERE p.id = :n;
SELECT republishes FROM document WHERE id = 101;
SELECT take_back FROM proposal WHERE id = :n \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim}');
SELECT p.kind, a.claim, a.change FROM proposal AS p, accept_proposal(p.id, 'shown to me') AS a WHERE p.id = :n + 1;
SELECT key, affiliations FROM source WHERE key IN ('clerk', 'driver') ORDER BY key;
SELECT take_back FROM proposal WHERE id = :n + 1 \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim}');
SELECT p.kind, a.claim, a.change FROM proposal AS p, accept_proposal(p.id, 'shown to me') AS a WHERE p.id = :n + 2;
SELECT relies_on FROM source WHERE key = 'nurse';
SELECT take_back FROM proposal WHERE id = :n + 2 \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim}');
SELECT p.kind, a.claim, a.change FROM proposal AS p, accept_proposal(p.id, 'shown to me') AS a WHERE p.id = :n + 3;
SELECT said, quote, replaces FROM attestation WHERE claim = 23 ORDER BY id;
SELECT take_back FROM proposal WHERE id = :n + 3 \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim,attestation}');
SELECT said, retraction_reason = format('proposal %s taken back', :n + 3) AS taken_back FROM attestation WHERE claim = 23 AND retracted_at IS NOT NULL;
SELECT p.kind, a.claim, a.change FROM proposal AS p, accept_proposal(p.id, 'shown to me') AS a WHERE p.id = :n + 4;
SELECT reliability, (SELECT reason FROM source_rating WHERE source = 'clerk') AS reason FROM source WHERE key = 'clerk';
SELECT take_back FROM proposal WHERE id = :n + 4 \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim,attestation,source_rating}');
SELECT p.kind, a.claim, a.change FROM proposal AS p, accept_proposal(p.id, 'shown to me') AS a WHERE p.id = :n + 5;
SELECT key, affiliations FROM source WHERE key IN ('cop', 'nurse') ORDER BY key;
SELECT take_back FROM proposal WHERE id = :n + 5 \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim,attestation,source_rating}');
-- and the claims, but for when a flag was raised
SELECT c.id FROM claim AS c JOIN before AS b ON b.relation = 'claim' AND (b.row_text::jsonb ->> 'id')::bigint = c.id
WHERE to_jsonb(c) - 'corroborated_at' <> b.row_text::jsonb - 'corroborated_at' OR (c.corroborated_at IS NULL) <> (b.row_text::jsonb ->> 'corroborated_at' IS NULL);
SELECT DISTINCT regexp_replace(cause, '[0-9]+', 'N', 'g') AS cause FROM claim_event WHERE cause ~ '^proposal' ORDER BY 1;
SELECT * FROM check_evidence('attestation');

-- Making two sources one, with spellings, documents and affiliations of both, and taking it back
INSERT INTO source (key, kind, affiliations, relies_on) VALUES ('left', 'outlet', '{press}', '{right,wire}'), ('right', 'outlet', '{left}', '{}');
INSERT INTO source_alias (alias, source) VALUES ('left paper', 'left'), ('right paper', 'right'), ('right daily', 'right');
INSERT INTO document (publisher, item) VALUES ('right', 'one'), ('right', 'two'), ('left', 'two'), ('left', 'three');
INSERT INTO attestation (claim, said) VALUES (6, 'left<*'), (6, '"right daily"<*');
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES ('same_source', 'left', 'right', '{"source": "left", "other": "right"}', 'x', 0.5, 1);
SELECT pg_temp.keep();
SELECT max(id) AS n FROM proposal \gset
SELECT claim, change FROM accept_proposal(:n, 'one house');
SELECT alias, source FROM source_alias WHERE source = 'left' ORDER BY alias;
SELECT take_back FROM proposal WHERE id = :n;
SELECT take_back FROM proposal WHERE id = :n \gexec
SELECT pg_temp.differs('{proposal,claim_event,claim}');
SELECT evidence FROM claim WHERE id = 6;

-- A flag that would rise is confirmed for each claim by itself
-- doc knows, so the unit of both does, and nurse has another
INSERT INTO source (key, kind) VALUES ('a', 'person'), ('b', 'person'), ('c', 'person'), ('d', 'outlet'), ('hotel', 'person'), ('doc', 'person');
INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (31, 'rises'), (32, 'rises too'), (33, 'falls');
INSERT INTO attestation (claim, said) SELECT i, s::attribution FROM generate_series(31, 32) AS i, unnest('{d,"nurse<(doc,cop)"}'::text[]) AS s;
INSERT INTO attestation (claim, said) VALUES (33, 'd<a'), (33, 'doc');
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES ('same_voice', 'd', 'doc', '{"affiliation": "doc"}', 'x', 0.5, 1);
SELECT max(id) AS n FROM proposal \gset
SELECT pg_temp.keep();
SELECT claim, change FROM what_would_move(:n);
SELECT * FROM accept_proposal(:n, 'one house');
SELECT * FROM accept_proposal(:n, 'one house', raises => '{31}');
SELECT * FROM accept_proposal(:n, 'one house', raises => NULL);
SELECT pg_temp.differs();
-- what has changed since is asked about, too
INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (34, 'rises since then');
INSERT INTO attestation (claim, said) VALUES (34, 'd'), (34, 'nurse<(doc,cop)');
SELECT * FROM accept_proposal(:n, 'one house', raises => '{31,32}');
SELECT claim, change FROM accept_proposal(:n, 'one house', raises => '{31,32,33,34}');

-- Rights: editors see and decide, nobody else sees anything
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES ('has_it_from', 'blog', 'wire', '{"relies_on": "wire"}', 'x', 0.5, 1),
	('has_it_from', 'list', 'wire', '{"relies_on": "wire"}', 'x', 0.5, 1);
SELECT max(id) AS n FROM proposal \gset
SET ROLE regress_reporter;
SELECT * FROM proposal;
SELECT * FROM proposals;
UPDATE proposal SET because = 'y';
INSERT INTO proposal (kind, subject, suggests, because, strength, size) VALUES ('rating', 'a', '{}', 'x', 0.5, 1);
SELECT * FROM propose('found', '{same_source}');
SELECT * FROM find_proposals('same_source');
SELECT * FROM what_would_move(:n);
SELECT * FROM accept_proposal(:n, 'x');
SELECT decline_proposal(:n, 'x');
SELECT carry_out(NULL);
SET ROLE regress_editor;
SELECT kind, subject FROM proposals WHERE id = :n;
UPDATE proposal SET because = 'y';
DELETE FROM proposal;
SELECT claim, change FROM what_would_move(:n);
SELECT claim, change FROM accept_proposal(:n, 'said so');
SELECT decline_proposal(:n - 1, 'no');
SELECT decided_by, verdict, why FROM proposal WHERE id >= :n - 1 ORDER BY id;
SELECT count(*) > 0 AS found FROM propose('found', '{same_source}');
SELECT carry_out(NULL);
RESET ROLE;

-- What the owner writes there by hand is checked
INSERT INTO proposal (kind, subject, suggests, because, strength, size) VALUES ('guess', 'a', '{}', 'x', 0.5, 1);
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES ('republishes', 'a', 'b', '{}', 'x', 0.5, 1);
INSERT INTO proposal (kind, subject, suggests, because, strength, size) VALUES ('same_voice', 'a', '{}', 'x', 0.5, 1);
INSERT INTO proposal (kind, subject, suggests, because, strength, size) VALUES ('rating', 'a', '[]', 'x', 0.5, 1);
INSERT INTO proposal (kind, subject, suggests, because, strength, size) VALUES ('rating', 'a', '{}', 'x', 'NaN', 1);
INSERT INTO proposal (kind, subject, suggests, because, strength, size, decided_at) VALUES ('rating', 'a', '{}', 'x', 0.5, 1, now());
INSERT INTO proposal (kind, subject, suggests, because, strength, size, decided_at, decided_by, verdict, why) VALUES ('rating', 'a', '{}', 'x', 0.5, 1, now(), 'me', 'perhaps', 'x');
DELETE FROM proposal;
ALTER TABLE proposal ALTER id RESTART;
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES
	('rating', 'a', NULL, '{}', 'x', 0.5, 1), ('rating', 'a', NULL, '{"reliability": 1}', 'x', 0.5, 1), ('rating', 'a', NULL, '{"reliability": "high"}', 'x', 0.5, 1),
	('has_it_from', 'a', 'b', '{"relies_on": "c"}', 'x', 0.5, 1), ('has_it_from', 'a', 'nobody', '{"relies_on": "nobody"}', 'x', 0.5, 1),
	('republishes', '100', '999', '{"republishes": 999}', 'x', 0.5, 1), ('republishes', '100', '101', '{"republishes": 101}', 'x', 0.5, 1),
	('republishes', '102', '100', '{"republishes": 100}', 'x', 0.5, 1), ('same_source', 'a', 'b', '{"source": "a", "other": "a"}', 'x', 0.5, 1),
	('same_source', 'a', 'b', '{"source": "a", "other": "c"}', 'x', 0.5, 1), ('same_words', '1', NULL, '{"claim": "x"}', 'x', 0.5, 1),
	('same_words', '508', NULL, '{"claim": 23, "cites": "clerk"}', 'x', 0.5, 1), ('same_words', '508', NULL, '{"claim": 23, "cites": ["clerk"]}', 'x', 0.5, 1),
	('same_words', '512', NULL, '{"claim": 25, "cites": ["clerk"]}', 'x', 0.5, 1), ('same_words', '99', NULL, '{"claim": 25, "cites": ["clerk"]}', 'x', 0.5, 1);
UPDATE document SET republishes = 100 WHERE id = 101;
SELECT pg_temp.keep();
SELECT format('SELECT * FROM accept_proposal(%s, ''x'')', p.id), format('SELECT * FROM what_would_move(%s)', p.id) FROM proposal AS p ORDER BY p.id \gexec
SELECT pg_temp.differs();
SELECT count(*) FROM proposal WHERE decided_at IS NOT NULL;

-- Of those that are many the strongest; when these are decided, the next
DELETE FROM proposal;
CREATE TEMP TABLE many AS SELECT jsonb_agg(jsonb_build_object('subject', 'x' || i, 'object', 'y' || i, 'suggests', '{}'::jsonb, 'strength', i / 100.0, 'because', 'x', 'size', 30)) AS found
FROM generate_series(1, 50) AS i;
SELECT k.kind, count(*), min(d.strength), max(d.strength) FROM many, unnest('{same_voice,has_it_from,same_source}'::text[]) AS k (kind), due_proposals(k.kind, many.found) AS d GROUP BY k.kind ORDER BY k.kind;
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size, decided_at, decided_by, verdict, why)
SELECT 'same_voice', 'y' || i, 'x' || i, '{}', 'x', 0.5, 30, now(), 'me', 'declined', 'x' FROM generate_series(36, 50) AS i;
SELECT count(*), min(strength), max(strength) FROM many, due_proposals('same_voice', many.found);

-- Sources that were renamed, merged, discredited, made confidential or forgotten meanwhile
DELETE FROM proposal;
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES
	('has_it_from', 'a', 'b', '{"relies_on": "b"}', 'x', 0.5, 1), ('same_voice', 'b', 'c', '{"affiliation": "c"}', 'x', 0.5, 1),
	('rating', 'hotel', NULL, '{"reliability": 0.7}', 'x', 0.5, 1), ('same_source', 'd', 'list', '{"source": "d", "other": "list"}', 'x', 0.5, 1),
	('has_it_from', 'hotel', 'd', '{"relies_on": "d"}', 'x', 0.5, 1);
SELECT count(*) FROM rename_source('a', 'alpha');
SELECT count(*) FROM rename_source('b', 'beta');
SELECT count(*) FROM merge_sources('beta', 'c');
SELECT count(*) FROM discredit_source('hotel', 'lied');
SELECT min(id) AS n FROM proposal \gset
SELECT * FROM accept_proposal(:n, 'x');
SELECT key, relies_on FROM source WHERE key = 'alpha';
SELECT subject, object FROM proposal WHERE id = :n;
SELECT * FROM accept_proposal(:n + 1, 'x');
SELECT * FROM accept_proposal(:n + 2, 'x');
UPDATE source SET confidential = true WHERE key = 'd';
SELECT * FROM what_would_move(:n + 3);
SELECT * FROM accept_proposal(:n + 3, 'x');
SELECT forget('d') ~ '^source-' AS forgotten;
SELECT count(*) FROM proposal WHERE decided_at IS NULL OR object = 'd';
SELECT * FROM accept_proposal(:n + 4, 'x');

-- As a page: what would move, what cannot be accepted, and no markup of anybody's
UPDATE source SET key = '<b>"bold"&' WHERE key = 'list';
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size, evidence) VALUES
	('has_it_from', 'nurse', 'cop', '{"relies_on": "cop"}', '"nurse" has it from "cop" <script>alert(1)</script>.', 0.9, 3, '{"hard_questions": 3, "of": ["a<i>", "b"], "null": null, "in": {"c": "<i>"}}'),
	('rating', '<b>"bold"&', NULL, '{"reliability": 2}', 'Right in 3 of 4.', 0.8, 3, '{}'), ('same_voice', 'nurse', 'gone', '{"affiliation": "gone"}', 'x', 0.7, 3, '[]');
SELECT count(*) FROM proposals;
\pset format unaligned
SELECT regexp_replace(regexp_replace(substring(proposals_board('found') FROM '<main.*</main>'), '(proposal(?:[ (-]|</dt><dd>))[0-9]+', '\1N', 'g'), '<section', E'\n<section', 'g') AS page;
\pset format aligned
SELECT proposals_board('found', title => 'T<i>', at_most => 1) ~ '<h1>T&lt;i&gt;</h1>' AS titled, proposals_board('found', at_most => 0) ~ 'Nothing is to be decided' AS empty;
SET ROLE regress_reporter;
SELECT proposals_board('found');
SET ROLE regress_editor;
SELECT length(proposals_board('found')) > 1000 AS for_editors;
RESET ROLE;
SELECT evidence_board('found') ~ 'script>alert' AS on_the_board, evidence_board('found', with_confidential => true) ~ 'Right in 3 of 4' AS on_a_full_board;
DELETE FROM proposal WHERE decided_at IS NULL;

-- Where a snapshot is kept
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT * FROM propose('found', '{same_source}');
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT * FROM propose('found', '{same_source}');
ROLLBACK;
INSERT INTO proposal (kind, subject, object, suggests, because, strength, size) VALUES ('has_it_from', 'nurse', 'cop', '{"relies_on": "cop"}', 'x', 0.5, 1);
SELECT max(id) AS n FROM proposal \gset
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT claim, change FROM what_would_move(:n);
SELECT claim, change FROM accept_proposal(:n, 'x');
ROLLBACK;
BEGIN READ ONLY;
SELECT * FROM what_would_move(:n);
ROLLBACK;
SELECT * FROM check_evidence('attestation');

-- Confidential sources are in no proposal that two are one
UPDATE source SET confidential = true WHERE key = 'Anna Kovač';
SELECT count(*) FROM propose('found', '{same_source}');
SELECT count(*) FROM proposals WHERE 'Anna Kovač' IN (subject, object);

RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA found CASCADE;
DROP OWNED BY regress_reporter, regress_editor;
DROP ROLE regress_reporter, regress_editor;
