/*-------------------------------------------------------------------------
 *
 * shares_test.c
 *		Tests of graph_shares() against Shapley's formula over all sets of units
 *		and against hand-computed values.
 *
 *-------------------------------------------------------------------------
 */
#include "random_drafts.h"

#include <float.h>

#include "model/shares.h"

#define UNITS_MAX 9

/* What a set of units amounts to by itself */
typedef double Worth[1 << UNITS_MAX];

/* Support where the units outside the set have failed, and their number */
static void
worth_of_sets(const Draft *draft, const uint8 *chains, Worth support, Worth number)
{
	for (uint32 set = 0; set < (uint32) 1 << draft->nunits; set++)
	{
		support[set] = 0.0;
		number[set] = chains[set];
		for (uint32 world = set;; world = (world - 1) & set)
		{
			double		p = chains[world] > 0 ? 1.0 : 0.0;

			for (uint32 u = 0; u < draft->nunits; u++)
			{
				double		sound = Max(draft->rating[u], 0.0);

				if (set >> u & 1)
					p *= world >> u & 1 ? sound : 1.0 - sound;
			}
			support[set] += p;
			if (world == 0)
				break;
		}
	}
}

/* What a unit adds to a set before it, weighted by how many orders have it so */
static double
shapley(const Worth worth, uint32 n, uint32 unit)
{
	double		share = 0.0;

	for (uint32 set = 0; set < (uint32) 1 << n; set++)
	{
		uint32		size = (uint32) __builtin_popcount(set);

		if (set >> unit & 1)
			continue;
		share += (worth[set | (uint32) 1 << unit] - worth[set]) *
			exp(lgamma(size + 1.0) + lgamma(n - size) - lgamma(n + 1.0));
	}
	return share;
}

static void
shares_of(Draft *draft, Shares *shares, Workspace *ws)
{
	Graph		graph;

	graph_of_draft(draft, &graph);
	graph_shares(&graph, shares, ws);
	free(graph.first);
	free(graph.cited);
}

/* Whether a rated chain is left in the set */
static bool
rated_without(const Draft *draft, const uint8 *chains, uint32 unit)
{
	uint32		rated = 0;

	for (uint32 u = 0; u < draft->nunits; u++)
		if (draft->rating[u] >= 0.0 && u != unit)
			rated |= (uint32) 1 << u;
	return chains[rated] > 0;
}

static bool
right_shares(const Draft *draft, const Shares *shares, const uint8 *chains,
			 uint32 *ncounted)
{
	static Worth support;
	static Worth number;
	uint32		n = draft->nunits;
	uint32		all = ((uint32) 1 << n) - 1;

	worth_of_sets(draft, chains, support, number);
	if (shares->rated != rated_without(draft, chains, NO_UNIT) ||
		shares->known != shares->rated)
		return false;
	for (uint32 u = 0; u < n; u++)
	{
		bool		rated = rated_without(draft, chains, u);

		if (shares->known && !close_to(shares->share[u], shapley(support, n, u)))
			return false;
		if ((shares->without[u] != UNRATED) != rated ||
			(rated && !close_to(shares->without[u], support[all & ~((uint32) 1 << u)])))
			return false;
		if (shares->counted[u] == UNRATED)
			continue;
		(*ncounted)++;
		if (!close_to(shares->counted[u], shapley(number, n, u)))
			return false;
	}
	return true;
}

static void
test_random(const char *name, uint32 nrounds, bool acyclic)
{
	uint8	   *chains = malloc((size_t) 1 << UNITS_MAX);
	uint32		wrong = 0;
	uint32		nrated = 0;
	uint32		ncounted = 0;

	for (uint32 i = 0; i < nrounds; i++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		Draft		draft;
		Shares		shares;
		uint32		n = 1 + random_below(UNITS_MAX - 3);

		workspace_init(&ws, &buffer);
		if (i % 2 == 0)
			random_draft(&draft, n, random_below(2 * n), acyclic, true);
		else
			random_hard_draft(&draft, 1 + n / 3, 1 + n / 3, 1 + n / 3,
							  1 + random_below(2 * n), !acyclic);
		count_in_worlds(&draft, chains);
		shares_of(&draft, &shares, &ws);
		nrated += shares.rated;
		if (!right_shares(&draft, &shares, chains, &ncounted) && wrong++ == 0)
			printf("# round %u\n", i);
		draft_free(&draft);
		workspace_free(&ws);
	}
	free(chains);
	tap_ok(wrong == 0 && nrated > nrounds / 4 && ncounted > nrounds,
		   "%s: %u of %u with support, shares in %u units' number", name, nrated, nrounds, ncounted);
}

static double
left_without(Draft *draft, uint32 unit)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Shares		shares;
	double		left;

	workspace_init(&ws, &buffer);
	shares_of(draft, &shares, &ws);
	left = shares.without[unit];
	workspace_free(&ws);
	return left;
}

/* One unit's share and what is left without it; the shares add up */
static void
check_share(Draft *draft, uint32 unit, double share, double without, const char *name)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Shares		shares;
	double		sum = 0.0;

	workspace_init(&ws, &buffer);
	shares_of(draft, &shares, &ws);
	for (uint32 u = 0; u < draft->nunits; u++)
		sum += shares.share[u];
	tap_ok(shares.known && close_to(shares.share[unit], share) &&
		   close_to(shares.without[unit], without) && close_to(sum, reliability_of(draft).lower),
		   "%s: %.6g of %.6g, %.6g without", name, shares.share[unit], sum, shares.without[unit]);
	draft_free(draft);
	workspace_free(&ws);
}

