-- What must hold for all evidence, looked for in 2,400 random values. Where a property fails, the values that break
-- it are shown.

\ir include/begin.sql
\ir include/specimens.sql

SELECT setseed(0.19) \g /dev/null

-- not temporary: workers of parallel plans cannot see temporary tables
CREATE TABLE specimen AS SELECT * FROM random_specimens(2400, 8, 12);
ALTER TABLE specimen ADD PRIMARY KEY (id);
ANALYZE specimen;

-- The same in relations, by way of JSON
CREATE TABLE fact AS SELECT id, f.* FROM specimen, facts_about_sources(e) AS f;
CREATE INDEX ON fact (id, source);
CREATE TABLE said AS SELECT id, f.* FROM specimen, facts_of_sides(e) AS f;
CREATE INDEX ON said (id, side, source);
CREATE TABLE unit AS
	SELECT id, u.n AS unit, s.source
	FROM specimen, units(e) WITH ORDINALITY AS u (sources, n), unnest(u.sources) AS s (source);
CREATE INDEX ON unit (id, source);
ANALYZE fact, said, unit;

-- Pairs and triples of neighbours, the last with the first
CREATE TABLE pair AS
	SELECT x.id, x.e AS a, y.e AS b, z.e AS c
	FROM specimen AS x
	JOIN specimen AS y ON y.id = x.id % 2400 + 1
	JOIN specimen AS z ON z.id = y.id % 2400 + 1;

-- Each figure to the bit
CREATE FUNCTION figures(e evidence) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT concat_ws(' ', corroboration(e), corroboration_firsthand(e), contradiction(e), status(e), is_exact(e),
		'support', float8send(support(e)), 'denial', float8send(denial(e)), 'belief', float8send(belief(e)))
$$;

SELECT no_plan();


-- The specimens are worth looking at

SELECT cmp_ok(count(*), '>=', 2000::bigint, 'specimens') FROM specimen;
SELECT cmp_ok(count(*), '>', 100::bigint, 'many have several independent sources') FROM specimen WHERE corroboration(e) > 3;
SELECT cmp_ok(count(*), '>', 20::bigint, 'some have nothing but someone unknown') FROM specimen
WHERE corroboration(e) = 1 AND NOT EXISTS (SELECT FROM chains(e));
SELECT cmp_ok(count(*), '>', 100::bigint, 'some are contradicted by several') FROM specimen WHERE contradiction(e) > 1;
SELECT cmp_ok(count(*), '>', 500::bigint, 'many sources are discredited') FROM fact WHERE rating = 0;
SELECT cmp_ok(count(*), '>', 500::bigint, 'many sources count as one with others') FROM
	(SELECT FROM unit GROUP BY id, unit HAVING count(*) > 1) AS u;


-- Merging is a join of a semilattice, to the byte

SELECT is_empty($$ SELECT a, b FROM pair WHERE (a || b)::bytea <> (b || a)::bytea LIMIT 3 $$,
	'|| is commutative');
SELECT is_empty($$ SELECT a, b, c FROM pair WHERE ((a || b) || c)::bytea <> (a || (b || c))::bytea LIMIT 3 $$,
	'|| is associative');
SELECT is_empty($$ SELECT a FROM pair WHERE (a || a)::bytea <> a::bytea LIMIT 3 $$,
	'|| is idempotent');
SELECT is_empty($$ SELECT a, b FROM pair WHERE ((a || b) || a)::bytea <> (a || b)::bytea LIMIT 3 $$,
	'a part merged again changes nothing');
SELECT is_empty($$ SELECT a FROM pair WHERE ('{}'::evidence || a)::bytea <> a::bytea OR (a || '{}'::evidence)::bytea <> a::bytea LIMIT 3 $$,
	'{} is neutral');
SELECT is_empty(
	$$
	SELECT id, statements, e FROM specimen
	WHERE e::bytea <> (SELECT evidence_agg(s::attribution) FROM unnest(statements) AS s)::bytea LIMIT 3
	$$,
	'evidence is its statements merged');
SELECT is_empty(
	$$
	SELECT a, b FROM (
		SELECT statements[1]::attribution AS a, statements[2]::attribution AS b
		FROM specimen WHERE cardinality(statements) >= 2
	) AS s
	WHERE NOT (a || b)::bytea = ALL (ARRAY[
		(a::evidence || b)::bytea, (a || b::evidence)::bytea, (a::evidence || b::evidence)::bytea, merge(b, a)::bytea])
	LIMIT 3
	$$,
	'|| is the same for every mix of the two types');
SELECT is_empty(
	$$
	SELECT p.id, f.source FROM pair AS p, facts_about_sources(a || b) AS f
	WHERE f.rating IS DISTINCT FROM least(
		(SELECT rating FROM fact WHERE fact.id = p.id AND fact.source = f.source),
		(SELECT x.rating FROM facts_about_sources(b) AS x WHERE x.source = f.source))
	AND p.id % 4 = 0
	LIMIT 3
	$$,
	'the lower rating wins, unrated is neutral');


-- Text, JSON and binary hold all of it

SELECT is_empty($$ SELECT e FROM specimen WHERE e::text::evidence::bytea <> e::bytea LIMIT 3 $$,
	'text reads back the same');
SELECT is_empty($$ SELECT e, e::text::evidence FROM specimen WHERE e::text::evidence::text <> e::text LIMIT 3 $$,
	'and prints the same');
SELECT is_empty(
	$$
	SELECT a, a::text FROM (SELECT unnest(statements)::attribution AS a FROM specimen) AS s
	WHERE a::text::attribution::bytea <> a::bytea OR ('{' || a::text || '}')::evidence::bytea <> a::bytea
		OR a::evidence::attribution::bytea <> a::bytea OR a::evidence::text <> '{' || a::text || '}'
	LIMIT 3
	$$,
	'so does an attribution, and it is evidence with one statement');
