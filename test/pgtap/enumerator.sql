-- The figures against an enumerator that is slow and obvious, and written from what the figures mean: it reads the
-- JSON of a value, and tries each set of its units as the ones that are left, or sound.

\ir include/begin.sql
\ir include/specimens.sql

-- One side of a value, unit by unit. Only sources that are mentioned alive count: walk from speakers who are not
-- discredited through those whom they cite and who are not.
CREATE FUNCTION units_of_side(
	e evidence, which text,
	OUT n integer,           -- row number, from 0
	OUT name text,           -- the first of its sources
	OUT speaks boolean,
	OUT firsthand boolean,
	OUT presumed boolean,    -- some source of it does not state how it knows
	OUT "unknown" boolean,   -- ... or has it from someone unknown
	OUT cites text[],        -- names of units, perhaps its own
	OUT rating float8        -- the highest
) RETURNS SETOF record LANGUAGE sql IMMUTABLE AS $$
	WITH RECURSIVE fact AS MATERIALIZED (
		SELECT * FROM facts_about_sources(e)
	), said AS MATERIALIZED (
		SELECT * FROM facts_of_sides(e) WHERE side = which
	), link (a, b) AS (
		SELECT source, a FROM fact, unnest(affiliations) AS a
		UNION
		SELECT a, source FROM fact, unnest(affiliations) AS a
	), related (source, name) AS (
		-- names are sources and affiliations alike, so that an affiliation that names a source joins them
		SELECT source, source FROM fact
		UNION
		SELECT source, b FROM related JOIN link ON a = name
	), component AS (
		SELECT source, min(name COLLATE "C") AS component FROM related GROUP BY source
	), alive (source) AS (
		SELECT source FROM said JOIN fact USING (source) WHERE said.speaks AND fact.rating IS DISTINCT FROM 0
		UNION
		SELECT fact.source FROM alive JOIN said USING (source) JOIN fact ON fact.source = ANY (said.cites)
		WHERE fact.rating IS DISTINCT FROM 0
	), member AS MATERIALIZED (
		SELECT
			source, min(source COLLATE "C") OVER (PARTITION BY component) AS unit,
			coalesce(said.speaks, false) AS speaks,
			coalesce(said.firsthand, false) AS firsthand,
			coalesce(said."unknown", false) AS "unknown",
			coalesce(said.cites, '{}') AS cites,
			fact.rating
		FROM alive JOIN component USING (source) JOIN fact USING (source) LEFT JOIN said USING (source)
	)
	SELECT
		(row_number() OVER (ORDER BY unit COLLATE "C") - 1)::integer, unit,
		bool_or(m.speaks), bool_or(m.firsthand),
		bool_or(NOT m.firsthand AND NOT m."unknown" AND m.cites = '{}'),
		bool_or(m."unknown"),
		ARRAY(SELECT DISTINCT y.unit FROM member AS x, member AS y WHERE x.unit = m.unit AND y.source = ANY (x.cites)),
		max(m.rating)
	FROM member AS m GROUP BY unit
$$;

-- Tries all sets of units, each a number with a bit for each unit
CREATE FUNCTION enumerated(
	e evidence, which text,
	OUT corroboration integer, OUT firsthand integer, OUT probability float8, OUT rests_on text[],
	OUT certain boolean      -- a chain runs through units rated 1 alone
) LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	names text[] := '{}';
	cites integer[] := '{}';
	ratings float8[] := '{}';
	count integer;
	speaking integer := 0;
	known integer := 0;
	presumed integer := 0;
	unknown integer := 0;
	rated integer := 0;
	sure integer := 0;
	all_units integer;
	unit record;
	reached integer;
	before integer;
	size integer;
	cut_reached integer;
	cut integer := 0;
	weight float8;
	sum float8 := 0;
	has_rated_chain boolean := false;
	has_unknown_chain boolean;
