/*-------------------------------------------------------------------------
 *
 * graph.h
 *		The units of one side of a claim, and whom each of them cites.
 *
 * Sources that share an affiliation are one unit and count once.  Flow and
 * reliability work on units only.  A graph holds the live units that are
 * mentioned on its side: those reached from live speakers through live
 * sources.  Dead sources, citations inside a unit and citations of dead
 * sources are left out (they still make a basis stated).
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GRAPH_H
#define CORROBORATE_GRAPH_H

#include "model/testimony.h"

#define NO_UNIT 0xFFFFFFFFU

#define UNIT_SPEAKS 0x01
#define UNIT_FIRSTHAND 0x02		/* ends a chain: knows first-hand */
#define UNIT_PRESUMED 0x04		/* ends a chain: basis not stated */
#define UNIT_UNKNOWN 0x08		/* ends in someone unknown */

#define UNIT_ORIGIN (UNIT_FIRSTHAND | UNIT_PRESUMED)

typedef struct Graph
{
	uint32		nunits;
	uint8	   *marks;			/* UNIT_ bits, for each unit */
	double	   *rating;			/* the highest of its live mentioned sources';
								 * UNRATED where none of them is rated */
	uint32	   *first;			/* nunits + 1: cited[first[u]] ..
								 * cited[first[u+1]-1] are the units u cites */
	uint32	   *cited;			/* no repeats, never the unit itself */
	uint32	   *unit_of;		/* for each source of the testimony: its unit
								 * here, or NO_UNIT where it is not part */
} Graph;

/*
 * Joins sources into units, over both sides, dead ones included: by a shared
 * affiliation, or by an affiliation that names a source, transitively.
 * Returns for each source the lowest source index of its unit.
 */
extern uint32 *testimony_units(const Testimony *testimony, Workspace *ws);

/*
 * The graph of one side; units as testimony_units() gives them.  Units are
 * numbered in the order of their lowest mentioned live source.
 */
extern void graph_of_side(const Testimony *testimony, const uint32 *units,
						  Side side, Graph *graph, Workspace *ws);

/* Whether a chain leads from a speaking unit to one marked with any of ends */
extern bool graph_chain_exists(const Graph *graph, uint8 ends, Workspace *ws);

/* For each unit whether it is marked with any of ends, or a chain leads there */
extern bool *graph_leads(const Graph *graph, uint8 ends, Workspace *ws);

#endif							/* CORROBORATE_GRAPH_H */
