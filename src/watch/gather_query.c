/*-------------------------------------------------------------------------
 *
 * gather_query.c
 *		The queries of a rule for gathering, and how they are run.
 *
 * In queries, all names are qualified and quoted, and operators are those of
 * the types' default btree operator classes, so that nothing depends on
 * search_path.  A plain table is read without tables that inherit from it,
 * because writes to these fire none of its triggers.
 *
 * Storage: plans are kept in the rule.  Memory: SPI's; what is copied from a
 * result goes where the caller says.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/gather_query.h"

#include "access/xact.h"
#include "watch/as_owner.h"
#include "watch/guard.h"
#include "watch/key_text.h"
#include "watch/latest.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

/* Kinds of parameters; a query has a list of them */
typedef enum Parameter
{
	PARAMETER_END,
	KEYS,						/* a claim's key, a parameter for each column */
	KEY_ARRAYS,					/* claims' keys, an array for each column */
	EVIDENCE,
	EVIDENCE_ARRAY,
	TEXT_ARRAY,
	TIME
} Parameter;

#define PARAMETERS_MAX 6

/* What a rule must name for a query to be possible */
typedef enum Needs
{
	NEEDS_NOTHING,
	NEEDS_MERGING,				/* functions that merge rows */
	NEEDS_ALIASES,
	NEEDS_SOURCES,
	NEEDS_SPELT,				/* sources, and aliases of them */
	NEEDS_RELYING,				/* sources that may rely on others */
	NEEDS_ADDING,				/* of sources that are not registered */
	NEEDS_DOCUMENTS
} Needs;

typedef void (*AppendQuery) (StringInfo sql, const GatherRule *rule);

/* The plan of each query, or NULL */
typedef struct GatherPlans
{
	SPIPlanPtr	plans[QUERY_COUNT];
} GatherPlans;

/* The rows of a table, as FROM and UPDATE name them */
static const char *
rows(Oid table, const char *name)
{
	return get_rel_relkind(table) == RELKIND_RELATION ? psprintf("ONLY %s", name) : name;
}

/*
 * Claims
 */

/* Appends: key columns of claims, or of attestations, equal $1, $2 ... */
static void
append_key_condition(StringInfo sql, const GatherRule *rule, bool claimed)
{
	for (int i = 0; i < rule->nkeys; i++)
		appendStringInfo(sql, "%s%s %s $%d", i > 0 ? " AND " : "",
						 claimed ? rule->keys[i].claimed : rule->keys[i].attested,
						 rule->keys[i].equals, i + 1);
}

/* Appends c.a, c.b ... */
static void
append_claim_keys(StringInfo sql, const GatherRule *rule)
{
	for (int i = 0; i < rule->nkeys; i++)
		appendStringInfo(sql, "%sc.%s", i > 0 ? ", " : "", rule->keys[i].claimed);
}

/* Appends the rows of the key arrays as wanted (k1, k2 ... [, evidence]) */
static void
append_wanted(StringInfo sql, const GatherRule *rule, bool evidence)
{
	appendStringInfoString(sql, "ROWS FROM (");
	for (int i = 0; i < rule->nkeys + evidence; i++)
		appendStringInfo(sql, "%spg_catalog.unnest($%d)", i > 0 ? ", " : "", i + 1);
	appendStringInfoString(sql, ") AS wanted (");
	for (int i = 0; i < rule->nkeys; i++)
		appendStringInfo(sql, "%sk%d", i > 0 ? ", " : "", i + 1);
	appendStringInfo(sql, "%s)", evidence ? ", evidence" : "");
}

static void
append_wanted_condition(StringInfo sql, const GatherRule *rule)
{
	for (int i = 0; i < rule->nkeys; i++)
		appendStringInfo(sql, "%sc.%s %s wanted.k%d", i > 0 ? " AND " : "",
						 rule->keys[i].claimed, rule->keys[i].equals, i + 1);
}

