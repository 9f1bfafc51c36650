/*-------------------------------------------------------------------------
 *
 * flow_test.c
 *		Units, graphs and disjoint chains against what counting by hand and
 *		by enumeration gives.
 *
 * Small testimonies are kept as tables of yes and no ("Rough") and judged
 * from these by the definitions (judge.h).  Larger graphs are compared with a
 * plain Ford-Fulkerson search on the split graph.
 * Nothing here is shared with the files tested except their headers.
 *
 * Memory: workspaces, and static tables for what the test itself counts.
 *
 *-------------------------------------------------------------------------
 */
#include <time.h>

#include "judge.h"
#include "tap.h"

#define RANDOM_SMALL 6000
#define RANDOM_MIDDLING 3000

static bool
random_percent(uint32 percent)
{
	return random_below(100) < percent;
}

static double
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/*
 * ---------------------------------------------------------------------
 * Random small testimonies
 * ---------------------------------------------------------------------
 * /
 */

static void
random_rough(Rough *rough)
{
	static const double ratings[] = {0, 0.1, 0.25, 0.5, 0.5, 0.8, 0.9, 1};
	uint32		joining = random_percent(50) ? random_below(12) : 0;
	uint32		citing = 5 + random_below(30);
	uint32		speaking = 15 + random_below(40);
	uint32		firsthand = random_below(35);

	memset(rough, 0, sizeof(*rough));
	rough->n = random_below(SMALL_MAX);
	for (uint32 i = 0; i < rough->n; i++)
	{
		rough->rating[i] = random_percent(40) ? UNRATED :
			ratings[random_below(lengthof(ratings))];
		for (uint32 j = 0; j < rough->n + LABELS; j++)
			rough->joins[i][j] = j != i && random_percent(joining);
		for (int side = 0; side < SIDES; side++)
		{
			uint8		says = 0;

			if (random_percent(speaking))
				says |= SAYS_SPEAKS;
			if (random_percent(firsthand))
				says |= SAYS_FIRSTHAND;
			if (random_percent(8))
				says |= SAYS_UNKNOWN;
			rough->says[side][i] = says;
			for (uint32 j = 0; j < rough->n; j++)
				rough->cites[side][i][j] = random_percent(citing);
		}
	}
}

static void
test_random_small(void)
{
	Failures	failures = {0};
	Rough		rough;

	for (uint32 i = 0; i < RANDOM_SMALL; i++)
	{
		Failures	before = failures;

		seed = i;
		random_rough(&rough);
		check_small(&rough, &failures);
		if (memcmp(&before, &failures, sizeof(failures)) != 0)
			printf("# wrong with seed %u\n", i);
	}
	tap_ok(failures.units == 0, "%d random testimonies: units", RANDOM_SMALL);
	tap_ok(failures.graph == 0, "marks, ratings, numbers and citations of units");
	tap_ok(failures.exists == 0, "whether a chain exists");
	tap_ok(failures.leads == 0, "from where a chain leads to an end");
	tap_ok(failures.count == 0, "as many chains as units in the smallest cut");
	tap_ok(failures.chains == 0, "chains are disjoint, real and complete");
	tap_ok(failures.cut == 0, "the cut is a smallest one, nearest the speakers");
}

/*
 * ---------------------------------------------------------------------
 * Hand-made values
 * ---------------------------------------------------------------------
 * /
 */

static uint32
find_name(const Rough *rough, const char *name)
{
	for (uint32 i = 0; i < rough->n; i++)
	{
		if (strcmp(rough->names[i], name) == 0)
			return i;
	}
	abort();
}

static void
cite(Rough *rough, const char *citing, const char *cited)
{
	rough->cites[SIDE_FOR][find_name(rough, citing)][find_name(rough, cited)] = true;
}

/*
 * {times<ap<spokesman, post<(ap,cop), blog<post, local<neighbour,
 * desk<(neighbour,nurse)}
 */