SELECT is_empty($$ SELECT e FROM specimen WHERE e::json::evidence::bytea <> e::bytea OR e::jsonb::evidence::bytea <> e::bytea LIMIT 3 $$,
	'json and jsonb read back the same');
SELECT is_empty($$ SELECT e FROM specimen WHERE e::json::jsonb <> e::jsonb OR to_jsonb(e) <> e::jsonb LIMIT 3 $$,
	'json and jsonb agree');
SELECT is_empty($$ SELECT e FROM specimen WHERE e::text !~ '"' AND regexp_replace(e::text, '([{}(),<!*?@:])', E' \n\\1\t', 'g')::evidence::bytea <> e::bytea LIMIT 3 $$,
	'white space does not matter');

-- The order of statements and grounds in what is read does not matter: the jsonb of a value has another one
SELECT is_empty(
	$$
	SELECT statements, e FROM specimen
	WHERE in_braces(ARRAY(SELECT s FROM unnest(statements) WITH ORDINALITY AS u (s, n) ORDER BY n DESC))::evidence::bytea <> e::bytea
	LIMIT 3
	$$,
	'the order of statements does not matter');

-- Binary, out and in again through psql's COPY
\set file `mktemp`
\setenv CORROBORATE_BINARY :file
CREATE TABLE received (id integer, e evidence, a attribution);
\copy (SELECT id, e, statements[1]::attribution FROM specimen) TO PROGRAM 'cat > "$CORROBORATE_BINARY"' WITH (FORMAT binary)
\copy received FROM PROGRAM 'cat "$CORROBORATE_BINARY"' WITH (FORMAT binary)
\! rm -f "$CORROBORATE_BINARY"
SELECT is(count(*), (SELECT count(*) FROM specimen), 'binary: all come back') FROM received;
SELECT is_empty(
	$$
	SELECT s.e FROM specimen AS s JOIN received AS r USING (id)
	WHERE r.e::bytea <> s.e::bytea OR r.a::bytea IS DISTINCT FROM s.statements[1]::attribution::bytea LIMIT 3
	$$,
	'binary: the same, figures included');


-- Equality, order and hash are of one mind

SELECT is_empty(
	$$
	SELECT x.e, y.e FROM specimen AS x JOIN specimen AS y ON x.id < y.id AND y.id < x.id + 40
	WHERE (x.e = y.e) <> (x.e::bytea = y.e::bytea)
		OR (x.e = y.e) <> (evidence_send(x.e) = evidence_send(y.e))
		OR (x.e = y.e) <> (x.e::text = y.e::text)
		OR (x.e = y.e AND figures(x.e) <> figures(y.e))
	LIMIT 3
	$$,
	'equal is equal text, equal bytes and equal figures');
SELECT is_empty(
	$$
	SELECT x.e, y.e, evidence_cmp(x.e, y.e) FROM specimen AS x JOIN specimen AS y ON x.id < y.id AND y.id < x.id + 40
	WHERE evidence_cmp(x.e, y.e) <> -evidence_cmp(y.e, x.e)
		OR (x.e < y.e) <> (evidence_cmp(x.e, y.e) < 0)
		OR (x.e <= y.e) <> (evidence_cmp(x.e, y.e) <= 0)
		OR (x.e = y.e) <> (evidence_cmp(x.e, y.e) = 0)
		OR (x.e <> y.e) <> (evidence_cmp(x.e, y.e) <> 0)
		OR (x.e >= y.e) <> (evidence_cmp(x.e, y.e) >= 0)
		OR (x.e > y.e) <> (evidence_cmp(x.e, y.e) > 0)
	LIMIT 3
	$$,
	'the comparisons agree');
SELECT is_empty(
	$$
	SELECT before, e FROM (SELECT e, lag(e) OVER (ORDER BY e) AS before, first_value(e) OVER (ORDER BY e) AS first FROM specimen) AS s
	WHERE e < before OR e < first LIMIT 3
	$$,
	'sorting sorts');
SELECT is_empty(
	$$
	SELECT x.e, evidence_hash(x.e), evidence_hash_extended(x.e, 0) FROM specimen AS x
	WHERE evidence_hash(x.e) <> evidence_hash(x.e::text::evidence)
		OR evidence_hash_extended(x.e, 42) <> evidence_hash_extended(x.e::text::evidence, 42)
		OR evidence_hash(x.e) <> (evidence_hash_extended(x.e, 0) & 4294967295)::bit(32)::integer
	LIMIT 3
	$$,
	'equal values have equal hashes, and the extended hash begins with the hash');
SELECT cmp_ok(count(DISTINCT evidence_hash(e)), '>=', count(DISTINCT e) - 2, 'different values have different hashes') FROM specimen;

SET LOCAL enable_hashagg = off;
CREATE TEMP TABLE by_sort AS SELECT e, count(*) AS n FROM specimen GROUP BY e;
SET LOCAL enable_hashagg = on;
SET LOCAL enable_sort = off;
CREATE TEMP TABLE by_hash AS SELECT e, count(*) AS n FROM specimen GROUP BY e;
SET LOCAL enable_sort = on;
SELECT set_eq('SELECT e::bytea, n FROM by_sort', 'SELECT e::bytea, n FROM by_hash', 'grouped by sort as by hash');
SELECT set_eq('SELECT e::bytea, n FROM by_sort', 'SELECT e::bytea, count(*) FROM specimen GROUP BY 1', 'and as by bytes');


-- The figures among themselves

SELECT is_empty($$ SELECT e FROM specimen WHERE corroboration_firsthand(e) > corroboration(e) LIMIT 3 $$,
	'no more know first-hand than there are');
SELECT is_empty(
	$$ SELECT e, mirrored(e) FROM specimen WHERE mirrored(mirrored(e))::bytea <> e::bytea LIMIT 3 $$,
	'mirrored twice is the same');
