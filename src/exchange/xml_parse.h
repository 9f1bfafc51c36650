/*-------------------------------------------------------------------------
 *
 * xml_parse.h
 *		What a parser finds in a document, a chunk at a time.
 *
 * Private to the files that read XML: xml_parse.c fills an XmlParser through
 * libxml2, xml_failure.c reports what went wrong, and xml.c returns what was
 * found.  Other files include xml.h.
 *
 * This does not include libxml2's headers: without libxml2, xml_absent.c
 * replaces xml_parse.c and xml_failure.c, and refuses.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_XML_PARSE_H
#define CORROBORATE_XML_PARSE_H

#include "base/compat.h"
#include "base/html_pieces.h"
#include "exchange/xml.h"

typedef struct FoundAttribute
{
	const char *name;
	const char *ns;
	uint32		value;			/* offset in bytes */
} FoundAttribute;

typedef struct FoundNamespace
{
	const char *prefix;
	const char *uri;
} FoundNamespace;

/* Names point into libxml2's dictionary, which lives as long as its parser */
typedef struct FoundNode
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
} FoundNode;

typedef struct FoundArray
{
	void	   *items;
	Size		count;
	Size		capacity;
} FoundArray;

typedef struct XmlParser
{
	MemoryContext context;		/* holds all of this */
	MemoryContextCallback closing;
	struct _xmlParserCtxt *libxml;
	bool		html;

	const char *next;			/* next byte of the document */
	const char *end;
	HtmlPlace	place;			/* in HTML: how the next chunk begins */
	bool		ended;			/* libxml2 knows that it has all of it */
	Size		silent;			/* bytes since it last found something */
	char	   *numbered;		/* a chunk with numbers for HTML's names */
	int			lines_before;	/* lines that libxml2 did not get */
	int			lines_left_out; /* after the last chunk */

	/* What was found in the last chunk */
	FoundArray	nodes;			/* FoundNode */
	FoundArray	attributes;		/* FoundAttribute */
	FoundArray	namespaces;		/* FoundNamespace */
	FoundArray	bytes;			/* values and texts, each ended by a zero */

	int			depth;			/* number of open elements */
	const char *open[XML_MAX_DEPTH];	/* their names */
	bool		root_over;

	int			failed;			/* libxml2's code, or one of these, or 0 */
#define XML_FAILED_DEPTH (-1)
#define XML_FAILED_LENGTH (-2)
#define XML_FAILED_TEXT (-3)
	int			failed_line;
	const char *failed_in;		/* name of the element, or NULL */
	bool		bad_encoding;	/* libxml2 may take that for the end */
	bool		unread;			/* a reference was not returned yet */
} XmlParser;

/*
 * Opens a parser for bytes, which must not move.  The parser, zeroed before,
 * must be in the context, and is closed with it.
 */
extern void xml_parser_open(XmlParser *parser, const char *data, Size length,
							XmlForm form, MemoryContext context);

/*
 * Replaces what was found in the last chunk by what is in the next one, which
 * may be nothing.  Must not be called once the parser has ended or failed.
 */
extern void xml_parser_read(XmlParser *parser);

/*
 * Reports at that level how a parser failed; out of memory is always an error.
 * what: see xml_open(); hint: where it is not well-formed, or NULL
 */
extern void xml_report_failure(const XmlParser *parser, const char *what,
							   const char *hint, int level);

#endif							/* CORROBORATE_XML_PARSE_H */
