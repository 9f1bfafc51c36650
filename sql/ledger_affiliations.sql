-- Affiliations that name a source by another spelling, in the registry and in what is said: one voice all the same
\set SHOW_CONTEXT never
SET client_min_messages = warning;
SELECT create_ledger('gazette');
SET search_path = gazette, public;
INSERT INTO source (key, affiliations) VALUES ('aunt', '{}'), ('niece', '{"Miss Roe"}'), ('nephew', '{}'), ('nurse', '{}');
INSERT INTO claim (statement) VALUES ('in the registry'), ('in what is said'), ('neither');
INSERT INTO attestation (claim, said) VALUES (1, 'aunt'), (1, 'niece'), (2, 'aunt'), (2, 'nephew@"Miss Roe"'), (3, 'aunt'), (3, 'nurse');
SELECT id, evidence, corroboration FROM claim ORDER BY id;
INSERT INTO source_alias (alias, source) VALUES ('Miss Roe', 'aunt');
SELECT id, evidence, corroboration FROM claim ORDER BY id;
-- merged and gathered again alike
INSERT INTO attestation (claim, said) VALUES (1, 'nephew@"Miss Roe"'), (3, 'niece');
SELECT id, evidence, corroboration FROM claim ORDER BY id;
SELECT * FROM check_evidence('attestation');
UPDATE source SET affiliations = '{}' WHERE key = 'niece';
SELECT id, evidence, corroboration FROM claim ORDER BY id;
SELECT claim, change, cause FROM claim_event ORDER BY id;
SELECT * FROM check_evidence('attestation');
RESET search_path;
DROP SCHEMA gazette CASCADE;
