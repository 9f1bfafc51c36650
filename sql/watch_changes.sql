--
-- What changes behind a session that gathers already; and what keeps it from gathering
--
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', flagged timestamptz);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution, denied attribution);
CREATE VIEW state AS SELECT id, evidence FROM claim ORDER BY id;
INSERT INTO claim VALUES (1), (2);
SELECT watch('attestation', 'claim', latest_by => '{id}');
INSERT INTO attestation (claim, said) VALUES (1, 'a'), (2, 'b');

-- The attestations' name, and that of their schema
ALTER TABLE attestation RENAME TO statement;
INSERT INTO statement (claim, said) VALUES (1, 'c'), (2, 'c');
TABLE state;
CREATE SCHEMA regress_other;
ALTER TABLE statement SET SCHEMA regress_other;
DELETE FROM regress_other.statement WHERE said = 'c';
TABLE state;
ALTER SCHEMA regress_other RENAME TO regress_another;
INSERT INTO regress_another.statement (claim, said) VALUES (1, 'd'), (2, 'd');
TABLE state;
-- another table takes the old name
CREATE TABLE attestation (LIKE regress_another.statement INCLUDING ALL);
INSERT INTO attestation (claim, said) VALUES (1, 'nobody');
DELETE FROM regress_another.statement WHERE said = 'd';
TABLE state;
DROP TABLE attestation;
ALTER TABLE regress_another.statement SET SCHEMA public;
ALTER TABLE statement RENAME TO attestation;
DROP SCHEMA regress_another;

-- The type of the key
INSERT INTO attestation (claim, said) VALUES (1, 'a'), (2, 'b');
DROP VIEW state;
ALTER TABLE attestation DROP CONSTRAINT attestation_claim_fkey;
ALTER TABLE claim ALTER id TYPE bigint;
ALTER TABLE attestation ALTER claim TYPE bigint;
CREATE VIEW state AS SELECT id, evidence FROM claim ORDER BY id;
INSERT INTO claim VALUES (5000000000), (5000000001);
INSERT INTO attestation (claim, said) VALUES (5000000000, 'e'), (5000000001, 'f'), (1, 'g');
TABLE state;
SELECT * FROM check_evidence('attestation');
DELETE FROM attestation WHERE claim > 2;
DELETE FROM claim WHERE id > 2;