static void
test_values(void)
{
	Draft		draft;
	uint32		a,
				b;

	draft_init(&draft, 2);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.9);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, UNRATED);
	check_share(&draft, 1, 0.0, 0.9, "who is unrated carries nothing");

	/* 0.8 alone, 0.3 beside the other: the mean */
	draft_init(&draft, 2);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.8);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.5);
	check_share(&draft, 0, (0.8 + 0.4) / 2, 0.5, "two witnesses");

	draft_init(&draft, 2);
	a = add_unit(&draft, UNIT_SPEAKS, 0.8);
	b = add_unit(&draft, UNIT_FIRSTHAND, 0.5);
	add_citation(&draft, a, b);
	check_share(&draft, a, 0.2, UNRATED, "two that need each other have equal shares");

	draft_init(&draft, 2000);
	for (uint32 i = 0; i < 2000; i++)
		add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 0.001);
	check_share(&draft, 77, (1.0 - pow(0.999, 2000)) / 2000, 1.0 - pow(0.999, 1999), "2,000 alike");

	draft_init(&draft, 1001);
	a = add_unit(&draft, UNIT_PRESUMED, 0.5);
	for (uint32 i = 0; i < 1000; i++)
		add_citation(&draft, add_unit(&draft, UNIT_SPEAKS, 1.0), a);
	check_share(&draft, a, 0.5 * 1000 / 1001, UNRATED, "one whom 1,000 cite");

	draft_init(&draft, 60);
	for (uint32 i = 0; i < 60; i++)
		add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 0.9);
	check_share(&draft, 5, 1.0 / 60, 1.0 - DBL_EPSILON / 2, "nearly certain without it, not quite");

	/* the mean over t of (1 - 0.9 t)^60 */
	draft_init(&draft, 61);
	a = add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 1.0);
	for (uint32 i = 0; i < 60; i++)
		add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 0.9);
	tap_ok(left_without(&draft, a) < 1.0 && left_without(&draft, a + 1) == 1.0,
		   "certain no more without it, but without another");
	check_share(&draft, a, 1.0 / (0.9 * 61), 1.0 - DBL_EPSILON / 2, "certain by one source alone");
}

/* As many alike, or as many who cite the same two: too many to share out */
static void
test_many(void)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Draft		draft;
	Shares		shares;
	uint32		n = 16000;

	workspace_init(&ws, &buffer);
	draft_init(&draft, n);
	for (uint32 i = 0; i < n; i++)
		add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 0.001);
	shares_of(&draft, &shares, &ws);
	tap_ok(shares.rated && !shares.known && close_to(shares.without[77], 1.0 - pow(0.999, n - 1)),
		   "%u alike: no shares, but what is left without each", n);
	draft_free(&draft);

	n = 1500;
	draft_init(&draft, n + 2);
	add_unit(&draft, UNIT_PRESUMED, 0.5);
	add_unit(&draft, UNIT_PRESUMED, 0.5);
	for (uint32 i = 0; i < n; i++)
		for (uint32 end = 0, u = add_unit(&draft, UNIT_SPEAKS, 0.5); end < 2; end++)
			add_citation(&draft, u, end);
	shares_of(&draft, &shares, &ws);
	tap_ok(shares.rated && !shares.known && shares.without[0] == UNRATED && shares.without[n] == UNRATED,
		   "%u who cite the same two: neither", n);
	draft_free(&draft);
	workspace_free(&ws);
}

/* Too entangled for exact support: no shares, rather than wrong ones */
static void
test_tangle(void)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Draft		draft;
	Shares		shares;
	Reliability r;

	workspace_init(&ws, &buffer);
	random_hard_draft(&draft, 50, 60, 50, 600, true);
	r = reliability_of(&draft);
	shares_of(&draft, &shares, &ws);
	tap_ok(!r.exact && shares.rated && !shares.known, "where support is a bound nothing is shared");
	draft_free(&draft);

	/* certain, so exact, but a bound where all are rated lower */
	random_hard_draft(&draft, 20, 40, 1, 220, true);
	for (uint32 u = 0; u < draft.nunits; u++)
		draft.rating[u] = 0.5;
	r = reliability_of(&draft);
	for (uint32 u = 0; u < draft.nunits; u++)
		draft.rating[u] = 1.0;
	shares_of(&draft, &shares, &ws);
	tap_ok(!r.exact && reliability_of(&draft).exact && !shares.known && shares.counted[0] == UNRATED &&
		   shares.without[0] == 1.0 && shares.without[draft.nunits - 1] == UNRATED,
		   "nor where it is certain, and a bound on the way there");
	draft_free(&draft);
	workspace_free(&ws);
}

/* The harder support is to compute, the less is computed of what needs it many times; support is exact in all */
static void
test_effort(void)
{
	static const struct
	{
		uint32		citations;
		bool		shares;
		bool		without;
	}			tries[] = {{50, true, true}, {70, true, true}, {80, false, true}, {90, false, false}};

	for (size_t i = 0; i < lengthof(tries); i++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		Draft		draft;
		Shares		shares;
		Reliability r;

		workspace_init(&ws, &buffer);
		random_hard_draft(&draft, 18, 18, 6, tries[i].citations, true);
		r = reliability_of(&draft);
		shares_of(&draft, &shares, &ws);
		tap_ok(r.exact && shares.known == tries[i].shares && (shares.without[0] != UNRATED) == tries[i].without,
			   "support in %lu steps: %s", (unsigned long) r.steps,
			   shares.known ? "shares" : tries[i].without ? "what is left without each" : "neither");
		draft_free(&draft);
		workspace_free(&ws);
	}
}

int
main(void)
{
	test_values();
	test_many();
	test_tangle();
	test_effort();
	test_random("acyclic", 1000, true);
	test_random("circles", 1000, false);
	return tap_done();
}
