/*-------------------------------------------------------------------------
 *
 * gather_rule.h
 *		How evidence is gathered: what the arguments of a gather_evidence
 *		trigger say.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GATHER_RULE_H
#define CORROBORATE_GATHER_RULE_H

#include "base/compat.h"

#include "access/attnum.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "nodes/pg_list.h"
#include "utils/rel.h"

/* A column of the claims' key, and the attestations' column that refers to it */
typedef struct GatherKey
{
	char	   *attested;		/* column of attestations, quoted */
	char	   *claimed;		/* column of claims, quoted */
	char	   *claimed_name;	/* and not quoted */
	char	   *equals;			/* OPERATOR(schema.=) between them */
	AttrNumber	column;			/* of attestations */
	Oid			type;
	Oid			collation;
	Oid			array_type;
	int16		typlen;
	bool		typbyval;
	char		typalign;
	FmgrInfo	compare;		/* btree order */
} GatherKey;

#define GATHER_MAX_KEYS 8

/* A column of attestations that the rule names, as it was when it was read */
typedef struct GatherColumn
{
	AttrNumber	number;
	Oid			type;
	Oid			collation;
	char	   *name;
} GatherColumn;

/* A table that the rule names, and what that name found when it was read */
typedef struct GatherTable
{
	Oid			id;
	char	   *schema;			/* pg_temp is the session's own */
	char	   *name;
} GatherTable;

/* Schema of the extension's functions that are not for users */
#define INTERNAL_SCHEMA "corroborate_internal"

/* What to do with a source that is mentioned but not registered */
typedef enum UnknownSources
{
	UNKNOWN_ALLOWED,			/* nothing: there is no registry, or it may be
								 * incomplete */
	UNKNOWN_REFUSED,
	UNKNOWN_ADDED
} UnknownSources;

struct GatherPlans;

typedef struct GatherRule
{
	Oid			trigger;		/* key of the cache */
	Oid			attestations_id;
	char	   *arguments;		/* as given, to see whether they changed */
	char	   *table_name;		/* of attestations, likewise */
	char	   *schema_name;
	MemoryContext context;		/* of all this */
	bool		distributed;	/* attestations are in shards of Citus */

	char	   *attestations;	/* tables are qualified and quoted; */
	char	   *claims;
	char	   *sources;		/* those that are optional may be NULL */
	char	   *aliases;
	char	   *ratings;
	char	   *documents;

	int			nkeys;
	GatherKey	keys[GATHER_MAX_KEYS];
	char	   *said;			/* columns are quoted */
	char	   *evidence;
	char	   *evidence_name;	/* not quoted */
	char	   *accepted;
	char	   *retracted;
	char	   *order;			/* a list; NULL: all statements of a source
								 * count */
	char	   *document;
	char	   *id;				/* to which replaces refers, within a claim */
	char	   *replaces;
	UnknownSources unknown;

	/* what the rule was made from */
	List	   *columns;		/* of GatherColumn */
	List	   *tables;			/* of GatherTable */

	/* places of the columns in rows of attestations; 0 where there is none */
	AttrNumber	said_column;
	AttrNumber	accepted_column;
	AttrNumber	retracted_column;
	AttrNumber	document_column;
	AttrNumber	replaces_column;
	Oid			document_type;
	bool		document_by_settings;	/* settings change its text */
	FmgrInfo	document_output;
	bool		ids_by_settings;
	Oid			said_type;
	Oid			evidence_type;
	Oid			extension_schema;
	Oid			claims_id;
	Oid			sources_id;		/* these may be InvalidOid */
	Oid			aliases_id;
	Oid			ratings_id;
	Oid			documents_id;
	bool		merges;			/* the extension's script has the functions
								 * that merge rows */
	bool		knows_passes_on;	/* the registry has that column */
	bool		knows_relies_on;

	struct GatherPlans *plans;	/* of gather_query.c; NULL until the first */
} GatherRule;

/*
 * The rule of a trigger of that relation, checked, from a cache that lasts as
 * long as the backend.  Errors say what is wrong with the arguments.
 */
extern GatherRule *gather_rule(Relation attestations, const Trigger *trigger);

/* A claim in messages: "(id)=(7)" */
extern char *describe_claim(const GatherRule *rule, const Datum *keys);

#endif							/* CORROBORATE_GATHER_RULE_H */
