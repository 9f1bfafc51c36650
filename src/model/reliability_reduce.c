/*-------------------------------------------------------------------------
 *
 * reliability_reduce.c
 *		Makes a network smaller without changing its reliability.
 *
 * Newsroom evidence is mostly trees, copies and repetitions, and these can
 * be computed away: what remains is small, or nothing.  Each rule keeps the
 * probability that some chain is sound:
 *
 *	useless		a unit that no chain uses goes, and so does one that is never
 *				sound
 *	settled		a unit that both speaks and ends is a chain by itself
 *	perfect		a unit that is always sound goes: those that cite it, or are
 *				cited by it, take its place, if that adds no citations
 *	series		of two units where neither is used without the other, one
 *				remains, sound with the product
 *	detour		if v leads only to w, a unit that leads to w itself, or is w,
 *				need not lead to v
 *	twins		of two units with the same marks and the same neighbours on
 *				both sides, one remains, sound where either is
 *
 * Where several chains are wanted that share no unit, each rule must keep how
 * many there are, too.  No two of them use one unit.  So a perfect unit may
 * only go where it has one neighbour on one side, whose place it leaves it to,
 * or where it is the end (or the speaker) for one unit alone; and twins are
 * one where they have but one neighbour on one side, through which only one
 * chain can lead.  The other rules take out what a shorter chain has no need
 * of, or join units that are only ever used together.
 *
 * Storage: citations in doubly linked lists, one per unit and direction.  A
 * unit whose surroundings changed waits on a stack to be looked at again,
 * so each rule runs in time near-linear in the citations it removes.  Twins
 * are found by signatures, sums over the neighbours' random tokens, kept up
 * to date as citations go.
 *
 * Memory: arrays of the network's size from the workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/reliability_parts.h"

#define NONE 0xFFFFFFFFU

/*
 * Looking for detours and repeats may scan lists of hubs again and again;
 * it stops after this many steps per unit and citation.
 */
#ifndef SCAN_STEPS
#define SCAN_STEPS 16
#endif

typedef struct Citation
{
	uint32		unit[2];		/* [TOWARDS_ENDS] cites [TOWARDS_SPEAKERS]: a
								 * citation is on each one's list of that
								 * direction */
	uint32		next[2];		/* neighbours on these lists */
	uint32		previous[2];
} Citation;

typedef struct Unit
{
	double		sound;
	uint64		token;			/* random, for signatures */
	uint64		signature[2];	/* sums of the neighbours' tokens */
	uint32		list[2];		/* citations one can walk, by direction */
	uint32		degree[2];		/* their number */
	uint32		bucket;			/* where it is filed to be found by twins */
	uint32		bucket_next;
	uint32		bucket_previous;
	uint32		seen;			/* the last question it was marked for */
	uint8		marks;
	bool		gone;
	bool		waiting;
	bool		filed;
} Unit;

typedef struct Network
{
	uint32		nunits;
	Unit	   *units;
	Citation   *citations;
	uint32		ncitations;
	uint32		nwaiting;
	uint32	   *waiting;		/* stack of units to look at */
	uint32	   *buckets;
	uint32		bucket_mask;
	uint32		question;		/* number of the last question */
	uint64		scans;			/* steps that scanning may still take */
	Wanted		wanted;
	double		settled;
	uint32		nsettled;
	double	   *settled_each;	/* where several chains are wanted */
} Network;

static uint64
random_token(uint64 number)
{
	uint64		z = (number + 1) * UINT64CONST(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 32)) * UINT64CONST(0xD6E8FEB86659FD93);
	return z ^ (z >> 32);
}

/* The unit at the other end of a citation walked in that direction */
static inline uint32
across(const Network *net, uint32 citation, Direction direction)
{
	return net->citations[citation].unit[OPPOSITE(direction)];
}

/* Notes that the unit's surroundings changed */
static void
touch(Network *net, uint32 u)
{
	Unit	   *unit = &net->units[u];

	if (unit->filed)
	{
		if (unit->bucket_previous == NONE)
			net->buckets[unit->bucket] = unit->bucket_next;
		else
			net->units[unit->bucket_previous].bucket_next = unit->bucket_next;
		if (unit->bucket_next != NONE)
			net->units[unit->bucket_next].bucket_previous =
				unit->bucket_previous;
		unit->filed = false;
	}
	if (!unit->waiting)
	{
		unit->waiting = true;
		net->waiting[net->nwaiting++] = u;
	}
}

