/*-------------------------------------------------------------------------
 *
 * text_width_test.c
 *		Tests of text_width.c without a server.
 *
 * What real fonts take is tested in a browser; here it is how widths, fits
 * and columns hang together.
 *
 *-------------------------------------------------------------------------
 */
#include "base/utf8.h"
#include "draw/text_width.h"
#include "tap.h"
#include "texts.h"

typedef struct WidthCase
{
	const char *name;
	const char *text;
	Size		length;
	const char *same;			/* as wide as this, and as certain */
	int			columns;
} WidthCase;

static const WidthCase cases[] = {
	{"nothing", TEXT(""), "", 0},
	{"a combining mark", TEXT("e\u0301"), "e", 1},
	{"marks upon marks", TEXT("Z\u0351\u036B\u0343a"), "Za", 2},
	{"points of Hebrew", TEXT("\u05E9\u05C1\u05B8"), "\u05E9", 1},
	{"vowels of Arabic", TEXT("\u0645\u064F\u062D"), "\u0645\u062D", 2},
	{"tones of Thai", TEXT("\u0E17\u0E35\u0E48"), "\u0E17", 1},
	{"what turns the line", TEXT("a\u202Eb\u200F"), "ab", 2},
	{"a byte order mark", TEXT("\uFEFFa"), "a", 1},
	{"a family that is one picture", TEXT("\U0001F469\u200D\U0001F469"), "\U0001F469", 4},
	{"Chinese is twice as wide in columns", TEXT("\u65B0\u534E"), "\u65B0\u534E", 4},
	{"Korean", TEXT("\uB2E8"), "\uB2E8", 2},
	{"a byte that is not UTF-8", TEXT("a\xFF"), "a\uFFFD", 2},
	{"a character cut off", TEXT("\xE6\x96"), "\uFFFD\uFFFD", 2},
};

static void
test_cases(void)
{
	for (Size i = 0; i < lengthof(cases); i++)
	{
		const WidthCase *test = &cases[i];
		char	   *copy = exact_copy(test->text, test->length);
		bool		certain = true,
					same_certain = true;
		int			width = text_width(copy, test->length, &certain);
		int			same = text_width(test->same, strlen(test->same), &same_certain);

		tap_ok(abs(width - same) <= 1 && certain == same_certain &&
			   text_columns(copy, test->length) == test->columns, "%s", test->name);
		free(copy);
	}
}

static int
width_of(const char *text)
{
	bool		certain;

	return text_width(text, strlen(text), &certain);
}

static void
test_order(void)
{
	bool		certain = true;

	tap_ok(width_of("iiii") < width_of("nnnn") && width_of("nnnn") < width_of("WWWW"),
		   "narrow letters take less than wide ones");
	tap_ok(width_of("\u0915\u094D\u0937") < width_of("\u0915\u0937"), "a virama joins the letters on its sides");
	text_width(TEXT("Latin \u0420\u0443\u0441 \u05D0 \u0645 \u65B0"), &certain);
	tap_ok(certain, "of Latin, Cyrillic, Hebrew, Arabic, Chinese the width is certain");
	text_width(TEXT("\u0915"), &certain);
	tap_ok(!certain, "of Devanagari it is not");
}

static void
test_turns(void)
{
	tap_ok(!text_turns(TEXT("")) && !text_turns(TEXT("abc \u0420 \u65B0 \U0001F4F0")), "left to right");
	tap_ok(text_turns(TEXT("a\u05D0")) && text_turns(TEXT("\u0645")) && text_turns(TEXT("a\u202Eb")) &&
		   text_turns(TEXT("\u2067")), "right to left, or made to turn");
	tap_ok(!text_turns(TEXT("\xFF\xD7")), "no UTF-8");
}

/* What fits is the longest run of whole characters that does, for any width */
static bool
fits_well(const char *text, Size length, int room)
{
	Size		fits = text_fit(text, length, room);
	Size		columns = text_fit_columns(text, length, room);
	bool		certain;
	uint32		c;
	Size		next;

	if (fits > length || columns > length)
		return false;
	if (text_width(text, fits, &certain) > room || text_columns(text, columns) > room)
		return false;
	for (next = 0; next < fits;)
		next += Max(utf8_decode(text + next, text + length, &c), 1);
	if (next != fits)
		return false;			/* in the middle of a character */
	if (fits < length)
	{
		next = fits + Max(utf8_decode(text + fits, text + length, &c), 1);
		if (text_width(text, next, &certain) <= room)
			return false;
	}
	return true;
}

static void
test_random(void)
{
	static const char *const pieces[] = {
		"a", "W", " ", "\u0301", "\u0645", "\u0915", "\u094D", "\u0E48", "\u65B0", "\U0001F469", "\u200D",
		"\xFF", "\xE6\x96", "\u202E", "\uFE0F", "\U0001F3FD", "\u2192"
	};
	unsigned long long state = 20260105;
	uint32		wrong = 0;

	for (int round = 0; round < 50000; round++)
	{
		char		text[100];
		char	   *copy;
		Size		length = 0;
		int			n = tap_random(&state) % 20;

		for (int i = 0; i < n; i++)
		{
			const char *piece = pieces[tap_random(&state) % lengthof(pieces)];

			memcpy(text + length, piece, strlen(piece));
			length += strlen(piece);
		}
		copy = exact_copy(text, length);
		wrong += !fits_well(copy, length, (int) (tap_random(&state) % 1500));
		free(copy);
	}
	tap_ok(wrong == 0, "what fits is all that fits, at random");
}

/* Every character there is: no width that is not a width */
static void
test_every_codepoint(void)
{
	uint32		wrong = 0;

	for (uint32 c = 0; c <= 0x10FFFF; c++)
	{
		char		text[4];
		Size		length;
		bool		certain = true;
		int			width;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		if (c < 0x80)
			length = 1, text[0] = (char) c;
		else if (c < 0x800)
			length = 2, text[0] = (char) (0xC0 | c >> 6);
		else if (c < 0x10000)
			length = 3, text[0] = (char) (0xE0 | c >> 12);
		else
			length = 4, text[0] = (char) (0xF0 | c >> 18);
		for (Size i = 1; i < length; i++)
			text[i] = (char) (0x80 | (c >> 6 * (length - 1 - i) & 0x3F));
		width = text_width(text, length, &certain);
		wrong += width < 0 || width > 300 || text_columns(text, length) < 0 || text_columns(text, length) > 2;
	}
	tap_ok(wrong == 0, "each character has a width");
}

int
main(void)
{
	test_cases();
	test_order();
	test_turns();
	test_random();
	test_every_codepoint();
	return tap_done();
}
