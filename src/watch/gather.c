/*-------------------------------------------------------------------------
 *
 * gather.c
 *		Gathering the evidence of claims from their attestations.
 *
 * A row that is new, of a source that has not spoken about the claim yet, is
 * merged into what is there; for anything else the claim is gathered again
 * from its rows.  A claim whose evidence does not change is not written.
 *
 * Locks, always in this order: the documents that new rows are from, the
 * sources that they mention (name_locks.c); then the touched claims, FOR NO
 * KEY UPDATE, in key order.  What is read after that is read by new
 * statements, so that it sees all that was committed before the lock was had.
 * Whoever changes what is known of sources or documents locks their names,
 * too, before he looks for the claims to gather again: he finds the rows that
 * were written before, and who writes later waits.
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
#include "watch/originals.h"
#include "watch/registry.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/memutils.h"

/*
 * The claim's own evidence
 */

/* Locks the claim; false if there is none.  Null evidence is as empty */
static bool
lock_claim(GatherRule *rule, Datum *keys, Datum *evidence, bool *isnull)
{
	if (run_query(rule, QUERY_LOCK_CLAIM, keys, SPI_OK_SELECT) == 0)
	{
		SPI_freetuptable(SPI_tuptable);
		return false;
	}
	*evidence = result_value(0, 1, isnull);
	if (!*isnull)
		*evidence = datumCopy(PointerGetDatum(PG_DETOAST_DATUM_PACKED(*evidence)),
							  false, -1);
	SPI_freetuptable(SPI_tuptable);
	return true;
}

static void
write_claim(GatherRule *rule, const Datum *keys, Datum evidence)
{
	Datum		parameters[GATHER_MAX_KEYS + 1];

	memcpy(parameters, keys, rule->nkeys * sizeof(Datum));
	parameters[rule->nkeys] = evidence;
	run_query(rule, QUERY_WRITE_CLAIM, parameters, SPI_OK_UPDATE);
}

/* Adds an attestation's facts with what stands over them; returns its speaker */
static uint32
add_attested(TestimonyBuilder *builder, const Attested *row, const Standing *standing,
			 Unpacked *unpacked)
{
	AttestationStart start = attestation_start(builder);
	uint32		speaker;
	Side		side;

	unpack_add(unpacked, row->said);
	speaker = attestation_speaker(builder, start, &side);
	if (row->republishes)
	{
		Key			publisher = key_from_text(row->publisher, "publisher", builder->ws);

		/* one's own item published again is no citation */
		if (!key_equal(publisher, builder->mentions[speaker].key))
			builder_cite(builder, side, speaker, builder_mention(builder, publisher));
	}
	standing_apply(standing, builder, start);
	return speaker;
}

static uint32
count_speakers(const TestimonyBuilder *builder, Size nmentions)
{
	uint32		count = 0;

	for (Size m = 0; m < nmentions; m++)
		count += ((builder->mentions[m].says[SIDE_FOR] |
				   builder->mentions[m].says[SIDE_AGAINST]) & SAYS_SPEAKS) != 0;
	return count;
}

static uint32
speaking_sources(const Testimony *testimony)
{
	uint32		count = 0;

	for (uint32 i = 0; i < testimony->nsources; i++)
		count += ((testimony->sources[i].says[SIDE_FOR] |
				   testimony->sources[i].says[SIDE_AGAINST]) & SAYS_SPEAKS) != 0;
	return count;
}

/*
 * Merges new rows into a claim where it stands, which takes one query in
 * place of two.  Returns false, with nothing done, if the claim must be
 * locked and looked at: it is not there, or a speaker is mentioned already.
 */
