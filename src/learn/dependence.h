/*-------------------------------------------------------------------------
 *
 * dependence.h
 *		Which sources agree where independent ones would not.
 *
 * Sources that are right agree, and that is no sign of dependence.  Agreement
 * on hard questions is: those on which the two differ, and those on which
 * they agree although the other sources do not prefer that answer.
 *
 * Peculiar answers are a stronger sign: those that hardly any other source
 * gives, whatever the reason.  A copy has most of the peculiar answers of the
 * original, however often both are right, and however much the copy adds.  So
 * if both gave enough of them, these decide.
 *
 * Sources that share a conviction, or mean the same by a word, have the
 * answers in common that follow from it, and not each other's mistakes.  If
 * more than a fifth of the others agree with one of the two as well, such a
 * view explains that agreement: it is taken for chance, and only what exceeds
 * it counts.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_DEPENDENCE_H
#define CORROBORATE_DEPENDENCE_H

#include "learn/answers.h"

/*
 * How strong a dependence must be to be reported, and how strong for one
 * source to repeat the other
 */
#define DEPENDENCE_LEAST 0.6
#define DEPENDENCE_REPEATS 0.9

/*
 * A pair is never judged by fewer hard questions that both answered, or fewer
 * peculiar answers
 */
#define HARD_QUESTIONS_MIN 13

/*
 * An answer is peculiar if at most one in this many other sources gives it,
 * and they prefer one that at least OTHERS_MIN of them give
 */
#define PECULIAR_AMONG 5

/*
 * One source was first if at least this many of the shared hard answers have
 * both times, and it gave at least this share of them earlier
 */
#define DATED_ANSWERS_MIN 10
#define FIRST_SHARE 0.9

/* If there are more, the strongest are kept; tests set a small number */
#ifndef DEPENDENCES_MAX
#define DEPENDENCES_MAX 1000000
#endif

/* A source's peculiar answers to questions that both answered */
typedef struct Peculiar
{
	uint32		count;
	uint32		same;			/* of these, those that the other gave, too */
} Peculiar;

typedef enum DependenceBy
{
	BY_PECULIAR_OF_SOURCE,
	BY_PECULIAR_OF_OTHER,
	BY_HARD,
	SIGNS						/* how many there are */
} DependenceBy;

typedef struct Dependence
{
	uint32		source;
	uint32		other;			/* above source */
	uint32		shared;			/* questions that both answered */
	uint32		hard;			/* of these, hard ones with the same answer */
	uint32		differ;			/* with different answers; always hard */
	uint32		dated;			/* of hard, those with both times known */
	uint32		earlier;		/* of dated, source before other */
	uint32		later;			/* of dated, source after other */
	Peculiar	of_source;		/* the stronger of these two decides */
	Peculiar	of_other;		/* or all hard questions if either has too
								 * few */
	DependenceBy by;			/* which sign decided */
	double		bound;			/* lower 5 % bound of the share of equal
								 * answers */
	double		chance;			/* agreement of two sources that answer by
								 * habit, or share a view */
	double		strength;		/* (bound - chance) / (1 - chance) */
} Dependence;

/* Which source was first in at least nine of ten dated answers */
typedef enum Direction
{
	DIRECTION_UNKNOWN,
	SOURCE_FIRST,
	OTHER_FIRST
} Direction;

extern Direction dependence_direction(const Dependence *dependence);

/*
 * All pairs of at least this strength, the strongest first; of equals, the
 * one with lower numbers first.  The time is proportional to the pairs of
 * answers to hard questions, not to the pairs of sources.  Can be cancelled.
 */
extern Size find_dependence(const Answers *answers, double least,
							Dependence **found, Workspace *ws);

#endif							/* CORROBORATE_DEPENDENCE_H */
