/*-------------------------------------------------------------------------
 *
 * news_html.c
 *		Stories on pages: HTML and XHTML as found.
 *
 *	  JSON-LD, else meta, else microdata, else			meaning
 *	    headline, else og:title; headline; title		headline, without the
 *														publisher at its end
 *	    datePublished, else article:published_time,
 *	      date; datePublished; time in the article;
 *	      pubdate, dcterms.issued and the like; the
 *	      version										published_at
 *	    dateModified, else article:modified_time;
 *	      dateModified; og:updated_time					version
 *	    publisher, else og:site_name, publisher;
 *	      publisher										publisher, who speaks
 *														in the attribution
 *	    sourceOrganization, isBasedOn, citation			on whose word the
 *														publisher has it
 *	    author, else author, dc.creator,
 *	      citation_author; author; parsely-author		credits: author
 *	    editor, translator, contributor					credits
 *	    inLanguage, else html @lang						language
 *	    dateline, locationCreated						place
 *	    articleBody, else the longest article, else
 *	      all p											body
 *	  link rel=canonical, og:url						id
 *
 * Case and signs in names of meta do not matter: "article:published_time",
 * "article.published.time".
 *
 * news_linked.c says how JSON-LD is read.  Microdata is read from the first
 * item whose type is a story's (news_microdata.c).  Fact checks on the page,
 * in JSON-LD or microdata (claim_microdata.c), are items of their own.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

#include <ctype.h>

#include "exchange/claim_microdata.h"
#include "exchange/news_microdata.h"


#define NOWHERE (-1)

typedef struct Page
{
	NewsItem   *item;
	char	   *title;
	char	   *og_title;
	char	   *published;
	char	   *day;			/* from a meta that often has only the day */
	char	   *modified;
	char	   *updated;
	char	   *publisher;
	char	   *url;
	char	   *time;			/* the first one in an article */
	List	   *authors;
	List	   *writers;		/* used if there are no authors */
	StringInfoData longest;		/* text of an article so far */
	bool		has_paragraphs; /* the longest one */
	bool		had_paragraph;	/* the current one */
	LinkedData *linked;
	Microdata	microdata;
	ClaimMicrodata checks;
	StringInfoData paragraphs;

	/* The depth of the open element of each kind, or NOWHERE */
	int			article;
	int			hidden;			/* no part of the page's story */
	int			kept;			/* copied to the text */
	int			unread;			/* left out of that */
	StringInfo	text;
} Page;

/* ---- Elements of the head, and others that say something by themselves */

static void
fill(char **where, char *what)
{
	if (*where == NULL && what != NULL)
		*where = news_collapse(what);
}

/*
 * Names of meta in lower case, without signs: people write
 * "article:published:time"
 */
#define META_NAME_MAX 40

static const char *const meta_titles[] = {
	"ogtitle", "citationtitle", "dctitle", "dctermstitle", NULL
};
static const char *const meta_publishers[] = {
	"ogsitename", "publisher", "dcpublisher", "citationpublisher", NULL
};
static const char *const meta_urls[] = {"ogurl", NULL};
static const char *const meta_published[] = {
	"articlepublishedtime", "articlepublished", "ogarticlepublishedtime",
	"ogpublishedtime", "date", "datepublished", "dcdate", NULL
};
static const char *const meta_days[] = {
	"pubdate", "publishdate", "publisheddate", "publicationdate", "dcdateissued",
	"dcdatecreated", "dcissued", "dctermsdate", "dctermsissued",
	"dctermscreated", "citationpublicationdate", "citationdate",
	"parselypubdate", "sailthrudate", "cxenseparserecspublishtime", NULL
};
static const char *const meta_modified[] = {
	"articlemodifiedtime", "articlemodified", "ogarticlemodifiedtime",
	"datemodified", NULL
};
static const char *const meta_updated[] = {
	"ogupdatedtime", "dcdatemodified", "dctermsmodified", "lastmodified", NULL
};
static const char *const meta_authors[] = {
	"author", "dccreator", "citationauthor", "articleauthor", NULL
};
static const char *const meta_writers[] = {
	"dctermscreator", "parselyauthor", "sailthruauthor", NULL
};

static bool
is_one_of(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (xml_same_name(name, *list))
			return true;
	return false;
}

/* Truncates the name if it is longer than all known ones */
static void
letters_of_meta(const char *name, char *letters)
{
	char	   *to = letters;

	for (; *name != '\0' && to < letters + META_NAME_MAX; name++)
		if (isalpha((unsigned char) *name))
			*to++ = pg_ascii_tolower((unsigned char) *name);
	*to = '\0';
}

/* Adds an author to the list, unless it has the author */
static List *
add_author(List *authors, char *name)
{
	ListCell   *cell;

	name = news_collapse(name);
	if (name == NULL || strstr(name, "://") != NULL)
		return authors;
	foreach(cell, authors)
		if (strcmp(lfirst(cell), name) == 0)
			return authors;
	return lappend(authors, name);
}

