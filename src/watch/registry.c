/*-------------------------------------------------------------------------
 *
 * registry.c
 *		The registry of sources: which of the mentioned sources are known, and
 *		what is known of them.
 *
 * There are two tables: sources, and, optionally, other spellings of their
 * names.  A name is looked up as another spelling first.  The affiliations
 * that the registry has for a source are names, too.
 *
 * Locks: each name is locked before it is looked up (name_locks.c), so that
 * what was read stays true until the transaction ends.
 *
 * Storage: none.  Memory: the workspace that is given.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/registry.h"

#include "watch/as_owner.h"
#include "watch/new_names.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/regproc.h"
#include "utils/varlena.h"

#include "type/inner_context.h"

static bool
is_kind(Key kind, const char *name)
{
	return strlen(name) == kind.length && memcmp(name, kind.data, kind.length) == 0;
}

/* The names in an array of the registry, without nulls */
static Key *
read_names(uint64 row, int column, const char *what, uint32 *count, Workspace *ws)
{
	bool		isnull;
	Datum		array = result_value(row, column, &isnull);
	Size		n;
	Key		   *names;

	*count = 0;
	if (isnull)
		return NULL;
	names = array_to_keys(array, &n, ws);
	for (Size i = 0; i < n; i++)
	{
		Key			key = check_key(names[i], what, ws);
		char	   *copy = workspace_alloc(ws, key.length, 1);

		memcpy(copy, key.data, key.length);
		key.data = copy;
		names[(*count)++] = key;
	}
	return names;
}

/* Reads a row of QUERY_READ_SOURCES or QUERY_READ_SPELT */
static void
read_facts(StandingFacts *facts, uint64 row, Workspace *ws)
{
	Key			kind = result_key(row, 2, ws);
	bool		isnull;
	Datum		value;

	memset(facts, 0, sizeof(*facts));
	facts->source = result_key(row, 1, ws);
	facts->person = is_kind(kind, "person");
	facts->other_kind = kind.length > 0 && !facts->person && !is_kind(kind, "other");
	value = result_value(row, 3, &isnull);
	facts->reliability = isnull ? UNRATED : DatumGetFloat8(value);
	facts->affiliations = read_names(row, 4, "affiliation", &facts->naffiliations, ws);
	value = result_value(row, 5, &isnull);
	facts->passes_on = isnull ? kind_passes_on(kind) : DatumGetBool(value);
	facts->relies_on = read_names(row, 6, "source", &facts->nrelies_on, ws);
}

/* The names of a builder's mentions, sorted, without duplicates */
static Key *
mentioned_names(const TestimonyBuilder *builder, bool affiliations, Size *count,
				Workspace *ws)
{
	TestimonyBuilder names;
	Testimony	testimony;
	Key		   *keys;

	builder_init(&names, ws);
	for (Size m = 0; m < builder->nmentions; m++)
		builder_mention(&names, builder->mentions[m].key);
	for (Size i = 0; affiliations && i < builder->naffiliations; i++)
		builder_mention(&names, builder->affiliations[i].affiliation);
	testimony_build(&names, &testimony);
	keys = workspace_alloc(ws, testimony.nsources, sizeof(Key));
	for (uint32 i = 0; i < testimony.nsources; i++)
		keys[i] = testimony.sources[i].key;
	*count = testimony.nsources;
	return keys;
}

typedef struct Spelling
{
	Key			alias;
	Key			source;
} Spelling;

static int
compare_spellings(const void *a, const void *b)
{
	const Spelling *x = a,
			   *y = b;
	int			order = key_compare(x->alias, y->alias);

	return order != 0 ? order : key_compare(x->source, y->source);
}

/*
 * Sorted by bytes, which may differ from the order of the column's collation
 */
