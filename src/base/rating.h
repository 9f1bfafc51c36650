/*-------------------------------------------------------------------------
 *
 * rating.h
 *		How far a source can be relied on: a number in [0,1].
 *
 * The rules for ratings, shared by every path that one can come in by: text,
 * binary, casts, JSON, the grammar.  Pure; the SQL type is confidence.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_RATING_H
#define CORROBORATE_RATING_H

#include "base/pure.h"

/* What is wrong with a rating */
typedef enum RatingError
{
	RATING_OK = 0,
	RATING_SYNTAX,				/* not a number, percentage or letter A-E */
	RATING_NOT_FINITE,			/* NaN or an infinity */
	RATING_RANGE,				/* outside [0,1] */
	RATING_UNDERFLOW,			/* above zero, but too small for a double */
	RATING_LETTER_F				/* F: reliability cannot be judged */
} RatingError;

/* Powers of ten that a double holds exactly */
#define EXACT_POWER 22
extern const double powers_of_ten[EXACT_POWER + 1];

/* Long enough for the shortest decimal of any double in [0,1], and a NUL */
#define RATING_TEXT_SIZE 32

/*
 * The rule for a rating that is a number already.  Changes minus zero to zero.
 */
extern RatingError rating_check(double *value);

/*
 * Reads a decimal, a percentage ("70%") or a NATO reliability letter A-E.
 * The text needs no NUL at its end; white space is not allowed in it.
 */
extern RatingError rating_parse(const char *text, Size length, double *value);

/*
 * Writes the shortest decimal that reads back the same, and a NUL; returns
 * its length.  Does not look at extra_float_digits.
 */
extern int	rating_print(double value, char buffer[RATING_TEXT_SIZE]);

/*
 * A sentence (for errdetail) for an error, and a hint, or NULL, for an error in
 * this text
 */
extern const char *rating_error_detail(RatingError error);
extern const char *rating_error_hint(RatingError error, const char *text, Size length);

#endif							/* CORROBORATE_RATING_H */
