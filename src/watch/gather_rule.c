/*-------------------------------------------------------------------------
 *
 * gather_rule.c
 *		How evidence is gathered: what the arguments of a gather_evidence
 *		trigger say.
 *
 * Arguments are written name=value, in any order:
 *
 *	  claims=newsroom.claim     the table that holds the evidence
 *	  key=claim                 columns of attestations that refer to it ...
 *	  claim_key=id              ... and the columns of claims they refer to
 *	  said=said                 the column of type attribution
 *	  evidence=evidence         the column of type evidence
 *	  accepted=accepted_at      rows where it is null do not count yet
 *	  retracted=retracted_at    rows where it is not null do not count any more
 *	  order=recorded_at,id      a source's latest statement replaces earlier
 *	  sources=newsroom.source   what is known of sources: key, kind,
 *	                            reliability, affiliations; if they are there,
 *	                            passes_on and relies_on
 *	  aliases=newsroom.source_alias     other spellings: alias, source
 *	  ratings=newsroom.source_rating    source, rated_at, reliability
 *	  documents=newsroom.document       id, publisher, republishes
 *	  document=document         the column that refers to it
 *	  id=id                     what tells a claim's rows apart ...
 *	  replaces=replaces         ... and the row that a row replaces
 *	  unknown=refuse            or add, or allow: sources without a row
 *
 * Names are written as in SQL.  Tables are looked up by name each time a rule
 * is read.  If foreign keys reference other tables than those names, the names
 * are wrong: tables have been renamed, and others have their names now
 * (gather_reference.c).
 *
 * Storage: a hash table of rules by trigger, static because preparing plans
 * for each statement would cost more than the work itself.  An entry is
 * discarded when the trigger's arguments, the attestations' columns or the
 * tables with these names are no longer those that it was made from.  The plan
 * cache takes care of other changes.  Memory: one context a rule below
 * CacheMemoryContext.  That of a discarded rule is freed at the end of the
 * transaction: a trigger may find a rule outdated while the statement that
 * fired it still uses the rule.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/gather_rule.h"

#include "access/htup_details.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/pg_operator.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "parser/parse_func.h"
#include "parser/parse_relation.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/regproc.h"
#include "utils/syscache.h"
#include "utils/typcache.h"
#include "utils/varlena.h"

#include "type/inner_context.h"
#include "watch/beside_shard.h"
#include "watch/gather_query.h"
#include "watch/gather_reference.h"
#include "watch/key_text.h"
#include "watch/qualified_name.h"

/* Rules by trigger; see above */
static HTAB *rules = NULL;

typedef struct RuleEntry
{
	Oid			trigger;
	GatherRule *rule;
} RuleEntry;

/* Which argument it is, and where its value goes */
typedef struct Argument
{
	const char *name;
	size_t		offset;			/* of a char * in GatherRule */
	bool		is_table;
} Argument;

static const Argument arguments[] = {
	{"claims", offsetof(GatherRule, claims), true},
	{"sources", offsetof(GatherRule, sources), true},
	{"aliases", offsetof(GatherRule, aliases), true},
	{"ratings", offsetof(GatherRule, ratings), true},
	{"documents", offsetof(GatherRule, documents), true},
	{"said", offsetof(GatherRule, said), false},
	{"evidence", offsetof(GatherRule, evidence), false},
	{"accepted", offsetof(GatherRule, accepted), false},
	{"retracted", offsetof(GatherRule, retracted), false},
	{"order", offsetof(GatherRule, order), false},
	{"document", offsetof(GatherRule, document), false},
	{"id", offsetof(GatherRule, id), false},
	{"replaces", offsetof(GatherRule, replaces), false},
};

pg_noreturn static void
bad_argument(const Trigger *trigger, const char *argument, const char *problem)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errhide_inner_context(),
			 errmsg("argument \"%s\" of trigger \"%s\" %s", argument,
					trigger->tgname, problem),
			 errhint("Let watch() or create_ledger() write the arguments.")));
}

/* Splits a list of names as in SQL; the cells are char * */
static List *
split_names(const Trigger *trigger, const char *argument, const char *value)
{
	List	   *names;

	if (!SplitIdentifierString(pstrdup(value), ',', &names) || names == NIL)
		bad_argument(trigger, argument, "is not a list of column names");
	return names;
}

/* Joins the list again, with quoted names */
static char *
quote_names(List *names)
{
	StringInfoData quoted;
	ListCell   *cell;

	initStringInfo(&quoted);
	foreach(cell, names)
		appendStringInfo(&quoted, "%s%s", quoted.len > 0 ? ", " : "",
						 quote_identifier(lfirst(cell)));
	return quoted.data;
}

