--
-- What a ledger's tables refuse is said in words, with what to do: never by the name of a constraint
--

\set SHOW_CONTEXT never
SELECT create_ledger('words');
SET search_path = words, public;
INSERT INTO source (key, kind) VALUES ('anna', 'person'), ('bob', 'person'), ('carl', 'person'), ('dora', 'person'), ('post', 'outlet'), ('wire', 'agency'), ('eve', 'person');
INSERT INTO document (publisher, headline) VALUES ('post', 'one'), ('wire', 'two'), (NULL, 'three'), (NULL, 'four'), (NULL, 'five');
UPDATE document SET republishes = 3 WHERE id = 4;
UPDATE document SET supersedes = 4 WHERE id = 5;
INSERT INTO claim (statement) VALUES ('one'), ('two'), ('three');
INSERT INTO attestation (claim, said, document) VALUES (1, 'anna', 1), (1, 'post<bob', NULL), (1, 'anna<*', NULL);
UPDATE attestation SET replaces = 1 WHERE id = 3;
SELECT count(*) FROM rate_source('carl', 0.5, 'right so far');
INSERT INTO source_alias VALUES ('Dorothy', 'dora');
INSERT INTO source_identity (source, held_by) VALUES ('eve', 'the editor');
INSERT INTO publication (document, claim) VALUES (1, 2);

-- Another key: of who was rated, published, has spellings, an identity, or is mentioned
UPDATE source SET key = 'karl' WHERE key = 'carl';
UPDATE source SET key = 'gazette' WHERE key = 'wire';
UPDATE source SET key = 'Dora' WHERE key = 'dora';
UPDATE source SET key = 'Eve' WHERE key = 'eve';
UPDATE source SET key = 'ann' WHERE key = 'anna';
SELECT * FROM rename_source('carl', 'karl');
-- of several, and of nobody
UPDATE source SET key = key || '2';
UPDATE source SET key = key || '2' WHERE key = 'nobody';
UPDATE source SET key = key;

-- Deleted, while something refers to it
DELETE FROM source WHERE key = 'wire';
DELETE FROM source WHERE key = 'dora';
DELETE FROM source WHERE key = 'anna';
DELETE FROM source;
DELETE FROM document WHERE id = 1;
DELETE FROM document WHERE id = 3;
DELETE FROM document WHERE id = 4;
DELETE FROM claim WHERE id = 2;
-- a claim cannot be deleted while something was said about it, or it was checked or ruled on
BEGIN;
INSERT INTO claim (id, statement) VALUES (20, 'said'), (21, 'checked'), (22, 'ruled on'), (23, 'only said once');
INSERT INTO attestation (claim, said) VALUES (20, 'anna'), (20, 'dora'), (23, 'anna'), (23, 'dora');
INSERT INTO claim_review (claim, document) VALUES (21, 1);
INSERT INTO ruling (claim, verdict, why) VALUES (22, 'hold', 'wait');
SAVEPOINT s;
DELETE FROM claim WHERE id = 20;
ROLLBACK TO s;
DELETE FROM claim WHERE id = 21;
ROLLBACK TO s;
DELETE FROM claim WHERE id = 22;
ROLLBACK TO s;
DELETE FROM claim WHERE id IN (SELECT c.id FROM claim AS c WHERE c.id > 19);
ROLLBACK TO s;
-- what is not seen, the foreign key sees
ALTER TABLE claim DISABLE TRIGGER "A_claim_spoken_of";
DELETE FROM claim WHERE id = 20;
ROLLBACK TO s;
-- moved, or deleted first or by the same statement; a claim's history goes with it
UPDATE attestation SET claim = 23 WHERE claim = 20;
DELETE FROM claim WHERE id = 20;
SELECT evidence, corroboration FROM claim WHERE id = 23;
DELETE FROM claim_review WHERE claim = 21;
DELETE FROM ruling WHERE claim = 22;
WITH a AS (DELETE FROM attestation WHERE claim = 23) DELETE FROM claim WHERE id IN (21, 22, 23);
SELECT count(*) FROM claim_event WHERE claim > 19;
SELECT * FROM check_evidence('attestation');
ROLLBACK;
DELETE FROM attestation WHERE id = 1;
UPDATE document SET id = 10 WHERE id = 1;
UPDATE claim SET id = 10 WHERE id = 1;
UPDATE attestation SET id = 10 WHERE id = 1;
-- with all that refers to it, it goes
WITH a AS (DELETE FROM attestation WHERE id = 3), b AS (DELETE FROM attestation WHERE id = 1) DELETE FROM document WHERE id IN (4, 5);
DELETE FROM document WHERE id = 3;
DELETE FROM claim WHERE id = 3;
DELETE FROM source WHERE key = 'eve';