static bool
merge_in_place(Gathering *g, const Attested *rows, Size nrows)
{
	GatherRule *rule = g->rule;
	Unpacked	unpacked;
	Datum		parameters[GATHER_MAX_KEYS + 2];
	Key		   *speakers;
	uint64		merged = 0;

	unpack_start(&unpacked);
	speakers = workspace_alloc(&unpacked.ws, nrows, sizeof(Key));
	for (Size i = 0; i < nrows; i++)
	{
		uint32		speaker = add_attested(&unpacked.builder, &rows[i], &g->standing,
										   &unpacked);

		speakers[i] = unpacked.builder.mentions[speaker].key;
	}
	unpack_finish(&unpacked);
	if (rule->order == NULL || speaking_sources(&unpacked.testimony) == nrows)
	{
		bool		as_said = nrows == 1 && !rows[0].republishes && g->standing.nnames == 0;

		memcpy(parameters, rows[0].keys, rule->nkeys * sizeof(Datum));
		parameters[rule->nkeys] = as_said ? rows[0].said :
			evidence_pack(&unpacked.testimony, &unpacked.ws);
		parameters[rule->nkeys + 1] = keys_to_array(speakers, nrows);
		merged = run_query(rule, QUERY_MERGE_CLAIM, parameters, SPI_OK_UPDATE);
	}
	unpack_free(&unpacked);
	return merged > 0;
}

/*
 * Merges new rows into a claim's evidence.  Returns false if one of them is
 * of a source that has spoken about the claim already, so that the claim must
 * be gathered from its rows to see which statement stands.
 */
static bool
merge_rows(Gathering *g, const Attested *rows, Size nrows, Datum evidence,
		   bool isnull, Datum *merged)
{
	Unpacked	unpacked;
	TestimonyBuilder *builder = &unpacked.builder;
	uint32		speakers;

	unpack_start(&unpacked);
	if (!isnull)
		unpack_add(&unpacked, evidence);
	speakers = count_speakers(builder, builder->nmentions);
	for (Size i = 0; i < nrows; i++)
	{
		add_attested(builder, &rows[i], &g->standing, &unpacked);
		speakers++;
	}
	unpack_finish(&unpacked);

	if (g->rule->order != NULL && speaking_sources(&unpacked.testimony) < speakers)
	{
		unpack_free(&unpacked);
		return false;
	}
	*merged = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	return true;
}

/* The rows of a claim that count, now or then, in order */
static Attested *
read_attestations(GatherRule *rule, const Datum *keys, TimestampTz as_of, Size *count)
{
	Datum		parameters[GATHER_MAX_KEYS + 1];
	Attested   *rows;
	Size		kept = 0;

	memcpy(parameters, keys, rule->nkeys * sizeof(Datum));
	parameters[rule->nkeys] = TimestampTzGetDatum(as_of);
	*count = run_query_as_of(rule, is_a_time(as_of) ? QUERY_READ_ATTESTATIONS_AS_OF :
							 QUERY_READ_ATTESTATIONS, parameters, SPI_OK_SELECT, as_of);
	rows = palloc0(sizeof(Attested) * Max(*count, 1));
	for (uint64 row = 0, n = *count; row < n; row++)
	{
		bool		isnull;
		Datum		said = result_value(row, 1, &isnull);
		Attested   *to = &rows[kept];

		/* nothing said, nothing to gather */
		if (isnull)
			continue;
		kept++;
		to->said = datumCopy(PointerGetDatum(PG_DETOAST_DATUM_PACKED(said)), false, -1);
		to->publisher = result_value(row, 2, &isnull);
		to->republishes = !isnull;
		if (to->republishes)
			to->publisher = datumCopy(to->publisher, false, -1);
	}
	SPI_freetuptable(SPI_tuptable);
	*count = kept;
	return rows;
}

