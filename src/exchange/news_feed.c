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
 *	  title, dc:title		title				headline
 *	  dc:publisher, else	the feed's title	publisher, who speaks in the
 *	  the channel's title						attribution
 *	  source, dc:source		source/title		on whose word the publisher has
 *												it: the feed it is taken from
 *	  author, dc:creator,	author,				credits
 *	  dc:contributor, else	contributor
 *	  itunes:author
 *	  content:encoded,		content, summary	body, without its mark-up
 *	  description,
 *	  itunes:summary
 *	  dc:language,			@xml:lang			language
 *	  the channel's
 *	  -						at:deleted-entry	a row with id and time,
 *												cancelled
 *
 * Many feeds escape texts in RSS twice ("It&amp;#8217;s"), so references in
 * titles and names are read again, and mark-up in descriptions is removed.
 *
 * The channel's title and language apply to the items after them.  Feeds do
 * not say whether an item is usable: status is NULL.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

#include <ctype.h>

#include "exchange/html_inline.h"
#include "exchange/html_names.h"
#include "exchange/html_simple.h"

#define RDF_NS "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define RSS1_NS "http://purl.org/rss/1.0/"
#define DC_NS "http://purl.org/dc/" /* elements/1.1/ or terms/ */
#define CONTENT_NS "http://purl.org/rss/1.0/modules/content/"
#define ATOM_NS "http://www.w3.org/2005/Atom"
#define ATOM03_NS "http://purl.org/atom/ns#"
#define TOMBSTONE_NS "http://purl.org/atompub/tombstones/1.0"

/* An item, and values that it may have in two places */
typedef struct Feed
{
	NewsItem   *item;
	const char *own_ns;			/* of the item, and of the elements of its
								 * format */
	bool		any_case;		/* its elements are not in RSS's */
	const char *asked_ns;		/* the namespace last compared, and whether */
	bool		asked_is_dc;	/* it is Dublin Core's */
	char	   *guid;
	char	   *link;
	char	   *date;
	char	   *updated;
	char	   *full;
	char	   *summary;

	/* What is used if the item's own elements do not say it */
	char	   *dc_title;
	char	   *podcaster;
	char	   *podcast;		/* what it is about */
	List	   *taken_from;		/* credits of the feed that it is taken from */
} Feed;

/*
 * Whether a namespace is Dublin Core's, which is written in several ways; an
 * undeclared prefix counts, too
 */
static bool
is_dc(const char *ns)
{
	if (*ns == 'd')
		return strcmp(ns, "dc") == 0 || strcmp(ns, "dcterms") == 0;
	return *ns == *DC_NS && strncmp(ns, DC_NS, strlen(DC_NS)) == 0;
}

/*
 * Likewise for the current element; neighbours often share a namespace pointer
 */
static bool
is_in_dc(const XmlReading *xml, Feed *feed)
{
	const char *ns = xml_namespace(xml);

	if (ns != feed->asked_ns)
	{
		feed->asked_ns = ns;
		feed->asked_is_dc = is_dc(ns);
	}
	return feed->asked_is_dc;
}

static bool
is_atom(const char *ns)
{
	return strcmp(ns, ATOM_NS) == 0 || strcmp(ns, ATOM03_NS) == 0 ||
		strcmp(ns, "atom") == 0;
}

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
	if (html_simple_body(text, body))
		return;
	html = xml_open(text, strlen(text), XML_FORM_HTML_TEXT, "news item",
					CurrentMemoryContext);
	while (xml_next(html) == XML_NODE_TEXT)
		;
	if (xml_at_start(html))
		news_body(html, body);
	xml_close(html);
}

/* Reads a title or a name, perhaps with mark-up, and perhaps escaped twice */
static char *
plain_line(XmlReading *xml)
{
	char	   *line = xml_element_text(xml);

	html_strip_inline(line);
	html_resolve(line);
	return news_collapse(line);
}

/* Cuts off the last part of a text in brackets, and returns it, or NULL */
static char *
cut_bracket(char *text, char open, char close)
{
	Size		length = strlen(text);
	char	   *start = strchr(text, open);

	if (start == NULL || text[length - 1] != close)
		return NULL;
	text[length - 1] = '\0';
	*start = '\0';
	return news_collapse(start + 1);
}

/*
 * Reads a person's name, as in RSS 2.0: "desk@post.example (Ida Ruud)", or the
 * other way round; or as in mails: "Ida Ruud <desk@post.example>".  An address
 * alone is kept.
 */
