/*-------------------------------------------------------------------------
 *
 * flow.c
 *		How many chains run side by side without sharing a unit.
 *
 * The largest number of disjoint chains is the size of the smallest set of
 * units that cuts them all (Menger 1927).  It is a maximum flow in which
 * each unit, split into an in-side and an out-side, carries one chain.
 *
 * Citations of speaking units and citations by ending units are left out: a
 * chain over either could be cut short there.  Thus a speaking unit is on a
 * chain only as its start, an ending one only as its end, and a unit that is
 * both is a chain by itself and takes no part in the search.
 *
 * What remains is kept as a pairing of out-sides with in-sides: the out-side
 * of a unit is paired with the in-side of the unit after it, and a unit off
 * all chains with itself.  Speaking units have an out-side only, ending ones
 * an in-side only; one more pair is one more chain.  A search looks for a
 * way from the unpaired out-side of a speaking unit to the unpaired in-side
 * of an ending one, alternately along a citation and back along a pair, and
 * re-pairs along it, which may turn parts of other chains around.
 *
 * Searches go in phases (Dinic 1970; Hopcroft & Karp 1973): measure all
 * distances to the free ends, then lead as many chains as possible along
 * shortest ways.  The distances grow from phase to phase, so that there are
 * O(sqrt(V)) of these of O(E) each (Even & Tarjan 1975, "Network flow and
 * testing graph connectivity", on networks of unit capacity).
 *
 * Storage: arrays indexed by unit, and the citations reversed, which are
 * built only if direct pairing leaves something to search.
 *
 * Memory: everything, results included, is the caller's workspace's.
 *
 *-------------------------------------------------------------------------
 */
#include "model/flow.h"

#include "base/groups.h"

/* In Network.before and Network.after; MENTIONS_MAX keeps units below both */
#define NOT_PAIRED NO_UNIT
#define NO_SUCH_SIDE (NO_UNIT - 1)

/* In Network.distance: leads to no free end, or was tried in this phase */
#define NO_WAY 0

typedef struct Network
{
	const Graph *graph;
	uint8		ends;
	uint32		nalone;			/* units that are chains by themselves */
	uint32		npaired;		/* chains of at least two units */

	uint32	   *before;			/* for each in-side: the unit whose out-side
								 * it is paired with */
	uint32	   *after;			/* the same for each out-side */
	uint32	   *starting;		/* speaking units that are to find an end */
	uint32		nstarting;
	uint32	   *ending;			/* ending units that do not speak */
	uint32		nending;

	/* for searching only */
	uint32	   *citing_first;	/* nunits + 1; as Graph.first */
	uint32	   *citing;			/* the units that cite a unit */
	uint32	   *distance;		/* of each out-side from the nearest free end */
	uint32	   *queue;
	uint32	   *trail;			/* the units that the search has come through */
	uint32	   *trail_place;	/* for each of them, where in Graph.cited */
} Network;

static inline bool
unit_speaks(const Graph *graph, uint32 unit)
{
	return (graph->marks[unit] & UNIT_SPEAKS) != 0;
}

static inline bool
unit_ends(const Graph *graph, uint8 ends, uint32 unit)
{
	return (graph->marks[unit] & ends) != 0;
}

/* Whether the unit cites any that does not speak itself */
static bool
cites_silent_unit(const Graph *graph, uint32 unit)
{
	for (uint32 i = graph->first[unit]; i < graph->first[unit + 1]; i++)
	{
		if (!unit_speaks(graph, graph->cited[i]))
			return true;
	}
	return false;
}

/* Counts starting, ending and lone units; no memory until there are both */
static void
network_count(Network *net, const Graph *graph, uint8 ends)
{
	memset(net, 0, sizeof(Network));
	net->graph = graph;
	net->ends = ends;
	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		bool		speaks = unit_speaks(graph, unit);
		bool		is_end = unit_ends(graph, ends, unit);

		if (speaks && is_end)
			net->nalone++;
		else if (is_end)
			net->nending++;
		else if (speaks && cites_silent_unit(graph, unit))
			net->nstarting++;
	}
}

