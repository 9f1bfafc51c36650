/*-------------------------------------------------------------------------
 *
 * gather.c
 *		Bringing claims up to date with their attestations.
 *
 * New rows are merged into a claim's evidence if that gives the same as
 * uniting all rows again (model/merging.h); otherwise the claim is gathered
 * from its rows (attested.c).  A claim whose evidence does not change is not
 * written.
 *
 * A claim is written in one of two ways.  New rows about one claim, if it is
 * small, are merged by one query.  Otherwise claims are locked by one query,
 * and written by another, in batches.
 *
 * Locks, always in this order: the documents that new rows are from, the names
 * of sources that they mention (name_locks.c), then the touched claims, FOR NO
 * KEY UPDATE, in key order.  Later reads use new snapshots, so they see
 * everything committed before we got the locks.  A session that changes what
 * is known of sources or documents also locks their names before it looks for
 * the claims to gather again: it finds the rows that were written before, and
 * sessions that write later wait.
 *
 * Storage: none; the rule is in a trigger's arguments (gather_rule.c).
 * Memory: the caller's context; what a claim needs is freed after it.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/gather.h"

#include "access/xact.h"
#include "watch/as_owner.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/memutils.h"

#include "watch/merging.h"
#include "watch/registry.h"

/* A touched claim: its rows lie side by side among those of the gathering */
typedef struct Touched
{
	Attested   *rows;
	Size		nrows;
	bool		found;
	bool		isnull;			/* its evidence is; the same as empty */
	Datum		evidence;
} Touched;

/*
 * How many claims one query locks and writes.  Not more, because each row that
 * is written is searched for in the list of keys.
 */
#define TOUCHED_AT_ONCE 100

/*
 * What new rows add
 */

typedef struct NewRows
{
	Unpacked	unpacked;
	Addition	addition;

	/*
	 * by a rule that says what a source's latest statement is: who must be
	 * new
	 */
	Key		   *speakers;
	Size		nspeakers;
} NewRows;

/*
 * How many names one query looks up in a GIN index, which checks each of them
 * for each row that it finds
 */
#define NAMES_AT_ONCE 100

/* Names, as they are collected */
typedef struct NameList
{
	Key		   *names;
	Size		count;
	Size		capacity;
	Workspace  *ws;
} NameList;

static void
list_names(NameList *list, const Key *names, Size count)
{
	while (list->count + count > list->capacity)
		list->names = workspace_grow(list->ws, list->names, &list->capacity, sizeof(Key));
	memcpy(list->names + list->count, names, count * sizeof(Key));
	list->count += count;
}

/* Adds the names that a query finds for other names */
static void
list_found(NameList *list, GatherRule *rule, GatherQuery query, Datum names)
{
	uint64		n = run_query(rule, query, &names, SPI_OK_SELECT);

	for (uint64 i = 0; i < n; i++)
	{
		Key			found = result_key(i, 1, list->ws);

		list_names(list, &found, 1);
	}
	SPI_freetuptable(SPI_tuptable);
}

/* All spellings of the sources that some names are spellings of */
static Datum
find_spellings(GatherRule *rule, Datum names, Workspace *ws)
{
	NameList	list = {.ws = ws};

	if (!has_query(rule, QUERY_SPELLINGS))
		return names;
	list_found(&list, rule, QUERY_SPELLINGS, names);
	return keys_to_array(list.names, list.count);
}

/* The names, and the sources that a query finds for them */
static Datum
add_listing(GatherRule *rule, GatherQuery query, Datum names, Workspace *ws)
{
	NameList	list = {.ws = ws};
	Size		count;
	Key		   *given = array_to_keys(names, &count, ws);

	list_names(&list, given, count);
	for (Size at = 0; at < count; at += NAMES_AT_ONCE)
	{
		CHECK_FOR_INTERRUPTS();
		list_found(&list, rule, query, keys_to_array(given + at, Min(count - at, NAMES_AT_ONCE)));
	}
	return keys_to_array(list.names, list.count);
}

/* Whether another source relies on one of these */
static bool
are_relied_on(Gathering *g, const Testimony *said, Workspace *ws)
{
	Key		   *names;
	Datum		array;
	uint64		found;

	if (!g->rule->knows_relies_on || !g->standing.leans)
		return false;
	names = palloc(said->nsources * sizeof(Key));
	for (uint32 i = 0; i < said->nsources; i++)
		names[i] = said->sources[i].key;
	array = find_spellings(g->rule, keys_to_array(names, said->nsources), ws);
	found = run_query(g->rule, QUERY_RELYING, &array, SPI_OK_SELECT);
	SPI_freetuptable(SPI_tuptable);
	return found > 0;
}