static void
test_worked_example(void)
{
	static const char *const names[] = {
		"ap", "blog", "cop", "desk", "local", "neighbour", "nurse", "post",
		"spokesman", "times"
	};
	static const char *const speaking[] = {
		"blog", "desk", "local", "post", "times"
	};
	WorkspaceBuffer buffer;
	Workspace	ws;
	Rough		rough = {0};
	Made		made;
	Graph		graph;
	Chains		chains;
	uint32		cut[SMALL_MAX];

	rough.n = lengthof(names);
	memcpy(rough.names, names, sizeof(names));
	for (uint32 i = 0; i < rough.n; i++)
		rough.rating[i] = UNRATED;
	for (uint32 i = 0; i < lengthof(speaking); i++)
		rough.says[SIDE_FOR][find_name(&rough, speaking[i])] = SAYS_SPEAKS;
	cite(&rough, "times", "ap");
	cite(&rough, "ap", "spokesman");
	cite(&rough, "post", "ap");
	cite(&rough, "post", "cop");
	cite(&rough, "blog", "post");
	cite(&rough, "local", "neighbour");
	cite(&rough, "desk", "neighbour");
	cite(&rough, "desk", "nurse");

	workspace_init(&ws, &buffer);
	make_testimony(&rough, &made);
	graph_of_side(&made.testimony, testimony_units(&made.testimony, &ws),
				  SIDE_FOR, &graph, &ws);
	tap_ok(flow_chains(&graph, UNIT_ORIGIN, &chains, &ws) == 4,
		   "worked example: four chains");
	flow_nearest_cut(&graph, UNIT_ORIGIN, &chains, cut, &ws);
	tap_ok(cut[0] == find_name(&rough, "desk") &&
		   cut[1] == find_name(&rough, "local") &&
		   cut[2] == find_name(&rough, "post") &&
		   cut[3] == find_name(&rough, "times"),
		   "worked example: it rests on desk, local, post and times");
	tap_ok(flow_chains(&graph, UNIT_FIRSTHAND, &chains, &ws) == 0 &&
		   !graph_chain_exists(&graph, UNIT_FIRSTHAND, &ws),
		   "worked example: nothing is first-hand");
	workspace_free(&ws);
}

/* A graph from pairs of citing and cited unit, in the order of the pairs */
static void
graph_from_pairs(Graph *graph, uint32 nunits, const uint8 *marks,
				 const uint32 (*pairs)[2], uint32 npairs, Workspace *ws)
{
	uint32	   *place = workspace_alloc_zero(ws, nunits + 1, sizeof(uint32));

	graph->nunits = nunits;
	graph->marks = workspace_alloc(ws, nunits, sizeof(uint8));
	memcpy(graph->marks, marks, nunits);
	graph->rating = NULL;
	graph->unit_of = NULL;
	graph->first = workspace_alloc_zero(ws, (Size) nunits + 1, sizeof(uint32));
	graph->cited = workspace_alloc(ws, npairs, sizeof(uint32));
	for (uint32 i = 0; i < npairs; i++)
		graph->first[pairs[i][0] + 1]++;
	for (uint32 u = 0; u < nunits; u++)
		graph->first[u + 1] += graph->first[u];
	memcpy(place, graph->first, nunits * sizeof(uint32));
	for (uint32 i = 0; i < npairs; i++)
		graph->cited[place[pairs[i][0]]++] = pairs[i][1];
}

static void
check_by_hand(const char *name, uint32 nunits, const uint8 *marks,
			  const uint32 (*pairs)[2], uint32 npairs, uint32 expected,
			  const uint32 *expected_cut)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Graph		graph;
	Chains		chains;
	uint32		cut[16];
	uint32		count;

	workspace_init(&ws, &buffer);
	graph_from_pairs(&graph, nunits, marks, pairs, npairs, &ws);
	count = flow_chains(&graph, UNIT_FIRSTHAND, &chains, &ws);
	tap_ok(count == expected &&
		   chains_valid(&graph, UNIT_FIRSTHAND, &chains, &ws),
		   "%s: %u chains", name, expected);
	flow_nearest_cut(&graph, UNIT_FIRSTHAND, &chains, cut, &ws);
	tap_ok(count == expected &&
		   memcmp(cut, expected_cut, count * sizeof(uint32)) == 0,
		   "%s: the cut", name);
	tap_ok(graph_chain_exists(&graph, UNIT_FIRSTHAND, &ws) == (expected > 0),
		   "%s: whether there is a chain", name);
	workspace_free(&ws);
}

