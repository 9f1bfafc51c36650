/*-------------------------------------------------------------------------
 *
 * judge.h
 *		Small testimonies as tables of yes and no, and what the definitions
 *		say of them.
 *
 * Units by joining labels until nothing changes, the count of chains by
 * trying every set of units as a cut.  Shares nothing with the files tested
 * but their headers.  For flow_test.c, which makes tables at random, and for
 * the fuzzer of graphs, which makes them of its input.
 *
 * Memory: the caller's, and workspaces.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_JUDGE_H
#define CORROBORATE_JUDGE_H

#include "model/flow.h"

/* Sources of a small testimony */
#ifndef SMALL_MAX
#define SMALL_MAX 10
#endif
#define LABELS 3				/* affiliations that are nobody's key */

/*
 * ---------------------------------------------------------------------
 * Small testimonies as tables
 * ---------------------------------------------------------------------
 * /
 */

/* Names 0 .. n-1 are sources, n .. n+LABELS-1 are mere affiliations */
typedef struct Rough
{
	uint32		n;
	const char *names[SMALL_MAX];	/* ascending; NULL: made up */
	double		rating[SMALL_MAX];
	uint8		says[SIDES][SMALL_MAX];
	bool		cites[SIDES][SMALL_MAX][SMALL_MAX];
	bool		joins[SMALL_MAX][SMALL_MAX + LABELS];
} Rough;

/* The same as a Testimony, with room for its arrays */
typedef struct Made
{
	Testimony	testimony;
	Source		sources[SMALL_MAX];
	Key			affiliations[SMALL_MAX * (SMALL_MAX + LABELS)];
	uint32		citations[SIDES * SMALL_MAX * SMALL_MAX];
} Made;

static Key
rough_name(const Rough *rough, uint32 name)
{
	static const char *const made_up[] = {
		"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "sa", "sb"
	};
	static const char *const labels[LABELS] = {
		"ministry", "paper with a name longer than sixteen bytes", "zoo"
	};
	Key			key;

	StaticAssertDecl(SMALL_MAX <= lengthof(made_up), "each source has a name");
	key.data = name >= rough->n ? labels[name - rough->n] :
		rough->names[name] != NULL ? rough->names[name] : made_up[name];
	key.length = (uint32) strlen(key.data);
	return key;
}

static void
make_testimony(const Rough *rough, Made *made)
{
	Testimony  *testimony = &made->testimony;
	uint32		n = rough->n;

	memset(made, 0, sizeof(*made));
	testimony->nsources = n;
	testimony->sources = made->sources;
	testimony->affiliations = made->affiliations;
	testimony->citations = made->citations;
	for (uint32 i = 0; i < n; i++)
	{
		Source	   *source = &made->sources[i];

		source->key = rough_name(rough, i);
		source->rating = rough->rating[i];
		source->affiliations.first = testimony->naffiliations;
		for (uint32 j = 0; j < n + LABELS; j++)
		{
			if (rough->joins[i][j])
				made->affiliations[testimony->naffiliations++] = rough_name(rough, j);
		}
		source->affiliations.count = testimony->naffiliations - source->affiliations.first;
		for (int side = 0; side < SIDES; side++)
		{
			source->says[side] = rough->says[side][i];
			source->cites[side].first = testimony->ncitations;
			for (uint32 j = 0; j < n; j++)
			{
				if (rough->cites[side][i][j])
					made->citations[testimony->ncitations++] = j;
			}
			source->cites[side].count = testimony->ncitations - source->cites[side].first;
		}
	}
}

/*
 * ---------------------------------------------------------------------
 * Judging them by the definitions
 * ---------------------------------------------------------------------
 * /
 */

/* Units are known by their lowest source, sets of them are bits */
typedef struct Judged
{
	uint32		unit[SMALL_MAX + LABELS];
	uint32		units;			/* mentioned ones */
	uint32		lowest_mentioned[SMALL_MAX];	/* source, for each unit */
	bool		mentioned[SMALL_MAX];
	uint8		marks[SMALL_MAX];
	double		rating[SMALL_MAX];
	uint32		cites[SMALL_MAX];
} Judged;

