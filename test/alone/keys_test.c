/*-------------------------------------------------------------------------
 *
 * keys_test.c
 *		Tests of keys.c without a server: no normalisation here.
 *
 *-------------------------------------------------------------------------
 */
#include "model/keys.h"
#include "tap.h"
#include "texts.h"

/* Every codepoint, and what two functions say of it */
static void
test_every_codepoint(void)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	uint32		wrong_read = 0;
	uint32		wrong_bare = 0;

	workspace_init(&ws, &buffer);
	for (uint32 codepoint = 0; codepoint <= 0x10FFFF; codepoint++)
	{
		char		text[4];
		int			length = encode_utf8(codepoint, text);
		bool		surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
		bool		control = codepoint < 0x20 ||
			(codepoint >= 0x7F && codepoint < 0xA0) ||
			codepoint == 0x2028 || codepoint == 0x2029;
		KeyError	expected = surrogate ? KEY_INVALID_UTF8 :
			control ? KEY_CONTROL : KEY_OK;
		Key			key = {text, (uint32) length};

		if (key_is_bare(key) && (surrogate || control))
			wrong_bare++;
		if (key_read(text, length, &key, &ws) != expected)
			wrong_read++;
	}
	workspace_free(&ws);
	tap_ok(wrong_read == 0, "every codepoint but controls and surrogates may be a key");
	tap_ok(wrong_bare == 0, "no control character and no surrogate is bare");
}

typedef struct BareCase
{
	const char *name;
	const char *text;
	Size		length;
	Size		bare;			/* expected length */
} BareCase;

#define WHOLE(literal) TEXT(literal), sizeof(literal) - 1

