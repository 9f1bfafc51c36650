/*-------------------------------------------------------------------------
 *
 * folding.c
 *		Folding: removing case, accents and forms of the same character from a
 *		text, and also punctuation and blanks from a name.
 *
 * Case is Unicode's (base/characters.h), not the database's: lower() changes
 * only ASCII letters in locale C, and turns I into another letter in Turkish.
 *
 * Two names with the same skeleton are one name that was typed in two ways.
 * Letters of other scripts that look like Latin ones are folded to these.
 * Punctuation between two digits becomes a hyphen: report 1-12 is not report
 * 11-2.
 *
 * Storage: none.  Memory: the current memory context.
 *
 *-------------------------------------------------------------------------
 */
#include "type/folding.h"

#include <ctype.h>

#include "common/unicode_norm.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "storage/shmem.h"
#include "utils/builtins.h"

#include "base/characters.h"
#include "base/compat.h"
#include "base/scripts.h"
#include "base/utf8.h"

/*
 * Lower-case letters that have no decomposition, and how people write them who
 * do not have them on their keyboards
 */
typedef struct PlainLetter
{
	pg_wchar	letter;
	const char *plain;
} PlainLetter;

/* Whether to fold a letter to one of another script that it looks like */
typedef enum Looks
{
	LOOKS_IGNORED,
	LOOKS_COUNT
} Looks;

static const PlainLetter plain_letters[] = {
	{0x00DF, "ss"},				/* sharp s */
	{0x00E6, "ae"},
	{0x00F0, "d"},				/* eth */
	{0x00F8, "o"},				/* with stroke */
	{0x00FE, "th"},				/* thorn */
	{0x0111, "d"},				/* with stroke */
	{0x0127, "h"},				/* with stroke */
	{0x0131, "i"},				/* without dot */
	{0x0142, "l"},				/* with stroke */
	{0x014B, "n"},				/* eng */
	{0x0153, "oe"},
	{0x0167, "t"},				/* with stroke */
};

static bool
is_ascii(const char *text, Size length)
{
	uint8		bits = 0;

	for (Size i = 0; i < length; i++)
		bits |= (uint8) text[i];
	return bits < 0x80;
}

/*
 * Zero-terminated codepoints, without excessive combining marks, or NULL if
 * the bytes are not UTF-8, which is possible only in a database with encoding
 * SQL_ASCII.
 */
static pg_wchar *
decode(const char *text, Size length)
{
	pg_wchar   *codepoints = palloc(mul_size(add_size(length, 1), sizeof(pg_wchar)));
	const char *end = text + length;
	Size		count = 0;

	while (text < end)
	{
		int			size = utf8_decode(text, end, &codepoints[count]);

		if (size == 0)
		{
			pfree(codepoints);
			return NULL;
		}
		text += size;
		count++;
	}
	codepoints[drop_marks(codepoints, count)] = 0;
	return codepoints;
}

static void
append_character(StringInfo to, pg_wchar codepoint)
{
	unsigned char bytes[UTF8_MAX_BYTES];

	unicode_to_utf8(codepoint, bytes);
	appendBinaryStringInfo(to, (const char *) bytes, pg_utf_mblen(bytes));
}

/*
 * Whether folding removes a character: accents, points that are usually
 * omitted in Hebrew and Arabic, and invisible characters
 */
