/*-------------------------------------------------------------------------
 *
 * gather_trigger.c
 *		The trigger gather_evidence, and SQL functions that do its work by
 *		hand.
 *
 * The trigger fires once for each statement on the table of attestations,
 * reads the transition tables, and brings the touched claims up to date as the
 * owner of that table, who must have rights on all tables that the trigger's
 * arguments name.
 *
 * Storage: none.  Static: which command last changed rows.  Memory: the
 * context that triggers and functions are called in.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/gather.h"

#include "access/table.h"
#include "watch/as_owner.h"
#include "watch/beside_shard.h"
#include "catalog/dependency.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "executor/tuptable.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "watch/key_text.h"
#include "watch/name_locks.h"
#include "watch/new_names.h"
#include "watch/registry.h"
#include "storage/proc.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

static bool
slot_is_null(TupleTableSlot *slot, AttrNumber column)
{
	bool		isnull;

	(void) slot_getattr(slot, column, &isnull);
	return isnull;
}

/* Whether the row counts: accepted and not retracted */
static bool
row_counts(const GatherRule *rule, TupleTableSlot *slot)
{
	if (slot_is_null(slot, rule->said_column))
		return false;
	if (rule->accepted_column != 0 && slot_is_null(slot, rule->accepted_column))
		return false;
	return rule->retracted_column == 0 || slot_is_null(slot, rule->retracted_column);
}

static Key
key_of(const char *text)
{
	Key			key = {text, strlen(text)};

	return key;
}

/*
 * Whether the row replaces another.  A row that does not count may do so, too,
 * if one that counts replaces it in turn.
 */
static bool
row_replaces(const GatherRule *rule, TupleTableSlot *slot)
{
	return rule->replaces_column != 0 && !slot_is_null(slot, rule->replaces_column);
}

/*
 * Adds a row if it has a claim, and counts or may replace one that does; what
 * it says only if the row is new
 */
static void
take_row(Gathering *g, TupleTableSlot *slot, bool is_new)
{
	GatherRule *rule = g->rule;
	Attested   *row;
	bool		counts = row_counts(rule, slot);
	bool		isnull;
	Datum		said;

	if (!counts && !row_replaces(rule, slot))
		return;
	for (int i = 0; i < rule->nkeys; i++)
		if (slot_is_null(slot, rule->keys[i].column))
			return;

	row = add_row(g);
	for (int i = 0; i < rule->nkeys; i++)
		row->keys[i] = datumCopy(slot_getattr(slot, rule->keys[i].column, &isnull),
								 rule->keys[i].typbyval, rule->keys[i].typlen);
	if (!counts)
		g->regather = true;
	if (!is_new || !counts)
		return;
	if (row_replaces(rule, slot))
		row->replaces = key_of("replaces another");
	said = slot_getattr(slot, rule->said_column, &isnull);
	row->said = datumCopy(PointerGetDatum(PG_DETOAST_DATUM_PACKED(said)), false, -1);
	if (rule->document_column != 0)
	{
		Datum		document = slot_getattr(slot, rule->document_column, &isnull);

		if (!isnull)
			row->document = key_of(OutputFunctionCall(&rule->document_output, document));
	}
}

static void
take_rows(Gathering *g, Tuplestorestate *store, TupleDesc descriptor, bool is_new)
{
	TupleTableSlot *slot = MakeSingleTupleTableSlot(descriptor, &TTSOpsMinimalTuple);
	bool		has_text = is_new && g->rule->document_by_settings;
	int			level = has_text ? key_text_begin() : 0;

	tuplestore_rescan(store);
	while (tuplestore_gettupleslot(store, true, false, slot))
		take_row(g, slot, is_new);
	ExecDropSingleTupleTableSlot(slot);
	if (has_text)
		key_text_end(level);
}

/* Checks timing, level and transition tables */
static void
check_trigger(const TriggerData *data)
{
	TriggerEvent event = data->tg_event;
	const char *missing = NULL;

	if (!TRIGGER_FIRED_AFTER(event) || TRIGGER_FIRED_FOR_ROW(event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"gather_evidence\" must be fired AFTER, FOR EACH STATEMENT"),
				 errhint("Let watch() or create_ledger() make the triggers.")));
	if (!TRIGGER_FIRED_BY_TRUNCATE(event) && !TRIGGER_FIRED_BY_INSERT(event) &&
		data->tg_oldtable == NULL)
		missing = "OLD";
	if ((TRIGGER_FIRED_BY_INSERT(event) || TRIGGER_FIRED_BY_UPDATE(event)) &&
		data->tg_newtable == NULL)
		missing = "NEW";
	if (missing != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("trigger \"%s\" of function \"gather_evidence\" has no %s TABLE",
						data->tg_trigger->tgname, missing),
				 errhint("Let watch() or create_ledger() make the triggers.")));
}

