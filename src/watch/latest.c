/*-------------------------------------------------------------------------
 *
 * latest.c
 *		Reading what is committed now, whatever the transaction's snapshot is.
 *
 * In REPEATABLE READ and SERIALIZABLE, a transaction keeps the snapshot of its
 * first query.  A trigger that decides by other rows must not read them with
 * that, because what was committed since may forbid what the trigger would
 * allow.  So it reads them as foreign keys do (ri_PerformCheck()).
 *
 * What was read may change right afterwards, unless the caller has taken a
 * lock before.
 *
 * Storage: none.  Memory: SPI's, and the caller's context for what is returned.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/latest.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

void
latest_snapshots(Snapshot *latest, Snapshot *crosscheck)
{
	*latest = *crosscheck = InvalidSnapshot;
	if (!IsolationUsesXactSnapshot())
		return;
	/* so that the snapshot shows what this transaction has done */
	CommandCounterIncrement();
	*latest = GetLatestSnapshot();
	*crosscheck = GetTransactionSnapshot();
}

/* The rows in SPI_tuptable, as an array of text; NULL if there are none */
static ArrayBuildState *
returned_values(MemoryContext context)
{
	ArrayBuildState *values = NULL;

	for (uint64 row = 0; SPI_tuptable != NULL && row < SPI_processed; row++)
		for (int column = 1; column <= SPI_tuptable->tupdesc->natts; column++)
		{
			char	   *value = SPI_getvalue(SPI_tuptable->vals[row],
											 SPI_tuptable->tupdesc, column);
			Datum		text = value == NULL ? (Datum) 0 : CStringGetTextDatum(value);

			values = accumArrayResult(values, text, value == NULL, TEXTOID, context);
		}
	return values;
}

/*
 * by_latest(command, arguments): runs a command, whose arguments are $1[1],
 * $1[2] ..., with a new snapshot.  Returns the values of its rows as text, one
 * row after another; NULL if it has none.
 */
PG_FUNCTION_INFO_V1(by_latest);
Datum
by_latest(PG_FUNCTION_ARGS)
{
	char	   *command = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Oid			type = TEXTARRAYOID;
	Datum		arguments = PG_GETARG_DATUM(1);
	MemoryContext caller = CurrentMemoryContext;
	Snapshot	latest,
				crosscheck;
	SPIPlanPtr	plan;
	int			result;
	ArrayBuildState *values;

	SPI_connect();
	plan = SPI_prepare(command, 1, &type);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed for \"%s\": %s", command,
			 SPI_result_code_string(SPI_result));
	latest_snapshots(&latest, &crosscheck);
	result = SPI_execute_snapshot(plan, &arguments, NULL, latest, crosscheck, false, true, 0);
	/* COPY from the client, COMMIT ... */
	if (result < 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("command cannot be run within a function"),
				 errdetail_internal("%s", SPI_result_code_string(result))));
	values = returned_values(caller);
	SPI_finish();
	if (values == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(makeArrayResult(values, caller));
}
