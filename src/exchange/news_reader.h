/*-------------------------------------------------------------------------
 *
 * news_reader.h
 *		The readers of news formats, one for each family.
 *
 * Which element of a format says what is listed at the head of the file that
 * reads it: news_newsml.c, news_newsml1.c, news_nitf.c, news_feed.c,
 * news_html.c, news_json.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEWS_READER_H
#define CORROBORATE_NEWS_READER_H

#include "exchange/news_linked.h"

#include "utils/jsonb.h"
#include "utils/palloc.h"

typedef struct NewsReader NewsReader;

/* Reads the next item and fills it; false at the end */
typedef bool (*NewsNext) (NewsReader *reader, NewsItem *item);

struct NewsReader
{
	XmlReading *xml;			/* NULL for JSON */
	List	   *json;			/* the items of JSON */
	int			at;				/* index of the next one */
	bool		known;			/* JSON of a known format, with items or not */
	LinkedData *linked;			/* of JSON-LD, or of a page; or NULL */
	NewsNext	next;
	MemoryContext context;		/* for values that apply to all items */
	const char *hint;			/* where the story cannot be read; or NULL */
	bool		started;		/* the first element was read, but not used */

	/* Values of a feed or a message that apply to all its items */
	char	   *publisher;
	char	   *language;
	List	   *authors;
	const char *own_ns;			/* of a feed's elements, where it may differ */
	bool		any_case;		/* RSS whose elements are not in RSS's case */

	/* Values of a page that apply to the fact checks on it */
	char	   *page;			/* its address */
	char	   *version;
};

/* What kind of value a story is */
typedef enum NewsInput
{
	INPUT_TEXT,
	INPUT_BYTES,
	INPUT_JSONB
} NewsInput;

/*
 * Begins to read a story: a text, bytea or jsonb.  The reader is zeroed,
 * except its context, which is the current one.  An error if the format is
 * unknown.
 */
extern void news_open(NewsReader *reader, NewsInput kind, Datum story, bool strict);

/*
 * Whether the first element, which has just started, is one of the format's.
 * If so, reader->next reads its items.
 */
extern bool newsml_begins(NewsReader *reader);
extern bool newsml1_begins(NewsReader *reader);
extern bool nitf_begins(NewsReader *reader);
extern bool feed_begins(NewsReader *reader);
extern bool html_begins(NewsReader *reader);

/* Fills an item from a fact check, with values of the page that it is on */
extern void news_read_review(const NewsReader *reader, JsonbContainer *review, NewsItem *item);

/* Begins to read JSON; an error if it is in none of the formats */
extern void json_begin(NewsReader *reader, Jsonb *document);

/*
 * Adds text that may be HTML, as in elements of feeds, without its mark-up, a
 * line for each paragraph
 */
extern void news_add_marked_up(StringInfo body, const char *text);

/*
 * Reads an nitf element that has just started, alone or within another format.
 * Returns the title in its head if it is within another and has no headline.
 */
extern char *nitf_read(XmlReading *xml, NewsItem *item, bool alone);

/* Keeps a value that applies to all items */
static inline void
news_keep(NewsReader *reader, char **where, const char *what)
{
	if (*where == NULL && what != NULL)
		*where = MemoryContextStrdup(reader->context, what);
}

#endif							/* CORROBORATE_NEWS_READER_H */
