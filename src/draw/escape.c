/*-------------------------------------------------------------------------
 *
 * escape.c
 *		Names as text in other languages.
 *
 * Storage and memory: the caller's buffer.
 *
 *-------------------------------------------------------------------------
 */
#include "draw/escape.h"

#include "base/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"	/* U+FFFD */

/* Whether all languages can hold a character */
static bool
is_held(uint32 c)
{
	return !is_control(c) && c != 0xFFFE && c != 0xFFFF;
}

uint32
escape_shown(uint32 codepoint)
{
	if (is_held(codepoint))
		return codepoint;
	return codepoint < 0x20 ? ' ' : 0xFFFD;
}

bool
escape_holds(const char *text, Size length)
{
	const char *end = text + length;
	uint32		c;
	int			step;

	for (; text < end; text += step)
	{
		step = utf8_decode(text, end, &c);
		if (step == 0 || !is_held(c))
			return false;
	}
	return true;
}

/*
 * Reads the next character, for the caller to write or escape.  One that no
 * language can hold is replaced here, and *codepoint is set to 0.  Returns its
 * length in bytes.
 */
static int
next_character(Buffer *buffer, const char *text, const char *end,
			   uint32 *codepoint)
{
	int			length = utf8_decode(text, end, codepoint);

	if (length > 0 && is_held(*codepoint))
		return length;

	buffer_string(buffer,
				  length > 0 && escape_shown(*codepoint) == ' ' ? " " :
				  REPLACEMENT);
	*codepoint = 0;
	return Max(length, 1);
}

/* escapes: what is written for characters of ASCII; NULL: themselves */
static void
escape_by(Buffer *buffer, const char *text, Size length, const char *const *escapes)
{
	const char *end = text + length;
	uint32		c;
	int			step;

	for (; text < end; text += step)
	{
		step = next_character(buffer, text, end, &c);
		if (c == 0)
			continue;
		if (c < 0x80 && escapes[c] != NULL)
			buffer_string(buffer, escapes[c]);
		else
			buffer_bytes(buffer, text, step);
	}
}

void
escape_xml(Buffer *buffer, const char *text, Size length)
{
	static const char *const escapes[0x80] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"
	};

	escape_by(buffer, text, length, escapes);
}

/* Labels know backslashes and the entities of HTML */
void
escape_dot(Buffer *buffer, const char *text, Size length)
{
	static const char *const escapes[0x80] = {
		['&'] = "&amp;", ['"'] = "\\\"", ['\\'] = "\\\\"
	};

	escape_by(buffer, text, length, escapes);
}

static bool
is_alphanumeric(uint32 c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		(c >= 'a' && c <= 'z');
}

/*
 * Letters, digits and spaces are written as they are, and so are - . / , after
 * a letter (at the beginning they would make it a list); the rest of ASCII is
 * written by number.
 */
void
escape_mermaid(Buffer *buffer, const char *text, Size length)
{
	const char *end = text + length;
	bool		begun = false;	/* a letter was written */
	uint32		c;
	int			step;

	for (; text < end; text += step)
	{
		step = next_character(buffer, text, end, &c);
		if (c == 0)
			continue;
		if (c > 0x7F || is_alphanumeric(c) || c == ' ' ||
			(begun && (c == '-' || c == '.' || c == '/' || c == ',')))
			buffer_bytes(buffer, text, step);
		else
		{
			buffer_string(buffer, "#");
			buffer_int(buffer, c);
			buffer_string(buffer, ";");
		}
		begun |= c > 0x7F || (is_alphanumeric(c) && c > '9');
	}
}

/* Characters that turn the direction of what follows them, or hide it */
static bool
is_direction(uint32 c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F ||
		(c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void
escape_plain(Buffer *buffer, const char *text, Size length)
{
	const char *end = text + length;
	uint32		c;
	int			step;

	for (; text < end; text += step)
	{
		step = next_character(buffer, text, end, &c);
		if (is_direction(c))
			buffer_string(buffer, REPLACEMENT);
		else if (c != 0)
			buffer_bytes(buffer, text, step);
	}
}
