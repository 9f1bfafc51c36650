/*-------------------------------------------------------------------------
 *
 * replacing.h
 *		Which attestations others replace.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_REPLACING_H
#define CORROBORATE_REPLACING_H

#include "model/testimony.h"

/* A row about one claim.  Keys are the text of what identifies rows */
typedef struct Replacing
{
	Key			id;
	Key			replaces;		/* of length 0: nothing */
	bool		counts;			/* accepted and not retracted */
} Replacing;

/*
 * Sets replaced[] for the rows that a row which counts replaces, and for those
 * that these replaced in turn, whether they count or not.
 */
extern void find_replaced(const Replacing *rows, Size nrows, bool *replaced,
						  Workspace *ws);

#endif							/* CORROBORATE_REPLACING_H */
