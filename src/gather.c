/*-------------------------------------------------------------------------
 *
 * gather.c
 *		Gathering the evidence of claims from their attestations.
 *
 * A row that is new, of a source that has not spoken about the claim yet, is
 * merged into what is there; for anything else the claim is gathered again
 * from its rows.  A claim whose evidence does not change is not written.
 *
 * Locks, always in this order: other spellings and sources that the new rows
 * mention, FOR SHARE, in key order; then the touched claims, FOR NO KEY
 * UPDATE, in key order; what is read after that is read by new statements,
 * so that it sees all that was committed before the lock was had.  A change
 * of a source's standing holds the source's row, and therefore waits for
 * rows that mention it to be committed, or they wait for it.
 *
 * FOR KEY SHARE, which an UPDATE of several sources in another order could
 * not deadlock with, is not enough: under load claims were seen that were
 * committed with a standing that was not the source's any more.
 *
 * Storage: none; the rule is in a trigger's arguments (gather_rule.c).
 * Memory: the caller's context; what a claim needs is freed after it.
 *
 *-------------------------------------------------------------------------
 */
#include "gather.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/regproc.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/varlena.h"


/*
 * Queries
 */

/* What is only read, and must be what is there now */
static bool
reads_latest(GatherQuery query)
{
	switch (query)
	{
		case QUERY_READ_ATTESTATIONS:
		case QUERY_MENTIONING:
		case QUERY_IN_DOCUMENTS:
		case QUERY_READ_ALIASES:
		case QUERY_READ_SOURCES:
		case QUERY_PUBLISHERS:
			return true;
		default:
			return false;
	}
}

/*
 * Runs a query of the rule; rows are in SPI_tuptable.
 *
 * A transaction that keeps its snapshot must still gather from all rows, or
 * it would write what is out of date: they are read with a new snapshot, as
 * foreign keys do it.  Claims are locked with the transaction's own, so that
 * one that has changed since is a serialization failure.
 *
 * SPI leaves its own memory context behind, which is not where the caller's
 * workspaces grow.
 */
static uint64
run_query_as_of(GatherRule *rule, GatherQuery query, Datum *parameters, int expected,
				TimestampTz as_of)
{
	MemoryContext caller = CurrentMemoryContext;
	SPIPlanPtr	plan = gather_plan(rule, query);
	Snapshot	snapshot = InvalidSnapshot;
	int			result;

	if (as_of == AS_OF_NOW && IsolationUsesXactSnapshot() && reads_latest(query))
	{
		CommandCounterIncrement();
		snapshot = GetLatestSnapshot();
	}
	/* read-only is with the snapshot of whoever asks */
	result = SPI_execute_snapshot(plan, parameters, NULL, snapshot,
								  InvalidSnapshot, as_of != AS_OF_NOW, true, 0);
	MemoryContextSwitchTo(caller);
	if (result != expected)
		elog(ERROR, "query %d of gather_evidence gave %s", query,
			 SPI_result_code_string(result));
	return SPI_processed;
}

static uint64
run_query(GatherRule *rule, GatherQuery query, Datum *parameters, int expected)
{
	return run_query_as_of(rule, query, parameters, expected, AS_OF_NOW);
}

/* Whether rows are to count by a time, not by what they are */
static bool
is_a_time(TimestampTz as_of)
{
	return as_of != AS_OF_NOW && as_of != AS_OF_QUERY;
}

static Datum
result_value(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column,
						 isnull);
}

/* A text of the result as a key, copied to the workspace */
static Key
result_key(uint64 row, int column, Workspace *ws)
{
	bool		isnull;
	Datum		value = result_value(row, column, &isnull);
	struct varlena *text;
	char	   *copy;
	Key			key = {"", 0};

	if (isnull)
		return key;
	text = PG_DETOAST_DATUM_PACKED(value);
	key.length = VARSIZE_ANY_EXHDR(text);
	copy = workspace_alloc(ws, key.length, 1);
	memcpy(copy, VARDATA_ANY(text), key.length);
	key.data = copy;
	return key;
}

