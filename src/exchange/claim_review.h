/*-------------------------------------------------------------------------
 *
 * claim_review.h
 *		Fact checks: schema.org's reviews of claims.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_CLAIM_REVIEW_H
#define CORROBORATE_CLAIM_REVIEW_H

#include "exchange/news_linked.h"

/*
 * What a review says.  All strings are palloc'd; NULL if it does not say.
 * Nothing is guessed.
 */
typedef struct ClaimReview
{
	char	   *url;
	char	   *version;
	char	   *published;		/* as written; news_time() reads it */
	char	   *language;
	char	   *headline;
	char	   *reviewer;
	char	   *claim;
	List	   *claimants;		/* names: who claimed it; NIL: someone unknown */
	char	   *claimed;		/* when, as written */
	List	   *appearances;	/* addresses: where; the first one first */
	char	   *verdict;		/* in the reviewer's words */
	char	   *rating;			/* in numbers, which alone decide nothing */
	List	   *credits;		/* of strings: role, name, role, name ... */
	char	   *body;
} ClaimReview;

/* Reads an object for which linked_is_review() is true */
extern void claim_review_read(const LinkedData *linked, JsonbContainer *review,
							  ClaimReview *into);

/*
 * Whether a name names nobody in particular: "multiple sources", "social media
 * users", "viral Facebook posts" (claim_nobody.c)
 */
extern bool claimant_is_nobody(const char *name);

#endif							/* CORROBORATE_CLAIM_REVIEW_H */
