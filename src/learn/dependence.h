/*-------------------------------------------------------------------------
 *
 * dependence.h
 *		Which sources answer alike where independent ones would not.
 *
 * Sources that are right agree, and that says nothing.  What says something
 * is agreement on hard questions: those on which the two differ, and those on
 * which they agree although the other sources do not prefer that answer.
 *
 * What says more are peculiar answers: those that hardly any other source
 * gives, whatever the reason.  Whoever copies has most of the peculiar
 * answers of the original, however often both are right, and however much is
 * added.  So where both gave enough of them, these decide.
 *
 * Those who share a conviction, or mean the same by a word, share the answers
 * that all who do have in common, and not each other's mistakes.  Agreement
 * that more than a fifth of the others have with one of the two, too, is such
 * a view, and says nothing either: it is chance, and only what exceeds it
 * counts.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_DEPENDENCE_H
#define CORROBORATE_DEPENDENCE_H

#include "learn/answers.h"

/*
 * How strong a dependence must be to be one, and from where on one repeats
 * the other
 */
#define DEPENDENCE_LEAST 0.6
#define DEPENDENCE_REPEATS 0.9

/*
 * With fewer hard questions that both answered, or peculiar answers, two are
 * never judged
 */
#define HARD_QUESTIONS_MIN 13

/*
 * An answer is peculiar if at most one in so many of the others gives it,
 * while others prefer one that at least OTHERS_MIN of them give
 */
#define PECULIAR_AMONG 5

/* Of so many shared hard answers must one be the first to give, in this share */
#define DATED_ANSWERS_MIN 10
#define FIRST_SHARE 0.9

/* The strongest are kept, if there are more; tests set a small number */
#ifndef DEPENDENCES_MAX
#define DEPENDENCES_MAX 1000000
#endif

/* A source's peculiar answers to questions that both answered */
typedef struct Peculiar
{
	uint32		count;
	uint32		same;			/* of these, the other gave them, too */
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
	uint32		hard;			/* of these, the same answer to hard ones */
	uint32		differ;			/* and other answers; these are hard, too */
	uint32		dated;			/* of hard, with both times known */
	uint32		earlier;		/* of dated, source before other */
	uint32		later;			/* of dated, source after other */
	Peculiar	of_source;		/* what decides is the stronger of these two */
	Peculiar	of_other;		/* or, where one of them has too few, all hard
								 * questions */
	DependenceBy by;			/* which of them decided */
	double		bound;			/* of the share of the same answers there, the
								 * lower 5 % bound */
	double		chance;			/* the agreement of two who answer by habit,
								 * or share a view */
	double		strength;		/* (bound - chance) / (1 - chance) */
} Dependence;

/* Who was first in at least nine of ten dated answers */
typedef enum Direction
{
	DIRECTION_UNKNOWN,
	SOURCE_FIRST,
	OTHER_FIRST
} Direction;

extern Direction dependence_direction(const Dependence *dependence);

/*
 * All pairs of at least this strength, the strongest first; of equals the one
 * with lower numbers.  Takes time by pairs of answers to a hard question, not
 * by pairs of sources.  Can be cancelled.
 */
extern Size find_dependence(const Answers *answers, double least,
							Dependence **found, Workspace *ws);

#endif							/* CORROBORATE_DEPENDENCE_H */
