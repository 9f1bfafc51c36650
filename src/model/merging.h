/*-------------------------------------------------------------------------
 *
 * merging.h
 *		Adding new attestations to evidence that was united before.
 *
 * unite() computes evidence from all attestations of a claim.  Most new ones
 * can be merged into the existing evidence instead, with the same result;
 * these functions say which, and merge them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_MERGING_H
#define CORROBORATE_MERGING_H

#include "model/standing.h"

/*
 * What new attestations add: what they say, by sources' own keys and with
 * standing facts, but without what unite() gives sources that do not say from
 * whom.  Names are in any order.
 */
typedef struct Addition
{
	const Testimony *said;
	Key		   *persons;		/* of said's sources: persons, and those of no
								 * kind */
	Size		npersons;
	Key		   *passing;		/* those that pass on what others say */
	Size		npassing;
} Addition;

/*
 * Makes an addition of what rows say, which is all that the builder holds.
 * False where uniting all attestations is needed in any case: a speaker is
 * discredited, or a source relies on another.
 */
extern bool make_addition(const Standing *standing, TestimonyBuilder *builder,
						  Addition *addition, Testimony *said);

/*
 * Whether merging gives what uniting all attestations would.  It must be known
 * already that none of the new ones is in a copy or replaces another, and that
 * no other source relies on one of theirs.
 */
extern bool may_merge_addition(const Testimony *stored, const Addition *addition,
							   Workspace *ws);

/* Whether merging would change nothing */
extern bool adds_nothing(const Testimony *stored, const Addition *addition,
						 Workspace *ws);

/*
 * Of stored and said merged: gives sources that pass on, and have no basis on
 * a side on which said mentions them, "?".
 */
extern void settle_addition(Testimony *merged, const Addition *addition,
							Workspace *ws);

#endif							/* CORROBORATE_MERGING_H */
