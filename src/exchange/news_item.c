/*-------------------------------------------------------------------------
 *
 * news_item.c
 *		What the readers of all news formats share.
 *
 * Memory: everything is palloc'd in the current context, which news.c resets
 * after each item.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_item.h"

#include <ctype.h>

#include "mb/pg_wchar.h"

#include "exchange/html_names.h"
#include "model/keys.h"
#include "type/evidence.h"
#include "type/inner_context.h"

void
news_item_init(NewsItem *item, const char *format)
{
	memset(item, 0, sizeof(*item));
	item->format = format;
	initStringInfo(&item->body);
}

bool
news_child(XmlReading *xml, int depth)
{
	XmlNode		node;

	while ((node = xml_next_within(xml, depth)) != XML_NODE_OVER)
		if (node == XML_NODE_START)
			return true;
	return false;
}

bool
news_child_named(XmlReading *xml, int depth, const char *name)
{
	while (news_child(xml, depth))
	{
		if (xml_is_named(xml, name))
			return true;
		xml_skip(xml);
	}
	return false;
}

/* Whether this is a control character: one byte, or U+0080 to U+009F */
static bool
is_control_here(const char *c)
{
	unsigned char byte = (unsigned char) c[0];

	return (byte < 0x20 && !xml_is_blank(c[0])) || byte == 0x7F ||
		(byte == 0xC2 && (unsigned char) c[1] >= 0x80 && (unsigned char) c[1] < 0xA0);
}

/*
 * Whether a byte can stay as it is, as most can.  All others are blanks, begin
 * control characters, or end the text.
 */
static inline bool
is_plain(char c)
{
	unsigned char byte = (unsigned char) c;

	return (byte > 0x20 && byte < 0x7F) || (byte > 0x7F && byte != 0xC2);
}

/*
 * Whether a text is already on one line; may be false if it has rare letters
 */
static bool
is_collapsed(const char *text)
{
	const char *c = text;

	for (;; c++)
	{
		while (is_plain(*c))
			c++;
		if (*c == '\0')
			return true;
		if (*c == ' ' ? c == text || !is_plain(c[1]) : is_control_here(c) || xml_is_blank(*c))
			return false;
	}
}

/*
 * The text, or a copy with blanks instead of control characters.  Those of two
 * bytes come from numeric references in windows-1252, and are read as that.
 */
static char *
without_controls(char *text)
{
	const char *from = text;
	StringInfoData copy;

	while (*from != '\0' && !is_control_here(from))
		from++;
	if (*from == '\0')
		return text;
	initStringInfo(&copy);
	for (from = text; *from != '\0'; from++)
	{
		uint32		meant = 0xFFFD;
		unsigned char utf8[4];

		if (!is_control_here(from))
		{
			appendStringInfoChar(&copy, *from);
			continue;
		}
		if ((unsigned char) *from == 0xC2)
			meant = html_windows_1252((unsigned char) *++from);
		if (meant == 0xFFFD)
			appendStringInfoChar(&copy, ' ');
		else
		{
			unicode_to_utf8(meant, utf8);
			appendBinaryStringInfo(&copy, (char *) utf8, pg_utf_mblen(utf8));
		}
	}
	return copy.data;
}

