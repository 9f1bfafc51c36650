--
-- confidence: a number in [0,1]
--

-- Input
SELECT text, text::confidence
FROM unnest(ARRAY['0.8', '0', '1', '.5', '1.', '+0.5', '5e-1', '-0', '0e999', '1e-5', '5e-324',
	'70%', '12.5%', '100%', '0%', '0.1%', 'A', 'B', 'C', 'D', 'E', 'a', 'e',
	'1.00000000000000000000000000000', '0.99999999999999999999999999999']) AS text;
SELECT E' \t\n0.25\r\x0b\f '::confidence AS white_space_around;
SELECT '70%'::confidence = '0.7'::confidence AS percent, '12.5%'::confidence = '0.125' AS half_percent;
SELECT ('0.' || repeat('0', 2000) || '8e2000')::confidence;

-- Text that is no number
SELECT 'likely'::confidence;
SELECT ''::confidence;
SELECT '  '::confidence;
SELECT '0.5 0.6'::confidence;
SELECT '70 %'::confidence;
SELECT '0,8'::confidence;
SELECT '0x1p-1'::confidence;
SELECT '1e'::confidence;
SELECT 'A+'::confidence;
SELECT repeat('é', 100)::confidence;

-- Reliability that cannot be judged
SELECT 'F'::confidence;

-- Numbers that are none of ours
SELECT 'NaN'::confidence;
SELECT '-infinity'::confidence;
SELECT '1.01'::confidence;
SELECT '70'::confidence;
SELECT '101%'::confidence;
SELECT '-0.1'::confidence;
SELECT '1.00000000000000000000000000001'::confidence;
SELECT '1e400'::confidence;
SELECT '1e-400'::confidence;
SELECT ('0.' || repeat('0', 400) || '1')::confidence;

-- Output is the shortest decimal that reads back the same, whatever the settings
SET extra_float_digits = 0;
SELECT 0.1::float8 + 0.2::float8 AS as_float8, (0.1::float8 + 0.2::float8)::confidence;
SELECT (1 / 3.0::float8)::confidence, 0.0001::confidence, 0.00001::confidence;
RESET extra_float_digits;

-- Casts from numbers, and back
SELECT 0.8::float8::confidence, 0.8::confidence, 1::confidence, 0::confidence, '-0'::float8::confidence;
SELECT 1.5::float8::confidence;
SELECT 'NaN'::float8::confidence;
SELECT '-Infinity'::float8::confidence;
SELECT (-5e-324::float8)::confidence;
SELECT 2::confidence;
SELECT (-1)::confidence;
SELECT 1.5::confidence;
SELECT 'NaN'::numeric::confidence;
SELECT 'Infinity'::numeric::confidence;
SELECT 1e-400::confidence;
SELECT 1.00000000000000000000000000001::confidence;
SELECT 0.00000000000000000000::confidence;
SELECT c::float8, c::numeric, c::text, pg_typeof(c::float8), pg_typeof(c::numeric)
FROM unnest('{0.30000000000000004, 1e-05, 1}'::confidence[]) AS c;
SELECT round('12.345%'::confidence::numeric, 2);
SELECT '0.5'::text::confidence;

-- Casts are implicit where a number becomes an argument, assigned where it is stored
CREATE TEMP TABLE rated (id integer, c confidence, f float8, n numeric);
INSERT INTO rated VALUES (1, 0.8, 0.8, 0.8), (2, '70%', 0.5, 0.5), (3, 'C', 'NaN', 1.5), (4, 1, -1, 0), (5, NULL, NULL, NULL);
INSERT INTO rated (id, c, n) SELECT 6, 0.9::float8, '60%'::confidence;
INSERT INTO rated (c) VALUES (1.1);
SELECT icd203(0.6), icd203(1), icd203('B');
-- of whatever width: clients send whole numbers in the narrowest that holds them
SELECT icd203(1::smallint), icd203(0::bigint), c = 1::smallint, c < 1::bigint, 0::smallint < c, greatest(c, 1::bigint) FROM rated WHERE id = 1;
INSERT INTO rated (id, c) VALUES (7, 1::smallint), (8, 0::bigint) RETURNING c;
DELETE FROM rated WHERE id > 6;
SELECT icd203(2::smallint);
SELECT icd203(-1::bigint);
SELECT icd203(9223372036854775807);

