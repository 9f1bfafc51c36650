/*-------------------------------------------------------------------------
 *
 * merging.c
 *		Adding new attestations to evidence that was united before.
 *
 * Merging only adds.  So it fails where a new fact takes something away: where
 * a person comes to stand on both sides, and where a source stands on "?"
 * because nobody said from whom it has it, and now somebody does.
 *
 * Memory: the workspace that is given.
 *
 *-------------------------------------------------------------------------
 */
#include "model/merging.h"

#include "model/unite.h"

/* Whether a source's standing allows its rows to be merged */
static bool
note_source(Addition *addition, const Source *source, const StandingFacts *facts)
{
	bool		speaks = ((source->says[SIDE_FOR] | source->says[SIDE_AGAINST]) & SAYS_SPEAKS) != 0;

	if (facts_are_of_person(facts))
		addition->persons[addition->npersons++] = source->key;
	if (facts == NULL)
		return !(speaks && source_is_dead(source));
	if (facts->passes_on)
		addition->passing[addition->npassing++] = source->key;
	return facts->nrelies_on == 0 && !(speaks && source_is_dead(source));
}

bool
make_addition(const Standing *standing, TestimonyBuilder *builder, Addition *addition,
			  Testimony *said)
{
	bool		may_merge = true;

	memset(addition, 0, sizeof(*addition));
	addition->said = said;
	if (standing->registry)
		unite_facts(standing, builder, said);
	testimony_build(builder, said);
	if (!standing->registry)
		return true;
	addition->persons = workspace_alloc(builder->ws, said->nsources, sizeof(Key));
	addition->passing = workspace_alloc(builder->ws, said->nsources, sizeof(Key));
	for (uint32 i = 0; i < said->nsources; i++)
		may_merge &= note_source(addition, &said->sources[i],
								 standing_find(standing, said->sources[i].key));
	return may_merge;
}

static bool
is_among(Key key, const Key *keys, Size count)
{
	for (Size i = 0; i < count; i++)
		if (key_equal(keys[i], key))
			return true;
	return false;
}

/* The sources that are mentioned on each side */
static void
reach_both(const Testimony *testimony, bool *reached[SIDES], Workspace *ws)
{
	for (int side = 0; side < SIDES; side++)
	{
		reached[side] = workspace_alloc_zero(ws, testimony->nsources, sizeof(bool));
		testimony_reach(testimony, side, true, reached[side], ws);
	}
}

static bool
stands_on_unknown_alone(const Source *source, Side side)
{
	return (source->says[side] & (SAYS_UNKNOWN | SAYS_FIRSTHAND)) == SAYS_UNKNOWN &&
		source->cites[side].count == 0;
}

/*
 * Whether a discredited source is mentioned on a side.  What it states for
 * others does not hold, so those whom only it mentions may have been left out
 * of the stored evidence, although rows say something about them.  What rows
 * say about the basis of such a source concerns that side alone; what they
 * say about its rating and affiliations concerns both.
 */
static bool
reaches_dead(const Testimony *stored, const bool *reached)
{
	for (uint32 i = 0; i < stored->nsources; i++)
		if (reached[i] && source_is_dead(&stored->sources[i]))
			return true;
	return false;
}

