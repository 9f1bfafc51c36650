--
-- The ledger: nothing is accepted or retracted in the future, nor in the past
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
INSERT INTO claim (statement) VALUES ('The ward was full');
INSERT INTO attestation (claim, said) VALUES (1, 'nurse'), (1, 'nurse'), (1, 'cop');
INSERT INTO attestation (claim, said, accepted_at, accepted_by) VALUES (1, 'ministry', NULL, NULL);

-- Not in the future: evidence would differ from what was known at the time
SET ROLE regress_editor;
UPDATE attestation SET retracted_at = 'infinity', retraction_reason = 'misheard' WHERE id = 1;
\set VERBOSITY terse
UPDATE attestation SET retracted_at = '9999-01-01', retraction_reason = 'misheard' WHERE id = 1;
UPDATE attestation SET retracted_at = now() + interval '1 hour', retraction_reason = 'misheard' WHERE id = 1;
UPDATE attestation SET accepted_at = 'infinity' WHERE id = 4;
UPDATE attestation SET accepted_at = '9999-01-01' WHERE id = 4;
SET ROLE regress_owner;
UPDATE attestation SET accepted_at = '9999-01-01' WHERE id = 4;
UPDATE attestation SET retracted_at = 'infinity', retraction_reason = 'misheard' WHERE id = 1;
SELECT evidence_as_of(1, now()) = evidence AS same, corroboration FROM claim WHERE id = 1;
-- who was granted more than reporters need inserts nothing of the kind either
GRANT INSERT (accepted_at, retracted_at, retracted_by, retraction_reason) ON attestation TO regress_reporter;
SET ROLE regress_reporter;
INSERT INTO attestation (claim, said, accepted_at) VALUES (1, 'ministry', 'infinity');
INSERT INTO attestation (claim, said, retracted_at, retracted_by, retraction_reason) VALUES (1, 'ministry', '9999-01-01', 'me', 'misheard');
-- now is well, and so is before
INSERT INTO attestation (claim, said, accepted_at, retracted_at, retracted_by, retraction_reason) SELECT 1, 'ministry', t, t, 'me', 'misheard' FROM clock_timestamp() AS t;
SET ROLE regress_editor;
-- nor in the past, by an editor: it counted, or did not, until now
\set VERBOSITY default
UPDATE attestation SET retracted_at = recorded_at, retraction_reason = 'misheard' WHERE id = 1;
\set VERBOSITY terse
UPDATE attestation SET accepted_at = recorded_at WHERE id = 4;
UPDATE attestation SET accepted_at = now() - interval '1 microsecond' WHERE id = 4;
UPDATE attestation SET accepted_at = '-infinity' WHERE id = 4;
SELECT evidence_as_of(1, recorded_at) ? 'ministry' AS counted_then FROM attestation WHERE id = 4;
-- the start of the transaction is now, for what was there before it
BEGIN;
UPDATE attestation SET accepted_at = now() WHERE id = 4;
SELECT accepted_at = now() AS now FROM attestation WHERE id = 4;
ROLLBACK;
UPDATE attestation SET accepted_at = clock_timestamp() WHERE id = 4;
UPDATE attestation SET quote = 'so he said', accepted_at = accepted_at WHERE id = 1;
UPDATE attestation SET retracted_at = accepted_at, retraction_reason = 'misheard' WHERE id = 4;
-- the owner corrects when it was
SET ROLE regress_owner;
UPDATE attestation SET retracted_at = recorded_at, retraction_reason = 'misheard' WHERE id = 4;
SET ROLE regress_editor;
-- what was said in the future brings one notice for a statement, and decides nothing; a day is left for time zones
SET ROLE regress_owner;
BEGIN;
SET LOCAL client_min_messages = notice;
SET LOCAL timezone = 'UTC';
\set VERBOSITY default
INSERT INTO attestation (claim, id, said, said_at) VALUES (1, 60, 'cop', '2206-01-01Z'), (1, 61, 'cop', '2207-01-01Z');
\set VERBOSITY terse
UPDATE attestation SET said_at = 'infinity' WHERE id = 60;
UPDATE attestation SET said_at = said_at, quote = 'x' WHERE id = 60;
UPDATE attestation SET said_at = NULL WHERE id = 60;
UPDATE attestation SET said_at = '-infinity' WHERE id = 60;
INSERT INTO attestation (claim, said, said_at) VALUES (1, 'cop', now() + interval '23 hours'), (1, 'cop', now()), (1, 'cop', '1900-01-01');
SELECT note FROM attest(1, 'nurse<*', said_at => '9999-12-31');
ROLLBACK;
-- now() is when a transaction started: what it records later is accepted as of then, and no earlier
SET ROLE regress_owner;
BEGIN;
SELECT pg_sleep(0.01);
INSERT INTO attestation (claim, id, said, accepted_at, accepted_by) VALUES (1, 50, 'cop', now(), 'regress_owner'), (1, 51, '!cop', NULL, NULL);
SELECT pg_sleep(0.01);
UPDATE attestation SET accepted_at = now() WHERE id = 51;
UPDATE attestation SET retracted_at = now(), retraction_reason = 'no' WHERE id = 50;
SELECT id, accepted_at > now() AS later, accepted_at = recorded_at AS as_recorded, retracted_at > accepted_at AS retracted_later FROM attestation WHERE id IN (50, 51) ORDER BY id;
-- no other time that is before
SAVEPOINT s;
INSERT INTO attestation (claim, said, accepted_at) VALUES (1, 'cop', now() - interval '1 microsecond');
ROLLBACK TO s;
SELECT evidence_as_of(1, now()) = evidence AS now_differs, evidence_as_of(1, clock_timestamp()) = evidence AS same FROM claim WHERE id = 1;
ROLLBACK;
SET ROLE regress_editor;
-- what the transaction accepts is not retracted before that, though it was recorded before the transaction
SET ROLE regress_owner;
INSERT INTO attestation (claim, id, said, accepted_at, accepted_by) VALUES (1, 52, 'cop', NULL, NULL), (1, 53, 'cop', NULL, NULL);
BEGIN;
SELECT pg_sleep(0.01);
UPDATE attestation SET retracted_at = now(), retraction_reason = 'no' WHERE id = 53;
UPDATE attestation SET accepted_at = statement_timestamp() WHERE id IN (52, 53);
SELECT pg_sleep(0.01);
UPDATE attestation SET retracted_at = now(), retraction_reason = 'no' WHERE id = 52;
SELECT id, retracted_at > accepted_at AS counted, retracted_at = now() AS retracted_first FROM attestation WHERE id IN (52, 53) ORDER BY id;
SELECT sources(evidence_as_of(1, accepted_at)) @> '{cop}' AS counted_then FROM attestation WHERE id = 52;
ROLLBACK;
DELETE FROM attestation WHERE id IN (52, 53);
SET ROLE regress_editor;
-- what was recorded while the clock was ahead is accepted as of then
SET ROLE regress_owner;
INSERT INTO claim (statement) VALUES ('The clock was ahead');
INSERT INTO attestation (claim, id, said, recorded_at, accepted_at, accepted_by) VALUES (2, 100, 'nurse', now() + interval '1 day', NULL, NULL);
SET ROLE regress_editor;
SELECT status FROM accept_attestation(2, 100);
SELECT status FROM retract_attestation(2, 100, 'misheard');
SET ROLE regress_owner;
-- other columns of rows that are there already, as those of earlier versions may be, can be changed
INSERT INTO attestation (claim, id, said, accepted_at) VALUES (2, 101, 'cop', 'infinity');
UPDATE attestation SET quote = 'It was', accepted_at = accepted_at, accepted_by = 'me' WHERE id = 101;
DELETE FROM attestation WHERE claim = 2;
DELETE FROM claim WHERE id = 2;
SELECT evidence_as_of(1, now()) = evidence AS same, status, corroboration FROM claim WHERE id = 1;

RESET ROLE;
RESET search_path;
DROP SCHEMA paper CASCADE;
DROP OWNED BY regress_owner, regress_reporter, regress_editor;
DROP ROLE regress_owner, regress_reporter, regress_editor;
