/*-------------------------------------------------------------------------
 *
 * draft.h
 *		Graphs under construction, their reliability by enumeration of all
 *		worlds, and whether graph_reliability() agrees with that.
 *
 * For reliability_test.c and the fuzzer of reliability.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_DRAFT_H
#define CORROBORATE_DRAFT_H

#include "model/reliability.h"

#if defined(RELIABILITY_BUDGET) || defined(SWEEP_MAX_WIDTH)
#define ALWAYS_EXACT false
#else
#define ALWAYS_EXACT true
#endif

#define TOLERANCE 1e-9

/* Room for citations in a draft */
#ifndef CITATIONS_MAX
#define CITATIONS_MAX 400000
#endif

/* A graph under construction: units in any order, citations in any order */
typedef struct Draft
{
	uint32		nunits;
	uint32		ncitations;
	uint8	   *marks;
	double	   *rating;
	uint32		(*citations)[2];
} Draft;

static inline void
draft_init(Draft *draft, uint32 nunits)
{
	draft->nunits = 0;
	draft->ncitations = 0;
	draft->marks = calloc(nunits, sizeof(uint8));
	draft->rating = calloc(nunits, sizeof(double));
	draft->citations = calloc(CITATIONS_MAX, sizeof(*draft->citations));
}

static inline void
draft_free(Draft *draft)
{
	free(draft->marks);
	free(draft->rating);
	free(draft->citations);
}

static inline uint32
add_unit(Draft *draft, uint8 marks, double rating)
{
	draft->marks[draft->nunits] = marks;
	draft->rating[draft->nunits] = rating;
	return draft->nunits++;
}

static inline void
add_citation(Draft *draft, uint32 citing, uint32 cited)
{
	draft->citations[draft->ncitations][0] = citing;
	draft->citations[draft->ncitations++][1] = cited;
}

static int
compare_citations(const void *a, const void *b)
{
	const uint32 *x = a;
	const uint32 *y = b;

	if (x[0] != y[0])
		return x[0] < y[0] ? -1 : 1;
	return (x[1] > y[1]) - (x[1] < y[1]);
}

/* Sorts the citations, leaves out repeats and loops */
static inline void
graph_of_draft(Draft *draft, Graph *graph)
{
	uint32		n = 0;

	memset(graph, 0, sizeof(Graph));
	graph->nunits = draft->nunits;
	graph->marks = draft->marks;
	graph->rating = draft->rating;
	graph->first = calloc((size_t) draft->nunits + 1, sizeof(uint32));
	graph->cited = calloc((size_t) draft->ncitations + 1, sizeof(uint32));
	qsort(draft->citations, draft->ncitations, sizeof(draft->citations[0]),
		  compare_citations);
	for (uint32 i = 0; i < draft->ncitations; i++)
	{
		const uint32 *citation = draft->citations[i];

		if (citation[0] == citation[1] ||
			(i > 0 && compare_citations(citation, draft->citations[i - 1]) == 0))
			continue;
		graph->cited[n++] = citation[1];
		graph->first[citation[0] + 1]++;
	}
	for (uint32 u = 0; u < draft->nunits; u++)
		graph->first[u + 1] += graph->first[u];
}

static inline Reliability
several_of(Draft *draft, uint32 chains)
{
	Graph		graph;
	WorkspaceBuffer buffer;
	Workspace	ws;
	Reliability result;

	graph_of_draft(draft, &graph);
	workspace_init(&ws, &buffer);
	graph_reliability_several(&graph, chains, &result, &ws);
	workspace_free(&ws);
	free(graph.first);
	free(graph.cited);
	return result;
}

static inline Reliability
reliability_of(Draft *draft)
{
	return several_of(draft, 1);
}

/* ---- the obvious way: all worlds ---- */

/* Whether a chain of units of that set leads from a speaker to an origin */
static inline bool
chain_in_world(const Draft *draft, const uint32 *cites, uint32 world)
{
	uint32		reached = 0;
	uint32		fresh = 0;

	for (uint32 u = 0; u < draft->nunits; u++)
		if ((draft->marks[u] & UNIT_SPEAKS) && (world >> u & 1))
			fresh |= (uint32) 1 << u;
	while (fresh != 0)
	{
		uint32		u = (uint32) __builtin_ctz(fresh);

		if (draft->marks[u] & UNIT_ORIGIN)
			return true;
		reached |= (uint32) 1 << u;
		fresh = (fresh | (cites[u] & world)) & ~reached;
	}
	return false;
}

