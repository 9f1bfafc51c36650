/*-------------------------------------------------------------------------
 *
 * testimony.c
 *		Evidence unpacked: facts in, sources in order out.
 *
 * Storage: see testimony.h.  Building sorts the mentions by key, makes one
 * source of all mentions of a key, and then sorts affiliations and citations
 * by their source: O(n log n) in the number of facts, linear where they come
 * sorted.  Memory: the builder's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/testimony.h"

#include "base/sort.h"

void
builder_init(TestimonyBuilder *builder, Workspace *ws)
{
	memset(builder, 0, sizeof(*builder));
	builder->ws = ws;
}

uint32
builder_mention(TestimonyBuilder *builder, Key key)
{
	Mention    *mention;

	Assert(key.length >= 1 && key.length <= KEY_MAX_BYTES);
	if (builder->nmentions == builder->mentions_capacity)
	{
		if (builder->nmentions >= MENTIONS_MAX)
			workspace_too_large();
		builder->mentions = workspace_grow(builder->ws, builder->mentions,
										   &builder->mentions_capacity,
										   sizeof(Mention));
	}
	mention = &builder->mentions[builder->nmentions];
	key_prefix(key, mention->prefix);
	mention->key = key;
	mention->rating = UNRATED;
	mention->source = 0;
	mention->says[SIDE_FOR] = mention->says[SIDE_AGAINST] = 0;
	return builder->nmentions++;
}

void
builder_rename(TestimonyBuilder *builder, uint32 mention, Key key)
{
	builder->mentions[mention].key = key;
	key_prefix(key, builder->mentions[mention].prefix);
}

void
builder_rate(TestimonyBuilder *builder, uint32 mention, double rating)
{
	Mention    *rated = &builder->mentions[mention];

	Assert(rating >= 0 && rating <= 1);
	rated->rating = lower_rating(rated->rating, rating);
}

void
builder_affiliate(TestimonyBuilder *builder, uint32 mention, Key affiliation)
{
	AffiliationFact *fact;

	if (builder->naffiliations == builder->affiliations_capacity)
		builder->affiliations = workspace_grow(builder->ws,
											   builder->affiliations,
											   &builder->affiliations_capacity,
											   sizeof(AffiliationFact));
	fact = &builder->affiliations[builder->naffiliations++];
	fact->mention = mention;
	fact->affiliation = affiliation;
}

void
builder_cite(TestimonyBuilder *builder, Side side, uint32 citing, uint32 cited)
{
	CitationFact *fact;

	if (builder->ncitations == builder->citations_capacity)
		builder->citations = workspace_grow(builder->ws, builder->citations,
											&builder->citations_capacity,
											sizeof(CitationFact));
	fact = &builder->citations[builder->ncitations++];
	fact->side = side;
	fact->citing = citing;
	fact->cited = cited;
}

static int
compare_mentions(uint32 a, uint32 b, const void *context)
{
	const Mention *mentions = context;

	return key_compare(mentions[a].key, mentions[b].key);
}

/* Makes one source of all mentions of a key, in key order */
void
testimony_build_sources(TestimonyBuilder *builder, Testimony *testimony)
{
	Size		n = builder->nmentions;
	SortItem   *items = workspace_alloc(builder->ws, n, sizeof(SortItem));
	Source	   *source = NULL;

	for (Size i = 0; i < n; i++)
	{
		items[i].high = builder->mentions[i].prefix[0];
		items[i].low = builder->mentions[i].prefix[1];
		items[i].index = i;
	}
	sort_items(items, n, compare_mentions, builder->mentions, builder->ws);

	testimony->sources = workspace_alloc(builder->ws, n, sizeof(Source));
	testimony->nsources = 0;
	for (Size i = 0; i < n; i++)
	{
		Mention    *mention = &builder->mentions[items[i].index];

		if (source == NULL || items[i].high != items[i - 1].high ||
			items[i].low != items[i - 1].low ||
			!key_equal(source->key, mention->key))
		{
			source = &testimony->sources[testimony->nsources++];
			memset(source, 0, sizeof(Source));
			source->key = mention->key;
			source->rating = UNRATED;
		}
		mention->source = testimony->nsources - 1;
		source->rating = lower_rating(source->rating, mention->rating);
		for (int side = 0; side < SIDES; side++)
			source->says[side] |= mention->says[side];
	}
}

