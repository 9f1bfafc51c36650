--
-- What people type by habit
--

-- Literals on either side of ||
SELECT 'a' || 'b'::attribution AS la, 'a'::attribution || 'b' AS al, '{a}' || 'b'::attribution AS ba, 'a' || '{b}'::evidence AS le, '{a}'::evidence || 'b' AS el,
	'{a}'::evidence || '{b,!c}' AS eb;
CREATE TABLE claim (
	id integer PRIMARY KEY,
	title text,
	evidence evidence NOT NULL DEFAULT '{}',
	corroboration integer GENERATED ALWAYS AS (corroboration(evidence)) STORED,
	status corroboration_status GENERATED ALWAYS AS (status(evidence)) STORED,
	belief confidence GENERATED ALWAYS AS (belief(evidence)) STORED
);
CREATE TABLE attestation (claim integer REFERENCES claim, said attribution NOT NULL, rating numeric, said_text text);
INSERT INTO claim VALUES (1, 'target met', '{dandong-1:0.5,dalian-2:0.8}'), (2, 'cremated', 'dalian-2:0.8<*'), (3, 'hoarding', DEFAULT), (4, 'sold abroad', '{a<*,b<*}');
INSERT INTO attestation VALUES (1, 'dandong-1:0.5', 0.5, 'dandong-1'), (1, 'dalian-2:0.8', 0.8, '{dalian-2}'), (2, 'dalian-2:0.8<*', NULL, '!dalian-2'), (3, 'rfa<?', 0.9, NULL);
SELECT id, evidence || 'x' AS literal, 'x' || evidence AS before, evidence || said AS said, said || evidence AS said_before, said || said AS both, evidence || evidence AS twice,
	evidence || said_by('x', 0.5) AS said_by, said || 'y' AS attribution
FROM claim JOIN attestation ON claim = id ORDER BY id, said;
SELECT evidence || ' in words' FROM claim;
SELECT title || ': ' || evidence::text AS words FROM claim WHERE id = 1;
SELECT format('%s is %s', title, status), concat(title, ' ', evidence), evidence::text || '!' FROM claim WHERE id = 2;
UPDATE claim SET evidence = evidence || 'nurse<*' WHERE id = 3;
UPDATE claim SET evidence = evidence || said_by('cop', denies => true) WHERE id = 3;
UPDATE claim SET corroboration = 5 WHERE id = 3;

-- Functions of literals
SELECT belief('{a:0.8}'), corroboration('a'), corroboration('{a,b}'), status('a'), support('a:0.8'), speakers('a<b'), why('a'), opinion('a:0.8');
SELECT said_by('a'), said_by('a', 0.8), said_by('a', '80%'), attribution 'a<b', evidence '{a,b}', attribution('a<b'), evidence('a');
SELECT corroboration('a b');
-- (terse where no function or operator fits, as versions of the server differ in their hint)
\set VERBOSITY terse
SELECT corroboration(1);
SELECT corroboration(title) FROM claim;
\set VERBOSITY default

-- A confidence is a number
SELECT id, belief, belief > 0.75 AS above, belief >= 0.9, 1 - belief AS doubt, round(belief::numeric, 2), to_char(belief, '0.99'), belief * 100 || ' %' AS percent FROM claim WHERE belief IS NOT NULL ORDER BY id;
SELECT id FROM claim WHERE belief(evidence) > 0.75 ORDER BY id;
SELECT id FROM claim WHERE belief BETWEEN 0.5 AND 0.95 ORDER BY id;
SELECT id, coalesce(belief, 0) FROM claim ORDER BY id;
SELECT avg(belief), min(belief), max(belief), count(belief) FROM claim;
CREATE INDEX claim_belief ON claim (belief(evidence));
CREATE INDEX claim_count ON claim (corroboration(evidence));
CREATE INDEX claim_status ON claim (status(evidence));
CREATE INDEX claim_partial ON claim (id) WHERE corroboration(evidence) >= 2;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM claim WHERE belief(evidence) > 0.75;
EXPLAIN (COSTS OFF) SELECT id FROM claim WHERE belief(evidence) >= 1;
EXPLAIN (COSTS OFF) SELECT id FROM claim WHERE corroboration(evidence) >= 2 ORDER BY corroboration(evidence);
EXPLAIN (COSTS OFF) SELECT id FROM claim WHERE status(evidence) = 'corroborated';
EXPLAIN (COSTS OFF) SELECT id FROM claim WHERE id > 0 AND corroboration(evidence) >= 2;
SELECT id FROM claim WHERE belief(evidence) > 0.75 ORDER BY id;
RESET enable_bitmapscan;
RESET enable_seqscan;