static const BareCase bare_cases[] = {
	{"nothing", TEXT(""), 0},
	{"letters and digits", WHOLE("dalian2")},
	{"signs", WHOLE("a_b-c.d/e+f&g")},
	{"signs alone", WHOLE("_-./+&")},
	{"a digit first", WHOLE("38north")},
	{"a long one", WHOLE("https-www.example.org/2024/05/01/a-long-story-about-nothing")},
	{"Latin, composed", WHOLE("Zo\u00EB")},
	{"Latin, decomposed", WHOLE("Zoe\u0308")},
	{"two marks after a letter", WHOLE("e\u0302\u0301t\u00E9")},
	{"a mark after a digit", WHOLE("1\u0301")},
	{"Greek", WHOLE("\u039A\u03B1\u03B8\u03B7\u03BC\u03B5\u03C1\u03B9\u03BD\u03AE")},
	{"Cyrillic", WHOLE("\u041C\u0435\u0434\u0443\u0437\u0430")},
	{"Han", WHOLE("\u65B0\u534E\u793E")},
	{"Han beyond the first plane", WHOLE("\U00020BB7\u91CE")},
	{"Hangul syllables", WHOLE("\uC5F0\uD569\uB274\uC2A4")},
	{"Hangul jamo", WHOLE("\u1112\u1161\u11AB")},
	{"Kana and its long mark", WHOLE("\u30CB\u30E5\u30FC\u30B9")},
	{"Arabic", WHOLE("\u0627\u0644\u062C\u0632\u064A\u0631\u0629")},
	{"Arabic with vowel marks", WHOLE("\u0645\u064F\u062D\u064E\u0645\u0651\u064E\u062F")},
	{"Hebrew with points", WHOLE("\u05E9\u05B8\u05C1\u05DC\u05D5\u05B9\u05DD")},
	{"Devanagari with vowel signs and virama", WHOLE("\u0939\u093F\u0928\u094D\u0926\u0940")},
	{"Tamil", WHOLE("\u0BA4\u0BAE\u0BBF\u0BB4\u0BCD")},
	{"Thai with vowels above and tone marks", WHOLE("\u0E17\u0E35\u0E48\u0E19\u0E35\u0E48")},
	{"Burmese", WHOLE("\u1019\u103C\u1014\u103A\u1019\u102C")},
	{"Ethiopic", WHOLE("\u12A0\u121B\u122D\u129B")},
	{"full-width digits are digits", WHOLE("\uFF11\uFF12")},
	{"Arabic digits", WHOLE("\u0661\u0662\u0663")},
	{"Roman numeral", WHOLE("\u2163")},
	{"superscript two", WHOLE("m\u00B2")},
	{"stops at a comma", TEXT("a,b"), 1},
	{"stops at a space", TEXT("a b"), 1},
	{"stops at a tab", TEXT("a\tb"), 1},
	{"stops at a NUL", TEXT("ab\0c"), 2},
	{"stops at DEL", TEXT("ab\x7F"), 2},
	{"stops at the grammar's own signs", TEXT("a<b"), 1},
	{"at sign", TEXT("kim@rfa"), 3},
	{"colon", TEXT("rfa:0.5"), 3},
	{"greater than", TEXT("a>b"), 1},
	{"semicolon", TEXT("a;b"), 1},
	{"apostrophe", TEXT("o'neill"), 1},
	{"curly apostrophe", TEXT("o\u2019neill"), 1},
	{"curly quote first", TEXT("\u201Ca\u201D"), 0},
	{"curly quote after", TEXT("a\u201D"), 1},
	{"full-width comma", TEXT("a\uFF0Cb"), 1},
	{"ideographic comma", TEXT("a\u3001b"), 1},
	{"full-width less than", TEXT("a\uFF1Cb"), 1},
	{"full-width colon", TEXT("a\uFF1Ab"), 1},
	{"full-width exclamation mark", TEXT("\uFF01a"), 0},
	{"full-width at sign", TEXT("a\uFF20b"), 1},
	{"full-width hyphen", TEXT("a\uFF0Db"), 1},
	{"en dash", TEXT("a\u2013b"), 1},
	{"non-breaking hyphen", TEXT("a\u2011b"), 1},
	{"minus", TEXT("a\u2212b"), 1},
	{"no-break space", TEXT("a\u00A0b"), 1},
	{"narrow no-break space", TEXT("a\u202Fb"), 1},
	{"ideographic space", TEXT("a\u3000b"), 1},
	{"zero width space", TEXT("a\u200Bb"), 1},
	{"zero width non-joiner", TEXT("\u0645\u06CC\u200C\u062E"), 4},
	{"zero width joiner", TEXT("\u0915\u094D\u200D\u0937"), 6},
	{"byte order mark first", TEXT("\uFEFFa"), 0},
	{"soft hyphen", TEXT("a\u00ADb"), 1},
	{"right-to-left override", TEXT("a\u202Eb"), 1},
	{"word joiner", TEXT("a\u2060b"), 1},
	{"combining grapheme joiner", TEXT("a\u034Fb"), 1},
	{"variation selector", TEXT("a\uFE0Fb"), 1},
	{"variation selector of another plane", TEXT("\u8FBB\U000E0100"), 3},
	{"Hangul filler", TEXT("a\u3164b"), 1},
	{"half-width Hangul filler", TEXT("\uFFA0"), 0},
	{"tag letters", TEXT("a\U000E0061"), 1},
	{"line separator", TEXT("a\u2028b"), 1},
	{"C1 control", TEXT("a\xC2\x85"), 1},
	{"currency", TEXT("\u20ACuro"), 0},
	{"emoji", TEXT("a\U0001F600"), 1},
	{"private use", TEXT("a\uE000"), 1},
	{"noncharacter", TEXT("a\uFFFE"), 1},
	{"unassigned", TEXT("a\u0378"), 1},
	{"enclosing mark", TEXT("a\u20DD"), 1},
	{"a mark first", TEXT("\u0301a"), 0},
	{"a mark after a sign", TEXT("a-\u0301"), 2},
	{"a vowel sign first", TEXT("\u093F\u0939"), 0},
	{"an invalid byte", TEXT("a\xFF"), 1},
	{"a character cut off", TEXT("a\xE2\x82"), 1},
	{"a surrogate", TEXT("a\xED\xA0\x80"), 1},
	{"an overlong letter", TEXT("a\xC1\xA1"), 1},
};

static void
test_bare(void)
{
	for (Size i = 0; i < lengthof(bare_cases); i++)
	{
		const BareCase *test = &bare_cases[i];
		char	   *copy = exact_copy(test->text, test->length);
		Key			key = {copy, (uint32) test->length};
		Size		bare = key_bare_length(copy, copy + test->length);
		bool		is_bare = test->length > 0 && test->bare == test->length;

		tap_ok(bare == test->bare && key_is_bare(key) == is_bare,
			   "bare: %s", test->name);
		free(copy);
	}
}

static KeyError
read_error(const char *text, Size length)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	char	   *copy = exact_copy(text, length);
	Key			key;
	bool		normal;
	KeyError	error;

	workspace_init(&ws, &buffer);
	error = key_read(copy, length, &key, &ws);
	if (error == KEY_OK && (key.data != copy || key.length != length))
		abort();
	key.data = copy;
	key.length = (uint32) length;
	if (key_check_packed(key, &normal, &ws) != error || normal != (error == KEY_OK))
		abort();
	workspace_free(&ws);
	free(copy);
	return error;
}

