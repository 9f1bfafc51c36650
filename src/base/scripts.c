/*-------------------------------------------------------------------------
 *
 * scripts.c
 *		Which script a letter is of, and which Latin letter it looks like.
 *
 * A letter is replaced by a Latin one if the two look the same in print, either
 * in upper or in lower case: Greek eta by H, although the small eta looks like
 * n.  So a name and the same name in capitals are replaced alike.  This is a
 * small part of the confusable characters that Unicode lists (UTS #39): what
 * people type with the wrong keyboard by mistake, and what can pass for a
 * Latin name.
 *
 * Storage and memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "base/scripts.h"

#include "base/characters.h"

/* Ascending, without overlaps; signs among the letters do not matter */
static const CodepointRange latin_ranges[] = {
	{'A', 'Z'}, {'a', 'z'}, {0x00C0, 0x00D6},
	{0x00D8, 0x00F6}, {0x00F8, 0x02AF}, {0x1E00, 0x1EFF},
	{0xFF21, 0xFF3A}, {0xFF41, 0xFF5A},
};

static const CodepointRange greek_ranges[] = {
	{0x0370, 0x0373}, {0x0376, 0x0377}, {0x037B, 0x037D},
	{0x037F, 0x037F}, {0x0386, 0x0386}, {0x0388, 0x03FF},
	{0x1F00, 0x1FBC}, {0x1FC2, 0x1FCC}, {0x1FD0, 0x1FDB},
	{0x1FE0, 0x1FEC}, {0x1FF2, 0x1FFC},
};

static const CodepointRange cyrillic_ranges[] = {
	{0x0400, 0x0481}, {0x048A, 0x052F}, {0x1C80, 0x1C8F},
	{0xA640, 0xA66E}, {0xA680, 0xA69B},
};

typedef struct LookAlike
{
	uint32		letter;
	uint32		latin;
} LookAlike;

/* Ascending */
static const LookAlike look_alikes[] = {
	{0x0251, 'a'},				/* Latin alpha */
	{0x0261, 'g'},				/* Latin script g */
	{0x03B1, 'a'},				/* alpha */
	{0x03B2, 'b'},				/* beta */
	{0x03B5, 'e'},				/* epsilon */
	{0x03B6, 'z'},				/* zeta */
	{0x03B7, 'h'},				/* eta */
	{0x03B9, 'i'},				/* iota */
	{0x03BA, 'k'},				/* kappa */
	{0x03BC, 'm'},				/* mu */
	{0x03BD, 'n'},				/* nu */
	{0x03BF, 'o'},				/* omicron */
	{0x03C1, 'p'},				/* rho */
	{0x03C4, 't'},				/* tau */
	{0x03C5, 'y'},				/* upsilon */
	{0x03C7, 'x'},				/* chi */
	{0x03F3, 'j'},				/* yot */
	{0x0430, 'a'},
	{0x0432, 'b'},				/* ve */
	{0x0435, 'e'},
	{0x043A, 'k'},
	{0x043C, 'm'},
	{0x043D, 'h'},				/* en */
	{0x043E, 'o'},
	{0x0440, 'p'},				/* er */
	{0x0441, 'c'},				/* es */
	{0x0442, 't'},
	{0x0443, 'y'},				/* u */
	{0x0445, 'x'},				/* ha */
	{0x0455, 's'},				/* dze */
	{0x0456, 'i'},				/* Ukrainian i */
	{0x0458, 'j'},				/* je */
	{0x04AF, 'y'},				/* straight u */
	{0x04BB, 'h'},				/* shha */
	{0x04CF, 'l'},				/* palochka */
	{0x04D5, 0x00E6},			/* ligature a ie */
	{0x04D9, 0x0259},			/* schwa */
	{0x0501, 'd'},				/* komi de */
	{0x051B, 'q'},				/* qa */
	{0x051D, 'w'},				/* we */
};

Script
script_of(uint32 codepoint)
{
	if (in_ranges(codepoint, latin_ranges, lengthof(latin_ranges)))
		return SCRIPT_LATIN;
	if (in_ranges(codepoint, greek_ranges, lengthof(greek_ranges)))
		return SCRIPT_GREEK;
	if (in_ranges(codepoint, cyrillic_ranges, lengthof(cyrillic_ranges)))
		return SCRIPT_CYRILLIC;
	return SCRIPT_OTHER;
}

const char *
script_name(Script script)
{
	static const char *const names[SCRIPT_COUNT] = {"other", "Latin", "Greek", "Cyrillic"};

	return names[script];
}

static int
compare_letters(const void *codepoint, const void *known)
{
	uint32		sought = *(const uint32 *) codepoint;
	uint32		letter = ((const LookAlike *) known)->letter;

	return sought < letter ? -1 : sought > letter;
}

uint32
latin_look_alike(uint32 codepoint)
{
	const LookAlike *found = bsearch(&codepoint, look_alikes, lengthof(look_alikes),
									 sizeof(LookAlike), compare_letters);

	return found == NULL ? codepoint : found->latin;
}
