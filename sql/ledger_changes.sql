--
-- Who may change what: what was accepted or retracted stays so, and privileges that were granted by mistake lead to no identity
--

\set SHOW_CONTEXT never
SET client_min_messages = warning;
DROP ROLE IF EXISTS regress_owner, regress_reporter, regress_editor, regress_intern, regress_interns, regress_mallory;
CREATE ROLE regress_owner;
CREATE ROLE regress_reporter;
CREATE ROLE regress_editor;
CREATE ROLE regress_interns;
CREATE ROLE regress_intern IN ROLE regress_interns;
CREATE ROLE regress_mallory;
GRANT CREATE ON DATABASE :DBNAME TO regress_owner, regress_mallory;
SET ROLE regress_owner;
SELECT create_ledger('paper');
SELECT grant_ledger('paper', reporter => 'regress_reporter', editor => 'regress_editor');
SET search_path = paper, public;
INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('ministry', 'organisation');
INSERT INTO claim (statement) VALUES ('The ward was full');
INSERT INTO attestation (claim, said) VALUES (1, 'ministry');
SELECT tip(1, 'I counted the beds');
RESET ROLE;

-- An editor puts no other words to what a reporter wrote down
SET ROLE regress_reporter;
SELECT attestation, status FROM attest(1, 'nurse');
RESET ROLE;
SET ROLE regress_editor;
UPDATE attestation SET accepted_at = NULL WHERE id = 3;
UPDATE attestation SET accepted_at = recorded_at + interval '1 hour' WHERE id = 3;
\set VERBOSITY terse
SELECT status FROM accept_attestation(1, 3, 'ministry<*');
-- but to a tip
SELECT status FROM accept_attestation(1, 2, 'nurse<*');
SELECT status FROM accept_attestation(1, 2, 'ministry<*');
SELECT id, said, recorded_by, accepted_by FROM attestation ORDER BY id;

-- What was retracted stays so, with who and why
SELECT status FROM retract_attestation(1, 3, 'misheard');
SELECT status FROM retract_attestation(1, 3, 'for another reason');
UPDATE attestation SET retraction_reason = 'for another reason' WHERE id = 3;
UPDATE attestation SET retracted_at = retracted_at + interval '1 hour' WHERE id = 3;
UPDATE attestation SET retracted_by = 'regress_reporter' WHERE id = 3;
\set VERBOSITY default
UPDATE attestation SET retracted_at = NULL, retraction_reason = NULL WHERE id = 3;
\set VERBOSITY terse
UPDATE attestation SET quote = 'The ward was full, she said' WHERE id = 3;
RESET ROLE;
-- the owner cannot undo it either, but takes out a reason that says too much
SET ROLE regress_owner;
UPDATE attestation SET accepted_at = NULL WHERE id = 3;
UPDATE attestation SET retracted_at = NULL, retraction_reason = NULL WHERE id = 3;
UPDATE attestation SET retraction_reason = '(removed)' WHERE id = 3;
SELECT id, said, retracted_by, retraction_reason, quote FROM attestation WHERE retracted_at IS NOT NULL;

-- A rating that stays the same is written down with its reason
SELECT rate_source('nurse', 0.8, 'was right twice');
SELECT rate_source('nurse', 0.8, 'was right again');
SELECT rate_source('ministry', NULL, 'too early to say');
SELECT source, reliability, reason, rated_by FROM source_rating ORDER BY rated_at;
SELECT key, reliability FROM source ORDER BY key;
SELECT evidence, evidence_as_of(1, now()) = evidence AS same FROM claim WHERE id = 1;

-- What is known of a source is united with what is stated of any of its spellings, once: what was stated first-hand stays so
INSERT INTO source (key, kind, affiliations, reliability) VALUES ('kbs-desk', 'agency', '{kbs}', 0.2), ('kbs', 'outlet', '{}', NULL), ('herald', 'outlet', '{}', NULL);
INSERT INTO source_alias (alias, source) VALUES ('desk', 'kbs-desk');
INSERT INTO claim (statement) VALUES ('The road is closed'), ('The road is open');
INSERT INTO attestation (claim, said) VALUES (2, 'herald<(desk@own:0.9<*,kbs-desk)');
INSERT INTO attestation (claim, said) VALUES (3, 'desk@own:0.9<*');
INSERT INTO attestation (claim, said) VALUES (3, 'kbs-desk');
SELECT id, evidence, corroboration_firsthand(evidence) AS firsthand FROM claim WHERE id > 1 ORDER BY id;

