/*-------------------------------------------------------------------------
 *
 * xml.h
 *		Reading XML and HTML from beginning to end, one node at a time.
 *
 * The only interface to libxml2.  It exposes nothing of libxml2, and raises no
 * error while libxml2 is at work.
 *
 * There are no entities except XML's five and HTML's names.  What a document
 * declares is ignored, so there is nothing to open, to fetch or to expand.
 *
 * All text is UTF-8.  So is the database's, or its encoding is SQL_ASCII
 * (evidence.sql refuses others), so nothing needs to be converted.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_XML_H
#define CORROBORATE_XML_H

#include "postgres.h"

typedef enum XmlForm
{
	XML_FORM_TEXT,				/* in UTF-8, whatever it declares */
	XML_FORM_BYTES,				/* in the encoding it declares or shows */
	XML_FORM_HTML_TEXT,			/* HTML in UTF-8 */
	XML_FORM_HTML				/* HTML as found */
} XmlForm;

typedef enum XmlNode
{
	XML_NODE_START,				/* of an element; also of an empty one */
	XML_NODE_END,				/* of an element; also of an empty one, so
								 * that they balance */
	XML_NODE_TEXT,				/* text or CDATA; long text in several pieces */
	XML_NODE_OVER				/* the end; also if asked again */
} XmlNode;

/* Of xml:lang and the like */
#define XML_NS "http://www.w3.org/XML/1998/namespace"

/* How deep elements may nest */
#define XML_MAX_DEPTH 256

/* The longest text that xml_element_text() returns, in bytes */
#define XML_MAX_TEXT 10000000

typedef struct XmlReading XmlReading;

/*
 * Starts to read bytes, which must not move.  The reading is closed by
 * xml_close(), or with the memory context, whichever comes first.  what is for
 * error messages, such as "news item".
 */
extern XmlReading *xml_open(const char *data, Size length, XmlForm form,
							const char *what, MemoryContext context);
extern void xml_close(XmlReading *reading);

/* Whether all of it can be read as XML, by reading it; can be cancelled. */
extern bool xml_can_be_read(const char *data, Size length, XmlForm form);

/*
 * The start of a document whose declaration comes after something that XML
 * does not allow there: blanks, comments, or messages of the program that
 * writes it.  Otherwise data itself.
 */
extern const char *xml_start(const char *data, Size length);

/* The text after blanks and comments */
extern const char *xml_after_comments(const char *data, const char *end);

/*
 * From here on, the document ends where it is not well-formed, with a warning
 * that says the line instead of an error; and whether it has ended that way.
 */
extern void xml_forgive(XmlReading *reading);

/* A hint for the error of a document that is not well-formed; a constant, or NULL */
extern void xml_suggest(XmlReading *reading, const char *hint);
extern bool xml_is_broken(const XmlReading *reading);

/*
 * The next node.  Errors: invalid_xml_document if the document is not
 * well-formed, and program_limit_exceeded; both name the line.  Can be
 * cancelled.
 */
extern XmlNode xml_next(XmlReading *reading);

/* The next node in the element at that depth; XML_NODE_OVER at its end */
extern XmlNode xml_next_within(XmlReading *reading, int depth);

/*
 * About the current node.  Strings are valid until xml_next(), names until
 * xml_close().  The name is the local one, the namespace a URI or "".  The
 * root has depth 0; text has its element's name and depth.
 */
extern const char *xml_name(const XmlReading *reading);
extern const char *xml_namespace(const XmlReading *reading);
extern int	xml_depth(const XmlReading *reading);
extern bool xml_at_start(const XmlReading *reading);	/* of an element */
extern int	xml_line(const XmlReading *reading);
extern bool xml_is(const XmlReading *reading, const char *ns, const char *name);

/* About a text node; what is kept of it must go through xml_check() */
extern const char *xml_text(const XmlReading *reading);
extern Size xml_text_length(const XmlReading *reading);

/*
 * An attribute's value, palloc'd, or NULL. ns is NULL for no namespace.  In
 * HTML, only elements that html_pieces.h names keep their attributes.
 */
extern char *xml_attribute(const XmlReading *reading, const char *ns,
						   const char *name);
extern bool xml_has_attributes(const XmlReading *reading);

/* The namespace that a prefix ("" for none) has at the current node, or NULL */
extern const char *xml_resolve(const XmlReading *reading, const char *prefix);

/* Skips an element that has just started, to its end */
extern void xml_skip(XmlReading *reading);

/*
 * Reads an element that has just started to its end.  Returns its text and
 * that of the elements in it, without white space at both ends, in the current
 * memory context; it must not be freed by itself.
 */
extern char *xml_element_text(XmlReading *reading);

/* Raises an error if a text is not UTF-8, which happens in HTML */
extern void xml_check(const char *text, Size length);

/* A copy of a text, checked, palloc'd */
extern char *xml_copy(const char *text, Size length);

/* Compares names; most differ in their first byte */
static inline bool
xml_same_name(const char *one, const char *other)
{
	return *one == *other && strcmp(one, other) == 0;
}

/* Whether an element or a text has that name, in whatever namespace */
static inline bool
xml_is_named(const XmlReading *reading, const char *name)
{
	return xml_same_name(xml_name(reading), name);
}

/* XML's white space */
static inline bool
xml_is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

#endif							/* CORROBORATE_XML_H */
