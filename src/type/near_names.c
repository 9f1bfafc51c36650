/*-------------------------------------------------------------------------
 *
 * near_names.c
 *		Names that are spelt alike: with a few letters more, fewer or changed.
 *
 * One letter in five may differ, and three at most.  Numbers may not: source-12
 * and source-13 are two sources.
 *
 * Of many names, each is compared with those of about the same length.  Most
 * pairs are ruled out by the sets of their letters and pairs of letters, as
 * bit masks: a typing error changes few bits.  So there are about n * n / 2
 * cheap comparisons, which takes less than a second for 10,000 names.
 *
 * Storage: none.  Memory: the current memory context.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/compat.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "storage/shmem.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"
#include "utils/varlena.h"

#include "model/testimony.h"
#include "type/folding.h"

#define LETTERS_FOR_A_SLIP 5
#define SLIPS_MAX 3
#define EDIT_COST 1

/* How many bits an inserted, omitted or replaced letter can change */
#define LETTERS_OF_A_SLIP 2
#define PAIRS_OF_A_SLIP 4

/* A folded name */
typedef struct NearName
{
	const char *text;
	int			length;			/* in bytes */
	int			letters;
	uint64		set;			/* which letters it has, a bit for several */
	uint64		pairs;			/* which letters follow one another */
	uint32		numbers;		/* a hash of its digits */
	int			place;			/* among those that were given, from 1 */
} NearName;

static NearName
describe(const char *text, int place)
{
	NearName	name = {text, strlen(text), 0, 0, 0, 0, place};
	const char *next = text;
	uint32		before = 0;

	while (*next != '\0')
	{
		int			size = Min(pg_mblen(next), name.length - (int) (next - text));
		uint32		letter = hash_bytes((const unsigned char *) next, size);

		name.letters++;
		if (isdigit((unsigned char) *next))
			name.numbers = hash_combine(name.numbers, hash_uint32((unsigned char) *next));
		name.set |= UINT64CONST(1) << (letter & 63);
		if (next > text)
			name.pairs |= UINT64CONST(1) << (hash_combine(before, letter) & 63);
		before = letter;
		next += size;
	}
	return name;
}

/* How many letters may differ between two names, by the shorter one */
static int
slips_allowed(const NearName *shorter)
{
	return Min(shorter->letters / LETTERS_FOR_A_SLIP, SLIPS_MAX);
}

/* How many letters differ, or -1 if that is too many; the first is not longer */
static int
distance(const NearName *shorter, const NearName *longer)
{
	int			allowed = slips_allowed(shorter);
	int			found;

	if (longer->letters - shorter->letters > allowed || longer->numbers != shorter->numbers ||
		pg_popcount64(longer->set ^ shorter->set) > LETTERS_OF_A_SLIP * allowed ||
		pg_popcount64(longer->pairs ^ shorter->pairs) > PAIRS_OF_A_SLIP * allowed)
		return -1;
	found = varstr_levenshtein_less_equal(shorter->text, shorter->length,
										  longer->text, longer->length,
										  EDIT_COST, EDIT_COST, EDIT_COST, allowed, true);
	return found <= allowed ? found : -1;
}

/* name_distance(a, b): how many letters differ, or NULL if they are not near */
PG_FUNCTION_INFO_V1(name_distance);
Datum
name_distance(PG_FUNCTION_ARGS)
{
	text	   *first = PG_GETARG_TEXT_PP(0);
	text	   *second = PG_GETARG_TEXT_PP(1);
	NearName	a = describe(fold_name(VARDATA_ANY(first), VARSIZE_ANY_EXHDR(first)), 0);
	NearName	b = describe(fold_name(VARDATA_ANY(second), VARSIZE_ANY_EXHDR(second)), 0);
	int			found = a.letters <= b.letters ? distance(&a, &b) : distance(&b, &a);

	if (found < 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(found);
}

static int
compare_letters(const void *a, const void *b)
{
	const NearName *x = a,
			   *y = b;

	if (x->letters != y->letters)
		return x->letters < y->letters ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/*
 * Describes names, sorted by length, without nulls and texts that are too long
 * for names
 */
static NearName *
describe_all(ArrayType *array, int *count)
{
	Datum	   *texts;
	bool	   *nulls;
	int			given;
	NearName   *names;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &given);
	names = palloc(mul_size(Max(given, 1), sizeof(NearName)));
	*count = 0;
	for (int i = 0; i < given; i++)
	{
		char	   *folded;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i] || VARSIZE_ANY_EXHDR(DatumGetPointer(texts[i])) > KEY_MAX_BYTES)
			continue;
		folded = fold_name(VARDATA_ANY(DatumGetPointer(texts[i])),
						   VARSIZE_ANY_EXHDR(DatumGetPointer(texts[i])));
		names[(*count)++] = describe(folded, i + 1);
	}
	qsort(names, *count, sizeof(NearName), compare_letters);
	return names;
}

static void
put_pair(ReturnSetInfo *result, const NearName *a, const NearName *b, int found)
{
	Datum		values[3] = {Int32GetDatum(Min(a->place, b->place)),
	Int32GetDatum(Max(a->place, b->place)), Int32GetDatum(found)};
	bool		nulls[3] = {false};

	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * near_pairs(names): the pairs of places of names that are near each other,
 * but not the same
 */
PG_FUNCTION_INFO_V1(near_pairs);
Datum
near_pairs(PG_FUNCTION_ARGS)
{
	int			count;
	NearName   *names = describe_all(PG_GETARG_ARRAYTYPE_P(0), &count);

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < count; i++)
	{
		int			longest = names[i].letters + slips_allowed(&names[i]);

		CHECK_FOR_INTERRUPTS();
		for (int j = i + 1; j < count && names[j].letters <= longest; j++)
		{
			int			found = distance(&names[i], &names[j]);

			if (found > 0)
				put_pair((ReturnSetInfo *) fcinfo->resultinfo, &names[i], &names[j], found);
		}
	}
	PG_RETURN_NULL();
}
