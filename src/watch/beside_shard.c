/*-------------------------------------------------------------------------
 *
 * beside_shard.c
 *		Tables that Citus distributes: their shards on this node.
 *
 * Citus keeps the rows of a distributed table in shards: tables on several
 * nodes, named like the table with a number after it.  Citus makes triggers of
 * the table on each shard, and moves them with it.  Their arguments still name
 * the distributed tables, but in a shard's transaction they can only read and
 * write what is on its node: colocated shards, which hold the same range of
 * keys of other tables, and the node's copies of reference tables.  So the
 * names are mapped to these.  Then gathering runs as it does without Citus:
 * plain queries on plain tables.
 *
 * Shards are looked up in Citus's catalogs by SQL, and only if the extension
 * exists.
 *
 * Storage: none.  Memory: the caller's context.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/beside_shard.h"

#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#include "watch/qualified_name.h"

/* A setting that the library of Citus registers when it is loaded */
#define CITUS_SETTING "citus.shard_count"

/* Not shards that have moved away: they stay for a while, with their rows */
#define IS_HERE(shard) \
	"EXISTS (SELECT FROM pg_catalog.pg_dist_placement AS h WHERE h.shardid OPERATOR(pg_catalog.=) " shard " " \
	"AND h.groupid OPERATOR(pg_catalog.=) (SELECT l.groupid FROM pg_catalog.pg_dist_local_group AS l))"

/* Shards of table $2 that are colocated with shard $1, whose number is $3 */
#define BESIDE \
	"SELECT pg_catalog.to_regclass(pg_catalog.shard_name(o.logicalrelid, o.shardid, false)) " \
	"FROM pg_catalog.pg_dist_shard AS s " \
	"JOIN pg_catalog.pg_dist_partition AS p ON p.logicalrelid OPERATOR(pg_catalog.=) s.logicalrelid " \
	"CROSS JOIN pg_catalog.pg_dist_partition AS q " \
	"JOIN pg_catalog.pg_dist_shard AS o ON o.logicalrelid OPERATOR(pg_catalog.=) q.logicalrelid " \
	"WHERE s.shardid OPERATOR(pg_catalog.=) $3 AND q.logicalrelid OPERATOR(pg_catalog.=) $2 " \
	"AND pg_catalog.to_regclass(pg_catalog.shard_name(s.logicalrelid, s.shardid, false)) OPERATOR(pg_catalog.=) $1 " \
	"AND (q.partmethod OPERATOR(pg_catalog.=) 'n' OR q.colocationid OPERATOR(pg_catalog.=) p.colocationid " \
	"AND o.shardminvalue OPERATOR(pg_catalog.=) s.shardminvalue"

/* Also, if $1 is a copy of a reference table, all shards of $2 on this node */
#define ALL_BESIDE \
	BESIDE " OR p.partmethod OPERATOR(pg_catalog.=) 'n' AND " IS_HERE("o.shardid") ") ORDER BY o.shardid"

#define IS_SHARD \
	"SELECT $1 FROM pg_catalog.pg_dist_shard AS s WHERE s.shardid OPERATOR(pg_catalog.=) $2 " \
	"AND pg_catalog.to_regclass(pg_catalog.shard_name(s.logicalrelid, s.shardid, false)) OPERATOR(pg_catalog.=) $1"

#define IS_DISTRIBUTED \
	"SELECT p.logicalrelid FROM pg_catalog.pg_dist_partition AS p WHERE p.logicalrelid OPERATOR(pg_catalog.=) $1"

/* Not from pg_class: Citus hides shards from users' queries of that */
#define LOCAL_SHARDS \
	"SELECT pg_catalog.to_regclass(pg_catalog.shard_name(s.logicalrelid, s.shardid, false)) " \
	"FROM pg_catalog.pg_dist_shard AS s " \
	"WHERE s.logicalrelid OPERATOR(pg_catalog.=) $1 AND " IS_HERE("s.shardid") " ORDER BY s.shardid"

#define SHARD_OF_KEY \
	"SELECT pg_catalog.to_regclass(pg_catalog.shard_name(p.logicalrelid, s.id, false)) " \
	"FROM pg_catalog.pg_dist_partition AS p " \
	"CROSS JOIN ROWS FROM (pg_catalog.unnest($2), pg_catalog.unnest($3)) AS k (name, value) " \
	"CROSS JOIN LATERAL pg_catalog.get_shard_id_for_distribution_column(p.logicalrelid, k.value) AS s (id) " \
	"WHERE p.logicalrelid OPERATOR(pg_catalog.=) $1 AND p.partmethod OPERATOR(pg_catalog.=) 'h' " \
	"AND pg_catalog.quote_ident(pg_catalog.column_to_column_name(p.logicalrelid, p.partkey)) " \
	"OPERATOR(pg_catalog.=) k.name " \
	"AND " IS_HERE("s.id")

bool
citus_is_there(void)
{
	return GetConfigOption(CITUS_SETTING, true, false) != NULL &&
		OidIsValid(get_extension_oid("citus", true));
}