static int
compare_affiliations(uint32 a, uint32 b, const void *context)
{
	const AffiliationFact *facts = context;

	return key_compare(facts[a].affiliation, facts[b].affiliation);
}

/* Sorts by source, then by key; removes repeats and the source's own key */
static void
build_affiliations(TestimonyBuilder *builder, Testimony *testimony)
{
	Size		n = builder->naffiliations;
	SortItem   *items;

	testimony->affiliations = NULL;
	testimony->naffiliations = 0;
	if (n == 0)
		return;

	items = workspace_alloc(builder->ws, n, sizeof(SortItem));
	for (Size i = 0; i < n; i++)
	{
		AffiliationFact *fact = &builder->affiliations[i];

		items[i].high = builder->mentions[fact->mention].source;
		items[i].low = key_word(fact->affiliation.data,
								fact->affiliation.length);
		items[i].index = i;
	}
	sort_items(items, n, compare_affiliations, builder->affiliations,
			   builder->ws);

	testimony->affiliations = workspace_alloc(builder->ws, n, sizeof(Key));
	for (Size i = 0; i < n; i++)
	{
		AffiliationFact *fact = &builder->affiliations[items[i].index];
		Source	   *source =
			&testimony->sources[builder->mentions[fact->mention].source];
		Slice	   *slice = &source->affiliations;

		if (key_equal(fact->affiliation, source->key) ||
			(slice->count > 0 &&
			 key_equal(fact->affiliation,
					   testimony->affiliations[testimony->naffiliations - 1])))
			continue;
		if (slice->count++ == 0)
			slice->first = testimony->naffiliations;
		testimony->affiliations[testimony->naffiliations++] = fact->affiliation;
	}
}

/* Sorts by side, then by citing, then by cited source; removes repeats */
static void
build_citations(TestimonyBuilder *builder, Testimony *testimony)
{
	Size		n = builder->ncitations;
	SortItem   *items;

	testimony->citations = NULL;
	testimony->ncitations = 0;
	if (n == 0)
		return;
	if (n > MENTIONS_MAX)
		workspace_too_large();

	items = workspace_alloc(builder->ws, n, sizeof(SortItem));
	for (Size i = 0; i < n; i++)
	{
		CitationFact *fact = &builder->citations[i];

		items[i].high = (uint64) fact->side << 32 |
			builder->mentions[fact->citing].source;
		items[i].low = builder->mentions[fact->cited].source;
		items[i].index = i;
	}
	sort_items(items, n, NULL, NULL, builder->ws);

	testimony->citations = workspace_alloc(builder->ws, n, sizeof(uint32));
	for (Size i = 0; i < n; i++)
	{
		Side		side = items[i].high >> 32;
		Slice	   *slice =
			&testimony->sources[(uint32) items[i].high].cites[side];

		if (i > 0 && items[i].high == items[i - 1].high &&
			items[i].low == items[i - 1].low)
			continue;
		if (slice->count++ == 0)
			slice->first = testimony->ncitations;
		testimony->citations[testimony->ncitations++] = (uint32) items[i].low;
	}
}

void
testimony_build(TestimonyBuilder *builder, Testimony *testimony)
{
	testimony_build_sources(builder, testimony);
	build_affiliations(builder, testimony);
	build_citations(builder, testimony);
}

/* Adds a source of testimony, whose first source has the mention first */
static void
add_source(TestimonyBuilder *builder, const Testimony *testimony, uint32 index, uint32 first)
{
	const Source *source = &testimony->sources[index];
	uint32		mention = first + index;

	for (int side = 0; side < SIDES; side++)
	{
		builder_say(builder, side, mention, source->says[side]);
		for (uint32 i = 0; i < source->cites[side].count; i++)
			builder_cite(builder, side, mention, first +
						 source_cited(testimony, source, side, i));
	}
	if (source->rating != UNRATED)
		builder_rate(builder, mention, source->rating);
	for (uint32 i = 0; i < source->affiliations.count; i++)
		builder_affiliate(builder, mention,
						  source_affiliation(testimony, source, i));
}

void
builder_add(TestimonyBuilder *builder, const Testimony *testimony)
{
	uint32		first = builder->nmentions;

	for (uint32 i = 0; i < testimony->nsources; i++)
		builder_mention(builder, testimony->sources[i].key);
	for (uint32 i = 0; i < testimony->nsources; i++)
		add_source(builder, testimony, i, first);
}