static void
test_by_hand(void)
{
	enum
	{
		S = UNIT_SPEAKS,
		E = UNIT_FIRSTHAND,
		B = S | E				/* both */
	};
	static const uint8 none[1] = {0};
	static const uint32 no_pairs[1][2] = {{0, 0}};
	static const uint32 no_cut[1] = {0};

	/* 0 -> 1 <-> 2, 2 -> 1, 2 -> 3: a ring on the way */
	static const uint8 ring[] = {S, 0, 0, E};
	static const uint32 ring_pairs[][2] = {{0, 1}, {1, 2}, {2, 1}, {2, 3}};
	static const uint32 ring_cut[] = {0};

	/* two that speak cite each other and nobody else */
	static const uint8 two[] = {S, S};
	static const uint32 two_pairs[][2] = {{0, 1}, {1, 0}};

	/* nobody cites the only one that knows */
	static const uint8 apart[] = {S, 0, E};
	static const uint32 apart_pairs[][2] = {{0, 1}, {2, 1}};

	/* 0 first goes by 2 and 3 to 7; for 1, which has no other way than by 3,
	 * it must turn around at 2, and go by 5 to 6 */
	static const uint8 diamond[] = {S, S, 0, 0, 0, 0, E, E};
	static const uint32 diamond_pairs[][2] = {
		{0, 2}, {2, 3}, {3, 7}, {1, 4}, {4, 3}, {2, 5}, {5, 6}
	};
	static const uint32 diamond_cut[] = {0, 1};

	/* 0 takes the only end of 1 first */
	static const uint8 greedy[] = {S, S, E, E};
	static const uint32 greedy_pairs[][2] = {{0, 2}, {0, 3}, {1, 2}};
	static const uint32 greedy_cut[] = {0, 1};

	/* three speak through one, which cites two ends; 6 and 7 speak and end */
	static const uint8 narrow[] = {S, S, S, 0, E, E, B, B};
	static const uint32 narrow_pairs[][2] = {
		{0, 3}, {1, 3}, {2, 3}, {3, 4}, {3, 5}, {6, 7}, {7, 0}, {1, 0}
	};
	static const uint32 narrow_cut[] = {3, 6, 7};

	check_by_hand("nothing", 0, none, no_pairs, 0, 0, no_cut);
	check_by_hand("one silent unit", 1, none, no_pairs, 0, 0, no_cut);
	check_by_hand("ring", 4, ring, ring_pairs, lengthof(ring_pairs), 1, ring_cut);
	check_by_hand("each other", 2, two, two_pairs, 2, 0, no_cut);
	check_by_hand("apart", 3, apart, apart_pairs, 2, 0, no_cut);
	check_by_hand("diamond", 8, diamond, diamond_pairs,
				  lengthof(diamond_pairs), 2, diamond_cut);
	check_by_hand("first come", 4, greedy, greedy_pairs,
				  lengthof(greedy_pairs), 2, greedy_cut);
	check_by_hand("narrow pass", 8, narrow, narrow_pairs,
				  lengthof(narrow_pairs), 3, narrow_cut);
}

/*
 * ---------------------------------------------------------------------
 * Ford-Fulkerson on the split graph, for larger ones
 * ---------------------------------------------------------------------
 * /
 */

/*
 * Node 2u is unit u's in-side, 2u+1 its out-side; arcs come in twos, a
 * forward one and its reverse, whose capacity is what is left
 */
typedef struct Split
{
	uint32		nnodes;			/* the last two: source and sink */
	uint32		narcs;
	uint32	   *newest;			/* for each node, or NO_UNIT */
	uint32	   *older;			/* for each arc: the node's arc before it */
	uint32	   *to;
	uint32	   *capacity;
	uint32	   *seen;			/* the search that came by */
	uint32		search;
} Split;

static void
split_arc(Split *split, uint32 from, uint32 to, uint32 capacity)
{
	for (int back = 0; back < 2; back++)
	{
		uint32		arc = split->narcs++;

		split->older[arc] = split->newest[back ? to : from];
		split->newest[back ? to : from] = arc;
		split->to[arc] = back ? from : to;
		split->capacity[arc] = back ? 0 : capacity;
	}
}

