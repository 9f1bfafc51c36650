/*-------------------------------------------------------------------------
 *
 * xml_parse.c
 *		Reading XML and HTML through libxml2: the one file that calls it.
 *
 * libxml2's push parsers get a chunk of the document at a time and call our
 * handlers, which store what was found.  xml.c returns it after the parser has
 * returned.  So we raise errors, return rows and check for interrupts only
 * while libxml2 is not at work, and set up and tear down its error handling
 * once for each chunk.
 *
 * Handlers are called by libxml2 and must not throw: they allocate without
 * errors, and store what went wrong for xml_report_failure().
 *
 * Why not xmlTextReader, which returns a node at a time by itself?  It does
 * not read HTML, and it would need pg_xml_init() and pg_xml_done() for each
 * node, since the caller may throw between two of them.
 *
 * The handlers know no entities.  Declarations are ignored, so a reference to
 * one is an error, or, if an external DTD could declare it, stays as it is
 * written: "&logo;".  Default values of attributes from a DTD are left out.
 * But feeds use HTML's names ("&nbsp;", "&eacute;") as if XML had them.  They
 * are replaced by numbers before the parser gets them, each of which is one
 * character and needs no declaration.
 *
 * Why not a getEntity handler, which could answer with such a character?  In
 * attributes' values, older versions of libxml2 (2.9 does) copy only the
 * first byte of what it answers with as a predefined entity; newer ones
 * (2.15 does) copy all of it.
 *
 * Memory: the context that the parser is opened in holds what was found in one
 * chunk.  What libxml2 allocates is freed when that context is deleted.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/xml_parse.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "mb/pg_wchar.h"
#include "utils/xml.h"

#include "exchange/html_names.h"

/* How much libxml2 gets at a time; we check for interrupts as often */
#ifndef CHUNK_BYTES
#define CHUNK_BYTES 16384
#endif

/* "&ni;", the worst, becomes "&#8715;" */
#define NUMBERED_BYTES (2 * CHUNK_BYTES)

/*
 * How long a tag, a comment or a declaration may be; in HTML, a tag.  libxml2's
 * own limit is 10 MB, but it compares each attribute with all others, and
 * cannot be cancelled meanwhile: 1 MB of attributes took 4 s.
 */
#define MAX_SILENT_BYTES 500000

/* Where libxml2's versions differ */
#if LIBXML_VERSION >= 21200
typedef const xmlError *SeenError;
#else
typedef xmlErrorPtr SeenError;
#endif
#if LIBXML_VERSION >= 21300
#define READ_OPTIONS (XML_PARSE_NONET | XML_PARSE_NO_XXE)
#else
#define READ_OPTIONS XML_PARSE_NONET
#endif

/* ---- Handlers, which must not throw */

static void
fail(XmlParser *parser, int code, int line)
{
	if (parser->failed != 0)
		return;
	parser->failed = code;
	parser->failed_line = line;
	parser->failed_in = parser->depth > 0 ? parser->open[parser->depth - 1] : NULL;
}

static int
current_line(const XmlParser *parser)
{
	const xmlParserInput *input = parser->libxml->input;

	return parser->lines_before + (input != NULL ? input->line : 0);
}

static void
fail_and_stop(XmlParser *parser, int code)
{
	fail(parser, code, current_line(parser));
	xmlStopParser(parser->libxml);
}

