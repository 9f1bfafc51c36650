/*-------------------------------------------------------------------------
 *
 * dependence_test.c
 *		Tests of answers.c and dependence.c.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/dependence.h"

#include "tap.h"

#define SOURCES 60
#define QUESTIONS 1500

/* Who answered what, before it is arranged */
typedef struct Given
{
	Answer	   *answers;
	Size		count;
	uint32		nsources;
	uint32		nquestions;
	uint32		nanswers;
} Given;

static unsigned long long state = 20261128;

static double
chance(void)
{
	return (tap_random(&state) >> 11) / 9007199254740992.0;
}

static Given
given_none(uint32 nsources, uint32 nquestions, uint32 nanswers)
{
	return (Given) {malloc((Size) nsources * nquestions * 2 * sizeof(Answer)), 0, nsources, nquestions, nanswers};
}

static void
give(Given *given, uint32 source, uint32 question, uint32 answer, int64 said_at)
{
	given->answers[given->count++] = (Answer) {source, question, answer, said_at};
}

/* The pairs that are found, in memory of the workspace */
static Size
search(Given *given, Dependence **found, Workspace *ws)
{
	Answers		answers;

	answers_arrange(&answers, given->answers, given->count, given->nsources, given->nquestions, given->nanswers, ws);
	return find_dependence(&answers, DEPENDENCE_LEAST, found, ws);
}

/*
 * Sources 0 and 1 agree against 2 and 3 on so many questions, and differ on so
 * many others; *pair is that of the lowest number
 */
static Size
search_four(uint32 agree, uint32 differ, Dependence *pair)
{
	Given		given = given_none(4, agree + differ + 20, 2 * (agree + differ + 20));
	WorkspaceBuffer buffer;
	Workspace	ws;
	Dependence *found;
	Size		count;

	for (uint32 q = 0; q < given.nquestions; q++)
		for (uint32 s = 0; s < 4; s++)
			give(&given, s, q, 2 * q + (q < agree ? s > 1 : q < agree + differ ? s == 1 : 0), s == 3 ? UNDATED : (int64) (10 * q + s));
	workspace_init(&ws, &buffer);
	count = search(&given, &found, &ws);
	*pair = (Dependence) {.other = UINT32_MAX};
	for (Size i = 0; i < count; i++)
		if (found[i].source < pair->other)
			*pair = found[i];
	workspace_free(&ws);
	free(given.answers);
	return count;
}

static void
test_counts(void)
{
	Dependence	pair;

	/* 2 and 3 agree on as many hard questions, by the same right */
	tap_ok(search_four(40, 0, &pair) == 2 && pair.source == 0 && pair.other == 1 && pair.shared == 60 &&
		   pair.hard == 40 && pair.differ == 0, "hard questions are those on which others agree otherwise");
	tap_ok(fabs(pair.bound - pow(0.05, 1.0 / 41)) < 1e-12 && pair.chance == 0 && pair.strength == pair.bound,
		   "the bound, as nobody gives these answers by habit");
	tap_ok(pair.dated == 40 && pair.earlier == 40 && dependence_direction(&pair) == SOURCE_FIRST, "who is first each time is the origin");
	tap_ok(search_four(13, 0, &pair) > 0 && search_four(12, 0, &pair) == 0, "13 hard questions are enough, 12 are not");
	tap_ok(search_four(40, 4, &pair) > 0 && pair.hard == 40 && pair.differ == 4, "differences count");
}

/* What 0 says alone, so often 1 says too; and so many answers 1 has alone */
static void
search_peculiar(uint32 repeated, uint32 left_out, uint32 added, Dependence *pair)
{
	uint32		nquestions = repeated + left_out + added + 20;
	Given		given = given_none(7, nquestions, 2 * nquestions);
	WorkspaceBuffer buffer;
	Workspace	ws;
	Dependence *found;
	Size		count;

	for (uint32 q = 0; q < nquestions; q++)
		for (uint32 s = 0; s < 7; s++)
			give(&given, s, q, 2 * q + ((s == 0 && q < repeated + left_out) ||
										(s == 1 && q < repeated + left_out + added && (q < repeated || q >= repeated + left_out))), UNDATED);
	workspace_init(&ws, &buffer);
	count = search(&given, &found, &ws);
	*pair = count > 0 ? found[0] : (Dependence) {0};
	workspace_free(&ws);
	free(given.answers);
}