static char *
person_line(XmlReading *xml)
{
	char	   *line = plain_line(xml);
	char	   *copy = line != NULL ? pstrdup(line) : NULL;
	char	   *inner;
	char	   *name;

	if (line == NULL || strchr(line, '@') == NULL)
		return line;
	inner = cut_bracket(copy, '(', ')');
	if (inner != NULL)
	{
		name = strchr(copy, '@') != NULL ? inner : news_collapse(copy);
		return name != NULL ? name : line;
	}
	inner = cut_bracket(copy, '<', '>');
	name = inner != NULL && strchr(inner, '@') != NULL ? news_collapse(copy) : NULL;
	return name != NULL ? name : line;
}

static void
fill_plain(XmlReading *xml, char **where)
{
	if (*where != NULL)
		xml_skip(xml);
	else
		*where = plain_line(xml);
}

/* Keeps the first time that can be read */
static void
read_time(XmlReading *xml, char **time)
{
	*time = news_first_time(*time, news_line(xml));
}

static void
read_dc(XmlReading *xml, Feed *feed)
{
	const char *name = xml_name(xml);
	NewsItem   *item = feed->item;

	if (xml_same_name(name, "creator"))
		news_credit(item, "creator", person_line(xml));
	else if (xml_same_name(name, "author"))
		news_credit(item, "author", person_line(xml));
	else if (xml_same_name(name, "title"))
		fill_plain(xml, &feed->dc_title);
	else if (xml_same_name(name, "contributor"))
		news_credit(item, "contributor", person_line(xml));
	else if (xml_same_name(name, "publisher"))
		fill_plain(xml, &item->publisher);
	else if (xml_same_name(name, "source"))
		news_cite(item, news_host(plain_line(xml)));
	else if (xml_same_name(name, "date") || xml_same_name(name, "issued") ||
			 xml_same_name(name, "created"))
		read_time(xml, &feed->date);
	else if (xml_same_name(name, "modified"))
		read_time(xml, &feed->updated);
	else if (xml_same_name(name, "language"))
		news_fill(xml, &item->language);
	else if (xml_same_name(name, "identifier"))
		news_fill(xml, &feed->link);
	else
		xml_skip(xml);
}

/* The text of the first child of that name */
static char *read_inner(XmlReading *xml, const char *name);

/* Reads an element of Atom in an item of RSS */
static void
read_atom_in_rss(XmlReading *xml, Feed *feed)
{
	const char *name = xml_name(xml);

	if (xml_same_name(name, "author") || xml_same_name(name, "contributor"))
		news_credit(feed->item, name, read_inner(xml, "name"));
	else if (xml_same_name(name, "published"))
		read_time(xml, &feed->date);
	else if (xml_same_name(name, "updated"))
		read_time(xml, &feed->updated);
	else
		xml_skip(xml);
}

/*
 * Reads an element of podcasts in an item of RSS, by any of their namespaces
 */
static void
read_podcast(XmlReading *xml, Feed *feed)
{
	const char *name = xml_name(xml);

	if (xml_same_name(name, "author"))
		fill_plain(xml, &feed->podcaster);
	else if (xml_same_name(name, "summary"))
		feed->podcast = xml_element_text(xml);
	else
		xml_skip(xml);
}

/*
 * RSS's name for an element; some feeds write "ITEM", which XML distinguishes
 */
static const char *
name_in_case(const XmlReading *xml)
{
	static const char *const names[] = {
		"item", "title", "language", "channel", "guid", "link", "pubDate", "author",
		"source", "description"
	};

	for (Size i = 0; i < lengthof(names); i++)
		if (pg_strcasecmp(xml_name(xml), names[i]) == 0)
			return names[i];
	return xml_name(xml);
}

static inline const char *
rss_name(const XmlReading *xml, bool any_case)
{
	return any_case ? name_in_case(xml) : xml_name(xml);
}

static void
read_rss_child(XmlReading *xml, Feed *feed)
{
	const char *name = rss_name(xml, feed->any_case);
	const char *ns = xml_namespace(xml);

	if (is_in_dc(xml, feed))
		read_dc(xml, feed);
	else if (xml_same_name(name, "encoded") &&
			 (strcmp(ns, CONTENT_NS) == 0 || strcmp(ns, "content") == 0))
		feed->full = xml_element_text(xml);
	else if (*ns != '\0' && strcmp(ns, feed->own_ns) != 0)
	{
		if (is_atom(ns))
			read_atom_in_rss(xml, feed);
		else if (strstr(ns, "itunes") != NULL)
			read_podcast(xml, feed);
		else
			xml_skip(xml);
	}
	else if (xml_same_name(name, "title"))
		fill_plain(xml, &feed->item->headline);
	else if (xml_same_name(name, "guid"))
		news_fill(xml, &feed->guid);
	else if (xml_same_name(name, "link"))
		news_fill(xml, &feed->link);
	else if (xml_same_name(name, "pubDate"))
		news_fill(xml, &feed->item->published);
	else if (xml_same_name(name, "author"))
		news_credit(feed->item, "author", person_line(xml));
	else if (xml_same_name(name, "source"))
		news_cite(feed->item, plain_line(xml));
	else if (xml_same_name(name, "description"))
		feed->summary = xml_element_text(xml);
	else
		xml_skip(xml);
}

