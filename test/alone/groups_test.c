/*-------------------------------------------------------------------------
 *
 * groups_test.c
 *		Tests of groups.c.
 *
 *-------------------------------------------------------------------------
 */
#include "base/groups.h"
#include "tap.h"

static void
test_items(void)
{
	static const uint32 group_of[] = {2, 0, NO_GROUP, 2, 3, 0, 2};
	static const uint32 first[] = {0, 2, 2, 5, 6, 6};
	static const uint32 items[] = {1, 5, 0, 3, 6, 4};
	WorkspaceBuffer buffer;
	Workspace	ws;
	Groups		groups;

	workspace_init(&ws, &buffer);
	group_items(&groups, group_of, lengthof(group_of), 5, &ws);
	tap_ok(memcmp(groups.first, first, sizeof(first)) == 0,
		   "groups begin where the ones before them end, empty ones too");
	tap_ok(memcmp(groups.items, items, sizeof(items)) == 0,
		   "items are ascending within a group, and those of no group left out");
	group_items(&groups, group_of, 0, 2, &ws);
	tap_ok(groups.first[0] == 0 && groups.first[1] == 0 && groups.first[2] == 0,
		   "no items");
	group_items(&groups, group_of, 0, 0, &ws);
	tap_ok(groups.first[0] == 0, "no groups");
	workspace_free(&ws);
}

static void
test_starts(void)
{
	uint32		first[] = {0, 3, 0, 2};
	WorkspaceBuffer buffer;
	Workspace	ws;
	uint32	   *place;

	workspace_init(&ws, &buffer);
	place = group_starts(first, 3, &ws);
	tap_ok(first[0] == 0 && first[1] == 3 && first[2] == 3 && first[3] == 5,
		   "sizes become places");
	tap_ok(place[0] == 0 && place[1] == 3 && place[2] == 3,
		   "the copy begins where the groups do");
	workspace_free(&ws);
}

/* Every item of a group is in it, and once */
static void
test_random(void)
{
	unsigned long long state = 20260101;
	uint32		wrong = 0;

	for (int round = 0; round < 2000; round++)
	{
		uint32		group_of[40];
		uint32		n = tap_random(&state) % lengthof(group_of);
		uint32		ngroups = 1 + tap_random(&state) % 12;
		uint32		grouped = 0;
		WorkspaceBuffer buffer;
		Workspace	ws;
		Groups		groups;

		for (uint32 i = 0; i < n; i++)
		{
			group_of[i] = tap_random(&state) % (ngroups + 1);
			if (group_of[i] == ngroups)
				group_of[i] = NO_GROUP;
			grouped += group_of[i] != NO_GROUP;
		}
		workspace_init(&ws, &buffer);
		group_items(&groups, group_of, n, ngroups, &ws);
		wrong += groups.first[ngroups] != grouped;
		for (uint32 g = 0; g < ngroups; g++)
			for (uint32 i = groups.first[g]; i < groups.first[g + 1]; i++)
				wrong += group_of[groups.items[i]] != g ||
					(i > groups.first[g] && groups.items[i - 1] >= groups.items[i]);
		workspace_free(&ws);
	}
	tap_ok(wrong == 0, "random items are in their groups");
}

int
main(void)
{
	test_items();
	test_starts();
	test_random();
	return tap_done();
}
