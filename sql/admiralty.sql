--
-- admiralty: a grade of the NATO or Admiralty code
--

-- Input and output
SELECT 'B2'::admiralty, 'f6'::admiralty, E' \ta1\n'::admiralty;
SELECT ''::admiralty;
SELECT 'B'::admiralty;
SELECT '2B'::admiralty;
SELECT 'G1'::admiralty;
SELECT 'A0'::admiralty;
SELECT 'A7'::admiralty;
SELECT '@1'::admiralty;
SELECT 'B 2'::admiralty;
SELECT 'B22'::admiralty;
SELECT 'é'::admiralty;
SELECT repeat('B2', 100)::admiralty;
\set VERBOSITY sqlstate
SELECT 'G1'::admiralty;
\set VERBOSITY default

-- The two axes, in numbers and in words
SELECT a, reliability(a), credibility(a), describe(a)
FROM unnest('{A1, B2, C3, D4, E5, F6, A6, F1}'::admiralty[]) AS a;
SELECT reliability(NULL::admiralty), credibility(NULL::admiralty), describe(NULL::admiralty);
SELECT pg_typeof(reliability('B2'::admiralty)), pg_typeof(credibility('B2'::admiralty));
SELECT reliability('B2'::admiralty) > 0.7 AS reliable;

-- Casts
SELECT a::text, a::text::admiralty, a::json, a::jsonb, to_json(a), to_jsonb(a), jsonb_build_object('grade', a)
FROM unnest('{A1, F6}'::admiralty[]) AS a;
SELECT j, j::json::admiralty, j::jsonb::admiralty
FROM unnest(ARRAY['"A1"', '"f6"', 'null']) AS j;
SELECT '"G1"'::json::admiralty;
SELECT '"G1"'::jsonb::admiralty;
SELECT '1'::jsonb::admiralty;
SELECT 'true'::json::admiralty;
SELECT '["A1"]'::jsonb::admiralty;
SELECT '{}'::json::admiralty;
\set VERBOSITY sqlstate
SELECT '1'::jsonb::admiralty;
\set VERBOSITY default
SELECT 'B2'::admiralty::confidence;

-- Comparison: letters first, then digits
WITH pairs AS (
	SELECT a, b FROM unnest('{A1, B2, B3, F6}'::admiralty[]) AS a, unnest('{B2, C1}'::admiralty[]) AS b
)
SELECT a, b, a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt, admiralty_cmp(a, b) > 0 AS cmp
FROM pairs;

CREATE TEMP TABLE graded AS
SELECT (chr(65 + i % 6) || (1 + i / 6 % 6))::admiralty AS a FROM generate_series(0, 71) AS i;
SELECT string_agg(a::text, ' ' ORDER BY a) FROM (SELECT DISTINCT a FROM graded) AS each;
SELECT a, count(*) FROM graded WHERE a < 'A3' GROUP BY a ORDER BY a DESC;

-- Hashes
SELECT count(DISTINCT admiralty_hash(a)) AS hashes, count(DISTINCT admiralty_hash_extended(a, 42)) AS extended,
	bool_and(admiralty_hash_extended(a, 0) & 4294967295 = admiralty_hash(a)::bigint & 4294967295) AS agree
FROM graded;

-- Operator classes
SELECT amname, opcname, opcdefault, amvalidate(opclass.oid)
FROM pg_opclass AS opclass JOIN pg_am ON pg_am.oid = opcmethod
WHERE opcintype = 'admiralty'::regtype ORDER BY amname;

-- Indexes and joins
CREATE INDEX graded_a_idx ON graded (a);
VACUUM ANALYZE graded;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT a FROM graded WHERE a <= 'B3';
SELECT count(*) FROM graded WHERE a <= 'B3';
DROP INDEX graded_a_idx;
CREATE INDEX graded_a_idx ON graded USING hash (a);
EXPLAIN (COSTS OFF) SELECT a FROM graded WHERE a = 'B3';
SELECT count(*) FROM graded WHERE a = 'b3';
RESET enable_bitmapscan;
RESET enable_seqscan;
SET enable_nestloop = off;
SET enable_hashjoin = off;
SELECT count(*) FROM graded AS one JOIN graded AS other USING (a);
RESET enable_hashjoin;
SET enable_mergejoin = off;
SELECT count(*) FROM graded AS one JOIN graded AS other USING (a);
RESET enable_mergejoin;
RESET enable_nestloop;

-- Binary: the wire form is the two letters, and what comes in is checked
SELECT admiralty_send('B2'), convert_from(admiralty_send('B2'), 'SQL_ASCII');
\getenv output_directory PG_ABS_BUILDDIR
\cd :output_directory
CREATE TEMP TABLE wire (a admiralty);
\copy (SELECT DISTINCT a FROM graded) TO 'results/admiralty.data' (FORMAT binary)
\copy wire FROM 'results/admiralty.data' (FORMAT binary)
SELECT count(*), count(DISTINCT a), min(a::text), max(a::text) FROM wire;
\copy (SELECT 0::int2) TO 'results/admiralty.data' (FORMAT binary)
\copy wire FROM 'results/admiralty.data' (FORMAT binary)
\copy (SELECT 'b2'::text) TO 'results/admiralty.data' (FORMAT binary)
\copy wire FROM 'results/admiralty.data' (FORMAT binary)
\copy (SELECT 'B2 '::text) TO 'results/admiralty.data' (FORMAT binary)
\copy wire FROM 'results/admiralty.data' (FORMAT binary)
\copy (SELECT 'B'::text) TO 'results/admiralty.data' (FORMAT binary)
\copy wire FROM 'results/admiralty.data' (FORMAT binary)

-- Everything has a comment
SELECT oid::regprocedure FROM pg_proc
WHERE (prorettype = 'admiralty'::regtype OR 'admiralty'::regtype = ANY (proargtypes)) AND obj_description(oid, 'pg_proc') IS NULL;
SELECT oid::regoperator FROM pg_operator
WHERE 'admiralty'::regtype IN (oprleft, oprright) AND obj_description(oid, 'pg_operator') IS NULL;
SELECT castsource::regtype, casttarget::regtype FROM pg_cast
WHERE 'admiralty'::regtype IN (castsource, casttarget) AND obj_description(oid, 'pg_cast') IS NULL;

DROP TABLE graded, wire;
