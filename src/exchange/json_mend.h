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
 * The first object or array in a text as the server's JSON reader may take it:
 *
 *	- without what is before and after it, such as comment marks and semicolons
 *	- without comments, and without commas before a closing bracket, or twice
 *	- control characters in strings become blanks; what no text may hold, \u0000
 *	  and half a surrogate pair, becomes U+FFFD; \x3C is \u003C; other escapes
 *	  that JSON does not know lose their backslash
 *	- a quote in a string that nothing follows which may follow a string is a
 *	  character of it
 *	- strings may be in single quotes, and keys in none; what else is a word,
 *	  such as undefined, and a value that is missing are null
 *
 * What is cut off is not completed.  palloc'd; NULL: there is none.  *rest:
 * what comes after it, if another one does, else NULL; or NULL.
 */
extern char *json_mend(const char *text, const char **rest);

#endif							/* CORROBORATE_JSON_MEND_H */