static void
split_graph(Split *split, const Graph *graph, uint8 ends, Workspace *ws)
{
	Size		n = graph->nunits;
	Size		room = 2 * (3 * n + graph->first[n]);
	uint32		source = 2 * graph->nunits;

	memset(split, 0, sizeof(*split));
	split->nnodes = source + 2;
	split->newest = workspace_alloc(ws, split->nnodes, sizeof(uint32));
	memset(split->newest, 0xFF, split->nnodes * sizeof(uint32));
	split->older = workspace_alloc(ws, room, sizeof(uint32));
	split->to = workspace_alloc(ws, room, sizeof(uint32));
	split->capacity = workspace_alloc(ws, room, sizeof(uint32));
	split->seen = workspace_alloc_zero(ws, split->nnodes, sizeof(uint32));
	for (uint32 u = 0; u < n; u++)
	{
		split_arc(split, 2 * u, 2 * u + 1, 1);
		if (graph->marks[u] & UNIT_SPEAKS)
			split_arc(split, source, 2 * u, 1000000);
		if (graph->marks[u] & ends)
			split_arc(split, 2 * u + 1, source + 1, 1000000);
		for (uint32 i = graph->first[u]; i < graph->first[u + 1]; i++)
			split_arc(split, 2 * u + 1, 2 * graph->cited[i], 1000000);
	}
}

static bool
split_search(Split *split, uint32 node)
{
	if (node == split->nnodes - 1)
		return true;
	split->seen[node] = split->search;
	for (uint32 arc = split->newest[node]; arc != NO_UNIT; arc = split->older[arc])
	{
		if (split->capacity[arc] > 0 &&
			split->seen[split->to[arc]] != split->search &&
			split_search(split, split->to[arc]))
		{
			split->capacity[arc]--;
			split->capacity[arc ^ 1]++;
			return true;
		}
	}
	return false;
}

/*
 * Number of chains.  Whether the given cut is what the last search, which
 * failed, reached the in-side and not the out-side of.
 */
static uint32
split_chains(const Graph *graph, uint8 ends, const uint32 *cut, bool *nearest,
			 Workspace *ws)
{
	Split		split;
	uint32		count = 0;
	uint32		ncut = 0;

	split_graph(&split, graph, ends, ws);
	split.search = 1;
	while (split_search(&split, split.nnodes - 2))
	{
		count++;
		split.search++;
	}
	*nearest = true;
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		if (split.seen[2 * u] == split.search &&
			split.seen[2 * u + 1] != split.search &&
			(ncut >= count || cut[ncut++] != u))
			*nearest = false;
	}
	*nearest = *nearest && ncut == count;
	return count;
}

/* Adds citations of units in [from, from + width) by those in [by, by + n) */
static uint32
random_pairs(uint32 (*pairs)[2], uint32 npairs, uint32 more, uint32 by,
			 uint32 n, uint32 from, uint32 width)
{
	for (uint32 i = 0; i < more; i++)
	{
		uint32		citing = by + random_below(n);
		uint32		cited = from + random_below(width);

		if (citing == cited)
			continue;
		pairs[npairs][0] = citing;
		pairs[npairs++][1] = cited;
	}
	return npairs;
}

/* Chains, cut, and the comparison; the time goes to the TAP stream if named */
static bool
agrees_with_split(const char *name, const Graph *graph, uint8 ends,
				  Workspace *ws)
{
	Chains		chains;
	double		began = milliseconds();
	uint32		count = flow_chains(graph, ends, &chains, ws);
	double		counted = milliseconds();
	uint32	   *cut = workspace_alloc(ws, count, sizeof(uint32));
	bool		nearest;
	double		cut_began = milliseconds();

	flow_nearest_cut(graph, ends, &chains, cut, ws);
	if (name != NULL)
		printf("# %s: %u chains in %.2f ms, cut in %.2f ms\n", name, count,
			   counted - began, milliseconds() - cut_began);
	return chains_valid(graph, ends, &chains, ws) &&
		cut_valid(graph, ends, cut, count, ws) &&
		split_chains(graph, ends, cut, &nearest, ws) == count && nearest;
}

