/*-------------------------------------------------------------------------
 *
 * registry.h
 *		The registry of sources: which of the mentioned sources are known, and
 *		what is known of them.  To be called in an SPI connection of
 *		as_owner_begin().
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_REGISTRY_H
#define CORROBORATE_REGISTRY_H

#include "type/evidence.h"

#include "watch/gather_query.h"
#include "watch/name_locks.h"
#include "model/standing.h"

/*
 * Finds which of the mentioned sources the registry knows, and what it knows
 * of them; nothing if there is no registry.  With locks, that cannot change
 * until this transaction ends.
 */
extern void find_standing(Standing *standing, GatherRule *rule,
						  const TestimonyBuilder *mentioned, NameLocks *locks,
						  TimestampTz as_of, Workspace *ws);

/*
 * Refuses sources that are mentioned and not registered, or registers them, as
 * the rule says.  Returns whether any was added.
 */
extern bool deal_with_unknown(const Standing *standing, GatherRule *rule,
							  const TestimonyBuilder *mentioned, Workspace *ws);

/*
 * Raises the error for an unknown name, in an SPI connection.  It shows the
 * name only if a registered one is spelt alike.
 */
pg_noreturn extern void refuse_unknown_source(GatherRule *rule, Key name);

/*
 * Takes exclusive locks on names (a text[]) for which something has changed
 * that affects claims, and share locks on those on which this depends.
 */
extern void lock_for_change(GatherRule *rule, NameLocks *locks, Datum names);

/*
 * Whether the transaction already holds exclusive locks on these names.  locks
 * has just been started.
 */
extern bool are_locked_for_change(NameLocks *locks, Datum names);

/*
 * Which of the names in a text[] stand for no registered source, neither as
 * its key nor as another spelling, by what is committed now.
 */
extern Datum unregistered_names(GatherRule *rule, Datum names);

/* Whether a role may read the registry's keys; true if there is no registry */
extern bool may_learn_keys(const GatherRule *rule, Oid role);

#endif							/* CORROBORATE_REGISTRY_H */