/*
 * The latest command of this transaction that changed or removed rows of any
 * table of attestations.  Static because a later firing asks for it.  If it is
 * of a subtransaction that was rolled back, that only costs time.
 */
static LocalTransactionId changing_transaction = InvalidLocalTransactionId;
static CommandId changing_command = FirstCommandId;

/*
 * Whether rows that a statement inserted may have changed since: a trigger
 * that fired before this one may have changed or removed them.  Its commands
 * have higher numbers than the statement that fired both.
 */
static bool
changed_since_inserted(void)
{
	return changing_transaction == MY_LOCAL_TRANSACTION_ID &&
		changing_command > GetActiveSnapshot()->curcid;
}

static void
note_changes(void)
{
	CommandId	command = GetActiveSnapshot()->curcid;

	if (changing_transaction != MY_LOCAL_TRANSACTION_ID || command > changing_command)
		changing_command = command;
	changing_transaction = MY_LOCAL_TRANSACTION_ID;
}

PG_FUNCTION_INFO_V1(gather_evidence);
Datum
gather_evidence(PG_FUNCTION_ARGS)
{
	TriggerData *data = (TriggerData *) fcinfo->context;
	Gathering	g;
	GatherRule *rule;
	TupleDesc	descriptor;
	Oid			owner;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"gather_evidence\" was not called by trigger manager"),
				 errhint("Let watch() or create_ledger() make the triggers.")));
	check_trigger(data);
	descriptor = RelationGetDescr(data->tg_relation);
	owner = data->tg_relation->rd_rel->relowner;
	rule = gather_rule(data->tg_relation, data->tg_trigger);
	if (!TRIGGER_FIRED_BY_INSERT(data->tg_event))
		note_changes();
	if (TRIGGER_FIRED_BY_TRUNCATE(data->tg_event))
	{
		if (is_distributed(RelationGetRelid(data->tg_relation)))
			ereport(ERROR,
					(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
					 errmsg("distributed table \"%s\" cannot be truncated while it is watched",
							RelationGetRelationName(data->tg_relation)),
					 errhint("Use DELETE.")));
		empty_claims(rule, owner);
		PG_RETURN_POINTER(NULL);
	}

	start_gathering(&g, rule);
	g.inserted = TRIGGER_FIRED_BY_INSERT(data->tg_event);
	g.regather = !g.inserted || changed_since_inserted();
	if (data->tg_oldtable != NULL)
		take_rows(&g, data->tg_oldtable, descriptor, false);
	if (data->tg_newtable != NULL)
		take_rows(&g, data->tg_newtable, descriptor, true);
	if (g.nrows > 0)
		gather_rows(&g, owner);
	end_gathering(&g);
	PG_RETURN_POINTER(NULL);
}

/* The rule by which a table's attestations are gathered; the table is open */
static GatherRule *
rule_of_table(FunctionCallInfo fcinfo, Relation attestations)
{
	Oid			extension = getExtensionOfObject(ProcedureRelationId, fcinfo->flinfo->fn_oid);
	/*
	 * copied, because any catalog lookup may rebuild the relation's cache
	 * entry
	 */
	TriggerDesc *triggers = CopyTriggerDesc(attestations->trigdesc);

	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		Oid			function = triggers->triggers[i].tgfoid;

		if (strcmp(get_func_name(function), "gather_evidence") == 0 &&
			getExtensionOfObject(ProcedureRelationId, function) == extension)
			return gather_rule(attestations, &triggers->triggers[i]);
	}
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("no evidence is gathered from table \"%s\"",
					RelationGetRelationName(attestations)),
			 errhint("Use watch() to gather it.")));
}

/* Opens a table of attestations that the user may read */
static Relation
open_attestations(Oid table)
{
	Relation	relation = try_table_open(table, AccessShareLock);
	AclResult	allowed;

	if (relation == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("there is no table with OID %u", table)));
	allowed = pg_class_aclcheck(table, GetUserId(), ACL_SELECT);
	if (allowed != ACLCHECK_OK)
		aclcheck_error(allowed, OBJECT_TABLE, RelationGetRelationName(relation));
	return relation;
}

