/*-------------------------------------------------------------------------
 *
 * flag.c
 *		Triggers that raise, withdraw and announce a flag: "corroborated".
 *
 * flag_corroborated(evidence column, flag column [, threshold [, minimum
 * support [, at least]]]) keeps a timestamp beside the evidence of a row:
 * since when the row has met the rule.  announce_flag(), with the first four
 * arguments, notifies the channel "corroborated" when the timestamp is set or
 * cleared.  With a table of events as fifth argument it writes that to the
 * table instead, and also whether the row became disputed (event.c).
 *
 * A row that an UPDATE moves to another partition is deleted from one and
 * inserted into the other.  In a table of events, that is one row, which stays
 * flagged.
 *
 * The rule is met if corroboration reaches the threshold and, if a minimum is
 * given, support (of at_least chains) reaches that.  Unrated evidence has no
 * support, so it never meets a minimum.  A denial never clears a flag.
 *
 * Storage: the flag is a column of the user's table.  Static: the row that is
 * moving to another partition.  Memory: arguments are checked and columns
 * looked up once per trigger and query, and kept in fn_extra.  Everything else
 * is in the context that triggers are called in, which the server resets.
 *
 * Copyright (c) 2026, corroborate contributors
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "common/string.h"
#include "parser/parse_relation.h"
#include "storage/proc.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/relcache.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

#include "watch/announce.h"
#include "watch/event.h"
#include "watch/key_text.h"
#include "watch/qualified_name.h"
#include "type/evidence.h"
#include "model/figures.h"
#include "base/rating.h"

/*
 * The arguments of both triggers, in order.  After these, announce_flag()
 * takes a table of events, and flag_corroborated() how many chains the minimum
 * is for.
 */
enum
{
	ARGUMENT_EVIDENCE,
	ARGUMENT_FLAG,
	ARGUMENT_THRESHOLD,
	ARGUMENT_MINIMUM,
	ARGUMENT_EVENTS,
	ARGUMENT_DENIED
};

#define ARGUMENT_AT_LEAST ARGUMENT_EVENTS

#define ARGUMENTS_MIN ARGUMENT_THRESHOLD

/* How one of the two functions must be called */
typedef struct FlagFunction
{
	const char *name;
	const char *timing;
	const char *events;
	bool		on_delete;
	bool		announces;
	int			arguments_max;
} FlagFunction;

static const FlagFunction flag_function = {
	"flag_corroborated", "BEFORE", "INSERT OR UPDATE", false, false,
	ARGUMENT_AT_LEAST + 1
};

static const FlagFunction announce_function = {
	"announce_flag", "AFTER", "INSERT OR UPDATE OR DELETE", true, true,
	ARGUMENT_DENIED + 1
};

/* A trigger's arguments, checked and looked up */
typedef struct FlagRule
{
	Oid			trigger;
	TupleDesc	row;			/* the relation's, to see whether it changed;
								 * never dereferenced */
	AttrNumber	evidence;
	AttrNumber	flag;
	uint32		threshold;
	double		minimum;		/* of support; UNRATED: none */
	uint32		at_least;		/* so many chains' support; 1 where there is
								 * no minimum */
	bool		noticed;		/* this query has brought the notice of
								 * note_by_hand() */

	/* for announce_flag(): a table of events or NOTIFY */
	bool		logs_denied;	/* also log when enough deny it */
	EventLog   *events;
	Announcer  *announcer;
} FlagRule;

PG_FUNCTION_INFO_V1(flag_corroborated);
PG_FUNCTION_INFO_V1(announce_flag);

/* Part of an ereport(): how the function is used; relation may be NULL */
static int
errhint_example(const FlagFunction *function, Relation relation)
{
	return errhint("For example: CREATE TRIGGER %s %s %s ON %s FOR EACH ROW EXECUTE FUNCTION %s('evidence', 'corroborated_at', %d);",
				   function->name, function->timing, function->events,
				   relation != NULL ? qualified_name(RelationGetRelid(relation)) : "claim",
				   function->name, THRESHOLD_MIN);
}

static const char *
event_name(TriggerEvent event)
{
	if (TRIGGER_FIRED_BY_INSERT(event))
		return "INSERT";
	if (TRIGGER_FIRED_BY_UPDATE(event))
		return "UPDATE";
	return TRIGGER_FIRED_BY_DELETE(event) ? "DELETE" : "TRUNCATE";
}