/*
 * A feed with a part of a party's news may have a title such as "Harbour Post
 * - World", and say that its items are from that party: it is the publisher.
 */
static void
name_publisher(NewsItem *item)
{
	ListCell   *cell;

	if (item->publisher == NULL || item->cites == NIL || strpbrk(item->publisher, "-|:>/\xC2\xE2") == NULL)
		return;
	foreach(cell, item->cites)
	{
		if (news_is_part(item->publisher, lfirst(cell)) &&
			!news_same_party(item->publisher, lfirst(cell)))
		{
			item->publisher = pstrdup(lfirst(cell));
			return;
		}
	}
}

/* Fills fields that the item itself does not have */
static void
finish_item(NewsReader *reader, Feed *feed)
{
	NewsItem   *item = feed->item;

	if (item->id == NULL)
		item->id = feed->guid != NULL ? feed->guid : feed->link;
	if (item->headline == NULL)
		item->headline = feed->dc_title;
	if (item->credits == NIL)
		news_credit(item, "author", feed->podcaster);
	item->published = news_first_time(item->published, feed->date);
	item->published_else = feed->updated;
	if (item->publisher == NULL && reader->publisher != NULL)
		item->publisher = pstrdup(reader->publisher);
	name_publisher(item);
	if (item->language == NULL && reader->language != NULL)
		item->language = pstrdup(reader->language);
}

static void
read_rss_item(NewsReader *reader, NewsItem *item, const char *format)
{
	XmlReading *xml = reader->xml;
	int			depth = xml_depth(xml);
	Feed		feed = {.item = item, .own_ns = xml_namespace(xml),.any_case = reader->any_case};

	news_item_init(item, format);
	feed.guid = xml_attribute(xml, RDF_NS, "about");
	while (news_child(xml, depth))
		read_rss_child(xml, &feed);
	if (feed.full != NULL)
		news_add_marked_up(&item->body, feed.full);
	if (feed.summary != NULL && item->body.len == 0)
		news_add_marked_up(&item->body, feed.summary);
	if (feed.podcast != NULL && item->body.len == 0)
		news_add_marked_up(&item->body, feed.podcast);
	finish_item(reader, &feed);
}

/*
 * The format of RDF: RSS 1.0, or its predecessor 0.90, with another namespace
 */
static const char *
rss_format(NewsReader *reader)
{
	if (strcmp(xml_namespace(reader->xml), RSS1_NS) == 0)
		return "rss 1.0";
	return reader->own_ns != NULL ? "rss 0.90" : "rss 2.0";
}

static bool
rss_next(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;
	XmlNode		node;
	const char *name;

	while ((node = xml_next(xml)) != XML_NODE_OVER)
	{
		if (node != XML_NODE_START)
			continue;
		name = rss_name(xml, reader->any_case);
		if (xml_same_name(name, "item"))
		{
			read_rss_item(reader, item, rss_format(reader));
			return true;
		}
		if (xml_same_name(name, "title"))
			news_keep(reader, &reader->publisher, plain_line(xml));
		else if (xml_same_name(name, "language"))
			news_keep(reader, &reader->language, news_line(xml));
		else if (!xml_same_name(name, "channel"))
			xml_skip(xml);
	}
	return false;
}

