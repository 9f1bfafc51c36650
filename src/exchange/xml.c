/*-------------------------------------------------------------------------
 *
 * xml.c
 *		Reading XML and HTML through libxml2: the one file that talks to it.
 *
 * libxml2's push parsers get a chunk of the document at a time, and tell our
 * handlers what they find.  The handlers write it down; xml_next() hands it
 * out after the parser has returned.  So all of our errors are raised, all
 * rows handed out and all cancelling is done while libxml2 is not at work,
 * and its state need not be set up and taken down for each node.
 *
 * Handlers run between frames of libxml2's and must not throw: they allocate
 * without errors, and note what went wrong for xml_next() to say.  The words
 * of errors are ours: libxml2's change with its version.
 *
 * The handlers know no entities.  Declarations go unheard, so that a
 * reference to one is an error, or, where a DTD that nobody reads might
 * declare it, stays as it is written: "&logo;".  Default values of attributes
 * from a DTD are left out.  But feeds use HTML's names ("&nbsp;", "&eacute;")
 * as if XML knew them.  These are put by their numbers before the parser gets
 * them, which makes one character of each and needs nothing declared.
 *
 * Memory: a context of its own for each reading, with what was found in one
 * chunk.  What libxml2 allocates by itself is freed when that context is
 * deleted, which happens at xml_close() or with its parent.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/xml.h"

#include "base/compat.h"
#include "exchange/html_names.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#ifdef USE_LIBXML

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "utils/xml.h"

/* How much libxml2 gets at a time; also how often we look for a cancel */
#ifndef CHUNK_BYTES
#define CHUNK_BYTES 16384
#endif

/* "&ni;", the worst, becomes "&#8715;" */
#define NUMBERED_BYTES (2 * CHUNK_BYTES)

/*
 * A tag, a comment, a declaration may be as long as this.  libxml2's own
 * limit is 10 MB, but it compares each attribute with all others, and cannot
 * be cancelled meanwhile: 1 MB of attributes took it 4 s.
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
#define LATER_RESOURCE_LIMIT 116	/* XML_ERR_RESOURCE_LIMIT, from 2.13 on */

/* Failures of our own, besides libxml2's codes */
#define FAILED_DEPTH (-1)
#define FAILED_LENGTH (-2)
#define FAILED_MEMORY XML_ERR_NO_MEMORY

typedef struct Attribute
{
	const char *name;
	const char *ns;
	uint32		value;			/* offset in bytes */
} Attribute;

typedef struct Namespace
{
	const char *prefix;
	const char *uri;
	int			depth;			/* of the element that declares it */
} Namespace;

/* Names point into libxml2's dictionary, which lives as long as its parser */
typedef struct Found
{
	const char *name;
	const char *ns;
	XmlNode		node;
	int			depth;
	int			line;
	uint32		text;			/* offset in bytes */
	uint32		length;
	uint32		attributes;		/* the first one's index */
	uint32		nattributes;
	uint32		namespaces;
	uint32		nnamespaces;
} Found;

typedef struct Array
{
	void	   *items;
	Size		count;
	Size		capacity;
} Array;

struct XmlReading
{
	MemoryContext context;		/* holds all of this */
	MemoryContextCallback closing;
	xmlParserCtxtPtr parser;
	bool		html;
	const char *what;

	const char *next;			/* of the document */
	const char *end;
	bool		ended;			/* the parser has been told */
	Size		silent;			/* bytes in which it has found nothing yet */
	char	   *numbered;		/* a chunk with numbers for HTML's names */
	int			lines_before;	/* that the parser did not get */

	/* What the last chunk held */
	Array		found;			/* Found */
	Array		attributes;		/* Attribute */
	Array		namespaces;		/* Namespace */
	Array		bytes;			/* values and texts, each ended by a zero */
	Size		at;				/* index in found of what is next */
	const Found *now;			/* the node that is read */
	Found		outside;		/* before the first and behind the last */

	/* As the parser sees it */
	int			depth;			/* number of open elements */
	const char *open[XML_MAX_DEPTH];	/* their names */
	bool		root_over;

