/*-------------------------------------------------------------------------
 *
 * floor.c
 *		The least that a trigger must do to keep something in each claim: the
 *		floor that gather_evidence is measured against.
 *
 * AFTER INSERT, FOR EACH STATEMENT, on a table with an integer column claim:
 * reads the new rows, locks the claims in the order of their keys, a hundred
 * at a time, and writes ready-made bytes into their column evidence, which is
 * bytea: as many as were there, and for each row as many more as the second
 * argument says.  The first is the table of claims.  The same round trips,
 * batches and widths as gather_evidence's; nothing is read from attributions,
 * united or computed.
 *
 * Built by test/bench/run, and never installed.
 *
 * Storage: two plans for one claim and two for many, kept as long as the
 * backend; so there can be one such table in a database.
 * Memory: the trigger's context.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/tuplestore.h"

PG_MODULE_MAGIC;

#define AT_ONCE 100

typedef enum FloorQuery
{
	LOCK_ONE,
	WRITE_ONE,
	LOCK_MANY,
	WRITE_MANY,
	QUERY_COUNT
} FloorQuery;

static const char *const queries[] = {
	"SELECT id, evidence FROM %s WHERE id = $1 FOR NO KEY UPDATE",
	"UPDATE %s SET evidence = $2 WHERE id = $1",
	"SELECT id, evidence FROM %s WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE",
	"UPDATE %s AS c SET evidence = ready.evidence "
	"FROM ROWS FROM (unnest($1), unnest($2)) AS ready (key, evidence) "
	"WHERE c.id = ready.key AND c.id = ANY ($1)",
};

/* Kept, because preparing them for each statement would be most of the work */
static SPIPlanPtr plans[QUERY_COUNT];

/* A claim, and how many rows are new about it */
typedef struct Claim
{
	int32		id;
	int			nrows;
} Claim;

static void
run_query(FloorQuery query, const char *table, Datum *parameters, int expected)
{
	MemoryContext caller = CurrentMemoryContext;
	bool		many = query == LOCK_MANY || query == WRITE_MANY;
	Oid			types[] = {many ? INT4ARRAYOID : INT4OID, many ? BYTEAARRAYOID : BYTEAOID};
	int			ntypes = query == WRITE_ONE || query == WRITE_MANY ? 2 : 1;

	if (plans[query] == NULL)
	{
		plans[query] = SPI_prepare_cursor(psprintf(queries[query], table), ntypes, types,
										  CURSOR_OPT_GENERIC_PLAN);
		SPI_keepplan(plans[query]);
	}
	if (SPI_execute_plan(plans[query], parameters, NULL, false, 0) != expected)
		elog(ERROR, "query %d failed", query);
	MemoryContextSwitchTo(caller);
}

static int
compare_ids(const void *a, const void *b)
{
	int32		x = *(const int32 *) a,
				y = *(const int32 *) b;

	return (x > y) - (x < y);
}

/* The claims of the new rows, in order */
static Claim *
read_claims(TriggerData *data, int *count)
{
	TupleTableSlot *slot = MakeSingleTupleTableSlot(RelationGetDescr(data->tg_relation),
													&TTSOpsMinimalTuple);
	AttrNumber	column = SPI_fnumber(RelationGetDescr(data->tg_relation), "claim");
	int			nrows = 0,
				capacity = 64;
	int32	   *ids = palloc(capacity * sizeof(int32));
	Claim	   *claims;

	tuplestore_rescan(data->tg_newtable);
	while (tuplestore_gettupleslot(data->tg_newtable, true, false, slot))
	{
		bool		isnull;

		if (nrows == capacity)
			ids = repalloc_huge(ids, (capacity *= 2) * sizeof(int32));
		ids[nrows++] = DatumGetInt32(slot_getattr(slot, column, &isnull));
	}
	ExecDropSingleTupleTableSlot(slot);

	qsort(ids, nrows, sizeof(int32), compare_ids);
	claims = MemoryContextAllocHuge(CurrentMemoryContext, Max(nrows, 1) * sizeof(Claim));
	*count = 0;
	for (int i = 0; i < nrows; i++)
	{
		if (*count == 0 || claims[*count - 1].id != ids[i])
			claims[(*count)++] = (Claim) {ids[i], 0};
		claims[*count - 1].nrows++;
	}
	return claims;
}

