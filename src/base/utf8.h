/*-------------------------------------------------------------------------
 *
 * utf8.h
 *		Characters: reading them from UTF-8, and which of them are controls or
 *		white space.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_UTF8_H
#define CORROBORATE_UTF8_H

#include "base/pure.h"

/* Length of the longest UTF-8 character */
#define UTF8_MAX_BYTES 4

/*
 * One UTF-8 character: its length in bytes, 0 if invalid or cut off (also
 * overlong forms, surrogates, beyond U+10FFFF); sets *codepoint.
 */
extern int	utf8_decode(const char *text, const char *end, uint32 *codepoint);

/* Whether it is a control character: category Cc, which is C0, DEL and C1 */
static inline bool
is_control(uint32 codepoint)
{
	return codepoint < 0x20 || (codepoint >= 0x7F && codepoint <= 0x9F);
}

/* The same, or one of the two that break lines without being controls */
static inline bool
is_control_or_break(uint32 codepoint)
{
	return is_control(codepoint) || codepoint == 0x2028 || codepoint == 0x2029;
}

/* ASCII's white space, which may surround what is read from text */
static inline bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif							/* CORROBORATE_UTF8_H */
