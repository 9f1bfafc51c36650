/*-------------------------------------------------------------------------
 *
 * protected.c
 *		spells_any(): whether a text has any of some names in it.
 *
 * Attributions are searched for names by mentions_any(), which compares whole
 * keys.  This is for what people write in their own words: reasons, quotes,
 * headlines, credits.  A name counts wherever it occurs, also within a longer
 * word, because inflections and scripts without spaces have no word ends to
 * rely on, and a text that is withheld for nothing does less harm than a name
 * that is printed.
 *
 * Text and names are compared folded: in normalisation form KD without accents,
 * which many leave out, in lower case as lower() knows it in this database,
 * without characters that are invisible, and with one space for any run of
 * white space.  A ledger has many texts and
 * may have hundreds of names, so a text is read once, and compared with the
 * names only where two of its bytes begin one of them.
 *
 * Storage: none.  Memory: the folded text, in the context the function is
 * called in; the folded names, as long as the calling expression lives and is
 * called with the same names.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "common/unicode_norm.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "storage/shmem.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "base/utf8.h"

#define PAIRS_OF_BYTES 0x10000

typedef struct FoldedName
{
	char	   *text;
	Size		length;
} FoldedName;

/* What the names of the last call were, and what they are folded */
typedef struct FoldedNames
{
	ArrayType  *array;
	FoldedName *names;
	int			count;
	uint8		begins[PAIRS_OF_BYTES / 8]; /* a bit for each pair of bytes
											 * that a name begins with */
} FoldedNames;

static bool
is_ascii(const char *text, Size length)
{
	uint8		bits = 0;

	for (Size i = 0; i < length; i++)
		bits |= (uint8) text[i];
	return bits < 0x80;
}

/*
 * Codepoints with a zero after the last, or NULL where the bytes are not
 * UTF-8, which only a database of encoding SQL_ASCII holds.
 */
static pg_wchar *
decode(const char *text, Size length)
{
	pg_wchar   *codepoints = palloc(mul_size(add_size(length, 1), sizeof(pg_wchar)));
	const char *end = text + length;
	Size		count = 0;

	while (text < end)
	{
		int			size = utf8_decode(text, end, &codepoints[count]);

		if (size == 0)
		{
			pfree(codepoints);
			return NULL;
		}
		text += size;
		count++;
	}
	codepoints[count] = 0;
	return codepoints;
}

/* Accents, and what prints as nothing: soft hyphens, joiners, marks of
 * direction */
static bool
is_left_out(pg_wchar codepoint)
{
	return (codepoint >= 0x0300 && codepoint <= 0x036F) ||
		codepoint == 0xAD || codepoint == 0xFEFF ||
		(codepoint >= 0x200B && codepoint <= 0x200F) ||
		(codepoint >= 0x202A && codepoint <= 0x202E) ||
		(codepoint >= 0x2060 && codepoint <= 0x206F);
}

/* The text in normalisation form KD, without what is left out; *length is its
 * new length */
static const char *
normalize(const char *text, Size *length)
{
	pg_wchar   *codepoints = decode(text, *length);
	pg_wchar   *normal;
	char	   *encoded;
	Size		count = 0;

	if (codepoints == NULL)
		return text;
	normal = unicode_normalize(UNICODE_NFKD, codepoints);
	while (normal[count] != 0)
		count++;
	encoded = palloc(add_size(mul_size(count, MAX_MULTIBYTE_CHAR_LEN), 1));
	*length = 0;
	for (Size i = 0; i < count; i++)
	{
		unsigned char *next = (unsigned char *) encoded + *length;

		if (is_left_out(normal[i]))
			continue;
		unicode_to_utf8(normal[i], next);
		*length += pg_utf_mblen(next);
	}
	pfree(codepoints);
	pfree(normal);
	return encoded;
}

static bool
is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Folds a text; the result is NUL-terminated */
static char *
fold(const char *text, Size length)
{
	char	   *folded;
	char	   *to;

	if (!is_ascii(text, length))
		text = normalize(text, &length);
	folded = str_tolower(text, length, DEFAULT_COLLATION_OID);
	to = folded;
	for (const char *from = folded; *from != '\0'; from++)
	{
		if (!is_white(*from))
			*to++ = *from;
		else if (to == folded || to[-1] != ' ')
			*to++ = ' ';
	}
	*to = '\0';
	return folded;
}

/* The first two bytes of a text that is NUL-terminated and not empty */
static inline uint16
first_pair(const char *text)
{
	return (uint16) ((uint8) text[0] << 8 | (uint8) text[1]);
}

/* A name of one byte may be followed by anything, also by the end */
static void
note_beginning(FoldedNames *folded, const FoldedName *name)
{
	uint16		first = first_pair(name->text);

	if (name->length > 1)
		folded->begins[first / 8] |= 1 << first % 8;
	else
		memset(&folded->begins[first / 8], 0xFF, 0x100 / 8);
}

/* A name without blanks at its ends; of length 0 where nothing is left */
static FoldedName
fold_name(const text *given)
{
	FoldedName	name;

	name.text = fold(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given));
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
		name = fold_name(DatumGetTextPP(texts[i]));
		/* nothing is named by an empty text, which is part of every other */
		if (name.length == 0)
			continue;
		note_beginning(folded, &name);
		folded->names[folded->count++] = name;
	}
	return folded;
}

/* The names of this call: folded once for all calls that have the same ones */
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
	words = fold(text, length);
	for (const char *next = words; *next != '\0' && !found; next++)
	{
		uint16		first = first_pair(next);

		if ((folded->begins[first / 8] & 1 << first % 8) != 0)
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

/* spells_any(jsonb, names): whether any of them occurs in its strings, which
 * include the keys of objects */
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
