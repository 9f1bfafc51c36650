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
 * JSON-LD is read by the server's own jsonb; where that cannot read it, the
 * page is read as if it were not there.  Parties count by their name.
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

/* NULL where it is not JSON.  Errors of input functions need a subtransaction
 * to come back from. */
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

	if (value->type == jbvString)
		return news_collapse(pnstrdup(value->val.string.val, value->val.string.len));
	if (value->type == jbvBinary && json_key(value->val.binary.data, "name", &name) && name.type == jbvString)
		return news_collapse(pnstrdup(name.val.string.val, name.val.string.len));
	return NULL;
}

/* All names that stand under a key: one or a list */
static List *
json_names(JsonbContainer *object, const char *key)
{
	JsonbValue	value;
	List	   *names = NIL;
	JsonbContainer *array;
	uint32		i;

	if (!json_key(object, key, &value))
		return NIL;
	if (value.type != jbvBinary || !JsonContainerIsArray(value.val.binary.data))
		return list_make1(json_name(&value));
	array = value.val.binary.data;
	for (i = 0; i < JsonContainerSize(array); i++)
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

		if (type != NULL && (strstr(type, "Article") != NULL || strcmp(type, "Report") == 0 ||
							 strstr(type, "Posting") != NULL))
			return true;
	}
	return false;
}

/* The story in a document: itself, or one in a list or a graph */
static JsonbContainer *
find_story(JsonbContainer *container)
{
	JsonbValue	graph;
	uint32		i;

	if (JsonContainerIsObject(container))
	{
		if (is_story(container))
			return container;
		if (!json_key(container, "@graph", &graph) || graph.type != jbvBinary)
			return NULL;
		container = graph.val.binary.data;
	}
	for (i = 0; JsonContainerIsArray(container) && i < JsonContainerSize(container); i++)
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
	static const char *const credits[] = {"author", "editor", "translator", "contributor"};
	static const char *const cites[] = {"isBasedOn", "citation", "sourceOrganization"};
	ListCell   *cell;
	size_t		i;

	json_fill(story, "headline", &item->headline);
	json_fill(story, "datePublished", &item->published);
	json_fill(story, "dateModified", &item->version);
	json_fill(story, "publisher", &item->publisher);
	json_fill(story, "inLanguage", &item->language);
	json_fill(story, "dateline", &item->place);
	json_fill(story, "locationCreated", &item->place);
	for (i = 0; i < lengthof(credits); i++)
		foreach(cell, json_names(story, credits[i]))
			news_credit(item, credits[i], lfirst(cell));
	for (i = 0; i < lengthof(cites); i++)
	{
		foreach(cell, json_names(story, cites[i]))
		{
			/* an address names nobody */
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

static void
read_meta(XmlReading *xml, Page *page)
{
	char	   *name = xml_attribute(xml, NULL, "property");
	char	   *content = xml_attribute(xml, NULL, "content");

	if (name == NULL)
		name = xml_attribute(xml, NULL, "name");
	if (name == NULL)
		name = xml_attribute(xml, NULL, "itemprop");
	if (name == NULL || content == NULL)
		return;
	if (pg_strcasecmp(name, "og:title") == 0 || pg_strcasecmp(name, "citation_title") == 0)
		fill(&page->og_title, content);
	else if (pg_strcasecmp(name, "og:site_name") == 0 || pg_strcasecmp(name, "publisher") == 0 ||
			 pg_strcasecmp(name, "dc.publisher") == 0 || pg_strcasecmp(name, "citation_publisher") == 0)
		fill(&page->publisher, content);
	else if (pg_strcasecmp(name, "og:url") == 0)
		fill(&page->url, content);
	else if (pg_strcasecmp(name, "article:published_time") == 0 || pg_strcasecmp(name, "date") == 0 ||
			 pg_strcasecmp(name, "datepublished") == 0 || pg_strcasecmp(name, "dc.date") == 0)
		fill(&page->published, content);
	else if (pg_strcasecmp(name, "article:modified_time") == 0 || pg_strcasecmp(name, "datemodified") == 0)
		fill(&page->modified, content);
	else if ((pg_strcasecmp(name, "author") == 0 || pg_strcasecmp(name, "dc.creator") == 0 ||
			  pg_strcasecmp(name, "citation_author") == 0 || pg_strcasecmp(name, "article:author") == 0) &&
			 strstr(content, "://") == NULL)
		page->authors = lappend(page->authors, news_collapse(content));
}

static void
read_node(XmlReading *xml, Page *page)
{
	const char *name = xml_name(xml);
	char	   *kind;

	if (strcmp(name, "html") == 0)
		fill(&page->item->language, xml_attribute(xml, NULL, "lang"));
	else if (strcmp(name, "title") == 0)
		news_fill(xml, &page->title);
	else if (strcmp(name, "meta") == 0)
		read_meta(xml, page);
	else if (strcmp(name, "link") == 0)
	{
		kind = xml_attribute(xml, NULL, "rel");
		if (kind != NULL && pg_strcasecmp(kind, "canonical") == 0)
			fill(&page->item->id, xml_attribute(xml, NULL, "href"));
	}
	else if (strcmp(name, "script") == 0)
	{
		kind = xml_attribute(xml, NULL, "type");
		if (kind != NULL && pg_strcasecmp(kind, "application/ld+json") == 0)
			page->linked = lappend(page->linked, xml_element_text(xml));
		else
			xml_skip(xml);
	}
	else if (strcmp(name, "article") == 0 && page->item->body.len == 0)
		news_body(xml, &page->item->body);
	else if (strcmp(name, "p") == 0)
		news_body(xml, &page->paragraphs);
	else if (strcmp(name, "style") == 0 || strcmp(name, "nav") == 0 || strcmp(name, "footer") == 0)
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
		appendBinaryStringInfo(&item->body, page->paragraphs.data, page->paragraphs.len);
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
	return strcmp(xml_name(reader->xml), "html") == 0;
}
