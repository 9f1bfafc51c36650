------------------------------------------------------------------------------
-- at_home: check that a ledger's names still resolve to its own tables
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.at_home(relations text[] DEFAULT corroborate_internal.ledger_relations()) RETURNS void
	AS 'MODULE_PATHNAME', 'at_home' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.at_home(text[]) IS
'raises an error unless the names of a ledger''s tables and views resolve to permanent relations of the calling function''s owner, or of a superuser. Functions of a ledger that do not run with their caller''s rights call it first, by PERFORM';
