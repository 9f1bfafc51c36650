/*-------------------------------------------------------------------------
 *
 * grammar_hint.c
 *		What people type by mistake in evidence, and how it should be written.
 *
 * Three things show what is meant: the character that was not expected (curly
 * quotes, ">"), the word ("denies", "via"), and what goes before it.  Where a
 * hint can be followed word for word, it repeats the names as they were typed.
 * People also follow a hint that fits another mistake: whoever puts "city
 * denies" in quotes turns a denial into a source that supports.
 *
 * Memory: the caller's buffer.
 *
 *-------------------------------------------------------------------------
 */
#include "model/grammar_hint.h"

#include "model/keys.h"

/* Names that are longer are not repeated */
#define REPEATED_MAX 60

#define HINT_CITES "To say on whose word, write \"<\": yonhap<kcna is Yonhap, on KCNA's word."
#define HINT_COMMA "Separate attributions, and the members of a list in parentheses, with \",\"."
#define HINT_QUOTE "Use the straight double quote \" around keys, and \\\" for one inside."
#define HINT_COLON "Write a rating after \":\", as in dalian-2:0.8."
#define HINT_RATING "A source is rated once, and before \"<\": dalian-2:0.8<*."
#define HINT_AFFILIATION "Affiliations come before the rating: kim@rfa:0.8."
#define HINT_HYPHEN "Write an ordinary hyphen: dandong-1."
#define HINT_WHOLE_KEY "Double quotes go around a whole key, and around nothing else."
#define HINT_JSON "To read JSON, cast it first: '...'::jsonb::evidence."
#define HINT_PAREN "Write a list of sources in ordinary parentheses: rfa<(dandong-1,dalian-2)."
#define HINT_AT "Write an affiliation after \"@\": kim@rfa."
#define HINT_DENIES "Write \"!\" before a source that denies: !mfa."
#define HINT_FIRSTHAND "Write \"<*\" after a source that knows first-hand: dalian-2<*."
#define HINT_UNKNOWN "Write \"<?\" after a source that cites someone unknown: rfa<?."
#define HINT_KEY \
	"A key with characters other than letters, digits and _ - . / + & " \
	"goes in double quotes: \"Kim, J.\"."
#define HINT_APOSTROPHE "A name with an apostrophe goes in double quotes: \"O'Neill\"."
#define HINT_BRACES "Write evidence in braces: {dandong-1,dalian-2}."
#define HINT_AT_FIRST \
	"An affiliation follows its source, as in kim@rfa. " \
	"A name that begins with \"@\" goes in double quotes."
#define HINT_PAREN_AFTER \
	"Parentheses follow \"<\" alone, as in rfa<(dandong-1,dalian-2). " \
	"A name that has them goes in double quotes."
#define HINT_MISSING "Write a source before it."
#define HINT_DENIES_ONCE "Write \"!\" once: !mfa denies."
#define HINT_DENIES_FIRST \
	"Write \"!\" before who speaks, whose denial it is: !rfa<mfa is RFA's, on the word of the ministry."
#define HINT_CITES_ONCE "Write \"<\" once: yonhap<kcna is Yonhap, on KCNA's word."
#define HINT_GROUNDS \
	"Somebody who knows in several ways has them in parentheses: rfa<(*,dandong-1,?)."
#define HINT_AT_ONCE "Write \"@\" once before each affiliation: kim@rfa@unesco."

const char	hint_quotes_inside[] =
"Inside double quotes, write \\\" for a quote and \\\\ for a backslash.";
const char	hint_several[] =
"Several attributions are evidence, in braces: '{dandong-1,dalian-2}'::evidence. "
"In a table of attestations each is a row of its own. "
"Several whom one source cites go in parentheses: rfa<(dandong-1,dalian-2).";
const char	hint_decimal_comma[] =
"Write the decimal point: dalian-2:0.8. "
"If a source follows whose name starts with a digit, put a space after the comma.";
const char	hint_percent[] = "Write \"%\" right after the number: dalian-2:70%.";
const char	hint_empty[] =
"Where nobody says anything, evidence is '{}'; an attribution that is missing is NULL.";

const char	hint_colon_in_key[] =
"A name with \":\" in it, such as an address, goes in double quotes: \"https://example.org\".";

