/*-------------------------------------------------------------------------
 *
 * news_feed.c
 *		Feeds: RSS 2.0 and 1.0, Atom 1.0.
 *
 *	  RSS					Atom				meaning
 *	  guid, @rdf:about,		id					id, the first that is there
 *	  link, dc:identifier	link
 *	  -						updated				version
 *	  pubDate, dc:date		published, updated	published_at
 *	  title					title				headline
 *	  dc:publisher, else	the feed's title	publisher, who speaks in the
 *	  the channel's title						attribution
 *	  source, dc:source		source/title		on whose word the publisher has
 *												it: the feed it is taken from
 *	  author, dc:creator,	author,				credits
 *	  dc:contributor		contributor
 *	  content:encoded,		content, summary	body, without its mark-up
 *	  description
 *	  dc:language,			@xml:lang			language
 *	  the channel's
 *	  -						at:deleted-entry	a row with id and time,
 *												cancelled
 *
 * Many feeds escape RSS's texts twice ("It&amp;#8217;s"), so references are
 * read again in titles and names, and mark-up in descriptions.
 *
 * The channel's title and language apply to the items after them.  Feeds do
 * not say whether an item is usable: status is NULL.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

#include <ctype.h>

#include "exchange/html_names.h"

#define RDF_NS "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define RSS1_NS "http://purl.org/rss/1.0/"
#define DC_NS "http://purl.org/dc/elements/1.1/"
#define CONTENT_NS "http://purl.org/rss/1.0/modules/content/"
#define ATOM_NS "http://www.w3.org/2005/Atom"
#define TOMBSTONE_NS "http://purl.org/atompub/tombstones/1.0"

/* An item, and what it may say in two ways, the better first */
typedef struct Feed
{
	NewsItem   *item;
	char	   *guid;
	char	   *link;
	char	   *date;
	char	   *full;
	char	   *summary;
} Feed;

static bool
has_mark_up(const char *text)
{
	for (const char *c = strpbrk(text, "<&"); c != NULL; c = strpbrk(c + 1, "<&"))
		if (*c == '&' || isalpha((unsigned char) c[1]) || c[1] == '/' || c[1] == '!')
			return true;
	return false;
}

void
news_add_marked_up(StringInfo body, const char *text)
{
	XmlReading *html;

	if (!has_mark_up(text))
	{
		appendStringInfoString(body, text);
		return;
	}
	html = xml_open(text, strlen(text), XML_FORM_HTML_TEXT, "news item",
					CurrentMemoryContext);
	while (xml_next(html) == XML_NODE_TEXT)
		;
	if (xml_at_start(html))
		news_body(html, body);
	xml_close(html);
}

/* A title or a name, perhaps escaped twice */
static char *
plain_line(XmlReading *xml)
{
	char	   *line = xml_element_text(xml);

	html_resolve(line);
	return news_collapse(line);
}

static void
fill_plain(XmlReading *xml, char **where)
{
	if (*where != NULL)
		xml_skip(xml);
	else
		*where = plain_line(xml);
}

static void
read_dc(XmlReading *xml, Feed *feed)
{
	const char *name = xml_name(xml);
	NewsItem   *item = feed->item;

	if (xml_same_name(name, "creator"))
		news_credit(item, "creator", plain_line(xml));
	else if (xml_same_name(name, "contributor"))
		news_credit(item, "contributor", plain_line(xml));
	else if (xml_same_name(name, "publisher"))
		fill_plain(xml, &item->publisher);
	else if (xml_same_name(name, "source"))
		news_cite(item, news_host(plain_line(xml)));
	else if (xml_same_name(name, "date"))
		news_fill(xml, &feed->date);
	else if (xml_same_name(name, "language"))
		news_fill(xml, &item->language);
	else if (xml_same_name(name, "identifier"))
		news_fill(xml, &feed->link);
	else
		xml_skip(xml);
}

