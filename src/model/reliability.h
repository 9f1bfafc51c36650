/*-------------------------------------------------------------------------
 *
 * reliability.h
 *		The probability that some chain of units is sound from end to end.
 *
 * Units fail independently; a unit is sound with its rating; unrated units
 * carry nothing.  This is two-terminal reliability with failing vertices,
 * #P-hard in general: exact by reduction and enumeration for what newsrooms
 * have, and guaranteed bounds above a fixed budget of operations.  What is
 * done depends on the graph alone, so equal values have equal figures, to the
 * bit.  A copy (a speaker who only cites speakers) changes no bit either.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_RELIABILITY_H
#define CORROBORATE_RELIABILITY_H

#include "model/graph.h"

typedef struct Reliability
{
	bool		rated;			/* some chain to an origin is wholly rated; if
								 * not, lower and upper are 0 and exact true */
	bool		exact;			/* lower is the probability itself, but for
								 * rounding errors (under 1e-12) */
	double		lower;			/* in [0,1] */
	double		upper;			/* in [lower,1]; equals lower if exact */
	uint64		steps;			/* that it took, each about a nanosecond; of one
								 * chain only */
} Reliability;

/*
 * Of chains from speaking units to units marked UNIT_ORIGIN.  Takes some
 * microseconds for 30 units, tens of milliseconds for the hardest.  Memory,
 * up to some 10 MB for these, is the workspace's or freed on return.
 */
extern void graph_reliability(const Graph *graph, Reliability *result,
							  Workspace *ws);

/*
 * The probability that at least this many chains, no two of which share a
 * unit, are sound; for one chain, it is graph_reliability().  rated is set if
 * there are as many wholly rated chains.
 */
extern void graph_reliability_several(const Graph *graph, uint32 chains,
									  Reliability *result, Workspace *ws);

#endif							/* CORROBORATE_RELIABILITY_H */
