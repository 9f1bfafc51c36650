/*-------------------------------------------------------------------------
 *
 * html_simple.c
 *		The text of HTML that needs no parser.
 *
 * Feeds and wires in JSON hold a story each as paragraphs and lists, with
 * mark-up within lines.  To set up a parser and take it down takes longer than
 * to read such a story.  What is read here reads the same with one: all
 * elements are known, closed where HTML asks for it, and in no element that
 * they would close; attributes are in quotes, and references clear.  A parser
 * gets the rest.
 *
 * Time: linear.  Memory: the body's.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/html_simple.h"

#include <ctype.h>

#include "mb/pg_wchar.h"

#include "exchange/html_names.h"
#include "exchange/news_item.h"

#define DEPTH_MAX 32

/* Kinds of elements, and what may be in them */
typedef enum Kind
{
	KIND_LINE,					/* a paragraph, with only words in it */
	KIND_BLOCK,					/* a part, with paragraphs and lists in it */
	KIND_LIST,
	KIND_ITEM,					/* an item of a list */
	KIND_WORDS,					/* within a line */
	KIND_BREAK,					/* empty: a line ends */
	KIND_EMPTY					/* empty: nothing */
} Kind;

typedef struct Element
{
	const char *name;
	Kind		kind;
} Element;

static const Element elements[] = {
	{"p", KIND_LINE}, {"a", KIND_WORDS}, {"br", KIND_BREAK}, {"strong", KIND_WORDS},
	{"b", KIND_WORDS}, {"em", KIND_WORDS}, {"i", KIND_WORDS}, {"span", KIND_WORDS},
	{"li", KIND_ITEM}, {"ul", KIND_LIST}, {"ol", KIND_LIST}, {"div", KIND_BLOCK},
	{"h1", KIND_LINE}, {"h2", KIND_LINE}, {"h3", KIND_LINE}, {"h4", KIND_LINE},
	{"h5", KIND_LINE}, {"h6", KIND_LINE}, {"blockquote", KIND_BLOCK}, {"img", KIND_EMPTY},
	{"u", KIND_WORDS}, {"sub", KIND_WORDS}, {"sup", KIND_WORDS}, {"small", KIND_WORDS},
	{"cite", KIND_WORDS}, {"code", KIND_WORDS}, {"q", KIND_WORDS}, {"abbr", KIND_WORDS}
};

/* The position in the text, and the open elements */
typedef struct Simple
{
	const char *c;
	const char *end;
	StringInfo	body;
	const Element *open[DEPTH_MAX];
	int			depth;
} Simple;

static void
add_blank(StringInfo body)
{
	if (body->len > 0 && body->data[body->len - 1] != ' ' && body->data[body->len - 1] != '\n')
		appendStringInfoCharMacro(body, ' ');
}

/*
 * Adds words up to a tag or a reference; false for characters that parsers
 * omit
 */
static bool
read_words(Simple *simple)
{
	const char *from = simple->c;
	const char *c = from;

	while ((unsigned char) *c > ' ' && *c != '<' && *c != '&' && *c != 0x7F)
	{
		/* U+FFFE and U+FFFF */
		if ((unsigned char) *c == 0xEF && (unsigned char) c[1] == 0xBF && (unsigned char) c[2] >= 0xBE)
			return false;
		c++;
	}
	if (c == from)
	{
		if (!xml_is_blank(*c))
			return false;
		add_blank(simple->body);
		simple->c++;
		return true;
	}
	appendBinaryStringInfo(simple->body, from, (int) (c - from));
	simple->c = c;
	return true;
}

/* Reads a reference, if all parsers agree about its character */
static bool
read_reference(Simple *simple)
{
	Size		length = html_any_reference(simple->c, simple->end);
	char		character[16];
	unsigned long number;

	if (length == 0 || length >= sizeof(character))
		return false;
	if (simple->c[1] == '#')
	{
		number = simple->c[2] == 'x' || simple->c[2] == 'X' ?
			strtoul(simple->c + 3, NULL, 16) : strtoul(simple->c + 2, NULL, 10);
		if (number <= ' ' || (number >= 0x7F && number < 0xA0) || (number & 0xFFFE) == 0xFFFE)
			return false;
	}
	/* HTML 5's names in capitals */
	else if (isupper((unsigned char) simple->c[2]))
		return false;
	memcpy(character, simple->c, length);
	character[length] = '\0';
	html_resolve(character);
	appendStringInfoString(simple->body, character);
	simple->c += length;
	return true;
}

