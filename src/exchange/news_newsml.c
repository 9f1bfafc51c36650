/*-------------------------------------------------------------------------
 *
 * news_newsml.c
 *		NewsML-G2.
 *
 *	  @guid, @version				id, version
 *	  itemMeta/pubStatus			status; usable if it is left out, as the
 *									standard says
 *	  itemMeta/embargoed			published_at: not before
 *	  itemMeta/versionCreated		published_at, if there is no embargo: when
 *									this version was made; else
 *									contentMeta/contentCreated
 *	  itemMeta/provider				publisher, who speaks in the attribution;
 *									else the sender of the message
 *	  contentMeta/infoSource		on whose word the provider has it, unless
 *									its role says that it handled the item, or
 *									took its pictures: then a credit
 *	  contentMeta/creator, contributor	credits; the role, else the element
 *	  contentMeta/by				a credit: by
 *	  contentMeta/creditline		a credit: creditline
 *	  contentMeta/headline			headline; else that of an NITF story in it;
 *									else itemMeta/title
 *	  contentMeta/located			place; else the dateline, without date and
 *									agency
 *	  contentMeta/language @tag		language; else @xml:lang; else the
 *									headline's
 *	  contentMeta/description		body, if there is no text in the content:
 *									all of them
 *	  contentSet/inlineXML			body: NITF, XHTML or paragraphs
 *	  contentSet/inlineData			body, if it is text
 *
 * A party is named by its name, or else by the literal beside its code or URI,
 * or else by the part of the code after ":", or else by the host of its URI,
 * or else by the literal alone.  An infoSource that is the provider by any of
 * these is not cited.  Ratings in G2 are audiences' ratings of content, and
 * say nothing about the reliability of a source, so they are not read.  Nor is
 * the history of hops, which says who handled the item, not who knows.
 *
 * Each newsItem and packageItem is a row, wherever it is.  Concept, knowledge,
 * planning and catalogue items are not stories and are no rows.  A piece of an
 * item (contentMeta, contentSet), as standards print them, counts as an item
 * of which nothing else is known.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

/* What is said in several places */
typedef struct Newsml
{
	NewsItem   *item;
	StringInfoData descriptions;
	char	   *title;
	char	   *headline_language;
	char	   *created;
	char	   *inner_title;	/* of an NITF story */
	List	   *makers;			/* who took its pictures */
} Newsml;

/* The part of a code after its scheme, or NULL */
static char *
code_attribute(XmlReading *xml, const char *name)
{
	char	   *code = xml_attribute(xml, NULL, name);
	char	   *colon = code != NULL ? strchr(code, ':') : NULL;

	if (code == NULL)
		return NULL;
	code = news_collapse(colon != NULL ? colon + 1 : code);
	/* with or without www., it is the same party */
	if (code != NULL && pg_strncasecmp(code, "www.", 4) == 0 && code[4] != '\0')
		code += 4;
	return code;
}

/*
 * Reads an element to its end, and returns the most readable name of the
 * party; the others go to *also, if that is given.
 */
static char *
read_party(XmlReading *xml, List **also)
{
	int			depth = xml_depth(xml);
	char	   *literal = xml_attribute(xml, NULL, "literal");
	char	   *code = code_attribute(xml, "qcode");
	char	   *uri = xml_attribute(xml, NULL, "uri");
	char	   *name = NULL;
	char	   *names[4];

	while (news_child_named(xml, depth, "name"))
		news_fill(xml, &name);
	literal = literal != NULL ? news_collapse(literal) : NULL;
	uri = uri != NULL ? news_collapse(news_host(uri)) : NULL;
	names[0] = name;
	names[1] = code != NULL || uri != NULL ? literal : NULL;
	names[2] = code;
	names[3] = uri != NULL ? uri : literal;
	name = NULL;
	for (Size i = 0; i < lengthof(names); i++)
	{
		if (name == NULL)
			name = names[i];
		else if (names[i] != NULL && also != NULL)
			*also = lappend(*also, names[i]);
	}
	return name;
}

static void
read_item_meta(XmlReading *xml, Newsml *newsml)
{
	NewsItem   *item = newsml->item;
	int			depth = xml_depth(xml);
	char	   *embargo = NULL;

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "provider") && item->publisher == NULL)
			item->publisher = read_party(xml, &item->publisher_too);
		else if (xml_is_named(xml, "versionCreated"))
			news_fill(xml, &item->published);
		else if (xml_is_named(xml, "embargoed"))
			news_fill(xml, &embargo);
		else if (xml_is_named(xml, "title"))
			news_fill(xml, &newsml->title);
		else
		{
			if (xml_is_named(xml, "pubStatus"))
			{
				char	   *code = xml_attribute(xml, NULL, "qcode");

				if (code == NULL)
					code = xml_attribute(xml, NULL, "uri");
				item->status = news_status(news_code(code));
			}
			xml_skip(xml);
		}
	}
	item->published = news_first_time(embargo, item->published);
}

