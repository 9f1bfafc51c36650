/*-------------------------------------------------------------------------
 *
 * scripts_test.c
 *		Tests of scripts.c.
 *
 *-------------------------------------------------------------------------
 */
#include "base/characters.h"
#include "base/scripts.h"
#include "tap.h"

typedef struct LetterCase
{
	const char *name;
	uint32		codepoint;
	Script		script;
	uint32		latin;			/* like which it looks, in lower case */
} LetterCase;

static const LetterCase letter_cases[] = {
	{"a", 'a', SCRIPT_LATIN, 'a'},
	{"o with stroke", 0x00F8, SCRIPT_LATIN, 0x00F8},
	{"micro sign", 0x00B5, SCRIPT_OTHER, 0x00B5},
	{"multiplication sign", 0x00D7, SCRIPT_OTHER, 0x00D7},
	{"digit", '1', SCRIPT_OTHER, '1'},
	{"combining acute", 0x0301, SCRIPT_OTHER, 0x0301},
	{"Vietnamese a", 0x1EA1, SCRIPT_LATIN, 0x1EA1},
	{"Cyrillic a", 0x0430, SCRIPT_CYRILLIC, 'a'},
	{"Cyrillic ve", 0x0432, SCRIPT_CYRILLIC, 'b'},
	{"Cyrillic pe", 0x043F, SCRIPT_CYRILLIC, 0x043F},
	{"Cyrillic thousands sign", 0x0482, SCRIPT_OTHER, 0x0482},
	{"Cyrillic ligature a ie", 0x04D5, SCRIPT_CYRILLIC, 0x00E6},
	{"Greek question mark", 0x037E, SCRIPT_OTHER, 0x037E},
	{"Greek omicron", 0x03BF, SCRIPT_GREEK, 'o'},
	{"Greek eta", 0x03B7, SCRIPT_GREEK, 'h'},
	{"Greek omega", 0x03C9, SCRIPT_GREEK, 0x03C9},
	{"Greek alpha with breathing", 0x1F00, SCRIPT_GREEK, 0x1F00},
	{"Hebrew alef", 0x05D0, SCRIPT_OTHER, 0x05D0},
	{"Hangul", 0xAE40, SCRIPT_OTHER, 0xAE40},
	{"beyond the planes", 0x110000, SCRIPT_OTHER, 0x110000},
};

static void
test_letters(void)
{
	for (Size i = 0; i < lengthof(letter_cases); i++)
	{
		const LetterCase *test = &letter_cases[i];

		tap_ok(script_of(test->codepoint) == test->script, "script: %s", test->name);
		tap_ok(latin_look_alike(test->codepoint) == test->latin, "look-alike: %s", test->name);
	}
}

/* Of each codepoint: folding again changes nothing, and both cases agree */
static void
test_every_codepoint(void)
{
	Size		alike = 0;
	Size		not_latin = 0;
	Size		again = 0;
	Size		upper = 0;
	Size		strangers = 0;

	for (uint32 codepoint = 0; codepoint <= 0x10FFFF; codepoint++)
	{
		uint32		latin = latin_look_alike(codepoint);

		if (script_of(codepoint) != SCRIPT_OTHER && codepoint >= 0x80 &&
			!is_letter_beyond_ascii(codepoint) && !is_mark(codepoint) && lower_case(codepoint) != codepoint)
			strangers++;
		if (latin == codepoint)
			continue;
		alike++;
		not_latin += script_of(latin) != SCRIPT_LATIN;
		again += latin_look_alike(latin) != latin;
		upper += lower_case(codepoint) != codepoint;
	}
	tap_ok(alike == 40, "40 letters look like a Latin one");
	tap_ok(not_latin == 0, "which is Latin");
	tap_ok(again == 0, "and looks like none but itself");
	tap_ok(upper == 0, "they are in lower case");
	tap_ok(strangers == 0, "what has a script and two cases is a letter");
}

static void
test_names(void)
{
	tap_ok(strcmp(script_name(SCRIPT_LATIN), "Latin") == 0, "a script has a name");
	tap_ok(strcmp(script_name(SCRIPT_CYRILLIC), "Cyrillic") == 0, "the last one, too");
}

int
main(void)
{
	test_letters();
	test_every_codepoint();
	test_names();
	return tap_done();
}
