/*-------------------------------------------------------------------------
 *
 * reliability_test.c
 *		Tests of graph_reliability() and graph_reliability_several() against
 *		hand-computed values and against an enumeration of all worlds.
 *
 * Built with -DRELIABILITY_BUDGET=50 the same tests force bounds, with
 * -DSCAN_STEPS=0 or 1 reductions that stop where they would take long, and with
 * -DSWEEP_MAX_WIDTH=4 narrow sweeps and the fixing of units in circles: then
 * bounds must enclose what the enumeration says.
 *
 *-------------------------------------------------------------------------
 */
#include "random_drafts.h"

/* ---- checks ---- */

static void
check_value(Draft *draft, double known, const char *name)
{
	Reliability r = reliability_of(draft);

	tap_ok(agrees(r, known) && (r.exact || !ALWAYS_EXACT), "%s: %.10g", name, known);
	draft_free(draft);
}

/* Checks a value that even the full budget may not reach */
static void
check_enclosed(Draft *draft, double known, const char *name)
{
	Reliability r = reliability_of(draft);

	tap_ok(well_formed(r) && r.rated && r.lower <= known + TOLERANCE &&
		   r.upper >= known - TOLERANCE,
		   "%s: %.10g in [%.10g, %.10g]", name, known, r.lower, r.upper);
	draft_free(draft);
}

/* Compares many random drafts with the enumeration; reports the first failure */
static void
check_random(const char *name, uint32 nrounds, uint32 max_units, bool acyclic)
{
	uint32		wrong = 0;
	uint32		nexact = 0;

	for (uint32 i = 0; i < nrounds; i++)
	{
		Draft		draft;
		Reliability r;
		double		known;
		uint32		nunits = 1 + random_below(max_units);

		if (i % 2 == 0)
			random_draft(&draft, nunits, random_below(3 * nunits), acyclic, true);
		else
			random_hard_draft(&draft, 1 + nunits / 4, 1 + nunits / 2, 1 + nunits / 4,
							  2 + random_below(3 * nunits), !acyclic);
		r = reliability_of(&draft);
		known = enumerate_worlds(&draft);
		nexact += r.exact;
		if (!agrees(r, known) || (r.rated && r.lower < best_chain(&draft) - TOLERANCE))
		{
			if (wrong++ == 0)
				printf("# round %u: [%.17g, %.17g], not %.17g\n", i, r.lower, r.upper, known);
		}
		draft_free(&draft);
	}
	tap_ok(wrong == 0, "%s: %u of %u agree with all worlds, %u exact", name,
		   nrounds - wrong, nrounds, nexact);
}

/* The same for 1 to 4 chains that share no unit */
static void
check_random_several(const char *name, uint32 nrounds, uint32 max_units, bool acyclic)
{
	uint8	   *chains = malloc((size_t) 1 << max_units);
	uint32		wrong = 0;
	uint32		nseveral = 0;
	uint32		nexact = 0;

	for (uint32 i = 0; i < nrounds; i++)
	{
		Draft		draft;
		uint32		n = max_units - 3 - random_below(max_units / 2);

		if (i % 2 == 0)
			random_draft(&draft, n, random_below(3 * n), acyclic, true);
		else
			random_hard_draft(&draft, 1 + n / 3, 1 + n / 3, 1 + n / 3,
							  2 + random_below(3 * n), !acyclic);
		count_in_worlds(&draft, chains);
		for (uint32 wanted = 1; wanted <= 4; wanted++)
		{
			Reliability r = several_of(&draft, wanted);
			double		known = enumerate_several(&draft, chains, wanted);

			nseveral += wanted > 1 && r.rated;
			nexact += wanted > 1 && r.rated && r.exact;
			if (!agrees(r, known) && wrong++ == 0)
				printf("# round %u, %u chains: [%.17g, %.17g], not %.17g\n", i, wanted,
					   r.lower, r.upper, known);
		}
		draft_free(&draft);
	}
	free(chains);
	tap_ok(wrong == 0 && nseveral > nrounds / 4, "%s: several chains, %u exact of %u", name,
		   nexact, nseveral);
}

/* ---- hand-made cases ---- */