static void
link_citation(Network *net, uint32 c, Direction direction)
{
	Citation   *citation = &net->citations[c];
	Unit	   *unit = &net->units[citation->unit[direction]];

	citation->previous[direction] = NONE;
	citation->next[direction] = unit->list[direction];
	if (unit->list[direction] != NONE)
		net->citations[unit->list[direction]].previous[direction] = c;
	unit->list[direction] = c;
	unit->degree[direction]++;
	unit->signature[direction] += net->units[across(net, c, direction)].token;
}

static void
unlink_citation(Network *net, uint32 c, Direction direction)
{
	Citation   *citation = &net->citations[c];
	Unit	   *unit = &net->units[citation->unit[direction]];

	if (citation->previous[direction] == NONE)
		unit->list[direction] = citation->next[direction];
	else
		net->citations[citation->previous[direction]].next[direction] =
			citation->next[direction];
	if (citation->next[direction] != NONE)
		net->citations[citation->next[direction]].previous[direction] =
			citation->previous[direction];
	unit->degree[direction]--;
	unit->signature[direction] -= net->units[across(net, c, direction)].token;
}

static void
remove_citation(Network *net, uint32 c)
{
	unlink_citation(net, c, TOWARDS_ENDS);
	unlink_citation(net, c, TOWARDS_SPEAKERS);
	touch(net, net->citations[c].unit[TOWARDS_ENDS]);
	touch(net, net->citations[c].unit[TOWARDS_SPEAKERS]);
}

static void
remove_list(Network *net, uint32 u, Direction direction)
{
	while (net->units[u].list[direction] != NONE)
		remove_citation(net, net->units[u].list[direction]);
}

static void
remove_unit(Network *net, uint32 u)
{
	touch(net, u);
	remove_list(net, u, TOWARDS_ENDS);
	remove_list(net, u, TOWARDS_SPEAKERS);
	net->units[u].gone = true;
}

/* Lets a citation lead from or to another unit; not to make it a loop */
static void
move_citation(Network *net, uint32 c, Direction side, uint32 u)
{
	uint32		old = net->citations[c].unit[side];

	unlink_citation(net, c, TOWARDS_ENDS);
	unlink_citation(net, c, TOWARDS_SPEAKERS);
	net->citations[c].unit[side] = u;
	link_citation(net, c, TOWARDS_ENDS);
	link_citation(net, c, TOWARDS_SPEAKERS);
	touch(net, old);
	touch(net, u);
	touch(net, net->citations[c].unit[OPPOSITE(side)]);
}

/* Whether one step leads from u to w; scans the shorter list */
static bool
leads_to(Network *net, uint32 u, uint32 w, Direction direction)
{
	if (net->units[u].degree[direction] >
		net->units[w].degree[OPPOSITE(direction)])
	{
		uint32		swap = u;

		u = w;
		w = swap;
		direction = OPPOSITE(direction);
	}
	for (uint32 c = net->units[u].list[direction]; c != NONE;
		 c = net->citations[c].next[direction])
	{
		if (net->scans > 0)
			net->scans--;
		if (across(net, c, direction) == w)
			return true;
	}
	return false;
}

/*
 * Removes a unit that stops walks in that direction and is always sound.
 * Those that lead to it then stop walks themselves, and where else they lead
 * no longer matters.
 */
static void
pass_on_mark(Network *net, uint32 u, Direction direction)
{
	while (net->units[u].list[OPPOSITE(direction)] != NONE)
	{
		uint32		w = across(net, net->units[u].list[OPPOSITE(direction)],
							   OPPOSITE(direction));

		net->units[w].marks |= STOPS(direction);
		remove_list(net, w, direction);
	}
	remove_unit(net, u);
}

/*
 * Removes a unit in the middle that is always sound and has one neighbour on
 * one side.  That neighbour takes its place for those on the other side, where
 * there may be many.
 */
static void
bypass_to_one(Network *net, uint32 u, Direction many)
{
	Unit	   *unit = &net->units[u];
	uint32		one = across(net, unit->list[OPPOSITE(many)], OPPOSITE(many));

	while (unit->list[many] != NONE)
	{
		uint32		c = unit->list[many];
		uint32		w = across(net, c, many);

		if (w == one || leads_to(net, one, w, many))
			remove_citation(net, c);
		else
			move_citation(net, c, many, one);
	}
	remove_unit(net, u);
}

