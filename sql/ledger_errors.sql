--
-- The ledger: bad input is refused, whole, and hostile names get nowhere
--

\set SHOW_CONTEXT never
SELECT create_ledger('errors');
SET search_path = errors, public;
INSERT INTO source (key, kind) VALUES ('dandong-1', 'person'), ('dalian-2', 'person'), ('rfa', 'outlet');
INSERT INTO claim (statement) VALUES ('one'), ('two');

-- Sources that nobody knows
SELECT attest(1, 'dalain-2');
SELECT attest(1, 'dandon-2');
-- words that say how somebody knows are taken for names
SELECT attest(1, 'dalian-2<first-hand');
SELECT attest(1, 'dalian-2<(Unknown,dalain-2)');
SELECT attest(1, 'rfa<(dandong-1,dalien-2)');
SELECT attest(1, 'somebody-else-entirely');
INSERT INTO attestation (claim, said) VALUES (1, 'dandong-1'), (2, 'nobody');
SELECT count(*) FROM attestation;
-- pending ones are looked at when they are accepted
INSERT INTO attestation (claim, said, accepted_at, accepted_by) VALUES (1, 'nobody', NULL, NULL);
UPDATE attestation SET accepted_at = now();
DELETE FROM attestation;

-- Claims that are not there
SELECT attest(99, 'rfa');
SELECT attest(NULL, 'rfa');
SELECT attest(1, NULL);
INSERT INTO attestation (claim, said) VALUES (99, 'rfa');

-- Not an attribution, or not one
SELECT attest(1, 'rfa > dandong-1');
SELECT attest(1, '{rfa, dandong-1}');

-- Discrediting is not done in passing
SELECT attest(1, 'rfa<dandong-1:0');
\set VERBOSITY terse
INSERT INTO attestation (claim, said) VALUES (1, 'rfa:E');
INSERT INTO attestation (claim, said) VALUES (1, '!rfa@x:0.0');
INSERT INTO attestation (claim, said) VALUES (1, 'rfa:0.000001'), (1, 'dandong-1:A');

-- Retractions
UPDATE attestation SET retracted_at = now();
UPDATE attestation SET retraction_reason = 'no';
UPDATE attestation SET retracted_at = now(), retraction_reason = '';
UPDATE attestation SET retracted_at = recorded_at - interval '1 hour', retraction_reason = 'foreseen';
UPDATE attestation SET accepted_at = recorded_at - interval '1 hour';
UPDATE attestation SET accepted_by = NULL;
SELECT retract_attestation(1, 99, 'no');
SELECT retract_attestation(1, 1, NULL);
SELECT accept_attestation(1, 1);

-- Sources
INSERT INTO source (key) VALUES ('');
INSERT INTO source (key) VALUES (repeat('x', 256));
INSERT INTO source (key) VALUES (U&'cafe\0301');
INSERT INTO source (key, affiliations) VALUES ('x', '{NULL}');
INSERT INTO source (key, affiliations) VALUES ('x', '{""}');
INSERT INTO source (key, kind) VALUES ('x', 'rumour');
INSERT INTO source (key, reliability) VALUES ('x', 1.5);
INSERT INTO source (key, name, confidential) VALUES ('x', 'X', true);
INSERT INTO source_identity (source) VALUES ('rfa');
INSERT INTO source_alias VALUES ('rfa', 'rfa');
INSERT INTO source_alias VALUES ('radio', 'tv');
DELETE FROM source WHERE key = 'dandong-1';
UPDATE source SET key = 'dandong-2' WHERE key = 'dandong-1';
DELETE FROM source WHERE key = 'dalian-2';

-- Claims
INSERT INTO claim (statement, value) VALUES ('x', 1);
INSERT INTO claim (statement, question, comparator) VALUES ('x', 'how many?', '=');
INSERT INTO claim (statement, question, comparator, value) VALUES ('x', 'how many?', '≈', 1);
INSERT INTO claim (statement, question, comparator, value, answer) VALUES ('x', 'how many?', '=', 1, 'one');
UPDATE claim SET corroboration = 5;
SELECT * FROM check_evidence('attestation');
\set VERBOSITY default

-- What is refused is refused whole, with what came before in the transaction
CREATE TEMP VIEW counted AS SELECT (SELECT count(*) FROM claim) AS claims, (SELECT count(*) FROM attestation) AS attestations,
	(SELECT count(*) FROM claim_event) AS events, (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM source_rating) AS ratings,
	(SELECT string_agg(evidence::text, ' ' ORDER BY id) FROM claim) AS evidence;