/*
 * A step of regather() and the like for each table of attestations on this
 * node: the table itself, or the shards of one that Citus distributes.  Returns
 * true to stop.
 */
typedef bool (*OnAttestations) (FunctionCallInfo fcinfo, Relation attestations, void *data);

static void
on_each_part(FunctionCallInfo fcinfo, Relation attestations, OnAttestations done, void *data)
{
	ListCell   *cell;

	if (!is_distributed(RelationGetRelid(attestations)))
	{
		(void) done(fcinfo, attestations, data);
		return;
	}
	/* triggers run on each node, but a call runs on one node only */
	if (DatumGetInt32(DirectFunctionCall1(pg_trigger_depth, (Datum) 0)) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("the claims of distributed table \"%s\" are on several nodes",
						RelationGetRelationName(attestations)),
				 errdetail("They are gathered again by triggers on the registry, which fire on each node."),
				 errhint("Change the registry, or use rebuild_evidence().")));
	foreach(cell, local_shards(RelationGetRelid(attestations)))
	{
		Relation	shard = table_open(lfirst_oid(cell), AccessShareLock);
		bool		enough = done(fcinfo, shard, data);

		table_close(shard, AccessShareLock);
		if (enough)
			break;
	}
}

/*
 * The table that has a claim's attestations: the given one, or a shard of it
 * on this node, which is opened instead
 */
static Relation
open_part_of_claim(FunctionCallInfo fcinfo, Relation attestations, ArrayType *claim)
{
	GatherRule *rule;
	Datum		columns[GATHER_MAX_KEYS];
	Datum		array;
	Oid			part;

	if (!citus_is_there())
		return attestations;
	rule = rule_of_table(fcinfo, attestations);
	for (int i = 0; i < rule->nkeys; i++)
		columns[i] = CStringGetTextDatum(rule->keys[i].attested);
	array = PointerGetDatum(construct_array(columns, rule->nkeys, TEXTOID, -1, false,
											TYPALIGN_INT));
	part = shard_of_key(RelationGetRelid(attestations), array, PointerGetDatum(claim));
	if (part == RelationGetRelid(attestations))
		return attestations;
	table_close(attestations, AccessShareLock);
	return table_open(part, AccessShareLock);
}

/* A claim's key from the text of its columns */
static void
read_claim_key(const GatherRule *rule, ArrayType *array, Datum *keys)
{
	Datum	   *texts;
	bool	   *nulls;
	int			count;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &count);
	if (count != rule->nkeys)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the key of a claim in %s has %d columns, not %d",
						rule->claims, rule->nkeys, count)));
	for (int i = 0; i < count; i++)
	{
		Oid			input,
					ioparam;

		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("the key of a claim must not contain nulls")));
		getTypeInputInfo(rule->keys[i].type, &input, &ioparam);
		keys[i] = OidInputFunctionCall(input, TextDatumGetCString(texts[i]), ioparam, -1);
	}
}

/* Copies a value, such as one that SPI is about to free */
static Datum
copy_to(MemoryContext context, Datum value)
{
	MemoryContext before = MemoryContextSwitchTo(context);
	Datum		copy = datumCopy(value, false, -1);

	MemoryContextSwitchTo(before);
	return copy;
}

/*
 * gathered(attestations, claim key, as of): a claim's evidence from its rows
 */
PG_FUNCTION_INFO_V1(gathered);
Datum
gathered(PG_FUNCTION_ARGS)
{
	Relation	attestations;
	GatherRule *rule;
	Datum		keys[GATHER_MAX_KEYS];
	AsOwner		before;
	MemoryContext caller = CurrentMemoryContext;
	TimestampTz as_of = PG_ARGISNULL(2) ? DT_NOEND : PG_GETARG_TIMESTAMPTZ(2);
	Datum		evidence;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (as_of == DT_NOEND)
		as_of = AS_OF_QUERY;
	else if (as_of == DT_NOBEGIN)
		as_of = MIN_TIMESTAMP;
	attestations = open_part_of_claim(fcinfo, open_attestations(PG_GETARG_OID(0)),
									  PG_GETARG_ARRAYTYPE_P(1));
	rule = rule_of_table(fcinfo, attestations);
	read_claim_key(rule, PG_GETARG_ARRAYTYPE_P(1), keys);
	/* with the caller's rights, as the owner of the caller's own tables */
	as_owner_begin(&before, GetUserId());
	evidence = copy_to(caller, gather_claim(rule, keys, as_of));
	as_owner_end(&before);
	table_close(attestations, AccessShareLock);
	PG_RETURN_DATUM(evidence);
}

