/*-------------------------------------------------------------------------
 *
 * settling.c
 *		Uniting packed testimonies whose sources have it from at most one other.
 *
 * Each appearance of a source becomes a small record; these are sorted by the
 * key, those of one key become one source, and citations are read by it.
 *
 * Cost: O(n log n) in the number of appearances.  Memory: the workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/settling.h"

#include "base/sort.h"
#include "model/packed.h"

/*
 * Testimonies with more bytes than this together are united in the general
 * way, because what is allocated here is some twenty times their size.
 */
#define SETTLED_MAX_BYTES ((Size) 1 << 20)

/* A source as one of the testimonies has it */
typedef struct Appearance
{
	Key			key;
	double		rating;
	uint32		cites;			/* appearance, or CITES_NOBODY */
	uint32		source;			/* index of its source, once united */
	uint8		says;
} Appearance;

typedef struct Appearances
{
	Appearance *list;
	SortItem   *items;
	uint32		count;
} Appearances;

/* One packed testimony; returns the byte after it, or NULL */
static const uint8 *
read_testimony(const uint8 *at, const uint8 *end, Appearances *all)
{
	uint32		first = all->count;
	uint32		nsources;

	at = varint_read(at, end, &nsources);
	if (at == NULL || nsources > (Size) (end - at) / SOURCE_MIN_BYTES)
		return NULL;
	for (uint32 i = 0; i < nsources; i++)
	{
		Appearance *appearance = &all->list[all->count];
		SortItem   *item = &all->items[all->count];
		uint64		prefix[2];

		at = packed_read_single(at, end, nsources, &appearance->key, &appearance->says,
								&appearance->rating, &appearance->cites);
		if (at == NULL ||
			(i > 0 && key_compare(appearance[-1].key, appearance->key) >= 0))
			return NULL;
		if (appearance->cites != CITES_NOBODY)
			appearance->cites += first;
		key_prefix(appearance->key, prefix);
		item->high = prefix[0];
		item->low = prefix[1];
		item->index = all->count++;
	}
	return at;
}

static int
compare_appearances(uint32 a, uint32 b, const void *context)
{
	const Appearance *list = context;

	return key_compare(list[a].key, list[b].key);
}

/*
 * Makes one source of all appearances of a key, in key order, still without
 * citations.  Returns how many sources there are.
 */
static uint32
unite_sources(Appearances *all, Key *keys, DirectSource *sources)
{
	uint32		n = 0;

	for (uint32 i = 0; i < all->count; i++)
	{
		const SortItem *item = &all->items[i];
		Appearance *appearance = &all->list[item->index];

		if (n == 0 || item->high != item[-1].high || item->low != item[-1].low ||
			!key_equal(keys[n - 1], appearance->key))
		{
			keys[n] = appearance->key;
			sources[n].rating = UNRATED;
			sources[n].cites = CITES_NOBODY;
			sources[n].says = 0;
			n++;
		}
		appearance->source = n - 1;
		sources[n - 1].rating = lower_rating(sources[n - 1].rating, appearance->rating);
		sources[n - 1].says |= appearance->says;
	}
	return n;
}

/* False where a source cites several others */
static bool
unite_citations(const Appearances *all, DirectSource *sources)
{
	for (uint32 i = 0; i < all->count; i++)
	{
		const Appearance *appearance = &all->list[i];
		uint32	   *cites = &sources[appearance->source].cites;
		uint32		cited;

		if (appearance->cites == CITES_NOBODY)
			continue;
		cited = all->list[appearance->cites].source;
		if (*cites != CITES_NOBODY && *cites != cited)
			return false;
		*cites = cited;
	}
	return true;
}

bool
settle_directly(const uint8 *bytes, Size size, Settled *settled, Workspace *ws)
{
	const uint8 *end = bytes + size;
	Size		most = size / SOURCE_MIN_BYTES;
	Appearances all = {NULL, NULL, 0};
	Key		   *keys;
	DirectSource *sources;

	if (size > SETTLED_MAX_BYTES)
		return false;
	all.list = workspace_alloc(ws, most, sizeof(Appearance));
	all.items = workspace_alloc(ws, most, sizeof(SortItem));
	while (bytes < end)
	{
		bytes = read_testimony(bytes, end, &all);
		if (bytes == NULL)
			return false;
	}
	sort_items(all.items, all.count, compare_appearances, all.list, ws);
	keys = workspace_alloc(ws, all.count, sizeof(Key));
	sources = workspace_alloc(ws, all.count, sizeof(DirectSource));
	settled->nsources = unite_sources(&all, keys, sources);
	settled->keys = keys;
	settled->sources = sources;
	return unite_citations(&all, sources) &&
		direct_figures(sources, settled->nsources, &settled->figures, ws);
}

Size
settled_bound(const Settled *settled)
{
	Size		bound = VARINT_MAX_BYTES;

	for (uint32 i = 0; i < settled->nsources; i++)
		bound += PACKED_SINGLE_MAX + settled->keys[i].length;
	return bound;
}

Size
settled_write(const Settled *settled, uint8 *bytes)
{
	uint8	   *to = varint_write(bytes, settled->nsources);

	for (uint32 i = 0; i < settled->nsources; i++)
	{
		const DirectSource *source = &settled->sources[i];

		to = packed_write_single(to, settled->keys[i], source->says, source->rating,
								 source->cites);
	}
	return to - bytes;
}
