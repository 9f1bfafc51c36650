/*-------------------------------------------------------------------------
 *
 * key_arrays.h
 *		Lists of names in SQL: text[].
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
 * The texts of a text[], without nulls.  They need not be valid keys, and
 * point into the array.
 */
extern Key *array_to_keys(Datum array, Size *count, Workspace *ws);

#endif							/* CORROBORATE_KEY_ARRAYS_H */
