------------------------------------------------------------------------------
-- renamed: replaces names in what people wrote
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.replace_names(value text, names text[], new_name text, others text[]) RETURNS text
	AS 'MODULE_PATHNAME', 'replace_names' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.replace_names(text, text[], text, text[]) IS
'replaces each of these names in a text by a new name, in any case, but only as a whole name: not within a word, nor within one of the others';

CREATE FUNCTION corroborate_internal.replace_names(value jsonb, names text[], new_name text, others text[]) RETURNS jsonb
	AS 'MODULE_PATHNAME', 'replace_names_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.replace_names(jsonb, text[], text, text[]) IS
'replace_names() for the strings in a JSON value, including keys of objects';