/*
 * says_both(attestations, claim key): persons who say both, with the caller's
 * rights
 */
PG_FUNCTION_INFO_V1(says_both);
Datum
says_both(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_part_of_claim(fcinfo, open_attestations(PG_GETARG_OID(0)),
												  PG_GETARG_ARRAYTYPE_P(1));
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	Datum		keys[GATHER_MAX_KEYS];
	AsOwner		before;
	MemoryContext caller = CurrentMemoryContext;
	Datum		persons;

	read_claim_key(rule, PG_GETARG_ARRAYTYPE_P(1), keys);
	/* with the caller's rights, as the owner of the caller's own tables */
	as_owner_begin(&before, GetUserId());
	persons = copy_to(caller, persons_on_both_sides(rule, keys));
	as_owner_end(&before);
	table_close(attestations, AccessShareLock);
	PG_RETURN_DATUM(persons);
}

/*
 * rewrite_claim(attestations, claim key): gathers a claim, and writes it even
 * if its evidence is the same, because what follows from it may be wrong.
 * Returns whether there is such a claim.
 */
PG_FUNCTION_INFO_V1(rewrite_claim);
Datum
rewrite_claim(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_part_of_claim(fcinfo, open_attestations(PG_GETARG_OID(0)),
												  PG_GETARG_ARRAYTYPE_P(1));
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	Gathering	g;
	uint64		written;

	start_gathering(&g, rule);
	g.regather = g.rewrite = true;
	read_claim_key(rule, PG_GETARG_ARRAYTYPE_P(1), add_row(&g)->keys);
	gather_rows(&g, attestations->rd_rel->relowner);
	written = g.written;
	end_gathering(&g);
	table_close(attestations, AccessShareLock);
	PG_RETURN_BOOL(written > 0);
}

/* Converts keys of documents from the user's text to the form for gathering */
static Datum
document_keys(GatherRule *rule, ArrayType *given)
{
	Datum	   *texts;
	int			count,
				level;
	Oid			input,
				ioparam;
	Datum	   *keys;

	deconstruct_array(given, TEXTOID, -1, false, TYPALIGN_INT, &texts, NULL, &count);
	keys = palloc(Max(count, 1) * sizeof(Datum));
	getTypeInputInfo(rule->document_type, &input, &ioparam);
	for (int i = 0; i < count; i++)
		keys[i] = OidInputFunctionCall(input, TextDatumGetCString(texts[i]), ioparam, -1);
	level = key_text_begin();
	for (int i = 0; i < count; i++)
		keys[i] = CStringGetTextDatum(OutputFunctionCall(&rule->document_output, keys[i]));
	key_text_end(level);
	return PointerGetDatum(construct_array(keys, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/*
 * Adds the claims that names affect to a gathering, as the owner of the
 * attestations
 */
static void
find_claims(Gathering *g, GatherRule *rule, Relation attestations,
			ClaimsOf which, Datum names, bool unregistered)
{
	AsOwner		before;

	/* the owner would see rows that a policy hides from the user */
	if (GetUserId() != attestations->rd_rel->relowner &&
		policies_apply(RelationGetRelid(attestations), InvalidOid))
		refuse_policies(RelationGetRelid(attestations));
	start_gathering(g, rule);
	g->regather = true;
	as_owner_begin(&before, attestations->rd_rel->relowner);
	add_claims_found(g, which, names, unregistered);
	as_owner_end(&before);
}

/* Which claims to gather again, and how many changed */
typedef struct Regathering
{
	ClaimsOf	which;
	uint64		written;
} Regathering;

static bool
regather_part(FunctionCallInfo fcinfo, Relation attestations, void *data)
{
	Regathering *regathering = data;
	ClaimsOf	which = regathering->which;
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	Datum		names = PG_GETARG_DATUM(1);
	Gathering	g;

	if (which == CLAIMS_OF_NAMES && rule->aliases == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" is watched without a table of other spellings",
						RelationGetRelationName(attestations)),
				 errhint("Name it: watch(..., sources => ..., aliases => ...).")));
	if (which == CLAIMS_OF_DOCUMENTS && rule->documents == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" is watched without a table of documents",
						RelationGetRelationName(attestations)),
				 errhint("Name it: watch(..., documents => ..., document => ...).")));
	if (which == CLAIMS_OF_DOCUMENTS && rule->document_by_settings)
		names = document_keys(rule, PG_GETARG_ARRAYTYPE_P(1));
	find_claims(&g, rule, attestations, which, names, false);
	if (g.nrows > 0)
		gather_rows(&g, attestations->rd_rel->relowner);
	regathering->written += g.written;
	end_gathering(&g);
	return false;
}

