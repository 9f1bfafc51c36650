/*-------------------------------------------------------------------------
 *
 * evidence_lists.c
 *		Who is in it: speakers, deniers, sources, origins, units, and the
 *		chains that prove the count.
 *
 * Lists come in bytewise order of the keys.  Memory: results in the current
 * context, the rest in workspaces.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence_lists.h"

#include "type/evidence.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

void
key_list_init(KeyList *list, Workspace *ws)
{
	list->keys = NULL;
	list->count = list->capacity = 0;
	list->ws = ws;
}

void
key_list_add(KeyList *list, Key key)
{
	if (list->count == list->capacity)
		list->keys = workspace_grow(list->ws, list->keys, &list->capacity,
									sizeof(Key));
	list->keys[list->count++] = key;
}

/* A text[] in the current memory context */
static Datum
key_list_to_array(const KeyList *list)
{
	Datum	   *texts = workspace_alloc(list->ws, list->count, sizeof(Datum));

	for (Size i = 0; i < list->count; i++)
		texts[i] = PointerGetDatum(cstring_to_text_with_len(list->keys[i].data,
															list->keys[i].length));
	return PointerGetDatum(construct_array(texts, list->count, TEXTOID, -1,
										   false, TYPALIGN_INT));
}

static void
put_list(ReturnSetInfo *rsinfo, const KeyList *list)
{
	Datum		value = key_list_to_array(list);
	bool		isnull = false;

	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, &value, &isnull);
	pfree(DatumGetPointer(value));
}

StaticAssertDecl(NO_UNIT == NO_GROUP, "a source may be of no unit");

void
unit_members(Groups *members, const Testimony *testimony,
			 const Graph *graph, Workspace *ws)
{
	group_items(members, graph->unit_of, testimony->nsources, graph->nunits, ws);
}

/* Whether the chain can leave a unit by this source: to the next unit, or to
 * its end where there is none */
static bool
leads_on(const Testimony *testimony, Side side, const Graph *graph,
		 uint32 source, uint32 next)
{
	const Source *s = &testimony->sources[source];

	if (next == NO_UNIT)
		return source_is_origin(s, side);
	for (uint32 i = 0; i < s->cites[side].count; i++)
		if (graph->unit_of[testimony->citations[s->cites[side].first + i]] == next)
			return true;
	return false;
}

/* The speaker a chain starts with: if possible one that leads on himself */
static uint32
choose_speaker(const Testimony *testimony, Side side, const Graph *graph,
			   const Groups *members, uint32 unit, uint32 next)
{
	uint32		speaker = NO_UNIT;

	for (uint32 i = members->first[unit]; i < members->first[unit + 1]; i++)
	{
		uint32		source = members->items[i];

		if (!(testimony->sources[source].says[side] & SAYS_SPEAKS))
			continue;
		if (leads_on(testimony, side, graph, source, next))
			return source;
		if (speaker == NO_UNIT)
			speaker = source;
	}
	return speaker;
}

/* The source of the next unit that this one cites: if possible one that leads
 * on itself */
static uint32
choose_cited(const Testimony *testimony, Side side, const Graph *graph,
			 uint32 source, uint32 unit, uint32 next)
{
	Slice		cites = testimony->sources[source].cites[side];
	uint32		cited = NO_UNIT;

	for (uint32 i = 0; i < cites.count; i++)
	{
		uint32		candidate = testimony->citations[cites.first + i];

		if (graph->unit_of[candidate] != unit)
			continue;
		if (leads_on(testimony, side, graph, candidate, next))
			return candidate;
		if (cited == NO_UNIT)
			cited = candidate;
	}
	return cited;
}

void
list_chain(KeyList *list, const Testimony *testimony, Side side,
		   const Graph *graph, const Groups *members,
		   const Chains *chains, uint32 start)
{
	uint32		unit = start;
	uint32		source = choose_speaker(testimony, side, graph, members, unit,
										chains->next[unit]);

	for (;;)
	{
		uint32		next = chains->next[unit];

		key_list_add(list, testimony->sources[source].key);
		for (uint32 i = members->first[unit];
			 !leads_on(testimony, side, graph, source, next); i++)
		{
			/* another source of the unit knows what this one does not say */
			Assert(i < members->first[unit + 1]);
			source = members->items[i];
			if (leads_on(testimony, side, graph, source, next))
				key_list_add(list, testimony->sources[source].key);
		}
		if (next == NO_UNIT)
			return;
		source = choose_cited(testimony, side, graph, source, next,
							  chains->next[next]);
		unit = next;
	}
}

/* Which sources a list function lists */
typedef bool (*SourceFilter) (const Source *source, bool live_and_mentioned);

