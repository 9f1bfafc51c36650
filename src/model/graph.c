/*-------------------------------------------------------------------------
 *
 * graph.c
 *		The units of one side of a claim, and whom each of them cites.
 *
 * They are found in two steps.  testimony_units() joins sources into units,
 * once for both sides; graph_of_side() then walks one side and keeps what is
 * alive on it.
 *
 * Storage: citations lie in one array, those of a unit side by side, with an
 * array of where each unit's begin (compressed sparse rows).  Most values
 * join nobody; then a unit is a source, citations are copied straight across
 * and nothing is counted or sorted.
 *
 * Memory: everything, results included, is the caller's workspace's.
 *
 *-------------------------------------------------------------------------
 */
#include "model/graph.h"

#include "base/groups.h"

/* Lowest source known so far to be of the same unit; shortens the way to it */
static inline uint32
unit_lowest(uint32 *lower, uint32 source)
{
	while (lower[source] != source)
	{
		lower[source] = lower[lower[source]];
		source = lower[source];
	}
	return source;
}

static void
unit_join(uint32 *lower, uint32 a, uint32 b)
{
	a = unit_lowest(lower, a);
	b = unit_lowest(lower, b);
	if (a < b)
		lower[b] = a;
	else
		lower[a] = b;
}

/* Joins a source with the first one known by that name */
static inline void
join_by_name(uint32 *lower, uint32 *first, uint32 name, uint32 source)
{
	if (first[name] == NO_UNIT)
		first[name] = source;
	else
		unit_join(lower, first[name], source);
}

/*
 * Joins sources that share an affiliation, or of which one is the other's.
 * Equal names are found by sorting them: a hash table would be as fast, and
 * slow for names that somebody chose to collide.
 */
static void
join_by_affiliation(const Testimony *testimony, uint32 *lower, Workspace *ws)
{
	TestimonyBuilder builder;
	Testimony	names;
	uint32	   *first;			/* of each name, the first source it is of */
	uint32		nsources = testimony->nsources;

	builder_init(&builder, ws);
	for (uint32 source = 0; source < testimony->nsources; source++)
		builder_mention(&builder, testimony->sources[source].key);
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		builder_mention(&builder, testimony->affiliations[i]);
	testimony_build(&builder, &names);

	first = workspace_alloc(ws, names.nsources, sizeof(uint32));
	memset(first, 0xFF, names.nsources * sizeof(uint32));	/* NO_UNIT */
	for (uint32 source = 0; source < testimony->nsources; source++)
	{
		Slice		slice = testimony->sources[source].affiliations;

		CHECK_FOR_INTERRUPTS();
		join_by_name(lower, first, builder.mentions[source].source, source);
		for (uint32 i = 0; i < slice.count; i++)
			join_by_name(lower, first,
						 builder.mentions[nsources + slice.first + i].source, source);
	}
}

/*
 * testimony_units
 *		Lowest source index of each source's unit.
 *
 * Source keys and affiliations are names of one kind: kim@rfa and lee@rfa
 * are one unit, and so are kim@rfa and rfa.  Joining is union-find with path
 * halving (Tarjan & van Leeuwen 1984); the lower index stays on top, so that
 * the result does not depend on the order of joining.
 */
uint32 *
testimony_units(const Testimony *testimony, Workspace *ws)
{
	uint32	   *lower = workspace_alloc(ws, testimony->nsources,
										sizeof(uint32));

	for (uint32 source = 0; source < testimony->nsources; source++)
		lower[source] = source;
	if (testimony->naffiliations == 0)
		return lower;

	join_by_affiliation(testimony, lower, ws);

	/* lower[s] <= s, so what a source points at is final before its turn */
	for (uint32 source = 0; source < testimony->nsources; source++)
		lower[source] = lower[lower[source]];
	return lower;
}

/*
 * Numbers the units of the sources that are reached and alive, in the order
 * of their lowest such source.  Returns the number of these sources.
 */
static uint32
number_units(const Testimony *testimony, const uint32 *units,
			 const bool *reached, Graph *graph, Workspace *ws)
{
	uint32		nsources = testimony->nsources;
	uint32	   *number = NULL;
	uint32		nlive = 0;

	graph->nunits = 0;
	graph->unit_of = workspace_alloc(ws, nsources, sizeof(uint32));
	if (testimony->naffiliations > 0)
	{
		number = workspace_alloc(ws, nsources, sizeof(uint32));
		memset(number, 0xFF, nsources * sizeof(uint32));	/* NO_UNIT */
	}

	for (uint32 source = 0; source < nsources; source++)
	{
		uint32		unit = NO_UNIT;

		if (reached[source] && !source_is_dead(&testimony->sources[source]))
		{
			nlive++;
			if (number == NULL)
				unit = graph->nunits++;
			else
			{
				if (number[units[source]] == NO_UNIT)
					number[units[source]] = graph->nunits++;
				unit = number[units[source]];
			}
		}
		graph->unit_of[source] = unit;
	}
	return nlive;
}

