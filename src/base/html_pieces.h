/*-------------------------------------------------------------------------
 *
 * html_pieces.h
 *		Cutting a page of HTML where its parser may be interrupted.
 *
 * A parser that gets a page piece by piece must not get half a tag: the one
 * of libxml2 before 2.12 forgets that it was within quotes.  And nobody reads
 * most scripts, styles and long comments, so they are left out.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_HTML_PIECES_H
#define CORROBORATE_HTML_PIECES_H

#include "base/pure.h"

/* How the next piece begins; zeroed at the start of a page */
typedef struct HtmlPlace
{
	const char *raw;			/* the end tag of the element whose text,
								 * which has no tags, we are in; or NULL */
	bool		unclosed;		/* no comment that begins here or later ends */
	bool		in_tag;			/* the piece before ended within a tag */
} HtmlPlace;

typedef struct HtmlPiece
{
	const char *end;
	const char *next;			/* where the next one begins: what lies
								 * between is left out */
} HtmlPiece;

/*
 * The piece that begins at data.  It has at least that many bytes, unless the
 * page ends or something is left out after it.  It has more than that to get
 * to the end of a tag, or, where the tag is longer than most bytes, ends within
 * it.  Between tags it may end anywhere, but within a character reference.
 *
 * Cost: linear in the piece and what is left out.
 */
extern HtmlPiece html_piece(HtmlPlace *place, const char *data, const char *end,
							Size least, Size most);

#endif							/* CORROBORATE_HTML_PIECES_H */
