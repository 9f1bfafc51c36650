/*-------------------------------------------------------------------------
 *
 * dependence.c
 *		Which sources agree where independent ones would not.
 *
 * For each source, the sources after it are tallied group by group of each
 * question, as what is counted depends on the two answers alone: first those
 * that agree with it, and if any of these do so often enough, those that
 * differ, too.  Only the candidates that this leaves are compared with it
 * question by question.
 *
 * After Li, Dong, Lyons, Meng and Srivastava, Truth Finding on the Deep Web
 * (2013), whose likelihoods of copying find too much if sources share
 * convictions.
 *
 * Storage: none.  Memory: the caller's workspace: a few words for each source
 * and question, and at most twice DEPENDENCES_MAX pairs.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/dependence.h"

#include <math.h>

#include "base/sort.h"
#include "learn/beta.h"

/* The probability that the bound is too high */
#define BOUND_QUANTILE 0.05

/* No place in the answers */
#define NOWHERE UINT32_MAX

/* How the current source and another answered hard questions */
typedef struct Tally
{
	uint32		hard;			/* how many with the same answer */
	uint32		differ;			/* how many with different ones */
	uint32		mine;			/* peculiar answers of the current one */
	uint32		theirs;			/* peculiar answers of the other */
	uint32		both;			/* peculiar answers that both gave */
} Tally;

typedef struct Tallies
{
	Tally	   *of;				/* of each source; zero unless met */
	uint32	   *met;
	uint32		nmet;
} Tallies;

/*
 * In what shares of the hard questions, and of the answers that are peculiar
 * to a source, more than one in PECULIAR_AMONG others agree with it
 */
typedef struct View
{
	bool		known;
	double		hard;
	double		peculiar;
} View;

/* How often two gave an answer to questions that both answered */
typedef struct Habit
{
	uint32		mine;
	uint32		theirs;
	uint32		both;			/* both, to the same question */
} Habit;

typedef struct Search
{
	const Answers *answers;
	double		least;
	Tallies		later;			/* of sources after the current one */
	Tallies		all;			/* of all, against one whose view is wanted */
	View	   *views;
	double	   *shares;			/* of a view */
	bool		placed;
	uint32	   *place;			/* of each question, where the current source
								 * answers it, or NOWHERE; set only if
								 * placed */
	Habit	   *habits;			/* of each answer */
	Dependence *found;
	Size		nfound;
	Size		capacity;
	Workspace  *ws;
} Search;

/*
 * Whether the answer of the group mine is peculiar: hardly anybody but the
 * pair gives it.  One source of the pair is in mine, and the other in theirs,
 * which can be the same group.
 */
static bool
is_peculiar(const AnswerGroup *mine, const AnswerGroup *theirs)
{
	bool		same = mine == theirs;
	uint32		likewise = mine->count - 1 - same,
				others = mine->others;

	if (!same && mine->others_alone && theirs->count == others)
		others--;
	return others >= OTHERS_MIN && likewise <= others &&
		(uint64) likewise * PECULIAR_AMONG <= mine->asked - 2;
}

/* What a hard question on which the two agree adds to a tally */
static Tally
when_alike(const AnswerGroup *mine)
{
	uint32		both = is_peculiar(mine, mine);

	return (Tally) {.hard = 1, .mine = both, .theirs = both, .both = both};
}

/* What a question on which they differ adds to a tally */
static Tally
when_different(const AnswerGroup *mine, const AnswerGroup *theirs)
{
	return (Tally) {.differ = 1, .mine = is_peculiar(mine, theirs),
		.theirs = is_peculiar(theirs, mine)};
}

/* Adds to the tally of each member of a group from the given source on */
static void
add_to_tallies(Tallies *tallies, const Answers *answers, const AnswerGroup *group,
			   uint32 from, Tally add)
{
	const uint32 *members = &answers->members[group->first];

	for (uint32 i = group->count; i > 0 && members[i - 1] >= from; i--)
	{
		Tally	   *tally = &tallies->of[members[i - 1]];

		if (tally->hard + tally->differ == 0)
			tallies->met[tallies->nmet++] = members[i - 1];
		tally->hard += add.hard;
		tally->differ += add.differ;
		tally->mine += add.mine;
		tally->theirs += add.theirs;
		tally->both += add.both;
	}
}

/*
 * Tallies the sources that agree with a source on hard questions, including
 * itself unless it is before the first one that is asked for
 */
static void
tally_alike(Tallies *tallies, const Answers *answers, uint32 source, uint32 from)
{
	for (uint32 i = answers->first[source]; i < answers->first[source + 1]; i++)
	{
		const AnswerGroup *mine = &answers->groups[answers->group_of[i]];

		CHECK_FOR_INTERRUPTS();
		if (mine->hard)
			add_to_tallies(tallies, answers, mine, from, when_alike(mine));
	}
}