-- JSON
SELECT c::json, c::jsonb, to_json(c), to_jsonb(c), jsonb_build_object('rating', c)
FROM unnest('{0.8, 1, 0, 1e-05, 0.30000000000000004}'::confidence[]) AS c;
SELECT j, j::json::confidence, j::jsonb::confidence
FROM unnest(ARRAY['0.8', '1', '0.0', '1e-5', '"70%"', '"B"', 'null']) AS j;
SELECT '1.5'::json::confidence;
SELECT '1.5'::jsonb::confidence;
SELECT '"F"'::jsonb::confidence;
SELECT '" 0.5"'::jsonb::confidence;
SELECT 'true'::json::confidence;
SELECT 'true'::jsonb::confidence;
SELECT '[0.5]'::jsonb::confidence;
SELECT '{"rating": 0.5}'::json::confidence;
SELECT '1e-400'::jsonb::confidence;

-- SQLSTATEs: syntax, not a number, range, underflow, JSON
\set VERBOSITY sqlstate
SELECT 'likely'::confidence;
SELECT 'F'::confidence;
SELECT 'NaN'::confidence;
SELECT 2::confidence;
SELECT 1e-400::confidence;
SELECT 'true'::jsonb::confidence;
\set VERBOSITY default

-- Comparison of every mix, NaN included, which float8 sorts above all
WITH pairs AS (
	SELECT a, b FROM unnest('{0, 0.5, 0.8, 1}'::confidence[]) AS a, unnest('{0.5, 0.8}'::confidence[]) AS b
)
SELECT a, b, a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt, confidence_cmp(a, b) AS cmp
FROM pairs;
WITH pairs AS (
	SELECT a, b FROM unnest('{0, 0.8}'::confidence[]) AS a, unnest('{-Infinity, -0, 0.8, 1.5, NaN}'::float8[]) AS b
)
SELECT a, b, a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt, confidence_cmp(a, b) AS cmp,
	b < a AS blt, b <= a AS ble, b = a AS beq, b <> a AS bne, b >= a AS bge, b > a AS bgt, confidence_cmp(b, a) AS bcmp
FROM pairs;

-- Arithmetic is float8's
SELECT c * 100 AS percent, 1 - c AS rest, c + c AS sum, -c AS minus, c / 2 AS half, pg_typeof(c * 100)
FROM unnest('{0.5, 0.75}'::confidence[]) AS c;
SELECT id, coalesce(c, 0) AS c, pg_typeof(coalesce(c, 0)) FROM rated ORDER BY id;
SELECT id FROM rated WHERE c > 0.75 ORDER BY id;
SELECT id FROM rated WHERE 0.75 < c ORDER BY id;
SELECT id FROM rated WHERE c = 1 ORDER BY id;
SELECT id FROM rated WHERE c < 2 ORDER BY id;
SELECT id FROM rated WHERE c IN (0.5, 0.8) ORDER BY id;
SELECT id FROM rated WHERE c = '70%' ORDER BY id;
SELECT id FROM rated WHERE c BETWEEN 0.5 AND 0.75 ORDER BY id;
SELECT id FROM rated WHERE c > n ORDER BY id;
SELECT id FROM rated WHERE c IN (0.5, 2);

-- Aggregates, sorting, grouping
SELECT min(c), max(c), round(avg(c)::numeric, 4) AS avg, sum(c), count(c) FROM rated;
SELECT min(c), max(c) FROM rated WHERE false;
SELECT aggfnoid::regprocedure, aggsortop::regoperator FROM pg_aggregate JOIN pg_proc ON aggfnoid = pg_proc.oid
WHERE prorettype = 'confidence'::regtype AND proname IN ('min', 'max') ORDER BY proname;
SELECT c FROM rated ORDER BY c DESC NULLS LAST;
SELECT c, count(*) FROM (SELECT c FROM rated UNION ALL SELECT c FROM rated) AS twice GROUP BY c ORDER BY c;
SELECT DISTINCT c > 0.75 AS high FROM rated ORDER BY high;

-- Hashes equal float8's
SELECT bool_and(confidence_hash(c) = hashfloat8(c)) AS hash,
	bool_and(confidence_hash_extended(c, 42) = hashfloat8extended(c, 42)) AS extended
FROM rated;

-- Operator classes
SELECT amname, opcname, opcdefault, amvalidate(opclass.oid)
FROM pg_opclass AS opclass JOIN pg_am ON pg_am.oid = opcmethod
WHERE opcintype = 'confidence'::regtype ORDER BY amname;
SELECT amname, count(*) AS operators
FROM pg_amop JOIN pg_opfamily AS family ON family.oid = amopfamily JOIN pg_am ON pg_am.oid = opfmethod
WHERE opfname = 'confidence_ops' GROUP BY amname ORDER BY amname;

