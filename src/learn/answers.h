/*-------------------------------------------------------------------------
 *
 * answers.h
 *		Who gave which answer to which question.
 *
 * Sources, questions and answers are numbered from 0; two answers are the
 * same if their numbers are equal.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ANSWERS_H
#define CORROBORATE_ANSWERS_H

#include "base/workspace.h"

/*
 * How many sources must prefer another answer for a question to be hard: a
 * single source that errs does not make it hard for two that are right
 */
#define OTHERS_MIN 2

/* Stands for an unknown time */
#define UNDATED INT64_MAX

typedef struct Answer
{
	uint32		source;
	uint32		question;
	uint32		answer;
	int64		said_at;		/* in any unit, or UNDATED */
} Answer;

/* All sources that gave one answer to one question */
typedef struct AnswerGroup
{
	uint32		first;			/* of members */
	uint32		count;
	uint32		asked;			/* sources that answered the question */
	uint32		others;			/* sources of its most frequent other answer */
	bool		others_alone;	/* only one other answer is that frequent */
	bool		hard;			/* see answers_arrange() */
} AnswerGroup;

typedef struct Answers
{
	uint32		nsources;
	uint32		nquestions;
	uint32		nanswers;		/* sets of answers included */
	uint32		count;
	Answer	   *answers;		/* by source, then question; one for both */
	uint32	   *group_of;		/* of each answer, an index into groups */
	uint32	   *first;			/* nsources + 1: where a source's answers begin */
	AnswerGroup *groups;		/* groups of a question are adjacent */
	uint32		ngroups;
	uint32	   *first_group;	/* nquestions + 1: where a question's groups begin */
	uint32	   *members;		/* sources; those of a group are adjacent and
								 * ascending */
} Answers;

/*
 * Arranges answers, which are sorted in place.  If a source gave several
 * answers to a question, they are replaced by the set of them, which is an
 * answer of its own and has the time of the earliest.
 *
 * A group is hard if two of its members did not merely agree with what others
 * prefer: without the two, some other answer, which at least OTHERS_MIN
 * sources gave, was given at least as often as this one.
 */
extern void answers_arrange(Answers *result, Answer *answers, Size count,
							uint32 nsources, uint32 nquestions, uint32 nanswers,
							Workspace *ws);

#endif							/* CORROBORATE_ANSWERS_H */
