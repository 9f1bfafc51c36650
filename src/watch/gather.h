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
	bool		regather;		/* rows are not simply new */
	bool		rewrite;		/* claims even if their evidence is the same */
	bool		inserted;		/* their claims must be there */
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
 * Brings the claims of all rows up to date, as that user.  Errors: a source
 * that is not registered, a claim that does not exist.
 */
extern void gather_rows(Gathering *g, Oid owner);

/* No attestation is left: no claim has evidence */
extern void empty_claims(GatherRule *rule, Oid owner);

/* What names (a text[]) are of: it decides on which claims they bear */
typedef enum ClaimsOf
{
	CLAIMS_OF_SOURCES,			/* that mention the sources by any spelling,
								 * or whoever relies on them, or are about
								 * what they published and what copies it */
	CLAIMS_OF_NAMES,			/* the same, and for whom the registry
								 * affiliates with them */
	CLAIMS_OF_DOCUMENTS			/* about which these say something, or what
								 * copies them */
} ClaimsOf;

/*
 * Adds the claims on which names bear as rows to regather, once nobody can
 * write of these any more by what was known before; in an SPI connection of
 * as_owner_begin().
 * Unregistered: of sources only those that the registry does not know.
 */
extern void add_claims_found(Gathering *g, ClaimsOf which, Datum names,
							 bool unregistered);

#endif							/* CORROBORATE_GATHER_H */
