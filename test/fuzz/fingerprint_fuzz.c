/*-------------------------------------------------------------------------
 *
 * fingerprint_fuzz.c
 *		Fingerprints of any bytes: what is copied is found again.
 *
 * The first two bytes say which part of the rest is another text, which is
 * the end of a third one.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#include "learn/fingerprint.h"

static const SipKey fuzz_key = {1, 2};

/* The bytes in memory of exactly their size */
static const char *
copy_of(const uint8_t *data, Size size, Workspace *ws)
{
	char	   *copy = workspace_alloc(ws, Max(size, 1), 1);

	if (size > 0)
		memcpy(copy, data, size);
	return copy;
}

static void
read_words(const uint8_t *data, Size size, Words *words, Workspace *ws)
{
	words_read(copy_of(data, size, ws), size, &fuzz_key, words, ws);
}

static void
print(const uint8_t *data, Size size, Prints *prints, Workspace *ws)
{
	fingerprint_text(copy_of(data, size, ws), size, &fuzz_key, prints, ws);
}

static void
check_words(const Words *words)
{
	for (Size i = 0; i < words->count; i++)
		must(words->weights[i] == WEIGHT_WORD || words->weights[i] == WEIGHT_LETTER, "words have a weight");
}

/* Shingles are as many as there are words from which on one is whole */
static Size
count_shingles(const Words *words)
{
	Size		weight = 0;
	Size		count = 0;

	for (Size i = words->count; i > 0; i--)
	{
		weight += words->weights[i - 1];
		count += weight >= WEIGHT_SHINGLE;
	}
	return count;
}

static void
check_prints(const Prints *prints, Size shingles)
{
	Size		windows = shingles < WINDOW ? 1 : shingles - WINDOW + 1;

	must(shingles > 0 || prints->count == 0, "less than a shingle has no print");
	must(shingles == 0 || prints->count > 0, "a shingle has a print");
	must(prints->count <= windows, "at most one print for each window");
	must(shingles == 0 || prints->count >= (windows + WINDOW - 1) / WINDOW, "and one for each eighth window");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Size		from = size > 2 ? data[0] : 0;
	Size		length = size > 2 ? data[1] * 4 : 0;
	WorkspaceBuffer buffer;
	Workspace	ws;
	Words		words;
	Prints		whole,
				part;

	if (size > 2)
		data += 2, size -= 2;
	from = Min(from, size);
	length = Min(length, size - from);
	workspace_init(&ws, &buffer);
	read_words(data, size, &words, &ws);
	check_words(&words);
	print(data, size, &whole, &ws);
	check_prints(&whole, count_shingles(&words));
	must(whole.count == 0 || prints_containment(&whole, &whole, &ws) == 1, "a text contains itself");
	must(whole.count == 0 || prints_common_run(&whole, &whole, &ws) >= 1, "and has a run in common with itself");

	/* a part between separators, so that its words are those of the whole; without its first letter it may have no
	 * marks, and without its last no longer word */
	while (length > 0 && data[from] != '\n')
		from++, length--;
	while (length > 0 && data[from + length - 1] != '\n')
		length--;
	read_words(data + from, length, &words, &ws);
	print(data + from, length, &part, &ws);
	check_prints(&part, count_shingles(&words));
	if (count_shingles(&words) >= WINDOW)
		must(prints_containment(&whole, &part, &ws) > 0, "what has a window of shingles in common is found");
	workspace_free(&ws);
	return 0;
}