static void
test_smallest(void)
{
	Draft		draft;
	uint32		u;
	Reliability r;

	draft_init(&draft, 1);
	check_value(&draft, -1.0, "nobody");

	draft_init(&draft, 1);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.7);
	r = reliability_of(&draft);
	tap_ok(r.lower == 0.7 && r.exact, "one witness, to the bit");
	draft_free(&draft);

	draft_init(&draft, 1);
	add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 1e-20);
	r = reliability_of(&draft);
	tap_ok(r.lower == 1e-20, "a rating near zero is not lost");
	draft_free(&draft);

	draft_init(&draft, 1);
	add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, UNRATED);
	check_value(&draft, -1.0, "unrated");

	draft_init(&draft, 1);
	add_unit(&draft, UNIT_SPEAKS | UNIT_UNKNOWN, 0.7);
	check_value(&draft, -1.0, "someone unknown is no origin");

	draft_init(&draft, 3);
	u = add_unit(&draft, UNIT_SPEAKS, 0.7);
	add_citation(&draft, u, add_unit(&draft, UNIT_PRESUMED, UNRATED));
	add_citation(&draft, u, add_unit(&draft, UNIT_PRESUMED, 0.5));
	check_value(&draft, 0.35, "one of two rated");

	draft_init(&draft, 2);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.7);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.4);
	check_value(&draft, 0.82, "two witnesses");
}

static void
test_reductions(void)
{
	Draft		draft;
	uint32		a,
				b,
				c,
				d;

	draft_init(&draft, 7);
	a = add_unit(&draft, 0, 0.8);
	b = add_unit(&draft, UNIT_FIRSTHAND, 0.8);
	add_citation(&draft, a, b);
	for (uint32 i = 0; i < 5; i++)
		add_citation(&draft, add_unit(&draft, UNIT_SPEAKS, 0.8), a);
	check_value(&draft, 0.6397952, "twins and series: five outlets citing ap citing w");

	draft_init(&draft, 4);
	a = add_unit(&draft, UNIT_SPEAKS, 0.9);
	b = add_unit(&draft, UNIT_SPEAKS, 0.1);
	c = add_unit(&draft, UNIT_FIRSTHAND, 0.9);
	d = add_unit(&draft, UNIT_FIRSTHAND, 0.1);
	add_citation(&draft, a, c);
	add_citation(&draft, a, d);
	add_citation(&draft, b, c);
	check_value(&draft, 0.828, "nothing to reduce: {s1:0.9<(o1:0.9,o2:0.1),s2:0.1<o1}");

	draft_init(&draft, 4);
	a = add_unit(&draft, UNIT_SPEAKS, 1.0);
	b = add_unit(&draft, UNIT_SPEAKS, 0.1);
	c = add_unit(&draft, UNIT_FIRSTHAND, 0.9);
	d = add_unit(&draft, UNIT_FIRSTHAND, 0.1);
	add_citation(&draft, a, c);
	add_citation(&draft, a, d);
	add_citation(&draft, b, c);
	check_value(&draft, 0.91, "a perfect speaker: what it cites speaks");

	draft_init(&draft, 4);
	a = add_unit(&draft, UNIT_SPEAKS, 0.9);
	b = add_unit(&draft, UNIT_SPEAKS, 0.1);
	c = add_unit(&draft, UNIT_FIRSTHAND, 1.0);
	d = add_unit(&draft, UNIT_FIRSTHAND, 0.1);
	add_citation(&draft, a, c);
	add_citation(&draft, a, d);
	add_citation(&draft, b, c);
	check_value(&draft, 0.91, "a perfect end: who cites it ends");

	draft_init(&draft, 5);
	a = add_unit(&draft, UNIT_SPEAKS, 0.5);
	b = add_unit(&draft, UNIT_SPEAKS, 0.5);
	c = add_unit(&draft, 0, 1.0);
	add_citation(&draft, a, c);
	add_citation(&draft, b, c);
	add_citation(&draft, c, add_unit(&draft, UNIT_FIRSTHAND, 0.5));
	add_citation(&draft, c, add_unit(&draft, UNIT_FIRSTHAND, 0.5));
	check_value(&draft, 0.5625, "a perfect unit between two and two");

	draft_init(&draft, 3);
	a = add_unit(&draft, UNIT_SPEAKS, 0.5);
	b = add_unit(&draft, 0, 0.9);
	c = add_unit(&draft, UNIT_FIRSTHAND, 0.5);
	add_citation(&draft, a, b);
	add_citation(&draft, b, c);
	add_citation(&draft, a, c);
	check_value(&draft, 0.25, "a detour adds nothing");

	draft_init(&draft, 3);
	a = add_unit(&draft, UNIT_SPEAKS, 0.5);
	b = add_unit(&draft, 0, 0.9);
	c = add_unit(&draft, UNIT_FIRSTHAND, 0.5);
	add_citation(&draft, a, b);
	add_citation(&draft, b, a);
	add_citation(&draft, c, b);
	add_citation(&draft, b, c);
	check_value(&draft, 0.225, "citations of speakers and by ends add nothing");

	draft_init(&draft, 4);
	a = add_unit(&draft, UNIT_SPEAKS, 0.5);
	b = add_unit(&draft, 0, 0.9);
	c = add_unit(&draft, 0, 0.9);
	d = add_unit(&draft, UNIT_FIRSTHAND, 0.5);
	add_citation(&draft, a, b);
	add_citation(&draft, b, c);
	add_citation(&draft, c, b);
	add_citation(&draft, b, d);
	check_value(&draft, 0.225, "a circle that leads nowhere");
}

