/*-------------------------------------------------------------------------
 *
 * news_linked.c
 *		Stories as pages describe them for search engines: JSON-LD.
 *
 * An object whose type is a kind of article is a story if it is a document of
 * its own, in a list or a graph, or the main entity of one of these.  If it
 * refers to an object by @id, that object is used, wherever it is on the page.
 *
 *	  headline									headline
 *	  datePublished								published_at
 *	  dateModified								version
 *	  publisher									publisher, who speaks in the
 *												attribution
 *	  sourceOrganization; the publisher, provider
 *	  or sourceOrganization of isBasedOn and
 *	  citation; these, if they are parties		on whose word the publisher has it
 *	  author, editor, translator, contributor	credits
 *	  inLanguage								language
 *	  dateline, locationCreated					place
 *	  articleBody								body
 *
 * A party is cited by its name.  The name of another story or work is no
 * party's.
 *
 * JSON is read by jsonb_in(); if that fails, it is mended and read again, or
 * ignored.
 *
 * Memory: the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"

#include "common/hashfn.h"
#include "miscadmin.h"

#include "exchange/html_inline.h"
#include "exchange/html_names.h"
#include "exchange/json_mend.h"
#include "exchange/json_read.h"

/* How many documents in one script are read; more are an attack */
#define DOCUMENTS_MAX 100

/* How many objects with the same hash of @id are kept; more are an attack */
#define SAME_HASH_MAX 8

/*
 * A text on one line, in which HTML's references are resolved: pages write
 * them, although JSON has none.  NULL for a number.
 */
static char *
plain_text(const JsonbValue *value)
{
	char	   *text = value->type == jbvNumeric ? NULL : json_text(value);

	if (text == NULL)
		return NULL;
	/* some are escaped twice */
	html_resolve(text);
	html_resolve(text);
	return news_collapse(text);
}

char *
linked_text(const JsonbValue *value)
{
	return plain_text(value);
}

static char *
key_text(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	return json_key(object, key, &value) ? plain_text(&value) : NULL;
}

/* ---- Finding stories */

/* What an object is, by its types */
#define KIND_STORY 1
#define KIND_REVIEW 2
#define KIND_PERSON 4
#define KIND_PARTY 8

bool
linked_is_story(const char *type)
{
	Size		length = strlen(type);

	return strstr(type, "Article") != NULL || strstr(type, "Posting") != NULL ||
		(length >= 6 && strcmp(type + length - 6, "Report") == 0 &&
		 (length == 6 || type[length - 7] == '/' || type[length - 7] == ':'));
}

static int
kind_of_type(const JsonbValue *value)
{
	const char *type = json_text(value);

	if (type == NULL)
		return 0;
	if (strstr(type, "Person") != NULL)
		return KIND_PERSON | KIND_PARTY;
	return (linked_is_story(type) ? KIND_STORY : 0) |
		(strstr(type, "ClaimReview") != NULL ? KIND_REVIEW : 0) |
		(strstr(type, "Organization") != NULL || strstr(type, "Organisation") != NULL ? KIND_PARTY : 0);
}

static int
kinds_of(JsonbContainer *object)
{
	JsonbValue	type;
	JsonbContainer *list;
	int			kinds = 0;

	if (!json_key(object, "@type", &type))
		return 0;
	if (type.type != jbvBinary)
		return kind_of_type(&type);
	list = type.val.binary.data;
	if (!JsonContainerIsArray(list))
		return kind_of_type(&type);
	for (uint32 i = 0; i < JsonContainerSize(list); i++)
		kinds |= kind_of_type(getIthJsonbValueFromContainer(list, i));
	return kinds;
}

bool
linked_is_person(JsonbContainer *object)
{
	return (kinds_of(object) & KIND_PERSON) != 0;
}

bool
linked_is_review(JsonbContainer *object)
{
	return (kinds_of(object) & KIND_REVIEW) != 0;
}

/* Whether an object has only the @id, and perhaps the type, of another one */
static bool
is_reference(JsonbContainer *object)
{
	JsonbValue	value;
	uint32		others = JsonContainerSize(object);

	if (others > 2)
		return false;
	others -= json_key(object, "@id", &value) ? 1 : 0;
	return others <= 1 && others == (json_key(object, "@type", &value) ? 1 : 0);
}