static bool
is_left_out(pg_wchar codepoint)
{
	static const CodepointRange left_out[] = {
		{0x0300, 0x036F}, {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
		{0x05C7, 0x05C7}, {0x0640, 0x0640}, {0x064B, 0x0652}, {0x0670, 0x0670}
	};

	return in_ranges(codepoint, left_out, lengthof(left_out)) || is_ignorable(codepoint);
}

/* Appends a folded character that is no white space */
static void
append_folded(StringInfo to, pg_wchar codepoint, Looks looks)
{
	codepoint = lower_case(codepoint);
	if (looks == LOOKS_COUNT && codepoint >= 0x80)
		codepoint = latin_look_alike(codepoint);
	for (Size i = 0; codepoint >= 0x80 && i < lengthof(plain_letters); i++)
		if (plain_letters[i].letter == codepoint)
		{
			appendStringInfoString(to, plain_letters[i].plain);
			return;
		}
	append_character(to, codepoint);
}

static void
append_space(StringInfo to)
{
	if (to->len == 0 || to->data[to->len - 1] != ' ')
		appendStringInfoChar(to, ' ');
}

/* Folds ASCII, or bytes that are not UTF-8 */
static void
fold_bytes(StringInfo to, const char *text, Size length)
{
	for (Size i = 0; i < length; i++)
		if (is_space(text[i]))
			append_space(to);
		else
			appendStringInfoCharMacro(to, pg_ascii_tolower((unsigned char) text[i]));
}

static void
fold_codepoints(StringInfo to, const pg_wchar *codepoints, Looks looks)
{
	pg_wchar   *normal = unicode_normalize(UNICODE_NFKD, codepoints);

	for (const pg_wchar *next = normal; *next != 0; next++)
		if (*next < 0x80 && is_space((char) *next))
			append_space(to);
		else if (!is_left_out(*next))
			append_folded(to, *next, looks);
	pfree(normal);
}

static char *
fold(const char *text, Size length, Looks looks)
{
	pg_wchar   *codepoints = is_ascii(text, length) ? NULL : decode(text, length);
	StringInfoData folded;

	initStringInfo(&folded);
	enlargeStringInfo(&folded, length);
	if (codepoints == NULL)
		fold_bytes(&folded, text, length);
	else
	{
		fold_codepoints(&folded, codepoints, looks);
		pfree(codepoints);
	}
	return folded.data;
}

char *
fold_text(const char *text, Size length)
{
	return fold(text, length, LOOKS_IGNORED);
}

char *
fold_looks(const char *text, Size length)
{
	return fold(text, length, LOOKS_COUNT);
}

/* The role of a folded character in a name */
typedef enum Part
{
	PART_LETTER,				/* also digits, marks and symbols */
	PART_APOSTROPHE,			/* within a word */
	PART_BETWEEN				/* blanks and other punctuation */
} Part;

static Part
part_of(pg_wchar codepoint)
{
	/* quotes that are used as apostrophes, and letters that look like them */
	if (codepoint == '\'' || codepoint == '`' || codepoint == 0x2018 || codepoint == 0x2019 ||
		(codepoint >= 0x02B9 && codepoint <= 0x02BF))
		return PART_APOSTROPHE;
	if (codepoint < 0x80)
		return codepoint <= ' ' || strchr("!\"#%&()*,-./:;?@[\\]_{}", (int) codepoint) != NULL ?
			PART_BETWEEN : PART_LETTER;
	return codepoint == 0x85 || codepoint == 0x1680 || codepoint == 0x2028 || codepoint == 0x2029 ||
		is_punctuation_beyond_ascii(codepoint) ? PART_BETWEEN : PART_LETTER;
}

/*
 * Splits a folded name into words, each terminated by a NUL; returns how many.
 * A name that is not UTF-8 is one word.
 */
static int
split_words(const char *folded, StringInfo words)
{
	const char *end = folded + strlen(folded);
	int			count = 0;
	bool		within = false;

	for (int size; folded < end; folded += size)
	{
		uint32		codepoint;
		Part		part;

		size = utf8_decode(folded, end, &codepoint);
		part = size == 0 ? PART_LETTER : part_of(codepoint);
		size = Max(size, 1);
		if (part == PART_LETTER)
		{
			appendBinaryStringInfo(words, folded, size);
			count += !within;
			within = true;
		}
		else if (part == PART_BETWEEN && within)
		{
			appendStringInfoChar(words, '\0');
			within = false;
		}
	}
	if (within)
		appendStringInfoChar(words, '\0');
	return count;
}

/*
 * Normalises to form C, in which names are stored, so that letters of scripts
 * that compose them from parts stay whole
 */
static char *
compose(char *folded)
{
	pg_wchar   *codepoints = is_ascii(folded, strlen(folded)) ? NULL :
		decode(folded, strlen(folded));
	StringInfoData composed;
	pg_wchar   *normal;

	if (codepoints == NULL)
		return folded;
	normal = unicode_normalize(UNICODE_NFC, codepoints);
	initStringInfo(&composed);
	for (const pg_wchar *next = normal; *next != 0; next++)
		append_character(&composed, *next);
	pfree(codepoints);
	pfree(normal);
	return composed.data;
}

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static char *
skeleton_of(const char *name, Size length, Looks looks)
{
	char	   *folded = fold(name, length, looks);
	StringInfoData words;
	StringInfoData skeleton;
	const char *word;
	int			count;

	initStringInfo(&words);
	initStringInfo(&skeleton);
	count = split_words(folded, &words);
	word = words.data;
	for (int i = 0; i < count; i++, word += strlen(word) + 1)
	{
		if (i > 0 && isdigit((unsigned char) *word) &&
			isdigit((unsigned char) skeleton.data[skeleton.len - 1]))
			appendStringInfoChar(&skeleton, '-');
		appendStringInfoString(&skeleton, word);
	}
	pfree(words.data);
	return compose(count > 0 ? skeleton.data : folded);
}

char *
fold_name(const char *name, Size length)
{
	return skeleton_of(name, length, LOOKS_COUNT);
}

bool
differ_in_script(const char *one, Size length, const char *other, Size other_length)
{
	return strcmp(fold_name(one, length), fold_name(other, other_length)) == 0 &&
		strcmp(skeleton_of(one, length, LOOKS_IGNORED),
			   skeleton_of(other, other_length, LOOKS_IGNORED)) != 0;
}

/* name_skeleton(name) */
PG_FUNCTION_INFO_V1(name_skeleton);
Datum
name_skeleton(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P(cstring_to_text(fold_name(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name))));
}

