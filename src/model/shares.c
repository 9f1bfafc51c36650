/*-------------------------------------------------------------------------
 *
 * shares.c
 *		What each unit of one side contributes to its figures.
 *
 * Support R is a multilinear function of the ratings p, so a unit's Shapley
 * share is an integral along the diagonal (Owen, "Multilinear extensions of
 * games", Management Science 18, 1972):
 *
 *		share_v = integral from 0 to 1 of p_v dR/dp_v (t p) dt
 *
 * With n units the integrand is a polynomial in t of degree n-1, which Gauss's
 * rule of ceil(n/2) points integrates exactly.  At each point,
 *
 *		p_v dR/dp_v (t p) = (R(t p) - R(t p without v)) / t
 *
 * Units of which no chain leads from one to the other fail independently in
 * clusters: with Q the product of the other clusters' probabilities of failure,
 * the difference is Q times that of v's own cluster.  Most clusters are an end
 * and those that have it from there, where all these differences come from
 * running products; in the others each unit is left out in turn.
 *
 * The number of independent sources is the sum of that of each cluster, so
 * shares in it are found cluster by cluster; where a cluster's number is 1,
 * it is the same as its support with every rating 1.
 *
 * Memory: the workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/shares.h"

#include <float.h>
#include <math.h>

#include "base/groups.h"
#include "model/flow.h"
#include "model/reliability.h"
#include "model/reliability_parts.h"

/*
 * Steps that sharing may take, each about a nanosecond: the units and citations
 * of clusters times the units that are left out times the points
 */
#define SHARES_STEPS 200000000.0
#define REDUCING_STEPS 100.0

/* Where between 0 and 1 a point of Gauss's rule is tried for how long it takes */
#define MIDDLE 0.5

/*
 * A cluster that a sweep of at most that many states solves is planned once,
 * and swept for each point and unit.  A larger one is reduced each time.
 */
#define PLANNED_STATES 65536
#define PLANNED_UNITS 1000
#define PLAN_TRIALS 4
#define PLAN_PATIENCE 100000

/* A cluster: units connected by citations that chains use */
typedef struct Cluster
{
	Graph		graph;			/* rating: scratch */
	uint32	   *units;			/* of the whole graph, for each unit here */
	double	   *rating;			/* in the whole graph */
	uint32		end;			/* whom all others have it from; NO_UNIT: it
								 * is not of that form */
	Part		part;			/* else the graph once more, to be swept */
	const Plan *plan;			/* how; NULL where it is too large for that */
	Sweeper    *sweeper;
	double		support;		/* at the point that is being computed */
	double	   *without;		/* for each unit; UNRATED as in Shares */
} Cluster;

typedef struct Clusters
{
	uint32		count;
	uint32		nunits;			/* of all clusters */
	Cluster    *clusters;
} Clusters;

/*
 * A citation that a chain may use: no chain goes on from an end, nor through
 * somebody who speaks himself
 */
static inline bool
citation_counts(const Graph *graph, const bool *used, uint32 citing, uint32 cited)
{
	return used[citing] && used[cited] && (graph->marks[citing] & UNIT_ORIGIN) == 0 &&
		(graph->marks[cited] & UNIT_SPEAKS) == 0;
}

/* Citations that chains may use, to be walked one way or the other */
typedef struct Steps
{
	uint32	   *first;
	uint32	   *next;
} Steps;

static void
list_steps(const Graph *graph, const bool *used, bool from_speakers, Steps *steps,
		   Workspace *ws)
{
	uint32		n = graph->nunits;
	uint32	   *place = NULL;

	steps->first = workspace_alloc_zero(ws, (Size) n + 1, sizeof(uint32));
	steps->next = workspace_alloc(ws, graph->first[n], sizeof(uint32));
	for (int round = 0; round < 2; round++)
	{
		for (uint32 u = 0; u < n; u++)
		{
			for (uint32 i = graph->first[u]; i < graph->first[u + 1]; i++)
			{
				uint32		cited = graph->cited[i];
				uint32		from = from_speakers ? u : cited;

				if (!citation_counts(graph, used, u, cited))
					continue;
				if (place == NULL)
					steps->first[from + 1]++;
				else
					steps->next[place[from]++] = from_speakers ? cited : u;
			}
		}
		if (place == NULL)
			place = group_starts(steps->first, n, ws);
	}
}