/* Two speakers, two units that cite each other, two ends */
static void
test_circle(void)
{
	Draft		draft;
	uint32		s1,
				s2,
				a,
				b;

	draft_init(&draft, 6);
	s1 = add_unit(&draft, UNIT_SPEAKS, 0.5);
	s2 = add_unit(&draft, UNIT_SPEAKS, 0.5);
	a = add_unit(&draft, 0, 0.5);
	b = add_unit(&draft, 0, 0.5);
	add_citation(&draft, s1, a);
	add_citation(&draft, s2, b);
	add_citation(&draft, a, b);
	add_citation(&draft, b, a);
	add_citation(&draft, a, add_unit(&draft, UNIT_FIRSTHAND, 0.5));
	add_citation(&draft, b, add_unit(&draft, UNIT_FIRSTHAND, 0.5));

	/* a and b sound: 3/4 * 3/4; one of them: 1/4; none: 0 */
	check_value(&draft, 0.25 * 9 / 16 + 0.5 * 0.25, "two that cite each other");
}

/*
 * n units that all cite each other, each with a speaker and an end of its
 * own.  Failure: no pair of a sound unit and its sound speaker, or none of a
 * sound unit and its sound end.
 */
static void
test_everybody(uint32 n, bool enclosed)
{
	const double p = 0.3,
				s = 0.2,
				e = 0.4;
	double		known;
	Draft		draft;
	char		name[64];

	draft_init(&draft, 3 * n);
	for (uint32 i = 0; i < 3 * n; i++)
		add_unit(&draft, i < n ? 0 : i < 2 * n ? UNIT_SPEAKS : UNIT_PRESUMED,
				 i < n ? p : i < 2 * n ? s : e);
	for (uint32 i = 0; i < n; i++)
	{
		for (uint32 j = 0; j < n; j++)
			if (i != j)
				add_citation(&draft, i, j);
		add_citation(&draft, n + i, i);
		add_citation(&draft, i, 2 * n + i);
	}
	known = 1.0 - pow(1.0 - p * s, n) - pow(1.0 - p * e, n) +
		pow(1.0 - p * s - p * e + p * s * e, n);
	snprintf(name, sizeof(name), "%u that all cite each other", n);
	if (enclosed)
		check_enclosed(&draft, known, name);
	else
		check_value(&draft, known, name);
}

/*
 * n units in a row that cite their neighbours, each with a speaker and an end
 * of its own.  A run of sound units fails if it has no sound speaker or no
 * sound end.
 */