/* The relations that a query of Citus's catalogs returns, without nulls */
static List *
query_relations(const char *sql, int count, Oid *types, Datum *parameters)
{
	MemoryContext caller = CurrentMemoryContext;
	List	   *relations = NIL;

	SPI_connect();
	if (SPI_execute_with_args(sql, count, types, parameters, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the catalogs of Citus");
	for (uint64 row = 0; row < SPI_processed; row++)
	{
		bool		isnull;
		Datum		relation = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, 1,
											 &isnull);
		MemoryContext old = MemoryContextSwitchTo(caller);

		if (!isnull)
			relations = lappend_oid(relations, DatumGetObjectId(relation));
		MemoryContextSwitchTo(old);
	}
	SPI_finish();
	return relations;
}

/* The number at the end of a relation's name; 0 if there is none */
static int64
number_in_name(Oid relation)
{
	char	   *name = get_rel_name(relation);
	const char *last = name == NULL ? NULL : strrchr(name, '_');

	if (last == NULL || last[1] == '\0' ||
		strspn(last + 1, "0123456789") != strlen(last + 1) || strlen(last + 1) > 18)
		return 0;
	return strtoll(last + 1, NULL, 10);
}

bool
is_distributed(Oid table)
{
	Oid			types[] = {REGCLASSOID};
	Datum		parameters[] = {ObjectIdGetDatum(table)};

	return citus_is_there() && query_relations(IS_DISTRIBUTED, 1, types, parameters) != NIL;
}

bool
is_shard(Oid relation)
{
	Oid			types[] = {REGCLASSOID, INT8OID};
	int64		number = citus_is_there() ? number_in_name(relation) : 0;
	Datum		parameters[] = {ObjectIdGetDatum(relation), Int64GetDatum(number)};

	return number > 0 && query_relations(IS_SHARD, 2, types, parameters) != NIL;
}

/*
 * Runs a query with the parameters shard, table and number of the shard;
 * returns the table itself if the relation is no shard
 */
static List *
query_beside(const char *sql, Oid relation, Oid table)
{
	Oid			types[] = {REGCLASSOID, REGCLASSOID, INT8OID};
	Datum		parameters[] = {ObjectIdGetDatum(relation), ObjectIdGetDatum(table),
	Int64GetDatum(number_in_name(relation))};

	return is_shard(relation) ? query_relations(sql, lengthof(parameters), types, parameters) :
		list_make1_oid(table);
}

Oid
table_beside(Oid relation, Oid table)
{
	List	   *found = query_beside(BESIDE ")", relation, table);

	if (list_length(found) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table %s has no part beside %s", qualified_name(table),
						qualified_name(relation)),
				 errdetail("What is gathered there must be distributed by the same column into as many shards, or be a reference table with a copy on each node.")));
	return linitial_oid(found);
}

List *
local_shards(Oid table)
{
	Oid			types[] = {REGCLASSOID};
	Datum		parameters[] = {ObjectIdGetDatum(table)};

	return query_relations(LOCAL_SHARDS, 1, types, parameters);
}

Oid
shard_of_key(Oid table, Datum columns, Datum values)
{
	Oid			types[] = {REGCLASSOID, TEXTARRAYOID, TEXTARRAYOID};
	Datum		parameters[] = {ObjectIdGetDatum(table), columns, values};
	List	   *found;

	if (!citus_is_there())
		return table;
	found = query_relations(SHARD_OF_KEY, 3, types, parameters);
	return found == NIL ? table : linitial_oid(found);
}

/* is_distributed(relation), for SQL functions */
PG_FUNCTION_INFO_V1(relation_is_distributed);
Datum
relation_is_distributed(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_distributed(PG_GETARG_OID(0)));
}

/* beside(relation, relation): table_beside(), for triggers in PL/pgSQL */
PG_FUNCTION_INFO_V1(relation_beside);
Datum
relation_beside(PG_FUNCTION_ARGS)
{
	PG_RETURN_OID(table_beside(PG_GETARG_OID(0), PG_GETARG_OID(1)));
}

/*
 * all_beside(relation, relation): as beside(), but if the first is a copy of a
 * reference table and the other one is distributed, all its shards on this
 * node
 */
PG_FUNCTION_INFO_V1(relation_all_beside);
Datum
relation_all_beside(PG_FUNCTION_ARGS)
{
	List	   *found = query_beside(ALL_BESIDE, PG_GETARG_OID(0), PG_GETARG_OID(1));
	Datum	   *parts = palloc((list_length(found) + 1) * sizeof(Datum));
	ListCell   *cell;
	int			count = 0;

	foreach(cell, found)
		parts[count++] = ObjectIdGetDatum(lfirst_oid(cell));
	PG_RETURN_ARRAYTYPE_P(construct_array(parts, count, REGCLASSOID, sizeof(Oid), true,
										  TYPALIGN_INT));
}

/* part_with(relation, text[], text[]): shard_of_key(), for SQL functions */
PG_FUNCTION_INFO_V1(relation_part_with);
Datum
relation_part_with(PG_FUNCTION_ARGS)
{
	PG_RETURN_OID(shard_of_key(PG_GETARG_OID(0), PG_GETARG_DATUM(1), PG_GETARG_DATUM(2)));
}
