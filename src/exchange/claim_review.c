/*-------------------------------------------------------------------------
 *
 * claim_review.c
 *		Fact checks: schema.org's reviews of claims.
 *
 *	  url, mainEntityOfPage, @id				url
 *	  dateModified								version
 *	  datePublished								published
 *	  inLanguage								language
 *	  headline, name							headline
 *	  author; of a person, the publisher if
 *	  there is one								reviewer
 *	  author, if the publisher is the reviewer	credits
 *	  claimReviewed; text of itemReviewed		claim
 *	  author of itemReviewed					claimants
 *	  datePublished of itemReviewed, or of its
 *	  firstAppearance							claimed
 *	  firstAppearance, appearance, sameAs, url
 *	  of itemReviewed							appearances
 *	  alternateName of reviewRating, else its
 *	  name, else its ratingValue if that is no
 *	  number									verdict
 *	  ratingValue, worstRating, bestRating		rating
 *	  reviewBody, description					body
 *
 * If the reviewed item is itself a review, its author made no claim, and its
 * text is not the claim.  Several verdicts are joined into one, which
 * verdict_word has only if somebody entered it.
 *
 * Memory: the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/claim_review.h"

#include "exchange/json_read.h"

/* How many members of a review's list are read; more are an attack */
#define MEMBERS_MAX 100

/* ---- Values */

static char *
text_of(JsonbContainer *object, const char *const *keys)
{
	JsonbValue	value;
	char	   *text = NULL;

	for (; *keys != NULL && text == NULL; keys++)
		if (json_key(object, *keys, &value))
			text = linked_text(&value);
	return text;
}

static char *
text_at(JsonbContainer *object, const char *key)
{
	const char *const keys[] = {key, NULL};

	return text_of(object, keys);
}

/* The members of the value of a key, up to MEMBERS_MAX */
static List *
members(JsonbContainer *object, const char *key)
{
	List	   *values = json_values(object, key);

	return list_length(values) > MEMBERS_MAX ? list_truncate(values, MEMBERS_MAX) : values;
}

/* Adds a text, unless the list has it */
static List *
add_once(List *texts, char *text)
{
	ListCell   *cell;

	if (text == NULL)
		return texts;
	foreach(cell, texts)
	{
		if (strcmp(lfirst(cell), text) == 0)
			return texts;
	}
	return lappend(texts, text);
}

static char *
address(const char *text)
{
	return text != NULL && strstr(text, "://") != NULL ? pstrdup(text) : NULL;
}

/* The address of a page, which may be an object, or text */
static char *
address_of(const LinkedData *linked, const JsonbValue *value)
{
	static const char *const keys[] = {"url", "@id", "sameAs", NULL};
	JsonbContainer *object = json_as_object(value);
	char	   *url;

	if (object == NULL)
		return address(linked_text(value));
	url = address(text_of(object, keys));
	return url != NULL ? url : address(text_of(linked_object(linked, value), keys));
}

/* ---- Who reviews */

static void
read_reviewer(const LinkedData *linked, JsonbContainer *review, ClaimReview *into)
{
	List	   *authors = members(review, "author");
	List	   *publishers = members(review, "publisher");
	char	   *publisher = publishers != NIL ? linked_party(linked, linitial(publishers)) : NULL;
	ListCell   *cell;

	foreach(cell, authors)
	{
		JsonbContainer *author = linked_object(linked, lfirst(cell));
		char	   *name = linked_party(linked, lfirst(cell));

		if (name == NULL)
			continue;
		if (publisher != NULL && author != NULL && linked_is_person(author))
			into->credits = lappend(lappend(into->credits, pstrdup("author")), name);
		else if (into->reviewer == NULL)
			into->reviewer = name;
	}
	if (into->reviewer == NULL)
		into->reviewer = publisher;
}

/* ---- What is reviewed */

static void
read_appearances(const LinkedData *linked, JsonbContainer *item, ClaimReview *into)
{
	static const char *const keys[] = {"firstAppearance", "appearance", "sameAs", "url"};

	for (Size i = 0; i < lengthof(keys); i++)
	{
		ListCell   *cell;

		foreach(cell, members(item, keys[i]))
		{
			JsonbContainer *work = linked_object(linked, lfirst(cell));

			into->appearances = add_once(into->appearances, address_of(linked, lfirst(cell)));
			if (i == 0 && into->claimed == NULL && work != NULL)
				into->claimed = text_at(work, "datePublished");
		}
	}
}

