/*-------------------------------------------------------------------------
 *
 * groups.c
 *		Items put side by side by the group they belong to.
 *
 * Sorts by counting: linear in items and groups.  Memory: the caller's
 * workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "base/groups.h"

uint32 *
group_starts(uint32 *first, uint32 ngroups, Workspace *ws)
{
	uint32	   *place = workspace_alloc(ws, ngroups, sizeof(uint32));

	for (uint32 g = 0; g < ngroups; g++)
	{
		place[g] = first[g];
		first[g + 1] += first[g];
	}
	return place;
}

void
group_items(Groups *groups, const uint32 *group_of, uint32 nitems,
			uint32 ngroups, Workspace *ws)
{
	uint32	   *place;

	groups->first = workspace_alloc_zero(ws, (Size) ngroups + 1,
										 sizeof(uint32));
	groups->items = workspace_alloc(ws, nitems, sizeof(uint32));
	for (uint32 item = 0; item < nitems; item++)
		if (group_of[item] != NO_GROUP)
			groups->first[group_of[item] + 1]++;
	place = group_starts(groups->first, ngroups, ws);
	for (uint32 item = 0; item < nitems; item++)
		if (group_of[item] != NO_GROUP)
			groups->items[place[group_of[item]]++] = item;
}
