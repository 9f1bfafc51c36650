/*-------------------------------------------------------------------------
 *
 * figures_test.c
 *		What the counts and probabilities of a value amount to.
 *
 *-------------------------------------------------------------------------
 */
#include "model/figures.h"

#include "tap.h"

static void
test_status(void)
{
	static const struct
	{
		uint32		corroboration;
		uint32		firsthand;
		uint32		threshold;
		const char *expected;
	}			cases[] = {
		{0, 0, 2, "unsupported"},
		{0, 0, 1000, "unsupported"},
		{1, 0, 2, "uncorroborated"},
		{1, 1, 2, "uncorroborated"},
		{2, 0, 2, "corroborated"},
		{2, 1, 2, "corroborated"},
		{2, 2, 2, "corroborated_firsthand"},
		{2, 2, 3, "uncorroborated"},
		{3, 2, 3, "corroborated"},
		{4, 3, 3, "corroborated_firsthand"},
	};

	for (Size i = 0; i < lengthof(cases); i++)
	{
		Figures		figures = {
			.corroboration = cases[i].corroboration,
			.firsthand = cases[i].firsthand,
		};
		const char *name = status_name(figures_status(&figures, cases[i].threshold));

		tap_ok(strcmp(name, cases[i].expected) == 0, "%u of which %u first-hand, %u wanted: %s",
			   cases[i].corroboration, cases[i].firsthand, cases[i].threshold, cases[i].expected);
	}
	tap_ok(STATUS_UNSUPPORTED < STATUS_UNCORROBORATED && STATUS_UNCORROBORATED < STATUS_CORROBORATED &&
		   STATUS_CORROBORATED < STATUS_CORROBORATED_FIRSTHAND, "the stronger comes later");
}

/* The rule, with and without a minimum of support */
static void
test_meet(void)
{
	static const struct
	{
		uint32		corroboration;
		double		support;	/* UNRATED: none */
		uint32		threshold;
		double		minimum;
		bool		expected;
	}			cases[] = {
		{0, UNRATED, 2, UNRATED, false},
		{1, 1.0, 2, UNRATED, false},
		{1, 1.0, 2, 0.5, false},
		{2, UNRATED, 2, UNRATED, true},
		{2, UNRATED, 2, 0.0, false},
		{2, 0.0, 2, UNRATED, true},
		{2, 0.0, 2, 0.0, true},
		{2, 0.7, 2, 0.7, true},
		{2, 0.7, 2, 0.70000000000000007, true},
		{2, 0.8099999999999999, 2, 0.81, true},
		{2, 0.7, 2, 0.7000000001, false},
		{2, 0.9, 3, 0.7, false},
		{3, 0.9, 3, 0.7, true},
		{4, 0.9, 3, 1.0, false},
		{4, 1.0, 3, 1.0, true},
	};

	for (Size i = 0; i < lengthof(cases); i++)
	{
		Figures		figures = {
			.corroboration = cases[i].corroboration,
			.has_support = cases[i].support != UNRATED,
			.support = Max(cases[i].support, 0.0),
		};

		tap_ok(figures_meet(&figures, cases[i].threshold, cases[i].minimum) == cases[i].expected,
			   "%u sources, support %g: %u and %g wanted", cases[i].corroboration,
			   cases[i].support, cases[i].threshold, cases[i].minimum);
	}
	tap_ok(!threshold_is_valid(1) && !threshold_is_valid(0) && !threshold_is_valid(-2) &&
		   threshold_is_valid(2) && threshold_is_valid(INT32_MAX),
		   "a threshold is at least 2");
}

