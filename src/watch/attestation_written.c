/*-------------------------------------------------------------------------
 *
 * attestation_written.c
 *		Checks of an attestation of a ledger when it is written.
 *
 * An attestation must have a claim and what was said about it.  NOT NULL
 * refuses other rows, too, but its message only names the column.  An
 * attestation must not be accepted or retracted in the future: it would count,
 * or cease to count, from now on, and evidence would differ from what
 * evidence_as_of() returns for now.  The table's owner may insert rows from
 * when the clock was ahead.  Only the owner accepts or retracts rows in the
 * past: they counted, or did not, until now.  If a row says now(), the time of
 * the statement is taken, however long ago the transaction started.
 *
 * When something was said decides nothing, so that a time in the future only
 * gives a notice.
 *
 * The trigger is in C, and has no WHEN clause, because it fires for each
 * attestation.  Most are written by a statement each, for which the server
 * would parse and plan the clause again.
 *
 * Storage: none.  Memory: the columns, for one statement.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "type/inner_context.h"
#include "watch/beside_shard.h"

typedef struct Columns
{
	int			claim,
				id,
				said,
				recorded_at,
				accepted_at,
				retracted_at,
				said_at;
	bool		noticed;		/* this statement has brought the notice */
} Columns;

static int
find_column(Relation relation, const char *name)
{
	int			column = SPI_fnumber(RelationGetDescr(relation), name);

	if (column <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist", name,
						RelationGetRelationName(relation))));
	return column;
}

static Columns *
find_columns(FmgrInfo *flinfo, Relation relation)
{
	Columns    *columns = flinfo->fn_extra;

	if (columns != NULL)
		return columns;
	columns = MemoryContextAlloc(flinfo->fn_mcxt, sizeof(Columns));
	columns->claim = find_column(relation, "claim");
	columns->id = find_column(relation, "id");
	columns->said = find_column(relation, "said");
	columns->recorded_at = find_column(relation, "recorded_at");
	columns->accepted_at = find_column(relation, "accepted_at");
	columns->retracted_at = find_column(relation, "retracted_at");
	columns->said_at = find_column(relation, "said_at");
	columns->noticed = false;
	return flinfo->fn_extra = columns;
}

/* A time of the row; DT_NOBEGIN if it is null */
static TimestampTz
time_of(HeapTuple row, int column, TupleDesc descriptor)
{
	bool		isnull;
	Datum		value = heap_getattr(row, column, descriptor, &isnull);

	return isnull ? DT_NOBEGIN : DatumGetTimestampTz(value);
}

/* Whether a column has another time than before; true for a new row */
static bool
is_new_time(HeapTuple before, int column, TupleDesc descriptor, TimestampTz time)
{
	return before == NULL || time_of(before, column, descriptor) != time;
}

/* Whether a time is before the row was recorded, or before it was accepted */
static bool
is_too_early(const Columns *columns, HeapTuple row, TupleDesc descriptor, TimestampTz time)
{
	TimestampTz accepted = time_of(row, columns->accepted_at, descriptor);

	return time < time_of(row, columns->recorded_at, descriptor) ||
		(time < accepted && accepted <= GetCurrentStatementStartTimestamp());
}

/*
 * now() is when the transaction started, and a row may have been recorded or
 * accepted after that.  If such a row is accepted or retracted at now(), that
 * becomes the time of this statement, but not before it was recorded.  before
 * is NULL for an INSERT.
 */
static HeapTuple
put_off(const Columns *columns, Relation relation, HeapTuple before, HeapTuple row)
{
	TupleDesc	descriptor = RelationGetDescr(relation);
	TimestampTz recorded = time_of(row, columns->recorded_at, descriptor);
	int			column[2] = {columns->accepted_at, columns->retracted_at};

	for (int i = 0; i < 2; i++)
	{
		TimestampTz time = time_of(row, column[i], descriptor);
		Datum		later = TimestampTzGetDatum(Max(recorded, GetCurrentStatementStartTimestamp()));
		bool		isnull = false;

		if (time == GetCurrentTransactionStartTimestamp() &&
			is_new_time(before, column[i], descriptor, time) &&
			is_too_early(columns, row, descriptor, time))
			row = heap_modify_tuple_by_cols(row, descriptor, 1, &column[i], &later, &isnull);
	}
	return row;
}

/* Whether a column has a time after the latest one that is allowed */
static bool
is_to_come(HeapTuple before, HeapTuple row, int column, TupleDesc descriptor,
		   TimestampTz latest)
{
	TimestampTz time = time_of(row, column, descriptor);

	return time > latest && is_new_time(before, column, descriptor, time);
}

/* Whether a row that was there gets a time before the earliest one that is allowed */
static bool
is_over(const Columns *columns, HeapTuple before, HeapTuple row, TupleDesc descriptor,
		TimestampTz earliest)
{
	int			column[2] = {columns->accepted_at, columns->retracted_at};

	for (int i = 0; before != NULL && i < 2; i++)
	{
		TimestampTz time = time_of(row, column[i], descriptor);

		if (time != DT_NOBEGIN && time < earliest &&
			is_new_time(before, column[i], descriptor, time))
			return true;
	}
	return false;
}

