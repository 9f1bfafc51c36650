/*-------------------------------------------------------------------------
 *
 * xml_parse.h
 *		What a parser finds in a document, a chunk at a time.
 *
 * Private to the reading of XML: xml_parse.c fills an XmlParser through
 * libxml2, xml_failure.c says what went wrong, and xml.c hands out what was
 * found.  Others include xml.h.
 *
 * Nothing here names libxml2's headers: where there is no libxml2,
 * xml_absent.c takes the place of xml_parse.c and xml_failure.c, and refuses.
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

	const char *next;			/* byte of the document */
	const char *end;
	HtmlPlace	place;			/* in HTML: how the next chunk begins */
	bool		ended;			/* libxml2 knows that it has all of it */
	Size		silent;			/* bytes since it last found something */
	char	   *numbered;		/* a chunk with numbers for HTML's names */
	int			lines_before;	/* that libxml2 did not get */
	int			lines_left_out; /* after the last chunk */

	/* What the last chunk held */
	FoundArray	nodes;			/* FoundNode */
	FoundArray	attributes;		/* FoundAttribute */
	FoundArray	namespaces;		/* FoundNamespace */
	FoundArray	bytes;			/* values and texts, each ended by a zero */

	int			depth;			/* number of open elements */
	const char *open[XML_MAX_DEPTH];	/* their names */
	bool		root_over;

	int			failed;			/* libxml2's code, or one of these; 0: no */
#define XML_FAILED_DEPTH (-1)
#define XML_FAILED_LENGTH (-2)
#define XML_FAILED_TEXT (-3)
	int			failed_line;
	const char *failed_in;		/* name of the element, or NULL */
	bool		bad_encoding;	/* which libxml2 may take for the end */
	bool		unread;			/* a reference that was not handed out yet */
} XmlParser;

/*
 * Makes a parser of bytes, which must stay where they are.  The parser, zeroed
 * before, must be in the context, and goes with it.
 */
extern void xml_parser_open(XmlParser *parser, const char *data, Size length,
							XmlForm form, MemoryContext context);

/*
 * Replaces what the last chunk held by what the next one holds, which may be
 * nothing.  Must not be called once the parser has ended or failed.
 */
extern void xml_parser_read(XmlParser *parser);

/*
 * Says at that level how a parser failed, but that there is no memory, which
 * is an error.  what: see xml_open(); hint: where it is not well-formed, or NULL
 */
extern void xml_report_failure(const XmlParser *parser, const char *what,
							   const char *hint, int level);

#endif							/* CORROBORATE_XML_PARSE_H */