	Array		scope;			/* Namespace, as the caller sees it */

	int			failed;			/* libxml2's code, or ours; 0: no */
	int			failed_line;
	const char *failed_in;		/* name of the element, or NULL */
	bool		bad_encoding;	/* which libxml2 may take for the end */
	bool		unread;			/* a reference was met, and not yet handed out */
};

/* ---- What handlers do: nothing here may throw */

static void
fail(XmlReading *reading, int code, int line)
{
	if (reading->failed != 0)
		return;
	reading->failed = code;
	reading->failed_line = line;
	reading->failed_in = reading->depth > 0 ? reading->open[reading->depth - 1] : NULL;
}

static int
parser_line(XmlReading *reading)
{
	return reading->parser->input != NULL ? reading->parser->input->line : 0;
}

static void
fail_and_stop(XmlReading *reading, int code)
{
	fail(reading, code, parser_line(reading));
	xmlStopParser(reading->parser);
}

static bool
array_grow(XmlReading *reading, Array *array, Size more, Size size)
{
	Size		capacity = Max(array->capacity * 2, array->count + more);
	void	   *items;

	/* offsets have 32 bits */
	if (capacity > PG_UINT32_MAX / size ||
		(items = MemoryContextAllocExtended(reading->context, capacity * size,
											MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM)) == NULL)
	{
		fail_and_stop(reading, FAILED_MEMORY);
		return false;
	}
	if (array->items != NULL)
	{
		memcpy(items, array->items, array->count * size);
		pfree(array->items);
	}
	array->items = items;
	array->capacity = capacity;
	return true;
}

/* Room for more items, or NULL, and then it has failed */
static inline void *
array_add(XmlReading *reading, Array *array, Size more, Size size)
{
	void	   *place;

	if (unlikely(array->capacity - array->count < more) && !array_grow(reading, array, more, size))
		return NULL;
	place = (char *) array->items + array->count * size;
	array->count += more;
	return place;
}

/* Room from the start: an offset from nothing would not even be zero */
static void
array_start(XmlReading *reading, Array *array, Size size)
{
	array->capacity = 16;
	array->items = MemoryContextAlloc(reading->context, array->capacity * size);
}

static Found *
add_found(XmlReading *reading, XmlNode node, int depth)
{
	/* behind a failure nothing is written down any more */
	Found	   *found = reading->failed == 0 ? array_add(reading, &reading->found, 1, sizeof(Found)) : NULL;

	if (found == NULL)
		return NULL;
	*found = (Found) {.name = "", .ns = "", .node = node, .depth = depth, .line = parser_line(reading)};
	return found;
}

/* In XML, libxml2 leaves & in values as &#38;, and nothing else, for the builders of trees to read again */
static void
add_attribute(XmlReading *reading, Found *found, const char *name, const char *ns, const char *value, Size length)
{
	char	   *copy = array_add(reading, &reading->bytes, length + 1, 1);
	Attribute  *attribute = copy != NULL ? array_add(reading, &reading->attributes, 1, sizeof(Attribute)) : NULL;
	const char *end = value + length;

	if (attribute == NULL)
		return;
	attribute->name = name;
	attribute->ns = ns;
	attribute->value = copy - (char *) reading->bytes.items;
	found->nattributes++;
	while (value < end)
	{
		if (!reading->html && *value == '&' && end - value >= 5 && memcmp(value, "&#38;", 5) == 0)
		{
			*copy++ = '&';
			value += 5;
		}
		else
			*copy++ = *value++;
	}
	*copy = '\0';
}

static Found *
start_element(XmlReading *reading, const xmlChar *name)
{
	Found	   *found;

	if (reading->depth >= XML_MAX_DEPTH)
		fail_and_stop(reading, FAILED_DEPTH);
	found = add_found(reading, XML_NODE_START, reading->depth);
	if (found == NULL)
		return NULL;
	found->name = (const char *) name;
	found->attributes = reading->attributes.count;
	found->namespaces = reading->namespaces.count;
	reading->open[reading->depth++] = found->name;
	return found;
}

