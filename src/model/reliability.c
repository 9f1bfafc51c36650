/*-------------------------------------------------------------------------
 *
 * reliability.c
 *		The probability that some chain of units is sound from end to end.
 *
 * Most evidence is so simple that the answer is one pass over its units.
 * Any other graph is reduced and split into independent parts
 * (reliability_reduce.c).  Each part is swept exactly (reliability_sweep.c)
 * if the cheapest order that was found (reliability_plan.c) fits into the
 * budget.  If it does not because many units cite each other in circles, one
 * of them is fixed as sound and as failed, which leaves two smaller networks:
 *
 *		R = p R(sound) + (1-p) R(failed)
 *
 * Else the part is enclosed between bounds (reliability_bounds.c, and sweeps
 * of limited width).  Parts fail independently, so their failures multiply.
 *
 * The budget is a constant, counted in steps and never in time, and all
 * choices are functions of the graph: equal values have equal figures, on
 * every machine and under every load.
 *
 * Memory: from the workspace, in proportion to the graph, and at most
 * 2^SWEEP_MAX_WIDTH doubles for the states of a sweep.  What fixing a unit
 * needs is freed when its two networks are done, so that memory grows with
 * FIX_MAX_DEPTH and not with the number of networks.
 *
 *-------------------------------------------------------------------------
 */
#include "model/reliability.h"

#include <float.h>

#include "model/reliability_parts.h"

/*
 * Steps for one graph, each about a nanosecond: the states that sweeps visit,
 * and what the other work amounts to in such states.  Tests set a small one.
 */
#ifndef RELIABILITY_BUDGET
#define RELIABILITY_BUDGET 20000000
#endif

/* At most this many units are fixed at once; each halves the budget */
#define FIX_MAX_DEPTH 12

/* Fixing is not worth it if there is no share for that many networks */
#define FIX_MIN_NETWORKS 16

/* Steps that reducing and planning a network takes, per unit and citation */
#define NETWORK_STEPS 100

/* The parts of a share that go into looking for orders and disjoint chains */
#define PLAN_SHARE 8
#define CHAIN_SHARE 32

/* Orders to try for a part of the graph, and for one of a fixed network */
#define PLAN_TRIALS 24
#define PLAN_TRIALS_FIXED 4

/* Widths of the sweeps that give bounds: each costs about 4 times the last */
#define BOUND_FIRST_WIDTH 2
#define BOUND_LAST_WIDTH SWEEP_MAX_WIDTH
#define BOUND_WIDTH_STEP 2
#define BOUND_STEP_COST 5

/*
 * Bounds this close together are as good as an exact sum, whose rounding
 * errors are hardly smaller.
 */
#define BOUNDS_MEET 1e-12

/* Far more than what rounding errors add up to */
#define ROUNDING 1e-9

typedef struct Bounds
{
	double		lower;
	double		upper;
} Bounds;

typedef struct Solver
{
	Planner    *planner;
	Sweeper    *sweeper;
	uint64		spent;			/* steps, by all parts so far */
} Solver;

static Bounds solve_part(Solver *solver, const Part *part, uint64 share,
						 int depth);

static uint64
part_size(const Part *part)
{
	return (uint64) part->nunits + part->first[TOWARDS_ENDS][part->nunits];
}

static void
spend(Solver *solver, uint64 steps, uint64 *share)
{
	solver->spent += steps;
	*share -= Min(*share, steps);
}

/* What both bounds say; they differ in rounding only if they cross */
static Bounds
intersect(Bounds a, Bounds b)
{
	Bounds		both;

	Assert(a.lower <= b.upper + ROUNDING && b.lower <= a.upper + ROUNDING);
	both.lower = Max(a.lower, b.lower);
	both.upper = Max(both.lower, Min(a.upper, b.upper));
	return both;
}

/*
 * Computes bounds for a part that is too expensive to sweep exactly: by
 * disjoint chains and cuts, and by sweeps of growing width while the share of
 * the budget lasts.
 */
static Bounds
enclose_part(Solver *solver, const Part *part, const Plan *plan, uint64 share)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Bounds		bounds;
	uint64		steps = 2 * part_size(part);

	workspace_init(&ws, &buffer);
	bounds.lower = chains_bound(part, share / CHAIN_SHARE, &ws);
	bounds.upper = Max(bounds.lower, cuts_bound(part, &ws));
	workspace_free(&ws);

	for (uint32 width = BOUND_FIRST_WIDTH; width <= BOUND_LAST_WIDTH;
		 width += BOUND_WIDTH_STEP)
	{
		Bounds		swept;

		if (bounds.upper - bounds.lower < BOUNDS_MEET ||
			steps > share / BOUND_STEP_COST)
			break;
		steps = 0;
		swept.lower = sweep_part(solver->sweeper, part, plan, VIEW_PESSIMISTIC,
								 width, &steps);
		swept.upper = sweep_part(solver->sweeper, part, plan, VIEW_OPTIMISTIC,
								 width, &steps);
		spend(solver, steps, &share);
		bounds = intersect(bounds, swept);
	}
	return bounds;
}

