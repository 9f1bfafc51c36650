--
-- evidence_agg: all that is said about a claim
--

CREATE TEMP TABLE attestation (id integer, claim integer, day integer, said attribution, gathered evidence);
INSERT INTO attestation
SELECT i, i % 50, i % 10, said_by('s' || i * 7919 % 101, nullif(i % 5, 0) / 5.0, CASE WHEN i % 3 = 0 THEN ARRAY['s' || i % 23, 'o' || i % 31] END, i % 7 = 0, i % 11 = 0,
		CASE WHEN i % 13 = 0 THEN ARRAY['u' || i % 4] END),
	CASE WHEN i % 9 <> 0 THEN said_by('s' || i % 17) || said_by('t' || i % 19, 0.5, firsthand => true) END
FROM generate_series(1, 3000) AS i;
INSERT INTO attestation VALUES (3001, 50, 1, NULL, NULL), (3002, 51, 1, 'only<*', '{only<*}'), (3003, 52, 1, 'a', '{}'), (3004, 52, 2, '!a', '{}');
ANALYZE attestation;

-- No rows, and only NULLs, give {}; NULLs are left out
SELECT evidence_agg(said), evidence_agg(gathered), corroboration(evidence_agg(said)), pg_typeof(evidence_agg(said)) FROM attestation WHERE false;
SELECT evidence_agg(said), evidence_agg(gathered), evidence_agg(said) IS NULL AS null FROM attestation WHERE claim = 50;
SELECT claim, evidence_agg(said), evidence_agg(gathered) FROM attestation WHERE claim > 49 GROUP BY claim ORDER BY claim;
SELECT evidence_agg(said) FROM (VALUES (NULL::attribution), ('a'), (NULL), ('!b:0.5'), ('a<*')) AS v (said);
SELECT claim FROM attestation WHERE false GROUP BY claim HAVING evidence_agg(said) = '{}';

-- Literals and both types
SELECT evidence_agg('a'::attribution), evidence_agg('{a,b}'::evidence), evidence_agg(said_by('a'));
SELECT evidence_agg(x) FROM unnest('{a,b<a,"!c<(a,b)"}'::attribution[]) AS x;
SELECT evidence_agg(x) FROM unnest('{"{a,b}","{}","{!a,b<*}"}'::evidence[]) AS x;

-- It is what merging one after the other gives, in whatever order
CREATE FUNCTION pg_temp.merged(n integer) RETURNS evidence LANGUAGE plpgsql AS $$
DECLARE
	result evidence := '{}';
	row attestation;
BEGIN
	FOR row IN SELECT * FROM attestation WHERE claim = n LOOP
		result := result || coalesce(row.said, '{}'::evidence);
	END LOOP;
	RETURN result;
END
$$;
SELECT count(*), bool_and(evidence_send(a) = evidence_send(pg_temp.merged(claim))) AS as_merged
FROM (SELECT claim, evidence_agg(said) AS a FROM attestation GROUP BY claim) AS g;
SELECT evidence_send(evidence_agg(said ORDER BY id)) = evidence_send(evidence_agg(said ORDER BY said DESC)) AS order,
	evidence_send(evidence_agg(DISTINCT said)) = evidence_send(evidence_agg(said)) AS distinct,
	evidence_send(evidence_agg(said)) = evidence_send(evidence_agg(said::evidence)) AS type,
	evidence_agg(said) FILTER (WHERE claim = 1) = (SELECT evidence_agg(said) FROM attestation WHERE claim = 1) AS filter,
	evidence_agg(said) FILTER (WHERE false) AS none
FROM attestation;
SELECT evidence_send(evidence_agg(g)) = (SELECT evidence_send(evidence_agg(said)) FROM attestation) AS of_parts
FROM (SELECT evidence_agg(said) AS g FROM attestation GROUP BY claim, id % 3) AS parts;

-- The figures of a result are those of its text
SELECT bool_and(corroboration(a) = corroboration(t) AND contradiction(a) = contradiction(t) AND support(a) IS NOT DISTINCT FROM support(t)
	AND status(a) = status(t) AND is_exact(a) = is_exact(t) AND why(a) = why(t)) AS same
FROM (SELECT evidence_agg(said) AS a, evidence_agg(said)::text::evidence AS t FROM attestation GROUP BY claim) AS g;

