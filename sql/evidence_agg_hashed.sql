--
-- evidence_agg in hash tables, whose states get their rows through a log
--

-- 2,500 groups of one row to over a hundred, in no order; some rows say nothing, some as much as a log holds and more
CREATE TABLE statement (id integer, claim integer, day integer, said attribution, gathered evidence);
INSERT INTO statement
SELECT i, floor(2500 * power(i * 7919 % 30011 / 30011.0, 2)), i % 10,
	CASE WHEN i % 17 > 0 THEN said_by('s' || i * 7919 % 101, nullif(i % 5, 0) / 5.0, CASE WHEN i % 3 = 0 THEN ARRAY['s' || i % 23, 'o' || i % 31] END,
		i % 7 = 0, i % 11 = 0, CASE WHEN i % 13 = 0 THEN ARRAY['u' || i % 4] END) END,
	CASE WHEN i % 9 > 0 THEN said_by('s' || i % 17) || said_by(repeat('t', 1 + i % 90) || i, 0.5, firsthand => true) END
FROM generate_series(1, 15000) AS i;
UPDATE statement SET gathered = (SELECT evidence_agg(said_by(repeat('t', 40) || i % 7 || '-' || i, 0.5)) FROM generate_series(1, id / 10) AS i) WHERE id % 3000 = 0;
-- more than is united before it grows, of much that repeats and of little
INSERT INTO statement SELECT 40000 + i, 5000 + i % 3, i % 10, said_by('source-' || i % 50, 0.5), said_by('source-' || i, cites => ARRAY['o' || i % 9]) FROM generate_series(1, 3000) AS i;
-- groups of NULLs alone
INSERT INTO statement SELECT 50000 + i, 6000 + i, 1, NULL, NULL FROM generate_series(1, 10) AS i;
VACUUM ANALYZE statement;

-- The rows of a query by hashing, with the settings given: how they are aggregated, how many they are, and whether they are byte for byte what
-- sorting gives, where states are flat. The query's columns: g, which is unique, and the evidence e and f.
CREATE FUNCTION pg_temp.hashed(query text, settings text = '', OUT plan text, OUT n bigint, OUT same boolean) LANGUAGE plpgsql AS $$
DECLARE
	all_of CONSTANT text := 'SELECT array_agg(row(g, evidence_send(e), corroboration(e), corroboration_firsthand(e), contradiction(e), support(e), denial(e), is_exact(e), evidence_send(f))::text ORDER BY g::text) FROM (' || query || ') AS q';
	sorted text[];
	hashed text[];
	line text;
BEGIN
	SET LOCAL max_parallel_workers_per_gather = 0;
	SET LOCAL enable_hashagg = off;
	EXECUTE all_of INTO sorted;
	SET LOCAL enable_hashagg = on;
	SET LOCAL enable_sort = off;
	IF settings <> '' THEN
		EXECUTE settings;
	END IF;
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ 'Aggregate|Hash Key|Gather|Workers' THEN
			plan := concat_ws(', ', plan, btrim(line, '-> '));
		END IF;
	END LOOP;
	EXECUTE all_of INTO hashed;
	n := cardinality(hashed);
	same := hashed = sorted;
	RESET ALL;
END
$$;

SELECT * FROM pg_temp.hashed('SELECT claim AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY claim');
-- one state for two results; rows left out by a condition, and all of a group
SELECT * FROM pg_temp.hashed('SELECT claim AS g, evidence_agg(said) AS e, evidence_agg(said) FILTER (WHERE day > 4) AS f FROM statement GROUP BY claim');
SELECT * FROM pg_temp.hashed('SELECT claim AS g, evidence_agg(said) AS e, evidence_agg(said) || ''z'' AS f FROM statement GROUP BY claim HAVING corroboration(evidence_agg(said)) > 2');
-- a group a row, and a few groups with thousands of rows
SELECT * FROM pg_temp.hashed('SELECT id AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY id');
SELECT * FROM pg_temp.hashed('SELECT day AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY day');
-- one aggregate in the other's argument, with hash tables of its own for each row
SELECT * FROM pg_temp.hashed('SELECT claim AS g, evidence_agg((SELECT evidence_agg(part.e) FROM (SELECT evidence_agg(v.said) AS e FROM (VALUES (said), (NULL)) AS v (said) GROUP BY v.said) AS part)) AS e, evidence_agg(said) AS f FROM statement GROUP BY claim');
-- several hash tables in one context, and beside sorted groups
\set grouped 'SELECT row(claim, day, claim % 10)::text AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY GROUPING SETS '
SELECT plan ~ 'Hash Key' AS hash_keys, n, same FROM pg_temp.hashed(:'grouped' || '((claim), (day), (day, claim % 10))');
SELECT plan ~ 'Hash Key' AS hash_keys, n, same FROM pg_temp.hashed(:'grouped' || '((claim), (day), ())');
SELECT plan ~ 'Hash Key' AS hash_keys, n, same FROM pg_temp.hashed(:'grouped' || '((claim), (day), (day, claim % 10), ())', 'SET LOCAL enable_sort = on');
-- batch by batch
\set little_memory 'SET LOCAL work_mem = ''64kB''; SET LOCAL hash_mem_multiplier = 1;'
SELECT n, same FROM pg_temp.hashed('SELECT claim AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY claim', :'little_memory');
SELECT n, same FROM pg_temp.hashed(:'grouped' || '((claim), (day), (day, claim % 10))', :'little_memory');