static inline uint32
rated_units(const Draft *draft)
{
	uint32		rated = 0;

	for (uint32 u = 0; u < draft->nunits; u++)
		if (draft->rating[u] >= 0.0)
			rated |= (uint32) 1 << u;
	return rated;
}

/* That of the rated units exactly those of this world are sound */
static inline double
world_probability(const Draft *draft, uint32 rated, uint32 world)
{
	double		p = 1.0;

	for (uint32 u = 0; u < draft->nunits; u++)
		if (rated >> u & 1)
			p *= (world >> u & 1) ? draft->rating[u] : 1.0 - draft->rating[u];
	return p;
}

/* The probability that a chain is sound; -1 where none is wholly rated */
static inline double
enumerate_worlds(const Draft *draft)
{
	uint32		cites[32] = {0};
	uint32		rated = rated_units(draft);
	double		total = 0.0;

	for (uint32 i = 0; i < draft->ncitations; i++)
		cites[draft->citations[i][0]] |= (uint32) 1 << draft->citations[i][1];
	if (!chain_in_world(draft, cites, rated))
		return -1.0;
	for (uint32 world = 0; world < (uint32) 1 << draft->nunits; world++)
	{
		if ((world & ~rated) == 0 && chain_in_world(draft, cites, world))
			total += world_probability(draft, rated, world);
	}
	return total;
}

/*
 * How many chains that share no unit there are in each world: one more than in
 * the worst world with a unit fewer, for a smallest cut is a unit and a
 * smallest cut of what is left (Menger).
 */
static inline void
count_in_worlds(const Draft *draft, uint8 *chains)
{
	uint32		cites[32] = {0};

	for (uint32 i = 0; i < draft->ncitations; i++)
		cites[draft->citations[i][0]] |= (uint32) 1 << draft->citations[i][1];
	for (uint32 world = 0; world < (uint32) 1 << draft->nunits; world++)
	{
		uint8		fewest = 0xFF;

		chains[world] = 0;
		if (!chain_in_world(draft, cites, world))
			continue;
		for (uint32 u = 0; u < draft->nunits; u++)
			if (world >> u & 1)
				fewest = Min(fewest, chains[world & ~((uint32) 1 << u)]);
		chains[world] = fewest + 1;
	}
}

/* The probability that so many are sound; -1 where not so many are rated */
static inline double
enumerate_several(const Draft *draft, const uint8 *chains, uint32 wanted)
{
	uint32		rated = rated_units(draft);
	double		total = 0.0;

	if (chains[rated] < wanted)
		return -1.0;
	for (uint32 world = 0; world < (uint32) 1 << draft->nunits; world++)
	{
		if ((world & ~rated) == 0 && chains[world] >= wanted)
			total += world_probability(draft, rated, world);
	}
	return total;
}

/* The most probable single chain, by relaxing until nothing changes */
static inline double
best_chain(const Draft *draft)
{
	double	   *best = calloc(draft->nunits, sizeof(double));
	double		result = 0.0;
	bool		changed = true;

	for (uint32 u = 0; u < draft->nunits; u++)
		if ((draft->marks[u] & UNIT_ORIGIN) && draft->rating[u] > 0.0)
			best[u] = draft->rating[u];
	while (changed)
	{
		changed = false;
		for (uint32 i = 0; i < draft->ncitations; i++)
		{
			uint32		u = draft->citations[i][0];

			if (draft->rating[u] * best[draft->citations[i][1]] > best[u])
			{
				best[u] = draft->rating[u] * best[draft->citations[i][1]];
				changed = true;
			}
		}
	}
	for (uint32 u = 0; u < draft->nunits; u++)
		if ((draft->marks[u] & UNIT_SPEAKS) && best[u] > result)
			result = best[u];
	free(best);
	return result;
}

/* ---- checks ---- */

static inline bool
close_to(double a, double b)
{
	return fabs(a - b) <= TOLERANCE;
}

static inline bool
well_formed(Reliability r)
{
	return r.lower >= 0.0 && r.lower <= r.upper && r.upper <= 1.0 &&
		(!r.exact || r.lower == r.upper) &&
		(r.rated || (r.exact && r.lower == 0.0));
}

/* Whether the result is right about a probability that is known */
static inline bool
agrees(Reliability r, double known)
{
	if (!well_formed(r) || r.rated != (known >= 0.0))
		return false;
	if (!r.rated)
		return true;
	if (r.exact)
		return close_to(r.lower, known);
	return !ALWAYS_EXACT && r.lower <= known + TOLERANCE && r.upper >= known - TOLERANCE;
}

#endif							/* CORROBORATE_DRAFT_H */
