/*-------------------------------------------------------------------------
 *
 * answers.c
 *		Who gave which answer to which question.
 *
 * Storage: none.  Memory: the caller's workspace, some 70 bytes an answer.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/answers.h"

#include "base/groups.h"
#include "base/sort.h"

/* Several answers of one source to one question, adjacent in answers */
typedef struct AnswerSet
{
	const Answer *members;
	uint32		count;
} AnswerSet;

static void
sort_answers(Answer *answers, Size count, Workspace *ws)
{
	SortItem   *items = workspace_alloc(ws, count, sizeof(SortItem));
	Answer	   *sorted = workspace_alloc(ws, count, sizeof(Answer));

	for (Size i = 0; i < count; i++)
	{
		items[i].high = (uint64) answers[i].source << 32 | answers[i].question;
		items[i].low = answers[i].answer;
		items[i].index = i;
	}
	sort_items(items, count, NULL, NULL, ws);
	for (Size i = 0; i < count; i++)
		sorted[i] = answers[items[i].index];
	if (count > 0)
		memcpy(answers, sorted, count * sizeof(Answer));
}

/* Keeps each answer of a source to a question once, with its earliest time */
static Size
drop_repeats(Answer *answers, Size count)
{
	Size		kept = 0;

	for (Size i = 0; i < count; i++)
	{
		Answer	   *last = kept > 0 ? &answers[kept - 1] : NULL;

		if (last != NULL && last->source == answers[i].source &&
			last->question == answers[i].question && last->answer == answers[i].answer)
			last->said_at = Min(last->said_at, answers[i].said_at);
		else
			answers[kept++] = answers[i];
	}
	return kept;
}

static int
compare_sets(uint32 a, uint32 b, const void *context)
{
	const AnswerSet *sets = context;

	for (uint32 i = 0; i < Min(sets[a].count, sets[b].count); i++)
	{
		uint32		x = sets[a].members[i].answer,
					y = sets[b].members[i].answer;

		if (x != y)
			return x < y ? -1 : 1;
	}
	return sets[a].count < sets[b].count ? -1 : sets[a].count > sets[b].count;
}

/* Numbers sets of answers from nanswers on; equal sets get the same number */
static uint32
number_sets(const AnswerSet *sets, uint32 nsets, uint32 nanswers,
			uint32 *numbers, Workspace *ws)
{
	SortItem   *items = workspace_alloc(ws, nsets, sizeof(SortItem));

	for (uint32 i = 0; i < nsets; i++)
		items[i] = (SortItem) {sets[i].members[0].answer, sets[i].count, i};
	sort_items(items, nsets, compare_sets, sets, ws);
	for (uint32 i = 0; i < nsets; i++)
	{
		if (i == 0 || compare_sets(items[i - 1].index, items[i].index, sets) != 0)
			nanswers++;
		numbers[items[i].index] = nanswers - 1;
	}
	return nanswers;
}

static bool
same_asked(const Answer *a, const Answer *b)
{
	return a->source == b->source && a->question == b->question;
}

/* Keeps one answer of a source to a question; see answers_arrange() */
static void
join_sets(Answers *result, Workspace *ws)
{
	Answer	   *joined = workspace_alloc(ws, result->count, sizeof(Answer));
	AnswerSet  *sets = workspace_alloc(ws, result->count / 2, sizeof(AnswerSet));
	uint32	   *of_set = workspace_alloc(ws, result->count / 2, sizeof(uint32));
	uint32	   *numbers = workspace_alloc(ws, result->count / 2, sizeof(uint32));
	uint32		nsets = 0,
				kept = 0;

	for (uint32 i = 0, next; i < result->count; i = next)
	{
		joined[kept] = result->answers[i];
		for (next = i + 1;
			 next < result->count && same_asked(&result->answers[i], &result->answers[next]);
			 next++)
			joined[kept].said_at = Min(joined[kept].said_at, result->answers[next].said_at);
		if (next > i + 1)
		{
			sets[nsets] = (AnswerSet) {&result->answers[i], next - i};
			of_set[nsets++] = kept;
		}
		kept++;
	}
	result->nanswers = number_sets(sets, nsets, result->nanswers, numbers, ws);
	for (uint32 i = 0; i < nsets; i++)
		joined[of_set[i]].answer = numbers[i];
	result->answers = joined;
	result->count = kept;
}

