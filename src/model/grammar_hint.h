/*-------------------------------------------------------------------------
 *
 * grammar_hint.h
 *		Common mistakes in the text of evidence, and hints on what to write.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GRAMMAR_HINT_H
#define CORROBORATE_GRAMMAR_HINT_H

#include "base/pure.h"

/* Where the grammar stopped reading a text */
typedef struct Misread
{
	const char *at;				/* the character that was not expected */
	const char *end;			/* of the text */
	const char *key;			/* the key that was read last; NULL: a source
								 * is expected */
	const char *key_end;
	char		before;			/* the character before it, blanks apart; '\0':
								 * none */
	bool		starts;			/* nothing has been read but blanks */
	bool		listed;			/* in braces or parentheses */
} Misread;

/* Long enough for any hint */
#define GRAMMAR_HINT_SIZE 256

/* Hints that the reader gives by itself, too */
extern const char hint_quotes_inside[];
extern const char hint_several[];
extern const char hint_decimal_comma[];
extern const char hint_percent[];
extern const char hint_empty[];
extern const char hint_colon_in_key[];

/* Whether a character looks like a percent sign to people */
extern bool is_percent_sign(uint32 codepoint);

/* Whether a character cannot be seen, so that it must be named otherwise */
extern bool is_unseen(uint32 codepoint);

/*
 * A hint, one or two sentences: a constant, or in the buffer.  codepoint is the
 * character at misread->at.  NULL where nothing can be guessed.
 */
extern const char *grammar_hint(const Misread *misread, uint32 codepoint,
								char buffer[GRAMMAR_HINT_SIZE]);

#endif							/* CORROBORATE_GRAMMAR_HINT_H */
