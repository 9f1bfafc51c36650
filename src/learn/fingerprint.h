/*-------------------------------------------------------------------------
 *
 * fingerprint.h
 *		Fingerprints of texts, by which copies of them are known again.
 *
 * Winnowing: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local
 * algorithms for document fingerprinting" (SIGMOD 2003).  Of each eight
 * shingles, five words in a row, that follow one another the one with the
 * lowest rank is taken.  So two texts that have twelve words in a row in
 * common have a print in common.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FINGERPRINT_H
#define CORROBORATE_FINGERPRINT_H

#include "learn/words.h"

/*
 * The first number of a fingerprint; another one if the rest is made another
 * way
 */
#define FINGERPRINT_VERSION 1

/* Shingles of which one is taken, by its place */
#define WINDOW 8

/* Longest shingle in words: eight letters that are words by themselves */
#define SHINGLE_MAX_WORDS 8

/*
 * Keyed hashes of the shingles that were taken, in the order of the text; the
 * same one more than once where the text repeats itself
 */
typedef struct Prints
{
	int64	   *values;
	Size		count;
} Prints;

/*
 * The prints of a text, which is UTF-8 in normalisation form C.  Texts of
 * less than a shingle have none, of a window at most at least one.  Can be
 * cancelled.
 */
extern void fingerprint_text(const char *text, Size length, const SipKey *key,
							 Prints *prints, Workspace *ws);

/* Sorted, each once */
extern Prints prints_distinct(const Prints *prints, Workspace *ws);

/*
 * The share of the prints of the text that has fewer that are also in the
 * other, from 0 to 1, each counted once; 0 where one has none.
 */
extern double prints_containment(const Prints *a, const Prints *b, Workspace *ws);

/*
 * How many prints in a row the two have in common at most.  A print that
 * occurs often in a text counts at its first RUN_STARTS_MAX places there.
 * Can be cancelled.
 */
extern Size prints_common_run(const Prints *a, const Prints *b, Workspace *ws);

#define RUN_STARTS_MAX 16

/*
 * About how many words in a row the two texts then have in common.  Prints
 * follow one another after (WINDOW + 1) / 2 shingles on average; and at both
 * ends together RUN_ENDS shingles, on average, are in no print of both, as
 * other windows are there.  For 20 words it is right by 4 words, for 60 by 8,
 * in two of three cases.
 */
#define RUN_ENDS 5
extern Size run_words(Size run);

#endif							/* CORROBORATE_FINGERPRINT_H */