/* Narrows used[] to the units that can be reached one way or the other */
static void
keep_reached(const Graph *graph, bool *used, bool from_speakers, Workspace *ws)
{
	uint32		n = graph->nunits;
	uint32	   *todo = workspace_alloc(ws, n, sizeof(uint32));
	bool	   *reached = workspace_alloc_zero(ws, n, sizeof(bool));
	uint8		starts = from_speakers ? UNIT_SPEAKS : UNIT_ORIGIN;
	uint32		ntodo = 0;
	Steps		steps;

	list_steps(graph, used, from_speakers, &steps, ws);
	for (uint32 u = 0; u < n; u++)
	{
		if (!used[u] || (graph->marks[u] & starts) == 0)
			continue;
		reached[u] = true;
		todo[ntodo++] = u;
	}
	while (ntodo > 0)
	{
		uint32		u = todo[--ntodo];

		for (uint32 i = steps.first[u]; i < steps.first[u + 1]; i++)
		{
			if (reached[steps.next[i]])
				continue;
			reached[steps.next[i]] = true;
			todo[ntodo++] = steps.next[i];
		}
	}
	memcpy(used, reached, n * sizeof(bool));
}

/* The units that chains use, of those rated at least that */
static bool *
used_units(const Graph *graph, double least, Workspace *ws)
{
	bool	   *used = workspace_alloc(ws, graph->nunits, sizeof(bool));

	for (uint32 u = 0; u < graph->nunits; u++)
		used[u] = graph->rating[u] >= least;
	keep_reached(graph, used, true, ws);
	keep_reached(graph, used, false, ws);
	return used;
}

static uint32
lowest_joined(uint32 *lower, uint32 u)
{
	while (lower[u] != u)
		u = lower[u] = lower[lower[u]];
	return u;
}

/* For each used unit the lowest one of its cluster; the others are alone */
static uint32 *
join_clusters(const Graph *graph, const bool *used, Workspace *ws)
{
	uint32	   *lower = workspace_alloc(ws, graph->nunits, sizeof(uint32));

	for (uint32 u = 0; u < graph->nunits; u++)
		lower[u] = u;
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		for (uint32 i = graph->first[u]; i < graph->first[u + 1]; i++)
		{
			uint32		a,
						b;

			if (!citation_counts(graph, used, u, graph->cited[i]))
				continue;
			a = lowest_joined(lower, u);
			b = lowest_joined(lower, graph->cited[i]);
			lower[Max(a, b)] = Min(a, b);
		}
	}
	for (uint32 u = 0; u < graph->nunits; u++)
		lower[u] = lowest_joined(lower, u);
	return lower;
}

/* The graph in both directions, with its ratings */
static void
part_of_graph(const Graph *graph, Part *part, Workspace *ws)
{
	uint32		n = graph->nunits;
	uint32	   *first = workspace_alloc_zero(ws, (Size) n + 1, sizeof(uint32));
	uint32	   *place;

	network_of_graph(graph, part, ws);
	part->first[TOWARDS_SPEAKERS] = first;
	part->next[TOWARDS_SPEAKERS] = workspace_alloc(ws, graph->first[n], sizeof(uint32));
	for (uint32 i = 0; i < graph->first[n]; i++)
		first[graph->cited[i] + 1]++;
	place = group_starts(first, n, ws);
	for (uint32 u = 0; u < n; u++)
		for (uint32 i = graph->first[u]; i < graph->first[u + 1]; i++)
			part->next[TOWARDS_SPEAKERS][place[graph->cited[i]]++] = u;
}

static void
plan_cluster(Cluster *cluster, Workspace *ws)
{
	uint64		patience = PLAN_PATIENCE;
	uint32		n = cluster->graph.nunits;

	if (cluster->end != NO_UNIT || n > PLANNED_UNITS)
		return;
	part_of_graph(&cluster->graph, &cluster->part, ws);
	cluster->plan = plan_part(planner_create(n, ws), &cluster->part, &patience, PLAN_TRIALS);
	if (cluster->plan->cost > PLANNED_STATES)
		cluster->plan = NULL;
	else
		cluster->sweeper = sweeper_create(n, ws);
}

