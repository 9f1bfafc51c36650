/*-------------------------------------------------------------------------
 *
 * grammar_hint_test.c
 *		What is hinted at where evidence cannot be read: what people mean, and
 *		never a hint that makes something else of it.
 *
 *-------------------------------------------------------------------------
 */
#include "model/grammar.h"

#include "tap.h"

#define RANDOM_CASES 200000

typedef struct HintCase
{
	const char *text;
	const char *says;			/* what must be in the hint */
} HintCase;

static const HintCase cases[] = {
	{"city denies", "!city"},
	{"city  Denied it", "!city"},
	{"!city denies", "!city"},
	{"not city", "!city"},
	{"{anna, city denies}", "!city"},
	{"\"city hall\" denies", "!\"city hall\""},
	{"Daily Champion", "\"Daily Champion\""},
	{"{a, Daily  Champion of X, b}", "\"Daily  Champion of X\""},
	{"kim@Ministry of Defence", "\"Ministry of Defence\""},
	{"a<Anna Kova\xC4\x8D", "\"Anna Kova\xC4\x8D\""},
	{"denied by city", ": !city."},
	{"{anna, denied by city, b}", ": !city."},
	{"Denied by City Hall", ": !\"City Hall\"."},
	{"disputed by  city", ": !city."},
	{"denial from city", ": !city."},
	{"city has denied it", ": !city."},
	{"city also denies", ": !city."},
	{"city did deny it", ": !city."},
	{"denied by", "\"denied by\""},
	{"denied by \"city hall\"", "double quotes"},
	{"post says", "alone: post"},
	{"post has said", "alone: post"},
	{"confirmed by post", "alone: post"},
	{"according to post", "alone: post"},
	{"reported by Daily Champion", "quotes: \"Daily Champion\""},
	{"Stand by Me", "\"Stand by Me\""},
	{"quoted by post", "\"quoted by post\""},
	{"a via b", "\"<\""},
	{"a -> b", "\"<\""},
	{"a 80%", "\":\""},
	{"a 80 %", "\":\""},
	{"a 0.8", "\":\""},
	{"Radio 4", "\"Radio 4\""},
	{"a:80 %", "right after"},
	{"a:0.8 %", "right after"},
	{"a:1\xEF\xBC\x85", "right after"},
	{"[a, b]", "braces"},
	{"(a, b)", "braces"},
	{"a<[b, c]", "parentheses"},
	{"O'Neill", "apostrophe"},
	{"'a'", "straight double quote"},
	{"@a", "follows its source"},
	{"http://a", "double quotes"},
	{"", "'{}'"},
	{" ", "'{}'"},
	{"{a,}", "Write a source"},
	{"a, b", "braces"},
};

/* In memory that ends where the text does, so that sanitizers see what is read after it */
static bool
read_exactly(const char *text, Size length, GrammarError *error)
{
	char	   *copy = malloc(length + (length == 0));
	WorkspaceBuffer buffer;
	Workspace	ws;
	TestimonyBuilder builder;
	Size		nstatements;
	bool		read;

	memcpy(copy, text, length);
	workspace_init(&ws, &buffer);
	builder_init(&builder, &ws);
	read = grammar_read(copy, length, &builder, &nstatements, error);
	workspace_free(&ws);
	free(copy);
	return read;
}

/* A hint that is followed must not make a source that supports of a denial */
static void
test_cases(void)
{
	for (Size i = 0; i < lengthof(cases); i++)
	{
		GrammarError error;
		bool		read = read_exactly(cases[i].text, strlen(cases[i].text), &error);

		if (tap_ok(!read && error.hint != NULL && strstr(error.hint, cases[i].says) != NULL,
				   "\"%s\" is answered with %s", cases[i].text, cases[i].says))
			continue;
		printf("# %s: %s\n", read ? "read" : error.detail, !read && error.hint ? error.hint : "no hint");
	}
}

/* Pieces of which mistakes are made, put together at random */
static void
test_random(void)
{
	static const char *const pieces[] = {
		"a", "city", " ", "  ", "denies", "not", "and", "says", "via", "80", "%", ":", "0.8", "\"", "\\", "'", "{", "}",
		"(", ")", "[", "<", ">", "*", "?", "!", "@", ",", "-", "\t", "\n", "\xC4\x8D", "\xEF\xBC\x85", "\xC2\xA0", "\xFF",
		"a word that is not short, ", "https://",
	};
	unsigned long long state = 1;
	int			wrong = 0,
				hinted = 0;

	for (int i = 0; i < RANDOM_CASES; i++)
	{
		char		text[512] = "";
		GrammarError error;

		for (int n = tap_random(&state) % 12; n > 0; n--)
			strcat(text, pieces[tap_random(&state) % lengthof(pieces)]);
		if (read_exactly(text, strlen(text), &error) || error.hint == NULL)
			continue;
		hinted++;
		wrong += strlen(error.hint) >= GRAMMAR_HINT_SIZE || strchr(error.hint, '\n') != NULL ||
			error.hint[strlen(error.hint) - 1] != '.';
	}
	tap_ok(hinted > RANDOM_CASES / 10, "%d of %d random texts have hints", hinted, RANDOM_CASES);
	tap_ok(wrong == 0, "all of them whole sentences on one line");
}

int
main(void)
{
	test_cases();
	test_random();
	return tap_done();
}
