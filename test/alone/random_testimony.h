/*-------------------------------------------------------------------------
 *
 * random_testimony.h
 *		Testimonies at random, the same ones in each run, mostly of sources that
 *		have it from at most one other.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_RANDOM_TESTIMONY_H
#define CORROBORATE_RANDOM_TESTIMONY_H

#include "tap.h"

#include "model/figures.h"
#include "model/packed.h"

/* Names of different lengths, of which some begin another */
static inline Key
name(uint32 i, Workspace *ws)
{
	char	   *text = workspace_alloc(ws, 32, 1);

	snprintf(text, 32, i % 3 == 0 ? "s%u" : i % 3 == 1 ? "s%u-of-some-agency" : "%u", i);
	return key_from_string(text);
}

static inline double
random_rating(void)
{
	static const double ratings[] = {0.5, 0.25, 1.0, 1.0 / 3, 0.999999};

	return ratings[random_below(lengthof(ratings))];
}

/* Names that are cited but nobody's who speaks; 0: the same ones as speak */
static uint32 norigins;

#define ORIGINS_FROM 1000000000

static inline Key
cited_name(uint32 nnames, Workspace *ws)
{
	return norigins == 0 ? name(random_below(nnames), ws) :
		name(ORIGINS_FROM + random_below(norigins), ws);
}

/* A statement; odd ones are of any form */
static inline void
state(TestimonyBuilder *builder, uint32 nnames, bool odd)
{
	uint32		speaker = builder_mention(builder, name(random_below(nnames), builder->ws));
	Side		side = odd && random_below(3) == 0 ? SIDE_AGAINST : SIDE_FOR;
	uint32		ncited = odd && random_below(3) == 0 ? 2 : random_below(2);

	builder_say(builder, side, speaker, SAYS_SPEAKS |
				(random_below(5) == 0 ? SAYS_FIRSTHAND : 0) |
				(random_below(9) == 0 ? SAYS_UNKNOWN : 0));
	if (random_below(2) == 0)
		builder_rate(builder, speaker, odd && random_below(3) == 0 ? 0.0 : random_rating());
	if (odd && random_below(3) == 0)
		builder_affiliate(builder, speaker, name(random_below(nnames), builder->ws));
	for (uint32 i = 0; i < ncited; i++)
	{
		uint32		cited = builder_mention(builder, cited_name(nnames, builder->ws));

		builder_cite(builder, side, speaker, cited);
		if (random_below(2) == 0)
			builder_rate(builder, cited, random_rating());
		if (random_below(6) == 0)
			builder_say(builder, side, cited, SAYS_FIRSTHAND);
		else if (odd && random_below(2) == 0)
			builder_cite(builder, side, cited,
						 builder_mention(builder, name(random_below(nnames), builder->ws)));
	}
}

static inline void
random_testimony(Testimony *testimony, uint32 nstatements, uint32 nnames, uint32 odd_in,
				 Workspace *ws)
{
	TestimonyBuilder builder;

	builder_init(&builder, ws);
	for (uint32 i = 0; i < nstatements; i++)
		state(&builder, nnames, odd_in > 0 && random_below(odd_in) == 0);
	testimony_build(&builder, testimony);
}

static inline uint8 *
pack(const Testimony *testimony, Size *size, Workspace *ws)
{
	uint8	   *bytes = workspace_alloc(ws, packed_bound(testimony), 1);

	*size = packed_write(testimony, bytes);
	return bytes;
}

static inline bool
same_figures(const Figures *a, const Figures *b)
{
	return a->corroboration == b->corroboration && a->firsthand == b->firsthand &&
		a->contradiction == b->contradiction && a->has_support == b->has_support &&
		a->has_denial == b->has_denial && a->support_exact == b->support_exact &&
		a->denial_exact == b->denial_exact && a->support == b->support &&
		a->denial == b->denial && a->denial_upper == b->denial_upper;
}

#endif							/* CORROBORATE_RANDOM_TESTIMONY_H */
