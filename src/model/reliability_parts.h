/*-------------------------------------------------------------------------
 *
 * reliability_parts.h
 *		What the files of the reliability computation share.
 *
 * reliability.c holds the strategy; reliability_reduce.c makes a network
 * smaller without changing its reliability and splits it into parts;
 * reliability_plan.c finds a good order of a part's units;
 * reliability_sweep.c computes a part's reliability along such an order;
 * reliability_bounds.c encloses it between cheap bounds; reliability_several.c
 * does all of it for several chains at once.
 *
 * Everything here is symmetric: a chain may be walked from its speaker
 * towards its end or back, and a part that is expensive one way may be cheap
 * the other way.  So arrays that belong to a direction come in pairs.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_RELIABILITY_PARTS_H
#define CORROBORATE_RELIABILITY_PARTS_H

#include "model/graph.h"

/* The two ways to walk a chain */
typedef enum Direction
{
	TOWARDS_ENDS = 0,			/* along citations */
	TOWARDS_SPEAKERS = 1		/* against them */
} Direction;

#define OPPOSITE(direction) ((Direction) (1 - (direction)))

/*
 * A unit's marks here: whether a walk in that direction may stop at it.  A
 * walk towards ends stops at units that end chains, a walk towards speakers
 * at units that speak.
 */
#define STOPS(direction) ((uint8) (1 << (direction)))
#define ENDS STOPS(TOWARDS_ENDS)
#define SPEAKS STOPS(TOWARDS_SPEAKERS)

/*
 * A network of units that fail independently.  Nothing leads into speaking
 * units nor out of ending ones.
 */
typedef struct Part
{
	uint32		nunits;
	uint8	   *marks;			/* STOPS() bits of each unit */
	double	   *sound;			/* probability that the unit is sound */
	uint32	   *first[2];		/* nunits + 1, for each direction */
	uint32	   *next[2];		/* next[d][first[d][u]] ... are the units one
								 * step from u in direction d */
} Part;

/* The result of reduction: settled chains, and the others in separate parts */
typedef struct Reduced
{
	bool		any;			/* there is some chain at all */
	double		settled;		/* probability that a settled chain is sound */
	uint32		nsettled;		/* where several chains are wanted: the
								 * settled ones, each by itself */
	double	   *settled_each;
	uint32		nparts;
	Part	   *parts;			/* connected, no unit both speaks and ends */
} Reduced;

/*
 * The probability that at least one of two independent things holds, which
 * is 1-(1-a)(1-b), written so that it is exactly b where a is 0, and keeps
 * its precision where both are small.
 */
static inline double
either(double a, double b)
{
	return a + (1.0 - a) * b;
}

/*
 * An order in which to visit a part's units.  Groups are strongly connected:
 * sets of units that cite each other in circles, visited together; nearly
 * all are single units.  Each unit comes after those one step from it in
 * the plan's direction.
 */
typedef struct Plan
{
	Direction	direction;
	uint64		cost;			/* states that the sweep visits, or
								 * PLAN_TOO_EXPENSIVE: above any budget */
	uint32		peak;			/* the most units held at once */
	uint32		ngroups;
	uint32	   *group_first;	/* ngroups + 1: slices of order */
	uint32	   *order;			/* units */
} Plan;

#define PLAN_TOO_EXPENSIVE UINT64CONST(0xFFFFFFFFFFFFFFFF)

/*
 * States are sets of at most this many units: 2^20 doubles are 8 MB.  Tests
 * set a small one.
 */
#ifndef SWEEP_MAX_WIDTH
#define SWEEP_MAX_WIDTH 20
#endif

/* How a sweep sees what it cannot hold; see reliability_sweep.c */
typedef enum SweepView
{
	VIEW_EXACT,
	VIEW_PESSIMISTIC,			/* as of no use: a lower bound */
	VIEW_OPTIMISTIC				/* as independent: an upper bound */
} SweepView;

/* Scratch arrays for parts up to a size, reused from part to part */
typedef struct Planner Planner;
typedef struct Sweeper Sweeper;

/*
 * How many chains must be sound: reductions for one chain may count two for
 * one, and those for several may not
 */
typedef enum Wanted
{
	ONE_CHAIN,
	SEVERAL_CHAINS
} Wanted;

extern void reduce_network(const Part *network, Wanted wanted, Reduced *reduced,
						   Workspace *ws);

/* The network of a graph, for reduce_network() */
extern void network_of_graph(const Graph *graph, Part *network, Workspace *ws);

extern Planner *planner_create(uint32 nunits, Workspace *ws);
extern const Plan *plan_part(Planner *planner, const Part *part,
							 uint64 *patience, int trials);

extern Sweeper *sweeper_create(uint32 nunits, Workspace *ws);
extern double sweep_part(Sweeper *sweeper, const Part *part, const Plan *plan,
						 SweepView view, uint32 width_limit, uint64 *visited);

extern double chains_bound(const Part *part, uint64 patience, Workspace *ws);
extern double cuts_bound(const Part *part, Workspace *ws);

#endif							/* CORROBORATE_RELIABILITY_PARTS_H */
