/*-------------------------------------------------------------------------
 *
 * referred.c
 *		Errors in plain words for rows with missing references.
 *
 * A foreign key refuses such rows, too, but only says which constraint was
 * violated.  The trigger must_refer_to fires before it, because its name comes
 * first, and says what does not exist, and what to do.  It checks what the key
 * checks: the primary key of the referenced table, in all its rows, whoever
 * may see them, including those that the same statement wrote.  If it cannot
 * tell, it lets the row pass, and the key decides.  A deferrable key always
 * decides, because the referenced row may still be added; a key that is not
 * enforced lets everything pass.  In REPEATABLE READ and SERIALIZABLE, the key
 * refuses a row that was added after the snapshot as missing; here, that is a
 * serialization failure.
 *
 * Memory: a snapshot and a scan, for one row.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "access/genam.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/relcache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "type/inner_context.h"

/* The arguments of the trigger, in their order, for each referencing column */
enum
{
	COLUMN,
	WHAT,						/* what it references, such as "claim" */
	HINT,
	ARGUMENTS
};

static void
check_fired(const TriggerData *data)
{
	if (!TRIGGER_FIRED_AFTER(data->tg_event) || !TRIGGER_FIRED_FOR_ROW(data->tg_event) ||
		TRIGGER_FIRED_BY_DELETE(data->tg_event) ||
		data->tg_trigger->tgnargs == 0 || data->tg_trigger->tgnargs % ARGUMENTS != 0)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"must_refer_to\" must be fired AFTER INSERT OR UPDATE, FOR EACH ROW, with three arguments for each column"),
				 errhint("Let create_ledger() make the triggers.")));
}

static bool
is_deferrable(Oid constraint)
{
	HeapTuple	tuple = SearchSysCache1(CONSTROID, ObjectIdGetDatum(constraint));
	bool		deferrable;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for constraint %u", constraint);
	deferrable = ((Form_pg_constraint) GETSTRUCT(tuple))->condeferrable;
	ReleaseSysCache(tuple);
	return deferrable;
}

/* The foreign key of only this column that is checked at once, or NULL */
static const ForeignKeyCacheInfo *
key_of(Relation from, AttrNumber column)
{
	/* copied, because any catalog lookup may free the relation's list */
	List	   *keys = copyObject(RelationGetFKeyList(from));
	ListCell   *cell;

	foreach(cell, keys)
	{
		const ForeignKeyCacheInfo *key = lfirst(cell);

		if (key->nkeys == 1 && key->conkey[0] == column)
			return is_deferrable(key->conoid) || !FOREIGN_KEY_IS_ENFORCED(key) ? NULL : key;
	}
	return NULL;
}

/* What the trigger keeps for its next firing in the same statement */
typedef struct Reference
{
	AttrNumber	column;
	AttrNumber	referred;		/* 0: there is no such foreign key */
	Oid			to;
	RegProcedure equals;
} Reference;

static void
find_reference(Reference *reference, Relation from, const char *column)
{
	const ForeignKeyCacheInfo *key;

	reference->column = get_attnum(RelationGetRelid(from), column);
	key = reference->column == InvalidAttrNumber ? NULL : key_of(from, reference->column);
	if (key == NULL)
		return;
	reference->referred = key->confkey[0];
	reference->to = key->confrelid;
	reference->equals = get_opcode(key->conpfeqop[0]);
}

/* One for each column that the trigger's arguments name */
static const Reference *
find_references(FmgrInfo *flinfo, const TriggerData *data, int count)
{
	Reference  *references = flinfo->fn_extra;

	if (references != NULL)
		return references;
	references = MemoryContextAllocZero(flinfo->fn_mcxt, count * sizeof(Reference));
	for (int i = 0; i < count; i++)
		find_reference(&references[i], data->tg_relation,
					   data->tg_trigger->tgargs[i * ARGUMENTS + COLUMN]);
	return flinfo->fn_extra = references;
}