static Datum
keys_to_array(const Key *keys, Size count)
{
	Datum	   *texts = palloc(sizeof(Datum) * Max(count, 1));

	for (Size i = 0; i < count; i++)
		texts[i] = PointerGetDatum(cstring_to_text_with_len(keys[i].data,
															keys[i].length));
	return PointerGetDatum(construct_array(texts, count, TEXTOID, -1, false,
										   TYPALIGN_INT));
}

/*
 * Standing facts
 */

/* What passes on has what it says from others */
static bool
kind_passes_on(Key kind)
{
	static const char *const kinds[] = {"outlet", "agency", "site", "translation"};

	for (Size i = 0; i < lengthof(kinds); i++)
		if (strlen(kinds[i]) == kind.length &&
			memcmp(kinds[i], kind.data, kind.length) == 0)
			return true;
	return false;
}

static void
read_affiliations(StandingFacts *facts, Datum array, Workspace *ws)
{
	Datum	   *texts;
	bool	   *nulls;
	int			count;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false,
					  TYPALIGN_INT, &texts, &nulls, &count);
	facts->affiliations = workspace_alloc(ws, count, sizeof(Key));
	for (int i = 0; i < count; i++)
		if (!nulls[i])
		{
			Key			key = key_from_text(texts[i], "affiliation", ws);
			char	   *copy = workspace_alloc(ws, key.length, 1);

			memcpy(copy, key.data, key.length);
			key.data = copy;
			facts->affiliations[facts->naffiliations++] = key;
		}
}

static void
read_facts(StandingFacts *facts, uint64 row, Workspace *ws)
{
	bool		isnull;
	Datum		value;

	memset(facts, 0, sizeof(*facts));
	facts->source = result_key(row, 1, ws);
	facts->passes_on = kind_passes_on(result_key(row, 2, ws));
	value = result_value(row, 3, &isnull);
	facts->reliability = isnull ? UNRATED : DatumGetFloat8(value);
	value = result_value(row, 4, &isnull);
	if (!isnull)
		read_affiliations(facts, value, ws);
}

/* The names that a builder's mentions go by, each once, in order */
static Key *
mentioned_names(const TestimonyBuilder *builder, bool affiliations, Size *count,
				Workspace *ws)
{
	TestimonyBuilder names;
	Testimony	testimony;
	Key		   *keys;

	builder_init(&names, ws);
	for (Size m = 0; m < builder->nmentions; m++)
		builder_mention(&names, builder->mentions[m].key);
	for (Size i = 0; affiliations && i < builder->naffiliations; i++)
		builder_mention(&names, builder->affiliations[i].affiliation);
	testimony_build(&names, &testimony);
	keys = workspace_alloc(ws, testimony.nsources, sizeof(Key));
	for (uint32 i = 0; i < testimony.nsources; i++)
		keys[i] = testimony.sources[i].key;
	*count = testimony.nsources;
	return keys;
}

typedef struct Spelling
{
	Key			alias;
	Key			source;
} Spelling;

static int
compare_spellings(const void *a, const void *b)
{
	const Spelling *x = a,
			   *y = b;
	int			order = key_compare(x->alias, y->alias);

	return order != 0 ? order : key_compare(x->source, y->source);
}

/* In bytewise order, which that of the column's collation need not be */
static Spelling *
find_spellings(GatherRule *rule, Datum names, bool lock, TimestampTz as_of,
			   Size *count, Workspace *ws)
{
	Spelling   *spellings;

	*count = 0;
	if (rule->aliases == NULL)
		return NULL;
	*count = run_query_as_of(rule, lock ? QUERY_LOCK_ALIASES : QUERY_READ_ALIASES,
							 &names, SPI_OK_SELECT, as_of);
	spellings = workspace_alloc(ws, *count, sizeof(Spelling));
	for (Size i = 0; i < *count; i++)
	{
		spellings[i].alias = result_key(i, 1, ws);
		spellings[i].source = result_key(i, 2, ws);
	}
	SPI_freetuptable(SPI_tuptable);
	qsort(spellings, *count, sizeof(Spelling), compare_spellings);
	return spellings;
}