static Datum
list_sources(FunctionCallInfo fcinfo, SourceFilter filter)
{
	Unpacked	unpacked;
	const Testimony *testimony = &unpacked.testimony;
	bool	   *reached;
	KeyList		list;
	Datum		result;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	reached = workspace_alloc(&unpacked.ws, testimony->nsources, sizeof(bool));
	testimony_reach(testimony, SIDE_FOR, false, reached, &unpacked.ws);
	key_list_init(&list, &unpacked.ws);
	for (uint32 i = 0; i < testimony->nsources; i++)
		if (filter(&testimony->sources[i], reached[i]))
			key_list_add(&list, testimony->sources[i].key);
	result = key_list_to_array(&list);
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

/* Who states it */
PG_FUNCTION_INFO_V1(evidence_speakers);
Datum
evidence_speakers(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(list_sources(fcinfo, is_speaker));
}

/* Who denies it */
PG_FUNCTION_INFO_V1(evidence_deniers);
Datum
evidence_deniers(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(list_sources(fcinfo, is_denier));
}

/* Everyone mentioned, on either side */
PG_FUNCTION_INFO_V1(evidence_sources);
Datum
evidence_sources(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(list_sources(fcinfo, is_any));
}

/* Where supporting chains end, known or presumed; discredited ones left out */
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
	uint32	   *units,
			   *next,			/* the next source of the same unit */
			   *last;			/* the last one so far, for each unit */
	uint32		n;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	n = unpacked.testimony.nsources;
	units = testimony_units(&unpacked.testimony, &unpacked.ws);
	next = workspace_alloc(&unpacked.ws, n, sizeof(uint32));
	last = workspace_alloc(&unpacked.ws, n, sizeof(uint32));
	for (uint32 s = 0; s < n; s++)
	{
		next[s] = NO_UNIT;
		if (units[s] != s)
			next[last[units[s]]] = s;
		last[units[s]] = s;
	}
	for (uint32 unit = 0; unit < n; unit++)
	{
		KeyList		list;

		if (units[unit] != unit)
			continue;
		CHECK_FOR_INTERRUPTS();
		key_list_init(&list, &unpacked.ws);
		for (uint32 s = unit; s != NO_UNIT; s = next[s])
			key_list_add(&list, unpacked.testimony.sources[s].key);
		put_list(rsinfo, &list);
	}
	unpack_free(&unpacked);
	return (Datum) 0;
}

/* One side of a value as a graph */
static void
unpack_side(Unpacked *unpacked, Datum evidence, Side side, Graph *graph,
			Chains *chains)
{
	evidence_unpack(unpacked, evidence);
	graph_of_side(&unpacked->testimony,
				  testimony_units(&unpacked->testimony, &unpacked->ws), side,
				  graph, &unpacked->ws);
	flow_chains(graph, UNIT_ORIGIN, chains, &unpacked->ws);
}

/*
 * A maximum set of disjoint chains, each a text[] of sources: who speaks
 * first, then whom he cites.  Two neighbours of which the first does not cite
 * the second are of one unit.
 */
PG_FUNCTION_INFO_V1(evidence_chains);
Datum
evidence_chains(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Side		side = PG_GETARG_BOOL(1) ? SIDE_AGAINST : SIDE_FOR;
	Unpacked	unpacked;
	Graph		graph;
	Chains		chains;
	Groups members;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	unpack_side(&unpacked, PG_GETARG_DATUM(0), side, &graph, &chains);
	unit_members(&members, &unpacked.testimony, &graph, &unpacked.ws);
	for (uint32 i = 0; i < chains.count; i++)
	{
		KeyList		list;

		CHECK_FOR_INTERRUPTS();
		key_list_init(&list, &unpacked.ws);
		list_chain(&list, &unpacked.testimony, side, &graph, &members,
				   &chains, chains.starts[i]);
		put_list(rsinfo, &list);
	}
	unpack_free(&unpacked);
	return (Datum) 0;
}

/*
 * The fewest units whose fall would leave nothing, nearest the speakers: each
 * by the first of its live sources mentioned on that side.
 */
PG_FUNCTION_INFO_V1(evidence_rests_on);
Datum
evidence_rests_on(PG_FUNCTION_ARGS)
{
	Side		side = PG_GETARG_BOOL(1) ? SIDE_AGAINST : SIDE_FOR;
	Unpacked	unpacked;
	Graph		graph;
	Chains		chains;
	Groups members;
	uint32	   *cut;
	KeyList		list;
	Datum		result;

	unpack_side(&unpacked, PG_GETARG_DATUM(0), side, &graph, &chains);
	unit_members(&members, &unpacked.testimony, &graph, &unpacked.ws);
	cut = workspace_alloc(&unpacked.ws, chains.count, sizeof(uint32));
	flow_nearest_cut(&graph, UNIT_ORIGIN, &chains, cut, &unpacked.ws);
	key_list_init(&list, &unpacked.ws);
	for (uint32 i = 0; i < chains.count; i++)
		key_list_add(&list, unpacked.testimony.sources[members.items[members.first[cut[i]]]].key);
	result = key_list_to_array(&list);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}
