/*-------------------------------------------------------------------------
 *
 * fingerprint_test.c
 *		Tests of siphash.h, words.c and fingerprint.c.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/fingerprint.h"
#include "tap.h"
#include "texts.h"

static const SipKey test_key = {UINT64CONST(0x0706050403020100), UINT64CONST(0x0F0E0D0C0B0A0908)};
static const SipKey other_key = {1, 2};

/* ---- The hash ---- */

/* From the authors' reference, vectors_sip64: inputs 00, 00 01, 00 01 02 ... */
static void
test_siphash(void)
{
	static const uint64 expected[] = {
		[0] = UINT64CONST(0x726FDB47DD0E0E31),
		[1] = UINT64CONST(0x74F839C593DC67FD),
		[7] = UINT64CONST(0xAB0200F58B01D137),
		[8] = UINT64CONST(0x93F5F5799A932462),
		[15] = UINT64CONST(0xA129CA6149BE45E5),
	};

	for (uint32 length = 0; length < lengthof(expected); length++)
	{
		SipState	state;

		if (expected[length] == 0)
			continue;
		sip_init(&state, &test_key);
		for (uint32 i = 0; i < length; i++)
			sip_byte(&state, i);
		tap_ok(sip_final(&state) == expected[length], "SipHash-2-4 of %u bytes", length);
	}
	{
		uint64		number = UINT64CONST(0x0706050403020100);

		tap_ok(sip_numbers(&number, 1, &test_key) == expected[8], "SipHash-2-4 of a number is that of its bytes");
	}
}

/* ---- Texts that are the same, and texts that are not ---- */

typedef struct Printed
{
	Prints		prints;
	WorkspaceBuffer buffer;
	Workspace	ws;
} Printed;

static void
print_text(Printed *printed, const char *text, Size length, const SipKey *key)
{
	char	   *copy = exact_copy(text, length);

	workspace_init(&printed->ws, &printed->buffer);
	fingerprint_text(copy, length, key, &printed->prints, &printed->ws);
	free(copy);
}

static bool
same_prints(const Prints *a, const Prints *b)
{
	return a->count == b->count && (a->count == 0 || memcmp(a->values, b->values, a->count * sizeof(int64)) == 0);
}

static bool
texts_are_same(const char *one, Size length, const char *other, Size other_length)
{
	Printed		a;
	Printed		b;
	bool		same;

	print_text(&a, one, length, &test_key);
	print_text(&b, other, other_length, &test_key);
	same = a.prints.count > 0 && same_prints(&a.prints, &b.prints);
	workspace_free(&a.ws);
	workspace_free(&b.ws);
	return same;
}

typedef struct Pair
{
	const char *what;
	const char *one;
	Size		length;
	const char *other;
	Size		other_length;
	bool		same;
} Pair;