CREATE TEMP TABLE before AS SELECT * FROM counted;
\set VERBOSITY default
BEGIN;
INSERT INTO source (key, reliability) VALUES ('newcomer', 0.5);
INSERT INTO claim (statement) VALUES ('three');
INSERT INTO attestation (claim, said) SELECT max(id), s FROM claim, (VALUES ('newcomer'::attribution), ('rfa<*')) AS v (s) GROUP BY s;
SELECT count(*) FROM claim_event WHERE change = 'raised';
UPDATE source SET reliability = 0 WHERE key = 'newcomer';
INSERT INTO attestation (claim, said) VALUES (1, 'dandong-1'), (99, 'rfa');
COMMIT;
SELECT counted = before AS unchanged FROM counted, before;
-- COPY
COPY attestation (claim, said) FROM stdin;
1	dandong-1
2	dandong-2
\.
\set VERBOSITY terse
COPY attestation (claim, said, retracted_at, retraction_reason) FROM stdin;
1	dandong-1	\N	\N
2	rfa	\N	no
\.
\set VERBOSITY default
COPY attestation (claim, said) FROM stdin;
1	dandong-1
99	rfa
\.
SELECT counted = before AS unchanged FROM counted, before;
COPY attestation (claim, said) FROM stdin;
1	dandong-1<*
1	rfa<dandong-1
2	!dandong-1
\.
SELECT id, evidence FROM claim ORDER BY id;
DELETE FROM attestation;
SELECT * FROM check_evidence('attestation');
DROP VIEW counted;
DROP TABLE before;

-- Making ledgers
SELECT create_ledger('errors');
SELECT create_ledger('x', threshold => 1);
SELECT create_ledger('x', threshold => -1);
SELECT create_ledger('x', threshold => NULL);
SELECT create_ledger('x', unknown_sources => 'allow');
SELECT create_ledger('x', minimum_support => 1.5);
SELECT create_ledger('');
SELECT create_ledger(NULL);
SELECT count(*) FROM pg_namespace WHERE nspname = 'x';
CREATE SCHEMA x;
CREATE VIEW x.desk AS SELECT 1 AS one;
CREATE TABLE x.claim (id int);
SELECT create_ledger('x');
DROP VIEW x.desk;
DROP TABLE x.claim;
GRANT CREATE ON SCHEMA x TO PUBLIC;
SELECT create_ledger('x');
REVOKE CREATE ON SCHEMA x FROM PUBLIC;
-- beside what is there already
CREATE TABLE x.story (id int);
CREATE FUNCTION x.mine() RETURNS int LANGUAGE sql RETURN 1;
SELECT create_ledger('x');
SELECT proname FROM pg_proc WHERE pronamespace = 'x'::regnamespace AND has_function_privilege('public', oid, 'EXECUTE');
SELECT count(*) FROM x.desk;
SELECT count(*) FROM watched() WHERE attestations::text LIKE 'x.%';