/* How many chains are left where a unit is taken out */
static uint32
count_without(uint32 unit, uint32 nunits, const uint8 *marks, const uint32 (*pairs)[2], uint32 npairs,
			  Workspace *ws)
{
	uint8	   *others = workspace_alloc(ws, nunits, sizeof(uint8));
	uint32		(*left)[2] = workspace_alloc(ws, npairs, sizeof(*left));
	uint32		nleft = 0;
	Graph		graph;

	memcpy(others, marks, nunits);
	others[unit] = 0;
	for (uint32 i = 0; i < npairs; i++)
		if (pairs[i][0] != unit && pairs[i][1] != unit)
			memcpy(left[nleft++], pairs[i], sizeof(*left));
	graph_from_pairs(&graph, nunits, others, (const uint32 (*)[2]) left, nleft, ws);
	return flow_count(&graph, UNIT_ORIGIN, ws);
}

/* A unit is in a smallest cut if there are fewer chains without it */
static void
test_units_in_cuts(void)
{
	static uint32 pairs[60][2];
	uint32		wrong = 0,
				nin = 0,
				nmore = 0;

	for (uint32 round = 0; round < 2000; round++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		Graph		graph;
		Chains		chains;
		uint8		marks[20];
		bool		in_cut[20] = {false};
		uint32		n,
					npairs,
					in = 0;

		seed = 2000000 + round;
		n = 2 + random_below(19);
		for (uint32 u = 0; u < n; u++)
			marks[u] = (random_percent(30) ? UNIT_SPEAKS : 0) | (random_percent(25) ? UNIT_PRESUMED : 0);
		npairs = random_pairs(pairs, 0, random_below(3 * n), 0, n, 0, n);
		workspace_init(&ws, &buffer);
		graph_from_pairs(&graph, n, marks, pairs, npairs, &ws);
		flow_chains(&graph, UNIT_ORIGIN, &chains, &ws);
		flow_units_in_cuts(&graph, UNIT_ORIGIN, &chains, in_cut, &ws);
		for (uint32 u = 0; u < n; u++)
		{
			in += in_cut[u];
			wrong += in_cut[u] != (count_without(u, n, marks, pairs, npairs, &ws) < chains.count);
		}
		nin += in > 0;
		nmore += in > chains.count;
		workspace_free(&ws);
	}
	tap_ok(wrong == 0 && nin > 1000 && nmore > 500,
		   "units in smallest cuts are those without which there are fewer chains: %u graphs, several cuts in %u", nin, nmore);
}

static void
test_random_middling(void)
{
	static uint32 pairs[400][2];
	uint32		wrong = 0;

	for (uint32 round = 0; round < RANDOM_MIDDLING; round++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		Graph		graph;
		uint8		marks[60];
		uint32		n,
					npairs,
					speaking,
					ending;

		seed = 1000000 + round;
		n = 2 + random_below(59);
		speaking = 5 + random_below(40);
		ending = 5 + random_below(40);
		for (uint32 u = 0; u < n; u++)
			marks[u] = (random_percent(speaking) ? UNIT_SPEAKS : 0) |
				(random_percent(ending) ? UNIT_PRESUMED : 0);
		npairs = random_pairs(pairs, 0, random_below(4 * n), 0, n, 0, n);
		/* often long ways: each unit cites the one after it */
		for (uint32 u = 0; u + 1 < n && round % 3 == 0; u++)
		{
			pairs[npairs][0] = u;
			pairs[npairs++][1] = u + 1;
		}
		workspace_init(&ws, &buffer);
		graph_from_pairs(&graph, n, marks, pairs, npairs, &ws);
		if (!agrees_with_split(NULL, &graph, UNIT_ORIGIN, &ws))
		{
			printf("# wrong in round %u\n", round);
			wrong++;
		}
		workspace_free(&ws);
	}
	tap_ok(wrong == 0, "%d random graphs of up to 60 units, as Ford-Fulkerson",
		   RANDOM_MIDDLING);
}

/*
 * ---------------------------------------------------------------------
 * Large values
 * ---------------------------------------------------------------------
 * /
 */

