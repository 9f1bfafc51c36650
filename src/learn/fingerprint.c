/*-------------------------------------------------------------------------
 *
 * fingerprint.c
 *		Fingerprints of texts, by which their copies are recognized.
 *
 * A shingle is a run of words that weigh WEIGHT_SHINGLE together: five words,
 * or eight in scripts in which each letter is a word, or a mixture.  Its
 * polynomial is computed from its words' codes, and updated from one shingle
 * to the next with two multiplications.  The codes are keyed, so that
 * different shingles have the same polynomial with a probability of at most
 * 2^-58, and nobody without the key knows which shingles are taken.  A print
 * is a keyed hash of the polynomial.
 *
 * Storage: prints are 64 bits of SipHash.  Memory: the caller's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/fingerprint.h"

/* Odd and irregular, so that multiplying mixes all bits and is invertible */
#define MULTIPLIER UINT64CONST(0x9E3779B97F4A7C15)
#define MIXER UINT64CONST(0xD6E8FEB86659FD93)

/* The current shingle, which moves through the text */
typedef struct Shingles
{
	const Words *words;
	Size		first;			/* the shingle's first word */
	Size		end;			/* the word after its last */
	uint32		weight;
	uint64		rolling;
	uint64		powers[SHINGLE_MAX_WORDS];
} Shingles;

static void
shingles_init(Shingles *s, const Words *words)
{
	s->words = words;
	s->first = s->end = 0;
	s->weight = 0;
	s->rolling = 0;
	s->powers[0] = 1;
	for (int i = 1; i < SHINGLE_MAX_WORDS; i++)
		s->powers[i] = s->powers[i - 1] * MULTIPLIER;
}

/* Adds words until the shingle is complete; false if too few are left */
static bool
shingles_fill(Shingles *s)
{
	while (s->weight < WEIGHT_SHINGLE && s->end < s->words->count)
	{
		s->rolling = s->rolling * MULTIPLIER + s->words->codes[s->end];
		s->weight += s->words->weights[s->end];
		s->end++;
	}
	Assert(s->end - s->first <= SHINGLE_MAX_WORDS);
	return s->weight >= WEIGHT_SHINGLE;
}

/* Removes the first word */
static void
shingles_next(Shingles *s)
{
	s->rolling -= s->words->codes[s->first] * s->powers[s->end - s->first - 1];
	s->weight -= s->words->weights[s->first];
	s->first++;
}

static uint64
shingles_rank(const Shingles *s)
{
	uint64		mixed = s->rolling ^ s->rolling >> 32;

	mixed *= MIXER;
	return mixed ^ mixed >> 32;
}

/* A shingle in the window */
typedef struct Candidate
{
	uint64		rank;
	uint64		rolling;
	Size		place;			/* the shingle's number in the text */
} Candidate;

typedef struct Winnow
{
	Candidate	window[WINDOW]; /* by place modulo WINDOW */
	Size		least;			/* place of the shingle of the lowest rank */
	Size		count;			/* shingles so far */
} Winnow;

/* The lowest rank in the window; of equals, the last, which stays longest */
static Size
least_of_window(const Winnow *winnow)
{
	Size		from = winnow->count - Min(winnow->count, WINDOW);
	Size		least = from;

	for (Size i = from + 1; i < winnow->count; i++)
		if (winnow->window[i % WINDOW].rank <= winnow->window[least % WINDOW].rank)
			least = i;
	return least;
}

/* Moves the window by one shingle; returns whether the least one changed */
static bool
winnow_add(Winnow *winnow, const Candidate *added)
{
	Size		was = winnow->least;

	winnow->window[added->place % WINDOW] = *added;
	winnow->count = added->place + 1;
	if (added->place == 0 || added->rank < winnow->window[was % WINDOW].rank)
		winnow->least = added->place;
	else if (was + WINDOW <= added->place)
		winnow->least = least_of_window(winnow);
	return added->place == 0 || winnow->least != was;
}

static void
take(const Winnow *winnow, const SipKey *key, Prints *prints)
{
	/* not the key of the words */
	SipKey		for_prints = {key->k0, ~key->k1};

	prints->values[prints->count++] =
		(int64) sip_numbers(&winnow->window[winnow->least % WINDOW].rolling, 1, &for_prints);
}