/* Hints for what cannot be seen, which is named by its code point instead */
static const char hint_space[] =
"Use ordinary spaces between tokens; a key that holds a space goes in double quotes.";
static const char hint_invisible[] =
"Invisible characters are only allowed in keys in double quotes; retype the text without them.";

typedef struct LookAlike
{
	uint32		codepoint;
	const char *hint;
} LookAlike;

static const LookAlike look_alikes[] = {
	{'>', HINT_CITES}, {0xFF1C, HINT_CITES}, {0xFF1E, HINT_CITES},
	{0x2039, HINT_CITES}, {0x203A, HINT_CITES}, {0x3008, HINT_CITES},
	{0x2190, HINT_CITES}, {0x2192, HINT_CITES}, {0x2264, HINT_CITES},
	{'<', HINT_CITES},
	{';', HINT_COMMA}, {0xFF0C, HINT_COMMA}, {0x3001, HINT_COMMA},
	{0xFF1B, HINT_COMMA}, {0x060C, HINT_COMMA}, {0x201A, HINT_COMMA},
	{'\'', HINT_QUOTE}, {'`', HINT_QUOTE}, {0x2018, HINT_QUOTE},
	{0x2019, HINT_QUOTE}, {0x201C, HINT_QUOTE}, {0x201D, HINT_QUOTE},
	{0x201E, HINT_QUOTE}, {0xAB, HINT_QUOTE}, {0xBB, HINT_QUOTE},
	{0xFF02, HINT_QUOTE}, {0x300C, HINT_QUOTE}, {0x300D, HINT_QUOTE},
	{0xA0, hint_space}, {0x202F, hint_space}, {0x3000, hint_space},
	{0x2002, hint_space}, {0x2003, hint_space}, {0x2009, hint_space},
	{0x200B, hint_invisible}, {0x200C, hint_invisible},
	{0x200D, hint_invisible}, {0x2060, hint_invisible},
	{0xFEFF, hint_invisible}, {0xAD, hint_invisible},
	{0x200E, hint_invisible}, {0x200F, hint_invisible},
	{'=', HINT_COLON}, {0xFF1A, HINT_COLON},
	{'%', hint_percent}, {0xFF05, hint_percent}, {0x066A, hint_percent},
	{':', HINT_RATING}, {'@', HINT_AFFILIATION}, {'"', HINT_WHOLE_KEY},
	{'{', HINT_JSON}, {0x2010, HINT_HYPHEN}, {0x2011, HINT_HYPHEN},
	{0x2012, HINT_HYPHEN}, {0x2013, HINT_HYPHEN}, {0x2014, HINT_HYPHEN},
	{0x2212, HINT_HYPHEN}, {0x3002, HINT_COMMA},
	{'[', HINT_PAREN}, {']', HINT_PAREN}, {'|', HINT_PAREN},
	{0xFF08, HINT_PAREN}, {0xFF09, HINT_PAREN},
	{0xFF20, HINT_AT}, {0xFF01, HINT_DENIES}, {'~', HINT_DENIES},
	{'!', HINT_DENIES}, {'*', HINT_FIRSTHAND}, {'?', HINT_UNKNOWN},
	{0xFF0A, HINT_FIRSTHAND}, {0x2217, HINT_FIRSTHAND},
	{0xFF1F, HINT_UNKNOWN}, {0xBF, HINT_UNKNOWN},
};

/* Words that say in English what the notation has a sign for */
static const char *const words_of_denial[] = {
	"denies", "denied", "deny", "denying", "disputes", "disputed", "rejects",
	"rejected", "refutes", "refuted", "contradicts", "contradicted", NULL
};
static const char *const words_of_saying[] = {
	"says", "said", "say", "claims", "claimed", "reports", "reported", "states",
	"stated", "confirms", "confirmed", "alleges", "alleged", NULL
};
static const char *const words_of_citing[] = {
	"via", "citing", "cites", "cited", "quoting", "quotes", "quoted", NULL
};
static const char *const words_for_denial[] = {
	"denied", "disputed", "rejected", "refuted", "contradicted", "denial", NULL
};
static const char *const words_before_who[] = {"by", "from", "to", NULL};
static const char *const words_before_verbs[] = {
	"has", "have", "had", "is", "was", "does", "did", "also", "now", NULL
};
static const char *const words_for_according[] = {"according", "statement", NULL};
static const char *const words_for_not[] = {"not", "no", NULL};
static const char *const words_for_and[] = {"and", "or", NULL};