/* The objects whose @id has the same hash; mostly only one */
typedef struct NamedObjects
{
	uint32		hash;
	List	   *objects;
} NamedObjects;

static NamedObjects *
find_named(HTAB *named, const char *id, HASHACTION action, bool *found)
{
	uint32		hash = hash_bytes((const unsigned char *) id, strlen(id));

	return hash_search(named, &hash, action, found);
}

/* Adds an object with an @id; the first of several with the same one counts */
static void
add_named(LinkedData *linked, JsonbContainer *object)
{
	char	   *id = key_text(object, "@id");
	NamedObjects *entry;
	bool		found;

	if (id == NULL)
		return;
	if (linked->named == NULL)
	{
		HASHCTL		control = {
			.keysize = sizeof(uint32),.entrysize = sizeof(NamedObjects),.hcxt = CurrentMemoryContext
		};

		linked->named = hash_create("objects by @id", 64, &control,
									HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	entry = find_named(linked->named, id, HASH_ENTER, &found);
	if (!found)
		entry->objects = NIL;
	if (list_length(entry->objects) < SAME_HASH_MAX)
		entry->objects = lappend(entry->objects, object);
}

/*
 * Whether the value of a key is a list or graph, or the main entity of a page
 */
static bool
leads_to_story(const JsonbValue *key)
{
	return (key->val.string.len == 6 && memcmp(key->val.string.val, "@graph", 6) == 0) ||
		(key->val.string.len == 10 && memcmp(key->val.string.val, "mainEntity", 10) == 0);
}

/*
 * Collects stories and reviews; own: an object here may be the page's story.  A
 * review of a claim may be anywhere except in another review: what that
 * reviews, or rests on, is not said by this page's publisher.
 */
static void
list_objects(LinkedData *linked, JsonbContainer *container, bool own, bool in_review)
{
	JsonbIterator *iterator = JsonbIteratorInit(container);
	JsonbIteratorToken token;
	JsonbValue	value;
	bool		leads = own;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (JsonContainerIsObject(container))
	{
		int			kinds = kinds_of(container);

		if (own && (kinds & KIND_STORY) != 0)
			linked->stories = lappend(linked->stories, container);
		if (!in_review && (kinds & KIND_REVIEW) != 0)
		{
			linked->reviews = lappend(linked->reviews, container);
			in_review = true;
		}
		if (!is_reference(container))
			add_named(linked, container);
	}
	(void) JsonbIteratorNext(&iterator, &value, true);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			leads = own && leads_to_story(&value);
		else if ((token == WJB_VALUE || token == WJB_ELEM) && value.type == jbvBinary)
			list_objects(linked, value.val.binary.data, leads, in_review);
	}
}

void
linked_add_document(LinkedData *linked, Jsonb *document)
{
	if (!JB_ROOT_IS_SCALAR(document))
		list_objects(linked, &document->root, true, false);
}

void
linked_add(LinkedData *linked, const char *text)
{
	Jsonb	   *document = json_read(text);

	if (document != NULL)
	{
		linked_add_document(linked, document);
		return;
	}
	/* several documents in a row are read like a list */
	for (int i = 0; i < DOCUMENTS_MAX && text != NULL; i++)
	{
		char	   *mended = json_mend(text, &text);

		document = mended != NULL ? json_read(mended) : NULL;
		if (document == NULL)
			return;
		linked_add_document(linked, document);
	}
}

/* Whether two addresses are of the same page */
static bool
same_page(const char *one, const char *other)
{
	Size		lengths[2];
	const char *addresses[] = {one, other};

	for (int i = 0; i < 2; i++)
	{
		const char *host = strstr(addresses[i], "://");

		addresses[i] = host != NULL ? host + 3 : addresses[i];
		lengths[i] = strcspn(addresses[i], "#");
		while (lengths[i] > 0 && addresses[i][lengths[i] - 1] == '/')
			lengths[i]--;
	}
	return lengths[0] == lengths[1] && lengths[0] > 0 &&
		strncmp(addresses[0], addresses[1], lengths[0]) == 0;
}

static bool
has_address(JsonbContainer *story, const char *url)
{
	static const char *const keys[] = {"mainEntityOfPage", "url", "@id"};
	JsonbValue	value;

	for (Size i = 0; i < lengthof(keys); i++)
	{
		const char *address = NULL;

		if (json_key(story, keys[i], &value))
			address = json_as_object(&value) != NULL ? key_text(json_as_object(&value), "@id") :
				plain_text(&value);
		if (address != NULL && same_page(address, url))
			return true;
	}
	return false;
}

/*
 * Whether a story has this title, which may have the publisher's name after it
 */
static bool
has_title(JsonbContainer *story, const char *title)
{
	const char *headline = key_text(story, "headline");

	return headline != NULL && strncmp(title, headline, strlen(headline)) == 0;
}

static JsonbContainer *
own_story(const LinkedData *linked, const char *url, const char *title)
{
	ListCell   *cell;

	if (list_length(linked->stories) == 1)
		return linitial(linked->stories);
	foreach(cell, linked->stories)
	{
		if (url != NULL && has_address(lfirst(cell), url))
			return lfirst(cell);
	}
	foreach(cell, linked->stories)
	{
		if (title != NULL && has_title(lfirst(cell), title))
			return lfirst(cell);
	}
	return linked->stories != NIL ? linitial(linked->stories) : NULL;
}

/* ---- Parties */

/* The object with that @id, or NULL */
static JsonbContainer *
named_object(const LinkedData *linked, const char *id)
{
	NamedObjects *entry = NULL;
	ListCell   *cell;

	CHECK_FOR_INTERRUPTS();
	if (id != NULL && linked->named != NULL)
		entry = find_named(linked->named, id, HASH_FIND, NULL);
	if (entry == NULL)
		return NULL;
	foreach(cell, entry->objects)
	{
		if (strcmp(key_text(lfirst(cell), "@id"), id) == 0)
			return lfirst(cell);
	}
	return NULL;
}

/* The object itself, or the one that it refers to */
static JsonbContainer *
referred_to(const LinkedData *linked, JsonbContainer *object)
{
	JsonbContainer *meant = is_reference(object) ? named_object(linked, key_text(object, "@id")) : NULL;

	return meant != NULL ? meant : object;
}

JsonbContainer *
linked_object(const LinkedData *linked, const JsonbValue *value)
{
	JsonbContainer *object = json_as_object(value);

	return object != NULL ? referred_to(linked, object) : NULL;
}

/* A party's object, even if only its @id is written; NULL if its name is */
static JsonbContainer *
party_object(const LinkedData *linked, const JsonbValue *value)
{
	JsonbContainer *object = json_as_object(value);

	if (object != NULL)
		return referred_to(linked, object);
	return linked->named != NULL ? named_object(linked, plain_text(value)) : NULL;
}

/* Whether a name is an address, or a part of one */
static bool
is_address(const char *name)
{
	return strstr(name, "://") != NULL || (*name == '#' && strchr(name, ' ') == NULL);
}

/* A party's name, or NULL */
static char *
party_name(const LinkedData *linked, const JsonbValue *value)
{
	static const char *const names[] = {"name", "@value", "legalName", "alternateName"};
	JsonbContainer *object = party_object(linked, value);
	char	   *name = object == NULL ? plain_text(value) : NULL;

	for (Size i = 0; object != NULL && name == NULL && i < lengthof(names); i++)
		name = key_text(object, names[i]);
	if (object != NULL && name == NULL && key_text(object, "familyName") != NULL)
		name = key_text(object, "givenName") == NULL ? key_text(object, "familyName") :
			psprintf("%s %s", key_text(object, "givenName"), key_text(object, "familyName"));
	if (name == NULL)
		return NULL;
	html_strip_inline(name);
	name = news_collapse(name);
	return name != NULL && !is_address(name) && !news_is_nobody(name) ? name : NULL;
}

char *
linked_party(const LinkedData *linked, const JsonbValue *value)
{
	return party_name(linked, value);
}

/* A party's other names, without addresses: they may be at another's host */
static List *
other_names(const LinkedData *linked, const JsonbValue *value)
{
	static const char *const keys[] = {"name", "alternateName", "legalName"};
	JsonbContainer *object = party_object(linked, value);
	List	   *names = NIL;
	ListCell   *cell;

	if (object == NULL)
		return NIL;
	for (Size i = 0; i < lengthof(keys); i++)
		foreach(cell, json_values(object, keys[i]))
	{
		char	   *name = plain_text(lfirst(cell));

		if (name != NULL)
			names = lappend(names, name);
	}
	return names;
}

static void
cite_party(const LinkedData *linked, const JsonbValue *value, NewsItem *item)
{
	news_cite_party(item, party_name(linked, value), other_names(linked, value));
}

/*
 * Cites the source of a work that a story is based on, such as its publisher.
 * The name of the work is no party's.
 */
static void
cite_work(const LinkedData *linked, const JsonbValue *value, NewsItem *item)
{
	static const char *const keys[] = {"publisher", "provider", "sourceOrganization"};
	JsonbContainer *work = json_as_object(value);
	ListCell   *cell;

	if (work == NULL)
		return;
	work = referred_to(linked, work);
	if ((kinds_of(work) & KIND_PARTY) != 0)
		cite_party(linked, value, item);
	for (Size i = 0; i < lengthof(keys); i++)
		foreach(cell, json_values(work, keys[i]))
			cite_party(linked, lfirst(cell), item);
}

/* ---- The story */

static void
fill_text(JsonbContainer *story, const char *key, char **where)
{
	if (*where == NULL)
		*where = key_text(story, key);
}

static void
fill_party(const LinkedData *linked, JsonbContainer *story, const char *key, char **where)
{
	List	   *values = *where == NULL ? json_values(story, key) : NIL;

	if (values != NIL)
		*where = party_name(linked, linitial(values));
}

/* Adds credits; some pages write one person with the names of all */
static void
credit_parties(const LinkedData *linked, const JsonbValue *value, const char *role, NewsItem *item)
{
	JsonbContainer *object = party_object(linked, value);
	List	   *names = object != NULL ? json_values(object, "name") : NIL;
	ListCell   *cell;

	if (list_length(names) < 2)
	{
		news_credit(item, role, party_name(linked, value));
		return;
	}
	foreach(cell, names)
		news_credit(item, role, party_name(linked, lfirst(cell)));
}

static void
fill_parties(const LinkedData *linked, JsonbContainer *story, NewsItem *item)
{
	static const char *const credits[] = {
		"author", "editor", "translator", "contributor"
	};
	List	   *publishers = json_values(story, "publisher");
	ListCell   *cell;

	if (item->publisher == NULL && publishers != NIL)
	{
		item->publisher = party_name(linked, linitial(publishers));
		item->publisher_too = other_names(linked, linitial(publishers));
	}
	for (Size i = 0; i < lengthof(credits); i++)
		foreach(cell, json_values(story, credits[i]))
			credit_parties(linked, lfirst(cell), credits[i], item);
	foreach(cell, json_values(story, "sourceOrganization"))
		cite_party(linked, lfirst(cell), item);
	foreach(cell, json_values(story, "isBasedOn"))
		cite_work(linked, lfirst(cell), item);
	foreach(cell, json_values(story, "citation"))
		cite_work(linked, lfirst(cell), item);
}

/* Fills the body; a text without mark-up is on one line */
static void
fill_body(JsonbContainer *story, NewsItem *item)
{
	JsonbValue	value;
	char	   *marked = json_key(story, "articleBody", &value) ? json_text(&value) : NULL;
	char	   *body = marked != NULL ? plain_text(&value) : NULL;

	if (body == NULL)
		return;
	resetStringInfo(&item->body);
	if (strchr(marked, '<') != NULL)
		news_add_marked_up(&item->body, marked);
	else
		appendStringInfoString(&item->body, body);
}

void
linked_read(const LinkedData *linked, JsonbContainer *story, NewsItem *item)
{
	fill_text(story, "headline", &item->headline);
	if (item->headline != NULL)
	{
		html_strip_inline(item->headline);
		item->headline = news_collapse(item->headline);
	}
	fill_text(story, "datePublished", &item->published);
	fill_text(story, "dateModified", &item->version);
	fill_text(story, "inLanguage", &item->language);
	fill_party(linked, story, "inLanguage", &item->language);
	fill_text(story, "dateline", &item->place);
	item->place = news_place(item->place);
	fill_party(linked, story, "locationCreated", &item->place);
	fill_parties(linked, story, item);
	fill_body(story, item);
}

void
linked_fill(const LinkedData *linked, const char *url, const char *title, NewsItem *item)
{
	JsonbContainer *story = own_story(linked, url, title);

	if (story != NULL)
		linked_read(linked, story, item);
}
