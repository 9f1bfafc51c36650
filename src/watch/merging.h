/*-------------------------------------------------------------------------
 *
 * merging.h
 *		Merging new attestations into a claim's evidence.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_WATCH_MERGING_H
#define CORROBORATE_WATCH_MERGING_H


#include "model/merging.h"

/* Merges what rows add into evidence, which may be 0 for none */
extern Datum merge_addition(Datum evidence, const Addition *addition);
extern Datum splice_addition(Datum stored, const Addition *addition, const Key *speakers,
							 Size nspeakers, bool *new_speakers);

#endif							/* CORROBORATE_WATCH_MERGING_H */
