/*-------------------------------------------------------------------------
 *
 * event.c
 *		Recording changes of claims' flags in a table of events.
 *
 * The table is the user's.  It has a foreign key to the claims and columns
 * change, from_status, to_status, corroboration, support and cause; other
 * columns take their defaults.  The cause is the setting corroborate.cause,
 * which people set, or else corroborate.statement, which a ledger's triggers
 * set; without either it only says whether a trigger made the change.
 *
 * Events are written as the owner of the claims, who must have rights on the
 * table, so that naming somebody else's table in a trigger gains nothing.
 *
 * Storage: the user's table.  Memory: the caller's context for what was
 * looked up; the plan is freed with it.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/event.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "parser/parse_relation.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/relcache.h"

#include "watch/as_owner.h"
#include "watch/beside_shard.h"
#include "watch/qualified_name.h"

/* Parameters after the claim's key */
enum
{
	EVENT_CHANGE,
	EVENT_BEFORE,
	EVENT_AFTER,
	EVENT_CORROBORATION,
	EVENT_SUPPORT,
	EVENT_CAUSE,
	EVENT_PARAMETERS
};

struct EventLog
{
	char	   *insert;			/* the query */
	SPIPlanPtr	plan;			/* NULL: not prepared yet */
	int			nkeys;
	char	   *claimed[INDEX_MAX_KEYS];	/* columns of the claims' key */
	Oid			types[INDEX_MAX_KEYS + EVENT_PARAMETERS];
	MemoryContextCallback release;
};

static void
release_plan(void *log)
{
	if (((EventLog *) log)->plan != NULL)
		SPI_freeplan(((EventLog *) log)->plan);
}

/* The foreign key of the events' table to the claims */
static const ForeignKeyCacheInfo *
reference_to(Relation events, Oid claims)
{
	/* copied, because any catalog lookup may free the relation's list */
	List	   *keys = copyObject(RelationGetFKeyList(events));
	ListCell   *cell;

	foreach(cell, keys)
	{
		const ForeignKeyCacheInfo *reference = lfirst(cell);

		if (reference->confrelid == claims)
			return reference;
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("table \"%s\" does not refer to table \"%s\"",
					RelationGetRelationName(events), get_rel_name(claims)),
			 errdetail("Events are written with the key of the claim that they are about."),
			 errhint("Give it a foreign key that references \"%s\".", get_rel_name(claims))));
}

/* Whether the table numbers a column by a sequence that its shard lacks */
static bool
is_numbered(Form_pg_attribute column, Relation shard)
{
	AttrNumber	there = get_attnum(RelationGetRelid(shard), NameStr(column->attname));

	if (column->attidentity != '\0')
		return true;
	return column->atthasdef && column->attgenerated == '\0' && there != InvalidAttrNumber &&
		!TupleDescAttr(RelationGetDescr(shard), there - 1)->atthasdef;
}

/*
 * A shard has no sequences of its own, so columns that the distributed table
 * numbers are filled from the table's sequences.  Appends the names of these
 * columns, or, if values is true, the expressions for them.  Columns of a
 * plain table take their defaults.
 */
static void
append_numbered(StringInfo sql, Oid named, Relation events, bool values)
{
	Relation	table;

	if (named == RelationGetRelid(events))
		return;
	table = table_open(named, AccessShareLock);
	for (int i = 0; i < RelationGetNumberOfAttributes(table); i++)
	{
		Form_pg_attribute column = TupleDescAttr(RelationGetDescr(table), i);
		const char *name = NameStr(column->attname);

		if (column->attisdropped || !is_numbered(column, events))
			continue;
		if (values)
			appendStringInfo(sql, "pg_catalog.nextval("
							 "pg_catalog.pg_get_serial_sequence(%s, %s)::pg_catalog.regclass), ",
							 quote_literal_cstr(qualified_name(named)), quote_literal_cstr(name));
		else
			appendStringInfo(sql, "%s, ", quote_identifier(name));
	}
	table_close(table, AccessShareLock);
}

/* INSERT INTO events (key ..., change ...) VALUES ($1 ...) */
static char *
insert_query(const EventLog *log, Oid named, Relation events,
			 const ForeignKeyCacheInfo *reference, Oid extension_schema)
{
	const char *schema = quote_identifier(get_namespace_name(extension_schema));
	StringInfoData sql;
	int			n = log->nkeys;

	initStringInfo(&sql);
	appendStringInfo(&sql, "INSERT INTO %s (",
					 qualified_name(RelationGetRelid(events)));
	for (int i = 0; i < n; i++)
		appendStringInfo(&sql, "%s, ",
						 quote_identifier(get_attname(RelationGetRelid(events),
													  reference->conkey[i], false)));
	append_numbered(&sql, named, events, false);
	appendStringInfoString(&sql, "change, from_status, to_status, corroboration, support, cause) VALUES (");
	for (int i = 0; i < n; i++)
		appendStringInfo(&sql, "$%d, ", i + 1);
	append_numbered(&sql, named, events, true);
	appendStringInfo(&sql, "$%d, $%d::%s.corroboration_status, $%d::%s.corroboration_status, $%d, $%d, $%d)",
					 n + 1 + EVENT_CHANGE, n + 1 + EVENT_BEFORE, schema,
					 n + 1 + EVENT_AFTER, schema, n + 1 + EVENT_CORROBORATION,
					 n + 1 + EVENT_SUPPORT, n + 1 + EVENT_CAUSE);
	return sql.data;
}

