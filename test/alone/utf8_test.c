/*-------------------------------------------------------------------------
 *
 * utf8_test.c
 *		Tests of utf8.c, and of what characters.c says of marks.
 *
 *-------------------------------------------------------------------------
 */
#include "base/characters.h"
#include "base/utf8.h"
#include "tap.h"
#include "texts.h"

typedef struct DecodeCase
{
	const char *name;
	const char *text;
	Size		length;
	int			size;			/* expected; 0: invalid */
	uint32		codepoint;		/* expected where valid */
} DecodeCase;

static const DecodeCase decode_cases[] = {
	{"nothing", TEXT(""), 0, 0},
	{"NUL", TEXT("\0"), 1, 0},
	{"ASCII", TEXT("a"), 1, 'a'},
	{"DEL", TEXT("\x7F"), 1, 0x7F},
	{"first of two bytes", TEXT("\xC2\x80"), 2, 0x80},
	{"last of two bytes", TEXT("\xDF\xBF"), 2, 0x7FF},
	{"first of three bytes", TEXT("\xE0\xA0\x80"), 3, 0x800},
	{"last before the surrogates", TEXT("\xED\x9F\xBF"), 3, 0xD7FF},
	{"first after the surrogates", TEXT("\xEE\x80\x80"), 3, 0xE000},
	{"noncharacter U+FFFE is UTF-8", TEXT("\xEF\xBF\xBE"), 3, 0xFFFE},
	{"last of three bytes", TEXT("\xEF\xBF\xBF"), 3, 0xFFFF},
	{"first of four bytes", TEXT("\xF0\x90\x80\x80"), 4, 0x10000},
	{"last codepoint", TEXT("\xF4\x8F\xBF\xBF"), 4, 0x10FFFF},
	{"only the first character", TEXT("\xC3\xA9tat"), 2, 0xE9},
	{"continuation byte first", TEXT("\x80"), 0, 0},
	{"last continuation byte first", TEXT("\xBF\x80"), 0, 0},
	{"overlong NUL of two bytes", TEXT("\xC0\x80"), 0, 0},
	{"overlong U+007F of two bytes", TEXT("\xC1\xBF"), 0, 0},
	{"overlong U+07FF of three bytes", TEXT("\xE0\x9F\xBF"), 0, 0},
	{"overlong slash of three bytes", TEXT("\xE0\x80\xAF"), 0, 0},
	{"overlong U+FFFF of four bytes", TEXT("\xF0\x8F\xBF\xBF"), 0, 0},
	{"first surrogate", TEXT("\xED\xA0\x80"), 0, 0},
	{"last surrogate", TEXT("\xED\xBF\xBF"), 0, 0},
	{"beyond the last codepoint", TEXT("\xF4\x90\x80\x80"), 0, 0},
	{"lead byte F5", TEXT("\xF5\x80\x80\x80"), 0, 0},
	{"five bytes", TEXT("\xF8\x88\x80\x80\x80"), 0, 0},
	{"six bytes", TEXT("\xFC\x84\x80\x80\x80\x80"), 0, 0},
	{"byte FE", TEXT("\xFE"), 0, 0},
	{"byte FF", TEXT("\xFF"), 0, 0},
	{"cut off, one of two", TEXT("\xC3"), 0, 0},
	{"cut off, one of three", TEXT("\xE2"), 0, 0},
	{"cut off, two of three", TEXT("\xE2\x82"), 0, 0},
	{"cut off, three of four", TEXT("\xF0\x9F\x98"), 0, 0},
	{"second byte is ASCII", TEXT("\xC3\x28"), 0, 0},
	{"third byte is ASCII", TEXT("\xE2\x82\x28"), 0, 0},
	{"fourth byte is a lead byte", TEXT("\xF0\x9F\x98\xC3"), 0, 0},
};

static void
test_decode(void)
{
	for (Size i = 0; i < lengthof(decode_cases); i++)
	{
		const DecodeCase *test = &decode_cases[i];
		char	   *copy = exact_copy(test->text, test->length);
		uint32		codepoint = 0;
		int			size = utf8_decode(copy, copy + test->length, &codepoint);

		tap_ok(size == test->size && (size == 0 || codepoint == test->codepoint),
			   "decode: %s", test->name);
		free(copy);
	}
}

/* Every codepoint, by itself and as part of a class */
static void
test_every_codepoint(void)
{
	uint32		wrong_decode = 0;
	uint32		controls = 0;
	uint32		breaks = 0;

	for (uint32 codepoint = 0; codepoint <= 0x10FFFF; codepoint++)
	{
		char		text[UTF8_MAX_BYTES];
		int			length = encode_utf8(codepoint, text);
		bool		surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
		uint32		decoded = 0;

		if (utf8_decode(text, text + length, &decoded) != (surrogate ? 0 : length) ||
			(!surrogate && decoded != codepoint))
			wrong_decode++;
		controls += is_control(codepoint);
		breaks += is_control_or_break(codepoint) && !is_control(codepoint);
	}
	tap_ok(wrong_decode == 0, "every codepoint decodes to itself, surrogates do not");
	tap_ok(controls == 65, "as many control characters as Unicode has, 65");
	tap_ok(is_control(0) && is_control(0x1F) && !is_control(' ') &&
		   !is_control('~') && is_control(0x7F) && is_control(0x80) &&
		   is_control(0x9F) && !is_control(0xA0),
		   "they are C0, DEL and C1");
	tap_ok(breaks == 2 && is_control_or_break(0x2028) && is_control_or_break(0x2029),
		   "line and paragraph separator break lines, too");
}

/* a, so many marks, b */
static Size
fill_marks(uint32 *codepoints, Size marks)
{
	codepoints[0] = 'a';
	for (Size i = 1; i <= marks; i++)
		codepoints[i] = i % 2 ? 0x0301 : 0x0323;
	codepoints[marks + 1] = 'b';
	return marks + 2;
}

static void
test_marks(void)
{
	uint32		codepoints[100];

	tap_ok(drop_marks(codepoints, 0) == 0, "of nothing nothing is left");
	tap_ok(drop_marks(codepoints, fill_marks(codepoints, MARKS_MAX)) == MARKS_MAX + 2 &&
		   codepoints[MARKS_MAX + 1] == 'b', "as many marks as belong to a letter stay");
	tap_ok(drop_marks(codepoints, fill_marks(codepoints, 90)) == MARKS_MAX + 2 &&
		   codepoints[MARKS_MAX] == 0x0323 && codepoints[MARKS_MAX + 1] == 'b',
		   "those beyond are left out, and what follows stays");
}

int
main(void)
{
	test_decode();
	test_marks();
	test_every_codepoint();
	return tap_done();
}
