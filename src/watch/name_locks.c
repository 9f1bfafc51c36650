/*-------------------------------------------------------------------------
 *
 * name_locks.c
 *		Locks on the names of sources and documents, between sessions that
 *		gather by what is known of them and sessions that change it.
 *
 * A statement that merges new rows into a claim reads what is known of the
 * sources that they mention.  A session that changes this at the same time
 * must either have committed before it was read, or find those rows when it
 * gathers again.  So the first takes share locks on the names, and the second
 * exclusive locks; each reads with a new snapshot once it holds them.
 *
 * These are not locks on rows, for three reasons.  A name may have no row yet:
 * another session may be entering it as another spelling.  An UPDATE locks
 * rows in the order in which it finds them, which deadlocks with statements
 * that mention several; these locks are always taken in one order.  And FOR
 * KEY SHARE, the one row lock that an UPDATE of non-key columns does not wait
 * for, can be lost, in PostgreSQL 15, 17 and 18 at least.  heap_update() works
 * out the xmax of the old version and of the new one from the lockers that it
 * finds.  Where it then has to call the toaster, or the new version does not
 * fit on the page, it marks the old one as locked FOR NO KEY UPDATE and
 * unlocks the buffer meanwhile.  With the buffer locked again, it stores what
 * it had worked out, whatever xmax is now.  A FOR KEY SHARE that
 * heap_lock_tuple() granted in between is thereby overwritten: it is in
 * neither version, and others' FOR UPDATE and DELETE do not wait for it.
 * test/lost_row_lock/run shows that on plain tables; see docs/proof.md.
 *
 * Order: first the lock for all names of the kind, in a mode that announces
 * what follows, as for locks on tables and rows; then those of names, by their
 * hash.  A session that learns of more names while it holds some takes them
 * only if that needs no waiting; otherwise it releases all and starts again.
 * Therefore single statements do not deadlock here.  Transactions of several
 * statements may, as with all locks, and so may statements whose triggers
 * gather twice (ON CONFLICT DO UPDATE, MERGE): the second time they already
 * hold claims.
 *
 *	  purpose          lock for all        lock of a name
 *	  read some        AccessShareLock     ShareLock
 *	  read all         ShareLock
 *	  change some      RowExclusiveLock    ExclusiveLock
 *	  change all       AccessExclusiveLock
 *
 * Storage: the server's lock table, as advisory locks with numbers of our
 * own (3081 to 3088 in pg_locks.objsubid, where those of SQL have 1 and 2).
 * Memory: the context in which start_name_locks() was called.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/name_locks.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/proc.h"

#define NAME_LOCKS_CLASS 3081

/*
 * How many locks this transaction has taken, which limits how many it may add.
 * Static because the server does not count them; it need not be exact, and
 * restarts with each transaction.
 */
static LocalTransactionId counted_transaction = InvalidLocalTransactionId;
static int	taken_in_transaction = 0;

static int
taken_so_far(void)
{
	if (counted_transaction != MY_LOCAL_TRANSACTION_ID)
	{
		counted_transaction = MY_LOCAL_TRANSACTION_ID;
		taken_in_transaction = 0;
	}
	return taken_in_transaction;
}

void
start_name_locks(NameLocks *locks, Oid attestations, NameKind kind)
{
	memset(locks, 0, sizeof(*locks));
	locks->attestations = attestations;
	locks->kind = kind;
	locks->whole = NoLock;
	locks->context = CurrentMemoryContext;
}

static void
set_tag(LOCKTAG *tag, const NameLocks *locks, bool whole, uint32 hash)
{
	SET_LOCKTAG_ADVISORY(*tag, MyDatabaseId, locks->attestations, hash,
						 NAME_LOCKS_CLASS + 2 * locks->kind + (whole ? 0 : 1));
}

/*
 * Whether the transaction already protects a name, from an earlier statement:
 * by the name's lock, or by that for all names in a mode that covers each.
 */
static bool
held_before(const NameLocks *locks, uint32 hash, bool change)
{
	LOCKTAG		name,
				whole;

	set_tag(&name, locks, false, hash);
	set_tag(&whole, locks, true, 0);
	return LOCK_HELD_BY_ME(&whole, AccessExclusiveLock) ||
		LOCK_HELD_BY_ME(&name, ExclusiveLock) ||
		(!change && (LOCK_HELD_BY_ME(&whole, ShareLock) || LOCK_HELD_BY_ME(&name, ShareLock)));
}

static LOCKMODE
name_mode(const NameLock *lock)
{
	return lock->change ? ExclusiveLock : ShareLock;
}

/*
 * Releases a lock that this statement took, even if the transaction already
 * held it, so that the server only counted it up.
 */
static void
let_go_of(const NameLocks *locks, NameLock *lock)
{
	LOCKTAG		tag;

	set_tag(&tag, locks, false, lock->hash);
	LockRelease(&tag, name_mode(lock), false);
	lock->held = false;
}