static bool
is_listed(const char *word, const char *const *list)
{
	for (; word != NULL && *list != NULL; list++)
		if (pg_strcasecmp(word, *list) == 0)
			return true;
	return false;
}

static const char *const makers[] = {
	"phot", "photographer", "cameraman", "videographer", "graphicer",
	"illustrator", NULL
};

static void
read_credit(XmlReading *xml, Newsml *newsml)
{
	char	   *role = news_code(xml_attribute(xml, NULL, "role"));
	char	   *party;

	if (role == NULL)
		role = pstrdup(xml_name(xml));
	party = read_party(xml, NULL);
	news_credit(newsml->item, role, party);
	if (party != NULL && is_listed(role, makers))
		newsml->makers = lappend(newsml->makers, party);
}

/* A party that handles a story, or makes its pictures, is no source of it */
static void
read_info_source(XmlReading *xml, Newsml *newsml)
{
	static const char *const handlers[] = {
		"provider", "redistributor", "distributor", "enhancer", "aggregator",
		"publisher", "transmitter", NULL
	};
	NewsItem   *item = newsml->item;
	char	   *role = news_code(xml_attribute(xml, NULL, "role"));
	List	   *also = NIL;
	char	   *party = read_party(xml, &also);

	if (is_listed(role, makers))
	{
		news_credit(item, role, party);
		if (party != NULL)
			newsml->makers = lappend(newsml->makers, party);
	}
	else if (!is_listed(role, handlers))
		news_cite_party(item, party, also);
}

/* The makers of pictures may also be called sources, but are none */
static void
leave_out_makers(Newsml *newsml)
{
	NewsItem   *item = newsml->item;
	List	   *cites = item->cites;
	List	   *also = item->cites_too;
	ListCell   *one;
	ListCell   *other;

	if (newsml->makers == NIL)
		return;
	item->cites = NIL;
	item->cites_too = NIL;
	forboth(one, cites, other, also)
	{
		ListCell   *maker;
		bool		made = false;

		foreach(maker, newsml->makers)
			made |= strcmp(lfirst(one), lfirst(maker)) == 0;
		if (!made)
			news_cite_party(item, lfirst(one), lfirst(other));
	}
}

static void
read_headline(XmlReading *xml, Newsml *newsml)
{
	if (newsml->item->headline == NULL)
		newsml->headline_language = xml_attribute(xml, XML_NS, "lang");
	news_fill(xml, &newsml->item->headline);
}

static void
read_content_meta(XmlReading *xml, Newsml *newsml)
{
	NewsItem   *item = newsml->item;
	int			depth = xml_depth(xml);
	char	   *dateline = NULL;
	char	   *language = NULL;

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "headline"))
			read_headline(xml, newsml);
		else if (xml_is_named(xml, "creator") || xml_is_named(xml, "contributor"))
			read_credit(xml, newsml);
		else if (xml_is_named(xml, "by"))
			news_credit(item, "by", news_line(xml));
		else if (xml_is_named(xml, "creditline"))
			news_credit(item, "creditline", news_line(xml));
		else if (xml_is_named(xml, "infoSource"))
			read_info_source(xml, newsml);
		else if (xml_is_named(xml, "located") && item->place == NULL)
			item->place = read_party(xml, NULL);
		else if (xml_is_named(xml, "dateline"))
			news_fill(xml, &dateline);
		else if (xml_is_named(xml, "contentCreated"))
			news_fill(xml, &newsml->created);
		else if (xml_is_named(xml, "description"))
			news_body(xml, &newsml->descriptions);
		else
		{
			if (xml_is_named(xml, "language") && language == NULL)
				language = xml_attribute(xml, NULL, "tag");
			xml_skip(xml);
		}
	}
	if (item->place == NULL)
		item->place = news_place(dateline);
	if (language != NULL)
		item->language = language;
}