SELECT is_empty(
	$$
	SELECT e, mirrored(e) FROM specimen
	WHERE contradiction(e) <> corroboration(mirrored(e)) OR corroboration(e) <> contradiction(mirrored(e))
		OR float8send(denial(e)) IS DISTINCT FROM float8send(support(mirrored(e)))
		OR float8send(support(e)) IS DISTINCT FROM float8send(denial(mirrored(e)))
		OR speakers(e) <> deniers(mirrored(e)) OR is_exact(e) <> is_exact(mirrored(e))
		OR rests_on(e) <> rests_on(mirrored(e), true)
		OR ARRAY(SELECT chains(e, true)::text) <> ARRAY(SELECT chains(mirrored(e))::text)
	LIMIT 3
	$$,
	'each side is computed as the other is');
SELECT is_empty($$ SELECT e FROM specimen WHERE disputed(e) <> (contradiction(e) > 0) LIMIT 3 $$, 'disputed');
SELECT is_empty(
	$$
	SELECT e, threshold, status(e, threshold) FROM specimen, generate_series(2, 5) AS threshold
	WHERE status(e, threshold) <> CASE
		WHEN corroboration(e) = 0 THEN 'unsupported'
		WHEN corroboration_firsthand(e) >= threshold THEN 'corroborated_firsthand'
		WHEN corroboration(e) >= threshold THEN 'corroborated'
		ELSE 'uncorroborated' END::corroboration_status
	LIMIT 3
	$$,
	'status');
SELECT is_empty(
	$$
	SELECT e, support(e), denial(e), belief(e), o.*
	FROM (SELECT e, coalesce(support(e), 0)::float8 AS s, coalesce(denial(e), 0)::float8 AS t FROM specimen) AS x, opinion(e) AS o
	WHERE NOT CASE
		WHEN support(e) IS NULL AND denial(e) IS NULL
		THEN belief(e) IS NULL AND o.belief IS NULL AND o.disbelief IS NULL AND o.uncertainty IS NULL
		WHEN s = 1 AND t = 1
		THEN belief(e) = 0.5 AND (o.belief, o.disbelief, o.uncertainty) = (0.5, 0.5, 0)
		ELSE belief(e) = o.belief
			AND abs(o.belief - s * (1 - t) / (1 - s * t)) < 1e-12
			AND abs(o.disbelief - t * (1 - s) / (1 - s * t)) < 1e-12
			AND abs(o.uncertainty - (1 - s) * (1 - t) / (1 - s * t)) < 1e-12
	END
	LIMIT 3
	$$,
	'belief, disbelief and uncertainty by their formulas');
SELECT is_empty(
	$$
	SELECT e, o.* FROM specimen, opinion(e) AS o
	WHERE abs(o.belief::float8 + o.disbelief::float8 + o.uncertainty::float8 - 1) > 1e-12
		OR NOT (o.belief BETWEEN 0 AND 1 AND o.disbelief BETWEEN 0 AND 1 AND o.uncertainty BETWEEN 0 AND 1)
	LIMIT 3
	$$,
	'an opinion adds up to 1');
SELECT is_empty($$ SELECT e FROM specimen WHERE NOT is_exact(e) LIMIT 3 $$, 'specimens are small enough to be exact');
SELECT is_empty(
	$$
	SELECT e, speakers(e), deniers(e), sources(e) FROM specimen AS s
	WHERE speakers(e) <> ARRAY(SELECT source FROM said WHERE id = s.id AND side = 'for' AND speaks ORDER BY source COLLATE "C")
		OR deniers(e) <> ARRAY(SELECT source FROM said WHERE id = s.id AND side = 'against' AND speaks ORDER BY source COLLATE "C")
		OR sources(e) <> ARRAY(SELECT source FROM fact WHERE id = s.id ORDER BY source COLLATE "C")
		OR sources(e) <> ARRAY(SELECT source FROM unit WHERE id = s.id ORDER BY source COLLATE "C")
	LIMIT 3
	$$,
	'speakers, deniers and sources are those of the JSON, and each source is of one unit');


-- Chains are a proof of the count

CREATE TABLE chain AS
	SELECT s.id, side, c.n AS chain, u.n AS place, u.source, unit.unit
	FROM specimen AS s
	CROSS JOIN (VALUES ('for'), ('against')) AS sides (side)
	CROSS JOIN LATERAL chains(e, side = 'against') WITH ORDINALITY AS c (sources, n)
	CROSS JOIN LATERAL unnest(c.sources) WITH ORDINALITY AS u (source, n)
	JOIN unit ON unit.id = s.id AND unit.source = u.source;
CREATE INDEX ON chain (id, side);
ANALYZE chain;
CREATE TABLE chain_count AS
	SELECT
		id, side, e,
		CASE side WHEN 'for' THEN corroboration(e) ELSE contradiction(e) END AS count,
		(SELECT count(DISTINCT chain) FROM chain WHERE chain.id = specimen.id AND chain.side = sides.side) AS chains,
		rests_on(e, side = 'against') AS rests_on
	FROM specimen, (VALUES ('for'), ('against')) AS sides (side);

SELECT cmp_ok(count(*), '>', 100::bigint, 'many chains are long') FROM chain WHERE place = 3;
SELECT is_empty($$ SELECT * FROM chain_count WHERE chains <> cardinality(rests_on) LIMIT 3 $$,
	'it rests on as many as there are chains');
-- Someone unknown counts once where there is no chain
SELECT is_empty($$ SELECT * FROM chain_count WHERE chains <> count AND NOT (chains = 0 AND count = 1) LIMIT 3 $$,
	'the count is the number of chains');
SELECT is_empty(
	$$ SELECT id, side, unit FROM chain GROUP BY id, side, unit HAVING count(DISTINCT chain) > 1 LIMIT 3 $$,
	'no two chains share a unit');
