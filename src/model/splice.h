/*-------------------------------------------------------------------------
 *
 * splice.h
 *		Adding a few sources to packed testimony without unpacking it.
 *
 * A claim that everybody reports has thousands of sources.  Most new
 * statements about it add one more: a witness, or somebody who has it from a
 * known source.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SPLICE_H
#define CORROBORATE_SPLICE_H

#include "model/direct.h"

/* If there are more new sources, they are not spliced but merged */
#define SPLICE_MAX 16

typedef struct Splice
{
	const uint8 *bytes;			/* the packed testimony */
	uint32		nstored;
	uint32	   *starts;			/* nstored + 1: where its sources' bytes are */
	const Testimony *said;
	uint32		nsources;		/* with those that are added */
	DirectSource *sources;
	uint32		index[SPLICE_MAX];	/* of each of said's sources among these */
	bool		present[SPLICE_MAX];	/* it was there already, and said as
										 * much */
	uint32		nadded;
} Splice;

/*
 * Reads the packed testimony, and finds what is to be added.  False if either
 * is not of the form that direct.h describes, if said has something new about
 * an existing source, or if the bytes are not well-formed.
 */
extern bool splice_start(Splice *splice, const uint8 *bytes, Size size,
						 const Testimony *said, Workspace *ws);

/* An upper bound of what splice_write() will write */
extern Size splice_bound(const Splice *splice);

/* Writes what packed_write() would of both merged; returns how many bytes */
extern Size splice_write(const Splice *splice, uint8 *bytes);

#endif							/* CORROBORATE_SPLICE_H */