-- Sorting by how well something is corroborated
SELECT id, title, status, corroboration FROM claim ORDER BY status DESC, corroboration DESC, id;
SELECT status, count(*) FROM claim GROUP BY status ORDER BY status;
SELECT id FROM claim WHERE status >= 'corroborated' ORDER BY id;
SELECT id FROM claim WHERE status = 'confirmed';
\set VERBOSITY terse
SELECT max(evidence) FROM claim;
\set VERBOSITY default

-- JSON
SELECT to_jsonb(evidence) -> 'for' AS for, to_jsonb(evidence) #>> '{sources,dalian-2,rating}' AS rating, jsonb_typeof(to_jsonb(claim) -> 'evidence') AS in_row FROM claim WHERE id = 2;
SELECT json_agg(evidence) FROM claim WHERE id = 3;
SELECT '{"for": {"a": {"speaks": true}}}'::jsonb::evidence AS cast;
SELECT '{"for": {"a": {"speaks": true}}}'::evidence AS literal;

-- Aggregates and nothing
SELECT evidence_agg(said) FROM attestation WHERE false;
SELECT corroboration(evidence_agg(said)), status(evidence_agg(said)), why(evidence_agg(said)) FROM attestation WHERE claim = 1;
SELECT id, evidence_agg(said) AS gathered FROM claim LEFT JOIN attestation ON claim = id GROUP BY id ORDER BY id;
SELECT evidence_agg(said_by(said_text, rating)) FROM attestation;
\set VERBOSITY terse
SELECT evidence_agg(said_text) FROM attestation;
\set VERBOSITY default
SELECT string_agg(said::text, ', ' ORDER BY said) FROM attestation;
SELECT array_agg(said ORDER BY said) FROM attestation;

-- NULLs
SELECT evidence || NULL AS merged, evidence || coalesce(NULL, '{}') AS coalesced, corroboration(NULL), evidence IS NULL AS null, evidence = NULL AS equal FROM claim WHERE id = 1;
INSERT INTO claim VALUES (9, NULL, NULL);
INSERT INTO attestation VALUES (1, '{}');
INSERT INTO attestation VALUES (1, '');

-- Text: in and out, asked for and not
SELECT said_text::attribution, said_text::evidence FROM attestation WHERE said_text IS NOT NULL;
SELECT evidence || said_text FROM claim JOIN attestation ON claim = id WHERE id = 2;
UPDATE claim SET evidence = evidence || said_text FROM attestation WHERE claim = id;
\set VERBOSITY terse
SELECT corroboration(evidence || said_text) FROM claim JOIN attestation ON claim = id;
\set VERBOSITY default
SELECT evidence || said_text::attribution AS cast FROM claim JOIN attestation ON claim = id WHERE id = 2;
UPDATE attestation SET said = said_text;
UPDATE attestation SET said_text = said;
SELECT said_text FROM attestation ORDER BY said;
\set VERBOSITY terse
SELECT id FROM claim WHERE evidence LIKE '%dalian%';
\set VERBOSITY default
SELECT id FROM claim WHERE evidence::text LIKE '%dalian%' ORDER BY id;
SELECT id FROM claim WHERE evidence ? 'dalian-2' ORDER BY id;
SELECT id FROM claim WHERE evidence = '{a<*,b<*}';
SELECT id FROM claim WHERE evidence IN ('{b<*,a<*}', '{}');
SELECT id FROM claim WHERE 'dalian-2' = ANY (speakers(evidence)) ORDER BY id;
\set VERBOSITY terse
SELECT length(evidence) FROM claim;
\set VERBOSITY default

-- One type where the other is wanted
SELECT said = evidence AS equal FROM attestation JOIN claim ON claim = id WHERE id = 2;
INSERT INTO attestation SELECT 2, evidence FROM claim WHERE id = 2;
INSERT INTO attestation SELECT 1, evidence FROM claim WHERE id = 1;
INSERT INTO claim SELECT 5, 'from an attribution', said FROM attestation WHERE claim = 3;
INSERT INTO attestation VALUES (1, '{c}'::evidence);
DELETE FROM claim WHERE id = 5;
SELECT pg_typeof(x), x FROM (SELECT 'a'::attribution AS x UNION SELECT '{a,b}'::evidence) AS u ORDER BY x;
SELECT pg_typeof(x), x FROM (SELECT '{a,b}'::evidence AS x UNION ALL SELECT 'a'::attribution UNION ALL SELECT NULL) AS u;
SELECT coalesce(NULL::evidence, 'a'::attribution), coalesce(said, 'nobody') AS literal, CASE WHEN claim = 1 THEN said ELSE '{a,b}'::evidence END AS either
FROM attestation WHERE claim = 3;
SELECT ARRAY['a'::attribution, '{a,b}'::evidence], ARRAY['a', 'b'::attribution], greatest('a'::attribution, '{b}'::evidence);
SELECT evidence_agg(x) FROM unnest(ARRAY['a', 'b<a', '!c']::attribution[]) AS x;
SELECT x, corroboration(x) FROM unnest(ARRAY['a', '{a,b}']::evidence[]) AS x;