static bool
array_grow(XmlParser *parser, FoundArray *array, Size more, Size size)
{
	Size		capacity = Max(array->capacity * 2, array->count + more);
	void	   *items = NULL;

	/* offsets have 32 bits */
	if (capacity <= PG_UINT32_MAX / size)
		items = MemoryContextAllocExtended(parser->context, capacity * size,
										   MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
	if (items == NULL)
	{
		fail_and_stop(parser, XML_ERR_NO_MEMORY);
		return false;
	}
	memcpy(items, array->items, array->count * size);
	pfree(array->items);
	array->items = items;
	array->capacity = capacity;
	return true;
}

/* Makes room for more items; NULL, and the parser has failed, if it cannot */
static inline void *
array_add(XmlParser *parser, FoundArray *array, Size more, Size size)
{
	void	   *place;

	if (unlikely(array->capacity - array->count < more) &&
		!array_grow(parser, array, more, size))
		return NULL;
	place = (char *) array->items + array->count * size;
	array->count += more;
	return place;
}

/* Adds a node; NULL after a failure */
static FoundNode *
add_node(XmlParser *parser, XmlNode node, int depth)
{
	FoundNode  *found = NULL;

	if (parser->failed == 0)
		found = array_add(parser, &parser->nodes, 1, sizeof(FoundNode));
	if (found != NULL)
		*found = (FoundNode)
	{
		.name = "",.ns = "",.node = node,.depth = depth,
			.line = current_line(parser)
	};
	return found;
}

/*
 * Copies a value.  In XML, libxml2 leaves & in values as &#38;, and nothing
 * else, because its tree builder reads them again.
 */
static void
copy_value(char *to, const char *value, const char *end, bool html)
{
	while (value < end)
	{
		if (!html && *value == '&' && end - value >= 5 &&
			memcmp(value, "&#38;", 5) == 0)
		{
			*to++ = '&';
			value += 5;
		}
		else
			*to++ = *value++;
	}
	*to = '\0';
}

static void
add_attribute(XmlParser *parser, FoundNode *found, const xmlChar *name,
			  const char *ns, const xmlChar *value, Size length)
{
	char	   *copy = array_add(parser, &parser->bytes, length + 1, 1);
	FoundAttribute *attribute = NULL;

	if (copy != NULL)
		attribute = array_add(parser, &parser->attributes, 1, sizeof(FoundAttribute));
	if (attribute == NULL)
		return;
	attribute->name = (const char *) name;
	attribute->ns = ns;
	attribute->value = copy - (char *) parser->bytes.items;
	found->nattributes++;
	copy_value(copy, (const char *) value, (const char *) value + length, parser->html);
}

static void
add_namespace(XmlParser *parser, FoundNode *found, const xmlChar *prefix,
			  const xmlChar *uri)
{
	FoundNamespace *declared = array_add(parser, &parser->namespaces, 1,
										 sizeof(FoundNamespace));

	if (declared == NULL)
		return;
	declared->prefix = prefix != NULL ? (const char *) prefix : "";
	declared->uri = uri != NULL ? (const char *) uri : "";
	found->nnamespaces++;
}

static FoundNode *
start_element(XmlParser *parser, const xmlChar *name)
{
	FoundNode  *found;

	if (parser->depth >= XML_MAX_DEPTH)
		fail_and_stop(parser, XML_FAILED_DEPTH);
	found = add_node(parser, XML_NODE_START, parser->depth);
	if (found == NULL)
		return NULL;
	found->name = (const char *) name;
	found->attributes = parser->attributes.count;
	found->namespaces = parser->namespaces.count;
	parser->open[parser->depth++] = found->name;
	return found;
}

static void
end_element(XmlParser *parser, const char *ns)
{
	FoundNode  *found = NULL;

	if (parser->depth > 0)
		found = add_node(parser, XML_NODE_END, parser->depth - 1);
	if (found == NULL)
		return;
	parser->depth--;
	found->name = parser->open[parser->depth];
	found->ns = ns;
	parser->root_over = parser->depth == 0;
}

/* An undeclared prefix is its own namespace, so that it is no other one */
static const char *
namespace_of(const xmlChar *prefix, const xmlChar *uri)
{
	if (uri != NULL)
		return (const char *) uri;
	return prefix != NULL ? (const char *) prefix : "";
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
		 int nnamespaces, const xmlChar **namespaces,
		 int nattributes, int ndefaulted, const xmlChar **attributes)
{
	XmlParser  *parser = data;
	FoundNode  *found = start_element(parser, name);

	if (found == NULL)
		return;
	/* libxml2 would silently leave it out of the value */
	if (parser->unread)
	{
		fail_and_stop(parser, XML_ERR_UNDECLARED_ENTITY);
		return;
	}
	found->ns = namespace_of(prefix, uri);
	for (int i = 0; i < nnamespaces; i++)
		add_namespace(parser, found, namespaces[2 * i], namespaces[2 * i + 1]);
	for (int i = 0; i < nattributes - ndefaulted; i++)
	{
		const xmlChar **given = attributes + 5 * i;

		add_attribute(parser, found, given[0], namespace_of(given[1], given[2]),
					  given[3], given[4] - given[3]);
	}
}

static void
on_end(void *data, const xmlChar *name pg_attribute_unused(),
	   const xmlChar *prefix, const xmlChar *uri)
{
	end_element(data, namespace_of(prefix, uri));
}

static void
on_html_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
	XmlParser  *parser = data;
	FoundNode  *found = start_element(parser, name);

	if (found == NULL || attributes == NULL)
		return;
	for (int i = 0; attributes[i] != NULL; i += 2)
	{
		const xmlChar *value = attributes[i + 1];

		if (value == NULL)
			value = (const xmlChar *) "";
		add_attribute(parser, found, attributes[i], "", value,
					  strlen((const char *) value));
	}
}

