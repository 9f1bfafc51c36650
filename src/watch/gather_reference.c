/*-------------------------------------------------------------------------
 *
 * gather_reference.c
 *		Whether the tables that a rule names are those that foreign keys
 *		reference.
 *
 * A rule refers to tables by name, foreign keys by OID.  If a table was
 * renamed and another now has its name, attestations of one would raise flags
 * in the other that no row supports.  So that is an error.
 *
 * Not every foreign key of a column says which table is meant: claims and
 * attestations may both reference a third table.  A foreign key counts only if
 * the table that it references could replace the named one: it has a column
 * that only such tables have.
 *
 * Storage: none.  Memory: the caller's context.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/gather_reference.h"

#include "access/table.h"
#include "catalog/partition.h"
#include "utils/lsyscache.h"
#include "utils/relcache.h"

#include "watch/qualified_name.h"

/* Columns of a table that reference another one, as a rule says */
typedef struct Reference
{
	const char *argument;		/* that names the table they refer to */
	Oid			to;
	const char *marked_by;		/* a column that only such tables have */
	int			ncolumns;
	AttrNumber	columns[GATHER_MAX_KEYS];
	AttrNumber	referred[GATHER_MAX_KEYS];	/* 0: any column */
} Reference;

/* The place of a column among those of a reference, or -1 */
static int
find_column(const Reference *reference, AttrNumber column)
{
	for (int i = 0; i < reference->ncolumns; i++)
		if (reference->columns[i] == column)
			return i;
	return -1;
}

/* Whether a foreign key has exactly these columns */
static bool
has_columns(const ForeignKeyCacheInfo *key, const Reference *reference)
{
	if (key->nkeys != reference->ncolumns)
		return false;
	for (int i = 0; i < key->nkeys; i++)
		if (find_column(reference, key->conkey[i]) < 0)
			return false;
	return true;
}

/* Whether a key references the table or a part of it, by the right columns */
static bool
leads_to(const ForeignKeyCacheInfo *key, const Reference *reference)
{
	if (key->confrelid != reference->to)
		return get_rel_relispartition(key->confrelid) &&
			list_member_oid(get_partition_ancestors(key->confrelid), reference->to);
	for (int i = 0; i < key->nkeys; i++)
	{
		AttrNumber	meant = reference->referred[find_column(reference, key->conkey[i])];

		if (meant != 0 && key->confkey[i] != meant)
			return false;
	}
	return true;
}

static bool
is_table(Oid relation)
{
	char		kind = get_rel_relkind(relation);

	return kind == RELKIND_RELATION || kind == RELKIND_PARTITIONED_TABLE;
}

/* The table that a foreign key references instead, if any */
static Oid
leads_elsewhere(Relation from, const Reference *reference)
{
	Oid			elsewhere = InvalidOid;
	List	   *keys;
	ListCell   *cell;

	/* nothing can reference a view, but it may read the referenced table */
	if (!is_table(reference->to))
		return InvalidOid;
	/* copied, because any catalog lookup may free the relation's list */
	keys = copyObject(RelationGetFKeyList(from));
	foreach(cell, keys)
	{
		const ForeignKeyCacheInfo *key = lfirst(cell);

		if (!has_columns(key, reference) || !FOREIGN_KEY_IS_ENFORCED(key))
			continue;
		if (leads_to(key, reference))
			return InvalidOid;
		if (get_attnum(key->confrelid, reference->marked_by) != InvalidAttrNumber)
			elsewhere = key->confrelid;
	}
	return elsewhere;
}

static void
check_reference(Relation from, const Reference *reference, const Trigger *trigger)
{
	Oid			elsewhere = leads_elsewhere(from, reference);
	const char *named;

	if (!OidIsValid(elsewhere))
		return;
	named = qualified_name(reference->to);
	if (elsewhere == reference->to)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table %s refers to another column of table %s than trigger \"%s\" names",
						qualified_name(RelationGetRelid(from)), named, trigger->tgname),
				 errdetail("A column was renamed, and another has its name now."),
				 errhint("Give it back its name, or use unwatch() and then watch().")));
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table %s refers to table %s, not to %s",
					qualified_name(RelationGetRelid(from)), qualified_name(elsewhere), named),
			 errdetail("Trigger \"%s\" names %s as its %s. A table was renamed, and another has its name now.",
					   trigger->tgname, named, reference->argument),
			 errhint("Give it back its name, or use unwatch() and then watch().")));
}

/* Checks a column of this name, if the table has it */
static void
check_column(Oid table, const char *column, const char *argument, Oid to,
			 const char *marked_by, const Trigger *trigger)
{
	Reference	reference = {
		.argument = argument,.to = to,.marked_by = marked_by,.ncolumns = 1
	};
	Relation	from;

	if (!OidIsValid(table) || !OidIsValid(to))
		return;
	reference.columns[0] = get_attnum(table, column);
	if (reference.columns[0] == InvalidAttrNumber)
		return;
	from = table_open(table, AccessShareLock);
	check_reference(from, &reference, trigger);
	table_close(from, AccessShareLock);
}

void
check_attestations(const GatherRule *rule, const Trigger *trigger, Relation attestations)
{
	Reference	claims = {
		.argument = "claims",.to = rule->claims_id,.marked_by = rule->evidence_name,
		.ncolumns = rule->nkeys
	};
	Reference	documents = {
		.argument = "documents",.to = rule->documents_id,.marked_by = "republishes",
		.ncolumns = 1,.columns = {rule->document_column}
	};

	for (int i = 0; i < rule->nkeys; i++)
	{
		claims.columns[i] = rule->keys[i].column;
		claims.referred[i] = get_attnum(rule->claims_id, rule->keys[i].claimed_name);
	}
	check_reference(attestations, &claims, trigger);
	if (rule->document != NULL)
		check_reference(attestations, &documents, trigger);
}

void
check_registry(const GatherRule *rule, const Trigger *trigger)
{
	check_column(rule->aliases_id, "source", "sources", rule->sources_id, "affiliations",
				 trigger);
	check_column(rule->ratings_id, "source", "sources", rule->sources_id, "affiliations",
				 trigger);
	check_column(rule->documents_id, "publisher", "sources", rule->sources_id,
				 "affiliations", trigger);
	check_column(rule->documents_id, "republishes", "documents", rule->documents_id,
				 "republishes", trigger);
}
