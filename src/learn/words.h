/*-------------------------------------------------------------------------
 *
 * words.h
 *		The words of a text in any script, as keyed hashes.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_WORDS_H
#define CORROBORATE_WORDS_H

#include "base/siphash.h"
#include "base/workspace.h"

/*
 * The weights of a word, of a letter in scripts without blanks between words,
 * and of a shingle: five words or eight letters are one shingle
 */
#define WEIGHT_WORD 8
#define WEIGHT_LETTER 5
#define WEIGHT_SHINGLE 40

typedef struct Words
{
	uint64	   *codes;			/* a keyed hash of each */
	uint8	   *weights;		/* WEIGHT_WORD or WEIGHT_LETTER */
	Size		count;
	Size		codes_capacity;
	Size		weights_capacity;
} Words;

/*
 * The words of a text: runs of letters and digits, in lower case, with the
 * combining marks that follow them.  In scripts without blanks between words
 * (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar), each letter with its
 * marks is a word.  All other characters separate words, except invisible
 * ones, which are ignored.
 *
 * The text is UTF-8 in normalisation form C; bytes that are not UTF-8
 * separate words.  Can be cancelled.
 */
extern void words_read(const char *text, Size length, const SipKey *key,
					   Words *words, Workspace *ws);

#endif							/* CORROBORATE_WORDS_H */