/* Reads text, HTML or XHTML, but no other media types, and nothing encoded */
static void
read_atom_text(XmlReading *xml, StringInfo text)
{
	char	   *type = xml_attribute(xml, NULL, "type");
	char	   *mode = xml_attribute(xml, NULL, "mode");

	if (mode != NULL && strcmp(mode, "base64") == 0)
		xml_skip(xml);
	else if (type != NULL && (strcmp(type, "xhtml") == 0 ||
						 pg_strcasecmp(type, "application/xhtml+xml") == 0))
		news_body(xml, text);
	else if (type != NULL &&
			 (strcmp(type, "html") == 0 || pg_strcasecmp(type, "text/html") == 0))
		news_add_marked_up(text, xml_element_text(xml));
	else if (type == NULL || strchr(type, '/') == NULL || pg_strncasecmp(type, "text/", 5) == 0)
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

static char *
read_inner(XmlReading *xml, const char *name)
{
	const char *ns = xml_namespace(xml);
	int			depth = xml_depth(xml);
	char	   *text = NULL;

	while (news_child(xml, depth))
	{
		if (text == NULL && xml_is(xml, ns, name))
			text = read_atom_line(xml);
		else
			xml_skip(xml);
	}
	return text;
}

/* Reads the feed that an entry is taken from: its title, and its authors */
static void
read_taken_from(XmlReading *xml, Feed *feed)
{
	int			depth = xml_depth(xml);
	char	   *title = NULL;
	char	   *author;

	while (news_child(xml, depth))
	{
		if (title == NULL && xml_is(xml, feed->own_ns, "title"))
			title = read_atom_line(xml);
		else if (!xml_is(xml, feed->own_ns, "author"))
			xml_skip(xml);
		else if ((author = read_inner(xml, "name")) != NULL)
			feed->taken_from = lappend(feed->taken_from, author);
	}
	news_cite(feed->item, title);
}

/* Reads the content; keeps the summary if that is elsewhere, or not text */
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
	const char *ns = xml_namespace(xml);
	NewsItem   *item = feed->item;

	if (is_in_dc(xml, feed))
		read_dc(xml, feed);
	else if (ns != feed->own_ns && strcmp(ns, feed->own_ns) != 0)
		xml_skip(xml);
	else if (xml_same_name(name, "id"))
		news_fill(xml, &item->id);
	else if (xml_same_name(name, "title") && item->headline == NULL)
		item->headline = read_atom_line(xml);
	else if (xml_same_name(name, "updated") || xml_same_name(name, "modified"))
		news_fill(xml, &item->version);
	else if (xml_same_name(name, "published") || xml_same_name(name, "issued"))
		news_fill(xml, &item->published);
	else if (xml_same_name(name, "created"))
		read_time(xml, &feed->date);
	else if (xml_same_name(name, "author"))
		news_credit(item, "author", read_inner(xml, "name"));
	else if (xml_same_name(name, "contributor"))
		news_credit(item, "contributor", read_inner(xml, "name"));
	else if (xml_same_name(name, "source"))
		read_taken_from(xml, feed);
	else if (xml_same_name(name, "link"))
		read_atom_link(xml, feed);
	else if (xml_same_name(name, "content") ||
			 (xml_same_name(name, "summary") && item->body.len == 0))
		read_atom_body(xml, item);
	else
		xml_skip(xml);
}

/* RFC 4287: a feed's authors are those of its entries that name no others */
static void
apply_authors(NewsItem *item, List *authors)
{
	ListCell   *cell;
	bool		is_role = true;

	foreach(cell, item->credits)
	{
		if (is_role && strcmp(lfirst(cell), "author") == 0)
			return;
		is_role = !is_role;
	}
	foreach(cell, authors)
		news_credit(item, "author", lfirst(cell));
}

static void
keep_author(NewsReader *reader)
{
	char	   *name = read_inner(reader->xml, "name");
	MemoryContext before;

	if (name == NULL)
		return;
	before = MemoryContextSwitchTo(reader->context);
	reader->authors = lappend(reader->authors, pstrdup(name));
	MemoryContextSwitchTo(before);
}

static void
read_entry(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;
	int			depth = xml_depth(xml);
	Feed		feed = {.item = item, .own_ns = reader->own_ns};

	news_item_init(item, strcmp(feed.own_ns, ATOM03_NS) == 0 ? "atom 0.3" : "atom");
	item->language = xml_attribute(xml, XML_NS, "lang");
	while (news_child(xml, depth))
		read_entry_child(xml, &feed);
	feed.updated = item->version != NULL ? pstrdup(item->version) : NULL;
	finish_item(reader, &feed);
	apply_authors(item, feed.taken_from != NIL ? feed.taken_from : reader->authors);
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
		if (xml_is(xml, reader->own_ns, "entry"))
		{
			read_entry(reader, item);
			return true;
		}
		if (xml_is(xml, TOMBSTONE_NS, "deleted-entry"))
		{
			read_tombstone(reader, item);
			return true;
		}
		if (xml_is(xml, reader->own_ns, "feed"))
			news_keep(reader, &reader->language, xml_attribute(xml, XML_NS, "lang"));
		else if (xml_is(xml, reader->own_ns, "title"))
			news_keep(reader, &reader->publisher, read_atom_line(xml));
		else if (xml_is(xml, reader->own_ns, "author"))
			keep_author(reader);
		else
			xml_skip(xml);
	}
	return false;
}

/*
 * Recognizes a format by its elements' names: namespaces can be missing or odd
 */
bool
feed_begins(NewsReader *reader)
{
	XmlReading *xml = reader->xml;

	if (xml_is_named(xml, "feed") || xml_is_named(xml, "entry"))
	{
		reader->own_ns = xml_namespace(xml);
		reader->next = atom_next;
		return true;
	}
	reader->next = rss_next;
	if (xml_is(xml, RDF_NS, "RDF"))
		reader->own_ns = xml_namespace(xml);
	reader->any_case = !xml_is_named(xml, "rss") && pg_strcasecmp(xml_name(xml), "rss") == 0;
	return reader->any_case || xml_is_named(xml, "rss") || xml_is(xml, RDF_NS, "RDF");
}
