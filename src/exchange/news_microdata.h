/*-------------------------------------------------------------------------
 *
 * news_microdata.h
 *		Stories as pages mark them up: schema.org's properties as microdata.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEWS_MICRODATA_H
#define CORROBORATE_NEWS_MICRODATA_H

#include "exchange/news_item.h"

/* Items within items that are followed */
#define MICRODATA_MAX_ITEMS 8

typedef enum MicrodataKind
{
	MICRODATA_STORY,
	MICRODATA_PUBLISHER,		/* of the story */
	MICRODATA_AUTHOR,
	MICRODATA_OTHER
} MicrodataKind;

/* What the first story on the page says; zeroed at the start */
typedef struct Microdata
{
	char	   *headline;
	char	   *published;		/* as written */
	char	   *modified;
	char	   *publisher;
	List	   *authors;

	bool		over;			/* the story has been read */
	int			nitems;			/* open ones, the innermost last */
	struct
	{
		MicrodataKind kind;
		int			depth;
	}			items[MICRODATA_MAX_ITEMS];
	int			ntoo_deep;		/* open ones that are not followed */

	/* The property whose value is the text that is read now */
	char	  **where;			/* NULL: an author */
	bool		reads;
	int			depth;
	StringInfoData text;
} Microdata;

/* Call these for each start of an element, each end, and each text */
extern void microdata_start(Microdata *microdata, const XmlReading *xml);
extern void microdata_end(Microdata *microdata, int depth);
extern void microdata_text(Microdata *microdata, const XmlReading *xml);

#endif							/* CORROBORATE_NEWS_MICRODATA_H */
