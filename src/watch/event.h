/*-------------------------------------------------------------------------
 *
 * event.h
 *		Writing down what becomes of claims' flags.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_EVENT_H
#define CORROBORATE_EVENT_H

#include "base/compat.h"

#include "access/htup.h"
#include "utils/rel.h"

#include "model/figures.h"

/* A table of events, looked up and with its query prepared */
typedef struct EventLog EventLog;

/* What happened to a claim */
typedef struct FlagEvent
{
	const char *change;			/* raised, withdrawn, disputed, settled,
								 * denied, undenied */
	Status		before;
	Status		after;
	uint32		corroboration;
	double		support;		/* UNRATED: none */
} FlagEvent;

/*
 * The table of that name, written as in SQL, in which events of the table of
 * claims are written down; lives in the context.  Errors: no such table, or
 * one without a foreign key to the claims.
 */
extern EventLog *event_log(Oid claims, const char *name, Oid extension_schema,
						   MemoryContext context);

/*
 * Writes events of a row down, as the owner of its table.  The row is one of
 * the relation: the claims' table or a partition of it.
 */
extern void write_events(EventLog *log, Relation relation, HeapTuple row,
						 const FlagEvent *events, int count);

#endif							/* CORROBORATE_EVENT_H */
