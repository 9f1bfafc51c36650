/*-------------------------------------------------------------------------
 *
 * sort.c
 *		A stable sort for what is often sorted already.
 *
 * Storage: the array itself, a second one to merge into, and a list of where
 * runs end.  Memory: the caller's workspace; none for short arrays.
 *
 *-------------------------------------------------------------------------
 */
#include "base/sort.h"

/* Up to here inserting beats merging */
#define INSERTION_MAX 12

typedef struct Sorter
{
	SortTieBreak tie_break;
	const void *context;
} Sorter;

static inline bool
is_before(const Sorter *sorter, const SortItem *a, const SortItem *b)
{
	if (a->high != b->high)
		return a->high < b->high;
	if (a->low != b->low)
		return a->low < b->low;
	return sorter->tie_break != NULL &&
		sorter->tie_break(a->index, b->index, sorter->context) < 0;
}

/* Sorts items[0 .. count-1], of which the first `sorted` are in order */
static void
insert_rest(const Sorter *sorter, SortItem *items, Size sorted, Size count)
{
	for (Size i = sorted; i < count; i++)
	{
		SortItem	item = items[i];
		Size		to = i;

		while (to > 0 && is_before(sorter, &item, &items[to - 1]))
		{
			items[to] = items[to - 1];
			to--;
		}
		items[to] = item;
	}
}

/* Length of the run that starts at items[0], made at least INSERTION_MAX */
static Size
take_run(const Sorter *sorter, SortItem *items, Size count)
{
	Size		length = 1;
	Size		least = Min(count, INSERTION_MAX);

	while (length < count &&
		   !is_before(sorter, &items[length], &items[length - 1]))
	{
		length++;
		if ((length & 0xFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	if (length < least)
	{
		insert_rest(sorter, items, length, least);
		length = least;
	}
	return length;
}

static void
merge_runs(const Sorter *sorter, const SortItem *left, Size nleft,
		   const SortItem *right, Size nright, SortItem *to)
{
	Size		l = 0,
				r = 0;

	while (l < nleft && r < nright)
	{
		if (is_before(sorter, &right[r], &left[l]))
			*to++ = right[r++];
		else
			*to++ = left[l++];
		if (((l + r) & 0xFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	memcpy(to, left + l, (nleft - l) * sizeof(SortItem));
	memcpy(to + nleft - l, right + r, (nright - r) * sizeof(SortItem));
}

void
sort_items(SortItem *items, Size count, SortTieBreak tie_break,
		   const void *context, Workspace *ws)
{
	Sorter		sorter = {tie_break, context};
	SortItem   *from = items,
			   *to;
	Size	   *ends;			/* where each run ends */
	Size		nruns = 0;

	if (count <= INSERTION_MAX)
	{
		insert_rest(&sorter, items, Min(count, 1), count);
		return;
	}

	ends = workspace_alloc(ws, count / INSERTION_MAX + 1, sizeof(Size));
	for (Size at = 0; at < count; at = ends[nruns++])
		ends[nruns] = at + take_run(&sorter, items + at, count - at);
	if (nruns == 1)
		return;

	to = workspace_alloc(ws, count, sizeof(SortItem));
	while (nruns > 1)
	{
		Size		start = 0,
					merged = 0;
		SortItem   *swap = from;

		for (Size run = 0; run < nruns; run += 2)
		{
			Size		middle = ends[run];
			Size		end = run + 1 < nruns ? ends[run + 1] : middle;

			merge_runs(&sorter, from + start, middle - start,
					   from + middle, end - middle, to + start);
			ends[merged++] = start = end;
		}
		nruns = merged;
		from = to;
		to = swap;
	}
	if (from != items)
		memcpy(items, from, count * sizeof(SortItem));
}