static void
append_lock_claims(StringInfo sql, const GatherRule *rule)
{
	appendStringInfoString(sql, "SELECT ");
	append_claim_keys(sql, rule);
	appendStringInfo(sql, ", c.%s FROM %s AS c", rule->evidence,
					 rows(rule->claims_id, rule->claims));
	if (rule->nkeys == 1)
		appendStringInfo(sql, " WHERE c.%s %s ANY ($1)", rule->keys[0].claimed,
						 rule->keys[0].equals);
	else
	{
		appendStringInfoString(sql, ", ");
		append_wanted(sql, rule, false);
		appendStringInfoString(sql, " WHERE ");
		append_wanted_condition(sql, rule);
	}
	appendStringInfoString(sql, " ORDER BY ");
	append_claim_keys(sql, rule);
	appendStringInfoString(sql, " FOR NO KEY UPDATE OF c");
}

static void
append_find_claim(StringInfo sql, const GatherRule *rule)
{
	appendStringInfo(sql, "SELECT FROM %s WHERE ", rows(rule->claims_id, rule->claims));
	append_key_condition(sql, rule, true);
}

static void
append_write_claims(StringInfo sql, const GatherRule *rule)
{
	appendStringInfo(sql, "UPDATE %s AS c SET %s = wanted.evidence FROM ",
					 rows(rule->claims_id, rule->claims), rule->evidence);
	append_wanted(sql, rule, true);
	appendStringInfoString(sql, " WHERE ");
	append_wanted_condition(sql, rule);
	/* so that Citus can tell which shards these are on */
	if (rule->nkeys == 1)
		appendStringInfo(sql, " AND c.%s %s ANY ($1)", rule->keys[0].claimed,
						 rule->keys[0].equals);
}

static void
append_merge_claim(StringInfo sql, const GatherRule *rule)
{
	int			n = rule->nkeys;

	appendStringInfo(sql, "UPDATE %s SET %s = " INTERNAL_SCHEMA ".merge_rows(%s, $%d, $%d) WHERE ",
					 rows(rule->claims_id, rule->claims), rule->evidence, rule->evidence,
					 n + 1, n + 3);
	append_key_condition(sql, rule, true);
	appendStringInfo(sql, " AND " INTERNAL_SCHEMA ".may_merge(%s, $%d, $%d, $%d, $%d)",
					 rule->evidence, n + 1, n + 2, n + 3, n + 4);
}

static void
append_empty_claims(StringInfo sql, const GatherRule *rule)
{
	appendStringInfo(sql, "UPDATE %s SET %s = $1 WHERE (%s OPERATOR(%s.=) $1) IS NOT TRUE",
					 rows(rule->claims_id, rule->claims), rule->evidence, rule->evidence,
					 quote_identifier(get_namespace_name(rule->extension_schema)));
}

/*
 * Attestations
 */

/* Appends: whether a row counts now, or at the time of parameter as_of */
static void
append_counts(StringInfo sql, const GatherRule *rule, int as_of)
{
	appendStringInfoString(sql, "(true");
	if (rule->accepted && as_of == 0)
		appendStringInfo(sql, " AND a.%s IS NOT NULL", rule->accepted);
	else if (rule->accepted)
		appendStringInfo(sql, " AND (a.%s OPERATOR(pg_catalog.<=) $%d) IS TRUE",
						 rule->accepted, as_of);
	if (rule->retracted)
		appendStringInfo(sql, " AND (a.%s IS NULL", rule->retracted);
	if (rule->retracted && as_of != 0)
		appendStringInfo(sql, " OR a.%s OPERATOR(pg_catalog.>) $%d",
						 rule->retracted, as_of);
	if (rule->retracted)
		appendStringInfoChar(sql, ')');
	appendStringInfoChar(sql, ')');
}

