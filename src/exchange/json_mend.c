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

/* Copies the escape that begins here; returns its end */
static const char *
mend_escape(const char *c, StringInfo to)
{
	int			value = escaped(c);

	if (value < 0)
	{
		if (c[1] == 'x' && isxdigit((unsigned char) c[2]) && isxdigit((unsigned char) c[3]))
		{
			appendStringInfo(to, strncmp(c + 2, "00", 2) == 0 ? "\\uFFFD" : "\\u00%.2s", c + 2);
			return c + 4;
		}
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

static const char *
after_blanks(const char *c)
{
	while (isspace((unsigned char) *c))
		c++;
	return c;
}

/* Whether a quote may end a string, by what follows it */
static bool
ends_string(const char *quote)
{
	return strchr(",:]}", *after_blanks(quote + 1)) != NULL;
}

/* Copies the string that begins here, with quotes; returns its end */
static const char *
mend_string(const char *c, StringInfo to)
{
	char		quote = *c++;

	appendStringInfoChar(to, '"');
	while (*c != '\0' && (*c != quote || !ends_string(c)))
	{
		if (*c == '\\')
			c = mend_escape(c, to);
		else
		{
			if (*c == '"')
				appendStringInfoChar(to, '\\');
			appendStringInfoChar(to, (unsigned char) *c < ' ' ? ' ' : *c);
			c++;
		}
	}
	if (*c != '\0')
	{
		appendStringInfoChar(to, '"');
		c++;
	}
	return c;
}

static bool
is_of_word(char c)
{
	return isalnum((unsigned char) c) || IS_HIGHBIT_SET(c) || strchr("_$@", c) != NULL;
}

/* Copies a word that is a value of JSON or a key; writes null for others */
static const char *
mend_word(const char *c, StringInfo to)
{
	static const char *const values[] = {"true", "false", "null"};
	const char *end = c;

	while (*end != '\0' && is_of_word(*end))
		end++;
	if (*after_blanks(end) == ':')
	{
		appendStringInfoChar(to, '"');
		appendBinaryStringInfo(to, c, (int) (end - c));
		appendStringInfoChar(to, '"');
		return end;
	}
	for (Size i = 0; i < lengthof(values); i++)
	{
		if (strlen(values[i]) == (Size) (end - c) && strncmp(c, values[i], end - c) == 0)
		{
			appendStringInfoString(to, values[i]);
			return end;
		}
	}
	appendStringInfoString(to, "null");
	return end;
}

/* The end of the comment that begins here; NULL if none does */
static const char *
after_comment(const char *c)
{
	const char *end;

	if (c[0] != '/' || (c[1] != '/' && c[1] != '*'))
		return NULL;
	end = strstr(c + 2, c[1] == '/' ? "\n" : "*/");
	if (end == NULL)
		return c + strlen(c);
	return end + (c[1] == '/' ? 1 : 2);
}

/* The last copied character other than blanks, or a zero */
static char
last_copied(const StringInfoData *to)
{
	int			length = to->len;

	while (length > 0 && isspace((unsigned char) to->data[length - 1]))
		length--;
	return length > 0 ? to->data[length - 1] : '\0';
}

/*
 * Whether a comma separates nothing: it comes first, or another one or a
 * closing bracket follows.
 */
static bool
is_idle_comma(const char *comma, const StringInfoData *before)
{
	char		last = last_copied(before);
	const char *c = after_blanks(comma + 1);

	return last == '{' || last == '[' || *c == ',' || *c == ']' || *c == '}';
}

/* Copies a bracket, a sign or a blank */
static const char *
mend_sign(const char *c, StringInfo to)
{
	if ((*c == ',' || *c == '}') && last_copied(to) == ':')
		appendStringInfoString(to, "null");
	if (*c != ',' || !is_idle_comma(c, to))
		appendStringInfoChar(to, *c);
	return c + 1;
}

/* Where an object or array begins, or the end.  <![CDATA[ has a bracket too. */
static const char *
find_start(const char *text)
{
	const char *c = text + strcspn(text, "{[");

	if (c - text >= 2 && strncmp(c - 2, "<![CDATA[", 9) == 0)
		c += 7 + strcspn(c + 7, "{[");
	return c;
}

char *
json_mend(const char *text, const char **rest)
{
	const char *c = find_start(text);
	const char *after;
	StringInfoData to;
	int			depth = 0;

	if (rest != NULL)
		*rest = NULL;
	if (*c == '\0')
		return NULL;
	initStringInfo(&to);
	do
	{
		if (*c == '"' || *c == '\'')
			c = mend_string(c, &to);
		else if ((after = after_comment(c)) != NULL)
			c = after;
		else if (is_of_word(*c) && !isdigit((unsigned char) *c) && strchr(":,[{", last_copied(&to)) != NULL)
			c = mend_word(c, &to);
		else
		{
			depth += (*c == '{' || *c == '[') - (*c == '}' || *c == ']');
			c = mend_sign(c, &to);
		}
	} while (*c != '\0' && depth > 0);
	if (rest != NULL && *find_start(c) != '\0')
		*rest = c;
	return to.data;
}