static void
end_element(XmlReading *reading, const char *ns)
{
	Found	   *found = reading->depth > 0 ? add_found(reading, XML_NODE_END, reading->depth - 1) : NULL;

	if (found == NULL)
		return;
	reading->depth--;
	found->name = reading->open[reading->depth];
	found->ns = ns;
	reading->root_over = reading->depth == 0;
}

/* What is not declared is at least not mistaken for something else */
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
	XmlReading *reading = data;
	Found	   *found = start_element(reading, name);
	int			i;

	if (found == NULL)
		return;
	/* libxml2 would leave it out of the value, and say nothing */
	if (reading->unread)
	{
		fail_and_stop(reading, XML_ERR_UNDECLARED_ENTITY);
		return;
	}
	found->ns = namespace_of(prefix, uri);
	for (i = 0; i < nnamespaces; i++)
	{
		Namespace  *declared = array_add(reading, &reading->namespaces, 1, sizeof(Namespace));

		if (declared == NULL)
			return;
		declared->prefix = namespaces[2 * i] != NULL ? (const char *) namespaces[2 * i] : "";
		declared->uri = namespaces[2 * i + 1] != NULL ? (const char *) namespaces[2 * i + 1] : "";
		found->nnamespaces++;
	}
	for (i = 0; i < nattributes - ndefaulted; i++)
	{
		const xmlChar **given = attributes + 5 * i;

		add_attribute(reading, found, (const char *) given[0], namespace_of(given[1], given[2]),
					  (const char *) given[3], given[4] - given[3]);
	}
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void) name;
	end_element(data, namespace_of(prefix, uri));
}

static void
on_html_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
	XmlReading *reading = data;
	Found	   *found = start_element(reading, name);
	int			i;

	if (found == NULL || attributes == NULL)
		return;
	for (i = 0; attributes[i] != NULL; i += 2)
	{
		const char *value = attributes[i + 1] != NULL ? (const char *) attributes[i + 1] : "";

		add_attribute(reading, found, (const char *) attributes[i], "", value, strlen(value));
	}
}

static void
on_html_end(void *data, const xmlChar *name)
{
	(void) name;
	end_element(data, "");
}

static void
on_text(void *data, const xmlChar *text, int length)
{
	XmlReading *reading = data;
	Array	   *bytes = &reading->bytes;
	Found	   *found = NULL;
	char	   *copy;

	/* behind a last "<" HTML's reader lets pass what is not UTF-8: it is left out */
	if (reading->html)
		length = pg_encoding_verifymbstr(PG_UTF8, (const char *) text, length);
	if (reading->failed != 0 || length <= 0 || reading->depth == 0)
		return;
	/* one text node, where nothing came between */
	if (reading->found.count > 0)
		found = (Found *) reading->found.items + reading->found.count - 1;
	if (found == NULL || found->node != XML_NODE_TEXT)
		found = add_found(reading, XML_NODE_TEXT, reading->depth - 1);
	else
		bytes->count--;			/* over its zero */
	copy = found != NULL ? array_add(reading, bytes, (Size) length + 1, 1) : NULL;
	if (copy == NULL)
		return;
	if (found->length == 0)
	{
		found->text = copy - (char *) bytes->items;
		found->name = reading->open[reading->depth - 1];
	}
	memcpy(copy, text, length);
	copy[length] = '\0';
	found->length += length;
}

static void
on_reference(void *data, const xmlChar *name)
{
	XmlReading *reading = data;

#if LIBXML_VERSION < 21300
	/* later versions call for those in text only */
	if (reading->parser->instate == XML_PARSER_ATTRIBUTE_VALUE)
		return;
#endif
	reading->unread = false;
	on_text(data, (const xmlChar *) "&", 1);
	on_text(data, name, (int) strlen((const char *) name));
	on_text(data, (const xmlChar *) ";", 1);
}