static void
read_rss_child(XmlReading *xml, Feed *feed)
{
	const char *name = xml_name(xml);
	const char *ns = xml_namespace(xml);

	if (strcmp(ns, DC_NS) == 0)
		read_dc(xml, feed);
	else if (xml_is(xml, CONTENT_NS, "encoded"))
		feed->full = xml_element_text(xml);
	else if (*ns != '\0' && strcmp(ns, RSS1_NS) != 0)
		xml_skip(xml);
	else if (xml_same_name(name, "title"))
		fill_plain(xml, &feed->item->headline);
	else if (xml_same_name(name, "guid"))
		news_fill(xml, &feed->guid);
	else if (xml_same_name(name, "link"))
		news_fill(xml, &feed->link);
	else if (xml_same_name(name, "pubDate"))
		news_fill(xml, &feed->item->published);
	else if (xml_same_name(name, "author"))
		news_credit(feed->item, "author", plain_line(xml));
	else if (xml_same_name(name, "source"))
		news_cite(feed->item, plain_line(xml));
	else if (xml_same_name(name, "description"))
		feed->summary = xml_element_text(xml);
	else
		xml_skip(xml);
}

/* Fills what the item itself does not say */
static void
finish_item(NewsReader *reader, Feed *feed)
{
	NewsItem   *item = feed->item;

	if (item->id == NULL)
		item->id = feed->guid != NULL ? feed->guid : feed->link;
	if (item->published == NULL)
		item->published = feed->date;
	if (item->publisher == NULL && reader->publisher != NULL)
		item->publisher = pstrdup(reader->publisher);
	if (item->language == NULL && reader->language != NULL)
		item->language = pstrdup(reader->language);
}

static void
read_rss_item(NewsReader *reader, NewsItem *item, const char *format)
{
	XmlReading *xml = reader->xml;
	int			depth = xml_depth(xml);
	Feed		feed = {.item = item};

	news_item_init(item, format);
	feed.guid = xml_attribute(xml, RDF_NS, "about");
	while (news_child(xml, depth))
		read_rss_child(xml, &feed);
	if (feed.full != NULL)
		news_add_marked_up(&item->body, feed.full);
	if (feed.summary != NULL && item->body.len == 0)
		news_add_marked_up(&item->body, feed.summary);
	finish_item(reader, &feed);
}

static bool
rss_next(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;
	XmlNode		node;

	while ((node = xml_next(xml)) != XML_NODE_OVER)
	{
		if (node != XML_NODE_START)
			continue;
		if (xml_is_named(xml, "item"))
		{
			bool		rss1 = strcmp(xml_namespace(xml), RSS1_NS) == 0;

			read_rss_item(reader, item, rss1 ? "rss 1.0" : "rss 2.0");
			return true;
		}
		if (xml_is_named(xml, "title"))
			news_keep(reader, &reader->publisher, plain_line(xml));
		else if (xml_is_named(xml, "language"))
			news_keep(reader, &reader->language, news_line(xml));
		else if (!xml_is_named(xml, "channel"))
			xml_skip(xml);
	}
	return false;
}

/* Text, or HTML as text, or XHTML; nothing of other types */
static void
read_atom_text(XmlReading *xml, StringInfo text)
{
	char	   *type = xml_attribute(xml, NULL, "type");

	if (type != NULL && strcmp(type, "xhtml") == 0)
		news_body(xml, text);
	else if (type != NULL &&
			 (strcmp(type, "html") == 0 || pg_strcasecmp(type, "text/html") == 0))
		news_add_marked_up(text, xml_element_text(xml));
	else if (type == NULL || pg_strncasecmp(type, "text", 4) == 0)
		appendStringInfoString(text, xml_element_text(xml));
	else
		xml_skip(xml);
}

static char *
read_atom_line(XmlReading *xml)
{
	StringInfoData line;

	initStringInfo(&line);
	read_atom_text(xml, &line);
	return news_collapse(line.data);
}

/* The text of the first child of that name */
static char *
read_inner(XmlReading *xml, const char *name)
{
	int			depth = xml_depth(xml);
	char	   *text = NULL;

	while (news_child(xml, depth))
	{
		if (text == NULL && xml_is(xml, ATOM_NS, name))
			text = read_atom_line(xml);
		else
			xml_skip(xml);
	}
	return text;
}