static bool
is_copy_or_correction(const Gathering *g, const Attested *row)
{
	const Document *document = row->document.length == 0 ? NULL :
		document_find(&g->documents, row->document);

	return row->replaces.length > 0 ||
		(document != NULL && document->copies != COPY_OF_NOTHING);
}

static void
note_speakers(NewRows *new)
{
	const Testimony *said = new->addition.said;

	new->speakers = workspace_alloc(&new->unpacked.ws, said->nsources, sizeof(Key));
	for (uint32 i = 0; i < said->nsources; i++)
		if ((said->sources[i].says[SIDE_FOR] | said->sources[i].says[SIDE_AGAINST]) &
			SAYS_SPEAKS)
			new->speakers[new->nspeakers++] = said->sources[i].key;
}

/*
 * Reads new rows of one claim.  Returns false if it is clear without the
 * claim's evidence that they do not merely add to it.  The caller frees *new
 * in any case.
 */
static bool
read_new_rows(Gathering *g, const Touched *claim, NewRows *new)
{
	new->speakers = NULL;
	new->nspeakers = 0;
	unpack_start(&new->unpacked);
	for (Size i = 0; i < claim->nrows; i++)
		if (is_copy_or_correction(g, &claim->rows[i]))
			return false;
	add_said(&new->unpacked, claim->rows, claim->nrows, NULL);
	if (!make_addition(&g->standing, &new->unpacked.builder, &new->addition,
					   &new->unpacked.testimony) ||
		are_relied_on(g, &new->unpacked.testimony, &new->unpacked.ws))
		return false;
	if (g->rule->order == NULL)
		return true;
	note_speakers(new);
	return new->nspeakers == claim->nrows;
}

/*
 * Merges new rows into a small claim by one query.  Returns false, having done
 * nothing, if the claim must be locked and read.
 */
static bool
merge_in_place(Gathering *g, const Touched *claim)
{
	GatherRule *rule = g->rule;
	NewRows		new;
	uint64		merged = 0;

	if (!rule->merges || g->regather)
		return false;
	if (read_new_rows(g, claim, &new))
	{
		Datum		parameters[GATHER_MAX_KEYS + 4];
		bool		as_said = claim->nrows == 1 && g->standing.nnames == 0;
		Datum	   *more = &parameters[rule->nkeys];

		memcpy(parameters, claim->rows[0].keys, rule->nkeys * sizeof(Datum));
		more[0] = as_said ? claim->rows[0].said :
			evidence_pack(new.addition.said, &new.unpacked.ws);
		more[1] = keys_to_array(new.addition.persons, new.addition.npersons);
		more[2] = keys_to_array(new.addition.passing, new.addition.npassing);
		more[3] = keys_to_array(new.speakers, new.nspeakers);
		merged = run_query(rule, QUERY_MERGE_CLAIM, parameters, SPI_OK_UPDATE);
	}
	unpack_free(&new.unpacked);
	return merged > 0;
}

/*
 * Merges new rows into a locked claim's evidence; false if that is not enough
 */
static bool
merge_new_rows(Gathering *g, const Touched *claim, Datum *evidence)
{
	NewRows		new;
	Unpacked	stored;
	bool		may;

	if (!read_new_rows(g, claim, &new))
	{
		unpack_free(&new.unpacked);
		return false;
	}
	if (!claim->isnull)
	{
		*evidence = splice_addition(claim->evidence, &new.addition, new.speakers,
									new.nspeakers, &may);
		if (*evidence != (Datum) 0)
		{
			unpack_free(&new.unpacked);
			return may;
		}
	}
	unpack_start(&stored);
	if (!claim->isnull)
		unpack_add(&stored, claim->evidence);
	unpack_finish(&stored);
	may = may_merge_addition(&stored.testimony, &new.addition, &stored.ws) &&
		!testimony_mentions_any(&stored.testimony, new.speakers, new.nspeakers);
	if (may && adds_nothing(&stored.testimony, &new.addition, &stored.ws) && !claim->isnull)
		*evidence = claim->evidence;
	else if (may)
		*evidence = merge_addition(claim->isnull ? (Datum) 0 : claim->evidence,
								   &new.addition);
	unpack_free(&stored);
	unpack_free(&new.unpacked);
	return may;
}