/* The groups of one question; see answers_arrange() */
static void
judge_groups(AnswerGroup *groups, uint32 ngroups)
{
	uint32		most = 0,
				second = 0,
				with_most = 0,
				with_second = 0,
				asked = 0;

	for (uint32 i = 0; i < ngroups; i++)
	{
		asked += groups[i].count;
		most = Max(most, groups[i].count);
	}
	for (uint32 i = 0; i < ngroups; i++)
	{
		with_most += groups[i].count == most;
		second = Max(second, groups[i].count < most ? groups[i].count : 0);
	}
	for (uint32 i = 0; i < ngroups; i++)
		with_second += groups[i].count == second;
	for (uint32 i = 0; i < ngroups; i++)
	{
		AnswerGroup *group = &groups[i];
		bool		first = group->count == most;

		group->asked = asked;
		group->others = first && with_most == 1 ? second : most;
		group->others_alone = group->others == second ? with_second == 1 : with_most - first == 1;
		group->hard = group->count >= 2 && group->count - 2 <= group->others &&
			group->others >= OTHERS_MIN;
	}
}

static void
group_answers(Answers *result, Workspace *ws)
{
	const Answer *answers = result->answers;
	SortItem   *items = workspace_alloc(ws, result->count, sizeof(SortItem));
	uint32		first = 0;

	for (uint32 i = 0; i < result->count; i++)
		items[i] = (SortItem) {answers[i].question, answers[i].answer, i};
	/* stable, so that sources are ascending within a group */
	sort_items(items, result->count, NULL, NULL, ws);
	result->groups = workspace_alloc(ws, result->count, sizeof(AnswerGroup));
	result->group_of = workspace_alloc(ws, result->count, sizeof(uint32));
	result->members = workspace_alloc(ws, result->count, sizeof(uint32));
	result->first_group = workspace_alloc_zero(ws, result->nquestions + 1, sizeof(uint32));
	result->ngroups = 0;
	for (uint32 i = 0; i < result->count; i++)
	{
		bool		new_question = i > 0 && items[i].high != items[i - 1].high;

		if (new_question)
		{
			judge_groups(result->groups + first, result->ngroups - first);
			first = result->ngroups;
		}
		if (i == 0 || new_question || items[i].low != items[i - 1].low)
		{
			result->groups[result->ngroups++] = (AnswerGroup) {.first = i};
			result->first_group[items[i].high + 1]++;
		}
		result->groups[result->ngroups - 1].count++;
		result->group_of[items[i].index] = result->ngroups - 1;
		result->members[i] = answers[items[i].index].source;
	}
	group_starts(result->first_group, result->nquestions, ws);
	if (result->count > 0)
		judge_groups(result->groups + first, result->ngroups - first);
}

void
answers_arrange(Answers *result, Answer *answers, Size count, uint32 nsources,
				uint32 nquestions, uint32 nanswers, Workspace *ws)
{
	if (count >= UINT32_MAX)
		workspace_too_large();
	sort_answers(answers, count, ws);
	*result = (Answers) {.nsources = nsources, .nquestions = nquestions, .nanswers = nanswers,
		.answers = answers, .count = drop_repeats(answers, count)};
	join_sets(result, ws);
	result->first = workspace_alloc_zero(ws, nsources + 1, sizeof(uint32));
	for (uint32 i = 0; i < result->count; i++)
		result->first[result->answers[i].source + 1]++;
	group_starts(result->first, nsources, ws);
	group_answers(result, ws);
}
