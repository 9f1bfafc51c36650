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
 * A sentence about the first invisible character of a name, or else about the
 * first word that mixes Latin, Greek or Cyrillic letters; NULL if there is
 * neither.  Allocated in the current memory context.
 */
extern char *odd_letter(const char *name, Size length);

#endif							/* CORROBORATE_ODD_LETTERS_H */
