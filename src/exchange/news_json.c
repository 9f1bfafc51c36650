/*-------------------------------------------------------------------------
 *
 * news_json.c
 *		Stories in JSON: ninjs, JSON Feed, and JSON-LD alone.
 *
 *	  ninjs 1, 2 and 3			JSON Feed 1			meaning
 *	    uri; guid, urn			  id, url			id
 *	    version					  date_modified		version
 *	    headline, a main one of
 *	      headlines, title		  title				headline
 *	    language				  language			language
 *	    embargoed, versioncreated,
 *	      contentcreated,
 *	      firstcreated			  date_published	published_at
 *	    pubstatus				  					status
 *	    provider; an infosource that provides;
 *	      copyrightholder; the only infosource,
 *	      source				  the feed's title	publisher, who speaks in
 *													the attribution
 *	    other infosources,
 *	      source				  					on whose word the
 *													publisher has it
 *	    located					  					place
 *	    by, byline; authors,
 *	      contributors			  authors, author	credits
 *	    body_text, body_xhtml,
 *	      body_html, bodies		  content_text,
 *								  content_html		body
 *
 * Names in ninjs are the same in all versions, apart from plurals and
 * capitals.  Superdesk writes a guid instead of the uri; agencies have
 * dialects with urn, version_created and article_html.  Trust indicators,
 * signals and confidences are about content or machines, and are no ratings.
 * Associated items are not read.
 *
 * JSON-LD is read as on pages (news_linked.c), but every story in it is a row;
 * so is a ClaimReview (claim_review.c), whose publisher is the reviewer.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_reader.h"


#include "exchange/claim_review.h"
#include "exchange/json_read.h"
#include "type/inner_context.h"

/* How deep lists may nest in which items are looked for */
#define LISTS_MAX 4

typedef enum JsonForm
{
	FORM_NINJS,
	FORM_FEED,
	FORM_LINKED
} JsonForm;

typedef struct JsonItem
{
	JsonForm	form;
	JsonbContainer *object;
	JsonbContainer *around;		/* FORM_FEED: the feed */
	LinkedData *linked;			/* FORM_LINKED */
} JsonItem;

static void
add_text(NewsItem *item, const char *text, bool marked_up)
{
	if (text == NULL)
		return;
	text += strspn(text, " \n\t\r");
	if (marked_up)
		news_add_marked_up(&item->body, text);
	else
		appendStringInfoString(&item->body, text);
}

/* ---- ninjs */

/*
 * The value of one text in a list: of a plain one with a main role, or else of
 * the first; NULL if there is none
 */
static char *
main_text(JsonbContainer *object, const char *key, const char **type)
{
	static const char *const types[] = {"contenttype", "contentType", NULL};
	char	   *best = NULL;
	bool		is_plain = false;
	ListCell   *cell;

	foreach(cell, json_values(object, key))
	{
		JsonbContainer *one = json_as_object(lfirst(cell));
		char	   *value = one != NULL ? json_key_text(one, "value") : NULL;
		char	   *role = one != NULL ? json_key_text(one, "role") : NULL;
		char	   *its_type = one != NULL ? json_first_text(one, types) : NULL;
		bool		plain = its_type == NULL || strcmp(its_type, "text/plain") == 0;

		if (value == NULL || (its_type != NULL && strstr(its_type, "xml") != NULL &&
							  strstr(its_type, "html") == NULL))
			continue;
		if (best != NULL && !(plain && !is_plain) &&
			!(role != NULL && strcmp(role, "main") == 0 && plain == is_plain))
			continue;
		best = value;
		is_plain = plain;
		*type = its_type;
	}
	return best;
}

static char *
party(const JsonbValue *value)
{
	JsonbContainer *object = json_as_object(value);
	char	   *name = object != NULL ? json_key_text(object, "name") : json_text(value);

	name = name != NULL ? news_collapse(name) : NULL;
	return name != NULL && !news_is_nobody(name) ? name : NULL;
}

/* A party's other names */
static List *
party_too(const JsonbValue *value)
{
	JsonbContainer *object = json_as_object(value);
	char	   *literal = object != NULL ? json_key_text(object, "literal") : NULL;

	return literal != NULL ? list_make1(literal) : NIL;
}

static char *
key_party(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	return json_key(object, key, &value) ? party(&value) : NULL;
}

/*
 * Whether an infosource passes the story on: it is the publisher, not the
 * publisher's source
 */
