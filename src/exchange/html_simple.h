/*-------------------------------------------------------------------------
 *
 * html_simple.h
 *		The text of HTML that needs no parser.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_HTML_SIMPLE_H
#define CORROBORATE_HTML_SIMPLE_H

#include "postgres.h"

#include "lib/stringinfo.h"

/*
 * Adds the text of HTML, a line for each paragraph, as news_body() does.  False,
 * having added nothing, if that needs a parser.
 */
extern bool html_simple_body(const char *html, StringInfo body);

#endif							/* CORROBORATE_HTML_SIMPLE_H */
