/*-------------------------------------------------------------------------
 *
 * qualified_name.c
 *		Names of relations in queries, in messages, and as people write them.
 *
 * Memory: the name is in the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/qualified_name.h"

#include "catalog/namespace.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"

#include "type/inner_context.h"

#define LEDGER_ATTESTATIONS "attestation"

char *
qualified_name(Oid relation)
{
	Oid			schema = get_rel_namespace(relation);

	return quote_qualified_identifier(get_namespace_name_or_temp(schema),
									  get_rel_name(relation));
}

/*
 * The attestations of the ledger in the schema of this name, or the relation
 * that a query would find under this name, or InvalidOid
 */
static Oid
find_attestations(const char *name)
{
	Oid			schema = get_namespace_oid(name, true);
	Oid			found = OidIsValid(schema) ? get_relname_relid(LEDGER_ATTESTATIONS, schema) : InvalidOid;

	return OidIsValid(found) ? found :
		RangeVarGetRelid(makeRangeVarFromNameList(qualified_name_list(name)), NoLock, true);
}

/* attestations_named(name): likewise, or an error, for SQL functions */
PG_FUNCTION_INFO_V1(attestations_named);
Datum
attestations_named(PG_FUNCTION_ARGS)
{
	const char *name;
	Oid			found;

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errhide_callers(1),
				 errmsg("no ledger is named"),
				 errhint("Name its schema, for example 'newsroom'.")));
	name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	found = find_attestations(name);
	if (!OidIsValid(found))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errhide_callers(1),
				 errmsg("there is no table \"%s\", nor a ledger in such a schema", name),
				 errhint("Name a ledger's schema, or a table of attestations: the function watched() lists these.")));
	PG_RETURN_OID(found);
}
