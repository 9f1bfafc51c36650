/*-------------------------------------------------------------------------
 *
 * evidence_lists.c
 *		Lists of who is in evidence: speakers, deniers, sources, origins,
 *		units, and the chains that prove the count.
 *
 * Lists come in bytewise order of the keys.  Memory: results in the current
 * context, the rest in workspaces.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "funcapi.h"
#include "utils/tuplestore.h"

#include "model/falling.h"
#include "model/side.h"
#include "type/key_arrays.h"

/* The keys of some sources, as another row of a set of text[] */
static void
put_list(ReturnSetInfo *rsinfo, Unpacked *unpacked, const uint32 *sources,
		 uint32 count)
{
	Key		   *keys = workspace_alloc(&unpacked->ws, count, sizeof(Key));
	bool		isnull = false;
	Datum		value;

	for (uint32 i = 0; i < count; i++)
		keys[i] = unpacked->testimony.sources[sources[i]].key;
	value = keys_to_array(keys, count);
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, &value, &isnull);
	pfree(DatumGetPointer(value));
}

/* Which sources a list function lists */
typedef bool (*SourceFilter) (const Source *source, bool live_and_mentioned);

static Datum
list_sources(FunctionCallInfo fcinfo, SourceFilter filter)
{
	Unpacked	unpacked;
	const Testimony *testimony = &unpacked.testimony;
	bool	   *reached;
	Key		   *keys;
	uint32		count = 0;
	Datum		result;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	reached = workspace_alloc(&unpacked.ws, testimony->nsources, sizeof(bool));
	keys = workspace_alloc(&unpacked.ws, testimony->nsources, sizeof(Key));
	testimony_reach(testimony, SIDE_FOR, false, reached, &unpacked.ws);
	for (uint32 i = 0; i < testimony->nsources; i++)
		if (filter(&testimony->sources[i], reached[i]))
			keys[count++] = testimony->sources[i].key;
	result = keys_to_array(keys, count);
	unpack_free(&unpacked);
	return result;
}

static bool
is_speaker(const Source *source, bool live_and_mentioned pg_attribute_unused())
{
	return (source->says[SIDE_FOR] & SAYS_SPEAKS) != 0;
}

static bool
is_denier(const Source *source, bool live_and_mentioned pg_attribute_unused())
{
	return (source->says[SIDE_AGAINST] & SAYS_SPEAKS) != 0;
}

static bool
is_any(const Source *source pg_attribute_unused(),
	   bool live_and_mentioned pg_attribute_unused())
{
	return true;
}

static bool
is_origin(const Source *source, bool live_and_mentioned)
{
	return live_and_mentioned && source_is_origin(source, SIDE_FOR);
}

/* The sources that state the claim */
PG_FUNCTION_INFO_V1(evidence_speakers);
Datum
evidence_speakers(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(list_sources(fcinfo, is_speaker));
}

/* The sources that deny the claim */
PG_FUNCTION_INFO_V1(evidence_deniers);
Datum
evidence_deniers(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(list_sources(fcinfo, is_denier));
}

/* All sources mentioned on either side */
PG_FUNCTION_INFO_V1(evidence_sources);
Datum
evidence_sources(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(list_sources(fcinfo, is_any));
}

/* The ends of supporting chains, known or presumed, except discredited ones */
PG_FUNCTION_INFO_V1(evidence_origins);
Datum
evidence_origins(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(list_sources(fcinfo, is_origin));
}

/* The sources that count as one, a text[] for each unit */
PG_FUNCTION_INFO_V1(evidence_units);
Datum
evidence_units(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Unpacked	unpacked;
	uint32		n;
	Groups		units;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	n = unpacked.testimony.nsources;
	group_items(&units, testimony_units(&unpacked.testimony, &unpacked.ws),
				n, n, &unpacked.ws);

	/* a unit's number is that of its first source; the others have none */
	for (uint32 u = 0; u < n; u++)
	{
		uint32		first = units.first[u];
		uint32		count = units.first[u + 1] - first;

		CHECK_FOR_INTERRUPTS();
		if (count > 0)
			put_list(rsinfo, &unpacked, units.items + first, count);
	}
	unpack_free(&unpacked);
	return (Datum) 0;
}

/* Unpacks the first argument, and computes the side that the second selects */
static void
unpack_side(FunctionCallInfo fcinfo, Unpacked *unpacked, SideView *view)
{
	evidence_unpack(unpacked, PG_GETARG_DATUM(0));
	side_view(view, &unpacked->testimony,
			  testimony_units(&unpacked->testimony, &unpacked->ws),
			  PG_GETARG_BOOL(1) ? SIDE_AGAINST : SIDE_FOR, &unpacked->ws);
}

/*
 * A maximum set of disjoint chains, each a text[] of sources that begins with
 * the speaker.  Two neighbours of which the first does not cite the second are
 * in one unit.
 */
PG_FUNCTION_INFO_V1(evidence_chains);
Datum
evidence_chains(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Unpacked	unpacked;
	SideView	view;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	unpack_side(fcinfo, &unpacked, &view);
	for (uint32 i = 0; i < view.chains.count; i++)
	{
		uint32		count;
		uint32	   *sources = side_chain(&view, i, &count);

		CHECK_FOR_INTERRUPTS();
		put_list(rsinfo, &unpacked, sources, count);
	}
	unpack_free(&unpacked);
	return (Datum) 0;
}

/*
 * The fewest units without which nothing would be left, nearest to the
 * speakers; each is named by the first of its live sources mentioned on that
 * side.
 */
PG_FUNCTION_INFO_V1(evidence_rests_on);
Datum
evidence_rests_on(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	SideView	view;
	Key		   *keys;
	Datum		result;

	unpack_side(fcinfo, &unpacked, &view);
	keys = workspace_alloc(&unpacked.ws, view.chains.count, sizeof(Key));
	for (uint32 i = 0; i < view.chains.count; i++)
		keys[i] =
			unpacked.testimony.sources[side_unit_source(&view, view.cut[i])].key;
	result = keys_to_array(keys, view.chains.count);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

/*
 * indispensable(evidence, threshold, minimum support, at least): the sources
 * each of which is needed to meet the rule
 */
PG_FUNCTION_INFO_V1(evidence_indispensable);
Datum
evidence_indispensable(PG_FUNCTION_ARGS)
{
	double		minimum = PG_ARGISNULL(2) ? UNRATED : PG_GETARG_FLOAT8(2);
	uint32		threshold;
	uint32		at_least;
	Unpacked	unpacked;
	uint32	   *sources;
	Key		   *keys;
	uint32		count;
	Datum		result;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	threshold = check_threshold(PG_GETARG_INT32(1));
	at_least = check_at_least(PG_GETARG_INT32(3));
	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	sources = indispensable_sources(&unpacked.testimony, threshold, minimum, at_least,
									&count, &unpacked.ws);
	keys = workspace_alloc(&unpacked.ws, count, sizeof(Key));
	for (uint32 i = 0; i < count; i++)
		keys[i] = unpacked.testimony.sources[sources[i]].key;
	result = keys_to_array(keys, count);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}
