/*-------------------------------------------------------------------------
 *
 * checks.c
 *		Functions for check constraints of a ledger's tables, with errors that
 *		say what would be valid.
 *
 * The error of a violated CHECK constraint names the constraint and shows the
 * row.  So constraints call these functions, which raise an error of their own
 * instead of returning false.
 *
 * Storage: none.  Memory: the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/varlena.h"

#include "type/confidence.h"
#include "type/evidence.h"
#include "type/inner_context.h"
#include "type/key_arrays.h"

/* Words that differ in at most this many letters may be typing errors */
#define SLIP 2

/* How much of an unknown word is shown, in bytes */
#define SHOWN_MAX 40

static int
distance(Key a, const char *b, int length)
{
	return varstr_levenshtein_less_equal(a.data, (int) a.length, b, length,
										 1, 1, 1, SLIP, true);
}

/*
 * The word that was meant: the same in another case or with blanks around it,
 * or the nearest one; length 0 if none is near
 */
static Key
nearest_word(const Key *words, Size count, const char *word, int length)
{
	char	   *folded = pnstrdup(word, length);
	Key			nearest = {NULL, 0};
	int			least = SLIP + 1;

	for (char *c = folded; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c |= 0x20;
	for (Size i = 0; i < count; i++)
	{
		int			far = distance(words[i], folded, length);

		/* any two short words are near */
		if (far < least && far < (int) words[i].length / 2)
		{
			least = far;
			nearest = words[i];
		}
	}
	return nearest;
}

static bool
is_one_of(Key word, const Key *words, Size count)
{
	for (Size i = 0; i < count; i++)
		if (key_equal(words[i], word))
			return true;
	return false;
}

/* What people call kinds of sources */
static const struct
{
	const char *word;
	const char *meant;
}			synonyms[] = {
	{"company", "organisation"}, {"government", "organisation"}, {"ministry", "organisation"}, {"ngo", "organisation"},
	{"organization", "organisation"}, {"party", "organisation"}, {"police", "organisation"},
	{"blog", "site"}, {"website", "site"}, {"web", "site"},
	{"broadcaster", "outlet"}, {"magazine", "outlet"}, {"media", "outlet"}, {"newspaper", "outlet"},
	{"paper", "outlet"}, {"radio", "outlet"}, {"tv", "outlet"}, {"newswire", "agency"}, {"wire", "agency"},
	{"book", "document"}, {"email", "document"}, {"file", "document"}, {"memo", "document"}, {"report", "document"},
	{"expert", "person"}, {"human", "person"}, {"individual", "person"}, {"journalist", "person"},
	{"official", "person"}, {"reporter", "person"}, {"spokesman", "person"}, {"spokesperson", "person"},
	{"spokeswoman", "person"}, {"witness", "person"},
	{"camera", "sensor"}, {"satellite", "sensor"}, {"anonymous", "unnamed"}, {"unknown", "unnamed"},
};

/* The word for which this is another name; length 0 if there is none */
static Key
called_so(const Key *words, Size count, const char *word, int length)
{
	for (Size i = 0; i < lengthof(synonyms); i++)
		if ((int) strlen(synonyms[i].word) == length && pg_strncasecmp(synonyms[i].word, word, length) == 0)
		{
			Key			meant = {synonyms[i].meant, strlen(synonyms[i].meant)};

			if (is_one_of(meant, words, count))
				return meant;
		}
	return (Key){NULL, 0};
}

static void
append_words(StringInfo text, const Key *words, Size count)
{
	for (Size i = 0; i < count; i++)
		appendStringInfo(text, "%s\"%.*s\"",
						 i == 0 ? "" : i + 1 == count ? " or " : ", ",
						 (int) words[i].length, words[i].data);
}

/* Raises the error for a word that is none of these, and lists them */
pg_noreturn static void
refuse_word(const char *what, Key word, const Key *words, Size count)
{
	StringInfoData list;
	const char *data;
	Size		length = word.length;
	int			shown = pg_mbcliplen(word.data, (int) word.length, SHOWN_MAX);
	Key			meant;

	initStringInfo(&list);
	append_words(&list, words, count);
	data = trim_space(word.data, &length);
	length = pg_mbcliplen(data, (int) length, SHOWN_MAX);
	meant = nearest_word(words, count, data, (int) length);
	if (meant.length == 0)
		meant = called_so(words, count, data, (int) length);
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errhide_inner_context(),
			 errmsg("unrecognized %s: \"%.*s\"", what, shown, word.data),
			 errdetail("It must be one of %s.", list.data),
			 meant.length > 0 ?
			 errhint("Did you mean \"%.*s\"?", (int) meant.length, meant.data) : 0));
}

