/*-------------------------------------------------------------------------
 *
 * xml_failure.c
 *		Errors of documents that cannot be read.
 *
 * Error texts are our own, because libxml2's vary between versions.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/xml_parse.h"

#include <libxml/xmlerror.h>

#include "type/inner_context.h"

#define LATER_RESOURCE_LIMIT 116	/* XML_ERR_RESOURCE_LIMIT, from 2.13 on */

static bool
is_limit(int code)
{
	return code == XML_FAILED_DEPTH || code == XML_FAILED_LENGTH || code == XML_FAILED_TEXT ||
		code == LATER_RESOURCE_LIMIT || code == XML_ERR_NAME_TOO_LONG;
}

/*
 * Whether an error that is seen only at the end of a text or tag, perhaps the
 * document's end, is not due to a truncated document: a bare &, for example.
 */
static bool
is_certain(int code)
{
	return code == XML_ERR_UNDECLARED_ENTITY ||
		code == XML_ERR_ENTITYREF_SEMICOL_MISSING ||
		code == XML_ERR_NAME_REQUIRED || code == XML_ERR_LT_IN_ATTRIBUTE;
}

/* What was expected, if that does not depend on where the error is */
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
			return "&amp; or another of XML's or HTML's own entities "
				"(declared ones are not read)";
		case XML_ERR_INTERNAL_ERROR:	/* before 2.14, <! that begins nothing */
		case XML_ERR_NAME_REQUIRED:
			return "a name after < or &, or else &lt; or &amp;";
		case XML_ERR_ATTRIBUTE_NOT_STARTED:
		case XML_ERR_ATTRIBUTE_NOT_FINISHED:
		case XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
		case XML_ERR_ATTRIBUTE_REDEFINED:
			return "each attribute once, in the form name=\"value\",";
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

/* The end of the detail of an error about a limit */
static const char *
exceeded(int code)
{
	switch (code)
	{
		case XML_FAILED_DEPTH:
			return psprintf("elements nest deeper than %d", XML_MAX_DEPTH);
		case XML_FAILED_TEXT:
			return psprintf("a text is longer than %d bytes", XML_MAX_TEXT);
		default:
			return "a name, a value or a comment is too long";
	}
}

/* The detail of an error about a document that is not well-formed */
static const char *
explain(const XmlParser *parser)
{
	if (parser->bad_encoding)
		return "text in the declared encoding, which must be a known one, was expected";
	if (parser->failed == XML_ERR_TAG_NAME_MISMATCH && parser->failed_in != NULL)
		return psprintf("the end of element \"%s\" was expected", parser->failed_in);
	if (is_certain(parser->failed))
		return psprintf("%s was expected", expected(parser->failed));
	if (parser->root_over)
		return "nothing more was expected after the document's one element";
	if (parser->ended && parser->failed_in != NULL)
		return psprintf("the end of element \"%s\" was expected before the end of the document",
						parser->failed_in);
	if (parser->ended || parser->failed == XML_ERR_DOCUMENT_EMPTY)
		return "an element was expected";
	return psprintf("%s was expected", expected(parser->failed));
}

void
xml_report_failure(const XmlParser *parser, const char *what, const char *hint, int level)
{
	int			line = parser->failed_line;

	if (parser->failed == XML_ERR_NO_MEMORY)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Failed at line %d of a %s.", line, what)));
	else if (is_limit(parser->failed))
		ereport(level,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 level >= ERROR ? errhide_inner_context() : 0,
				 errmsg("%s exceeds a limit", what),
				 errdetail("Line %d: %s.", line, exceeded(parser->failed))));
	else
		ereport(level,
				(errcode(ERRCODE_INVALID_XML_DOCUMENT),
				 level >= ERROR ? errhide_inner_context() : 0,
				 errmsg("%s is not well-formed XML", what),
				 errdetail("Line %d: %s.", line, explain(parser)),
				 hint != NULL ? errhint("%s", hint) : 0));
}
