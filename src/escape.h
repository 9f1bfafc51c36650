/*-------------------------------------------------------------------------
 *
 * escape.h
 *		Text that is written piece by piece, and names as text in it: one
 *		escaper for each language that is written.
 *
 * Whatever a name holds comes out as text.  What a language cannot hold at
 * all (control characters, U+FFFE, U+FFFF, bytes that are not UTF-8) comes
 * out as a space or as U+FFFD.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ESCAPE_H
#define CORROBORATE_ESCAPE_H

#include "workspace.h"

/* A text that grows, in a workspace, not NUL-terminated */
typedef struct Buffer
{
	char	   *data;
	Size		length;
	Size		capacity;
	Workspace  *ws;
} Buffer;

extern void buffer_init(Buffer *buffer, Workspace *ws);
extern void buffer_bytes(Buffer *buffer, const char *bytes, Size length);
extern void buffer_string(Buffer *buffer, const char *string);
extern void buffer_int(Buffer *buffer, int64 value);

/* Whether nothing in a text would come out as something else */
extern bool escape_holds(const char *text, Size length);

/* XML and HTML: text, and attributes in either kind of quotes */
extern void escape_xml(Buffer *buffer, const char *text, Size length);

/* Graphviz: inside a label in double quotes */
extern void escape_dot(Buffer *buffer, const char *text, Size length);

/* Mermaid: inside a label in double quotes */
extern void escape_mermaid(Buffer *buffer, const char *text, Size length);

/* For a terminal: nothing that moves the cursor or turns the line around */
extern void escape_plain(Buffer *buffer, const char *text, Size length);

#endif							/* CORROBORATE_ESCAPE_H */
