/*-------------------------------------------------------------------------
 *
 * odd_letters.h
 *		Names that are not what they look like.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ODD_LETTERS_H
#define CORROBORATE_ODD_LETTERS_H

#include "base/pure.h"

/*
 * A sentence about the first character of a name that does not show, or, if
 * all do, about the first word that mixes Latin, Greek or Cyrillic letters;
 * NULL: there is neither.  Allocated in the current memory context.
 */
extern char *odd_letter(const char *name, Size length);

#endif							/* CORROBORATE_ODD_LETTERS_H */