-- Indexes
CREATE TEMP TABLE many AS SELECT (i % 1001 / 1000.0)::confidence AS c, (i % 1001 / 1000.0)::float8 AS f FROM generate_series(1, 5000) AS i;
CREATE INDEX many_c_idx ON many (c);
CREATE INDEX many_f_idx ON many (f);
CREATE INDEX many_c_hash ON many USING hash (c);
VACUUM ANALYZE many;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT c FROM many WHERE c > 0.9;
EXPLAIN (COSTS OFF) SELECT c FROM many WHERE 0.9 < c;
EXPLAIN (COSTS OFF) SELECT c FROM many WHERE c >= 1;
EXPLAIN (COSTS OFF) SELECT c FROM many WHERE c BETWEEN 0.5 AND 2;
EXPLAIN (COSTS OFF) SELECT c FROM many WHERE c IN (0.5, 0.8);
EXPLAIN (COSTS OFF) SELECT c FROM many ORDER BY c LIMIT 1;
EXPLAIN (COSTS OFF) SELECT f FROM many WHERE f = '0.5'::confidence::float8;
SELECT count(*) FROM many WHERE c > 0.9;
SELECT count(*) FROM many WHERE 0.1 >= c;
SELECT count(*) FROM many WHERE c < 'NaN'::float8;
SELECT count(*) FROM many WHERE c IN (0.5, 0.8);
SELECT min(c), max(c) FROM many;
DROP INDEX many_c_idx;
EXPLAIN (COSTS OFF) SELECT c FROM many WHERE c = 0.5;
EXPLAIN (COSTS OFF) SELECT c FROM many WHERE c = 'C';
SELECT count(*) FROM many WHERE c = 0.5;
SELECT count(*) FROM many WHERE c = 'C';
RESET enable_bitmapscan;
RESET enable_seqscan;

-- Joins to float8, both ways, by merging and hashing
ANALYZE rated;
SET enable_nestloop = off;
SET enable_hashjoin = off;
EXPLAIN (COSTS OFF) SELECT id FROM many JOIN rated ON many.c = rated.f;
SELECT a.id, b.id, c, b.f FROM (SELECT id, c FROM rated) AS a FULL JOIN (SELECT id, f FROM rated) AS b ON a.c = b.f ORDER BY 1, 2;
RESET enable_hashjoin;
SET enable_mergejoin = off;
EXPLAIN (COSTS OFF) SELECT id FROM many JOIN rated ON rated.f = many.c;
SELECT a.id, b.id, c, b.f FROM (SELECT id, c FROM rated) AS a FULL JOIN (SELECT id, f FROM rated) AS b ON b.f = a.c ORDER BY 1, 2;
RESET enable_mergejoin;
RESET enable_nestloop;

-- Binary: the wire form is float8's, and what comes in is checked
SELECT confidence_send('0.5'), confidence_send('0.5') = float8send(0.5) AS same;
\getenv output_directory PG_ABS_BUILDDIR
\cd :output_directory
CREATE TEMP TABLE wire (c confidence);
\copy (SELECT c FROM rated ORDER BY id) TO 'results/confidence.data' (FORMAT binary)
\copy wire FROM 'results/confidence.data' (FORMAT binary)
SELECT * FROM wire;
TRUNCATE wire;
\copy (SELECT '-0'::float8) TO 'results/confidence.data' (FORMAT binary)
\copy wire FROM 'results/confidence.data' (FORMAT binary)
SELECT * FROM wire;
\copy (SELECT 'NaN'::float8) TO 'results/confidence.data' (FORMAT binary)
\copy wire FROM 'results/confidence.data' (FORMAT binary)
\copy (SELECT 1.5::float8) TO 'results/confidence.data' (FORMAT binary)
\copy wire FROM 'results/confidence.data' (FORMAT binary)
\copy (SELECT 0.5::float4) TO 'results/confidence.data' (FORMAT binary)
\copy wire FROM 'results/confidence.data' (FORMAT binary)

-- Words; lower bounds belong to the word above
SELECT c, icd203(c)
FROM unnest('{0, 0.005, 0.01, 0.049, 0.05, 0.199, 0.2, 0.449, 0.45, 0.549, 0.55, 0.799, 0.8, 0.949, 0.95, 0.99, 1}'::confidence[]) AS c;
SELECT icd203(NULL);
SELECT icd203(1.2);

-- Everything has a comment
SELECT oid::regprocedure FROM pg_proc
WHERE (prorettype = 'confidence'::regtype OR 'confidence'::regtype = ANY (proargtypes)) AND obj_description(oid, 'pg_proc') IS NULL;
SELECT oid::regoperator FROM pg_operator
WHERE 'confidence'::regtype IN (oprleft, oprright) AND obj_description(oid, 'pg_operator') IS NULL;
SELECT castsource::regtype, casttarget::regtype FROM pg_cast
WHERE 'confidence'::regtype IN (castsource, casttarget) AND obj_description(oid, 'pg_cast') IS NULL;

DROP TABLE rated, many, wire;
