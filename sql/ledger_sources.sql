--
-- The ledger: what a desk knows of its sources, and changes its mind about
--

\set SHOW_CONTEXT never
SELECT create_ledger('desk');
SET search_path = desk, public;
INSERT INTO source (key, kind) VALUES ('nurse', 'person'), ('cop', 'person'), ('neighbour', 'person'), ('wire', 'agency'), ('times', 'outlet'), ('post', 'outlet'), ('rate', 'other');
INSERT INTO claim (statement) SELECT 'claim ' || i FROM generate_series(1, 6) AS i;

CREATE VIEW brief AS SELECT id, evidence, status, corroborated_at IS NOT NULL AS flagged FROM claim ORDER BY id;

-- Discredited: flags fall everywhere, and the log says why; credited again: they are back
INSERT INTO attestation (claim, said) VALUES (1, 'nurse'), (1, 'cop'), (2, 'nurse<*'), (2, 'cop<*'), (2, 'neighbour'), (3, 'wire<nurse'), (3, 'cop'), (4, 'cop'), (4, 'neighbour');
SELECT * FROM brief;
SELECT * FROM would_fall ORDER BY source;
SELECT claim, status_before, status, change FROM discredit_source('nurse', 'was abroad that week');
SELECT * FROM brief;
SELECT claim, change, from_status, to_status, corroboration, cause FROM claim_event WHERE change = 'withdrawn' ORDER BY claim;
SELECT source, reliability, reason, rated_by = session_user AS by FROM source_rating;
-- new statements of hers do not count either
SELECT status FROM attest(4, 'nurse');
SELECT evidence FROM claim WHERE id = 4;
-- not without a reason
SELECT claim, status_before, status, change FROM discredit_source('nurse', '');
SELECT claim, status_before, status, change FROM discredit_source('nobody', 'who?');
SELECT claim, status_before, status, change FROM rate_source('nurse', NULL, 'it was her sister who was abroad');
SELECT * FROM brief;
SELECT claim, change, cause FROM claim_event ORDER BY id;
SELECT source, reliability, reason FROM source_rating ORDER BY rated_at;
SELECT * FROM check_evidence('attestation');

-- Standing reliability holds where an attestation does not say
SELECT claim, status_before, status, change FROM rate_source('cop', 0.8, 'right nine times in ten');
UPDATE source SET reliability = 0.5 WHERE key = 'neighbour';
INSERT INTO attestation (claim, said) VALUES (5, 'cop'), (5, 'neighbour:0.6');
SELECT id, evidence, support, confidence FROM claim WHERE id = 5;
-- a change that changes nothing writes nothing
SELECT xmin::text AS before FROM claim WHERE id = 5 \gset
UPDATE source SET reliability = 0.8, note = 'as before' WHERE key = 'cop';
SELECT xmin::text = :'before' AS untouched FROM claim WHERE id = 5;
UPDATE source SET reliability = 0.5, kind = 'person' WHERE key = 'times';
SELECT count(*) FROM source_rating;
SELECT * FROM check_evidence('attestation');

-- Affiliations: two sources, one voice
UPDATE source SET affiliations = '{ministry}' WHERE key IN ('cop', 'neighbour');
SELECT id, evidence, status, flagged FROM brief WHERE id = 4;
SELECT claim, change, cause FROM claim_event WHERE cause LIKE '%affiliated%' ORDER BY claim;
UPDATE source SET affiliations = '{}' WHERE key = 'neighbour';
SELECT id, status, flagged FROM brief WHERE id IN (4, 5);

-- Kinds: what only passes on has it from someone
INSERT INTO attestation (claim, said) VALUES (6, 'rate'), (6, 'cop');
SELECT * FROM brief WHERE id = 6;
UPDATE source SET kind = 'site' WHERE key = 'rate';
SELECT * FROM brief WHERE id = 6;
UPDATE source SET kind = 'outlet' WHERE key = 'rate';
SELECT claim, change, cause FROM claim_event WHERE claim = 6 ORDER BY id;

