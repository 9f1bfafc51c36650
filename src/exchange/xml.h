/*-------------------------------------------------------------------------
 *
 * xml.h
 *		Reading XML and HTML from beginning to end, one node at a time.
 *
 * The only door to libxml2.  Nothing of libxml2 shows through it, and no
 * error of ours is raised while libxml2 is at work.
 *
 * No entity but XML's own five exists here: what a document declares is not
 * even remembered, so there is nothing to open, to fetch or to blow up.
 *
 * All text is UTF-8.  So is the database's, or it does not care (evidence.sql
 * refuses others), and nothing needs to be converted.
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
	XML_NODE_OVER				/* the document's end; then again and again */
} XmlNode;

/* Of xml:lang and the like */
#define XML_NS "http://www.w3.org/XML/1998/namespace"

/* Elements may nest as deep as this */
#define XML_MAX_DEPTH 256

/* xml_element_text() gives at most so many bytes */
#define XML_MAX_TEXT 10000000

typedef struct XmlReading XmlReading;

/*
 * Starts reading bytes, which must stay where they are.  It is closed by
 * xml_close(), or with the memory context, whichever comes first.  what:
 * "news item", for error messages.
 */
extern XmlReading *xml_open(const char *data, Size length, XmlForm form,
							const char *what, MemoryContext context);
extern void xml_close(XmlReading *reading);

/*
 * The next node.  Errors: invalid_xml_document where it is not well-formed,
 * program_limit_exceeded; both name the line.  Can be cancelled.
 */
extern XmlNode xml_next(XmlReading *reading);

/* Of the node that is read: valid until xml_next(), names until xml_close() */
extern const char *xml_name(const XmlReading *reading); /* local name */
extern const char *xml_namespace(const XmlReading *reading);	/* URI, "" if none */
extern int	xml_depth(const XmlReading *reading);	/* of an element; the
													 * root's is 0; of text:
													 * of its element */
extern bool xml_at_start(const XmlReading *reading);	/* of an element */
extern int	xml_line(const XmlReading *reading);
extern bool xml_is(const XmlReading *reading, const char *ns, const char *name);

/* Of a text node; what is kept of it must go through xml_check() */
extern const char *xml_text(const XmlReading *reading);
extern Size xml_text_length(const XmlReading *reading);

/*
 * An attribute's value, palloc'd, or NULL.  ns: NULL for one without
 * namespace.
 */
extern char *xml_attribute(const XmlReading *reading, const char *ns, const char *name);

/* The same in place, valid until xml_next() */
extern const char *xml_attribute_utf8(const XmlReading *reading, const char *ns, const char *name);

/* What a prefix ("" for none) stands for where we are, or NULL */
extern const char *xml_resolve(const XmlReading *reading, const char *prefix);

/* Passes over what is left of an element that has just started, and its end */
extern void xml_skip(XmlReading *reading);

/*
 * Reads an element that has just started to its end; its text and that of
 * elements in it, in the current memory context (not to be freed by itself),
 * white space at both ends taken off.
 */
extern char *xml_element_text(XmlReading *reading);

/* An error where what libxml2 gave is not UTF-8, which happens in HTML */
extern void xml_check(const char *text, Size length);

/* A copy of what libxml2 gave, checked, palloc'd */
extern char *xml_copy(const char *text, Size length);

/* Most names that are compared differ in their first byte */
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