/*
 * Returns the only end of a cluster, if each other unit cites it and nothing
 * else, so that nothing lies between; NO_UNIT otherwise.  Each of the others
 * is on a chain, and so cites at least one.
 */
static uint32
find_end(const Graph *small)
{
	uint32		end = NO_UNIT;

	for (uint32 i = 0; i < small->nunits; i++)
		if (small->marks[i] & UNIT_ORIGIN)
		{
			if (end != NO_UNIT)
				return NO_UNIT;
			end = i;
		}
	if (end == NO_UNIT || small->first[small->nunits] != small->nunits - 1)
		return NO_UNIT;
	for (uint32 c = 0; c < small->first[small->nunits]; c++)
		if (small->cited[c] != end)
			return NO_UNIT;
	return end;
}

/*
 * Fills a cluster of n units.  number[] has, for each unit of the graph, its
 * number in its cluster.
 */
static void
fill_cluster(const Graph *graph, const bool *used, const uint32 *number, uint32 *units,
			 uint32 n, Cluster *cluster, Workspace *ws)
{
	Graph	   *small = &cluster->graph;
	uint32		ncited = 0;

	memset(cluster, 0, sizeof(*cluster));
	cluster->units = units;
	cluster->rating = workspace_alloc(ws, n, sizeof(double));
	cluster->without = workspace_alloc(ws, n, sizeof(double));
	small->nunits = n;
	small->marks = workspace_alloc(ws, n, sizeof(uint8));
	small->rating = workspace_alloc(ws, n, sizeof(double)); /* scratch */
	small->first = workspace_alloc(ws, (Size) n + 1, sizeof(uint32));
	for (uint32 i = 0; i < n; i++)
		ncited += graph->first[units[i] + 1] - graph->first[units[i]];
	small->cited = workspace_alloc(ws, ncited, sizeof(uint32));
	ncited = 0;
	for (uint32 i = 0; i < n; i++)
	{
		uint32		u = units[i];

		small->marks[i] = graph->marks[u];
		small->first[i] = ncited;
		cluster->rating[i] = graph->rating[u];
		for (uint32 c = graph->first[u]; c < graph->first[u + 1]; c++)
			if (citation_counts(graph, used, u, graph->cited[c]))
				small->cited[ncited++] = number[graph->cited[c]];
	}
	small->first[n] = ncited;
	cluster->end = find_end(small);
	plan_cluster(cluster, ws);
}

static void
find_clusters(const Graph *graph, const bool *used, Clusters *clusters, Workspace *ws)
{
	uint32	   *lower = join_clusters(graph, used, ws);
	uint32	   *number = workspace_alloc(ws, graph->nunits, sizeof(uint32));
	Groups		groups;

	group_items(&groups, lower, graph->nunits, graph->nunits, ws);
	clusters->count = clusters->nunits = 0;
	clusters->clusters = workspace_alloc(ws, graph->nunits, sizeof(Cluster));
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		uint32	   *units = groups.items + groups.first[u];
		uint32		n = groups.first[u + 1] - groups.first[u];

		if (n == 0 || !used[u])
			continue;
		CHECK_FOR_INTERRUPTS();
		for (uint32 i = 0; i < n; i++)
			number[units[i]] = i;
		fill_cluster(graph, used, number, units, n,
					 &clusters->clusters[clusters->count++], ws);
		clusters->nunits += n;
	}
}

/* ---- a cluster's support, whole and without each of its units ---- */

