/*-------------------------------------------------------------------------
 *
 * characters.h
 *		What kind of character a codepoint is, and its lower case.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_CHARACTERS_H
#define CORROBORATE_CHARACTERS_H

#include "base/pure.h"

/* Letters and digits of any script; those beyond ASCII only */
extern bool is_letter_beyond_ascii(uint32 codepoint);

/* Combining marks; there are none in ASCII */
extern bool is_mark(uint32 codepoint);

/* Unicode's simple case folding, the same in every locale */
extern uint32 lower_case(uint32 codepoint);

#endif							/* CORROBORATE_CHARACTERS_H */
