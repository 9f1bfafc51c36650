/*-------------------------------------------------------------------------
 *
 * texts.h
 *		Texts for the tests of the pure files.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_TEXTS_H
#define CORROBORATE_TEXTS_H

#include "base/pure.h"

/* A string constant and its length without the final NUL, which may hold NULs */
#define TEXT(literal) literal, sizeof(literal) - 1

/*
 * A copy without anything after it, so that a sanitizer sees each byte that
 * is read too far.
 */
static inline char *
exact_copy(const char *text, Size length)
{
	char	   *copy = malloc(length > 0 ? length : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, text, length);
	return copy;
}

/* Writes a codepoint as UTF-8 without asking whether it may be; its length */
static inline int
encode_utf8(uint32 codepoint, char *out)
{
	int			length = codepoint < 0x80 ? 1 :
		codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
	static const uint8 lead[] = {0, 0, 0xC0, 0xE0, 0xF0};

	for (int i = length - 1; i > 0; i--)
	{
		out[i] = (char) (0x80 | (codepoint & 0x3F));
		codepoint >>= 6;
	}
	out[0] = (char) (lead[length] | codepoint);
	return length;
}

#endif							/* CORROBORATE_TEXTS_H */
