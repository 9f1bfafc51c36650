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
#include "utils/rel.h"

/* A column of the claims' key, and the attestations' column that refers to it */
typedef struct GatherKey
{
	char	   *attested;		/* column of attestations, quoted */
	char	   *claimed;		/* column of claims, quoted */
	char	   *equals;			/* OPERATOR(schema.=) between them */
	AttrNumber	column;			/* of attestations */
	Oid			type;
	Oid			collation;
	Oid			array_type;		/* of the type, if it has one */
	int16		typlen;
	bool		typbyval;
	char		typalign;
	FmgrInfo	compare;		/* btree order */
} GatherKey;

#define GATHER_MAX_KEYS 8

/* What becomes of a source that is mentioned but not registered */
typedef enum UnknownSources
{
	UNKNOWN_ALLOWED,			/* nothing: there is no registry, or it need not
								 * be complete */
	UNKNOWN_REFUSED,
	UNKNOWN_ADDED
} UnknownSources;

typedef enum GatherQuery
{
	QUERY_LOCK_CLAIM,			/* keys -> evidence, locked */
	QUERY_LOCK_CLAIMS,			/* array of keys of one column -> key, evidence,
								 * locked in that order */
	QUERY_FIND_CLAIM,			/* keys -> whether it is there */
	QUERY_MERGE_CLAIM,			/* keys, evidence, text[] of sources: merged into
								 * the claim unless it mentions any of these */
	QUERY_WRITE_CLAIM,			/* keys, evidence */
	QUERY_WRITE_CLAIMS,			/* array of keys of one column, of evidence */
	QUERY_READ_ATTESTATIONS,	/* keys -> said, republished publisher; in the
								 * order in which later ones replace earlier */
	QUERY_READ_ATTESTATIONS_AS_OF,	/* keys, time */
	QUERY_EMPTY_CLAIMS,
	QUERY_MENTIONING,			/* sources -> keys of claims that mention them, or
								 * copy what they published */
	QUERY_AFFILIATED,			/* names -> the same, and of claims that mention
								 * whom the registry affiliates with them */
	QUERY_IN_DOCUMENTS,			/* documents -> keys of claims that cite them or
								 * copies of them */
	QUERY_READ_ALIASES,			/* names -> alias, source */
	QUERY_READ_SOURCES,			/* keys -> key, kind, reliability, affiliations */
	QUERY_READ_SOURCES_AS_OF,	/* keys, time */
	QUERY_ADD_SOURCES,			/* keys */
	QUERY_ORIGINALS,			/* documents as text -> document, what it
								 * republishes, publisher of that */
	QUERY_READ_PUBLISHERS,		/* documents as text -> publisher */
	QUERY_COUNT
} GatherQuery;

typedef struct GatherRule
{
	Oid			trigger;		/* key of the cache */
	Oid			attestations_id;
	char	   *arguments;		/* as given, to see whether they changed */
	char	   *table_name;		/* of attestations, and its schema's: likewise */
	char	   *schema_name;
	MemoryContext context;		/* of all this */

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
	char	   *accepted;
	char	   *retracted;
	char	   *order;			/* a list; NULL: a source's statements all stand */
	char	   *document;
	UnknownSources unknown;

	/* places of the columns in rows of attestations; 0 where there is none */
	AttrNumber	said_column;
	AttrNumber	accepted_column;
	AttrNumber	retracted_column;
	AttrNumber	document_column;
	Oid			document_type;
	FmgrInfo	document_output;
	Oid			said_type;
	Oid			evidence_type;
	Oid			extension_schema;

	SPIPlanPtr	plans[QUERY_COUNT];
} GatherRule;

/*
 * The rule of a trigger of that relation, checked, from a cache that lasts as
 * long as the backend.  Errors say what is wrong with the arguments.
 */
extern GatherRule *gather_rule(Relation attestations, const Trigger *trigger);

/* "(id)=(7)": a claim, for messages */
extern char *describe_claim(const GatherRule *rule, const Datum *keys);

#endif							/* CORROBORATE_GATHER_RULE_H */