/*
 * How far the time in a row may be from this server's clock.  The times in the
 * rows of a shard are those of the node that was asked, where the transaction
 * began earlier.
 */
static int64
clocks_apart(Relation relation)
{
	return is_shard(RelationGetRelid(relation)) ? USECS_PER_MINUTE : 0;
}

pg_noreturn static void
refuse_time(const Columns *columns, HeapTuple row, TupleDesc descriptor,
			const char *when, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errhide_inner_context(),
			 errmsg("attestation %s about claim %s cannot be accepted or retracted in the %s",
					SPI_getvalue(row, descriptor, columns->id),
					SPI_getvalue(row, descriptor, columns->claim), when),
			 errdetail_internal("%s", detail),
			 errhint("Use accept_attestation(claim, id) or retract_attestation(claim, id, reason).")));
}

/* before is NULL for an INSERT */
static void
check_times(const Columns *columns, Relation relation, HeapTuple before, HeapTuple row)
{
	TupleDesc	descriptor = RelationGetDescr(relation);
	TimestampTz latest = GetCurrentStatementStartTimestamp();
	bool		ahead = time_of(row, columns->accepted_at, descriptor) > latest ||
		time_of(row, columns->retracted_at, descriptor) > latest;
	TimestampTz earliest = GetCurrentTransactionStartTimestamp();
	bool		owns;

	if (!ahead && !is_over(columns, before, row, descriptor, earliest))
		return;
	owns = has_privs_of_role(GetUserId(), relation->rd_rel->relowner);
	if (!owns && is_over(columns, before, row, descriptor, earliest - clocks_apart(relation)))
		refuse_time(columns, row, descriptor, "past",
					"What is known of a time that is over stays known. Only the ledger's owner may correct it.");
	if (!ahead || (before == NULL && owns))
		return;

	/*
	 * A row that was recorded while the clock was ahead must not be accepted
	 * or retracted before that.
	 */
	latest = GetCurrentTimestamp() + clocks_apart(relation);
	if (before != NULL)
		latest = Max(latest, time_of(before, columns->recorded_at, descriptor));
	if (is_to_come(before, row, columns->accepted_at, descriptor, latest) ||
		is_to_come(before, row, columns->retracted_at, descriptor, latest))
		refuse_time(columns, row, descriptor, "future",
					"What is accepted or retracted counts, or does not count any more, from now on.");
}

/* A day is left for time zones, and for days that were written without a time */
static void
note_said_at(Columns *columns, Relation relation, HeapTuple before, HeapTuple row)
{
	TupleDesc	descriptor = RelationGetDescr(relation);
	TimestampTz said_at = time_of(row, columns->said_at, descriptor);

	if (columns->noticed || said_at <= GetCurrentStatementStartTimestamp() ||
		said_at - USECS_PER_DAY <= GetCurrentTimestamp() ||
		!is_new_time(before, columns->said_at, descriptor, said_at))
		return;
	columns->noticed = true;
	ereport(NOTICE,
			(errmsg("attestation %s about claim %s was said in the future",
					SPI_getvalue(row, descriptor, columns->id),
					SPI_getvalue(row, descriptor, columns->claim)),
			 errdetail("Its said_at is %s.", SPI_getvalue(row, descriptor, columns->said_at)),
			 errhint("Editors correct it: UPDATE attestation SET said_at = '2011-09-03' WHERE claim = %s AND id = %s;",
					 SPI_getvalue(row, descriptor, columns->claim),
					 SPI_getvalue(row, descriptor, columns->id))));
}

PG_FUNCTION_INFO_V1(attestation_written);
Datum
attestation_written(PG_FUNCTION_ARGS)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	Relation	relation;
	Columns    *columns;
	HeapTuple	before,
				row;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		!TRIGGER_FIRED_BEFORE(data->tg_event) || !TRIGGER_FIRED_FOR_ROW(data->tg_event) ||
		TRIGGER_FIRED_BY_DELETE(data->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"attestation_written\" must be fired BEFORE INSERT OR UPDATE, FOR EACH ROW"),
				 errhint("Let create_ledger() make the trigger.")));
	relation = data->tg_relation;
	before = TRIGGER_FIRED_BY_UPDATE(data->tg_event) ? data->tg_trigtuple : NULL;
	row = before != NULL ? data->tg_newtuple : data->tg_trigtuple;
	columns = find_columns(fcinfo->flinfo, relation);
	if (heap_attisnull(row, columns->claim, RelationGetDescr(relation)) ||
		heap_attisnull(row, columns->said, RelationGetDescr(relation)))
		ereport(ERROR,
				(errcode(ERRCODE_NOT_NULL_VIOLATION),
				 errhide_inner_context(),
				 errmsg("an attestation needs a claim and what was said"),
				 errhint("For example: INSERT INTO attestation (claim, said) VALUES (1, 'rfa<dandong-1');")));
	row = put_off(columns, relation, before, row);
	check_times(columns, relation, before, row);
	note_said_at(columns, relation, before, row);
	return PointerGetDatum(row);
}