SELECT is_empty(
	$$
	SELECT id, side, chain, unit FROM chain
	GROUP BY id, side, chain, unit HAVING max(place) - min(place) >= count(*) OR count(*) > count(DISTINCT source) LIMIT 3
	$$,
	'no chain comes back to a unit or a source');
SELECT is_empty(
	$$
	SELECT chain.* FROM chain JOIN fact USING (id, source) WHERE rating = 0 LIMIT 3
	$$,
	'no chain runs through a discredited source');
SELECT is_empty(
	$$
	SELECT x.* FROM chain AS x LEFT JOIN said USING (id, side, source)
	WHERE place = 1 AND speaks IS NOT TRUE LIMIT 3
	$$,
	'chains start with a speaker');
SELECT is_empty(
	$$
	SELECT x.* FROM chain AS x LEFT JOIN said USING (id, side, source)
	WHERE place = (SELECT max(place) FROM chain AS y WHERE (y.id, y.side, y.chain) = (x.id, x.side, x.chain))
		AND NOT coalesce(firsthand OR NOT "unknown" AND cites = '{}', true) LIMIT 3
	$$,
	'chains end with one that knows first-hand or does not state how it knows');
SELECT is_empty(
	$$
	SELECT x.*, y.source FROM chain AS x
	JOIN chain AS y ON (y.id, y.side, y.chain, y.place) = (x.id, x.side, x.chain, x.place + 1)
	LEFT JOIN said ON (said.id, said.side, said.source) = (x.id, x.side, x.source)
	WHERE x.unit <> y.unit AND (y.source = ANY (cites)) IS NOT TRUE LIMIT 3
	$$,
	'each link is a citation, or inside a unit');
SELECT is_empty(
	$$
	SELECT s.e, origins(s.e), x.source FROM specimen AS s JOIN chain AS x USING (id)
	WHERE side = 'for' AND place = (SELECT max(place) FROM chain AS y WHERE (y.id, y.side, y.chain) = (x.id, x.side, x.chain))
		AND x.source <> ALL (origins(s.e)) LIMIT 3
	$$,
	'origins has the end of each chain');

-- Those mentioned alive on a side: who speaks and lives, and whom they cite, if alive
CREATE TABLE alive AS
	WITH RECURSIVE alive (id, side, source) AS (
		SELECT id, side, source FROM said WHERE speaks
			AND NOT EXISTS (SELECT FROM fact WHERE fact.id = said.id AND fact.source = said.source AND rating = 0)
		UNION
		SELECT id, side, fact.source
		FROM alive JOIN said USING (id, side, source) JOIN fact USING (id)
		WHERE fact.source = ANY (cites) AND rating IS DISTINCT FROM 0
	)
	SELECT * FROM alive;
CREATE INDEX ON alive (id, side, source);
ANALYZE alive;

SELECT is_empty(
	$$ SELECT chain.* FROM chain LEFT JOIN alive USING (id, side, source) WHERE alive.id IS NULL LIMIT 3 $$,
	'all in chains are mentioned alive');
SELECT is_empty(
	$$
	SELECT e, origins(e) FROM specimen AS s
	WHERE origins(e) <> ARRAY(
		SELECT source FROM alive LEFT JOIN said USING (id, side, source)
		WHERE alive.id = s.id AND side = 'for' AND coalesce(firsthand OR NOT "unknown" AND cites = '{}', true)
		ORDER BY source COLLATE "C")
	LIMIT 3
	$$,
	'origins are those alive that know, or do not state how they know');
SELECT is_empty(
	$$
	SELECT c.*, r.source FROM chain_count AS c, unnest(rests_on) AS r (source)
	WHERE r.source <> (
		SELECT min(y.source COLLATE "C") FROM unit AS x JOIN unit AS y USING (id, unit) JOIN alive ON (alive.id, alive.side, alive.source) = (y.id, c.side, y.source)
		WHERE x.id = c.id AND x.source = r.source)
	LIMIT 3
	$$,
	'units that it rests on are named by the first of their sources alive on that side');
SELECT is_empty(
	$$
	SELECT c.id, c.side, c.rests_on, chain FROM chain_count AS c JOIN chain USING (id, side)
	LEFT JOIN LATERAL (
		SELECT unit FROM unit JOIN unnest(rests_on) AS r (source) USING (source) WHERE unit.id = c.id
	) AS cut ON cut.unit = chain.unit
	GROUP BY c.id, c.side, c.rests_on, chain HAVING count(DISTINCT cut.unit) <> 1 LIMIT 3
	$$,
	'each chain runs through one unit that it rests on');


-- Discrediting

CREATE FUNCTION discredit_all(e evidence, sources text[]) RETURNS evidence LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	source text;
BEGIN
	FOREACH source IN ARRAY sources LOOP
		e := discredit(e, source);
	END LOOP;
	RETURN e;
END
$$;

SELECT is_empty(
	$$
	SELECT e, fallen FROM (
		SELECT e, side, discredit_all(e, ARRAY(
			SELECT DISTINCT y.source FROM unit AS x JOIN unit AS y USING (id, unit) WHERE x.id = c.id AND x.source = ANY (rests_on)
		)) AS fallen
		FROM chain_count AS c WHERE chains > 0
	) AS s
	-- 1 by someone unknown, who is in no chain
	WHERE CASE side WHEN 'for' THEN corroboration(fallen) ELSE contradiction(fallen) END > 1
		OR EXISTS (SELECT FROM chains(fallen, side = 'against'))
		OR CASE side WHEN 'for' THEN support(fallen) ELSE denial(fallen) END IS NOT NULL
	LIMIT 3
	$$,
	'without those it rests on nothing is left');

CREATE VIEW specimen_source AS
	SELECT id, e, source, (SELECT min(source) FROM fact AS f WHERE f.id = s.id AND f.source > fact.source) AS other
	FROM specimen AS s JOIN fact USING (id);