static uint64
regather_found(FunctionCallInfo fcinfo, ClaimsOf which)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));
	Regathering regathering = {which, 0};

	on_each_part(fcinfo, attestations, regather_part, &regathering);
	table_close(attestations, AccessShareLock);
	return regathering.written;
}

/*
 * regather(attestations, names): gathers again the claims that mention any of
 * these sources, and returns how many changed.
 */
PG_FUNCTION_INFO_V1(regather);
Datum
regather(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(regather_found(fcinfo, CLAIMS_OF_SOURCES));
}

/*
 * regather_aliases(attestations, aliases): likewise for names that now stand
 * for another source
 */
PG_FUNCTION_INFO_V1(regather_aliases);
Datum
regather_aliases(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(regather_found(fcinfo, CLAIMS_OF_NAMES));
}

/*
 * regather_documents(attestations, documents): likewise for claims with
 * attestations taken from these documents or from copies of them
 */
PG_FUNCTION_INFO_V1(regather_documents);
Datum
regather_documents(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(regather_found(fcinfo, CLAIMS_OF_DOCUMENTS));
}

static Datum
key_column_as_text(const GatherRule *rule, const Attested *row, int column)
{
	Oid			output;
	bool		isvarlena;

	getTypeOutputInfo(rule->keys[column].type, &output, &isvarlena);
	return CStringGetTextDatum(OidOutputFunctionCall(output, row->keys[column]));
}

/*
 * For functions that disclose which names are registered.  The owner of the
 * attestations may use them, because it can see which attestations are
 * refused.
 */
static void
check_may_learn_keys(const GatherRule *rule, Relation attestations)
{
	if (GetUserId() != attestations->rd_rel->relowner && !may_learn_keys(rule, GetUserId()))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for table %s", rule->sources),
				 errdetail("The table says which sources are registered.")));
}

/*
 * first_mention(attestations, names, unregistered): the key of a claim that
 * mentions any of them, or only of those that the registry does not know.
 */
static bool
first_mention_in_part(FunctionCallInfo fcinfo, Relation attestations, void *key)
{
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	Datum		texts[GATHER_MAX_KEYS];
	Gathering	g;
	bool		unregistered = PG_GETARG_BOOL(2),
				found;
	int			level;

	if (unregistered)
		check_may_learn_keys(rule, attestations);
	find_claims(&g, rule, attestations, CLAIMS_OF_SOURCES, PG_GETARG_DATUM(1),
				unregistered);
	found = g.nrows > 0;
	level = key_text_begin();
	for (int i = 0; found && i < rule->nkeys; i++)
		texts[i] = key_column_as_text(rule, &g.rows[0], i);
	key_text_end(level);
	end_gathering(&g);
	if (found)
		*(ArrayType **) key = construct_array(texts, rule->nkeys, TEXTOID, -1, false,
											  TYPALIGN_INT);
	return found;
}

PG_FUNCTION_INFO_V1(first_mention);
Datum
first_mention(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));
	ArrayType  *key = NULL;

	on_each_part(fcinfo, attestations, first_mention_in_part, &key);
	table_close(attestations, AccessShareLock);
	if (key == NULL)
		PG_RETURN_NULL();
	PG_RETURN_ARRAYTYPE_P(key);
}

/*
 * lock_documents(attestations, documents): locks their names, for a caller
 * that will change them and other things that claims depend on.
 */
PG_FUNCTION_INFO_V1(lock_documents);
Datum
lock_documents(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	Gathering	g;

	find_claims(&g, rule, attestations, CLAIMS_OF_DOCUMENTS, PG_GETARG_DATUM(1), false);
	end_gathering(&g);
	table_close(attestations, AccessShareLock);
	PG_RETURN_VOID();
}

