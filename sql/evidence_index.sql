--
-- Comparing, sorting, hashing and indexing evidence and attributions
--

-- The order serves indexes only; equal is what prints the same
SELECT a, b, a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt, evidence_cmp(a, b) > 0 AS greater, evidence_cmp(a, b) < 0 AS less
FROM (VALUES (1, '{a,b}'::evidence, '{b,a}'::evidence), (2, '{a}', '{b}'), (3, '{a:0.5}', '{a:50%}'), (4, '{}', '{}'), (5, '{a,!b}', '{!b,a}')) AS v (id, a, b) ORDER BY id;
SELECT a, b, a < b AS lt, a <= b AS le, a = b AS eq, a <> b AS ne, a >= b AS ge, a > b AS gt, attribution_cmp(a, b) > 0 AS greater, attribution_cmp(a, b) < 0 AS less
FROM (VALUES (1, 'a<(b,c)'::attribution, 'a<(c,b)'::attribution), (2, 'a', 'b'), (3, 'a:0.5', 'a:50%'), (4, 'b', 'a')) AS v (id, a, b) ORDER BY id;
SELECT 'a'::attribution = '{a}'::evidence AS attribution_as_evidence, '{a}'::evidence = 'a'::attribution AS the_other_way, '{a,b}'::evidence <> 'a'::attribution AS ne;

-- A total order in which every comparison agrees with every other
CREATE TEMP TABLE said (id integer, a attribution, e evidence);
INSERT INTO said
SELECT i, said_by('s' || i % 17, nullif(i % 4, 0) / 4.0, CASE WHEN i % 3 = 0 THEN ARRAY['s' || i % 7, 't' || i % 11] END, i % 5 = 0, i % 6 = 0,
	CASE WHEN i % 13 = 0 THEN ARRAY['u' || i % 26] END), NULL
FROM generate_series(1, 2000) AS i;
UPDATE said SET e = a || said_by('s' || id % 3) WHERE id % 10 <> 0;
ANALYZE said;
SELECT count(*), bool_and((x < y) = (y > x) AND (x <= y) = NOT (y < x) AND (x = y) = NOT (x <> y) AND (x < y) = (evidence_cmp(x, y) < 0)
	AND (x = y) = (evidence_cmp(x, y) = 0) AND evidence_cmp(x, y) = -evidence_cmp(y, x) AND (x = y) = (x::text = y::text)
	AND (x = y) <= (evidence_hash(x) = evidence_hash(y) AND evidence_hash_extended(x, 42) = evidence_hash_extended(y, 42))) AS agree
FROM (SELECT DISTINCT e FROM said WHERE id < 100) AS p (x), (SELECT DISTINCT e FROM said WHERE id < 100) AS q (y);
SELECT count(DISTINCT evidence_hash(e)) = count(DISTINCT e) AS spread, count(DISTINCT evidence_hash_extended(e, 1)) = count(DISTINCT e) AS extended,
	bool_and(evidence_hash_extended(e, 0) & 4294967295 = evidence_hash(e)::bigint & 4294967295) AS seed_0,
	bool_and(attribution_hash(a) = evidence_hash(a) AND attribution_hash_extended(a, 7) = evidence_hash_extended(a, 7)) AS both_types
FROM said;
-- A value that is compressed or out of line equals one that is not
CREATE TEMP TABLE stored (id integer, e evidence);
ALTER TABLE stored ALTER e SET STORAGE external;
INSERT INTO stored SELECT 1, evidence_agg(said_by(repeat('long-', 20) || i)) FROM generate_series(1, 100) AS i;
ALTER TABLE stored ALTER e SET STORAGE extended;
INSERT INTO stored SELECT 2, evidence_agg(said_by(repeat('long-', 20) || i)) FROM generate_series(1, 100) AS i;
SELECT count(DISTINCT e), count(DISTINCT pg_column_size(e)) AS sizes, count(DISTINCT evidence_hash(e)) AS hashes, bool_and(x.e = (SELECT e FROM stored WHERE id = 1)) AS equal
FROM stored AS x;

-- Every operator class of the extension is valid
SELECT amname, opcname, opcintype::regtype, opcdefault, amvalidate(opclass.oid)
FROM pg_depend JOIN pg_opclass AS opclass ON classid = 'pg_opclass'::regclass AND objid = opclass.oid JOIN pg_am ON pg_am.oid = opcmethod
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'corroborate') AND deptype = 'e'
ORDER BY amname, opcname;