/* Rows that do not count are read, too, if they may have replaced others */
static void
append_attestations(StringInfo sql, const GatherRule *rule, int as_of)
{
	appendStringInfo(sql, "SELECT a.%s, ", rule->said);
	if (rule->document)
		appendStringInfo(sql, "pg_catalog.format('%%s', a.%s)", rule->document);
	else
		appendStringInfoString(sql, "NULL");
	if (rule->replaces)
		appendStringInfo(sql, ", pg_catalog.format('%%s', a.%s), pg_catalog.format('%%s', a.%s), ",
						 rule->id, rule->replaces);
	else
		appendStringInfoString(sql, ", NULL, NULL, ");
	append_counts(sql, rule, as_of);
	appendStringInfo(sql, " FROM %s a WHERE ", rows(rule->attestations_id, rule->attestations));
	append_key_condition(sql, rule, false);
	appendStringInfoString(sql, " AND (");
	append_counts(sql, rule, as_of);
	if (rule->replaces)
		appendStringInfo(sql, " OR a.%s IS NOT NULL", rule->replaces);
	appendStringInfoChar(sql, ')');
	if (rule->order)
		appendStringInfo(sql, " ORDER BY %s", rule->order);
}

static void
append_read_attestations(StringInfo sql, const GatherRule *rule)
{
	append_attestations(sql, rule, 0);
}

static void
append_read_attestations_as_of(StringInfo sql, const GatherRule *rule)
{
	append_attestations(sql, rule, rule->nkeys + 1);
}

/* Appends: the keys of claims with a counting row that meets a condition */
static void
append_claims_where(StringInfo sql, const GatherRule *rule, const char *condition)
{
	appendStringInfoString(sql, "SELECT ");
	for (int i = 0; i < rule->nkeys; i++)
		appendStringInfo(sql, "%sa.%s", i > 0 ? ", " : "", rule->keys[i].attested);
	appendStringInfo(sql, " FROM %s a WHERE %s AND ",
					 rows(rule->attestations_id, rule->attestations), condition);
	append_counts(sql, rule, 0);
}

/* Appends: claims with rows from the documents of a query, or their copies */
static void
append_in_chains(StringInfo sql, const GatherRule *rule, const char *documents)
{
	append_claims_where(sql, rule,
						psprintf("a.%s OPERATOR(pg_catalog.=) ANY (ARRAY(WITH RECURSIVE copy (id) AS (%s UNION "
								 "SELECT d.id FROM copy JOIN %s d ON d.republishes OPERATOR(pg_catalog.=) copy.id) "
								 "SELECT copy.id FROM copy))",
								 rule->document, documents, rows(rule->documents_id, rule->documents)));
}

/* Appends: claims that mention the names, or are about what they published */
static void
append_mentioning_names(StringInfo sql, const GatherRule *rule, const char *names)
{
	append_claims_where(sql, rule,
						psprintf("a.%s OPERATOR(%s.?|) %s", rule->said,
								 quote_identifier(get_namespace_name(rule->extension_schema)),
								 names));
	/* UNION, so that each is found once */
	appendStringInfoString(sql, " UNION ");
	if (rule->documents == NULL)
		append_claims_where(sql, rule, "false");
	else
		append_in_chains(sql, rule,
						 psprintf("SELECT d.id FROM %s d WHERE d.publisher OPERATOR(pg_catalog.=) ANY (%s)",
								  rows(rule->documents_id, rule->documents), names));
}

static void
append_mentioning(StringInfo sql, const GatherRule *rule)
{
	append_mentioning_names(sql, rule, "$1");
}

/*
 * Names
 *
 * The sources that a change of names affects are found for all names at once,
 * and by indexes, even if the tables have not been analyzed yet.
 */

/*
 * Part of FROM: l, the other spellings of a source.  OFFSET 0 makes the
 * planner use the index for each source.  Without statistics, it assumes that
 * each source has hundreds, and would read the whole table.
 */
static void
append_spellings_of(StringInfo sql, const GatherRule *rule, const char *source)
{
	appendStringInfo(sql, " CROSS JOIN LATERAL (SELECT a.alias FROM %s a "
					 "WHERE a.source OPERATOR(pg_catalog.=) %s OFFSET 0) l",
					 rows(rule->aliases_id, rule->aliases), source);
}