static const char *
timing_name(TriggerEvent event)
{
	if (TRIGGER_FIRED_BEFORE(event))
		return "BEFORE";
	return TRIGGER_FIRED_AFTER(event) ? "AFTER" : "INSTEAD OF";
}

/* Checks timing, event, level and number of arguments */
static void
check_trigger(const FlagFunction *function, const TriggerData *data)
{
	TriggerEvent event = data->tg_event;
	const Trigger *trigger = data->tg_trigger;
	const char *level = TRIGGER_FIRED_FOR_ROW(event) ? "ROW" : "STATEMENT";

	if (strcmp(level, "ROW") != 0 ||
		strcmp(timing_name(event), function->timing) != 0 ||
		(TRIGGER_FIRED_BY_DELETE(event) && !function->on_delete))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be fired %s %s, FOR EACH ROW",
						function->name, function->timing, function->events),
				 errdetail("Trigger \"%s\" of table %s fires it %s %s, FOR EACH %s.",
						   trigger->tgname,
						   qualified_name(RelationGetRelid(data->tg_relation)),
						   timing_name(event), event_name(event), level),
				 errhint_example(function, data->tg_relation)));

	if (trigger->tgnargs < ARGUMENTS_MIN || trigger->tgnargs > function->arguments_max)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("function \"%s\" takes %d to %d arguments, not %d",
						function->name, ARGUMENTS_MIN, function->arguments_max,
						trigger->tgnargs),
				 errdetail("They are the evidence column, the flag column, the threshold (%d unless given) and the minimum support (none unless given)%s.",
						   THRESHOLD_MIN,
						   function->announces ? ", a table of events, and \"denied\" if that is written there, too" :
						   ", and then how many chains must be sound with it (1 unless given)"),
				 errhint_example(function, data->tg_relation)));
}

/*
 * Finds the column that an argument names.  A generated column cannot be used:
 * it has no value yet when BEFORE triggers run, and cannot be assigned one.
 */
static AttrNumber
find_column(const FlagFunction *function, const TriggerData *data, int argument)
{
	const char *name = data->tg_trigger->tgargs[argument];
	const char *role = argument == ARGUMENT_EVIDENCE ? "evidence" : "flag";
	Relation	relation = data->tg_relation;
	AttrNumber	column = attnameAttNum(relation, name, false);

	if (column == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table %s does not exist", name,
						qualified_name(RelationGetRelid(relation))),
				 errdetail("Trigger \"%s\" names it as its %s column.",
						   data->tg_trigger->tgname, role),
				 errhint_example(function, relation)));

	if (TupleDescAttr(RelationGetDescr(relation), column - 1)->attgenerated != '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("column \"%s\" of table %s is a generated column", name,
						qualified_name(RelationGetRelid(relation))),
				 errdetail("Trigger \"%s\" names it as its %s column, which must be an ordinary one.",
						   data->tg_trigger->tgname, role),
				 errhint_example(function, relation)));
	return column;
}

pg_noreturn static void
wrong_type(const FlagFunction *function, const TriggerData *data, int argument,
		   Oid type, Oid wanted)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("column \"%s\" of table %s is of type %s, not %s",
					data->tg_trigger->tgargs[argument],
					qualified_name(RelationGetRelid(data->tg_relation)),
					format_type_be(type),
					OidIsValid(wanted) ? format_type_be(wanted) : "evidence"),
			 errdetail("Trigger \"%s\" names it as its %s column.",
					   data->tg_trigger->tgname,
					   argument == ARGUMENT_EVIDENCE ? "evidence" : "flag"),
			 errhint_example(function, data->tg_relation)));
}

/*
 * The type evidence is that of the trigger function's schema, whichever the
 * extension is in.  Domains over it are allowed.  A domain over timestamptz is
 * not, because its constraints are not checked after a trigger.
 */
