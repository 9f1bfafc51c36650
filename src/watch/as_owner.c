/*-------------------------------------------------------------------------
 *
 * as_owner.c
 *		Running queries as the owner of a table, without filtering by policies.
 *
 * Evidence that is gathered from only some of the rows is wrong, and nobody
 * would notice.  So row-level security must not filter what is read here.  With
 * SECURITY_NOFORCE_RLS, the server ignores policies that are forced on a
 * table's owner, as for foreign keys.  Other policies apply if the owner of
 * one table reads a table of somebody else: that is an error.
 *
 * The server replans a cached plan when the role or the setting row_security
 * changes, but not when SECURITY_NOFORCE_RLS does.  So a plan that is used
 * here must not be used anywhere else.
 *
 * Storage: none.  Memory: SPI's.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/as_owner.h"

#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "parser/parse_relation.h"
#include "utils/lsyscache.h"
#include "utils/plancache.h"
#include "utils/rls.h"

void
as_owner_begin(AsOwner *before, Oid owner)
{
	GetUserIdAndSecContext(&before->user, &before->security);
	SetUserIdAndSecContext(owner, before->security | SECURITY_LOCAL_USERID_CHANGE |
						   SECURITY_NOFORCE_RLS);
	SPI_connect();
}

void
as_owner_end(const AsOwner *before)
{
	SPI_finish();
	SetUserIdAndSecContext(before->user, before->security);
}

bool
policies_apply(Oid table, Oid role)
{
	Oid			user;
	int			security;
	bool		apply;

	GetUserIdAndSecContext(&user, &security);
	SetUserIdAndSecContext(user, security & ~SECURITY_NOFORCE_RLS);
	apply = check_enable_rls(table, role, true) == RLS_ENABLED;
	SetUserIdAndSecContext(user, security);
	return apply;
}

void
refuse_policies(Oid table)
{
	bool		forced = check_enable_rls(table, InvalidOid, true) != RLS_ENABLED;

	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("query would be affected by row-level security policy for table \"%s\"",
					get_rel_name(table)),
			 errdetail("Evidence follows from all rows."),
			 forced ?
			 errhint("To disable the policy for the table's owner, use ALTER TABLE NO FORCE ROW LEVEL SECURITY.") :
			 errhint("Role \"%s\" must own the table or have BYPASSRLS.",
					 GetUserNameFromId(GetUserId(), false))));
}

/* Looks for a table to which policies apply, in a query and its subqueries */
static bool
refuse_filtered_query(Node *node, void *forced)
{
	ListCell   *cell;

	if (node == NULL)
		return false;
	if (!IsA(node, Query))
		return expression_tree_walker(node, refuse_filtered_query, forced);
	foreach(cell, ((Query *) node)->rtable)
	{
		RangeTblEntry *entry = lfirst(cell);
		Oid			role;

		if (entry->rtekind != RTE_RELATION)
			continue;
		role = CHECK_AS_USER((Query *) node, entry);
		if (*(bool *) forced ? policies_apply(entry->relid, role) :
			check_enable_rls(entry->relid, role, true) == RLS_ENABLED)
			refuse_policies(entry->relid);
	}
	return query_tree_walker((Query *) node, refuse_filtered_query, forced, 0);
}

void
refuse_filtered(SPIPlanPtr plan, bool forced)
{
	ListCell   *source;
	ListCell   *query;

	foreach(source, SPI_plan_get_plan_sources(plan))
	{
		CachedPlanSource *planned = lfirst(source);

		/* mostly, none of its tables has row-level security */
		if (!planned->dependsOnRLS)
			continue;
		foreach(query, planned->query_list)
			refuse_filtered_query(lfirst(query), &forced);
	}
}
