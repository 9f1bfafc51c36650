/*-------------------------------------------------------------------------
 *
 * news_item.h
 *		A story, in one form for all formats, and what their readers share.
 *
 * All strings are palloc'd; NULL: the format does not say.  Nothing is
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
	char	   *published_else; /* what holds where that is no time */
	char	   *publisher;
	char	   *place;
	NewsStatus	status;
	StringInfoData body;
	List	   *credits;		/* of strings: role, name, role, name ... */
	List	   *cites;			/* names: on whose word the publisher has it */
	List	   *publisher_too;	/* what else its publisher is called */
	List	   *cites_too;		/* for each of cites: a list of what else it
								 * is */
} NewsItem;

extern void news_item_init(NewsItem *item, const char *format);

/*
 * Goes to the start of the next child of the element at that depth; false at
 * the end of that element.  The caller must read the child to its end.
 */
extern bool news_child(XmlReading *xml, int depth);

/* The same for the next child of that name; skips those before it */
extern bool news_child_named(XmlReading *xml, int depth, const char *name);

/* Reads an element to its end; its text on one line, NULL if there is none */
extern char *news_line(XmlReading *xml);

/* The same, or skips it if *where is filled already */
extern void news_fill(XmlReading *xml, char **where);

/* Reads an element to its end; its text, a line for each paragraph */
extern void news_body(XmlReading *xml, StringInfo body);

/* Whether an element of that name is a paragraph, or ends one */
extern bool news_is_paragraph(const char *name);

/* Whether what is in an element of that name is no part of a story */
extern bool news_is_unread(const char *name);

/*
 * What news_body() does with a text, in which white space becomes one space,
 * or none at the start of a line; and where a paragraph ends
 */
extern void news_words(XmlReading *xml, StringInfo body);
extern void news_end_line(StringInfo body);

/* Text on one line, in place; NULL for nothing */
extern char *news_collapse(char *text);

/* What follows the last : or / of a code: "usable" of "stat:usable" */
extern char *news_code(char *code);

/* "example.com" of "http://www.example.com/about"; other text stays, and NULL */
extern char *news_host(char *uri);

extern void news_credit(NewsItem *item, const char *role, const char *name);
extern void news_cite(NewsItem *item, const char *name);

/* The same for one that is also called otherwise: codes, other names */
extern void news_cite_party(NewsItem *item, const char *name, List *also);

/*
 * A party's name, in place, with blanks for no-break spaces and without those
 * that have no width, which nobody sees; NULL stays
 */
extern char *news_tidy_name(char *name);

/* Whether two names are those of one party: in another case, as its host */
extern bool news_same_party(const char *one, const char *other);

/* Within an item an article makes no other party; elsewhere it may.  NULL stays. */
extern const char *news_without_article(const char *name);

/* Whether one of two names is the other's initials: "AFP", "Agence France-Presse" */
extern bool news_is_initials(const char *one, const char *other);

/* Whether a name says that there is none: "N/A", "No-Data-Available" */
extern bool news_is_nobody(const char *name);

/* The same, or that it is nobody in particular, or of the house: "Staff", "Agencies" */
extern bool news_is_no_source(const char *name);

/* Whether a title is a party's name and what of it it is: "Harbour Post - World" */
extern bool news_is_part(const char *title, const char *party);

/* The last sign in a page's title that may have the site's name after it, and its length; or NULL */
extern char *news_last_sign(char *title, Size *length);

/* Where a story was written, of a line that also has a date or an agency */
extern char *news_place(char *dateline);
extern NewsStatus news_status(const char *word);

/*
 * A time as ISO 8601, RFC 822 or people write it (news_time.c); false if it is
 * none.
 */
extern bool news_time(const char *text, TimestampTz *result);

/* Whether it is the name of a month, or begins one with three letters or more */
extern bool news_is_month(const char *name, Size length);

/* Of two times the better one, unless only the other may be one; or NULL */
extern char *news_first_time(char *better, char *other);

/* Its publisher, on the word of those it cites, as an attribution; 0: none */
extern Datum news_attribution(const NewsItem *item);

/* Which names the item says are one party's: name, other name, name ... */
extern List *news_other_names(const NewsItem *item);

#endif							/* CORROBORATE_NEWS_ITEM_H */
