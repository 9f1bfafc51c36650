/*-------------------------------------------------------------------------
 *
 * texts.h
 *		Texts for the tests of the pure files.
 *
 * Copyright (c) 2026, corroborate contributors
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_TEXTS_H
#define CORROBORATE_TEXTS_H

#include "base/pure.h"

/* A string constant and its length without the final NUL, which may hold NULs */
#define TEXT(literal) literal, sizeof(literal) - 1

/*
 * A copy without anything behind it, so that a sanitizer sees each byte that
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

#endif							/* CORROBORATE_TEXTS_H */