BEGIN
	FOR unit IN SELECT * FROM units_of_side(e, which) ORDER BY n LOOP
		names := names || unit.name;
		ratings := ratings || unit.rating;
		speaking := speaking | (unit.speaks::integer << unit.n);
		known := known | (unit.firsthand::integer << unit.n);
		presumed := presumed | (unit.presumed::integer << unit.n);
		unknown := unknown | (unit."unknown"::integer << unit.n);
		sure := sure | ((unit.rating IS NOT DISTINCT FROM 1)::integer << unit.n);
		rated := rated | ((unit.rating IS NOT NULL)::integer << unit.n);
	END LOOP;
	SELECT array_agg((SELECT coalesce(sum(1 << array_position(names, c) - 1), 0)::integer FROM unnest(u.cites) AS c) ORDER BY n)
	INTO cites FROM units_of_side(e, which) AS u;
	count := cardinality(names);
	all_units := (1 << count) - 1;
	certain := false;
	corroboration := count;
	firsthand := count;

	FOR sound IN 0 .. all_units LOOP
		-- what is reached through sound units alone
		reached := speaking & sound;
		LOOP
			before := reached;
			FOR u IN 0 .. count - 1 LOOP
				IF reached & (1 << u) <> 0 THEN
					reached := reached | (cites[u + 1] & sound);
				END IF;
			END LOOP;
			EXIT WHEN reached = before;
		END LOOP;

		size := length(replace((all_units & ~sound)::bit(32)::text, '0', ''));
		IF reached & (known | presumed) = 0 THEN
			-- the others are a cut: the smallest, and of several the one that lets least be reached
			IF size < corroboration OR size = corroboration
				AND (cut_reached IS NULL OR length(replace(reached::bit(32)::text, '0', '')) < cut_reached)
			THEN
				corroboration := size;
				cut := all_units & ~sound;
				cut_reached := length(replace(reached::bit(32)::text, '0', ''));
			END IF;
		ELSE
			-- a world in which the claim is supported
			weight := 1;
			FOR u IN 0 .. count - 1 LOOP
				weight := weight * CASE WHEN sound & (1 << u) <> 0 THEN coalesce(ratings[u + 1], 0) ELSE 1 - coalesce(ratings[u + 1], 0) END;
			END LOOP;
			sum := sum + weight;
			certain := certain OR sound = sure;
			has_rated_chain := has_rated_chain OR sound = rated;
		END IF;
		IF reached & known = 0 THEN
			firsthand := least(firsthand, size);
		END IF;
		IF sound = all_units THEN
			has_unknown_chain := reached & unknown <> 0;
		END IF;
	END LOOP;

	rests_on := ARRAY(SELECT names[u + 1] FROM generate_series(0, count - 1) AS u WHERE cut & (1 << u) <> 0);
	IF corroboration = 0 AND has_unknown_chain THEN
		corroboration := 1;
	END IF;
	IF has_rated_chain THEN
		probability := sum;
	END IF;
END
$$;

SELECT setseed(0.7) \g /dev/null
CREATE TEMP TABLE specimen AS
	SELECT id, in_braces(statements) AS text, e FROM random_specimens(1200, 6, 7)
	UNION ALL
	-- few citations back, so that more units matter
	SELECT id + 10000, in_braces(statements), e FROM random_specimens(600, 12, 7)
	UNION ALL
	-- a dead one between the living, units joined by it and by the other side, and what ends nowhere
	VALUES
		(20001, '', '{a@x,dead@x@y:0,b@y}'::evidence), (20002, '', '{a@x,b@y,!c@x@y}'), (20003, '', '{a<b:0<c,a<c}'),
		(20004, '', '{a<(b,?),b<a,!c<?}'), (20005, '', '{a@b,c@b,b<?}'), (20006, '', '{a<b@u,c<d@u<*,d:0.5}');

CREATE TEMP TABLE enumeration AS
	SELECT
		id, text, e,
		f.corroboration, f.firsthand, a.corroboration AS contradiction, f.probability AS support, a.probability AS denial,
		f.certain, a.certain AS denial_certain,
		f.rests_on, a.rests_on AS denial_rests_on
	FROM specimen, enumerated(e, 'for') AS f, enumerated(e, 'against') AS a;

