/*-------------------------------------------------------------------------
 *
 * text_width.c
 *		How much room text takes, without knowing the font.
 *
 * Widths are those of the widest of the fonts that are common (DejaVu Sans
 * among the Latin ones), by script; where fonts differ much, those of a usual
 * one, and uncertain.  Bytes that are not UTF-8 count as one character each.
 *
 * Storage and memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "draw/text_width.h"

#include "base/utf8.h"
#include "draw/escape.h"

typedef struct WidthRange
{
	uint32		first;
	uint32		last;
	int			width;			/* hundredths of the font's size */
	int			columns;
	bool		certain;
	int			joined;			/* its width after a joiner; 0: the same */
} WidthRange;

/* Ascending; what is between them is like the letters of Latin */
static const WidthRange ranges[] = {
	{0x0300, 0x036F, 0, 0, true, 0},	/* combining marks */
	{0x0370, 0x03AB, 88, 1, true, 0},	/* Greek */
	{0x03AC, 0x03CD, 72, 1, true, 0},
	{0x03CE, 0x040F, 95, 1, true, 0},
	{0x0410, 0x042F, 95, 1, true, 0},	/* Cyrillic: the wide letters apart */
	{0x0430, 0x0435, 72, 1, true, 0},
	{0x0436, 0x0436, 96, 1, true, 0},
	{0x0437, 0x043B, 72, 1, true, 0},
	{0x043C, 0x043C, 84, 1, true, 0},
	{0x043D, 0x0443, 72, 1, true, 0},
	{0x0444, 0x0444, 92, 1, true, 0},
	{0x0445, 0x0447, 72, 1, true, 0},
	{0x0448, 0x044E, 96, 1, true, 0},
	{0x044F, 0x0482, 78, 1, true, 0},
	{0x0483, 0x0489, 0, 0, true, 0},
	{0x048A, 0x058F, 100, 1, true, 0},	/* Cyrillic, Armenian */
	{0x0591, 0x05BD, 0, 0, true, 0},
	{0x05BE, 0x05BE, 60, 1, true, 0},
	{0x05BF, 0x05C7, 0, 0, true, 0},
	{0x05C8, 0x060F, 80, 1, true, 0},	/* Hebrew */
	{0x0610, 0x061A, 0, 0, true, 0},
	{0x061B, 0x0632, 78, 1, true, 0},	/* Arabic: mostly joined */
	{0x0633, 0x0636, 100, 1, true, 0},
	{0x0637, 0x064A, 78, 1, true, 0},
	{0x064B, 0x065F, 0, 0, true, 0},
	{0x0660, 0x066F, 78, 1, true, 0},
	{0x0670, 0x0670, 0, 0, true, 0},
	{0x0671, 0x06D5, 85, 1, true, 0},
	{0x06D6, 0x06DC, 0, 0, true, 0},
	{0x06DD, 0x08FF, 85, 1, false, 0},
	{0x0900, 0x0DFF, 0, 0, false, 0},	/* India: see india_width */
	{0x0E00, 0x0E30, 62, 1, false, 0},	/* Thai */
	{0x0E31, 0x0E31, 0, 0, false, 0},
	{0x0E32, 0x0E33, 62, 1, false, 0},
	{0x0E34, 0x0E3A, 0, 0, false, 0},
	{0x0E3B, 0x0E46, 62, 1, false, 0},
	{0x0E47, 0x0E4E, 0, 0, false, 0},
	{0x0E4F, 0x0EB0, 62, 1, false, 0},	/* Lao */
	{0x0EB1, 0x0EB1, 0, 0, false, 0},
	{0x0EB2, 0x0EB3, 62, 1, false, 0},
	{0x0EB4, 0x0EBC, 0, 0, false, 0},
	{0x0EBD, 0x0EC7, 62, 1, false, 0},
	{0x0EC8, 0x0ECE, 0, 0, false, 0},
	{0x0ECF, 0x109F, 70, 1, false, 0},	/* Tibetan, Burmese */
	{0x10A0, 0x10FF, 82, 1, true, 0},	/* Georgian */
	{0x1100, 0x115F, 105, 2, true, 0},	/* Hangul by letters */
	{0x1160, 0x11FF, 0, 0, true, 0},
	{0x1200, 0x1DBF, 85, 1, false, 0},
	{0x1DC0, 0x1DFF, 0, 0, true, 0},
	{0x200B, 0x200F, 0, 0, true, 0},
	{0x2010, 0x2027, 105, 1, true, 0},
	{0x2028, 0x202E, 0, 0, true, 0},
	{0x2060, 0x206F, 0, 0, true, 0},
	{0x20D0, 0x20FF, 0, 0, true, 0},
	{0x2100, 0x2E7F, 100, 1, false, 0}, /* symbols */
	{0x2E80, 0xA4CF, 105, 2, true, 0},	/* Chinese, Japanese */
	{0xA4D0, 0xABFF, 85, 1, false, 0},
	{0xAC00, 0xD7A3, 105, 2, true, 0},	/* Korean */
	{0xF900, 0xFAFF, 105, 2, true, 0},
	{0xFB50, 0xFDCF, 90, 1, false, 0},
	{0xFDD0, 0xFDFF, 300, 1, false, 0}, /* whole words in one character */
	{0xFE00, 0xFE0F, 0, 0, true, 0},
	{0xFE20, 0xFE2F, 0, 0, true, 0},
	{0xFE30, 0xFE6F, 105, 2, true, 0},
	{0xFE70, 0xFEFE, 90, 1, false, 0},
	{0xFEFF, 0xFEFF, 0, 0, true, 0},
	{0xFF00, 0xFF60, 105, 2, true, 0},	/* full-width forms */
	{0xFFE0, 0xFFE6, 105, 2, true, 0},
	{0x10000, 0x1F1E5, 110, 1, false, 0},
	{0x1F1E6, 0x1F1FF, 63, 1, false, 0},	/* two of them are a flag */
	{0x1F200, 0x1F2FF, 125, 2, false, 0},
	{0x1F300, 0x1F3FA, 125, 2, false, 1},	/* pictures */
	{0x1F3FB, 0x1F3FF, 0, 2, false, 0}, /* of what colour the skin is */
	{0x1F400, 0x1FAFF, 125, 2, false, 1},
	{0x1FB00, 0x1FFFF, 110, 1, false, 0},
	{0x20000, 0x3FFFF, 105, 2, true, 0},
	{0x40000, 0x10FFFF, 110, 1, false, 0},
};

