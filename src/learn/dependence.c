/*-------------------------------------------------------------------------
 *
 * dependence.c
 *		Which sources answer alike where independent ones would not.
 *
 * For each source, those are counted that gave the same answers to hard
 * questions, group by group; only whom that makes a candidate is compared
 * with it question by question.
 *
 * After Li, Dong, Lyons, Meng and Srivastava, Truth Finding on the Deep Web
 * (2013), whose likelihoods of copying find too much where sources share
 * convictions.
 *
 * Storage: none.  Memory: the caller's workspace: a few words a source and
 * question, and at most twice DEPENDENCES_MAX pairs.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/dependence.h"

#include <math.h>

#include "base/sort.h"
#include "learn/beta.h"

/* The share of cases in which the bound is too high */
#define BOUND_QUANTILE 0.05

/* No place in the answers */
#define NOWHERE UINT32_MAX

typedef struct Search
{
	const Answers *answers;
	double		least;
	uint32	   *hard;			/* of each source, hard answers that it shares
								 * with the one that is looked at */
	uint32	   *candidates;		/* those that share any */
	uint32		ncandidates;
	uint32	   *place;			/* of each question, where the source that is
								 * looked at answers it, or NOWHERE */
	uint32	   *habit;			/* of each answer, how often that source gives
								 * it to questions that both answered */
	Dependence *found;
	Size		nfound;
	Size		capacity;
	Workspace  *ws;
} Search;