/*
 * Looks up a table by its name, and notes it in the rule.  Returns the name,
 * qualified and quoted.  On a shard, it is the shard beside that.
 */
static char *
read_table(GatherRule *rule, const char *value)
{
	RangeVar   *name = makeRangeVarFromNameList(qualified_name_list(value));
	Oid			id = table_beside(rule->attestations_id, RangeVarGetRelid(name, NoLock, false));
	GatherTable *table = palloc(sizeof(GatherTable));

	table->id = id;
	table->name = get_rel_name(id);
	table->schema = get_namespace_name_or_temp(get_rel_namespace(id));
	rule->tables = lappend(rule->tables, table);
	return qualified_name(id);
}

static UnknownSources
read_unknown(const Trigger *trigger, const char *value)
{
	if (strcmp(value, "allow") == 0)
		return UNKNOWN_ALLOWED;
	if (strcmp(value, "refuse") == 0)
		return UNKNOWN_REFUSED;
	if (strcmp(value, "add") == 0)
		return UNKNOWN_ADDED;
	bad_argument(trigger, "unknown", "must be allow, refuse or add");
}

/* Reads the columns that refer to claims, from two lists of equal length */
static void
read_keys(GatherRule *rule, const Trigger *trigger, List *attested, List *claimed)
{
	ListCell   *a,
			   *c;

	if (list_length(attested) != list_length(claimed) ||
		list_length(attested) > GATHER_MAX_KEYS)
		bad_argument(trigger, "key", "must name as many columns as claim_key, at most 8");
	forboth(a, attested, c, claimed)
	{
		GatherKey  *key = &rule->keys[rule->nkeys++];

		key->attested = pstrdup(quote_identifier(lfirst(a)));
		key->claimed = pstrdup(quote_identifier(lfirst(c)));
		key->claimed_name = pstrdup(lfirst(c));
	}
}

static void
read_argument(GatherRule *rule, const Trigger *trigger, const char *text,
			  List **attested, List **claimed)
{
	const char *equals = strchr(text, '=');
	char	   *name = equals ? pnstrdup(text, equals - text) : pstrdup(text);
	const char *value = equals ? equals + 1 : "";

	if (strcmp(name, "key") == 0)
		*attested = split_names(trigger, name, value);
	else if (strcmp(name, "claim_key") == 0)
		*claimed = split_names(trigger, name, value);
	else if (strcmp(name, "unknown") == 0)
		rule->unknown = read_unknown(trigger, value);
	else
	{
		for (Size i = 0; i < lengthof(arguments); i++)
		{
			if (strcmp(name, arguments[i].name) != 0)
				continue;
			*(char **) ((char *) rule + arguments[i].offset) =
				arguments[i].is_table ? read_table(rule, value) :
				quote_names(split_names(trigger, name, value));
			return;
		}
		bad_argument(trigger, name, "is unknown");
	}
}

/* Notes that the rule depends on a column of attestations */
static void
note_column(GatherRule *rule, Form_pg_attribute column)
{
	GatherColumn *noted = palloc(sizeof(GatherColumn));

	noted->number = column->attnum;
	noted->type = column->atttypid;
	noted->collation = column->attcollation;
	noted->name = pstrdup(NameStr(column->attname));
	rule->columns = lappend(rule->columns, noted);
}

static AttrNumber
find_column(GatherRule *rule, Relation attestations, const Trigger *trigger,
			const char *quoted)
{
	List	   *names = split_names(trigger, quoted, quoted);
	AttrNumber	column = attnameAttNum(attestations, linitial(names), false);

	if (column == InvalidAttrNumber)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errhide_inner_context(),
				 errmsg("column %s of table %s does not exist", quoted,
						qualified_name(RelationGetRelid(attestations))),
				 errdetail("Trigger \"%s\" names it.", trigger->tgname)));
	note_column(rule, TupleDescAttr(RelationGetDescr(attestations), column - 1));
	return column;
}

/* The qualified name of the type's default equality operator */
static char *
equality_of(Oid type)
{
	TypeCacheEntry *entry = lookup_type_cache(type, TYPECACHE_EQ_OPR);
	HeapTuple	tuple;
	Form_pg_operator form;
	char	   *name;

	tuple = SearchSysCache1(OPEROID, ObjectIdGetDatum(entry->eq_opr));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for operator %u", entry->eq_opr);
	form = (Form_pg_operator) GETSTRUCT(tuple);
	name = psprintf("OPERATOR(%s.%s)",
					quote_identifier(get_namespace_name(form->oprnamespace)),
					NameStr(form->oprname));
	ReleaseSysCache(tuple);
	return name;
}

