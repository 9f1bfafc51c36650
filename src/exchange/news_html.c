/*-------------------------------------------------------------------------
 *
 * news_html.c
 *		Stories on pages: HTML and XHTML as found.
 *
 *	  JSON-LD (an object whose type is some article)		meaning
 *	    headline, else og:title, title					headline
 *	    datePublished, else article:published_time, date	published_at
 *	    dateModified, else article:modified_time			version
 *	    publisher, else og:site_name, publisher			publisher, who speaks
 *														in the attribution
 *	    isBasedOn, citation, sourceOrganization			on whose word the
 *														publisher has it
 *	    author, else author, dc.creator, citation_author	credits: author
 *	    editor, translator, contributor					credits
 *	    inLanguage, else html @lang						language
 *	    dateline, locationCreated						place
 *	    articleBody, else article, else all p			body
 *	  link rel=canonical, og:url						id
 *
 * JSON-LD is read by jsonb_in(); what that cannot read is ignored.  Parties are
 * called by their names.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

#include "access/xact.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/resowner.h"

typedef struct Page
{
	NewsItem   *item;
	char	   *title;
	char	   *og_title;
	char	   *published;
	char	   *modified;
	char	   *publisher;
	char	   *url;
	List	   *authors;
	List	   *linked;			/* of texts: JSON-LD */
	StringInfoData paragraphs;
} Page;

/* ---- JSON-LD */

/*
 * NULL where it is not JSON.  Servers before 16 have no soft errors, so that
 * recovering from one takes a subtransaction.
 */
static Jsonb *
read_jsonb(const char *text)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	volatile Datum result = 0;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		result = DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		int			code;

		MemoryContextSwitchTo(context);
		code = geterrcode();
		if (code == ERRCODE_QUERY_CANCELED || code == ERRCODE_OUT_OF_MEMORY)
			PG_RE_THROW();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		result = 0;
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	return result != 0 ? DatumGetJsonbP(result) : NULL;
}

static bool
json_key(JsonbContainer *object, const char *key, JsonbValue *value)
{
	return JsonContainerIsObject(object) &&
		getKeyJsonValueFromContainer(object, key, (int) strlen(key), value) != NULL;
}

/* A string, or the name of an object */
static char *
json_name(const JsonbValue *value)
{
	JsonbValue	name;

	if (value->type == jbvBinary && json_key(value->val.binary.data, "name", &name))
		value = &name;
	if (value->type != jbvString)
		return NULL;
	return news_collapse(pnstrdup(value->val.string.val, value->val.string.len));
}

/* The names that are a key's value: one, or a list */
static List *
json_names(JsonbContainer *object, const char *key)
{
	JsonbValue	value;
	List	   *names = NIL;
	JsonbContainer *array;

	if (!json_key(object, key, &value))
		return NIL;
	if (value.type != jbvBinary || !JsonContainerIsArray(value.val.binary.data))
		return list_make1(json_name(&value));
	array = value.val.binary.data;
	for (uint32 i = 0; i < JsonContainerSize(array); i++)
		names = lappend(names, json_name(getIthJsonbValueFromContainer(array, i)));
	return names;
}

static void
json_fill(JsonbContainer *object, const char *key, char **where)
{
	List	   *names = *where == NULL ? json_names(object, key) : NIL;

	if (names != NIL)
		*where = linitial(names);
}

static bool
is_story(JsonbContainer *object)
{
	ListCell   *cell;

	foreach(cell, json_names(object, "@type"))
	{
		const char *type = lfirst(cell);

		if (type != NULL &&
			(strstr(type, "Article") != NULL || strstr(type, "Posting") != NULL ||
			 strcmp(type, "Report") == 0))
			return true;
	}
	return false;
}

/* The story in a document: itself, or one in a list or a graph */
static JsonbContainer *
find_story(JsonbContainer *container)
{
	JsonbValue	graph;

	if (JsonContainerIsObject(container))
	{
		if (is_story(container))
			return container;
		if (!json_key(container, "@graph", &graph) || graph.type != jbvBinary)
			return NULL;
		container = graph.val.binary.data;
	}
	if (!JsonContainerIsArray(container))
		return NULL;
	for (uint32 i = 0; i < JsonContainerSize(container); i++)
	{
		JsonbValue *one = getIthJsonbValueFromContainer(container, i);

		if (one->type == jbvBinary && JsonContainerIsObject(one->val.binary.data) &&
			is_story(one->val.binary.data))
			return one->val.binary.data;
	}
	return NULL;
}

static void
read_story(JsonbContainer *story, NewsItem *item)
{
	static const char *const credits[] = {
		"author", "editor", "translator", "contributor"
	};
	static const char *const cites[] = {
		"isBasedOn", "citation", "sourceOrganization"
	};
	ListCell   *cell;

	json_fill(story, "headline", &item->headline);
	json_fill(story, "datePublished", &item->published);
	json_fill(story, "dateModified", &item->version);
	json_fill(story, "publisher", &item->publisher);
	json_fill(story, "inLanguage", &item->language);
	json_fill(story, "dateline", &item->place);
	json_fill(story, "locationCreated", &item->place);
	for (Size i = 0; i < lengthof(credits); i++)
		foreach(cell, json_names(story, credits[i]))
			news_credit(item, credits[i], lfirst(cell));
	for (Size i = 0; i < lengthof(cites); i++)
	{
		foreach(cell, json_names(story, cites[i]))
		{
			/* an address is nobody's name */
			if (lfirst(cell) != NULL && strstr(lfirst(cell), "://") == NULL)
				news_cite(item, lfirst(cell));
		}
	}
}