/*
 * The unit to fix: in the largest group of units that cite each other in
 * circles the one with the most citations, and of those one in the middle of
 * the order, which is more likely to cut the group in two.
 */
static uint32
unit_to_fix(const Part *part, const Plan *plan)
{
	const uint32 *first = plan->group_first;
	uint32		largest = 0;
	uint32		chosen = NO_UNIT;
	uint64		most = 0;

	for (uint32 g = 1; g < plan->ngroups; g++)
		if (first[g + 1] - first[g] > first[largest + 1] - first[largest])
			largest = g;
	if (first[largest + 1] - first[largest] < 2)
		return NO_UNIT;
	for (uint32 i = first[largest]; i < first[largest + 1]; i++)
	{
		uint32		u = plan->order[i];
		uint64		in = part->first[TOWARDS_SPEAKERS][u + 1] -
			part->first[TOWARDS_SPEAKERS][u];
		uint64		out = part->first[TOWARDS_ENDS][u + 1] -
			part->first[TOWARDS_ENDS][u];

		uint64		from_margin = Min(i - first[largest],
									  first[largest + 1] - 1 - i);
		uint64		score = (in + out) * part->nunits + from_margin;

		if (score > most)
		{
			chosen = u;
			most = score;
		}
	}
	return chosen;
}

/* The most that the network with that unit always sound can be */
static uint64
fixed_size(const Part *part, uint32 fixed)
{
	uint64		in = part->first[TOWARDS_SPEAKERS][fixed + 1] -
		part->first[TOWARDS_SPEAKERS][fixed];
	uint64		out = part->first[TOWARDS_ENDS][fixed + 1] -
		part->first[TOWARDS_ENDS][fixed];

	return part_size(part) + in * out;
}

/*
 * Makes the network of the part in which that unit is fixed.  If sound, it
 * never fails: the units that cite it cite what it cites.  If not, it always
 * fails.
 */
static void
fix_unit(const Part *part, uint32 fixed, bool sound, Part *network,
		 Workspace *ws)
{
	const uint32 *first = part->first[TOWARDS_ENDS];
	const uint32 *next = part->next[TOWARDS_ENDS];
	uint32		out = sound ? first[fixed + 1] - first[fixed] : 0;
	uint32		in = part->first[TOWARDS_SPEAKERS][fixed + 1] -
		part->first[TOWARDS_SPEAKERS][fixed];
	uint32	   *cited_by = workspace_alloc(ws, part->nunits, sizeof(uint32));
	uint32		n = 0;

	memset(cited_by, 0xFF, part->nunits * sizeof(uint32));
	network->nunits = part->nunits;
	network->marks = part->marks;
	network->sound = workspace_alloc(ws, part->nunits, sizeof(double));
	memcpy(network->sound, part->sound, part->nunits * sizeof(double));
	network->sound[fixed] = 0.0;
	network->first[TOWARDS_ENDS] = workspace_alloc(ws, (Size) part->nunits + 1,
												   sizeof(uint32));
	network->next[TOWARDS_ENDS] =
		workspace_alloc(ws, (Size) first[part->nunits] + (Size) in * out,
						sizeof(uint32));
	for (uint32 u = 0; u < part->nunits; u++)
	{
		uint32	   *list = network->next[TOWARDS_ENDS];

		network->first[TOWARDS_ENDS][u] = n;
		cited_by[u] = u;
		for (uint32 i = first[u]; i < first[u + 1]; i++)
		{
			uint32		from = next[i] == fixed && sound ? first[fixed] : i;
			uint32		to = next[i] == fixed && sound ?
				first[fixed + 1] : i + 1;

			for (uint32 j = from; j < to; j++)
			{
				if (cited_by[next[j]] != u)
				{
					cited_by[next[j]] = u;
					list[n++] = next[j];
				}
			}
		}
	}
	network->first[TOWARDS_ENDS][part->nunits] = n;
}

/* Smaller parts first; those of equal size as they were found */
static int
compare_parts(const void *a, const void *b)
{
	const Part *x = *(const Part *const *) a;
	const Part *y = *(const Part *const *) b;

	if (x->nunits != y->nunits)
		return x->nunits < y->nunits ? -1 : 1;
	return (x > y) - (x < y);
}