void
builder_unite(TestimonyBuilder *builder)
{
	Workspace  *own = builder->ws;
	Workspace	scratch;
	WorkspaceBuffer buffer;
	Testimony	testimony;

	workspace_init(&scratch, &buffer);
	builder->ws = &scratch;
	testimony_build(builder, &testimony);
	builder->ws = own;

	/* united facts are no more than before: they fit where those were */
	builder->nmentions = builder->naffiliations = builder->ncitations = 0;
	builder_add(builder, &testimony);
	workspace_free(&scratch);
}

uint32
testimony_reach(const Testimony *testimony, Side side, bool through_dead,
				bool *reached, Workspace *ws)
{
	const Source *sources = testimony->sources;
	uint32	   *todo = workspace_alloc(ws, testimony->nsources, sizeof(uint32));
	uint32		ntodo = 0,
				count;

	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		reached[i] = (sources[i].says[side] & SAYS_SPEAKS) &&
			(through_dead || !source_is_dead(&sources[i]));
		if (reached[i])
			todo[ntodo++] = i;
	}

	/* todo is a queue: what was done stays in it, and is counted */
	for (count = 0; count < ntodo; count++)
	{
		Slice		cites = sources[todo[count]].cites[side];

		if ((count & 0xFFFF) == 0xFFFF)
			CHECK_FOR_INTERRUPTS();
		for (uint32 i = 0; i < cites.count; i++)
		{
			uint32		cited = testimony->citations[cites.first + i];

			if (reached[cited] ||
				(!through_dead && source_is_dead(&sources[cited])))
				continue;
			reached[cited] = true;
			todo[ntodo++] = cited;
		}
	}
	return count;
}

int64
testimony_find_unreached(const Testimony *testimony, Side *side, Workspace *ws)
{
	bool	   *reached[SIDES];

	for (int s = 0; s < SIDES; s++)
	{
		reached[s] = workspace_alloc(ws, testimony->nsources, sizeof(bool));
		testimony_reach(testimony, s, true, reached[s], ws);
	}
	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		const Source *source = &testimony->sources[i];

		for (*side = 0; *side < SIDES; ++*side)
			if (!reached[*side][i] &&
				(source_has_basis(source, *side) || !reached[!*side][i]))
				return i;
	}
	return -1;
}

void
testimony_prune(Testimony *testimony, Workspace *ws)
{
	uint32		n = testimony->nsources;
	uint32	   *moved = workspace_alloc(ws, n, sizeof(uint32));
	bool	   *reached[SIDES];
	uint32		kept = 0;

	for (int side = 0; side < SIDES; side++)
	{
		reached[side] = workspace_alloc(ws, n, sizeof(bool));
		testimony_reach(testimony, side, true, reached[side], ws);
	}
	for (uint32 i = 0; i < n; i++)
	{
		Source		source = testimony->sources[i];

		for (int side = 0; side < SIDES; side++)
		{
			if (reached[side][i])
				continue;
			source.says[side] = 0;
			source.cites[side].count = 0;
		}
		if (!reached[SIDE_FOR][i] && !reached[SIDE_AGAINST][i])
			continue;
		moved[i] = kept;
		testimony->sources[kept++] = source;
	}
	testimony->nsources = kept;

	/*
	 * The sources that kept citations point to are reached, so they have
	 * moved.  The slices of dropped sources hold garbage, which nobody reads.
	 */
	for (uint32 i = 0; i < kept; i++)
		for (int side = 0; side < SIDES; side++)
		{
			Slice		cites = testimony->sources[i].cites[side];

			for (uint32 c = 0; c < cites.count; c++)
			{
				uint32	   *cited = &testimony->citations[cites.first + c];

				*cited = moved[*cited];
			}
		}
}

int64
testimony_find(const Testimony *testimony, Key key)
{
	uint32		low = 0,
				high = testimony->nsources;

	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;
		int			order = key_compare(testimony->sources[middle].key, key);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return -1;
}

bool
testimony_mentions_any(const Testimony *testimony, const Key *keys, Size count)
{
	for (Size i = 0; i < count; i++)
		if (testimony_find(testimony, keys[i]) >= 0)
			return true;
	return false;
}