/* Adds what rows say and cite to a builder, to see whom they mention */
static void
add_mentions(Unpacked *unpacked, const Attested *rows, Size nrows, uint32 *speakers)
{
	TestimonyBuilder *builder = &unpacked->builder;

	for (Size i = 0; i < nrows; i++)
	{
		AttestationStart start = attestation_start(builder);
		Side		side;

		if (rows[i].said == (Datum) 0)
			continue;
		unpack_add(unpacked, rows[i].said);
		if (speakers != NULL)
			speakers[i] = attestation_speaker(builder, start, &side);
		if (rows[i].republishes)
			builder_mention(builder, key_from_text(rows[i].publisher, "publisher",
												   builder->ws));
	}
}

/*
 * Takes out all but the latest statement of each source, by whatever spelling
 * of its name; rows are in the order in which later ones replace earlier.
 */
static void
keep_latest(Attested *rows, Size nrows, const TestimonyBuilder *mentioned,
			const uint32 *speakers, const Standing *standing, Workspace *ws)
{
	TestimonyBuilder names;
	Testimony	testimony;
	uint32	   *latest;			/* for each source, its last row + 1 */

	builder_init(&names, ws);
	for (Size i = 0; i < nrows; i++)
	{
		Key			name = mentioned->mentions[speakers[i]].key;
		const StandingFacts *facts = standing_find(standing, name);

		builder_mention(&names, facts != NULL ? facts->source : name);
	}
	testimony_build(&names, &testimony);
	latest = workspace_alloc_zero(ws, testimony.nsources, sizeof(uint32));
	for (Size i = 0; i < nrows; i++)
		latest[names.mentions[i].source] = i + 1;
	for (Size i = 0; i < nrows; i++)
		if (latest[names.mentions[i].source] != i + 1)
			rows[i].said = (Datum) 0;
}