-- Two claims that say the same
BEGIN;
INSERT INTO claim (id, statement) VALUES (30, 'The port is closed.');
INSERT INTO claim (id, statement) VALUES (31, ' the  port is closed'), (32, 'THE PORT IS CLOSED'), (33, 'The port is open');
INSERT INTO claim (id, statement, question, comparator, value) VALUES (34, 'How many died', 'How many died?', '=', 3), (35, 'How many died', 'How many died?', '=', 4);
INSERT INTO claim (id, statement, holds) VALUES (36, 'The port is closed', '[2011-01-01,2011-02-01)');
INSERT INTO claim (id, statement) SELECT i, 'The port is closed' FROM generate_series(40, 60) AS i;
ROLLBACK;

-- What is not there
INSERT INTO source_alias VALUES ('Bobby', 'robert');
UPDATE source_alias SET source = 'robert';
INSERT INTO document (publisher) VALUES ('herald');
UPDATE document SET publisher = 'herald' WHERE id = 1;
INSERT INTO document (republishes) VALUES (99);
INSERT INTO document (supersedes) VALUES (99);
INSERT INTO attestation (claim, said) VALUES (99, 'anna');
INSERT INTO attestation (claim, said, document) VALUES (1, 'anna', 99);
INSERT INTO attestation (claim, said, document, accepted_at, accepted_by) VALUES (1, 'anna', 99, NULL, NULL);
UPDATE attestation SET document = 99;
UPDATE attestation SET claim = 99;
INSERT INTO ruling (claim, verdict, why) VALUES (99, 'confirm', 'x');
INSERT INTO publication (document, claim) VALUES (99, 1);
INSERT INTO publication (document, claim) VALUES (1, 99);
INSERT INTO claim_review (claim, document, verdict) VALUES (99, 1, 'False');
INSERT INTO claim_review (claim, document, verdict) VALUES (1, 99, 'False');
-- what the same statement writes is there, in whatever order
WITH d AS (INSERT INTO document (id, publisher) VALUES (20, 'post')), c AS (INSERT INTO claim (id, statement) VALUES (20, 'late'))
INSERT INTO attestation (claim, said, document) VALUES (20, 'bob', 20);
WITH s AS (INSERT INTO source (key) VALUES ('late')) INSERT INTO document (id, publisher) VALUES (21, 'late');

-- What a row must say
\set VERBOSITY terse
INSERT INTO source (name) VALUES ('Zoe');
INSERT INTO source (key, kind) VALUES ('zoe', NULL);
INSERT INTO source (key, affiliations) VALUES ('zoe', NULL);
INSERT INTO source (key, feeds) VALUES ('zoe', NULL);
UPDATE source SET relies_on = NULL;
INSERT INTO source_alias (alias) VALUES ('Bobby');
INSERT INTO source_alias (source) VALUES ('bob');
INSERT INTO claim (question) VALUES ('who?');
INSERT INTO attestation (claim) VALUES (1);
INSERT INTO claim (statement) VALUES (' ');
UPDATE claim SET statement = '' WHERE id = 1;
INSERT INTO attestation (said) VALUES ('anna');
UPDATE attestation SET said = NULL;
INSERT INTO ruling (claim, verdict) VALUES (1, 'confirm');
INSERT INTO ruling (verdict, why) VALUES ('confirm', 'x');
INSERT INTO publication (document) VALUES (1);
INSERT INTO claim_review (claim, verdict) VALUES (1, 'False');
INSERT INTO same_answer (means) VALUES ('x');
INSERT INTO verdict_word (word) VALUES ('False');
INSERT INTO document (id, republishes) VALUES (50, 50);
UPDATE document SET supersedes = id WHERE id = 1;

