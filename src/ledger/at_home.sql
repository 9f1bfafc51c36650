------------------------------------------------------------------------------
-- whether a ledger's names still lead to its own tables
------------------------------------------------------------------------------

CREATE FUNCTION corroborate_internal.at_home(relations text[] DEFAULT corroborate_internal.ledger_relations()) RETURNS void
	AS 'MODULE_PATHNAME', 'at_home' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION corroborate_internal.at_home(text[]) IS
'to be called first, by PERFORM, in functions of a ledger that do not run with their caller''s rights: an error unless the tables and views that are found under the ledger''s names are permanent and belong to the function''s owner, or to a superuser';
