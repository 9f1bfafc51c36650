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

/* Takes out mark-up that a title or a name may have, in place */
extern void html_strip_inline(char *text);

#endif							/* CORROBORATE_HTML_INLINE_H */