/* Layers of units, each of which cites the next one */
static void
test_layers(const char *name, uint32 speaking, uint32 between, uint32 ending,
			uint32 ncitations)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Graph		graph;
	uint32		n = speaking + between + ending;
	uint32		npairs;
	uint8	   *marks;
	uint32		(*pairs)[2];

	seed = n + speaking;
	workspace_init(&ws, &buffer);
	marks = workspace_alloc_zero(&ws, n, sizeof(uint8));
	pairs = workspace_alloc(&ws, ncitations, sizeof(*pairs));
	memset(marks, UNIT_SPEAKS, speaking);
	memset(marks + speaking + between, UNIT_PRESUMED, ending);
	npairs = random_pairs(pairs, 0, ncitations / 2, 0, speaking, speaking, between);
	npairs = random_pairs(pairs, npairs, ncitations / 2, speaking, between,
						  speaking + between, ending);
	graph_from_pairs(&graph, n, marks, pairs, npairs, &ws);
	tap_ok(agrees_with_split(name, &graph, UNIT_ORIGIN, &ws), "%s", name);
	workspace_free(&ws);
}

/* Many layers of the same width, each of which cites the next one */
static void
test_deep(const char *name, uint32 width, uint32 depth, uint32 ncitations)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Graph		graph;
	uint32		n = width * depth;
	uint32		npairs = 0;
	uint8	   *marks;
	uint32		(*pairs)[2];

	seed = n;
	workspace_init(&ws, &buffer);
	marks = workspace_alloc_zero(&ws, n, sizeof(uint8));
	pairs = workspace_alloc(&ws, ncitations, sizeof(*pairs));
	memset(marks, UNIT_SPEAKS, width);
	memset(marks + n - width, UNIT_FIRSTHAND, width);
	for (uint32 begin = 0; begin + width < n; begin += width)
		npairs = random_pairs(pairs, npairs, ncitations / depth, begin, width,
							  begin + width, width);
	graph_from_pairs(&graph, n, marks, pairs, npairs, &ws);
	tap_ok(agrees_with_split(name, &graph, UNIT_ORIGIN, &ws), "%s", name);
	workspace_free(&ws);
}

/* Citations of anyone by anyone */
static void
test_tangle(const char *name, uint32 n, uint32 ncitations, uint32 speaking,
			uint32 ending)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Graph		graph;
	uint32		npairs;
	uint8	   *marks;
	uint32		(*pairs)[2];

	seed = n;
	workspace_init(&ws, &buffer);
	marks = workspace_alloc_zero(&ws, n, sizeof(uint8));
	pairs = workspace_alloc(&ws, ncitations, sizeof(*pairs));
	for (uint32 u = 0; u < n; u++)
		marks[u] = (random_percent(speaking) ? UNIT_SPEAKS : 0) |
			(random_percent(ending) ? UNIT_PRESUMED : 0);
	npairs = random_pairs(pairs, 0, ncitations, 0, n, 0, n);
	graph_from_pairs(&graph, n, marks, pairs, npairs, &ws);
	tap_ok(agrees_with_split(name, &graph, UNIT_ORIGIN, &ws), "%s", name);
	workspace_free(&ws);
}

/*
 * Side by side, chains of 1, 2, 3 ... units between start and end; or, with
 * step 0, one chain as long as there are units
 */
static void
test_chains(const char *name, uint32 n, uint32 step)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Graph		graph;
	Chains		chains;
	uint32		npairs = 0;
	uint32		nchains = 0;
	uint32		length = step == 0 ? n : 3;
	double		began,
				ended;
	uint8	   *marks;
	uint32		(*pairs)[2];
	uint32	   *cut;
	bool		good;

	workspace_init(&ws, &buffer);
	marks = workspace_alloc_zero(&ws, n, sizeof(uint8));
	pairs = workspace_alloc(&ws, n, sizeof(*pairs));
	for (uint32 begin = 0; begin + length <= n; begin += length, length += step)
	{
		nchains++;
		marks[begin] = UNIT_SPEAKS;
		marks[begin + length - 1] = UNIT_FIRSTHAND;
		for (uint32 u = begin; u + 1 < begin + length; u++)
		{
			pairs[npairs][0] = u;
			pairs[npairs++][1] = u + 1;
		}
		if (step == 0)
			break;
	}
	graph_from_pairs(&graph, n, marks, pairs, npairs, &ws);
	began = milliseconds();
	good = flow_chains(&graph, UNIT_ORIGIN, &chains, &ws) == nchains;
	ended = milliseconds();
	printf("# %s: %u chains in %.2f ms\n", name, chains.count, ended - began);
	cut = workspace_alloc(&ws, chains.count, sizeof(uint32));
	flow_nearest_cut(&graph, UNIT_ORIGIN, &chains, cut, &ws);
	tap_ok(good && chains_valid(&graph, UNIT_ORIGIN, &chains, &ws) &&
		   memcmp(cut, chains.starts, nchains * sizeof(uint32)) == 0,
		   "%s: cut at their starts", name);
	workspace_free(&ws);
}