/* Whatever any of its live mentioned sources does and knows, the unit does */
static void
mark_units(const Testimony *testimony, Side side, Graph *graph, Workspace *ws)
{
	graph->marks = workspace_alloc_zero(ws, graph->nunits, sizeof(uint8));
	graph->rating = workspace_alloc(ws, graph->nunits, sizeof(double));
	for (uint32 unit = 0; unit < graph->nunits; unit++)
		graph->rating[unit] = UNRATED;

	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		const Source *source = &testimony->sources[i];
		uint32		unit = graph->unit_of[i];
		uint8		says = source->says[side];

		if (unit == NO_UNIT)
			continue;
		if (says & SAYS_SPEAKS)
			graph->marks[unit] |= UNIT_SPEAKS;
		if (says & SAYS_FIRSTHAND)
			graph->marks[unit] |= UNIT_FIRSTHAND;
		if (says & SAYS_UNKNOWN)
			graph->marks[unit] |= UNIT_UNKNOWN;
		if (!source_has_basis(source, side))
			graph->marks[unit] |= UNIT_PRESUMED;

		/* UNRATED is below every rating */
		if (source->rating > graph->rating[unit])
			graph->rating[unit] = source->rating;
	}
}

/*
 * Fills in the citations where each unit is one source.  Units are then
 * numbered in the order of sources, and a source cites nobody twice.
 */
static void
cite_by_source(const Testimony *testimony, Side side, Graph *graph)
{
	uint32		ncited = 0;

	for (uint32 source = 0; source < testimony->nsources; source++)
	{
		uint32		unit = graph->unit_of[source];
		Slice		cites = testimony->sources[source].cites[side];

		if (unit == NO_UNIT)
			continue;
		CHECK_FOR_INTERRUPTS();
		graph->first[unit] = ncited;
		for (uint32 i = 0; i < cites.count; i++)
		{
			uint32		index = testimony->citations[cites.first + i];
			uint32		cited = graph->unit_of[index];

			if (cited != NO_UNIT && cited != unit)
				graph->cited[ncited++] = cited;
		}
	}
	graph->first[graph->nunits] = ncited;
}

/*
 * Takes out repeated citations and those of a unit by itself, and closes the
 * gaps.  seen is scratch, with room for each unit.
 */
static void
drop_repeated_citations(Graph *graph, uint32 *seen)
{
	uint32		nkept = 0;
	uint32		begin = 0;

	memset(seen, 0xFF, graph->nunits * sizeof(uint32));
	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		uint32		end = graph->first[unit + 1];

		graph->first[unit] = nkept;
		for (uint32 i = begin; i < end; i++)
		{
			uint32		cited = graph->cited[i];

			if (cited != unit && seen[cited] != unit)
			{
				seen[cited] = unit;
				graph->cited[nkept++] = cited;
			}
		}
		begin = end;
	}
	graph->first[graph->nunits] = nkept;
}

/*
 * Fills in the citations where units have several sources: they are counted
 * for each unit, put side by side, and only then freed of repeats.
 */
static void
cite_by_unit(const Testimony *testimony, Side side, Graph *graph,
			 Workspace *ws)
{
	uint32	   *first = graph->first;
	uint32	   *place;

	memset(first, 0, ((Size) graph->nunits + 1) * sizeof(uint32));
	for (uint32 source = 0; source < testimony->nsources; source++)
	{
		if (graph->unit_of[source] != NO_UNIT)
			first[graph->unit_of[source] + 1] +=
				testimony->sources[source].cites[side].count;
	}
	place = group_starts(first, graph->nunits, ws);

	for (uint32 source = 0; source < testimony->nsources; source++)
	{
		uint32		unit = graph->unit_of[source];
		Slice		cites = testimony->sources[source].cites[side];

		if (unit == NO_UNIT)
			continue;
		CHECK_FOR_INTERRUPTS();
		for (uint32 i = 0; i < cites.count; i++)
		{
			uint32		index = testimony->citations[cites.first + i];
			uint32		cited = graph->unit_of[index];

			/* a dead source's place goes to a self edge, which is dropped */
			graph->cited[place[unit]++] = cited == NO_UNIT ? unit : cited;
		}
	}
	drop_repeated_citations(graph, place);
}