-- Other spellings
TRUNCATE attestation;
INSERT INTO source_alias VALUES ('Nurse A.', 'nurse'), ('the officer', 'cop');
INSERT INTO attestation (claim, said) VALUES (1, 'nurse'), (1, '"Nurse A."'), (2, '"the officer"'), (2, 'nurse'), (3, 'wire<"the officer"'), (3, 'nurse');
SELECT * FROM brief WHERE id <= 3;
SELECT claim, status_before, status, change FROM discredit_source('the officer', 'suspended');
SELECT * FROM brief WHERE id <= 3;
SELECT claim, status_before, status, change FROM rate_source('cop', NULL, 'reinstated');
-- two keys that turn out to be one person
INSERT INTO attestation (claim, said) VALUES (4, 'cop'), (4, 'neighbour');
SELECT * FROM brief WHERE id = 4;
INSERT INTO source_alias VALUES ('neighbour', 'cop');
SELECT * FROM brief WHERE id = 4;
SELECT claim, change, cause FROM claim_event WHERE claim = 4 ORDER BY id DESC LIMIT 1;
DELETE FROM source_alias WHERE alias = 'neighbour';
SELECT * FROM brief WHERE id = 4;
INSERT INTO source_alias VALUES ('sister', 'Nurse A.');
INSERT INTO source (key) VALUES ('Nurse A.');
INSERT INTO source_alias VALUES ('sister', 'Nurse A.');
DELETE FROM source WHERE key = 'Nurse A.';
DELETE FROM source_alias WHERE alias = 'the officer';
DELETE FROM source WHERE key = 'cop';
UPDATE source SET key = 'nurse-b' WHERE key = 'nurse';
DELETE FROM source WHERE key = 'rate';
SELECT * FROM check_evidence('attestation');

-- Copies: forty of a wire story are one statement each to enter, and count once
TRUNCATE attestation;
INSERT INTO document (publisher, headline) VALUES ('wire', 'FIRE');
INSERT INTO source (key, kind) SELECT 'local-' || i, 'outlet' FROM generate_series(1, 40) AS i;
INSERT INTO document (publisher, headline, republishes) SELECT 'local-' || i, 'Fire', 1 FROM generate_series(1, 40) AS i;
INSERT INTO attestation (claim, said, document) SELECT 1, said_by(publisher), id FROM document WHERE republishes = 1;
SELECT cardinality(speakers(evidence)) AS speakers, corroboration, (sources(evidence))[41] FROM claim WHERE id = 1;
INSERT INTO attestation (claim, said, document) VALUES (1, 'wire', 1);
SELECT corroboration, corroborated_at FROM claim WHERE id = 1;
-- a statement of the one that is copied, in its own words
SELECT why FROM attest(1, 'wire<nurse', document => 1);
-- the wire is what they all rest on
SELECT claim, status_before, status, change FROM discredit_source('wire', 'made it up');
SELECT status FROM claim WHERE id = 1;
SELECT claim, status_before, status, change FROM rate_source('wire', NULL, 'no, it did not');
-- a document is found to be a copy later
INSERT INTO document (publisher) VALUES ('times'), ('post');
INSERT INTO attestation (claim, said, document) SELECT 2, said_by(publisher, firsthand => true), id FROM document WHERE publisher IN ('times', 'post') ORDER BY id;
SELECT * FROM brief WHERE id = 2;
INSERT INTO attestation (claim, said, document) SELECT 3, said_by(publisher), id FROM document WHERE publisher = 'post';
INSERT INTO attestation (claim, said) VALUES (3, 'nurse');
SELECT * FROM brief WHERE id = 3;
UPDATE document SET republishes = (SELECT id FROM document WHERE publisher = 'times') WHERE publisher = 'post';
SELECT * FROM brief WHERE id = 3;
UPDATE document SET publisher = 'wire' WHERE publisher = 'times';
SELECT * FROM brief WHERE id = 3;
UPDATE source SET reliability = 0.7, affiliations = '{press}' WHERE key = 'wire';
SELECT * FROM brief WHERE id = 3;
-- a copy of one's own
INSERT INTO document (publisher, republishes) VALUES ('wire', 1);
INSERT INTO attestation (claim, said, document) SELECT 4, 'wire<*', max(id) FROM document;
INSERT INTO attestation (claim, said, document) SELECT 5, 'wire', max(id) FROM document;
SELECT id, corroboration, speakers(evidence) FROM claim WHERE id IN (4, 5) ORDER BY id;
\set VERBOSITY terse
UPDATE document SET republishes = id WHERE id = 1;
\set VERBOSITY default
SELECT * FROM check_evidence('attestation');