static const Pair pairs[] = {
	{"case", TEXT("The Harbour WAS closed at noon"), TEXT("the harbour was closed at noon"), true},
	{"punctuation and blanks", TEXT("the harbour was closed at noon"), TEXT("\"The harbour: was\n\n closed, at -- noon!\""), true},
	{"kinds of quotes", TEXT("he said 'stop it' and left quickly"), TEXT("he said \xE2\x80\x98stop it\xE2\x80\x99 and left quickly"), true},
	{"another word", TEXT("the harbour was closed at noon"), TEXT("the harbour was opened at noon"), false},
	{"order of words", TEXT("the harbour was closed at noon"), TEXT("the harbour was at noon closed"), false},
	{"words run together", TEXT("the harbour was closed at noon"), TEXT("theharbour was closed at noon"), false},
	{"digits", TEXT("at least 12 people were killed"), TEXT("at least 15 people were killed"), false},
	{"Cyrillic case", TEXT("\xD0\x9C\xD0\x9E \xD0\xB0 \xD0\xB1 \xD0\xB2 \xD0\xB3"), TEXT("\xD0\xBC\xD0\xBE \xD0\x90 \xD0\xB1 \xD0\xB2 \xD0\xB3"), true},
	{"final sigma", TEXT("a b c d \xCF\x83\xCF\x82"), TEXT("a b c d \xCE\xA3\xCE\xA3"), true},
	{"an accent", TEXT("a b c d \xC3\xA9t\xC3\xA9"), TEXT("a b c d ete"), false},
	{"a mark that does not compose", TEXT("a b c d x\xCC\x81y"), TEXT("a b c d xy"), false},
	{"a mark after a blank belongs to nothing", TEXT("a b c d \xCC\x81 e"), TEXT("a b c d e"), true},
	{"a soft hyphen", TEXT("the har\xC2\xAD" "bour was closed at noon"), TEXT("the harbour was closed at noon"), true},
	{"a joiner of no width", TEXT("a b c \xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE e"), TEXT("a b c \xD9\x85\xDB\x8C\xD8\xAE e"), true},
	{"a blank of no break", TEXT("a b c d\xC2\xA0" "e"), TEXT("a b c d e"), true},
	{"eight Han letters, with and without a comma",
		TEXT("\xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE5\x9B\x9B\xE4\xBA\x94\xE5\x85\xAD\xE4\xB8\x83\xE5\x85\xAB"),
		TEXT("\xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE5\x9B\x9B\xEF\xBC\x8C\xE4\xBA\x94\xE5\x85\xAD\xE4\xB8\x83\xE5\x85\xAB"), true},
	{"a Thai mark on a letter", TEXT("\xE0\xB8\x81\xE0\xB8\xB4\xE0\xB8\x82\xE0\xB8\x83\xE0\xB8\x84\xE0\xB8\x85\xE0\xB8\x86\xE0\xB8\x87\xE0\xB8\x88"),
		TEXT("\xE0\xB8\x81\xE0\xB8\x82\xE0\xB8\x83\xE0\xB8\x84\xE0\xB8\x85\xE0\xB8\x86\xE0\xB8\x87\xE0\xB8\x88"), false},
	{"bytes that are not UTF-8 separate", TEXT("a b c d\xFF" "e"), TEXT("a b c d e"), true},
	{"a character that is cut off at the end", TEXT("a b c d e\xE4\xB8"), TEXT("a b c d e"), true},
};

static void
test_pairs(void)
{
	for (Size i = 0; i < lengthof(pairs); i++)
		tap_ok(texts_are_same(pairs[i].one, pairs[i].length, pairs[i].other, pairs[i].other_length) == pairs[i].same,
			   "%s: %s", pairs[i].what, pairs[i].same ? "the same" : "not the same");
}

typedef struct CountCase
{
	const char *what;
	const char *text;
	Size		length;
	Size		prints;
} CountCase;

static const CountCase count_cases[] = {
	{"nothing", TEXT(""), 0},
	{"blanks and punctuation", TEXT(" ... -- \n"), 0},
	{"four words", TEXT("one two three four"), 0},
	{"five words", TEXT("one two three four five"), 1},
	{"twelve words", TEXT("a b c d e f g h i j k l"), 1},
	{"seven letters of Han", TEXT("\xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE5\x9B\x9B\xE4\xBA\x94\xE5\x85\xAD\xE4\xB8\x83"), 0},
	{"eight letters of Han", TEXT("\xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE5\x9B\x9B\xE4\xBA\x94\xE5\x85\xAD\xE4\xB8\x83\xE5\x85\xAB"), 1},
	{"two words and five letters of Han", TEXT("one two \xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE5\x9B\x9B\xE4\xBA\x94"), 1},
	{"two words and four letters of Han", TEXT("one two \xE4\xB8\x80\xE4\xBA\x8C\xE4\xB8\x89\xE5\x9B\x9B"), 0},
};

static void
test_counts(void)
{
	for (Size i = 0; i < lengthof(count_cases); i++)
	{
		Printed		printed;

		print_text(&printed, count_cases[i].text, count_cases[i].length, &test_key);
		tap_ok(printed.prints.count == count_cases[i].prints, "%s: %zu prints", count_cases[i].what, count_cases[i].prints);
		workspace_free(&printed.ws);
	}
}