static bool
is_encoding(int code)
{
	return code == XML_ERR_INVALID_ENCODING || code == XML_ERR_UNSUPPORTED_ENCODING ||
		code == XML_ERR_UNKNOWN_ENCODING || code == XML_ERR_ENCODING_NAME ||
		code == XML_I18N_CONV_FAILED || code == XML_I18N_NO_HANDLER || code == XML_IO_ENCODER;
}

/* Also hears warnings.  HTML has no errors, but for those that end the reading */
static void
on_error(void *data, SeenError error)
{
	XmlReading *reading = data;

	if (error != NULL && is_encoding(error->code))
		reading->bad_encoding = true;
	if (error != NULL && error->code == XML_WAR_UNDECLARED_ENTITY)
		reading->unread = true;
	if (error != NULL && error->level == XML_ERR_FATAL &&
		(!reading->html || error->code == XML_ERR_NO_MEMORY))
		fail(reading, error->code, error->line);
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
 * What goes to the server's handler and not to ours comes from converters of
 * encodings, which know no parser.  The parser notices by itself that they
 * stopped, so that it only must not count as an error that nobody looked at.
 */
static void
leave_libxml(PgXmlErrorContext *errors)
{
	pg_xml_done(errors, pg_xml_error_occurred(errors));
}

/* ---- Opening and closing */

static void
free_parser(void *data)
{
	XmlReading *reading = data;
	xmlParserCtxtPtr parser = reading->parser;

	/* libxml2 keeps declarations there, heard or not */
	if (parser->myDoc != NULL)
		xmlFreeDoc(parser->myDoc);
	parser->myDoc = NULL;
	if (reading->html)
		htmlFreeParserCtxt(parser);
	else
		xmlFreeParserCtxt(parser);
}

/* Runs between pg_xml_init() and pg_xml_done() */
static void
make_parser(XmlReading *reading, bool is_utf8)
{
	xmlSAXHandler handlers;

	set_handlers(&handlers, reading->html);
	if (reading->html)
	{
		reading->parser = htmlCreatePushParserCtxt(&handlers, reading, NULL, 0, NULL,
												   XML_CHAR_ENCODING_NONE);
		if (reading->parser != NULL)
			htmlCtxtUseOptions(reading->parser, HTML_PARSE_NONET | (is_utf8 ? HTML_PARSE_IGNORE_ENC : 0));
		if (reading->parser != NULL && is_utf8)
			xmlSwitchEncoding(reading->parser, XML_CHAR_ENCODING_UTF8);
	}
	else
	{
		reading->parser = xmlCreatePushParserCtxt(&handlers, reading, NULL, 0, NULL);
		if (reading->parser != NULL)
			xmlCtxtUseOptions(reading->parser, READ_OPTIONS | (is_utf8 ? XML_PARSE_IGNORE_ENC : 0));
	}
}

/* Text may start with a mark or white space that XML does not want there, and HTML takes for words */
static void
skip_to_start(XmlReading *reading)
{
	if (reading->end - reading->next >= 3 && memcmp(reading->next, "\xEF\xBB\xBF", 3) == 0)
		reading->next += 3;
	while (reading->next < reading->end && xml_is_blank(*reading->next))
		reading->lines_before += *reading->next++ == '\n';
}

XmlReading *
xml_open(const char *data, Size length, XmlForm form, const char *what, MemoryContext context)
{
	MemoryContext own = AllocSetContextCreate(context, "corroborate xml", ALLOCSET_DEFAULT_SIZES);
	XmlReading *reading = MemoryContextAllocZero(own, sizeof(XmlReading));
	bool		is_text = form == XML_FORM_TEXT || form == XML_FORM_HTML_TEXT;
	bool		is_utf8 = is_text;
	PgXmlErrorContext *errors;

	reading->context = own;
	reading->outside = (Found) {.node = XML_NODE_OVER, .name = "", .ns = ""};
	reading->now = &reading->outside;
	reading->html = form == XML_FORM_HTML || form == XML_FORM_HTML_TEXT;
	reading->what = MemoryContextStrdup(own, what);
	array_start(reading, &reading->found, sizeof(Found));
	array_start(reading, &reading->attributes, sizeof(Attribute));
	array_start(reading, &reading->namespaces, sizeof(Namespace));
	array_start(reading, &reading->bytes, 1);
	array_start(reading, &reading->scope, sizeof(Namespace));
	/* The database's encoding is UTF-8, or none, in which text may be anything */
	if (is_text && GetDatabaseEncoding() != PG_UTF8)
		pg_verify_mbstr(PG_UTF8, data, (int) length, false);
	reading->next = data;
	reading->end = data + length;
	/* HTML seldom says so, but is */
	if (form == XML_FORM_HTML && length <= INT_MAX)
		is_utf8 = pg_encoding_verifymbstr(PG_UTF8, data, (int) length) == (int) length;
	if (is_utf8)
		skip_to_start(reading);

	errors = pg_xml_init(PG_XML_STRICTNESS_ALL);
	make_parser(reading, is_utf8);
	leave_libxml(errors);
	if (reading->parser == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("A parser for a %s could not be made.", what)));
	reading->closing.func = free_parser;
	reading->closing.arg = reading;
	MemoryContextRegisterResetCallback(own, &reading->closing);
	return reading;
}