static void
look_up_key(GatherRule *rule, Relation attestations, const Trigger *trigger,
			GatherKey *key)
{
	Form_pg_attribute column;
	TypeCacheEntry *type;

	key->column = find_column(rule, attestations, trigger, key->attested);
	column = TupleDescAttr(RelationGetDescr(attestations), key->column - 1);
	key->type = column->atttypid;
	key->collation = column->attcollation;
	key->typlen = column->attlen;
	key->typbyval = column->attbyval;
	key->typalign = column->attalign;
	key->array_type = get_array_type(key->type);

	type = lookup_type_cache(key->type, TYPECACHE_EQ_OPR | TYPECACHE_CMP_PROC);
	if (!OidIsValid(type->cmp_proc) || !OidIsValid(type->eq_opr))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errhide_inner_context(),
				 errmsg("column %s of table %s has type %s, which has no btree order",
						key->attested, rule->attestations,
						format_type_be(key->type)),
				 errdetail("Claims are locked in the order of their keys.")));
	if (!OidIsValid(key->array_type))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errhide_inner_context(),
				 errmsg("column %s of table %s has type %s, which has no array type",
						key->attested, rule->attestations,
						format_type_be(key->type)),
				 errdetail("Several claims are locked by one query.")));
	fmgr_info_cxt(type->cmp_proc, &key->compare, rule->context);
	key->equals = equality_of(key->type);
}

/*
 * The types are those of the trigger function's schema, whichever the
 * extension is in.  Domains over them are allowed.
 */
static void
look_up_extension(GatherRule *rule, const Trigger *trigger)
{
	Oid			schema = get_func_namespace(trigger->tgfoid);
	Oid			attribution;

	attribution = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
								  CStringGetDatum("attribution"),
								  ObjectIdGetDatum(schema));
	rule->evidence_type = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
										  CStringGetDatum("evidence"),
										  ObjectIdGetDatum(schema));
	rule->extension_schema = schema;
	if (rule->said_type != attribution || !OidIsValid(attribution))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errhide_inner_context(),
				 errmsg("column %s of table %s is of type %s, not attribution",
						rule->said, rule->attestations,
						format_type_be(rule->said_type)),
				 errdetail("Trigger \"%s\" names it as what was said.",
						   trigger->tgname)));
}

static bool
has_column(Oid table, const char *name)
{
	return get_attnum(table, name) != InvalidAttrNumber;
}

/* A table that is optional in a rule */
static Oid
table_by_name(const char *name)
{
	if (name == NULL)
		return InvalidOid;
	return RangeVarGetRelid(makeRangeVarFromNameList(qualified_name_list(name)), NoLock, false);
}

static void
look_up_tables(GatherRule *rule)
{
	rule->claims_id = table_by_name(rule->claims);
	rule->sources_id = table_by_name(rule->sources);
	rule->aliases_id = table_by_name(rule->aliases);
	rule->ratings_id = table_by_name(rule->ratings);
	rule->documents_id = table_by_name(rule->documents);
	if (rule->sources == NULL)
		return;
	rule->knows_passes_on = has_column(rule->sources_id, "passes_on");
	rule->knows_relies_on = has_column(rule->sources_id, "relies_on");
}

/*
 * This library also works with an older script of the extension, which has no
 * functions that merge rows.  Another function of that name must not be run.
 */
static void
look_up_merging(GatherRule *rule)
{
	List	   *name = list_make2(makeString(INTERNAL_SCHEMA), makeString("may_merge"));
	Oid			function = LookupFuncName(name, -1, NULL, true);

	rule->merges = OidIsValid(function) &&
		getExtensionOfObject(ProcedureRelationId, function) ==
		getExtensionOfObject(TypeRelationId, rule->evidence_type);
}

/* Checks that all columns exist that order a source's statements */
static void
check_order(GatherRule *rule, Relation attestations, const Trigger *trigger)
{
	ListCell   *cell;

	foreach(cell, split_names(trigger, "order", rule->order))
		find_column(rule, attestations, trigger, quote_identifier(lfirst(cell)));
}

