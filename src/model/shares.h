/*-------------------------------------------------------------------------
 *
 * shares.h
 *		What each unit of one side contributes to its figures.
 *
 * A unit's Shapley share is what it adds to the units before it, on average
 * over all orders of the units.  Shares add up to the whole figure.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SHARES_H
#define CORROBORATE_SHARES_H

#include "model/graph.h"

typedef struct Shares
{
	bool		rated;			/* some chain is wholly rated; if not, the
								 * side has no support to share, nor any
								 * without */
	bool		known;			/* share[] is set: support is exact, and small
								 * enough to be shared */
	double	   *share;			/* of each unit, in support; 0 if unrated */
	double	   *without;		/* support without the unit, a lower bound as
								 * support is; UNRATED where no wholly rated
								 * chain is left without it, or it is too
								 * large to be computed for each unit */
	double	   *counted;		/* of each unit, in the number of independent
								 * sources; UNRATED where that is not cheap */
} Shares;

extern void graph_shares(const Graph *graph, Shares *shares, Workspace *ws);

#endif							/* CORROBORATE_SHARES_H */