void
fingerprint_text(const char *text, Size length, const SipKey *key, Prints *prints, Workspace *ws)
{
	Words		words;
	Shingles	shingles;
	Winnow		winnow = {.count = 0};
	bool		pending = false;	/* whether the least one is still to be taken */

	words_read(text, length, key, &words, ws);
	prints->values = workspace_alloc(ws, Max(words.count, 1), sizeof(int64));
	prints->count = 0;
	for (shingles_init(&shingles, &words); shingles_fill(&shingles); shingles_next(&shingles))
	{
		Candidate	added = {shingles_rank(&shingles), shingles.rolling, shingles.first};

		if (added.place % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		pending |= winnow_add(&winnow, &added);
		if (pending && winnow.count >= WINDOW)
		{
			take(&winnow, key, prints);
			pending = false;
		}
	}
	/* the window was never full */
	if (pending)
		take(&winnow, key, prints);
}

static int
compare_prints(const void *a, const void *b)
{
	int64		one = *(const int64 *) a;
	int64		other = *(const int64 *) b;

	return (one > other) - (one < other);
}

Prints
prints_distinct(const Prints *prints, Workspace *ws)
{
	Prints		sorted = {workspace_alloc(ws, Max(prints->count, 1), sizeof(int64)), 0};

	if (prints->count == 0)
		return sorted;
	memcpy(sorted.values, prints->values, prints->count * sizeof(int64));
	qsort(sorted.values, prints->count, sizeof(int64), compare_prints);
	for (Size i = 0; i < prints->count; i++)
		if (i == 0 || sorted.values[i] != sorted.values[sorted.count - 1])
			sorted.values[sorted.count++] = sorted.values[i];
	return sorted;
}

double
prints_containment(const Prints *a, const Prints *b, Workspace *ws)
{
	Prints		one = prints_distinct(a, ws);
	Prints		other = prints_distinct(b, ws);
	Size		common = 0;

	for (Size i = 0, k = 0; i < one.count && k < other.count;)
	{
		int			order = compare_prints(&one.values[i], &other.values[k]);

		common += order == 0;
		i += order <= 0;
		k += order >= 0;
	}
	return common == 0 ? 0 : (double) common / Min(one.count, other.count);
}

/* Where in a text a print is */
typedef struct PrintPlace
{
	int64		value;
	Size		place;
} PrintPlace;

static int
compare_places(const void *a, const void *b)
{
	const PrintPlace *one = a;
	const PrintPlace *other = b;
	int			order = compare_prints(&one->value, &other->value);

	return order != 0 ? order : (one->place > other->place) - (one->place < other->place);
}

/* The places of a print, from..end, at most the first RUN_STARTS_MAX */
typedef struct PlacesOfPrint
{
	const PrintPlace *from;
	const PrintPlace *end;
} PlacesOfPrint;

static PlacesOfPrint
find_places(const PrintPlace *places, Size count, int64 value)
{
	const PrintPlace *last = places + count;
	Size		low = 0;
	Size		high = count;
	PlacesOfPrint found;

	while (low < high)
	{
		Size		middle = (low + high) / 2;

		if (places[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	found.from = found.end = places + low;
	while (found.end < last && found.end < found.from + RUN_STARTS_MAX && found.end->value == value)
		found.end++;
	return found;
}

static PrintPlace *
sorted_places(const Prints *prints, Workspace *ws)
{
	PrintPlace *places = workspace_alloc(ws, Max(prints->count, 1), sizeof(PrintPlace));

	for (Size i = 0; i < prints->count; i++)
		places[i] = (PrintPlace) {prints->values[i], i};
	qsort(places, prints->count, sizeof(PrintPlace), compare_places);
	return places;
}

Size
prints_common_run(const Prints *a, const Prints *b, Workspace *ws)
{
	PrintPlace *places = sorted_places(b, ws);

	/*
	 * indexed by the next place in b: the length of the run that ends there
	 * and with a's current print, and with a's previous print
	 */
	Size	   *here = workspace_alloc_zero(ws, b->count + 1, sizeof(Size));
	Size	   *before = workspace_alloc_zero(ws, b->count + 1, sizeof(Size));
	PlacesOfPrint written = {places, places};
	Size		longest = 0;

	for (Size i = 0; i < a->count; i++)
	{
		PlacesOfPrint found = find_places(places, b->count, a->values[i]);
		Size	   *swapped = before;

		if (i % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		for (const PrintPlace *at = found.from; at < found.end; at++)
		{
			here[at->place + 1] = before[at->place] + 1;
			longest = Max(longest, here[at->place + 1]);
		}
		for (const PrintPlace *at = written.from; at < written.end; at++)
			before[at->place + 1] = 0;
		before = here;
		here = swapped;
		written = found;
	}
	return longest;
}

Size
run_words(Size run)
{
	return run == 0 ? 0 : (WEIGHT_SHINGLE / WEIGHT_WORD) + RUN_ENDS +
		((run - 1) * (WINDOW + 1) + 1) / 2;
}
