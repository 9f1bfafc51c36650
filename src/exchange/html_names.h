/*-------------------------------------------------------------------------
 *
 * html_names.h
 *		The characters that HTML 4 has names for: "eacute", "nbsp", "mdash".
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_HTML_NAMES_H
#define CORROBORATE_HTML_NAMES_H

#include "postgres.h"

/* Bytes of the longest name */
#define HTML_NAME_MAX 8

/*
 * If a reference by name starts at this &, its length, including the
 * semicolon, and the character; otherwise 0.  XML's five names do not count.
 */
extern Size html_reference(const char *text, const char *end,
						   uint32 *character);

/* What a byte, or a reference to that number, is in windows-1252; U+FFFD if it is nothing */
extern uint32 html_windows_1252(unsigned char byte);

/* The length of a reference by name, by number or to XML's own five; or 0 */
extern Size html_any_reference(const char *text, const char *end);

/*
 * Replaces references, by name, by number and XML's own five, by their
 * characters, in place: for UTF-8 text that was escaped twice.
 */
extern void html_resolve(char *text);

#endif							/* CORROBORATE_HTML_NAMES_H */