/*
 * Finds the given names that are not registered, but are another spelling of a
 * registered name or of one another, and raises an error or returns them.
 * Locks names that are not registered first, as an attestation that mentions
 * them would.  Locks no others: the caller has not locked the names in its
 * claims yet.
 */
static Datum
look_at_new_names(FunctionCallInfo fcinfo, bool refuse)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	AsOwner		before;
	Unpacked	unpacked;
	NameLocks	locks;
	Key		   *names;
	Size		count;
	Datum		new_names,
				second;

	if (rule->sources == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" is watched without a registry of sources",
						RelationGetRelationName(attestations)),
				 errhint("Name it: watch(..., sources => ...).")));
	check_may_learn_keys(rule, attestations);
	as_owner_begin(&before, attestations->rd_rel->relowner);
	unpack_start(&unpacked);
	new_names = unregistered_names(rule, PG_GETARG_DATUM(1));
	names = array_to_keys(new_names, &count, &unpacked.ws);
	start_name_locks(&locks, rule->attestations_id, NAMES_OF_SOURCES);
	if (count > 0)
		want_names(&locks, names, count, false);
	hold_wanted(&locks);
	/* another session may have registered some meanwhile */
	names = array_to_keys(unregistered_names(rule, new_names), &count, &unpacked.ws);
	if (refuse)
		refuse_same_names(rule, names, count, &unpacked.ws);
	second = refuse ? (Datum) 0 :
		SPI_datumTransfer(second_spellings(rule, names, count, &unpacked.ws), false, -1);
	unpack_free(&unpacked);
	as_owner_end(&before);
	table_close(attestations, AccessShareLock);
	return second;
}

/*
 * check_new_names(attestations, names): raises an error if any of them is such
 * a spelling; gives a notice if one is near a registered name
 */
PG_FUNCTION_INFO_V1(check_new_names);
Datum
check_new_names(PG_FUNCTION_ARGS)
{
	look_at_new_names(fcinfo, true);
	PG_RETURN_VOID();
}

/*
 * second_spellings(attestations, names): returns those that are such
 * spellings; gives a notice if one of the others is near a registered name
 */
PG_FUNCTION_INFO_V1(second_spellings_of);
Datum
second_spellings_of(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(look_at_new_names(fcinfo, false));
}

/*
 * hold_names(attestations, names, changed): takes share locks on names, and
 * exclusive locks on those that the caller will change.  What is read of them
 * afterwards stays true until the transaction ends.
 */
static bool
hold_names_of_part(FunctionCallInfo fcinfo, Relation attestations,
				   pg_attribute_unused() void *unused)
{
	NameLocks	locks;
	Unpacked	unpacked;

	unpack_start(&unpacked);
	start_name_locks(&locks, RelationGetRelid(attestations), NAMES_OF_SOURCES);
	for (int i = 1; i <= 2; i++)
	{
		Size		count;
		Key		   *names = array_to_keys(PG_GETARG_DATUM(i), &count, &unpacked.ws);

		if (count > 0)
			want_names(&locks, names, count, i == 2);
	}
	hold_wanted(&locks);
	unpack_free(&unpacked);
	return false;
}

PG_FUNCTION_INFO_V1(hold_names);
Datum
hold_names(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));

	on_each_part(fcinfo, attestations, hold_names_of_part, NULL);
	table_close(attestations, AccessShareLock);
	PG_RETURN_VOID();
}

/*
 * lock_names(attestations): locks all names, so that nobody else gathers from
 * the table until the transaction ends
 */
PG_FUNCTION_INFO_V1(lock_names);
Datum
lock_names(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));

	lock_all_names(RelationGetRelid(attestations));
	table_close(attestations, AccessShareLock);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(source_kind_passes_on);
Datum
source_kind_passes_on(PG_FUNCTION_ARGS)
{
	text	   *kind = PG_GETARG_TEXT_PP(0);
	Key			name = {VARDATA_ANY(kind), VARSIZE_ANY_EXHDR(kind)};

	PG_RETURN_BOOL(kind_passes_on(name));
}

