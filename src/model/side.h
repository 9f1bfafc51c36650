/*-------------------------------------------------------------------------
 *
 * side.h
 *		One side of a claim: its units, the chains that count, and the units
 *		that these rest on.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SIDE_H
#define CORROBORATE_SIDE_H

#include "base/groups.h"
#include "model/flow.h"

typedef struct SideView
{
	const Testimony *testimony;
	Side		side;
	Graph		graph;
	Groups		members;		/* the sources of each unit of the graph */
	Chains		chains;			/* as many disjoint ones as there can be, to
								 * known and presumed origins */
	uint32	   *cut;			/* chains.count units, ascending: the fewest
								 * that cut all chains, nearest the speakers */
	Workspace  *ws;
} SideView;

/* units as testimony_units() gives them, which are the same for both sides */
extern void side_view(SideView *view, const Testimony *testimony,
					  const uint32 *units, Side side, Workspace *ws);

/*
 * The sources that a chain runs through, from the one that speaks to the one
 * that it ends with; *count is never 0.  Two neighbours of which the first
 * does not cite the second are of one unit.
 */
extern uint32 *side_chain(const SideView *view, uint32 chain, uint32 *count);

/* The first of a unit's sources, by which the unit is named */
static inline uint32
side_unit_source(const SideView *view, uint32 unit)
{
	return view->members.items[view->members.first[unit]];
}

/* Whether the source is of a unit of that side: mentioned there and alive */
static inline bool
side_counts(const SideView *view, uint32 source)
{
	return view->graph.unit_of[source] != NO_UNIT;
}

/* Whether a chain may end at the source, on that side */
static inline bool
source_is_origin(const Source *source, Side side)
{
	return (source->says[side] & SAYS_FIRSTHAND) != 0 ||
		!source_has_basis(source, side);
}

#endif							/* CORROBORATE_SIDE_H */