/* An end with rating e, and others with ratings r: e (1 - product of 1-r) */
static void
support_at_one_end(Cluster *cluster, double t)
{
	uint32		n = cluster->graph.nunits;
	double		end = t * cluster->rating[cluster->end];
	double		speakers = 0.0; /* some other before this one is sound */

	if (n == 1)
	{
		cluster->support = end;
		cluster->without[0] = UNRATED;
		return;
	}
	for (uint32 i = 0; i < n; i++)
	{
		cluster->without[i] = speakers;
		if (i != cluster->end)
			speakers += (1.0 - speakers) * t * cluster->rating[i];
	}
	cluster->support = end * speakers;
	speakers = 0.0;				/* and after it */
	for (uint32 i = n; i-- > 0;)
	{
		double		others = cluster->without[i] + (1.0 - cluster->without[i]) * speakers;

		cluster->without[i] = i == cluster->end || n == 2 ? UNRATED : end * others;
		if (i != cluster->end)
			speakers += (1.0 - speakers) * t * cluster->rating[i];
	}
}

/* A cluster's support by the ratings in its graph; UNRATED if it has none */
static double
cluster_support(const Cluster *cluster, bool *exact)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Reliability result;
	uint64		visited = 0;

	if (cluster->plan != NULL)
	{
		double		support = sweep_part(cluster->sweeper, &cluster->part, cluster->plan,
										 VIEW_EXACT, SWEEP_MAX_WIDTH, &visited);

		return support > 0.0 ? support : UNRATED;
	}
	workspace_init(&ws, &buffer);
	graph_reliability(&cluster->graph, &result, &ws);
	workspace_free(&ws);
	*exact = *exact && result.exact;
	return result.rated ? result.lower : UNRATED;
}

/*
 * Sets support and without to what they are at t times the ratings.  Returns
 * false where one of them is only a bound.
 */
static bool
support_of_cluster(Cluster *cluster, double t)
{
	Graph	   *graph = &cluster->graph;
	bool		exact = true;

	if (cluster->end != NO_UNIT)
	{
		support_at_one_end(cluster, t);
		return true;
	}
	for (uint32 i = 0; i < graph->nunits; i++)
		graph->rating[i] = t * cluster->rating[i];
	cluster->support = Max(cluster_support(cluster, &exact), 0.0);
	for (uint32 i = 0; i < graph->nunits; i++)
	{
		CHECK_FOR_INTERRUPTS();
		graph->rating[i] = cluster->plan != NULL ? 0.0 : UNRATED;
		cluster->without[i] = cluster_support(cluster, &exact);
		graph->rating[i] = t * cluster->rating[i];
	}
	return exact;
}

/*
 * Steps of computing the support of a cluster without a plan at t times the
 * ratings.  What is left of it when it is reduced, and how hard that is, only
 * trying can tell.
 */
static double
measure_cluster(const Cluster *cluster, double t)
{
	const Graph *graph = &cluster->graph;
	WorkspaceBuffer buffer;
	Workspace	ws;
	Reliability result;

	for (uint32 i = 0; i < graph->nunits; i++)
		graph->rating[i] = t * cluster->rating[i];
	workspace_init(&ws, &buffer);
	graph_reliability(graph, &result, &ws);
	workspace_free(&ws);
	return (double) result.steps;
}

/*
 * Steps, as for SHARES_STEPS, of leaving out each unit; where they are too many,
 * how many is not measured
 */
static double
steps_of_cluster(const Cluster *cluster, double t)
{
	double		n = cluster->graph.nunits;
	double		least;

	if (cluster->end != NO_UNIT)
		return n;
	if (cluster->plan != NULL)
		return n * (double) cluster->plan->cost;

	/* reducing it takes at least that long, for each unit and citation */
	least = REDUCING_STEPS * (n + cluster->graph.first[cluster->graph.nunits]);
	if (n * least > SHARES_STEPS)
		return n * least;
	return n * Max(least, measure_cluster(cluster, t));
}

/* Likewise of all clusters; those after too many are not looked at */
static double
steps_of_clusters(const Clusters *clusters, double t)
{
	double		steps = 0.0;

	for (uint32 c = 0; c < clusters->count && steps <= SHARES_STEPS; c++)
		steps += steps_of_cluster(&clusters->clusters[c], t);
	return steps;
}

/* ---- Gauss's rule ---- */