/* Content that is elsewhere, or not text, leaves the summary */
static void
read_atom_body(XmlReading *xml, NewsItem *item)
{
	StringInfoData body;

	initStringInfo(&body);
	read_atom_text(xml, &body);
	if (body.len > 0)
		item->body = body;
}

static void
read_atom_link(XmlReading *xml, Feed *feed)
{
	char	   *rel = xml_attribute(xml, NULL, "rel");

	if (feed->link == NULL && (rel == NULL || strcmp(rel, "alternate") == 0))
		feed->link = xml_attribute(xml, NULL, "href");
	xml_skip(xml);
}

static void
read_entry_child(XmlReading *xml, Feed *feed)
{
	const char *name = xml_name(xml);
	NewsItem   *item = feed->item;

	if (strcmp(xml_namespace(xml), DC_NS) == 0)
		read_dc(xml, feed);
	else if (strcmp(xml_namespace(xml), ATOM_NS) != 0)
		xml_skip(xml);
	else if (xml_same_name(name, "id"))
		news_fill(xml, &item->id);
	else if (xml_same_name(name, "title") && item->headline == NULL)
		item->headline = read_atom_line(xml);
	else if (xml_same_name(name, "updated"))
		news_fill(xml, &item->version);
	else if (xml_same_name(name, "published"))
		news_fill(xml, &item->published);
	else if (xml_same_name(name, "author"))
		news_credit(item, "author", read_inner(xml, "name"));
	else if (xml_same_name(name, "contributor"))
		news_credit(item, "contributor", read_inner(xml, "name"));
	else if (xml_same_name(name, "source"))
		news_cite(item, read_inner(xml, "title"));
	else if (xml_same_name(name, "link"))
		read_atom_link(xml, feed);
	else if (xml_same_name(name, "content") ||
			 (xml_same_name(name, "summary") && item->body.len == 0))
		read_atom_body(xml, item);
	else
		xml_skip(xml);
}

static void
read_entry(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;
	int			depth = xml_depth(xml);
	Feed		feed = {.item = item};

	news_item_init(item, "atom");
	item->language = xml_attribute(xml, XML_NS, "lang");
	while (news_child(xml, depth))
		read_entry_child(xml, &feed);
	if (feed.date == NULL)
		feed.date = item->version;
	finish_item(reader, &feed);
}

static void
read_tombstone(NewsReader *reader, NewsItem *item)
{
	Feed		feed = {.item = item};

	news_item_init(item, "atom");
	item->status = NEWS_CANCELLED;
	item->id = xml_attribute(reader->xml, NULL, "ref");
	item->version = xml_attribute(reader->xml, NULL, "when");
	item->published = item->version;
	xml_skip(reader->xml);
	finish_item(reader, &feed);
}

static bool
atom_next(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;
	XmlNode		node;

	/* a document may also be a single entry */
	while (reader->started || (node = xml_next(xml)) != XML_NODE_OVER)
	{
		if (reader->started)
			node = XML_NODE_START;
		reader->started = false;
		if (node != XML_NODE_START)
			continue;
		if (xml_is(xml, ATOM_NS, "entry"))
		{
			read_entry(reader, item);
			return true;
		}
		if (xml_is(xml, TOMBSTONE_NS, "deleted-entry"))
		{
			read_tombstone(reader, item);
			return true;
		}
		if (xml_is(xml, ATOM_NS, "feed"))
			news_keep(reader, &reader->language, xml_attribute(xml, XML_NS, "lang"));
		else if (xml_is(xml, ATOM_NS, "title"))
			news_keep(reader, &reader->publisher, read_atom_line(xml));
		else
			xml_skip(xml);
	}
	return false;
}

bool
feed_begins(NewsReader *reader)
{
	XmlReading *xml = reader->xml;

	if (xml_is(xml, ATOM_NS, "feed") || xml_is(xml, ATOM_NS, "entry"))
	{
		reader->next = atom_next;
		return true;
	}
	reader->next = rss_next;
	return xml_is(xml, "", "rss") || xml_is(xml, RDF_NS, "RDF");
}