static void
look_up_columns(GatherRule *rule, Relation attestations, const Trigger *trigger)
{
	TupleDesc	row = RelationGetDescr(attestations);

	for (int i = 0; i < rule->nkeys; i++)
		look_up_key(rule, attestations, trigger, &rule->keys[i]);
	rule->said_column = find_column(rule, attestations, trigger, rule->said);
	rule->said_type = getBaseType(TupleDescAttr(row, rule->said_column - 1)->atttypid);
	look_up_extension(rule, trigger);
	look_up_tables(rule);
	rule->evidence_name = linitial(split_names(trigger, "evidence", rule->evidence));
	look_up_merging(rule);
	if (rule->accepted)
		rule->accepted_column = find_column(rule, attestations, trigger, rule->accepted);
	if (rule->retracted)
		rule->retracted_column = find_column(rule, attestations, trigger, rule->retracted);
	if (rule->order)
		check_order(rule, attestations, trigger);
	if (rule->replaces)
	{
		AttrNumber	id = find_column(rule, attestations, trigger, rule->id);

		rule->replaces_column = find_column(rule, attestations, trigger, rule->replaces);
		rule->ids_by_settings =
			text_depends_on_settings(TupleDescAttr(row, id - 1)->atttypid) ||
			text_depends_on_settings(TupleDescAttr(row, rule->replaces_column - 1)->atttypid);
	}
	if (rule->document)
	{
		Oid			output;
		bool		isvarlena;

		rule->document_column = find_column(rule, attestations, trigger, rule->document);
		rule->document_type = TupleDescAttr(row, rule->document_column - 1)->atttypid;
		rule->document_by_settings = text_depends_on_settings(rule->document_type);
		getTypeOutputInfo(rule->document_type, &output, &isvarlena);
		fmgr_info_cxt(output, &rule->document_output, rule->context);
	}
}

static char *
join_arguments(const Trigger *trigger)
{
	StringInfoData joined;

	initStringInfo(&joined);
	for (int i = 0; i < trigger->tgnargs; i++)
		appendStringInfo(&joined, "%s\n", trigger->tgargs[i]);
	return joined.data;
}

/* Whether all columns that a rule names are still those it was made from */
static bool
same_columns(const GatherRule *rule, TupleDesc row)
{
	ListCell   *cell;

	foreach(cell, rule->columns)
	{
		const GatherColumn *was = lfirst(cell);
		Form_pg_attribute is;

		if (was->number > row->natts)
			return false;
		is = TupleDescAttr(row, was->number - 1);
		if (is->attisdropped || is->atttypid != was->type ||
			is->attcollation != was->collation || strcmp(NameStr(is->attname), was->name) != 0)
			return false;
	}
	return true;
}

/* Whether the names of tables still find the same tables */
static bool
same_tables(const GatherRule *rule)
{
	ListCell   *cell;

	foreach(cell, rule->tables)
	{
		const GatherTable *table = lfirst(cell);
		Oid			schema = LookupNamespaceNoError(table->schema);

		if (!OidIsValid(schema) || get_relname_relid(table->name, schema) != table->id)
			return false;
	}
	return true;
}

/* Whether a trigger's arguments are those that a rule was made from */
static bool
same_arguments(const GatherRule *rule, const Trigger *trigger)
{
	const char *rest = rule->arguments;

	for (int i = 0; i < trigger->tgnargs; i++)
	{
		Size		length = strlen(trigger->tgargs[i]);

		if (strncmp(rest, trigger->tgargs[i], length) != 0 || rest[length] != '\n')
			return false;
		rest += length + 1;
	}
	return *rest == '\0';
}

/* Whether neither the table nor its schema was renamed */
static bool
same_name(const GatherRule *rule, Relation attestations)
{
	char	   *schema;
	bool		same;

	if (strcmp(rule->table_name, RelationGetRelationName(attestations)) != 0)
		return false;
	schema = get_namespace_name(RelationGetNamespace(attestations));
	same = schema != NULL && strcmp(rule->schema_name, schema) == 0;
	if (schema != NULL)
		pfree(schema);
	return same;
}

/* Whether the registry still has the same optional columns */
static bool
registry_is_current(const GatherRule *rule)
{
	return rule->sources == NULL ||
		(rule->knows_passes_on == has_column(rule->sources_id, "passes_on") &&
		 rule->knows_relies_on == has_column(rule->sources_id, "relies_on"));
}

/* Whether a cached rule still matches the trigger and its table */
static bool
rule_is_current(const GatherRule *rule, Relation attestations,
				const Trigger *trigger)
{
	return same_arguments(rule, trigger) &&
		rule->extension_schema == get_func_namespace(trigger->tgfoid) &&
		same_name(rule, attestations) &&
		same_columns(rule, RelationGetDescr(attestations)) &&
		same_tables(rule) &&
		registry_is_current(rule);
}

