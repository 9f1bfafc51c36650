------------------------------------------------------------------------------
-- renamed: other names in what people wrote
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.replace_names(value text, names text[], new_name text, others text[]) RETURNS text
	AS 'MODULE_PATHNAME', 'replace_names' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.replace_names(text, text[], text, text[]) IS
'the text with a new name for each of these, in any case, wherever it is a whole name: not within a word, nor within one of the others''';

CREATE FUNCTION corroborate_internal.replace_names(value jsonb, names text[], new_name text, others text[]) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'replace_names_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.replace_names(jsonb, text[], text, text[]) IS
'the same in the strings of a JSON value, keys of objects included';