static Spelling *
find_spellings(GatherRule *rule, Datum names, TimestampTz as_of, Size *count,
			   Workspace *ws)
{
	Spelling   *spellings;

	*count = 0;
	if (rule->aliases == NULL)
		return NULL;
	*count = run_query_as_of(rule, QUERY_READ_ALIASES, &names, SPI_OK_SELECT, as_of);
	spellings = workspace_alloc(ws, *count, sizeof(Spelling));
	for (Size i = 0; i < *count; i++)
	{
		spellings[i].alias = result_key(i, 1, ws);
		spellings[i].source = result_key(i, 2, ws);
	}
	SPI_freetuptable(SPI_tuptable);
	qsort(spellings, *count, sizeof(Spelling), compare_spellings);
	return spellings;
}

/* A source's own key, if the name is another spelling of it */
static Key
spelled_out(Key name, const Spelling *spellings, Size count)
{
	Size		low = 0,
				high = count;

	while (low < high)
	{
		Size		middle = low + (high - low) / 2;

		if (key_compare(spellings[middle].alias, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < count && key_equal(spellings[low].alias, name))
		return spellings[low].source;
	return name;
}

static int
compare_facts(const void *a, const void *b)
{
	return key_compare(((const StandingFacts *) a)->source, ((const StandingFacts *) b)->source);
}

/*
 * Adds the rows that one of the queries finds.  Returns whether the keys may
 * have other spellings.
 */
static bool
read_rows(Standing *standing, GatherRule *rule, GatherQuery query, Datum keys,
		  TimestampTz as_of, Workspace *ws)
{
	Datum		parameters[2] = {keys, TimestampTzGetDatum(as_of)};
	uint64		n = run_query_as_of(rule, query, parameters, SPI_OK_SELECT, as_of);
	StandingFacts *facts = workspace_alloc(ws, standing->nfacts + n, sizeof(StandingFacts));
	bool		spelt = true;
	bool		isnull;

	if (standing->nfacts > 0)
		memcpy(facts, standing->facts, standing->nfacts * sizeof(StandingFacts));
	for (uint64 i = 0; i < n; i++)
		read_facts(&facts[standing->nfacts + i], i, ws);
	if (n > 0)
	{
		standing->leans = DatumGetBool(result_value(0, 7, &isnull));
		if (SPI_tuptable->tupdesc->natts > 7)
			spelt = DatumGetBool(result_value(0, 8, &isnull));
	}
	SPI_freetuptable(SPI_tuptable);
	standing->facts = facts;
	standing->nfacts += n;
	return spelt;
}

/* Reads what is known of sources; unites the rows of all spellings of one */
static void
read_standing(Standing *standing, GatherRule *rule, Datum keys, TimestampTz as_of,
			  Workspace *ws)
{
	bool		past = is_a_time(as_of);
	StandingFacts *facts;
	uint64		n;

	if (read_rows(standing, rule, past ? QUERY_READ_SOURCES_AS_OF : QUERY_READ_SOURCES,
				  keys, as_of, ws) &&
		rule->aliases != NULL)
		read_rows(standing, rule, past ? QUERY_READ_SPELT_AS_OF : QUERY_READ_SPELT,
				  keys, as_of, ws);
	facts = standing->facts;
	n = standing->nfacts;
	qsort(facts, n, sizeof(StandingFacts), compare_facts);
	standing->nfacts = 0;
	for (uint64 i = 0; i < n; i++)
		if (standing->nfacts > 0 &&
			key_equal(facts[standing->nfacts - 1].source, facts[i].source))
			standing_unite(&facts[standing->nfacts - 1], &facts[i], ws);
		else
			facts[standing->nfacts++] = facts[i];
}

/* Names each source by its own key */
static void
name_by_key(Standing *standing, Workspace *ws)
{
	standing->names = workspace_alloc(ws, standing->nfacts, sizeof(StandingName));
	standing->nnames = standing->nfacts;
	for (uint32 i = 0; i < standing->nfacts; i++)
	{
		standing->names[i].name = standing->facts[i].source;
		standing->names[i].facts = i;
	}
	standing_sort(standing, ws);
}

/* Likewise, and by each name that is another spelling of it */
static void
name_standing(Standing *standing, const Key *names, const Key *keys, Size count,
			  Workspace *ws)
{
	Standing	by_key = *standing;

	name_by_key(&by_key, ws);
	standing->names = workspace_alloc(ws, by_key.nnames + count, sizeof(StandingName));
	memcpy(standing->names, by_key.names, by_key.nnames * sizeof(StandingName));
	standing->nnames = by_key.nnames;
	for (Size i = 0; i < count; i++)
	{
		const StandingFacts *facts = standing_find(&by_key, keys[i]);

		if (facts == NULL || key_equal(names[i], keys[i]))
			continue;
		standing->names[standing->nnames].name = names[i];
		standing->names[standing->nnames].facts = facts - standing->facts;
		standing->nnames++;
	}
	standing_sort(standing, ws);
}

/* The affiliations that the registry has for sources */
static Key *
registered_affiliations(const Standing *standing, Size *count, Workspace *ws)
{
	Key		   *names;

	*count = 0;
	for (uint32 i = 0; i < standing->nfacts; i++)
		*count += standing->facts[i].naffiliations;
	names = workspace_alloc(ws, *count, sizeof(Key));
	*count = 0;
	for (uint32 i = 0; i < standing->nfacts; i++)
		for (uint32 a = 0; a < standing->facts[i].naffiliations; a++)
			names[(*count)++] = standing->facts[i].affiliations[a];
	return names;
}

/* Affiliations may name a source by another spelling, too */
static void
spell_affiliations_out(Standing *standing, GatherRule *rule, const Key *names,
					   Size count, TimestampTz as_of, Workspace *ws)
{
	Size		nspellings;
	Spelling   *spellings;

	if (count == 0)
		return;
	spellings = find_spellings(rule, keys_to_array(names, count), as_of, &nspellings, ws);
	if (nspellings == 0)
		return;
	for (uint32 i = 0; i < standing->nfacts; i++)
		for (uint32 a = 0; a < standing->facts[i].naffiliations; a++)
			standing->facts[i].affiliations[a] =
				spelled_out(standing->facts[i].affiliations[a], spellings, nspellings);
}

/*
 * Looks up names in the registry.  Returns false if locks had to be released
 * meanwhile: what was read may have changed, and must be read again.
 */
static bool
look_up(Standing *standing, GatherRule *rule, const Key *names, Size count,
		NameLocks *locks, TimestampTz as_of, Workspace *ws)
{
	Key		   *keys = workspace_alloc(ws, count, sizeof(Key));
	Key		   *affiliations;
	Size		nspellings,
				naffiliations;
	Spelling   *spellings;

	memset(standing, 0, sizeof(*standing));
	standing->registry = true;
	spellings = find_spellings(rule, keys_to_array(names, count), as_of, &nspellings, ws);
	for (Size i = 0; i < count; i++)
		keys[i] = spelled_out(names[i], spellings, nspellings);
	if (nspellings > 0 && !hold_also(locks, keys, count))
		return false;
	read_standing(standing, rule, keys_to_array(keys, count), as_of, ws);
	affiliations = registered_affiliations(standing, &naffiliations, ws);
	if (naffiliations > 0 && !hold_also(locks, affiliations, naffiliations))
		return false;
	spell_affiliations_out(standing, rule, affiliations, naffiliations, as_of, ws);
	name_standing(standing, names, keys, count, ws);
	return true;
}

/* The names, and those of the sources on which these sources rely */
static Key *
also_relied_on(const Standing *standing, const Key *names, Size *count, Workspace *ws)
{
	Size		more = 0;
	Key		   *all;

	for (uint32 i = 0; i < standing->nfacts; i++)
		more += standing->facts[i].nrelies_on;
	all = workspace_alloc(ws, *count + more, sizeof(Key));
	for (Size i = 0; i < *count; i++)
		all[i] = names[i];
	for (uint32 i = 0; i < standing->nfacts; i++)
		for (uint32 r = 0; r < standing->facts[i].nrelies_on; r++)
			all[(*count)++] = standing->facts[i].relies_on[r];
	return all;
}

static bool
anybody_relies(const Standing *standing)
{
	for (uint32 i = 0; i < standing->nfacts; i++)
		if (standing->facts[i].nrelies_on > 0)
			return true;
	return false;
}

void
find_standing(Standing *standing, GatherRule *rule, const TestimonyBuilder *mentioned,
			  NameLocks *locks, TimestampTz as_of, Workspace *ws)
{
	Size		count;
	Key		   *names;

	memset(standing, 0, sizeof(*standing));
	if (rule->sources == NULL)
		return;
	standing->registry = true;
	names = mentioned_names(mentioned, true, &count, ws);
	if (count == 0)
		return;
	hold_also(locks, names, count);
	for (;;)
	{
		Size		nall = count;
		Key		   *all;

		CHECK_FOR_INTERRUPTS();
		if (!look_up(standing, rule, names, count, locks, as_of, ws))
			continue;
		if (!anybody_relies(standing))
			return;

		/*
		 * whether these are discredited matters even if nobody mentions
		 * them
		 */
		all = also_relied_on(standing, names, &nall, ws);
		if (hold_also(locks, all, nall) &&
			look_up(standing, rule, all, nall, locks, as_of, ws))
			return;
	}
}

/* Adds the locks for changing what is known of these names */
static void
want_for_change(GatherRule *rule, NameLocks *locks, Datum names)
{
	Unpacked	unpacked;
	Workspace  *ws;
	Standing	standing = {0};
	Spelling   *spellings;
	Key		   *given,
			   *bearing;
	Size		ngiven,
				count;

	unpack_start(&unpacked);
	ws = &unpacked.ws;
	given = array_to_keys(names, &ngiven, ws);
	want_names(locks, given, ngiven, true);

	/* the sources that these stand for, and their affiliations */
	spellings = find_spellings(rule, names, AS_OF_NOW, &count, ws);
	bearing = workspace_alloc(ws, count, sizeof(Key));
	for (Size i = 0; i < count; i++)
		bearing[i] = spellings[i].source;
	/* the facts of all spellings are one source's */
	want_names(locks, bearing, count, true);
	if (rule->sources != NULL)
		read_standing(&standing, rule, names, AS_OF_NOW, ws);
	bearing = registered_affiliations(&standing, &count, ws);
	want_names(locks, bearing, count, false);
	/*
	 * A session that mentions the sources on which these rely must see that
	 * they do, or its rows must be found.
	 */
	count = 0;
	bearing = also_relied_on(&standing, NULL, &count, ws);
	want_names(locks, bearing, count, true);
	unpack_free(&unpacked);
}

void
lock_for_change(GatherRule *rule, NameLocks *locks, Datum names)
{
	/* what they stand for may have changed while this waited for a lock */
	for (;;)
	{
		want_for_change(rule, locks, names);
		if (holds_wanted(locks))
			break;
		hold_wanted(locks);
	}
}

bool
are_locked_for_change(NameLocks *locks, Datum names)
{
	Unpacked	unpacked;
	Key		   *given;
	Size		count;
	bool		locked;

	unpack_start(&unpacked);
	given = array_to_keys(names, &count, &unpacked.ws);
	want_names(locks, given, count, true);
	locked = had_wanted(locks);
	unpack_free(&unpacked);
	return locked;
}

Datum
unregistered_names(GatherRule *rule, Datum names)
{
	Unpacked	unpacked;
	Standing	standing;
	Key		   *given;
	Size		ngiven,
				count = 0;
	Datum		unregistered;

	unpack_start(&unpacked);
	given = array_to_keys(names, &ngiven, &unpacked.ws);
	/* nobody can have mentioned a text that cannot be a name */
	for (Size i = 0; i < ngiven; i++)
		if (given[i].length >= 1 && given[i].length <= KEY_MAX_BYTES)
			builder_mention(&unpacked.builder, given[i]);
	find_standing(&standing, rule, &unpacked.builder, NULL, AS_OF_NOW, &unpacked.ws);
	for (Size i = 0; i < ngiven; i++)
		if (standing_find(&standing, given[i]) == NULL)
			given[count++] = given[i];
	unregistered = keys_to_array(given, count);
	unpack_free(&unpacked);
	return unregistered;
}

/* How far a registered key may differ to be suggested */
#define NEAR_MATCH_DISTANCE 3
#define NEAR_MATCHES_SHOWN 3

/*
 * The registry is read as the owner of the attestations.  Other roles must not
 * learn its keys that way.
 */
bool
may_learn_keys(const GatherRule *rule, Oid role)
{
	Oid			sources;

	if (rule->sources == NULL)
		return true;
	sources = RangeVarGetRelid(makeRangeVarFromNameList(qualified_name_list(rule->sources)),
							   NoLock, false);
	if (policies_apply(sources, role))
		return false;
	return pg_class_aclcheck(sources, role, ACL_SELECT) == ACLCHECK_OK ||
		pg_attribute_aclcheck(sources, get_attnum(sources, "key"), role,
							  ACL_SELECT) == ACLCHECK_OK;
}

typedef struct NearMatch
{
	text	   *key;
	int			distance;
} NearMatch;

/*
 * Finds the registered keys that are nearest to a name, the nearest first, and
 * equally near ones in their own order.  Rows come in that order, so a later
 * one must be nearer than the last that was kept.  Returns how many there are.
 */
static int
find_near_matches(Key name, NearMatch *near)
{
	int			farthest = Min(NEAR_MATCH_DISTANCE, (int) name.length / 2);
	int			count = 0;

	for (uint64 i = 0; i < SPI_processed && farthest >= 0; i++)
	{
		bool		isnull;
		text	   *key = DatumGetTextPP(result_value(i, 1, &isnull));
		int			distance;
		int			place;

		CHECK_FOR_INTERRUPTS();
		distance = varstr_levenshtein_less_equal(name.data, name.length, VARDATA_ANY(key),
												 VARSIZE_ANY_EXHDR(key), 1, 1, 1, farthest, true);
		if (distance > farthest)
			continue;
		if (count < NEAR_MATCHES_SHOWN)
			count++;
		for (place = count - 1; place > 0 && near[place - 1].distance > distance; place--)
			near[place] = near[place - 1];
		near[place].key = key;
		near[place].distance = distance;
		if (count == NEAR_MATCHES_SHOWN)
			farthest = near[count - 1].distance - 1;
	}
	return count;
}

/* Finds the registered keys that are the same as a name after folding */
static int
find_same_spellings(const GatherRule *rule, Key name, NearMatch *near)
{
	Oid			type = TEXTOID;
	Datum		value = PointerGetDatum(cstring_to_text_with_len(name.data, name.length));
	char	   *query = psprintf("SELECT key FROM %s WHERE corroborate_internal.name_skeleton(key) "
								 "OPERATOR(pg_catalog.=) corroborate_internal.name_skeleton($1) "
								 "ORDER BY key LIMIT %d",
								 rule->sources, NEAR_MATCHES_SHOWN);
	int			result = SPI_execute_with_args(query, 1, &type, &value, NULL, true, 0);
	int			count = result == SPI_OK_SELECT ? (int) SPI_processed : 0;

	pfree(query);
	for (int i = 0; i < count; i++)
	{
		bool		isnull;

		near[i].key = DatumGetTextPP(result_value(i, 1, &isnull));
		near[i].distance = 0;
	}
	return count;
}

/*
 * Registered keys that are spelt alike, as a part of a sentence; NULL if there
 * are none, or none that may be shown
 */
static char *
near_matches(GatherRule *rule, Key name)
{
	NearMatch	near[NEAR_MATCHES_SHOWN];
	StringInfoData list;
	int			count;

	if (!may_learn_keys(rule, GetOuterUserId()))
		return NULL;
	count = find_same_spellings(rule, name, near);
	if (count == 0 &&
		SPI_execute(psprintf("SELECT key FROM %s ORDER BY key", rule->sources),
					true, 0) == SPI_OK_SELECT)
		count = find_near_matches(name, near);
	initStringInfo(&list);
	for (int i = 0; i < count; i++)
		appendStringInfo(&list, "%s\"%.*s\"",
						 i == 0 ? "" : i + 1 == count ? " or " : ", ",
						 (int) VARSIZE_ANY_EXHDR(near[i].key), VARDATA_ANY(near[i].key));
	return count > 0 ? list.data : NULL;
}

/* How many names are listed before "and 7 more" */
#define UNKNOWN_SHOWN 20

/* A list of registered keys near the first names; empty if there are none */
static const char *
list_near_matches(GatherRule *rule, const Key *names, Size count)
{
	StringInfoData list;

	initStringInfo(&list);
	for (Size i = 0; i < Min(count, UNKNOWN_SHOWN); i++)
	{
		char	   *near = near_matches(rule, names[i]);

		if (near == NULL)
			continue;
		appendStringInfo(&list, "%s%s", list.len > 0 ? ", " : "", near);
		if (count > 1)
			appendStringInfo(&list, " for \"%.*s\"", (int) names[i].length, names[i].data);
	}
	return list.data;
}

static const char *
list_unknown(const Key *names, Size count)
{
	StringInfoData list;
	Size		shown = Min(count, UNKNOWN_SHOWN);

	initStringInfo(&list);
	for (Size i = 0; i < shown; i++)
		appendStringInfo(&list, "%s\"%.*s\"",
						 i == 0 ? "" : i + 1 == count ? " and " : ", ",
						 (int) names[i].length, names[i].data);
	if (count > shown)
		appendStringInfo(&list, " and %zu more", count - shown);
	return list.data;
}

/*
 * If one of these names is a word for how somebody knows, such as first-hand,
 * returns what to write instead of the first such name, and the name in *word;
 * otherwise NULL.  In an SPI connection.
 */
static const char *
basis_hint(const Key *names, Size count, char **word)
{
	/* SPI changes the current memory context */
	MemoryContext caller = CurrentMemoryContext;
	Oid			type = TEXTARRAYOID;
	Datum		array = keys_to_array(names, count);
	const char *query = "SELECT n, corroborate_internal.basis_word(n) FROM pg_catalog.unnest($1) AS n "
		"WHERE corroborate_internal.basis_word(n) IS NOT NULL";
	int			result = SPI_execute_with_args(query, 1, &type, &array, NULL, true, 1);
	const char *hint = NULL;

	MemoryContextSwitchTo(caller);
	pfree(DatumGetPointer(array));
	if (result == SPI_OK_SELECT && SPI_processed > 0)
	{
		*word = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
		hint = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2)[0] == '*' ?
			"To say that a source knows first-hand, write \"*\" after \"<\": dandong-1<*." :
			"For someone unknown, write \"?\" after \"<\": rfa<?.";
	}
	SPI_freetuptable(SPI_tuptable);
	return hint;
}

/*
 * A word such as "unknown" in place of an affiliation makes one voice of all
 * sources that have it.  If it is really a name, somebody must
 * register it.
 */
static void
note_affiliations(const Standing *standing, const TestimonyBuilder *mentioned, Workspace *ws)
{
	Key		   *names = workspace_alloc(ws, Min(mentioned->naffiliations, UNKNOWN_SHOWN), sizeof(Key));
	Size		count = 0;
	char	   *word;

	for (Size i = 0; i < mentioned->naffiliations && count < UNKNOWN_SHOWN; i++)
		if (standing_find(standing, mentioned->affiliations[i].affiliation) == NULL)
			names[count++] = mentioned->affiliations[i].affiliation;
	/* the catalog of an earlier version has no such words */
	if (count > 0 && OidIsValid(get_namespace_oid("corroborate_internal", true)) &&
		basis_hint(names, count, &word) != NULL)
		ereport(NOTICE,
				(errmsg("\"%s\" is taken for an affiliation", word),
				 errdetail("Sources that share an affiliation count as one."),
				 errhint("Where no affiliation is known, leave out \"@\" and what follows it.")));
}

/*
 * As a source of its own, someone unknown would count in addition to others.
 * If such a word is really a name, somebody must register it.
 */
static void
refuse_basis_word(const GatherRule *rule, const Key *names, Size count)
{
	char	   *word;
	const char *hint = basis_hint(names, count, &word);

	if (hint != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errhide_inner_context(),
				 errmsg("\"%s\" is not taken for the name of a source", word),
				 errdetail("It says how somebody knows, and not who. As a source it would count beside others."),
				 errhint("%s If it is the name of a source, add it to %s first.", hint, rule->sources)));
}