static void
test_row(uint32 n)
{
	const double p = 0.5,
				s = 0.1,
				e = 0.1;
	double		outside = 1.0,
				neither = 0.0,
				speaker = 0.0,
				end = 0.0;
	Draft		draft;

	draft_init(&draft, 3 * n);
	for (uint32 i = 0; i < 3 * n; i++)
		add_unit(&draft, i < n ? 0 : i < 2 * n ? UNIT_SPEAKS : UNIT_PRESUMED,
				 i < n ? p : i < 2 * n ? s : e);
	for (uint32 i = 0; i < n; i++)
	{
		double		before = outside + neither;
		double		all = outside + neither + speaker + end;

		if (i + 1 < n)
		{
			add_citation(&draft, i, i + 1);
			add_citation(&draft, i + 1, i);
		}
		add_citation(&draft, n + i, i);
		add_citation(&draft, i, 2 * n + i);

		/* of the run that unit i is in, or outside of any */
		speaker = p * (1.0 - e) * (before * s + speaker);
		end = p * (1.0 - s) * (before * e + end);
		neither = p * (1.0 - s) * (1.0 - e) * before;
		outside = (1.0 - p) * all;
	}
	check_enclosed(&draft, 1.0 - (outside + neither + speaker + end),
				   "a row of neighbours");
}

/* At least k of n things that hold with probability p each, by the definition */
static double
binomial_tail(uint32 n, uint32 k, double p)
{
	double		tail = 0.0;

	for (uint32 i = k; i <= n; i++)
		tail += exp(lgamma(n + 1.0) - lgamma(i + 1.0) - lgamma(n - i + 1.0) +
					i * log(p) + (n - i) * log1p(-p));
	return tail;
}

static void
check_several(Draft *draft, uint32 chains, double known, const char *name)
{
	Reliability r = several_of(draft, chains);

	tap_ok(agrees(r, known) && (r.exact || !ALWAYS_EXACT), "%s: %.10g", name, known);
	draft_free(draft);
}

static void
test_several(void)
{
	Draft		draft;
	uint32		a,
				b,
				c,
				d;
	Reliability one,
				two;

	draft_init(&draft, 3);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.5);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.5);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, UNRATED);
	check_several(&draft, 2, 0.25, "both of two witnesses, a third unrated");

	draft_init(&draft, 2);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, 0.5);
	add_unit(&draft, UNIT_SPEAKS | UNIT_FIRSTHAND, UNRATED);
	check_several(&draft, 2, -1.0, "two, of which one is unrated");

	draft_init(&draft, 3);
	a = add_unit(&draft, UNIT_FIRSTHAND, 1.0);
	add_citation(&draft, add_unit(&draft, UNIT_SPEAKS, 1.0), a);
	add_citation(&draft, add_unit(&draft, UNIT_SPEAKS, 1.0), a);
	check_several(&draft, 2, -1.0, "two outlets on one word, all certain");

	draft_init(&draft, 4);
	a = add_unit(&draft, UNIT_SPEAKS, 0.9);
	b = add_unit(&draft, UNIT_SPEAKS, 0.1);
	c = add_unit(&draft, UNIT_FIRSTHAND, 0.9);
	d = add_unit(&draft, UNIT_FIRSTHAND, 0.1);
	add_citation(&draft, a, c);
	add_citation(&draft, a, d);
	add_citation(&draft, b, c);
	check_several(&draft, 2, 0.0081, "two of {s1:0.9<(o1:0.9,o2:0.1),s2:0.1<o1}");

	draft_init(&draft, 5);
	a = add_unit(&draft, UNIT_SPEAKS, 0.5);
	b = add_unit(&draft, UNIT_SPEAKS, 0.5);
	c = add_unit(&draft, 0, 1.0);
	add_citation(&draft, a, c);
	add_citation(&draft, b, c);
	add_citation(&draft, c, add_unit(&draft, UNIT_FIRSTHAND, 0.5));
	add_citation(&draft, c, add_unit(&draft, UNIT_FIRSTHAND, 0.5));
	check_several(&draft, 2, -1.0, "all through one unit, however perfect");

	draft_init(&draft, 1000);
	for (uint32 i = 0; i < 1000; i++)
		add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 0.3);
	check_several(&draft, 300, binomial_tail(1000, 300, 0.3), "300 of 1,000 witnesses");

	draft_init(&draft, 3000);
	for (uint32 i = 0; i < 1000; i++)
	{
		a = add_unit(&draft, UNIT_PRESUMED, 0.5);
		add_citation(&draft, add_unit(&draft, UNIT_SPEAKS, 0.5), a);
		add_citation(&draft, add_unit(&draft, UNIT_SPEAKS, 0.5), a);
	}
	check_several(&draft, 375, binomial_tail(1000, 375, 0.375), "375 of 1,000 with two outlets each");

	/* near certainty is not certainty */
	draft_init(&draft, 40);
	for (uint32 i = 0; i < 40; i++)
		add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 0.99);
	two = several_of(&draft, 2);
	tap_ok(two.rated && two.lower < 1.0 && two.lower > 1.0 - 1e-15, "many good ones are not certain");
	draft.rating[3] = draft.rating[7] = 1.0;
	two = several_of(&draft, 2);
	tap_ok(two.rated && two.lower == 1.0, "two certain ones are");
	draft_free(&draft);

	/* hard, but never wrong in the order of things */
	random_hard_draft(&draft, 30, 40, 30, 300, true);
	one = several_of(&draft, 1);
	two = several_of(&draft, 2);
	tap_ok(well_formed(two) && two.rated && two.lower <= one.upper + TOLERANCE,
		   "two of a dense graph: [%g, %g], one [%g, %g]", two.lower, two.upper, one.lower, one.upper);
	draft_free(&draft);
}