SELECT is_empty(
	$$ SELECT e, source FROM specimen_source WHERE discredit(discredit(e, source), source)::bytea <> discredit(e, source)::bytea LIMIT 3 $$,
	'discredit is idempotent');
SELECT is_empty(
	$$
	SELECT e, source, other FROM specimen_source
	WHERE discredit(discredit(e, source), other)::bytea <> discredit(discredit(e, other), source)::bytea LIMIT 3
	$$,
	'the order in which sources are discredited does not matter');
SELECT is_empty(
	$$
	SELECT e, source FROM specimen_source
	WHERE discredit(e, source)::jsonb <> jsonb_set(e::jsonb, ARRAY['sources', source, 'rating'], '0') LIMIT 3
	$$,
	'discredit sets the rating to 0 and nothing else');
SELECT is_empty($$ SELECT e FROM specimen WHERE discredit(e, 'nobody')::bytea <> e::bytea LIMIT 3 $$,
	'whom it does not mention cannot be discredited');
SELECT is_empty(
	$$
	SELECT e, source, d FROM (SELECT *, discredit(e, source) AS d FROM specimen_source) AS s
	WHERE corroboration(d) > corroboration(e) OR corroboration_firsthand(d) > corroboration_firsthand(e)
		OR contradiction(d) > contradiction(e)
		OR coalesce(support(d), 0) > coalesce(support(e), 0) + 1e-12 OR coalesce(denial(d), 0) > coalesce(denial(e), 0) + 1e-12
	LIMIT 3
	$$,
	'discrediting raises no count and no probability');
SELECT is_empty(
	$$
	SELECT e, source FROM specimen_source WHERE NOT e <@ discredit(e, source) LIMIT 3
	$$,
	'discrediting is merging');


-- Retracting

-- What statements other than the speaker's still lead to, from the JSON
CREATE FUNCTION retracted(e evidence, speaker text) RETURNS evidence LANGUAGE sql IMMUTABLE AS $$
	WITH RECURSIVE said AS MATERIALIZED (
		SELECT * FROM facts_of_sides(e)
	), kept (side, source) AS (
		SELECT side, source FROM said WHERE speaks AND source <> speaker
		UNION
		SELECT side, cited FROM kept JOIN said USING (side, source), unnest(cites) AS cited
	), sides AS (
		SELECT side, jsonb_object_agg(source, CASE source WHEN speaker THEN (e::jsonb -> side -> source) - 'speaks'
			ELSE e::jsonb -> side -> source END) AS says
		FROM kept JOIN said USING (side, source) GROUP BY side
	)
	SELECT jsonb_build_object(
		'sources', coalesce((SELECT jsonb_object_agg(source, e::jsonb -> 'sources' -> source) FROM (SELECT DISTINCT source FROM kept) AS k), '{}'),
		'for', coalesce((SELECT says FROM sides WHERE side = 'for'), '{}'),
		'against', coalesce((SELECT says FROM sides WHERE side = 'against'), '{}'))::evidence
$$;

CREATE TABLE retraction AS
	SELECT id, e, source, retract(e, source) AS r FROM specimen_source;

SELECT is_empty($$ SELECT e, source, r FROM retraction WHERE source = ANY (speakers(r) || deniers(r)) LIMIT 3 $$,
	'what is retracted is stated no more');
SELECT is_empty(
	$$
	SELECT e, source, r FROM retraction
	WHERE speakers(r) <> array_remove(speakers(e), source) OR deniers(r) <> array_remove(deniers(e), source) LIMIT 3
	$$,
	'all others still state what they stated');
SELECT is_empty($$ SELECT e, source, r FROM retraction WHERE r::text::evidence::bytea <> r::bytea LIMIT 3 $$,
	'nothing is left behind that text cannot hold');
SELECT is_empty($$ SELECT e, source, r, retracted(e, source) FROM retraction WHERE id % 4 = 0 AND r::bytea <> retracted(e, source)::bytea LIMIT 3 $$,
	'exactly what no other statement leads to goes');
SELECT is_empty($$ SELECT e, source, r FROM retraction WHERE retract(r, source)::bytea <> r::bytea OR NOT r <@ e LIMIT 3 $$,
	'retract is idempotent and adds nothing');
SELECT is_empty(
	$$ SELECT e, source, r FROM retraction WHERE source <> ALL (speakers(e) || deniers(e)) AND r::bytea <> e::bytea LIMIT 3 $$,
	'who states nothing has nothing to retract');
SELECT is_empty(
	$$
	SELECT e FROM specimen
	WHERE retract(e || 'new-1<(new-2:0.5<new-3,new-4@somewhere,*)'::attribution || '!new-1<new-2', 'new-1')::bytea <> e::bytea LIMIT 3
	$$,
	'a statement that was added and retracted leaves no trace');


-- A copy adds nothing: someone who is of no unit yet and cites only live speakers of the same side

CREATE FUNCTION with_copy(e evidence, rating confidence, cites text[], denies boolean, affiliations text[] DEFAULT NULL) RETURNS evidence
LANGUAGE sql IMMUTABLE AS $$ SELECT e || said_by('copy', rating, cites, denies => denies, affiliations => affiliations) $$;

SELECT is_empty(
	$$
	SELECT s.e, a.side, a.source, x.rating, copied FROM specimen AS s
	JOIN said AS a USING (id)
	JOIN fact AS f ON (f.id, f.source) = (a.id, a.source)
	CROSS JOIN (VALUES (NULL::confidence), (0), (0.5), (1)) AS x (rating)
	CROSS JOIN LATERAL with_copy(s.e, x.rating, ARRAY[a.source], a.side = 'against') AS copied
	WHERE a.speaks AND f.rating IS DISTINCT FROM 0 AND figures(copied) <> figures(s.e)
	LIMIT 3
	$$,
	'a copy of a speaker changes no figure, and no bit of support and denial');