static const Element *
find_element(const char *name, Size length)
{
	for (Size i = 0; i < lengthof(elements); i++)
		if (elements[i].name[0] == *name && strncmp(elements[i].name, name, length) == 0 &&
			elements[i].name[length] == '\0')
			return &elements[i];
	return NULL;
}

/*
 * The end of the tag whose attributes begin here, or NULL; *slash: it has one
 */
static const char *
after_attributes(const char *c, bool *slash)
{
	for (;;)
	{
		const char *name;
		const char *start = c;

		c += strspn(c, " \t\r\n");
		*slash = *c == '/';
		if (*slash)
			c++;
		if (*c == '>')
			return c + 1;
		name = c;
		while (isalnum((unsigned char) *c) || *c == '-' || *c == '_' || *c == ':')
			c++;
		if (*slash || c == name || name == start)
			return NULL;
		if (*c != '=')
			continue;
		if (c[1] != '"' && c[1] != '\'')
			return NULL;
		name = c + 2;
		c = name + strcspn(name, c[1] == '"' ? "\"<>" : "'<>");
		if (*c != name[-1])
			return NULL;
		c++;
	}
}

/* Whether an element may be in the one that is open */
static bool
fits(const Simple *simple, Kind kind)
{
	Kind		in = simple->depth > 0 ? simple->open[simple->depth - 1]->kind : KIND_BLOCK;

	if (kind == KIND_ITEM)
		return in == KIND_LIST;
	if (kind == KIND_LINE || kind == KIND_BLOCK || kind == KIND_LIST)
		return in == KIND_BLOCK || in == KIND_ITEM;
	return in != KIND_LIST;
}

static bool
start_element(Simple *simple, const Element *element, bool slash)
{
	bool		is_void = element->kind == KIND_BREAK || element->kind == KIND_EMPTY;

	if (!fits(simple, element->kind) || simple->depth == DEPTH_MAX || (slash && !is_void))
		return false;
	if (!is_void)
		simple->open[simple->depth++] = element;
	return true;
}

static bool
read_tag(Simple *simple)
{
	bool		is_end = simple->c[1] == '/';
	const char *name = simple->c + (is_end ? 2 : 1);
	const char *c = name;
	const Element *element;
	bool		slash = false;

	while (islower((unsigned char) *c) || isdigit((unsigned char) *c))
		c++;
	element = find_element(name, c - name);
	if (element == NULL)
		return false;
	if (*c == '>')
		c++;
	else if (is_end || (c = after_attributes(c, &slash)) == NULL)
		return false;
	if (!is_end)
	{
		if (!start_element(simple, element, slash))
			return false;
	}
	else if (simple->depth == 0 || simple->open[--simple->depth] != element)
		return false;
	if (element->kind != KIND_WORDS && element->kind != KIND_EMPTY)
		news_end_line(simple->body);
	simple->c = c;
	return true;
}

bool
html_simple_body(const char *html, StringInfo body)
{
	Simple		simple = {.c = html,.end = html + strlen(html),.body = body};
	int			length = body->len;
	bool		read = simple.end - html < XML_MAX_TEXT - length && GetDatabaseEncoding() == PG_UTF8;

	if (read)
		news_end_line(body);
	while (read && simple.c < simple.end)
	{
		if (*simple.c == '<')
			read = read_tag(&simple);
		else if (*simple.c == '&')
			read = read_reference(&simple);
		else
			read = read_words(&simple);
	}
	if (read)
		news_end_line(body);
	else
	{
		body->len = length;
		body->data[length] = '\0';
	}
	return read;
}