-- Sorting, DISTINCT and grouping, by sorting and by hashing
SET enable_hashagg = off;
EXPLAIN (COSTS OFF) SELECT DISTINCT e FROM said;
CREATE TEMP TABLE sorted AS SELECT e, count(*) FROM said GROUP BY e;
RESET enable_hashagg;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT e, count(*) FROM said GROUP BY e;
CREATE TEMP TABLE hashed AS SELECT e, count(*) FROM said GROUP BY e;
RESET enable_sort;
SELECT (SELECT count(*) FROM sorted) AS groups, count(*) AS differences FROM (TABLE sorted EXCEPT ALL TABLE hashed UNION ALL (TABLE hashed EXCEPT ALL TABLE sorted)) AS d;
SELECT count(*) - 1 = count(*) FILTER (WHERE e > before) AS in_order
FROM (SELECT e, lag(e) OVER (ORDER BY e) AS before FROM (SELECT DISTINCT e FROM said WHERE e IS NOT NULL) AS d) AS o;
SELECT a FROM said WHERE id < 8 ORDER BY a DESC;
SELECT e FROM said WHERE id < 12 ORDER BY e NULLS FIRST LIMIT 3;
SELECT count(*) FROM (SELECT a FROM said UNION SELECT a FROM said) AS u;

-- Joins by hashing and by merging
SET enable_nestloop = off;
SET enable_mergejoin = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM said AS x JOIN said AS y USING (e);
SELECT count(*) FROM said AS x JOIN said AS y USING (e);
SELECT count(*) FROM said AS x JOIN said AS y USING (a);
RESET enable_mergejoin;
SET enable_hashjoin = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM said AS x JOIN said AS y USING (e);
SELECT count(*) FROM said AS x JOIN said AS y USING (e);
SELECT count(*) FROM said AS x JOIN said AS y USING (a);
RESET enable_hashjoin;
RESET enable_nestloop;

-- btree and hash indexes
CREATE INDEX said_e_btree ON said (e);
CREATE INDEX said_a_btree ON said (a);
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE e = '{s1,s4:0.25}';
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE e > '{s1}' AND e <= '{s4}';
EXPLAIN (COSTS OFF) SELECT e FROM said ORDER BY e;
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE a = 's4';
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE a IN ('s4', 's5:0.25');
SELECT array_agg(id ORDER BY id) FROM said WHERE e = '{s1,s4:0.5}';
SELECT array_agg(id ORDER BY id) FROM said WHERE a = 's4:0.75';
CREATE TEMP TABLE counted AS
SELECT v.id, (SELECT count(*) FROM said WHERE said.e < v.e) AS lt, (SELECT count(*) FROM said WHERE said.e <= v.e) AS le, (SELECT count(*) FROM said WHERE said.e = v.e) AS eq,
	(SELECT count(*) FROM said WHERE said.e >= v.e) AS ge, (SELECT count(*) FROM said WHERE said.e > v.e) AS gt
FROM said AS v WHERE id % 97 = 0;
DROP INDEX said_e_btree, said_a_btree;
CREATE INDEX said_e_hash ON said USING hash (e);
CREATE INDEX said_a_hash ON said USING hash (a);
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE e = '{s1,s4:0.25}';
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE a = 's4';
SELECT array_agg(id ORDER BY id) FROM said WHERE e = '{s1,s4:0.5}';
SELECT array_agg(id ORDER BY id) FROM said WHERE a = 's4:0.75';
DROP INDEX said_e_hash, said_a_hash;
RESET enable_sort;
RESET enable_bitmapscan;
RESET enable_seqscan;
SELECT count(*), count(*) FILTER (WHERE counted.lt = w.lt AND counted.le = w.le AND counted.eq = w.eq AND counted.ge = w.ge AND counted.gt = w.gt) AS as_without_index
FROM counted, LATERAL (SELECT count(*) FILTER (WHERE said.e < v.e) AS lt, count(*) FILTER (WHERE said.e <= v.e) AS le, count(*) FILTER (WHERE said.e = v.e) AS eq,
	count(*) FILTER (WHERE said.e >= v.e) AS ge, count(*) FILTER (WHERE said.e > v.e) AS gt FROM said, said AS v WHERE v.id = counted.id) AS w;

-- Unique, primary and foreign keys
CREATE TEMP TABLE once (a attribution PRIMARY KEY, e evidence UNIQUE);
INSERT INTO once VALUES ('a<(b,c)', '{a,b}');
INSERT INTO once VALUES ('a<(c,b)', '{c}');
INSERT INTO once VALUES ('b', '{b,a}');
INSERT INTO once VALUES ('b', '{c}') ON CONFLICT DO NOTHING;
CREATE TEMP TABLE refers (a attribution REFERENCES once);
INSERT INTO refers VALUES ('a<(c,b)');
INSERT INTO refers VALUES ('z');
-- Values too large for a btree can still be hashed
INSERT INTO stored SELECT 3, evidence_agg(said_by(md5(i::text))) FROM generate_series(1, 500) AS i;
\set VERBOSITY sqlstate
CREATE INDEX ON stored (e);
\set VERBOSITY default
CREATE INDEX ON stored USING hash (e);
SET enable_seqscan = off;
SELECT id FROM stored WHERE e = (SELECT evidence_agg(said_by(md5(i::text))) FROM generate_series(500, 1, -1) AS i);
RESET enable_seqscan;
DROP TABLE refers, once;