/* A claim's evidence, gathered from its rows */
Datum
gather_claim(GatherRule *rule, const Datum *keys, TimestampTz as_of)
{
	Unpacked	mentioned,
				unpacked;
	Standing	standing;
	Size		nrows;
	Attested   *rows = read_attestations(rule, keys, as_of, &nrows);
	uint32	   *speakers;
	Datum		gathered;

	unpack_start(&mentioned);
	speakers = workspace_alloc(&mentioned.ws, nrows, sizeof(uint32));
	add_mentions(&mentioned, rows, nrows, speakers);
	find_standing(&standing, rule, &mentioned.builder, NULL, as_of, &mentioned.ws);
	if (rule->order != NULL)
		keep_latest(rows, nrows, &mentioned.builder, speakers, &standing, &mentioned.ws);

	unpack_start(&unpacked);
	for (Size i = 0; i < nrows; i++)
		if (rows[i].said != (Datum) 0)
			add_attested(&unpacked.builder, &rows[i], &standing, &unpacked);
	unpack_finish(&unpacked);
	gathered = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	unpack_free(&mentioned);
	return gathered;
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

/* A touched claim: its rows lie side by side among those of the gathering */
typedef struct Touched
{
	Attested   *rows;
	Size		nrows;
	bool		found;
	bool		isnull;			/* its evidence; as good as empty */
	Datum		evidence;
} Touched;

/* Claims that are locked and written by one query.  Not more: each row that is
 * written is looked for in the list of keys. */
#define TOUCHED_AT_ONCE 100

static int
compare_touched(const void *locked, const void *touched, void *rule)
{
	return compare_keys(rule, locked, ((const Touched *) touched)->rows);
}

/*
 * Locks claims whose key is one column by one query.  Its rows come in the
 * claims' order, which may be another than that of touched[]: their key may be
 * of another collation, or have changed while its lock was waited for.  Not
 * found are claims that are not there.
 */
static void
lock_together(GatherRule *rule, Touched *touched, Size count)
{
	GatherKey  *key = &rule->keys[0];
	Datum	   *keys = palloc(count * sizeof(Datum));
	Datum		array;
	uint64		nlocked;

	for (Size i = 0; i < count; i++)
		keys[i] = touched[i].rows[0].keys[0];
	array = PointerGetDatum(construct_array(keys, count, key->type, key->typlen,
											key->typbyval, key->typalign));
	nlocked = run_query(rule, QUERY_LOCK_CLAIMS, &array, SPI_OK_SELECT);
	for (uint64 row = 0; row < nlocked; row++)
	{
		Attested	locked = {0};
		Touched    *claim;
		bool		isnull;

		locked.keys[0] = result_value(row, 1, &isnull);
		claim = bsearch_arg(&locked, touched, count, sizeof(Touched), compare_touched, rule);
		if (claim == NULL)
			continue;
		claim->found = true;
		claim->evidence = result_value(row, 2, &claim->isnull);
		if (!claim->isnull)
			claim->evidence =
				datumCopy(PointerGetDatum(PG_DETOAST_DATUM_PACKED(claim->evidence)),
						  false, -1);
	}
	SPI_freetuptable(SPI_tuptable);
}

/*
 * A transaction that keeps its snapshot does not see claims that were entered
 * since, though rows about them concern it: it must be tried again.
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

/* What a locked claim's evidence should be, by its rows, of which some are new
 * or gone; false if it is that already */
static bool
gather_touched(Gathering *g, const Touched *claim, Datum *evidence)
{
	const Datum *keys = claim->rows[0].keys;

	if (!claim->found)
	{
		refuse_if_newer(g->rule, keys);
		/* deleted together with its attestations, or never there */
		if (!g->inserted)
			return false;
		ereport(ERROR,
				(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
				 errmsg("claim %s does not exist", describe_claim(g->rule, keys)),
				 errdetail("Table %s has no such row.", g->rule->claims)));
	}
	if (g->regather ||
		!merge_rows(g, claim->rows, claim->nrows, claim->evidence, claim->isnull, evidence))
		*evidence = gather_claim(g->rule, keys, AS_OF_NOW);
	return claim->isnull || evidence_compare(claim->evidence, *evidence) != 0;
}

/* Locks a claim and brings it up to date */
static void
write_one(Gathering *g, Touched *claim)
{
	Datum	   *keys = claim->rows[0].keys;
	Datum		evidence;

	if (!g->regather && merge_in_place(g, claim->rows, claim->nrows))
	{
		g->written++;
		return;
	}
	claim->found = lock_claim(g->rule, keys, &claim->evidence, &claim->isnull);
	if (gather_touched(g, claim, &evidence))
	{
		write_claim(g->rule, keys, evidence);
		g->written++;
	}
}

static void
write_one_by_one(Gathering *g, Touched *touched, Size count, MemoryContext each)
{
	for (Size i = 0; i < count; i++)
	{
		MemoryContext old = MemoryContextSwitchTo(each);

		CHECK_FOR_INTERRUPTS();
		write_one(g, &touched[i]);
		MemoryContextSwitchTo(old);
		MemoryContextReset(each);
	}
}

/* Brings locked claims, whose key is one column, up to date by one query */
static void
write_together(Gathering *g, const Touched *touched, Size count, MemoryContext each)
{
	GatherKey  *key = &g->rule->keys[0];
	Datum	   *keys = palloc(count * sizeof(Datum));
	Datum	   *evidence = palloc(count * sizeof(Datum));
	Datum		arrays[2];
	int			changed = 0;

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
			keys[changed] = touched[i].rows[0].keys[0];
			evidence[changed++] = datumCopy(gathered, false, -1);
		}
		MemoryContextReset(each);
	}
	if (changed == 0)
		return;
	arrays[0] = PointerGetDatum(construct_array(keys, changed, key->type, key->typlen,
												key->typbyval, key->typalign));
	arrays[1] = PointerGetDatum(construct_array(evidence, changed, g->rule->evidence_type,
												-1, false, TYPALIGN_INT));
	g->written += run_query(g->rule, QUERY_WRITE_CLAIMS, arrays, SPI_OK_UPDATE);
}

/* The next touched claims, of the rows from *at on */
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

