------------------------------------------------------------------------------
-- registry: what the kinds of sources mean
------------------------------------------------------------------------------

CREATE FUNCTION passes_on(kind text) RETURNS boolean
	AS 'MODULE_PATHNAME', 'passes_on' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION passes_on(text) IS
'whether sources of that kind have what they say from others, so that one whose basis is not stated has it from someone unknown: outlets, agencies, sites and translations';


