/*-------------------------------------------------------------------------
 *
 * xml_absent.c
 *		Replaces xml_parse.c and xml_failure.c for servers built without
 *		libxml2.
 *
 * The Makefile chooses.  No document can be opened, so the other two functions
 * are never called.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/xml_parse.h"

/* Refuses, as the server's own functions for XML do */
pg_noreturn static void
refuse(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("unsupported XML feature"),
			 errdetail("This functionality requires the extension to be built with libxml2.")));
}

void
xml_parser_open(XmlParser *parser pg_attribute_unused(),
				const char *data pg_attribute_unused(),
				Size length pg_attribute_unused(),
				XmlForm form pg_attribute_unused(),
				MemoryContext context pg_attribute_unused())
{
	refuse();
}

void
xml_parser_read(XmlParser *parser pg_attribute_unused())
{
	refuse();
}

void
xml_report_failure(const XmlParser *parser pg_attribute_unused(),
				   const char *what pg_attribute_unused(),
				   const char *hint pg_attribute_unused(),
				   int level pg_attribute_unused())
{
	refuse();
}