EventLog *
event_log(Oid claims, const char *name, Oid extension_schema, MemoryContext context)
{
	static const Oid types[EVENT_PARAMETERS] = {
		TEXTOID, TEXTOID, TEXTOID, INT4OID, FLOAT8OID, TEXTOID
	};
	MemoryContext old = MemoryContextSwitchTo(context);
	EventLog   *log = palloc0(sizeof(EventLog));
	Oid			named = RangeVarGetRelid(makeRangeVarFromNameList(qualified_name_list(name)),
										 NoLock, false);
	Relation	events = table_open(table_beside(claims, named), AccessShareLock);
	const ForeignKeyCacheInfo *reference;

	reference = reference_to(events, claims);
	log->nkeys = reference->nkeys;
	for (int i = 0; i < log->nkeys; i++)
	{
		log->claimed[i] = get_attname(claims, reference->confkey[i], false);
		log->types[i] = get_atttype(claims, reference->confkey[i]);
	}
	memcpy(log->types + log->nkeys, types, sizeof(types));
	log->insert = insert_query(log, named, events, reference, extension_schema);
	table_close(events, AccessShareLock);

	log->release.func = release_plan;
	log->release.arg = log;
	MemoryContextRegisterResetCallback(context, &log->release);
	MemoryContextSwitchTo(old);
	return log;
}

/* A setting that people and triggers use; NULL if it is empty */
static const char *
session_says(const char *setting)
{
	const char *value = GetConfigOption(setting, true, false);

	return value == NULL || value[0] == '\0' ? NULL : value;
}

static const char *
cause_of_event(void)
{
	const char *cause = session_says("corroborate.cause");

	if (cause == NULL)
		cause = session_says("corroborate.statement");
	if (cause == NULL)
		cause = DatumGetInt32(DirectFunctionCall1(pg_trigger_depth, (Datum) 0)) > 1 ?
			"attestation" : "gathered again";
	return cause;
}

static void
insert_event(EventLog *log, Datum *values, char *nulls, const FlagEvent *event)
{
	Datum	   *about = values + log->nkeys;

	about[EVENT_CHANGE] = CStringGetTextDatum(event->change);
	about[EVENT_BEFORE] = CStringGetTextDatum(status_name(event->before));
	about[EVENT_AFTER] = CStringGetTextDatum(status_name(event->after));
	about[EVENT_CORROBORATION] = Int32GetDatum((int32) Min(event->corroboration, PG_INT32_MAX));
	about[EVENT_SUPPORT] = Float8GetDatum(event->support);
	nulls[log->nkeys + EVENT_SUPPORT] = event->support == UNRATED ? 'n' : ' ';
	about[EVENT_CAUSE] = CStringGetTextDatum(cause_of_event());
	if (SPI_execute_plan(log->plan, values, nulls, false, 0) != SPI_OK_INSERT)
	{
		/* the server does not replan an empty plan once the rule has gone */
		SPI_freeplan(log->plan);
		log->plan = NULL;
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("a rule on the table of events replaces what is written to it"),
				 errdetail("It replaces \"%s\".", log->insert),
				 errhint("Use a trigger in place of the rule.")));
	}
}

void
write_events(EventLog *log, Relation relation, HeapTuple row,
			 const FlagEvent *events, int count)
{
	Datum		values[INDEX_MAX_KEYS + EVENT_PARAMETERS];
	char		nulls[INDEX_MAX_KEYS + EVENT_PARAMETERS];
	AsOwner		before;

	memset(nulls, ' ', sizeof(nulls));
	for (int i = 0; i < log->nkeys; i++)
	{
		AttrNumber	column = attnameAttNum(relation, log->claimed[i], false);
		bool		isnull;

		values[i] = heap_getattr(row, column, RelationGetDescr(relation), &isnull);
		nulls[i] = isnull ? 'n' : ' ';
	}

	as_owner_begin(&before, relation->rd_rel->relowner);
	if (log->plan == NULL)
	{
		SPIPlanPtr	plan = SPI_prepare(log->insert, log->nkeys + EVENT_PARAMETERS,
									   log->types);

		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare \"%s\"", log->insert);
		log->plan = plan;
	}
	for (int i = 0; i < count; i++)
		insert_event(log, values, nulls, &events[i]);
	as_owner_end(&before);
}