/* All spellings of the sources that some names are spellings of */
static void
append_spellings(StringInfo sql, const GatherRule *rule)
{
	appendStringInfo(sql, "WITH named (key) AS (SELECT pg_catalog.unnest($1) UNION "
					 "SELECT o.source FROM pg_catalog.unnest($1) n (name) "
					 "JOIN %s o ON o.alias OPERATOR(pg_catalog.=) n.name) "
					 "SELECT named.key FROM named UNION SELECT l.alias FROM named",
					 rows(rule->aliases_id, rule->aliases));
	append_spellings_of(sql, rule, "named.key");
}

/*
 * The sources that list any of the names in a column; a ledger has partial GIN
 * indexes of these columns
 */
static void
append_listing(StringInfo sql, const GatherRule *rule, const char *column)
{
	appendStringInfo(sql, "SELECT s.key FROM %s s WHERE s.%s OPERATOR(pg_catalog.<>) '{}' "
					 "AND s.%s OPERATOR(pg_catalog.&&) $1", rows(rule->sources_id, rule->sources),
					 column, column);
}

static void
append_affiliated(StringInfo sql, const GatherRule *rule)
{
	append_listing(sql, rule, "affiliations");
}

static void
append_relying(StringInfo sql, const GatherRule *rule)
{
	append_listing(sql, rule, "relies_on");
}

/*
 * Documents, given by the text of their keys
 */

static char *
given_documents(const GatherRule *rule)
{
	return psprintf("ANY ($1::%s[])", format_type_be_qualified(rule->document_type));
}

static void
append_in_documents(StringInfo sql, const GatherRule *rule)
{
	append_in_chains(sql, rule,
					 psprintf("SELECT d.id FROM %s d WHERE d.id OPERATOR(pg_catalog.=) %s",
							  rows(rule->documents_id, rule->documents), given_documents(rule)));
}

/* Keys as printed by the output function of the attestations' column */
static void
append_read_documents(StringInfo sql, const GatherRule *rule)
{
	char	   *type = format_type_be_qualified(rule->document_type);

	appendStringInfo(sql, "SELECT pg_catalog.format('%%s', d.id::%s), d.publisher, "
					 "pg_catalog.format('%%s', d.republishes::%s) FROM %s d "
					 "WHERE d.id OPERATOR(pg_catalog.=) %s", type, type,
					 rows(rule->documents_id, rule->documents), given_documents(rule));
}

/*
 * The registry
 */

static void
append_read_aliases(StringInfo sql, const GatherRule *rule)
{
	appendStringInfo(sql, "SELECT alias, source FROM %s WHERE alias OPERATOR(pg_catalog.=) ANY ($1)",
					 rows(rule->aliases_id, rule->aliases));
}

/* Appends what is known of sources s, as facts about the key */
static void
append_facts(StringInfo sql, const GatherRule *rule, const char *key, bool as_of)
{
	appendStringInfo(sql, "SELECT %s, s.kind, ", key);
	if (as_of && rule->ratings)
		appendStringInfo(sql, "(SELECT r.reliability FROM %s r "
						 "WHERE r.source OPERATOR(pg_catalog.=) s.key "
						 "AND r.rated_at OPERATOR(pg_catalog.<=) $2 "
						 "ORDER BY r.rated_at DESC LIMIT 1)", rows(rule->ratings_id, rule->ratings));
	else
		appendStringInfoString(sql, "s.reliability");
	appendStringInfo(sql, ", s.affiliations, %s, %s",
					 rule->knows_passes_on ? "s.passes_on" : "NULL::pg_catalog.bool",
					 rule->knows_relies_on ? "s.relies_on" : "NULL::pg_catalog.text[]");
	if (rule->knows_relies_on)
		/* by a partial index, if there is one, and not by reading the table */
		appendStringInfo(sql, ", (SELECT r.key FROM %s r WHERE r.relies_on OPERATOR(pg_catalog.<>) '{}' "
						 "ORDER BY r.key LIMIT 1) IS NOT NULL",
						 rows(rule->sources_id, rule->sources));
	else
		appendStringInfoString(sql, ", false");
}

