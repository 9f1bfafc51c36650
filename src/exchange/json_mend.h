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
 *	- without commas before a closing bracket, or twice
 *	- control characters in strings become blanks; what no text may hold, \u0000
 *	  and half a surrogate pair, becomes U+FFFD; other escapes that JSON does
 *	  not know lose their backslash
 *
 * What is cut off is not completed.  palloc'd; NULL: there is none.
 */
extern char *json_mend(const char *text);

#endif							/* CORROBORATE_JSON_MEND_H */