-- In parallel: states are sent to a hash table and to sorted groups
\set in_parallel 'SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL max_parallel_workers_per_gather = 2;'
SELECT * FROM pg_temp.hashed('SELECT claim AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY claim', :'in_parallel');
SELECT * FROM pg_temp.hashed('SELECT day AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY day', :'in_parallel' || 'SET LOCAL enable_sort = on');
SELECT n, same FROM pg_temp.hashed('SELECT claim AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY claim', :'in_parallel' || :'little_memory');
-- all of it in this process: a state is read by another aggregate while its hash table is there
SELECT n, same FROM pg_temp.hashed('SELECT claim AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY claim', :'in_parallel' || 'SET LOCAL max_parallel_workers = 0');
SELECT n, same FROM pg_temp.hashed('SELECT day AS g, evidence_agg(said) AS e, evidence_agg(gathered) AS f FROM statement GROUP BY day',
	:'in_parallel' || 'SET LOCAL max_parallel_workers = 0; SET LOCAL enable_sort = on');

-- A sort reads states in memory that it cannot free piece by piece, while the last rows in the log make a state so large that it is united
SELECT count(*), bool_and(h.same) AS same, min(h.plan) AS plan
FROM generate_series(450, 950, 10) AS rows, pg_temp.hashed(format($$SELECT day AS g, evidence_agg(said_by(repeat('t', 60) || id %% 800)) FILTER (WHERE id <= %s) AS e,
	NULL::evidence AS f FROM statement GROUP BY day$$, rows), :'in_parallel' || 'SET LOCAL max_parallel_workers = 0; SET LOCAL enable_sort = on') AS h;

-- Scans that begin again, with another table and with the one that is there
SET enable_sort = off;
SET enable_material = off;
SET enable_memoize = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SELECT count(*), bool_and(e = (SELECT evidence_agg(said ORDER BY id) FROM statement WHERE claim = g AND day < d)) AS same
FROM generate_series(4, 6) AS d, LATERAL (SELECT claim AS g, evidence_agg(said) AS e FROM statement WHERE day < d AND claim < 40 GROUP BY claim) AS s;
SELECT count(DISTINCT said), min(rows), max(rows)
FROM (SELECT d, count(*) AS rows, string_agg(e::text, ',' ORDER BY g) AS said
	FROM generate_series(1, 3) AS d LEFT JOIN (SELECT claim AS g, evidence_agg(said) AS e FROM statement WHERE claim < 40 GROUP BY claim) AS s ON g <> d * 1000 GROUP BY d) AS scans;
RESET enable_material;
RESET enable_memoize;
RESET enable_hashjoin;
RESET enable_mergejoin;

-- Scans that end before all is read: a limit, a cursor, an exception; and an error while rows come, after which all is as before
SELECT count(*), bool_and(e = (SELECT evidence_agg(said ORDER BY id) FROM statement WHERE claim = g)) AS same
FROM (SELECT claim AS g, evidence_agg(said) AS e FROM statement GROUP BY claim LIMIT 7) AS s;
BEGIN;
DECLARE c CURSOR FOR SELECT claim AS g, evidence_agg(said) AS e FROM statement GROUP BY claim;
DECLARE kept CURSOR WITH HOLD FOR SELECT claim AS g, evidence_agg(said) AS e FROM statement WHERE claim BETWEEN 2490 AND 2499 GROUP BY claim ORDER BY claim;
MOVE FORWARD 100 IN c;
SAVEPOINT before;
MOVE FORWARD 100 IN c;
ROLLBACK TO before;
CLOSE c;
COMMIT;
FETCH 3 kept;
CLOSE kept;
DO $$
DECLARE
	row record;
	read integer := 0;