/* The rows of these keys themselves */
static void
append_own_rows(StringInfo sql, const GatherRule *rule, bool as_of)
{
	append_facts(sql, rule, "s.key", as_of);
	if (rule->aliases != NULL)
		/*
		 * count(*), because to find only the first, the planner might read the
		 * table
		 */
		appendStringInfo(sql, ", (SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 FROM %s a "
						 "WHERE a.source OPERATOR(pg_catalog.=) ANY ($1))",
						 rows(rule->aliases_id, rule->aliases));
	else
		appendStringInfoString(sql, ", false");
	appendStringInfo(sql, " FROM %s s WHERE s.key OPERATOR(pg_catalog.=) ANY ($1)",
					 rows(rule->sources_id, rule->sources));
}

/*
 * A key that is another spelling of a source may have a row of its own, too.
 * Few keys do.  So this is a query of its own: starting its joins takes longer
 * than reading the rows of one attestation's sources by the query above.
 */
static void
append_spelt_rows(StringInfo sql, const GatherRule *rule, bool as_of)
{
	append_facts(sql, rule, "k.key", as_of);
	appendStringInfoString(sql, " FROM pg_catalog.unnest($1) k (key)");
	append_spellings_of(sql, rule, "k.key");
	/*
	 * OFFSET 0 as above: for that many spellings the planner would read all
	 * sources
	 */
	appendStringInfo(sql, " CROSS JOIN LATERAL (SELECT o.* FROM %s o "
					 "WHERE o.key OPERATOR(pg_catalog.=) l.alias OFFSET 0) s",
					 rows(rule->sources_id, rule->sources));
}

static void
append_read_sources(StringInfo sql, const GatherRule *rule)
{
	append_own_rows(sql, rule, false);
}

static void
append_read_sources_as_of(StringInfo sql, const GatherRule *rule)
{
	append_own_rows(sql, rule, true);
}

static void
append_read_spelt(StringInfo sql, const GatherRule *rule)
{
	append_spelt_rows(sql, rule, false);
}

static void
append_read_spelt_as_of(StringInfo sql, const GatherRule *rule)
{
	append_spelt_rows(sql, rule, true);
}

static void
append_add_sources(StringInfo sql, const GatherRule *rule)
{
	appendStringInfo(sql, "INSERT INTO %s (key) SELECT k FROM pg_catalog.unnest($1) k "
					 "ORDER BY k ON CONFLICT DO NOTHING", rule->sources);
}

/* Registered names that are the same after folding */
static void
append_same_names(StringInfo sql, const GatherRule *rule)
{
	appendStringInfo(sql, "SELECT corroborate_internal.name_skeleton(s.key), s.key, false FROM %s s "
					 "WHERE corroborate_internal.name_skeleton(s.key) OPERATOR(pg_catalog.=) ANY ($1)",
					 rows(rule->sources_id, rule->sources));
	if (rule->aliases != NULL)
		appendStringInfo(sql, " UNION ALL SELECT corroborate_internal.name_skeleton(l.alias), l.alias, true FROM %s l "
						 "WHERE corroborate_internal.name_skeleton(l.alias) OPERATOR(pg_catalog.=) ANY ($1)",
						 rows(rule->aliases_id, rule->aliases));
}

/*
 * By their words, or by how they begin, because an index finds both.  A typing
 * error in the first half of a name is left to near_names().
 */
static void
append_near_names(StringInfo sql, const GatherRule *rule)
{
	const char *sources = rows(rule->sources_id, rule->sources);

	appendStringInfo(sql, "SELECT n.name, near.key FROM pg_catalog.unnest($1) n (name) CROSS JOIN LATERAL ("
					 "SELECT s.key FROM %s s "
					 "WHERE corroborate_internal.name_words(s.key) "
					 "OPERATOR(pg_catalog.=) corroborate_internal.name_words(n.name) "
					 "UNION SELECT s.key FROM %s s "
					 "WHERE corroborate_internal.name_skeleton(s.key) COLLATE pg_catalog.\"C\" "
					 "OPERATOR(pg_catalog.>=) corroborate_internal.name_beginning(n.name) "
					 "AND corroborate_internal.name_skeleton(s.key) COLLATE pg_catalog.\"C\" "
					 "OPERATOR(pg_catalog.<) (corroborate_internal.name_beginning(n.name) "
					 "OPERATOR(pg_catalog.||) pg_catalog.chr(1114111)) "
					 "AND corroborate_internal.name_distance(s.key, n.name) IS NOT NULL ORDER BY 1 LIMIT 3) near "
					 "WHERE near.key OPERATOR(pg_catalog.<>) n.name",
					 sources, sources);
}