/* Lists starting and ending units; pairs all others with themselves */
static void
network_open(Network *net, Workspace *ws)
{
	const Graph *graph = net->graph;

	net->before = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	net->after = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	net->starting = workspace_alloc(ws, net->nstarting, sizeof(uint32));
	net->ending = workspace_alloc(ws, net->nending, sizeof(uint32));
	net->nstarting = net->nending = 0;

	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		bool		speaks = unit_speaks(graph, unit);
		bool		is_end = unit_ends(graph, net->ends, unit);

		net->before[unit] = speaks ? NO_SUCH_SIDE :
			is_end ? NOT_PAIRED : unit;
		net->after[unit] = is_end ? NO_SUCH_SIDE :
			speaks ? NOT_PAIRED : unit;
		if (is_end && !speaks)
			net->ending[net->nending++] = unit;
		else if (speaks && !is_end && cites_silent_unit(graph, unit))
			net->starting[net->nstarting++] = unit;
	}
}

/*
 * Pairs each starting unit with the first free end that it cites itself.
 * This is all there is to do for most values.  Leaves in the list the
 * starting units that found none.
 */
static void
pair_directly(Network *net)
{
	const Graph *graph = net->graph;
	uint32		nleft = 0;

	for (uint32 s = 0; s < net->nstarting; s++)
	{
		uint32		unit = net->starting[s];
		uint32		i = graph->first[unit];

		CHECK_FOR_INTERRUPTS();
		while (i < graph->first[unit + 1] &&
			   net->before[graph->cited[i]] != NOT_PAIRED)
			i++;
		if (i < graph->first[unit + 1])
		{
			net->before[graph->cited[i]] = unit;
			net->after[unit] = graph->cited[i];
			net->npaired++;
		}
		else
			net->starting[nleft++] = unit;
	}
	net->nstarting = nleft;
}

/* Reverses the citations that chains may use; takes memory for searching */
static void
network_reverse(Network *net, Workspace *ws)
{
	const Graph *graph = net->graph;
	Size		nunits = graph->nunits;
	uint32	   *first = workspace_alloc_zero(ws, nunits + 1, sizeof(uint32));
	uint32	   *citing = workspace_alloc(ws, graph->first[nunits],
										 sizeof(uint32));
	uint32	   *place;

	for (uint32 unit = 0; unit < nunits; unit++)
	{
		if (unit_ends(graph, net->ends, unit))
			continue;
		for (uint32 i = graph->first[unit]; i < graph->first[unit + 1]; i++)
			first[graph->cited[i] + 1]++;
	}
	place = group_starts(first, graph->nunits, ws);
	for (uint32 unit = 0; unit < nunits; unit++)
	{
		CHECK_FOR_INTERRUPTS();
		if (unit_ends(graph, net->ends, unit))
			continue;
		for (uint32 i = graph->first[unit]; i < graph->first[unit + 1]; i++)
			citing[place[graph->cited[i]]++] = unit;
	}

	net->citing_first = first;
	net->citing = citing;
	net->distance = workspace_alloc(ws, nunits, sizeof(uint32));
	net->queue = workspace_alloc(ws, nunits, sizeof(uint32));
	net->trail = workspace_alloc(ws, nunits, sizeof(uint32));
	net->trail_place = workspace_alloc(ws, nunits, sizeof(uint32));
}

/* How far measuring has come */
typedef struct Measure
{
	uint32		nqueued;
	uint32		nfound;			/* starting units that reach a free end */
} Measure;

/* Notes how far an out-side is from a free end, unless it has been met */
static inline void
measure_unit(Network *net, uint32 unit, uint32 distance, Measure *measure)
{
	if (net->distance[unit] != NO_WAY)
		return;
	net->distance[unit] = distance;
	if (net->after[unit] == NOT_PAIRED)
		net->starting[measure->nfound++] = unit;
	else
		net->queue[measure->nqueued++] = unit;
}

/* The same for all out-sides from which a step leads to unit's in-side */
static void
measure_steps_to(Network *net, uint32 unit, uint32 distance, Measure *measure)
{
	for (uint32 i = net->citing_first[unit];
		 i < net->citing_first[unit + 1]; i++)
		measure_unit(net, net->citing[i], distance, measure);

	/* the step that takes a unit off its chain; an end has no out-side */
	if (net->after[unit] != NO_SUCH_SIDE)
		measure_unit(net, unit, distance, measure);
}