/* Tallies the sources that differ from it */
static void
tally_different(Tallies *tallies, const Answers *answers, uint32 source, uint32 from)
{
	for (uint32 i = answers->first[source]; i < answers->first[source + 1]; i++)
	{
		const AnswerGroup *mine = &answers->groups[answers->group_of[i]];
		const uint32 *first = &answers->first_group[answers->answers[i].question];

		CHECK_FOR_INTERRUPTS();
		for (uint32 g = first[0]; g < first[1]; g++)
		{
			const AnswerGroup *theirs = &answers->groups[g];

			if (theirs != mine)
				add_to_tallies(tallies, answers, theirs, from, when_different(mine, theirs));
		}
	}
}

/* Whether any of the tallied sources agrees often enough to depend */
static bool
any_agree(const Tallies *tallies, double least)
{
	for (uint32 i = 0; i < tallies->nmet; i++)
		if (tallies->of[tallies->met[i]].hard >= least * HARD_QUESTIONS_MIN)
			return true;
	return false;
}

static void
clear_tallies(Tallies *tallies)
{
	for (uint32 i = 0; i < tallies->nmet; i++)
		tallies->of[tallies->met[i]] = (Tally) {0};
	tallies->nmet = 0;
}

static int
compare_descending(const void *a, const void *b)
{
	double		x = *(const double *) a,
				y = *(const double *) b;

	return (x < y) - (x > y);
}

/*
 * The share that more than one in PECULIAR_AMONG sources reach.  One of all is
 * the other source of the pair, and does not count.  There are at least two:
 * if two agree on a hard question, a third contradicts them.
 */
static double
commonly_reached(double *shares, uint32 count)
{
	uint32		place = (count - 1) / PECULIAR_AMONG + 1;

	Assert(place < count);
	qsort(shares, count, sizeof(double), compare_descending);
	return shares[place];
}

/*
 * The agreement of sources that share a view, from their tallies.  One
 * question is added to each count, so that few questions count for less.
 */
static double
agreement_of_view(Search *search, uint32 source, bool peculiar)
{
	const Tallies *all = &search->all;
	uint32		count = 0;

	for (uint32 i = 0; i < all->nmet; i++)
	{
		const Tally *tally = &all->of[all->met[i]];

		if (all->met[i] != source)
			search->shares[count++] = peculiar ? tally->both / (tally->mine + 1.0)
				: tally->hard / (tally->hard + tally->differ + 1.0);
	}
	return commonly_reached(search->shares, count);
}

static const View *
view_of(Search *search, uint32 source)
{
	View	   *view = &search->views[source];

	if (view->known)
		return view;
	tally_alike(&search->all, search->answers, source, 0);
	tally_different(&search->all, search->answers, source, 0);
	view->hard = agreement_of_view(search, source, false);
	view->peculiar = agreement_of_view(search, source, true);
	view->known = true;
	clear_tallies(&search->all);
	return view;
}

/* A question that the current source and another both answered */
typedef struct Shared
{
	const Answer *mine;
	const Answer *theirs;
	const AnswerGroup *my_group;
	const AnswerGroup *their_group;
	uint32		next;			/* the other's answer to continue with */
	uint32		end;
} Shared;

/* Before the first question that both answered */
static Shared
before_shared(const Search *search, uint32 other)
{
	const uint32 *first = search->answers->first;

	return (Shared) {.next = first[other], .end = first[other + 1]};
}

/* Goes to the next question that both answered; false after the last one */
static bool
next_shared(const Search *search, Shared *shared)
{
	const Answers *answers = search->answers;

	while (shared->next < shared->end)
	{
		uint32		theirs = shared->next++,
					mine = search->place[answers->answers[theirs].question];

		if (mine == NOWHERE)
			continue;
		shared->mine = &answers->answers[mine];
		shared->theirs = &answers->answers[theirs];
		shared->my_group = &answers->groups[answers->group_of[mine]];
		shared->their_group = &answers->groups[answers->group_of[theirs]];
		return true;
	}
	return false;
}

static void
note_order(Dependence *pair, const Answer *mine, const Answer *theirs)
{
	if (mine->said_at == UNDATED || theirs->said_at == UNDATED)
		return;
	pair->dated++;
	pair->earlier += mine->said_at < theirs->said_at;
	pair->later += mine->said_at > theirs->said_at;
}

/* Counts what both answered, and who was first with hard answers */
static void
count_shared(const Search *search, Dependence *pair)
{
	for (Shared at = before_shared(search, pair->other); next_shared(search, &at);)
	{
		pair->shared++;
		if (at.my_group == at.their_group && at.my_group->hard)
			note_order(pair, at.mine, at.theirs);
	}
}

