/*-------------------------------------------------------------------------
 *
 * attested.h
 *		Gathering a claim's evidence from its attestations.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ATTESTED_H
#define CORROBORATE_ATTESTED_H

#include "type/evidence.h"

#include "watch/originals.h"

/* One row of attestations */
typedef struct Attested
{
	Datum		keys[GATHER_MAX_KEYS];	/* of its claim */
	Datum		said;			/* 0 if only the claim matters */
	Key			document;		/* its key as text; of length 0: none */
	Key			id;				/* likewise, if the rule says what rows
								 * replace */
	Key			replaces;
	bool		counts;
} Attested;

/* Gathers a claim's evidence, in an SPI connection of as_owner_begin() */
extern Datum gather_claim(GatherRule *rule, const Datum *keys, TimestampTz as_of);

/*
 * A text[] of the persons who say both yes and no about a claim on their own
 * word, likewise in an SPI connection of as_owner_begin()
 */
extern Datum persons_on_both_sides(GatherRule *rule, const Datum *keys);

/*
 * Adds what rows say to a builder.  speakers[], unless NULL, is set to the
 * mention that makes each row's statement.
 */
extern void add_said(Unpacked *unpacked, const Attested *rows, Size nrows,
					 uint32 *speakers);

/* Adds the publishers of documents to a builder, as mentioned */
extern void mention_publishers(TestimonyBuilder *builder, const Documents *documents);

#endif							/* CORROBORATE_ATTESTED_H */