/*
 * Measures the distances of out-sides from the free ends, breadth first, until
 * all starting units are met.  Leaves in their list those that were met,
 * nearest first: a unit that reaches no free end now will reach none later.
 */
static void
measure_distances(Network *net)
{
	Measure		measure = {0, 0};
	uint32		nsought = net->nstarting;

	memset(net->distance, 0, net->graph->nunits * sizeof(uint32));
	for (uint32 e = 0; e < net->nending; e++)
	{
		if (net->before[net->ending[e]] == NOT_PAIRED)
			measure_steps_to(net, net->ending[e], 1, &measure);
	}
	for (uint32 q = 0; q < measure.nqueued && measure.nfound < nsought; q++)
	{
		uint32		unit = net->queue[q];

		/* an out-side is reached only from the in-side it is paired with */
		CHECK_FOR_INTERRUPTS();
		measure_steps_to(net, net->after[unit], net->distance[unit] + 1,
						 &measure);
	}
	net->nstarting = measure.nfound;
}

/*
 * The in-side to which the step at that place in the unit's citations leads.
 * The place after the last citation stands for the step to the unit's own
 * in-side.
 */
static inline uint32
step_target(const Graph *graph, uint32 unit, uint32 place)
{
	return place < graph->first[unit + 1] ? graph->cited[place] : unit;
}

/* Re-pairs along the trail */
static void
pair_along_trail(Network *net, uint32 length)
{
	for (uint32 i = 0; i < length; i++)
	{
		uint32		unit = net->trail[i];
		uint32		target = step_target(net->graph, unit,
										 net->trail_place[i]);

		net->after[unit] = target;
		net->before[target] = unit;
	}
	net->npaired++;
}

/*
 * Takes the next step from the trail's last unit that is a shortest way to a
 * free end.  Returns the unit it leads on to; NOT_PAIRED where the step ends
 * in a free end, NO_SUCH_SIDE where there is no such step.
 */
static uint32
trail_step(Network *net, uint32 last, uint32 to_go)
{
	const Graph *graph = net->graph;
	uint32		unit = net->trail[last];
	uint32		stop = graph->first[unit + 1];

	for (uint32 place = net->trail_place[last]; place <= stop; place++)
	{
		uint32		on = net->before[step_target(graph, unit, place)];

		if (on == NO_SUCH_SIDE)
			continue;
		if (on == NOT_PAIRED ||
			(to_go > 1 && net->distance[on] == to_go - 1))
		{
			net->trail_place[last] = place;
			return on;
		}
	}
	return NO_SUCH_SIDE;
}

/*
 * Leads one more chain from a starting unit to a free end, depth first along
 * falling distances.  Each out-side is tried only once in a phase: either it
 * was on a trail that found an end, and is no longer reached, or no trail
 * through it finds one.
 */
static bool
lead_chain(Network *net, uint32 start)
{
	const Graph *graph = net->graph;
	uint32		to_go = net->distance[start];
	uint32		length = 1;

	net->trail[0] = start;
	net->trail_place[0] = graph->first[start];
	net->distance[start] = NO_WAY;
	while (length > 0)
	{
		uint32		on = trail_step(net, length - 1, to_go);

		CHECK_FOR_INTERRUPTS();
		if (on == NOT_PAIRED)
		{
			pair_along_trail(net, length);
			return true;
		}
		if (on == NO_SUCH_SIDE)
		{
			/* back, and past the step that led here */
			length--;
			to_go++;
			if (length > 0)
				net->trail_place[length - 1]++;
			continue;
		}
		net->distance[on] = NO_WAY;
		net->trail[length] = on;
		net->trail_place[length] = graph->first[on];
		length++;
		to_go--;
	}
	return false;
}

/*
 * Runs phases until each starting unit has its chain or has no way to a free
 * end, or no end is free.
 */