static bool
provides(JsonbContainer *source)
{
	static const char *const keys[] = {"rel", "role", NULL};
	char	   *role = json_first_text(source, keys);

	return role != NULL && (strstr(role, "provide") != NULL || strstr(role, "distribut") != NULL ||
							strstr(role, "publish") != NULL);
}

static List *
info_sources(JsonbContainer *object)
{
	static const char *const keys[] = {"infosources", "infoSources", "infosource"};
	List	   *sources = NIL;

	for (Size i = 0; i < lengthof(keys); i++)
		sources = list_concat(sources, json_values(object, keys[i]));
	return sources;
}

static void
read_parties(JsonbContainer *object, NewsItem *item)
{
	static const char *const holders[] = {"copyrightholder", "copyrightHolder", NULL};
	List	   *sources = info_sources(object);
	char	   *source = key_party(object, "source");
	ListCell   *cell;
	JsonbValue	provider;

	if (json_key(object, "provider", &provider))
	{
		item->publisher = party(&provider);
		item->publisher_too = party_too(&provider);
	}
	foreach(cell, sources)
	{
		JsonbContainer *one = json_as_object(lfirst(cell));

		if (item->publisher == NULL && one != NULL && provides(one))
			item->publisher = party(lfirst(cell));
	}
	if (item->publisher == NULL)
		item->publisher = json_first_text(object, holders);
	/* the only infosource is the publisher */
	if (item->publisher == NULL && list_length(sources) == 1)
		item->publisher = party(linitial(sources));
	if (item->publisher == NULL)
		item->publisher = source;
	foreach(cell, sources)
	{
		JsonbContainer *one = json_as_object(lfirst(cell));

		if (one == NULL || !provides(one))
			news_cite_party(item, party(lfirst(cell)), party_too(lfirst(cell)));
	}
	news_cite(item, source);
}

static void
read_body(JsonbContainer *object, NewsItem *item)
{
	static const char *const html[] = {
		"body_xhtml", "body_html", "body_html5", "article_html", NULL
	};
	const char *type = NULL;
	char	   *text = json_key_text(object, "body_text");
	bool		marked_up = false;

	if (text == NULL)
	{
		text = json_first_text(object, html);
		marked_up = text != NULL;
	}
	if (text == NULL)
	{
		text = main_text(object, "bodies", &type);
		marked_up = type != NULL && strstr(type, "html") != NULL;
	}
	add_text(item, text, marked_up);
}

static char *
ninjs_format(JsonbContainer *object)
{
	static const char *const keys[] = {"standard", "$standard"};
	JsonbValue	standard;

	for (Size i = 0; i < lengthof(keys); i++)
		if (json_key(object, keys[i], &standard) && json_as_object(&standard) != NULL &&
			json_key_text(json_as_object(&standard), "version") != NULL)
			return psprintf("ninjs %s", json_key_text(json_as_object(&standard), "version"));
	return "ninjs";
}

static const char *const ninjs_ids[] = {"uri", "guid", "urn", NULL};

/* Reads who wrote it: a line, or else a list of persons with roles */
static void
read_credits(JsonbContainer *object, NewsItem *item)
{
	static const char *const bys[] = {"byline", "by", NULL};
	static const char *const lists[] = {"authors", "contributors", "bylines"};
	const char *by = json_first_text(object, bys);
	ListCell   *cell;

	news_credit(item, "by", by);
	for (Size i = 0; i < lengthof(lists); i++)
	{
		foreach(cell, json_values(object, lists[i]))
		{
			JsonbContainer *one = json_as_object(lfirst(cell));
			char	   *name = party(lfirst(cell));
			char	   *role = one != NULL ? json_key_text(one, "role") : NULL;

			/* lines, as agencies have them */
			if (one != NULL && name == NULL)
				news_credit(item, "by", json_key_text(one, "by"));
			if (name != NULL && (by == NULL || strstr(by, name) == NULL))
				news_credit(item, role != NULL ? role : "author", name);
		}
	}
}