/* ---- Made of words at random ---- */

#define WORDS_MAX 400

typedef struct Draft
{
	char		text[WORDS_MAX * 8];
	Size		length;
	Size		starts[WORDS_MAX + 1];	/* where words start */
	Size		count;
} Draft;

static void
draft_add(Draft *draft, unsigned long long word)
{
	draft->starts[draft->count++] = draft->length;
	draft->length += sprintf(draft->text + draft->length, "w%llu ", word);
	draft->starts[draft->count] = draft->length;
}

static void
draft_random(Draft *draft, Size count, Size different, unsigned long long *state)
{
	draft->length = draft->count = 0;
	for (Size i = 0; i < count; i++)
		draft_add(draft, tap_random(state) % different);
}

static void
print_draft(Printed *printed, const Draft *draft)
{
	print_text(printed, draft->text, draft->length, &test_key);
}

/* In front and after 12 common words everything else; few different words, so that shingles repeat, too */
static void
test_guarantee(void)
{
	static const Size vocabularies[] = {2, 3, 10, 100000};
	unsigned long long state = 1;
	int			missed = 0;

	for (int i = 0; i < 4000; i++)
	{
		Size		different = vocabularies[i % lengthof(vocabularies)];
		Size		before = tap_random(&state) % 100;
		Size		after = tap_random(&state) % 100;
		static Draft a,
					b;
		Printed		one,
					other;

		draft_random(&a, 12, different, &state);
		draft_random(&b, before, different, &state);
		for (Size k = 0; k < 12; k++)
			draft_add(&b, strtoull(a.text + a.starts[k] + 1, NULL, 10));
		for (Size k = 0; k < after; k++)
			draft_add(&b, tap_random(&state) % different);
		print_draft(&one, &a);
		print_draft(&other, &b);
		missed += prints_containment(&one.prints, &other.prints, &one.ws) == 0;
		workspace_free(&one.ws);
		workspace_free(&other.ws);
	}
	tap_ok(missed == 0, "any twelve common words in a row share a print");
}

static void
test_density(void)
{
	unsigned long long state = 2;
	Size		prints = 0;
	Size		shingles = 0;

	for (int i = 0; i < 200; i++)
	{
		static Draft draft;
		Printed		printed;

		draft_random(&draft, WORDS_MAX, 100000, &state);
		print_draft(&printed, &draft);
		prints += printed.prints.count;
		shingles += WORDS_MAX - 4;
		workspace_free(&printed.ws);
	}
	tap_ok(prints * (WINDOW + 1) > shingles * 1.94 && prints * (WINDOW + 1) < shingles * 2.06,
		   "of the shingles two in nine are taken, as the authors say: %.3f", (double) prints / shingles);
}

static void
test_key_matters(void)
{
	unsigned long long state = 3;
	static Draft draft;
	Printed		one,
				again,
				other;

	draft_random(&draft, WORDS_MAX, 100000, &state);
	print_draft(&one, &draft);
	print_draft(&again, &draft);
	print_text(&other, draft.text, draft.length, &other_key);
	tap_ok(same_prints(&one.prints, &again.prints), "a text has one fingerprint");
	tap_ok(prints_containment(&one.prints, &other.prints, &one.ws) == 0, "with another key it has no print in common");
	tap_ok(one.prints.count != other.prints.count, "and other shingles are taken");
	workspace_free(&one.ws);
	workspace_free(&again.ws);
	workspace_free(&other.ws);
}

/* ---- Comparing ---- */

typedef struct CompareCase
{
	const char *what;
	const int64 a[24];
	Size		a_count;
	const int64 b[24];
	Size		b_count;
	double		containment;
	Size		run;
} CompareCase;