/*
 * The text and parameters of each query.  latest: it must read what is
 * committed now; writes: it writes evidence of claims
 */
static const struct
{
	AppendQuery append;
	Parameter	parameters[PARAMETERS_MAX];
	bool		latest;
	bool		writes;
	Needs		needs;			/* of the rule */
}			queries[QUERY_COUNT] = {
	[QUERY_LOCK_CLAIMS] = {append_lock_claims, {KEY_ARRAYS}, false, false, NEEDS_NOTHING},
	[QUERY_FIND_CLAIM] = {append_find_claim, {KEYS}, true, false, NEEDS_NOTHING},
	[QUERY_MERGE_CLAIM] = {append_merge_claim, {KEYS, EVIDENCE, TEXT_ARRAY, TEXT_ARRAY, TEXT_ARRAY}, false, true,
	NEEDS_MERGING},
	[QUERY_WRITE_CLAIMS] = {append_write_claims, {KEY_ARRAYS, EVIDENCE_ARRAY}, false, true, NEEDS_NOTHING},
	[QUERY_EMPTY_CLAIMS] = {append_empty_claims, {EVIDENCE}, true, true, NEEDS_NOTHING},
	[QUERY_READ_ATTESTATIONS] = {append_read_attestations, {KEYS}, true, false, NEEDS_NOTHING},
	[QUERY_READ_ATTESTATIONS_AS_OF] = {append_read_attestations_as_of, {KEYS, TIME}, false, false, NEEDS_NOTHING},
	[QUERY_SPELLINGS] = {append_spellings, {TEXT_ARRAY}, true, false, NEEDS_ALIASES},
	[QUERY_AFFILIATED] = {append_affiliated, {TEXT_ARRAY}, true, false, NEEDS_SOURCES},
	[QUERY_MENTIONING] = {append_mentioning, {TEXT_ARRAY}, true, false, NEEDS_NOTHING},
	[QUERY_IN_DOCUMENTS] = {append_in_documents, {TEXT_ARRAY}, true, false, NEEDS_DOCUMENTS},
	[QUERY_READ_DOCUMENTS] = {append_read_documents, {TEXT_ARRAY}, true, false, NEEDS_DOCUMENTS},
	[QUERY_READ_ALIASES] = {append_read_aliases, {TEXT_ARRAY}, true, false, NEEDS_ALIASES},
	[QUERY_READ_SOURCES] = {append_read_sources, {TEXT_ARRAY}, true, false, NEEDS_SOURCES},
	[QUERY_READ_SOURCES_AS_OF] = {append_read_sources_as_of, {TEXT_ARRAY, TIME}, false, false, NEEDS_SOURCES},
	[QUERY_READ_SPELT] = {append_read_spelt, {TEXT_ARRAY}, true, false, NEEDS_SPELT},
	[QUERY_READ_SPELT_AS_OF] = {append_read_spelt_as_of, {TEXT_ARRAY, TIME}, false, false, NEEDS_SPELT},
	[QUERY_RELYING] = {append_relying, {TEXT_ARRAY}, true, false, NEEDS_RELYING},
	[QUERY_ADD_SOURCES] = {append_add_sources, {TEXT_ARRAY}, false, false, NEEDS_ADDING},
	[QUERY_SAME_NAMES] = {append_same_names, {TEXT_ARRAY}, true, false, NEEDS_SOURCES},
	[QUERY_NEAR_NAMES] = {append_near_names, {TEXT_ARRAY}, true, false, NEEDS_SOURCES},
};