/* name_words(name): the folded words, sorted and separated by spaces */
PG_FUNCTION_INFO_V1(name_words);
Datum
name_words(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	char	   *folded = fold(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), LOOKS_COUNT);
	StringInfoData words;
	StringInfoData sorted;
	const char **list;
	const char *word;
	int			count;

	initStringInfo(&words);
	initStringInfo(&sorted);
	count = split_words(folded, &words);
	list = palloc(mul_size(Max(count, 1), sizeof(char *)));
	word = words.data;
	for (int i = 0; i < count; i++, word += strlen(word) + 1)
		list[i] = word;
	qsort(list, count, sizeof(char *), compare_words);
	for (int i = 0; i < count; i++)
		appendStringInfo(&sorted, i > 0 ? " %s" : "%s", list[i]);
	PG_RETURN_TEXT_P(cstring_to_text(compose(count > 0 ? sorted.data : folded)));
}

/* differ_in_script(name, other) */
PG_FUNCTION_INFO_V1(names_differ_in_script);
Datum
names_differ_in_script(PG_FUNCTION_ARGS)
{
	text	   *one = PG_GETARG_TEXT_PP(0);
	text	   *other = PG_GETARG_TEXT_PP(1);

	PG_RETURN_BOOL(differ_in_script(VARDATA_ANY(one), VARSIZE_ANY_EXHDR(one),
									VARDATA_ANY(other), VARSIZE_ANY_EXHDR(other)));
}

/* plain_text(text): folded, without blanks */
PG_FUNCTION_INFO_V1(plain_text);
Datum
plain_text(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	char	   *folded = fold_text(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given));
	char	   *to = folded;

	for (const char *from = folded; *from != '\0'; from++)
		if (*from != ' ')
			*to++ = *from;
	*to = '\0';
	PG_RETURN_TEXT_P(cstring_to_text(compose(folded)));
}