static void
test_peculiar(void)
{
	Dependence	pair;

	search_peculiar(40, 0, 40, &pair);
	tap_ok(pair.by == BY_PECULIAR_OF_SOURCE && pair.of_source.count == 40 && pair.of_source.same == 40 && pair.of_other.count == 80 &&
		   pair.of_other.same == 40, "whoever has all that is peculiar to another copies it, whatever is added");
	tap_ok(fabs(pair.bound - pow(0.05, 1.0 / 41)) < 1e-12 && pair.chance == 0, "with its bound");
	search_peculiar(40, 40, 0, &pair);
	tap_ok(pair.by == BY_PECULIAR_OF_OTHER && pair.of_other.count == 40, "and so in the other direction");
	search_peculiar(20, 20, 20, &pair);
	tap_ok(pair.strength == 0, "half of what is peculiar to each is too little");
	search_peculiar(30, 0, 12, &pair);
	tap_ok(pair.strength > DEPENDENCE_LEAST && pair.by == BY_PECULIAR_OF_SOURCE, "the stronger sign counts");
	search_peculiar(12, 0, 0, &pair);
	tap_ok(pair.strength == 0, "12 peculiar answers are too few");
}

/*
 * Yes or no: 0 says no to the first 40 of 100 questions, 1 to these and so
 * many others, and five always say yes
 */
static void
search_habit(uint32 elsewhere, Dependence *pair)
{
	Given		given = given_none(7, 100, 2);
	WorkspaceBuffer buffer;
	Workspace	ws;
	Dependence *found;
	Size		count;

	for (uint32 q = 0; q < 100; q++)
		for (uint32 s = 0; s < 7; s++)
			give(&given, s, q, s < 2 && q < 40 + s * elsewhere, UNDATED);
	workspace_init(&ws, &buffer);
	count = search(&given, &found, &ws);
	*pair = count > 0 ? found[0] : (Dependence) {0};
	workspace_free(&ws);
	free(given.answers);
}

static void
test_habit(void)
{
	Dependence	pair;

	search_habit(0, &pair);
	tap_ok(pair.of_source.same == 40 && pair.chance == 0, "who says no where another does, and nowhere else, does not by habit");
	search_habit(12, &pair);
	tap_ok(pair.by == BY_PECULIAR_OF_SOURCE && pair.of_source.same == 40 && fabs(pair.chance - 0.2) < 1e-12 &&
		   fabs(pair.strength - (pair.bound - 0.2) / 0.8) < 1e-12, "who does in a fifth of the rest does by habit, too");
	search_habit(60, &pair);
	tap_ok(pair.strength == 0, "and who always says no does so only");
}

/*
 * Of these sources, the first members agree with one another against the rest in
 * 40 of 60 questions, except that one of the rest, or as many as are given,
 * agrees with them each time, always another
 */
static Size
search_group(uint32 nsources, uint32 members, uint32 guests, Dependence *strongest)
{
	Given		given = given_none(nsources, 60, 120);
	WorkspaceBuffer buffer;
	Workspace	ws;
	Dependence *found;
	Size		count;

	for (uint32 q = 0; q < 60; q++)
		for (uint32 s = 0; s < nsources; s++)
		{
			bool		guest = s >= members && (s + q * guests) % (nsources - members) < guests;

			give(&given, s, q, 2 * q + (q < 40 && (s < members || guest)), UNDATED);
		}
	workspace_init(&ws, &buffer);
	count = search(&given, &found, &ws);
	*strongest = count > 0 ? found[0] : (Dependence) {0};
	workspace_free(&ws);
	free(given.answers);
	return count;
}

static void
test_common(void)
{
	Dependence	pair;

	tap_ok(search_group(12, 2, 3, &pair) == 1 && pair.by == BY_HARD && pair.hard == 40 && pair.of_source.count == 0 &&
		   fabs(pair.bound - pow(0.05, 1.0 / 41)) < 1e-12, "without peculiar answers, hard questions decide");
	tap_ok(fabs(pair.chance - 12.0 / 41) < 1e-12, "less the agreement of others with one of the two");
	tap_ok(search_group(8, 4, 0, &pair) == 0, "four of eight who agree share a view");
	tap_ok(search_group(12, 3, 0, &pair) == 3 && pair.by == BY_PECULIAR_OF_SOURCE, "three of twelve who agree copy");
	tap_ok(search_group(12, 5, 0, &pair) == 0, "five of twelve share a view");
}

static void
test_direction(void)
{
	Dependence	pair = {.dated = 20, .earlier = 1, .later = 18};

	tap_ok(dependence_direction(&pair) == OTHER_FIRST, "nine in ten give a direction");
	pair.later = 17;
	tap_ok(dependence_direction(&pair) == DIRECTION_UNKNOWN, "fewer do not");
	pair = (Dependence) {.dated = 9, .earlier = 9};
	tap_ok(dependence_direction(&pair) == DIRECTION_UNKNOWN, "nor do nine of nine");
}

/*
 * Two sources each agree against all others, the next two on two more
 * questions: the strongest are last, and kept
 */