/* What each query is for */
static const char *const purposes[QUERY_COUNT] = {
	[QUERY_LOCK_CLAIMS] = "lock claims",
	[QUERY_FIND_CLAIM] = "find a claim",
	[QUERY_MERGE_CLAIM] = "merge into a claim",
	[QUERY_WRITE_CLAIMS] = "write claims",
	[QUERY_READ_ATTESTATIONS] = "read attestations",
	[QUERY_READ_ATTESTATIONS_AS_OF] = "read attestations as of a time",
	[QUERY_EMPTY_CLAIMS] = "empty claims",
	[QUERY_SPELLINGS] = "find other spellings",
	[QUERY_AFFILIATED] = "find sources by affiliations",
	[QUERY_RELYING] = "find sources by whom they rely on",
	[QUERY_MENTIONING] = "find claims by names",
	[QUERY_IN_DOCUMENTS] = "find claims by documents",
	[QUERY_READ_ALIASES] = "read aliases",
	[QUERY_READ_SOURCES] = "read sources",
	[QUERY_READ_SOURCES_AS_OF] = "read sources as of a time",
	[QUERY_READ_SPELT] = "read sources that became spellings",
	[QUERY_READ_SPELT_AS_OF] = "read sources that became spellings as of a time",
	[QUERY_ADD_SOURCES] = "add sources",
	[QUERY_SAME_NAMES] = "find names that are the same",
	[QUERY_NEAR_NAMES] = "find names that are near",
	[QUERY_READ_DOCUMENTS] = "read documents",
};

static void
put_query(ReturnSetInfo *result, const GatherRule *rule, GatherQuery query)
{
	Oid			types[QUERY_MAX_PARAMETERS];
	Datum		parameters[QUERY_MAX_PARAMETERS];
	int			count;
	Datum		values[3];
	bool		nulls[3] = {false};

	values[0] = CStringGetTextDatum(purposes[query]);
	values[1] = CStringGetTextDatum(query_text(rule, query, types, &count));
	for (int i = 0; i < count; i++)
		parameters[i] = ObjectIdGetDatum(types[i]);
	values[2] = PointerGetDatum(construct_array(parameters, count, REGTYPEOID, sizeof(Oid),
												true, TYPALIGN_INT));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * watch_queries(attestations): the queries that gather_evidence(), gathered()
 * and regather() run for a table.
 */
PG_FUNCTION_INFO_V1(watch_queries);
Datum
watch_queries(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));
	GatherRule *rule = rule_of_table(fcinfo, attestations);

	InitMaterializedSRF(fcinfo, 0);
	for (int query = 0; query < QUERY_COUNT; query++)
		if (has_query(rule, query))
			put_query((ReturnSetInfo *) fcinfo->resultinfo, rule, query);
	table_close(attestations, AccessShareLock);
	PG_RETURN_NULL();
}

/* refuse_source(attestations, name): raises the error for an unknown name */
PG_FUNCTION_INFO_V1(refuse_source);
Datum
refuse_source(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	AsOwner		before;

	/* with the caller's rights, as the owner of the caller's own tables */
	as_owner_begin(&before, GetUserId());
	refuse_unknown_source(rule, key_from_varlena(PG_GETARG_TEXT_PP(1)));
}

/*
 * bearing_on(attestations, names): the keys of the claims that regather()
 * would gather again for these names, one column of a key after the other.
 * Locks the names, so that nobody else can mention them until the transaction
 * ends.
 */
PG_FUNCTION_INFO_V1(bearing_on);
Datum
bearing_on(PG_FUNCTION_ARGS)
{
	Relation	attestations = open_attestations(PG_GETARG_OID(0));
	GatherRule *rule = rule_of_table(fcinfo, attestations);
	Datum	   *texts;
	Gathering	g;
	Size		count = 0;
	ArrayType  *found;
	int			level;

	find_claims(&g, rule, attestations, CLAIMS_OF_SOURCES, PG_GETARG_DATUM(1), false);
	texts = palloc_extended(Max(g.nrows, 1) * rule->nkeys * sizeof(Datum), MCXT_ALLOC_HUGE);
	level = key_text_begin();
	for (Size row = 0; row < g.nrows; row++)
		for (int i = 0; i < rule->nkeys; i++)
			texts[count++] = key_column_as_text(rule, &g.rows[row], i);
	key_text_end(level);
	if (count > INT_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many claims for an array")));
	found = construct_array(texts, (int) count, TEXTOID, -1, false, TYPALIGN_INT);
	end_gathering(&g);
	table_close(attestations, AccessShareLock);
	PG_RETURN_ARRAYTYPE_P(found);
}
