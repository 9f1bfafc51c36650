/*-------------------------------------------------------------------------
 *
 * news.h
 *		Stories of wires, feeds and pages, in one form for all formats.
 *
 * What stands in which place of a format is told in the file that reads it:
 * news_newsml.c, news_nitf.c, news_feed.c, news_html.c.
 *
 * All strings are palloc'd; NULL: not said.  What a format does not say is
 * not guessed.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEWS_H
#define CORROBORATE_NEWS_H

#include "base/compat.h"

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "utils/timestamp.h"

#include "exchange/xml.h"

typedef enum NewsStatus
{
	NEWS_UNSTATED,
	NEWS_USABLE,
	NEWS_WITHHELD,
	NEWS_CANCELLED
} NewsStatus;

typedef struct NewsItem
{
	const char *format;
	char	   *id;
	char	   *version;
	char	   *headline;
	char	   *language;
	char	   *published;		/* as written; news_time() reads it */
	char	   *publisher;
	char	   *place;
	NewsStatus	status;
	StringInfoData body;
	List	   *credits;		/* of strings: role, name, role, name ... */
	List	   *cites;			/* names: on whose word the publisher has it */
} NewsItem;

typedef struct NewsReader NewsReader;

/* Reads on to the next item and fills it; false at the end */
typedef bool (*NewsNext) (NewsReader *reader, NewsItem *item);

struct NewsReader
{
	XmlReading *xml;
	NewsNext	next;
	MemoryContext context;		/* of what holds for all items */
	bool		started;		/* the first element is read, not looked at */

	/* What a feed or a message says of all its items */
	char	   *publisher;
	char	   *language;
};

/* One for each family: is this its first element? */
extern bool newsml_begins(NewsReader *reader);
extern bool nitf_begins(NewsReader *reader);
extern bool feed_begins(NewsReader *reader);
extern bool html_begins(NewsReader *reader);

/* An nitf element that has just started, alone or within another format */
extern void nitf_read(XmlReading *xml, NewsItem *item, bool alone);

/* ---- Helpers for all of them, in news_item.c */

extern void news_item_init(NewsItem *item, const char *format);

/* Fills what holds for all items, in memory that lasts */
extern void news_keep(NewsReader *reader, char **where, const char *what);

/*
 * Goes to the next element in the one at that depth, and stops at its start;
 * false at that one's end.  Whoever gets an element reads it to its end.
 */
extern bool news_child(XmlReading *xml, int depth);

/* An element's text on one line, to its end; NULL if there is none */
extern char *news_line(XmlReading *xml);

/* The same, unless *where is filled already: then it is passed over */
extern void news_fill(XmlReading *xml, char **where);

/* An element's text to its end, one line for each paragraph */
extern void news_body(XmlReading *xml, StringInfo body);

/* Whether an element of that name is a paragraph, or ends one */
extern bool news_is_paragraph(const char *name);

/* Text on one line, in place; NULL for nothing */
extern char *news_collapse(char *text);

/* What is behind the last : or / of a code: "usable" of "stat:usable" */
extern char *news_code(char *code);

/* http://www.example.com/about: example.com; what is no address stays as it is, also NULL */
extern char *news_host(char *uri);

extern void news_credit(NewsItem *item, const char *role, const char *name);
extern void news_cite(NewsItem *item, const char *name);
extern NewsStatus news_status(const char *word);

/* ISO 8601 or RFC 822; false if it is neither, or no such time */
extern bool news_time(const char *text, TimestampTz *result);

/* The item as an attribution, or 0: its publisher, on the word of whom it cites */
extern Datum news_attribution(const NewsItem *item);

#endif							/* CORROBORATE_NEWS_H */
