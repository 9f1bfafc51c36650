/*-------------------------------------------------------------------------
 *
 * beside_shard.h
 *		Tables that Citus distributes: their shards on this node.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_BESIDE_SHARD_H
#define CORROBORATE_BESIDE_SHARD_H

#include "base/compat.h"

#include "nodes/pg_list.h"

/*
 * Whether the extension citus is in this database; cheap if the server has not
 * loaded its library
 */
extern bool citus_is_there(void);

/* Whether Citus keeps a table's rows elsewhere, in shards */
extern bool is_distributed(Oid table);

/* Whether a relation is a shard, or this node's copy of a reference table */
extern bool is_shard(Oid relation);

/*
 * The table with the rows that belong with those of a relation: the table
 * itself, or, if the relation is a shard, the table's colocated shard or this
 * node's copy of it if it is a reference table.  Raises an error if there is
 * none.
 */
extern Oid	table_beside(Oid relation, Oid table);

/*
 * The shards of a distributed table on this node, in the order of their
 * numbers, which is the same on all nodes
 */
extern List *local_shards(Oid table);

/*
 * The shard for rows with these values in these columns (names as in SQL), if
 * it is on this node; otherwise, or if the table is not distributed, the table
 * itself
 */
extern Oid	shard_of_key(Oid table, Datum columns, Datum values);

#endif							/* CORROBORATE_BESIDE_SHARD_H */