-- Composite types, domains, arrays, defaults, functions
CREATE TYPE report AS (headline text, evidence evidence);
SELECT row('x', '{a,b}')::report, (row('x', '{b,a}')::report).evidence, '(x,"{a,b<""c d""}")'::report;
SELECT corroboration((r).evidence) FROM (SELECT '(x,"{a,b}")'::report) AS v (r);
CREATE DOMAIN solid AS evidence CHECK (corroboration(VALUE) >= 2);
SELECT '{a,b}'::solid, corroboration('{a,b}'::solid), '{a,b}'::solid || 'c' AS merged, pg_typeof('{a,b}'::solid || 'c');
SELECT '{a}'::solid;
CREATE DOMAIN named AS attribution CHECK (NOT VALUE ? 'anonymous');
SELECT 'a'::named || 'b'::named AS merged, corroboration('a'::named);
SELECT 'anonymous'::named;
CREATE FUNCTION pg_temp.strength(e evidence) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(status(e)::text) $$;
SELECT pg_temp.strength('{a,b}'), pg_temp.strength('a'::attribution), pg_temp.strength(said_by('a'));
CREATE TABLE claim_with_rule (id integer, evidence evidence DEFAULT 'desk' CHECK (NOT disputed(evidence)), said attribution DEFAULT said_by('desk', firsthand => true));
INSERT INTO claim_with_rule (id) VALUES (1);
INSERT INTO claim_with_rule VALUES (2, '{a,!b}');
SELECT * FROM claim_with_rule;
\d claim_with_rule
ALTER TABLE claim_with_rule ADD said_as_evidence evidence GENERATED ALWAYS AS (said) STORED;
SELECT * FROM claim_with_rule;
\d claim
ALTER TABLE attestation ALTER said_text TYPE attribution;
ALTER TABLE attestation ALTER said_text TYPE attribution USING said_text::attribution;
SELECT DISTINCT pg_typeof(said_text), said_text = said AS equal FROM attestation ORDER BY equal;

-- COPY and text
COPY (SELECT evidence, said FROM claim JOIN attestation ON claim = id WHERE id < 3 ORDER BY id, said) TO STDOUT;
COPY (SELECT evidence, said FROM claim JOIN attestation ON claim = id WHERE id < 3 ORDER BY id, said) TO STDOUT (FORMAT csv, FORCE_QUOTE (said));
CREATE TEMP TABLE read (evidence evidence, said attribution);
COPY read FROM STDIN (FORMAT csv);
"{a,b<*}",a
"{""Kim, J."",b}","""Kim, J."""
,
{a},"a<(b,c)"
\.
COPY read FROM STDIN (FORMAT csv);
a,b
"{a,b}","{a,b}"
\.
TABLE read;

-- In any schema, whatever the search_path
BEGIN;
SET LOCAL client_min_messages = error;
DROP EXTENSION corroborate CASCADE;
RESET client_min_messages;
CREATE SCHEMA "Press & Co";
SET LOCAL search_path = '';
CREATE EXTENSION corroborate SCHEMA "Press & Co";
SELECT '{a,b}'::"Press & Co".evidence, pg_catalog.pg_typeof("Press & Co".said_by('a')), "Press & Co".status('{a,b}'), "Press & Co".belief('{a:0.8}'), "Press & Co".why('{a}');
SELECT '{a}'::"Press & Co".evidence OPERATOR("Press & Co".||) 'b', "Press & Co".evidence_agg(x) FROM pg_catalog.unnest('{a,b}'::"Press & Co".attribution[]) AS x;
CREATE TABLE "Press & Co".claim (evidence "Press & Co".evidence PRIMARY KEY, corroboration integer GENERATED ALWAYS AS ("Press & Co".corroboration(evidence)) STORED);
CREATE INDEX ON "Press & Co".claim USING gin (evidence);
INSERT INTO "Press & Co".claim VALUES ('{a,b}'), ('{c}');
SELECT corroboration, evidence FROM "Press & Co".claim WHERE evidence OPERATOR("Press & Co".?) 'a' OR evidence OPERATOR("Press & Co".=) '{c}' ORDER BY evidence;
SELECT pg_catalog.jsonb_typeof(pg_catalog.to_jsonb(evidence)) FROM "Press & Co".claim;
SELECT * FROM "Press & Co".claim WHERE "Press & Co".corroboration(evidence) OPERATOR(pg_catalog.>) 1;
-- where it stays
ALTER EXTENSION corroborate SET SCHEMA public;
ROLLBACK;
SELECT corroboration(evidence) FROM claim_with_rule;

DROP TABLE attestation, claim, claim_with_rule, read;
DROP TYPE report;
DROP DOMAIN solid, named;
