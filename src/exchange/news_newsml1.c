/*-------------------------------------------------------------------------
 *
 * news_newsml1.c
 *		NewsML 1.0 to 1.2, which came before NewsML-G2.
 *
 *	  Identification/NewsIdentifier/
 *		PublicIdentifier			id, without the revision at its end, so that
 *									all revisions have the same; else made of
 *									ProviderId, DateId and NewsItemId, as the
 *									standard makes it
 *		RevisionId					version
 *	  NewsManagement/
 *		Status @FormalName			status
 *		StatusWillChange			published_at of what becomes usable: not
 *									before
 *		ThisRevisionCreated			published_at, if there is no such time; else
 *									FirstCreated, else DateId
 *	  AdministrativeMetadata/
 *		Provider/Party				publisher, who speaks in the attribution;
 *									else the envelope's SentFrom, else ProviderId
 *		Source/Party				on whose word the provider has it
 *		Creator, Contributor		credits
 *	  NewsLines/
 *		HeadLine					headline; else that of an NITF story in it
 *		ByLine, CreditLine			credits: byline, creditline
 *		DateLine					place, without date and agency; else the
 *									city of a Location that is the Origin
 *	  DescriptiveMetadata/
 *		Language @FormalName		language; else @xml:lang
 *	  DataContent					body: NITF, XHTML, paragraphs, or text
 *
 * Parties are named by their FormalName.  Components nest, such as a story and
 * its pictures.  The first component that has a value gives it to the item;
 * after the one with the headline, others only add text, if that one has none.
 *
 * Each NewsItem is a row.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

/* What makes an id, and what is said in several places */
typedef struct Newsml1
{
	NewsItem   *item;
	char	   *provider;
	char	   *date;
	char	   *number;
	char	   *revision;
	char	   *public;
	char	   *created;
	char	   *embargo;
	char	   *origin;
	char	   *title;			/* of an NITF story */
	bool		sources;		/* whether a component has said them */
	int			main;			/* depth of the component with the headline */
} Newsml1;

static char *
formal_name(XmlReading *xml)
{
	char	   *name = xml_attribute(xml, NULL, "FormalName");

	return name != NULL ? news_collapse(name) : NULL;
}

/* ---- Identification and management */

static void
read_identifier(XmlReading *xml, Newsml1 *newsml)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "ProviderId"))
			news_fill(xml, &newsml->provider);
		else if (xml_is_named(xml, "DateId"))
			news_fill(xml, &newsml->date);
		else if (xml_is_named(xml, "NewsItemId"))
			news_fill(xml, &newsml->number);
		else if (xml_is_named(xml, "RevisionId"))
			news_fill(xml, &newsml->revision);
		else if (xml_is_named(xml, "PublicIdentifier"))
			news_fill(xml, &newsml->public);
		else
			xml_skip(xml);
	}
}

static void
read_identification(XmlReading *xml, Newsml1 *newsml)
{
	int			depth = xml_depth(xml);

	while (news_child_named(xml, depth, "NewsIdentifier"))
		read_identifier(xml, newsml);
}

/* urn:newsml:{provider}:{date}:{number}:{revision}, and "N", "A" or "U" */
static char *
without_revision(char *public, const char *revision)
{
	char	   *colon = strrchr(public, ':');
	Size		length = strlen(revision);

	if (colon == NULL || length == 0 || strncmp(colon + 1, revision, length) != 0)
		return public;
	if (colon[1 + length] == '\0' ||
		(strchr("NAU", colon[1 + length]) != NULL && colon[2 + length] == '\0'))
		*colon = '\0';
	return public;
}

static void
name_item(Newsml1 *newsml)
{
	NewsItem   *item = newsml->item;

	item->version = newsml->revision;
	if (newsml->public != NULL)
		item->id = newsml->revision == NULL ? newsml->public :
			without_revision(newsml->public, newsml->revision);
	else if (newsml->provider != NULL && newsml->date != NULL && newsml->number != NULL)
		item->id = psprintf("urn:newsml:%s:%s:%s", newsml->provider, newsml->date,
							newsml->number);
}

/* Reads when the item becomes usable */
static void
read_change(XmlReading *xml, Newsml1 *newsml)
{
	int			depth = xml_depth(xml);
	char	   *becomes = NULL;
	char	   *time = NULL;

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "FutureStatus"))
		{
			becomes = formal_name(xml);
			xml_skip(xml);
		}
		else if (xml_is_named(xml, "DateAndTime"))
			news_fill(xml, &time);
		else
			xml_skip(xml);
	}
	if (news_status(becomes) == NEWS_USABLE && newsml->embargo == NULL)
		newsml->embargo = time;
}