static void
find_columns(const FlagFunction *function, const TriggerData *data,
			 Oid schema, FlagRule *rule)
{
	TupleDesc	row = RelationGetDescr(data->tg_relation);
	Oid			wanted = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
										 CStringGetDatum("evidence"),
										 ObjectIdGetDatum(schema));
	Form_pg_attribute flag;
	Oid			type;

	rule->evidence = find_column(function, data, ARGUMENT_EVIDENCE);
	rule->flag = find_column(function, data, ARGUMENT_FLAG);
	flag = TupleDescAttr(row, rule->flag - 1);
	type = TupleDescAttr(row, rule->evidence - 1)->atttypid;

	if (rule->evidence == rule->flag)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("evidence column and flag column must be two columns"),
				 errdetail("Trigger \"%s\" of table %s names column \"%s\" twice.",
						   data->tg_trigger->tgname,
						   qualified_name(RelationGetRelid(data->tg_relation)),
						   NameStr(flag->attname)),
				 errhint_example(function, data->tg_relation)));
	if (!OidIsValid(wanted) || getBaseType(type) != wanted)
		wrong_type(function, data, ARGUMENT_EVIDENCE, type, wanted);
	if (flag->atttypid != TIMESTAMPTZOID)
		wrong_type(function, data, ARGUMENT_FLAG, flag->atttypid, TIMESTAMPTZOID);
	if (flag->attnotnull)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("flag column \"%s\" of table %s is NOT NULL",
						NameStr(flag->attname),
						qualified_name(RelationGetRelid(data->tg_relation))),
				 errdetail("Where the rule of trigger \"%s\" is not met, the flag is null.",
						   data->tg_trigger->tgname),
				 errhint("Use ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL.",
						 qualified_name(RelationGetRelid(data->tg_relation)),
						 quote_identifier(NameStr(flag->attname)))));
}

/* Digits only; the default if the argument is missing */
static uint32
read_threshold(const FlagFunction *function, const TriggerData *data)
{
	const char *text;
	int			threshold;

	if (data->tg_trigger->tgnargs <= ARGUMENT_THRESHOLD)
		return THRESHOLD_MIN;

	text = data->tg_trigger->tgargs[ARGUMENT_THRESHOLD];
	errno = 0;
	threshold = strtoint(text, NULL, 10);
	if (strspn(text, "0123456789") != strlen(text) || errno != 0 ||
		!threshold_is_valid(threshold))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid threshold \"%s\" in trigger \"%s\" of table %s",
						text, data->tg_trigger->tgname,
						qualified_name(RelationGetRelid(data->tg_relation))),
				 errdetail("The third argument is a number of independent sources, at least %d. " THRESHOLD_DETAIL,
						   THRESHOLD_MIN),
				 errhint_example(function, data->tg_relation)));
	return (uint32) threshold;
}

/* An empty string means no minimum, so that a table of events can follow */
static double
read_minimum(const FlagFunction *function, const TriggerData *data)
{
	const char *text;
	double		minimum;
	RatingError error;

	if (data->tg_trigger->tgnargs <= ARGUMENT_MINIMUM)
		return UNRATED;

	text = data->tg_trigger->tgargs[ARGUMENT_MINIMUM];
	if (text[0] == '\0' && data->tg_trigger->tgnargs > ARGUMENT_MINIMUM + 1)
		return UNRATED;
	error = rating_parse(text, strlen(text), &minimum);
	if (error != RATING_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid minimum support \"%s\" in trigger \"%s\" of table %s",
						text, data->tg_trigger->tgname,
						qualified_name(RelationGetRelid(data->tg_relation))),
				 errdetail("%s", rating_error_detail(error)),
				 errhint("The fourth argument is a confidence, for example: EXECUTE FUNCTION %s('evidence', 'corroborated_at', %d, 0.7);",
						 function->name, THRESHOLD_MIN)));
	return minimum;
}

/* How many chains the minimum is for: digits only */
static uint32
read_at_least(const FlagFunction *function, const TriggerData *data)
{
	const char *text;
	int			at_least;

	if (function->announces || data->tg_trigger->tgnargs <= ARGUMENT_AT_LEAST)
		return 1;
	text = data->tg_trigger->tgargs[ARGUMENT_AT_LEAST];
	errno = 0;
	at_least = strtoint(text, NULL, 10);
	if (strspn(text, "0123456789") != strlen(text) || errno != 0 || at_least < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid number of chains \"%s\" in trigger \"%s\" of table %s",
						text, data->tg_trigger->tgname,
						qualified_name(RelationGetRelid(data->tg_relation))),
				 errdetail("The fifth argument is how many chains that share no source must be sound with the minimum support, at least 1."),
				 errhint_example(function, data->tg_relation)));
	return (uint32) at_least;
}

/*
 * The table that the user put the trigger on.  A trigger of a partitioned
 * table fires as its clone on the partition that has the row.
 */
