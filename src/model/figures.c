/*-------------------------------------------------------------------------
 *
 * figures.c
 *		The figures of one value: counts and probabilities of both sides.
 *
 * Memory: the caller's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/figures.h"

#include "model/direct.h"
#include "model/flow.h"
#include "model/graph.h"

static bool
side_speaks(const Testimony *testimony, Side side)
{
	for (uint32 i = 0; i < testimony->nsources; i++)
		if (testimony->sources[i].says[side] & SAYS_SPEAKS)
			return true;
	return false;
}

/*
 * Disjoint chains to known or presumed origins; an unknown origin counts once
 * when it is all there is, and never adds to known ones: it may be any of
 * them.
 */
static uint32
count_chains(const Graph *graph, Workspace *ws)
{
	uint32		count = flow_count(graph, UNIT_ORIGIN, ws);

	if (count == 0 && graph_chain_exists(graph, UNIT_UNKNOWN, ws))
		count = 1;
	return count;
}

/* The same with first-hand ends only: often the same ends, or none */
static uint32
count_firsthand(const Graph *graph, uint32 corroboration, Workspace *ws)
{
	bool		any_firsthand = false,
				any_presumed = false;

	for (uint32 u = 0; u < graph->nunits; u++)
	{
		if (graph->marks[u] & UNIT_FIRSTHAND)
			any_firsthand = true;
		else if (graph->marks[u] & UNIT_PRESUMED)
			any_presumed = true;
	}
	if (!any_firsthand)
		return 0;
	if (!any_presumed)
		return corroboration;
	return flow_count(graph, UNIT_FIRSTHAND, ws);
}

/* Computes figures with a graph of each side, for any testimony */
void
testimony_graph_figures(const Testimony *testimony, Figures *figures, Workspace *ws)
{
	uint32	   *units;
	Graph		graph;
	Reliability reliability;

	memset(figures, 0, sizeof(*figures));
	figures->support_exact = figures->denial_exact = true;
	units = testimony_units(testimony, ws);

	if (side_speaks(testimony, SIDE_FOR))
	{
		graph_of_side(testimony, units, SIDE_FOR, &graph, ws);
		figures->corroboration = count_chains(&graph, ws);
		figures->firsthand = count_firsthand(&graph, figures->corroboration,
											 ws);
		graph_reliability(&graph, &reliability, ws);
		figures->has_support = reliability.rated;
		figures->support_exact = reliability.exact;
		figures->support = reliability.lower;
	}
	if (side_speaks(testimony, SIDE_AGAINST))
	{
		graph_of_side(testimony, units, SIDE_AGAINST, &graph, ws);
		figures->contradiction = count_chains(&graph, ws);
		graph_reliability(&graph, &reliability, ws);
		figures->has_denial = reliability.rated;
		figures->denial_exact = reliability.exact;
		figures->denial = reliability.lower;
		figures->denial_upper = reliability.upper;
	}
}

void
testimony_figures(const Testimony *testimony, Figures *figures, Workspace *ws)
{
	if (!testimony_direct_figures(testimony, figures, ws))
		testimony_graph_figures(testimony, figures, ws);
}

void
testimony_support(const Testimony *testimony, uint32 chains, Reliability *result,
				  Workspace *ws)
{
	Graph		graph;

	graph_of_side(testimony, testimony_units(testimony, ws), SIDE_FOR, &graph, ws);
	graph_reliability_several(&graph, chains, result, ws);
}

void
figures_take_support(Figures *figures, const Testimony *testimony, uint32 chains,
					 Workspace *ws)
{
	Reliability support;

	if (chains == 1)
		return;
	testimony_support(testimony, chains, &support, ws);
	figures->has_support = support.rated;
	figures->support_exact = support.exact;
	figures->support = support.lower;
}

/*
 * Dempster's rule of combination on two simple support functions, s for the
 * claim and t against it (Shafer, A Mathematical Theory of Evidence, 1976,
 * section 4.2); the names are those of subjective logic (Jøsang).  Where
 * denial is not exact its upper bound is taken, so that belief stays a lower
 * bound.
 */
bool
figures_opinion(const Figures *figures, double *belief, double *disbelief,
				double *uncertainty)
{
	double		s = figures->support;
	double		t = figures->denial_upper;
	double		agreement = 1 - s * t;

	if (!figures->has_support && !figures->has_denial)
		return false;

	/* each side certain: the rule has no answer, and nothing is left open */
	if (agreement <= 0)
	{
		*belief = *disbelief = 0.5;
		*uncertainty = 0;
		return true;
	}
	*belief = s * (1 - t) / agreement;
	*disbelief = t * (1 - s) / agreement;
	*uncertainty = (1 - s) * (1 - t) / agreement;
	return true;
}

/*
 * Support is computed in the order of the sources' names, and its last digits
 * depend on that order.  Renaming a source must not move a flag for this
 * reason.
 */
#define LAST_DIGITS 1e-12

bool
figures_meet(const Figures *figures, uint32 threshold, double minimum_support)
{
	Assert(threshold_is_valid(threshold));
	if (figures->corroboration < threshold)
		return false;
	return minimum_support == UNRATED ||
		(figures->has_support && figures->support >= minimum_support - LAST_DIGITS);
}

Status
figures_status(const Figures *figures, uint32 threshold)
{
	Assert(threshold_is_valid(threshold));
	if (figures->corroboration == 0)
		return STATUS_UNSUPPORTED;
	if (figures->firsthand >= threshold)
		return STATUS_CORROBORATED_FIRSTHAND;
	if (figures->corroboration >= threshold)
		return STATUS_CORROBORATED;
	return STATUS_UNCORROBORATED;
}

bool
figures_denied(const Figures *figures, uint32 threshold)
{
	return figures->contradiction >= threshold && figures->corroboration < threshold;
}

const char *
status_name(Status status)
{
	static const char *const names[] = {
		"unsupported", "uncorroborated", "corroborated",
		"corroborated_firsthand"
	};

	return names[status];
}
