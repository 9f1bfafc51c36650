------------------------------------------------------------------------------
-- protected: finds names in people's own words
------------------------------------------------------------------------------

-- The views of src/ledger/protected.sql decide who is protected.

CREATE FUNCTION corroborate_internal.spells_any(value text, names text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spells_any' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.spells_any(text, text[]) IS
'whether any of these names occurs in a text, also within a longer word, in another case, without accents, in another form of the same characters, or in letters of another script that look the same';

CREATE FUNCTION corroborate_internal.spells_any(value jsonb, names text[]) RETURNS boolean
	AS 'MODULE_PATHNAME', 'spells_any_jsonb' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION corroborate_internal.spells_any(jsonb, text[]) IS 'whether any of these names occurs in the strings of a JSON value, keys of objects included';
