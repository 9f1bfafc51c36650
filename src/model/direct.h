/*-------------------------------------------------------------------------
 *
 * direct.h
 *		Figures of evidence in which each source has it from at most one other.
 *
 * Nearly all evidence is of that form: nobody denies it, nobody is discredited
 * or affiliated, and each who says so is an origin or has it from a single one.
 * Then no graph is needed.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_DIRECT_H
#define CORROBORATE_DIRECT_H

#include "model/figures.h"

#define CITES_NOBODY 0xFFFFFFFFU

/* What such a source says for the claim; in key order */
typedef struct DirectSource
{
	double		rating;			/* UNRATED, or above 0 */
	uint32		cites;			/* index of the source, or CITES_NOBODY */
	uint8		says;			/* SAYS_ bits */
} DirectSource;

/* What a source says, in that form; false if it says more */
extern bool direct_source(const Testimony *testimony, uint32 index, DirectSource *direct);

/*
 * The figures, to the bit those of testimony_figures().  False, and nothing
 * set, where they need a graph.
 */
extern bool direct_figures(const DirectSource *sources, uint32 nsources,
						   Figures *figures, Workspace *ws);

/* The same for testimony of any form: false where it is of another */
extern bool testimony_direct_figures(const Testimony *testimony, Figures *figures,
									 Workspace *ws);

#endif							/* CORROBORATE_DIRECT_H */
