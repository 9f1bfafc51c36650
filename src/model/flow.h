/*-------------------------------------------------------------------------
 *
 * flow.h
 *		How many chains run side by side without sharing a unit.
 *
 * A chain leads from a unit that speaks, through units it cites, to an end.
 * The largest number of chains no two of which share a unit is, by Menger's
 * theorem, the smallest number of units that would all have to be wrong for
 * nothing to support the claim.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FLOW_H
#define CORROBORATE_FLOW_H

#include "model/graph.h"

/* A maximum set of disjoint chains */
typedef struct Chains
{
	uint32		count;
	uint32	   *starts;			/* the speaking unit each chain starts from,
								 * ascending */
	uint32	   *next;			/* for each unit: the unit after it on its
								 * chain; NO_UNIT at an end and off chains */
} Chains;

/*
 * Fills *chains with a maximum set of disjoint chains that end in units
 * marked with any of the bits in ends; returns their number.
 */
extern uint32 flow_chains(const Graph *graph, uint8 ends, Chains *chains,
						  Workspace *ws);

/* The number of chains in such a set, when it is all that is wanted */
extern uint32 flow_count(const Graph *graph, uint8 ends, Workspace *ws);

/*
 * The smallest set of units that cuts all such chains, the one nearest the
 * speakers (it is unique).  chains is what flow_chains() gave for the same
 * ends.  Writes chains->count units, ascending, to cut.
 */
extern void flow_nearest_cut(const Graph *graph, uint8 ends,
							 const Chains *chains, uint32 *cut, Workspace *ws);

/*
 * Sets in_cut[] for the units that any smallest set belongs to which cuts all
 * such chains: without any one of these there is one chain less.
 */
extern void flow_units_in_cuts(const Graph *graph, uint8 ends,
							   const Chains *chains, bool *in_cut, Workspace *ws);

#endif							/* CORROBORATE_FLOW_H */
