/*-------------------------------------------------------------------------
 *
 * reliability_bounds.c
 *		Cheap bounds on the reliability of a part of any size.
 *
 * Lower: chains that share no unit fail independently, so 1-Π(1-Πp) over any
 * disjoint chains is never too much.  Taking as many chains as there can be
 * is a poor choice, for many are long; the most probable ones come first.
 *
 * Upper: a chain must have a sound unit in every cut, and cuts that share no
 * unit fail independently, so Π(1-Π(1-p)) over disjoint cuts is never too
 * little.
 *
 * Memory: arrays of the part's size from the workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/reliability_parts.h"

#define NONE 0xFFFFFFFFU

typedef struct ChainSearch
{
	const Part *part;
	double	   *best;			/* of the chains from the unit to an end, not
								 * through used ones: the most probable */
	uint32	   *step;			/* the next unit of that chain */
	bool	   *used;			/* by a chain already taken */
	bool	   *final;			/* its best is known */
	uint32	   *heap;			/* units, the most probable first */
	uint32	   *heap_place;		/* of each unit, or NONE */
	uint32		nheap;
	uint32	   *starts;			/* speakers that have a chain, best first */
	uint32		nstarts;
} ChainSearch;

/* Whether a is to be taken before b; never equal for different units */
static inline bool
before(const ChainSearch *search, uint32 a, uint32 b)
{
	if (search->best[a] != search->best[b])
		return search->best[a] > search->best[b];
	return a < b;
}

static void
heap_put(ChainSearch *search, uint32 place, uint32 u)
{
	search->heap[place] = u;
	search->heap_place[u] = place;
}

/* Adds the unit, or moves it up after its best grew */
static void
heap_raise(ChainSearch *search, uint32 u)
{
	uint32		place = search->heap_place[u];

	if (place == NONE)
		place = search->nheap++;
	while (place > 0 && before(search, u, search->heap[(place - 1) / 2]))
	{
		heap_put(search, place, search->heap[(place - 1) / 2]);
		place = (place - 1) / 2;
	}
	heap_put(search, place, u);
}

static uint32
heap_pop(ChainSearch *search)
{
	uint32		top = search->heap[0];
	uint32		moved = search->heap[--search->nheap];
	uint32		place = 0;

	while (2 * place + 1 < search->nheap)
	{
		uint32		child = 2 * place + 1;

		if (child + 1 < search->nheap &&
			before(search, search->heap[child + 1], search->heap[child]))
			child++;
		if (!before(search, search->heap[child], moved))
			break;
		heap_put(search, place, search->heap[child]);
		place = child;
	}
	if (search->nheap > 0)
		heap_put(search, place, moved);
	search->heap_place[top] = NONE;
	return top;
}

/*
 * The most probable chain from every unit, by Dijkstra's algorithm from the
 * ends: a unit's best is its own soundness times the best one step on.
 */
static void
find_best_chains(ChainSearch *search)
{
	const Part *part = search->part;
	const uint32 *first = part->first[TOWARDS_SPEAKERS];
	const uint32 *next = part->next[TOWARDS_SPEAKERS];

	search->nheap = 0;
	search->nstarts = 0;
	for (uint32 u = 0; u < part->nunits; u++)
	{
		search->best[u] = 0.0;
		search->step[u] = NONE;
		search->final[u] = search->used[u];
		search->heap_place[u] = NONE;
	}
	for (uint32 u = 0; u < part->nunits; u++)
	{
		if ((part->marks[u] & ENDS) && !search->used[u])
		{
			search->best[u] = part->sound[u];
			heap_raise(search, u);
		}
	}
	while (search->nheap > 0)
	{
		uint32		u = heap_pop(search);

		CHECK_FOR_INTERRUPTS();
		search->final[u] = true;
		if (part->marks[u] & SPEAKS)
			search->starts[search->nstarts++] = u;
		for (uint32 i = first[u]; i < first[u + 1]; i++)
		{
			uint32		w = next[i];
			double		chain = part->sound[w] * search->best[u];

			if (!search->final[w] && chain > search->best[w])
			{
				search->best[w] = chain;
				search->step[w] = u;
				heap_raise(search, w);
			}
		}
	}
}