-- One plan after the other: all agree byte for byte
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line ~ 'Aggregate|Gather|Append|Sort$|Scan' THEN
			RETURN NEXT line;
		END IF;
	END LOOP;
END
$$;
CREATE TEMP TABLE result (way text, claim integer, said bytea, gathered bytea);
SET enable_sort = off;
SELECT pg_temp.plan('SELECT claim, evidence_agg(said), evidence_agg(gathered) FROM attestation GROUP BY claim');
INSERT INTO result SELECT 'hashed', claim, evidence_send(evidence_agg(said)), evidence_send(evidence_agg(gathered)) FROM attestation GROUP BY claim;
RESET enable_sort;
SET enable_hashagg = off;
SELECT pg_temp.plan('SELECT claim, evidence_agg(said), evidence_agg(gathered) FROM attestation GROUP BY claim');
INSERT INTO result SELECT 'sorted', claim, evidence_send(evidence_agg(said)), evidence_send(evidence_agg(gathered)) FROM attestation GROUP BY claim;
RESET enable_hashagg;
-- hashed, and spilt to disk
SET work_mem = '64kB';
SET hash_mem_multiplier = 1;
SET enable_sort = off;
INSERT INTO result SELECT 'spilt', claim, evidence_send(evidence_agg(said)), evidence_send(evidence_agg(gathered)) FROM attestation GROUP BY claim;
RESET enable_sort;
RESET work_mem;
RESET hash_mem_multiplier;
-- by partitions
CREATE TABLE parted_attestation (LIKE attestation) PARTITION BY RANGE (claim);
CREATE TABLE parted_attestation_1 PARTITION OF parted_attestation FOR VALUES FROM (0) TO (25);
CREATE TABLE parted_attestation_2 PARTITION OF parted_attestation FOR VALUES FROM (25) TO (100);
INSERT INTO parted_attestation SELECT * FROM attestation;
ANALYZE parted_attestation;
SET enable_partitionwise_aggregate = on;
SET max_parallel_workers_per_gather = 0;
SELECT pg_temp.plan('SELECT claim, evidence_agg(said), evidence_agg(gathered) FROM parted_attestation GROUP BY claim');
INSERT INTO result SELECT 'partitionwise', claim, evidence_send(evidence_agg(said)), evidence_send(evidence_agg(gathered)) FROM parted_attestation GROUP BY claim;
-- partial aggregates of partitions, for keys that partitions share
SELECT pg_temp.plan('SELECT day, evidence_agg(said) FROM parted_attestation GROUP BY day');
SELECT count(*), bool_and(evidence_send(p.a) = evidence_send(s.a)) AS equal
FROM (SELECT day, evidence_agg(said) AS a FROM parted_attestation GROUP BY day) AS p
JOIN (SELECT day, evidence_agg(said) AS a FROM attestation GROUP BY day) AS s USING (day);
RESET enable_partitionwise_aggregate;
-- by parallel workers, grouped and not
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_hashagg = off;
SELECT pg_temp.plan('SELECT claim, evidence_agg(said), evidence_agg(gathered) FROM parted_attestation GROUP BY claim');
INSERT INTO result SELECT 'parallel', claim, evidence_send(a), evidence_send(g)
FROM (SELECT claim, evidence_agg(said) AS a, evidence_agg(gathered) AS g FROM parted_attestation GROUP BY claim) AS parallel;
RESET enable_hashagg;
SELECT pg_temp.plan('SELECT evidence_agg(said), evidence_agg(gathered) FROM parted_attestation');
SELECT evidence_send(evidence_agg(said)) = (SELECT evidence_send(evidence_agg(said)) FROM attestation) AS ungrouped, md5(evidence_agg(gathered)::text) = (SELECT md5(evidence_agg(gathered)::text) FROM attestation) AS gathered,
	corroboration(evidence_agg(said)) = (SELECT corroboration(evidence_agg(said)) FROM attestation) AS corroboration
FROM parted_attestation;
SELECT evidence_agg(said), evidence_agg(gathered) FROM parted_attestation WHERE id < 0;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
SELECT r.way, count(*), count(*) FILTER (WHERE r.said = h.said AND r.gathered = h.gathered) AS equal
FROM result AS r JOIN result AS h USING (claim) WHERE h.way = 'hashed' GROUP BY r.way ORDER BY r.way;

