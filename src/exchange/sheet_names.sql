------------------------------------------------------------------------------
-- sheet_names: finds out who is meant by the names in a sheet
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.read_sheet_names(ledger name, separator text) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	keys text[];
	sources text[];
	aliases text[];
	spelt text[];
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	INSERT INTO pg_temp.corroborate_name (name, key, n, uses, problem)
	SELECT u.name, k.key, u.n, u.uses, k.problem
	FROM (
		SELECT e.name, min(e.n) AS n, count(*) AS uses FROM (
			SELECT l.n, corroborate_internal.sheet_name(part) AS name
			FROM (
				SELECT r.n, r.source AS cell FROM pg_temp.corroborate_row AS r
				UNION ALL SELECT r.n, r.cites FROM pg_temp.corroborate_row AS r
			) AS l, string_to_table(l.cell, separator) AS part
			WHERE corroborate_internal.basis_word(corroborate_internal.sheet_name(part)) IS NULL
			UNION ALL
			SELECT r.n, corroborate_internal.sheet_name(r.publisher) FROM pg_temp.corroborate_row AS r
			UNION ALL
			SELECT r.n, s FROM pg_temp.corroborate_row AS r JOIN pg_temp.corroborate_cell AS c ON c.kind = 'said' AND c.cell = r.said,
				unnest(@extschema@.sources(c.said)) AS s
		) AS e WHERE e.name IS NOT NULL GROUP BY e.name
	) AS u, corroborate_internal.read_name(u.name) AS k;

	-- as in triggers, another spelling takes precedence over a key
	keys := ARRAY(SELECT u.key FROM pg_temp.corroborate_name AS u);
	sources := ARRAY(SELECT s.key FROM source AS s WHERE s.key = ANY (keys));
	SELECT array_agg(a.alias), array_agg(a.source) INTO aliases, spelt FROM source_alias AS a WHERE a.alias = ANY (keys);
	UPDATE pg_temp.corroborate_name AS u SET goes_as = u.key, source = n.source
	FROM (
		SELECT r.name, r.source FROM unnest(aliases, spelt) AS r (name, source)
		UNION ALL SELECT r, r FROM unnest(sources) AS r WHERE r NOT IN (SELECT unnest(aliases))
	) AS n
	WHERE n.name = u.key;
	UPDATE pg_temp.corroborate_name AS u SET what = 'unknown source' WHERE u.goes_as IS NULL AND u.problem IS NULL;
	ANALYZE pg_temp.corroborate_name;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_sheet_names(name, text) IS 'puts all names of a sheet into corroborate_name, and finds those that are registered';

