/*-------------------------------------------------------------------------
 *
 * reliability_bench.c
 *		How long graph_reliability() takes: prints distributions of times.
 *
 * Build and run alone; see the Makefile.
 *
 *-------------------------------------------------------------------------
 */
#include "model/reliability.h"
#include "tap.h"

#include <time.h>

typedef enum Shape
{
	UNIFORM,					/* anybody cites anybody, circles included */
	ACYCLIC,
	BIPARTITE,					/* speakers cite the others */
	LAYERED						/* speakers cite some others, these the rest */
} Shape;

static const char *const shape_names[] = {"uniform", "acyclic", "bipartite", "three layers"};

static double
random_unit_interval(void)
{
	return (double) (tap_random(&seed) >> 11) / 9007199254740992.0;
}

/* One random citation of that shape; speakers are the first units */
static void
random_citation(Shape shape, uint32 nunits, uint32 nspeakers, uint32 pair[2])
{
	uint32		middle = nspeakers + (nunits - nspeakers) / 2;

	do
	{
		pair[0] = random_below(nunits);
		pair[1] = random_below(nunits);
		if (shape == ACYCLIC && pair[0] > pair[1])
		{
			uint32		swap = pair[0];

			pair[0] = pair[1];
			pair[1] = swap;
		}
		else if (shape == BIPARTITE)
		{
			pair[0] = random_below(nspeakers);
			pair[1] = nspeakers + random_below(nunits - nspeakers);
		}
		else if (shape == LAYERED)
		{
			pair[0] = random_below(middle);
			pair[1] = pair[0] < nspeakers ? nspeakers + random_below(middle - nspeakers) :
				middle + random_below(nunits - middle);
		}
	} while (pair[0] == pair[1]);
}

static int
compare_pairs(const void *a, const void *b)
{
	const uint32 *x = a;
	const uint32 *y = b;

	if (x[0] != y[0])
		return x[0] < y[0] ? -1 : 1;
	return (x[1] > y[1]) - (x[1] < y[1]);
}

static void
graph_of_pairs(uint32 nunits, uint32 nspeakers, uint32 (*pairs)[2], uint32 npairs,
			   Graph *graph)
{
	uint32		ncited = 0;

	graph->nunits = nunits;
	graph->marks = calloc(nunits, 1);
	graph->rating = calloc(nunits, sizeof(double));
	graph->first = calloc(nunits + 1, sizeof(uint32));
	graph->cited = calloc(npairs + 1, sizeof(uint32));
	if (npairs > 0)
		qsort(pairs, npairs, sizeof(pairs[0]), compare_pairs);
	for (uint32 i = 0; i < npairs; i++)
	{
		if (i > 0 && compare_pairs(pairs[i - 1], pairs[i]) == 0)
			continue;
		graph->cited[ncited++] = pairs[i][1];
		graph->first[pairs[i][0] + 1]++;
	}
	for (uint32 u = 0; u < nunits; u++)
	{
		graph->marks[u] = (u < nspeakers ? UNIT_SPEAKS : 0) |
			(graph->first[u + 1] == 0 ? UNIT_PRESUMED : 0);
		graph->rating[u] = 1.0 - random_unit_interval();
		graph->first[u + 1] += graph->first[u];
	}
}

static void
random_graph(Shape shape, uint32 nunits, uint32 nspeakers, uint32 ncitations,
			 Graph *graph)
{
	uint32		(*pairs)[2] = calloc(ncitations, sizeof(*pairs));

	for (uint32 i = 0; i < ncitations; i++)
		random_citation(shape, nunits, nspeakers, pairs[i]);
	graph_of_pairs(nunits, nspeakers, pairs, ncitations, graph);
	free(pairs);
}

static void
free_graph(Graph *graph)
{
	free(graph->marks);
	free(graph->rating);
	free(graph->first);
	free(graph->cited);
}

static double
measure(const Graph *graph, Reliability *result)
{
	struct timespec start,
				stop;
	WorkspaceBuffer buffer;
	Workspace	ws;

	clock_gettime(CLOCK_MONOTONIC, &start);
	workspace_init(&ws, &buffer);
	graph_reliability(graph, result, &ws);
	workspace_free(&ws);
	clock_gettime(CLOCK_MONOTONIC, &stop);
	return (double) (stop.tv_sec - start.tv_sec) * 1e6 +
		(double) (stop.tv_nsec - start.tv_nsec) / 1e3;
}