/* The types of a query's parameters; returns their number */
static int
query_parameters(const GatherRule *rule, GatherQuery query, Oid *types)
{
	const Parameter *parameters = queries[query].parameters;
	int			n = 0;

	for (int p = 0; p < PARAMETERS_MAX && parameters[p] != PARAMETER_END; p++)
		switch (parameters[p])
		{
			case KEYS:
				for (int i = 0; i < rule->nkeys; i++)
					types[n++] = rule->keys[i].type;
				break;
			case KEY_ARRAYS:
				for (int i = 0; i < rule->nkeys; i++)
					types[n++] = rule->keys[i].array_type;
				break;
			case EVIDENCE:
				types[n++] = rule->evidence_type;
				break;
			case EVIDENCE_ARRAY:
				types[n++] = get_array_type(rule->evidence_type);
				break;
			case TEXT_ARRAY:
				types[n++] = TEXTARRAYOID;
				break;
			case TIME:
				types[n++] = TIMESTAMPTZOID;
				break;
			case PARAMETER_END:
				break;
		}
	return n;
}

bool
has_query(const GatherRule *rule, GatherQuery query)
{
	switch (queries[query].needs)
	{
		case NEEDS_NOTHING:
			return true;
		case NEEDS_MERGING:
			return rule->merges;
		case NEEDS_ALIASES:
			return rule->aliases != NULL;
		case NEEDS_SOURCES:
			return rule->sources != NULL;
		case NEEDS_SPELT:
			return rule->sources != NULL && rule->aliases != NULL;
		case NEEDS_RELYING:
			return rule->knows_relies_on;
		case NEEDS_ADDING:
			return rule->unknown == UNKNOWN_ADDED;
		case NEEDS_DOCUMENTS:
			return rule->documents != NULL;
	}
	return false;
}

char *
query_text(const GatherRule *rule, GatherQuery query, Oid *types, int *ntypes)
{
	StringInfoData sql;

	initStringInfo(&sql);
	queries[query].append(&sql, rule);
	*ntypes = query_parameters(rule, query, types);
	return sql.data;
}

/*
 * Always the generic plan: it starts from the arrays and uses indexes, however
 * long the arrays are.  A custom plan may scan a whole table.  But if Citus
 * distributes the table, plan for the parameters, which say on which shard the
 * claim is.  A shard is a plain table.
 */
static int
plan_options(const GatherRule *rule)
{
	return rule->distributed ? CURSOR_OPT_CUSTOM_PLAN : CURSOR_OPT_GENERIC_PLAN;
}

static SPIPlanPtr
gather_plan(GatherRule *rule, GatherQuery query)
{
	Oid			types[QUERY_MAX_PARAMETERS];
	int			ntypes;
	char	   *sql;
	SPIPlanPtr	plan;

	if (rule->plans == NULL)
		rule->plans = MemoryContextAllocZero(rule->context, sizeof(GatherPlans));
	plan = rule->plans->plans[query];
	if (plan != NULL)
		return plan;
	Assert(has_query(rule, query));
	sql = query_text(rule, query, types, &ntypes);
	plan = SPI_prepare_cursor(sql, ntypes, types, plan_options(rule));
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed for \"%s\": %s", sql,
			 SPI_result_code_string(SPI_result));
	SPI_keepplan(plan);
	rule->plans->plans[query] = plan;
	pfree(sql);
	return plan;
}

void
forget_queries(GatherRule *rule)
{
	for (int query = 0; rule->plans != NULL && query < QUERY_COUNT; query++)
		if (rule->plans->plans[query] != NULL)
			SPI_freeplan(rule->plans->plans[query]);
	rule->plans = NULL;
}

/*
 * How they are run
 */

/* Whether a query reads or returns keys as text that depends on settings */
static bool
has_key_text(const GatherRule *rule, GatherQuery query)
{
	switch (query)
	{
		case QUERY_READ_ATTESTATIONS:
		case QUERY_READ_ATTESTATIONS_AS_OF:
			return rule->document_by_settings || rule->ids_by_settings;
		case QUERY_IN_DOCUMENTS:
		case QUERY_READ_DOCUMENTS:
			return rule->document_by_settings;
		default:
			return false;
	}
}