-- Grouping sets
SELECT pg_temp.plan('SELECT claim, day, evidence_agg(said) FROM attestation GROUP BY GROUPING SETS ((claim, day), (claim), (day), ())');
SELECT claim, day, a = (SELECT evidence_agg(said) FROM attestation AS x WHERE x.claim < 2 AND x.claim = coalesce(g.claim, x.claim) AND x.day = coalesce(g.day, x.day)) AS equal
FROM (SELECT claim, day, evidence_agg(said) AS a FROM attestation WHERE claim < 2 GROUP BY GROUPING SETS ((claim, day), (claim), (day), ())) AS g
ORDER BY claim, day;
SELECT claim, evidence_agg(said) FROM attestation WHERE claim > 50 GROUP BY ROLLUP (claim) ORDER BY claim;

-- Windows: running, moving, with rows left out
SELECT x, evidence_agg(said) OVER (ORDER BY x) AS running, evidence_agg(said) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS moving,
	evidence_agg(said) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS others,
	evidence_agg(said) FILTER (WHERE x % 2 = 0) OVER () AS even, evidence_agg(said) OVER (ORDER BY x ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) AS ahead
FROM (VALUES (1, 'a'::attribution), (2, 'b<a'), (3, NULL), (4, '!c:0.5'), (5, 'a<*')) AS v (x, said) ORDER BY x;
SELECT bool_and(running = (SELECT evidence_agg(said) FROM attestation AS b WHERE b.id <= a.id)) AS running
FROM (SELECT id, evidence_agg(said) OVER (ORDER BY id) AS running FROM attestation WHERE id <= 60) AS a;

-- Large groups, large values, and groups that repeat little
SELECT corroboration(a), cardinality(sources(a)), length(a::text)
FROM (SELECT evidence_agg(said_by('source-' || i, 0.5)) AS a FROM generate_series(1, 20000) AS i) AS l;
SELECT a FROM (SELECT evidence_agg(said_by('s' || i % 3, 0.25 + i % 2 / 4.0)) AS a FROM generate_series(1, 50000) AS i) AS l;
SELECT count(*), count(DISTINCT a) FROM (SELECT evidence_agg(said_by('s' || i)) AS a FROM generate_series(1, 20000) AS i GROUP BY i) AS l;

-- States never leave the aggregate: its functions are not for ordinary roles, nor for others outside an aggregate
SELECT proname, pronargs, proargtypes[1]::regtype AS argument, has_function_privilege('public', oid, 'EXECUTE') AS public FROM pg_proc WHERE proname IN ('evidence_agg_add', 'evidence_agg_settle') ORDER BY 1, 3;
SELECT evidence_agg_add('{a}'::evidence, 'b'::attribution);
SELECT evidence_agg_add('{a}'::evidence, '{b}'::evidence);
CREATE ROLE regress_corroborate_reporter;
SET ROLE regress_corroborate_reporter;
SELECT evidence_agg_add('{a}'::evidence, 'b'::attribution);
SELECT evidence_agg_settle('{a}');
CREATE AGGREGATE pg_temp.mine(attribution) (SFUNC = evidence_agg_add, STYPE = evidence);
SELECT evidence_agg(x), evidence_agg(x::evidence) FROM unnest('{a,b}'::attribution[]) AS x;
RESET ROLE;
DROP ROLE regress_corroborate_reporter;
-- One who may use them in an aggregate of his own sees evidence like any other
CREATE AGGREGATE pg_temp.mine(attribution) (SFUNC = evidence_agg_add, STYPE = evidence, INITCOND = '{}');
SELECT pg_temp.mine(x), corroboration(pg_temp.mine(x)), pg_temp.mine(x) = '{a,b<*}' AS equal, evidence_send(pg_temp.mine(x)) = evidence_send('{a,b<*}') AS bytes,
	evidence_hash(pg_temp.mine(x)) = evidence_hash('{a,b<*}') AS hash, pg_temp.mine(x) ? 'b' AS mentions, pg_temp.mine(x)::jsonb = '{a,b<*}'::evidence::jsonb AS json
FROM unnest('{b,a,b<*}'::attribution[]) AS x;
CREATE TEMP TABLE kept AS SELECT pg_temp.mine(x) AS e FROM unnest('{b,a,b<*}'::attribution[]) AS x;
SELECT e, corroboration(e), e = '{a,b<*}' AS equal, e || 'c' AS merged, e @> '{a}' AS contains, discredit(e, 'a'), rests_on(e), why(e) FROM kept;

DROP TABLE attestation, parted_attestation, result, kept;