SELECT plan(15);

SELECT cmp_ok(count(*), '>', 50::bigint, 'specimens of several independent sources') FROM enumeration WHERE corroboration > 2;
SELECT cmp_ok(count(*), '>', 200::bigint, 'specimens whose support is between 0 and 1') FROM enumeration WHERE support > 0.01 AND support < 0.99;
SELECT cmp_ok(count(*), '>', 50::bigint, 'specimens whose support is certain') FROM enumeration WHERE certain;
SELECT cmp_ok(count(*), '>', 30::bigint, 'specimens that rest on others than their speakers') FROM enumeration
WHERE NOT rests_on <@ speakers(e);

SELECT is_empty(
	$$ SELECT text, e, corroboration, corroboration(e) FROM enumeration WHERE corroboration <> corroboration(e) LIMIT 3 $$,
	'corroboration');
SELECT is_empty(
	$$ SELECT text, e, firsthand, corroboration_firsthand(e) FROM enumeration WHERE firsthand <> corroboration_firsthand(e) LIMIT 3 $$,
	'corroboration_firsthand');
SELECT is_empty(
	$$ SELECT text, e, contradiction, contradiction(e) FROM enumeration WHERE contradiction <> contradiction(e) LIMIT 3 $$,
	'contradiction');
SELECT is_empty(
	$$
	SELECT text, e, support, support(e) FROM enumeration
	WHERE support IS NULL <> (support(e) IS NULL) OR abs(support - support(e)::float8) > 1e-9 LIMIT 3
	$$,
	'support');
SELECT is_empty(
	$$
	SELECT text, e, denial, denial(e) FROM enumeration
	WHERE denial IS NULL <> (denial(e) IS NULL) OR abs(denial - denial(e)::float8) > 1e-9 LIMIT 3
	$$,
	'denial');
-- Not even rounding makes certain what is not
SELECT is_empty(
	$$
	SELECT text, e, support(e), denial(e) FROM enumeration
	WHERE certain <> (support(e) IS NOT DISTINCT FROM 1) OR denial_certain <> (denial(e) IS NOT DISTINCT FROM 1) LIMIT 3
	$$,
	'support is 1 where a chain is certain, and nowhere else');
SELECT is_empty($$ SELECT text, e FROM enumeration WHERE NOT is_exact(e) LIMIT 3 $$, 'is_exact');
SELECT is_empty(
	$$ SELECT text, e, rests_on, rests_on(e) FROM enumeration WHERE rests_on <> rests_on(e) LIMIT 3 $$,
	'rests_on is the smallest cut that is nearest the speakers');
SELECT is_empty(
	$$ SELECT text, e, denial_rests_on, rests_on(e, true) FROM enumeration WHERE denial_rests_on <> rests_on(e, true) LIMIT 3 $$,
	'so is that of the denials');

-- And of what discrediting leaves
CREATE TEMP TABLE fallen AS
	SELECT d AS e, f.*, a.corroboration AS contradiction, a.probability AS denial
	FROM specimen, unnest(sources(e)) WITH ORDINALITY AS s (source, n), discredit(e, source) AS d,
		enumerated(d, 'for') AS f, enumerated(d, 'against') AS a
	WHERE (id + n) % 8 = 0;
SELECT cmp_ok(count(*), '>', 200::bigint, 'discredited specimens') FROM fallen;
SELECT is_empty(
	$$
	SELECT * FROM fallen
	WHERE (corroboration, firsthand, contradiction) <> (corroboration(e), corroboration_firsthand(e), contradiction(e))
		OR support(e) IS NULL <> (probability IS NULL) OR abs(probability - support(e)::float8) > 1e-9
		OR denial(e) IS NULL <> (denial IS NULL) OR abs(denial - denial(e)::float8) > 1e-9
	LIMIT 3
	$$,
	'all figures of discredited specimens');

SELECT * FROM finish();
ROLLBACK;