static void
test_strongest(void)
{
	enum
	{
		TWINS = 20,
		FIRST = 20				/* questions on which the first two agree */
	};
	Given		given = given_none(2 * TWINS, TWINS * (FIRST + TWINS - 1), 2 * TWINS * (FIRST + TWINS - 1));
	WorkspaceBuffer buffer;
	Workspace	ws;
	Dependence *found;
	Size		count,
				wrong = 0;
	uint32		question = 0;

	for (uint32 twins = 0; twins < TWINS; twins++)
		for (uint32 end = question + FIRST + 2 * twins; question < end; question++)
			for (uint32 s = 0; s < 2 * TWINS; s++)
				give(&given, s, question, 2 * question + (s / 2 == twins), UNDATED);
	workspace_init(&ws, &buffer);
	count = search(&given, &found, &ws);
	for (Size i = 0; i < count; i++)
		wrong += found[i].source != 2 * (TWINS - 1 - i) || found[i].other != found[i].source + 1;
	tap_ok(question == given.nquestions && count == Min(TWINS, DEPENDENCES_MAX) && wrong == 0,
		   "the strongest %zu of %d pairs, the strongest first", (size_t) count, TWINS);
	workspace_free(&ws);
	free(given.answers);
}

/* Answers to one question, of two sources each with several */
static void
test_sets(void)
{
	Given		given = given_none(3, 1, 5);
	WorkspaceBuffer buffer;
	Workspace	ws;
	Answers		answers;

	give(&given, 0, 0, 3, 7);
	give(&given, 0, 0, 1, 9);
	give(&given, 1, 0, 1, UNDATED);
	give(&given, 1, 0, 3, 8);
	give(&given, 1, 0, 3, 5);
	give(&given, 2, 0, 1, 4);
	workspace_init(&ws, &buffer);
	answers_arrange(&answers, given.answers, given.count, 3, 1, 5, &ws);
	tap_ok(answers.count == 3 && answers.answers[0].answer == answers.answers[1].answer && answers.nanswers == 6 &&
		   answers.answers[0].answer == 5, "the same set of answers is the same answer");
	tap_ok(answers.answers[2].answer == 1, "and no other is");
	tap_ok(answers.answers[0].said_at == 7 && answers.answers[1].said_at == 5, "as early as the earliest of it");
	answers_arrange(&answers, given.answers, 0, 0, 0, 0, &ws);
	tap_ok(answers.count == 0 && answers.ngroups == 0, "no answers");
	workspace_free(&ws);
	free(given.answers);
}

/* How independent answerers are made; see answer_alone() */
typedef struct World
{
	const char *name;
	uint32		answers;		/* to choose among */
	double		low,
				high;			/* how often they are right */
	bool		habits;			/* they guess by habit */
	uint32		constant;		/* so many always give the same answer */
	uint32		camps;			/* with convictions of their own */
} World;

static uint32
habit(const World *world, uint32 source)
{
	return world->habits && chance() < 0.6 ? source % world->answers : tap_random(&state) % world->answers;
}

/* What each source says, on its own; -1: nothing */
static void
answer_alone(const World *world, uint32 questions, int answers[SOURCES][QUESTIONS])
{
	static uint32 truth[3][QUESTIONS];
	uint32		camps = Max(world->camps, 1);

	for (uint32 q = 0; q < questions; q++)
		for (uint32 c = 0; c < camps; c++)
			truth[c][q] = c > 0 && chance() < 0.5 ? truth[0][q] : tap_random(&state) % world->answers;
	for (uint32 s = 0; s < SOURCES; s++)
	{
		double		right = world->low + (world->high - world->low) * chance();
		double		covered = 0.2 + 0.8 * chance();

		for (uint32 q = 0; q < questions; q++)
		{
			if (chance() > covered)
				answers[s][q] = -1;
			else if (s < world->constant)
				answers[s][q] = 0;
			else
				answers[s][q] = chance() < right ? truth[s % camps][q] : habit(world, s);
		}
	}
}

static Given
give_all(int answers[SOURCES][QUESTIONS], uint32 questions, uint32 nanswers)
{
	Given		given = given_none(SOURCES, questions, nanswers);

	for (uint32 s = 0; s < SOURCES; s++)
		for (uint32 q = 0; q < questions; q++)
			if (answers[s][q] >= 0)
				give(&given, s, q, answers[s][q], UNDATED);
	return given;
}

static int	said[SOURCES][QUESTIONS];