static const CompareCase compare_cases[] = {
	{"nothing and nothing", {0}, 0, {0}, 0, 0, 0},
	{"nothing and something", {0}, 0, {1, 2}, 2, 0, 0},
	{"something and nothing", {1, 2}, 2, {0}, 0, 0, 0},
	{"the same", {5, -3, 9}, 3, {5, -3, 9}, 3, 1, 3},
	{"another order", {5, -3, 9}, 3, {9, -3, 5}, 3, 1, 1},
	{"a part", {2, 3}, 2, {1, 2, 3, 4}, 4, 1, 2},
	{"half of the shorter", {2, 8}, 2, {1, 2, 3, 4}, 4, 0.5, 1},
	{"repeats count once", {1, 1, 1, 2}, 4, {1, 3, 3, 3}, 4, 0.5, 1},
	{"a run in the middle", {7, 1, 2, 3, 8}, 5, {1, 9, 1, 2, 3, 9, 2}, 7, 0.75, 3},
	{"two runs, the second longer", {1, 2, 9, 3, 4, 5}, 6, {3, 4, 5, 8, 1, 2}, 6, 5.0 / 6, 3},
	{"repeats of the same", {1, 1, 1, 1}, 4, {1, 1, 1, 1, 1}, 5, 1, 4},
	{"a place that is used again", {1, 2, 1, 2, 3}, 5, {1, 2, 3}, 3, 1, 3},
	{"no run across what differs", {1, 9, 2}, 3, {1, 2}, 2, 1, 1},
};

static void
test_compare(void)
{
	for (Size i = 0; i < lengthof(compare_cases); i++)
	{
		const CompareCase *test = &compare_cases[i];
		/* each in memory of exactly its size */
		Prints		a = {(int64 *) exact_copy((const char *) test->a, test->a_count * sizeof(int64)), test->a_count};
		Prints		b = {(int64 *) exact_copy((const char *) test->b, test->b_count * sizeof(int64)), test->b_count};
		WorkspaceBuffer buffer;
		Workspace	ws;

		workspace_init(&ws, &buffer);
		tap_ok(fabs(prints_containment(&a, &b, &ws) - test->containment) < 1e-12 &&
			   prints_containment(&a, &b, &ws) == prints_containment(&b, &a, &ws), "containment: %s", test->what);
		tap_ok(prints_common_run(&a, &b, &ws) == test->run && prints_common_run(&b, &a, &ws) == test->run,
			   "common run: %s", test->what);
		workspace_free(&ws);
		free(a.values);
		free(b.values);
	}
}

/* The run in words, as it is estimated, against what it is */
static void
test_run_words(void)
{
	unsigned long long state = 4;
	double		error = 0;
	int			far = 0;
	const int	cases = 2000;

	for (int i = 0; i < cases; i++)
	{
		Size		common = 20 + tap_random(&state) % 60;
		static Draft a,
					b;
		Printed		one,
					other;
		double		difference;

		draft_random(&a, 100 + common, 100000, &state);
		draft_random(&b, 50, 100000, &state);
		for (Size k = 0; k < common; k++)
			draft_add(&b, strtoull(a.text + a.starts[50 + k] + 1, NULL, 10));
		for (Size k = 0; k < 50; k++)
			draft_add(&b, tap_random(&state) % 100000);
		print_draft(&one, &a);
		print_draft(&other, &b);
		difference = (double) run_words(prints_common_run(&one.prints, &other.prints, &one.ws)) - common;
		error += difference / cases;
		far += fabs(difference) > 2 * sqrt(common);
		workspace_free(&one.ws);
		workspace_free(&other.ws);
	}
	tap_ok(fabs(error) < 1, "a run's words are estimated without bias: %.2f words too many", error);
	tap_ok(far < cases / 20, "and seldom wrong by more than twice their root: %d of %d", far, cases);
	tap_ok(run_words(0) == 0 && run_words(1) == 10 && run_words(3) == 19 && run_words(4) == 24,
		   "three prints in a row are about twenty words");
}

int
main(void)
{
	test_siphash();
	test_pairs();
	test_counts();
	test_guarantee();
	test_density();
	test_key_matters();
	test_compare();
	test_run_words();
	return tap_done();
}