static Oid
trigger_table(Oid trigger)
{
	Relation	catalog = table_open(TriggerRelationId, AccessShareLock);
	Oid			table = InvalidOid;

	while (OidIsValid(trigger))
	{
		ScanKeyData key;
		SysScanDesc scan;
		HeapTuple	tuple;

		ScanKeyInit(&key, Anum_pg_trigger_oid, BTEqualStrategyNumber,
					F_OIDEQ, ObjectIdGetDatum(trigger));
		scan = systable_beginscan(catalog, TriggerOidIndexId, true, NULL, 1, &key);
		tuple = systable_getnext(scan);
		if (!HeapTupleIsValid(tuple))
			elog(ERROR, "could not find trigger %u", trigger);
		table = ((Form_pg_trigger) GETSTRUCT(tuple))->tgrelid;
		trigger = ((Form_pg_trigger) GETSTRUCT(tuple))->tgparentid;
		systable_endscan(scan);
	}
	table_close(catalog, AccessShareLock);
	return table;
}

/* An announcer for rows of the table that the user put the trigger on */
static Announcer *
get_announcer(const TriggerData *data, const FlagRule *rule)
{
	Relation	relation = data->tg_relation;
	int			level = key_text_begin();
	const char *table = qualified_name(trigger_table(rule->trigger));
	Announcer  *announcer = make_announcer(table, relation, rule->threshold);

	key_text_end(level);
	if (announcer == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table %s has no primary key",
						qualified_name(RelationGetRelid(relation))),
				 errdetail("Trigger \"%s\" announces rows by their primary key, which must not be deferrable.",
						   data->tg_trigger->tgname),
				 errhint("Use ALTER TABLE %s ADD PRIMARY KEY.",
						 qualified_name(RelationGetRelid(relation)))));
	return announcer;
}

/*
 * The validator of both functions.  The relation cannot be altered while a
 * query with its triggers runs, so a rule is looked up once, and then only
 * recognized.
 */
static FlagRule *
get_rule(FunctionCallInfo fcinfo, const FlagFunction *function)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	FlagRule   *rule = fcinfo->flinfo->fn_extra;
	MemoryContext caller;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" was not called by trigger manager", function->name),
				 errhint_example(function, NULL)));
	check_trigger(function, data);

	if (rule != NULL && rule->trigger == data->tg_trigger->tgoid &&
		rule->row == RelationGetDescr(data->tg_relation))
		return rule;

	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	rule = palloc0(sizeof(FlagRule));
	rule->trigger = data->tg_trigger->tgoid;
	rule->row = RelationGetDescr(data->tg_relation);
	find_columns(function, data, get_func_namespace(fcinfo->flinfo->fn_oid), rule);
	rule->threshold = read_threshold(function, data);
	rule->minimum = read_minimum(function, data);
	rule->at_least = read_at_least(function, data);
	rule->logs_denied = function->announces && data->tg_trigger->tgnargs > ARGUMENT_DENIED;
	if (function->announces && data->tg_trigger->tgnargs > ARGUMENT_EVENTS)
		rule->events = event_log(trigger_table(rule->trigger),
								 data->tg_trigger->tgargs[ARGUMENT_EVENTS],
								 get_func_namespace(fcinfo->flinfo->fn_oid),
								 fcinfo->flinfo->fn_mcxt);
	else if (function->announces)
		rule->announcer = get_announcer(data, rule);
	MemoryContextSwitchTo(caller);

	fcinfo->flinfo->fn_extra = rule;
	return rule;
}

/* Figures of a row; null evidence counts as empty */
static void
row_figures(const FlagRule *rule, HeapTuple tuple, TupleDesc row, Figures *figures)
{
	bool		isnull;
	Datum		evidence = heap_getattr(tuple, rule->evidence, row, &isnull);

	if (isnull)
		memset(figures, 0, sizeof(Figures));
	else
		evidence_figures(evidence, figures);
}

/*
 * Whether the row meets the rule.  The support of several chains is not
 * stored, so it is computed only if it decides.
 */
static bool
row_meets(const FlagRule *rule, HeapTuple tuple, TupleDesc row)
{
	Figures		figures;
	bool		isnull;
	Datum		evidence = heap_getattr(tuple, rule->evidence, row, &isnull);

	row_figures(rule, tuple, row, &figures);
	if (rule->at_least > 1 && !isnull && rule->minimum != UNRATED &&
		figures_meet(&figures, rule->threshold, UNRATED))
		evidence_figures_of_several(evidence, rule->at_least, &figures);
	return figures_meet(&figures, rule->threshold, rule->minimum);
}