static void
test_copies(void)
{
	uint32		different = 0;

	for (uint32 i = 0; i < 500; i++)
	{
		Draft		draft,
					copied;
		Reliability before,
					after;
		uint32		at,
					speaker;

		random_draft(&draft, 12, 24, i % 2 == 0, true);
		before = reliability_of(&draft);

		/* the copy goes anywhere among the units */
		at = random_below(13);
		speaker = NO_UNIT;
		draft_init(&copied, 13);
		for (uint32 u = 0; u <= 12; u++)
		{
			if (u == at)
				add_unit(&copied, UNIT_SPEAKS, random_rating(false));
			if (u == 12)
				break;
			if (draft.marks[u] & UNIT_SPEAKS)
				speaker = copied.nunits;
			add_unit(&copied, draft.marks[u], draft.rating[u]);
		}
		for (uint32 u = 0; u < draft.ncitations; u++)
			add_citation(&copied, draft.citations[u][0] + (draft.citations[u][0] >= at),
						 draft.citations[u][1] + (draft.citations[u][1] >= at));
		if (speaker != NO_UNIT)
		{
			add_citation(&copied, at, speaker);
			after = reliability_of(&copied);
			if (before.rated != after.rated || before.exact != after.exact ||
				before.lower != after.lower || before.upper != after.upper)
				different++;
		}
		draft_free(&draft);
		draft_free(&copied);
	}
	tap_ok(different == 0, "a copy changes nothing, to the bit");
}

/* ---- large graphs ---- */

static void
test_large(void)
{
	Draft		draft;
	Reliability r;
	uint32		u,
				v;

	draft_init(&draft, 100000);
	u = add_unit(&draft, UNIT_SPEAKS, 0.99999);
	for (uint32 i = 1; i < 100000; i++)
	{
		v = add_unit(&draft, i == 99999 ? UNIT_FIRSTHAND : 0, 0.99999);
		add_citation(&draft, u, v);
		u = v;
	}
	check_value(&draft, pow(0.99999, 100000), "a chain of 100,000");

	draft_init(&draft, 100000);
	for (uint32 i = 0; i < 100000; i++)
		add_unit(&draft, UNIT_SPEAKS | UNIT_PRESUMED, 0.00001);
	check_value(&draft, 1.0 - pow(0.99999, 100000), "100,000 witnesses");

	/* binary tree: f(0) = q, f(h) = q * (1 - (1 - f(h-1))^2) */
	draft_init(&draft, 65535);
	for (uint32 i = 0; i < 65535; i++)
		add_unit(&draft, (i == 0 ? UNIT_SPEAKS : 0) | (i >= 32767 ? UNIT_PRESUMED : 0), 0.75);
	for (uint32 i = 1; i < 65535; i++)
		add_citation(&draft, (i - 1) / 2, i);
	{
		double		f = 0.75;

		for (uint32 i = 0; i < 15; i++)
			f = 0.75 * (1.0 - (1.0 - f) * (1.0 - f));
		check_value(&draft, f, "a tree of 65,535");
	}

	/* a hub: 30,000 cite it, it cites 30,000 */
	draft_init(&draft, 60001);
	u = add_unit(&draft, 0, 1.0);
	for (uint32 i = 0; i < 30000; i++)
	{
		add_citation(&draft, add_unit(&draft, UNIT_SPEAKS, 0.00002), u);
		add_citation(&draft, u, add_unit(&draft, UNIT_PRESUMED, 0.00002));
	}
	check_value(&draft, pow(1.0 - pow(1.0 - 0.00002, 30000), 2), "a hub of 60,000");

	draft_init(&draft, 10000);
	for (uint32 i = 0; i < 10000; i++)
		add_unit(&draft, i < 3000 ? UNIT_SPEAKS : i < 6000 ? 0 : UNIT_PRESUMED,
				 (1 + random_below(99)) / 10000.0);
	for (uint32 i = 0; i < 30000; i++)
	{
		u = random_below(6000);
		add_citation(&draft, u, (u < 3000 ? 3000 : 6000) + random_below(3000));
	}
	r = reliability_of(&draft);
	tap_ok(well_formed(r) && r.rated && r.lower >= best_chain(&draft) - TOLERANCE,
		   "three layers of 10,000: [%g, %g]", r.lower, r.upper);
	draft_free(&draft);
}