SELECT is_empty(
	$$
	SELECT s.e, a.side, a.speakers, x.rating, copied FROM specimen AS s
	JOIN (
		SELECT a.id, a.side, array_agg(a.source) AS speakers FROM said AS a JOIN fact AS f USING (id, source)
		WHERE a.speaks AND f.rating IS DISTINCT FROM 0 GROUP BY a.id, a.side
	) AS a USING (id)
	CROSS JOIN (VALUES (NULL::confidence), (1)) AS x (rating)
	CROSS JOIN LATERAL with_copy(s.e, x.rating, a.speakers, a.side = 'against', ARRAY['copyists']) AS copied
	WHERE figures(copied) <> figures(s.e)
	LIMIT 3
	$$,
	'nor does a copy of all of them, whatever it is affiliated with');
SELECT is_empty(
	$$
	SELECT s.e, a.source, copied FROM specimen AS s
	JOIN said AS a USING (id)
	JOIN fact AS f ON (f.id, f.source) = (a.id, a.source)
	CROSS JOIN LATERAL CAST (with_copy(s.e, 0.9, ARRAY[a.source], a.side = 'against')
		|| said_by('copy-2', 0.8, ARRAY['copy'], denies => a.side = 'against')
		|| said_by('copy-3', NULL, ARRAY['copy-2', a.source], denies => a.side = 'against') AS evidence) AS copied
	WHERE a.speaks AND f.rating IS DISTINCT FROM 0 AND figures(copied) <> figures(s.e)
	LIMIT 3
	$$,
	'nor do copies of copies');


-- A supporting attribution lowers nothing, unless it states a basis that was missing, joins units, or lowers a rating

CREATE FUNCTION harmless_addition(e evidence) RETURNS evidence LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	-- who has a basis on this side, or is not mentioned on it at all
	may_get_basis text[] := '{new-1,new-2,new-3}';
	mentioned text[];
	unrated text[] := '{new-1,new-2,new-3}';
	affiliations text[] := ARRAY(SELECT DISTINCT unnest(affiliations) FROM facts_about_sources(e));
	everyone text[] := sources(e) || '{new-1,new-2,new-3}';
	addition evidence := '{}';
	speaker text;
	cites text[];
BEGIN
	WITH RECURSIVE said AS MATERIALIZED (
		SELECT * FROM facts_of_sides(e) WHERE side = 'for'
	), mention (source) AS (
		SELECT source FROM said WHERE speaks
		UNION
		SELECT unnest(said.cites) FROM mention JOIN said USING (source)
	)
	SELECT may_get_basis || array_agg(s.source) FILTER (
			WHERE m.source IS NULL OR said.firsthand OR said."unknown" OR said.cites <> '{}')
	INTO may_get_basis
	FROM facts_about_sources(e) AS s LEFT JOIN mention AS m USING (source) LEFT JOIN said USING (source);

	SELECT unrated || array_agg(source) FILTER (WHERE rating IS NULL) INTO unrated FROM facts_about_sources(e);

	FOR i IN 1 .. 1 + floor(random() * 3)::integer LOOP
		speaker := everyone[1 + floor(random() * cardinality(everyone))::integer];
		cites := NULL;
		IF speaker = ANY (may_get_basis) AND random() < 0.7 THEN
			cites := ARRAY(SELECT everyone[1 + floor(random() * cardinality(everyone))::integer] FROM generate_series(1, i));
		END IF;
		addition := addition || said_by(
			speaker,
			-- the lower rating wins, so this lowers none; new sources may have any
			CASE
				WHEN speaker ~ '^new-' THEN (ARRAY[NULL, 0, 0.3, 1])[1 + floor(random() * 4)::integer]::confidence
				WHEN speaker = ANY (unrated) THEN (ARRAY[NULL, 0.1, 0.6, 1])[1 + floor(random() * 4)::integer]::confidence
				WHEN random() < 0.3 THEN 1
			END,
			cites,
			firsthand => cites IS NOT NULL AND random() < 0.3,
			"unknown" => cites IS NOT NULL AND random() < 0.2,
			-- one affiliation brings a new source into a unit, and joins no two that were there
			affiliations => CASE
				WHEN speaker = 'new-' || i AND random() < 0.4
				THEN ARRAY[coalesce(affiliations[1 + floor(random() * cardinality(affiliations))::integer], 'somewhere')]
			END);
	END LOOP;
	RETURN addition;
END
$$;

CREATE TABLE addition AS
	SELECT id, e, addition, e || addition AS more
	FROM (SELECT id, e, harmless_addition(e) AS addition FROM specimen, generate_series(1, 2)) AS s;

SELECT cmp_ok(count(*), '>', 1000::bigint, 'many additions raise a figure') FROM addition
WHERE corroboration(more) > corroboration(e) OR support(more) > support(e);
SELECT is_empty(
	$$
	SELECT id, e, addition, more, corroboration(e), corroboration(more) FROM addition
	WHERE corroboration(more) < corroboration(e) OR corroboration_firsthand(more) < corroboration_firsthand(e) LIMIT 3
	$$,
	'an addition lowers neither corroboration nor first-hand corroboration');
SELECT is_empty(
	$$
	SELECT id, e, addition, more, support(e), support(more) FROM addition
	WHERE support(e) IS NOT NULL AND support(more) IS NULL OR support(more)::float8 < support(e)::float8 - 1e-12
	LIMIT 3
	$$,
	'an addition does not lower support');
SELECT is_empty(
	$$ SELECT id, e, addition, more FROM addition WHERE contradiction(more) <> contradiction(e) LIMIT 3 $$,
	'an addition for the claim leaves contradiction as it is');

-- And those that may lower a figure do so only there
SELECT is(
	ARRAY[
		corroboration('{a,b}'::evidence || 'a<b'),
		corroboration('{a,b}'::evidence || 'a@x' || 'b@x'),
		corroboration('{a,b}'::evidence || 'a:0')],
	ARRAY[1, 1, 1],
	'a missing basis, a join and a lower rating lower corroboration');


