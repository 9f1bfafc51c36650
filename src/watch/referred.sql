------------------------------------------------------------------------------
-- referred: errors in plain words, raised before those of constraints
------------------------------------------------------------------------------

-- A constraint's error names the constraint, and may show the row.  So these
-- triggers first refuse nulls and missing references in a ledger's rows, in
-- plain words.  What they let pass, the constraint decides.

CREATE FUNCTION corroborate_internal.must_refer_to() RETURNS trigger
	AS 'MODULE_PATHNAME', 'must_refer_to' LANGUAGE C VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.must_refer_to() IS
'AFTER INSERT OR UPDATE, FOR EACH ROW, with a name that sorts before those of foreign keys: raises an error that says what is missing, if a column refers to a row that does not exist. Arguments: the column, what it refers to, a hint; and so on for other columns';

CREATE FUNCTION corroborate_internal.must_say() RETURNS trigger LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM corroborate_internal.refuse('not_null_violation', message => TG_ARGV[0], hint => TG_ARGV[1]);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION corroborate_internal.must_say() IS
'BEFORE INSERT OR UPDATE, FOR EACH ROW, WHEN a column is null or blank: raises an error with this message and hint';

-- In the form of attributions: NFC, where people may type NFD.
CREATE FUNCTION corroborate_internal.normalised_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- what cannot be a name stays as it is, for the check that says why
RETURN CASE WHEN name COLLATE "C" ~ E'^[ -~]*$|[\\x01-\\x1F\\x7F]' OR octet_length(name) > 255 THEN name ELSE (@extschema@.sources(corroborate_internal.said_by_any(name)))[1] END;
COMMENT ON FUNCTION corroborate_internal.normalised_name(text) IS 'a name in the form that it has in attributions';

CREATE FUNCTION corroborate_internal.is_blank(name text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
-- with an x: sheet_line() takes some words for an empty cell that can be names
RETURN corroborate_internal.sheet_line(name || 'x') = 'x';
COMMENT ON FUNCTION corroborate_internal.is_blank(text) IS 'whether a name has no visible character';

-- Finds what people do not see in a name.  Other spellings may have it: they are kept as they were written.
CREATE FUNCTION corroborate_internal.untidy_name(names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
	SELECT coalesce(quote_literal(u.name), 'null') FROM unnest(names) WITH ORDINALITY AS u (name, place)
	WHERE u.name IS NULL OR corroborate_internal.is_blank(u.name) OR u.name <> coalesce(corroborate_internal.sheet_line(u.name), u.name)
		OR u.name <> corroborate_internal.normalised_name(u.name)
	ORDER BY u.place LIMIT 1
);
COMMENT ON FUNCTION corroborate_internal.untidy_name(text[]) IS
'the first of these names, in quotes, that is null or empty, has blanks other than single spaces between words, or is not in the form of attributions; null if there is none';

CREATE FUNCTION corroborate_internal.names_in(entered jsonb, columns text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT n.name FROM unnest(columns) WITH ORDINALITY AS u (name, place) CROSS JOIN LATERAL jsonb_array_elements_text(
	CASE jsonb_typeof(entered -> u.name) WHEN 'array' THEN entered -> u.name ELSE jsonb_build_array(entered -> u.name) END) WITH ORDINALITY AS n (name, place)
	ORDER BY u.place, n.place);
COMMENT ON FUNCTION corroborate_internal.names_in(jsonb, text[]) IS 'the names in these columns of a row, each a text or a list of them';

CREATE FUNCTION corroborate_internal.must_be_tidy() RETURNS trigger LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	entered jsonb := to_jsonb(NEW);
	had text[];
	names text[];
	untidy text;
BEGIN
	-- Names that an older ledger has may stay: otherwise they could not be corrected, merged or forgotten, and errors would repeat
	-- them.
	IF has_table_privilege(TG_RELID, 'SELECT') THEN
		EXECUTE format('SELECT array_agg(DISTINCT n.name) FROM %s AS s, unnest(corroborate_internal.names_in(to_jsonb(s), $1)) AS n (name) WHERE n.name = ANY ($2)',
				TG_RELID::regclass)
			INTO had USING TG_ARGV[1:], corroborate_internal.names_in(entered, TG_ARGV[1:]);
	END IF;
	had := coalesce(had, '{}');
	FOR i IN 1 .. TG_NARGS - 1 LOOP
		names := ARRAY(SELECT CASE WHEN corroborate_internal.is_blank(n) OR n = ANY (had) THEN n ELSE corroborate_internal.normalised_name(n) END
			FROM unnest(corroborate_internal.names_in(entered, TG_ARGV[i:i])) AS n);
		untidy := corroborate_internal.untidy_name(ARRAY(SELECT n FROM unnest(names) AS n WHERE n IS NULL OR n <> ALL (had)));
		IF untidy IS NULL OR NOT corroborate_internal.is_blank(names[1]) AND TG_ARGV[0] = 'as written' THEN
			NEW := jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[i],
				CASE jsonb_typeof(entered -> TG_ARGV[i]) WHEN 'array' THEN to_jsonb(names) ELSE to_jsonb(names[1]) END));
		ELSIF EXISTS (SELECT FROM unnest(names) AS n WHERE n IS NULL OR corroborate_internal.is_blank(n)) THEN
			PERFORM corroborate_internal.refuse('check_violation',
				message => format('a name in column "%s" of table "%s" is empty', TG_ARGV[i], TG_TABLE_NAME),
				hint => 'A name has at least one character. Where there is none, leave it out of a list.');
		ELSE
			untidy := (SELECT n FROM unnest(names) AS n WHERE n <> corroborate_internal.sheet_line(n) AND n <> ALL (had) LIMIT 1);
			PERFORM corroborate_internal.refuse('check_violation',
				message => format(CASE WHEN corroborate_internal.unseen_character(untidy) IS NULL
					THEN 'name %L in %s has blanks other than single spaces between words'
					ELSE 'name %L in %s has a character that does not show' END, untidy, TG_ARGV[i]),
				detail => concat_ws(' ', corroborate_internal.unseen_character(untidy), 'It would look the same as another name, and be another source.'),
				hint => format('Write %L.', corroborate_internal.sheet_line(untidy)));
		END IF;
	END LOOP;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION corroborate_internal.must_be_tidy() IS