/* How often each of the two gives an answer to questions that both answered */
static void
count_habits(Search *search, const Dependence *pair)
{
	for (Shared at = before_shared(search, pair->other); next_shared(search, &at);)
	{
		search->habits[at.mine->answer].mine++;
		search->habits[at.theirs->answer].theirs++;
		search->habits[at.mine->answer].both += at.my_group == at.their_group;
	}
}

static void
forget_habits(Search *search, const Dependence *pair)
{
	for (Shared at = before_shared(search, pair->other); next_shared(search, &at);)
		search->habits[at.mine->answer] = search->habits[at.theirs->answer] = (Habit) {0};
}

/*
 * How often a source gives an answer by habit, that is, among the questions to
 * which the other gives a different one, as the rest may be copied.  If these
 * are too few, because the other nearly always gives it, all shared questions
 * count.
 */
static double
expect_answer(uint32 times, uint32 both, uint32 by_other, uint32 shared)
{
	uint32		elsewhere = shared - by_other;

	return elsewhere < HARD_QUESTIONS_MIN ? times / (double) shared
		: (times - both) / (double) elsewhere;
}

static double
without_chance(double share, double chance)
{
	return chance < 1 ? Max(0, (share - chance) / (1 - chance)) : 0;
}

/*
 * Both gave the same answer to same out of count questions; count is 0 if the
 * sign is not used
 */
typedef struct Sign
{
	uint32		same;
	uint32		count;
	double		chance;			/* the share for independent sources */
} Sign;

/*
 * Whether the bound for one of the signs can reach least: it cannot if the
 * mean, which is above the bound, does not
 */
static bool
can_depend(const Sign *signs, double least)
{
	for (int by = 0; by < SIGNS; by++)
		if (signs[by].count >= HARD_QUESTIONS_MIN &&
			without_chance((signs[by].same + 1.0) / (signs[by].count + 2.0),
						   signs[by].chance) >= least)
			return true;
	return false;
}

static void
read_signs(const Dependence *pair, Sign *signs)
{
	const Peculiar *mine = &pair->of_source,
			   *theirs = &pair->of_other;
	bool		by_hard = Min(mine->count, theirs->count) < HARD_QUESTIONS_MIN;

	signs[BY_PECULIAR_OF_SOURCE] = (Sign) {.same = mine->same, .count = mine->count};
	signs[BY_PECULIAR_OF_OTHER] = (Sign) {.same = theirs->same, .count = theirs->count};
	signs[BY_HARD] = (Sign) {.same = pair->hard, .count = by_hard ? pair->hard + pair->differ : 0};
}

/* The agreement of sources that share the view of one of the two */
static void
expect_views(Search *search, const Dependence *pair, Sign *signs)
{
	const View *mine = view_of(search, pair->source),
			   *theirs = view_of(search, pair->other);

	signs[BY_PECULIAR_OF_SOURCE].chance = mine->peculiar;
	signs[BY_PECULIAR_OF_OTHER].chance = theirs->peculiar;
	signs[BY_HARD].chance = Max(mine->hard, theirs->hard);
}

/* The agreement of sources that answer by habit */
static void
expect_habits(Search *search, const Dependence *pair, Sign *signs)
{
	uint32		shared = pair->shared,
				count[SIGNS] = {pair->of_source.count, pair->of_other.count, shared};
	double		sum[SIGNS] = {0};

	count_habits(search, pair);
	for (Shared at = before_shared(search, pair->other); next_shared(search, &at);)
	{
		const Habit *mine = &search->habits[at.mine->answer],
				   *theirs = &search->habits[at.theirs->answer];

		if (is_peculiar(at.my_group, at.their_group))
			sum[BY_PECULIAR_OF_SOURCE] += expect_answer(mine->theirs, mine->both, mine->mine, shared);
		if (is_peculiar(at.their_group, at.my_group))
			sum[BY_PECULIAR_OF_OTHER] += expect_answer(theirs->mine, theirs->both, theirs->theirs, shared);
		sum[BY_HARD] += theirs->mine / (double) shared;
	}
	forget_habits(search, pair);
	for (int by = 0; by < SIGNS; by++)
		if (count[by] > 0)
			signs[by].chance = Max(signs[by].chance, sum[by] / count[by]);
}

/* Judges the pair by a sign if that makes the dependence stronger */
static void
judge_by(Dependence *pair, DependenceBy by, const Sign *sign)
{
	double		bound,
				strength;

	if (sign->count < HARD_QUESTIONS_MIN)
		return;
	bound = beta_quantile(BOUND_QUANTILE, sign->same + 1.0, sign->count - sign->same + 1.0);
	strength = without_chance(bound, sign->chance);
	if (strength <= pair->strength)
		return;
	pair->by = by;
	pair->bound = bound;
	pair->chance = sign->chance;
	pair->strength = strength;
}

