------------------------------------------------------------------------------
-- sheet: reads a table as a sheet
------------------------------------------------------------------------------

-- import_table() writes a table of rows that people typed into a ledger, in
-- steps, with a file for each: sheet.sql reads the table, sheet_names.sql finds
-- out who is meant, sheet_match.sql finds what the ledger already has,
-- sheet_write.sql writes, and sheet_import.sql runs these and reports the
-- result.  Between steps, rows are in temporary tables, which it drops.
--
-- Nested loops are disabled in the steps: a dry run leaves only dead rows in the
-- ledger's tables, and statistics by which they look empty.
--
-- All of it runs with its caller's rights.  So it reads only tables of its
-- caller's own, and none that would run anything of somebody else's.

CREATE FUNCTION corroborate_internal.look_in(ledger name) RETURNS text LANGUAGE sql VOLATILE
RETURN set_config('search_path', format('pg_catalog, %I, pg_temp', ledger), true);
COMMENT ON FUNCTION corroborate_internal.look_in(name) IS
'sets the search_path to a ledger''s schema, after pg_catalog, until the calling function ends; that must have a SET clause for search_path';

CREATE FUNCTION corroborate_internal.require_own_table(sheet regclass) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c record;
	problem text;
BEGIN
	SELECT t.*, EXISTS (SELECT FROM pg_inherits AS i WHERE t.oid IN (i.inhparent, i.inhrelid)) AS inherits INTO c
	FROM pg_class AS t WHERE t.oid = sheet;
	problem := CASE
		WHEN sheet IS NULL OR c.oid IS NULL THEN 'There is no such table.'
		WHEN c.relowner <> quote_ident(current_user)::regrole THEN format('It belongs to %I.', pg_get_userbyid(c.relowner))
		WHEN c.relkind <> 'r' THEN 'It is not a plain table.'
		WHEN c.inherits THEN 'It is a partition, inherits from a table, or is inherited from.'
		WHEN c.relrowsecurity THEN 'It has row-level security.'
		WHEN c.relhasrules THEN 'It has rules.'
	END;
	IF problem IS NOT NULL THEN
		PERFORM corroborate_internal.refuse('wrong_object_type',
			message => format('%s cannot be read as a sheet', coalesce(sheet::text, 'null')),
			detail => problem,
			hint => E'Load the sheet into a plain or temporary table of your own, by \\copy or CREATE TEMP TABLE ... AS SELECT ....');
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_own_table(regclass) IS 'raises an error unless this is a plain or temporary table of the caller''s own, which runs nothing when it is read';

-- An exact match comes first, then one that ignores case and blanks.
CREATE FUNCTION corroborate_internal.find_column(sheet regclass, wanted text) RETURNS text LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN (
	SELECT a.attname FROM pg_attribute AS a
	WHERE a.attrelid = sheet AND a.attnum > 0 AND NOT a.attisdropped
		AND lower(corroborate_internal.sheet_line(a.attname)) = lower(corroborate_internal.sheet_line(wanted))
	ORDER BY a.attname <> wanted::name, a.attnum LIMIT 1
);
COMMENT ON FUNCTION corroborate_internal.find_column(regclass, text) IS 'finds a column of a table by its name, which may be in any case, with blanks around it or a byte order mark before it; null if there is none';

-- Only built-in types: the output function of another type can be anybody's code.
CREATE FUNCTION corroborate_internal.require_own_column(sheet regclass, field text) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c record;
BEGIN
	SELECT a.attname, a.attgenerated, t.typtype, t.typnamespace, t.oid INTO c
	FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
	WHERE a.attrelid = sheet AND a.attname = field AND a.attnum > 0 AND NOT a.attisdropped;
	IF c.typtype <> 'b' OR c.typnamespace <> 'pg_catalog'::regnamespace OR c.oid >= 16384 OR c.attgenerated <> '' THEN
		PERFORM corroborate_internal.refuse('wrong_object_type',
			message => format('column %I of %s cannot be read as part of a sheet', field, sheet),
			detail => CASE WHEN c.attgenerated <> '' THEN 'It is generated.' ELSE format('It is of type %s.', format_type(c.oid, NULL)) END,
			hint => 'Columns of sheets are of type text, or of another type that PostgreSQL itself has.');
	END IF;
	RETURN field;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_own_column(regclass, text) IS 'finds a column of a table; raises an error unless its type is built-in';