/* known_word(what, word, words): true, or an error that lists the words */
PG_FUNCTION_INFO_V1(known_word);
Datum
known_word(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Key			word = key_from_varlena(PG_GETARG_TEXT_PP(1));
	Key		   *words;
	Size		count;

	unpack_start(&unpacked);
	words = array_to_keys(PG_GETARG_DATUM(2), &count, &unpacked.ws);
	if (!is_one_of(word, words, count))
		refuse_word(text_to_cstring(PG_GETARG_TEXT_PP(0)), word, words, count);
	unpack_free(&unpacked);
	PG_RETURN_BOOL(true);
}

static void
refuse_row(const char *message, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 errhide_inner_context(),
			 errmsg_internal("%s", message),
			 hint == NULL ? 0 : errhint("%s", hint)));
}

/*
 * holds(condition, message, hint): true, or an error; a null condition holds,
 * as in any CHECK constraint
 */
PG_FUNCTION_INFO_V1(holds);
Datum
holds(PG_FUNCTION_ARGS)
{
	bool		broken = !PG_ARGISNULL(0) && !PG_GETARG_BOOL(0);

	if (broken && PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("a check needs a message")));
	if (broken)
		refuse_row(text_to_cstring(PG_GETARG_TEXT_PP(1)),
				   PG_ARGISNULL(2) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(2)));
	PG_RETURN_BOOL(true);
}

/* An attestation must not rate a source 0 */
static void
refuse_to_discredit(Datum said)
{
	Unpacked	unpacked;
	Key			discredited = {NULL, 0};

	evidence_unpack(&unpacked, said);
	for (uint32 i = 0; i < unpacked.testimony.nsources && discredited.length == 0; i++)
		if (source_is_dead(&unpacked.testimony.sources[i]))
			discredited = unpacked.testimony.sources[i].key;
	if (discredited.length > 0)
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errhide_inner_context(),
				 errmsg("an attestation cannot discredit a source"),
				 errdetail("It rates \"%.*s\" 0, as the letter E does, too.",
						   (int) discredited.length, discredited.data),
				 errhint("To discredit a source everywhere, use discredit_source(source, reason). "
						 "To take back what it said here, use retract_attestation(claim, id, reason).")));
	unpack_free(&unpacked);
}

/* The arguments of attestation_columns_hold(), in their order */
enum
{
	ID, REPLACES, RECORDED_AT, ACCEPTED_AT, ACCEPTED_BY, RETRACTED_AT, REASON, SAID
};

static bool
is_before_recorded(FunctionCallInfo fcinfo, int argument)
{
	return !PG_ARGISNULL(argument) && !PG_ARGISNULL(RECORDED_AT) &&
		PG_GETARG_TIMESTAMPTZ(argument) < PG_GETARG_TIMESTAMPTZ(RECORDED_AT);
}

/*
 * attestation_columns_hold(id, replaces, recorded_at, accepted_at, accepted_by,
 * retracted_at, retraction_reason, said): true, or an error.
 *
 * One function for all of them, not six constraints: the server parses the
 * stored form of each constraint, with its messages, for each statement that
 * writes.  That is noticeable when statements write one row each.
 */
