/*-------------------------------------------------------------------------
 *
 * news_html.c
 *		Stories on pages: HTML and XHTML as found.
 *
 *	  JSON-LD, else meta, else microdata, else			meaning
 *	    headline, else og:title; headline; title		headline
 *	    datePublished, else article:published_time,
 *	      date; datePublished; time in the article		published_at
 *	    dateModified, else article:modified_time;
 *	      dateModified									version
 *	    publisher, else og:site_name, publisher;
 *	      publisher										publisher, who speaks
 *														in the attribution
 *	    sourceOrganization, isBasedOn, citation			on whose word the
 *														publisher has it
 *	    author, else author, dc.creator,
 *	      citation_author; author						credits: author
 *	    editor, translator, contributor					credits
 *	    inLanguage, else html @lang						language
 *	    dateline, locationCreated						place
 *	    articleBody, else article, else all p			body
 *	  link rel=canonical, og:url						id
 *
 * What of JSON-LD is read, and how, is said in news_linked.c.  Microdata is that
 * of the first item whose type is a story's (news_microdata.c).  Fact checks on
 * the page, in JSON-LD or microdata (claim_microdata.c), are items of their own.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

#include "exchange/claim_microdata.h"
#include "exchange/news_microdata.h"

#include "utils/memutils.h"

#define NOWHERE (-1)

typedef struct Page
{
	NewsItem   *item;
	char	   *title;
	char	   *og_title;
	char	   *published;
	char	   *modified;
	char	   *publisher;
	char	   *url;
	char	   *time;			/* the first one in an article */
	List	   *authors;
	LinkedData *linked;
	Microdata	microdata;
	ClaimMicrodata checks;
	StringInfoData paragraphs;

	/* Where we are, as the depth of an element, or NOWHERE */
	int			article;
	int			hidden;			/* in what is no part of the page's story */
	int			kept;			/* in what is copied to the text */
	int			unread;			/* in what of that is left out */
	StringInfo	text;
} Page;

/* ---- What the head says, or an element anywhere */

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

/* application/ld+json, perhaps with a parameter */
static bool
is_linked_data(const char *type)
{
	static const char name[] = "application/ld+json";

	return type != NULL && pg_strncasecmp(type, name, sizeof(name) - 1) == 0 &&
		(type[sizeof(name) - 1] == '\0' || type[sizeof(name) - 1] == ';' ||
		 xml_is_blank(type[sizeof(name) - 1]));
}

static void
read_script(XmlReading *xml, Page *page)
{
	if (is_linked_data(xml_attribute(xml, NULL, "type")))
		linked_add(page->linked, xml_element_text(xml));
	else
		xml_skip(xml);
}

/* Reads an element that says something by itself; false for all others */
static bool
read_saying(XmlReading *xml, Page *page)
{
	if (xml_is_named(xml, "html"))
		fill(&page->item->language, xml_attribute(xml, NULL, "lang"));
	else if (xml_is_named(xml, "title") && page->hidden == NOWHERE)
		news_fill(xml, &page->title);
	else if (xml_is_named(xml, "meta"))
		read_meta(xml, page);
	else if (xml_is_named(xml, "link"))
		read_link(xml, page);
	else if (xml_is_named(xml, "script"))
		read_script(xml, page);
	else if (xml_is_named(xml, "style"))
		xml_skip(xml);
	else
		return false;
	return true;
}

/* ---- The text */

static bool
is_hidden(const char *name)
{
	return xml_same_name(name, "nav") || xml_same_name(name, "footer") ||
		xml_same_name(name, "svg") || xml_same_name(name, "template");
}

/* Begins to keep the text of an element: of the first article, or of a paragraph */
static void
keep(Page *page, StringInfo text, int depth)
{
	page->text = text;
	page->kept = depth;
	page->unread = NOWHERE;
	news_end_line(text);
}

