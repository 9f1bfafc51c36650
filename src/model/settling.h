/*-------------------------------------------------------------------------
 *
 * settling.h
 *		Uniting packed testimonies whose sources have it from at most one other.
 *
 * Nearly all that an aggregate gathers about a claim is of the form that
 * direct.h describes.  Uniting, sorting and counting it needs only a few words
 * of memory for each source.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SETTLING_H
#define CORROBORATE_SETTLING_H

#include "model/direct.h"

typedef struct Settled
{
	uint32		nsources;
	const Key  *keys;			/* in order, no key twice */
	const DirectSource *sources;
	Figures		figures;
} Settled;

/*
 * What the packed testimonies in these bytes, one after the other, say united.
 * False where they are not well-formed, or need a graph, or are too many.
 * Memory: the workspace; the keys point into the bytes.
 */
extern bool settle_directly(const uint8 *bytes, Size size, Settled *settled,
							Workspace *ws);

/* An upper bound of what settled_write() will write */
extern Size settled_bound(const Settled *settled);

/* Writes what packed_write() would; returns how many bytes */
extern Size settled_write(const Settled *settled, uint8 *bytes);

#endif							/* CORROBORATE_SETTLING_H */
