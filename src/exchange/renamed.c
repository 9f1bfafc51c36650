/*-------------------------------------------------------------------------
 *
 * renamed.c
 *		replace_names(): replaces names in what people wrote.
 *
 * A name is replaced only if it is a whole name: not within a word, nor within
 * a longer known name.  Others' names must not change because they contain a
 * name that is replaced: if "kim" is replaced, "kim il sung" and "kim-2" stay.
 * Names are compared in any case; of two that are equally long, one in the
 * same case is preferred.
 *
 * spells_any() (protected.c) is less strict, because withholding a text
 * without need does less harm than changing it.
 *
 * Storage: none.  Memory: the context that the function is called in.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/formatting.h"
#include "utils/jsonb.h"

#include "base/utf8.h"
#include "model/keys.h"

/* A text, and its lower-case form, or NULL if that is not equally long */
typedef struct Spelt
{
	const char *text;
	const char *lower;
	Size		length;
} Spelt;

typedef struct KnownName
{
	Spelt		spelt;
	bool		replaced;
} KnownName;

static Spelt
spelt_as(const char *value, Size length)
{
	char	   *lower = str_tolower(value, length, DEFAULT_COLLATION_OID);
	Spelt		spelt = {value, strlen(lower) == length ? lower : NULL, length};

	return spelt;
}

/* Adds the names in an array to a list, except nulls and empty ones */
static List *
add_names(List *names, ArrayType *array, bool replaced)
{
	Datum	   *texts;
	bool	   *nulls;
	int			count;

	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &texts, &nulls, &count);
	for (int i = 0; i < count; i++)
	{
		text	   *given;
		KnownName  *name;

		if (nulls[i])
			continue;
		given = DatumGetTextPP(texts[i]);
		name = palloc(sizeof(KnownName));
		name->spelt = spelt_as(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given));
		name->replaced = replaced;
		if (name->spelt.length > 0)
			names = lappend(names, name);
	}
	return names;
}

/* Whether a character joins words to one name, as in keys without quotes */
static bool
is_sign(char c)
{
	return c != '\0' && strchr("_-./+&", c) != NULL;
}

/* Whether there is a letter or digit of any script at this place */
static bool
is_letter_at(const char *at, const char *end)
{
	return at < end && !is_sign(*at) && key_bare_length(at, end) > 0;
}

/* Whether a name may begin here, not within a word or another name */
static bool
may_begin(const Spelt *value, Size at)
{
	const char *end = value->text + at;
	const char *before = end;

	while (before > value->text && is_sign(before[-1]))
		before--;
	if (before == value->text)
		return true;
	/* back over the bytes of one character */
	end = before--;
	while (before > value->text && ((uint8) *before & 0xC0) == 0x80)
		before--;
	return !is_letter_at(before, end);
}

static bool
may_end(const Spelt *value, Size at)
{
	const char *next = value->text + at;
	const char *end = value->text + value->length;
	uint32		codepoint;

	/* an accent belongs to the character before it */
	if (next < end && utf8_decode(next, end, &codepoint) > 0 &&
		codepoint >= 0x0300 && codepoint <= 0x036F)
		return false;
	while (next < end && is_sign(*next))
		next++;
	return !is_letter_at(next, end);
}

static bool
is_at(const Spelt *value, Size at, const Spelt *name, bool *exact)
{
	if (name->length > value->length - at)
		return false;
	*exact = memcmp(value->text + at, name->text, name->length) == 0;
	return *exact || (value->lower != NULL && name->lower != NULL &&
					  memcmp(value->lower + at, name->lower, name->length) == 0);
}

/* The longest whole name at this place, or NULL */
static const KnownName *
name_at(const Spelt *value, Size at, const List *names)
{
	const KnownName *best = NULL;
	bool		best_exact = false;
	ListCell   *cell;

	foreach(cell, names)
	{
		const KnownName *name = lfirst(cell);
		bool		exact;

		if (!is_at(value, at, &name->spelt, &exact) ||
			!may_end(value, at + name->spelt.length))
			continue;
		if (best != NULL && (name->spelt.length < best->spelt.length ||
							 (name->spelt.length == best->spelt.length &&
							  (best_exact || !exact))))
			continue;
		best = name;
		best_exact = exact;
	}
	return best;
}

/* The value with the new name in place of those to be replaced */
static StringInfoData
replace_in(const Spelt *value, const List *names, const text *new_name)
{
	StringInfoData result;
	Size		at = 0;

	initStringInfo(&result);
	while (at < value->length)
	{
		const KnownName *name = NULL;

		CHECK_FOR_INTERRUPTS();
		/* not within a character */
		if (((uint8) value->text[at] & 0xC0) != 0x80 && may_begin(value, at))
			name = name_at(value, at, names);
		if (name == NULL)
		{
			appendStringInfoChar(&result, value->text[at++]);
			continue;
		}
		if (name->replaced)
			appendBinaryStringInfo(&result, VARDATA_ANY(new_name),
								   VARSIZE_ANY_EXHDR(new_name));
		else
			appendBinaryStringInfo(&result, value->text + at, name->spelt.length);
		at += name->spelt.length;
	}
	return result;
}

/*
 * replace_names(value, names, new_name, others): the value with new_name in
 * place of each of the names, except within one of others
 */
PG_FUNCTION_INFO_V1(replace_names);
Datum
replace_names(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	Spelt		value = spelt_as(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given));
	List	   *names = add_names(NIL, PG_GETARG_ARRAYTYPE_P(1), true);
	StringInfoData result;

	names = add_names(names, PG_GETARG_ARRAYTYPE_P(3), false);
	result = replace_in(&value, names, PG_GETARG_TEXT_PP(2));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(result.data, result.len));
}

/* Likewise in the strings of a JSON value, including keys of objects */
PG_FUNCTION_INFO_V1(replace_names_jsonb);
Datum
replace_names_jsonb(PG_FUNCTION_ARGS)
{
	Jsonb	   *value = PG_GETARG_JSONB_P(0);
	List	   *names = add_names(NIL, PG_GETARG_ARRAYTYPE_P(1), true);
	JsonbIterator *iterator = JsonbIteratorInit(&value->root);
	JsonbIteratorToken token;
	JsonbValue	part;
	JsonbInState state = {0};

	names = add_names(names, PG_GETARG_ARRAYTYPE_P(3), false);
	while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE)
	{
		bool		is_part = token == WJB_KEY || token == WJB_VALUE || token == WJB_ELEM;

		if (is_part && part.type == jbvString)
		{
			Spelt		spelt = spelt_as(part.val.string.val, part.val.string.len);
			StringInfoData result = replace_in(&spelt, names, PG_GETARG_TEXT_PP(2));

			part.val.string.val = result.data;
			part.val.string.len = result.len;
		}
		pushJsonbValue(&state, token, is_part ? &part : NULL);
	}
	/* a scalar is stored as an array of one */
	if (state.result->type == jbvArray)
		state.result->val.array.rawScalar = JB_ROOT_IS_SCALAR(value);
	PG_RETURN_JSONB_P(JsonbValueToJsonb(state.result));
}