static void
read_management(XmlReading *xml, Newsml1 *newsml)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "ThisRevisionCreated"))
			news_fill(xml, &newsml->item->published);
		else if (xml_is_named(xml, "FirstCreated"))
			news_fill(xml, &newsml->created);
		else if (xml_is_named(xml, "StatusWillChange"))
			read_change(xml, newsml);
		else
		{
			if (xml_is_named(xml, "Status"))
				newsml->item->status = news_status(formal_name(xml));
			xml_skip(xml);
		}
	}
}

/* ---- Who */

/* The first party within an element, which is read to its end */
static char *
read_party(XmlReading *xml)
{
	int			depth = xml_depth(xml);
	char	   *name = NULL;

	while (news_child(xml, depth))
	{
		if (name == NULL && xml_is_named(xml, "Party"))
			name = formal_name(xml);
		xml_skip(xml);
	}
	return name;
}

/* Reads all parties, as sources or as credits with a role */
static void
read_parties(XmlReading *xml, NewsItem *item, const char *role)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "Party") && role == NULL)
			news_cite(item, formal_name(xml));
		else if (xml_is_named(xml, "Party"))
			news_credit(item, role, formal_name(xml));
		xml_skip(xml);
	}
}

static void
read_administration(XmlReading *xml, Newsml1 *newsml)
{
	NewsItem   *item = newsml->item;
	int			depth = xml_depth(xml);
	bool		sources = newsml->sources;

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "Provider") && item->publisher == NULL)
			item->publisher = read_party(xml);
		else if (xml_is_named(xml, "Source") && !sources)
		{
			read_parties(xml, item, NULL);
			newsml->sources = true;
		}
		else if (xml_is_named(xml, "Creator"))
			read_parties(xml, item, "creator");
		else if (xml_is_named(xml, "Contributor"))
			read_parties(xml, item, "contributor");
		else
			xml_skip(xml);
	}
}

/* ---- What */

static void
read_byline(XmlReading *xml, NewsItem *item)
{
	char	   *line = news_line(xml);

	if (line != NULL && pg_strncasecmp(line, "by ", 3) == 0)
		line += 3;
	news_credit(item, "byline", line);
}

static void
read_lines(XmlReading *xml, NewsItem *item)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "HeadLine"))
		{
			if (item->language == NULL)
				item->language = xml_attribute(xml, XML_NS, "lang");
			news_fill(xml, &item->headline);
		}
		else if (xml_is_named(xml, "ByLine"))
			read_byline(xml, item);
		else if (xml_is_named(xml, "CreditLine"))
			news_credit(item, "creditline", news_line(xml));
		else if (xml_is_named(xml, "DateLine") && item->place == NULL)
			item->place = news_place(news_line(xml));
		else
			xml_skip(xml);
	}
}

/* Reads the city where it was written; other locations are its subject */
static void
read_location(XmlReading *xml, Newsml1 *newsml)
{
	int			depth = xml_depth(xml);
	char	   *present = xml_attribute(xml, NULL, "HowPresent");
	bool		origin = present != NULL && pg_strcasecmp(present, "Origin") == 0;

	while (news_child(xml, depth))
	{
		char	   *name = formal_name(xml);

		if (origin && newsml->origin == NULL && xml_is_named(xml, "Property") &&
			name != NULL && pg_strcasecmp(name, "City") == 0)
			newsml->origin = xml_attribute(xml, NULL, "Value");
		xml_skip(xml);
	}
}

static void
read_description(XmlReading *xml, Newsml1 *newsml, char **language)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "Location"))
			read_location(xml, newsml);
		else
		{
			if (xml_is_named(xml, "Language") && *language == NULL)
				*language = formal_name(xml);
			xml_skip(xml);
		}
	}
}

static void
read_html(XmlReading *xml, NewsItem *item)
{
	int			depth = xml_depth(xml);

	while (news_child_named(xml, depth, "body"))
		news_body(xml, &item->body);
}

/* Reads elements of a story, or text with or without paragraphs */
static void
read_data(XmlReading *xml, Newsml1 *newsml)
{
	NewsItem   *item = newsml->item;
	int			depth = xml_depth(xml);
	XmlNode		node;

	while ((node = xml_next_within(xml, depth)) != XML_NODE_OVER)
	{
		if (node == XML_NODE_TEXT)
			news_words(xml, &item->body);
		else if (node == XML_NODE_END)
			continue;
		else if (xml_is_named(xml, "nitf"))
			newsml->title = nitf_read(xml, item, false);
		else if (xml_is_named(xml, "html"))
			read_html(xml, item);
		else if (news_is_paragraph(xml_name(xml)))
			news_body(xml, &item->body);
	}
}