/* All touched claims, in the order of their keys */
static void
bring_many_up_to_date(Gathering *g)
{
	MemoryContext some = AllocSetContextCreate(g->context, "gather_evidence claims",
											   ALLOCSET_DEFAULT_SIZES);
	MemoryContext each = AllocSetContextCreate(g->context, "gather_evidence claim",
											   ALLOCSET_DEFAULT_SIZES);
	Size		at = 0;

	qsort_arg(g->rows, g->nrows, sizeof(Attested), compare_attested, g->rule);
	while (at < g->nrows)
	{
		MemoryContext old = MemoryContextSwitchTo(some);
		Touched    *touched = palloc(TOUCHED_AT_ONCE * sizeof(Touched));
		Size		count = take_touched(g, &at, touched);

		if (count > 1 && has_query(g->rule, QUERY_LOCK_CLAIMS))
		{
			lock_together(g->rule, touched, count);
			write_together(g, touched, count, each);
		}
		else
			write_one_by_one(g, touched, count, each);
		MemoryContextSwitchTo(old);
		MemoryContextReset(some);
	}
}

static void
bring_up_to_date(Gathering *g)
{
	Touched		claim = {.rows = g->rows, .nrows = 1};

	/* what one row needs is soon freed with the trigger's context */
	if (g->nrows == 1)
		write_one(g, &claim);
	else
		bring_many_up_to_date(g);
}

static Key
key_of(const char *text)
{
	Key			key = {text, strlen(text)};

	return key;
}

/* From documents to the publishers of what they republish */
static void
find_publishers(Gathering *g)
{
	NameLocks	locks;
	Copies		copies;
	Key		   *documents = workspace_alloc(&g->ws, g->nrows, sizeof(Key));
	Size		count = 0;

	for (Size i = 0; i < g->nrows; i++)
		if (g->rows[i].document != NULL)
			documents[count++] = key_of(g->rows[i].document);
	if (count == 0)
		return;
	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_DOCUMENTS);
	find_copies(&copies, g->rule, &locks, documents, count, &g->ws);
	for (Size i = 0; i < g->nrows; i++)
	{
		Attested   *row = &g->rows[i];
		const Copy *copy = row->document == NULL ? NULL :
			copy_find(&copies, key_of(row->document));

		if (copy == NULL || !copy->has_publisher)
			continue;
		row->republishes = true;
		row->publisher = PointerGetDatum(cstring_to_text_with_len(copy->publisher.data,
																  copy->publisher.length));
	}
}

/* Locks what the new rows mention in the registry, and reads it */
static void
lock_standing(Gathering *g)
{
	NameLocks	locks;
	Unpacked	mentioned;

	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_SOURCES);
	unpack_start(&mentioned);
	add_mentions(&mentioned, g->rows, g->nrows, NULL);
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
		find_publishers(g);
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

/* Locks documents that changed, and the standing of the publishers in question */
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

/* How many names are looked for by one query.  GIN looks at each of them for
 * each row that it finds. */
#define NAMES_AT_ONCE 100

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

void
add_claims_found(Gathering *g, GatherQuery query, Datum names, bool unregistered)
{
	NameLocks	locks;
	Key		   *keys;
	Size		count;

	MemoryContextSwitchTo(g->context);
	start_name_locks(&locks, g->rule->attestations_id, NAMES_OF_SOURCES);
	if (query == QUERY_IN_DOCUMENTS)
		lock_documents(g, names);
	else
		lock_for_change(g->rule, &locks, names);
	if (unregistered)
		names = unregistered_names(g->rule, names);
	keys = array_to_keys(names, &count, &g->ws);
	for (Size at = 0; at < count; at += NAMES_AT_ONCE)
	{
		CHECK_FOR_INTERRUPTS();
		add_some_claims_found(g, query, keys_to_array(keys + at, Min(count - at, NAMES_AT_ONCE)));
	}
}

/* No attestation is left: no claim has evidence */
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