/* Takes the chain that starts there, unless one already taken crosses it */
static bool
take_chain(ChainSearch *search, uint32 start)
{
	for (uint32 u = start; u != NONE; u = search->step[u])
		if (search->used[u])
			return false;
	for (uint32 u = start; u != NONE; u = search->step[u])
		search->used[u] = true;
	return true;
}

/*
 * A lower bound by disjoint chains.  Patience is how many citations to look
 * at; at least the most probable chain is always found.
 */
double
chains_bound(const Part *part, uint64 patience, Workspace *ws)
{
	ChainSearch search;
	uint64		pass = (uint64) part->nunits +
		part->first[TOWARDS_SPEAKERS][part->nunits];
	double		bound = 0.0;
	bool		found;

	search.part = part;
	search.best = workspace_alloc(ws, part->nunits, sizeof(double));
	search.step = workspace_alloc(ws, part->nunits, sizeof(uint32));
	search.used = workspace_alloc_zero(ws, part->nunits, sizeof(bool));
	search.final = workspace_alloc(ws, part->nunits, sizeof(bool));
	search.heap = workspace_alloc(ws, part->nunits, sizeof(uint32));
	search.heap_place = workspace_alloc(ws, part->nunits, sizeof(uint32));
	search.starts = workspace_alloc(ws, part->nunits, sizeof(uint32));
	do
	{
		found = false;
		find_best_chains(&search);
		for (uint32 i = 0; i < search.nstarts; i++)
		{
			if (take_chain(&search, search.starts[i]))
			{
				bound = either(bound, search.best[search.starts[i]]);
				found = true;
			}
		}
		patience -= Min(patience, pass);
	} while (found && patience >= pass);
	return bound;
}

/* How many steps each unit is from the nearest speaker; all are reached */
static void
measure_distances(const Part *part, uint32 *distance, uint32 *queue)
{
	const uint32 *first = part->first[TOWARDS_ENDS];
	const uint32 *next = part->next[TOWARDS_ENDS];
	uint32		nqueue = 0;

	for (uint32 u = 0; u < part->nunits; u++)
	{
		distance[u] = (part->marks[u] & SPEAKS) ? 0 : NONE;
		if (part->marks[u] & SPEAKS)
			queue[nqueue++] = u;
	}
	for (uint32 q = 0; q < nqueue; q++)
	{
		uint32		u = queue[q];

		for (uint32 i = first[u]; i < first[u + 1]; i++)
		{
			if (distance[next[i]] == NONE)
			{
				distance[next[i]] = distance[u] + 1;
				queue[nqueue++] = next[i];
			}
		}
	}
}

/*
 * An upper bound by disjoint cuts: all ends, and for each distance less than
 * the nearest end's, all units that far from the speakers.
 */
double
cuts_bound(const Part *part, Workspace *ws)
{
	uint32	   *distance = workspace_alloc(ws, part->nunits, sizeof(uint32));
	double	   *cut = workspace_alloc_zero(ws, part->nunits, sizeof(double));
	uint32		nearest = part->nunits;
	double		ends = 0.0;
	double		bound;

	measure_distances(part, distance,
					  workspace_alloc(ws, part->nunits, sizeof(uint32)));
	for (uint32 u = 0; u < part->nunits; u++)
		if (part->marks[u] & ENDS)
			nearest = Min(nearest, distance[u]);
	for (uint32 u = 0; u < part->nunits; u++)
	{
		if (part->marks[u] & ENDS)
			ends = either(ends, part->sound[u]);
		else if (distance[u] < nearest)
			cut[distance[u]] = either(cut[distance[u]], part->sound[u]);
	}
	bound = ends;
	for (uint32 u = 0; u < nearest; u++)
		bound *= cut[u];
	return bound;
}