static void
read_ninjs(JsonbContainer *object, NewsItem *item)
{
	static const char *const times[] = {
		"embargoed", "embargoeduntil", "embargoedUntil", "versioncreated",
		"versionCreated", "version_created", "contentcreated", "contentCreated",
		"firstcreated", "firstCreated", NULL
	};
	static const char *const statuses[] = {"pubstatus", "pubStatus", NULL};
	const char *type = NULL;
	TimestampTz time;

	news_item_init(item, ninjs_format(object));
	item->id = json_first_text(object, ninjs_ids);
	item->version = json_key_text(object, "version");
	item->headline = json_key_text(object, "headline");
	if (item->headline == NULL)
		item->headline = main_text(object, "headlines", &type);
	if (item->headline == NULL)
		item->headline = json_key_text(object, "title");
	item->language = json_key_text(object, "language");
	/* what cannot be read counts as not said */
	for (Size i = 0; times[i] != NULL && !news_time(item->published, &time); i++)
		item->published = json_key_text(object, times[i]);
	item->status = news_status(json_first_text(object, statuses));
	item->place = key_party(object, "located");
	if (item->place == NULL)
		item->place = news_place(json_key_text(object, "dateline"));
	read_credits(object, item);
	read_parties(object, item);
	read_body(object, item);
}

/* ---- JSON Feed */

static void
read_feed_item(JsonbContainer *object, JsonbContainer *feed, NewsItem *item)
{
	static const char *const ids[] = {"id", "url", "external_url", NULL};
	const char *version = json_key_text(feed, "version");
	List	   *authors = json_values(object, "authors");
	char	   *text = json_key_text(object, "content_text");
	ListCell   *cell;

	version = version != NULL ? strrchr(version, '/') : NULL;
	news_item_init(item, version != NULL ? psprintf("json feed %s", version + 1) : "json feed");
	item->id = json_first_text(object, ids);
	item->version = json_key_text(object, "date_modified");
	item->headline = json_key_text(object, "title");
	item->published = json_key_text(object, "date_published");
	item->language = json_key_text(object, "language");
	if (item->language == NULL)
		item->language = json_key_text(feed, "language");
	item->publisher = json_key_text(feed, "title");
	if (authors == NIL)
		authors = json_values(object, "author");
	if (authors == NIL)
		authors = json_values(feed, "authors");
	if (authors == NIL)
		authors = json_values(feed, "author");
	foreach(cell, authors)
		news_credit(item, "author", party(lfirst(cell)));
	if (text != NULL)
		add_text(item, text, false);
	else
		add_text(item, json_key_text(object, "content_html"), true);
	if (item->body.len == 0)
		add_text(item, json_key_text(object, "summary"), false);
}

/* ---- JSON-LD */

static void
read_linked(JsonbContainer *object, const LinkedData *linked, NewsItem *item)
{
	static const char *const ids[] = {"url", "@id", NULL};

	news_item_init(item, "json-ld");
	linked_read(linked, object, item);
	item->id = json_first_text(object, ids);
	item->published = news_first_time(item->published, json_key_text(object, "dateCreated"));
	item->published = news_first_time(item->published, item->version);
	if (item->headline == NULL)
		item->headline = json_key_text(object, "name");
}

void
news_read_review(const NewsReader *reader, JsonbContainer *object, NewsItem *item)
{
	ClaimReview review;

	claim_review_read(reader->linked, object, &review);
	news_item_init(item, "claimreview");
	item->id = review.url != NULL ? review.url : reader->page;
	item->version = review.version != NULL ? review.version : reader->version;
	item->headline = review.headline != NULL ? review.headline : review.claim;
	item->language = review.language;
	item->published = review.published;
	item->publisher = review.reviewer;
	item->credits = review.credits;
	if (review.body != NULL)
		appendStringInfoString(&item->body, review.body);
}

/* ---- Finding items */

static bool
has_key(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	return json_key(object, key, &value);
}

static bool
has_any_key(JsonbContainer *object, const char *const *keys)
{
	for (; *keys != NULL; keys++)
		if (has_key(object, *keys))
			return true;
	return false;
}

/* Whether an object says that it is ninjs */
static bool
names_ninjs(JsonbContainer *object)
{
	static const char *const keys[] = {"standard", "$standard"};
	static const char *const names[] = {"name", "schema"};
	JsonbValue	standard;

	for (Size i = 0; i < lengthof(keys); i++)
	{
		JsonbContainer *in = json_key(object, keys[i], &standard) ?
			json_as_object(&standard) : NULL;

		for (Size j = 0; in != NULL && j < lengthof(names); j++)
		{
			char	   *name = json_key_text(in, names[j]);

			if (name != NULL && strstr(name, "ninjs") != NULL)
				return true;
		}
	}
	return false;
}

/*
 * Whether an object looks like ninjs: it has an address and something to read.
 * Formats other than wires' have a guid and a title, too.
 */