/*
 * Claims
 */

static int
compare_keys(const GatherRule *rule, const Attested *a, const Attested *b)
{
	for (int i = 0; i < rule->nkeys; i++)
	{
		int			order = DatumGetInt32(FunctionCall2Coll((FmgrInfo *) &rule->keys[i].compare,
															rule->keys[i].collation,
															a->keys[i], b->keys[i]));

		if (order != 0)
			return order;
	}
	return 0;
}

static int
compare_attested(const void *a, const void *b, void *rule)
{
	return compare_keys(rule, a, b);
}

static int
compare_touched(const void *locked, const void *touched, void *rule)
{
	return compare_keys(rule, locked, ((const Touched *) touched)->rows);
}

/* Arrays of touched claims' keys, one for each column */
static void
key_arrays(const GatherRule *rule, const Touched *const *claims, int count, Datum *arrays)
{
	Datum	   *values = palloc(Max(count, 1) * sizeof(Datum));

	for (int k = 0; k < rule->nkeys; k++)
	{
		const GatherKey *key = &rule->keys[k];

		for (int i = 0; i < count; i++)
			values[i] = claims[i]->rows[0].keys[k];
		arrays[k] = PointerGetDatum(construct_array(values, count, key->type, key->typlen,
													key->typbyval, key->typalign));
	}
}

/*
 * Locks claims by one query.  Its rows come in the order of the claims' keys,
 * which may differ from that of touched[]: their collation may differ, or a
 * key may have changed while we waited for its lock.  Claims that do not exist
 * are not found.
 */
static void
lock_claims(GatherRule *rule, Touched *touched, Size count)
{
	const Touched **wanted = palloc(count * sizeof(Touched *));
	Datum		arrays[GATHER_MAX_KEYS];
	uint64		nlocked;

	for (Size i = 0; i < count; i++)
		wanted[i] = &touched[i];
	key_arrays(rule, wanted, count, arrays);
	nlocked = run_query(rule, QUERY_LOCK_CLAIMS, arrays, SPI_OK_SELECT);
	for (uint64 row = 0; row < nlocked; row++)
	{
		Attested	locked = {0};
		Touched    *claim;
		bool		isnull;

		for (int k = 0; k < rule->nkeys; k++)
			locked.keys[k] = result_value(row, k + 1, &isnull);
		claim = bsearch_arg(&locked, touched, count, sizeof(Touched), compare_touched, rule);
		if (claim == NULL)
			continue;
		claim->found = true;
		claim->evidence = result_value(row, rule->nkeys + 1, &claim->isnull);
		if (!claim->isnull)
			claim->evidence =
				datumCopy(PointerGetDatum(PG_DETOAST_DATUM_PACKED(claim->evidence)),
						  false, -1);
	}
	SPI_freetuptable(SPI_tuptable);
}

/*
 * In REPEATABLE READ and SERIALIZABLE, the transaction's snapshot does not
 * show newer claims, even if it writes rows about them: it must be retried.
 */
static void
refuse_if_newer(GatherRule *rule, const Datum *keys)
{
	uint64		found;

	if (!IsolationUsesXactSnapshot())
		return;
	found = run_query(rule, QUERY_FIND_CLAIM, (Datum *) keys, SPI_OK_SELECT);
	SPI_freetuptable(SPI_tuptable);
	if (found > 0)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to concurrent update"),
				 errdetail("Claim %s was entered after this transaction had begun.",
						   describe_claim(rule, keys))));
}

/*
 * Finds what a locked claim's evidence should be, when some of its rows are
 * new or gone; false if it already is
 */
static bool
gather_touched(Gathering *g, const Touched *claim, Datum *evidence)
{
	const Datum *keys = claim->rows[0].keys;

	if (!claim->found)
	{
		refuse_if_newer(g->rule, keys);
		/* it was deleted with its attestations, or never existed */
		if (!g->inserted)
			return false;
		ereport(ERROR,
				(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
				 errmsg("claim %s does not exist", describe_claim(g->rule, keys)),
				 errdetail("Table %s has no such row.", g->rule->claims)));
	}
	if (g->regather || !merge_new_rows(g, claim, evidence))
		*evidence = gather_claim(g->rule, keys, AS_OF_NOW);
	return g->rewrite || claim->isnull || evidence_compare(claim->evidence, *evidence) != 0;
}