BEGIN
	FOR row IN SELECT claim AS g, evidence_agg(said) AS e FROM statement GROUP BY claim LOOP
		read := read + 1;
		EXIT WHEN read = 5;
	END LOOP;
	FOR i IN 1 .. 2 LOOP
		BEGIN
			SELECT count(e) INTO read FROM (SELECT claim, evidence_agg(said_by(CASE WHEN id < 10000 + 90000 * (i - 1) THEN 's' || id ELSE '' END)) AS e FROM statement GROUP BY claim) AS s;
			RAISE NOTICE '% groups', read;
		EXCEPTION WHEN invalid_name THEN
			RAISE NOTICE '%', sqlerrm;
		END;
	END LOOP;
END
$$;
PREPARE again AS SELECT count(*), sum(corroboration(e)) FROM (SELECT claim, evidence_agg(said) AS e FROM statement GROUP BY claim) AS s;
EXECUTE again;
EXECUTE again;
DEALLOCATE again;

-- Aggregates of one's own: without a final function a state is evidence like any other, wherever it goes
CREATE AGGREGATE pg_temp.unfinished(attribution) (SFUNC = evidence_agg_add, STYPE = evidence);
SELECT g, said, corroboration(said), corroboration_firsthand(said), said = '{a,b<*}' AS equal, evidence_hash(said) = evidence_hash('{a,b<*}') AS hash, said ? 'b' AS mentions,
	said || 'c' AS merged, said::jsonb = '{a,b<*}'::evidence::jsonb AS json, status(said), evidence_agg(said) OVER () AS again
FROM (SELECT g, pg_temp.unfinished(x) AS said FROM unnest('{1,2,1,1}'::int[], '{b,a,a,b<*}'::attribution[]) AS v (g, x) GROUP BY g) AS s ORDER BY g;
SELECT evidence_agg(said) FROM (SELECT pg_temp.unfinished(x) AS said FROM unnest('{1,2,1,1}'::int[], '{b,a,a,b<*}'::attribution[]) AS v (g, x) GROUP BY g) AS s;
CREATE TEMP TABLE unfinished AS SELECT claim, pg_temp.unfinished(said) AS e FROM statement GROUP BY claim;
SELECT count(*), count(*) FILTER (WHERE u.e IS NOT DISTINCT FROM nullif(s.e, '{}')) AS same
FROM unfinished AS u JOIN (SELECT claim, evidence_agg(said ORDER BY id) AS e FROM statement GROUP BY claim) AS s USING (claim);
-- whose first states the server makes: by an initial value, or as the function is strict, which it was; or that call it by way of others
CREATE AGGREGATE pg_temp.begun(attribution) (SFUNC = evidence_agg_add, STYPE = evidence, INITCOND = '{}', FINALFUNC = evidence_agg_settle);
SELECT pg_catalog.format('CREATE FUNCTION pg_temp.strict_add(evidence, attribution) RETURNS evidence AS %L, %L LANGUAGE C STRICT', probin, prosrc) AS strict_add,
	pg_catalog.format('CREATE FUNCTION pg_temp.set_add(evidence, attribution) RETURNS evidence AS %L, %L LANGUAGE C SET work_mem = ''1MB''', probin, prosrc) AS set_add
FROM pg_proc WHERE oid = 'evidence_agg_add(evidence, attribution)'::regprocedure \gset
:strict_add;
:set_add;
CREATE AGGREGATE pg_temp.strict(attribution) (SFUNC = pg_temp.strict_add, STYPE = evidence, FINALFUNC = evidence_agg_settle);
CREATE AGGREGATE pg_temp.set(attribution) (SFUNC = pg_temp.set_add, STYPE = evidence, FINALFUNC = evidence_agg_settle);
SELECT count(*), count(*) FILTER (WHERE a = b) AS begun, count(*) FILTER (WHERE a = c) AS strict, count(*) FILTER (WHERE a = d) AS set
FROM (SELECT evidence_send(evidence_agg(said)) AS a, evidence_send(pg_temp.begun(said)) AS b, evidence_send(pg_temp.strict(said)) AS c, evidence_send(pg_temp.set(said)) AS d
	FROM statement GROUP BY claim) AS s;
RESET enable_sort;

DROP TABLE statement;