static bool
is_ninjs(JsonbContainer *object)
{
	static const char *const wires[] = {
		"versioncreated", "versionCreated", "version_created", "pubstatus",
		"pubStatus", "body_html", "article_html", NULL
	};
	static const char *const keys[] = {
		"headline", "headlines", "title", "bodies", "body_text", "body_xhtml",
		"contentcreated", "contentCreated", "descriptions", NULL
	};

	if (has_key(object, "uri"))
		return has_any_key(object, keys) || has_any_key(object, wires) || names_ninjs(object);
	return has_any_key(object, ninjs_ids) && has_any_key(object, wires);
}

static bool
is_json_feed(JsonbContainer *object)
{
	char	   *version = json_key_text(object, "version");

	return version != NULL && strstr(version, "jsonfeed.org/version/") != NULL;
}

static void
add_item(NewsReader *reader, JsonForm form, JsonbContainer *object,
		 JsonbContainer *around, LinkedData *linked)
{
	JsonItem   *item = palloc(sizeof(JsonItem));

	item->form = form;
	item->object = object;
	item->around = around;
	item->linked = linked;
	reader->json = lappend(reader->json, item);
}

static void
			find_in_list(NewsReader *reader, JsonbContainer *container, int depth);

static void
find_in_object(NewsReader *reader, JsonbContainer *object, int depth)
{
	static const char *const lists[] = {"items", "_items", "item", "data"};
	ListCell   *cell;
	JsonbValue	value;

	if (is_json_feed(object))
	{
		reader->known = true;
		foreach(cell, json_values(object, "items"))
			if (json_as_object(lfirst(cell)) != NULL)
			add_item(reader, FORM_FEED, json_as_object(lfirst(cell)), object, NULL);
		return;
	}
	if (is_ninjs(object))
	{
		const char *type = json_key_text(object, "type");

		/* planned events are no stories */
		reader->known = true;
		if (type == NULL || (strcmp(type, "event") != 0 && strcmp(type, "planning") != 0))
			add_item(reader, FORM_NINJS, object, NULL, NULL);
		return;
	}
	/* a server's answer contains items */
	for (Size i = 0; i < lengthof(lists); i++)
		if (json_key(object, lists[i], &value) && value.type == jbvBinary)
			find_in_list(reader, value.val.binary.data, depth + 1);
}

static void
find_in_list(NewsReader *reader, JsonbContainer *container, int depth)
{
	if (depth > LISTS_MAX)
		return;
	if (JsonContainerIsObject(container))
	{
		find_in_object(reader, container, depth);
		return;
	}
	for (uint32 i = 0; i < JsonContainerSize(container); i++)
	{
		JsonbContainer *one = json_as_object(getIthJsonbValueFromContainer(container, i));

		if (one != NULL)
			find_in_object(reader, one, depth);
	}
}

static void
find_linked(NewsReader *reader, Jsonb *document)
{
	LinkedData *linked = palloc0(sizeof(LinkedData));
	ListCell   *cell;

	reader->linked = linked;
	linked_add_document(linked, document);
	reader->known = has_key(&document->root, "@context");
	foreach(cell, linked->stories)
		add_item(reader, FORM_LINKED, lfirst(cell), NULL, linked);
	foreach(cell, linked->reviews)
		add_item(reader, FORM_LINKED, lfirst(cell), NULL, linked);
}

static bool
json_next(NewsReader *reader, NewsItem *item)
{
	JsonItem   *next;

	if (reader->at == list_length(reader->json))
		return false;
	next = list_nth(reader->json, reader->at++);
	if (next->form == FORM_NINJS)
		read_ninjs(next->object, item);
	else if (next->form == FORM_FEED)
		read_feed_item(next->object, next->around, item);
	else if (linked_is_review(next->object))
		news_read_review(reader, next->object, item);
	else
		read_linked(next->object, next->linked, item);
	return true;
}

void
json_begin(NewsReader *reader, Jsonb *document)
{
	MemoryContext before = MemoryContextSwitchTo(reader->context);

	if (!JB_ROOT_IS_SCALAR(document))
	{
		find_in_list(reader, &document->root, 0);
		if (!reader->known)
			find_linked(reader, document);
	}
	MemoryContextSwitchTo(before);
	if (reader->json == NIL && !reader->known)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_JSON_TEXT),
				 errhide_inner_context(),
				 errmsg("news item is not in a supported format"),
				 errdetail("The JSON is neither ninjs nor a JSON Feed, nor has it a story of schema.org."),
				 errhint("Pass the item itself, or a list of items.")));
	reader->next = json_next;
}