/* n sources that speak and know first-hand, in n / sharing units */
static void
test_many_sources(const char *name, uint32 n, uint32 sharing, bool in_a_row)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Testimony	testimony = {0};
	Graph		graph;
	Chains		chains;
	double		times[4];
	uint32		expected = sharing == 0 ? n : in_a_row ? 1 :
		(n + sharing - 1) / sharing;
	uint32	   *units;
	char	   *text;

	workspace_init(&ws, &buffer);
	testimony.nsources = n;
	testimony.sources = workspace_alloc_zero(&ws, n, sizeof(Source));
	testimony.affiliations = workspace_alloc(&ws, n, sizeof(Key));
	text = workspace_alloc(&ws, n, 64);
	for (uint32 i = 0; i < n; i++, text += 64)
	{
		Source	   *source = &testimony.sources[i];

		source->key.length = (uint32) sprintf(text, "source-%08u", i);
		source->key.data = text;
		source->rating = UNRATED;
		source->says[SIDE_FOR] = SAYS_SPEAKS | SAYS_FIRSTHAND;
		source->affiliations.first = testimony.naffiliations;
		if (sharing > 0)
		{
			/* in a row: each names the source after it */
			source->affiliations.count = 1;
			testimony.affiliations[testimony.naffiliations].data = text + 32;
			testimony.affiliations[testimony.naffiliations++].length = (uint32)
				(in_a_row ? sprintf(text + 32, "source-%08u", i + 1) :
				 sprintf(text + 32, "ministry-%08u", i / sharing));
		}
	}
	times[0] = milliseconds();
	units = testimony_units(&testimony, &ws);
	times[1] = milliseconds();
	graph_of_side(&testimony, units, SIDE_FOR, &graph, &ws);
	times[2] = milliseconds();
	flow_chains(&graph, UNIT_FIRSTHAND, &chains, &ws);
	times[3] = milliseconds();
	printf("# %s: units %.2f ms, graph %.2f ms, %u chains %.2f ms\n", name,
		   times[1] - times[0], times[2] - times[1], chains.count,
		   times[3] - times[2]);
	tap_ok(graph.nunits == expected && chains.count == expected,
		   "%s: %u units", name, expected);
	workspace_free(&ws);
}

int
main(void)
{
	test_worked_example();
	test_by_hand();
	test_random_small();
	test_units_in_cuts();
	test_random_middling();
	test_layers("three even layers, 10,000 units, 30,000 citations",
				3333, 3333, 3334, 30000);
	test_layers("three layers, 20% speak, 10,000 units, 30,000 citations",
				2000, 5000, 3000, 30000);
	test_layers("three layers, few between, 10,000 units, 30,000 citations",
				4000, 2000, 4000, 30000);
	test_deep("100 layers of 100 units, 20,000 citations", 100, 100, 20000);
	test_tangle("tangle of 10,000 units, 30,000 citations", 10000, 30000, 20, 20);
	test_tangle("sparse tangle of 10,000 units, 15,000 citations", 10000, 15000, 10, 10);
	test_chains("one chain of 100,000 units", 100000, 0);
	test_chains("chains of 3, 4, 5 ... units, 100,000 in all", 100000, 1);
	test_many_sources("100,000 sources that know first-hand", 100000, 0, false);
	test_many_sources("100,000 sources of 10 ministries", 100000, 10000, false);
	test_many_sources("100,000 sources of 50,000 ministries", 100000, 2, false);
	test_many_sources("100,000 sources, each of the next", 100000, 1, true);
	return tap_done();
}
