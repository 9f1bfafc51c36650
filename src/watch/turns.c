/*-------------------------------------------------------------------------
 *
 * turns.c
 *		Letting only one session at a time import a publisher's items.
 *
 * Two sessions that import the same items would wait for each other at each
 * item, because a unique index allows each document only once.  If their
 * orders differ, they would deadlock.  So each session locks all publishers of
 * a story, in one order, before it writes anything.
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
 * take_turns(documents, publishers): waits until nobody else imports items of
 * these publishers, and keeps others from it until the transaction ends.
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