/* Brings locked claims up to date by one query */
static void
write_claims(Gathering *g, const Touched *touched, Size count, MemoryContext each)
{
	const Touched **changed = palloc(count * sizeof(Touched *));
	Datum	   *evidence = palloc(count * sizeof(Datum));
	Datum		arrays[GATHER_MAX_KEYS + 1];
	int			nchanged = 0;

	for (Size i = 0; i < count; i++)
	{
		MemoryContext old = MemoryContextSwitchTo(each);
		Datum		gathered;
		bool		differs;

		CHECK_FOR_INTERRUPTS();
		differs = gather_touched(g, &touched[i], &gathered);
		MemoryContextSwitchTo(old);
		if (differs)
		{
			changed[nchanged] = &touched[i];
			evidence[nchanged++] = datumCopy(gathered, false, -1);
		}
		MemoryContextReset(each);
	}
	if (nchanged == 0)
		return;
	key_arrays(g->rule, changed, nchanged, arrays);
	arrays[g->rule->nkeys] =
		PointerGetDatum(construct_array(evidence, nchanged, g->rule->evidence_type,
										-1, false, TYPALIGN_INT));
	g->written += run_query(g->rule, QUERY_WRITE_CLAIMS, arrays, SPI_OK_UPDATE);
}

/* Takes the next touched claims, from the rows at *at on */
static Size
take_touched(Gathering *g, Size *at, Touched *touched)
{
	Size		count = 0;

	while (*at < g->nrows && count < TOUCHED_AT_ONCE)
	{
		Touched    *claim = &touched[count++];

		memset(claim, 0, sizeof(*claim));
		claim->rows = &g->rows[*at];
		do
		{
			claim->nrows++;
			++*at;
		} while (*at < g->nrows &&
				 compare_keys(g->rule, claim->rows, &g->rows[*at]) == 0);
	}
	return count;
}

/* Brings all touched claims up to date, in the order of their keys */
static void
bring_up_to_date(Gathering *g)
{
	MemoryContext some = AllocSetContextCreate(g->context, "gather_evidence claims",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext each = AllocSetContextCreate(g->context, "gather_evidence claim",
											   ALLOCSET_DEFAULT_SIZES);
	Size		at = 0;

	if (g->nrows > 1)
		qsort_arg(g->rows, g->nrows, sizeof(Attested), compare_attested, g->rule);
	while (at < g->nrows)
	{
		MemoryContext old = MemoryContextSwitchTo(some);
		Touched    *touched = palloc(TOUCHED_AT_ONCE * sizeof(Touched));
		Size		count = take_touched(g, &at, touched);

		if (count == 1 && merge_in_place(g, touched))
			g->written++;
		else
		{
			lock_claims(g->rule, touched, count);
			write_claims(g, touched, count, each);
		}
		MemoryContextSwitchTo(old);
		MemoryContextReset(some);
	}
}

/* Locks the documents of new rows, and reads which documents they copy */
static void
find_chains(Gathering *g)
{
	NameLocks	locks;
	Key		   *documents = workspace_alloc(&g->ws, g->nrows, sizeof(Key));
	Size		count = 0;

	for (Size i = 0; i < g->nrows; i++)
		if (g->rows[i].document.length > 0)
			documents[count++] = g->rows[i].document;
	if (count == 0)
		return;
	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_DOCUMENTS);
	find_documents(&g->documents, g->rule, &locks, documents, count, AS_OF_NOW, &g->ws);
}

/* Locks the sources that new rows mention, and reads what is known of them */
static void
lock_standing(Gathering *g)
{
	NameLocks	locks;
	Unpacked	mentioned;

	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_SOURCES);
	unpack_start(&mentioned);
	add_said(&mentioned, g->rows, g->nrows, NULL);
	mention_publishers(&mentioned.builder, &g->documents);
	find_standing(&g->standing, g->rule, &mentioned.builder, &locks, AS_OF_NOW, &g->ws);
	if (deal_with_unknown(&g->standing, g->rule, &mentioned.builder, &mentioned.ws))
		find_standing(&g->standing, g->rule, &mentioned.builder, &locks, AS_OF_NOW, &g->ws);
	unpack_free(&mentioned);
}

/* Does the work of a firing, as the owner of the attestations */
void
gather_rows(Gathering *g, Oid owner)
{
	AsOwner		before;

	as_owner_begin(&before, owner);
	MemoryContextSwitchTo(g->context);
	if (g->rule->documents != NULL)
		find_chains(g);
	if (g->rule->sources != NULL)
		lock_standing(g);
	bring_up_to_date(g);
	as_owner_end(&before);
}