static void
test_lengths(void)
{
	char		text[2000];

	memset(text, 'x', sizeof(text));
	tap_ok(read_error(text, 0) == KEY_EMPTY, "empty");
	tap_ok(read_error(text, 1) == KEY_OK, "one byte");
	tap_ok(read_error(text, KEY_MAX_BYTES) == KEY_OK, "the longest key");
	tap_ok(read_error(text, KEY_MAX_BYTES + 1) == KEY_TOO_LONG, "one byte too many");
	tap_ok(read_error(text, sizeof(text)) == KEY_TOO_LONG, "far too many bytes");
	for (Size i = 0; i + 2 <= sizeof(text); i += 2)
		memcpy(text + i, "\u00E9", 2);
	tap_ok(read_error(text, KEY_MAX_BYTES - 1) == KEY_OK, "the longest of two-byte characters");
	tap_ok(read_error(text, KEY_MAX_BYTES + 1) == KEY_TOO_LONG, "one such character too many");
	tap_ok(read_error(text, KEY_MAX_BYTES) == KEY_INVALID_UTF8, "the last character cut off");
}

/* The check of eight bytes at a time: each bad byte at each place */
static void
test_places(void)
{
	static const struct
	{
		char		byte;
		KeyError	error;
	}			bad[] = {
		{'\0', KEY_CONTROL}, {'\x01', KEY_CONTROL}, {'\t', KEY_CONTROL},
		{'\n', KEY_CONTROL}, {'\x1F', KEY_CONTROL}, {'\x7F', KEY_CONTROL},
		{'\x80', KEY_INVALID_UTF8}, {'\xBF', KEY_INVALID_UTF8},
		{'\xC3', KEY_INVALID_UTF8}, {'\xFF', KEY_INVALID_UTF8},
		{' ', KEY_OK}, {'~', KEY_OK}, {'"', KEY_OK}, {'\\', KEY_OK}
	};
	static const char around[] = {' ', '~', 'a'};
	uint32		wrong = 0;

	for (Size length = 1; length <= 20; length++)
		for (Size place = 0; place < length; place++)
			for (Size i = 0; i < lengthof(bad); i++)
				for (Size j = 0; j < lengthof(around); j++)
				{
					char		text[20];

					memset(text, around[j], length);
					text[place] = bad[i].byte;
					if (read_error(text, length) != bad[i].error)
						wrong++;
				}
	tap_ok(wrong == 0, "each byte is checked at each place");
}

static void
test_errors(void)
{
	tap_ok(read_error(TEXT("a\xC2\x85")) == KEY_CONTROL, "next line (C1)");
	tap_ok(read_error(TEXT("a\xC2\xA0")) == KEY_OK, "a no-break space may be quoted");
	tap_ok(read_error(TEXT("a\u2028")) == KEY_CONTROL, "line separator");
	tap_ok(read_error(TEXT("a\u2029")) == KEY_CONTROL, "paragraph separator");
	tap_ok(read_error(TEXT("\u200B")) == KEY_OK, "a zero width space may be quoted");
	tap_ok(read_error(TEXT("\xED\xA0\x80")) == KEY_INVALID_UTF8, "surrogate");
	tap_ok(read_error(TEXT("\xC0\xAF")) == KEY_INVALID_UTF8, "overlong");
	tap_ok(read_error(TEXT("\xF4\x90\x80\x80")) == KEY_INVALID_UTF8, "beyond Unicode");
	tap_ok(read_error(TEXT("\u0301")) == KEY_OK, "a mark alone is a key, in quotes");

	for (int error = KEY_OK; error <= KEY_INVALID_UTF8; error++)
	{
		const char *detail = key_error_detail((KeyError) error);
		Size		length = strlen(detail);

		tap_ok(length > 10 && detail[length - 1] == '.',
			   "error %d has a sentence", error);
	}
}

/*
 * Bytes of all sorts: the two questions about bareness must agree, and a
 * bare text must be a valid key
 */
static void
test_random(void)
{
	static const char alphabet[] = "az09_-.<\"\x01\x7F\x80\xA0\xBF\xC2\xC3\xCC\xE0\xA4\xBF\xEF\xF0\xFF";
	unsigned long long state = 20260101;
	uint32		wrong = 0;

	for (int round = 0; round < 200000; round++)
	{
		char		text[24];
		Size		length = 1 + tap_random(&state) % sizeof(text);
		char	   *copy;
		Size		bare;
		Key			prefix;

		for (Size i = 0; i < length; i++)
			text[i] = alphabet[tap_random(&state) % (sizeof(alphabet) - 1)];
		copy = exact_copy(text, length);
		bare = key_bare_length(copy, copy + length);
		prefix.data = copy;
		prefix.length = (uint32) bare;
		if (bare > length || key_is_bare(prefix) != (bare > 0) ||
			(bare > 0 && read_error(copy, bare) != KEY_OK))
			wrong++;
		prefix.length = (uint32) length;
		if (key_is_bare(prefix) != (bare == length))
			wrong++;
		free(copy);
	}
	tap_ok(wrong == 0, "key_is_bare agrees with key_bare_length on random bytes");
}

int
main(void)
{
	test_every_codepoint();
	test_bare();
	test_lengths();
	test_places();
	test_errors();
	test_random();
	return tap_done();
}