static void
on_html_end(void *data, const xmlChar *name pg_attribute_unused())
{
	end_element(data, "");
}

/* The last node, if it is a text, so that more text belongs to it */
static FoundNode *
last_text(const XmlParser *parser)
{
	FoundNode  *last;

	if (parser->nodes.count == 0)
		return NULL;
	last = (FoundNode *) parser->nodes.items + parser->nodes.count - 1;
	return last->node == XML_NODE_TEXT ? last : NULL;
}

static void
on_text(void *data, const xmlChar *text, int length)
{
	XmlParser  *parser = data;
	FoundArray *bytes = &parser->bytes;
	FoundNode  *found;
	char	   *copy;

	/*
	 * After a trailing "<", the HTML parser may hand us invalid UTF-8; drop
	 * it.
	 */
	if (parser->html)
		length = pg_encoding_verifymbstr(PG_UTF8, (const char *) text, length);
	if (parser->failed != 0 || length <= 0 || parser->depth == 0)
		return;
	found = last_text(parser);
	if (found != NULL)
		bytes->count--;			/* overwrite its zero */
	else
		found = add_node(parser, XML_NODE_TEXT, parser->depth - 1);
	copy = found != NULL ? array_add(parser, bytes, (Size) length + 1, 1) : NULL;
	if (copy == NULL)
		return;
	if (found->length == 0)
	{
		found->text = copy - (char *) bytes->items;
		found->name = parser->open[parser->depth - 1];
	}
	memcpy(copy, text, length);
	copy[length] = '\0';
	found->length += length;
}

static void
on_reference(void *data, const xmlChar *name)
{
	XmlParser  *parser = data;

#if LIBXML_VERSION < 21300
	/* later versions call this only for references in text */
	if (parser->libxml->instate == XML_PARSER_ATTRIBUTE_VALUE)
		return;
#endif
	parser->unread = false;
	on_text(data, (const xmlChar *) "&", 1);
	on_text(data, name, (int) strlen((const char *) name));
	on_text(data, (const xmlChar *) ";", 1);
}

static bool
is_encoding(int code)
{
	return code == XML_ERR_INVALID_ENCODING || code == XML_ERR_UNSUPPORTED_ENCODING ||
		code == XML_ERR_UNKNOWN_ENCODING || code == XML_ERR_ENCODING_NAME ||
		code == XML_I18N_CONV_FAILED || code == XML_I18N_NO_HANDLER ||
		code == XML_IO_ENCODER;
}

/* Also gets warnings.  In HTML, only errors that end the parsing count. */
static void
on_error(void *data, SeenError error)
{
	XmlParser  *parser = data;

	if (is_encoding(error->code))
		parser->bad_encoding = true;
	if (error->code == XML_WAR_UNDECLARED_ENTITY)
		parser->unread = true;
	if (error->level == XML_ERR_FATAL &&
		(!parser->html || error->code == XML_ERR_NO_MEMORY))
		fail(parser, error->code, parser->lines_before + error->line);
}

static void
set_handlers(xmlSAXHandler *handlers, bool html)
{
	memset(handlers, 0, sizeof(*handlers));
	handlers->initialized = XML_SAX2_MAGIC;
	handlers->serror = on_error;
	handlers->characters = on_text;
	handlers->ignorableWhitespace = on_text;
	handlers->cdataBlock = on_text;
	if (html)
	{
		handlers->startElement = on_html_start;
		handlers->endElement = on_html_end;
	}
	else
	{
		handlers->startElementNs = on_start;
		handlers->endElementNs = on_end;
		handlers->reference = on_reference;
	}
}

/*
 * Errors that reach the server's handler come from encoding converters, which
 * have no parser context.  The parser notices the failure itself, so mark
 * them as seen.
 */
static void
leave_libxml(PgXmlErrorContext *errors)
{
	pg_xml_done(errors, pg_xml_error_occurred(errors));
}

/* ---- Opening */

static void
free_parser(void *data)
{
	XmlParser  *parser = data;
	xmlParserCtxtPtr libxml = parser->libxml;

	/* libxml2 keeps declarations there, even if ignored */
	if (libxml->myDoc != NULL)
		xmlFreeDoc(libxml->myDoc);
	libxml->myDoc = NULL;
	if (parser->html)
		htmlFreeParserCtxt(libxml);
	else
		xmlFreeParserCtxt(libxml);
}

