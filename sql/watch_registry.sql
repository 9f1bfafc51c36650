-- Watching by registries that are views or empty, or change meanwhile, and what is refused

SET client_min_messages = warning;

-- A view is as good a registry as a table, and nothing can refer to it
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE person (name text PRIMARY KEY, works_for text[]);
CREATE TABLE document (id bigint PRIMARY KEY, publisher text, republishes bigint);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution, document bigint);
CREATE TABLE source_alias (alias text PRIMARY KEY, source text REFERENCES person);
CREATE VIEW source AS SELECT name AS key, NULL::text AS kind, NULL::confidence AS reliability, works_for AS affiliations FROM person;
INSERT INTO person VALUES ('anna', '{post}'), ('bob', NULL);
INSERT INTO source_alias VALUES ('annie', 'anna');
INSERT INTO claim VALUES (1), (2);
SELECT watch('attestation', 'claim', sources => 'source', aliases => 'source_alias', documents => 'document', document => 'document');
INSERT INTO attestation (claim, said) VALUES (1, 'annie'), (1, 'bob');
SELECT evidence FROM claim WHERE id = 1;
-- what is taken from a document of which nothing is known
INSERT INTO attestation (claim, said, document) VALUES (2, 'bob', 7), (2, 'anna', 8);
SELECT evidence FROM claim WHERE id = 2;
INSERT INTO document VALUES (7, 'bob', NULL), (8, 'anna', 7);
SELECT regather_documents('attestation', '{8}');
SELECT evidence FROM claim WHERE id = 2;
SELECT * FROM check_evidence('attestation');
-- a column that was renamed is missed where it is read
ALTER TABLE source_alias RENAME source TO stands_for;
INSERT INTO attestation (claim, said) VALUES (1, 'annie');
DROP TABLE attestation, claim, document, source_alias, person CASCADE;

-- Nobody is registered where there is no registry, and anybody may ask who is mentioned
CREATE ROLE regress_registry_reader;
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution);
INSERT INTO claim VALUES (1);
SELECT watch('attestation', 'claim');
INSERT INTO attestation (claim, said) VALUES (1, 'anna');
GRANT SELECT ON attestation, claim TO regress_registry_reader;
SET ROLE regress_registry_reader;
SELECT first_mention('attestation', '{anna}', true) AS mentioned, first_mention('attestation', '{bob}', true) AS another;
RESET ROLE;
DROP TABLE attestation, claim;
DROP ROLE regress_registry_reader;

-- Refused: keys that no array holds, and triggers that are made by hand otherwise than watch() makes them
CREATE TABLE claim (id integer[] PRIMARY KEY, evidence evidence);
CREATE TABLE attestation (id integer, claim integer[], said attribution, replaces integer);
SELECT watch('attestation', 'claim', claim => '{claim}');
DROP TABLE claim;
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
ALTER TABLE attestation ALTER claim TYPE integer USING 1;
CREATE TRIGGER gather AFTER INSERT ON attestation REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
	EXECUTE FUNCTION gather_evidence('claims=claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence', 'replaces=replaces');
INSERT INTO attestation VALUES (1, 1, 'anna', NULL);
CREATE TRIGGER guard AFTER UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION guard_evidence('evidence');
INSERT INTO claim VALUES (1);
UPDATE claim SET evidence = '{a}';
DROP TABLE attestation, claim;

-- A rule that a trigger finds out of date still serves the statement that fired the trigger
CREATE TABLE claim (id integer PRIMARY KEY, evidence evidence);
CREATE TABLE source (key text PRIMARY KEY, kind text, reliability confidence, affiliations text[]);
CREATE TABLE source_alias (alias text PRIMARY KEY, source text);
CREATE TABLE attestation (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, claim integer REFERENCES claim, said attribution);
CREATE TABLE rumour (name text PRIMARY KEY, proof evidence);
CREATE TABLE tip (rumour text REFERENCES rumour, hint attribution);
INSERT INTO claim VALUES (1), (2);
INSERT INTO rumour VALUES ('a');
SELECT watch('attestation', 'claim', sources => 'source', aliases => 'source_alias', unknown_sources => 'add');
SELECT watch('tip', 'rumour', evidence => 'proof', said => 'hint');
CREATE FUNCTION rename_aliases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	ALTER TABLE source_alias RENAME TO other_name;
	BEGIN
		INSERT INTO attestation (claim, said) VALUES (2, 'anna');
	EXCEPTION WHEN undefined_table THEN
		RAISE NOTICE '%', SQLERRM;
	END;
	-- another rule is read now, which takes its place in memory
	INSERT INTO tip VALUES ('a', 'dora');
	ALTER TABLE other_name RENAME TO source_alias;
	RETURN NULL;
END
$$;
CREATE TRIGGER rename_aliases AFTER INSERT ON source FOR EACH ROW WHEN (NEW.key = 'bob') EXECUTE FUNCTION rename_aliases();
SET client_min_messages = notice;
INSERT INTO attestation (claim, said) VALUES (1, 'anna');
INSERT INTO attestation (claim, said) VALUES (1, 'bob<anna'), (2, 'bob'), (2, 'cleo');
SET client_min_messages = warning;
SELECT * FROM claim ORDER BY id;
SELECT * FROM rumour;
SELECT * FROM check_evidence('attestation');
DROP TABLE attestation, claim, source, source_alias, tip, rumour;
DROP FUNCTION rename_aliases();