/*
 * The value of the flag for a row that meets the rule.  The flag says since
 * when, so an update that clears the column of a flagged row does not change
 * the time.  A new flag gets now(), the start of the transaction, like
 * defaults of other columns, so that all rows of a transaction get the same.
 */
static Datum
flag_time(const FlagRule *rule, const TriggerData *data)
{
	if (TRIGGER_FIRED_BY_UPDATE(data->tg_event))
	{
		bool		isnull;
		Datum		before = heap_getattr(data->tg_trigtuple, rule->flag,
										  RelationGetDescr(data->tg_relation),
										  &isnull);

		if (!isnull)
			return before;
	}
	return TimestampTzGetDatum(GetCurrentTransactionStartTimestamp());
}

/*
 * The flag was written by hand if the row had none and was given one, or had
 * one that is to go; the rule says otherwise.  Once for all rows of a query.
 */
static void
note_by_hand(FlagRule *rule, const TriggerData *data, bool unflagged)
{
	TupleDesc	row = RelationGetDescr(data->tg_relation);
	bool		had_none = !TRIGGER_FIRED_BY_UPDATE(data->tg_event) ||
		heap_attisnull(data->tg_trigtuple, rule->flag, row);

	if (rule->noticed || unflagged == had_none)
		return;
	rule->noticed = true;
	ereport(NOTICE,
			(errmsg("flag \"%s\" of table \"%s\" is not written by hand",
					NameStr(TupleDescAttr(row, rule->flag - 1)->attname),
					RelationGetRelationName(data->tg_relation)),
			 errdetail("It follows from the evidence, and stays as that says.")));
}

/* BEFORE INSERT OR UPDATE, FOR EACH ROW: sets or clears the flag */
Datum
flag_corroborated(PG_FUNCTION_ARGS)
{
	FlagRule   *rule = get_rule(fcinfo, &flag_function);
	TriggerData *data = (TriggerData *) fcinfo->context;
	TupleDesc	row = RelationGetDescr(data->tg_relation);
	HeapTuple	tuple = TRIGGER_FIRED_BY_UPDATE(data->tg_event) ?
		data->tg_newtuple : data->tg_trigtuple;
	int			column = rule->flag;
	bool		unflagged = heap_attisnull(tuple, rule->flag, row);
	bool		met = row_meets(rule, tuple, row);
	bool		clear;
	Datum		flag;

	if (met != unflagged)
		return PointerGetDatum(tuple);

	note_by_hand(rule, data, unflagged);
	clear = !met;
	flag = met ? flag_time(rule, data) : (Datum) 0;
	tuple = heap_modify_tuple_by_cols(tuple, row, 1, &column, &flag, &clear);
	return PointerGetDatum(tuple);
}

static bool
is_flagged(const FlagRule *rule, HeapTuple tuple, TupleDesc row)
{
	return tuple != NULL && !heap_attisnull(tuple, rule->flag, row);
}

/* current is NULL if there is no longer a row with that key */
static void
announce_row(const FlagRule *rule, HeapTuple keyed, HeapTuple current,
			 TupleDesc row, const char *change)
{
	Figures		figures;

	if (current != NULL)
		row_figures(rule, current, row, &figures);
	announce(rule->announcer, keyed, row, current != NULL ? &figures : NULL, change);
}

/* Announces a changed flag; before or after is NULL if there is no row */
static void
announce_change(const FlagRule *rule, HeapTuple before, HeapTuple after, TupleDesc row)
{
	bool		was_flagged = is_flagged(rule, before, row);
	bool		flagged = is_flagged(rule, after, row);
	bool		gone = after == NULL;

	if (was_flagged && !gone)
		gone = !same_key(rule->announcer, before, after, row);
	if (was_flagged && (gone || !flagged))
		announce_row(rule, before, gone ? NULL : after, row, "withdrawn");
	if (flagged && (gone || !was_flagged))
		announce_row(rule, after, after, row, "raised");
}

/* A row's flag and figures */
typedef struct Standpoint
{
	bool		flagged;
	Figures		figures;
} Standpoint;

/*
 * The last row that was deleted because it moves to another partition.  Static
 * because another partition's trigger asks for it: the next one that fires for
 * a row that the same command inserts.
 */
static struct
{
	LocalTransactionId transaction;
	CommandId	command;
	Standpoint	was;
}			moving = {InvalidLocalTransactionId};

