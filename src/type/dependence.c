/*-------------------------------------------------------------------------
 *
 * dependence.c
 *		Which sources agree where independent ones would not, by answers that
 *		a query returns.
 *
 * Names are numbered as they come.  Then sources are renumbered in the order
 * of their bytes, so that the same rows give the same pairs in any order.
 *
 * Storage: none.  Memory: a context of its own: the names, some 150 bytes an
 * answer, and the pairs that are found.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/compat.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "learn/complete_link.h"

#define ROWS_AT_ONCE 1000

/* The columns of the query */
enum
{
	QUESTION = 1,
	SOURCE,
	ANSWER,
	SAID_AT
};

/* The columns of the result */
enum
{
	COLUMN_SOURCE,
	COLUMN_OTHER,
	COLUMN_STRENGTH,
	COLUMN_SHARED,
	COLUMN_HARD,
	COLUMN_SAME,
	COLUMN_BOUND,
	COLUMN_CHANCE,
	COLUMN_PECULIAR,
	COLUMN_PECULIAR_SAME,
	COLUMN_PECULIAR_OF,
	COLUMN_DATED,
	COLUMN_EARLIER,
	COLUMN_LATER,
	COLUMN_FIRST,
	COLUMN_VOICE,
	COLUMN_REPEATS,
	COLUMN_JOINS,
	COLUMNS
};

typedef struct NameText
{
	const char *data;
	uint32		length;
} NameText;

typedef struct NumberedName
{
	NameText	text;
	uint32		number;
	uint32		hash;
	char		status;
} NumberedName;

#define SH_PREFIX names
#define SH_ELEMENT_TYPE NumberedName
#define SH_KEY_TYPE NameText
#define SH_KEY text
#define SH_HASH_KEY(table, key) hash_bytes((const unsigned char *) (key).data, (key).length)
#define SH_EQUAL(table, a, b) \
	((a).length == (b).length && memcmp((a).data, (b).data, (a).length) == 0)
#define SH_STORE_HASH
#define SH_GET_HASH(table, entry) (entry)->hash
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* The rows of the query, as numbers */
typedef struct Reading
{
	names_hash *questions;
	names_hash *sources;
	names_hash *answers;
	Answer	   *given;
	Size		count;
	Size		capacity;
	MemoryContext context;
	Workspace  *ws;
} Reading;

/* The number of a name; new ones are copied */
static uint32
number_name(names_hash *names, Datum value, MemoryContext context)
{
	text	   *packed = DatumGetTextPP(value);
	NameText	text = {VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed)};
	bool		found;
	NumberedName *name = names_insert(names, text, &found);

	if (!found)
	{
		char	   *copy = MemoryContextAlloc(context, Max(text.length, 1));

		memcpy(copy, text.data, text.length);
		name->text.data = copy;
		name->number = names->members - 1;
	}
	if ((Pointer) packed != DatumGetPointer(value))
		pfree(packed);
	return name->number;
}

static void
read_row(Reading *reading, HeapTuple row, TupleDesc columns)
{
	Datum		values[SAID_AT + 1];
	bool		nulls[SAID_AT + 1];
	Answer	   *answer;

	for (int i = QUESTION; i <= SAID_AT; i++)
		values[i] = SPI_getbinval(row, columns, i, &nulls[i]);
	if (nulls[QUESTION] || nulls[SOURCE] || nulls[ANSWER])
		return;
	if (reading->count == reading->capacity)
		reading->given = workspace_grow(reading->ws, reading->given, &reading->capacity,
										sizeof(Answer));
	answer = &reading->given[reading->count++];
	answer->question = number_name(reading->questions, values[QUESTION], reading->context);
	answer->source = number_name(reading->sources, values[SOURCE], reading->context);
	answer->answer = number_name(reading->answers, values[ANSWER], reading->context);
	answer->said_at = nulls[SAID_AT] ? UNDATED : DatumGetTimestampTz(values[SAID_AT]);
}