static void
start_element(XmlReading *xml, Page *page)
{
	const char *name = xml_name(xml);
	int			depth = xml_depth(xml);

	if (xml_same_name(name, "time") && page->article != NOWHERE)
		fill(&page->time, xml_attribute(xml, NULL, "datetime"));
	if (page->kept != NOWHERE)
	{
		if (page->unread == NOWHERE && news_is_unread(name))
			page->unread = depth;
		else if (page->unread == NOWHERE && news_is_paragraph(name))
			news_end_line(page->text);
	}
	else if (page->hidden != NOWHERE)
		return;
	else if (is_hidden(name))
		page->hidden = depth;
	else if (xml_same_name(name, "article") && page->item->body.len == 0)
	{
		page->article = depth;
		keep(page, &page->item->body, depth);
	}
	else if (xml_same_name(name, "p"))
		keep(page, &page->paragraphs, depth);
}

static void
end_element(XmlReading *xml, Page *page)
{
	int			depth = xml_depth(xml);

	microdata_end(&page->microdata, depth);
	claim_microdata_end(&page->checks, depth, page->linked);
	if (depth == page->article)
		page->article = NOWHERE;
	if (depth == page->hidden)
		page->hidden = NOWHERE;
	if (page->kept == NOWHERE)
		return;
	if (depth == page->kept)
	{
		news_end_line(page->text);
		page->kept = NOWHERE;
	}
	else if (depth == page->unread)
		page->unread = NOWHERE;
	else if (page->unread == NOWHERE && news_is_paragraph(xml_name(xml)))
		news_end_line(page->text);
}

static void
read_node(XmlReading *xml, XmlNode node, Page *page)
{
	if (node == XML_NODE_START)
	{
		microdata_start(&page->microdata, xml);
		claim_microdata_start(&page->checks, xml);
		if (!read_saying(xml, page))
			start_element(xml, page);
	}
	else if (node == XML_NODE_END)
		end_element(xml, page);
	else if (node == XML_NODE_TEXT)
	{
		microdata_text(&page->microdata, xml);
		claim_microdata_text(&page->checks, xml);
		if (page->kept != NOWHERE && page->unread == NOWHERE)
			news_words(xml, page->text);
	}
}

/* ---- All of it */

/* From what says it best to what says it worst */
static void
finish_page(Page *page)
{
	NewsItem   *item = page->item;
	Microdata  *microdata = &page->microdata;
	ListCell   *cell;

	fill(&item->id, page->url);
	linked_fill(page->linked, item->id,
				page->og_title != NULL ? page->og_title : page->title, item);
	fill(&item->headline, page->og_title);
	fill(&item->headline, microdata->headline);
	fill(&item->headline, page->title);
	item->published = news_first_time(item->published, page->published);
	item->published = news_first_time(item->published, microdata->published);
	item->published = news_first_time(item->published, page->time);
	fill(&item->version, page->modified);
	fill(&item->version, microdata->modified);
	fill(&item->publisher, page->publisher);
	fill(&item->publisher, microdata->publisher);
	if (item->credits == NIL)
		foreach(cell, page->authors != NIL ? page->authors : microdata->authors)
			news_credit(item, "author", lfirst(cell));
	if (item->body.len == 0)
		appendBinaryStringInfo(&item->body, page->paragraphs.data,
							   page->paragraphs.len);
}

static void
read_page(NewsReader *reader, NewsItem *item)
{
	Page		page = {
		.item = item,.linked = reader->linked,.article = NOWHERE,.hidden = NOWHERE,
		.kept = NOWHERE,.unread = NOWHERE
	};
	XmlNode		node = XML_NODE_START;

	news_item_init(item, "html");
	initStringInfo(&page.paragraphs);
	for (; node != XML_NODE_OVER; node = xml_next(reader->xml))
		read_node(reader->xml, node, &page);
	finish_page(&page);
	reader->page = item->id;
	reader->version = item->version;
}

/* The page, then the fact checks on it, if there are any */
static bool
html_next(NewsReader *reader, NewsItem *item)
{
	MemoryContext before;

	if (reader->started)
	{
		/* fact checks are read from what the page has left in memory */
		reader->started = false;
		before = MemoryContextSwitchTo(reader->context);
		reader->linked = palloc0(sizeof(LinkedData));
		read_page(reader, item);
		MemoryContextSwitchTo(before);
		return true;
	}
	if (reader->linked == NULL || reader->at == list_length(reader->linked->reviews))
		return false;
	news_read_review(reader, list_nth(reader->linked->reviews, reader->at++), item);
	return true;
}

bool
html_begins(NewsReader *reader)
{
	reader->next = html_next;
	return xml_is_named(reader->xml, "html");
}
