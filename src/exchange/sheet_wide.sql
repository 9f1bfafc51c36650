------------------------------------------------------------------------------
-- sheet_wide: imports sheets with a row for each subject and columns for what is said about it
------------------------------------------------------------------------------

-- A field is a column with another one for its sources: "commander", "commander:source", "commander:confidence".
CREATE FUNCTION corroborate_internal.wide_fields(sheet regclass, source_word text, confidence_word text,
	OUT place bigint, OUT field text, OUT sources text, OUT confidence text)
RETURNS SETOF record LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH named AS (
		SELECT a.attnum, a.attname::text AS name, lower(corroborate_internal.sheet_line(a.attname)) AS lower FROM pg_attribute AS a
		WHERE a.attrelid = sheet AND a.attnum > 0 AND NOT a.attisdropped
	), beside AS (
		SELECT f.attnum, f.name AS field, o.name AS other, lower(word) AS word FROM named AS f JOIN named AS o ON o.attnum <> f.attnum
		CROSS JOIN unnest(ARRAY[source_word, confidence_word]) AS word
		WHERE f.lower <> '' AND starts_with(o.lower, f.lower) AND o.lower <> f.lower
			AND btrim(substr(o.lower, length(f.lower) + 1), ' _:.-') IN (lower(word), lower(word) || 's')
	)
	SELECT row_number() OVER (ORDER BY b.attnum), b.field, min(b.other) FILTER (WHERE b.word = lower(source_word)),
		min(b.other) FILTER (WHERE b.word = lower(confidence_word))
	FROM beside AS b GROUP BY b.attnum, b.field HAVING bool_or(b.word = lower(source_word));
END;
COMMENT ON FUNCTION corroborate_internal.wide_fields(regclass, text, text) IS 'the fields of a wide sheet: columns for which another column has the sources, and perhaps a third one how far these can be relied on';

CREATE FUNCTION corroborate_internal.read_wide_sources(sources regclass) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	columns jsonb := corroborate_internal.sheet_columns(sources,
		'{"id": null, "source": null, "publisher": null, "headline": null, "title": null, "url": null, "published": null, "date": null}');
	cells text := (SELECT string_agg(CASE WHEN f.name IS NULL THEN 'NULL::text'
		ELSE format('corroborate_internal.sheet_line(t.%I::text)', f.name) END, ', ' ORDER BY f.place)
		FROM unnest(ARRAY[columns ->> 'id', columns ->> 'source', columns ->> 'publisher',
			coalesce(columns ->> 'headline', columns ->> 'title'), columns ->> 'url',
			coalesce(columns ->> 'published', columns ->> 'date')]) WITH ORDINALITY AS f (name, place));
BEGIN
	IF NOT columns ? 'id' OR NOT columns ?| '{source,publisher}' THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('%s is not a sheet of sources', sources),
			detail => 'It has no column id, or neither source nor publisher.',
			hint => 'A sheet of sources has the columns id, source or publisher, and perhaps headline, url and published.');
	END IF;
	PERFORM corroborate_internal.drop_temporary('corroborate_source');
	CREATE TEMP TABLE corroborate_source (id text, source text, publisher text, headline text, url text, published text) ON COMMIT DROP;
	EXECUTE format('INSERT INTO pg_temp.corroborate_source SELECT %s FROM ONLY %s AS t', cells, sources);
	IF EXISTS (SELECT FROM pg_temp.corroborate_source AS s GROUP BY s.id HAVING count(*) > 1 AND s.id IS NOT NULL) THEN
		PERFORM corroborate_internal.refuse('unique_violation',
			message => format('%s has two sources with one id', sources),
			detail => format('One such id is %s.', (SELECT s.id FROM pg_temp.corroborate_source AS s
				WHERE s.id IS NOT NULL GROUP BY s.id HAVING count(*) > 1 ORDER BY 1 LIMIT 1)));
	END IF;
	ANALYZE pg_temp.corroborate_source;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_wide_sources(regclass) IS 'reads a sheet of sources into corroborate_source';

CREATE FUNCTION corroborate_internal.read_wide_field(sheet regclass, subject text, separator text, place bigint, field text,
	sources text, confidence text)
RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	EXECUTE format($query$
		INSERT INTO pg_temp.corroborate_row (n, part, id, question, answer, source, rating, headline, url, publisher, published, claim_key)
		SELECT c.*, corroborate_internal.claim_key(NULL, NULL, c.question, c.answer)
		FROM (
			SELECT t.n, ($1 * 10000 + coalesce(i.place, 0))::integer, concat_ws(' / ', t.subject, $2, i.id) AS id,
				t.subject || ', ' || $2 AS question,
				t.answer, coalesce(s.source, s.publisher) AS source, t.rating, s.headline, s.url, s.publisher, s.published
			FROM (
				SELECT row_number() OVER (ORDER BY t.ctid) AS n, corroborate_internal.sheet_line(t.%1$I::text) AS subject,
					corroborate_internal.sheet_line(t.%2$I::text) AS answer, corroborate_internal.sheet_line(t.%3$I::text) AS sources,
					%4$s AS rating
				FROM ONLY %5$s AS t
			) AS t
			LEFT JOIN LATERAL (
				SELECT corroborate_internal.sheet_line(p.id) AS id, p.place FROM string_to_table(t.sources, $3) WITH ORDINALITY AS p (id, place)
				WHERE corroborate_internal.sheet_line(p.id) IS NOT NULL
			) AS i ON true
			LEFT JOIN pg_temp.corroborate_source AS s ON s.id = i.id
			WHERE t.answer IS NOT NULL
		) AS c
		$query$, subject, field, sources, CASE WHEN confidence IS NULL THEN 'NULL::text'
			ELSE format('corroborate_internal.sheet_line(t.%I::text)', confidence) END, sheet)
	USING place, corroborate_internal.sheet_line(field), separator;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_wide_field(regclass, text, text, bigint, text, text, text) IS
'reads a field of a wide sheet into corroborate_row: what it says about each subject, once for each source';

CREATE FUNCTION import_wide_table(
	ledger name,
	sheet regclass,
	subject text,
	sources regclass,
	source_word text DEFAULT 'source',
	confidence_word text DEFAULT 'confidence',
	separator text DEFAULT ';',
	ratings jsonb DEFAULT '{}',
	day_first boolean DEFAULT NULL,
	sheet_name text DEFAULT NULL,
	add_sources boolean DEFAULT false,
	skip_bad boolean DEFAULT false,
	dry_run boolean DEFAULT true,
	OUT what text, OUT line bigint, OUT value text, OUT suggestion text, OUT count bigint, OUT note text
) RETURNS SETOF record LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp SET row_security = off SET jit = off SET datestyle = 'ISO, YMD'
AS $$
#variable_conflict use_column
DECLARE
	f record;
	rows bigint;
	columns jsonb;
BEGIN
	PERFORM corroborate_internal.hide_context();
	PERFORM @extschema@.require_ledger(ledger, '0.3.0');
	PERFORM corroborate_internal.require_options(separator, ratings);
	columns := corroborate_internal.sheet_columns(sheet, jsonb_build_object('subject', subject));
	PERFORM corroborate_internal.read_wide_sources(sources);
	PERFORM corroborate_internal.make_sheet();
	FOR f IN SELECT w.* FROM corroborate_internal.wide_fields(sheet, source_word, confidence_word) AS w LOOP
		PERFORM corroborate_internal.require_own_column(sheet, c) FROM unnest(ARRAY[f.field, f.sources, f.confidence]) AS c WHERE c IS NOT NULL;
		PERFORM corroborate_internal.read_wide_field(sheet, columns ->> 'subject', separator, f.place, f.field, f.sources, f.confidence);
	END LOOP;
	IF f IS NULL OR NOT columns ? 'subject' THEN
		PERFORM corroborate_internal.refuse('undefined_column',
			message => format('%s is not a wide sheet', sheet),
			detail => format('It has no column "%s", or none with another beside it that is named like it and ends in "%s".',
				coalesce(subject, ''), source_word),
			hint => 'A wide sheet has columns such as name, commander, commander:source, commander:confidence.');
	END IF;
	INSERT INTO pg_temp.corroborate_problem (n, part, field, value, problem)
	SELECT r.n, r.part, 'source', r.id, 'the sheet of sources has no such source, or none is given; write ids that it has' FROM pg_temp.corroborate_row AS r
		WHERE r.source IS NULL;
	ANALYZE pg_temp.corroborate_row;
	EXECUTE format('SELECT count(*) FROM ONLY %s', sheet) INTO rows;
	RETURN QUERY SELECT r.* FROM corroborate_internal.import_rows(ledger,
		coalesce(sheet_name, (SELECT c.relname::text FROM pg_class AS c WHERE c.oid = sheet)), rows, separator, ratings, day_first,
		coalesce(add_sources, false), coalesce(skip_bad, false), coalesce(dry_run, true)) AS r;
	DROP TABLE pg_temp.corroborate_source;
END
$$;
COMMENT ON FUNCTION import_wide_table(name, regclass, text, regclass, text, text, text, jsonb, boolean, text, boolean, boolean, boolean) IS
'imports a wide sheet into a ledger, as import_table() does others. A wide sheet has a row for each subject, and for each field columns for the value, the ids of its sources, and perhaps how far these can be relied on. sources: the table with a row for each source';
