/*-------------------------------------------------------------------------
 *
 * html_pieces.c
 *		Cutting a page of HTML where its parser may be interrupted.
 *
 * Follows HTML's rules for tags as far as their ends depend on them: a quote
 * begins a value after an equals sign only; the text of a script or style ends
 * at its end tag, whatever is in it.  Encodings that are no superset of ASCII
 * have none of these bytes side by side, and are cut anywhere.
 *
 * Memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "base/html_pieces.h"

#include <ctype.h>

/* What is shorter goes to the parser: a piece costs more than reading it */
#define SHORT_BYTES 1024

/* the longest one is "</script" */
#define END_TAG_MAX 8

/* the longest one is &CounterClockwiseContourIntegral; */
#define REFERENCE_MAX 34

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/* Whether the text begins so, in upper or lower case; the beginning in lower */
static bool
begins(const char *text, const char *end, const char *beginning)
{
	for (; *beginning != '\0'; text++, beginning++)
		if (text == end || tolower((unsigned char) *text) != *beginning)
			return false;
	return true;
}

/* Where the tag that starts here is over, or NULL: the page ends within it */
static const char *
tag_end(const char *tag, const char *end)
{
	char		before = '\0';

	for (const char *c = tag + 1; c < end; c++)
	{
		/* letters, which most are */
		if (*c > '>')
		{
			before = *c;
			continue;
		}
		if (*c == '>')
			return c + 1;
		if ((*c == '"' || *c == '\'') && before == '=')
		{
			c = memchr(c + 1, *c, end - c - 1);
			if (c == NULL)
				return NULL;
		}
		if (!is_blank(*c))
			before = *c;
	}
	return NULL;
}

/* Where the text, in lower case, begins first, before the limit; else the limit */
static const char *
find(const char *from, const char *limit, const char *end, const char *text)
{
	const char *c = from;

	while (c < limit && (c = memchr(c, *text, limit - c)) != NULL)
	{
		if (begins(c, end, text))
			return c;
		c++;
	}
	return limit;
}

/* The end tag of the element whose text has no tags, and which a start tag
 * opens; NULL for others */
static const char *
raw_element(const char *tag, const char *end)
{
	static const struct
	{
		const char *start;
		const char *end;
	}			elements[] = {
		{"<script", "</script"}, {"<style", "</style"}
	};

	/* most tags begin otherwise */
	if (tag + 1 < end && tag[1] != 's' && tag[1] != 'S')
		return NULL;
	for (Size i = 0; i < lengthof(elements); i++)
	{
		const char *after = tag + strlen(elements[i].start);

		if (begins(tag, end, elements[i].start) &&
			(is_blank(*after) || *after == '>' || *after == '/'))
			return elements[i].end;
	}
	return NULL;
}

static bool
is_tag(const char *c, const char *end)
{
	return end - c >= 2 && (isalpha((unsigned char) c[1]) || c[1] == '/' ||
							c[1] == '!' || c[1] == '?');
}

/* Not within a reference, if one seems to be cut */
static const char *
before_reference(const char *data, const char *at, const char *end)
{
	if (at == end)
		return at;
	for (const char *c = at - 1; c > data && at - c < REFERENCE_MAX; c--)
	{
		if (*c == '&')
			return c;
		if (*c == ';' || *c == '<' || *c == '>' || is_blank(*c))
			break;
	}
	return at;
}

/* A parser must not get half an end tag either */
static const char *
before_end_tag(const char *data, const char *at, const char *end)
{
	if (at == end)
		return at;
	for (const char *c = at - 1; c > data && at - c < END_TAG_MAX; c--)
		if (*c == '<')
			return c;
	return at;
}

/* Leaves out what is between */
static const char *
leave_out(HtmlPiece *piece, const char *from, const char *to)
{
	piece->end = from;
	piece->next = to;
	return NULL;
}

/*
 * These pass what begins here and return where it ends; or NULL, if the piece
 * ends, and *piece says where.
 */

static const char *
pass_comment(HtmlPlace *place, const char *c, const char *end, HtmlPiece *piece)
{
	const char *after = place->unclosed ? end : find(c + 4, end, end, "-->");

	/* then it is no comment */
	if (after == end)
	{
		place->unclosed = true;
		return c + 4;
	}
	after += 3;
	return after - c <= SHORT_BYTES ? after : leave_out(piece, c, after);
}

static const char *
pass_tag(HtmlPlace *place, const char *c, const char *end, Size most, HtmlPiece *piece)
{
	const char *limit = (Size) (end - c) > most ? c + most : end;
	const char *after = tag_end(c, limit);
	const char *close;

	if (after == NULL)
	{
		place->in_tag = true;
		return leave_out(piece, limit, limit);
	}
	place->raw = raw_element(c, after);
	/* JSON-LD is read */
	if (place->raw == NULL || find(c, after, after, "ld+json") < after)
		return after;
	close = find(after, end, end, place->raw);
	place->raw = NULL;
	return close - after <= SHORT_BYTES ? close : leave_out(piece, after, close);
}

HtmlPiece
html_piece(HtmlPlace *place, const char *data, const char *end, Size least, Size most)
{
	const char *enough = (Size) (end - data) > least ? data + least : end;
	const char *c = data;
	HtmlPiece	piece;

	while (c < enough)
	{
		const char *open = place->raw != NULL ? find(c, enough, end, place->raw) :
			find(c, enough, end, "<");

		if (open == enough)
		{
			c = place->raw != NULL ? before_end_tag(data, enough, end) :
				before_reference(data, enough, end);
			break;
		}
		place->raw = NULL;
		if (begins(open, end, "<!--"))
			c = pass_comment(place, open, end, &piece);
		else if (is_tag(open, end))
			c = pass_tag(place, open, end, most, &piece);
		else
			c = open + 1;
		if (c == NULL)
			return piece;
	}
	leave_out(&piece, c, c);
	return piece;
}
