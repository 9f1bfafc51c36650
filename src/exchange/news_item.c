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

#include "miscadmin.h"
#include "pgtime.h"
#include "utils/datetime.h"

#include "model/keys.h"
#include "type/evidence.h"

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

char *
news_collapse(char *text)
{
	char	   *to = text;

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

/* The names listed are in lower case.  Most differ in the first letter. */
static bool
is_listed(const char *name, const char *const *list)
{
	char		first = *name >= 'A' && *name <= 'Z' ? *name - 'A' + 'a' : *name;

	for (; *list != NULL; list++)
		if (first == **list && pg_strcasecmp(name, *list) == 0)
			return true;
	return false;
}

bool
news_is_paragraph(const char *name)
{
	static const char *const names[] = {
		"p", "br", "div", "li", "ul", "ol", "tr", "table",
		"h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2",
		"block", "blockquote", "section", "article", "dt", "dd", "pre", "bq",
		"media", NULL
	};

	return is_listed(name, names);
}

bool
news_is_unread(const char *name)
{
	static const char *const names[] = {
		"script", "style", "noscript", "template", "nav", "aside", "footer",
		"form", "figure", "iframe", "svg", NULL
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
				 errmsg("news item exceeds a limit"),
				 errdetail("Line %d: a story is longer than %d bytes.",
						   xml_line(xml), XML_MAX_TEXT)));
	enlargeStringInfo(body, (int) length + 1);
	to = body->data + body->len;
	for (; *c != '\0'; c++)
	{
		if (!xml_is_blank(*c))
			*to++ = *c;
		else if (to > body->data && to[-1] != ' ' && to[-1] != '\n')
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
news_cite(NewsItem *item, const char *name)
{
	if (name != NULL && *name != '\0')
		item->cites = lappend(item->cites, pstrdup(name));
}

/* ---- Times */

/* Reads min to max digits; false if there are fewer */
static bool
read_number(const char **text, int min, int max, int *result)
{
	int			digits = 0;

	*result = 0;
	while (digits < max && isdigit((unsigned char) **text))
	{
		*result = *result * 10 + (*(*text)++ - '0');
		digits++;
	}
	return digits >= min;
}

static bool
read_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

/* hh:mm, or with :ss, or with a fraction too */
static bool
read_clock(const char **text, struct pg_tm *tm, fsec_t *fsec)
{
	int			place;

	if (!read_number(text, 2, 2, &tm->tm_hour) || !read_char(text, ':') ||
		!read_number(text, 2, 2, &tm->tm_min))
		return false;
	if (!read_char(text, ':'))
		return true;
	if (!read_number(text, 2, 2, &tm->tm_sec))
		return false;
	if (!read_char(text, '.'))
		return true;
	if (!isdigit((unsigned char) **text))
		return false;
	for (place = 100000; isdigit((unsigned char) **text); place /= 10)
		*fsec += place * (*(*text)++ - '0');
	return true;
}

static bool
read_zone_name(const char **text, int *zone)
{
	static const struct
	{
		const char *name;
		int			hours;
	}			names[] = {
		{"Z", 0}, {"GMT", 0}, {"UTC", 0}, {"UT", 0},
		{"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5},
		{"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}
	};

	for (Size i = 0; i < lengthof(names); i++)
	{
		if (pg_strcasecmp(*text, names[i].name) == 0)
		{
			*zone = -names[i].hours * SECS_PER_HOUR;
			*text += strlen(*text);
			return true;
		}
	}
	return false;
}

/*
 * A name, or +hh:mm and the like, as seconds west; where there is nothing, the
 * session's time zone.
 */
static bool
read_zone(const char **text, struct pg_tm *tm, int *zone)
{
	int			sign = **text == '-' ? 1 : -1;
	int			hours;
	int			minutes = 0;

	if (**text == '\0')
	{
		*zone = DetermineTimeZoneOffset(tm, session_timezone);
		return true;
	}
	if (read_zone_name(text, zone))
		return true;
	if ((!read_char(text, '+') && !read_char(text, '-')) ||
		!read_number(text, 2, 2, &hours))
		return false;
	read_char(text, ':');
	if (**text != '\0' && !read_number(text, 2, 2, &minutes))
		return false;
	*zone = sign * (hours * SECS_PER_HOUR + minutes * SECS_PER_MINUTE);
	return hours < 16 && minutes < 60;
}

/*
 * 2018-10-19T11:17:00.150Z, of which the end may be missing; NITF's
 * 20181019T111700Z.
 */
static bool
read_iso_date(const char **text, struct pg_tm *tm, fsec_t *fsec)
{
	bool		dashes;

	if (!read_number(text, 4, 4, &tm->tm_year))
		return false;
	dashes = read_char(text, '-');
	if (!read_number(text, 2, 2, &tm->tm_mon) || (dashes && !read_char(text, '-')) ||
		!read_number(text, 2, 2, &tm->tm_mday))
		return false;
	if (!read_char(text, 'T') && !read_char(text, ' '))
		return **text == '\0';
	if (dashes)
		return read_clock(text, tm, fsec);
	return read_number(text, 2, 2, &tm->tm_hour) &&
		read_number(text, 2, 2, &tm->tm_min) &&
		(!isdigit((unsigned char) **text) || read_number(text, 2, 2, &tm->tm_sec));
}

/* Tue, 24 Nov 2026 10:30:08 +0000 */
static bool
read_mail_date(const char **text, struct pg_tm *tm, fsec_t *fsec)
{
	const char *comma = strchr(*text, ',');
	int			month;

	if (comma != NULL)
		*text = comma + 1;
	while (read_char(text, ' '))
		;
	if (!read_number(text, 1, 2, &tm->tm_mday) || !read_char(text, ' '))
		return false;
	for (month = 0; month < 12; month++)
		if (pg_strncasecmp(*text, months[month], 3) == 0)
			break;
	if (month == 12)
		return false;
	*text += 3;
	tm->tm_mon = month + 1;
	return read_char(text, ' ') && read_number(text, 4, 4, &tm->tm_year) &&
		read_char(text, ' ') && read_clock(text, tm, fsec) &&
		(**text == '\0' || read_char(text, ' '));
}

static bool
is_time(const struct pg_tm *tm)
{
	return tm->tm_year >= 1 && tm->tm_mon >= 1 && tm->tm_mon <= MONTHS_PER_YEAR &&
		tm->tm_mday >= 1 &&
		tm->tm_mday <= day_tab[isleap(tm->tm_year)][tm->tm_mon - 1] &&
		tm->tm_hour <= 23 && tm->tm_min <= 59 && tm->tm_sec <= 60;
}

/*
 * timestamptz_in() reads these forms too, and others; but what it makes of
 * some depends on DateStyle and timezone_abbreviations.
 */
bool
news_time(const char *text, TimestampTz *result)
{
	struct pg_tm tm = {0};
	fsec_t		fsec = 0;
	int			zone = 0;
	bool		read;

	if (text == NULL)
		return false;
	/* a year has four digits, a day of the month at most two */
	if (strspn(text, "0123456789") >= 3)
		read = read_iso_date(&text, &tm, &fsec);
	else
		read = read_mail_date(&text, &tm, &fsec);
	return read && is_time(&tm) && read_zone(&text, &tm, &zone) && *text == '\0' &&
		tm2timestamp(&tm, fsec, &zone, result) == 0;
}

/* ---- Attribution */

/* False for a name that cannot be a key */
static bool
read_key(const char *name, Key *key, Workspace *ws)
{
	return name != NULL && key_read(name, strlen(name), key, ws) == KEY_OK;
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
	Datum		result = 0;

	unpack_start(&unpacked);
	if (read_key(item->publisher, &publisher, &unpacked.ws))
	{
		speaker = builder_mention(builder, publisher);
		builder_say(builder, SIDE_FOR, speaker, SAYS_SPEAKS);
		foreach(cell, item->cites)
		{
			if (read_key(lfirst(cell), &cited, &unpacked.ws) &&
				!key_equal(cited, publisher))
				builder_cite(builder, SIDE_FOR, speaker,
							 builder_mention(builder, cited));
		}
		unpack_finish(&unpacked);
		result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	}
	unpack_free(&unpacked);
	return result;
}
