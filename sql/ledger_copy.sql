--
-- A copy of a ledger: all its rows but who its sources are, under the same rule, for its owner alone
--
\set SHOW_CONTEXT never
SET client_min_messages = warning;
CREATE ROLE regress_copy_owner;
CREATE ROLE regress_copy_reader;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_copy_owner', current_database()) \gexec
SET ROLE regress_copy_owner;
SELECT create_ledger('regress_copied', threshold => 3);
SELECT grant_ledger('regress_copied', reporter => 'regress_copy_reader');
SET search_path = regress_copied, public;
ALTER TABLE claim ADD COLUMN desk text, ADD COLUMN shout text GENERATED ALWAYS AS (upper(statement)) STORED;
ALTER TABLE claim DROP COLUMN desk;
ALTER TABLE claim ADD COLUMN "Desk" varchar(20);
INSERT INTO source (key, kind, reliability) VALUES ('a', 'person', 0.5), ('b', 'person', NULL), ('c', 'person', NULL), ('wire', 'agency', NULL), ('post', 'outlet', NULL);
SELECT add_confidential_source(identity => 'Anna') IS NOT NULL AS added;
INSERT INTO source_alias (alias, source) VALUES ('bee', 'b');
INSERT INTO document (publisher, headline) VALUES ('wire', 'One'), ('post', 'Two');
UPDATE document SET republishes = 1 WHERE id = 2;
INSERT INTO claim (statement, "Desk") VALUES ('the port is closed', 'foreign'), ('the ship has left', NULL);
INSERT INTO attestation (claim, said, document) VALUES (1, 'a<*', NULL), (1, 'bee', NULL), (1, 'c', NULL), (1, 'post', 2);
INSERT INTO attestation (claim, said, replaces) VALUES (1, 'c<*', 3);
INSERT INTO ruling (claim, verdict, why) VALUES (2, 'hold', 'wait');
INSERT INTO publication (document, claim) VALUES (2, 1);
SELECT copy_ledger('regress_copied', 'regress_copy');

-- the same rows, and nobody's identity; nothing was gathered, rated or told again
CREATE FUNCTION pg_temp.differs(table_name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM (SELECT to_jsonb(r) FROM regress_copied.%1$I AS r) AS a (r) FULL JOIN (SELECT to_jsonb(r) FROM regress_copy.%1$I AS r) AS b (r) USING (r) WHERE a IS NULL OR b IS NULL',
		table_name) INTO n;
	RETURN n;
END $$;
SELECT c.relname, pg_temp.differs(c.relname) FROM pg_class AS c WHERE c.relnamespace = 'regress_copied'::regnamespace AND c.relkind = 'r' ORDER BY c.relname COLLATE "C";
SELECT threshold, minimum_support FROM watched() WHERE attestations = 'regress_copy.attestation'::regclass;
SELECT * FROM check_evidence('regress_copy.attestation');
SELECT evidence_board('regress_copy', title => 'x') = evidence_board('regress_copied', title => 'x') AS same_board;

-- what is done there is done there alone
SELECT claim, status FROM regress_copy.attest(2, 'a') AS a (claim, status);
SELECT change FROM regress_copy.discredit_source('a', 'lied');
SELECT status, corroborated_at IS NOT NULL AS flagged, (SELECT c.corroborated_at IS NOT NULL FROM regress_copy.claim AS c WHERE c.id = 1) AS flagged_in_copy
FROM regress_copied.claim WHERE id = 1;
SELECT * FROM check_evidence('regress_copied.attestation');

-- policies of the desk's own are named, and not copied
BEGIN;
SET LOCAL client_min_messages = notice;
CREATE POLICY "own desk" ON regress_copied.claim USING (true);
CREATE POLICY all_rows ON regress_copied.attestation USING (true);
ALTER TABLE regress_copied.claim ENABLE ROW LEVEL SECURITY;
SELECT copy_ledger('regress_copied', 'regress_second_copy');
SELECT polrelid::regclass, polname FROM pg_policy WHERE polrelid::regclass::text ~ 'regress_second_copy';
ROLLBACK;

-- refused
SELECT copy_ledger('regress_copied', 'regress_copy');
SELECT copy_ledger('regress_copied', '');
SELECT copy_ledger('regress_copied', NULL);
SELECT copy_ledger('regress_nothing', 'regress_other');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT copy_ledger('regress_copied', 'regress_other');
ROLLBACK;
-- nor is it for others, to whom a policy may show less
RESET ROLE;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_copy_reader', current_database()) \gexec
SET ROLE regress_copy_reader;
SELECT copy_ledger('regress_copied', 'regress_other');
SELECT count(*) FROM regress_copy.claim;
RESET ROLE;
SET client_min_messages = error;
DROP SCHEMA regress_copy CASCADE;
DROP SCHEMA regress_copied CASCADE;
DROP OWNED BY regress_copy_owner, regress_copy_reader;
DROP ROLE regress_copy_owner, regress_copy_reader;
