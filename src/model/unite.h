/*-------------------------------------------------------------------------
 *
 * unite.h
 *		From what was said about a claim to its evidence.
 *
 * Attestations are kept as they were written.  Evidence is a function of the
 * set of those that count and of what the desk knows of sources and
 * documents; no order among them matters.  unite() applies the desk's rules:
 *
 * 1. Names become keys: other spellings are the source's own.
 * 2. A copy speaks through its original: what its publisher, or a source that
 *	  passes on, says in a copy is said on the word of the original's
 *	  publisher, and states that publisher's basis, except "*".
 * 3. Standing facts are united with what was said: affiliations add up, the
 *	  lower rating wins.  A basis that only a discredited source, or a copy of
 *	  what it published, states for another is "?".
 * 4. A person who says both yes and no on his own word counts for neither.
 * 5. A source whose basis nothing gives has it from those it relies on, or
 *	  from someone unknown if it passes on or relies on anybody.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_UNITE_H
#define CORROBORATE_UNITE_H

#include "model/standing.h"

/* Whether an attestation is from a document that republishes another */
typedef enum CopyOf
{
	COPY_OF_NOTHING,
	COPY_OF_UNKNOWN,			/* the first document has no publisher, or
								 * they republish each other in a circle */
	COPY_OF_KNOWN
} CopyOf;

/*
 * One attestation.  Its facts are in a builder, from start to where those of
 * the next row start.
 */
typedef struct SaidRow
{
	AttestationStart start;
	CopyOf		copies;
	Key			publisher;		/* of its document; of length 0: unknown */
	Key			original;		/* publisher of the first document, if known */
} SaidRow;

/* Persons who say both yes and no on their own word, in bytewise order */
typedef struct SaysBoth
{
	Key		   *persons;
	Size		count;
} SaysBoth;

/*
 * Unites the rows, which are all that the builder holds, into testimony.
 * Changes the builder's facts.  both may be NULL.  Memory is the builder's
 * workspace.
 */
extern void unite(const Standing *standing, TestimonyBuilder *builder,
				  SaidRow *rows, Size nrows, Testimony *testimony,
				  SaysBoth *both);

/*
 * Puts sources' own keys for names in the builder, and adds what is known of
 * the sources.  testimony gets the sources.
 */
extern void unite_facts(const Standing *standing, TestimonyBuilder *builder,
						Testimony *testimony);

/*
 * Whether these are a person's, or of no kind that the desk knows; NULL: nothing is
 * known
 */
extern bool facts_are_of_person(const StandingFacts *facts);

#endif							/* CORROBORATE_UNITE_H */