/* The place of the lock of a hash, or where to insert it */
static Size
find_place(const NameLocks *locks, uint32 hash)
{
	Size		low = 0,
				high = locks->count;

	while (low < high)
	{
		Size		middle = low + (high - low) / 2;

		if (locks->locks[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
want_hash(NameLocks *locks, uint32 hash, bool change)
{
	Size		at = find_place(locks, hash);
	NameLock   *lock;

	if (at < locks->count && locks->locks[at].hash == hash)
	{
		lock = &locks->locks[at];
		if (lock->change || !change)
			return;
		/* a share lock must be taken again as an exclusive one */
		if (lock->held && !lock->before)
			let_go_of(locks, lock);
		lock->change = true;
		if (lock->before && !held_before(locks, hash, true))
		{
			lock->before = lock->held = false;
			locks->lacking++;
		}
		return;
	}
	if (locks->count == locks->capacity)
	{
		locks->capacity = Max(8, locks->capacity * 2);
		locks->locks = locks->locks == NULL ?
			MemoryContextAlloc(locks->context, locks->capacity * sizeof(NameLock)) :
			repalloc(locks->locks, locks->capacity * sizeof(NameLock));
	}
	lock = &locks->locks[at];
	memmove(lock + 1, lock, (locks->count - at) * sizeof(NameLock));
	locks->count++;
	lock->hash = hash;
	lock->change = change;
	lock->held = lock->before = held_before(locks, hash, change);
	locks->lacking += !lock->before;
}

void
want_names(NameLocks *locks, const Key *names, Size count, bool change)
{
	locks->change |= change;
	for (Size i = 0; i < count && !locks->all; i++)
	{
		want_hash(locks, hash_bytes((const unsigned char *) names[i].data,
									names[i].length), change);
		locks->all = locks->lacking > 0 &&
			taken_so_far() - locks->taken + locks->lacking > max_locks_per_xact / 2;
	}
}

static LOCKMODE
whole_mode(const NameLocks *locks)
{
	if (locks->all)
		return locks->change ? AccessExclusiveLock : ShareLock;
	return locks->change ? RowExclusiveLock : AccessShareLock;
}

static void
let_go(NameLocks *locks)
{
	LOCKTAG		tag;

	for (Size i = 0; i < locks->count; i++)
		if (locks->locks[i].held && !locks->locks[i].before)
			let_go_of(locks, &locks->locks[i]);
	taken_in_transaction -= locks->taken;
	locks->taken = 0;
	if (locks->whole != NoLock)
	{
		set_tag(&tag, locks, true, 0);
		LockRelease(&tag, locks->whole, false);
		locks->whole = NoLock;
	}
}

/* Takes the lock for all names, which sessions that lock some share; waits */
static void
take_whole(NameLocks *locks)
{
	LOCKTAG		tag;

	set_tag(&tag, locks, true, 0);
	LockAcquire(&tag, whole_mode(locks), false, false);
	locks->whole = whole_mode(locks);
}

/* Takes wanted locks that are not held yet; false if it would have to wait */
static bool
take_wanted(NameLocks *locks, bool wait)
{
	LOCKTAG		tag;

	taken_so_far();
	for (Size i = 0; i < locks->count && !locks->all; i++)
	{
		NameLock   *lock = &locks->locks[i];
		LockAcquireResult result;

		if (lock->held)
			continue;
		set_tag(&tag, locks, false, lock->hash);
		result = LockAcquire(&tag, name_mode(lock), false, !wait);
		if (result == LOCKACQUIRE_NOT_AVAIL)
			return false;
		lock->held = true;
		if (result == LOCKACQUIRE_OK)
		{
			taken_in_transaction++;
			locks->taken++;
		}
	}
	return true;
}

bool
hold_wanted(NameLocks *locks)
{
	bool		holds_some = locks->whole != NoLock;

	if (holds_some && locks->whole == whole_mode(locks) && take_wanted(locks, false))
		return true;
	let_go(locks);
	take_whole(locks);
	take_wanted(locks, true);
	return !holds_some;
}

bool
holds_wanted(const NameLocks *locks)
{
	if (locks->whole != whole_mode(locks))
		return false;
	for (Size i = 0; i < locks->count && !locks->all; i++)
		if (!locks->locks[i].held)
			return false;
	return true;
}

void
lock_all_names(Oid attestations)
{
	/* in the order in which single statements lock them */
	static const NameKind kinds[] = {NAMES_OF_DOCUMENTS, NAMES_OF_SOURCES};

	for (Size i = 0; i < lengthof(kinds); i++)
	{
		NameLocks	locks;

		start_name_locks(&locks, attestations, kinds[i]);
		locks.all = locks.change = true;
		take_whole(&locks);
	}
}

bool
had_wanted(const NameLocks *locks)
{
	return locks->lacking == 0;
}

bool
hold_also(NameLocks *locks, const Key *names, Size count)
{
	if (locks == NULL)
		return true;
	want_names(locks, names, count, false);
	return hold_wanted(locks);
}