/* A source's own key, where the name is another spelling of it */
static Key
spelled_out(Key name, const Spelling *spellings, Size count)
{
	Size		low = 0,
				high = count;

	while (low < high)
	{
		Size		middle = low + (high - low) / 2;

		if (key_compare(spellings[middle].alias, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < count && key_equal(spellings[low].alias, name))
		return spellings[low].source;
	return name;
}

static bool
same_spellings(const Spelling *a, Size na, const Spelling *b, Size nb)
{
	if (na != nb)
		return false;
	for (Size i = 0; i < na; i++)
		if (!key_equal(a[i].alias, b[i].alias) || !key_equal(a[i].source, b[i].source))
			return false;
	return true;
}

static void
read_standing(Standing *standing, GatherRule *rule, Datum keys, GatherQuery query,
			  TimestampTz as_of, Workspace *ws)
{
	Datum		parameters[2] = {keys, TimestampTzGetDatum(as_of)};

	standing->nfacts = run_query_as_of(rule, query, parameters, SPI_OK_SELECT, as_of);
	standing->facts = workspace_alloc(ws, standing->nfacts, sizeof(StandingFacts));
	for (uint32 i = 0; i < standing->nfacts; i++)
		read_facts(&standing->facts[i], i, ws);
	SPI_freetuptable(SPI_tuptable);
}

/* Each name that stands for a registered source, in order */
static void
name_standing(Standing *standing, const Key *names, const Key *keys, Size count,
			  Workspace *ws)
{
	Standing	by_key = *standing;

	by_key.names = workspace_alloc(ws, standing->nfacts, sizeof(StandingName));
	by_key.nnames = standing->nfacts;
	for (uint32 i = 0; i < standing->nfacts; i++)
	{
		by_key.names[i].name = standing->facts[i].source;
		by_key.names[i].facts = i;
	}
	standing_sort(&by_key, ws);

	standing->names = workspace_alloc(ws, count, sizeof(StandingName));
	standing->nnames = 0;
	for (Size i = 0; i < count; i++)
	{
		const StandingFacts *facts = standing_find(&by_key, keys[i]);

		if (facts == NULL)
			continue;
		standing->names[standing->nnames].name = names[i];
		standing->names[standing->nnames].facts = facts - standing->facts;
		standing->nnames++;
	}
}

/* Affiliations in the registry may name a source by another spelling, too */
static void
spell_affiliations_out(Standing *standing, GatherRule *rule, TimestampTz as_of,
					   Workspace *ws)
{
	Size		count = 0,
				nspellings;
	Key		   *names;
	Spelling   *spellings;

	for (uint32 i = 0; i < standing->nfacts; i++)
		count += standing->facts[i].naffiliations;
	if (count == 0)
		return;
	names = workspace_alloc(ws, count, sizeof(Key));
	count = 0;
	for (uint32 i = 0; i < standing->nfacts; i++)
		for (uint32 a = 0; a < standing->facts[i].naffiliations; a++)
			names[count++] = standing->facts[i].affiliations[a];
	spellings = find_spellings(rule, keys_to_array(names, count), false, as_of,
							   &nspellings, ws);
	if (nspellings == 0)
		return;
	for (uint32 i = 0; i < standing->nfacts; i++)
		for (uint32 a = 0; a < standing->facts[i].naffiliations; a++)
			standing->facts[i].affiliations[a] =
				spelled_out(standing->facts[i].affiliations[a], spellings, nspellings);
}

static void
lock_sources(GatherRule *rule, GatherQuery query, Datum keys)
{
	run_query(rule, query, &keys, SPI_OK_SELECT);
	SPI_freetuptable(SPI_tuptable);
}

/*
 * Who the registry knows among those mentioned, and what it knows of them.
 * Locked facts cannot change until this transaction ends.
 */
static void
find_standing(Standing *standing, GatherRule *rule, const TestimonyBuilder *mentioned,
			  bool lock, TimestampTz as_of, Workspace *ws)
{
	Size		count,
				nspellings,
				nknown;
	Key		   *names,
			   *keys;
	Spelling   *spellings,
			   *known;
	GatherQuery query = is_a_time(as_of) ? QUERY_READ_SOURCES_AS_OF : QUERY_READ_SOURCES;

	memset(standing, 0, sizeof(*standing));
	if (rule->sources == NULL)
		return;
	names = mentioned_names(mentioned, true, &count, ws);
	keys = workspace_alloc(ws, count, sizeof(Key));
	spellings = find_spellings(rule, keys_to_array(names, count), lock,
							   as_of, &nspellings, ws);
	do
	{
		known = spellings;
		nknown = nspellings;
		for (Size i = 0; i < count; i++)
			keys[i] = spelled_out(names[i], known, nknown);
		if (!lock)
			break;
		lock_sources(rule, QUERY_LOCK_SOURCES, keys_to_array(keys, count));

		/* who waited for a source's lock may have waited for a new spelling */
		spellings = find_spellings(rule, keys_to_array(names, count), true,
								   as_of, &nspellings, ws);
	} while (!same_spellings(known, nknown, spellings, nspellings));
	read_standing(standing, rule, keys_to_array(keys, count), query, as_of, ws);
	spell_affiliations_out(standing, rule, as_of, ws);
	name_standing(standing, names, keys, count, ws);
}

/* Distance up to which a registered key is taken for what was meant */
#define NEAR_MATCH_DISTANCE 3
#define NEAR_MATCHES_SHOWN 3

/*
 * Whether the role that asks may read the registry's keys.  Here it is the
 * owner of the attestations who reads, whom others may not learn them from.
 */
static bool
may_learn_keys(const GatherRule *rule)
{
	Oid			sources,
				asks = GetOuterUserId();

	sources = RangeVarGetRelid(makeRangeVarFromNameList(qualified_name_list(rule->sources)),
							   NoLock, false);
	if (check_enable_rls(sources, asks, true) == RLS_ENABLED)
		return false;
	return pg_class_aclcheck(sources, asks, ACL_SELECT) == ACLCHECK_OK ||
		pg_attribute_aclcheck(sources, get_attnum(sources, "key"), asks,
							  ACL_SELECT) == ACLCHECK_OK;
}

/* Part of an ereport(): registered keys that are spelt alike, if any */
static int
errhint_near_matches(GatherRule *rule, Key name)
{
	StringInfoData near;
	int			shown = 0;

	if (!may_learn_keys(rule))
		return 0;
	initStringInfo(&near);
	if (SPI_execute(psprintf("SELECT key FROM %s ORDER BY key", rule->sources),
					true, 0) != SPI_OK_SELECT)
		return 0;
	for (uint64 i = 0; i < SPI_processed && shown < NEAR_MATCHES_SHOWN; i++)
	{
		bool		isnull;
		text	   *key = DatumGetTextPP(result_value(i, 1, &isnull));

		CHECK_FOR_INTERRUPTS();
		if (varstr_levenshtein_less_equal(name.data, name.length,
										  VARDATA_ANY(key), VARSIZE_ANY_EXHDR(key),
										  1, 1, 1, NEAR_MATCH_DISTANCE, true) >
			Min(NEAR_MATCH_DISTANCE, (int) name.length / 2))
			continue;
		appendStringInfo(&near, "%s\"%.*s\"", shown++ > 0 ? ", " : "",
						 (int) VARSIZE_ANY_EXHDR(key), VARDATA_ANY(key));
	}
	if (shown == 0)
		return errhint("Add it to %s first.", rule->sources);
	return errhint("Did you mean %s? If not, add it to %s first.", near.data,
				   rule->sources);
}

/*
 * Sources that are mentioned and not registered: an error, or registered now.
 * Returns whether any was added.
 */
static bool
deal_with_unknown(const Standing *standing, GatherRule *rule,
				  const TestimonyBuilder *mentioned, Workspace *ws)
{
	Size		count,
				nunknown = 0;
	Key		   *names;
	Datum		array;

	if (rule->unknown == UNKNOWN_ALLOWED)
		return false;
	names = mentioned_names(mentioned, false, &count, ws);
	for (Size i = 0; i < count; i++)
		if (standing_find(standing, names[i]) == NULL)
			names[nunknown++] = names[i];
	if (nunknown == 0)
		return false;
	if (rule->unknown == UNKNOWN_REFUSED)
		ereport(ERROR,
				(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
				 errmsg("source \"%.*s\" is not registered", (int) names[0].length,
						names[0].data),
				 errdetail("Table %s has no row for it.", rule->sources),
				 errhint_near_matches(rule, names[0])));

	array = keys_to_array(names, nunknown);
	run_query(rule, QUERY_ADD_SOURCES, &array, SPI_OK_INSERT);
	return true;
}

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
	uint32		speakers,
				distinct = 0;

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

	if (g->rule->order != NULL)
	{
		for (uint32 i = 0; i < unpacked.testimony.nsources; i++)
			distinct += ((unpacked.testimony.sources[i].says[SIDE_FOR] |
						  unpacked.testimony.sources[i].says[SIDE_AGAINST]) & SAYS_SPEAKS) != 0;
		if (distinct < speakers)
		{
			unpack_free(&unpacked);
			return false;
		}
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
	find_standing(&standing, rule, &mentioned.builder, false, as_of, &mentioned.ws);
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

/* Locks claims one by one, in the order of their keys */
static void
lock_one_by_one(GatherRule *rule, Touched *touched, Size count)
{
	for (Size i = 0; i < count; i++)
		touched[i].found = lock_claim(rule, touched[i].rows[0].keys,
									  &touched[i].evidence, &touched[i].isnull);
}

/*
 * Locks claims whose key is one column by one query, in the order of their
 * keys.  The rows come in the order of touched[], which may have more: claims
 * that are not there.
 */
static void
lock_together(GatherRule *rule, Touched *touched, Size count)
{
	GatherKey  *key = &rule->keys[0];
	Datum	   *keys = palloc(count * sizeof(Datum));
	Datum		array;
	uint64		nlocked;
	Size		at = 0;

	for (Size i = 0; i < count; i++)
		keys[i] = touched[i].rows[0].keys[0];
	array = PointerGetDatum(construct_array(keys, count, key->type, key->typlen,
											key->typbyval, key->typalign));
	nlocked = run_query(rule, QUERY_LOCK_CLAIMS, &array, SPI_OK_SELECT);
	for (uint64 row = 0; row < nlocked; row++)
	{
		Attested	locked = {0};
		bool		isnull;

		locked.keys[0] = result_value(row, 1, &isnull);
		while (at < count && compare_keys(rule, touched[at].rows, &locked) < 0)
			at++;
		if (at == count || compare_keys(rule, touched[at].rows, &locked) != 0)
			continue;
		touched[at].found = true;
		touched[at].evidence = result_value(row, 2, &touched[at].isnull);
		if (!touched[at].isnull)
			touched[at].evidence =
				datumCopy(PointerGetDatum(PG_DETOAST_DATUM_PACKED(touched[at].evidence)),
						  false, -1);
	}
	SPI_freetuptable(SPI_tuptable);
}

/* What a locked claim's evidence should be, by its rows, of which some are new
 * or gone; false if it is that already */
static bool
gather_touched(Gathering *g, const Touched *claim, Datum *evidence)
{
	const Datum *keys = claim->rows[0].keys;

	if (!claim->found)
	{
		/* deleted together with its attestations, or never there */
		if (g->regather)
			return false;
		ereport(ERROR,
				(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
				 errmsg("claim %s does not exist", describe_claim(g->rule, keys)),
				 errdetail("Table %s has no such row, or the owner of %s may not see it.",
						   g->rule->claims, g->rule->attestations)));
	}
	if (g->regather ||
		!merge_rows(g, claim->rows, claim->nrows, claim->evidence, claim->isnull, evidence))
		*evidence = gather_claim(g->rule, keys, AS_OF_NOW);
	return claim->isnull || evidence_compare(claim->evidence, *evidence) != 0;
}

/* Brings locked claims up to date one by one */
static void
write_one_by_one(Gathering *g, const Touched *touched, Size count,
				 MemoryContext each)
{
	for (Size i = 0; i < count; i++)
	{
		MemoryContext old = MemoryContextSwitchTo(each);
		Datum		evidence;

		CHECK_FOR_INTERRUPTS();
		if (gather_touched(g, &touched[i], &evidence))
		{
			write_claim(g->rule, touched[i].rows[0].keys, evidence);
			g->written++;
		}
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
bring_all_up_to_date(Gathering *g)
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

		if (count > 1 && g->rule->nkeys == 1 && OidIsValid(g->rule->keys[0].array_type))
		{
			lock_together(g->rule, touched, count);
			write_together(g, touched, count, each);
		}
		else
		{
			lock_one_by_one(g->rule, touched, count);
			write_one_by_one(g, touched, count, each);
		}
		MemoryContextSwitchTo(old);
		MemoryContextReset(some);
	}
}

/* From documents to the publishers of what they republish */
static void
find_publishers(Gathering *g)
{
	for (Size i = 0; i < g->nrows; i++)
	{
		Attested   *row = &g->rows[i];
		bool		isnull = true;

		if (!row->has_document)
			continue;
		if (run_query(g->rule, QUERY_PUBLISHERS, &row->document, SPI_OK_SELECT) > 0)
			row->publisher = result_value(0, 1, &isnull);
		row->republishes = !isnull;
		if (!isnull)
		{
			MemoryContext old = MemoryContextSwitchTo(g->context);

			row->publisher = datumCopy(row->publisher, false, -1);
			MemoryContextSwitchTo(old);
		}
		SPI_freetuptable(SPI_tuptable);
	}
}

/* Locks what the new rows mention in the registry, and reads it */
static void
lock_standing(Gathering *g)
{
	Unpacked	mentioned;

	unpack_start(&mentioned);
	add_mentions(&mentioned, g->rows, g->nrows, NULL);
	find_standing(&g->standing, g->rule, &mentioned.builder, true, AS_OF_NOW, &g->ws);
	if (g->rule->sources != NULL &&
		deal_with_unknown(&g->standing, g->rule, &mentioned.builder, &mentioned.ws))
		find_standing(&g->standing, g->rule, &mentioned.builder, true, AS_OF_NOW, &g->ws);
	unpack_free(&mentioned);
}

/* Does the work of a firing, as the owner of the attestations */
void
gather_rows(Gathering *g, Oid owner)
{
	Oid			user;
	int			security;

	GetUserIdAndSecContext(&user, &security);
	SetUserIdAndSecContext(owner, security | SECURITY_LOCAL_USERID_CHANGE);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	MemoryContextSwitchTo(g->context);
	if (g->rule->documents != NULL)
		find_publishers(g);
	lock_standing(g);
	bring_all_up_to_date(g);
	SPI_finish();
	SetUserIdAndSecContext(user, security);
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

void
add_claims_found(Gathering *g, GatherQuery query, Datum names)
{
	MemoryContext old;
	uint64		n;

	if (g->rule->sources != NULL && query == QUERY_MENTIONING)
		lock_sources(g->rule, QUERY_HOLD_SOURCES, names);
	n = run_query(g->rule, query, &names, SPI_OK_SELECT);
	old = MemoryContextSwitchTo(g->context);

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
	MemoryContextSwitchTo(old);
	SPI_freetuptable(SPI_tuptable);
}

/* No attestation is left: no claim has evidence */
void
empty_claims(GatherRule *rule, Oid owner)
{
	Oid			user;
	int			security;
	Unpacked	nothing;
	Datum		empty;

	unpack_start(&nothing);
	unpack_finish(&nothing);
	empty = evidence_pack(&nothing.testimony, &nothing.ws);
	unpack_free(&nothing);

	GetUserIdAndSecContext(&user, &security);
	SetUserIdAndSecContext(owner, security | SECURITY_LOCAL_USERID_CHANGE);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	run_query(rule, QUERY_EMPTY_CLAIMS, &empty, SPI_OK_UPDATE);
	SPI_finish();
	SetUserIdAndSecContext(user, security);
}
