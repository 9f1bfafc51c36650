/*-------------------------------------------------------------------------
 *
 * gather.h
 *		Gathering the evidence of claims from their attestations.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GATHER_H
#define CORROBORATE_GATHER_H

#include "watch/attested.h"

/* Touched claims, and what is new about them */
typedef struct Gathering
{
	GatherRule *rule;
	MemoryContext context;		/* for all of it */
	Attested   *rows;
	Size		nrows;
	Size		capacity;
	bool		regather;		/* not all rows are simply new */
	bool		rewrite;		/* write claims even if their evidence is the
								 * same */
	bool		inserted;		/* the rows' claims must exist */
	uint64		written;		/* claims whose evidence changed */
	Documents	documents;
	Standing	standing;
	Workspace	ws;				/* for names and standing facts */
	WorkspaceBuffer buffer;
} Gathering;

extern void start_gathering(Gathering *g, GatherRule *rule);
extern void end_gathering(Gathering *g);

/* A row to fill in */
extern Attested *add_row(Gathering *g);

/*
 * Brings the claims of all rows up to date, as that user.  Errors: a source is
 * not registered, a claim does not exist.
 */
extern void gather_rows(Gathering *g, Oid owner);

/* No attestation is left, so no claim has evidence */
extern void empty_claims(GatherRule *rule, Oid owner);

/* What names (a text[]) are of, which decides which claims they affect */
typedef enum ClaimsOf
{
	CLAIMS_OF_SOURCES,			/* those that mention the sources by any
								 * spelling, or a source that relies on them,
								 * or whose attestations are taken from what
								 * they published or a copy of it */
	CLAIMS_OF_NAMES,			/* the same, also for sources that the
								 * registry affiliates with them */
	CLAIMS_OF_DOCUMENTS			/* those with attestations taken from these
								 * documents or their copies */
} ClaimsOf;

/*
 * Adds the claims that names affect as rows to regather, after locking the
 * names, so that nobody can still write by what was known before.  In an SPI
 * connection of as_owner_begin().  unregistered: only sources that the registry
 * does not know.
 */
extern void add_claims_found(Gathering *g, ClaimsOf which, Datum names,
							 bool unregistered);

#endif							/* CORROBORATE_GATHER_H */