/* Runs between pg_xml_init() and pg_xml_done() */
static xmlParserCtxtPtr
make_html_parser(XmlParser *parser, xmlSAXHandler *handlers, bool is_utf8)
{
	xmlParserCtxtPtr libxml = htmlCreatePushParserCtxt(handlers, parser, NULL, 0,
													   NULL, XML_CHAR_ENCODING_NONE);

	if (libxml != NULL)
		/* a script goes on after end tags of others than its own */
		htmlCtxtUseOptions(libxml, HTML_PARSE_NONET | HTML_PARSE_RECOVER |
						   (is_utf8 ? HTML_PARSE_IGNORE_ENC : 0));
	if (libxml != NULL && is_utf8)
		xmlSwitchEncoding(libxml, XML_CHAR_ENCODING_UTF8);
	return libxml;
}

/* Likewise for XML */
static xmlParserCtxtPtr
make_xml_parser(XmlParser *parser, xmlSAXHandler *handlers, bool is_utf8)
{
	xmlParserCtxtPtr libxml = xmlCreatePushParserCtxt(handlers, parser, NULL, 0, NULL);

	if (libxml != NULL)
		xmlCtxtUseOptions(libxml, READ_OPTIONS |
						  (is_utf8 ? XML_PARSE_IGNORE_ENC : 0));
	return libxml;
}