void
xml_close(XmlReading *reading)
{
	MemoryContextDelete(reading->context);
}

/* ---- Errors, in our words */

static bool
is_limit(int code)
{
	return code == FAILED_DEPTH || code == FAILED_LENGTH || code == LATER_RESOURCE_LIMIT ||
		code == XML_ERR_NAME_TOO_LONG;
}

/* Seen only where a text or tag ends, which may be the document's end, but not because that comes too soon: a bare &, say */
static bool
is_certain(int code)
{
	return code == XML_ERR_UNDECLARED_ENTITY || code == XML_ERR_ENTITYREF_SEMICOL_MISSING ||
		code == XML_ERR_NAME_REQUIRED || code == XML_ERR_LT_IN_ATTRIBUTE;
}

/* What was expected, for errors that do not depend on where we are */
static const char *
expected(int code)
{
	switch (code)
	{
		case XML_ERR_INVALID_CHAR:
		case XML_ERR_INVALID_CHARREF:
		case XML_ERR_INVALID_DEC_CHARREF:
		case XML_ERR_INVALID_HEX_CHARREF:
			return "a character that XML allows";
		case XML_ERR_UNDECLARED_ENTITY:
		case XML_ERR_ENTITY_LOOP:
		case XML_ERR_ENTITYREF_SEMICOL_MISSING:
			return "&amp; or another of XML's or HTML's own entities (declared ones are not read)";
		case XML_ERR_INTERNAL_ERROR:	/* versions before 2.14, of <! that begins nothing */
		case XML_ERR_NAME_REQUIRED:
			return "a name behind < or &, or else &lt; or &amp;";
		case XML_ERR_ATTRIBUTE_NOT_STARTED:
		case XML_ERR_ATTRIBUTE_NOT_FINISHED:
		case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
		case XML_ERR_ATTRIBUTE_REDEFINED:
			return "an attribute, once, in the form name=\"value\"";
		case XML_ERR_LT_IN_ATTRIBUTE:
			return "&lt; or the end of an attribute's value";
		case XML_ERR_SPACE_REQUIRED:
			return "white space";
		case XML_ERR_GT_REQUIRED:
		case XML_ERR_LTSLASH_REQUIRED:
			return "the end of a tag";
		case XML_ERR_HYPHEN_IN_COMMENT:
			return "a comment without -- in it";
		case XML_ERR_MISPLACED_CDATA_END:
			return "]]&gt;, or <![CDATA[ before ]]>,";
		case XML_ERR_COMMENT_NOT_FINISHED:
		case XML_ERR_PI_NOT_FINISHED:
		case XML_ERR_CDATA_NOT_FINISHED:
			return "the end of a comment, an instruction or a CDATA section";
		case XML_ERR_RESERVED_XML_NAME:
		case XML_ERR_XMLDECL_NOT_FINISHED:
		case XML_ERR_XMLDECL_NOT_STARTED:
		case XML_ERR_VERSION_MISSING:
			return "an XML declaration at the very start, or none";
		case XML_ERR_DOCTYPE_NOT_FINISHED:
		case XML_ERR_EXT_SUBSET_NOT_FINISHED:
			return "the end of the document type declaration";
		default:
			return "well-formed XML";
	}
}