static void
read_meta(XmlReading *xml, Page *page)
{
	char	   *name = xml_attribute(xml, NULL, "property");
	char	   *content = xml_attribute(xml, NULL, "content");
	char		letters[META_NAME_MAX + 1];

	if (name == NULL)
		name = xml_attribute(xml, NULL, "name");
	if (name == NULL)
		name = xml_attribute(xml, NULL, "itemprop");
	if (name == NULL || content == NULL)
		return;
	letters_of_meta(name, letters);
	if (is_one_of(letters, meta_titles))
		fill(&page->og_title, content);
	else if (is_one_of(letters, meta_publishers))
		fill(&page->publisher, content);
	else if (is_one_of(letters, meta_urls))
		fill(&page->url, content);
	else if (is_one_of(letters, meta_published))
		page->published = news_first_time(page->published, news_collapse(content));
	else if (is_one_of(letters, meta_days))
		page->day = news_first_time(page->day, news_collapse(content));
	else if (is_one_of(letters, meta_modified))
		fill(&page->modified, content);
	else if (is_one_of(letters, meta_updated))
		fill(&page->updated, content);
	else if (is_one_of(letters, meta_authors))
		page->authors = add_author(page->authors, content);
	else if (is_one_of(letters, meta_writers))
		page->writers = add_author(page->writers, content);
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

/* Begins to copy the text of an element: an article or a paragraph */
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
		page->had_paragraph |= page->unread == NOWHERE && xml_same_name(name, "p");
	}
	else if (page->hidden != NOWHERE)
		return;
	else if (is_hidden(name))
		page->hidden = depth;
	else if (xml_same_name(name, "article"))
	{
		page->article = depth;
		page->had_paragraph = false;
		resetStringInfo(&page->item->body);
		keep(page, &page->item->body, depth);
	}
	else if (xml_same_name(name, "p"))
		keep(page, &page->paragraphs, depth);
}

/*
 * The longest of several articles on a page is its story; others are teasers
 */
static void
end_article(Page *page)
{
	StringInfoData text = page->item->body;

	page->article = NOWHERE;
	if (text.len <= page->longest.len)
		return;
	page->item->body = page->longest;
	page->longest = text;
	page->has_paragraphs = page->had_paragraph;
}

static void
end_element(XmlReading *xml, Page *page)
{
	int			depth = xml_depth(xml);

	microdata_end(&page->microdata, depth);
	claim_microdata_end(&page->checks, depth, page->linked);
	if (depth == page->hidden)
		page->hidden = NOWHERE;
	if (page->kept == NOWHERE)
		return;
	if (depth == page->kept)
	{
		news_end_line(page->text);
		page->kept = NOWHERE;
		if (depth == page->article)
			end_article(page);
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
		/* most have none */
		if (xml_has_attributes(xml))
		{
			microdata_start(&page->microdata, xml);
			claim_microdata_start(&page->checks, xml);
		}
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

/* Removes the name of the site from the end of a page's title */
static char *
without_site(char *headline, const char *site)
{
	char	   *last;
	Size		length;

	if (headline == NULL || site == NULL)
		return headline;
	last = news_last_sign(headline, &length);
	if (last != NULL && news_same_party(last + length, site))
		*last = '\0';
	return headline;
}

/* Fills the item from the best source of each value to the worst */
static void
finish_text(Page *page)
{
	NewsItem   *item = page->item;
	StringInfo	text = &page->longest;

	if (item->body.len > 0)
		return;
	/* an article without paragraphs may be a teaser */
	if (page->paragraphs.len > text->len && !page->has_paragraphs)
		text = &page->paragraphs;
	appendBinaryStringInfo(&item->body, text->data, text->len);
}

static void
finish_page(Page *page)
{
	NewsItem   *item = page->item;
	Microdata  *microdata = &page->microdata;
	ListCell   *cell;

	/* JSON-LD may have the text */
	resetStringInfo(&item->body);
	fill(&item->id, page->url);
	linked_fill(page->linked, item->id,
				page->og_title != NULL ? page->og_title : page->title, item);
	fill(&item->headline, page->og_title);
	fill(&item->headline, microdata->headline);
	fill(&item->headline, page->title);
	item->published = news_first_time(item->published, page->published);
	item->published = news_first_time(item->published, microdata->published);
	item->published = news_first_time(item->published, page->time);
	item->published = news_first_time(item->published, page->day);
	fill(&item->version, page->modified);
	fill(&item->version, microdata->modified);
	fill(&item->version, page->updated);
	item->published = news_first_time(item->published, item->version);
	fill(&item->publisher, page->publisher);
	fill(&item->publisher, microdata->publisher);
	if (page->authors == NIL)
		page->authors = microdata->authors != NIL ? microdata->authors : page->writers;
	if (item->credits == NIL)
		foreach(cell, page->authors)
			news_credit(item, "author", lfirst(cell));
	item->headline = without_site(item->headline, item->publisher);
	item->headline = without_site(item->headline, page->publisher);
	finish_text(page);
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
	initStringInfo(&page.longest);
	for (; node != XML_NODE_OVER; node = xml_next(reader->xml))
		read_node(reader->xml, node, &page);
	finish_page(&page);
	reader->page = item->id;
	reader->version = item->version;
}

/* Returns the page, then the fact checks on it, if there are any */
static bool
html_next(NewsReader *reader, NewsItem *item)
{
	MemoryContext before;

	if (reader->started)
	{
		/* fact checks are read from what reading the page left in memory */
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
