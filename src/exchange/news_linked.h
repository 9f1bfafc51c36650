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
	List	   *reviews;		/* of claims; likewise */
	HTAB	   *named;			/* objects that others may refer to, by @id;
								 * or NULL */
} LinkedData;

/* Adds a script's text.  What is no JSON, even when mended, is ignored. */
extern void linked_add(LinkedData *linked, const char *text);
extern void linked_add_document(LinkedData *linked, Jsonb *document);

/*
 * Fills the item with what is said of the page's own story, and the body if
 * that is said too; leaves it alone where there is no story.  Of several the
 * page's own is the one with its address, else the one with its title, else
 * the first.
 */
extern void linked_fill(const LinkedData *linked, const char *url, const char *title,
						NewsItem *item);

/* The same of one of the stories */
extern void linked_read(const LinkedData *linked, JsonbContainer *story, NewsItem *item);

/* Whether an object is a review of a claim */
extern bool linked_is_review(JsonbContainer *object);

/* Whether schema.org's type of that name, or address, is a story's */
extern bool linked_is_story(const char *type);

#endif							/* CORROBORATE_NEWS_LINKED_H */
