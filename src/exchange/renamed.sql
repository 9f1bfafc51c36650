------------------------------------------------------------------------------
-- renamed: other names in what people wrote
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.replace_names(value text, names text[], new_name text, others text[]) RETURNS text
	AS 'MODULE_PATHNAME', 'replace_names' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.replace_names(text, text[], text, text[]) IS
'the text with a new name for each of these, in any case, wherever it is a whole name: not within a word, nor within one of the others''';

CREATE FUNCTION corroborate_internal.replace_names(value jsonb, names text[], new_name text, others text[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN CASE jsonb_typeof(value)
		WHEN 'string' THEN to_jsonb(corroborate_internal.replace_names(value #>> '{}', names, new_name, others))
		WHEN 'array' THEN (
			SELECT coalesce(jsonb_agg(corroborate_internal.replace_names(e.part, names, new_name, others) ORDER BY e.place), '[]')
			FROM jsonb_array_elements(value) WITH ORDINALITY AS e (part, place))
		WHEN 'object' THEN (
			SELECT coalesce(jsonb_object_agg(corroborate_internal.replace_names(e.key, names, new_name, others),
				corroborate_internal.replace_names(e.value, names, new_name, others)), '{}')
			FROM jsonb_each(value) AS e)
		ELSE value END;
END
$$;
COMMENT ON FUNCTION corroborate_internal.replace_names(jsonb, text[], text, text[]) IS
'the same in the strings of a JSON value, keys of objects included';
