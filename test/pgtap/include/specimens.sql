-- Random evidence by the grammar, for the tests beside this directory (\ir include/specimens.sql, inside their
-- transaction). setseed() makes it the same every time on one version of the server; tests show the values that fail.

-- Small queries with wild estimates: compiling them takes a thousand times as long as running them
SET LOCAL jit = off;

CREATE SCHEMA specimens;
SELECT set_config('search_path', 'specimens, ' || current_setting('search_path'), true) \g /dev/null

-- Keys as they are typed: plain, with every bare sign, of other scripts, quoted, escaped, not yet normalised
CREATE FUNCTION names() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
	SELECT ARRAY[
		'a', 'kcna', 'dalian-2', 'reuters.com/uk', 'B_1+x&y', 'отец', '新华社', '"Kim, J."', '"say \"so\""',
		'"back\\slash"', U&'caf' || U&'e\0301', '"* or ?"'
	]
$$;

-- One source with all that it cites. Names repeat, so that there are cycles; the fewer names the more.
CREATE FUNCTION random_source(names text[], depth integer DEFAULT 0) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	affiliations constant text[] := '{p0,p1,p2,p3,"\"Office 39\""}';
	ratings constant text[] := '{0,1,0.1,0.25,.3,0.5,60%,A,b,C,d,0.8,0.95,1e-3,0.123456789012345678}';
	source text := names[1 + floor(random() * cardinality(names))::integer];
	grounds text[] := '{}';
	x float8;
BEGIN
	WHILE random() < 0.15 LOOP
		-- now and then one that names a source
		source := source || '@' || CASE WHEN random() < 0.2 THEN names[1 + floor(random() * cardinality(names))::integer]
			ELSE affiliations[1 + floor(random() * cardinality(affiliations))::integer] END;
	END LOOP;
	IF random() < 0.6 THEN
		source := source || ':' || ratings[1 + floor(random() * cardinality(ratings))::integer];
	END IF;
	IF depth < 4 AND random() < 0.6 THEN
		LOOP
			x := random();
			grounds := grounds || CASE
				WHEN x < 0.2 THEN '*'
				WHEN x < 0.28 THEN '?'
				ELSE random_source(names, depth + 1)
			END;
			EXIT WHEN random() < 0.55 OR cardinality(grounds) = 4;
		END LOOP;
		source := source || ' <' || CASE WHEN cardinality(grounds) = 1 THEN grounds[1]
			ELSE '(' || array_to_string(grounds, ', ') || ')' END;
	END IF;
	RETURN source;
END
$$;

-- So many statements on at most so many sources, a fifth of them denials
CREATE FUNCTION random_statements(nstatements integer, nnames integer) RETURNS text[] LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	n constant integer := cardinality(names());
	first constant integer := floor(random() * n);
	chosen text[] := ARRAY(SELECT (names())[1 + (first + i) % n] FROM generate_series(1, nnames) AS i);
	statements text[] := '{}';
BEGIN
	FOR i IN 1 .. nstatements LOOP
		statements := statements || (CASE WHEN random() < 0.2 THEN '!' ELSE '' END || random_source(chosen));
	END LOOP;
	RETURN statements;
END
$$;

CREATE FUNCTION in_braces(statements text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT '{' || array_to_string(statements, ',') || '}'
$$;

-- So many specimens, of up to so many statements on up to so many sources
CREATE FUNCTION random_specimens(
	n integer, nstatements integer, nnames integer,
	OUT id integer, OUT statements text[], OUT e evidence
) RETURNS SETOF record LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	FOR i IN 1 .. n LOOP
		id := i;
		statements := random_statements(floor(random() * (nstatements + 1))::integer, 1 + floor(random() * nnames)::integer);
		e := in_braces(statements)::evidence;
		RETURN NEXT;
	END LOOP;
END
$$;

-- What it says about each source: one row for each mention by "sources", "for" or "against" of its JSON
CREATE FUNCTION facts_about_sources(e evidence, OUT source text, OUT rating float8, OUT affiliations text[])
RETURNS SETOF record LANGUAGE sql IMMUTABLE AS $$
	SELECT
		s.key,
		(s.value ->> 'rating')::float8,
		ARRAY(SELECT jsonb_array_elements_text(s.value -> 'affiliations'))
	FROM jsonb_each(e::jsonb -> 'sources') AS s
$$;

CREATE FUNCTION facts_of_sides(
	e evidence, OUT side text, OUT source text, OUT speaks boolean, OUT firsthand boolean, OUT "unknown" boolean, OUT cites text[]
) RETURNS SETOF record LANGUAGE sql IMMUTABLE AS $$
	SELECT
		side,
		s.key,
		coalesce((s.value -> 'speaks')::boolean, false),
		coalesce((s.value -> 'firsthand')::boolean, false),
		coalesce((s.value -> 'unknown')::boolean, false),
		ARRAY(SELECT jsonb_array_elements_text(s.value -> 'cites'))
	FROM (VALUES ('for'), ('against')) AS sides (side), jsonb_each(e::jsonb -> side) AS s
$$;

-- For and against exchanged
CREATE FUNCTION mirrored(e evidence) RETURNS evidence LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_build_object(
		'sources', e::jsonb -> 'sources', 'for', e::jsonb -> 'against', 'against', e::jsonb -> 'for')::evidence
$$;

-- The bytes that are stored, figures included: comparing these is stricter than =
CREATE CAST (evidence AS bytea) WITHOUT FUNCTION;
CREATE CAST (attribution AS bytea) WITHOUT FUNCTION;