/* Executes a query that does not write evidence */
static int
execute_reading(const GatherRule *rule, GatherQuery query, SPIPlanPtr plan,
				Datum *parameters, Snapshot snapshot, Snapshot crosscheck,
				bool read_only)
{
	bool		has_text = has_key_text(rule, query);
	int			level = has_text ? key_text_begin() : 0;
	int			result = SPI_execute_snapshot(plan, parameters, NULL, snapshot,
											  crosscheck, read_only, true, 0);

	if (has_text)
		key_text_end(level);
	return result;
}

/*
 * Triggers on claims must fire when evidence is written, even in a session of
 * replication or a restore (session_replication_role).  Otherwise changes in a
 * replicated registry would leave flags on claims that have lost their
 * support.  Returns the argument for end_writing().
 */
static int
begin_writing(void)
{
	int			level = NewGUCNestLevel();

	if (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA)
		(void) set_config_option("session_replication_role", "origin", PGC_SUSET,
								 PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	return level;
}

static void
end_writing(int level)
{
	AtEOXact_GUC(true, level);
}

/* Executes a query; the claims' guard lets one pass that writes evidence */
static int
execute_query(const GatherRule *rule, GatherQuery query, SPIPlanPtr plan,
			  Datum *parameters, Snapshot snapshot, Snapshot crosscheck, bool read_only)
{
	volatile int result = 0;
	GuardState	before;
	int			level;

	if (!queries[query].writes)
		return execute_reading(rule, query, plan, parameters, snapshot, crosscheck,
							   read_only);
	level = begin_writing();
	before = guard_open(rule->claims_id);
	PG_TRY();
	{
		result = SPI_execute_snapshot(plan, parameters, NULL, snapshot, crosscheck,
									  read_only, true, 0);
	}
	PG_FINALLY();
	{
		guard_close(before);
	}
	PG_END_TRY();
	end_writing(level);
	return result;
}

/*
 * Runs a query of the rule; rows are in SPI_tuptable.
 *
 * In REPEATABLE READ and SERIALIZABLE, the transaction's snapshot may be out
 * of date, so rows are read with a new one, as for foreign keys (latest.c).
 * Claims are locked with the transaction's snapshot, so that one that has
 * changed since is a serialization failure.  All claims are emptied with the
 * new snapshot and a crosscheck against the transaction's, with the same
 * effect.
 *
 * SPI leaves its own memory context as the current one, in which the caller's
 * workspaces must not grow, so restore the caller's.
 */
uint64
run_query_as_of(GatherRule *rule, GatherQuery query, Datum *parameters, int expected,
				TimestampTz as_of)
{
	MemoryContext caller = CurrentMemoryContext;
	SPIPlanPtr	plan = gather_plan(rule, query);
	Snapshot	snapshot = InvalidSnapshot,
				crosscheck = InvalidSnapshot;
	int			result;

	if (as_of == AS_OF_NOW && queries[query].latest)
		latest_snapshots(&snapshot, &crosscheck);
	/* a read-only query uses the snapshot of the calling query */
	result = execute_query(rule, query, plan, parameters, snapshot, crosscheck,
						   as_of != AS_OF_NOW);
	MemoryContextSwitchTo(caller);

	/*
	 * forced policies apply if the owner asks for evidence, but not in
	 * triggers
	 */
	refuse_filtered(plan, as_of != AS_OF_NOW);
	if (result != expected)
	{
		/* the server does not replan an empty plan once the rule has gone */
		SPI_freeplan(plan);
		rule->plans->plans[query] = NULL;
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("a rule on table %s replaces what gathering evidence writes",
						query == QUERY_ADD_SOURCES ? rule->sources : rule->claims),
				 errhint("Use a trigger in place of the rule.")));
	}
	return SPI_processed;
}

uint64
run_query(GatherRule *rule, GatherQuery query, Datum *parameters, int expected)
{
	return run_query_as_of(rule, query, parameters, expected, AS_OF_NOW);
}

/* Whether rows count as of a time, not as they are */
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
