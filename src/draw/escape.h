/*-------------------------------------------------------------------------
 *
 * escape.h
 *		Names as text in other languages: one escaper for each that is
 *		written.
 *
 * Whatever a name holds comes out as text.  What a language cannot hold at
 * all (control characters, U+FFFE, U+FFFF, bytes that are not UTF-8) comes
 * out as a space or as U+FFFD.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ESCAPE_H
#define CORROBORATE_ESCAPE_H

#include "base/buffer.h"

/* The character that comes out for one: itself, a space, or U+FFFD */
extern uint32 escape_shown(uint32 codepoint);

/* Whether nothing in a text would come out as something else */
extern bool escape_holds(const char *text, Size length);

/* XML and HTML: text, and attributes in either kind of quotes */
extern void escape_xml(Buffer *buffer, const char *text, Size length);

/* Graphviz: inside a label in double quotes */
extern void escape_dot(Buffer *buffer, const char *text, Size length);

/* Mermaid: inside a label in double quotes */
extern void escape_mermaid(Buffer *buffer, const char *text, Size length);

/* For a terminal: nothing that moves the cursor or changes the direction */
extern void escape_plain(Buffer *buffer, const char *text, Size length);

#endif							/* CORROBORATE_ESCAPE_H */
