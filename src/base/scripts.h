/*-------------------------------------------------------------------------
 *
 * scripts.h
 *		Which script a letter is of, and which Latin letter it looks like.
 *
 * Of the scripts whose letters are mistaken for one another most: Latin, Greek
 * and Cyrillic.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SCRIPTS_H
#define CORROBORATE_SCRIPTS_H

#include "base/pure.h"

typedef enum Script
{
	SCRIPT_OTHER,				/* also digits, marks and signs */
	SCRIPT_LATIN,
	SCRIPT_GREEK,
	SCRIPT_CYRILLIC
} Script;

#define SCRIPT_COUNT 4

extern Script script_of(uint32 codepoint);

/* English: Latin, Greek, Cyrillic; of SCRIPT_OTHER, other */
extern const char *script_name(Script script);

/*
 * The Latin letter, in lower case, that a lower-case letter looks like when
 * both are written in one of the two cases.  Any other codepoint is returned
 * as it is.
 */
extern uint32 latin_look_alike(uint32 codepoint);

#endif							/* CORROBORATE_SCRIPTS_H */
