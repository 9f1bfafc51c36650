/*-------------------------------------------------------------------------
 *
 * complete_link.c
 *		Groups of sources that are one voice: each depends on every other.
 *
 * Pairs are read in the order of their strength, and counted for the two
 * groups that they connect.  When all pairs between two groups have been
 * read, the last one is the weakest, and the groups are joined.
 *
 * Storage: a hash table of pairs of groups, and for each group a list of its
 * pairs, which are counted anew when it is joined to a lower one.
 * Memory: the caller's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/complete_link.h"

/* No link: the end of a list, or a free slot of the table */
#define NO_LINK UINT32_MAX

/* The pairs between two groups, named by their lowest numbers */
typedef struct Link
{
	uint32		low;
	uint32		high;
	uint64		count;			/* pairs between them that were read */
	uint32		pair;			/* the pair of low and high themselves */
	uint32		next_of_low;	/* in the lists of the two groups */
	uint32		next_of_high;
} Link;

typedef struct Linker
{
	const Dependence *pairs;
	uint32	   *group_of;		/* itself, or a lower number of its group */
	uint32	   *size;
	uint32	   *first_link;		/* of each group */
	Link	   *links;
	Size		nlinks;
	Size		capacity;
	uint32	   *table;			/* indexes into links */
	Size		slots;			/* a power of two */
	Workspace  *ws;
} Linker;

static uint32
find_group(uint32 *group_of, uint32 source)
{
	while (group_of[source] != source)
	{
		group_of[source] = group_of[group_of[source]];
		source = group_of[source];
	}
	return source;
}

static uint32 *
find_slot(const Linker *linker, uint32 low, uint32 high)
{
	uint64		hash = ((uint64) low << 32 | high) * UINT64CONST(0x9E3779B97F4A7C15);
	Size		slot = (hash >> 20) & (linker->slots - 1);

	while (linker->table[slot] != NO_LINK &&
		   (linker->links[linker->table[slot]].low != low ||
			linker->links[linker->table[slot]].high != high))
		slot = (slot + 1) & (linker->slots - 1);
	return &linker->table[slot];
}

static void
resize_table(Linker *linker)
{
	linker->slots = linker->slots == 0 ? 64 : linker->slots * 2;
	linker->table = workspace_alloc(linker->ws, linker->slots, sizeof(uint32));
	for (Size i = 0; i < linker->slots; i++)
		linker->table[i] = NO_LINK;
	for (Size i = 0; i < linker->nlinks; i++)
		*find_slot(linker, linker->links[i].low, linker->links[i].high) = i;
}

/* The link between two groups, created if there is none */
static Link *
get_link(Linker *linker, uint32 a, uint32 b)
{
	uint32		low = Min(a, b),
				high = Max(a, b);
	uint32	   *slot;

	if (2 * (linker->nlinks + 1) > linker->slots)
		resize_table(linker);
	slot = find_slot(linker, low, high);
	if (*slot == NO_LINK)
	{
		if (linker->nlinks == NO_LINK)
			workspace_too_large();
		if (linker->nlinks == linker->capacity)
			linker->links = workspace_grow(linker->ws, linker->links, &linker->capacity,
										   sizeof(Link));
		*slot = linker->nlinks++;
		linker->links[*slot] = (Link) {low, high, 0, NO_LINK, linker->first_link[low],
			linker->first_link[high]};
		linker->first_link[low] = linker->first_link[high] = *slot;
	}
	return &linker->links[*slot];
}

/* Joins group high to group low, and counts its pairs with others for low */
static void
join_groups(Linker *linker, uint32 low, uint32 high)
{
	uint32		at = linker->first_link[high];

	linker->group_of[high] = low;
	linker->size[low] += linker->size[high];
	while (at != NO_LINK)
	{
		Link		link = linker->links[at];
		uint32		other = link.low == high ? link.high : link.low;

		CHECK_FOR_INTERRUPTS();
		at = link.low == high ? link.next_of_low : link.next_of_high;
		/* groups that were joined meanwhile have moved their counts */
		if (linker->group_of[other] == other && other != low)
			get_link(linker, low, other)->count += link.count;
	}
}

void
complete_link(const Dependence *pairs, Size npairs, uint32 nsources,
			  uint32 *group_of, bool *joins, Workspace *ws)
{
	Linker		linker = {.pairs = pairs, .group_of = group_of, .ws = ws};

	linker.size = workspace_alloc(ws, nsources, sizeof(uint32));
	linker.first_link = workspace_alloc(ws, nsources, sizeof(uint32));
	for (uint32 source = 0; source < nsources; source++)
	{
		group_of[source] = source;
		linker.size[source] = 1;
		linker.first_link[source] = NO_LINK;
	}
	for (Size i = 0; i < npairs; i++)
	{
		uint32		a = find_group(group_of, pairs[i].source),
					b = find_group(group_of, pairs[i].other);
		Link	   *link = get_link(&linker, a, b);

		joins[i] = false;
		link->count++;
		if (link->low == pairs[i].source && link->high == pairs[i].other)
			link->pair = i;
		if (link->count == (uint64) linker.size[a] * linker.size[b])
		{
			joins[link->pair] = true;
			join_groups(&linker, link->low, link->high);
		}
	}
	for (uint32 source = 0; source < nsources; source++)
		group_of[source] = find_group(group_of, source);
}