static void
note_moving(const FlagRule *rule, HeapTuple before, TupleDesc row)
{
	if (!HeapTupleHeaderIndicatesMovedPartitions(before->t_data))
		return;
	moving.transaction = MY_LOCAL_TRANSACTION_ID;
	moving.command = HeapTupleHeaderGetCmax(before->t_data);
	moving.was.flagged = is_flagged(rule, before, row);
	row_figures(rule, before, row, &moving.was.figures);
}

/* The previous standpoint of an inserted row: none, unless it has moved */
static void
stood_before(HeapTuple inserted, Standpoint *was)
{
	memset(was, 0, sizeof(*was));
	if (moving.transaction == MY_LOCAL_TRANSACTION_ID &&
		moving.command == HeapTupleHeaderGetCmin(inserted->t_data))
		*was = moving.was;
	moving.transaction = InvalidLocalTransactionId;
}

/* Figures of an argument of type evidence; NULL is empty */
static void
argument_figures(FunctionCallInfo fcinfo, int argument, Figures *figures)
{
	if (PG_ARGISNULL(argument))
		memset(figures, 0, sizeof(*figures));
	else
		evidence_figures(PG_GETARG_DATUM(argument), figures);
}

/*
 * flag_moves(flag before, flag, evidence before, evidence, threshold): whether
 * log_change() has anything to write.  It is a trigger's WHEN condition, so
 * that other rows are not queued.
 */
PG_FUNCTION_INFO_V1(flag_moves);
Datum
flag_moves(PG_FUNCTION_ARGS)
{
	Figures		was,
				now;
	uint32		threshold;

	if (PG_ARGISNULL(0) != PG_ARGISNULL(1))
		PG_RETURN_BOOL(true);
	argument_figures(fcinfo, 2, &was);
	argument_figures(fcinfo, 3, &now);
	if (PG_ARGISNULL(4))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("threshold must not be null")));
	threshold = check_threshold(PG_GETARG_INT32(4));
	PG_RETURN_BOOL((was.contradiction > 0) != (now.contradiction > 0) ||
				   figures_denied(&was, threshold) != figures_denied(&now, threshold));
}

/* Logs the events of an existing row: changes of flag, dispute and denial */
static void
log_change(const FlagRule *rule, HeapTuple before, HeapTuple after, Relation relation)
{
	TupleDesc	row = RelationGetDescr(relation);
	bool		flagged = is_flagged(rule, after, row);
	Standpoint	was;
	Figures		now;
	FlagEvent	events[3];
	int			count = 0;

	if (before == NULL)
		stood_before(after, &was);
	else
	{
		was.flagged = is_flagged(rule, before, row);
		row_figures(rule, before, row, &was.figures);
	}
	row_figures(rule, after, row, &now);
	if (flagged != was.flagged)
		events[count++].change = flagged ? "raised" : "withdrawn";
	if ((now.contradiction > 0) != (was.figures.contradiction > 0))
		events[count++].change = now.contradiction > 0 ? "disputed" : "settled";
	if (rule->logs_denied &&
		figures_denied(&now, rule->threshold) != figures_denied(&was.figures, rule->threshold))
		events[count++].change = figures_denied(&now, rule->threshold) ? "denied" : "undenied";
	for (int i = 0; i < count; i++)
	{
		events[i].before = figures_status(&was.figures, rule->threshold);
		events[i].after = figures_status(&now, rule->threshold);
		events[i].corroboration = now.corroboration;
		events[i].support = now.has_support ? now.support : UNRATED;
	}
	if (count > 0)
		write_events(rule->events, relation, after, events, count);
}

/* AFTER INSERT OR UPDATE OR DELETE, FOR EACH ROW: announces a changed flag */
Datum
announce_flag(PG_FUNCTION_ARGS)
{
	FlagRule   *rule = get_rule(fcinfo, &announce_function);
	TriggerData *data = (TriggerData *) fcinfo->context;
	HeapTuple	before = data->tg_trigtuple;
	HeapTuple	after = data->tg_newtuple;

	if (TRIGGER_FIRED_BY_INSERT(data->tg_event))
	{
		before = NULL;
		after = data->tg_trigtuple;
	}
	else if (TRIGGER_FIRED_BY_DELETE(data->tg_event))
		after = NULL;

	if (rule->events == NULL)
		announce_change(rule, before, after, RelationGetDescr(data->tg_relation));
	else if (after == NULL)
		note_moving(rule, before, RelationGetDescr(data->tg_relation));
	else
		log_change(rule, before, after, data->tg_relation);
	return PointerGetDatum(NULL);
}