static void
pair_in_phases(Network *net)
{
	while (net->nstarting > 0 && net->npaired < net->nending)
	{
		uint32		nleft = 0;

		measure_distances(net);
		for (uint32 s = 0; s < net->nstarting; s++)
		{
			if (!lead_chain(net, net->starting[s]))
				net->starting[nleft++] = net->starting[s];
		}
		Assert(net->nstarting == 0 || nleft < net->nstarting);
		net->nstarting = nleft;
	}
}

/* A maximum flow, as pairs */
static void
find_pairs(Network *net, const Graph *graph, uint8 ends, Workspace *ws)
{
	network_count(net, graph, ends);
	if (net->nstarting == 0 || net->nending == 0)
		return;
	network_open(net, ws);
	pair_directly(net);
	if (net->nstarting > 0 && net->npaired < net->nending)
	{
		network_reverse(net, ws);
		pair_in_phases(net);
	}
}

/*
 * Reads the chains off the pairs.  Only what is walked from a start counts:
 * a search can also leave units paired in a ring, which is no chain.
 */
static void
collect_chains(const Network *net, Chains *chains, Workspace *ws)
{
	const Graph *graph = net->graph;

	chains->count = 0;
	chains->starts = workspace_alloc(ws, (Size) net->nalone + net->npaired,
									 sizeof(uint32));
	chains->next = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	memset(chains->next, 0xFF, graph->nunits * sizeof(uint32)); /* NO_UNIT */

	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		bool		is_end = unit_ends(graph, net->ends, unit);
		uint32		on = unit;

		if (!unit_speaks(graph, unit) ||
			(!is_end && (net->npaired == 0 || net->after[unit] == NOT_PAIRED)))
			continue;
		CHECK_FOR_INTERRUPTS();
		chains->starts[chains->count++] = unit;
		while (!unit_ends(graph, net->ends, on))
		{
			chains->next[on] = net->after[on];
			on = net->after[on];
		}
	}
	Assert(chains->count == net->nalone + net->npaired);
}

/*
 * flow_chains
 *		A maximum set of chains from speaking units to units marked with any
 *		of the bits in ends, no two of which share a unit.
 *
 * O(E * sqrt(V)); see the top of this file.  Depends on the graph alone.
 * Chains of one or two units come first, and of those that need a search the
 * short ones, but a later chain may lengthen an earlier one to make room.
 */
uint32
flow_chains(const Graph *graph, uint8 ends, Chains *chains, Workspace *ws)
{
	Network		net;

	find_pairs(&net, graph, ends, ws);
	collect_chains(&net, chains, ws);
	return chains->count;
}

/* Their number alone */
uint32
flow_count(const Graph *graph, uint8 ends, Workspace *ws)
{
	Network		net;

	find_pairs(&net, graph, ends, ws);
	return net.nalone + net.npaired;
}

/* Which sides of a unit are reached when looking for the cut */
#define REACHED_IN 0x01
#define REACHED_OUT 0x02
#define STARTS_CHAIN 0x04

/* Network.before, from finished chains; marks their starts in reached */
static uint32 *
pairs_of_chains(const Graph *graph, uint8 ends, const Chains *chains,
				uint8 *reached, Workspace *ws)
{
	uint32	   *before = workspace_alloc(ws, graph->nunits, sizeof(uint32));

	for (uint32 unit = 0; unit < graph->nunits; unit++)
		before[unit] = unit_speaks(graph, unit) ? NO_SUCH_SIDE :
			unit_ends(graph, ends, unit) ? NOT_PAIRED : unit;

	for (uint32 c = 0; c < chains->count; c++)
	{
		uint32		unit = chains->starts[c];

		CHECK_FOR_INTERRUPTS();
		reached[unit] |= STARTS_CHAIN;
		for (; chains->next[unit] != NO_UNIT; unit = chains->next[unit])
			before[chains->next[unit]] = unit;
	}
	return before;
}

/* What the speakers reach in a network with a maximum flow */
typedef struct Spread
{
	const Graph *graph;
	uint32	   *before;			/* as Network.before */
	uint8	   *reached;		/* for each unit, which sides */
	uint32	   *queue;			/* units whose out-side is reached */
	uint32		nqueued;
	uint32		ndone;
} Spread;

