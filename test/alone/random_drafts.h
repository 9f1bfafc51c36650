/*-------------------------------------------------------------------------
 *
 * random_drafts.h
 *		Drafts of graphs at random, the same ones in each run.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_RANDOM_DRAFTS_H
#define CORROBORATE_RANDOM_DRAFTS_H

#include "draft.h"
#include "tap.h"

static inline double
random_rating(bool some_unrated)
{
	uint32		kind = random_below(12);

	if (kind == 0)
		return 1.0;
	if (kind == 1 && some_unrated)
		return UNRATED;
	if (kind < 6)
		return (1 + random_below(9)) / 10.0;
	return (double) (1 + random_below(1000000)) / 1000001.0;
}

/* Citations lead anywhere, or only from lower to higher units if acyclic */
static inline void
random_draft(Draft *draft, uint32 nunits, uint32 ncitations, bool acyclic,
			 bool some_unrated)
{
	static const uint8 ends[] = {0, 0, 0, UNIT_FIRSTHAND, UNIT_PRESUMED, UNIT_UNKNOWN};
	uint32		speak_in_8 = 1 + random_below(5);

	draft_init(draft, nunits);
	for (uint32 i = 0; i < nunits; i++)
	{
		uint8		speaks = random_below(8) < speak_in_8 ? UNIT_SPEAKS : 0;
		uint8		end = ends[random_below(lengthof(ends))];

		add_unit(draft, speaks | end, random_rating(some_unrated));
	}
	for (uint32 i = 0; i < ncitations && nunits > 1; i++)
	{
		uint32		a = random_below(nunits);
		uint32		b = random_below(nunits);

		if (a != b)
			add_citation(draft, acyclic ? Min(a, b) : a, acyclic ? Max(a, b) : b);
	}
}

/*
 * Speakers, ends, and what lies between only there: nearly nothing reduces.
 */
static inline void
random_hard_draft(Draft *draft, uint32 nspeakers, uint32 nmiddle, uint32 nends,
				  uint32 ncitations, bool circles)
{
	uint32		nunits = nspeakers + nmiddle + nends;

	draft_init(draft, nunits);
	for (uint32 i = 0; i < nunits; i++)
		add_unit(draft, i < nspeakers ? UNIT_SPEAKS :
				 i >= nspeakers + nmiddle ? UNIT_FIRSTHAND : 0,
				 (1 + random_below(999)) / 1000.0);
	for (uint32 i = 0; i < ncitations; i++)
	{
		uint32		a = random_below(nspeakers + nmiddle);
		uint32		b = nspeakers + random_below(nmiddle + nends);

		if (!circles && a >= nspeakers && b < nspeakers + nmiddle && a > b)
			add_citation(draft, b, a);
		else if (a != b)
			add_citation(draft, a, b);
	}
}

#endif							/* CORROBORATE_RANDOM_DRAFTS_H */