/* Raises the error for all unregistered names that a statement mentions */
pg_noreturn static void
refuse_unknown(GatherRule *rule, const Key *names, Size count)
{
	bool		may_add = may_learn_keys(rule, GetOuterUserId());
	char	   *word;
	const char *basis = basis_hint(names, count, &word);
	const char *near = list_near_matches(rule, names, count);
	const char *them = count == 1 ? "it" : "them";

	ereport(ERROR,
			(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
			 errhide_inner_context(),
			 count == 1 ?
			 errmsg("source %s is not registered", list_unknown(names, count)) :
			 errmsg("sources %s are not registered", list_unknown(names, count)),
			 errdetail("Table %s has no row for %s.", rule->sources, them),
			 basis != NULL ? errhint("%s", basis) :
			 !may_add ? 0 :
			 near[0] == '\0' ?
			 errhint("Add %s to %s first.", them, rule->sources) :
			 errhint("Did you mean %s? If not, add %s to %s first.", near, them,
					 rule->sources)));
}

/* Raises the error for an unknown name that was given to a function */
void
refuse_unknown_source(GatherRule *rule, Key name)
{
	char	   *near = name.length > 0 && rule->sources != NULL ?
		near_matches(rule, name) : NULL;

	/*
	 * unless it is a misspelt key, it could be a confidential source's
	 * identity
	 */
	if (near == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errhide_inner_context(),
				 errmsg("there is no such source"),
				 errdetail("Its name is not repeated: it may be who a confidential source is, and errors go to the server's log."),
				 rule->sources == NULL ? 0 :
				 errhint("Table %s lists the keys.", rule->sources)));
	ereport(ERROR,
			(errcode(ERRCODE_NO_DATA_FOUND),
			 errhide_inner_context(),
			 errmsg("there is no source \"%.*s\"", (int) name.length, name.data),
			 errhint("Did you mean %s?", near)));
}

/* The names that are mentioned and not registered */
static Key *
unknown_names(const Standing *standing, const TestimonyBuilder *mentioned, Size *count,
			  Workspace *ws)
{
	Size		all;
	Key		   *names = mentioned_names(mentioned, false, &all, ws);

	*count = 0;
	for (Size i = 0; i < all; i++)
		if (standing_find(standing, names[i]) == NULL)
			names[(*count)++] = names[i];
	return names;
}

bool
deal_with_unknown(const Standing *standing, GatherRule *rule,
				  const TestimonyBuilder *mentioned, Workspace *ws)
{
	Size		count;
	Key		   *names;
	Datum		array;

	if (rule->unknown == UNKNOWN_ALLOWED)
		return false;
	if (mentioned->naffiliations > 0)
		note_affiliations(standing, mentioned, ws);
	names = unknown_names(standing, mentioned, &count, ws);
	if (count == 0)
		return false;
	if (rule->unknown == UNKNOWN_REFUSED)
		refuse_unknown(rule, names, count);

	refuse_basis_word(rule, names, count);
	refuse_same_names(rule, names, count, ws);
	array = keys_to_array(names, count);
	run_query(rule, QUERY_ADD_SOURCES, &array, SPI_OK_INSERT);
	return true;
}
