/*-------------------------------------------------------------------------
 *
 * xml.c
 *		Reading XML and HTML, one node at a time.
 *
 * A reading is a cursor over what the parser found in one chunk of the
 * document (xml_parse.c); at the end of a chunk, it has the next one parsed.
 *
 * Memory: a context of its own for each reading, deleted by xml_close() or
 * with its parent.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/xml.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "exchange/xml_parse.h"
#include "type/inner_context.h"

/* A prefix that is declared at the current node */
typedef struct Scope
{
	FoundNamespace declared;
	int			depth;			/* of the element that declares it */
} Scope;

struct XmlReading
{
	XmlParser	parser;
	const char *what;
	const char *hint;			/* where it is not well-formed; NULL: none */
	Size		at;				/* index of the next one of the parser's nodes */
	const FoundNode *now;		/* the node that is read */
	FoundNode	outside;		/* before the first and after the last */
	bool		forgiving;
	bool		broken;
	Scope	   *scopes;			/* the innermost element's last */
	Size		nscopes;
	Size		scopes_size;
};

XmlReading *
xml_open(const char *data, Size length, XmlForm form, const char *what,
		 MemoryContext context)
{
	MemoryContext own = AllocSetContextCreate(context, "corroborate xml",
											  ALLOCSET_DEFAULT_SIZES);
	XmlReading *reading = MemoryContextAllocZero(own, sizeof(XmlReading));

	xml_parser_open(&reading->parser, data, length, form, own);
	reading->what = MemoryContextStrdup(own, what);
	reading->outside = (FoundNode)
	{
		.node = XML_NODE_OVER,.name = "",.ns = "",
			.line = reading->parser.lines_before
	};
	reading->now = &reading->outside;
	return reading;
}

void
xml_close(XmlReading *reading)
{
	MemoryContextDelete(reading->parser.context);
}

bool
xml_can_be_read(const char *data, Size length, XmlForm form)
{
	XmlReading *reading = xml_open(data, length, form, "document", CurrentMemoryContext);
	XmlParser  *parser = &reading->parser;
	bool		failed;

	while (!parser->ended && parser->failed == 0)
	{
		CHECK_FOR_INTERRUPTS();
		xml_parser_read(parser);
	}
	failed = parser->failed != 0;
	xml_close(reading);
	return !failed;
}

/* ---- What comes before the start */

/* How far to search for a declaration */
#define MAX_BEFORE_BYTES 65536

static bool
is_declaration(const char *data, const char *end)
{
	return end - data > 5 && memcmp(data, "<?xml", 5) == 0 && xml_is_blank(data[5]);
}

const char *
xml_after_comments(const char *data, const char *end)
{
	for (;;)
	{
		while (data < end && xml_is_blank(*data))
			data++;
		if (end - data < 4 || memcmp(data, "<!--", 4) != 0)
			return data;
		for (data += 4; end - data >= 3 && memcmp(data, "-->", 3) != 0; data++)
			;
		data += Min(3, end - data);
	}
}

const char *
xml_start(const char *data, Size length)
{
	const char *end = data + length;
	bool		marked = length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
	const char *start = xml_after_comments(data + (marked ? 3 : 0), end);

	if (start > data + (marked ? 3 : 0) && is_declaration(start, end))
		return start;
	/* text cannot come first; an element that does is the document's */
	if (start == end || *start == '<')
		return data;
	end = Min(end, data + MAX_BEFORE_BYTES);
	for (const char *c = start; (c = memchr(c, '<', end - c)) != NULL; c++)
		if (is_declaration(c, end))
			return c;
	return data;
}

/* ---- Reading on */

static void
add_scope(XmlReading *reading, const FoundNamespace *declared)
{
	if (reading->nscopes == reading->scopes_size)
	{
		Size		size = Max(2 * reading->scopes_size, 16);

		if (reading->scopes == NULL)
			reading->scopes = MemoryContextAlloc(reading->parser.context,
												 size * sizeof(Scope));
		else
			reading->scopes = repalloc_huge(reading->scopes, size * sizeof(Scope));
		reading->scopes_size = size;
	}
	reading->scopes[reading->nscopes++] = (Scope)
	{
		*declared, reading->now->depth
	};
}

/* Adds the prefixes that an element declares, or removes them at its end */
static void
keep_scopes(XmlReading *reading)
{
	const FoundNode *now = reading->now;

	if (now->node == XML_NODE_START)
	{
		const FoundNamespace *declared = reading->parser.namespaces.items;

		for (Size i = 0; i < now->nnamespaces; i++)
			add_scope(reading, &declared[now->namespaces + i]);
	}
	else if (now->node == XML_NODE_END)
	{
		while (reading->nscopes > 0 &&
			   reading->scopes[reading->nscopes - 1].depth >= now->depth)
			reading->nscopes--;
	}
}

void
xml_forgive(XmlReading *reading)
{
	reading->forgiving = true;
}

void
xml_suggest(XmlReading *reading, const char *hint)
{
	reading->hint = hint;
}

bool
xml_is_broken(const XmlReading *reading)
{
	return reading->broken;
}