/* Sets the places of the current source's answers */
static void
place_answers(Search *search, uint32 source, bool there)
{
	const Answers *answers = search->answers;

	if (search->placed == there)
		return;
	for (uint32 i = answers->first[source]; i < answers->first[source + 1]; i++)
		search->place[answers->answers[i].question] = there ? i : NOWHERE;
	search->placed = there;
}

/* Whether the pair with this tally is a dependence */
static bool
judge_pair(Search *search, Dependence *pair, const Tally *tally)
{
	Sign		signs[SIGNS];

	pair->hard = tally->hard;
	pair->differ = tally->differ;
	pair->of_source = (Peculiar) {.count = tally->mine, .same = tally->both};
	pair->of_other = (Peculiar) {.count = tally->theirs, .same = tally->both};
	read_signs(pair, signs);
	if (!can_depend(signs, search->least))
		return false;
	expect_views(search, pair, signs);
	if (!can_depend(signs, search->least))
		return false;
	place_answers(search, pair->source, true);
	count_shared(search, pair);
	expect_habits(search, pair, signs);
	for (int by = 0; by < SIGNS; by++)
		judge_by(pair, by, &signs[by]);
	return pair->strength >= search->least;
}

/* Orders non-negative doubles, the greatest first */
static uint64
descending(double value)
{
	uint64		bits;

	memcpy(&bits, &value, sizeof(bits));
	return ~bits;
}

static void
sort_found(Search *search)
{
	SortItem   *items = workspace_alloc(search->ws, search->nfound, sizeof(SortItem));
	Dependence *sorted = workspace_alloc(search->ws, search->nfound, sizeof(Dependence));

	for (Size i = 0; i < search->nfound; i++)
	{
		const Dependence *pair = &search->found[i];

		items[i] = (SortItem) {descending(pair->strength),
			(uint64) pair->source << 32 | pair->other, i};
	}
	sort_items(items, search->nfound, NULL, NULL, search->ws);
	for (Size i = 0; i < search->nfound; i++)
		sorted[i] = search->found[items[i].index];
	if (search->nfound > 0)
		memcpy(search->found, sorted, search->nfound * sizeof(Dependence));
}

static void
keep_pair(Search *search, const Dependence *pair)
{
	if (search->nfound == 2 * DEPENDENCES_MAX)
	{
		sort_found(search);
		search->nfound = DEPENDENCES_MAX;
	}
	if (search->nfound == search->capacity)
		search->found = workspace_grow(search->ws, search->found, &search->capacity,
									   sizeof(Dependence));
	search->found[search->nfound++] = *pair;
}

static void
search_from(Search *search, uint32 source)
{
	Tallies    *later = &search->later;

	tally_alike(later, search->answers, source, source + 1);
	if (any_agree(later, search->least))
	{
		tally_different(later, search->answers, source, source + 1);
		for (uint32 i = 0; i < later->nmet; i++)
		{
			Dependence	pair = {.source = source, .other = later->met[i]};

			CHECK_FOR_INTERRUPTS();
			if (judge_pair(search, &pair, &later->of[pair.other]))
				keep_pair(search, &pair);
		}
		place_answers(search, source, false);
	}
	clear_tallies(later);
}

static Tallies
no_tallies(uint32 nsources, Workspace *ws)
{
	return (Tallies) {.of = workspace_alloc_zero(ws, nsources, sizeof(Tally)),
		.met = workspace_alloc(ws, nsources, sizeof(uint32))};
}

Size
find_dependence(const Answers *answers, double least, Dependence **found, Workspace *ws)
{
	Search		search = {.answers = answers, .least = least, .ws = ws};

	search.later = no_tallies(answers->nsources, ws);
	search.all = no_tallies(answers->nsources, ws);
	search.views = workspace_alloc_zero(ws, answers->nsources, sizeof(View));
	search.shares = workspace_alloc(ws, answers->nsources, sizeof(double));
	search.habits = workspace_alloc_zero(ws, answers->nanswers, sizeof(Habit));
	search.place = workspace_alloc(ws, answers->nquestions, sizeof(uint32));
	for (uint32 q = 0; q < answers->nquestions; q++)
		search.place[q] = NOWHERE;
	for (uint32 source = 0; source < answers->nsources; source++)
		search_from(&search, source);
	sort_found(&search);
	*found = search.found;
	return Min(search.nfound, DEPENDENCES_MAX);
}

Direction
dependence_direction(const Dependence *dependence)
{
	if (dependence->dated < DATED_ANSWERS_MIN)
		return DIRECTION_UNKNOWN;
	if (dependence->earlier >= FIRST_SHARE * dependence->dated)
		return SOURCE_FIRST;
	if (dependence->later >= FIRST_SHARE * dependence->dated)
		return OTHER_FIRST;
	return DIRECTION_UNKNOWN;
}
