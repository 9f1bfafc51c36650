------------------------------------------------------------------------------
-- errors of PL/pgSQL functions
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.hide_context(callers integer DEFAULT 0) RETURNS void
	AS 'MODULE_PATHNAME', 'hide_context' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.hide_context(integer) IS
'hides the CONTEXT of the calling function, until that ends, in errors about what its user did wrong. A function with a SET clause calls this first, by PERFORM. callers: how many SQL functions around it belong to it';

CREATE FUNCTION corroborate_internal.refuse(condition text, message text, detail text DEFAULT NULL, hint text DEFAULT NULL) RETURNS void
	AS 'MODULE_PATHNAME', 'refuse' LANGUAGE C VOLATILE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.refuse(text, text, text, text) IS
'raises an error, as RAISE does, without the CONTEXT of the function that calls this by PERFORM. condition: an SQLSTATE, or PL/pgSQL''s name for one';
