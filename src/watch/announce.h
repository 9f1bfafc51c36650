/*-------------------------------------------------------------------------
 *
 * announce.h
 *		Announcing changes of a row's flag by NOTIFY.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ANNOUNCE_H
#define CORROBORATE_ANNOUNCE_H

#include "base/compat.h"

#include "access/htup.h"
#include "utils/rel.h"

#include "model/figures.h"

/* What is needed to announce rows of a table */
typedef struct Announcer Announcer;

/*
 * Makes an Announcer in the current context; returns NULL if the relation has
 * no primary key.  table: the name to announce, qualified and quoted; for a
 * partition, that of the table whose trigger it has.  threshold: for the row's
 * status.
 */
extern Announcer *make_announcer(const char *table, Relation relation,
								 uint32 threshold);

/* Whether two rows have the same primary key */
extern bool same_key(const Announcer *announcer, HeapTuple one, HeapTuple other,
					 TupleDesc row);

/*
 * Announces a change, "raised" or "withdrawn", of the row that has the primary
 * key of keyed.  figures are NULL if there is no such row any more.
 */
extern void announce(const Announcer *announcer, HeapTuple keyed, TupleDesc row,
					 const Figures *figures, const char *change);

#endif							/* CORROBORATE_ANNOUNCE_H */