static int
compare_doubles(const void *a, const void *b)
{
	double		x = *(const double *) a;
	double		y = *(const double *) b;

	return (x > y) - (x < y);
}

static void
distribution(Shape shape, uint32 nunits, uint32 nspeakers, uint32 ncitations,
			 uint32 ngraphs)
{
	double	   *times = calloc(ngraphs, sizeof(double));
	double		gap = 0.0;
	uint32		nexact = 0;

	for (uint32 i = 0; i < ngraphs; i++)
	{
		Graph		graph;
		Reliability result;

		random_graph(shape, nunits, nspeakers, ncitations, &graph);
		times[i] = measure(&graph, &result);
		nexact += result.exact;
		if (result.upper - result.lower > gap)
			gap = result.upper - result.lower;
		free_graph(&graph);
	}
	qsort(times, ngraphs, sizeof(double), compare_doubles);
	printf("%u/%u/%u %-13s median %9.1f  p99 %9.1f  max %9.1f us  exact %u of %u, widest %.3g\n",
		   nunits, nspeakers, ncitations, shape_names[shape], times[ngraphs / 2],
		   times[ngraphs - 1 - ngraphs / 100], times[ngraphs - 1], nexact, ngraphs, gap);
	free(times);
}

/* 200 graphs side by side, each too hard for the whole budget */
static void
many_parts(Shape shape, Graph *graph)
{
	uint32		(*pairs)[2] = calloc(200 * 200, sizeof(*pairs));

	for (uint32 part = 0; part < 200; part++)
	{
		for (uint32 i = 0; i < 200; i++)
		{
			random_citation(shape, 100, 30, pairs[part * 200 + i]);
			pairs[part * 200 + i][0] += part * 100;
			pairs[part * 200 + i][1] += part * 100;
		}
	}
	graph_of_pairs(200 * 100, 0, pairs, 200 * 200, graph);
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		if (u % 100 < 30)
			graph->marks[u] |= UNIT_SPEAKS;
		graph->rating[u] *= 0.05;
	}
	free(pairs);
}

static void
large(const char *name, Graph *graph)
{
	Reliability result;
	double		time = measure(graph, &result);

	printf("%-40s %9.1f us  exact %d  [%.9g, %.9g]\n", name, time, result.exact,
		   result.lower, result.upper);
	free_graph(graph);
}

int
main(void)
{
	Graph		graph;
	uint32		(*pairs)[2];

	seed = 1;
	for (Shape shape = UNIFORM; shape <= LAYERED; shape++)
		distribution(shape, 30, 20, 40, 2500);
	for (Shape shape = UNIFORM; shape <= LAYERED; shape++)
		distribution(shape, 100, 30, 200, 100);

	random_graph(LAYERED, 10000, 4000, 30000, &graph);
	large("10,000 sources, 30,000 citations", &graph);

	random_graph(UNIFORM, 10000, 1000, 30000, &graph);
	large("10,000 sources, 30,000 in circles", &graph);
	random_graph(UNIFORM, 200, 30, 4000, &graph);
	for (uint32 i = 0; i < 30; i++)
		graph.marks[199 - i] |= UNIT_FIRSTHAND;
	large("200 sources, 4,000 in circles", &graph);
	many_parts(LAYERED, &graph);
	large("200 times 100/30/200, three layers", &graph);
	many_parts(UNIFORM, &graph);
	large("200 times 100/30/200, uniform", &graph);

	pairs = calloc(99999, sizeof(*pairs));
	for (uint32 i = 0; i < 99999; i++)
	{
		pairs[i][0] = i;
		pairs[i][1] = i + 1;
	}
	graph_of_pairs(100000, 1, pairs, 99999, &graph);
	large("chain of 100,000", &graph);
	free(pairs);

	graph_of_pairs(100000, 100000, NULL, 0, &graph);
	large("100,000 independent", &graph);
	return 0;
}
