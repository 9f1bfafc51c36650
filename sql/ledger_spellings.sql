--
-- The ledger: who may only add sources changes none by registering another spelling of it
--

\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_owner, regress_reporter, regress_editor;
CREATE ROLE regress_owner;
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
GRANT CREATE ON DATABASE :DBNAME TO regress_owner;
SET ROLE regress_owner;
SELECT create_ledger('paper');
SELECT grant_ledger('paper', reporter => 'regress_reporter', editor => 'regress_editor');
SET search_path = paper, public;
INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('cop', 'person'), ('ministry', 'other');
INSERT INTO source_alias (alias, source) VALUES ('Sister A.', 'nurse'), ('the officer', 'cop'), ('the ministry', 'ministry');
INSERT INTO claim (statement) VALUES ('The ward was full');
INSERT INTO attestation (claim, said) VALUES (1, 'nurse'), (1, '"Sister A."'), (1, '"the officer"');

-- A spelling of a source is registered with what would change the source: an editor decides
SET ROLE regress_reporter;
\set VERBOSITY default
INSERT INTO source (key, affiliations) VALUES ('Sister A.', '{police}');
\set VERBOSITY terse
INSERT INTO source (key, kind) VALUES ('the ministry', 'outlet');
INSERT INTO source (key, passes_on) VALUES ('Sister A.', true);
INSERT INTO source (key, passes_on) VALUES ('Sister A.', false);
INSERT INTO source (key, relies_on) VALUES ('Sister A.', '{cop}');
INSERT INTO source (key, kind) VALUES ('somebody else', 'person'), ('the officer', 'agency');
SELECT evidence, status FROM claim WHERE id = 1;
-- one that adds nothing is well, and so is one that is no spelling
INSERT INTO source (key, name) VALUES ('Sister A.', 'Sister Agnes');
INSERT INTO source (key, kind, affiliations) VALUES ('somebody else', 'person', '{police}');
SELECT evidence, status FROM claim WHERE id = 1;
SET ROLE regress_editor;
INSERT INTO source (key, affiliations) VALUES ('the officer', '{police}');
SELECT evidence, status FROM claim WHERE id = 1;
SELECT key, kind, affiliations FROM source ORDER BY key;
SET ROLE regress_owner;
SELECT * FROM check_evidence('attestation');

RESET ROLE;
RESET search_path;
DROP SCHEMA paper CASCADE;
DROP OWNED BY regress_owner, regress_reporter, regress_editor;
DROP ROLE regress_owner, regress_reporter, regress_editor;
