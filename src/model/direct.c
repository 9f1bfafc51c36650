/*-------------------------------------------------------------------------
 *
 * direct.c
 *		Figures of evidence in which each source has it from at most one other.
 *
 * A chain is then an origin that speaks, or an origin that does not and one of
 * those that have it from there; the origins are independent, so that the
 * chains to count are the origins that are reached.  A source that has it from
 * one that speaks is a copy and adds nothing.
 *
 * Support is computed by the operations of reliability.c for such graphs, in
 * the same order: equal values have equal figures, to the bit, whichever way
 * they come.
 *
 * Memory: the workspace; eight bytes a source.
 *
 *-------------------------------------------------------------------------
 */
#include "model/direct.h"

#include <float.h>

/*
 * The probability that at least one of two independent things holds; as in
 * reliability_parts.h
 */
static inline double
either(double a, double b)
{
	return a + (1.0 - a) * b;
}

static inline bool
is_origin(const DirectSource *source)
{
	return (source->says & SAYS_FIRSTHAND) != 0 ||
		((source->says & SAYS_UNKNOWN) == 0 && source->cites == CITES_NOBODY);
}

/* Nobody speaks for an origin, not even somebody who is unrated */
#define NOT_REACHED (-1.0)

/*
 * Computes for each origin the probability that somebody who has it from there
 * is sound, or that it speaks itself; NOT_REACHED where nobody does.  Sets
 * *certain if some chain has no ratings but 1.  Returns false where a chain
 * may be longer.
 */
static bool
reach_origins(const DirectSource *sources, uint32 nsources, double *reached,
			  bool *certain)
{
	*certain = false;
	for (uint32 i = 0; i < nsources; i++)
		reached[i] = NOT_REACHED;
	for (uint32 i = 0; i < nsources; i++)
	{
		const DirectSource *source = &sources[i];
		const DirectSource *from;

		if ((source->says & SAYS_SPEAKS) == 0)
			continue;
		if (is_origin(source))
		{
			reached[i] = source->rating == UNRATED ? 0.0 : 1.0;
			*certain |= source->rating == 1.0;
			continue;
		}
		if (source->cites == CITES_NOBODY)
			continue;
		from = &sources[source->cites];
		if (from->says & SAYS_SPEAKS)
			continue;
		if (!is_origin(from))
			return false;
		if (reached[source->cites] == NOT_REACHED)
			reached[source->cites] = 0.0;
		if (source->rating != UNRATED && from->rating != UNRATED)
			reached[source->cites] = either(reached[source->cites], source->rating);
		*certain |= source->rating == 1.0 && from->rating == 1.0;
	}
	return true;
}

bool
direct_figures(const DirectSource *sources, uint32 nsources, Figures *figures,
			   Workspace *ws)
{
	double	   *reached = workspace_alloc(ws, nsources, sizeof(double));
	uint32		corroboration = 0;
	uint32		firsthand = 0;
	double		support = 0.0;
	bool		rated = false;
	bool		certain;

	if (!reach_origins(sources, nsources, reached, &certain))
		return false;
	for (uint32 i = 0; i < nsources; i++)
	{
		if (reached[i] == NOT_REACHED)
			continue;
		corroboration++;
		firsthand += (sources[i].says & SAYS_FIRSTHAND) != 0;
		if (reached[i] == 0.0)
			continue;
		rated = true;
		support = either(support, sources[i].rating * reached[i]);
	}

	/* someone unknown may be at the end */
	if (corroboration == 0)
		return false;
	memset(figures, 0, sizeof(*figures));
	figures->corroboration = corroboration;
	figures->firsthand = firsthand;
	figures->has_support = rated;
	figures->support = support < 1.0 ? support : certain ? 1.0 : 1.0 - DBL_EPSILON / 2;
	figures->support_exact = figures->denial_exact = true;
	return true;
}

bool
direct_source(const Testimony *testimony, uint32 index, DirectSource *direct)
{
	const Source *source = &testimony->sources[index];

	if (source->says[SIDE_AGAINST] != 0 || source->cites[SIDE_AGAINST].count > 0 ||
		source->cites[SIDE_FOR].count > 1 || source->affiliations.count > 0 ||
		source_is_dead(source))
		return false;
	direct->rating = source->rating;
	direct->says = source->says[SIDE_FOR];
	direct->cites = source->cites[SIDE_FOR].count == 0 ? CITES_NOBODY :
		source_cited(testimony, source, SIDE_FOR, 0);
	return true;
}

bool
testimony_direct_figures(const Testimony *testimony, Figures *figures, Workspace *ws)
{
	DirectSource *sources;

	if (testimony->ncitations > testimony->nsources)
		return false;
	sources = workspace_alloc(ws, testimony->nsources, sizeof(DirectSource));
	for (uint32 i = 0; i < testimony->nsources; i++)
		if (!direct_source(testimony, i, &sources[i]))
			return false;
	return direct_figures(sources, testimony->nsources, figures, ws);
}