/*
 * graph_of_side
 *		Live units mentioned on one side, what they know, whom they cite.
 *
 * Linear in sources and citations.
 */
void
graph_of_side(const Testimony *testimony, const uint32 *units, Side side,
			  Graph *graph, Workspace *ws)
{
	bool	   *reached = workspace_alloc(ws, testimony->nsources,
										  sizeof(bool));
	uint32		nlive;

	testimony_reach(testimony, side, false, reached, ws);
	nlive = number_units(testimony, units, reached, graph, ws);
	mark_units(testimony, side, graph, ws);

	graph->first = workspace_alloc(ws, (Size) graph->nunits + 1,
								   sizeof(uint32));
	graph->cited = workspace_alloc(ws, testimony->ncitations, sizeof(uint32));
	if (nlive == graph->nunits)
		cite_by_source(testimony, side, graph);
	else
		cite_by_unit(testimony, side, graph, ws);
}

/* Whether a walk along citations leads from the queued units to an end */
static bool
walk_finds_end(const Graph *graph, uint8 ends, uint32 *queue, uint32 nqueued,
			   bool *seen)
{
	for (uint32 done = 0; done < nqueued; done++)
	{
		uint32		unit = queue[done];

		CHECK_FOR_INTERRUPTS();
		for (uint32 i = graph->first[unit]; i < graph->first[unit + 1]; i++)
		{
			uint32		cited = graph->cited[i];

			if (graph->marks[cited] & ends)
				return true;
			if (!seen[cited])
			{
				seen[cited] = true;
				queue[nqueued++] = cited;
			}
		}
	}
	return false;
}

/*
 * graph_chain_exists
 *		Whether a chain leads from a speaking unit to one marked with any of
 *		the bits in ends.
 */
bool
graph_chain_exists(const Graph *graph, uint8 ends, Workspace *ws)
{
	uint32		nspeaking = 0;
	bool		any_end = false;
	uint32	   *queue;
	bool	   *seen;

	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		bool		speaks = (graph->marks[unit] & UNIT_SPEAKS) != 0;
		bool		is_end = (graph->marks[unit] & ends) != 0;

		if (speaks && is_end)
			return true;
		nspeaking += speaks;
		any_end |= is_end;
	}
	if (nspeaking == 0 || !any_end)
		return false;

	queue = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	seen = workspace_alloc_zero(ws, graph->nunits, sizeof(bool));
	nspeaking = 0;
	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		if (graph->marks[unit] & UNIT_SPEAKS)
		{
			seen[unit] = true;
			queue[nspeaking++] = unit;
		}
	}
	return walk_finds_end(graph, ends, queue, nspeaking, seen);
}

/* For each unit the units that cite it */
static void
find_citing(const Graph *graph, Groups *citing, Workspace *ws)
{
	uint32		narcs = graph->first[graph->nunits];
	uint32	   *next;

	citing->first = workspace_alloc_zero(ws, (Size) graph->nunits + 1,
										 sizeof(uint32));
	citing->items = workspace_alloc(ws, narcs, sizeof(uint32));
	for (uint32 i = 0; i < narcs; i++)
		citing->first[graph->cited[i] + 1]++;
	next = group_starts(citing->first, graph->nunits, ws);
	for (uint32 unit = 0; unit < graph->nunits; unit++)
		for (uint32 i = graph->first[unit]; i < graph->first[unit + 1]; i++)
			citing->items[next[graph->cited[i]]++] = unit;
}

/*
 * graph_leads
 *		For each unit whether it is marked with any of the bits in ends, or a
 *		chain leads from it to one that is.  Walks back from these.
 */
bool *
graph_leads(const Graph *graph, uint8 ends, Workspace *ws)
{
	bool	   *leads = workspace_alloc_zero(ws, graph->nunits, sizeof(bool));
	uint32	   *queue = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	uint32		nqueued = 0;
	Groups		citing;

	find_citing(graph, &citing, ws);
	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		leads[unit] = (graph->marks[unit] & ends) != 0;
		if (leads[unit])
			queue[nqueued++] = unit;
	}
	for (uint32 done = 0; done < nqueued; done++)
	{
		uint32		unit = queue[done];

		CHECK_FOR_INTERRUPTS();
		for (uint32 i = citing.first[unit]; i < citing.first[unit + 1]; i++)
		{
			uint32		by = citing.items[i];

			if (!leads[by])
			{
				leads[by] = true;
				queue[nqueued++] = by;
			}
		}
	}
	return leads;
}
