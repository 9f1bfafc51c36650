/*-------------------------------------------------------------------------
 *
 * beside_shard.h
 *		Tables that Citus distributes: the parts that lie on this node.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_BESIDE_SHARD_H
#define CORROBORATE_BESIDE_SHARD_H

#include "base/compat.h"

#include "nodes/pg_list.h"

/*
 * Whether the extension citus is in this database; costs next to nothing where
 * the server has not loaded it
 */
extern bool citus_is_there(void);

/* Whether Citus keeps a table's rows elsewhere, in shards */
extern bool is_distributed(Oid table);

/*
 * Where the rows of a table lie that belong with those of a relation: in the
 * table itself; but where the relation is a shard, in the shard beside it, or
 * in this node's copy of a reference table.  Error: there is none.
 */
extern Oid	table_beside(Oid relation, Oid table);

/*
 * The shards of a distributed table on this node, in the order of their
 * numbers, which is the same on all nodes
 */
extern List *local_shards(Oid table);

/*
 * The shard in which rows with these values in these columns (names as in SQL)
 * lie, if it is on this node; else, or if the table is not distributed, the
 * table itself
 */
extern Oid	shard_of_key(Oid table, Datum columns, Datum values);

#endif							/* CORROBORATE_BESIDE_SHARD_H */