static void
read_linked(Page *page)
{
	ListCell   *cell;

	foreach(cell, page->linked)
	{
		Jsonb	   *document = read_jsonb(lfirst(cell));
		JsonbContainer *story = document != NULL ? find_story(&document->root) : NULL;
		char	   *body = NULL;

		if (story == NULL)
			continue;
		read_story(story, page->item);
		json_fill(story, "articleBody", &body);
		if (body != NULL)
		{
			resetStringInfo(&page->item->body);
			appendStringInfoString(&page->item->body, body);
		}
		return;
	}
}

/* ---- The page */

static void
fill(char **where, char *what)
{
	if (*where == NULL && what != NULL)
		*where = news_collapse(what);
}

/* Whether a name is one of a list that ends in NULL, in upper or lower case */
static bool
is_one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (pg_strcasecmp(name, *list) == 0)
			return true;
	return false;
}

static void
read_meta(XmlReading *xml, Page *page)
{
	static const char *const titles[] = {"og:title", "citation_title", NULL};
	static const char *const publishers[] = {
		"og:site_name", "publisher", "dc.publisher", "citation_publisher", NULL
	};
	static const char *const urls[] = {"og:url", NULL};
	static const char *const published[] = {
		"article:published_time", "date", "datepublished", "dc.date", NULL
	};
	static const char *const modified[] = {
		"article:modified_time", "datemodified", NULL
	};
	static const char *const authors[] = {
		"author", "dc.creator", "citation_author", "article:author", NULL
	};
	char	   *name = xml_attribute(xml, NULL, "property");
	char	   *content = xml_attribute(xml, NULL, "content");

	if (name == NULL)
		name = xml_attribute(xml, NULL, "name");
	if (name == NULL)
		name = xml_attribute(xml, NULL, "itemprop");
	if (name == NULL || content == NULL)
		return;
	if (is_one_of(name, titles))
		fill(&page->og_title, content);
	else if (is_one_of(name, publishers))
		fill(&page->publisher, content);
	else if (is_one_of(name, urls))
		fill(&page->url, content);
	else if (is_one_of(name, published))
		fill(&page->published, content);
	else if (is_one_of(name, modified))
		fill(&page->modified, content);
	else if (is_one_of(name, authors) && strstr(content, "://") == NULL)
		page->authors = lappend(page->authors, news_collapse(content));
}

static void
read_link(XmlReading *xml, Page *page)
{
	const char *kind = xml_attribute(xml, NULL, "rel");

	if (kind != NULL && pg_strcasecmp(kind, "canonical") == 0)
		fill(&page->item->id, xml_attribute(xml, NULL, "href"));
}

static void
read_script(XmlReading *xml, Page *page)
{
	const char *kind = xml_attribute(xml, NULL, "type");

	if (kind != NULL && pg_strcasecmp(kind, "application/ld+json") == 0)
		page->linked = lappend(page->linked, xml_element_text(xml));
	else
		xml_skip(xml);
}

static void
read_node(XmlReading *xml, Page *page)
{
	if (xml_is_named(xml, "html"))
		fill(&page->item->language, xml_attribute(xml, NULL, "lang"));
	else if (xml_is_named(xml, "title"))
		news_fill(xml, &page->title);
	else if (xml_is_named(xml, "meta"))
		read_meta(xml, page);
	else if (xml_is_named(xml, "link"))
		read_link(xml, page);
	else if (xml_is_named(xml, "script"))
		read_script(xml, page);
	else if (xml_is_named(xml, "article") && page->item->body.len == 0)
		news_body(xml, &page->item->body);
	else if (xml_is_named(xml, "p"))
		news_body(xml, &page->paragraphs);
	else if (xml_is_named(xml, "style") || xml_is_named(xml, "nav") ||
			 xml_is_named(xml, "footer"))
		xml_skip(xml);
}

static void
finish_page(Page *page)
{
	NewsItem   *item = page->item;
	ListCell   *cell;

	read_linked(page);
	fill(&item->id, page->url);
	fill(&item->headline, page->og_title);
	fill(&item->headline, page->title);
	fill(&item->published, page->published);
	fill(&item->version, page->modified);
	fill(&item->publisher, page->publisher);
	if (item->credits == NIL)
		foreach(cell, page->authors)
			news_credit(item, "author", lfirst(cell));
	if (item->body.len == 0)
		appendBinaryStringInfo(&item->body, page->paragraphs.data,
							   page->paragraphs.len);
}

static bool
html_next(NewsReader *reader, NewsItem *item)
{
	Page		page = {.item = item};
	XmlNode		node = XML_NODE_START;

	if (!reader->started)
		return false;
	reader->started = false;
	news_item_init(item, "html");
	initStringInfo(&page.paragraphs);
	for (; node != XML_NODE_OVER; node = xml_next(reader->xml))
		if (node == XML_NODE_START)
			read_node(reader->xml, &page);
	finish_page(&page);
	return true;
}

bool
html_begins(NewsReader *reader)
{
	reader->next = html_next;
	return xml_is_named(reader->xml, "html");
}