/* Any role may call dependence() with its own query */
static void
check_columns(TupleDesc columns)
{
	bool		fit = columns != NULL && columns->natts == SAID_AT;

	for (int i = 1; fit && i <= SAID_AT; i++)
		fit = TupleDescAttr(columns, i - 1)->atttypid == (i == SAID_AT ? TIMESTAMPTZOID : TEXTOID);
	if (!fit)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("query must have three columns of type text and one of type timestamp with time zone"),
				 errdetail("They are question, source, answer, and when it was said.")));
}

static void
read_query(Reading *reading, const char *query)
{
	Portal		portal;

	SPI_connect();
	portal = SPI_cursor_open_with_args(NULL, query, 0, NULL, NULL, NULL, true, 0);
	check_columns(portal->tupDesc);
	for (;;)
	{
		SPI_cursor_fetch(portal, true, ROWS_AT_ONCE);
		if (SPI_processed == 0)
			break;
		MemoryContextSwitchTo(reading->context);
		for (uint64 i = 0; i < SPI_processed; i++)
			read_row(reading, SPI_tuptable->vals[i], SPI_tuptable->tupdesc);
		SPI_freetuptable(SPI_tuptable);
		CHECK_FOR_INTERRUPTS();
	}
	SPI_freetuptable(SPI_tuptable);
	SPI_cursor_close(portal);
	SPI_finish();
	MemoryContextSwitchTo(reading->context);
}

