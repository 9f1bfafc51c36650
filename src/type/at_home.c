/*-------------------------------------------------------------------------
 *
 * at_home.c
 *		Checking that a ledger's function finds the ledger's own tables.
 *
 * Functions of a ledger look up tables, views and functions by name, in the
 * ledger's schema and then in pg_temp.  If a table has been renamed, its name
 * may find a temporary table of the caller's, with triggers.  If the schema
 * has been renamed, any role that may create schemas can make another one of
 * that name.  Triggers and views there would run with the rights of the
 * function's owner.  So functions that do not run with their caller's rights
 * begin with at_home().
 *
 * The tables must belong to the current user or to a superuser.
 * has_privs_of_role() would not be enough: superusers have the privileges of
 * all roles, and members of a role can make tables that belong to it.
 *
 * Memory: the names.  Nothing is cached, because what a name finds can change.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/syscache.h"

#include "type/inner_context.h"

/* The tables that ledgers of all versions have; all must exist */
static const char *const tables[] = {
	"source", "source_alias", "source_rating", "source_identity", "document",
	"claim", "attestation", "ruling", "publication", "claim_event",
};

static void
refuse_stranger(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errhide_inner_context(),
			 errmsg("relation \"%s\" does not belong to this ledger", name),
			 errdetail("It or the ledger's schema was renamed, "
					   "or its owner is not \"%s\", who owns the ledger's functions.",
					   GetUserNameFromId(GetUserId(), false)),
			 errhint("Give the ledger's schema, tables and views their names and their owner back.")));
}

/* Whether a relation is permanent, and belongs to the ledger's owner */
static bool
is_ours(Oid relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Form_pg_class form;
	bool		ours;

	if (!HeapTupleIsValid(tuple))
		return false;			/* no relation has the name */
	form = (Form_pg_class) GETSTRUCT(tuple);
	ours = form->relpersistence != RELPERSISTENCE_TEMP &&
		(form->relowner == GetUserId() || superuser_arg(form->relowner));
	ReleaseSysCache(tuple);
	return ours;
}

/* at_home(relations): an error unless the relations found are the ledger's */
PG_FUNCTION_INFO_V1(at_home);
Datum
at_home(PG_FUNCTION_ARGS)
{
	Datum	   *names;
	int			count;

	if (!InLocalUserIdChange())
		PG_RETURN_VOID();		/* with the caller's rights */
	for (Size i = 0; i < lengthof(tables); i++)
		if (!is_ours(RelnameGetRelid(tables[i])))
			refuse_stranger(tables[i]);
	/* ledgers of earlier versions lack some of these */
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT,
					  &names, NULL, &count);
	for (int i = 0; i < count; i++)
	{
		char	   *name = TextDatumGetCString(names[i]);
		Oid			relation = RelnameGetRelid(name);

		if (OidIsValid(relation) && !is_ours(relation))
			refuse_stranger(name);
		pfree(name);
	}
	PG_RETURN_VOID();
}
