/*-------------------------------------------------------------------------
 *
 * news_nitf.c
 *		NITF 3.x, with a namespace or without.
 *
 *	  docdata/doc-id @id-string		id
 *	  docdata/du-key @version		version
 *	  docdata @management-status	status; usable if it is left out
 *	  docdata/date.release @norm	published_at: not before
 *	  docdata/date.issue @norm		published_at, if there is no such date
 *	  pubdata @name					publisher; else the distributor, else
 *									@regsrc of doc-id; else, as a last resort,
 *									@agent of doc.rights, @holder of
 *									doc.copyright, rights.owner, @src-name of
 *									from-src
 *	  hedline/hl1, else title		headline
 *	  byline, or person in it		a credit: byline.  Its writer is not a
 *									source of what it says
 *	  byline/byttl					the job: not read, but the credit if a
 *									byline has nothing else
 *	  distributor, doc-id @regsrc	on whose word the publisher has it, if it
 *									is another: a wire's story in a paper
 *	  dateline/location				place; else the dateline, without date and
 *									agency
 *	  doc.copyright @holder,		on whose word the publisher has it, if the
 *	  rights.owner					publisher is the agent for another's rights
 *	  body.content					body
 *	  @xml:lang						language
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

/* A longer text is no dateline */
#define MAX_DATELINE 1000

/* What is said in several places */
typedef struct Nitf
{
	NewsItem   *item;
	char	   *distributor;
	char	   *registered;		/* who assigned its id */
	char	   *title;
	char	   *agent;			/* agent for the rights */
	char	   *holder;			/* holder of the rights */
	char	   *from;
	bool		bylines;		/* whether to read bylines */
} Nitf;

/*
 * Fills *where from an attribute, unless it is filled or the attribute is
 * empty
 */
static void
fill_from(char **where, XmlReading *xml, const char *attribute)
{
	char	   *value = xml_attribute(xml, NULL, attribute);

	if (*where == NULL && value != NULL)
		*where = news_collapse(value);
}

static void
read_del_list(XmlReading *xml, Nitf *nitf)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "from-src"))
			fill_from(&nitf->from, xml, "src-name");
		xml_skip(xml);
	}
}

static void
read_docdata(XmlReading *xml, Nitf *nitf)
{
	NewsItem   *item = nitf->item;
	int			depth = xml_depth(xml);
	char	   *status = xml_attribute(xml, NULL, "management-status");
	char	   *release = NULL;

	item->status = status == NULL ? NEWS_USABLE : news_status(status);
	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "doc-id"))
		{
			item->id = xml_attribute(xml, NULL, "id-string");
			nitf->registered = xml_attribute(xml, NULL, "regsrc");
		}
		else if (xml_is_named(xml, "du-key"))
			item->version = xml_attribute(xml, NULL, "version");
		else if (xml_is_named(xml, "date.issue"))
			item->published = xml_attribute(xml, NULL, "norm");
		else if (xml_is_named(xml, "date.release"))
			release = xml_attribute(xml, NULL, "norm");
		else if (xml_is_named(xml, "doc.copyright"))
			fill_from(&nitf->holder, xml, "holder");
		else if (xml_is_named(xml, "doc.rights"))
		{
			fill_from(&nitf->agent, xml, "agent");
			fill_from(&nitf->holder, xml, "owner");
		}
		else if (xml_is_named(xml, "del-list"))
		{
			read_del_list(xml, nitf);
			continue;
		}
		xml_skip(xml);
	}
	item->published = news_first_time(release, item->published);
}

static void
read_head(XmlReading *xml, Nitf *nitf)
{
	NewsItem   *item = nitf->item;
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "docdata"))
			read_docdata(xml, nitf);
		else if (xml_is_named(xml, "title"))
			news_fill(xml, &nitf->title);
		else
		{
			if (xml_is_named(xml, "pubdata") && item->publisher == NULL)
				item->publisher = xml_attribute(xml, NULL, "name");
			xml_skip(xml);
		}
	}
}

/* Reads the title, all that counts of a story within another format */
static void
read_title(XmlReading *xml, Nitf *nitf)
{
	int			depth = xml_depth(xml);

	while (news_child_named(xml, depth, "title"))
		news_fill(xml, &nitf->title);
}

/*
 * Reads a byline: its persons, or else its words without "By", or else its
 * title
 */
