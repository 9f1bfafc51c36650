/*-------------------------------------------------------------------------
 *
 * html_names.h
 *		The characters that HTML has names for: "eacute", "nbsp", "mdash".
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_HTML_NAMES_H
#define CORROBORATE_HTML_NAMES_H

#include "postgres.h"

/* The longest name's bytes */
#define HTML_NAME_MAX 8

/* The character, or 0 if HTML 4 knows no such name */
extern uint32 html_named_character(const char *name, Size length);

/*
 * If a reference by name starts at this &, its length up to and with the
 * semicolon, and the character; else 0.  XML's own five do not count.
 */
extern Size html_reference(const char *text, const char *end, uint32 *character);

/*
 * Reads references, by name, by number and XML's own five, in UTF-8, in
 * place: text that was made of mark-up more than once.  What is none stays.
 */
extern void html_resolve(char *text);

#endif							/* CORROBORATE_HTML_NAMES_H */