/* Whether an item says that it is a review of any kind */
static bool
is_any_review(JsonbContainer *item)
{
	ListCell   *cell;

	foreach(cell, members(item, "@type"))
	{
		const char *type = linked_text(lfirst(cell));

		if (type != NULL && strstr(type, "Review") != NULL)
			return true;
	}
	return false;
}

static void
read_item(const LinkedData *linked, JsonbContainer *item, ClaimReview *into)
{
	ListCell   *cell;

	foreach(cell, members(item, "author"))
	{
		char	   *name = linked_party(linked, lfirst(cell));

		if (name != NULL && !claimant_is_nobody(name))
			into->claimants = add_once(into->claimants, name);
	}
	if (into->claim == NULL)
		into->claim = text_at(item, "text");
	if (into->claimed == NULL)
		into->claimed = text_at(item, "datePublished");
	read_appearances(linked, item, into);
}

/* ---- The verdict */

/* Whether a text is a number, as ratings are */
static bool
is_number(const char *text)
{
	return text[strspn(text, "0123456789.,+-% ")] == '\0';
}

static char *
number_at(JsonbContainer *rating, const char *key)
{
	char	   *text = json_key_text(rating, key);

	return text != NULL && strlen(text) <= 40 && is_number(text) ? text : NULL;
}

static char *
rating_in_numbers(JsonbContainer *rating)
{
	char	   *value = number_at(rating, "ratingValue");
	char	   *worst = number_at(rating, "worstRating");
	char	   *best = number_at(rating, "bestRating");

	if (value == NULL)
		return NULL;
	if (worst == NULL && best == NULL)
		return value;
	return psprintf("%s (%s to %s)", value, worst != NULL ? worst : "?", best != NULL ? best : "?");
}

/* The words of a rating, each once */
static List *
rating_in_words(JsonbContainer *rating, List *words)
{
	static const char *const keys[] = {"alternateName", "name", "ratingValue"};
	int			before = list_length(words);

	for (Size i = 0; i < lengthof(keys) && list_length(words) == before; i++)
	{
		ListCell   *cell;

		foreach(cell, members(rating, keys[i]))
		{
			char	   *text = linked_text(lfirst(cell));

			if (text != NULL && (i < 2 || !is_number(text)))
				words = add_once(words, text);
		}
	}
	return words;
}

static char *
join_words(List *words)
{
	StringInfoData joined;
	ListCell   *cell;

	if (words == NIL)
		return NULL;
	initStringInfo(&joined);
	foreach(cell, words)
		appendStringInfo(&joined, "%s%s", joined.len > 0 ? " / " : "", (char *) lfirst(cell));
	return joined.data;
}

static void
read_verdict(const LinkedData *linked, JsonbContainer *review, ClaimReview *into)
{
	List	   *words = NIL;
	ListCell   *cell;

	foreach(cell, members(review, "reviewRating"))
	{
		JsonbContainer *rating = linked_object(linked, lfirst(cell));

		if (rating == NULL)
		{
			char	   *text = linked_text(lfirst(cell));

			words = text != NULL && !is_number(text) ? add_once(words, text) : words;
			continue;
		}
		words = rating_in_words(rating, words);
		if (into->rating == NULL)
			into->rating = rating_in_numbers(rating);
	}
	into->verdict = join_words(words);
}

/* ---- All of it */

void
claim_review_read(const LinkedData *linked, JsonbContainer *review, ClaimReview *into)
{
	static const char *const headlines[] = {"headline", "name", NULL};
	static const char *const bodies[] = {"reviewBody", "description", NULL};
	static const char *const addresses[] = {"url", "mainEntityOfPage", "@id"};
	ListCell   *cell;

	memset(into, 0, sizeof(ClaimReview));
	for (Size i = 0; i < lengthof(addresses) && into->url == NULL; i++)
		foreach(cell, members(review, addresses[i]))
			if (into->url == NULL)
			into->url = address_of(linked, lfirst(cell));
	into->version = text_at(review, "dateModified");
	into->published = text_at(review, "datePublished");
	into->language = text_at(review, "inLanguage");
	into->headline = text_of(review, headlines);
	into->body = text_of(review, bodies);
	into->claim = text_at(review, "claimReviewed");
	read_reviewer(linked, review, into);
	foreach(cell, members(review, "itemReviewed"))
	{
		JsonbContainer *item = linked_object(linked, lfirst(cell));

		if (item != NULL && !is_any_review(item))
			read_item(linked, item, into);
	}
	read_verdict(linked, review, into);
}
