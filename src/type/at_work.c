/*-------------------------------------------------------------------------
 *
 * at_work.c
 *		Who is at work.
 *
 * This is the default of columns, and evaluated for thousands of rows.  A
 * function in SQL would be parsed and inlined again for each statement.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

/*
 * at_work(): the role that was set, or the one that logged in; whoever's rights
 * count just now
 */
PG_FUNCTION_INFO_V1(at_work);
Datum
at_work(PG_FUNCTION_ARGS pg_attribute_unused())
{
	Oid			role = GetCurrentRoleId();

	if (!OidIsValid(role))
		role = GetSessionUserId();
	return DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(role, false)));
}