static void
read_byline(XmlReading *xml, Nitf *nitf)
{
	int			depth = xml_depth(xml);
	bool		person = false;
	char	   *title = NULL;
	StringInfoData words;
	char	   *name;
	XmlNode		node;

	initStringInfo(&words);
	while ((node = xml_next_within(xml, depth)) != XML_NODE_OVER)
	{
		if (node == XML_NODE_START && xml_is_named(xml, "person"))
		{
			news_credit(nitf->item, "byline", news_line(xml));
			person = true;
		}
		else if (node == XML_NODE_START && xml_is_named(xml, "byttl"))
			news_fill(xml, &title);
		else if (node == XML_NODE_TEXT)
			appendStringInfoString(&words,
								   xml_copy(xml_text(xml), xml_text_length(xml)));
	}
	name = news_collapse(words.data);
	if (name == NULL)
		name = title;
	if (person || name == NULL)
		return;
	if (pg_strncasecmp(name, "by ", 3) == 0)
		name += 3;
	while (*name != '\0' && strchr(", ", name[strlen(name) - 1]) != NULL)
		name[strlen(name) - 1] = '\0';
	news_credit(nitf->item, "byline", name);
}

static void
read_hedline(XmlReading *xml, Nitf *nitf)
{
	int			depth = xml_depth(xml);

	while (news_child_named(xml, depth, "hl1"))
		news_fill(xml, &nitf->item->headline);
}

/* Reads a dateline: its location, or else its words */
static void
read_dateline(XmlReading *xml, Nitf *nitf)
{
	int			depth = xml_depth(xml);
	StringInfoData words;
	XmlNode		node;

	initStringInfo(&words);
	while ((node = xml_next_within(xml, depth)) != XML_NODE_OVER)
	{
		if (node == XML_NODE_START && xml_is_named(xml, "location"))
			news_fill(xml, &nitf->item->place);
		else if (node == XML_NODE_START && xml_is_named(xml, "story.date"))
			xml_skip(xml);
		else if (node == XML_NODE_TEXT && words.len < MAX_DATELINE)
			appendStringInfoString(&words, xml_copy(xml_text(xml), xml_text_length(xml)));
	}
	if (nitf->item->place == NULL)
		nitf->item->place = news_place(news_collapse(words.data));
}

static void
read_rights(XmlReading *xml, Nitf *nitf)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "rights.owner"))
			news_fill(xml, &nitf->holder);
		else if (xml_is_named(xml, "rights.agent"))
			news_fill(xml, &nitf->agent);
		else
			xml_skip(xml);
	}
}

static void
read_body_head(XmlReading *xml, Nitf *nitf)
{
	int			depth = xml_depth(xml);

	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, "hedline"))
			read_hedline(xml, nitf);
		else if (xml_is_named(xml, "byline") && nitf->bylines)
			read_byline(xml, nitf);
		else if (xml_is_named(xml, "distributor"))
			news_fill(xml, &nitf->distributor);
		else if (xml_is_named(xml, "dateline"))
			read_dateline(xml, nitf);
		else if (xml_is_named(xml, "rights"))
			read_rights(xml, nitf);
		else
			xml_skip(xml);
	}
}

/* An agent for the rights publishes on the word of their holder */
static void
name_by_rights(Nitf *nitf)
{
	NewsItem   *item = nitf->item;

	item->publisher = nitf->agent != NULL ? nitf->agent :
		nitf->holder != NULL ? nitf->holder : nitf->from;
	if (nitf->agent != NULL)
		news_cite(item, nitf->holder);
}

char *
nitf_read(XmlReading *xml, NewsItem *item, bool alone)
{
	Nitf		nitf = {.item = item, .bylines = item->credits == NIL};
	int			depth = xml_depth(xml);

	if (alone)
		item->language = xml_attribute(xml, XML_NS, "lang");
	while (news_child(xml, depth))
	{
		int			inner = xml_depth(xml);

		if (xml_is_named(xml, "head"))
		{
			if (alone)
				read_head(xml, &nitf);
			else
				read_title(xml, &nitf);
		}
		else if (!xml_is_named(xml, "body"))
			xml_skip(xml);
		else
		{
			if (item->language == NULL)
				item->language = xml_attribute(xml, XML_NS, "lang");
			while (news_child(xml, inner))
			{
				if (xml_is_named(xml, "body.head"))
					read_body_head(xml, &nitf);
				else if (xml_is_named(xml, "body.content"))
					news_body(xml, &item->body);
				else
					xml_skip(xml);
			}
		}
	}
	if (item->headline == NULL && alone)
		item->headline = nitf.title;
	if (item->publisher == NULL)
		item->publisher = nitf.distributor != NULL ? nitf.distributor : nitf.registered;
	if (alone || nitf.distributor != NULL)
		news_cite(item, nitf.distributor != NULL ? nitf.distributor : nitf.registered);
	if (alone && item->publisher == NULL)
		name_by_rights(&nitf);
	return item->headline == NULL ? nitf.title : NULL;
}

static bool
nitf_next(NewsReader *reader, NewsItem *item)
{
	if (!reader->started)
		return false;
	reader->started = false;
	news_item_init(item, "nitf");
	item->status = NEWS_USABLE;
	nitf_read(reader->xml, item, true);
	while (xml_next(reader->xml) != XML_NODE_OVER)
		;
	return true;
}

bool
nitf_begins(NewsReader *reader)
{
	reader->next = nitf_next;
	return xml_is_named(reader->xml, "nitf");
}