-- Containment is merging that changes nothing

SELECT is_empty($$ SELECT a, b FROM pair WHERE (a @> b) <> ((a || b) = a) OR (a @> b) <> (b <@ a) LIMIT 3 $$,
	'@> is where merging changes nothing');
SELECT is_empty($$ SELECT a, b FROM pair WHERE NOT (a || b) @> a OR NOT (a || b) @> b OR NOT a @> a OR NOT a @> '{}'::evidence LIMIT 3 $$,
	'the whole contains its parts, itself and {}');
SELECT is_empty(
	$$
	SELECT e, part FROM specimen, unnest(statements) AS s, CAST (s AS attribution) AS part
	WHERE NOT e @> part OR NOT part <@ e OR (part @> e) <> ((part || e) = part) OR NOT part @> part LIMIT 3
	$$,
	'evidence contains its statements');
-- Near misses: one fact more, or one less
SELECT is_empty(
	$$
	SELECT e, source, x FROM specimen_source
	CROSS JOIN LATERAL (VALUES
		(retract(e, source)), (discredit(e, source)),
		(e || said_by(source, affiliations => ARRAY['p0'])), (e || said_by(source, cites => ARRAY[coalesce(other, 'someone')])),
		(e || said_by(source, 0.8)), (e || said_by(source, firsthand => true)), (e || said_by(source, denies => true))
	) AS near (x)
	WHERE (e @> x) <> ((e || x) = e) OR (x @> e) <> ((x || e) = x)
	LIMIT 3
	$$,
	'@> for values that differ in one fact');


-- Indexes answer as a scan does

CREATE TABLE indexed AS
	SELECT id, e, said FROM random_specimens(5000, 3, 8), LATERAL (
		-- one statement each
		SELECT coalesce(statements[1], 'nobody')::attribution AS said
	) AS s;
CREATE INDEX ON indexed USING gin (e);
CREATE INDEX ON indexed USING gin (said);
-- half of it by way of the list of pending entries
INSERT INTO indexed SELECT id + 5000, e, said FROM indexed WHERE id % 2 = 0;
ANALYZE indexed;

CREATE FUNCTION ids_where(condition text, by_index boolean, OUT ids integer[], OUT plan text) LANGUAGE plpgsql AS $$
DECLARE
	line text;
	query constant text := 'SELECT array_agg(id ORDER BY id) FROM indexed WHERE ' || condition;
BEGIN
	PERFORM set_config('enable_seqscan', CASE WHEN by_index THEN 'off' ELSE 'on' END, true),
		set_config('enable_bitmapscan', CASE WHEN by_index THEN 'on' ELSE 'off' END, true),
		set_config('enable_indexscan', CASE WHEN by_index THEN 'on' ELSE 'off' END, true);
	EXECUTE query INTO ids;
	plan := '';
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		plan := plan || line || E'\n';
	END LOOP;
END
$$;

CREATE TABLE probe AS
	-- values
	SELECT format('%I %s %L::%s', col, '@>', value, type) AS condition
	FROM (VALUES ('e'), ('said')) AS cols (col),
	(
		SELECT s::attribution::text, type FROM specimen, unnest(statements) AS s, (VALUES ('attribution'), ('evidence')) AS t (type)
		WHERE id <= 30 AND length(s) < 20
		UNION VALUES ('{}', 'evidence'), ('a', 'attribution'), ('kcna', 'attribution'), ('kcna<*', 'attribution'),
			('{a,kcna}', 'evidence'), ('!a', 'attribution'), ('nobody', 'attribution'), ('a@p0', 'attribution')
	) AS probes (value, type)
	UNION ALL
	-- names: of sources, of affiliations, as typed and normalised, and of no one
	SELECT format('%I ? %L', col, name)
	FROM (VALUES ('e'), ('said')) AS cols (col),
		(SELECT DISTINCT source FROM fact UNION SELECT unnest(affiliations) FROM fact UNION VALUES ('nobody'), ('nothing'), (U&'cafe\0301')) AS names (name)
	UNION ALL
	-- lists of names
	SELECT format('%I %s %L', col, operator, list)
	FROM (VALUES ('e'), ('said')) AS cols (col), (VALUES ('?|'), ('?&')) AS operators (operator), (
		SELECT ARRAY(SELECT source FROM fact WHERE fact.id = specimen.id AND hashtext(source) % 3 = 0) FROM specimen WHERE id <= 12
		UNION VALUES (ARRAY[]::text[]), ('{a,nothing}'), ('{nothing}'), ('{a,a}'), ('{a,NULL}'), ('{NULL}')
	) AS lists (list);

CREATE TABLE probed AS
	SELECT condition, scan.ids AS scanned, index.ids AS indexed, index.plan
	FROM probe, ids_where(condition, false) AS scan, ids_where(condition, true) AS index;
SELECT ids_where('true', false) \g /dev/null
RESET enable_seqscan;
RESET enable_bitmapscan;
RESET enable_indexscan;

SELECT is_empty($$ SELECT condition, plan FROM probed WHERE plan !~ 'Bitmap Index Scan' LIMIT 3 $$,
	'every probe goes through the index');
SELECT is_empty(
	$$ SELECT condition, cardinality(scanned), cardinality(indexed) FROM probed WHERE scanned IS DISTINCT FROM indexed LIMIT 3 $$,
	'the index finds what a scan finds');
SELECT cmp_ok(count(*), '>', 50::bigint, 'many probes find some rows and not all') FROM probed
WHERE cardinality(scanned) BETWEEN 1 AND 7499;
SELECT is_empty(
	$$
	SELECT e, name FROM specimen, (SELECT DISTINCT source FROM fact UNION SELECT unnest(affiliations) FROM fact) AS names (name)
	WHERE id <= 600 AND (e ? name) <> EXISTS (
		SELECT FROM fact WHERE fact.id = specimen.id AND (source = name OR name = ANY (affiliations)))
	LIMIT 3
	$$,
	'? is whether a source or an affiliation has that name');
