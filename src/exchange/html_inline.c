/*-------------------------------------------------------------------------
 *
 * html_inline.c
 *		Mark-up within a line of text.
 *
 * RSS does not say whether a title is text or HTML. "<i>The Tide</i>" is
 * mark-up; "how to use <b>" is not.  A tag counts as mark-up if it is an
 * inline element of HTML, and is closed or needs no end tag.
 *
 * Time: linear, even if there are many unclosed tags.  Memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/html_inline.h"

#include <ctype.h>

/* The first line needs no end tags; it and the next line separate words */
static const char *const inline_names[] = {
	"br", "hr", "img", "wbr",
	"div", "h1", "h2", "h3", "h4", "p",
	"a", "abbr", "acronym", "b", "big", "cite", "code", "del", "em", "font",
	"i", "ins", "kbd", "mark", "q", "s", "small", "span", "strike", "strong",
	"sub", "sup", "tt", "u"
};

#define VOID_NAMES 4
#define PARTING_NAMES 10

/* In tags up to this length, a ">" in quotes does not end the tag */
#define MAX_TAG_BYTES 2000

/* The index of the name of a tag, after its "<" or "</"; or -1 */
static int
find_name(const char *text)
{
	Size		length = 0;

	while (isalnum((unsigned char) text[length]))
		length++;
	if (length == 0 || length > 7 || text[length] == '\0' ||
		strchr(" \t\r\n/>", text[length]) == NULL)
		return -1;
	for (int i = 0; i < (int) lengthof(inline_names); i++)
		if (strlen(inline_names[i]) == length &&
			pg_strncasecmp(text, inline_names[i], length) == 0)
			return i;
	return -1;
}

/* The ">" that ends a tag, or NULL */
static char *
tag_end(char *tag)
{
	char		quote = '\0';

	for (char *c = tag; *c != '\0' && c - tag < MAX_TAG_BYTES; c++)
	{
		if (quote != '\0')
			quote = *c == quote ? '\0' : quote;
		else if (*c == '>')
			return c;
		else if (*c == '"' || *c == '\'')
			quote = *c;
	}
	return strchr(tag, '>');
}

/* Whether a tag is mark-up: it is closed, or closes another one */
static bool
is_mark_up(int name, bool is_end, int open, const char *tag, const char *last_end)
{
	if (name < VOID_NAMES)
		return name >= 0;
	return is_end ? open > 0 : last_end != NULL && last_end > tag;
}

/* Strips mark-up, from the first "<" on */
static void
strip_from(char *from)
{
	char	   *last_end[lengthof(inline_names)] = {NULL};
	int			open[lengthof(inline_names)] = {0};
	char	   *to = from;

	for (char *c = from; c != NULL; c = strchr(c + 1, '<'))
	{
		int			name = c[1] == '/' ? find_name(c + 2) : -1;

		if (name >= 0)
			last_end[name] = c;
	}
	while (*from != '\0')
	{
		bool		is_end = *from == '<' && from[1] == '/';
		int			name = *from == '<' ? find_name(from + 1 + is_end) : -1;
		char	   *end;

		if (name < 0 || !is_mark_up(name, is_end, open[name], from, last_end[name]))
		{
			*to++ = *from++;
			continue;
		}
		end = tag_end(from);
		if (end == NULL)
			break;
		if (name >= VOID_NAMES)
			open[name] += is_end ? -1 : 1;
		if (name < PARTING_NAMES)
			*to++ = ' ';
		from = end + 1;
	}
	memmove(to, from, strlen(from) + 1);
}

void
html_strip_inline(char *text)
{
	char	   *first = strchr(text, '<');

	if (first != NULL)
		strip_from(first);
}