static bool
is_found(Relation to, ScanKey sought, Snapshot snapshot)
{
	SysScanDesc scan;
	bool		found;

	snapshot = RegisterSnapshot(snapshot);
	scan = systable_beginscan(to, to->rd_pkindex, true, snapshot, 1, sought);
	found = HeapTupleIsValid(systable_getnext(scan));
	systable_endscan(scan);
	UnregisterSnapshot(snapshot);
	return found;
}

/* Whether the row that a row references exists */
typedef enum Presence
{
	ABSENT,
	PRESENT,
	UNSEEN						/* yes, but newer than the snapshot */
} Presence;

/*
 * By what is committed now and what this transaction has written; or, in
 * REPEATABLE READ and SERIALIZABLE, by the transaction's snapshot.  If others
 * have deleted the row since then, the foreign key reports a serialization
 * failure.
 */
static Presence
presence_of(const Reference *reference, Datum value)
{
	Relation	to = table_open(reference->to, AccessShareLock);
	Form_pg_attribute column = TupleDescAttr(RelationGetDescr(to), reference->referred - 1);
	ScanKeyData sought;
	Presence	presence = PRESENT;

	if (!to->rd_indexvalid)
		list_free(RelationGetIndexList(to));	/* which finds the primary key */
	if (OidIsValid(to->rd_pkindex))
	{
		ScanKeyEntryInitialize(&sought, 0, reference->referred, BTEqualStrategyNumber,
							   InvalidOid, column->attcollation, reference->equals, value);
		CommandCounterIncrement();
		if (IsolationUsesXactSnapshot() && is_found(to, &sought, GetTransactionSnapshot()))
			presence = PRESENT;
		else if (is_found(to, &sought, GetLatestSnapshot()))
			presence = IsolationUsesXactSnapshot() ? UNSEEN : PRESENT;
		else
			presence = ABSENT;
	}
	table_close(to, AccessShareLock);
	return presence;
}

static char *
shown(Oid type, Datum value)
{
	Oid			output;
	bool		is_varlena;
	char	   *text;

	getTypeOutputInfo(type, &output, &is_varlena);
	text = OidOutputFunctionCall(output, value);
	return type == TEXTOID ? psprintf("\"%s\"", text) : text;
}

/* arguments: those of the trigger for this reference */
static void
check_reference(const Reference *reference, Relation from, HeapTuple row, char **arguments)
{
	bool		isnull;
	Datum		value;
	Presence	presence;
	char	   *value_shown;

	if (reference->referred == 0)
		return;
	value = heap_getattr(row, reference->column, RelationGetDescr(from), &isnull);
	if (isnull)
		return;
	presence = presence_of(reference, value);
	if (presence == PRESENT)
		return;
	value_shown = shown(get_atttype(RelationGetRelid(from), reference->column), value);
	if (presence == ABSENT)
		ereport(ERROR,
				(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
				 errhide_inner_context(),
				 errmsg("there is no %s %s", arguments[WHAT], value_shown),
				 errhint("%s", arguments[HINT])));
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errhide_inner_context(),
			 errmsg("could not serialize access due to a concurrent insert"),
			 errdetail("This transaction does not see %s %s, which was added after it began.",
					   arguments[WHAT], value_shown),
			 errhint("The transaction might succeed if retried.")));
}

PG_FUNCTION_INFO_V1(must_refer_to);
Datum
must_refer_to(PG_FUNCTION_ARGS)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	HeapTuple	row;
	const Reference *references;
	int			count;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"must_refer_to\" was not called by trigger manager")));
	check_fired(data);
	row = TRIGGER_FIRED_BY_UPDATE(data->tg_event) ? data->tg_newtuple : data->tg_trigtuple;
	count = data->tg_trigger->tgnargs / ARGUMENTS;
	references = find_references(fcinfo->flinfo, data, count);
	for (int i = 0; i < count; i++)
		check_reference(&references[i], data->tg_relation, row,
						&data->tg_trigger->tgargs[i * ARGUMENTS]);
	return PointerGetDatum(NULL);
}
