/*-------------------------------------------------------------------------
 *
 * at_work.c
 *		Who is at work.
 *
 * It is a default of columns, which rows in their thousands take.  Written in
 * SQL, it would be read, and inlined, anew for each statement.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

/* at_work(): the role that was set, or the one that logged in; whoever's rights
 * count just now */
PG_FUNCTION_INFO_V1(at_work);
Datum
at_work(PG_FUNCTION_ARGS)
{
	Oid			role = GetCurrentRoleId();

	if (!OidIsValid(role))
		role = GetSessionUserId();
	return DirectFunctionCall1(namein, CStringGetDatum(GetUserNameFromId(role, false)));
}