static void
read_inline_xml(XmlReading *xml, Newsml *newsml)
{
	NewsItem   *item = newsml->item;
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "nitf"))
			newsml->inner_title = nitf_read(xml, item, false);
		else if (news_is_paragraph(xml_name(xml)))
			news_body(xml, &item->body);
		else if (xml_is_named(xml, "html"))
		{
			int			inner = xml_depth(xml);

			while (news_child(xml, inner))
			{
				if (xml_is_named(xml, "body"))
					news_body(xml, &item->body);
				else
					xml_skip(xml);
			}
		}
		else
			xml_skip(xml);
	}
}

static void
read_content_set(XmlReading *xml, Newsml *newsml)
{
	NewsItem   *item = newsml->item;
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		char	   *type = xml_attribute(xml, NULL, "contenttype");

		if (xml_is_named(xml, "inlineXML"))
			read_inline_xml(xml, newsml);
		else if (xml_is_named(xml, "inlineData") &&
				 (type == NULL || pg_strncasecmp(type, "text/", 5) == 0) &&
				 xml_attribute(xml, NULL, "encoding") == NULL)
			news_body(xml, &item->body);
		else
			xml_skip(xml);
	}
}

static void
read_part(XmlReading *xml, Newsml *newsml)
{
	if (xml_is_named(xml, "itemMeta"))
		read_item_meta(xml, newsml);
	else if (xml_is_named(xml, "contentMeta"))
		read_content_meta(xml, newsml);
	else if (xml_is_named(xml, "contentSet"))
		read_content_set(xml, newsml);
	else
		xml_skip(xml);
}

static bool
is_part(XmlReading *xml)
{
	return xml_is_named(xml, "itemMeta") || xml_is_named(xml, "contentMeta") ||
		xml_is_named(xml, "contentSet");
}

/* Reads an item that has just started, or a part of one */
static void
read_item(XmlReading *xml, NewsItem *item)
{
	Newsml		newsml = {.item = item};
	int			depth = xml_depth(xml);

	news_item_init(item, "newsml-g2");
	initStringInfo(&newsml.descriptions);
	if (is_part(xml))
		read_part(xml, &newsml);
	else
	{
		item->status = NEWS_USABLE;
		item->id = xml_attribute(xml, NULL, "guid");
		item->version = xml_attribute(xml, NULL, "version");
		item->language = xml_attribute(xml, XML_NS, "lang");
		while (news_child(xml, depth))
			read_part(xml, &newsml);
	}
	leave_out_makers(&newsml);
	item->published = news_first_time(item->published, newsml.created);
	if (item->headline == NULL)
		item->headline = newsml.title != NULL ? newsml.title : newsml.inner_title;
	if (item->language == NULL)
		item->language = newsml.headline_language;
	if (item->body.len == 0)
		item->body = newsml.descriptions;
}

/* Whether an item says anything; otherwise it gets no row */
static bool
says_something(const NewsItem *item)
{
	return item->id != NULL || item->headline != NULL || item->publisher != NULL ||
		item->place != NULL || item->body.len > 0;
}

/* The sender of a message, for items that name no provider */
static void
read_header(NewsReader *reader)
{
	XmlReading *xml = reader->xml;
	int			depth = xml_depth(xml);

	while (news_child_named(xml, depth, "sender"))
		news_keep(reader, &reader->publisher, news_line(xml));
}

static bool
newsml_next(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;

	for (;;)
	{
		XmlNode		node = reader->started ? XML_NODE_START : xml_next(xml);

		reader->started = false;
		if (node == XML_NODE_OVER)
			return false;
		if (node != XML_NODE_START)
			continue;
		if (xml_is_named(xml, "newsItem") || xml_is_named(xml, "packageItem") ||
			(xml_depth(xml) == 0 && is_part(xml)))
		{
			read_item(xml, item);
			if (!says_something(item))
				continue;
			if (item->publisher == NULL && reader->publisher != NULL)
				item->publisher = pstrdup(reader->publisher);
			return true;
		}
		if (xml_is_named(xml, "header"))
			read_header(reader);
		else if (!xml_is_named(xml, "newsMessage") && !xml_is_named(xml, "itemSet"))
			xml_skip(xml);
	}
}

bool
newsml_begins(NewsReader *reader)
{
	static const char *const roots[] = {
		"newsItem", "packageItem", "newsMessage", "conceptItem",
		"knowledgeItem", "planningItem", "catalogItem", "groupSet"
	};

	reader->next = newsml_next;
	if (is_part(reader->xml))
		return true;
	for (Size i = 0; i < lengthof(roots); i++)
		if (xml_is_named(reader->xml, roots[i]))
			return true;
	return false;
}
