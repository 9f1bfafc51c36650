/*-------------------------------------------------------------------------
 *
 * standing.c
 *		What a desk knows about its sources, applied to what was said.
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

static bool
mention_speaks(const Mention *mention)
{
	return ((mention->says[SIDE_FOR] | mention->says[SIDE_AGAINST]) & SAYS_SPEAKS) != 0;
}

uint32
attestation_speaker(const TestimonyBuilder *builder, AttestationStart start,
					Side *side)
{
	uint32		m = start.mention;

	/* an attribution has exactly one statement */
	while (m + 1 < builder->nmentions && !mention_speaks(&builder->mentions[m]))
		m++;
	Assert(mention_speaks(&builder->mentions[m]));
	*side = builder->mentions[m].says[SIDE_FOR] & SAYS_SPEAKS ? SIDE_FOR : SIDE_AGAINST;
	return m;
}
