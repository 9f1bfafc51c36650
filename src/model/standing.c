/*-------------------------------------------------------------------------
 *
 * standing.c
 *		What a desk knows of its sources, laid over what was said.
 *
 * Storage: standing facts in arrays, found by binary search on the name.
 * Memory: the builder's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/standing.h"

#include "base/sort.h"

bool
kind_passes_on(Key kind)
{
	static const char *const kinds[] = {
		"outlet", "agency", "site", "translation", "unnamed"
	};

	for (Size i = 0; i < lengthof(kinds); i++)
		if (key_equal(kind, key_from_string(kinds[i])))
			return true;
	return false;
}

static int
compare_names(const void *a, const void *b)
{
	return key_compare(((const StandingName *) a)->name,
					   ((const StandingName *) b)->name);
}

const StandingFacts *
standing_find(const Standing *standing, Key name)
{
	StandingName sought = {.name = name};
	StandingName *found = NULL;

	if (standing->nnames > 0)
		found = bsearch(&sought, standing->names, standing->nnames,
						sizeof(StandingName), compare_names);
	return found != NULL ? &standing->facts[found->facts] : NULL;
}

static int
compare_item_names(uint32 a, uint32 b, const void *context)
{
	const StandingName *names = context;

	return compare_names(&names[a], &names[b]);
}

void
standing_sort(Standing *standing, Workspace *ws)
{
	uint32		n = standing->nnames;
	SortItem   *items = workspace_alloc_zero(ws, n, sizeof(SortItem));
	StandingName *sorted = workspace_alloc(ws, n, sizeof(StandingName));

	for (uint32 i = 0; i < n; i++)
		items[i].index = i;
	sort_items(items, n, compare_item_names, standing->names, ws);
	standing->nnames = 0;
	for (uint32 i = 0; i < n; i++)
		if (i == 0 || !key_equal(standing->names[items[i].index].name,
								 standing->names[items[i - 1].index].name))
			sorted[standing->nnames++] = standing->names[items[i].index];
	standing->names = sorted;
}

static Key *
append_keys(const Key *keys, uint32 *count, const Key *more, uint32 nmore, Workspace *ws)
{
	Key		   *all = workspace_alloc(ws, (Size) *count + nmore, sizeof(Key));

	for (uint32 i = 0; i < *count; i++)
		all[i] = keys[i];
	for (uint32 i = 0; i < nmore; i++)
		all[*count + i] = more[i];
	*count += nmore;
	return all;
}

void
standing_unite(StandingFacts *facts, const StandingFacts *spelling, Workspace *ws)
{
	facts->reliability = lower_rating(facts->reliability, spelling->reliability);
	facts->passes_on |= spelling->passes_on;
	facts->person |= spelling->person;
	facts->other_kind |= spelling->other_kind;
	facts->affiliations = append_keys(facts->affiliations, &facts->naffiliations,
									  spelling->affiliations, spelling->naffiliations, ws);
	facts->relies_on = append_keys(facts->relies_on, &facts->nrelies_on,
								   spelling->relies_on, spelling->nrelies_on, ws);
}

uint32
attestation_speaker(const TestimonyBuilder *builder, AttestationStart start,
					Side *side)
{
	for (Size m = start.mention; m < builder->nmentions; m++)
		for (*side = 0; *side < SIDES; ++*side)
			if (builder->mentions[m].says[*side] & SAYS_SPEAKS)
				return m;

	/* an attribution has exactly one statement */
	Assert(false);
	*side = SIDE_FOR;
	return start.mention;
}

/* What the attestation itself says of each of its mentions */
#define SAYS_AFFILIATION 0x01
#define SAYS_CITATION 0x02

static uint8 *
find_stated(const TestimonyBuilder *builder, AttestationStart start,
			Workspace *ws)
{
	uint8	   *stated =
		workspace_alloc_zero(ws, builder->nmentions - start.mention, 1);

	for (Size i = start.affiliation; i < builder->naffiliations; i++)
		stated[builder->affiliations[i].mention - start.mention] |= SAYS_AFFILIATION;
	for (Size i = start.citation; i < builder->ncitations; i++)
		stated[builder->citations[i].citing - start.mention] |= SAYS_CITATION;
	return stated;
}

void
standing_apply(const Standing *standing, TestimonyBuilder *builder,
			   AttestationStart start)
{
	uint8	   *stated = find_stated(builder, start, builder->ws);
	Size		end = builder->nmentions;
	Side		side;

	attestation_speaker(builder, start, &side);
	for (Size m = start.mention; m < end; m++)
	{
		Mention    *mention = &builder->mentions[m];
		const StandingFacts *facts = standing_find(standing, mention->key);
		uint8		says = stated[m - start.mention];

		if (facts == NULL)
			continue;
		if (!key_equal(mention->key, facts->source))
			builder_rename(builder, m, facts->source);
		if (facts->reliability == DISCREDITED ||
			(facts->reliability != UNRATED && mention->rating == UNRATED))
			builder_rate(builder, m, facts->reliability);
		if (!(says & SAYS_AFFILIATION))
			for (uint32 i = 0; i < facts->naffiliations; i++)
				builder_affiliate(builder, m, facts->affiliations[i]);
		if (facts->passes_on && !(says & SAYS_CITATION) &&
			!(mention->says[side] & (SAYS_FIRSTHAND | SAYS_UNKNOWN)))
			builder_say(builder, side, m, SAYS_UNKNOWN);
	}

	for (Size i = start.affiliation; i < builder->naffiliations; i++)
	{
		AffiliationFact *fact = &builder->affiliations[i];
		const StandingFacts *facts = standing_find(standing, fact->affiliation);

		if (facts != NULL)
			fact->affiliation = facts->source;
	}
}
