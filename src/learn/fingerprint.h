/*-------------------------------------------------------------------------
 *
 * fingerprint.h
 *		Fingerprints of texts, by which their copies are recognized.
 *
 * Winnowing: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local
 * algorithms for document fingerprinting" (SIGMOD 2003).  A shingle is five
 * consecutive words.  Of any eight consecutive shingles, the one with the
 * lowest rank is taken.  So two texts that have twelve consecutive words in
 * common have a print in common.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FINGERPRINT_H
#define CORROBORATE_FINGERPRINT_H

#include "learn/words.h"

/*
 * The first number of a fingerprint; must change if prints are computed
 * differently
 */
#define FINGERPRINT_VERSION 1

/* The number of consecutive shingles of which one is taken */
#define WINDOW 8

/* The longest shingle in words: eight letters, each of which is a word */
#define SHINGLE_MAX_WORDS 8

/*
 * Keyed hashes of the shingles that were taken, in the order of the text; if
 * the text repeats itself, a hash can occur more than once
 */
typedef struct Prints
{
	int64	   *values;
	Size		count;
} Prints;

/*
 * The prints of a text, which is UTF-8 in normalisation form C.  A text that
 * is shorter than a shingle has none; any other has at least one.  Can be
 * cancelled.
 */
extern void fingerprint_text(const char *text, Size length, const SipKey *key,
							 Prints *prints, Workspace *ws);

/* Sorts the prints, and keeps each once */
extern Prints prints_distinct(const Prints *prints, Workspace *ws);

/*
 * Of the prints of the text that has fewer, each counted once, the share that
 * the other has, too: from 0 to 1; 0 if either text has none.
 */
extern double prints_containment(const Prints *a, const Prints *b, Workspace *ws);

/*
 * The length of the longest run of prints that the two have in common.  A
 * print that occurs often in a text counts at its first RUN_STARTS_MAX places
 * there.  Can be cancelled.
 */
extern Size prints_common_run(const Prints *a, const Prints *b, Workspace *ws);

#define RUN_STARTS_MAX 16

/*
 * An estimate of how many consecutive words the two texts then have in
 * common.  Prints are (WINDOW + 1) / 2 shingles apart on average; and at the
 * two ends together, RUN_ENDS shingles on average are in no common print, as
 * the windows there differ.  In two of three cases the estimate for 20 words
 * is off by at most 4, and for 60 words by at most 8.
 */
#define RUN_ENDS 5
extern Size run_words(Size run);

#endif							/* CORROBORATE_FINGERPRINT_H */
