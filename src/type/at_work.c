/*-------------------------------------------------------------------------
 *
 * at_work.c
 *		The role that is at work.
 *
 * This is the default of columns, evaluated for thousands of rows.  The server
 * would parse and inline a SQL function again for each statement.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"

/*
 * at_work(): the role that was set, or else the one that logged in, even where
 * a function runs with its owner's rights
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
