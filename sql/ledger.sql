--
-- The story of one report, played on a ledger
--

\set SHOW_CONTEXT never
SELECT create_ledger('newsroom');
SET search_path = newsroom, public;

SELECT relname::text COLLATE "C" AS name, relkind, pg_get_userbyid(relowner) = current_user AS mine FROM pg_class
WHERE relnamespace = 'newsroom'::regnamespace AND relkind IN ('r', 'v') ORDER BY relkind, name;
-- Everything says what it is, and the extension owns none of it
SELECT relname FROM pg_class WHERE relnamespace = 'newsroom'::regnamespace AND relkind IN ('r', 'v') AND obj_description(oid, 'pg_class') IS NULL;
SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'newsroom'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL;
SELECT count(*) FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
	AND (classid, objid) IN (SELECT 'pg_class'::regclass, oid FROM pg_class WHERE relnamespace = 'newsroom'::regnamespace
		UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = 'newsroom'::regnamespace);
-- What people call: each is there, and those that a role is granted beside them are what they are made of
SELECT role, left(function, strpos(function, '(') - 1) AS function, description <> '' AS described FROM ledger_functions('newsroom');
SELECT * FROM ledger_functions('nowhere');
SELECT attestations, claims, claim, key, said, evidence, flag, threshold, minimum_support FROM watched();

INSERT INTO source (key, kind, name) VALUES
	('dandong-1', 'person', 'a Chinese citizen of Korean descent'),
	('dalian-2', 'person', 'a Chinese citizen of Korean descent, from Dalian'),
	('rfa', 'outlet', 'the outlet'),
	('pyongyang', 'organisation', 'the government');
INSERT INTO claim (statement, question, comparator, value, unit) VALUES
	('A trade representative in Dandong took his own life', NULL, NULL, NULL, NULL),
	('He regularly met his yearly target', NULL, NULL, NULL, NULL),
	('The target was at least one million dollars a year', 'What was his yearly target?', '>=', 1000000, 'USD'),
	('He earned it by smuggling ore concentrate', NULL, NULL, NULL, NULL),
	('He sold concentrates through offices in Dandong and Dalian', NULL, NULL, NULL, NULL),
	('He worked for Chilsung, a trading company under Office 39', NULL, NULL, NULL, NULL),
	('The border closed, and he borrowed to meet the target', NULL, NULL, NULL, NULL),
	('He was in his fifties', NULL, NULL, NULL, NULL),
	('Trade workers in China were exempted from their assignments', NULL, NULL, NULL, NULL),
	('Pyongyang refused the body for nearly a month', NULL, NULL, NULL, NULL),
	('He was cremated without documents', NULL, NULL, NULL, NULL),
	('State companies hoard molybdenum ore', NULL, NULL, NULL, NULL),
	('The hoarding raised molybdenum prices in the country', NULL, NULL, NULL, NULL);
INSERT INTO document (publisher, headline, language, credits) VALUES
	('rfa', 'Trade representative dies in Dandong', 'en', '{"reporter": "kim", "translator": "lee", "writer": "park"}'),
	('rfa', 'Trade workers exempted', 'ko', NULL),
	('rfa', 'Ore is hoarded', 'ko', NULL);

-- One source
SELECT * FROM attest(1, 'dandong-1', quote => 'He could not bear it any more', document => 1);
INSERT INTO attestation (claim, said, document)
SELECT i, attribution 'dandong-1', 1 FROM generate_series(2, 6) AS i
UNION ALL SELECT 7, 'dandong-1<?', 1;
SELECT id, status, corroboration FROM desk WHERE status > 'unsupported' ORDER BY id;

-- A second one: flags go up, together
INSERT INTO attestation (claim, said, document)
SELECT i, attribution 'dalian-2', 1 FROM unnest('{1,2,3,4,8,9,10,11}'::bigint[]) AS i;
SELECT id, statement FROM desk WHERE flagged ORDER BY id;
SELECT claim, change, from_status, to_status, corroboration, cause FROM claim_event ORDER BY claim;
SELECT why FROM desk WHERE id = 1;

-- Two links are not two origins: the outlet does not say from whom it has claim 9
SELECT * FROM attest(9, 'rfa', document => 2);
SELECT evidence FROM claim WHERE id = 9;
INSERT INTO attestation (claim, said, document) VALUES (12, 'rfa', 3), (13, 'rfa<?', 3);

SELECT id, status, flagged, corroboration AS count, disputed, why FROM desk ORDER BY id;

