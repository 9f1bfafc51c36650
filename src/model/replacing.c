/*-------------------------------------------------------------------------
 *
 * replacing.c
 *		Which attestations others replace.
 *
 * A row replaces at most one other, so the rows are chains, perhaps with a
 * circle at their end.  Each row is marked once, and a walk ends at a row that
 * was marked before: O(n log n).  Memory: the workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/replacing.h"

#include "base/sort.h"

static int
compare_ids(uint32 a, uint32 b, const void *context)
{
	const Replacing *rows = context;

	return key_compare(rows[a].id, rows[b].id);
}

/* Index of the row that has this id, or -1 */
static int64
find_row(const Replacing *rows, const SortItem *by_id, Size nrows, Key id)
{
	Size		low = 0,
				high = nrows;

	while (low < high)
	{
		Size		middle = low + (high - low) / 2;
		int			order = key_compare(rows[by_id[middle].index].id, id);

		if (order == 0)
			return by_id[middle].index;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

void
find_replaced(const Replacing *rows, Size nrows, bool *replaced, Workspace *ws)
{
	SortItem   *by_id = workspace_alloc_zero(ws, nrows, sizeof(SortItem));

	for (Size i = 0; i < nrows; i++)
	{
		by_id[i].index = i;
		replaced[i] = false;
	}
	sort_items(by_id, nrows, compare_ids, rows, ws);
	for (Size i = 0; i < nrows; i++)
	{
		int64		at = i;

		if (!rows[i].counts)
			continue;
		while (rows[at].replaces.length > 0 &&
			   (at = find_row(rows, by_id, nrows, rows[at].replaces)) >= 0 &&
			   !replaced[at])
			replaced[at] = true;
	}
}
