/*-------------------------------------------------------------------------
 *
 * gather_query.c
 *		The queries that a rule of gathering leads to, and how they are run.
 *
 * In queries all names are qualified and quoted, and operators are those of
 * the types' default btree order, so that nothing depends on search_path.
 *
 * Storage: plans are kept in the rule.  Memory: SPI's; what is copied from a
 * result goes where the caller says.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/gather_query.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

/*
 * What they say
 */

/* claimed or attested key columns, equal to $1, $2 ... */
static void
append_key_condition(StringInfo sql, const GatherRule *rule, bool claimed)
{
	for (int i = 0; i < rule->nkeys; i++)
		appendStringInfo(sql, "%s%s %s $%d", i > 0 ? " AND " : "",
						 claimed ? rule->keys[i].claimed : rule->keys[i].attested,
						 rule->keys[i].equals, i + 1);
}

/* Rows that count, now or at the time that is parameter as_of */
static void
append_counting_condition(StringInfo sql, const GatherRule *rule, int as_of)
{
	if (rule->accepted && as_of == 0)
		appendStringInfo(sql, " AND a.%s IS NOT NULL", rule->accepted);
	else if (rule->accepted)
		appendStringInfo(sql, " AND a.%s OPERATOR(pg_catalog.<=) $%d",
						 rule->accepted, as_of);
	if (rule->retracted)
		appendStringInfo(sql, " AND (a.%s IS NULL", rule->retracted);
	if (rule->retracted && as_of != 0)
		appendStringInfo(sql, " OR a.%s OPERATOR(pg_catalog.>) $%d",
						 rule->retracted, as_of);
	if (rule->retracted)
		appendStringInfoChar(sql, ')');
}

static void
append_read_attestations(StringInfo sql, const GatherRule *rule, int as_of)
{
	appendStringInfo(sql, "SELECT a.%s, ", rule->said);
	if (rule->documents)
		appendStringInfo(sql, "(SELECT o.publisher FROM %s d JOIN %s o "
						 "ON o.id OPERATOR(pg_catalog.=) d.republishes "
						 "WHERE d.id OPERATOR(pg_catalog.=) a.%s)",
						 rule->documents, rule->documents, rule->document);
	else
		appendStringInfoString(sql, "NULL::pg_catalog.text");
	appendStringInfo(sql, " FROM %s a WHERE ", rule->attestations);
	append_key_condition(sql, rule, false);
	append_counting_condition(sql, rule, as_of);
	if (rule->order)
		appendStringInfo(sql, " ORDER BY %s", rule->order);
}

/* The keys of claims about which a counting row fulfils a condition */
static void
append_claims_where(StringInfo sql, const GatherRule *rule, const char *condition)
{
	appendStringInfoString(sql, "SELECT ");
	for (int i = 0; i < rule->nkeys; i++)
		appendStringInfo(sql, "%sa.%s", i > 0 ? ", " : "", rule->keys[i].attested);
	appendStringInfo(sql, " FROM %s a WHERE %s", rule->attestations, condition);
	append_counting_condition(sql, rule, 0);
}

/* An operator of the extension, by its full name */
static char *
extension_operator(const GatherRule *rule, const char *name)
{
	return psprintf("OPERATOR(%s.%s)",
					quote_identifier(get_namespace_name(rule->extension_schema)),
					name);
}

/* The spellings of sources $1 */
static char *
spellings_of_given(const GatherRule *rule)
{
	if (rule->aliases == NULL)
		return "$1";
	return psprintf("ARRAY(SELECT pg_catalog.unnest($1) UNION ALL SELECT l.alias FROM %s l "
					"WHERE l.source OPERATOR(pg_catalog.=) ANY ($1))", rule->aliases);
}

/* The names $1, and the spellings of the sources that the registry affiliates with any of them */
static char *
affiliated_with_given(const GatherRule *rule)
{
	return psprintf("ARRAY(SELECT pg_catalog.unnest($1) "
					"UNION ALL SELECT s.key FROM %s s WHERE s.affiliations OPERATOR(pg_catalog.&&) $1 "
					"UNION ALL SELECT l.alias FROM %s l JOIN %s s ON s.key OPERATOR(pg_catalog.=) l.source "
					"WHERE s.affiliations OPERATOR(pg_catalog.&&) $1)",
					rule->sources, rule->aliases, rule->sources);
}

