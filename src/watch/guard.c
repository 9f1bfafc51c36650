/*-------------------------------------------------------------------------
 *
 * guard.c
 *		Keeping anything but gathering from writing the evidence of watched
 *		claims.
 *
 * A claim's evidence is what its attestations say.  If it were written by
 * hand, it could raise a flag that no testimony supports, and the next
 * attestation would merge into it.  The trigger guard_evidence refuses an
 * UPDATE that changes it, except that of gathering: of the same table, by a
 * query of gather_query.c, and one level of triggers below that.  No setting
 * disables it.
 *
 * INSERT is allowed, because restores and moves between partitions need it;
 * check_evidence() finds made-up evidence.  Triggers do not fire in a session
 * whose session_replication_role is replica.
 *
 * Storage: none.  Static: which table may be written now.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/guard.h"

#include "access/htup_details.h"
#include "catalog/partition.h"
#include "commands/trigger.h"
#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "type/evidence.h"

/* Static because the server fires the trigger that reads it */
static GuardState open_for = {InvalidOid, 0};

static int
trigger_depth(void)
{
	return DatumGetInt32(DirectFunctionCall1(pg_trigger_depth, (Datum) 0));
}

GuardState
guard_open(Oid claims)
{
	GuardState	before = open_for;

	open_for.claims = claims;
	open_for.depth = trigger_depth();
	return before;
}

void
guard_close(GuardState before)
{
	open_for = before;
}

/* Whether a relation is the table or a partition of it */
static bool
is_part_of(Relation relation, Oid table)
{
	if (RelationGetRelid(relation) == table)
		return true;
	return relation->rd_rel->relispartition &&
		list_member_oid(get_partition_ancestors(RelationGetRelid(relation)), table);
}

static bool
same_evidence(HeapTuple before, HeapTuple after, AttrNumber column, TupleDesc row)
{
	bool		was_null,
				is_null;
	Datum		was = heap_getattr(before, column, row, &was_null);
	Datum		is = heap_getattr(after, column, row, &is_null);

	if (was_null || is_null)
		return was_null == is_null;
	return evidence_compare(was, is) == 0;
}

static void
check_guard(const TriggerData *data)
{
	if (!TRIGGER_FIRED_BEFORE(data->tg_event) || !TRIGGER_FIRED_FOR_ROW(data->tg_event) ||
		!TRIGGER_FIRED_BY_UPDATE(data->tg_event) || data->tg_trigger->tgnargs != 1)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"guard_evidence\" must be fired BEFORE UPDATE, FOR EACH ROW, with the name of a column"),
				 errhint("Let watch() or create_ledger() make the triggers.")));
}

PG_FUNCTION_INFO_V1(guard_evidence);
Datum
guard_evidence(PG_FUNCTION_ARGS)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	AttrNumber	column;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"guard_evidence\" was not called by trigger manager")));
	check_guard(data);
	if (OidIsValid(open_for.claims) && trigger_depth() == open_for.depth + 1 &&
		is_part_of(data->tg_relation, open_for.claims))
		return PointerGetDatum(data->tg_newtuple);

	column = get_attnum(RelationGetRelid(data->tg_relation), data->tg_trigger->tgargs[0]);
	if (column == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist",
						data->tg_trigger->tgargs[0], RelationGetRelationName(data->tg_relation)),
				 errdetail("Trigger \"%s\" names it as the evidence that it guards.",
						   data->tg_trigger->tgname)));
	if (!same_evidence(data->tg_trigtuple, data->tg_newtuple, column,
					   RelationGetDescr(data->tg_relation)))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("evidence of table \"%s\" cannot be written by hand",
						RelationGetRelationName(data->tg_relation)),
				 errdetail("It is gathered from attestations, and follows them."),
				 errhint("Insert, retract or replace attestations; watched() shows the table they are in.")));
	return PointerGetDatum(data->tg_newtuple);
}
