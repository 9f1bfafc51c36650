/*-------------------------------------------------------------------------
 *
 * odd_letters.c
 *		Names that are not what they look like.
 *
 * "Anna" with a Cyrillic A looks like "Anna", but is another name; so is one
 * with an invisible character.  One word in two alphabets is a mistake, and
 * these functions say which character it is.  Two words in two alphabets are
 * no mistake, and scripts that join letters need invisible characters.
 *
 * Storage: none.  Memory: the current memory context.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "type/odd_letters.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/characters.h"
#include "base/compat.h"
#include "base/scripts.h"
#include "base/utf8.h"

/* A letter, by its bytes and its codepoint */
typedef struct Letter
{
	const char *bytes;
	int			size;
	uint32		codepoint;
} Letter;

typedef struct Word
{
	const char *start;
	const char *end;
	int			letters[SCRIPT_COUNT];	/* how many of each script */
	Letter		first[SCRIPT_COUNT];
} Word;

/*
 * Finds the next run of letters of these scripts, with their marks; false if
 * there is none.  Bytes that are not UTF-8 separate words.
 */
static bool
next_word(const char **text, const char *end, Word *word)
{
	memset(word, 0, sizeof(Word));
	while (*text < end)
	{
		Letter		letter = {*text, 0, 0};
		Script		script;

		letter.size = utf8_decode(*text, end, &letter.codepoint);
		script = letter.size == 0 ? SCRIPT_OTHER : script_of(letter.codepoint);
		if (script != SCRIPT_OTHER)
		{
			if (word->start == NULL)
				word->start = *text;
			if (word->letters[script]++ == 0)
				word->first[script] = letter;
		}
		else if (word->start != NULL && (letter.size == 0 || !is_mark(letter.codepoint)))
			return true;
		*text += Max(letter.size, 1);
		word->end = *text;
	}
	return word->start != NULL;
}

/* The script of most of a word's letters; if there are two, the first one */
static Script
main_script(const Word *word)
{
	Script		most = SCRIPT_LATIN;

	for (Script script = SCRIPT_LATIN; script < SCRIPT_COUNT; script++)
		if (word->letters[script] > word->letters[most])
			most = script;
	return most;
}

/* A sentence about the first word that mixes scripts, or NULL */
static char *
mixed_scripts(const char *name, Size length)
{
	const char *end = name + length;
	Word		word;

	while (next_word(&name, end, &word))
	{
		Script		most = main_script(&word);

		for (Script script = SCRIPT_LATIN; script < SCRIPT_COUNT; script++)
			if (script != most && word.letters[script] > 0)
				return psprintf("In \"%.*s\" the letter \"%.*s\" (U+%04X) is %s, and others are %s.",
								(int) (word.end - word.start), word.start,
								word.first[script].size, word.first[script].bytes,
								word.first[script].codepoint, script_name(script), script_name(most));
	}
	return NULL;
}

/*
 * Whether an invisible character is a mistake.  Joiners and selectors belong
 * to the character before them, but not in Latin, Greek and Cyrillic.
 */
static bool
is_unseen(uint32 codepoint, Script before, bool at_an_end)
{
	return is_ignorable(codepoint) &&
		(at_an_end || before != SCRIPT_OTHER || !is_joiner(codepoint));
}

/* A sentence about the first invisible character, or NULL */
static char *
unseen_character(const char *name, Size length)
{
	const char *end = name + length;
	const char *next = name;
	const char *word = name;
	Script		before = SCRIPT_OTHER;

	while (next < end)
	{
		uint32		codepoint = 0;
		int			size = utf8_decode(next, end, &codepoint);

		if (size > 0 && is_unseen(codepoint, before, next == name || next + size == end))
			return next == word ?
				psprintf("U+%04X in it does not show.", codepoint) :
				psprintf("After \"%.*s\" there is U+%04X, which does not show.",
						 (int) (next - word), word, codepoint);
		if (*next == ' ')
			word = next + 1;
		before = size == 0 ? SCRIPT_OTHER : script_of(codepoint);
		next += Max(size, 1);
	}
	return NULL;
}

char *
odd_letter(const char *name, Size length)
{
	char	   *unseen = unseen_character(name, length);

	return unseen != NULL ? unseen : mixed_scripts(name, length);
}

static Datum
sentence_or_null(FunctionCallInfo fcinfo, char *sentence)
{
	if (sentence == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(sentence));
}

/* odd_letter(name) */
PG_FUNCTION_INFO_V1(name_odd_letter);
Datum
name_odd_letter(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);

	return sentence_or_null(fcinfo, odd_letter(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)));
}

/* unseen_character(name) */
PG_FUNCTION_INFO_V1(name_unseen_character);
Datum
name_unseen_character(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);

	return sentence_or_null(fcinfo, unseen_character(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)));
}