static int
compare_names(const void *a, const void *b)
{
	const NameText *x = &((const NumberedName *) a)->text,
			   *y = &((const NumberedName *) b)->text;
	int			order = memcmp(x->data, y->data, Min(x->length, y->length));

	return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

/* Sorts the sources' names by their bytes, and renumbers the sources */
static NumberedName *
sort_sources(Reading *reading)
{
	uint32		count = reading->sources->members;
	NumberedName *sorted = workspace_alloc(reading->ws, count, sizeof(NumberedName));
	uint32	   *place = workspace_alloc(reading->ws, count, sizeof(uint32));
	names_iterator next;
	NumberedName *name;
	uint32		n = 0;

	names_start_iterate(reading->sources, &next);
	while ((name = names_iterate(reading->sources, &next)) != NULL)
		sorted[n++] = *name;
	qsort(sorted, count, sizeof(NumberedName), compare_names);
	for (uint32 i = 0; i < count; i++)
		place[sorted[i].number] = i;
	for (Size i = 0; i < reading->count; i++)
		reading->given[i].source = place[reading->given[i].source];
	return sorted;
}

static Datum
name_datum(const NumberedName *name)
{
	return PointerGetDatum(cstring_to_text_with_len(name->text.data, name->text.length));
}

/* The name of the pair's group; null if the two are in no common group */
static Datum
voice_datum(const Dependence *pair, const uint32 *group_of, const NumberedName *names, bool *isnull)
{
	*isnull = group_of[pair->source] != group_of[pair->other];
	return *isnull ? (Datum) 0 : name_datum(&names[group_of[pair->source]]);
}

/*
 * The peculiar answers that decided, and whose they are; null if all hard
 * answers decided
 */
static void
put_peculiar(const Dependence *pair, const NumberedName *names, Datum *values, bool *nulls)
{
	bool		of_source = pair->by == BY_PECULIAR_OF_SOURCE;
	const Peculiar *peculiar = of_source ? &pair->of_source : &pair->of_other;

	nulls[COLUMN_PECULIAR] = nulls[COLUMN_PECULIAR_SAME] = nulls[COLUMN_PECULIAR_OF] =
		pair->by == BY_HARD;
	values[COLUMN_PECULIAR] = Int64GetDatum(peculiar->count);
	values[COLUMN_PECULIAR_SAME] = Int64GetDatum(peculiar->same);
	values[COLUMN_PECULIAR_OF] = name_datum(&names[of_source ? pair->source : pair->other]);
}

static void
put_pair(ReturnSetInfo *result, const Dependence *pair, const uint32 *group_of,
		 bool repeats, bool joins, const NumberedName *names)
{
	Direction	direction = dependence_direction(pair);
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};

	values[COLUMN_SOURCE] = name_datum(&names[pair->source]);
	values[COLUMN_OTHER] = name_datum(&names[pair->other]);
	values[COLUMN_STRENGTH] = Float8GetDatum(pair->strength);
	values[COLUMN_SHARED] = Int64GetDatum(pair->shared);
	values[COLUMN_HARD] = Int64GetDatum((int64) pair->hard + pair->differ);
	values[COLUMN_SAME] = Int64GetDatum(pair->hard);
	values[COLUMN_BOUND] = Float8GetDatum(pair->bound);
	values[COLUMN_CHANCE] = Float8GetDatum(pair->chance);
	put_peculiar(pair, names, values, nulls);
	values[COLUMN_DATED] = Int64GetDatum(pair->dated);
	values[COLUMN_EARLIER] = Int64GetDatum(pair->earlier);
	values[COLUMN_LATER] = Int64GetDatum(pair->later);
	values[COLUMN_FIRST] = values[direction == OTHER_FIRST ? COLUMN_OTHER : COLUMN_SOURCE];
	nulls[COLUMN_FIRST] = direction == DIRECTION_UNKNOWN;
	values[COLUMN_VOICE] = voice_datum(pair, group_of, names, &nulls[COLUMN_VOICE]);
	values[COLUMN_REPEATS] = BoolGetDatum(repeats);
	values[COLUMN_JOINS] = BoolGetDatum(joins);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * Finds groups of sources that repeat each other, and of all that depend on
 * each other; a pair's group is one of the first kind, if it is in one
 */
static void
put_pairs(ReturnSetInfo *result, Reading *reading, const NumberedName *names)
{
	uint32		nsources = reading->sources->members;
	uint32	   *repeating = workspace_alloc(reading->ws, nsources, sizeof(uint32));
	uint32	   *leaning = workspace_alloc(reading->ws, nsources, sizeof(uint32));
	MemoryContext row_context = AllocSetContextCreate(reading->context, "pair",
													  ALLOCSET_SMALL_SIZES);
	Answers		answers;
	Dependence *pairs;
	Size		npairs,
				strong = 0;
	bool	   *joins;

	answers_arrange(&answers, reading->given, reading->count, nsources, reading->questions->members,
					reading->answers->members, reading->ws);
	npairs = find_dependence(&answers, DEPENDENCE_LEAST, &pairs, reading->ws);
	while (strong < npairs && pairs[strong].strength >= DEPENDENCE_REPEATS)
		strong++;
	joins = workspace_alloc(reading->ws, npairs, sizeof(bool));
	complete_link(pairs, strong, nsources, repeating, joins, reading->ws);
	complete_link(pairs, npairs, nsources, leaning, joins, reading->ws);
	MemoryContextSwitchTo(row_context);
	for (Size i = 0; i < npairs; i++)
	{
		bool		repeats = repeating[pairs[i].source] == repeating[pairs[i].other];

		CHECK_FOR_INTERRUPTS();
		put_pair(result, &pairs[i], repeats ? repeating : leaning, repeats, joins[i], names);
		MemoryContextReset(row_context);
	}
	MemoryContextSwitchTo(reading->context);
}

/* dependence(query): see dependence.sql */
PG_FUNCTION_INFO_V1(dependence);
Datum
dependence(PG_FUNCTION_ARGS)
{
	char	   *query = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Reading		reading = {0};
	MemoryContext caller;
	WorkspaceBuffer buffer;
	Workspace	ws;

	InitMaterializedSRF(fcinfo, 0);
	reading.context = AllocSetContextCreate(CurrentMemoryContext, "dependence",
											ALLOCSET_DEFAULT_SIZES);
	caller = MemoryContextSwitchTo(reading.context);
	workspace_init(&ws, &buffer);
	reading.ws = &ws;
	reading.questions = names_create(reading.context, 1024, NULL);
	reading.sources = names_create(reading.context, 1024, NULL);
	reading.answers = names_create(reading.context, 1024, NULL);
	read_query(&reading, query);
	put_pairs((ReturnSetInfo *) fcinfo->resultinfo, &reading, sort_sources(&reading));
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(reading.context);
	PG_RETURN_NULL();
}
