/*-------------------------------------------------------------------------
 *
 * json_mend.c
 *		JSON of pages that is not quite JSON.
 *
 * Memory: the current context; the result is hardly longer than the text.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/json_mend.h"

#include <ctype.h>

#include "lib/stringinfo.h"

/* The four digits of an escape \uXXXX, or -1 */
static int
escaped(const char *c)
{
	int			value = 0;

	if (c[0] != '\\' || c[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++)
	{
		if (!isxdigit((unsigned char) c[i]))
			return -1;
		value = value * 16 + (isdigit((unsigned char) c[i]) ? c[i] - '0' :
							  tolower((unsigned char) c[i]) - 'a' + 10);
	}
	return value;
}

static bool
is_high_surrogate(int value)
{
	return value >= 0xD800 && value < 0xDC00;
}

static bool
is_low_surrogate(int value)
{
	return value >= 0xDC00 && value < 0xE000;
}

/* Copies the escape that begins here; returns where it is over */
static const char *
mend_escape(const char *c, StringInfo to)
{
	int			value = escaped(c);

	if (value < 0)
	{
		if (c[1] == '\0' || strchr("\"\\/bfnrt", c[1]) == NULL)
			return c + 1;
		appendBinaryStringInfo(to, c, 2);
		return c + 2;
	}
	if (is_high_surrogate(value) && is_low_surrogate(escaped(c + 6)))
	{
		appendBinaryStringInfo(to, c, 12);
		return c + 12;
	}
	if (value == 0 || is_high_surrogate(value) || is_low_surrogate(value))
		appendStringInfoString(to, "\\uFFFD");
	else
		appendBinaryStringInfo(to, c, 6);
	return c + 6;
}

/* Copies the string that begins here, with its quotes; returns where it is over */
static const char *
mend_string(const char *c, StringInfo to)
{
	appendStringInfoChar(to, *c++);
	while (*c != '\0' && *c != '"')
	{
		if (*c == '\\')
			c = mend_escape(c, to);
		else
		{
			appendStringInfoChar(to, (unsigned char) *c < ' ' ? ' ' : *c);
			c++;
		}
	}
	if (*c == '"')
		appendStringInfoChar(to, *c++);
	return c;
}

/*
 * Whether a comma separates nothing: it comes first, or another one or a
 * closing bracket follows
 */
static bool
is_idle_comma(const char *comma, StringInfo before)
{
	const char *c = comma + 1;
	int			length = before->len;

	while (length > 0 && isspace((unsigned char) before->data[length - 1]))
		length--;
	if (length > 0 && strchr("{[", before->data[length - 1]) != NULL)
		return true;
	while (isspace((unsigned char) *c))
		c++;
	return *c == ',' || *c == ']' || *c == '}';
}

char *
json_mend(const char *text)
{
	const char *c = text + strcspn(text, "{[");
	StringInfoData to;
	int			depth = 0;

	/* <![CDATA[ has a bracket too */
	if (c - text >= 2 && strncmp(c - 2, "<![CDATA[", 9) == 0)
		c += 7 + strcspn(c + 7, "{[");
	if (*c == '\0')
		return NULL;
	initStringInfo(&to);
	do
	{
		if (*c == '"')
		{
			c = mend_string(c, &to);
			continue;
		}
		depth += (*c == '{' || *c == '[') - (*c == '}' || *c == ']');
		if (*c != ',' || !is_idle_comma(c, &to))
			appendStringInfoChar(&to, *c);
		c++;
	} while (*c != '\0' && depth > 0);
	return to.data;
}