/*
 * The scripts of India, whose blocks of 128 are alike: signs above and below
 * letters, vowels beside them, and a sign that joins the letter after it to
 * the one before.
 */
static const WidthRange india[] = {
	{0x00, 0x02, 0, 0, false, 0},
	{0x03, 0x3B, 58, 1, false, 24},
	{0x3C, 0x3C, 0, 0, false, 0},
	{0x3D, 0x3D, 58, 1, false, 24},
	{0x3E, 0x40, 26, 1, false, 0},
	{0x41, 0x48, 0, 0, false, 0},
	{0x49, 0x4C, 26, 1, false, 0},
	{0x4D, 0x57, 0, 0, false, 0},
	{0x58, 0x61, 58, 1, false, 24},
	{0x62, 0x63, 0, 0, false, 0},
	{0x64, 0x7F, 58, 1, false, 24},
};

#define INDIA_FIRST 0x0900
#define INDIA_LAST 0x0DFF
#define INDIA_BLOCK 0x80
#define INDIA_JOINER 0x4D		/* virama, in each block */
#define JOINER 0x200D

/* The state of a walk along a text */
typedef struct TextWalk
{
	const char *at;
	const char *end;
	bool		joined;			/* the character before joins the next to it */
} TextWalk;

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
	return c == '_' || c == '"' ? 55 :
		strchr("+=<>~&#", (int) c) != NULL ? 86 : 66;
}

static WidthRange
find_range(const WidthRange *list, int count, uint32 c, WidthRange otherwise)
{
	int			low = 0,
				high = count - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;

		if (c < list[middle].first)
			high = middle - 1;
		else if (c > list[middle].last)
			low = middle + 1;
		else
			return list[middle];
	}
	return otherwise;
}

static WidthRange
character_width(uint32 c)
{
	WidthRange	plain = {c, c, LATIN_WIDTH, 1, true, 0};

	if (c > 0 && c < 0x80)
		plain.width = ascii_width(c);
	if (c < ranges[0].first)
		return plain;
	if (c >= INDIA_FIRST && c <= INDIA_LAST)
		return find_range(india, lengthof(india), c % INDIA_BLOCK, plain);
	return find_range(ranges, lengthof(ranges), c, plain);
}

static TextWalk
walk_start(const char *text, Size length)
{
	TextWalk	walk = {
		.at = text,
		.end = text + length,
	};

	return walk;
}

/* The next character and its width, false at the end: the one that is shown */
static bool
walk_on(TextWalk *walk, WidthRange *width)
{
	uint32		c;
	int			length;

	if (walk->at >= walk->end)
		return false;
	length = utf8_decode(walk->at, walk->end, &c);
	c = length == 0 ? 0xFFFD : escape_shown(c);
	walk->at += Max(length, 1);
	*width = character_width(c);
	if (walk->joined && width->joined > 0)
		width->width = width->joined;
	walk->joined = c == JOINER || (walk->joined && width->width == 0) ||
		(c >= INDIA_FIRST && c <= INDIA_LAST &&
		 c % INDIA_BLOCK == INDIA_JOINER);
	return true;
}

int
text_width(const char *text, Size length, bool *certain)
{
	TextWalk	walk = walk_start(text, length);
	WidthRange	one;
	int			width = 0;

	*certain = true;
	while (walk_on(&walk, &one))
	{
		width += one.width;
		*certain &= one.certain;
	}
	return width;
}

/* How many of the text's first bytes fit into this many pixels or columns */
static Size
fit(const char *text, Size length, int room, bool columns)
{
	TextWalk	walk = walk_start(text, length);
	WidthRange	one;
	const char *fits = text;

	while (walk_on(&walk, &one))
	{
		room -= columns ? one.columns : one.width;
		if (room < 0)
			break;
		fits = walk.at;
	}
	return fits - text;
}

Size
text_fit(const char *text, Size length, int width)
{
	return fit(text, length, width, false);
}

int
text_columns(const char *text, Size length)
{
	TextWalk	walk = walk_start(text, length);
	WidthRange	one;
	int			columns = 0;

	while (walk_on(&walk, &one))
		columns += one.columns;
	return columns;
}

Size
text_fit_columns(const char *text, Size length, int columns)
{
	return fit(text, length, columns, true);
}

bool
text_turns(const char *text, Size length)
{
	const char *end = text + length;
	uint32		c;

	for (int step; text < end; text += Max(step, 1))
	{
		step = utf8_decode(text, end, &c);
		if (step > 1 &&
			((c >= 0x0590 && c <= 0x08FF) || (c >= 0x200E && c <= 0x200F) ||
			 (c >= 0x202A && c <= 0x202E) ||
			 (c >= 0x2066 && c <= 0x2069) ||
			 (c >= 0xFB1D && c <= 0xFEFC) ||
			 (c >= 0x10800 && c <= 0x1EFFF)))
			return true;
	}
	return false;
}