-- Who is granted all by mistake sees no identity
SELECT add_confidential_source(identity => 'Jane Roe') IS NOT NULL AS added;
GRANT USAGE, CREATE ON SCHEMA paper TO regress_interns;
GRANT ALL ON ALL TABLES IN SCHEMA paper TO regress_interns;
RESET ROLE;
SELECT role, reach, by FROM reachable_identities('paper') WHERE role ~ '^regress' AND by !~ 'TRIGGER' ORDER BY role, by;
SELECT role, reach, count(*) = (SELECT count(*) FROM pg_class WHERE relnamespace = 'paper'::regnamespace AND relkind = 'r') AS on_all_tables
FROM reachable_identities('paper') WHERE by ~ 'TRIGGER' GROUP BY role, reach ORDER BY role;
CREATE ROLE regress_maker CREATEROLE;
SELECT count(*) = (current_setting('server_version_num')::integer < 160000)::integer AS makers_of_roles
FROM reachable_identities('paper') WHERE (role, reach, by) = ('regress_maker', 'act as the owner', 'CREATEROLE');
DROP ROLE regress_maker;
SELECT count(*) > 0 AS superusers FROM reachable_identities('paper') WHERE (reach, by) = ('all', 'superuser');
SET ROLE regress_intern;
SELECT count(*) FROM source_identity;
DELETE FROM source_identity;
TRUNCATE source_identity;
CREATE TEMP TABLE stolen (identity text);
GRANT ALL ON stolen TO PUBLIC;
CREATE FUNCTION pg_temp.steal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO pg_temp.stolen SELECT identity FROM paper.source_identity;
	IF TG_LEVEL = 'ROW' THEN
		INSERT INTO pg_temp.stolen SELECT to_jsonb(NEW) ->> 'identity';
		RETURN NEW;
	END IF;
	RETURN NULL;
END
$$;
CREATE TRIGGER "a steal" BEFORE INSERT ON source_identity FOR EACH ROW EXECUTE FUNCTION pg_temp.steal();
CREATE TRIGGER " steal" BEFORE INSERT ON source_identity FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.steal();
RESET ROLE;
SET ROLE regress_reporter;
\set VERBOSITY default
SELECT add_confidential_source(identity => 'John Doe');
\set VERBOSITY terse
RESET ROLE;
SET ROLE regress_editor;
INSERT INTO source_identity VALUES ('nurse', 'Joan Public');
RESET ROLE;
DROP TRIGGER "a steal" ON source_identity;
DROP TRIGGER " steal" ON source_identity;
-- nor by a trigger on another table, as long as that would run with the rights of who writes
SET ROLE regress_intern;
CREATE TRIGGER steal AFTER INSERT ON source FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.steal();
RESET ROLE;
SELECT add_confidential_source(identity => 'John Doe');
SELECT count(*) AS stolen FROM stolen;
ALTER FUNCTION pg_temp.steal() SECURITY DEFINER;
SELECT add_confidential_source(identity => 'John Doe') IS NOT NULL AS added;
SELECT count(*) AS stolen FROM stolen;
DROP TRIGGER steal ON source;

-- grant_ledger() grants nothing more as long as these privileges are there
SET ROLE regress_owner;
\set VERBOSITY default
SELECT grant_ledger('paper', reporter => 'regress_reporter');
REVOKE CREATE ON SCHEMA paper FROM regress_interns;
SELECT grant_ledger('paper', reporter => 'regress_reporter');
\set VERBOSITY terse
REVOKE TRIGGER ON ALL TABLES IN SCHEMA paper FROM regress_interns;
SELECT grant_ledger('paper', reporter => 'regress_reporter');
REVOKE TRUNCATE ON ALL TABLES IN SCHEMA paper FROM regress_interns;
GRANT TRIGGER ON paper.claim TO PUBLIC;
SELECT grant_ledger('paper', reporter => 'regress_reporter');
REVOKE TRIGGER ON paper.claim FROM PUBLIC;
SELECT grant_ledger('paper', reporter => 'regress_reporter');
SELECT role, reach, by FROM reachable_identities('paper') WHERE role ~ '^regress|PUBLIC' ORDER BY role, by;
-- without the table's policies, whoever may read it sees all
ALTER TABLE source_identity DISABLE ROW LEVEL SECURITY;
SELECT role, reach, by FROM reachable_identities('paper') WHERE role ~ '^regress|PUBLIC' ORDER BY role, by;
ALTER TABLE source_identity ENABLE ROW LEVEL SECURITY;
SELECT * FROM reachable_identities('nowhere');
RESET ROLE;
-- nor do they hold for some, and others read the files in which tables are
ALTER ROLE regress_intern BYPASSRLS REPLICATION;
GRANT pg_read_server_files TO regress_interns;
SELECT role, reach, by FROM reachable_identities('paper') WHERE role ~ '^regress|PUBLIC' ORDER BY role, by;
ALTER ROLE regress_intern NOBYPASSRLS NOREPLICATION;
REVOKE pg_read_server_files FROM regress_interns;

