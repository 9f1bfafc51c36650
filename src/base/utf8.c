/*-------------------------------------------------------------------------
 *
 * utf8.c
 *		Reading characters from UTF-8.
 *
 * Storage and memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "base/utf8.h"

#define LAST_CODEPOINT 0x10FFFF

int
utf8_decode(const char *text, const char *end, uint32 *codepoint)
{
	const uint8 *bytes = (const uint8 *) text;
	uint32		value;
	uint32		least;
	int			length;

	if (text >= end)
		return 0;

	value = bytes[0];
	if (value < 0x80)
	{
		*codepoint = value;
		return 1;
	}
	else if ((value & 0xE0) == 0xC0)
		length = 2, least = 0x80, value &= 0x1F;
	else if ((value & 0xF0) == 0xE0)
		length = 3, least = 0x800, value &= 0x0F;
	else if ((value & 0xF8) == 0xF0)
		length = 4, least = 0x10000, value &= 0x07;
	else
		return 0;

	if (end - text < length)
		return 0;
	for (int i = 1; i < length; i++)
	{
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (bytes[i] & 0x3F);
	}
	if (value < least || value > LAST_CODEPOINT ||
		(value >= 0xD800 && value <= 0xDFFF))
		return 0;

	*codepoint = value;
	return length;
}
