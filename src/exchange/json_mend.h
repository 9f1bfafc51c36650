/*-------------------------------------------------------------------------
 *
 * json_mend.h
 *		JSON of pages that is not quite JSON.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_JSON_MEND_H
#define CORROBORATE_JSON_MEND_H

#include "postgres.h"

/*
 * Copies the first object or array in a text, changed so that the server's
 * JSON reader may accept it:
 *
 *  - without text before and after it, such as comment marks and semicolons
 *  - without comments, and without commas before a closing bracket, or twice
 *  - control characters in strings become blanks; \u0000 and half a surrogate
 *    pair, which no text may contain, become U+FFFD; \x3C becomes \u003C; other
 *    escapes that JSON does not have lose their backslash
 *  - a quote is a character of the string if what follows it cannot follow a
 *    string
 *  - strings may be in single quotes, and keys in none; other words, such as
 *    undefined, and missing values become null
 *
 * Truncated JSON is not completed.  The result is palloc'd; NULL if there is
 * no object or array. *rest, unless rest is NULL: the text after it if it has
 * another one, otherwise NULL.
 */
extern char *json_mend(const char *text, const char **rest);

#endif							/* CORROBORATE_JSON_MEND_H */
