/*-------------------------------------------------------------------------
 *
 * turns.c
 *		Imports of one publisher's items, one after the other.
 *
 * Two sessions that import the same items wait for each other item by item,
 * because a unique index lets each document be written once.  If they import
 * them in different orders they deadlock.  So each session locks all
 * publishers of a story, in the order of the locks, before it writes anything.
 *
 * Storage: none.  Memory: a workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"

#include "type/key_arrays.h"
#include "watch/name_locks.h"

/*
 * take_turns(documents, publishers): waits until nobody else imports what one
 * of these publishes, and lets nobody else do so until the transaction ends.
 */
PG_FUNCTION_INFO_V1(take_turns);
Datum
take_turns(PG_FUNCTION_ARGS)
{
	Oid			documents = PG_GETARG_OID(0);
	AclResult	allowed = pg_class_aclcheck(documents, GetUserId(), ACL_INSERT);
	Workspace	ws;
	WorkspaceBuffer buffer;
	NameLocks	locks;
	Key		   *publishers;
	Size		count;

	/* of the table, or of some of its columns */
	if (allowed != ACLCHECK_OK)
		allowed = pg_attribute_aclcheck_all(documents, GetUserId(), ACL_INSERT, ACLMASK_ANY);
	if (allowed != ACLCHECK_OK)
		aclcheck_error(allowed, OBJECT_TABLE, get_rel_name(documents));
	workspace_init(&ws, &buffer);
	publishers = array_to_keys(PG_GETARG_DATUM(1), &count, &ws);
	start_name_locks(&locks, documents, NAMES_OF_PUBLISHERS);
	want_names(&locks, publishers, count, true);
	hold_wanted(&locks);
	workspace_free(&ws);
	PG_RETURN_VOID();
}
