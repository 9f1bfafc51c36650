/*-------------------------------------------------------------------------
 *
 * text_width.c
 *		How much room text takes, without knowing the font.
 *
 * Widths are those of the widest of the fonts that are common (DejaVu Sans
 * among the Latin ones), by script.  Bytes that are not UTF-8 count as one
 * character each.
 *
 * Storage and memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "text_width.h"

#include "keys.h"

typedef struct WidthRange
{
	uint32		first;
	uint32		last;
	int			width;			/* hundredths of the font's size */
	int			columns;
	bool		certain;
} WidthRange;

/* Ascending; what is between them is like the letters of Latin */
static const WidthRange ranges[] = {
	{0x0300, 0x036F, 0, 0, true},	/* combining marks */
	{0x0370, 0x0482, 95, 1, true},	/* Greek, Cyrillic */
	{0x0483, 0x0489, 0, 0, true},
	{0x048A, 0x058F, 100, 1, true}, /* Cyrillic, Armenian */
	{0x0591, 0x05BD, 0, 0, true},
	{0x05BE, 0x060F, 80, 1, true},	/* Hebrew */
	{0x0610, 0x061A, 0, 0, true},
	{0x061B, 0x064A, 95, 1, true},	/* Arabic */
	{0x064B, 0x065F, 0, 0, true},
	{0x0660, 0x06D5, 95, 1, true},
	{0x06D6, 0x06DC, 0, 0, true},
	{0x06DD, 0x08FF, 100, 1, false},
	{0x0900, 0x0DFF, 100, 1, false},	/* scripts of India */
	{0x0E00, 0x0EFF, 80, 1, false}, /* Thai, Lao */
	{0x0F00, 0x10FF, 110, 1, false},
	{0x1100, 0x115F, 105, 2, true}, /* Hangul by letters */
	{0x1160, 0x11FF, 0, 0, true},
	{0x1200, 0x1DBF, 115, 1, false},
	{0x1DC0, 0x1DFF, 0, 0, true},
	{0x200B, 0x200F, 0, 0, true},
	{0x2010, 0x2027, 105, 1, true},
	{0x2028, 0x202E, 0, 0, true},
	{0x2060, 0x206F, 0, 0, true},
	{0x20D0, 0x20FF, 0, 0, true},
	{0x2100, 0x2E7F, 120, 1, false},	/* symbols */
	{0x2E80, 0xA4CF, 105, 2, true}, /* Chinese, Japanese */
	{0xA4D0, 0xABFF, 115, 1, false},
	{0xAC00, 0xD7A3, 105, 2, true}, /* Korean */
	{0xF900, 0xFAFF, 105, 2, true},
	{0xFB50, 0xFDCF, 110, 1, false},
	{0xFDD0, 0xFDFF, 300, 1, false},	/* whole words in one character */
	{0xFE00, 0xFE0F, 0, 0, true},
	{0xFE20, 0xFE2F, 0, 0, true},
	{0xFE30, 0xFE6F, 105, 2, true},
	{0xFE70, 0xFEFE, 110, 1, false},
	{0xFEFF, 0xFEFF, 0, 0, true},
	{0xFF00, 0xFF60, 105, 2, true}, /* full-width forms */
	{0xFFE0, 0xFFE6, 105, 2, true},
	{0x10000, 0x1F2FF, 120, 1, false},
	{0x1F300, 0x1FAFF, 140, 2, false},	/* pictures */
	{0x1FB00, 0x1FFFF, 120, 1, false},
	{0x20000, 0x3FFFF, 105, 2, true},
	{0x40000, 0x10FFFF, 120, 1, false},
};

#define LATIN_WIDTH 82

static int
ascii_width(uint32 c)
{
	if (strchr("mwMW@%", (int) c) != NULL)
		return 105;
	if (c >= 'A' && c <= 'Z')
		return 80;
	if (strchr("ijlftr.,:;'|!I()[] -/", (int) c) != NULL)
		return 44;
	return c == '_' || c == '"' ? 55 : strchr("+=<>~&#", (int) c) != NULL ? 86 : 66;
}

static WidthRange
character_width(uint32 c)
{
	WidthRange	plain = {c, c, LATIN_WIDTH, 1, true};
	int			low = 0,
				high = lengthof(ranges) - 1;

	if (c > 0 && c < 0x80)
		plain.width = ascii_width(c);
	while (c >= ranges[0].first && low <= high)
	{
		int			middle = (low + high) / 2;

		if (c < ranges[middle].first)
			high = middle - 1;
		else if (c > ranges[middle].last)
			low = middle + 1;
		else
			return ranges[middle];
	}
	return plain;
}

/* A character and its width; what is no UTF-8 is shown as U+FFFD */
static int
next_width(const char *text, const char *end, WidthRange *width)
{
	uint32		c;
	int			length = utf8_decode(text, end, &c);

	*width = character_width(length == 0 ? 0xFFFD : c);
	return Max(length, 1);
}

int
text_width(const char *text, Size length, bool *certain)
{
	const char *end = text + length;
	WidthRange	one;
	int			width = 0;

	*certain = true;
	while (text < end)
	{
		text += next_width(text, end, &one);
		width += one.width;
		*certain &= one.certain;
	}
	return width;
}

Size
text_fit(const char *text, Size length, int width)
{
	const char *at = text;
	WidthRange	one;

	while (at < text + length)
	{
		int			step = next_width(at, text + length, &one);

		width -= one.width;
		if (width < 0)
			break;
		at += step;
	}
	return at - text;
}

int
text_columns(const char *text, Size length)
{
	const char *end = text + length;
	WidthRange	one;
	int			columns = 0;

	while (text < end)
	{
		text += next_width(text, end, &one);
		columns += one.columns;
	}
	return columns;
}

Size
text_fit_columns(const char *text, Size length, int columns)
{
	const char *at = text;
	WidthRange	one;

	while (at < text + length)
	{
		int			step = next_width(at, text + length, &one);

		columns -= one.columns;
		if (columns < 0)
			break;
		at += step;
	}
	return at - text;
}

bool
text_turns(const char *text, Size length)
{
	const char *end = text + length;
	uint32		c;

	for (int step; text < end; text += Max(step, 1))
	{
		step = utf8_decode(text, end, &c);
		if (step > 1 && ((c >= 0x0590 && c <= 0x08FF) || (c >= 0x200E && c <= 0x200F) ||
						 (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
						 (c >= 0xFB1D && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x1EFFF)))
			return true;
	}
	return false;
}
