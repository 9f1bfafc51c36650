/*-------------------------------------------------------------------------
 *
 * name_locks.h
 *		Locks on the names of sources and documents: between those who gather
 *		by what is known of them and those who change it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NAME_LOCKS_H
#define CORROBORATE_NAME_LOCKS_H

#include "base/compat.h"

#include "storage/lock.h"

#include "model/testimony.h"

/* What is named; each has locks of its own */
typedef enum NameKind
{
	NAMES_OF_SOURCES,
	NAMES_OF_DOCUMENTS,
	NAMES_OF_PUBLISHERS,		/* whose items are being imported */
	NAMES_ADDED					/* of sources, by what tells them apart:
								 * locked by those who register them in
								 * passing */
} NameKind;

typedef struct NameLock
{
	uint32		hash;			/* of the name; two names may share a lock */
	bool		change;			/* to change what is known of it, not to read
								 * it */
	bool		held;
	bool		before;			/* held by the transaction before, and not let
								 * go */
} NameLock;

/*
 * What one statement locks.  Invariant: locks by ascending hash, none twice;
 * all of them held, or none, once hold_wanted() is through.
 */
typedef struct NameLocks
{
	Oid			attestations;	/* the table in which names are mentioned; for
								 * publishers, that of documents */
	NameKind	kind;
	bool		change;			/* any of them */
	bool		all;			/* one lock for all names, in place of theirs */
	LOCKMODE	whole;			/* how the lock for all is held; or NoLock */
	int			lacking;		/* names that the transaction had not locked
								 * before */
	int			taken;			/* those of them that are locked now */
	NameLock   *locks;
	Size		count;
	Size		capacity;
	MemoryContext context;
} NameLocks;

/* Allocates in the current memory context */
extern void start_name_locks(NameLocks *locks, Oid attestations, NameKind kind);

/* Adds names to what is to be locked */
extern void want_names(NameLocks *locks, const Key *names, Size count, bool change);

/*
 * Locks what is wanted, to the end of the transaction.  Returns whether all
 * that was held before was held all the time; if not, what was read under its
 * protection must be read again.
 *
 * A statement that needs more locks than a transaction's share of the
 * server's lock table (half of max_locks_per_transaction) locks all names.
 * What the transaction has locked already is neither counted nor locked
 * again, so that a second look at the same names waits for nobody.
 */
extern bool hold_wanted(NameLocks *locks);

/*
 * Wants more names, to read what is known of them, and locks them; returns
 * what hold_wanted() does.  True where locks is NULL: nothing is locked then.
 */
extern bool hold_also(NameLocks *locks, const Key *names, Size count);

/* Whether all that is wanted is locked already */
extern bool holds_wanted(const NameLocks *locks);

/*
 * Locks all names of sources and documents, to change them, to the end of the
 * transaction.
 */
extern void lock_all_names(Oid attestations);

/* Whether the transaction had locked all that is wanted before */
extern bool had_wanted(const NameLocks *locks);

#endif							/* CORROBORATE_NAME_LOCKS_H */
