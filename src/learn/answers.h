/*-------------------------------------------------------------------------
 *
 * answers.h
 *		Who gave which answer to which question.
 *
 * Sources, questions and answers are numbers from 0; two answers are the same
 * if their numbers are.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ANSWERS_H
#define CORROBORATE_ANSWERS_H

#include "base/workspace.h"

/*
 * A single source that errs does not make a question hard for two that are
 * right
 */
#define OTHERS_MIN 2

/* In place of a time: nobody knows when it was said */
#define UNDATED INT64_MAX

typedef struct Answer
{
	uint32		source;
	uint32		question;
	uint32		answer;
	int64		said_at;		/* in any unit, or UNDATED */
} Answer;

/* All who gave one answer to one question */
typedef struct AnswerGroup
{
	uint32		first;			/* of members */
	uint32		count;
	uint32		asked;			/* all who answered the question */
	uint32		others;			/* the most who gave one other answer to it */
	bool		others_alone;	/* only one other answer was given so often */
	bool		hard;			/* see answers_arrange() */
} AnswerGroup;

typedef struct Answers
{
	uint32		nsources;
	uint32		nquestions;
	uint32		nanswers;		/* sets of answers included */
	uint32		count;
	Answer	   *answers;		/* by source, then question; one for both */
	uint32	   *group_of;		/* of each of them, an index into groups */
	uint32	   *first;			/* nsources + 1: where a source's begin */
	AnswerGroup *groups;		/* those of a question side by side */
	uint32		ngroups;
	uint32	   *first_group;	/* nquestions + 1: where a question's begin */
	uint32	   *members;		/* sources: those of a group side by side,
								 * ascending */
} Answers;

/*
 * Arranges answers, which are sorted in place.  Who gave several answers to a
 * question gave the set of them, which is an answer of its own, as early as
 * the earliest.
 *
 * A group is hard if two of its members did not just agree with what others
 * prefer: without them, no more gave this answer than some other, which at
 * least two gave.
 */
extern void answers_arrange(Answers *result, Answer *answers, Size count,
							uint32 nsources, uint32 nquestions, uint32 nanswers,
							Workspace *ws);

#endif							/* CORROBORATE_ANSWERS_H */
