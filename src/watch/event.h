/*-------------------------------------------------------------------------
 *
 * event.h
 *		Recording changes of claims' flags in a table of events.
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
 * Looks up the table of events for a table of claims by its name, written as
 * in SQL.  The result lives in the context.  Errors: there is no such table,
 * or it has no foreign key to the claims.
 */
extern EventLog *event_log(Oid claims, const char *name, Oid extension_schema,
						   MemoryContext context);

/*
 * Writes events of a row as the owner of its table.  relation is the claims'
 * table, or the partition of it that has the row.
 */
extern void write_events(EventLog *log, Relation relation, HeapTuple row,
						 const FlagEvent *events, int count);

#endif							/* CORROBORATE_EVENT_H */
