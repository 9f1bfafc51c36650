/*-------------------------------------------------------------------------
 *
 * name_locks.h
 *		Locks on the names of sources and documents, between sessions that
 *		gather by what is known of them and sessions that change it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NAME_LOCKS_H
#define CORROBORATE_NAME_LOCKS_H

#include "base/compat.h"

#include "storage/lock.h"

#include "model/testimony.h"

/* Kinds of names; each has locks of its own */
typedef enum NameKind
{
	NAMES_OF_SOURCES,
	NAMES_OF_DOCUMENTS,
	NAMES_OF_PUBLISHERS,		/* whose items are being imported */
	NAMES_ADDED					/* of sources, folded: for sessions that
								 * register a source because an attestation
								 * mentions it */
} NameKind;

typedef struct NameLock
{
	uint32		hash;			/* of the name; two names may share a lock */
	bool		change;			/* exclusive, to change what is known of it */
	bool		held;
	bool		before;			/* the transaction held it before, so do not
								 * release it */
} NameLock;

/*
 * What one statement locks.  Invariant: locks are in ascending order of
 * hashes, without duplicates; once hold_wanted() has returned, all are held.
 */
typedef struct NameLocks
{
	Oid			attestations;	/* the table in which names are mentioned; for
								 * publishers, that of documents */
	NameKind	kind;
	bool		change;			/* any of them is exclusive */
	bool		all;			/* one lock for all names instead of theirs */
	LOCKMODE	whole;			/* mode of the lock for all, or NoLock */
	int			lacking;		/* how many names the transaction had not
								 * locked before */
	int			taken;			/* how many of these are locked now */
	NameLock   *locks;
	Size		count;
	Size		capacity;
	MemoryContext context;
} NameLocks;

/* Allocates in the current memory context */
extern void start_name_locks(NameLocks *locks, Oid attestations, NameKind kind);

/* Adds names to those to be locked */
extern void want_names(NameLocks *locks, const Key *names, Size count, bool change);

/*
 * Takes all wanted locks until the end of the transaction.  Returns false if
 * it had to release some meanwhile: then what was read under them must be read
 * again.
 *
 * A statement that needs more than half of max_locks_per_transaction locks all
 * names by one lock.  Names that the transaction has already locked are
 * neither counted nor locked again, so that locking them a second time never
 * waits.
 */
extern bool hold_wanted(NameLocks *locks);

/*
 * Takes share locks on more names, and returns what hold_wanted() does.  If
 * locks is NULL, locks nothing and returns true.
 */
extern bool hold_also(NameLocks *locks, const Key *names, Size count);

/* Whether all wanted locks are already held */
extern bool holds_wanted(const NameLocks *locks);

/*
 * Takes exclusive locks on all names of sources and documents until the end of
 * the transaction.
 */
extern void lock_all_names(Oid attestations);

/* Whether the transaction had taken all wanted locks before */
extern bool had_wanted(const NameLocks *locks);

#endif							/* CORROBORATE_NAME_LOCKS_H */
