/*-------------------------------------------------------------------------
 *
 * groups.h
 *		Items arranged by the group they belong to.
 *
 * The items of group g are items[first[g]] .. items[first[g + 1] - 1]
 * (compressed sparse rows).
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GROUPS_H
#define CORROBORATE_GROUPS_H

#include "base/workspace.h"

/* Stands for a group if the item belongs to none */
#define NO_GROUP 0xFFFFFFFFU

typedef struct Groups
{
	uint32	   *first;			/* ngroups + 1 */
	uint32	   *items;			/* ascending within a group */
} Groups;

/*
 * Groups the items 0 .. nitems - 1.  group_of[item] is below ngroups, or
 * NO_GROUP.
 */
extern void group_items(Groups *groups, const uint32 *group_of, uint32 nitems,
						uint32 ngroups, Workspace *ws);

/*
 * Where groups begin, for callers that put their items there themselves.
 * first[0] is 0, and first[g + 1] the size of group g; afterwards first[g] is
 * where group g begins, and first[ngroups] where the last one ends.  Returns
 * a copy, to be counted up as items are put in their places.
 */
extern uint32 *group_starts(uint32 *first, uint32 ngroups, Workspace *ws);

#endif							/* CORROBORATE_GROUPS_H */