/*
 * Removes a unit in the middle that is always sound and has two neighbours on
 * each side.  Four citations take the place of four, in the same places of the
 * array.
 */
static void
bypass_two_by_two(Network *net, uint32 u)
{
	uint32		citing[2];
	uint32		cited[2];
	uint32		spare[4];
	int			i = 0;

	for (uint32 c = net->units[u].list[TOWARDS_SPEAKERS]; c != NONE;
		 c = net->citations[c].next[TOWARDS_SPEAKERS])
	{
		citing[i] = across(net, c, TOWARDS_SPEAKERS);
		spare[i++] = c;
	}
	for (uint32 c = net->units[u].list[TOWARDS_ENDS]; c != NONE;
		 c = net->citations[c].next[TOWARDS_ENDS])
	{
		cited[i - 2] = across(net, c, TOWARDS_ENDS);
		spare[i++] = c;
	}
	Assert(i == 4);

	remove_unit(net, u);
	for (int k = 0; k < 4; k++)
	{
		uint32		from = citing[k / 2];
		uint32		to = cited[k % 2];

		if (from == to || leads_to(net, from, to, TOWARDS_ENDS))
			continue;
		net->citations[spare[k]].unit[TOWARDS_ENDS] = from;
		net->citations[spare[k]].unit[TOWARDS_SPEAKERS] = to;
		link_citation(net, spare[k], TOWARDS_ENDS);
		link_citation(net, spare[k], TOWARDS_SPEAKERS);
		touch(net, from);
		touch(net, to);
	}
}

/* Applies where no more citations are needed than there were */
static bool
try_bypass(Network *net, uint32 u)
{
	uint32		in = net->units[u].degree[TOWARDS_SPEAKERS];
	uint32		out = net->units[u].degree[TOWARDS_ENDS];

	if (net->scans == 0)
		return false;
	if (in == 1)
		bypass_to_one(net, u, TOWARDS_ENDS);
	else if (out == 1)
		bypass_to_one(net, u, TOWARDS_SPEAKERS);
	else if (in == 2 && out == 2 && net->wanted == ONE_CHAIN)
		bypass_two_by_two(net, u);
	else
		return false;
	return true;
}

static bool
try_perfect(Network *net, uint32 u)
{
	const Unit *unit = &net->units[u];
	Direction	direction = (unit->marks & ENDS) ? TOWARDS_ENDS : TOWARDS_SPEAKERS;

	if (unit->sound < 1.0)
		return false;
	if (unit->marks == 0)
		return try_bypass(net, u);
	if (net->wanted == SEVERAL_CHAINS && unit->degree[OPPOSITE(direction)] != 1)
		return false;
	pass_on_mark(net, u, direction);
	return true;
}

/* u leads only to w, and only u leads to w: one of them is enough */
static bool
try_series(Network *net, uint32 u, Direction direction)
{
	uint32		w;
	uint32		keep,
				drop;
	Direction	moved;

	if (net->units[u].degree[direction] != 1)
		return false;
	w = across(net, net->units[u].list[direction], direction);
	if (net->units[w].degree[OPPOSITE(direction)] != 1)
		return false;

	remove_citation(net, net->units[u].list[direction]);
	if (net->units[w].degree[direction] <=
		net->units[u].degree[OPPOSITE(direction)])
	{
		keep = u;
		drop = w;
		moved = direction;
	}
	else
	{
		keep = w;
		drop = u;
		moved = OPPOSITE(direction);
	}
	net->units[keep].sound *= net->units[drop].sound;
	net->units[keep].marks |= net->units[drop].marks;
	while (net->units[drop].list[moved] != NONE)
	{
		uint32		c = net->units[drop].list[moved];

		if (across(net, c, moved) == keep)
			remove_citation(net, c);
		else
			move_citation(net, c, moved, keep);
	}
	touch(net, keep);
	remove_unit(net, drop);
	return true;
}