PG_FUNCTION_INFO_V1(attestation_columns_hold);
Datum
attestation_columns_hold(PG_FUNCTION_ARGS)
{
	bool		reasoned = !PG_ARGISNULL(REASON);

	if (!PG_ARGISNULL(REPLACES) && !PG_ARGISNULL(ID) &&
		PG_GETARG_INT64(REPLACES) == PG_GETARG_INT64(ID))
		refuse_row("an attestation does not replace itself",
				   "Write into replaces the number of an earlier one about the same claim, or leave it out.");
	if (is_before_recorded(fcinfo, ACCEPTED_AT))
		refuse_row("an attestation cannot be accepted before it is recorded",
				   "Accept it from recorded_at on; said_at is when it was said.");
	if (PG_ARGISNULL(ACCEPTED_AT) != PG_ARGISNULL(ACCEPTED_BY))
		refuse_row("accepted_at and accepted_by belong together",
				   "For an attestation that is pending, make both NULL.");
	if (is_before_recorded(fcinfo, RETRACTED_AT))
		refuse_row("an attestation cannot be retracted before it is recorded",
				   "Retract it from recorded_at on.");
	if (PG_ARGISNULL(RETRACTED_AT) == reasoned ||
		(reasoned && VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(REASON)) == 0))
		refuse_row("a retraction needs a time and a reason",
				   "Use retract_attestation(claim, id, reason).");
	if (!PG_ARGISNULL(SAID))
		refuse_to_discredit(PG_GETARG_DATUM(SAID));
	PG_RETURN_BOOL(true);
}

/* The known comparators and rulings of a claim */
static const Key comparators[] = {
	{"=", 1}, {"<", 1}, {"<=", 2}, {">", 1}, {">=", 2}, {"about", 5}
};
static const Key rulings[] = {{"confirm", 7}, {"refute", 6}, {"hold", 4}};

/* The arguments of claim_columns_hold(), in their order */
enum
{
	QUESTION, COMPARATOR, VALUE, UNIT, ANSWER, HOLDS, RULING
};

static void
check_word(FunctionCallInfo fcinfo, int argument, const char *what,
		   const Key *words, Size count)
{
	Key			word;

	if (PG_ARGISNULL(argument))
		return;
	word = key_from_varlena(PG_GETARG_TEXT_PP(argument));
	if (!is_one_of(word, words, count))
		refuse_word(what, word, words, count);
}

/*
 * claim_columns_hold(question, comparator, value, unit, answer, holds, ruling):
 * true, or an error; one function, like attestation_columns_hold()
 */
PG_FUNCTION_INFO_V1(claim_columns_hold);
Datum
claim_columns_hold(PG_FUNCTION_ARGS)
{
	bool		has_value = !PG_ARGISNULL(VALUE);
	bool		has_answer = !PG_ARGISNULL(ANSWER);

	if (PG_ARGISNULL(QUESTION) && (has_value || has_answer || !PG_ARGISNULL(UNIT)))
		refuse_row("an answer needs its question",
				   "Write into question what the value or answer is an answer to, in the same words for all its answers.");
	check_word(fcinfo, COMPARATOR, "comparator", comparators, lengthof(comparators));
	if (!PG_ARGISNULL(HOLDS) && RangeIsEmpty(PG_GETARG_RANGE_P(HOLDS)))
		refuse_row("an answer that holds on no day is no answer",
				   "Write the days on which it holds, such as [2009-03-01,2011-06-30], or leave holds out.");
	if (has_value && has_answer)
		refuse_row("a claim has one answer",
				   "Write a number into value, or words into answer.");
	check_word(fcinfo, RULING, "ruling", rulings, lengthof(rulings));
	if (has_value != !PG_ARGISNULL(COMPARATOR))
		refuse_row("a value and its comparator belong together",
				   "Write both, such as comparator '=' and value 12, or neither.");
	PG_RETURN_BOOL(true);
}
