/*-------------------------------------------------------------------------
 *
 * news_linked.h
 *		Stories as pages describe them for search engines: JSON-LD.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEWS_LINKED_H
#define CORROBORATE_NEWS_LINKED_H

#include "exchange/news_item.h"

#include "utils/hsearch.h"
#include "utils/jsonb.h"

/* What a page's scripts say; zeroed at the start */
typedef struct LinkedData
{
	List	   *stories;		/* of objects, in the order of the page */
	List	   *reviews;		/* of claims, wherever they are */
	HTAB	   *named;			/* objects that others may refer to, by @id;
								 * or NULL */
} LinkedData;

/* Adds a script's text; ignores what is not JSON even after mending. */
extern void linked_add(LinkedData *linked, const char *text);
extern void linked_add_document(LinkedData *linked, Jsonb *document);

/*
 * Fills the item from the page's own story, with the body if there is one;
 * changes nothing if there is no story.  Of several stories, the page's own is
 * the one with its address, or else with its title, or else the first.
 */
extern void linked_fill(const LinkedData *linked, const char *url, const char *title,
						NewsItem *item);

/* Fills the item from one of the stories */
extern void linked_read(const LinkedData *linked, JsonbContainer *story, NewsItem *item);

/* Whether an object is a review of a claim, or is a person */
extern bool linked_is_review(JsonbContainer *object);
extern bool linked_is_person(JsonbContainer *object);

/* A text on one line, without HTML's references; NULL for a number */
extern char *linked_text(const JsonbValue *value);

/* The object that a value is, or that it refers to by @id; NULL for none */
extern JsonbContainer *linked_object(const LinkedData *linked, const JsonbValue *value);

/* A party's name; NULL for nobody, and for an address */
extern char *linked_party(const LinkedData *linked, const JsonbValue *value);

/* Whether schema.org's type of that name, or address, is a story's */
extern bool linked_is_story(const char *type);

#endif							/* CORROBORATE_NEWS_LINKED_H */
