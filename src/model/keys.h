/*-------------------------------------------------------------------------
 *
 * keys.h
 *		The names of sources and affiliations: what is a key, and which keys
 *		need no quotes.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_KEYS_H
#define CORROBORATE_KEYS_H

#include "model/testimony.h"

/* What is wrong with a key */
typedef enum KeyError
{
	KEY_OK = 0,
	KEY_EMPTY,
	KEY_TOO_LONG,				/* over KEY_MAX_BYTES once normalised */
	KEY_CONTROL,				/* holds a control character (category Cc, or
								 * U+2028, U+2029) */
	KEY_INVALID_UTF8
} KeyError;

/*
 * The one rule for every path a key can come in by.  Checks that bytes are
 * UTF-8 and a valid key and normalises them to NFC.  *key points to the
 * bytes themselves where they are normal already (ASCII always is), else to
 * a copy in the workspace.  Alone, without the server's tables, nothing is
 * normalised.
 */
extern KeyError key_read(const char *bytes, Size length, Key *key,
						 Workspace *ws);

/* Whether bytes are normal already, as packed keys must be */
extern KeyError key_check_packed(Key key, bool *normal, Workspace *ws);

/* A sentence (for errdetail) for an error */
extern const char *key_error_detail(KeyError error);

/*
 * How many bytes at the start of text belong to a bare key: letters and
 * digits of any script, combining marks after one of them, and _ - . / + &.
 * Stops at end, at anything else, and at invalid UTF-8.
 */
extern Size key_bare_length(const char *text, const char *end);

/* Whether a key prints without quotes */
extern bool key_is_bare(Key key);

#endif							/* CORROBORATE_KEYS_H */
