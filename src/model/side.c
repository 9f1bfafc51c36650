/*-------------------------------------------------------------------------
 *
 * side.c
 *		One side of a claim: its units, the chains that count, and the units
 *		that these rest on.
 *
 * Flow finds chains of units.  Here they become chains of sources, which
 * takes a choice where a unit has several: those that lead on themselves come
 * first, so that a chain has few neighbours who only share a unit.
 *
 * Memory: everything, results included, is the caller's workspace's.
 *
 *-------------------------------------------------------------------------
 */
#include "model/side.h"

StaticAssertDecl(NO_UNIT == NO_GROUP, "a source may be of no unit");

void
side_view(SideView *view, const Testimony *testimony, const uint32 *units,
		  Side side, Workspace *ws)
{
	Graph	   *graph = &view->graph;

	view->testimony = testimony;
	view->side = side;
	view->ws = ws;
	graph_of_side(testimony, units, side, graph, ws);
	group_items(&view->members, graph->unit_of, testimony->nsources,
				graph->nunits, ws);
	flow_chains(graph, UNIT_ORIGIN, &view->chains, ws);
	view->cut = workspace_alloc(ws, view->chains.count, sizeof(uint32));
	flow_nearest_cut(graph, UNIT_ORIGIN, &view->chains, view->cut, ws);
}

/*
 * Whether the chain can leave a unit by this source: to the next unit, or to
 * its end where there is none
 */
static bool
leads_on(const SideView *view, uint32 source, uint32 next)
{
	const Testimony *testimony = view->testimony;
	const Source *s = &testimony->sources[source];
	Slice		cites = s->cites[view->side];

	if (next == NO_UNIT)
		return source_is_origin(s, view->side);
	for (uint32 i = 0; i < cites.count; i++)
	{
		uint32		cited = testimony->citations[cites.first + i];

		if (view->graph.unit_of[cited] == next)
			return true;
	}
	return false;
}

/* The speaker a chain starts with: if possible one that leads on */
static uint32
choose_speaker(const SideView *view, uint32 unit, uint32 next)
{
	uint32		speaker = NO_UNIT;
	const uint32 *first = view->members.first;

	for (uint32 i = first[unit]; i < first[unit + 1]; i++)
	{
		uint32		source = view->members.items[i];
		uint8		says = view->testimony->sources[source].says[view->side];

		if (!(says & SAYS_SPEAKS))
			continue;
		if (leads_on(view, source, next))
			return source;
		if (speaker == NO_UNIT)
			speaker = source;
	}
	return speaker;
}

/* The source of a unit that this one cites: if possible one that leads on */
static uint32
choose_cited(const SideView *view, uint32 source, uint32 unit, uint32 next)
{
	const Testimony *testimony = view->testimony;
	Slice		cites = testimony->sources[source].cites[view->side];
	uint32		cited = NO_UNIT;

	for (uint32 i = 0; i < cites.count; i++)
	{
		uint32		candidate = testimony->citations[cites.first + i];

		if (view->graph.unit_of[candidate] != unit)
			continue;
		if (leads_on(view, candidate, next))
			return candidate;
		if (cited == NO_UNIT)
			cited = candidate;
	}
	return cited;
}

/* A source of the unit that leads on; there is one */
static uint32
member_leading_on(const SideView *view, uint32 unit, uint32 next)
{
	uint32		i = view->members.first[unit];

	while (!leads_on(view, view->members.items[i], next))
	{
		i++;
		Assert(i < view->members.first[unit + 1]);
	}
	return view->members.items[i];
}

uint32 *
side_chain(const SideView *view, uint32 chain, uint32 *count)
{
	const uint32 *next = view->chains.next;
	uint32		start = view->chains.starts[chain];
	uint32		source = choose_speaker(view, start, next[start]);
	Size		most = 0;
	uint32	   *sources;

	/* of each unit a source that leads on, and perhaps one before it */
	for (uint32 unit = start; unit != NO_UNIT; unit = next[unit])
		most += 2;
	sources = workspace_alloc(view->ws, most, sizeof(uint32));

	*count = 0;
	for (uint32 unit = start; unit != NO_UNIT; unit = next[unit])
	{
		if (unit != start)
			source = choose_cited(view, source, unit, next[unit]);
		sources[(*count)++] = source;
		if (!leads_on(view, source, next[unit]))
		{
			/* another source of the unit knows what this one does not say */
			source = member_leading_on(view, unit, next[unit]);
			sources[(*count)++] = source;
		}
	}
	return sources;
}
