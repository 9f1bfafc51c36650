/*-------------------------------------------------------------------------
 *
 * gather_query.h
 *		The queries that a rule of gathering leads to, and how they are run.
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
 * What a query sees: rows as they counted at a time, as they count now by
 * what is committed (AS_OF_NOW), or as they count to the query that is
 * running (AS_OF_QUERY).
 */
#define AS_OF_NOW DT_NOEND
#define AS_OF_QUERY DT_NOBEGIN

/* Whether rows are to count by a time, not by what they are */
extern bool is_a_time(TimestampTz as_of);

/*
 * Runs a query of the rule in an SPI connection, prepared at its first use,
 * and returns the number of rows, which are in SPI_tuptable.  Parameters are
 * those that GatherQuery says; expected is SPI's code for success.
 */
extern uint64 run_query(GatherRule *rule, GatherQuery query, Datum *parameters,
						int expected);
extern uint64 run_query_as_of(GatherRule *rule, GatherQuery query, Datum *parameters,
							  int expected, TimestampTz as_of);

/* A value of the result; columns count from 1 */
extern Datum result_value(uint64 row, int column, bool *isnull);

/* A text of the result as a key, copied to the workspace; "" for NULL */
extern Key	result_key(uint64 row, int column, Workspace *ws);

#endif							/* CORROBORATE_GATHER_QUERY_H */
