/*-------------------------------------------------------------------------
 *
 * characters.h
 *		What kind of character a codepoint is, and its lower case.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_CHARACTERS_H
#define CORROBORATE_CHARACTERS_H

#include "base/pure.h"

/* From first to last, both included */
typedef struct CodepointRange
{
	uint32		first;
	uint32		last;
} CodepointRange;

/* Whether it is in one of these ranges, which ascend and do not overlap */
extern bool in_ranges(uint32 codepoint, const CodepointRange *ranges, Size count);

/* Letters and digits of any script; those beyond ASCII only */
extern bool is_letter_beyond_ascii(uint32 codepoint);

extern bool is_punctuation_beyond_ascii(uint32 codepoint);

/* Combining marks; there are none in ASCII */
extern bool is_mark(uint32 codepoint);

/* What prints as nothing: soft hyphens, joiners, marks of direction, selectors, fillers */
extern bool is_ignorable(uint32 codepoint);

/* Of these, what some scripts need within words */
extern bool is_joiner(uint32 codepoint);

/* How many marks a letter may have, by Unicode's stream-safe text format */
#define MARKS_MAX 30

/*
 * Drops the marks beyond these, in place, and returns how many codepoints are
 * left.  No script needs longer runs, and normalizing sorts each run in a time
 * that grows with its square.
 */
extern Size drop_marks(uint32 *codepoints, Size count);

/* Unicode's simple case folding, the same in every locale */
extern uint32 lower_case(uint32 codepoint);

#endif							/* CORROBORATE_CHARACTERS_H */