static void
make_parser(XmlParser *parser, bool is_utf8)
{
	PgXmlErrorContext *errors = pg_xml_init(PG_XML_STRICTNESS_ALL);
	xmlSAXHandler handlers;

	set_handlers(&handlers, parser->html);
	parser->libxml = parser->html ?
		make_html_parser(parser, &handlers, is_utf8) :
		make_xml_parser(parser, &handlers, is_utf8);
	leave_libxml(errors);
	if (parser->libxml == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Could not create a parser for XML.")));
	parser->closing.func = free_parser;
	parser->closing.arg = parser;
	MemoryContextRegisterResetCallback(parser->context, &parser->closing);
}

/*
 * Skips a byte order mark and white space, which XML does not allow at the
 * start, and which HTML takes for words.
 */
static void
skip_to_start(XmlParser *parser)
{
	if (parser->end - parser->next >= 3 && memcmp(parser->next, "\xEF\xBB\xBF", 3) == 0)
		parser->next += 3;
	while (parser->next < parser->end && xml_is_blank(*parser->next))
		parser->lines_before += *parser->next++ == '\n';
}

/* Skips to the declaration of XML, also in other encodings */
static void
skip_to_declaration(XmlParser *parser)
{
	const char *start = xml_start(parser->next, parser->end - parser->next);

	while (parser->next < start)
		parser->lines_before += *parser->next++ == '\n';
}

/* Allocates at once, because an offset from NULL would be undefined */
static void
array_start(FoundArray *array, MemoryContext context, Size size)
{
	array->capacity = 16;
	array->items = MemoryContextAlloc(context, array->capacity * size);
}

void
xml_parser_open(XmlParser *parser, const char *data, Size length, XmlForm form,
				MemoryContext context)
{
	bool		is_text = form == XML_FORM_TEXT || form == XML_FORM_HTML_TEXT;
	bool		is_utf8 = is_text;

	parser->context = context;
	parser->html = form == XML_FORM_HTML || form == XML_FORM_HTML_TEXT;
	parser->next = data;
	parser->end = data + length;
	array_start(&parser->nodes, context, sizeof(FoundNode));
	array_start(&parser->attributes, context, sizeof(FoundAttribute));
	array_start(&parser->namespaces, context, sizeof(FoundNamespace));
	array_start(&parser->bytes, context, 1);

	/*
	 * the database's encoding is UTF-8 or SQL_ASCII, in which text can be
	 * anything
	 */
	if (is_text && GetDatabaseEncoding() != PG_UTF8)
		pg_verify_mbstr(PG_UTF8, data, (int) length, false);
	/* HTML is usually UTF-8, but seldom says so */
	if (form == XML_FORM_HTML && length <= INT_MAX)
		is_utf8 = pg_encoding_verifymbstr(PG_UTF8, data, (int) length) == (int) length;
	if (!parser->html)
		skip_to_declaration(parser);
	if (is_utf8)
		skip_to_start(parser);
	if (parser->html && is_utf8)
		parser->place.copy = MemoryContextAlloc(context,
												Min(length, HTML_PIECE_MAX(CHUNK_BYTES, MAX_SILENT_BYTES)));
	make_parser(parser, is_utf8);
}

/* ---- Reading on */

/*
 * The end of a chunk of XML that starts at the next byte, not within a
 * reference
 */
static const char *
chunk_end(const XmlParser *parser)
{
	const char *end = parser->next + Min(parser->end - parser->next, CHUNK_BYTES);

	if (end == parser->end)
		return end;
	for (const char *c = end - 1; c > parser->next && end - c < HTML_NAME_MAX + 2; c--)
		if (*c == '&')
			return c;
	return end;
}

/* Returns the next chunk and its size, and advances to the one after it */
static const char *
take_chunk(XmlParser *parser, int *size)
{
	HtmlPiece	piece;
	const char *chunk = parser->next;

	if (!parser->html)
	{
		parser->next = chunk_end(parser);
		*size = (int) (parser->next - chunk);
		return chunk;
	}
	parser->lines_before += parser->lines_left_out;
	parser->lines_left_out = 0;
	piece = html_piece(&parser->place, chunk, parser->end, CHUNK_BYTES,
					   MAX_SILENT_BYTES);
	for (const char *c = piece.end; c < piece.next; c++)
		parser->lines_left_out += *c == '\n';
	parser->next = piece.next;
	*size = (int) piece.length;
	return piece.text;
}

/*
 * The chunk, or a copy with numbers in place of HTML's names.  Encodings that
 * are no superset of ASCII do not have these sequences of bytes.  Runs before
 * pg_xml_init().
 */
static const char *
number_names(XmlParser *parser, const char *chunk, const char *end, int *size)
{
	const char *from = chunk;
	const char *c = chunk;
	char	   *to = NULL;
	uint32		character;

	while ((c = memchr(c, '&', end - c)) != NULL)
	{
		Size		length = html_reference(c, end, &character);

		if (length == 0)
		{
			c++;
			continue;
		}
		if (parser->numbered == NULL)
			parser->numbered = MemoryContextAlloc(parser->context, NUMBERED_BYTES);
		if (to == NULL)
			to = parser->numbered;
		memcpy(to, from, c - from);
		to += c - from;
		to += sprintf(to, "&#%u;", character);
		c += length;
		from = c;
	}
	*size = (int) (end - from);
	if (to == NULL)
		return chunk;
	memcpy(to, from, *size);
	*size += (int) (to - parser->numbered);
	return parser->numbered;
}

/* Runs between pg_xml_init() and pg_xml_done() */
static void
parse_chunk(XmlParser *parser, const char *chunk, int size)
{
	parser->ended = size == 0;
	if (parser->html)
		htmlParseChunk(parser->libxml, chunk, size, parser->ended);
	else
		xmlParseChunk(parser->libxml, chunk, size, parser->ended);

	parser->silent = parser->nodes.count > 0 ? 0 : parser->silent + size;

	/*
	 * the HTML parser holds text back until a tag comes, and a script that we
	 * read is one text
	 */
	if (parser->html && !parser->place.in_tag)
	{
		if (parser->silent > XML_MAX_TEXT)
			fail_and_stop(parser, XML_FAILED_TEXT);
	}
	else if (parser->silent > MAX_SILENT_BYTES)
		fail_and_stop(parser, XML_FAILED_LENGTH);
	/* in case some version does not report that it could not finish */
	if (parser->ended && parser->failed == 0 && !parser->html && !parser->root_over)
		fail(parser, XML_ERR_DOCUMENT_END, current_line(parser));
	/* HTML may leave elements open */
	while (parser->ended && parser->html && parser->depth > 0 && parser->failed == 0)
		end_element(parser, "");
}

static void
parse_safely(XmlParser *parser, const char *chunk, int size)
{
	PgXmlErrorContext *errors = pg_xml_init(PG_XML_STRICTNESS_ALL);

	PG_TRY();
	{
		parse_chunk(parser, chunk, size);
	}
	PG_CATCH();
	{
		pg_xml_done(errors, true);
		PG_RE_THROW();
	}
	PG_END_TRY();
	leave_libxml(errors);
}

void
xml_parser_read(XmlParser *parser)
{
	const char *chunk;
	int			size;

	Assert(!parser->ended && parser->failed == 0);
	parser->nodes.count = 0;
	parser->attributes.count = 0;
	parser->namespaces.count = 0;
	parser->bytes.count = 0;
	chunk = take_chunk(parser, &size);
	/* the whole chunk is left out; an empty one would mean the end */
	if (size == 0 && parser->next < parser->end)
		return;
	if (!parser->html && size > 0)
		chunk = number_names(parser, chunk, chunk + size, &size);

	parse_safely(parser, chunk, size);
}