static bool
is_one_of(const char *const *words, const char *text, const char *end)
{
	for (; *words != NULL; words++)
	{
		const char *word = *words;
		const char *c = text;

		while (c < end && *word != '\0' && (*c | 0x20) == *word)
		{
			c++;
			word++;
		}
		if (c == end && *word == '\0')
			return true;
	}
	return false;
}

static const LookAlike *
find_look_alike(uint32 codepoint)
{
	for (Size i = 0; i < lengthof(look_alikes); i++)
		if (look_alikes[i].codepoint == codepoint)
			return &look_alikes[i];
	return NULL;
}

bool
is_percent_sign(uint32 codepoint)
{
	return codepoint == '%' || codepoint == 0xFF05 || codepoint == 0x066A;
}

bool
is_unseen(uint32 codepoint)
{
	const LookAlike *look_alike = find_look_alike(codepoint);

	return look_alike != NULL &&
		(look_alike->hint == hint_space || look_alike->hint == hint_invisible);
}

/* The end of the words from text on that only spaces separate */
static const char *
end_of_words(const char *text, const char *end)
{
	for (;;)
	{
		const char *next;

		text += key_bare_length(text, end);
		for (next = text; next < end && *next == ' '; next++)
			;
		if (next == text || key_bare_length(next, end) == 0)
			return text;
		text = next;
	}
}

/* A format with one or two places for a name */
static const char *
say_with_name(char *buffer, const char *format, const char *name, const char *end)
{
	int			length = (int) (end - name);

	if (length > REPEATED_MAX)
		return NULL;
	snprintf(buffer, GRAMMAR_HINT_SIZE, format, length, name, length, name);
	return buffer;
}

static bool
is_rating(const char *word, Size length, const char *end)
{
	const char *after = word + length;

	for (const char *c = word; c < after; c++)
		if ((*c < '0' || *c > '9') && *c != '.')
			return false;
	while (after < end && *after == ' ')
		after++;
	return memchr(word, '.', length) != NULL || (after < end && *after == '%');
}

/* The word after one that ends there; empty if there is none */
static const char *
next_word(const char *word_end, const char *end, Size *length)
{
	while (word_end < end && *word_end == ' ')
		word_end++;
	*length = key_bare_length(word_end, end);
	return word_end;
}

/* "denied by city hall", "according to city hall": whose words they are comes last */
static const char *
hint_at_who(const Misread *misread, const char *word_end, char *buffer)
{
	Size		length;
	const char *who = next_word(word_end, misread->end, &length);
	const char *who_end = end_of_words(who, misread->end);
	const char *key = misread->key;
	const char *key_end = misread->key_end;
	bool		one_word = who + length == who_end;

	if (length == 0)
		return NULL;
	if (is_one_of(words_for_denial, key, key_end))
		return say_with_name(buffer, one_word ?
							 "To say that %.*s denies it, write \"!\" before the name: !%.*s." :
							 "To say that %.*s denies it, write \"!\" before the name: !\"%.*s\".",
							 who, who_end);
	if (is_one_of(words_of_saying, key, key_end) || is_one_of(words_for_according, key, key_end))
		return say_with_name(buffer, one_word ?
							 "A source that says so is written as its name alone: %.*s." :
							 "A source that says so is written as its name alone, in double quotes: \"%.*s\".",
							 who, who_end);
	return NULL;
}

/* "city has denied it": the verb after such a word, if there is one */
static void
skip_auxiliary(const Misread *misread, const char **word, const char **word_end)
{
	Size		length;
	const char *next;

	if (!is_one_of(words_before_verbs, *word, *word_end))
		return;
	next = next_word(*word_end, misread->end, &length);
	if (is_one_of(words_of_denial, next, next + length) ||
		is_one_of(words_of_saying, next, next + length))
	{
		*word = next;
		*word_end = next + length;
	}
}

