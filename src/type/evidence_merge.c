/*-------------------------------------------------------------------------
 *
 * evidence_merge.c
 *		Making new evidence from parts: merging, saying, discrediting,
 *		retracting.
 *
 * Evidence is a join-semilattice: merging is the union of facts (see
 * testimony.h), so it is safe to repeat, reorder and split.  Discrediting is
 * merging too, with a rating of zero; retracting is not.
 *
 * Memory: results in the current context, the rest in workspaces.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "utils/array.h"

#include "model/keys.h"
#include "type/inner_context.h"
#include "type/key_arrays.h"

/* merge() for every combination of the two types */
PG_FUNCTION_INFO_V1(evidence_merge);
Datum
evidence_merge(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Datum		result;

	unpack_start(&unpacked);
	unpack_add(&unpacked, PG_GETARG_DATUM(0));
	unpack_add(&unpacked, PG_GETARG_DATUM(1));
	unpack_finish(&unpacked);
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

/* The index of a source that evidence mentions, or -1 */
static int64
find_source(Unpacked *unpacked, Datum name)
{
	return testimony_find(&unpacked->testimony, key_from_text(name, "source", &unpacked->ws));
}

/* Gives the source a rating of zero, if the evidence mentions it */
PG_FUNCTION_INFO_V1(evidence_discredit);
Datum
evidence_discredit(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	int64		source;
	Datum		result;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	source = find_source(&unpacked, PG_GETARG_DATUM(1));
	if (source >= 0)
		unpacked.testimony.sources[source].rating = DISCREDITED;
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

/*
 * Gives sources other names, wherever they are mentioned and where others are
 * affiliated with them.  If there is a source of the new name, the two become
 * one.
 */
static void
rename_all(TestimonyBuilder *builder, const Key *from, const Key *to, int count)
{
	for (Size m = 0; m < builder->nmentions; m++)
		for (int i = 0; i < count; i++)
			if (key_equal(builder->mentions[m].key, from[i]))
			{
				builder_rename(builder, m, to[i]);
				break;
			}
	for (Size a = 0; a < builder->naffiliations; a++)
		for (int i = 0; i < count; i++)
			if (key_equal(builder->affiliations[a].affiliation, from[i]))
			{
				builder->affiliations[a].affiliation = to[i];
				break;
			}
}

PG_FUNCTION_INFO_V1(evidence_rename_source);
Datum
evidence_rename_source(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Key			from,
				to;
	Datum		result;

	unpack_start(&unpacked);
	unpack_add(&unpacked, PG_GETARG_DATUM(0));
	from = key_from_text(PG_GETARG_DATUM(1), "source", &unpacked.ws);
	to = key_from_text(PG_GETARG_DATUM(2), "source", &unpacked.ws);
	rename_all(&unpacked.builder, &from, &to, 1);
	unpack_finish(&unpacked);
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

/* The keys of a text[], none of them NULL; what is for the error */
static Key *
keys_from_array(ArrayType *array, const char *what, int *count, Workspace *ws)
{
	Size		n;
	Key		   *keys;

	if (array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not contain nulls", what)));
	keys = array_to_keys(PointerGetDatum(array), &n, ws);
	for (Size i = 0; i < n; i++)
		keys[i] = check_key(keys[i], what, ws);
	*count = (int) n;
	return keys;
}

/* Gives several sources other names at once */
PG_FUNCTION_INFO_V1(evidence_rename_sources);
Datum
evidence_rename_sources(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Key		   *from,
			   *to;
	int			count,
				new_count;
	Datum		result;

	unpack_start(&unpacked);
	unpack_add(&unpacked, PG_GETARG_DATUM(0));
	from = keys_from_array(PG_GETARG_ARRAYTYPE_P(1), "sources", &count, &unpacked.ws);
	to = keys_from_array(PG_GETARG_ARRAYTYPE_P(2), "new_names", &new_count, &unpacked.ws);
	if (count != new_count)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("sources and new_names must have the same number of elements")));
	rename_all(&unpacked.builder, from, to, count);
	unpack_finish(&unpacked);
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

/*
 * Removes what the source states itself, on both sides.  If others cite it, it
 * stays, with its basis; sources that no statement leads to are removed.
 */
PG_FUNCTION_INFO_V1(evidence_retract);
Datum
evidence_retract(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	int64		speaker;
	Datum		result;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	speaker = find_source(&unpacked, PG_GETARG_DATUM(1));
	if (speaker >= 0)
	{
		for (int side = 0; side < SIDES; side++)
			unpacked.testimony.sources[speaker].says[side] &= ~SAYS_SPEAKS;
		testimony_prune(&unpacked.testimony, &unpacked.ws);
	}
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

typedef void (*KeyConsumer) (TestimonyBuilder *builder, Side side,
							 uint32 speaker, Key key);

static void
add_affiliation(TestimonyBuilder *builder, Side side pg_attribute_unused(),
				uint32 speaker, Key key)
{
	builder_affiliate(builder, speaker, key);
}

static void
add_citation(TestimonyBuilder *builder, Side side, uint32 speaker, Key key)
{
	builder_cite(builder, side, speaker, builder_mention(builder, key));
}

/*
 * Gives a notice, once a query, about a name that looks like a list, as in
 * sheets: it is still one source.
 */
static void
note_list(FunctionCallInfo fcinfo, const Key *names, int count)
{
	if (fcinfo->flinfo == NULL || fcinfo->flinfo->fn_extra != NULL)
		return;
	for (int i = 0; i < count; i++)
	{
		if (memchr(names[i].data, ';', names[i].length) == NULL)
			continue;
		fcinfo->flinfo->fn_extra = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, 1);
		ereport(NOTICE,
				(errmsg("\"%.*s\" is taken for one name",
						(int) names[i].length, names[i].data),
				 errhint("If it is a list, split it: regexp_split_to_array(names, ' *; *').")));
		return;
	}
}

/* Whether a name looks like kim@rfa; the host of an address has a dot */
static bool
has_affiliation(Key name)
{
	const char *end = name.data + name.length;
	Size		before = key_bare_length(name.data, end);
	const char *after = name.data + before + 1;

	return before > 0 && after < end && name.data[before] == '@' &&
		key_bare_length(after, end) == (Size) (end - after) &&
		memchr(after, '.', end - after) == NULL;
}

/*
 * Which part of the notation a name contains, and the argument of said_by() to
 * use instead.  Names of people and papers do not look like that.
 */
static const char *
notation_in_name(Key name, const char **instead)
{
	if (name.data[0] == '!')
	{
		*instead = "denies => true";
		return "\"!\" says that a source denies it.";
	}
	if (memchr(name.data, '<', name.length) != NULL)
	{
		*instead = "cites => '{...}'";
		return "\"<\" says on whose word a source says it.";
	}
	if (name.length == 1 && name.data[0] == '?')
	{
		*instead = "\"unknown\" => true";
		return "\"?\" says that a source cites someone unknown.";
	}
	if (name.length == 1 && name.data[0] == '*')
	{
		*instead = "firsthand => true";
		return "\"*\" says that a source knows first-hand.";
	}
	if (has_affiliation(name))
	{
		*instead = "affiliations => '{...}'";
		return "\"@\" says to whom a source belongs.";
	}
	return NULL;
}

static void
refuse_notation(const Key *names, int count)
{
	for (int i = 0; i < count; i++)
	{
		const char *instead;
		const char *meant = notation_in_name(names[i], &instead);

		if (meant == NULL)
			continue;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errhide_inner_context(),
				 errmsg("\"%.*s\" is written as an attribution, not as a name",
						(int) names[i].length, names[i].data),
				 errdetail("%s", meant),
				 errhint("Leave it out of the name, and write %s, or cast the text to attribution. "
						 "There, a name that really has it goes in double quotes.", instead)));
	}
}

/* A cell with only blanks names nobody */
static void
refuse_blank(const Key *names, int count)
{
	for (int i = 0; i < count; i++)
	{
		Size		blanks = 0;

		while (blanks < names[i].length && names[i].data[blanks] == ' ')
			blanks++;
		if (blanks == names[i].length)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_NAME),
					 errhide_inner_context(),
					 errmsg("name must not be blank"),
					 errhint("Where nobody is named, pass NULL: said_by(nullif(btrim(name), '')) is NULL then, and evidence_agg() leaves it out.")));
	}
}