-- The arguments of a trigger that stays the same one
CREATE TABLE remark (claim bigint, said attribution, other attribution);
CREATE TRIGGER by_hand AFTER INSERT ON remark REFERENCING NEW TABLE AS n FOR EACH STATEMENT
	EXECUTE FUNCTION gather_evidence('claims=public.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
INSERT INTO remark VALUES (1, 'said', 'other');
TABLE state;
CREATE OR REPLACE TRIGGER by_hand AFTER INSERT ON remark REFERENCING NEW TABLE AS n FOR EACH STATEMENT
	EXECUTE FUNCTION gather_evidence('claims=public.claim', 'key=claim', 'claim_key=id', 'said=other', 'evidence=evidence');
INSERT INTO remark VALUES (2, 'said', 'other');
TABLE state;
DROP TABLE remark;
SELECT rebuild_evidence('attestation');

-- Rules that put something else in the place of what gathering writes
CREATE RULE nothing AS ON UPDATE TO claim DO INSTEAD NOTHING;
INSERT INTO attestation (claim, said) VALUES (1, 'h');
INSERT INTO attestation (claim, said) VALUES (1, 'h'), (2, 'h');
TRUNCATE attestation;
DROP RULE nothing ON claim;
-- one that does something besides is none of these
CREATE TABLE note (id bigint, evidence evidence);
CREATE RULE besides AS ON UPDATE TO claim DO ALSO INSERT INTO note VALUES (new.id, new.evidence);
INSERT INTO attestation (claim, said) VALUES (1, 'i'), (2, 'j');
TABLE state;
SELECT * FROM note ORDER BY id;
DROP RULE besides ON claim;
DROP TABLE note;
SELECT create_ledger('regress_desk', unknown_sources => 'add');
INSERT INTO regress_desk.claim (statement) VALUES ('x');
CREATE RULE nothing AS ON INSERT TO regress_desk.claim_event DO INSTEAD NOTHING;
INSERT INTO regress_desk.attestation (claim, said) VALUES (1, 'a'), (1, 'b');
DROP RULE nothing ON regress_desk.claim_event;
INSERT INTO regress_desk.attestation (claim, said) VALUES (1, 'a'), (1, 'b');
SELECT evidence, corroborated_at IS NOT NULL AS flagged FROM regress_desk.claim;
SELECT change FROM regress_desk.claim_event;
CREATE RULE nothing AS ON INSERT TO regress_desk.claim_event DO INSTEAD NOTHING;
DELETE FROM regress_desk.attestation;
DROP RULE nothing ON regress_desk.claim_event;
DELETE FROM regress_desk.attestation;
SELECT change FROM regress_desk.claim_event ORDER BY id;
DROP SCHEMA regress_desk CASCADE;

-- Asked for what is not watched
SELECT regather_documents('attestation', '{1}');
SELECT first_mention('attestation', '{j}'), first_mention('attestation', '{k}');
-- where there is no registry it knows nobody
SELECT first_mention('attestation', '{j}', unregistered => true), first_mention('attestation', '{k}', unregistered => true);
DROP VIEW state;
DROP TABLE attestation, claim;
-- whoever may not read the registry does not learn from it who is registered
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE attestation (id integer, claim integer REFERENCES claim, said attribution);
SELECT watch('attestation', 'claim', sources => 'source');
INSERT INTO source VALUES ('a');
INSERT INTO claim VALUES (1), (2);
INSERT INTO attestation VALUES (1, 1, 'a'), (2, 2, 'b');
SELECT first_mention('attestation', '{a,b}'), first_mention('attestation', '{a,b}', unregistered => true), first_mention('attestation', '{a}', unregistered => true);
CREATE ROLE regress_reader;
GRANT USAGE ON SCHEMA public TO regress_reader;
GRANT SELECT ON attestation TO regress_reader;
SET ROLE regress_reader;
SELECT first_mention('attestation', '{a}');
SELECT first_mention('attestation', '{a,b}', unregistered => true);
RESET ROLE;
GRANT SELECT (key) ON source TO regress_reader;
SET ROLE regress_reader;
SELECT first_mention('attestation', '{a,b}', unregistered => true);
RESET ROLE;
DROP TABLE attestation, claim, source;
REVOKE USAGE ON SCHEMA public FROM regress_reader;
DROP ROLE regress_reader;

-- Copies of so many documents that all names are locked instead of each, when their originals turn out
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE document (id integer PRIMARY KEY, publisher text, republishes integer);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution, document integer);
SELECT watch('attestation', 'claim', sources => 'source', documents => 'document', document => 'document');
SELECT current_setting('max_locks_per_transaction')::integer / 2 - 4 AS most \gset
INSERT INTO claim VALUES (1);
INSERT INTO document SELECT i, 'wire' || i % 3, NULL FROM generate_series(1, :most) AS i;
INSERT INTO document SELECT 10000 + i, 'rfa', i FROM generate_series(1, :most) AS i;
INSERT INTO attestation (claim, said, document) SELECT 1, 'rfa', 10000 + i FROM generate_series(1, :most) AS i;
SELECT evidence FROM claim;
SELECT * FROM check_evidence('attestation');
DROP TABLE attestation, claim, document, source;

-- Keys that have no order to lock claims in
CREATE TABLE claim (place point, evidence evidence);
CREATE TABLE attestation (claim point, said attribution);
CREATE TRIGGER by_hand AFTER INSERT ON attestation REFERENCING NEW TABLE AS n FOR EACH STATEMENT
	EXECUTE FUNCTION gather_evidence('claims=public.claim', 'key=claim', 'claim_key=place', 'said=said', 'evidence=evidence');
INSERT INTO attestation VALUES ('(1,2)', 'a');
DROP TABLE attestation, claim;