pg_noreturn static void
raise_failure(XmlReading *reading)
{
	int			line = reading->failed_line + reading->lines_before;

	if (reading->failed == FAILED_MEMORY)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Reading a %s, at line %d.", reading->what, line)));
	if (is_limit(reading->failed))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%s is over a limit", reading->what),
				 reading->failed == FAILED_DEPTH ?
				 errdetail("Line %d: elements nest deeper than %d.", line, XML_MAX_DEPTH) :
				 errdetail("Line %d: a name, a value or a comment is too long.", line)));

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_XML_DOCUMENT),
			 errmsg("%s is not well-formed XML", reading->what),
			 reading->bad_encoding ?
			 errdetail("Line %d: text in a known encoding, the one that it declares, was expected.", line) :
			 reading->failed == XML_ERR_TAG_NAME_MISMATCH && reading->failed_in != NULL ?
			 errdetail("Line %d: the end of element \"%s\" was expected.", line, reading->failed_in) :
			 is_certain(reading->failed) ?
			 errdetail("Line %d: %s was expected.", line, expected(reading->failed)) :
			 reading->root_over ?
			 errdetail("Line %d: nothing more was expected after the document's one element.", line) :
			 reading->ended && reading->failed_in != NULL ?
			 errdetail("Line %d: the end of element \"%s\" was expected before the document's.", line, reading->failed_in) :
			 reading->ended || reading->failed == XML_ERR_DOCUMENT_EMPTY ?
			 errdetail("Line %d: an element was expected.", line) :
			 errdetail("Line %d: %s was expected.", line, expected(reading->failed))));
}

/* ---- Reading on */

/* Where a chunk that starts at the next byte ends: not within a reference */
static const char *
chunk_end(const XmlReading *reading)
{
	const char *end = reading->next + Min(reading->end - reading->next, CHUNK_BYTES);
	const char *c;

	if (end == reading->end)
		return end;
	for (c = end - 1; c > reading->next && end - c < HTML_NAME_MAX + 2; c--)
		if (*c == '&')
			return c;
	return end;
}

/*
 * The chunk, or a copy with numbers for HTML's names.  Encodings that are no
 * superset of ASCII have no such sequences of bytes.  Runs before
 * pg_xml_init().
 */
static const char *
number_names(XmlReading *reading, const char *chunk, const char *end, int *size)
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
		if (reading->numbered == NULL)
			reading->numbered = MemoryContextAlloc(reading->context, NUMBERED_BYTES);
		if (to == NULL)
			to = reading->numbered;
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
	*size += (int) (to - reading->numbered);
	return reading->numbered;
}

/* Runs between pg_xml_init() and pg_xml_done() */
static void
parse_chunk(XmlReading *reading, const char *chunk, int size)
{
	reading->ended = size == 0;
	if (reading->html)
		htmlParseChunk(reading->parser, chunk, size, reading->ended);
	else
		xmlParseChunk(reading->parser, chunk, size, reading->ended);

	reading->silent = reading->found.count > 0 ? 0 : reading->silent + size;
	if (reading->silent > MAX_SILENT_BYTES)
		fail_and_stop(reading, FAILED_LENGTH);
	/* every version ends in an error if it could not finish; should one not, say so */
	if (reading->ended && reading->failed == 0 && !reading->html && !reading->root_over)
		fail(reading, XML_ERR_DOCUMENT_END, parser_line(reading));
	/* HTML may leave elements open */
	while (reading->ended && reading->html && reading->depth > 0 && reading->failed == 0)
		end_element(reading, "");
}

