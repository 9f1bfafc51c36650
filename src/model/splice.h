/*-------------------------------------------------------------------------
 *
 * splice.h
 *		Adding a few sources to packed testimony without unpacking it.
 *
 * Claims that everybody reports have thousands of sources, and mostly get
 * another one that is new: a witness, or somebody who has it from a known one.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SPLICE_H
#define CORROBORATE_SPLICE_H

#include "model/direct.h"

/* More new sources than that are merged as all others are */
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
 * Reads the packed testimony, and finds what is to be added.  False where
 * either is not of the form that direct.h is about, where said has something
 * new about a source that is there, and where the bytes are not well-formed.
 */
extern bool splice_start(Splice *splice, const uint8 *bytes, Size size,
						 const Testimony *said, Workspace *ws);

/* An upper bound of what splice_write() will write */
extern Size splice_bound(const Splice *splice);

/* Writes what packed_write() would of both merged; returns how many bytes */
extern Size splice_write(const Splice *splice, uint8 *bytes);

#endif							/* CORROBORATE_SPLICE_H */