CREATE FUNCTION corroborate_internal.find_spellings(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	names text[];
	keys text[];
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	-- other spellings of registered sources
	WITH spelt AS (
		SELECT s.key, s.key AS name FROM source AS s
		UNION ALL SELECT s.key, s.name FROM source AS s WHERE s.name IS NOT NULL
		UNION ALL SELECT a.source, a.alias FROM source_alias AS a
	), folded AS MATERIALIZED (
		SELECT s.key, corroborate_internal.name_skeleton(s.name) AS folded FROM spelt AS s
		UNION SELECT s.key, corroborate_internal.name_words(s.name) FROM spelt AS s
	), unknown AS MATERIALIZED (
		SELECT u.name, corroborate_internal.name_skeleton(u.key) AS folded FROM pg_temp.corroborate_name AS u WHERE u.what IS NOT NULL
		UNION SELECT u.name, corroborate_internal.name_words(u.key) FROM pg_temp.corroborate_name AS u WHERE u.what IS NOT NULL
	), met AS (
		SELECT u.name, min(f.key) AS key FROM unknown AS u JOIN folded AS f ON f.folded = u.folded GROUP BY u.name
	)
	SELECT array_agg(m.name), array_agg(m.key) INTO names, keys FROM met AS m;
	UPDATE pg_temp.corroborate_name AS u SET what = 'other spelling', suggestion = m.key FROM unnest(names, keys) AS m (name, key) WHERE m.name = u.name;

	-- other spellings of a name in the same sheet: the one that is written most often is kept
	WITH folded AS (
		SELECT u.key, sum(u.uses) AS uses, min(u.n) AS n, corroborate_internal.name_skeleton(u.key) AS skeleton,
			corroborate_internal.name_words(u.key) AS words
		FROM pg_temp.corroborate_name AS u WHERE u.what = 'unknown source' GROUP BY u.key
	), first AS (
		SELECT f.key, first_value(f.key) OVER (PARTITION BY f.skeleton ORDER BY f.uses DESC, f.n, f.key) AS one,
			first_value(f.key) OVER (PARTITION BY f.words ORDER BY f.uses DESC, f.n, f.key) AS in_order
		FROM folded AS f
	)
	UPDATE pg_temp.corroborate_name AS u SET what = 'other spelling', suggestion = o.in_order
	FROM first AS f JOIN first AS o ON o.key = f.one
	WHERE f.key = u.key AND o.in_order <> u.key AND u.what = 'unknown source';
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_spellings(name) IS
'finds names of a sheet that differ from a registered one, or from another of the sheet, only in case, blanks, accents, punctuation or the order of words';

-- By the trigrams that two names share.  Those of very many names say little, and are left out.
CREATE FUNCTION corroborate_internal.find_nearest(ledger name) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	most_names CONSTANT integer := 2000;
	common CONSTANT integer := 200;
	alike CONSTANT float8 := 0.5;
	keys text[];
	near text[];
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	WITH spelt AS (
		SELECT s.key, s.key AS name FROM source AS s
		UNION SELECT s.key, s.name FROM source AS s WHERE s.name IS NOT NULL
		UNION SELECT a.source, a.alias FROM source_alias AS a
	), registered AS MATERIALIZED (
		SELECT DISTINCT s.key, s.name, substr(w.word, i, 3) AS three, length(w.word) - 2 AS length
		FROM spelt AS s, LATERAL (SELECT '  ' || corroborate_internal.name_words(s.name) || ' ' AS word OFFSET 0) AS w,
			generate_series(1, length(w.word) - 2) AS i
	), telling AS MATERIALIZED (
		SELECT r.three FROM registered AS r GROUP BY r.three HAVING count(*) <= common
	), unknown AS (
		SELECT u.key FROM pg_temp.corroborate_name AS u WHERE u.what = 'unknown source' ORDER BY u.uses DESC, u.n LIMIT most_names
	), wanted AS MATERIALIZED (
		SELECT DISTINCT u.key, substr(w.word, i, 3) AS three, length(w.word) - 2 AS length
		FROM unknown AS u, LATERAL (SELECT '  ' || corroborate_internal.name_words(u.key) || ' ' AS word OFFSET 0) AS w,
			generate_series(1, length(w.word) - 2) AS i
	), pairs AS (
		SELECT w.key, r.key AS near, 2.0 * count(*) / (w.length + r.length) AS shared
		FROM wanted AS w JOIN telling AS t ON t.three = w.three JOIN registered AS r ON r.three = w.three
		GROUP BY w.key, w.length, r.key, r.name, r.length
	), nearest AS (
		SELECT DISTINCT ON (p.key) p.key, p.near FROM pairs AS p WHERE p.shared >= alike ORDER BY p.key, p.shared DESC, p.near
	)
	SELECT array_agg(n.key), array_agg(n.near) INTO keys, near FROM nearest AS n;
	UPDATE pg_temp.corroborate_name AS u SET suggestion = n.near FROM unnest(keys, near) AS n (key, near) WHERE n.key = u.key AND u.what = 'unknown source';
END
$$;
COMMENT ON FUNCTION corroborate_internal.find_nearest(name) IS 'finds the nearest registered name for each of the 2000 unknown names of a sheet that are used most';

-- as_proposed: as if each suggestion were accepted; add: unknown names are registered.
CREATE FUNCTION corroborate_internal.settle_names(ledger name, separator text, as_proposed boolean, add boolean) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET enable_nestloop = off
AS $$
DECLARE
	suggested text[];
	aliases text[];
	sources text[];
BEGIN
	PERFORM corroborate_internal.look_in(ledger);
	UPDATE pg_temp.corroborate_name AS u SET goes_as = u.key, source = u.key WHERE u.what = 'unknown source' AND (as_proposed OR add);
	suggested := ARRAY(SELECT u.suggestion FROM pg_temp.corroborate_name AS u WHERE u.what = 'other spelling' AND as_proposed);
	SELECT array_agg(a.alias), array_agg(a.source) INTO aliases, sources FROM source_alias AS a WHERE a.alias = ANY (suggested);
	UPDATE pg_temp.corroborate_name AS u SET goes_as = u.suggestion, source = coalesce(a.source, u.suggestion)
	FROM pg_temp.corroborate_name AS o LEFT JOIN unnest(aliases, sources) AS a (alias, source) ON a.alias = o.suggestion
	WHERE o.name = u.name AND u.what = 'other spelling' AND as_proposed;

	-- names is null if one is not settled.  Cells are numbered, because they can be long.
	WITH cells AS MATERIALIZED (
		SELECT row_number() OVER () AS no, c.cell
		FROM (SELECT r.source AS cell FROM pg_temp.corroborate_row AS r UNION SELECT r.cites FROM pg_temp.corroborate_row AS r) AS c
			WHERE c.cell IS NOT NULL
	), parts AS MATERIALIZED (
		SELECT c.no, corroborate_internal.sheet_name(part) AS name FROM cells AS c, string_to_table(c.cell, separator) AS part
	), named AS (
		SELECT p.no, p.name, corroborate_internal.basis_word(p.name) AS basis FROM parts AS p WHERE p.name IS NOT NULL
	), read AS (
		SELECT n.no, count(*) = count(u.goes_as) + count(n.basis) AS settled,
			coalesce(array_agg(DISTINCT u.goes_as) FILTER (WHERE u.goes_as IS NOT NULL), '{}') AS names,
			coalesce(bool_or(n.basis = '*'), false) AS firsthand, coalesce(bool_or(n.basis = '?'), false) AS "unknown"
		FROM named AS n LEFT JOIN pg_temp.corroborate_name AS u ON u.name = n.name AND n.basis IS NULL
		GROUP BY n.no
	)
	INSERT INTO pg_temp.corroborate_list (cell, names, firsthand, "unknown")
	SELECT c.cell, CASE WHEN r.settled THEN r.names END, r.firsthand, r."unknown" FROM read AS r JOIN cells AS c ON c.no = r.no;
	ANALYZE pg_temp.corroborate_list;
END
$$;
COMMENT ON FUNCTION corroborate_internal.settle_names(name, text, boolean, boolean) IS 'decides under which name each name of a sheet is written, and reads lists of names';
