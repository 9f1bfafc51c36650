/*-------------------------------------------------------------------------
 *
 * registry.h
 *		The registry of sources: who is known of those that are mentioned, and
 *		what is known of them.  All in an SPI connection
 *		of as_owner_begin().
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
 * Who the registry knows among those mentioned, and what it knows of them;
 * nothing where there is none.  With locks, that cannot change until this
 * transaction ends.
 */
extern void find_standing(Standing *standing, GatherRule *rule,
						  const TestimonyBuilder *mentioned, NameLocks *locks,
						  TimestampTz as_of, Workspace *ws);

/*
 * Sources that are mentioned and not registered: an error, or registered now.
 * Returns whether any was added.
 */
extern bool deal_with_unknown(const Standing *standing, GatherRule *rule,
							  const TestimonyBuilder *mentioned, Workspace *ws);

/*
 * The error for a name that is no source's, in an SPI connection.  It repeats
 * the name where a registered one is spelt alike.
 */
pg_noreturn extern void refuse_unknown_source(GatherRule *rule, Key name);

/*
 * Locks names (a text[]) of which something has changed that claims are to be
 * gathered again for, and to read those on which that depends.
 */
extern void lock_for_change(GatherRule *rule, NameLocks *locks, Datum names);

/*
 * Whether the transaction has locked these names to change what is known of
 * them already.  locks has just been started.
 */
extern bool are_locked_for_change(NameLocks *locks, Datum names);

/*
 * Those names (of a text[]) that stand for no registered source, by what is
 * committed now: neither its key nor another spelling.
 */
extern Datum unregistered_names(GatherRule *rule, Datum names);

/* Whether a role may read the registry's keys; yes, where there is none */
extern bool may_learn_keys(const GatherRule *rule, Oid role);

#endif							/* CORROBORATE_REGISTRY_H */