static void
check_complete(const GatherRule *rule, const Trigger *trigger)
{
	if (rule->claims == NULL)
		bad_argument(trigger, "claims", "is missing");
	if (rule->nkeys == 0)
		bad_argument(trigger, "key", "is missing");
	if (rule->said == NULL)
		bad_argument(trigger, "said", "is missing");
	if (rule->evidence == NULL)
		bad_argument(trigger, "evidence", "is missing");
	if (rule->sources == NULL && (rule->aliases || rule->ratings || rule->documents ||
								  rule->unknown != UNKNOWN_ALLOWED))
		bad_argument(trigger, "sources", "is missing, though others refer to it");
	if ((rule->document == NULL) != (rule->documents == NULL))
		bad_argument(trigger, "document", "and \"documents\" go together");
	if ((rule->id == NULL) != (rule->replaces == NULL))
		bad_argument(trigger, "replaces", "and \"id\" go together");
}

static void
free_queries(void *rule)
{
	forget_queries(rule);
}

/* Frees a rule's plans, which are not in its context */
static void
free_queries_with(GatherRule *rule)
{
	MemoryContextCallback *callback = MemoryContextAlloc(rule->context, sizeof(MemoryContextCallback));

	callback->func = free_queries;
	callback->arg = rule;
	MemoryContextRegisterResetCallback(rule->context, callback);
}

/* Reads and checks a trigger's arguments, in a context of its own */
static GatherRule *
make_rule(Relation attestations, const Trigger *trigger)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "gather_evidence rule",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	GatherRule *rule = palloc0(sizeof(GatherRule));
	List	   *attested = NIL,
			   *claimed = NIL;

	rule->trigger = trigger->tgoid;
	rule->attestations_id = RelationGetRelid(attestations);
	rule->distributed = is_distributed(rule->attestations_id);
	rule->context = context;
	free_queries_with(rule);
	rule->arguments = join_arguments(trigger);
	rule->attestations = qualified_name(RelationGetRelid(attestations));
	rule->table_name = pstrdup(RelationGetRelationName(attestations));
	rule->schema_name = get_namespace_name(RelationGetNamespace(attestations));
	for (int i = 0; i < trigger->tgnargs; i++)
		read_argument(rule, trigger, trigger->tgargs[i], &attested, &claimed);
	read_keys(rule, trigger, attested, claimed);
	check_complete(rule, trigger);
	look_up_columns(rule, attestations, trigger);
	check_attestations(rule, trigger, attestations);
	check_registry(rule, trigger);
	MemoryContextSwitchTo(old);
	return rule;
}

/*
 * An outer statement may still use the rule, so it is freed when the
 * transaction ends
 */
static void
forget_rule(RuleEntry *entry)
{
	MemoryContextSetParent(entry->rule->context, TopTransactionContext);
	entry->rule = NULL;
}

GatherRule *
gather_rule(Relation attestations, const Trigger *trigger)
{
	RuleEntry  *entry;
	GatherRule *rule;
	bool		found;

	if (rules == NULL)
	{
		HASHCTL		info = {.keysize = sizeof(Oid),.entrysize = sizeof(RuleEntry)};

		rules = hash_create("gather_evidence rules", 16, &info,
							HASH_ELEM | HASH_BLOBS);
	}
	entry = hash_search(rules, &trigger->tgoid, HASH_FIND, NULL);
	if (entry != NULL && entry->rule != NULL)
	{
		if (rule_is_current(entry->rule, attestations, trigger))
		{
			check_attestations(entry->rule, trigger, attestations);
			return entry->rule;
		}
		forget_rule(entry);
	}

	/* keep it only if there was no error */
	rule = make_rule(attestations, trigger);
	MemoryContextSetParent(rule->context, CacheMemoryContext);
	entry = hash_search(rules, &trigger->tgoid, HASH_ENTER, &found);
	entry->rule = rule;
	return rule;
}

char *
describe_claim(const GatherRule *rule, const Datum *keys)
{
	StringInfoData names,
				values;

	initStringInfo(&names);
	initStringInfo(&values);
	for (int i = 0; i < rule->nkeys; i++)
	{
		Oid			output;
		bool		is_varlena;

		getTypeOutputInfo(rule->keys[i].type, &output, &is_varlena);
		appendStringInfo(&names, "%s%s", i > 0 ? ", " : "", rule->keys[i].claimed);
		appendStringInfo(&values, "%s%s", i > 0 ? ", " : "",
						 OidOutputFunctionCall(output, keys[i]));
	}
	return psprintf("(%s)=(%s)", names.data, values.data);
}
