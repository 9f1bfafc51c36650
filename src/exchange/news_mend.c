/*-------------------------------------------------------------------------
 *
 * news_mend.c
 *		Mending feeds that are not well-formed, if their meaning is clear.
 *
 *	  "Salt & Sons"			an & that starts no reference		&amp;
 *	  "1 < 2"				a < that starts no tag				&lt;
 *	  0x0B, 0x08 ...		what is no character of XML			a blank
 *	  "\x93" in UTF-8		bytes of another encoding			as windows-1252
 *																has them; so in
 *																ISO-8859-1
 *
 * In CDATA, comments and processing instructions, & and < stay.  Well-formed
 * text stays as it is, except those bytes of ISO-8859-1, and undeclared
 * references, which become text.
 *
 * Documents in encodings that are no superset of ASCII, or that use its bytes
 * in other characters, are not changed.
 *
 * Memory: the copy, in the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_mend.h"

#include <ctype.h>

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "exchange/html_names.h"

/* How far into a document its declaration may end */
#define MAX_DECLARATION 200

/* How to copy bytes beyond ASCII */
typedef enum Bytes
{
	BYTES_UTF8,					/* other bytes are windows-1252 */
	BYTES_1252,
	BYTES_AS_THEY_ARE
} Bytes;

/* ---- The encoding */

/* The name in encoding="..." of the declaration, or "" */
static void
find_encoding(const char *data, const char *end, char *name, Size size)
{
	static const char word[] = "encoding";
	const char *limit = Min(end, data + MAX_DECLARATION);
	Size		length = 0;

	*name = '\0';
	if (end - data < 5 || memcmp(data, "<?xml", 5) != 0)
		return;
	for (; limit - data > (int) sizeof(word); data++)
	{
		if (*data == '?' && data[1] == '>')
			return;
		if (memcmp(data, word, sizeof(word) - 1) != 0)
			continue;
		data += sizeof(word) - 1;
		while (data < limit && (xml_is_blank(*data) || *data == '='))
			data++;
		if (data < limit && (*data == '"' || *data == '\''))
			data++;
		while (data < limit && length < size - 1 &&
			   (isalnum((unsigned char) *data) || *data == '-' || *data == '_'))
			name[length++] = *data++;
		name[length] = '\0';
		return;
	}
}

/* Whether the encoding is a superset of ASCII, and how to copy other bytes */
static bool
is_readable(const char *data, const char *end, XmlForm form, Bytes *bytes)
{
	char		name[40];

	*bytes = BYTES_UTF8;
	if (form == XML_FORM_TEXT)
		return true;
	if (memchr(data, '\0', Min(end - data, 4)) != NULL ||
		(end - data >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0)))
		return false;
	find_encoding(data, end, name, sizeof(name));
	if (*name == '\0' || pg_strcasecmp(name, "utf-8") == 0 ||
		pg_strcasecmp(name, "utf8") == 0 || pg_strcasecmp(name, "us-ascii") == 0)
		return true;
	*bytes = BYTES_AS_THEY_ARE;
	if (pg_strcasecmp(name, "iso-8859-1") == 0 || pg_strcasecmp(name, "windows-1252") == 0)
		*bytes = BYTES_1252;
	return pg_strncasecmp(name, "iso-8859-", 9) == 0 ||
		pg_strncasecmp(name, "windows-125", 11) == 0;
}

/* ---- Characters */

static void
add_character(StringInfo to, uint32 character)
{
	unsigned char utf8[MAX_MULTIBYTE_CHAR_LEN];

	unicode_to_utf8(character, utf8);
	appendBinaryStringInfo(to, (char *) utf8, pg_utf_mblen(utf8));
}

/* Copies a multibyte character, or one byte that starts none */
static const char *
add_high(StringInfo to, const char *c, const char *end, Bytes bytes)
{
	int			length = bytes == BYTES_UTF8 ? pg_utf_mblen((const unsigned char *) c) : 1;

	if (bytes == BYTES_AS_THEY_ARE)
		appendStringInfoCharMacro(to, *c);
	else if (length > 1 && length <= end - c &&
			 pg_utf8_islegal((const unsigned char *) c, length))
	{
		/* U+FFFE and U+FFFF are no characters of XML */
		if (length == 3 && memcmp(c, "\xEF\xBF", 2) == 0 && (unsigned char) c[2] >= 0xBE)
			appendStringInfoChar(to, ' ');
		else
			appendBinaryStringInfo(to, c, length);
	}
	else
	{
		add_character(to, html_windows_1252((unsigned char) *c));
		length = 1;
	}
	return c + length;
}

static bool
starts(const char *c, const char *end, const char *with)
{
	return (Size) (end - c) >= strlen(with) && memcmp(c, with, strlen(with)) == 0;
}

/* Whether a < starts a tag, a comment or the like */
static bool
is_mark_up(const char *c, const char *end)
{
	return end - c > 1 && (isalpha((unsigned char) c[1]) || IS_HIGHBIT_SET(c[1]) ||
						   strchr("/!?_:", c[1]) != NULL);
}

/*
 * The string that ends the piece of mark-up starting here, if & and < stay in
 * it
 */
static const char *
literal_end(const char *c, const char *end)
{
	static const char *const pairs[][2] = {
		{"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}
	};

	for (Size i = 0; i < lengthof(pairs); i++)
		if (starts(c, end, pairs[i][0]))
			return pairs[i][1];
	return NULL;
}

char *
news_mend_bytes(const char *data, Size length)
{
	const char *end = data + length;
	StringInfoData to;

	initStringInfo(&to);
	while (data < end)
	{
		if (IS_HIGHBIT_SET(*data))
			data = add_high(&to, data, end, BYTES_UTF8);
		else
		{
			appendStringInfoCharMacro(&to, *data == '\0' ? ' ' : *data);
			data++;
		}
	}
	return to.data;
}

const char *
news_mend(const char *data, Size *length, XmlForm *form)
{
	const char *end = data + *length;
	const char *within = NULL;	/* the string that ends the open piece */
	const char *over = data;	/* the end of the last piece */
	StringInfoData to;
	Bytes		bytes;

	data = xml_start(data, *length);
	*length = end - data;
	if (!is_readable(data, end, *form, &bytes))
		return data;
	initStringInfo(&to);
	for (const char *c = data; c < end;)
	{
		if (IS_HIGHBIT_SET(*c))
		{
			c = add_high(&to, c, end, bytes);
			continue;
		}
		if (within != NULL && starts(c, end, within))
		{
			over = c + strlen(within);
			within = NULL;
		}
		else if (within == NULL && *c == '<')
			within = literal_end(c, end);

		if ((unsigned char) *c < ' ' && !xml_is_blank(*c))
			appendStringInfoCharMacro(&to, ' ');
		else if (within == NULL && *c == '&' && html_any_reference(c, end) == 0)
			appendStringInfoString(&to, "&amp;");
		else if (within == NULL && *c == '<' && !is_mark_up(c, end))
			appendStringInfoString(&to, "&lt;");
		else if (within == NULL && *c == '>' && c >= over && c - data >= 2 &&
				 strncmp(c - 2, "]]", 2) == 0)
			appendStringInfoString(&to, "&gt;");
		else
			appendStringInfoCharMacro(&to, *c);
		c++;
	}
	if (bytes != BYTES_AS_THEY_ARE)
		*form = XML_FORM_TEXT;
	*length = to.len;
	return to.data;
}