static void
test_opinion(void)
{
	Figures		figures = {.corroboration = 1};
	double		belief = -1,
				disbelief = -1,
				uncertainty = -1;

	tap_ok(!figures_opinion(&figures, &belief, &disbelief, &uncertainty) && belief == -1,
		   "nothing rated, no opinion");
	figures.has_support = true;
	figures.support = 0.75;
	tap_ok(figures_opinion(&figures, &belief, &disbelief, &uncertainty) &&
		   belief == 0.75 && disbelief == 0 && uncertainty == 0.25, "support alone");
	figures.has_denial = true;
	figures.denial = 0.25;
	figures.denial_upper = 0.5;
	tap_ok(figures_opinion(&figures, &belief, &disbelief, &uncertainty) &&
		   fabs(belief - 0.6) < 1e-15 && fabs(disbelief - 0.2) < 1e-15 && fabs(uncertainty - 0.2) < 1e-15,
		   "denied, at most by its upper bound");
	figures.support = figures.denial_upper = 1;
	tap_ok(figures_opinion(&figures, &belief, &disbelief, &uncertainty) &&
		   belief == 0.5 && disbelief == 0.5 && uncertainty == 0, "both certain");
}

/* {a:0.5<*, b:0.8<x:0.5<*, c:0.9<x, !d:0.4} */
static void
build_testimony(Testimony *testimony, Workspace *ws)
{
	static const struct
	{
		const char *speaker;
		double		rating;
		const char *cited;
		Side		side;
	}			statements[] = {
		{"a", 0.5, NULL, SIDE_FOR},
		{"b", 0.8, "x", SIDE_FOR},
		{"c", 0.9, "x", SIDE_FOR},
		{"d", 0.4, NULL, SIDE_AGAINST},
	};
	TestimonyBuilder builder;

	builder_init(&builder, ws);
	for (Size i = 0; i < lengthof(statements); i++)
	{
		uint32		speaker = builder_mention(&builder, key_from_string(statements[i].speaker));
		uint32		knows = speaker;
		Side		side = statements[i].side;

		builder_say(&builder, side, speaker, SAYS_SPEAKS);
		builder_rate(&builder, speaker, statements[i].rating);
		if (statements[i].cited != NULL)
		{
			knows = builder_mention(&builder, key_from_string(statements[i].cited));
			builder_cite(&builder, side, speaker, knows);
			builder_rate(&builder, knows, 0.5);
		}
		builder_say(&builder, side, knows, SAYS_FIRSTHAND);
	}
	testimony_build(&builder, testimony);
}

/* Of one chain, or of as many as a threshold asks for */
static void
test_support(void)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Testimony	testimony;
	Figures		figures;
	Reliability support;
	double		through_x = 0.5 * (1 - 0.2 * 0.1);

	workspace_init(&ws, &buffer);
	build_testimony(&testimony, &ws);
	testimony_graph_figures(&testimony, &figures, &ws);
	tap_ok(figures.corroboration == 2 && figures.firsthand == 2 && figures.has_support && figures.support_exact &&
		   fabs(figures.support - (1 - 0.5 * (1 - through_x))) < 1e-15, "two chains, of which one is sound");
	tap_ok(figures.contradiction == 1 && figures.has_denial && figures.denial_exact && figures.denial == 0.4 &&
		   figures.denial_upper == 0.4, "denied by one");
	figures_take_support(&figures, &testimony, 1, &ws);
	tap_ok(fabs(figures.support - (1 - 0.5 * (1 - through_x))) < 1e-15, "one chain: as it is");
	figures_take_support(&figures, &testimony, 2, &ws);
	tap_ok(figures.has_support && figures.support_exact && fabs(figures.support - 0.5 * through_x) < 1e-15 &&
		   figures.denial == 0.4, "two: both are sound");
	figures_take_support(&figures, &testimony, 3, &ws);
	tap_ok(!figures.has_support && figures.support == 0 && figures.support_exact, "three: there are none");
	testimony_support(&testimony, 2, &support, &ws);
	tap_ok(support.rated && support.exact && support.lower == support.upper &&
		   fabs(support.lower - 0.5 * through_x) < 1e-15, "the same for two by itself");
	workspace_free(&ws);
}

int
main(void)
{
	test_status();
	test_meet();
	test_opinion();
	test_support();
	return tap_done();
}
