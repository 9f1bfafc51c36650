/*-------------------------------------------------------------------------
 *
 * html_inline.h
 *		Mark-up within a line of text.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_HTML_INLINE_H
#define CORROBORATE_HTML_INLINE_H

#include "postgres.h"

/* Removes mark-up from a title or a name, in place */
extern void html_strip_inline(char *text);

#endif							/* CORROBORATE_HTML_INLINE_H */