-- A source speaks once: the latest stands
TRUNCATE attestation;
INSERT INTO attestation (claim, said) VALUES (1, 'nurse'), (1, 'cop'), (1, '!nurse');
SELECT * FROM brief WHERE id = 1;
INSERT INTO attestation (claim, said, recorded_at) VALUES (1, 'nurse', '2000-01-01');
SELECT * FROM brief WHERE id = 1;
DELETE FROM attestation WHERE said = '!nurse';
SELECT * FROM brief WHERE id = 1;
SELECT change, cause FROM claim_event WHERE claim = 1 ORDER BY id DESC LIMIT 2;
-- in one's own words
BEGIN;
SET LOCAL corroborate.cause = 'the desk met on Tuesday';
UPDATE attestation SET said = 'nurse<cop' WHERE said = 'nurse';
COMMIT;
SELECT change, cause FROM claim_event WHERE claim = 1 ORDER BY id DESC LIMIT 1;
UPDATE attestation SET said = 'nurse' WHERE said = 'nurse<cop';
SELECT change, cause FROM claim_event WHERE claim = 1 ORDER BY id DESC LIMIT 1;

-- Rulings: what editors decide, beside what is computed
INSERT INTO attestation (claim, said) VALUES (2, 'cop<*');
INSERT INTO ruling (claim, verdict, why) VALUES (2, 'confirm', 'the chief of police, on the record'), (1, 'hold', 'the family has not been told');
SELECT id, status, flagged, ruling, cleared FROM desk WHERE id <= 2 ORDER BY id;
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'release', 'they have');
SELECT id, status, flagged, ruling, cleared FROM desk WHERE id <= 2 ORDER BY id;
DELETE FROM ruling WHERE verdict = 'release';
SELECT id, ruling, cleared FROM desk WHERE id = 1;
\set VERBOSITY terse
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'hold', ' ');
INSERT INTO ruling (claim, verdict, why) VALUES (1, 'burn', 'no');
INSERT INTO ruling (claim, verdict, why) VALUES (99, 'hold', 'no');
\set VERBOSITY default
SELECT verdict, why, by = session_user AS by FROM ruling ORDER BY id;
-- what is held back after it was published needs correcting
INSERT INTO document (headline) VALUES ('Our story');
INSERT INTO publication (document, claim, at) SELECT max(id), 2, now() - interval '1 day' FROM document;
INSERT INTO ruling (claim, verdict, why) VALUES (2, 'hold', 'he takes it back');
SELECT problem, claim, headline, cause FROM to_correct;
-- what was published stays
DELETE FROM claim WHERE id = 2;

-- What was known then
TRUNCATE attestation;
INSERT INTO attestation (claim, said, recorded_at, accepted_at, retracted_at, retracted_by, retraction_reason) VALUES
	(1, 'nurse', '2021-01-01 UTC', '2021-01-01 UTC', NULL, NULL, NULL),
	(1, 'cop', '2021-01-02 UTC', '2021-01-04 UTC', NULL, NULL, NULL),
	(1, 'neighbour', '2021-01-03 UTC', '2021-01-03 UTC', '2021-01-06 UTC', 'editor', 'was not there'),
	(1, 'nurse<neighbour', '2021-01-05 UTC', '2021-01-05 UTC', NULL, NULL, NULL);
DELETE FROM source_rating;
INSERT INTO source_rating (source, rated_at, reliability) VALUES ('cop', '2020-01-01 UTC', 0.9), ('cop', '2021-01-07 UTC', 0.4);
UPDATE source SET reliability = NULL;
DELETE FROM source_rating WHERE rated_at > '2022-01-01';
SET datestyle = ISO;
SELECT d::date AS day, evidence_as_of(1, d) AS known, status(evidence_as_of(1, d))
FROM generate_series(timestamptz '2020-12-31 12:00 UTC', '2021-01-07 12:00 UTC', '1 day') AS d ORDER BY d;
SELECT evidence_as_of(1, now()) AS now, evidence FROM claim WHERE id = 1;
SELECT evidence_as_of(99, now());

