/*-------------------------------------------------------------------------
 *
 * news_microdata.c
 *		Stories as pages mark them up: schema.org's properties as microdata.
 *
 *	  headline, datePublished, dateModified		of an item whose type is a story's
 *	  publisher, author							the name of such an item in it, or
 *												their own text
 *
 * A property's value is its attribute content, or datetime, or its text.
 *
 * Memory: the current context, which must be the same for all calls.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_microdata.h"

#include "exchange/news_linked.h"

/* Longer values are no names or titles */
#define VALUE_MAX_BYTES 10000

static void
keep_value(Microdata *microdata, char **where, char *value)
{
	if (value == NULL || (value = news_collapse(value)) == NULL)
		return;
	if (where == NULL)
		microdata->authors = lappend(microdata->authors, value);
	else if (*where == NULL)
		*where = value;
}

/*
 * Keeps the value of an attribute; if there is none, the next text is the
 * value
 */
static void
read_value(Microdata *microdata, const XmlReading *xml, char **where)
{
	char	   *value = xml_attribute(xml, NULL, "content");

	if (value == NULL)
		value = xml_attribute(xml, NULL, "datetime");
	if (value != NULL)
	{
		keep_value(microdata, where, value);
		return;
	}
	if (microdata->reads)
		return;
	microdata->reads = true;
	microdata->where = where;
	microdata->depth = xml_depth(xml);
	initStringInfo(&microdata->text);
}

static void
read_property(Microdata *microdata, const XmlReading *xml, MicrodataKind of,
			  const char *property)
{
	if (of == MICRODATA_STORY && strcmp(property, "headline") == 0)
		read_value(microdata, xml, &microdata->headline);
	else if (of == MICRODATA_STORY && strcmp(property, "datePublished") == 0)
		read_value(microdata, xml, &microdata->published);
	else if (of == MICRODATA_STORY && strcmp(property, "dateModified") == 0)
		read_value(microdata, xml, &microdata->modified);
	else if ((of == MICRODATA_STORY && strcmp(property, "publisher") == 0) ||
			 (of == MICRODATA_PUBLISHER && strcmp(property, "name") == 0))
		read_value(microdata, xml, &microdata->publisher);
	else if ((of == MICRODATA_STORY && strcmp(property, "author") == 0) ||
			 (of == MICRODATA_AUTHOR && strcmp(property, "name") == 0))
		read_value(microdata, xml, NULL);
}

static MicrodataKind
item_kind(const Microdata *microdata, const XmlReading *xml, const char *property)
{
	const char *type = xml_attribute(xml, NULL, "itemtype");

	if (microdata->nitems == 0)
		return type != NULL && linked_is_story(type) ? MICRODATA_STORY : MICRODATA_OTHER;
	if (microdata->items[microdata->nitems - 1].kind != MICRODATA_STORY || property == NULL)
		return MICRODATA_OTHER;
	if (strcmp(property, "publisher") == 0)
		return MICRODATA_PUBLISHER;
	return strcmp(property, "author") == 0 ? MICRODATA_AUTHOR : MICRODATA_OTHER;
}

void
microdata_start(Microdata *microdata, const XmlReading *xml)
{
	const char *property;
	MicrodataKind kind;

	if (microdata->over)
		return;
	property = xml_attribute(xml, NULL, "itemprop");
	if (xml_attribute(xml, NULL, "itemscope") == NULL)
	{
		if (property != NULL && microdata->nitems > 0 && microdata->ntoo_deep == 0)
			read_property(microdata, xml, microdata->items[microdata->nitems - 1].kind, property);
		return;
	}
	kind = item_kind(microdata, xml, property);
	/* outside stories, an item such as a page may contain one */
	if (microdata->nitems == 0 && kind != MICRODATA_STORY)
		return;
	if (microdata->nitems == MICRODATA_MAX_ITEMS)
	{
		microdata->ntoo_deep++;
		return;
	}
	microdata->items[microdata->nitems].kind = kind;
	microdata->items[microdata->nitems++].depth = xml_depth(xml);
}

void
microdata_end(Microdata *microdata, int depth)
{
	if (microdata->reads && depth == microdata->depth)
	{
		microdata->reads = false;
		keep_value(microdata, microdata->where, microdata->text.data);
	}
	if (microdata->nitems > 0 && depth == microdata->items[microdata->nitems - 1].depth)
	{
		microdata->nitems--;
		microdata->ntoo_deep = 0;
		microdata->over = microdata->nitems == 0;
	}
}

void
microdata_text(Microdata *microdata, const XmlReading *xml)
{
	Size		length = xml_text_length(xml);

	if (!microdata->reads || length > (Size) (VALUE_MAX_BYTES - microdata->text.len))
		return;
	xml_check(xml_text(xml), length);
	appendBinaryStringInfo(&microdata->text, xml_text(xml), (int) length);
}
