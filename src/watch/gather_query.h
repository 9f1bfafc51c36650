/*-------------------------------------------------------------------------
 *
 * gather_query.h
 *		The queries of a rule for gathering, and how they are run.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GATHER_QUERY_H
#define CORROBORATE_GATHER_QUERY_H

#include "watch/gather_rule.h"

#include "datatype/timestamp.h"

#include "model/testimony.h"
#include "type/key_arrays.h"

/*
 * "Keys" are the columns of a claim's key; "key arrays" are one array for each
 * column, with an element for each claim.  Names, keys of sources, and
 * documents are each a text[].
 */
typedef enum GatherQuery
{
	QUERY_LOCK_CLAIMS,			/* key arrays -> keys, evidence; locked in the
								 * order of the keys */
	QUERY_FIND_CLAIM,			/* keys -> whether it exists */
	QUERY_MERGE_CLAIM,			/* keys, evidence, text[], text[], text[]:
								 * merges what rows add; see merging.h */
	QUERY_WRITE_CLAIMS,			/* key arrays, array of evidence */
	QUERY_EMPTY_CLAIMS,			/* evidence that is empty */
	QUERY_READ_ATTESTATIONS,	/* keys -> said, document, id, replaces,
								 * whether it counts; in the order in which
								 * later ones replace earlier, if there is one */
	QUERY_READ_ATTESTATIONS_AS_OF,	/* keys, time */
	QUERY_SPELLINGS,			/* names -> the same, and all other spellings
								 * of their sources */
	QUERY_AFFILIATED,			/* names -> sources that the registry
								 * affiliates with any of them */
	QUERY_RELYING,				/* names -> sources that rely on any of them */
	QUERY_MENTIONING,			/* names -> keys of claims that mention them,
								 * or that are about what they published and
								 * what copies it */
	QUERY_IN_DOCUMENTS,			/* documents -> keys of claims about which
								 * these say something, or what copies them */
	QUERY_READ_DOCUMENTS,		/* documents -> key, publisher, what it
								 * republishes */
	QUERY_READ_ALIASES,			/* names -> alias, source */
	QUERY_READ_SOURCES,			/* keys -> key, kind, reliability,
								 * affiliations, passes_on, relies_on, whether
								 * anybody relies on anybody, whether any of
								 * the keys has other spellings */
	QUERY_READ_SOURCES_AS_OF,	/* keys, time */
	QUERY_READ_SPELT,			/* keys -> the same of the rows that other
								 * spellings of these have, but the last
								 * column */
	QUERY_READ_SPELT_AS_OF,		/* keys, time */
	QUERY_ADD_SOURCES,			/* keys */
	QUERY_SAME_NAMES,			/* names as fold_name() leaves them -> the
								 * same, key of a source that has such a name,
								 * whether it is another spelling */
	QUERY_NEAR_NAMES,			/* names -> name, keys that are spelt much
								 * alike */
	QUERY_COUNT
} GatherQuery;

/*
 * What a query sees: rows as they counted at a time, as they count now by what
 * is committed (AS_OF_NOW), or as they count in the snapshot of the running
 * query (AS_OF_QUERY).
 */
#define AS_OF_NOW DT_NOEND
#define AS_OF_QUERY DT_NOBEGIN

/* Whether rows count as of a time, not as they are */
extern bool is_a_time(TimestampTz as_of);

/*
 * Runs a query of the rule, prepared at its first use, in an SPI connection of
 * as_owner_begin(), and returns the number of rows, which are in SPI_tuptable.
 * Parameters are as in GatherQuery; expected is SPI's code for success.  Raises
 * an error if a policy may have hidden rows.
 */
extern uint64 run_query(GatherRule *rule, GatherQuery query, Datum *parameters,
						int expected);
extern uint64 run_query_as_of(GatherRule *rule, GatherQuery query, Datum *parameters,
							  int expected, TimestampTz as_of);

/* Whether the rule names the tables that a query needs */
extern bool has_query(const GatherRule *rule, GatherQuery query);

#define QUERY_MAX_PARAMETERS (GATHER_MAX_KEYS + 6)

/* The text of a query, and the types of its parameters */
extern char *query_text(const GatherRule *rule, GatherQuery query, Oid *types,
						int *ntypes);

/* Frees the plans of the rule's queries */
extern void forget_queries(GatherRule *rule);

/* A value of the result; columns count from 1 */
extern Datum result_value(uint64 row, int column, bool *isnull);

/* A text of the result as a key, copied to the workspace; "" for NULL */
extern Key	result_key(uint64 row, int column, Workspace *ws);

#endif							/* CORROBORATE_GATHER_QUERY_H */