static void
judge_units(const Rough *rough, Judged *judged)
{
	bool		changed = true;

	for (uint32 i = 0; i < rough->n + LABELS; i++)
		judged->unit[i] = i;
	while (changed)
	{
		changed = false;
		for (uint32 i = 0; i < rough->n; i++)
		{
			for (uint32 j = 0; j < rough->n + LABELS; j++)
			{
				uint32		lower = Min(judged->unit[i], judged->unit[j]);

				if (rough->joins[i][j] && judged->unit[i] != judged->unit[j])
				{
					judged->unit[i] = judged->unit[j] = lower;
					changed = true;
				}
			}
		}
	}
}

static void
judge_mentioned(const Rough *rough, Side side, Judged *judged)
{
	bool		changed = true;

	for (uint32 i = 0; i < rough->n; i++)
		judged->mentioned[i] = rough->rating[i] != 0 &&
			(rough->says[side][i] & SAYS_SPEAKS);
	while (changed)
	{
		changed = false;
		for (uint32 i = 0; i < rough->n; i++)
		{
			for (uint32 j = 0; j < rough->n; j++)
			{
				if (judged->mentioned[i] && rough->cites[side][i][j] &&
					rough->rating[j] != 0 && !judged->mentioned[j])
					judged->mentioned[j] = changed = true;
			}
		}
	}
}

static void
judge(const Rough *rough, Side side, Judged *judged)
{
	memset(judged, 0, sizeof(*judged));
	judge_units(rough, judged);
	judge_mentioned(rough, side, judged);
	for (uint32 i = rough->n; i-- > 0;)
	{
		uint32		unit = judged->unit[i];
		uint8		says = rough->says[side][i];
		bool		stated = (says & (SAYS_FIRSTHAND | SAYS_UNKNOWN)) != 0;

		if (!judged->mentioned[i])
			continue;
		if (!(judged->units & 1U << unit))
			judged->rating[unit] = UNRATED;
		judged->units |= 1U << unit;
		judged->lowest_mentioned[unit] = i;
		judged->rating[unit] = Max(judged->rating[unit], rough->rating[i]);
		for (uint32 j = 0; j < rough->n; j++)
		{
			if (!rough->cites[side][i][j])
				continue;
			stated = true;
			if (judged->mentioned[j] && judged->unit[j] != unit)
				judged->cites[unit] |= 1U << judged->unit[j];
		}
		judged->marks[unit] |=
			(says & SAYS_SPEAKS ? UNIT_SPEAKS : 0) |
			(says & SAYS_FIRSTHAND ? UNIT_FIRSTHAND : 0) |
			(says & SAYS_UNKNOWN ? UNIT_UNKNOWN : 0) |
			(stated ? 0 : UNIT_PRESUMED);
	}
}

/* The units reached from speaking ones without those that are gone */
static uint32
judged_reach(const Judged *judged, uint32 gone)
{
	uint32		reached = 0;
	uint32		before;

	for (uint32 u = 0; u < SMALL_MAX; u++)
	{
		if ((judged->marks[u] & UNIT_SPEAKS) && !(gone & 1U << u))
			reached |= 1U << u;
	}
	do
	{
		before = reached;
		for (uint32 u = 0; u < SMALL_MAX; u++)
		{
			if (reached & 1U << u)
				reached |= judged->cites[u] & ~gone;
		}
	} while (reached != before);
	return reached;
}

static uint32
judged_ends(const Judged *judged, uint8 ends)
{
	uint32		set = 0;

	for (uint32 u = 0; u < SMALL_MAX; u++)
	{
		if (judged->marks[u] & ends)
			set |= 1U << u;
	}
	return set;
}

static uint32
size_of_set(uint32 set)
{
	return (uint32) __builtin_popcount(set);
}

/*
 * The size of the smallest cut; whether the given one, of that size, is a
 * cut and reaches no unit that any other smallest cut does not reach
 */
