/*-------------------------------------------------------------------------
 *
 * complete_link_test.c
 *		Tests of complete_link.c.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/complete_link.h"

#include "tap.h"

#define SOURCES 12

static void
test_chain(void)
{
	static const Dependence pairs[] = {
		{.source = 1, .other = 2, .strength = 0.99},
		{.source = 0, .other = 1, .strength = 0.9},
		{.source = 3, .other = 4, .strength = 0.8},
		{.source = 0, .other = 3, .strength = 0.7},
		{.source = 0, .other = 4, .strength = 0.6}};
	static const uint32 expected[] = {0, 1, 1, 0, 0};
	WorkspaceBuffer buffer;
	Workspace	ws;
	uint32		group_of[5];
	bool		joins[5];

	workspace_init(&ws, &buffer);
	complete_link(pairs, 5, 5, group_of, joins, &ws);
	tap_ok(memcmp(group_of, expected, sizeof(expected)) == 0, "what is like B is not one with what B is like");
	tap_ok(joins[0] && !joins[1] && joins[2] && joins[3] && !joins[4], "groups are joined by their lowest numbers");
	complete_link(pairs, 0, 5, group_of, joins, &ws);
	tap_ok(group_of[0] == 0 && group_of[4] == 4, "no pairs");
	workspace_free(&ws);
}

/*
 * Twins, and one of each that is like one of each other: hundreds of links, of
 * which that of the first two pairs of twins alone becomes complete
 */
static void
test_many(void)
{
	enum
	{
		TWINS = 60
	};
	Dependence	pairs[TWINS + TWINS * TWINS + 3];
	bool		joins[lengthof(pairs)];
	uint32		group_of[2 * TWINS];
	Size		npairs = 0,
				njoins = 0;
	uint32		wrong = 0;
	WorkspaceBuffer buffer;
	Workspace	ws;

	for (uint32 i = 0; i < TWINS; i++)
		pairs[npairs++] = (Dependence) {.source = 2 * i, .other = 2 * i + 1, .strength = 0.9};
	for (uint32 i = 0; i < TWINS; i++)
		for (uint32 j = i + 1; j < TWINS; j++)
			pairs[npairs++] = (Dependence) {.source = 2 * i, .other = 2 * j, .strength = 0.8};
	pairs[npairs++] = (Dependence) {.source = 0, .other = 3, .strength = 0.7};
	pairs[npairs++] = (Dependence) {.source = 1, .other = 2, .strength = 0.7};
	pairs[npairs++] = (Dependence) {.source = 1, .other = 3, .strength = 0.7};
	workspace_init(&ws, &buffer);
	complete_link(pairs, npairs, 2 * TWINS, group_of, joins, &ws);
	workspace_free(&ws);
	for (uint32 i = 0; i < 2 * TWINS; i++)
		wrong += group_of[i] != (i < 4 ? 0 : i / 2 * 2);
	for (Size i = 0; i < npairs; i++)
		njoins += joins[i];
	tap_ok(wrong == 0 && njoins == TWINS + 1 && joins[TWINS],
		   "%zu pairs: each twice two are one, and four of them", (size_t) npairs);
}

/* The weakest dependence between two groups; 0 if some is missing */
static double
between(double strengths[SOURCES][SOURCES], const uint32 *group_of, uint32 a, uint32 b)
{
	double		weakest = 1;

	for (uint32 i = 0; i < SOURCES; i++)
		for (uint32 j = 0; j < SOURCES; j++)
			if (group_of[i] == a && group_of[j] == b)
				weakest = Min(weakest, strengths[i][j]);
	return weakest;
}

/* Joins the two groups that are strongest by their weakest, over and over */
static void
join_by_hand(double strengths[SOURCES][SOURCES], uint32 *group_of)
{
	double		best;

	for (uint32 i = 0; i < SOURCES; i++)
		group_of[i] = i;
	do
	{
		uint32		low = 0,
					high = 0;

		best = 0;
		for (uint32 a = 0; a < SOURCES; a++)
			for (uint32 b = a + 1; b < SOURCES; b++)
				if (group_of[a] == a && group_of[b] == b && between(strengths, group_of, a, b) > best)
				{
					best = between(strengths, group_of, a, b);
					low = a;
					high = b;
				}
		for (uint32 i = 0; i < SOURCES && best > 0; i++)
			if (group_of[i] == high)
				group_of[i] = low;
	} while (best > 0);
}

static int
compare_strengths(const void *a, const void *b)
{
	double		x = ((const Dependence *) a)->strength,
				y = ((const Dependence *) b)->strength;

	return (x < y) - (x > y);
}

static void
test_random(void)
{
	unsigned long long state = 18;
	int			wrong = 0,
				joined = 0;

	for (int round = 0; round < 2000; round++)
	{
		double		strengths[SOURCES][SOURCES] = {{0}};
		Dependence	pairs[SOURCES * SOURCES];
		bool		joins[SOURCES * SOURCES];
		uint32		group_of[SOURCES],
					by_hand[SOURCES];
		Size		npairs = 0,
					njoins = 0,
					groups = 0;
		uint32		rarity = 1 + tap_random(&state) % 4;
		WorkspaceBuffer buffer;
		Workspace	ws;

		for (uint32 i = 0; i < SOURCES; i++)
			for (uint32 j = i + 1; j < SOURCES; j++)
				if (tap_random(&state) % rarity == 0)
				{
					strengths[i][j] = strengths[j][i] = (1 + tap_random(&state) % 1000000) / 1e6;
					pairs[npairs++] = (Dependence) {.source = i, .other = j, .strength = strengths[i][j]};
				}
		qsort(pairs, npairs, sizeof(Dependence), compare_strengths);
		workspace_init(&ws, &buffer);
		complete_link(pairs, npairs, SOURCES, group_of, joins, &ws);
		workspace_free(&ws);
		join_by_hand(strengths, by_hand);
		for (uint32 i = 0; i < SOURCES; i++)
			groups += group_of[i] == i;
		for (Size i = 0; i < npairs; i++)
			njoins += joins[i];
		wrong += memcmp(group_of, by_hand, sizeof(by_hand)) != 0 || njoins != SOURCES - groups;
		joined += njoins > 2;
	}
	tap_ok(wrong == 0, "groups are those that joining by hand gives");
	tap_ok(joined > 1000, "and there are some");
}

int
main(void)
{
	test_chain();
	test_many();
	test_random();
	return tap_done();
}