/* Reads text in one form; other forms repeat it, or are no text */
static void
read_content(XmlReading *xml, Newsml1 *newsml)
{
	int			depth = xml_depth(xml);
	bool		is_text = newsml->item->body.len == 0;

	while (news_child(xml, depth))
	{
		char	   *name = formal_name(xml);

		if (xml_is_named(xml, "DataContent") && is_text)
			read_data(xml, newsml);
		else if (xml_is_named(xml, "Encoding"))
		{
			/* the data are inside; encoded data are no text */
			is_text = is_text && xml_attribute(xml, NULL, "Notation") == NULL;
			continue;
		}
		else
		{
			if (xml_is_named(xml, "MediaType") && name != NULL &&
				pg_strcasecmp(name, "Text") != 0 && pg_strcasecmp(name, "ComplexData") != 0)
				is_text = false;
			xml_skip(xml);
		}
	}
}

static void
read_component(XmlReading *xml, Newsml1 *newsml, char **language)
{
	int			depth = xml_depth(xml);
	bool		beside = newsml->item->headline != NULL && depth <= newsml->main;

	if (newsml->item->language == NULL)
		newsml->item->language = xml_attribute(xml, XML_NS, "lang");
	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "NewsComponent"))
			read_component(xml, newsml, language);
		else if (xml_is_named(xml, "ContentItem"))
			read_content(xml, newsml);
		else if (beside)
			xml_skip(xml);
		else if (xml_is_named(xml, "NewsLines"))
		{
			if (newsml->item->headline == NULL)
				newsml->main = depth;
			read_lines(xml, newsml->item);
		}
		else if (xml_is_named(xml, "AdministrativeMetadata"))
			read_administration(xml, newsml);
		else if (xml_is_named(xml, "DescriptiveMetadata"))
			read_description(xml, newsml, language);
		else
			xml_skip(xml);
	}
}

/* ---- Items */

static void
read_item(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;
	int			depth = xml_depth(xml);
	Newsml1		newsml = {.item = item};
	char	   *language = NULL;

	news_item_init(item, "newsml 1");
	item->language = xml_attribute(xml, XML_NS, "lang");
	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "Identification"))
			read_identification(xml, &newsml);
		else if (xml_is_named(xml, "NewsManagement"))
			read_management(xml, &newsml);
		else if (xml_is_named(xml, "NewsComponent"))
			read_component(xml, &newsml, &language);
		else
			xml_skip(xml);
	}
	name_item(&newsml);
	item->published = news_first_time(newsml.embargo, item->published);
	item->published = news_first_time(item->published, newsml.created);
	item->published = news_first_time(item->published, newsml.date);
	if (item->headline == NULL)
		item->headline = newsml.title;
	if (language != NULL)
		item->language = language;
	if (item->place == NULL && newsml.origin != NULL)
		item->place = news_collapse(newsml.origin);
	if (item->publisher == NULL && reader->publisher != NULL)
		item->publisher = pstrdup(reader->publisher);
	if (item->publisher == NULL)
		item->publisher = newsml.provider;
	else if (newsml.provider != NULL)
		item->publisher_too = list_make1(newsml.provider);
}

/* Reads the sender, for items that name no provider */
static void
read_envelope(NewsReader *reader)
{
	XmlReading *xml = reader->xml;
	int			depth = xml_depth(xml);

	while (news_child_named(xml, depth, "SentFrom"))
		news_keep(reader, &reader->publisher, read_party(xml));
}

static bool
newsml1_next(NewsReader *reader, NewsItem *item)
{
	XmlReading *xml = reader->xml;
	XmlNode		node;

	while ((node = xml_next(xml)) != XML_NODE_OVER)
	{
		if (node != XML_NODE_START)
			continue;
		if (xml_is_named(xml, "NewsItem"))
		{
			read_item(reader, item);
			if (item->id != NULL || item->headline != NULL || item->body.len > 0)
				return true;
		}
		else if (xml_is_named(xml, "NewsEnvelope"))
			read_envelope(reader);
		else
			xml_skip(xml);
	}
	return false;
}

bool
newsml1_begins(NewsReader *reader)
{
	reader->next = newsml1_next;
	return xml_is_named(reader->xml, "NewsML");
}