/*
 * All parts of a reduced network.  Each gets an equal share of what the
 * smaller ones have left, so that one hard part costs no other its exactness.
 */
static Bounds
solve_parts(Solver *solver, const Reduced *reduced, uint64 share, int depth,
			Workspace *ws)
{
	const Part **parts = workspace_alloc(ws, reduced->nparts, sizeof(Part *));
	Bounds		bounds;

	for (uint32 p = 0; p < reduced->nparts; p++)
		parts[p] = &reduced->parts[p];
	qsort(parts, reduced->nparts, sizeof(Part *), compare_parts);

	bounds.lower = bounds.upper = reduced->settled;
	for (uint32 p = 0; p < reduced->nparts; p++)
	{
		uint64		before = solver->spent;
		Bounds		part = solve_part(solver, parts[p],
									  share / (reduced->nparts - p), depth);

		share -= Min(share, solver->spent - before);
		bounds.lower = either(bounds.lower, part.lower);
		bounds.upper = either(bounds.upper, part.upper);
	}
	return bounds;
}

/* Bounds for a network that need not be reduced or connected */
static Bounds
solve_network(Solver *solver, const Part *network, uint64 share, int depth,
			  Workspace *ws)
{
	Reduced		reduced;

	spend(solver, NETWORK_STEPS * part_size(network), &share);
	reduce_network(network, ONE_CHAIN, &reduced, ws);
	return solve_parts(solver, &reduced, share, depth, ws);
}

/* Both networks of a part with one unit fixed; half of the share for each */
static Bounds
fix_and_solve(Solver *solver, const Part *part, uint32 fixed, uint64 share,
			  int depth)
{
	double		p = part->sound[fixed];
	Bounds		branch[2];
	Bounds		bounds;

	for (int sound = 0; sound <= 1; sound++)
	{
		uint64		before = solver->spent;
		WorkspaceBuffer buffer;
		Workspace	ws;
		Part		network;

		workspace_init(&ws, &buffer);
		fix_unit(part, fixed, sound, &network, &ws);
		branch[sound] =
			solve_network(solver, &network, sound ? share : share / 2,
						  depth + 1, &ws);
		workspace_free(&ws);
		share -= Min(share, solver->spent - before);
	}
	bounds.lower = p * branch[1].lower + (1.0 - p) * branch[0].lower;
	bounds.upper = p * branch[1].upper + (1.0 - p) * branch[0].upper;
	return bounds;
}

/* The part's reliability, within a share of the budget */
static Bounds
solve_part(Solver *solver, const Part *part, uint64 share, int depth)
{
	uint64		before;
	uint64		patience = share / PLAN_SHARE;
	uint32		fixed;
	Bounds		bounds;
	const Plan *plan;

	plan = plan_part(solver->planner, part, &patience,
					 depth == 0 ? PLAN_TRIALS : PLAN_TRIALS_FIXED);
	spend(solver, share / PLAN_SHARE - patience, &share);
	if (plan->cost <= share)
	{
		bounds.lower = bounds.upper =
			sweep_part(solver->sweeper, part, plan, VIEW_EXACT, SWEEP_MAX_WIDTH,
					   &solver->spent);
		return bounds;
	}
	fixed = unit_to_fix(part, plan);
	if (fixed == NO_UNIT || depth == FIX_MAX_DEPTH ||
		share < FIX_MIN_NETWORKS * NETWORK_STEPS * fixed_size(part, fixed))
		return enclose_part(solver, part, plan, share);

	/* the whole part's own bounds may be better than those of the branches */
	bounds.lower = 0.0;
	bounds.upper = 1.0;
	before = solver->spent;
	if (depth == 0)
		bounds = enclose_part(solver, part, plan, share / 4);
	if (bounds.upper - bounds.lower < BOUNDS_MEET)
		return bounds;
	share -= Min(share, solver->spent - before);
	return intersect(bounds, fix_and_solve(solver, part, fixed, share, depth));
}

/* Whether some chain has none but units of rating 1 */
static bool
certain_chain_exists(const Graph *graph, Workspace *ws)
{
	bool	   *reached = workspace_alloc(ws, graph->nunits, sizeof(bool));
	uint32	   *todo = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	uint32		ntodo = 0;

	for (uint32 u = 0; u < graph->nunits; u++)
	{
		reached[u] = (graph->marks[u] & UNIT_SPEAKS) && graph->rating[u] == 1.0;
		if (reached[u])
			todo[ntodo++] = u;
	}
	while (ntodo > 0)
	{
		uint32		u = todo[--ntodo];

		if (graph->marks[u] & UNIT_ORIGIN)
			return true;
		CHECK_FOR_INTERRUPTS();
		for (uint32 i = graph->first[u]; i < graph->first[u + 1]; i++)
		{
			uint32		cited = graph->cited[i];

			if (reached[cited] || graph->rating[cited] != 1.0)
				continue;
			reached[cited] = true;
			todo[ntodo++] = cited;
		}
	}
	return false;
}