--
-- GIN: which rows mention a source or affiliation
--

INSERT INTO said VALUES (3000, NULL, '{}'), (3001, NULL, NULL), (3002, 'é<"x y"@z', '{!é,w@é}');
CREATE INDEX said_e_gin ON said USING gin (e);
CREATE INDEX said_a_gin ON said USING gin (a);
CREATE TEMP TABLE query (n integer, kind text, condition text);
INSERT INTO query
SELECT row_number() OVER (), kind, condition
FROM (
	SELECT 'e' AS kind, format('e ? %L', name) AS condition FROM unnest(ARRAY['s1', 't3', 'u0', 'nobody', '', 'é', U&'e\0301', E'a\n']) AS name
	UNION ALL SELECT 'e', format('e %s %L', operator, names)
	FROM unnest('{?|,?&}'::text[]) AS operator, unnest(ARRAY['{s1,t3}', '{s1,nobody}', '{}', '{NULL}', '{s1,NULL}', '{s1,""}', '{""}', '{s1,s1}', '{u0,u13,s0}']) AS names
	UNION ALL SELECT 'e', format('e @> %L::%s', part, type)
	FROM unnest('{evidence,attribution}'::text[]) AS type, unnest(ARRAY['{s1}', '{s1:0.5}', '{!s4}', '{s3<(s3,t3)}', '{s0@u0}', '{nobody}', '{!é}', '{w@é}']) AS part
	UNION ALL SELECT 'e', 'e @> ''{}''::evidence' UNION ALL SELECT 'e', 'e @> ''{s1,s4}''::evidence' UNION ALL SELECT 'e', 'e @> NULL::evidence'
	UNION ALL SELECT 'e', 'e ? NULL' UNION ALL SELECT 'e', 'e ?& NULL' UNION ALL SELECT 'e', 'e ? ''s1'' AND NOT e ? ''s4''' UNION ALL SELECT 'e', 'e ? ''s1'' AND e ?| ''{s4,s5}'''
	UNION ALL SELECT 'a', format('a ? %L', name) FROM unnest(ARRAY['s1', 't3', 'u0', 'nobody', '', 'é', 'x y', 'z']) AS name
	UNION ALL SELECT 'a', format('a %s %L', operator, names) FROM unnest('{?|,?&}'::text[]) AS operator, unnest(ARRAY['{s1,t3}', '{}', '{s1,""}', '{é,z}']) AS names
	UNION ALL SELECT 'a', format('a @> %L::%s', part, type)
	FROM unnest('{evidence,attribution}'::text[]) AS type, unnest(ARRAY['{s1}', '{s1:0.5}', '{!s6}', '{s0@u0}']) AS part
	UNION ALL SELECT 'a', 'a @> ''{}''::evidence' UNION ALL SELECT 'a', 'a @> ''{s1,s4}''::evidence'
) AS q;
-- The ids that a condition finds, and whether the index of its kind was used
CREATE FUNCTION pg_temp.found(kind text, condition text, indexed boolean, OUT ids integer[], OUT used boolean) LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	PERFORM set_config('enable_seqscan', (NOT indexed)::text, true), set_config('enable_bitmapscan', indexed::text, true);
	used := false;
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) SELECT id FROM said WHERE ' || condition LOOP
		used := used OR line ~ format('Bitmap Index Scan on said_%s_gin', kind);
	END LOOP;
	EXECUTE 'SELECT array_agg(id ORDER BY id) FROM said WHERE ' || condition INTO ids;
END
$$;
SELECT condition, cardinality(i.ids) AS found, i.used AS index_used, i.ids IS NOT DISTINCT FROM s.ids AND NOT s.used AS as_without_index
FROM query, pg_temp.found(kind, condition, true) AS i, pg_temp.found(kind, condition, false) AS s ORDER BY n;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE e ? 's1' AND a ?& '{s1,t3}';
EXPLAIN (COSTS OFF) SELECT id FROM said WHERE e @> 's1'::attribution;
RESET enable_seqscan;
-- After changes, and with the list of pending entries emptied
UPDATE said SET e = e || 'late@u99' WHERE id = 1;
DELETE FROM said WHERE id = 5;
VACUUM said;
SELECT condition, i.ids, i.used AS index_used, i.ids IS NOT DISTINCT FROM s.ids AS as_without_index
FROM (VALUES ('e ? ''late'''), ('e ? ''u99'''), ('e ?& ''{late,s1}''')) AS v (condition), pg_temp.found('e', condition, true) AS i, pg_temp.found('e', condition, false) AS s;

DROP TABLE said, stored, sorted, hashed, counted, query;