static void
spread_from(Spread *spread, uint32 unit)
{
	if (spread->reached[unit] & REACHED_OUT)
		return;
	spread->reached[unit] |= REACHED_OUT;
	spread->queue[spread->nqueued++] = unit;
}

/* Goes on from all that is reached; false where that leads to a free end */
static bool
spread_on(Spread *spread)
{
	const Graph *graph = spread->graph;

	while (spread->ndone < spread->nqueued)
	{
		uint32		unit = spread->queue[spread->ndone++];

		CHECK_FOR_INTERRUPTS();
		for (uint32 i = graph->first[unit]; i <= graph->first[unit + 1]; i++)
		{
			uint32		target = step_target(graph, unit, i);
			uint32		on = spread->before[target];

			if (on == NO_SUCH_SIDE)
				continue;
			if (on == NOT_PAIRED)
				return false;
			spread->reached[target] |= REACHED_IN;
			spread_from(spread, on);
		}
	}
	return true;
}

/* All that the speakers reach past the flow */
static void
spread_from_speakers(Spread *spread, const Graph *graph, uint8 ends,
					 const Chains *chains, Workspace *ws)
{
	bool		no_way;

	memset(spread, 0, sizeof(*spread));
	spread->graph = graph;
	spread->reached = workspace_alloc_zero(ws, graph->nunits, sizeof(uint8));
	spread->before = pairs_of_chains(graph, ends, chains, spread->reached, ws);
	spread->queue = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		if (!unit_speaks(graph, unit))
			continue;
		spread->reached[unit] |= REACHED_IN;
		if (!(spread->reached[unit] & STARTS_CHAIN))
			spread_from(spread, unit);
	}
	no_way = spread_on(spread);
	Assert(no_way);				/* or there would be another chain */
	(void) no_way;
}

/*
 * flow_nearest_cut
 *		The smallest set of units that cuts all chains, nearest the speakers.
 *
 * All that the speakers still reach past a maximum flow is one side of the
 * least minimum cut (Ford & Fulkerson 1962); citations cannot be cut, so the
 * cut consists of the units whose in-side is reached and out-side is not.
 * Which maximum flow it is makes no difference.
 */
void
flow_nearest_cut(const Graph *graph, uint8 ends, const Chains *chains,
				 uint32 *cut, Workspace *ws)
{
	Spread		spread;
	uint32		ncut = 0;

	spread_from_speakers(&spread, graph, ends, chains, ws);
	for (uint32 unit = 0; unit < graph->nunits; unit++)
	{
		if ((spread.reached[unit] & (REACHED_IN | REACHED_OUT)) == REACHED_IN)
			cut[ncut++] = unit;
	}
	Assert(ncut == chains->count);
}

/*
 * flow_units_in_cuts
 *		All units that are in any smallest set which cuts all chains.
 *
 * Each such set has one unit of each chain, the first one whose out-side is
 * not reached.  For each chain, one goes on from the set nearest the speakers:
 * let the out-side of its unit be reached, and all that follows from that.
 * Unless it leads to a free end, what is reached is one side of another
 * smallest cut, and there is none between the two on that chain: who leaves
 * its unit behind leaves all behind that follows (the sides of minimum cuts
 * are closed; Picard & Queyranne 1980, "On the structure of all minimum cuts
 * in a network and applications").  O(E) for each chain.
 */
void
flow_units_in_cuts(const Graph *graph, uint8 ends, const Chains *chains,
				   bool *in_cut, Workspace *ws)
{
	Spread		spread;
	uint32		nearest;

	spread_from_speakers(&spread, graph, ends, chains, ws);
	nearest = spread.nqueued;
	for (uint32 c = 0; c < chains->count; c++)
	{
		uint32		unit = chains->starts[c];

		do
		{
			while (spread.reached[unit] & REACHED_OUT)
				unit = chains->next[unit];
			in_cut[unit] = true;
			if (unit_ends(graph, ends, unit))
				break;
			spread_from(&spread, unit);
		} while (spread_on(&spread));

		while (spread.nqueued > nearest)
			spread.reached[spread.queue[--spread.nqueued]] &= ~REACHED_OUT;
		spread.ndone = nearest;
	}
}