-- All rests on dalian-2
SELECT * FROM would_fall ORDER BY source;

-- The story is published
INSERT INTO publication (document, claim) SELECT 1, id FROM claim WHERE cleared;
SELECT * FROM to_correct;

-- A reader's comment waits for a moderator, and then is someone unknown
SELECT tip(8, 'I knew him, it is true');
SELECT id, status, corroboration, pending FROM desk WHERE id = 8;
SELECT said::text ~ '^reader-[0-9a-f]{12}<\?$' AS reader, quote, accepted_at, recorded_by = session_user AS by FROM attestation WHERE claim = 8 AND accepted_at IS NULL;
SELECT status, flagged FROM attestation AS a, accept_attestation(8, a.id) WHERE a.claim = 8 AND a.accepted_at IS NULL;
SELECT id, status, corroboration, pending FROM desk WHERE id = 8;
-- the editor talks to the reader, who was there
INSERT INTO source (key, kind) VALUES ('colleague-3', 'person');
SELECT * FROM attest(8, 'colleague-3<*', said_at => '2021-04-02');
SELECT corroboration(evidence), cleared FROM claim WHERE id = 8;

-- A denial
SELECT * FROM attest(1, '!pyongyang');
SELECT problem, claim, headline, cause FROM to_correct;

-- dalian-2 had heard of it from dandong-1: the flag falls, and the published story needs correcting
SELECT id, statement, status, flagged, cleared, disputed FROM desk WHERE id <= 4 ORDER BY id;
SELECT * FROM attest(1, 'dalian-2<dandong-1');
SELECT id, statement, status, flagged, cleared, disputed FROM desk WHERE id <= 4 ORDER BY id;
SELECT problem, claim, statement, headline, cause FROM to_correct ORDER BY problem;
SELECT claim, change, from_status, to_status, corroboration, cause FROM claim_event WHERE claim = 1 ORDER BY id;
-- nothing is lost
SELECT said, accepted_at IS NOT NULL AS accepted FROM attestation WHERE claim = 1 ORDER BY id;

-- That was a misunderstanding: taken back, what it said before counts again
SELECT status, flagged, why FROM attestation AS a, retract_attestation(a.claim, a.id, 'misheard') WHERE said = 'dalian-2<dandong-1';
SELECT problem, claim FROM to_correct;
SELECT claim, change, from_status, to_status, cause FROM claim_event WHERE claim = 1 ORDER BY id;

-- What is compatible is not contested: one million is at least one million; half of it is not
INSERT INTO claim (statement, question, comparator, value, unit) VALUES
	('The target was one million dollars a year', 'What was his yearly target?', '=', 1000000, 'USD'),
	('The target was half a million dollars a year', 'What was his yearly target?', 'about', 500000, 'USD'),
	('The target was six million yuan a year', 'What was his yearly target?', '=', 6000000, 'CNY');
INSERT INTO attestation (claim, said) VALUES (14, 'dandong-1'), (16, 'dandong-1');
SELECT * FROM contested;
INSERT INTO attestation (claim, said) VALUES (15, 'colleague-3');
SELECT * FROM contested ORDER BY claim;

SELECT * FROM check_evidence('attestation');

-- The extension does not go, and take the data along, by a slip
\set VERBOSITY terse
DROP EXTENSION corroborate;
\set VERBOSITY default

-- Threshold and minimum support
SELECT create_ledger('strict', 3, 0.8, 'add');
INSERT INTO strict.claim (statement) VALUES ('x');
INSERT INTO strict.attestation (claim, said) VALUES (1, 'a:0.5'), (1, 'b:0.5');
SELECT status, flagged FROM strict.desk;
INSERT INTO strict.attestation (claim, said) VALUES (1, 'c:0.1');
SELECT status, flagged, support FROM strict.desk;
INSERT INTO strict.attestation (claim, said) VALUES (1, 'd:0.5');
SELECT status, flagged, support FROM strict.desk;
SELECT * FROM strict.would_fall;
SELECT key, kind FROM strict.source ORDER BY key;
SELECT * FROM check_evidence('strict.attestation');

-- TRUNCATE takes all attestations, and flags with them
TRUNCATE strict.attestation;
SELECT status, flagged, support FROM strict.desk;
SELECT change, from_status, to_status, cause FROM strict.claim_event ORDER BY id;
SELECT * FROM check_evidence('strict.attestation');

SET client_min_messages = warning;
DROP SCHEMA strict CASCADE;
DROP SCHEMA newsroom CASCADE;
