/*-------------------------------------------------------------------------
 *
 * news_item.h
 *		A story, in one form for all formats, and what their readers share.
 *
 * All strings are palloc'd; NULL if the format does not say.  Nothing is
 * guessed.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEWS_ITEM_H
#define CORROBORATE_NEWS_ITEM_H

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
	char	   *published_else; /* used if that is no time */
	char	   *publisher;
	char	   *place;
	NewsStatus	status;
	StringInfoData body;
	List	   *credits;		/* of strings: role, name, role, name ... */
	List	   *cites;			/* names: on whose word the publisher has it */
	List	   *publisher_too;	/* the publisher's other names */
	List	   *cites_too;		/* for each of cites, a list of its other names */
} NewsItem;

extern void news_item_init(NewsItem *item, const char *format);

/*
 * Goes to the start of the next child of the element at that depth; false at
 * the end of that element.  The caller must read the child to its end.
 */
extern bool news_child(XmlReading *xml, int depth);

/* Likewise for the next child of that name; skips those before it */
extern bool news_child_named(XmlReading *xml, int depth, const char *name);

/* Reads an element to its end; returns its text on one line, or NULL */
extern char *news_line(XmlReading *xml);

/* Likewise into *where, or skips the element if *where is already filled */
extern void news_fill(XmlReading *xml, char **where);

/* Reads an element to its end; adds its text, a line for each paragraph */
extern void news_body(XmlReading *xml, StringInfo body);

/* Whether an element of that name is a paragraph, or ends one */
extern bool news_is_paragraph(const char *name);

/* Whether the content of an element of that name is no part of a story */
extern bool news_is_unread(const char *name);

/*
 * What news_body() does with a text, whose white space becomes one space, or
 * none at the start of a line; and at the end of a paragraph
 */
extern void news_words(XmlReading *xml, StringInfo body);
extern void news_end_line(StringInfo body);

/* Puts text on one line, in place; NULL if nothing is left */
extern char *news_collapse(char *text);

/* What follows the last : or / of a code: "usable" of "stat:usable" */
extern char *news_code(char *code);

/* "example.com" of "http://www.example.com/about"; other text stays, and NULL */
extern char *news_host(char *uri);

extern void news_credit(NewsItem *item, const char *role, const char *name);
extern void news_cite(NewsItem *item, const char *name);

/* Likewise for a party that has other names, such as codes */
extern void news_cite_party(NewsItem *item, const char *name, List *also);

/*
 * Tidies a party's name in place: no-break spaces become blanks, and invisible
 * characters are removed; NULL stays
 */
extern char *news_tidy_name(char *name);

/*
 * Whether two names are one party's: they differ in case, or one is its host
 */
extern bool news_same_party(const char *one, const char *other);

/* Removes a leading article, which within an item makes no other party */
extern const char *news_without_article(const char *name);

/* Whether one of two names is the other's initials: "AFP", "Agence France-Presse" */
extern bool news_is_initials(const char *one, const char *other);

/* Whether a name says that there is none: "N/A", "No-Data-Available" */
extern bool news_is_nobody(const char *name);

/*
 * Likewise, or nobody in particular, or the house itself: "Staff", "Agencies"
 */
extern bool news_is_no_source(const char *name);

/* Whether a title is a party's name and a part of its news: "Post - World" */
extern bool news_is_part(const char *title, const char *party);

/*
 * The last sign in a page's title before the site's name, and its length; or
 * NULL
 */
extern char *news_last_sign(char *title, Size *length);

/* The place in a dateline, which may also have a date or an agency */
extern char *news_place(char *dateline);
extern NewsStatus news_status(const char *word);

/*
 * Reads a time as ISO 8601, RFC 822 or people write it (news_time.c); false if
 * it is none.
 */
extern bool news_time(const char *text, TimestampTz *result);

/*
 * Whether it is the name of a month, or its beginning of at least three
 * letters
 */
extern bool news_is_month(const char *name, Size length);

/* The better of two times, or the other if only that can be read; or NULL */
extern char *news_first_time(char *better, char *other);

/* An attribution: the publisher, on the word of those it cites; 0 if none */
extern Datum news_attribution(const NewsItem *item);

/* Names that the item says are one party's, in pairs: name, other name ... */
extern List *news_other_names(const NewsItem *item);

#endif							/* CORROBORATE_NEWS_ITEM_H */