-- given: the column's name for each field; null: the field's own name, if there is such a column; empty: no column.
CREATE FUNCTION corroborate_internal.sheet_columns(sheet regclass, given jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	f record;
	columns jsonb := '{}';
BEGIN
	PERFORM corroborate_internal.require_own_table(sheet);
	FOR f IN SELECT g.key, g.value AS wanted, corroborate_internal.find_column(sheet, coalesce(g.value, g.key)) AS found
		FROM jsonb_each_text(given) AS g WHERE g.value IS DISTINCT FROM ''
	LOOP
		IF f.found IS NOT NULL THEN
			columns := columns || jsonb_build_object(f.key, corroborate_internal.require_own_column(sheet, f.found));
		ELSIF f.wanted IS NOT NULL THEN
			PERFORM corroborate_internal.refuse('undefined_column',
				message => format('%s has no column %I', sheet, f.wanted),
				detail => format('Its columns are %s.', (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
					FROM pg_attribute AS a WHERE a.attrelid = sheet AND a.attnum > 0 AND NOT a.attisdropped)),
				hint => format('%s => names a column, not what is in it.', f.key));
		END IF;
	END LOOP;
	RETURN columns;
END
$$;
COMMENT ON FUNCTION corroborate_internal.sheet_columns(regclass, jsonb) IS 'the fields that a table has, with the names of their columns';

CREATE FUNCTION corroborate_internal.require_options(separator text, ratings jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wrong record;
BEGIN
	IF separator IS NULL OR separator = '' THEN
		PERFORM corroborate_internal.refuse('null_value_not_allowed',
			message => 'separator is empty',
			hint => 'It is what stands between the names of a list, such as '';''.');
	END IF;
	IF jsonb_typeof(ratings) IS DISTINCT FROM 'object' THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => 'ratings is not an object of words and ratings',
			hint => 'For example: ratings => ''{"high": 0.9, "low": 0.3}''.');
	END IF;
	SELECT r.key, r.value INTO wrong FROM jsonb_each_text(ratings) AS r, corroborate_internal.read_rating(r.value, '{}') AS read
	WHERE r.value IS NULL OR read.problem IS NOT NULL LIMIT 1;
	IF FOUND THEN
		PERFORM corroborate_internal.refuse('invalid_parameter_value',
			message => format('"%s" in ratings is not a rating', wrong.key),
			detail => format('It is %s.', coalesce(wrong.value, 'null')),
			hint => 'A rating is above 0 and at most 1, or a letter of the NATO scale from A to D, or F for none.');
	END IF;
END
$$;
COMMENT ON FUNCTION corroborate_internal.require_options(text, jsonb) IS 'raises an error unless lists can be split at this separator, and these words are given ratings';

CREATE FUNCTION corroborate_internal.drop_temporary(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY names LOOP
		IF to_regclass(format('pg_temp.%I', name)) IS NOT NULL THEN
			EXECUTE format('DROP TABLE pg_temp.%I', name);
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.drop_temporary(text[]) IS 'drops these temporary tables, if they exist';

CREATE FUNCTION corroborate_internal.drop_sheet() RETURNS void LANGUAGE sql VOLATILE
BEGIN ATOMIC
	SELECT corroborate_internal.drop_temporary('corroborate_row', 'corroborate_cell', 'corroborate_name', 'corroborate_list',
		'corroborate_claim', 'corroborate_document', 'corroborate_said', 'corroborate_known', 'corroborate_problem', 'corroborate_alike');
END;
COMMENT ON FUNCTION corroborate_internal.drop_sheet() IS 'drops the temporary tables in which a sheet is kept while it is imported';

CREATE FUNCTION corroborate_internal.make_sheet() RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.drop_sheet();
	-- the sheet, cell by cell.  claim_key: equal for rows about one claim
	CREATE TEMP TABLE corroborate_row (n bigint, part integer, id text, claim_id text, statement text, question text, answer text, said text,
		source text, cites text, denies text, rating text, quote text, quote_language text, translator text, said_at text,
		headline text, url text, publisher text, published text, counts text, body text, claim_key text) ON COMMIT DROP;
	CREATE TEMP TABLE corroborate_problem (n bigint, part integer, field text, value text, problem text) ON COMMIT DROP;
	-- the values in cells of each kind
	CREATE TEMP TABLE corroborate_cell (kind text, cell text, at timestamptz, rating @extschema@.confidence, yes boolean,
		said @extschema@.attribution, problem text) ON COMMIT DROP;
	-- the names in the sheet.  goes_as: how it will be written; source: the source that it stands for; is_new: to be registered
	CREATE TEMP TABLE corroborate_name (name text, key text COLLATE "C", n bigint, uses bigint, problem text, what text, suggestion text,
		goes_as text COLLATE "C", source text COLLATE "C", is_new boolean NOT NULL DEFAULT false) ON COMMIT DROP;
	-- pairs of names that look like one, of which at least one is new.  flags: how many flags are raised only if they are two; statement: of one such claim
	CREATE TEMP TABLE corroborate_alike (name text COLLATE "C", other text COLLATE "C", alike text, flags bigint, statement text) ON COMMIT DROP;
	CREATE TEMP TABLE corroborate_list (cell text, names text[], firsthand boolean, "unknown" boolean) ON COMMIT DROP;
	CREATE TEMP TABLE corroborate_claim (claim_key text, n bigint, claim_id text, statement text, question text, answer text,
		composed boolean, comparator text, value numeric, unit text, words text, claim bigint, is_new boolean,
			was_flagged boolean) ON COMMIT DROP;
	CREATE TEMP TABLE corroborate_document (document_key jsonb, publisher text, headline text, url text, at timestamptz, published_as text,
		document bigint, is_new boolean) ON COMMIT DROP;
	-- what the sheet says, and what the ledger has.  document_key: equal for rows from one document; same: said, with keys in place of other spellings
	CREATE TEMP TABLE corroborate_said (no bigint, n bigint, id text, claim_key text, document_key jsonb, claim bigint,
		said @extschema@.attribution, same @extschema@.attribution, speaker text COLLATE "C", quote text, quote_language text, translator text,
		said_at timestamptz, publisher text, headline text, url text, published text, published_at timestamptz,
		row_known boolean, repeats bigint, known bigint, replaces bigint, moved_from bigint, replaces_id bigint) ON COMMIT DROP;
	CREATE TEMP TABLE corroborate_known (claim bigint, id bigint, said @extschema@.attribution, same @extschema@.attribution,
		speaker text COLLATE "C", quote text, quote_language text, translator text, said_at timestamptz, publisher text, headline text, url text,
		published text, published_at timestamptz, of_sheet boolean, sheet_row text, retracted boolean, superseded boolean,
			found boolean) ON COMMIT DROP;
END
$$;
COMMENT ON FUNCTION corroborate_internal.make_sheet() IS 'makes the temporary tables in which a sheet is kept while it is imported';

CREATE FUNCTION corroborate_internal.claim_key(claim_id text, statement text, question text, answer text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lower(concat_ws(E'\x1f', coalesce(claim_id, ''), coalesce(corroborate_internal.sheet_wording(statement), ''),
	coalesce(corroborate_internal.sheet_wording(question), ''), coalesce(corroborate_internal.sheet_wording(answer), '')));
COMMENT ON FUNCTION corroborate_internal.claim_key(text, text, text, text) IS 'a key that is equal for all rows about one claim';

CREATE FUNCTION corroborate_internal.read_sheet(sheet regclass, columns jsonb) RETURNS bigint LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	fields CONSTANT text[] := '{id,claim_id,statement,question,answer,said,source,cites,denies,rating,'
		'quote,quote_language,translator,said_at,headline,url,publisher,published,counts,body}';
	cells text := (SELECT string_agg(CASE WHEN columns ->> f IS NULL THEN format('NULL::text AS %I', f)
		-- not sheet_text(): a name can be a word that in other columns means an empty cell
		WHEN f = 'said' THEN format(E'nullif(btrim(t.%I::text, E'' \\t\\r\\n''), '''') AS said', columns ->> f)
		WHEN f = 'body' THEN format('t.%I::text AS body', columns ->> f)
		ELSE format('corroborate_internal.%I(t.%I::text) AS %I', CASE f WHEN 'quote' THEN 'sheet_text' ELSE 'sheet_line' END,
			columns ->> f, f) END, ', ' ORDER BY o)
		FROM unnest(fields) WITH ORDINALITY AS u (f, o));
	rows bigint;
BEGIN
	EXECUTE format('INSERT INTO pg_temp.corroborate_row SELECT c.*, corroborate_internal.claim_key(c.claim_id, c.statement, c.question, c.answer) '
		'FROM (SELECT row_number() OVER (ORDER BY t.ctid), 0, %s FROM ONLY %s AS t) AS c', cells, sheet);
	GET DIAGNOSTICS rows = ROW_COUNT;
	DELETE FROM pg_temp.corroborate_row AS r
	WHERE num_nonnulls(r.id, r.claim_id, r.statement, r.question, r.answer, r.said, r.source, r.cites, r.denies, r.rating, r.quote,
		r.said_at, r.headline, r.url, r.publisher, r.published) = 0;
	ANALYZE pg_temp.corroborate_row;
	RETURN rows;
END
$$;
COMMENT ON FUNCTION corroborate_internal.read_sheet(regclass, jsonb) IS 'reads a table into corroborate_row, except empty rows, and returns how many rows it has';