static void
parse_safely(XmlReading *reading, const char *chunk, int size)
{
	PgXmlErrorContext *errors = pg_xml_init(PG_XML_STRICTNESS_ALL);

	PG_TRY();
	{
		parse_chunk(reading, chunk, size);
	}
	PG_CATCH();
	{
		pg_xml_done(errors, true);
		PG_RE_THROW();
	}
	PG_END_TRY();
	leave_libxml(errors);
}

static void
read_chunk(XmlReading *reading)
{
	const char *chunk = reading->next;
	int			size;

	reading->next = chunk_end(reading);
	size = (int) (reading->next - chunk);
	if (!reading->html && size > 0)
		chunk = number_names(reading, chunk, reading->next, &size);

	reading->found.count = 0;
	reading->attributes.count = 0;
	reading->namespaces.count = 0;
	reading->bytes.count = 0;
	reading->at = 0;
	parse_safely(reading, chunk, size);
}

/* Namespaces that the caller's element declares, and those gone with one */
static void
keep_scope(XmlReading *reading)
{
	const Found *now = reading->now;
	Namespace  *scope;
	Size		i;

	if (now->node == XML_NODE_START)
	{
		const Namespace *declared = (Namespace *) reading->namespaces.items + now->namespaces;

		for (i = 0; i < now->nnamespaces; i++)
		{
			scope = array_add(reading, &reading->scope, 1, sizeof(Namespace));
			if (scope == NULL)
				raise_failure(reading);
			*scope = declared[i];
			scope->depth = now->depth;
		}
	}
	else if (now->node == XML_NODE_END)
	{
		scope = reading->scope.items;
		while (reading->scope.count > 0 && scope[reading->scope.count - 1].depth >= now->depth)
			reading->scope.count--;
	}
}

XmlNode
xml_next(XmlReading *reading)
{
	while (reading->at >= reading->found.count)
	{
		if (reading->failed != 0)
			raise_failure(reading);
		if (reading->ended)
		{
			reading->now = &reading->outside;
			return XML_NODE_OVER;
		}
		CHECK_FOR_INTERRUPTS();
		reading->outside.line = reading->now->line;
		reading->now = &reading->outside;
		read_chunk(reading);
	}
	reading->now = (Found *) reading->found.items + reading->at++;
	if (reading->now->nnamespaces > 0 || reading->scope.count > 0)
		keep_scope(reading);
	return reading->now->node;
}

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
	return reading->now->line + reading->lines_before;
}

bool
xml_is(const XmlReading *reading, const char *ns, const char *name)
{
	return xml_same_name(reading->now->name, name) && strcmp(reading->now->ns, ns) == 0;
}

const char *
xml_text(const XmlReading *reading)
{
	Assert(reading->now->node == XML_NODE_TEXT);
	return (const char *) reading->bytes.items + reading->now->text;
}

Size
xml_text_length(const XmlReading *reading)
{
	return reading->now->length;
}

const char *
xml_attribute_utf8(const XmlReading *reading, const char *ns, const char *name)
{
	const Attribute *attribute = (Attribute *) reading->attributes.items + reading->now->attributes;
	Size		i;

	/* ends and texts have none */
	for (i = 0; i < reading->now->nattributes; i++, attribute++)
		if (xml_same_name(attribute->name, name) && strcmp(attribute->ns, ns != NULL ? ns : "") == 0)
			return (const char *) reading->bytes.items + attribute->value;
	return NULL;
}

char *
xml_attribute(const XmlReading *reading, const char *ns, const char *name)
{
	const char *value = xml_attribute_utf8(reading, ns, name);

	return value != NULL ? xml_copy(value, strlen(value)) : NULL;
}

const char *
xml_resolve(const XmlReading *reading, const char *prefix)
{
	const Namespace *scope = reading->scope.items;
	Size		i;

	for (i = reading->scope.count; i > 0; i--)
		if (strcmp(scope[i - 1].prefix, prefix) == 0)
			return scope[i - 1].uri;
	return strcmp(prefix, "xml") == 0 ? XML_NS : NULL;
}

