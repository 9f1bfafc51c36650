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
 * Most of a page's mark-up is classes, addresses and data of scripts, which cost
 * a parser more than the words around them.  So attributes that nobody reads are
 * left out, and what remains is copied.  The lines that they are on stay.
 *
 * Memory: the caller's.
 *
 *-------------------------------------------------------------------------
 */
#include "base/html_pieces.h"

/* the longest one is "</script" */
#define END_TAG_MAX 8

/* the longest one is &CounterClockwiseContourIntegral; */
#define REFERENCE_MAX 34

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* Whether the text begins so, in upper or lower case; the beginning in lower */
static inline bool
begins(const char *text, const char *end, const char *beginning)
{
	for (; *beginning != '\0'; text++, beginning++)
		if (text == end || lower(*text) != *beginning)
			return false;
	return true;
}

typedef struct Tag
{
	const char *name_end;
	const char *after;			/* NULL: the page, or its most bytes, end
								 * within it */
	bool		microdata;		/* has attributes of it */
} Tag;

static bool
is_of_name(char c)
{
	char		letter = lower(c);

	return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* The end of a tag that has attributes, or NULL */
static const char *
attributes_end(const char *c, const char *end, bool *microdata)
{
	char		before = '\0';

	for (; c < end; c++)
	{
		/* letters, which most are */
		if (*c > '>')
		{
			if ((*c == 'i' || *c == 'I') &&
				(begins(c, end, "itemprop") || begins(c, end, "itemscope")))
				*microdata = true;
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

static Tag
read_tag(const char *tag, const char *end)
{
	Tag			read = {.name_end = tag + 1};

	while (read.name_end < end && is_of_name(*read.name_end))
		read.name_end++;
	if (read.name_end < end && *read.name_end == '>')
		read.after = read.name_end + 1;
	else
		read.after = attributes_end(read.name_end, end, &read.microdata);
	return read;
}

/* Finds the text, given in lower case, before the limit; else the limit */
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

static inline bool
has_name(const char *tag, const Tag *read, const char *name)
{
	return lower(tag[1]) == *name && (Size) (read->name_end - tag - 1) == strlen(name) &&
		begins(tag + 1, read->name_end, name);
}

/*
 * Returns the end tag of an element whose text has no tags in it, if this tag
 * opens such an element; else NULL.
 */
static const char *
raw_element(const char *tag, const Tag *read)
{
	/* most tags begin otherwise */
	if (lower(tag[1]) != 's')
		return NULL;
	if (has_name(tag, read, "script"))
		return "</script";
	return has_name(tag, read, "style") ? "</style" : NULL;
}

static bool
is_tag(const char *c, const char *end)
{
	char		letter;

	if (end - c < 2)
		return false;
	letter = lower(c[1]);
	return (letter >= 'a' && letter <= 'z') || c[1] == '/' || c[1] == '!' || c[1] == '?';
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

/* ---- Attributes that nobody reads */

/* Adds to the copy what was not copied yet, up to there */
static void
copy_up_to(HtmlPlace *place, const char *end)
{
	memcpy(place->copy + place->length, place->copied, end - place->copied);
	place->length += end - place->copied;
	place->copied = end;
}

/* Whether somebody reads the attributes of a tag */
static bool
is_read(const char *tag, const Tag *read)
{
	return read->microdata || has_name(tag, read, "html") || has_name(tag, read, "link") ||
		has_name(tag, read, "meta") || has_name(tag, read, "script") || has_name(tag, read, "time");
}

/*
 * Whether a slash ends a tag that has attributes, as in "<br class='a' />".
 * In "<a href=/b/>" the slash belongs to the value.  Only a parser can tell
 * about "<a b/>".
 */
typedef enum Slash
{
	SLASH_NONE, SLASH_ENDS, SLASH_UNCLEAR
} Slash;

static Slash
final_slash(const char *after)
{
	if (after[-2] != '/')
		return SLASH_NONE;
	return is_blank(after[-3]) || after[-3] == '"' || after[-3] == '\'' ? SLASH_ENDS : SLASH_UNCLEAR;
}

/* Copies a tag without its attributes, if it has any that may go */
static void
copy_bare(HtmlPlace *place, const char *tag, const Tag *read)
{
	const char *c = read->name_end;
	Slash		slash;

	if (c == tag + 1 || !is_blank(*c) || is_read(tag, read))
		return;
	slash = final_slash(read->after);
	if (slash == SLASH_UNCLEAR)
		return;
	copy_up_to(place, c);
	place->bare = true;
	while ((c = memchr(c, '\n', read->after - c)) != NULL)
	{
		place->copy[place->length++] = '\n';
		c++;
	}
	place->copied = read->after - (slash == SLASH_ENDS ? 2 : 1);
}

/*
 * Whether a page seems to end here.  Browsers read on, and so do we: some write
 * what they say for search engines after it, or write it twice.
 */
static bool
is_page_end(const char *tag, const char *end)
{
	const char *after = tag + strlen("</body");

	return tag[1] == '/' && (begins(tag, end, "</body") || begins(tag, end, "</html")) &&
		after < end && (is_blank(*after) || *after == '>');
}

/* ---- Pieces */

/* Leaves out what is between */
static const char *
leave_out(HtmlPiece *piece, const char *from, const char *to)
{
	piece->end = from;
	piece->next = to;
	return NULL;
}

/*
 * Each of these functions passes what begins here and returns where it ends.
 * Where the piece ends, it returns NULL, and *piece says where.
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
	return after - c <= HTML_SHORT_BYTES ? after : leave_out(piece, c, after);
}

static const char *
pass_tag(HtmlPlace *place, const char *c, const char *end, Size most, HtmlPiece *piece)
{
	const char *limit = (Size) (end - c) > most ? c + most : end;
	Tag			read = read_tag(c, limit);
	const char *after = read.after;
	const char *close;

	if (after == NULL)
	{
		place->in_tag = true;
		return leave_out(piece, limit, limit);
	}
	if (is_page_end(c, limit))
	{
		if (place->copy == NULL)
			return leave_out(piece, c, after);
		copy_up_to(place, c);
		place->copied = after;
		place->bare = true;
		return after;
	}
	if (place->copy != NULL)
		copy_bare(place, c, &read);
	place->raw = raw_element(c, &read);
	/* JSON-LD is read */
	if (place->raw == NULL || find(c, after, after, "ld+json") < after)
		return after;
	close = find(after, end, end, place->raw);
	place->raw = NULL;
	return close - after <= HTML_SHORT_BYTES ? close : leave_out(piece, after, close);
}

static void
cut(HtmlPlace *place, const char *data, const char *end, Size least, Size most, HtmlPiece *piece)
{
	const char *enough = (Size) (end - data) > least ? data + least : end;
	const char *c = data;

	while (c < enough)
	{
		const char *open = place->raw != NULL ? find(c, enough, end, place->raw) :
			memchr(c, '<', enough - c);

		if (open == NULL || open == enough)
		{
			c = place->raw != NULL ? before_end_tag(data, enough, end) :
				before_reference(data, enough, end);
			break;
		}
		place->raw = NULL;
		if (open + 1 < end && open[1] == '!' && begins(open, end, "<!--"))
			c = pass_comment(place, open, end, piece);
		else if (is_tag(open, end))
			c = pass_tag(place, open, end, most, piece);
		else
			c = open + 1;
		if (c == NULL)
			return;
	}
	leave_out(piece, c, c);
}

HtmlPiece
html_piece(HtmlPlace *place, const char *data, const char *end, Size least, Size most)
{
	HtmlPiece	piece = {.text = data,.end = data,.next = data};

	place->copied = data;
	place->length = 0;
	place->bare = false;
	cut(place, data, end, least, most, &piece);
	piece.length = piece.end - data;
	if (place->bare)
	{
		copy_up_to(place, piece.end);
		piece.text = place->copy;
		piece.length = place->length;
	}
	return piece;
}