/* Those that mention any of the names, or what copies what any of them published */
static void
append_mentioning(StringInfo sql, const GatherRule *rule, const char *names)
{
	append_claims_where(sql, rule, psprintf("a.%s %s %s", rule->said,
											extension_operator(rule, "?|"), names));
	appendStringInfoString(sql, " UNION ");
	if (rule->documents == NULL)
	{
		/* without documents only the claims above, each once */
		append_claims_where(sql, rule, "false");
		return;
	}
	append_claims_where(sql, rule,
						psprintf("a.%s OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT d.id FROM %s d JOIN %s o "
								 "ON o.id OPERATOR(pg_catalog.=) d.republishes "
								 "WHERE o.publisher OPERATOR(pg_catalog.=) ANY (%s)))",
								 rule->document, rule->documents, rule->documents, names));
}

/* Documents given as text, as $1 is */
static char *
given_documents(const GatherRule *rule)
{
	return psprintf("ANY ($1::%s[])", format_type_be_qualified(rule->document_type));
}

/* Those from documents $1, or from copies of these */
static void
append_in_documents(StringInfo sql, const GatherRule *rule)
{
	char	   *given = given_documents(rule);

	append_claims_where(sql, rule, psprintf("a.%s OPERATOR(pg_catalog.=) %s",
											rule->document, given));
	appendStringInfoString(sql, " UNION ");
	append_claims_where(sql, rule,
						psprintf("a.%s OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT d.id FROM %s d "
								 "WHERE d.republishes OPERATOR(pg_catalog.=) %s))",
								 rule->document, rule->documents, given));
}

/* Keys as the output function of the attestations' column gives them */
static void
append_originals(StringInfo sql, const GatherRule *rule)
{
	char	   *type = format_type_be_qualified(rule->document_type);

	appendStringInfo(sql, "SELECT pg_catalog.format('%%s', d.id::%s), pg_catalog.format('%%s', o.id::%s), "
					 "o.publisher FROM %s d JOIN %s o ON o.id OPERATOR(pg_catalog.=) d.republishes "
					 "WHERE d.id OPERATOR(pg_catalog.=) %s", type, type, rule->documents,
					 rule->documents, given_documents(rule));
}

static void
append_read_sources(StringInfo sql, const GatherRule *rule, bool as_of)
{
	appendStringInfoString(sql, "SELECT s.key, s.kind, ");
	if (as_of && rule->ratings)
		appendStringInfo(sql, "(SELECT r.reliability FROM %s r "
						 "WHERE r.source OPERATOR(pg_catalog.=) s.key "
						 "AND r.rated_at OPERATOR(pg_catalog.<=) $2 "
						 "ORDER BY r.rated_at DESC LIMIT 1)", rule->ratings);
	else
		appendStringInfoString(sql, "s.reliability");
	appendStringInfo(sql, ", s.affiliations FROM %s s "
					 "WHERE s.key OPERATOR(pg_catalog.=) ANY ($1) ORDER BY s.key",
					 rule->sources);
}

/* Evidence of more bytes is fetched from elsewhere and unpacked, which this
 * query would do twice: more than another query costs */
#define MERGED_IN_PLACE 2000