/* u leads only to w: a unit that leads to w itself, or is w, needs no detour */
static bool
try_detours(Network *net, uint32 u, Direction direction)
{
	bool		found = false;
	uint32		w;
	uint32		next;

	if (net->units[u].degree[direction] != 1)
		return false;
	w = across(net, net->units[u].list[direction], direction);
	for (uint32 c = net->units[u].list[OPPOSITE(direction)];
		 c != NONE; c = next)
	{
		uint32		x = across(net, c, OPPOSITE(direction));

		next = net->citations[c].next[OPPOSITE(direction)];
		if (net->scans == 0)
			break;
		if (x == w || leads_to(net, x, w, direction))
		{
			remove_citation(net, c);
			found = true;
		}
	}
	return found;
}

static bool
same_neighbours(Network *net, uint32 u, uint32 w, Direction direction)
{
	uint32		question = ++net->question;

	for (uint32 c = net->units[u].list[direction]; c != NONE;
		 c = net->citations[c].next[direction])
		net->units[across(net, c, direction)].seen = question;
	for (uint32 c = net->units[w].list[direction]; c != NONE;
		 c = net->citations[c].next[direction])
		if (net->units[across(net, c, direction)].seen != question)
			return false;
	return true;
}

static bool
are_twins(Network *net, uint32 u, uint32 w)
{
	const Unit *a = &net->units[u];
	const Unit *b = &net->units[w];

	return a->marks == b->marks &&
		a->degree[0] == b->degree[0] && a->degree[1] == b->degree[1] &&
		a->signature[0] == b->signature[0] &&
		a->signature[1] == b->signature[1] &&
		same_neighbours(net, u, w, TOWARDS_ENDS) &&
		same_neighbours(net, u, w, TOWARDS_SPEAKERS);
}

/* Merges the unit with its filed twin, or files it to be found */
static void
try_twins(Network *net, uint32 u)
{
	Unit	   *unit = &net->units[u];
	uint64		hash = unit->signature[0] * 3 + unit->signature[1];
	uint32		bucket = (uint32) (hash >> 32) & net->bucket_mask;

	if (net->wanted == SEVERAL_CHAINS && unit->degree[0] != 1 && unit->degree[1] != 1)
		return;

	/* names can be chosen to fill one bucket, so searching has a limit, too */
	for (uint32 w = net->buckets[bucket]; w != NONE && net->scans > 0;
		 w = net->units[w].bucket_next)
	{
		net->scans--;
		if (are_twins(net, u, w))
		{
			net->units[w].sound = either(net->units[w].sound, unit->sound);
			touch(net, w);
			remove_unit(net, u);
			return;
		}
	}

	unit->filed = true;
	unit->bucket = bucket;
	unit->bucket_previous = NONE;
	unit->bucket_next = net->buckets[bucket];
	if (unit->bucket_next != NONE)
		net->units[unit->bucket_next].bucket_previous = u;
	net->buckets[bucket] = u;
}

static void
settle(Network *net, uint32 u)
{
	if (net->wanted == ONE_CHAIN)
		net->settled = either(net->settled, net->units[u].sound);
	else
		net->settled_each[net->nsettled++] = net->units[u].sound;
	remove_unit(net, u);
}

/* Applies the first rule that fits; what changed waits to be looked at */
static void
look_at(Network *net, uint32 u)
{
	Unit	   *unit = &net->units[u];

	if (unit->gone)
		return;
	if (unit->marks == (SPEAKS | ENDS))
		settle(net, u);
	else if (unit->sound <= 0.0 ||
			 (unit->degree[TOWARDS_ENDS] == 0 && !(unit->marks & ENDS)) ||
			 (unit->degree[TOWARDS_SPEAKERS] == 0 && !(unit->marks & SPEAKS)))
		remove_unit(net, u);
	else if (try_perfect(net, u) ||
			 try_series(net, u, TOWARDS_ENDS) ||
			 try_series(net, u, TOWARDS_SPEAKERS) ||
			 try_detours(net, u, TOWARDS_ENDS) ||
			 try_detours(net, u, TOWARDS_SPEAKERS))
		touch(net, u);
	else
		try_twins(net, u);
}

static void
apply_rules(Network *net)
{
	while (net->nwaiting > 0)
	{
		uint32		u = net->waiting[--net->nwaiting];

		CHECK_FOR_INTERRUPTS();
		net->units[u].waiting = false;
		look_at(net, u);
	}
}

/*
 * Marks all units that a walk in that direction reaches from where walks in
 * the other direction stop.  Each call has a number, the question, which it
 * writes into the units.
 */
