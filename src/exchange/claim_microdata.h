/*-------------------------------------------------------------------------
 *
 * claim_microdata.h
 *		Fact checks as pages mark them up: reviews of claims as microdata.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_CLAIM_MICRODATA_H
#define CORROBORATE_CLAIM_MICRODATA_H

#include "exchange/news_linked.h"

/* Items within a review that are followed */
#define CLAIM_MICRODATA_MAX_ITEMS 8

typedef struct ClaimMicrodataItem
{
	int			depth;			/* of its element */
	char	   *property;		/* of the item around it; NULL for none */
	List	   *members;		/* of strings: property, value as JSON ... */
	Size		bytes;			/* of these */
} ClaimMicrodataItem;

/* The review that is read now; zeroed at the start */
typedef struct ClaimMicrodata
{
	int			nitems;			/* open ones, the innermost last */
	ClaimMicrodataItem items[CLAIM_MICRODATA_MAX_ITEMS];
	int			ntoo_deep;		/* open ones that are not followed */

	/* The property whose value is the text that is read now, or NULL */
	char	   *property;
	int			depth;
	StringInfoData text;
} ClaimMicrodata;

/*
 * Call these for each start of an element, each end, and each text.  A review
 * that ends is added to linked, as if a script had contained it.
 */
extern void claim_microdata_start(ClaimMicrodata *microdata, const XmlReading *xml);
extern void claim_microdata_end(ClaimMicrodata *microdata, int depth, LinkedData *linked);
extern void claim_microdata_text(ClaimMicrodata *microdata, const XmlReading *xml);

#endif							/* CORROBORATE_CLAIM_MICRODATA_H */
