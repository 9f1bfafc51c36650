/*-------------------------------------------------------------------------
 *
 * text_width.h
 *		How much room text takes, without knowing the font.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_TEXT_WIDTH_H
#define CORROBORATE_TEXT_WIDTH_H

#include "base/pure.h"

/*
 * In hundredths of the font's size, and rather too much: what the widest of
 * the common fonts takes.  *certain is false where fonts differ so much that
 * the drawing should set the text's length.
 */
extern int	text_width(const char *text, Size length, bool *certain);

/* How many bytes of text fit into a width, whole characters */
extern Size text_fit(const char *text, Size length, int width);

/* The same in columns of a terminal */
extern int	text_columns(const char *text, Size length);
extern Size text_fit_columns(const char *text, Size length, int columns);

/* Whether any of it is written from right to left, or changes the direction */
extern bool text_turns(const char *text, Size length);

#endif							/* CORROBORATE_TEXT_WIDTH_H */
