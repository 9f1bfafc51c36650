/*-------------------------------------------------------------------------
 *
 * folding.h
 *		Texts without what does not tell names apart: case, accents, forms of
 *		the same character.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FOLDING_H
#define CORROBORATE_FOLDING_H

#include "base/pure.h"

/*
 * A text folded: in normalisation form KD without accents and points, which
 * many leave out, in lower case, with one or two plain letters for those that
 * have no decomposition (o for a stroked o, ss for a sharp s), without
 * characters that are invisible, and with one space for any run of white
 * space.  The same in every locale.  NUL-terminated, allocated in the current
 * memory context.
 */
extern char *fold_text(const char *text, Size length);

/* The same, with Latin letters for those of other scripts that look like them */
extern char *fold_looks(const char *text, Size length);

/*
 * What is left of a name without what does not tell names apart: its letters,
 * digits and symbols, folded, with Latin letters for those of other scripts
 * that look like them, and a hyphen where punctuation stood between two digits;
 * of a name that has none of these, all that it is made of.
 */
extern char *fold_name(const char *name, Size length);

/*
 * Whether two names that fold_name() leaves the same are written in letters of
 * different scripts
 */
extern bool differ_in_script(const char *one, Size length, const char *other, Size other_length);

#endif							/* CORROBORATE_FOLDING_H */