/*
 * Gauss-Legendre points and weights on [0,1]: roots of the Legendre polynomial
 * of degree n by Newton's method from Tricomi's estimates, which suffice for
 * any n (Abramowitz & Stegun 25.4.29, 22.16.6)
 */
static void
gauss_rule(uint32 n, double *points, double *weights)
{
	for (uint32 i = 0; i < (n + 1) / 2; i++)
	{
		double		x = cos(3.14159265358979323846 * (i + 0.75) / (n + 0.5));
		double		slope = 1.0;

		CHECK_FOR_INTERRUPTS();
		for (int round = 0; round < 100; round++)
		{
			double		before = 1.0,
						here = x,
						step;

			for (uint32 k = 2; k <= n; k++)
			{
				double		next = ((2.0 * k - 1.0) * x * here - (k - 1.0) * before) / k;

				before = here;
				here = next;
			}
			slope = n * (x * here - before) / (x * x - 1.0);
			step = here / slope;
			x -= step;
			if (fabs(step) < 1e-15)
				break;
		}
		points[i] = (1.0 - x) / 2.0;
		points[n - 1 - i] = (1.0 + x) / 2.0;
		weights[i] = weights[n - 1 - i] = 1.0 / ((1.0 - x * x) * slope * slope);
	}
}

typedef struct GaussRule
{
	uint32		n;
	double	   *points;
	double	   *weights;
} GaussRule;

/* So many points are exact for what n units contribute */
static uint32
points_for_units(uint32 n)
{
	return n / 2 + n % 2;
}

static void
rule_for_units(GaussRule *rule, uint32 n, Workspace *ws)
{
	rule->n = points_for_units(n);
	rule->points = workspace_alloc(ws, rule->n, sizeof(double));
	rule->weights = workspace_alloc(ws, rule->n, sizeof(double));
	gauss_rule(rule->n, rule->points, rule->weights);
}

/* Adds what a cluster's units contribute at one point, times a factor */
static void
add_contributions(const Cluster *cluster, double factor, double *share)
{
	for (uint32 i = 0; i < cluster->graph.nunits; i++)
	{
		double		without = Max(cluster->without[i], 0.0);

		share[cluster->units[i]] += factor * (cluster->support - without);
	}
}

/* ---- support ---- */

/* For each cluster, the probability that all the others fail */
static double *
failure_of_others(const Clusters *clusters, double *others)
{
	double		failure = 1.0;

	for (uint32 c = 0; c < clusters->count; c++)
	{
		others[c] = failure;
		failure *= 1.0 - clusters->clusters[c].support;
	}
	failure = 1.0;
	for (uint32 c = clusters->count; c-- > 0;)
	{
		others[c] *= failure;
		failure *= 1.0 - clusters->clusters[c].support;
	}
	return others;
}

static bool
share_support(Clusters *clusters, double *share, Workspace *ws)
{
	double	   *others = workspace_alloc(ws, clusters->count, sizeof(double));
	double		steps = steps_of_clusters(clusters, MIDDLE);
	GaussRule	rule;

	if ((steps + clusters->nunits) * points_for_units(clusters->nunits) > SHARES_STEPS)
		return false;
	rule_for_units(&rule, clusters->nunits, ws);
	for (uint32 point = 0; point < rule.n; point++)
	{
		CHECK_FOR_INTERRUPTS();
		for (uint32 c = 0; c < clusters->count; c++)
			if (!support_of_cluster(&clusters->clusters[c], rule.points[point]))
				return false;
		failure_of_others(clusters, others);
		for (uint32 c = 0; c < clusters->count; c++)
			add_contributions(&clusters->clusters[c],
							  others[c] * rule.weights[point] / rule.points[point], share);
	}
	return true;
}

/*
 * Computes the support that is left without each unit.  It is 1 only if that
 * is certain: by the unit's own cluster without it, or by another cluster.
 */