/* Bytes to write in place of those in a row of SPI_tuptable */
static Datum
ready_made(uint64 row, int more)
{
	bool		isnull;
	Datum		now = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 2, &isnull);
	struct varlena *old = PG_DETOAST_DATUM_PACKED(now);
	Size		size = VARSIZE_ANY_EXHDR(old) + VARHDRSZ + more;
	bytea	   *bytes = palloc(size);

	SET_VARSIZE(bytes, size);
	memcpy(VARDATA(bytes), VARDATA_ANY(old), VARSIZE_ANY_EXHDR(old));
	memset(VARDATA(bytes) + size - VARHDRSZ - more, 'x', more);
	return PointerGetDatum(bytes);
}

static void
keep_one(const char *table, const Claim *claim, int width)
{
	Datum		parameters[2] = {Int32GetDatum(claim->id)};

	run_query(LOCK_ONE, table, parameters, SPI_OK_SELECT);
	if (SPI_processed != 1)
		elog(ERROR, "there is no claim %d", claim->id);
	parameters[1] = ready_made(0, claim->nrows * width);
	SPI_freetuptable(SPI_tuptable);
	run_query(WRITE_ONE, table, parameters, SPI_OK_UPDATE);
}

static void
keep_many(const char *table, const Claim *claims, int count, int width)
{
	Datum		keys[AT_ONCE],
				values[AT_ONCE],
				parameters[2];

	for (int i = 0; i < count; i++)
		keys[i] = Int32GetDatum(claims[i].id);
	parameters[0] = PointerGetDatum(construct_array(keys, count, INT4OID, sizeof(int32),
													true, TYPALIGN_INT));
	run_query(LOCK_MANY, table, parameters, SPI_OK_SELECT);
	if (SPI_processed != (uint64) count)
		elog(ERROR, "there are not all claims");
	for (int i = 0; i < count; i++)
		values[i] = ready_made(i, claims[i].nrows * width);
	SPI_freetuptable(SPI_tuptable);
	parameters[1] = PointerGetDatum(construct_array(values, count, BYTEAOID, -1, false,
													TYPALIGN_INT));
	run_query(WRITE_MANY, table, parameters, SPI_OK_UPDATE);
}

PG_FUNCTION_INFO_V1(keep_bytes);
Datum
keep_bytes(PG_FUNCTION_ARGS)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	const char *table;
	int			width,
				count;
	Claim	   *claims;
	MemoryContext some = AllocSetContextCreate(CurrentMemoryContext, "floor claims",
											   ALLOCSET_DEFAULT_SIZES);

	if (!CALLED_AS_TRIGGER(fcinfo) || data->tg_newtable == NULL ||
		data->tg_trigger->tgnargs != 2)
		elog(ERROR, "keep_bytes must be called as an INSERT trigger with a NEW TABLE and two arguments");
	table = data->tg_trigger->tgargs[0];
	width = pg_strtoint32(data->tg_trigger->tgargs[1]);
	claims = read_claims(data, &count);

	SPI_connect();
	for (int at = 0; at < count; at += AT_ONCE)
	{
		MemoryContext old = MemoryContextSwitchTo(some);

		CHECK_FOR_INTERRUPTS();
		if (count - at == 1)
			keep_one(table, &claims[at], width);
		else
			keep_many(table, &claims[at], Min(AT_ONCE, count - at), width);
		MemoryContextSwitchTo(old);
		MemoryContextReset(some);
	}
	SPI_finish();
	PG_RETURN_POINTER(NULL);
}