void
start_gathering(Gathering *g, GatherRule *rule)
{
	memset(g, 0, offsetof(Gathering, buffer));
	g->rule = rule;
	g->context = CurrentMemoryContext;
	workspace_init(&g->ws, &g->buffer);
}

void
end_gathering(Gathering *g)
{
	workspace_free(&g->ws);
}

Attested *
add_row(Gathering *g)
{
	if (g->nrows == g->capacity)
	{
		g->capacity = Max(64, g->capacity * 2);
		g->rows = g->rows == NULL ?
			MemoryContextAllocHuge(g->context, g->capacity * sizeof(Attested)) :
			repalloc_huge(g->rows, g->capacity * sizeof(Attested));
	}
	return memset(&g->rows[g->nrows++], 0, sizeof(Attested));
}

/* Locks documents that changed, and their publishers' names */
static void
lock_documents(Gathering *g, Datum documents)
{
	NameLocks	locks;
	Unpacked	mentioned;
	Standing	standing;
	Key		   *publishers;
	Size		count;

	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_DOCUMENTS);
	publishers = lock_documents_for_change(g->rule, &locks, documents, &count, &g->ws);
	unpack_start(&mentioned);
	for (Size i = 0; i < count; i++)
		builder_mention(&mentioned.builder, publishers[i]);
	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_SOURCES);
	find_standing(&standing, g->rule, &mentioned.builder, &locks, AS_OF_NOW, &mentioned.ws);
	unpack_free(&mentioned);
}

static void
add_some_claims_found(Gathering *g, GatherQuery query, Datum names)
{
	uint64		n = run_query(g->rule, query, &names, SPI_OK_SELECT);

	for (uint64 i = 0; i < n; i++)
	{
		Attested   *row = add_row(g);

		for (int k = 0; k < g->rule->nkeys; k++)
		{
			bool		isnull;

			row->keys[k] = datumCopy(result_value(i, k + 1, &isnull),
									 g->rule->keys[k].typbyval, g->rule->keys[k].typlen);
		}
	}
	SPI_freetuptable(SPI_tuptable);
}

/*
 * All names under which attestations mention sources that these names affect
 */
static Datum
bearing_names(Gathering *g, ClaimsOf which, Datum names)
{
	if (which == CLAIMS_OF_NAMES)
		names = add_listing(g->rule, QUERY_AFFILIATED, names, &g->ws);
	names = find_spellings(g->rule, names, &g->ws);
	if (!has_query(g->rule, QUERY_RELYING))
		return names;
	return find_spellings(g->rule, add_listing(g->rule, QUERY_RELYING, names, &g->ws), &g->ws);
}

void
add_claims_found(Gathering *g, ClaimsOf which, Datum names, bool unregistered)
{
	GatherQuery query = which == CLAIMS_OF_DOCUMENTS ? QUERY_IN_DOCUMENTS : QUERY_MENTIONING;
	NameLocks	locks;
	Key		   *keys;
	Size		count;

	MemoryContextSwitchTo(g->context);
	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_SOURCES);

	/*
	 * A second call, for names that have lost their source, may come when
	 * claims are already locked: it must not wait for more names.
	 */
	if (which == CLAIMS_OF_DOCUMENTS)
		lock_documents(g, names);
	else if (!unregistered || !are_locked_for_change(&locks, names))
		lock_for_change(g->rule, &locks, names);
	if (unregistered)
		names = unregistered_names(g->rule, names);
	keys = array_to_keys(names, &count, &g->ws);
	if (which != CLAIMS_OF_DOCUMENTS && count > 0)
		keys = array_to_keys(bearing_names(g, which, names), &count, &g->ws);
	for (Size at = 0; at < count; at += NAMES_AT_ONCE)
	{
		CHECK_FOR_INTERRUPTS();
		add_some_claims_found(g, query, keys_to_array(keys + at, Min(count - at, NAMES_AT_ONCE)));
	}
}

/* No attestation is left, so no claim has evidence */
void
empty_claims(GatherRule *rule, Oid owner)
{
	AsOwner		before;
	Unpacked	nothing;
	Datum		empty;

	unpack_start(&nothing);
	unpack_finish(&nothing);
	empty = evidence_pack(&nothing.testimony, &nothing.ws);
	unpack_free(&nothing);

	as_owner_begin(&before, owner);
	run_query(rule, QUERY_EMPTY_CLAIMS, &empty, SPI_OK_UPDATE);
	as_owner_end(&before);
}