static void
support_without(Clusters *clusters, double support, double *without, Workspace *ws)
{
	double	   *others = workspace_alloc(ws, clusters->count, sizeof(double));
	uint32		ncertain = 0;

	if (steps_of_clusters(clusters, 1.0) > SHARES_STEPS)
	{
		for (uint32 c = 0; c < clusters->count; c++)
			for (uint32 i = 0; i < clusters->clusters[c].graph.nunits; i++)
				without[clusters->clusters[c].units[i]] = UNRATED;
		return;
	}
	for (uint32 c = 0; c < clusters->count; c++)
	{
		(void) support_of_cluster(&clusters->clusters[c], 1.0);
		ncertain += clusters->clusters[c].support >= 1.0;
	}
	failure_of_others(clusters, others);
	for (uint32 c = 0; c < clusters->count; c++)
	{
		const Cluster *cluster = &clusters->clusters[c];

		for (uint32 i = 0; i < cluster->graph.nunits; i++)
		{
			double		left = Max(cluster->without[i], 0.0);
			bool		certain = left >= 1.0 || ncertain > (cluster->support >= 1.0);
			double	   *to = &without[cluster->units[i]];

			*to = Min(left + (1.0 - left) * (1.0 - others[c]), support);
			if (*to >= 1.0 && !certain)
				*to = 1.0 - DBL_EPSILON / 2;
			if (cluster->without[i] == UNRATED && clusters->count == 1)
				*to = UNRATED;
		}
	}
}

/* ---- the number of independent sources ---- */

/* Shares out the one end that a cluster has; false where it has more, or is too hard */
static bool
share_number(Cluster *cluster, double *counted, Workspace *ws)
{
	uint32		n = cluster->graph.nunits;
	GaussRule	rule;

	if (flow_count(&cluster->graph, UNIT_ORIGIN, ws) != 1)
		return false;
	for (uint32 i = 0; i < n; i++)
		cluster->rating[i] = 1.0;
	if (steps_of_cluster(cluster, MIDDLE) * points_for_units(n) > SHARES_STEPS)
		return false;
	rule_for_units(&rule, n, ws);
	for (uint32 i = 0; i < n; i++)
		counted[cluster->units[i]] = 0.0;
	for (uint32 point = 0; point < rule.n; point++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!support_of_cluster(cluster, rule.points[point]))
			return false;
		add_contributions(cluster, rule.weights[point] / rule.points[point], counted);
	}
	return true;
}

/*
 * Shares out the number of independent sources.  Chains that end only in
 * someone unknown count as one together, and are not shared.
 */
static void
share_numbers(const Graph *graph, double *counted, Workspace *ws)
{
	bool	   *used = used_units(graph, UNRATED, ws);
	Clusters	clusters;

	find_clusters(graph, used, &clusters, ws);
	for (uint32 u = 0; u < graph->nunits; u++)
		counted[u] = used[u] || clusters.count == 0 ? UNRATED : 0.0;
	for (uint32 c = 0; c < clusters.count; c++)
	{
		const Cluster *cluster = &clusters.clusters[c];

		if (share_number(&clusters.clusters[c], counted, ws))
			continue;
		for (uint32 i = 0; i < cluster->graph.nunits; i++)
			counted[cluster->units[i]] = UNRATED;
	}
}

/*
 * graph_shares
 *		Each unit's Shapley share in support and in the number of independent
 *		sources, and the support without it.
 *
 * Shares add up to support, and to the number, but for rounding (1e-12).
 */
void
graph_shares(const Graph *graph, Shares *shares, Workspace *ws)
{
	bool	   *used = used_units(graph, 0.0, ws);
	Clusters	clusters;
	Reliability support;

	shares->share = workspace_alloc_zero(ws, graph->nunits, sizeof(double));
	shares->without = workspace_alloc(ws, graph->nunits, sizeof(double));
	shares->counted = workspace_alloc(ws, graph->nunits, sizeof(double));
	share_numbers(graph, shares->counted, ws);

	graph_reliability(graph, &support, ws);
	shares->rated = support.rated;
	shares->known = false;
	for (uint32 u = 0; u < graph->nunits; u++)
		shares->without[u] = support.rated ? support.lower : UNRATED;
	if (!support.rated)
		return;
	find_clusters(graph, used, &clusters, ws);
	support_without(&clusters, support.lower, shares->without, ws);
	shares->known = support.exact && share_support(&clusters, shares->share, ws);
}