static uint32
judged_cut(const Judged *judged, uint8 ends, uint32 given, bool *nearest)
{
	uint32		end_set = judged_ends(judged, ends);
	uint32		given_reach = judged_reach(judged, given);
	uint32		smallest = SMALL_MAX + 1;

	/* only sets of mentioned units, which this goes through */
	for (uint32 set = judged->units;; set = (set - 1) & judged->units)
	{
		if (size_of_set(set) < smallest && !(judged_reach(judged, set) & end_set))
			smallest = size_of_set(set);
		if (set == 0)
			break;
	}

	*nearest = (given & ~judged->units) == 0 && !(given_reach & end_set) &&
		size_of_set(given) == smallest;
	for (uint32 set = judged->units;; set = (set - 1) & judged->units)
	{
		if (size_of_set(set) == smallest)
		{
			uint32		reach = judged_reach(judged, set);

			if (!(reach & end_set) && (given_reach & ~reach))
				*nearest = false;
		}
		if (set == 0)
			break;
	}
	return smallest;
}

/*
 * ---------------------------------------------------------------------
 * What holds for every graph and every set of chains
 * ---------------------------------------------------------------------
 * /
 */

static bool
graph_cites(const Graph *graph, uint32 unit, uint32 cited)
{
	for (uint32 i = graph->first[unit]; i < graph->first[unit + 1]; i++)
	{
		if (graph->cited[i] == cited)
			return true;
	}
	return false;
}

static bool
chains_valid(const Graph *graph, uint8 ends, const Chains *chains,
			 Workspace *ws)
{
	bool	   *taken = workspace_alloc_zero(ws, graph->nunits, sizeof(bool));

	for (uint32 c = 0; c < chains->count; c++)
	{
		uint32		unit = chains->starts[c];

		if (unit >= graph->nunits || !(graph->marks[unit] & UNIT_SPEAKS) ||
			(c > 0 && chains->starts[c - 1] >= unit))
			return false;
		for (;;)
		{
			uint32		next = chains->next[unit];

			if (taken[unit])
				return false;
			taken[unit] = true;
			if (next == NO_UNIT)
				break;
			if (next >= graph->nunits || !graph_cites(graph, unit, next))
				return false;
			unit = next;
		}
		if (!(graph->marks[unit] & ends))
			return false;
	}
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		if (!taken[u] && chains->next[u] != NO_UNIT)
			return false;
	}
	return true;
}

/* Ascending, and without it no chain is left */
static bool
cut_valid(const Graph *graph, uint8 ends, const uint32 *cut, uint32 ncut,
		  Workspace *ws)
{
	bool	   *seen = workspace_alloc_zero(ws, graph->nunits, sizeof(bool));
	uint32	   *todo = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	uint32		ntodo = 0;

	for (uint32 i = 0; i < ncut; i++)
	{
		if (cut[i] >= graph->nunits || (i > 0 && cut[i - 1] >= cut[i]))
			return false;
		seen[cut[i]] = true;
	}
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		if (!seen[u] && (graph->marks[u] & UNIT_SPEAKS))
		{
			seen[u] = true;
			todo[ntodo++] = u;
		}
	}
	while (ntodo > 0)
	{
		uint32		unit = todo[--ntodo];

		if (graph->marks[unit] & ends)
			return false;
		for (uint32 i = graph->first[unit]; i < graph->first[unit + 1]; i++)
		{
			if (!seen[graph->cited[i]])
			{
				seen[graph->cited[i]] = true;
				todo[ntodo++] = graph->cited[i];
			}
		}
	}
	return true;
}

/*
 * ---------------------------------------------------------------------
 * What the files tested say, beside what the definitions say
 * ---------------------------------------------------------------------
 * /
 */

/* How many failed, of each kind of check */
typedef struct Failures
{
	uint32		units;
	uint32		graph;
	uint32		exists;
	uint32		leads;
	uint32		count;
	uint32		chains;
	uint32		cut;
} Failures;

/* Whether the graph says what the definitions say; its units as bits */
static bool
graph_as_judged(const Rough *rough, const Judged *judged, const Graph *graph)
{
	uint32		met = 0;
	uint32		nmet = 0;

	if (graph->nunits != size_of_set(judged->units) || graph->first[0] != 0)
		return false;
	for (uint32 i = 0; i < rough->n; i++)
	{
		uint32		root = judged->unit[i];
		uint32		unit = graph->unit_of[i];
		uint32		cited = 0;

		if (!judged->mentioned[i])
		{
			if (unit != NO_UNIT)
				return false;
			continue;
		}
		if (!(met & 1U << root) && unit != nmet++)
			return false;		/* not numbered in order */
		met |= 1U << root;
		if (unit != graph->unit_of[judged->lowest_mentioned[root]] ||
			graph->marks[unit] != judged->marks[root] ||
			graph->rating[unit] != judged->rating[root])
			return false;
		for (uint32 j = 0; j < rough->n; j++)
		{
			if (judged->mentioned[j] &&
				graph_cites(graph, unit, graph->unit_of[j]))
				cited |= 1U << judged->unit[j];
		}
		/* the number shows that there are no repeats */
		if (cited != judged->cites[root] || size_of_set(cited) !=
			graph->first[unit + 1] - graph->first[unit])
			return false;
	}
	return true;
}