/* A word after a key: both are a name with a blank, or the word is a sign */
static const char *
hint_at_word(const Misread *misread, const char *word, Size length, char *buffer)
{
	const char *word_end = word + length;
	const char *key = misread->key;
	const char *key_end = misread->key_end;
	const char *words_end = end_of_words(key, misread->end);
	bool		bare = *key != '"' && words_end > key_end;
	const char *hint = NULL;

	if (bare && is_one_of(words_before_who, word, word_end))
		hint = hint_at_who(misread, word_end, buffer);
	if (hint != NULL)
		return hint;
	skip_auxiliary(misread, &word, &word_end);

	if (is_one_of(words_of_denial, word, word_end))
		hint = say_with_name(buffer, "To say that %.*s denies it, write \"!\" before the name: !%.*s.",
							 key, key_end);
	else if (is_one_of(words_for_not, key, key_end))
		hint = say_with_name(buffer, "To say that %.*s denies it, write \"!\" before the name: !%.*s.",
							 word, word_end);
	else if (is_one_of(words_of_saying, word, word_end))
		hint = say_with_name(buffer, "A source that says so is written as its name alone: %.*s.",
							 key, key_end);
	else if (is_one_of(words_of_citing, word, word_end) || *key == '-' || *word == '-')
		return HINT_CITES;
	else if (is_rating(word, length, misread->end))
		return HINT_COLON;
	else if (bare && is_one_of(words_for_and, word, word_end))
		hint = say_with_name(buffer, "Separate sources with \",\" in braces or parentheses. "
							 "A name with blanks goes in double quotes: \"%.*s\".",
							 key, words_end);
	else if (bare)
		hint = say_with_name(buffer, misread->listed ?
							 "A name with blanks goes in double quotes: \"%.*s\". "
							 "Two sources are separated by \",\"." :
							 "A name with blanks goes in double quotes: \"%.*s\".",
							 key, words_end);
	return hint != NULL ? hint : HINT_KEY;
}

/* The same after a sign with which it does not go */
static const char *
hint_after_sign(const Misread *misread, uint32 codepoint)
{
	bool		grounds = misread->before == '*' || misread->before == '?';

	if (codepoint == '!' && misread->before == '!')
		return HINT_DENIES_ONCE;
	if (codepoint == '!' && (misread->before == '<' || misread->before == '('))
		return HINT_DENIES_FIRST;
	if (codepoint == '<' && misread->before == '<')
		return HINT_CITES_ONCE;
	if (codepoint == '@' && misread->before == '@')
		return HINT_AT_ONCE;
	return grounds && (codepoint == '<' || codepoint == '*' || codepoint == '?') ? HINT_GROUNDS : NULL;
}

/* A sign of the notation that does not come where it can be read */
static const char *
hint_at_place(const Misread *misread, uint32 codepoint)
{
	bool		adjoins = misread->key != NULL && misread->key_end == misread->at;

	switch (codepoint)
	{
		case '[':
			return misread->starts ? HINT_BRACES : NULL;
		case '(':
			return misread->starts ? HINT_BRACES : HINT_PAREN_AFTER;
		case '@':
			return misread->key == NULL ? HINT_AT_FIRST : NULL;
		case ',':
		case ')':
		case '}':
			return misread->key == NULL ? HINT_MISSING : NULL;
		case '\'':
		case 0x2019:
			return adjoins ? HINT_APOSTROPHE : NULL;
		default:
			return NULL;
	}
}

const char *
grammar_hint(const Misread *misread, uint32 codepoint, char buffer[GRAMMAR_HINT_SIZE])
{
	const char *hint = hint_after_sign(misread, codepoint);
	const LookAlike *look_alike = find_look_alike(codepoint);
	Size		word;

	if (hint == NULL)
		hint = hint_at_place(misread, codepoint);
	if (hint != NULL)
		return hint;
	if (look_alike != NULL)
		return look_alike->hint;
	word = key_bare_length(misread->at, misread->end);
	if (word > 0 && misread->key != NULL)
		return hint_at_word(misread, misread->at, word, buffer);
	return strchr("(),}", (int) Min(codepoint, 0x7F)) == NULL ? HINT_KEY : NULL;
}