'BEFORE INSERT OR UPDATE, FOR EACH ROW: puts names into the form of attributions, and refuses, in plain words, whatever else untidy_name() finds, except names that the table already has. Arguments: tidy, or as written if blanks may stay; the columns with names';

CREATE FUNCTION corroborate_internal.key_is_deferrable(referring regclass, columns text[], referred regclass) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
RETURN EXISTS (
	SELECT FROM pg_constraint AS k WHERE k.contype = 'f' AND k.conrelid = referring AND k.confrelid = referred
		AND (k.condeferrable OR (to_jsonb(k) -> 'conenforced')::boolean IS FALSE)
		AND columns = ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
			JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.number ORDER BY u.place)
);
COMMENT ON FUNCTION corroborate_internal.key_is_deferrable(regclass, text[], regclass) IS
'whether a foreign key of these columns to another table is deferrable, or not enforced';

CREATE FUNCTION corroborate_internal.still_referred_to() RETURNS trigger LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	columns CONSTANT text[] := string_to_array(TG_ARGV[0], ',');
	said CONSTANT integer := CASE TG_OP WHEN 'DELETE' THEN 1 ELSE 3 END;
	referring regclass;
	part regclass;
	gone boolean;
	other text;
	i integer := 5;
BEGIN
	-- the foreign key's check sees rows that this role may not read, so leave it to that
	IF NOT has_table_privilege(TG_RELID, 'SELECT') THEN
		RETURN NULL;
	END IF;
	EXECUTE format('SELECT NOT EXISTS (SELECT FROM ONLY %s AS r WHERE (%s) = (%s))', TG_RELID::regclass,
			(SELECT string_agg(format('r.%I', c), ', ') FROM unnest(columns) AS c),
			(SELECT string_agg(format('($1).%I', c), ', ') FROM unnest(columns) AS c))
		INTO gone USING OLD;
	WHILE gone AND i < TG_NARGS LOOP
		IF TG_ARGV[i] = 'only updated' THEN
			EXIT WHEN TG_OP = 'DELETE';
			i := i + 1;
		END IF;
		referring := to_regclass(format('%I.%I', TG_TABLE_SCHEMA, TG_ARGV[i]));
		IF has_table_privilege(referring, 'SELECT')
			AND NOT corroborate_internal.key_is_deferrable(referring, string_to_array(TG_ARGV[i + 1], ','), TG_RELID)
		THEN
			FOREACH part IN ARRAY corroborate_internal.all_beside(TG_RELID, referring) LOOP
				EXECUTE format('SELECT r.%I::text FROM %s AS r WHERE (%s) = (%s) ORDER BY 1 LIMIT 1', TG_ARGV[i + 2], part,
						(SELECT string_agg(format('r.%I', c), ', ') FROM unnest(string_to_array(TG_ARGV[i + 1], ',')) AS c),
						(SELECT string_agg(format('($1).%I', c), ', ') FROM unnest(columns) AS c))
					INTO other USING OLD;
				IF other IS NOT NULL THEN
					PERFORM corroborate_internal.refuse('foreign_key_violation',
						message => format(TG_ARGV[said], VARIADIC ARRAY(SELECT to_jsonb(OLD) ->> c FROM unnest(columns) WITH ORDINALITY AS u (c, o) ORDER BY o)),
						detail => format(TG_ARGV[i + 3], other), hint => TG_ARGV[said + 1]);
				END IF;
			END LOOP;
		END IF;
		i := i + 4;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION corroborate_internal.still_referred_to() IS
'AFTER DELETE OR UPDATE, FOR EACH ROW, with a name that sorts before those of foreign keys: raises an error in plain words if other rows still refer to this one. Arguments: the columns of its key; message and hint if it was deleted, and if its key was changed; then, for each table that may refer to it, the table, the columns, the column to show, and the sentence to show it in. After the argument ''only updated'' come tables whose rows are deleted with it';
