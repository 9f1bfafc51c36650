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
 * How much of a shingle a word is, and a letter of scripts that leave no
 * blanks between words: five words, or eight letters, are one shingle
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
 * combining marks that follow them.  Where scripts have no blanks between
 * words (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar) each letter with
 * its marks is one.  All other characters only separate; those that are
 * invisible do not even that.
 *
 * The text is UTF-8 in normalisation form C; bytes that are not UTF-8
 * separate.  Can be cancelled.
 */
extern void words_read(const char *text, Size length, const SipKey *key,
					   Words *words, Workspace *ws);

#endif							/* CORROBORATE_WORDS_H */