/* Sources after this one that share hard answers with it, and how many */
static void
collect_candidates(Search *search, uint32 source)
{
	const Answers *answers = search->answers;

	search->ncandidates = 0;
	for (uint32 i = answers->first[source]; i < answers->first[source + 1]; i++)
	{
		const AnswerGroup *group = &answers->groups[answers->group_of[i]];

		if (!group->hard)
			continue;
		CHECK_FOR_INTERRUPTS();
		/* by place, that is by source: from the end up to this one */
		for (uint32 j = group->first + group->count; answers->by_answer[--j] != i;)
		{
			uint32		other = answers->answers[answers->by_answer[j]].source;

			if (search->hard[other]++ == 0)
				search->candidates[search->ncandidates++] = other;
		}
	}
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

/* Whether hardly anybody but the two gives the answer of mine to a question,
 * which theirs answer in their way, or in the same */
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

static void
count_peculiar(Peculiar *peculiar, const AnswerGroup *mine, const AnswerGroup *theirs)
{
	if (!is_peculiar(mine, theirs))
		return;
	peculiar->count++;
	peculiar->same += mine == theirs;
}

/* A question that the source that is looked at and another both answered */
typedef struct Shared
{
	const Answer *mine;
	const Answer *theirs;
	const AnswerGroup *my_group;
	const AnswerGroup *their_group;
	uint32		next;			/* the other's answer to go on with */
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

/* Counts what both answered, and who was first with hard answers */
static void
count_shared(const Search *search, Dependence *pair)
{
	for (Shared at = before_shared(search, pair->other); next_shared(search, &at);)
	{
		bool		same = at.my_group == at.their_group;

		pair->shared++;
		pair->differ += !same;
		count_peculiar(&pair->of_source, at.my_group, at.their_group);
		count_peculiar(&pair->of_other, at.their_group, at.my_group);
		if (same && at.my_group->hard)
			note_order(pair, at.mine, at.theirs);
	}
}

/* How often the source that is looked at, or the other one, gives each answer
 * to questions that both answered; add: 1, or 0 to forget it */
static void
count_habits(Search *search, const Dependence *pair, bool of_other, uint32 add)
{
	for (Shared at = before_shared(search, pair->other); next_shared(search, &at);)
	{
		uint32	   *habit = &search->habit[(of_other ? at.theirs : at.mine)->answer];

		*habit = add == 0 ? 0 : *habit + 1;
	}
}

/* How often those agree who answer by habit: on all that both answered, times
 * the square of shared; and on peculiar answers of one, see Peculiar */
static uint64
compare_habits(Search *search, Dependence *pair)
{
	uint64		by_habit = 0;

	for (int of_other = 0; of_other <= 1; of_other++)
	{
		count_habits(search, pair, of_other, 1);
		for (Shared at = before_shared(search, pair->other); next_shared(search, &at);)
		{
			if (of_other && is_peculiar(at.my_group, at.their_group))
				pair->of_source.by_habit += search->habit[at.mine->answer];
			if (!of_other && is_peculiar(at.their_group, at.my_group))
				pair->of_other.by_habit += search->habit[at.theirs->answer];
			if (!of_other)
				by_habit += search->habit[at.theirs->answer];
		}
		count_habits(search, pair, of_other, 0);
	}
	return by_habit;
}

static double
without_chance(double share, double chance)
{
	return chance < 1 ? Max(0, (share - chance) / (1 - chance)) : 0;
}

/* Judges the pair by count questions, to same of which both gave the same
 * answer, if that makes the dependence stronger */
static void
judge_by(Dependence *pair, DependenceBy by, uint32 same, uint32 count, double chance)
{
	double		bound = beta_quantile(BOUND_QUANTILE, same + 1.0, count - same + 1.0),
				strength = without_chance(bound, chance);

	if (strength <= pair->strength)
		return;
	pair->by = by;
	pair->bound = bound;
	pair->chance = chance;
	pair->strength = strength;
}

static void
judge_by_peculiar(Dependence *pair, DependenceBy by, const Peculiar *peculiar)
{
	if (peculiar->count >= HARD_QUESTIONS_MIN)
		judge_by(pair, by, peculiar->same, peculiar->count,
				 peculiar->by_habit / ((double) peculiar->count * pair->shared));
}

/* Whether the bound for same out of count can reach least: it cannot where the
 * mean, which is above it, does not */
static bool
can_be(double least, uint32 same, uint32 count)
{
	return count >= HARD_QUESTIONS_MIN && (same + 1.0) / (count + 2.0) >= least;
}

/* Whether the pair, whose hard answers were counted, is a dependence */
static bool
judge_pair(Search *search, Dependence *pair)
{
	double		least = search->least;
	bool		by_hard;
	uint64		by_habit;

	pair->hard = search->hard[pair->other];
	if (pair->hard < least * HARD_QUESTIONS_MIN)
		return false;
	count_shared(search, pair);
	by_hard = can_be(least, pair->hard, pair->hard + pair->differ) &&
		Min(pair->of_source.count, pair->of_other.count) < HARD_QUESTIONS_MIN;
	if (!by_hard && !can_be(least, pair->of_source.same, pair->of_source.count) &&
		!can_be(least, pair->of_other.same, pair->of_other.count))
		return false;
	by_habit = compare_habits(search, pair);
	judge_by_peculiar(pair, BY_PECULIAR_OF_SOURCE, &pair->of_source);
	judge_by_peculiar(pair, BY_PECULIAR_OF_OTHER, &pair->of_other);
	if (by_hard)
		judge_by(pair, BY_HARD, pair->hard, pair->hard + pair->differ,
				 by_habit / ((double) pair->shared * pair->shared));
	return pair->strength >= least;
}

/* Orders doubles that are not negative, the greatest first */
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
	const Answers *answers = search->answers;

	collect_candidates(search, source);
	if (search->ncandidates == 0)
		return;
	for (uint32 i = answers->first[source]; i < answers->first[source + 1]; i++)
		search->place[answers->answers[i].question] = i;
	for (uint32 i = 0; i < search->ncandidates; i++)
	{
		Dependence	pair = {.source = source, .other = search->candidates[i]};

		CHECK_FOR_INTERRUPTS();
		if (judge_pair(search, &pair))
			keep_pair(search, &pair);
		search->hard[pair.other] = 0;
	}
	for (uint32 i = answers->first[source]; i < answers->first[source + 1]; i++)
		search->place[answers->answers[i].question] = NOWHERE;
}

Size
find_dependence(const Answers *answers, double least, Dependence **found, Workspace *ws)
{
	Search		search = {.answers = answers, .least = least, .ws = ws};

	search.hard = workspace_alloc_zero(ws, answers->nsources, sizeof(uint32));
	search.candidates = workspace_alloc(ws, answers->nsources, sizeof(uint32));
	search.habit = workspace_alloc_zero(ws, answers->nanswers, sizeof(uint32));
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
