/*-------------------------------------------------------------------------
 *
 * key_arrays.h
 *		Names as SQL has them in lists: text[].
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_KEY_ARRAYS_H
#define CORROBORATE_KEY_ARRAYS_H

#include "base/compat.h"

#include "model/testimony.h"

/* A text[] in the current memory context */
extern Datum keys_to_array(const Key *keys, Size count);

/*
 * The texts of a text[], nulls left out.  They need not be valid keys, and
 * point into the array.
 */
extern Key *array_to_keys(Datum array, Size *count, Workspace *ws);

#endif							/* CORROBORATE_KEY_ARRAYS_H */
