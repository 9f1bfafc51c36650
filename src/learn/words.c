/*-------------------------------------------------------------------------
 *
 * words.c
 *		The words of a text in any script, as keyed hashes.
 *
 * Characters beyond ASCII are looked up in tables of ranges, and the results
 * are kept in a small cache: a text has few different ones or, if it is
 * Chinese, some that are frequent.
 *
 * Storage: none.  Memory: the caller's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/words.h"

#include "base/characters.h"
#include "base/utf8.h"

typedef enum Kind
{
	KIND_SEPARATES = 0,
	KIND_WORD,					/* part of a word: a letter or digit */
	KIND_ALONE,					/* a word by itself */
	KIND_MARK,					/* belongs to the character before it */
	KIND_INVISIBLE
} Kind;

/* What is known about a character beyond ASCII */
typedef struct Character
{
	uint32		codepoint;		/* 0 if the entry is free */
	uint32		lower;
	Kind		kind;
	uint64		code;			/* of KIND_ALONE */
} Character;

#define CACHE_SIZE 2048

typedef struct Reader
{
	const SipKey *key;
	Words	   *words;
	Workspace  *ws;
	Character  *cache;			/* indexed by the lowest bits; NULL until
								 * needed */
	SipState	word;			/* the word that is being read */
	Kind		after;			/* KIND_WORD: a word is open; KIND_ALONE: marks
								 * can be added to the last word */
} Reader;

/*
 * Scripts without blanks between words, ascending.  Only letters in these
 * ranges are words by themselves
 */
static const CodepointRange without_blanks[] = {
	{0x0E00, 0x0EFF},			/* Thai, Lao */
	{0x1000, 0x109F},			/* Myanmar */
	{0x1780, 0x17FF},			/* Khmer */
	{0x3005, 0x3007},			/* Han: repetition mark, zero */
	{0x3021, 0x3029},			/* Hangzhou numerals */
	{0x3038, 0x303C},
	{0x3041, 0x30FF},			/* Hiragana, Katakana */
	{0x31F0, 0x31FF},			/* Katakana extensions */
	{0x3400, 0x4DBF},			/* Han, extension A */
	{0x4E00, 0x9FFF},			/* Han */
	{0xA9E0, 0xA9FF},			/* Myanmar extended B */
	{0xAA60, 0xAA7F},			/* Myanmar extended A */
	{0xF900, 0xFAFF},			/* Han, compatibility */
	{0xFF66, 0xFF9F},			/* Katakana, half width */
	{0x1AFF0, 0x1B16F},			/* Kana extensions */
	{0x20000, 0x3FFFF},			/* Han, extensions B and so on */
};

/* ASCII: the lower case of letters and digits, else 0 */
static const uint8 ascii_lower[128] = {
	['0'] = '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
	['A'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
	'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
	['a'] = 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm',
	'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
};

static void
add_word(Words *words, uint64 code, uint8 weight, Workspace *ws)
{
	if (words->count == words->codes_capacity)
		words->codes = workspace_grow(ws, words->codes, &words->codes_capacity, sizeof(uint64));
	if (words->count == words->weights_capacity)
		words->weights = workspace_grow(ws, words->weights, &words->weights_capacity,
										sizeof(uint8));
	words->codes[words->count] = code;
	words->weights[words->count] = weight;
	words->count++;
}

static void
end_word(Reader *reader)
{
	if (reader->after == KIND_WORD)
		add_word(reader->words, sip_final(&reader->word), WEIGHT_WORD, reader->ws);
	reader->after = KIND_SEPARATES;
}

static inline void
open_word(Reader *reader)
{
	if (reader->after != KIND_WORD)
	{
		sip_init(&reader->word, reader->key);
		reader->after = KIND_WORD;
	}
}

/* Adds a code point to the open word, as groups of seven bits, lowest first */
static void
add_codepoint(Reader *reader, uint32 codepoint)
{
	for (; codepoint >= 0x80; codepoint >>= 7)
		sip_byte(&reader->word, 0x80 | (codepoint & 0x7F));
	sip_byte(&reader->word, codepoint);
}

/* Adds a mark to the last word, which is a single letter */
static void
add_mark(Words *words, uint32 mark, const SipKey *key)
{
	uint64		marked[2] = {words->codes[words->count - 1], mark};

	words->codes[words->count - 1] = sip_numbers(marked, 2, key);
}

static Kind
kind_of(uint32 codepoint)
{
	if (in_ranges(codepoint, without_blanks, lengthof(without_blanks)) &&
		is_letter_beyond_ascii(codepoint))
		return KIND_ALONE;
	if (is_ignorable(codepoint))
		return KIND_INVISIBLE;
	if (is_mark(codepoint))
		return KIND_MARK;
	return is_letter_beyond_ascii(codepoint) ? KIND_WORD : KIND_SEPARATES;
}

/* Reads a character beyond ASCII */
static const Character *
look_up(Reader *reader, uint32 codepoint)
{
	Character  *known;

	if (reader->cache == NULL)
		reader->cache = workspace_alloc_zero(reader->ws, CACHE_SIZE, sizeof(Character));
	known = &reader->cache[codepoint % CACHE_SIZE];
	if (known->codepoint != codepoint)
	{
		uint64		number = codepoint;

		known->codepoint = codepoint;
		known->kind = kind_of(codepoint);
		if (known->kind == KIND_WORD)
			known->lower = lower_case(codepoint);
		else if (known->kind == KIND_ALONE)
			known->code = sip_numbers(&number, 1, reader->key);
	}
	return known;
}

static void
read_character(Reader *reader, uint32 codepoint)
{
	const Character *character = look_up(reader, codepoint);

	switch (character->kind)
	{
		case KIND_WORD:
			open_word(reader);
			add_codepoint(reader, character->lower);
			break;
		case KIND_ALONE:
			end_word(reader);
			add_word(reader->words, character->code, WEIGHT_LETTER, reader->ws);
			reader->after = KIND_ALONE;
			break;
		case KIND_MARK:
			if (reader->after == KIND_WORD)
				add_codepoint(reader, character->codepoint);
			else if (reader->after == KIND_ALONE)
				add_mark(reader->words, character->codepoint, reader->key);
			break;
		case KIND_SEPARATES:
			end_word(reader);
			break;
		case KIND_INVISIBLE:
			break;
	}
}

/* Reads ASCII from text to end at most; returns where it stopped */
static const char *
read_ascii(Reader *reader, const char *text, const char *end)
{
	while (text < end && (uint8) *text < 0x80)
	{
		uint8		lower = ascii_lower[(uint8) *text];

		if (lower == 0)
			end_word(reader);
		else
		{
			open_word(reader);
			sip_byte(&reader->word, lower);
		}
		text++;
	}
	return text;
}

void
words_read(const char *text, Size length, const SipKey *key, Words *words, Workspace *ws)
{
	const char *end = text + length;
	Reader		reader = {.key = key, .words = words, .ws = ws, .after = KIND_SEPARATES};

	memset(words, 0, sizeof(*words));
	while (text < end)
	{
		uint32		codepoint;
		int			size;

		CHECK_FOR_INTERRUPTS();
		text = read_ascii(&reader, text, end);
		size = utf8_decode(text, end, &codepoint);
		if (size > 0)
			read_character(&reader, codepoint);
		else
			end_word(&reader);
		text += Max(size, text < end);
	}
	end_word(&reader);
}