-- Names with what nobody sees: refused, or put into the form of attributions
\set VERBOSITY default
INSERT INTO source (key) VALUES ('anna ');
INSERT INTO source (key) VALUES (' Zoe');
INSERT INTO source (key) VALUES ('Zoe  Z.'), ('E ');
INSERT INTO source (key) VALUES ('E ');
INSERT INTO source (key) VALUES (E'Zoe\u00a0Z.');
\set VERBOSITY terse
INSERT INTO source (key) VALUES ('');
INSERT INTO source (key) VALUES (' ');
INSERT INTO source (key) VALUES (E'\u3000');
INSERT INTO source (key) VALUES (repeat('é', 200));
INSERT INTO source (key) VALUES (E'a\u0001b');
INSERT INTO source (key, affiliations) VALUES ('zoe', '{" acme"}');
INSERT INTO source (key, affiliations) VALUES ('zoe', '{acme,NULL}');
INSERT INTO source (key, relies_on) VALUES ('zoe', '{"acme "}');
INSERT INTO source (key, feeds) VALUES ('zoe', '{""}');
UPDATE source SET affiliations = '{"the  army"}' WHERE key = 'bob';
INSERT INTO source_alias VALUES (' ', 'bob');
INSERT INTO source (key, affiliations) VALUES (E'Jose\u0301', ARRAY[E'Ca\u0301mara']), ('-', '{}'), ('n/a', '{"NULL","n/a"}'), ('?', '{}');
INSERT INTO source_alias VALUES (E'  Jose\u0301 ', E'Jos\u00e9');
SELECT key = E'Jos\u00e9' AS composed, affiliations = ARRAY[E'C\u00e1mara'] AS so_is_that FROM source WHERE key ~ '^Jos';
SELECT alias = E'  Jos\u00e9 ' AS as_written FROM source_alias WHERE source ~ '^Jos';

-- Names that look like others, lists or attributions: a notice each, once
\set VERBOSITY default
INSERT INTO source (key) VALUES ('Anna');
INSERT INTO source (key) VALUES ('Zoé'), ('zoe'), ('Post Office');
INSERT INTO source (key, relies_on, feeds, affiliations) VALUES ('One; Two', '{anna}', '{x}', '{press}');
INSERT INTO source (key) VALUES ('kim@rfa'), ('kim@rfa.example'), ('rfa<kim'), ('!kim'), ('"kim"');
INSERT INTO source (key, affiliations) VALUES ('m1', '{Ministry of Defence}'), ('m2', '{Ministry of Defence}');
INSERT INTO source (key, affiliations) VALUES ('m3', '{Ministry of Defense}');
INSERT INTO source (key, affiliations) VALUES ('m4', '{ministry of defence}');
INSERT INTO source (key, affiliations) VALUES ('m5', '{"Defence, Ministry of"}');
INSERT INTO source (key, affiliations) VALUES ('m6', '{Post}'), ('m7', '{POST}');
-- no notice of what was there, of one's own key's, of other ministries, or of numbers
INSERT INTO source (key, affiliations) VALUES ('m8', '{Ministry of Defense}'), ('m9', '{Ministry of Justice}'), ('m10', '{unit 41}'), ('m11', '{unit 42}');
UPDATE source SET affiliations = '{Ministry of Justice}' WHERE key = 'm1';
UPDATE source SET affiliations = '{Ministry of Justise}' WHERE key = 'm1';
UPDATE source SET note = 'x' WHERE key = 'm1';
-- nor of many at once, for which there is near_names(), nor to who may not read the others
INSERT INTO source (key) SELECT upper(key) FROM (VALUES ('dora'), ('wire')) AS v (key) UNION ALL SELECT 'many-' || i FROM generate_series(1, 20) AS i;
SELECT count(*) FROM near_names() WHERE 'DORA' IN (source, other) OR 'WIRE' IN (source, other);
CREATE ROLE regress_words_writer;
GRANT USAGE ON SCHEMA words TO regress_words_writer;
GRANT INSERT (key, affiliations) ON source TO regress_words_writer;
GRANT EXECUTE ON FUNCTION who TO regress_words_writer;
SET ROLE regress_words_writer;
INSERT INTO source (key, affiliations) VALUES ('BOB', '{"Ministry of defence"}');
RESET ROLE;
SELECT * FROM check_evidence('attestation');

-- An untidy name that an older version let in can be forgotten, merged and renamed, and other rows can name it
BEGIN;
ALTER TABLE source DISABLE TRIGGER names_tidy;
INSERT INTO source (key, affiliations, relies_on) VALUES ('old  one', '{"Min  istry",secret}', '{}'), ('secret', '{}', '{}'), ('other', '{"Min  istry"}', '{secret}');
ALTER TABLE source ENABLE TRIGGER names_tidy;
SELECT count(*) FROM merge_sources('secret', 'other');
SELECT count(*) FROM (SELECT forget('secret')) AS f;
UPDATE source SET affiliations = affiliations || '{dora}' WHERE key = 'old  one';
INSERT INTO source (key, affiliations) VALUES ('member', '{"Min  istry"}');
SELECT count(*) FROM rename_source('old  one', 'old one');
SELECT regexp_replace(key, '[0-9a-f]{12}', '...') AS key, regexp_replace(affiliations::text, '[0-9a-f]{12}', '...') AS affiliations FROM source WHERE key ~ '^(old|secret|other|member|source-)' ORDER BY 1;
INSERT INTO source (key, affiliations) VALUES ('another', '{"Min   istry"}');
ROLLBACK;