char *
news_collapse(char *text)
{
	char	   *to;

	if (is_collapsed(text))
		return *text != '\0' ? text : NULL;
	to = text = without_controls(text);
	for (const char *from = text; *from != '\0'; from++)
	{
		if (!xml_is_blank(*from))
			*to++ = *from;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
	return to > text ? text : NULL;
}

char *
news_line(XmlReading *xml)
{
	return news_collapse(xml_element_text(xml));
}

void
news_fill(XmlReading *xml, char **where)
{
	if (*where != NULL)
		xml_skip(xml);
	else
		*where = news_line(xml);
}

/* ---- The body */

/* Names in lower case, by their first letter */
#define MOST_NAMES 8
typedef const char *const NamesByLetter[26][MOST_NAMES + 1];

static bool
is_listed(const char *name, NamesByLetter names)
{
	int			letter = (*name | 0x20) - 'a';

	if (letter < 0 || letter >= 26)
		return false;
	for (const char *const *listed = names[letter]; *listed != NULL; listed++)
		if ((name[1] == '\0') == ((*listed)[1] == '\0') && pg_strcasecmp(name, *listed) == 0)
			return true;
	return false;
}

bool
news_is_paragraph(const char *name)
{
	static NamesByLetter names = {
		['a' - 'a'] = {"article"},
		['b' - 'a'] = {"br", "block", "blockquote", "bq"},
		['d' - 'a'] = {"div", "dt", "dd"},
		['h' - 'a'] = {"h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"},
		['l' - 'a'] = {"li"},
		['m' - 'a'] = {"media"},
		['o' - 'a'] = {"ol"},
		['p' - 'a'] = {"p", "pre"},
		['s' - 'a'] = {"section"},
		['t' - 'a'] = {"tr", "table"},
		['u' - 'a'] = {"ul"}
	};

	return is_listed(name, names);
}

bool
news_is_unread(const char *name)
{
	static NamesByLetter names = {
		['a' - 'a'] = {"aside"},
		['f' - 'a'] = {"footer", "form", "figure"},
		['i' - 'a'] = {"iframe"},
		['n' - 'a'] = {"noscript", "nav"},
		['s' - 'a'] = {"script", "style", "svg"},
		['t' - 'a'] = {"template"}
	};

	return is_listed(name, names);
}

void
news_end_line(StringInfo body)
{
	while (body->len > 0 && body->data[body->len - 1] == ' ')
		body->data[--body->len] = '\0';
	if (body->len > 0 && body->data[body->len - 1] != '\n')
		appendStringInfoChar(body, '\n');
}

void
news_words(XmlReading *xml, StringInfo body)
{
	Size		length = xml_text_length(xml);
	const char *c = xml_text(xml);
	char	   *to;

	xml_check(c, length);
	if (length > (Size) (XML_MAX_TEXT - body->len))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errhide_inner_context(),
				 errmsg("news item exceeds a limit"),
				 errdetail("Line %d: a story is longer than %d bytes.",
						   xml_line(xml), XML_MAX_TEXT)));
	enlargeStringInfo(body, (int) length + 1);
	to = body->data + body->len;
	for (;; c++)
	{
		while ((unsigned char) *c > ' ')
			*to++ = *c++;
		if (*c == '\0')
			break;

		/*
		 * treat a control character, which some HTML parsers pass on, as a
		 * blank, too
		 */
		if (to > body->data && to[-1] != ' ' && to[-1] != '\n')
			*to++ = ' ';
	}
	*to = '\0';
	body->len = (int) (to - body->data);
}

void
news_body(XmlReading *xml, StringInfo body)
{
	int			depth = xml_depth(xml);
	XmlNode		node;

	news_end_line(body);
	while ((node = xml_next_within(xml, depth)) != XML_NODE_OVER)
	{
		if (node == XML_NODE_TEXT)
			news_words(xml, body);
		else if (node == XML_NODE_START && news_is_unread(xml_name(xml)))
			xml_skip(xml);
		else if (news_is_paragraph(xml_name(xml)))
			news_end_line(body);
	}
	news_end_line(body);
}

/* ---- Words of the formats */

char *
news_host(char *uri)
{
	char	   *host = uri != NULL ? strstr(uri, "://") : NULL;

	if (host == NULL)
		return uri;
	host += 3;
	if (pg_strncasecmp(host, "www.", 4) == 0)
		host += 4;
	host[strcspn(host, "/?#")] = '\0';
	return host;
}

char *
news_code(char *code)
{
	char	   *last = code;

	if (code == NULL)
		return NULL;
	for (char *c = code; *c != '\0'; c++)
		if ((*c == ':' || *c == '/') && c[1] != '\0' &&
			!isspace((unsigned char) c[1]))
			last = c + 1;
	return news_collapse(last);
}

NewsStatus
news_status(const char *word)
{
	if (word == NULL)
		return NEWS_UNSTATED;
	if (pg_strcasecmp(word, "usable") == 0)
		return NEWS_USABLE;
	if (pg_strcasecmp(word, "withheld") == 0 ||
		pg_strcasecmp(word, "embargoed") == 0)
		return NEWS_WITHHELD;
	if (pg_strcasecmp(word, "canceled") == 0 ||
		pg_strcasecmp(word, "cancelled") == 0)
		return NEWS_CANCELLED;
	return NEWS_UNSTATED;
}

