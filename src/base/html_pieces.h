/*-------------------------------------------------------------------------
 *
 * html_pieces.h
 *		Cutting a page of HTML where its parser may be interrupted.
 *
 * A parser that gets a page piece by piece must not get half a tag: the one
 * of libxml2 before 2.12 forgets that it was within quotes.  And nobody reads
 * most scripts, styles, long comments and attributes, so they are left out; and
 * so are the tags that end a page, after which a parser would stop.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_HTML_PIECES_H
#define CORROBORATE_HTML_PIECES_H

#include "base/pure.h"

/* Shorter text goes to the parser: a piece of its own would cost more */
#define HTML_SHORT_BYTES 1024

/* The most bytes that a piece can have, given the limits passed to html_piece() */
#define HTML_PIECE_MAX(least, most) ((least) + (most) + HTML_SHORT_BYTES)

/* How the next piece begins; zeroed at the start of a page */
typedef struct HtmlPlace
{
	const char *raw;			/* the end tag of the element whose text,
								 * which has no tags, we are in; or NULL */
	bool		unclosed;		/* no comment that begins here or later ends */
	bool		in_tag;			/* the piece before ended within a tag */

	/*
	 * Room for HTML_PIECE_MAX bytes, or for the page if that is less: then
	 * only tags of html, link, meta, script and time keep their attributes,
	 * and those with microdata.  NULL: all do, as they must unless the page
	 * is in UTF-8.
	 */
	char	   *copy;
	Size		length;			/* of what is in it */
	const char *copied;			/* up to where in the page */
	bool		bare;			/* something of the piece was left out of it */
} HtmlPlace;

typedef struct HtmlPiece
{
	const char *text;			/* in the page, or in the place's copy */
	Size		length;
	const char *end;			/* in the page */
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
