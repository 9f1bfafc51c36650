/*-------------------------------------------------------------------------
 *
 * protected.c
 *		spells_any(): whether a text contains any of some names.
 *
 * Attributions are searched for names by mentions_any(), which compares whole
 * keys.  This is for what people write in their own words: reasons, quotes,
 * headlines, credits.  A name counts wherever it occurs, even within a longer
 * word: with inflections, and in scripts without spaces, there are no word
 * boundaries to rely on, and withholding a text without need does less harm
 * than printing a name.
 *
 * Text and names are folded (folding.h), so that a name is found if a reader
 * would recognize it: letters of other scripts that look like Latin ones are
 * folded to these.  Whatever is between words, such as hyphens, apostrophes or
 * signs in an address, counts as one blank: Anna Maier is named in
 * .../anna-maier-speaks, too.  A ledger has many texts and may have hundreds of
 * names, so a text is read once, and compared with the names only where two of
 * its bytes begin one of them.
 *
 * Storage: none.  Memory: the folded text, in the context that the function is
 * called in; the folded names, in fn_extra, as long as the names are the same.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include <ctype.h>

#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "base/utf8.h"
#include "type/folding.h"

#define PAIRS_OF_BYTES 0x10000

typedef struct FoldedName
{
	char	   *text;
	Size		length;
} FoldedName;

/* The names of the last call, and their folded forms */
typedef struct FoldedNames
{
	ArrayType  *array;
	FoldedName *names;
	int			count;
	uint8		begins[PAIRS_OF_BYTES / 8]; /* a bit for each pair of bytes
											 * that a name begins with */
} FoldedNames;

/* The first two bytes of a text that is NUL-terminated and not empty */
static inline uint16
first_pair(const char *text)
{
	return (uint16) ((uint8) text[0] << 8 | (uint8) text[1]);
}

/* A name of one byte may be followed by anything, including the end */
static void
note_beginning(FoldedNames *folded, const FoldedName *name)
{
	uint16		first = first_pair(name->text);

	if (name->length > 1)
		folded->begins[first / 8] |= 1 << first % 8;
	else
		memset(&folded->begins[first / 8], 0xFF, 0x100 / 8);
}

/*
 * The length of a separator at the start of a folded text; 0 if a word begins
 */
static int
separator_length(const char *text)
{
	const unsigned char *c = (const unsigned char *) text;
	uint32		codepoint;
	int			length;

	/* percent-encoding, as in addresses */
	if (c[0] == '%' && isxdigit(c[1]) && isxdigit(c[2]))
		return 3;
	if (c[0] < 0x80)
		return isalnum(c[0]) ? 0 : 1;
	length = utf8_decode(text, text + strnlen(text, UTF8_MAX_BYTES), &codepoint);
	/* General Punctuation, CJK Symbols and Punctuation, and middle dots */
	if (length > 0 && ((codepoint >= 0x2000 && codepoint < 0x2070) ||
					   (codepoint >= 0x3000 && codepoint < 0x3040) ||
					   codepoint == 0xB7 || codepoint == 0x30FB || codepoint == 0xB4))
		return length;
	return 0;
}

/* Folds a text, and replaces what is between its words by one blank */
static char *
fold_words(const char *given, Size given_length)
{
	char	   *text = fold_looks(given, given_length);
	char	   *to = text;

	for (const char *c = text; *c != '\0';)
	{
		int			length = separator_length(c);

		if (length == 0)
			*to++ = *c++;
		else if (to == text || to[-1] != ' ')
			*to++ = ' ';
		c += length;
	}
	*to = '\0';
	return text;
}

/* Folds a name, without blanks at its ends; of length 0 if nothing is left */
static FoldedName
fold_one(const text *given)
{
	FoldedName	name;

	name.text = fold_words(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given));
	if (*name.text == ' ')
		name.text++;
	name.length = strlen(name.text);
	if (name.length > 0 && name.text[name.length - 1] == ' ')
		name.text[--name.length] = '\0';
	return name;
}

static FoldedNames *
fold_names(ArrayType *array)
{
	FoldedNames *folded = palloc0(sizeof(FoldedNames));
	Datum	   *texts;
	bool	   *nulls;
	int			count;

	folded->array = palloc(VARSIZE(array));
	memcpy(folded->array, array, VARSIZE(array));
	deconstruct_array(folded->array, TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &count);
	folded->names = palloc(Max(count, 1) * sizeof(FoldedName));
	for (int i = 0; i < count; i++)
	{
		FoldedName	name;

		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			continue;
		name = fold_one(DatumGetTextPP(texts[i]));
		/* an empty text is part of every other, but names nobody */
		if (name.length == 0)
			continue;
		note_beginning(folded, &name);
		folded->names[folded->count++] = name;
	}
	return folded;
}

/* The folded names of this call; folded once for calls with the same ones */
static FoldedNames *
names_of_call(FunctionCallInfo fcinfo, ArrayType *array)
{
	FoldedNames *folded = fcinfo->flinfo->fn_extra;
	MemoryContext context;

	if (folded != NULL && VARSIZE(folded->array) == VARSIZE(array) &&
		memcmp(folded->array, array, VARSIZE(array)) == 0)
		return folded;
	if (folded != NULL)
	{
		MemoryContextDelete(GetMemoryChunkContext(folded));
		fcinfo->flinfo->fn_extra = NULL;
	}
	context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "names to look for",
									ALLOCSET_SMALL_SIZES);
	context = MemoryContextSwitchTo(context);
	folded = fold_names(array);
	MemoryContextSwitchTo(context);
	fcinfo->flinfo->fn_extra = folded;
	return folded;
}

static bool
any_begins(const FoldedNames *folded, const char *text)
{
	for (int i = 0; i < folded->count; i++)
		if (strncmp(text, folded->names[i].text, folded->names[i].length) == 0)
			return true;
	return false;
}

static bool
spelt_in(const FoldedNames *folded, const char *text, Size length)
{
	char	   *words;
	bool		found = false;

	if (folded->count == 0)
		return false;
	CHECK_FOR_INTERRUPTS();
	words = fold_words(text, length);
	for (const char *next = words; *next != '\0' && !found; next++)
	{
		uint16		first = first_pair(next);

		if ((folded->begins[first / 8] & 1 << first % 8) == 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		found = any_begins(folded, next);
	}
	pfree(words);
	return found;
}

/* spells_any(text, names): whether any of the names occurs in the text */
PG_FUNCTION_INFO_V1(spells_any);
Datum
spells_any(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);
	FoldedNames *folded = names_of_call(fcinfo, PG_GETARG_ARRAYTYPE_P(1));

	PG_RETURN_BOOL(spelt_in(folded, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)));
}

/*
 * spells_any(jsonb, names): whether any of them occurs in its strings, which
 * include the keys of objects
 */
PG_FUNCTION_INFO_V1(spells_any_jsonb);
Datum
spells_any_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb	   *value = PG_GETARG_JSONB_P(0);
	FoldedNames *folded = names_of_call(fcinfo, PG_GETARG_ARRAYTYPE_P(1));
	JsonbIterator *iterator = JsonbIteratorInit(&value->root);
	JsonbIteratorToken token;
	JsonbValue	part;
	StringInfoData strings;

	initStringInfo(&strings);
	while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE)
		if ((token == WJB_KEY || token == WJB_VALUE || token == WJB_ELEM) && part.type == jbvString)
		{
			appendBinaryStringInfo(&strings, part.val.string.val, part.val.string.len);
			appendStringInfoChar(&strings, '\n');
		}
	PG_RETURN_BOOL(spelt_in(folded, strings.data, strings.len));
}