void
news_credit(NewsItem *item, const char *role, const char *name)
{
	if (name == NULL || *name == '\0')
		return;
	item->credits = lappend(item->credits, pstrdup(role));
	item->credits = lappend(item->credits, pstrdup(name));
}

void
news_cite_party(NewsItem *item, const char *name, List *also)
{
	if (name == NULL || *name == '\0')
		return;
	item->cites = lappend(item->cites, news_tidy_name(pstrdup(name)));
	item->cites_too = lappend(item->cites_too, also);
}

void
news_cite(NewsItem *item, const char *name)
{
	news_cite_party(item, name, NIL);
}

/* ---- Attribution */

/*
 * Reads a name as a key; false if it cannot be one, or says that there is none
 */
static bool
read_key(const char *name, Key *key, Workspace *ws)
{
	return name != NULL && !news_is_no_source(name) &&
		key_read(name, strlen(name), key, ws) == KEY_OK;
}

/* Whether a name is one of the publisher's names */
static bool
is_publisher(const NewsItem *item, const char *name)
{
	const char *bare = news_without_article(name);
	const char *bare_publisher = news_without_article(item->publisher);
	ListCell   *cell;

	if (news_same_party(name, item->publisher) || news_is_initials(name, item->publisher))
		return true;
	if ((bare != name || bare_publisher != item->publisher) && news_same_party(bare, bare_publisher))
		return true;
	foreach(cell, item->publisher_too)
	{
		if (news_same_party(name, lfirst(cell)))
			return true;
	}
	return false;
}

/* Whether a cited party is the publisher, by any of its names */
static bool
cites_itself(const NewsItem *item, const char *name, List *also)
{
	ListCell   *cell;

	if (is_publisher(item, name))
		return true;
	foreach(cell, also)
	{
		if (is_publisher(item, lfirst(cell)))
			return true;
	}
	return false;
}

/*
 * Adds pairs of name and each of its other names to the list, except host
 * names: they are known to be somebody's, or are those of a list of codes
 */
static List *
add_other_names(List *pairs, const char *name, List *also)
{
	ListCell   *cell;

	foreach(cell, also)
	{
		char	   *other = lfirst(cell);

		if (name == NULL || other == NULL || *other == '\0' || strchr(other, '.') != NULL ||
			news_is_no_source(other) || news_same_party(name, other))
			continue;
		pairs = lappend(lappend(pairs, pstrdup(name)), other);
	}
	return pairs;
}

List *
news_other_names(const NewsItem *item)
{
	List	   *pairs = add_other_names(NIL, item->publisher, item->publisher_too);
	ListCell   *cell;
	ListCell   *also;

	forboth(cell, item->cites, also, item->cites_too)
	{
		char	   *name = lfirst(cell);

		if (news_is_no_source(name))
			continue;
		if (!cites_itself(item, name, lfirst(also)))
		{
			pairs = add_other_names(pairs, name, lfirst(also));
			continue;
		}
		pairs = add_other_names(pairs, item->publisher, list_make1(name));
		pairs = add_other_names(pairs, item->publisher, lfirst(also));
	}
	return pairs;
}

Datum
news_attribution(const NewsItem *item)
{
	Unpacked	unpacked;
	TestimonyBuilder *builder = &unpacked.builder;
	Key			publisher;
	Key			cited;
	uint32		speaker;
	ListCell   *cell;
	ListCell   *also;
	Datum		result = 0;

	unpack_start(&unpacked);
	if (read_key(item->publisher, &publisher, &unpacked.ws))
	{
		speaker = builder_mention(builder, publisher);
		builder_say(builder, SIDE_FOR, speaker, SAYS_SPEAKS);
		forboth(cell, item->cites, also, item->cites_too)
		{
			if (read_key(lfirst(cell), &cited, &unpacked.ws) &&
				!cites_itself(item, lfirst(cell), lfirst(also)))
				builder_cite(builder, SIDE_FOR, speaker,
							 builder_mention(builder, cited));
		}
		unpack_finish(&unpacked);
		result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	}
	unpack_free(&unpacked);
	return result;
}