/* Of claims and their attestations */
static void
append_claim_query(StringInfo sql, const GatherRule *rule, GatherQuery query)
{
	switch (query)
	{
		case QUERY_LOCK_CLAIM:
			appendStringInfo(sql, "SELECT %s FROM %s WHERE ", rule->evidence, rule->claims);
			append_key_condition(sql, rule, true);
			appendStringInfoString(sql, " FOR NO KEY UPDATE");
			break;
		case QUERY_FIND_CLAIM:
			appendStringInfo(sql, "SELECT FROM %s WHERE ", rule->claims);
			append_key_condition(sql, rule, true);
			break;
		case QUERY_LOCK_CLAIMS:
			appendStringInfo(sql, "SELECT %s, %s FROM %s WHERE %s %s ANY ($1) "
							 "ORDER BY %s FOR NO KEY UPDATE", rule->keys[0].claimed,
							 rule->evidence, rule->claims, rule->keys[0].claimed,
							 rule->keys[0].equals, rule->keys[0].claimed);
			break;
		case QUERY_WRITE_CLAIMS:
			appendStringInfo(sql, "UPDATE %s AS c SET %s = gathered.evidence "
							 "FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) "
							 "AS gathered (key, evidence) "
							 "WHERE c.%s %s gathered.key AND c.%s %s ANY ($1)",
							 rule->claims, rule->evidence, rule->keys[0].claimed,
							 rule->keys[0].equals, rule->keys[0].claimed,
							 rule->keys[0].equals);
			break;
		case QUERY_MERGE_CLAIM:
			appendStringInfo(sql, "UPDATE %s SET %s = %s %s $%d WHERE ", rule->claims,
							 rule->evidence, rule->evidence, extension_operator(rule, "||"),
							 rule->nkeys + 1);
			append_key_condition(sql, rule, true);
			appendStringInfo(sql, " AND pg_catalog.pg_column_size(%s) OPERATOR(pg_catalog.<=) %d "
							 "AND NOT %s %s $%d", rule->evidence, MERGED_IN_PLACE, rule->evidence,
							 extension_operator(rule, "?|"), rule->nkeys + 2);
			break;
		case QUERY_WRITE_CLAIM:
			appendStringInfo(sql, "UPDATE %s SET %s = $%d WHERE ", rule->claims,
							 rule->evidence, rule->nkeys + 1);
			append_key_condition(sql, rule, true);
			break;
		case QUERY_READ_ATTESTATIONS:
			append_read_attestations(sql, rule, 0);
			break;
		case QUERY_READ_ATTESTATIONS_AS_OF:
			append_read_attestations(sql, rule, rule->nkeys + 1);
			break;
		case QUERY_EMPTY_CLAIMS:
			appendStringInfo(sql, "UPDATE %s SET %s = $1 "
							 "WHERE (%s %s $1) IS NOT TRUE", rule->claims,
							 rule->evidence, rule->evidence,
							 extension_operator(rule, "="));
			break;
		default:
			Assert(false);
			break;
	}
}

static void
append_query(StringInfo sql, const GatherRule *rule, GatherQuery query)
{
	switch (query)
	{
		case QUERY_MENTIONING:
			append_mentioning(sql, rule, spellings_of_given(rule));
			break;
		case QUERY_AFFILIATED:
			append_mentioning(sql, rule, affiliated_with_given(rule));
			break;
		case QUERY_IN_DOCUMENTS:
			append_in_documents(sql, rule);
			break;
		case QUERY_READ_ALIASES:
			appendStringInfo(sql, "SELECT alias, source FROM %s "
							 "WHERE alias OPERATOR(pg_catalog.=) ANY ($1) ORDER BY alias",
							 rule->aliases);
			break;
		case QUERY_READ_SOURCES:
			append_read_sources(sql, rule, false);
			break;
		case QUERY_READ_SOURCES_AS_OF:
			append_read_sources(sql, rule, true);
			break;
		case QUERY_ADD_SOURCES:
			appendStringInfo(sql, "INSERT INTO %s (key) SELECT k FROM pg_catalog.unnest($1) k "
							 "ORDER BY k ON CONFLICT DO NOTHING", rule->sources);
			break;
		case QUERY_ORIGINALS:
			append_originals(sql, rule);
			break;
		case QUERY_READ_PUBLISHERS:
			appendStringInfo(sql, "SELECT publisher FROM %s WHERE id OPERATOR(pg_catalog.=) %s "
							 "AND publisher IS NOT NULL", rule->documents, given_documents(rule));
			break;
		default:
			append_claim_query(sql, rule, query);
			break;
	}
}

/* The types of a query's parameters; returns their number */
static int
query_parameters(const GatherRule *rule, GatherQuery query, Oid *types)
{
	int			n = 0;

	switch (query)
	{
		case QUERY_LOCK_CLAIM:
		case QUERY_FIND_CLAIM:
		case QUERY_READ_ATTESTATIONS:
		case QUERY_MERGE_CLAIM:
		case QUERY_WRITE_CLAIM:
		case QUERY_READ_ATTESTATIONS_AS_OF:
			for (n = 0; n < rule->nkeys; n++)
				types[n] = rule->keys[n].type;
			if (query == QUERY_WRITE_CLAIM || query == QUERY_MERGE_CLAIM)
				types[n++] = rule->evidence_type;
			if (query == QUERY_MERGE_CLAIM)
				types[n++] = TEXTARRAYOID;
			if (query == QUERY_READ_ATTESTATIONS_AS_OF)
				types[n++] = TIMESTAMPTZOID;
			break;
		case QUERY_LOCK_CLAIMS:
		case QUERY_WRITE_CLAIMS:
			types[n++] = rule->keys[0].array_type;
			if (query == QUERY_WRITE_CLAIMS)
				types[n++] = get_array_type(rule->evidence_type);
			break;
		case QUERY_EMPTY_CLAIMS:
			types[n++] = rule->evidence_type;
			break;
		case QUERY_READ_SOURCES_AS_OF:
			types[n++] = TEXTARRAYOID;
			types[n++] = TIMESTAMPTZOID;
			break;
		default:
			types[n++] = TEXTARRAYOID;
			break;
	}
	return n;
}