-- A role that deletes and reads no more than that is let alone: foreign keys look for it
GRANT SELECT, DELETE ON claim TO regress_words_writer;
GRANT DELETE ON source_rating TO regress_words_writer;
WITH added AS (INSERT INTO claim (statement) VALUES ('four') RETURNING id) INSERT INTO attestation (claim, said) SELECT id, 'anna' FROM added;
SET ROLE regress_words_writer;
DELETE FROM claim WHERE statement = 'four' RETURNING statement;
DELETE FROM claim WHERE id = 2;
RESET ROLE;
DELETE FROM attestation USING claim AS c WHERE attestation.claim = c.id AND c.statement = 'four';
SET ROLE regress_words_writer;
DELETE FROM claim WHERE statement = 'four' RETURNING statement;
RESET ROLE;

-- Foreign keys that the desk has made deferrable are looked at when they say, and not before
BEGIN;
ALTER TABLE document ALTER CONSTRAINT document_publisher_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE attestation ALTER CONSTRAINT attestation_replaces_fkey DEFERRABLE INITIALLY DEFERRED;
INSERT INTO document (publisher) VALUES ('later');
INSERT INTO source (key) VALUES ('later');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
DELETE FROM source WHERE key = 'later';
DELETE FROM document WHERE publisher = 'later';
DELETE FROM attestation WHERE claim = 1 AND id = 1;
DELETE FROM attestation WHERE claim = 1 AND id = 3;
SET CONSTRAINTS ALL IMMEDIATE;
-- the others as ever
INSERT INTO document (republishes) VALUES (99);
ROLLBACK;

-- A ruling that is no verdict, where nothing guards the column
ALTER TABLE claim DISABLE TRIGGER ruling_guarded;
UPDATE claim SET ruling = 'confirmed' WHERE id = 1;
UPDATE claim SET ruling = 'release' WHERE id = 1;
ALTER TABLE claim ENABLE TRIGGER ruling_guarded;

-- Nor does anything replace itself
UPDATE attestation SET replaces = id;

-- What announce_flag() writes down in a table of events
SELECT corroborate_internal.flag_moves(NULL, NULL, NULL, '{}', 2) AS nothing,
	corroborate_internal.flag_moves(now(), now() + '1 day', '{a<*,b<*}', '{a<*,b<*,c<*}', 2) AS time,
	corroborate_internal.flag_moves(NULL, now(), '{}', '{}', 2) AS raised,
	corroborate_internal.flag_moves(NULL, NULL, NULL, '{!a<*}', 2) AS disputed,
	corroborate_internal.flag_moves(NULL, NULL, '{!a<*}', '{!a<*,!b<*}', 2) AS denied,
	corroborate_internal.flag_moves(NULL, NULL, '{!a<*}', '{!a<*,!b<*}', 3) AS not_yet;
SELECT corroborate_internal.flag_moves(NULL, NULL, '{}', '{}', NULL);

-- The functions refuse to be anything else
CREATE TRIGGER wrongly BEFORE INSERT ON publication FOR EACH ROW EXECUTE FUNCTION corroborate_internal.must_refer_to('claim', 'claim', 'x');
INSERT INTO publication (document, claim) VALUES (1, 1);
DROP TRIGGER wrongly ON publication;
CREATE TRIGGER wrongly AFTER INSERT ON publication FOR EACH ROW EXECUTE FUNCTION corroborate_internal.must_refer_to('claim');
INSERT INTO publication (document, claim) VALUES (1, 1);
DROP TRIGGER wrongly ON publication;
SELECT corroborate_internal.must_refer_to();
CREATE TRIGGER wrongly AFTER INSERT ON publication FOR EACH ROW EXECUTE FUNCTION corroborate_internal.attestation_written();
INSERT INTO publication (document, claim) VALUES (1, 1);
DROP TRIGGER wrongly ON publication;
CREATE TRIGGER wrongly BEFORE INSERT ON publication FOR EACH ROW EXECUTE FUNCTION corroborate_internal.attestation_written();
INSERT INTO publication (document, claim) VALUES (1, 1);
DROP TRIGGER wrongly ON publication;
SELECT corroborate_internal.attestation_written();
-- a column that no key is of passes
CREATE TABLE loose (claim bigint, gone bigint);
CREATE TRIGGER "A_there" AFTER INSERT OR UPDATE ON loose FOR EACH ROW EXECUTE FUNCTION corroborate_internal.must_refer_to('claim', 'claim', 'x');
INSERT INTO loose VALUES (1, 1), (NULL, NULL);

\set ECHO none
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA words CASCADE;
DROP ROLE regress_words_writer;
