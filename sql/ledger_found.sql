-- What is found in a ledger, where somebody means harm or the numbers are large

SET client_min_messages = warning;
SELECT create_ledger('regress_found', minimum_support => 0.5, unknown_sources => 'add');
SET search_path = regress_found, public;

-- A query of one's own has columns of these types
SELECT * FROM corroborate_internal.dependence('SELECT 140000000000::bigint, 1::bigint, 2::bigint, now()');
SELECT * FROM corroborate_internal.dependence($$SELECT 'a'::name, 'b'::name, 'c'::name, now()$$);
SELECT * FROM corroborate_internal.dependence('SELECT 1');

-- A null confirms no flag
INSERT INTO source (key, kind, reliability) VALUES ('a', 'person', 0.1), ('b', 'person', 0.1);
INSERT INTO claim (statement) VALUES ('The dam broke');
INSERT INTO attestation (claim, said) VALUES (1, 'a'), (1, 'b');
INSERT INTO proposal (kind, subject, suggests, because, strength, size) VALUES ('rating', 'a', '{"reliability": 0.9}', 'often right', 0.5, 3);
SELECT claim, change FROM accept_proposal(1, 'so it is', raises => '{NULL}');
SELECT claim, change FROM accept_proposal(1, 'so it is', raises => '{1}');

-- An editor who accepts has accepted, also what is taken from a document that is pending
INSERT INTO source (key, kind) VALUES ('post', 'outlet'), ('anna', 'person');
INSERT INTO document (publisher, accepted_at, accepted_by) VALUES ('post', NULL, NULL);
INSERT INTO claim (id, statement) OVERRIDING SYSTEM VALUE VALUES (2, 'The mill burned');
INSERT INTO attestation (claim, said, document) VALUES (2, 'post', 1);
SELECT status FROM accept_attestation(2, 3);
INSERT INTO proposal (kind, subject, suggests, because, strength, size)
VALUES ('same_words', '3', '{"claim": 2, "attestation": 3, "cites": ["anna"]}', 'the same words', 0.5, 3);
SELECT claim, change FROM accept_proposal(2, 'she is quoted');
SELECT evidence FROM claim WHERE id = 2;

-- More sources than exp() has numbers for
INSERT INTO claim (id, statement, question, answer) VALUES (11, 'Yes', 'Did it break?', 'yes'), (12, 'No', 'Did it break?', 'no');
INSERT INTO attestation (claim, said) SELECT 11, ('s' || i)::attribution FROM generate_series(1, 400) AS i;
INSERT INTO attestation (claim, said) VALUES (12, 'zz');
SELECT answer, independent, round(probability::numeric, 3) AS probability FROM answers('regress_found');
SELECT count(*) FROM source_reliability('regress_found');
SELECT kind, added FROM propose('regress_found');

-- Whoever becomes one with a confidential source keeps no fingerprints
INSERT INTO source_alias (alias, source) VALUES ('jr', 'post');
SELECT fingerprint_document(1, 'The dam above the town broke on Tuesday night after three days of rain, engineers said.');
INSERT INTO source (key, confidential) VALUES ('jr', true);
SELECT fingerprint FROM document;

-- A short name within the random key that forget() keeps is not somebody's words
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'hold', 'source-00a1ffffffff called'), (2, 'hold', 'ask a1 again');
SELECT relation, cardinality(ids) FROM still_named('{a1}', 'source-00a1ffffffff');

RESET search_path;
DROP SCHEMA regress_found CASCADE;