XmlNode
xml_next(XmlReading *reading)
{
	XmlParser  *parser = &reading->parser;

	while (reading->at >= parser->nodes.count)
	{
		if (parser->failed != 0 && !reading->broken)
		{
			xml_report_failure(parser, reading->what, reading->hint,
							   reading->forgiving ? WARNING : ERROR);
			reading->broken = true;
		}
		if (parser->ended || reading->broken)
		{
			reading->now = &reading->outside;
			return XML_NODE_OVER;
		}
		CHECK_FOR_INTERRUPTS();
		reading->outside.line = reading->now->line;
		reading->now = &reading->outside;
		xml_parser_read(parser);
		reading->at = 0;
	}
	reading->now = (FoundNode *) parser->nodes.items + reading->at++;
	if (reading->now->nnamespaces > 0 || reading->nscopes > 0)
		keep_scopes(reading);
	return reading->now->node;
}

XmlNode
xml_next_within(XmlReading *reading, int depth)
{
	XmlNode		node = xml_next(reading);

	return node == XML_NODE_END && reading->now->depth == depth ? XML_NODE_OVER : node;
}

void
xml_skip(XmlReading *reading)
{
	int			depth = reading->now->depth;

	Assert(reading->now->node == XML_NODE_START);
	while (xml_next_within(reading, depth) != XML_NODE_OVER)
		;
}

/* ---- What a node says */

const char *
xml_name(const XmlReading *reading)
{
	return reading->now->name;
}

const char *
xml_namespace(const XmlReading *reading)
{
	return reading->now->ns;
}

int
xml_depth(const XmlReading *reading)
{
	return reading->now->depth;
}

bool
xml_at_start(const XmlReading *reading)
{
	return reading->now->node == XML_NODE_START;
}

int
xml_line(const XmlReading *reading)
{
	return reading->now->line;
}

bool
xml_is(const XmlReading *reading, const char *ns, const char *name)
{
	return xml_same_name(reading->now->name, name) &&
		(reading->now->ns == ns || strcmp(reading->now->ns, ns) == 0);
}

static inline char *
bytes_at(const XmlReading *reading, uint32 offset)
{
	return (char *) reading->parser.bytes.items + offset;
}

const char *
xml_text(const XmlReading *reading)
{
	Assert(reading->now->node == XML_NODE_TEXT);
	return bytes_at(reading, reading->now->text);
}

Size
xml_text_length(const XmlReading *reading)
{
	return reading->now->length;
}

char *
xml_attribute(const XmlReading *reading, const char *ns, const char *name)
{
	const FoundAttribute *attribute = reading->parser.attributes.items;

	/* end tags and texts have none */
	attribute += reading->now->attributes;
	ns = ns != NULL ? ns : "";
	for (Size i = 0; i < reading->now->nattributes; i++, attribute++)
	{
		if (xml_same_name(attribute->name, name) && xml_same_name(attribute->ns, ns))
		{
			const char *value = bytes_at(reading, attribute->value);

			return xml_copy(value, strlen(value));
		}
	}
	return NULL;
}

bool
xml_has_attributes(const XmlReading *reading)
{
	return reading->now->nattributes > 0;
}

const char *
xml_resolve(const XmlReading *reading, const char *prefix)
{
	for (Size i = reading->nscopes; i > 0; i--)
		if (strcmp(reading->scopes[i - 1].declared.prefix, prefix) == 0)
			return reading->scopes[i - 1].declared.uri;
	return strcmp(prefix, "xml") == 0 ? XML_NS : NULL;
}

/* ---- An element's text */

/* Without white space at both ends, in place */
static char *
trimmed(char *start, char *end)
{
	while (start < end && xml_is_blank(*start))
		start++;
	while (end > start && xml_is_blank(end[-1]))
		end--;
	*end = '\0';
	xml_check(start, end - start);
	return start;
}

/*
 * Reads an element that has just started if it contains only one text, as most
 * do; otherwise returns NULL and reads nothing.
 */
static char *
single_text(XmlReading *reading)
{
	const FoundArray *nodes = &reading->parser.nodes;
	const FoundNode *text = (FoundNode *) nodes->items + reading->at;
	char	   *start;
	char	   *result;

	Assert(reading->now->node == XML_NODE_START);
	if (nodes->count - reading->at < 2 ||
		text[0].node != XML_NODE_TEXT || text[1].node != XML_NODE_END ||
		text->length > XML_MAX_TEXT)
		return NULL;
	start = bytes_at(reading, text->text);
	/* it is valid only until the next chunk */
	result = pstrdup(trimmed(start, start + text->length));
	xml_next(reading);
	xml_next(reading);
	return result;
}

char *
xml_element_text(XmlReading *reading)
{
	StringInfoData text;
	int			depth = reading->now->depth;
	char	   *single = single_text(reading);
	XmlNode		node;

	if (single != NULL)
		return single;
	initStringInfo(&text);
	while ((node = xml_next_within(reading, depth)) != XML_NODE_OVER)
	{
		if (node != XML_NODE_TEXT)
			continue;
		if (reading->now->length > (Size) (XML_MAX_TEXT - text.len))
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errhide_inner_context(),
					 errmsg("%s exceeds a limit", reading->what),
					 errdetail("Line %d: a text is longer than %d bytes.",
							   xml_line(reading), XML_MAX_TEXT)));
		appendBinaryStringInfo(&text, xml_text(reading), (int) reading->now->length);
	}
	return trimmed(text.data, text.data + text.len);
}

/* ---- Copies */

void
xml_check(const char *text, Size length)
{
	pg_verify_mbstr(PG_UTF8, text, (int) length, false);
}

char *
xml_copy(const char *text, Size length)
{
	xml_check(text, length);
	return pnstrdup(text, length);
}