static uint32
mark_reached(Network *net, Direction direction, uint32 *todo)
{
	uint32		question = ++net->question;
	uint32		ntodo = 0;

	for (uint32 u = 0; u < net->nunits; u++)
	{
		if (!net->units[u].gone &&
			(net->units[u].marks & STOPS(OPPOSITE(direction))))
		{
			net->units[u].seen = question;
			todo[ntodo++] = u;
		}
	}
	while (ntodo > 0)
	{
		uint32		u = todo[--ntodo];

		for (uint32 c = net->units[u].list[direction]; c != NONE;
			 c = net->citations[c].next[direction])
		{
			uint32		w = across(net, c, direction);

			if (net->units[w].seen != question)
			{
				net->units[w].seen = question;
				todo[ntodo++] = w;
			}
		}
	}
	return question;
}

/* Removes units that no chain uses, circles included; returns how many */
static uint32
prune(Network *net, uint32 *todo)
{
	uint32		removed = 0;

	for (Direction direction = TOWARDS_ENDS; direction <= TOWARDS_SPEAKERS;
		 direction++)
	{
		uint32		question = mark_reached(net, direction, todo);

		for (uint32 u = 0; u < net->nunits; u++)
		{
			if (!net->units[u].gone && net->units[u].seen != question)
			{
				remove_unit(net, u);
				removed++;
			}
		}
	}
	return removed;
}

static void
load_network(Network *net, const Part *part, Wanted wanted, Workspace *ws)
{
	const uint32 *first = part->first[TOWARDS_ENDS];
	const uint32 *next = part->next[TOWARDS_ENDS];
	uint32		nbuckets = 16;

	while (nbuckets < part->nunits && nbuckets < 0x80000000U)
		nbuckets *= 2;
	memset(net, 0, sizeof(Network));
	net->nunits = part->nunits;
	net->wanted = wanted;
	if (wanted == SEVERAL_CHAINS)
		net->settled_each = workspace_alloc(ws, part->nunits, sizeof(double));
	net->units = workspace_alloc_zero(ws, part->nunits, sizeof(Unit));
	net->citations = workspace_alloc(ws, first[part->nunits], sizeof(Citation));
	net->waiting = workspace_alloc(ws, part->nunits, sizeof(uint32));
	net->buckets = workspace_alloc(ws, nbuckets, sizeof(uint32));
	memset(net->buckets, 0xFF, nbuckets * sizeof(uint32));
	net->bucket_mask = nbuckets - 1;

	for (uint32 u = 0; u < part->nunits; u++)
	{
		Unit	   *unit = &net->units[u];

		unit->sound = part->sound[u];
		unit->marks = part->sound[u] > 0.0 ? part->marks[u] : 0;
		unit->token = random_token(u);
		unit->list[0] = unit->list[1] = NONE;
	}
	for (uint32 u = 0; u < part->nunits; u++)
	{
		if ((part->marks[u] & ENDS) || part->sound[u] <= 0.0)
			continue;
		for (uint32 i = first[u]; i < first[u + 1]; i++)
		{
			if ((part->marks[next[i]] & SPEAKS) || part->sound[next[i]] <= 0.0)
				continue;
			net->citations[net->ncitations].unit[TOWARDS_ENDS] = u;
			net->citations[net->ncitations].unit[TOWARDS_SPEAKERS] = next[i];
			link_citation(net, net->ncitations, TOWARDS_ENDS);
			link_citation(net, net->ncitations, TOWARDS_SPEAKERS);
			net->ncitations++;
		}
	}
}

/*
 * Lists the units that remain, connected ones together; numbers them from 0
 * in each part (in .seen).  part_first[p] .. are the listed units of part p.
 */
static uint32
list_parts(Network *net, uint32 *listed, uint32 *part_first)
{
	uint32		question = ++net->question;
	uint32		nlisted = 0;
	uint32		nparts = 0;
	uint32		i;

	for (uint32 u = 0; u < net->nunits; u++)
	{
		if (net->units[u].gone || net->units[u].seen == question)
			continue;
		i = part_first[nparts++] = nlisted;
		net->units[u].seen = question;
		listed[nlisted++] = u;
		for (; i < nlisted; i++)
		{
			for (Direction direction = TOWARDS_ENDS;
				 direction <= TOWARDS_SPEAKERS; direction++)
			{
				uint32		c = net->units[listed[i]].list[direction];

				for (; c != NONE; c = net->citations[c].next[direction])
				{
					uint32		w = across(net, c, direction);

					if (net->units[w].seen != question)
					{
						net->units[w].seen = question;
						listed[nlisted++] = w;
					}
				}
			}
		}
	}
	part_first[nparts] = nlisted;
	return nparts;
}

