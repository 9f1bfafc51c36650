-- session_replication_role = replica, as for restores and replication: triggers are silent, and what they would have
-- done is missing until it is made up for
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SELECT create_ledger('copied');
SET search_path = copied, public;
CREATE VIEW state AS SELECT id, evidence, corroboration AS n, corroborated_at IS NOT NULL AS flagged FROM claim ORDER BY id;
CREATE VIEW history AS SELECT claim, change, from_status, to_status, cause FROM claim_event ORDER BY claim, id;
INSERT INTO source (key, kind) VALUES ('a', 'person'), ('b', 'person'), ('wire', 'agency');
INSERT INTO claim (statement) VALUES ('one'), ('two'), ('three');
INSERT INTO attestation (claim, said) VALUES (1, 'a'), (2, 'a'), (2, 'b');
TABLE state;

SET session_replication_role = replica;
INSERT INTO attestation (claim, said) VALUES (1, 'b'), (3, '!a'), (3, 'unheard-of');
DELETE FROM attestation WHERE claim = 2 AND said = 'b';
UPDATE source SET reliability = 0.5 WHERE key = 'a';
-- what comes with its evidence stays as it comes; what follows from that is computed
INSERT INTO claim (id, statement, evidence) VALUES (4, 'four', '{x,y}');
TABLE state;
TABLE history;
SELECT count(*) FROM source_rating;
RESET session_replication_role;

SELECT * FROM check_evidence('attestation') ORDER BY claim, problem;

-- what comes later is merged with what is there: it mends nothing
INSERT INTO attestation (claim, said) VALUES (1, 'wire');
SELECT * FROM check_evidence('attestation') ORDER BY claim, problem;

SELECT rebuild_evidence('attestation');
TABLE state;
TABLE history;
SELECT * FROM check_evidence('attestation');
SELECT rebuild_evidence('attestation');

-- A flag without its evidence is withdrawn, and the other way round
SET session_replication_role = replica;
UPDATE claim SET corroborated_at = '2021-03-30' WHERE id = 3;
UPDATE claim SET corroborated_at = NULL WHERE id = 1;
RESET session_replication_role;
SELECT claim, problem, stored IS NULL AS stored_nothing, expected FROM check_evidence('attestation') ORDER BY claim;
SELECT rebuild_evidence('attestation');
SELECT * FROM check_evidence('attestation');
TABLE history;

-- Only a superuser, or one who was let, may silence triggers
CREATE ROLE replica_role_reporter;
SET ROLE replica_role_reporter;
SET session_replication_role = replica;
RESET ROLE;

RESET search_path;
DROP SCHEMA copied CASCADE;
DROP ROLE replica_role_reporter;