static void
check_names(FunctionCallInfo fcinfo, const Key *names, int count, bool strict)
{
	if (!strict)
		return;
	refuse_blank(names, count);
	refuse_notation(names, count);
	note_list(fcinfo, names, count);
}

/* Passes each key of a text[] to the consumer; what is for the error */
static void
each_key(FunctionCallInfo fcinfo, int argument, const char *what, KeyConsumer consumer,
		 TestimonyBuilder *builder, Side side, uint32 speaker, bool strict)
{
	int			count;
	Key		   *keys = keys_from_array(PG_GETARG_ARRAYTYPE_P(argument), what, &count,
									   builder->ws);

	check_names(fcinfo, keys, count, strict);
	for (int i = 0; i < count; i++)
		consumer(builder, side, speaker, keys[i]);
}

static bool
arg_is_true(FunctionCallInfo fcinfo, int arg)
{
	return !PG_ARGISNULL(arg) && PG_GETARG_BOOL(arg);
}

/* An attribution from the arguments of said_by(); strict: refuses odd names */
static Datum
attribution_of(FunctionCallInfo fcinfo, bool strict)
{
	Unpacked	unpacked;
	TestimonyBuilder *builder = &unpacked.builder;
	Side		side = arg_is_true(fcinfo, 4) ? SIDE_AGAINST : SIDE_FOR;
	uint32		speaker;
	Key			source;
	Datum		result;

	unpack_start(&unpacked);
	source = key_from_text(PG_GETARG_DATUM(0), "source", &unpacked.ws);
	check_names(fcinfo, &source, 1, strict);
	speaker = builder_mention(builder, source);
	builder_say(builder, side, speaker, SAYS_SPEAKS);
	if (!PG_ARGISNULL(1))
		builder_rate(builder, speaker, PG_GETARG_FLOAT8(1));
	if (!PG_ARGISNULL(2))
		each_key(fcinfo, 2, "cites", add_citation,
				 builder, side, speaker, strict);
	if (arg_is_true(fcinfo, 3))
		builder_say(builder, side, speaker, SAYS_FIRSTHAND);
	if (!PG_ARGISNULL(5))
		each_key(fcinfo, 5, "affiliations", add_affiliation,
				 builder, side, speaker, strict);
	if (arg_is_true(fcinfo, 6))
		builder_say(builder, side, speaker, SAYS_UNKNOWN);

	unpack_finish(&unpacked);
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	return result;
}

/*
 * said_by(source, rating, cites, firsthand, denies, affiliations, unknown):
 * an attribution from columns.  NULL if source is NULL.
 */
PG_FUNCTION_INFO_V1(said_by);
Datum
said_by(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(attribution_of(fcinfo, true));
}

/* said_by() for stored names, which may look like anything */
PG_FUNCTION_INFO_V1(said_by_any);
Datum
said_by_any(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(attribution_of(fcinfo, false));
}
