------------------------------------------------------------------------------
-- errors of functions in PL/pgSQL
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.hide_context(callers integer DEFAULT 0) RETURNS void
	AS 'MODULE_PATHNAME', 'hide_context' LANGUAGE C STRICT VOLATILE PARALLEL UNSAFE;
COMMENT ON FUNCTION corroborate_internal.hide_context(integer) IS
'until the function ends that calls this first, by PERFORM, and that has a SET clause: errors that say what its user has done wrong have no CONTEXT of what it runs. callers: so many functions in SQL around it are part of it';

CREATE FUNCTION corroborate_internal.refuse(condition text, message text, detail text DEFAULT NULL, hint text DEFAULT NULL) RETURNS void
	AS 'MODULE_PATHNAME', 'refuse' LANGUAGE C VOLATILE PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.refuse(text, text, text, text) IS
'an error, as RAISE makes them, without the CONTEXT of the function that calls this by PERFORM. condition: a name that PL/pgSQL has for an SQLSTATE, or an SQLSTATE';