void
xml_skip(XmlReading *reading)
{
	int			depth = reading->now->depth;

	Assert(reading->now->node == XML_NODE_START);
	while (xml_next(reading) != XML_NODE_OVER)
		if (reading->now->node == XML_NODE_END && reading->now->depth == depth)
			return;
}

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

/* An element that has just started and holds one text and no more, which most do: reads it, or returns NULL */
static char *
single_text(XmlReading *reading)
{
	const Found *text = (Found *) reading->found.items + reading->at;
	char	   *start;
	char	   *result;

	Assert(reading->now->node == XML_NODE_START);
	if (reading->found.count - reading->at < 2 || text->node != XML_NODE_TEXT || text[1].node != XML_NODE_END ||
		text->length > XML_MAX_TEXT)
		return NULL;
	start = (char *) reading->bytes.items + text->text;
	/* it lasts until the next chunk only */
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

	if (single != NULL)
		return single;
	initStringInfo(&text);
	for (;;)
	{
		XmlNode		node = xml_next(reading);

		if (node == XML_NODE_OVER || (node == XML_NODE_END && reading->now->depth == depth))
			break;
		if (node != XML_NODE_TEXT)
			continue;
		if (reading->now->length > (Size) (XML_MAX_TEXT - text.len))
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("%s is over a limit", reading->what),
					 errdetail("Line %d: a text is longer than %d bytes.", xml_line(reading), XML_MAX_TEXT)));
		appendBinaryStringInfo(&text, xml_text(reading), (int) reading->now->length);
	}
	return trimmed(text.data, text.data + text.len);
}

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

#else							/* !USE_LIBXML */

static void
refuse_xml(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("this server cannot read XML"),
			 errdetail("It was built without libxml2.")));
}

XmlReading *
xml_open(const char *data, Size length, XmlForm form, const char *what, MemoryContext context)
{
	(void) data;
	(void) length;
	(void) form;
	(void) what;
	(void) context;
	refuse_xml();
	return NULL;
}

/* Never reached, since nothing can be opened */

void
xml_close(XmlReading *reading)
{
	(void) reading;
}

XmlNode
xml_next(XmlReading *reading)
{
	(void) reading;
	return XML_NODE_OVER;
}

const char *
xml_name(const XmlReading *reading)
{
	(void) reading;
	return "";
}

const char *
xml_namespace(const XmlReading *reading)
{
	(void) reading;
	return "";
}

int
xml_depth(const XmlReading *reading)
{
	(void) reading;
	return 0;
}

bool
xml_at_start(const XmlReading *reading)
{
	(void) reading;
	return false;
}

int
xml_line(const XmlReading *reading)
{
	(void) reading;
	return 0;
}

const char *
xml_text(const XmlReading *reading)
{
	(void) reading;
	return "";
}

Size
xml_text_length(const XmlReading *reading)
{
	(void) reading;
	return 0;
}

void
xml_skip(XmlReading *reading)
{
	(void) reading;
}

char *
xml_element_text(XmlReading *reading)
{
	(void) reading;
	return NULL;
}

bool
xml_is(const XmlReading *reading, const char *ns, const char *name)
{
	(void) reading;
	(void) ns;
	(void) name;
	return false;
}

char *
xml_attribute(const XmlReading *reading, const char *ns, const char *name)
{
	(void) reading;
	(void) ns;
	(void) name;
	return NULL;
}

const char *
xml_attribute_utf8(const XmlReading *reading, const char *ns, const char *name)
{
	(void) reading;
	(void) ns;
	(void) name;
	return NULL;
}

const char *
xml_resolve(const XmlReading *reading, const char *prefix)
{
	(void) reading;
	(void) prefix;
	return NULL;
}

void
xml_check(const char *text, Size length)
{
	(void) text;
	(void) length;
}

char *
xml_copy(const char *text, Size length)
{
	(void) text;
	(void) length;
	return NULL;
}

#endif							/* USE_LIBXML */