/*
 * Many good sources come so close to certainty that the nearest double is 1.
 * But only certainty is 1, because against it no denial counts: anything less
 * is rounded down.
 */
static void
doubt_rounding(const Graph *graph, Reliability *result, Workspace *ws)
{
	if (result->lower < 1.0 || certain_chain_exists(graph, ws))
		return;
	result->lower = 1.0 - DBL_EPSILON / 2;
	if (result->exact)
		result->upper = result->lower;
}

/*
 * The unit that a speaking unit has it from, where that is a single end.
 * Citations of unrated and of speaking units carry nothing.  Returns false
 * where there is more to it.
 */
static bool
single_end(const Graph *graph, uint32 speaker, uint32 *end)
{
	*end = NO_UNIT;
	for (uint32 i = graph->first[speaker]; i < graph->first[speaker + 1]; i++)
	{
		uint32		cited = graph->cited[i];

		if (graph->rating[cited] == UNRATED ||
			(graph->marks[cited] & UNIT_SPEAKS))
			continue;
		if (*end != NO_UNIT || !(graph->marks[cited] & UNIT_ORIGIN))
			return false;
		*end = cited;
	}
	return true;
}

/*
 * What most evidence is: each speaker is an end or has it from a single one.
 * Then the ends fail independently, each with all that cite it, and no
 * network is needed.  Returns false where the graph is not of that form,
 * which adding a copy does not change.
 */
static bool
solve_direct(const Graph *graph, Reliability *result, Workspace *ws)
{
	double	   *cited = workspace_alloc_zero(ws, graph->nunits, sizeof(double));
	uint32		end;

	for (uint32 u = 0; u < graph->nunits; u++)
	{
		if (graph->rating[u] == UNRATED || !(graph->marks[u] & UNIT_SPEAKS))
			continue;
		if (graph->marks[u] & UNIT_ORIGIN)
			cited[u] = 1.0;
		else if (!single_end(graph, u, &end))
			return false;
		else if (end != NO_UNIT)
			cited[end] = either(cited[end], graph->rating[u]);
	}

	result->rated = false;
	result->lower = 0.0;
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		if (cited[u] == 0.0)
			continue;
		result->rated = true;
		result->lower = either(result->lower, graph->rating[u] * cited[u]);
	}
	result->exact = true;
	result->upper = result->lower = Min(result->lower, 1.0);
	return true;
}

/*
 * The probability, in [0,1], that at least one chain from a speaking unit
 * through cited units to one marked UNIT_ORIGIN has every unit sound: exact
 * up to rounding (see BOUNDS_MEET), or bounds.  No errors but out of memory.
 *
 * This is two-terminal reliability with failing vertices: M. O. Ball, C. J.
 * Colbourn, J. S. Provan, "Network Reliability", Handbooks in Operations
 * Research and Management Science 7 (1995); the sweep is the frontier method
 * on sets of good units.
 */
void
graph_reliability(const Graph *graph, Reliability *result, Workspace *ws)
{
	Part		network;
	Reduced		reduced;
	Solver		solver;
	Bounds		bounds;
	uint32		largest = 0;

	result->steps = 0;
	if (solve_direct(graph, result, ws))
	{
		doubt_rounding(graph, result, ws);
		return;
	}

	network_of_graph(graph, &network, ws);
	reduce_network(&network, ONE_CHAIN, &reduced, ws);

	for (uint32 p = 0; p < reduced.nparts; p++)
		largest = Max(largest, reduced.parts[p].nunits);
	solver.spent = 0;
	if (largest > 0)
	{
		solver.planner = planner_create(largest, ws);
		solver.sweeper = sweeper_create(largest, ws);
	}
	bounds = solve_parts(&solver, &reduced, RELIABILITY_BUDGET, 0, ws);

	result->rated = reduced.any;
	result->exact = bounds.upper - bounds.lower < BOUNDS_MEET;
	result->lower = Min(bounds.lower, 1.0);
	result->upper = result->exact ? result->lower : Min(bounds.upper, 1.0);
	result->steps = solver.spent;
	doubt_rounding(graph, result, ws);
}