/* No copies: at most 2 pairs in 10,000, none that repeats the other */
static void
test_independent(void)
{
	static const World worlds[] = {
		{"yes or no, by habit", 2, 0.5, 0.95, true, 0, 0},
		{"four answers, by habit", 4, 0.5, 0.95, true, 0, 0},
		{"twenty answers", 20, 0.6, 0.99, false, 0, 0},
		{"six who always say the same", 2, 0.5, 0.95, false, 6, 0},
		{"two camps", 4, 0.6, 0.9, false, 0, 2},
		{"two camps, yes or no", 2, 0.6, 0.9, true, 0, 2},
		{"two camps, mostly right", 10, 0.7, 0.9, false, 0, 2},
		{"three camps", 20, 0.6, 0.85, false, 0, 3},
		{"two camps of one mind each", 4, 0.9, 0.99, false, 0, 2},
		{"the same, of ten answers", 10, 0.97, 0.99, false, 0, 2},
		{"the same, and nearly never wrong", 20, 0.99, 1, false, 0, 2},
		{"the same, yes or no", 2, 0.9, 0.99, false, 0, 2},
		{"three camps of one mind each", 10, 0.97, 0.99, false, 0, 3},
		{"mostly right", 4, 0.9, 0.99, false, 0, 0},
		{"mostly wrong", 5, 0.2, 0.5, false, 0, 0}};

	for (Size w = 0; w < lengthof(worlds); w++)
	{
		Size		pairs = 0,
					leaning = 0,
					repeating = 0;

		for (int round = 0; round < 3; round++)
		{
			Given		given;
			WorkspaceBuffer buffer;
			Workspace	ws;
			Dependence *found;
			Size		count;

			answer_alone(&worlds[w], 1000, said);
			given = give_all(said, 1000, worlds[w].answers);
			workspace_init(&ws, &buffer);
			count = search(&given, &found, &ws);
			for (Size i = 0; i < count; i++)
				repeating += found[i].strength >= DEPENDENCE_REPEATS;
			leaning += count;
			pairs += SOURCES * (SOURCES - 1) / 2;
			workspace_free(&ws);
			free(given.answers);
		}
		tap_ok(repeating == 0 && leaning * 10000 <= 2 * pairs, "%s: %zu of %zu independent pairs are found", worlds[w].name, leaning, pairs);
	}
}

/*
 * The pairs of 34 sources, each of which copies this share of the other's
 * answers, that are found, and others
 */
static void
search_copies(const World *world, uint32 questions, double share, Size *right, Size *others)
{
	Given		given;
	WorkspaceBuffer buffer;
	Workspace	ws;
	Dependence *found;
	Size		count;

	answer_alone(world, questions, said);
	for (uint32 s = 0; s < 34; s += 2)
		for (uint32 q = 0; q < questions; q++)
			if (said[s][q] >= 0 && chance() < share)
				said[s + 1][q] = said[s][q];
	given = give_all(said, questions, world->answers);
	workspace_init(&ws, &buffer);
	count = search(&given, &found, &ws);
	for (Size i = 0; i < count; i++)
	{
		bool		is_copy = found[i].source % 2 == 0 && found[i].other == found[i].source + 1 && found[i].source < 34;

		*right += is_copy;
		*others += !is_copy;
	}
	workspace_free(&ws);
	free(given.answers);
}

/* 17 of 1,770 pairs copy */
static void
test_copies(void)
{
	static const uint32 questions[] = {600, 1000, 1500};
	static const double shares[] = {0.8, 0.9, 1};
	static const World worlds[] = {
		{"four answers", 4, 0.5, 0.85, false, 0, 0},
		{"ten answers", 10, 0.5, 0.85, false, 0, 0},
		{"ten answers, mostly right", 10, 0.7, 0.95, false, 0, 0},
		{"twenty answers, good and bad sources", 20, 0.5, 0.95, false, 0, 0},
		{"two camps", 10, 0.5, 0.85, false, 0, 2},
		{"two camps of one mind each", 10, 0.8, 0.95, false, 0, 2},
		{"yes or no", 2, 0.6, 0.95, false, 0, 0}};

	for (Size w = 0; w < lengthof(worlds); w++)
		for (Size c = 0; c < lengthof(shares); c++)
		{
			Size		right = 0,
						others = 0;

			for (Size n = 0; n < lengthof(questions); n++)
				search_copies(&worlds[w], questions[n], shares[c], &right, &others);
			tap_ok(right >= 0.95 * (right + others) && right >= 0.9 * 51, "%s: of 51 copies of %.0f %% %zu are found, and %zu others",
				   worlds[w].name, 100 * shares[c], right, others);
		}
}

int
main(void)
{
	test_strongest();
	if (DEPENDENCES_MAX < 1000)
		return tap_done();
	test_counts();
	test_peculiar();
	test_habit();
	test_common();
	test_direction();
	test_sets();
	test_independent();
	test_copies();
	return tap_done();
}