/* Two rows side by side, in rungs that cite the next rung */
static void
test_ladder(void)
{
	Draft		draft;
	const double p = 0.999;
	double		both = p * p,
				left = p * (1.0 - p),
				right = p * (1.0 - p);

	draft_init(&draft, 2000);
	for (uint32 i = 0; i < 2000; i++)
		add_unit(&draft, i < 2 ? UNIT_SPEAKS : i >= 1998 ? UNIT_FIRSTHAND : 0, p);
	for (uint32 i = 0; i + 2 < 2000; i += 2)
	{
		/* the left one cites both, the right one only the right one */
		add_citation(&draft, i, i + 2);
		add_citation(&draft, i, i + 3);
		add_citation(&draft, i + 1, i + 3);
	}

	/*
	 * From the ends up: the probabilities that both, only the left, only the
	 * right lead to an end.  The left one cites all, the right one only the
	 * right one.
	 */
	for (uint32 i = 0; i < 999; i++)
	{
		double		any = both + left + right;
		double		on_right = both + right;

		both = on_right * p * p;
		left = any * p - both;
		right = on_right * p * (1.0 - p);
	}
	check_value(&draft, both + left + right, "a ladder of 1,000 rungs");
}

/* Too hard to be exact: bounds hold and are worth something */
static void
test_dense(void)
{
	uint32		wrong = 0;

	for (uint32 i = 0; i < 10; i++)
	{
		Draft		draft;
		Reliability r;

		random_hard_draft(&draft, 60, 80, 60, 400 + 200 * i, i % 2 == 0);
		r = reliability_of(&draft);
		if (!well_formed(r) || !r.rated || r.lower < best_chain(&draft) - TOLERANCE)
			wrong++;
		draft_free(&draft);
	}
	tap_ok(wrong == 0, "dense graphs of 200 units have sound bounds");
}

static void
test_deterministic(void)
{
	Draft		draft;
	Reliability a,
				b;

	random_hard_draft(&draft, 50, 60, 50, 500, true);
	a = reliability_of(&draft);
	b = reliability_of(&draft);
	tap_ok(a.lower == b.lower && a.upper == b.upper && a.exact == b.exact,
		   "equal graphs have equal bounds, to the bit");
	draft_free(&draft);
}

int
main(void)
{
	test_smallest();
	test_reductions();
	test_circle();
	test_everybody(8, false);
	test_everybody(12, false);
	test_everybody(24, true);
	test_everybody(60, true);
	test_row(10);
	test_row(40);
	test_row(400);
	check_random("acyclic, up to 8 units", 3000, 8, true);
	check_random("circles, up to 8 units", 3000, 8, false);
	check_random("acyclic, up to 14 units", 1000, 14, true);
	check_random("circles, up to 14 units", 1000, 14, false);
	test_copies();
	test_large();
	test_ladder();
	test_dense();
	test_deterministic();
	check_random_several("acyclic, up to 9 units", 1500, 9, true);
	check_random_several("circles, up to 9 units", 1500, 9, false);
	check_random_several("acyclic, up to 13 units", 300, 13, true);
	check_random_several("circles, up to 13 units", 300, 13, false);
	test_several();
	return tap_done();
}
