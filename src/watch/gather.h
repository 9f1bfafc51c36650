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

/*
 * Adds the claims that a query finds by names (a text[]) as rows to regather:
 * QUERY_MENTIONING, QUERY_AFFILIATED or QUERY_IN_DOCUMENTS, once nobody can
 * write of these any more by what was known before; in an SPI connection of
 * as_owner_begin().
 * Unregistered: of sources only those that the registry does not know.
 */
extern void add_claims_found(Gathering *g, GatherQuery query, Datum names,
							 bool unregistered);

#endif							/* CORROBORATE_GATHER_H */
