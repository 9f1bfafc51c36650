/*-------------------------------------------------------------------------
 *
 * claim_microdata.c
 *		Fact checks as pages mark them up: reviews of claims as microdata.
 *
 * A review, with the items in it, is converted to JSON-LD and then read as
 * that (claim_review.c), so that one place decides what a review says.  A
 * property's value is an item, or its attribute content, datetime or href, or
 * its text.  A property within another's text is ignored.
 *
 * Memory: the current context, which must be the same for all calls.  An
 * item's properties are bounded, and so are their values.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/claim_microdata.h"

#include "utils/json.h"

/* Longer values are no verdicts, names or titles; more are an attack */
#define VALUE_MAX_BYTES 10000
#define MEMBERS_MAX 200
#define ITEM_MAX_BYTES 200000

/* How many properties an attribute may name */
#define NAMES_MAX 4

/* Adds a value, as JSON, to the innermost item, once for each of the names */
static void
add_member(ClaimMicrodata *microdata, const char *property, char *json)
{
	ClaimMicrodataItem *item = &microdata->items[microdata->nitems - 1];
	char	   *names = pstrdup(property);
	char	   *name;

	for (int i = 0; i < NAMES_MAX && (name = strsep(&names, " \t\r\n")) != NULL; i++)
	{
		Size		bytes = strlen(name) + strlen(json);

		if (*name == '\0' || list_length(item->members) >= 2 * MEMBERS_MAX ||
			bytes > ITEM_MAX_BYTES - item->bytes)
			continue;
		item->bytes += bytes;
		item->members = lappend(lappend(item->members, name), json);
	}
}

static void
add_text(ClaimMicrodata *microdata, const char *property, char *text)
{
	StringInfoData json;

	if (text == NULL || strlen(text) > VALUE_MAX_BYTES || (text = news_collapse(text)) == NULL)
		return;
	initStringInfo(&json);
	escape_json(&json, text);
	add_member(microdata, property, json.data);
}

/* An item as an object, each property with the list of its values */
static char *
item_json(const ClaimMicrodataItem *item)
{
	StringInfoData json;
	int			count = list_length(item->members);

	initStringInfo(&json);
	appendStringInfoChar(&json, '{');
	for (int i = 0; i < count; i += 2)
	{
		const char *name = list_nth(item->members, i);
		bool		is_first = true;

		for (int j = 0; j < i && is_first; j += 2)
			is_first = strcmp(list_nth(item->members, j), name) != 0;
		if (!is_first)
			continue;
		if (json.len > 1)
			appendStringInfoChar(&json, ',');
		escape_json(&json, name);
		appendStringInfo(&json, ":[%s", (char *) list_nth(item->members, i + 1));
		for (int j = i + 2; j < count; j += 2)
			if (strcmp(list_nth(item->members, j), name) == 0)
				appendStringInfo(&json, ",%s", (char *) list_nth(item->members, j + 1));
		appendStringInfoChar(&json, ']');
	}
	appendStringInfoChar(&json, '}');
	return json.data;
}

static void
start_item(ClaimMicrodata *microdata, const XmlReading *xml)
{
	char	   *type = xml_attribute(xml, NULL, "itemtype");
	ClaimMicrodataItem *item;

	if (microdata->nitems == 0 && (type == NULL || strstr(type, "ClaimReview") == NULL))
		return;
	if (microdata->nitems == CLAIM_MICRODATA_MAX_ITEMS || microdata->ntoo_deep > 0)
	{
		microdata->ntoo_deep++;
		return;
	}
	item = &microdata->items[microdata->nitems++];
	item->depth = xml_depth(xml);
	item->property = xml_attribute(xml, NULL, "itemprop");
	item->members = NIL;
	item->bytes = 0;
	if (type != NULL)
		add_text(microdata, "@type", type);
}

static void
start_property(ClaimMicrodata *microdata, const XmlReading *xml)
{
	static const char *const attributes[] = {"content", "datetime", "href"};
	char	   *property = xml_attribute(xml, NULL, "itemprop");

	if (property == NULL || microdata->ntoo_deep > 0 || microdata->property != NULL)
		return;
	for (Size i = 0; i < lengthof(attributes); i++)
	{
		char	   *value = xml_attribute(xml, NULL, attributes[i]);

		if (value != NULL)
		{
			add_text(microdata, property, value);
			return;
		}
	}
	microdata->property = property;
	microdata->depth = xml_depth(xml);
	initStringInfo(&microdata->text);
}

void
claim_microdata_start(ClaimMicrodata *microdata, const XmlReading *xml)
{
	if (xml_attribute(xml, NULL, "itemscope") != NULL)
		start_item(microdata, xml);
	else if (microdata->nitems > 0)
		start_property(microdata, xml);
}

static void
end_item(ClaimMicrodata *microdata, LinkedData *linked)
{
	ClaimMicrodataItem *item = &microdata->items[--microdata->nitems];
	char	   *json = item_json(item);

	microdata->ntoo_deep = 0;
	if (microdata->nitems == 0)
		linked_add(linked, json);
	else if (item->property != NULL)
		add_member(microdata, item->property, json);
}

void
claim_microdata_end(ClaimMicrodata *microdata, int depth, LinkedData *linked)
{
	if (microdata->nitems == 0)
		return;
	if (microdata->property != NULL && depth == microdata->depth)
	{
		char	   *property = microdata->property;

		microdata->property = NULL;
		add_text(microdata, property, microdata->text.data);
	}
	if (depth == microdata->items[microdata->nitems - 1].depth)
		end_item(microdata, linked);
}

void
claim_microdata_text(ClaimMicrodata *microdata, const XmlReading *xml)
{
	Size		length = xml_text_length(xml);

	if (microdata->property == NULL || length > (Size) (VALUE_MAX_BYTES - microdata->text.len))
		return;
	xml_check(xml_text(xml), length);
	appendBinaryStringInfo(&microdata->text, xml_text(xml), (int) length);
}