bool
may_merge_addition(const Testimony *stored, const Addition *addition, Workspace *ws)
{
	const Testimony *said = addition->said;
	bool	   *was[SIDES];
	bool	   *is[SIDES];
	bool		dead[SIDES];

	reach_both(stored, was, ws);
	reach_both(said, is, ws);
	for (int side = 0; side < SIDES; side++)
		dead[side] = reaches_dead(stored, was[side]);
	for (uint32 i = 0; i < said->nsources; i++)
	{
		const Source *source = &said->sources[i];
		int64		at = testimony_find(stored, source->key);
		bool		person = is_among(source->key, addition->persons, addition->npersons);
		bool		passes_on = is_among(source->key, addition->passing, addition->npassing);

		if (person && is[SIDE_FOR][i] && is[SIDE_AGAINST][i])
			return false;
		if (at < 0 && (dead[SIDE_FOR] || dead[SIDE_AGAINST]))
			return false;
		if (at < 0)
			continue;
		/* what it stated for others no longer holds */
		if (source_is_dead(source) && !source_is_dead(&stored->sources[at]))
			return false;
		for (int side = 0; side < SIDES; side++)
			if (dead[side] && is[side][i] && !was[side][at])
				return false;
		for (int side = 0; side < SIDES; side++)
		{
			if (!is[side][i])
				continue;
			if (person && was[!side][at])
				return false;
			if (stands_on_unknown_alone(&stored->sources[at], side) &&
				(!passes_on || source_has_basis(source, side)))
				return false;
			if ((source->says[side] & SAYS_SPEAKS) && source_is_dead(&stored->sources[at]))
				return false;
		}
	}
	return true;
}

/* Whether the stored source has all that another one of the same key says */
static bool
source_covers(const Testimony *stored, const Source *has, const Testimony *said,
			  const Source *source)
{
	uint32		at = 0;

	if (lower_rating(has->rating, source->rating) != has->rating)
		return false;
	for (uint32 i = 0; i < source->affiliations.count; i++)
	{
		Key			wanted = said->affiliations[source->affiliations.first + i];

		while (at < has->affiliations.count &&
			   key_compare(stored->affiliations[has->affiliations.first + at], wanted) < 0)
			at++;
		if (at == has->affiliations.count ||
			!key_equal(stored->affiliations[has->affiliations.first + at], wanted))
			return false;
	}
	return (source->says[SIDE_FOR] & ~has->says[SIDE_FOR]) == 0 &&
		(source->says[SIDE_AGAINST] & ~has->says[SIDE_AGAINST]) == 0;
}

/* Whether the stored source cites all that another one of the same key cites */
static bool
citations_cover(const Testimony *stored, const Source *has,
				const Testimony *said, const Source *source, Side side)
{
	uint32		nhas = has->cites[side].count;
	uint32		at = 0;

	for (uint32 i = 0; i < source->cites[side].count; i++)
	{
		Key			wanted = source_cited_key(said, source, side, i);

		while (at < nhas &&
			   key_compare(source_cited_key(stored, has, side, at), wanted) < 0)
			at++;
		if (at == nhas ||
			!key_equal(source_cited_key(stored, has, side, at), wanted))
			return false;
	}
	return true;
}

bool
adds_nothing(const Testimony *stored, const Addition *addition, Workspace *ws)
{
	const Testimony *said = addition->said;
	bool	   *was[SIDES];
	bool	   *is[SIDES];

	reach_both(stored, was, ws);
	reach_both(said, is, ws);
	for (uint32 i = 0; i < said->nsources; i++)
	{
		const Source *source = &said->sources[i];
		int64		at = testimony_find(stored, source->key);

		if (at < 0 || !source_covers(stored, &stored->sources[at], said, source))
			return false;
		for (int side = 0; side < SIDES; side++)
			if ((is[side][i] && !was[side][at]) ||
				!citations_cover(stored, &stored->sources[at], said, source, side))
				return false;
	}
	return true;
}

void
settle_addition(Testimony *merged, const Addition *addition, Workspace *ws)
{
	bool	   *is[SIDES];

	reach_both(addition->said, is, ws);
	for (uint32 i = 0; i < addition->said->nsources; i++)
	{
		Key			key = addition->said->sources[i].key;
		int64		at = testimony_find(merged, key);

		if (at < 0 || !is_among(key, addition->passing, addition->npassing))
			continue;
		for (int side = 0; side < SIDES; side++)
			if (is[side][i] && !source_has_basis(&merged->sources[at], side))
				merged->sources[at].says[side] |= SAYS_UNKNOWN;
	}
}