static SPIPlanPtr
gather_plan(GatherRule *rule, GatherQuery query)
{
	Oid			types[GATHER_MAX_KEYS + 2];
	StringInfoData sql;
	SPIPlanPtr	plan = rule->plans[query];

	if (plan != NULL)
		return plan;
	initStringInfo(&sql);
	append_query(&sql, rule, query);

	/*
	 * Always the generic plan: it drives by the arrays and uses indexes,
	 * however long they are; planned for one array it may scan a whole table
	 */
	plan = SPI_prepare_cursor(sql.data, query_parameters(rule, query, types), types,
							  CURSOR_OPT_GENERIC_PLAN);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed for \"%s\": %s", sql.data,
			 SPI_result_code_string(SPI_result));
	SPI_keepplan(plan);
	rule->plans[query] = plan;
	pfree(sql.data);
	return plan;
}

/*
 * How they are run
 */

/* What is only read, and must be what is there now */
static bool
reads_latest(GatherQuery query)
{
	switch (query)
	{
		case QUERY_FIND_CLAIM:
		case QUERY_READ_ATTESTATIONS:
		case QUERY_MENTIONING:
		case QUERY_AFFILIATED:
		case QUERY_IN_DOCUMENTS:
		case QUERY_READ_ALIASES:
		case QUERY_READ_SOURCES:
		case QUERY_ORIGINALS:
		case QUERY_READ_PUBLISHERS:
			return true;
		default:
			return false;
	}
}

/*
 * Runs a query of the rule; rows are in SPI_tuptable.
 *
 * A transaction that keeps its snapshot must still gather from all rows, or
 * it would write what is out of date: they are read with a new snapshot, as
 * foreign keys do it.  Claims are locked with the transaction's own, so that
 * one that has changed since is a serialization failure.
 *
 * SPI leaves its own memory context behind, which is not where the caller's
 * workspaces grow.
 */
uint64
run_query_as_of(GatherRule *rule, GatherQuery query, Datum *parameters, int expected,
				TimestampTz as_of)
{
	MemoryContext caller = CurrentMemoryContext;
	SPIPlanPtr	plan = gather_plan(rule, query);
	Snapshot	snapshot = InvalidSnapshot;
	int			result;

	if (as_of == AS_OF_NOW && IsolationUsesXactSnapshot() && reads_latest(query))
	{
		CommandCounterIncrement();
		snapshot = GetLatestSnapshot();
	}
	/* read-only is with the snapshot of whoever asks */
	result = SPI_execute_snapshot(plan, parameters, NULL, snapshot,
								  InvalidSnapshot, as_of != AS_OF_NOW, true, 0);
	MemoryContextSwitchTo(caller);
	if (result != expected)
	{
		/* a plan of nothing would not be made anew when the rule is gone */
		SPI_freeplan(plan);
		rule->plans[query] = NULL;
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("a rule keeps table %s from being written to",
						query == QUERY_ADD_SOURCES ? rule->sources : rule->claims),
				 errhint("A trigger may do what the rule does.")));
	}
	return SPI_processed;
}

uint64
run_query(GatherRule *rule, GatherQuery query, Datum *parameters, int expected)
{
	return run_query_as_of(rule, query, parameters, expected, AS_OF_NOW);
}

/* Whether rows are to count by a time, not by what they are */
bool
is_a_time(TimestampTz as_of)
{
	return as_of != AS_OF_NOW && as_of != AS_OF_QUERY;
}

Datum
result_value(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column,
						 isnull);
}

/* A text of the result as a key, copied to the workspace */
Key
result_key(uint64 row, int column, Workspace *ws)
{
	bool		isnull;
	Datum		value = result_value(row, column, &isnull);
	struct varlena *text;
	char	   *copy;
	Key			key = {"", 0};

	if (isnull)
		return key;
	text = PG_DETOAST_DATUM_PACKED(value);
	key.length = VARSIZE_ANY_EXHDR(text);
	copy = workspace_alloc(ws, key.length, 1);
	memcpy(copy, VARDATA_ANY(text), key.length);
	key.data = copy;
	return key;
}