static void
copy_part(Network *net, const uint32 *listed, uint32 nunits, Part *part,
		  Workspace *ws)
{
	part->nunits = nunits;
	part->marks = workspace_alloc(ws, nunits, sizeof(uint8));
	part->sound = workspace_alloc(ws, nunits, sizeof(double));
	for (uint32 i = 0; i < nunits; i++)
	{
		part->marks[i] = net->units[listed[i]].marks;
		part->sound[i] = net->units[listed[i]].sound;
		net->units[listed[i]].seen = i;
	}
	for (Direction direction = TOWARDS_ENDS; direction <= TOWARDS_SPEAKERS;
		 direction++)
	{
		uint32		n = 0;

		for (uint32 i = 0; i < nunits; i++)
			n += net->units[listed[i]].degree[direction];
		part->first[direction] = workspace_alloc(ws, (Size) nunits + 1,
												 sizeof(uint32));
		part->next[direction] = workspace_alloc(ws, n, sizeof(uint32));
		n = 0;
		for (uint32 i = 0; i < nunits; i++)
		{
			part->first[direction][i] = n;
			for (uint32 c = net->units[listed[i]].list[direction]; c != NONE;
				 c = net->citations[c].next[direction])
				part->next[direction][n++] =
					net->units[across(net, c, direction)].seen;
		}
		part->first[direction][nunits] = n;
	}
}

/* Shares the graph's arrays */
void
network_of_graph(const Graph *graph, Part *network, Workspace *ws)
{
	network->nunits = graph->nunits;
	network->marks = workspace_alloc(ws, graph->nunits, sizeof(uint8));
	network->sound = graph->rating;
	network->first[TOWARDS_ENDS] = graph->first;
	network->next[TOWARDS_ENDS] = graph->cited;
	for (uint32 u = 0; u < graph->nunits; u++)
		network->marks[u] = ((graph->marks[u] & UNIT_SPEAKS) ? SPEAKS : 0) |
			((graph->marks[u] & UNIT_ORIGIN) ? ENDS : 0);
}

/* All units wait to be looked at, in their order; whether there are any */
static bool
wait_for_all(Network *net)
{
	net->nwaiting = 0;
	net->scans = 0;
	for (uint32 u = net->nunits; u-- > 0;)
	{
		net->units[u].waiting = !net->units[u].gone;
		if (net->units[u].gone)
			continue;
		net->waiting[net->nwaiting++] = u;
		net->scans += SCAN_STEPS *
			((uint64) net->units[u].degree[TOWARDS_ENDS] + 1);
	}
	return net->nwaiting > 0;
}

/*
 * Reduces a network as far as the rules go and splits what is left.  Of the
 * network only the direction towards ends is read; it may hold citations of
 * speaking units and by ending ones, which add nothing and are left out, and
 * units that are unrated or never sound, which carry nothing.
 */
void
reduce_network(const Part *network, Wanted wanted, Reduced *reduced, Workspace *ws)
{
	Network		net;
	uint32	   *listed = workspace_alloc(ws, network->nunits, sizeof(uint32));
	uint32	   *part_first;

	load_network(&net, network, wanted, ws);
	prune(&net, listed);
	reduced->any = wait_for_all(&net);

	do
		apply_rules(&net);
	while (prune(&net, listed) > 0);

	reduced->settled = net.settled;
	reduced->nsettled = net.nsettled;
	reduced->settled_each = net.settled_each;
	part_first = workspace_alloc(ws, (Size) net.nunits + 1, sizeof(uint32));
	reduced->nparts = list_parts(&net, listed, part_first);
	reduced->parts = workspace_alloc(ws, reduced->nparts, sizeof(Part));
	for (uint32 p = 0; p < reduced->nparts; p++)
		copy_part(&net, listed + part_first[p],
				  part_first[p + 1] - part_first[p],
				  &reduced->parts[p], ws);
}