/* The cut's units as bits of their lowest sources */
static uint32
cut_as_set(const Rough *rough, const Judged *judged, const Graph *graph,
		   const uint32 *cut, uint32 ncut)
{
	uint32		set = 0;

	for (uint32 c = 0; c < ncut; c++)
	{
		for (uint32 i = 0; i < rough->n; i++)
		{
			if (graph->unit_of[i] == cut[c])
				set |= 1U << judged->unit[i];
		}
	}
	return set;
}

/* From which units a chain leads to one of ends: as long as there are more, units that cite these */
static bool
leads_valid(const Rough *rough, const Judged *judged, const Graph *graph,
			uint8 ends, Workspace *ws)
{
	const bool *leads = graph_leads(graph, ends, ws);
	uint32		leading = judged_ends(judged, ends);
	uint32		before;

	do
	{
		before = leading;
		for (uint32 u = 0; u < SMALL_MAX; u++)
		{
			if (judged->cites[u] & leading)
				leading |= 1U << u;
		}
	} while (leading != before);
	for (uint32 i = 0; i < rough->n; i++)
	{
		uint32		unit = graph->unit_of[i];

		if (unit != NO_UNIT &&
			leads[unit] != ((leading >> judged->unit[i] & 1) != 0))
			return false;
	}
	return true;
}

static void
check_ends(const Rough *rough, const Judged *judged, const Graph *graph,
		   uint8 ends, Failures *failures, Workspace *ws)
{
	Chains		chains;
	uint32		count = flow_chains(graph, ends, &chains, ws);
	uint32	   *cut = workspace_alloc(ws, count, sizeof(uint32));
	bool		exists = (judged_reach(judged, 0) & judged_ends(judged, ends)) != 0;
	bool		nearest;
	uint32		set;

	failures->exists += graph_chain_exists(graph, ends, ws) != exists;
	failures->leads += !leads_valid(rough, judged, graph, ends, ws);
	failures->chains += count != chains.count ||
		!chains_valid(graph, ends, &chains, ws);
	flow_nearest_cut(graph, ends, &chains, cut, ws);
	set = cut_as_set(rough, judged, graph, cut, count);
	failures->count += judged_cut(judged, ends, set, &nearest) != count ||
		flow_count(graph, ends, ws) != count;
	failures->cut += !nearest || !cut_valid(graph, ends, cut, count, ws);
}

static void
check_small(const Rough *rough, Failures *failures)
{
	static const uint8 ends[] = {
		UNIT_FIRSTHAND, UNIT_ORIGIN, UNIT_UNKNOWN, UNIT_ORIGIN | UNIT_UNKNOWN
	};
	WorkspaceBuffer buffer;
	Workspace	ws;
	Made		made;
	uint32	   *units;

	workspace_init(&ws, &buffer);
	make_testimony(rough, &made);
	units = testimony_units(&made.testimony, &ws);
	for (int side = 0; side < SIDES; side++)
	{
		Judged		judged;
		Graph		graph;

		judge(rough, side, &judged);
		for (uint32 i = 0; i < rough->n; i++)
			failures->units += units[i] != judged.unit[i];
		graph_of_side(&made.testimony, units, side, &graph, &ws);
		if (!graph_as_judged(rough, &judged, &graph))
		{
			failures->graph++;
			continue;
		}
		for (uint32 e = 0; e < lengthof(ends); e++)
			check_ends(rough, &judged, &graph, ends[e], failures, &ws);
	}
	workspace_free(&ws);
}

#endif							/* CORROBORATE_JUDGE_H */