SELECT is_empty(
	$$
	SELECT e FROM specimen
	WHERE NOT e ?& sources(e) OR (e ?| sources(e)) <> (sources(e) <> '{}') OR e ?| '{}' OR NOT e ?& '{}' OR e ?& (sources(e) || 'nothing'::text)
		OR NOT e ?| (sources(e) || 'nothing'::text) AND sources(e) <> '{}'
	LIMIT 3
	$$,
	'?| is any, ?& is all');


-- The aggregate, however it is computed

CREATE TABLE statement (claim integer, n integer, said attribution) PARTITION BY HASH (claim);
CREATE TABLE statement_0 PARTITION OF statement FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE statement_1 PARTITION OF statement FOR VALUES WITH (MODULUS 2, REMAINDER 1);
-- groups of very different sizes
INSERT INTO statement
	SELECT CASE WHEN id % 5 = 0 THEN id % 7 ELSE id % 400 + 10 END, id * 10 + n, s::attribution
	FROM specimen, unnest(statements) WITH ORDINALITY AS u (s, n);
ANALYZE statement;

CREATE FUNCTION plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	line text;
	plan text := '';
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		plan := plan || line || E'\n';
	END LOOP;
	RETURN plan;
END
$$;

\set gather 'SELECT claim, evidence_agg(said)::bytea FROM statement GROUP BY claim'

-- one row after another, by ||
CREATE AGGREGATE merged(evidence) (SFUNC = merge, STYPE = evidence, INITCOND = '{}');
CREATE TABLE expected AS SELECT claim, merged(said)::bytea AS bytes FROM statement GROUP BY claim;

SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL enable_hashagg = off;
SELECT matches(plan_of(:'gather'), 'GroupAggregate', 'sorted: the plan');
SELECT set_eq(:'gather', 'TABLE expected', 'sorted: the evidence is as merged by ||');
SET LOCAL enable_hashagg = on;
SET LOCAL enable_sort = off;
SELECT matches(plan_of(:'gather'), 'HashAggregate', 'hashed: the plan');
SELECT set_eq(:'gather', 'TABLE expected', 'hashed: the evidence is the same');
-- so little memory that groups go to disk
SET LOCAL work_mem = '64kB';
SET LOCAL hash_mem_multiplier = 1;
SELECT set_eq(:'gather', 'TABLE expected', 'hashed, spilling: the evidence is the same');
RESET work_mem;
RESET hash_mem_multiplier;
SET LOCAL enable_sort = on;
SET LOCAL enable_partitionwise_aggregate = on;
SELECT matches(plan_of(:'gather'), 'Append.*Aggregate.*Aggregate', 'partition by partition: the plan');
SELECT set_eq(:'gather', 'TABLE expected', 'partition by partition: the evidence is the same');
SELECT is(
	evidence_agg(said)::bytea, (SELECT merged(e)::bytea FROM (SELECT said::evidence AS e FROM statement) AS s),
	'partial states of partitions combine to the same'
) FROM statement;
SET LOCAL enable_partitionwise_aggregate = off;

SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
SELECT matches(plan_of(:'gather'), 'Finalize.*Gather.*Partial', 'parallel: the plan');
SELECT set_eq(:'gather', 'TABLE expected', 'parallel: the evidence is the same');
SET LOCAL enable_hashagg = off;
SELECT set_eq(:'gather', 'TABLE expected', 'parallel, sorted: the evidence is the same');
SET LOCAL enable_hashagg = on;
SELECT is(
	evidence_agg(e)::bytea, (SELECT merged(e) FROM specimen)::bytea,
	'parallel, without groups: the evidence is the same'
) FROM specimen;
SET LOCAL max_parallel_workers_per_gather = 0;

SELECT results_eq(
	'SELECT claim, evidence_agg(said ORDER BY n DESC)::bytea FROM statement GROUP BY claim ORDER BY claim',
	'SELECT claim, bytes FROM expected ORDER BY claim',
	'the order of rows does not matter');
SELECT results_eq(
	'SELECT claim, evidence_agg(DISTINCT said)::bytea FROM statement GROUP BY claim ORDER BY claim',
	'SELECT claim, bytes FROM expected ORDER BY claim',
	'nor do repetitions');
SELECT results_eq(
	$$
	SELECT claim, evidence_agg(e)::bytea FROM (
		SELECT claim, n % 3, evidence_agg(said) AS e FROM statement GROUP BY claim, n % 3
	) AS parts GROUP BY claim ORDER BY claim
	$$,
	'SELECT claim, bytes FROM expected ORDER BY claim',
	'evidence gathered from gathered evidence is the same');
SELECT is_empty(
	$$
	SELECT claim, n FROM (
		SELECT claim, n, evidence_agg(said) OVER w AS gathered, merged(said) OVER w AS merged
		FROM statement WHERE claim > 9 WINDOW w AS (PARTITION BY claim ORDER BY n)
	) AS s
	WHERE gathered::bytea <> merged::bytea LIMIT 3
	$$,
	'a running aggregate gives the evidence so far, row by row');
SELECT is(
	ARRAY[evidence_agg(said)::text, evidence_agg(said::evidence)::text, evidence_agg(NULL::attribution)::text],
	'{"{}","{}","{}"}',
	'no rows give {}') FROM statement WHERE false;
SELECT is(
	(SELECT evidence_agg(x.said)::text FROM (VALUES (NULL), ('b'::attribution), (NULL), ('a')) AS x (said)), '{a,b}',
	'NULL is passed over');

SELECT * FROM finish();
ROLLBACK;