-- The role at work is recorded: a member of a group may be recorded as the group
CREATE ROLE regress_ana IN ROLE regress_reporter;
SET SESSION AUTHORIZATION regress_ana;
SELECT attestation FROM attest(1, 'nurse');
SET ROLE regress_reporter;
SELECT attestation FROM attest(1, 'nurse');
SELECT said, recorded_by, accepted_by FROM attestation ORDER BY id DESC LIMIT 2;
-- and anybody may notify
SELECT pg_notify('corroborated', '{"table":"paper.claim","key":{"id":1},"change":"raised"}') IS NOT NULL AS sent;
RESET SESSION AUTHORIZATION;
DROP ROLE regress_ana;

-- A ledger is upgraded by what is committed when its tables are locked
SET ROLE regress_owner;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT upgrade_ledger('paper');
ROLLBACK;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT upgrade_ledger('paper');
ROLLBACK;
SELECT upgrade_ledger('paper');
-- what is new to ledgers of earlier versions holds after that
SELECT t.tgname, pg_get_triggerdef(t.oid) ~ 'UPDATE OF accepted_at, accepted_by, retracted_at, retracted_by, retraction_reason' AS all_columns
FROM pg_trigger AS t WHERE t.tgrelid = 'attestation'::regclass AND t.tgname = 'attestation_stamped';
RESET ROLE;

-- A stranger's table that says it is gathered into the claims of others keeps nobody from ending and beginning to watch
SET ROLE regress_mallory;
CREATE SCHEMA mallory;
CREATE TABLE mallory.said (claim integer, said attribution);
CREATE TRIGGER gather_evidence_insert AFTER INSERT ON mallory.said REFERENCING NEW TABLE AS n FOR EACH STATEMENT
	EXECUTE FUNCTION gather_evidence('claims=mine.claim', 'key=claim', 'claim_key=id', 'said=said', 'evidence=evidence');
RESET ROLE;
CREATE SCHEMA mine AUTHORIZATION regress_owner;
SET ROLE regress_owner;
CREATE TABLE mine.claim (id integer PRIMARY KEY, evidence evidence NOT NULL DEFAULT '{}', since timestamptz);
CREATE TABLE mine.said (claim integer REFERENCES mine.claim, said attribution);
CREATE TABLE mine.also (claim integer REFERENCES mine.claim, said attribution);
SELECT watch('mine.said', 'mine.claim', flag => 'since');
SELECT unwatch('mine.said');
SELECT tgname FROM pg_trigger WHERE tgrelid = 'mine.claim'::regclass AND NOT tgisinternal ORDER BY tgname;
INSERT INTO mine.claim VALUES (1);
UPDATE mine.claim SET evidence = '{a}';
SELECT watch('mine.said', 'mine.claim', flag => 'since');
-- another table of one's own does keep the flag
SELECT watch('mine.also', 'mine.claim');
SELECT unwatch('mine.said');
SELECT tgname FROM pg_trigger WHERE tgrelid = 'mine.claim'::regclass AND NOT tgisinternal ORDER BY tgname;
RESET ROLE;

-- A claim's ruling follows the rulings, and is not written by hand, not even by the owner
SELECT create_ledger('ruled', minimum_support => 0.6);
SET search_path = ruled, public;
INSERT INTO source (key, kind) VALUES ('a', 'person'), ('b', 'person'), ('!c', 'person');
INSERT INTO claim (id, statement) VALUES (1, 'one'), (2, 'two'), (3, 'three');
UPDATE claim SET ruling = 'confirm' WHERE id = 1;
INSERT INTO claim (id, statement, ruling) VALUES (4, 'four', 'hold');
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'confirm', 'so');
UPDATE claim SET ruling = NULL WHERE id = 1;
UPDATE claim SET ruling = 'refute';
UPDATE claim SET ruling = 'confirm' WHERE id = 1;
SELECT id, ruling, cleared FROM claim ORDER BY id;
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'release', 'not so');
DELETE FROM ruling WHERE verdict = 'release';
SELECT id, ruling, cleared FROM claim ORDER BY id;

-- Enough sources, and no flag: it is said why
SELECT flagged, why FROM attest(2, 'a:0.4');
SELECT flagged, why FROM attest(2, 'b:0.33');
SELECT flagged, why FROM attest(2, '"!c":0.5');
SELECT flagged, why FROM attest(3, 'a');
SELECT flagged, why FROM attest(3, 'b');
SELECT id, flagged, why FROM desk ORDER BY id;
DROP SCHEMA ruled CASCADE;

RESET search_path;
DROP TABLE stolen CASCADE;
DROP SCHEMA mine, mallory, paper CASCADE;
DISCARD TEMP;
DROP OWNED BY regress_owner, regress_reporter, regress_editor, regress_intern, regress_interns, regress_mallory;
DROP ROLE regress_owner, regress_reporter, regress_editor, regress_intern, regress_interns, regress_mallory;