-- Hostile names
\set hostile 'o''neill "select" a.b; $$ $body$ $ddl$ @ext@ %s \\ x'
SELECT create_ledger(:'hostile');
SET search_path = :"hostile", public;
INSERT INTO source (key) VALUES ('a"b'), ('it''s'), ('%s');
INSERT INTO claim (statement) VALUES ('x');
SELECT status, flagged FROM attest(1, '"a\"b"');
SELECT status, flagged FROM attest(1, '"it''s"<"%s"');
SELECT claim, status_before, status, change FROM discredit_source('%s', '%s');
SELECT cause FROM claim_event WHERE change = 'withdrawn';
SELECT * FROM desk WHERE flagged;
SELECT evidence_as_of(1, now());
SELECT tip(1, '''; DROP TABLE claim; --');
SELECT attest(1, '"a''b"');
SELECT * FROM check_evidence('attestation');
SELECT rebuild_evidence('attestation');

-- Own operators and tables in front
CREATE SCHEMA trap;
INSERT INTO errors.source (key, kind) VALUES ('dalian-2', 'person');
SET search_path = trap, pg_catalog, errors, public;
CREATE FUNCTION trap.never(text, text) RETURNS boolean LANGUAGE sql RETURN false;
CREATE OPERATOR trap.= (LEFTARG = text, RIGHTARG = text, FUNCTION = trap.never);
CREATE FUNCTION trap.nothing(evidence, attribution) RETURNS evidence LANGUAGE sql RETURN '{}'::evidence;
CREATE OPERATOR trap.|| (LEFTARG = evidence, RIGHTARG = attribution, FUNCTION = trap.nothing);
CREATE FUNCTION trap.never(bigint, bigint) RETURNS boolean LANGUAGE sql RETURN false;
CREATE OPERATOR trap.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = trap.never);
CREATE TEMP TABLE source (key text);
CREATE TEMP TABLE claim (id int);
CREATE TEMP TABLE attestation (id int);
SET search_path = pg_temp, trap, pg_catalog, errors, public;
TRUNCATE errors.attestation;
SELECT status, flagged FROM attest(1, 'dandong-1');
SELECT status, flagged FROM attest(1, 'dalian-2');
SELECT claim, status_before, status, change FROM discredit_source('dalian-2', 'trap');
SELECT claim, change, cause FROM claim_event ORDER BY id DESC LIMIT 1;
SELECT id, status FROM desk ORDER BY id;
SELECT * FROM check_evidence('errors.attestation');

-- In another schema: what a ledger calls it finds
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA errors, x, trap, :"hostile" CASCADE;
DROP EXTENSION corroborate CASCADE;
RESET client_min_messages;
CREATE SCHEMA elsewhere;
CREATE EXTENSION corroborate SCHEMA elsewhere;
\c -
SELECT elsewhere.create_ledger('far');
INSERT INTO far.source (key) VALUES ('a'), ('b'), ('mallory'), ('dalian-2');
INSERT INTO far.claim (statement) VALUES ('x'), ('y');
INSERT INTO far.attestation (claim, said) VALUES (1, 'a'), (1, 'b'), (2, 'dalian-2');
SELECT status, flagged FROM far.desk ORDER BY id;
SELECT source FROM far.would_fall ORDER BY source;
SELECT claim, status_before, status, change FROM far.rate_source('dalian-2', NULL, 'no trap');
SELECT status FROM far.attest(2, 'a');
SELECT id, status FROM far.desk ORDER BY id;
SELECT * FROM elsewhere.check_evidence('far.attestation');
INSERT INTO far.attestation (claim, said) VALUES (2, 'mallory');
SELECT far.forget('mallory') ~ '^source-[0-9a-f]{12}$' AS forgotten;
SELECT count(*) FROM far.attestation WHERE said::text ~ 'mallory';
SELECT elsewhere.upgrade_ledger('far');
SELECT * FROM elsewhere.check_evidence('far.attestation');
SET search_path = elsewhere;

-- What cannot be a name is mentioned by nobody
SELECT first_mention('far.attestation', ARRAY['', repeat('x', 300)], unregistered) FROM (VALUES (false), (true)) AS v (unregistered);
SELECT regather('far.attestation', ARRAY['', repeat('x', 300)]), regather_aliases('far.attestation', ARRAY['', repeat('x', 300)]);
-- Which ledger?
SELECT create_ledger(NULL);
SELECT upgrade_ledger(NULL);
SELECT upgrade_ledger('elsewhere');
SELECT grant_ledger(NULL, 'nobody');
\set SHOW_CONTEXT errors
CREATE ROLE regress_reporters;
SELECT grant_ledger('far', reporter => 'regress_reportres');
SELECT grant_ledger('far', editor => 'no such role');
DROP ROLE regress_reporters;
-- a ledger, or its attestations, by name
CREATE SCHEMA "An ""odd"" one";
CREATE VIEW "An ""odd"" one".attestation AS SELECT 1;
CREATE TABLE seen (n integer);
SELECT count(*) FROM check_evidence('far');
SELECT rebuild_evidence('far'), rebuild_evidence('far.attestation'), rebuild_evidence('far.attestation'::regclass), rebuild_evidence('"far".attestation'::text);
SELECT check_evidence('An "odd" one');
SELECT check_evidence('seen');
SELECT check_evidence('fra');
SELECT rebuild_evidence('fra.attestation');
SELECT check_evidence('no such.thing');
SELECT check_evidence('');
SELECT check_evidence(NULL::text);
DROP TABLE seen;
SET client_min_messages = warning;
DROP SCHEMA "An ""odd"" one" CASCADE;
RESET client_min_messages;
\set SHOW_CONTEXT never
SELECT evidence_board(NULL);
SELECT import_news(NULL, '<rss/>');
SELECT import_news('elsewhere', 'far.claim', 'statement');
SELECT retract_cancelled('elsewhere');
SELECT ledger_version(NULL) IS NULL, ledger_version('elsewhere') IS NULL, ledger_version('') IS NULL,
	ledger_version('far') = (SELECT extversion FROM pg_extension WHERE extname = 'corroborate');

SET client_min_messages = warning;
DROP SCHEMA far, elsewhere CASCADE;
RESET search_path;
CREATE EXTENSION corroborate;