-- Many at once, and the order in which few and many come
INSERT INTO source (key) SELECT 's' || i FROM generate_series(1, 250) AS i;
INSERT INTO document (id, publisher) SELECT 1000 + i, 's' || i FROM generate_series(1, 250) AS i;
INSERT INTO document (id, publisher, republishes) SELECT 1250 + i, 's' || 251 - i, 1000 + i FROM generate_series(1, 250) AS i;
INSERT INTO claim (id, statement) SELECT i, 'claim ' || i FROM generate_series(1001, 1250) AS i;
INSERT INTO attestation (claim, said, document) SELECT 1000 + i, ('s' || 251 - i)::attribution, CASE WHEN i % 2 = 0 THEN 1250 + i END FROM generate_series(1, 250) AS i;
UPDATE source SET reliability = 0.5 WHERE key = 's1';
UPDATE source SET reliability = 0.75 WHERE key LIKE 's_%';
UPDATE source SET reliability = CASE key WHEN 's1' THEN 0 ELSE 0.75 END, note = 'looked at', kind = CASE key WHEN 's2' THEN 'outlet' ELSE kind END,
	affiliations = CASE key WHEN 's3' THEN '{s4}' ELSE affiliations END WHERE key LIKE 's_%';
UPDATE document SET headline = 'Now with a headline' WHERE id > 1000;
UPDATE document SET publisher = 's6' WHERE id IN (1002, 1004);
SELECT id, evidence FROM claim WHERE id IN (1002, 1004, 1100, 1247, 1248, 1249, 1250) ORDER BY id;
SELECT reliability, count(*) FROM source_rating WHERE source LIKE 's_%' GROUP BY reliability ORDER BY reliability;
SELECT * FROM check_evidence('attestation');

-- Tables that are emptied: other spellings not, while somebody may use them; rulings are gone from the claims
INSERT INTO source_alias (alias, source) VALUES ('S5', 's5');
INSERT INTO attestation (claim, said) VALUES (1001, 'S5');
INSERT INTO ruling (claim, verdict, why) VALUES (1001, 'hold', 'wait'), (1002, 'confirm', 'on the record'), (1002, 'release', 'was not');
TRUNCATE source_alias;
DELETE FROM source_alias WHERE alias = 'S5';
INSERT INTO source (key) VALUES ('s-unrated');
INSERT INTO attestation (claim, said) VALUES (1001, 's-unrated');
UPDATE source SET key = 's-renamed' WHERE key = 's-unrated';
DELETE FROM source WHERE key = 's-unrated';
SELECT id, ruling FROM claim WHERE ruling IS NOT NULL ORDER BY id;
UPDATE ruling SET claim = 1003 WHERE claim = 1001;
SELECT id, ruling FROM claim WHERE ruling IS NOT NULL ORDER BY id;
TRUNCATE ruling;
SELECT id, ruling FROM claim WHERE ruling IS NOT NULL ORDER BY id;
BEGIN;
TRUNCATE source CASCADE;
SELECT * FROM check_evidence('attestation');
SELECT count(*) FROM claim WHERE evidence <> '{}';
ROLLBACK;
DELETE FROM attestation WHERE claim > 1000;
DELETE FROM claim WHERE id > 1000;
DELETE FROM document WHERE id > 1000;
DELETE FROM source_alias WHERE alias = 'S5';
DELETE FROM source WHERE key LIKE 's_%';

-- Claims go when nothing is said about them, and take their history with them
WITH said AS (DELETE FROM attestation WHERE claim = 1), ruled AS (DELETE FROM ruling WHERE claim = 1) DELETE FROM claim WHERE id = 1;
SELECT count(*) FROM attestation;
SELECT count(*) FROM claim_event WHERE claim = 1;

SELECT * FROM check_evidence('attestation');
SET client_min_messages = warning;
DROP SCHEMA desk CASCADE;
