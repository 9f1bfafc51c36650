/*-------------------------------------------------------------------------
 *
 * admiralty.c
 *		The SQL type admiralty: a grade of the NATO or Admiralty code.
 *
 * A grade such as B2 has two axes that are judged apart: how reliable the
 * source is (A to F) and how credible what it says is (1 to 6).  It is never
 * one number; each axis has a number of its own, except F and 6, which say
 * that the axis cannot be judged.
 *
 * Storage: an int16, passed by value: the letter in the high byte and the
 * digit in the low one, both in ASCII.  So A1 < A2 < ... < F6 is the order of
 * the integers, and sending the integer sends the text; comparing, hashing
 * and sending are PostgreSQL's own functions for int2 (admiralty.sql
 * declares them).
 *
 * Memory: results are palloc'd in the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "type/confidence.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(admiralty_in);
PG_FUNCTION_INFO_V1(admiralty_out);
PG_FUNCTION_INFO_V1(admiralty_recv);
PG_FUNCTION_INFO_V1(admiralty_from_json);
PG_FUNCTION_INFO_V1(admiralty_from_jsonb);
PG_FUNCTION_INFO_V1(admiralty_json);
PG_FUNCTION_INFO_V1(admiralty_jsonb);
PG_FUNCTION_INFO_V1(admiralty_reliability);
PG_FUNCTION_INFO_V1(admiralty_credibility);
PG_FUNCTION_INFO_V1(admiralty_describe);

#define GRADES 6				/* on each axis; the last: cannot be judged */
#define GRADE_LENGTH 2			/* of the text, such as B2 */
#define GRADE_DETAIL \
	"A grade is a letter from A to F and a digit from 1 to 6, such as B2."

/* Index of a grade on its axis, from 0 */
#define RELIABILITY(grade) (((grade) >> 8) - 'A')
#define CREDIBILITY(grade) (((grade) & 0xFF) - '1')

typedef struct Grade
{
	const char *words;
	double		number;			/* the last grade of each axis has none */
} Grade;

/* Words of AJP-2.1; numbers as in MISP's admiralty-scale taxonomy */
static const Grade reliabilities[GRADES] = {
	{"completely reliable", 1.0},
	{"usually reliable", 0.75},
	{"fairly reliable", 0.5},
	{"not usually reliable", 0.25},
	{"unreliable", 0.0},
	{"reliability cannot be judged", 0.0},
};

/* Words of AJP-2.1; numbers as in the confidence scales of STIX 2.1 */
static const Grade credibilities[GRADES] = {
	{"confirmed by other sources", 0.9},
	{"probably true", 0.7},
	{"possibly true", 0.5},
	{"doubtful", 0.3},
	{"improbable", 0.1},
	{"truth cannot be judged", 0.0},
};

static inline bool
is_grade(int16 grade)
{
	return RELIABILITY(grade) >= 0 && RELIABILITY(grade) < GRADES &&
		CREDIBILITY(grade) >= 0 && CREDIBILITY(grade) < GRADES;
}

/* Reads a grade from text; length bytes, no white space */
static int16
parse_admiralty(const char *text, Size length, Node *escontext)
{
	int16		grade = 0;

	if (length == GRADE_LENGTH)
		grade = (pg_ascii_toupper((unsigned char) text[0]) << 8) |
			(unsigned char) text[1];
	if (!is_grade(grade))
		ereturn(escontext, 0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%.*s%s\"",
						"admiralty", SHOWN_TEXT(text, length)),
				 errdetail(GRADE_DETAIL)));
	return grade;
}

static inline void
print_admiralty(int16 grade, char *text)
{
	text[0] = grade >> 8;
	text[1] = grade & 0xFF;
}


/*
 * Input and output
 */

Datum
admiralty_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	Size		length = strlen(text);

	text = trim_space(text, &length);
	PG_RETURN_INT16(parse_admiralty(text, length, SOFT_ERROR_CONTEXT(fcinfo)));
}

Datum
admiralty_out(PG_FUNCTION_ARGS)
{
	char	   *text = palloc(GRADE_LENGTH + 1);

	print_admiralty(PG_GETARG_INT16(0), text);
	text[GRADE_LENGTH] = '\0';
	PG_RETURN_CSTRING(text);
}

Datum
admiralty_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	int16		grade = pq_getmsgint(buffer, sizeof(int16));

	if (!is_grade(grade))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid external \"admiralty\" value"),
				 errdetail(GRADE_DETAIL)));
	PG_RETURN_INT16(grade);
}


/*
 * Casts
 */

static Datum
admiralty_from_scalar(FunctionCallInfo fcinfo, Jsonb *jsonb)
{
	JsonbValue	scalar;

	if (!jsonb_to_scalar(jsonb, false, "admiralty", &scalar))
		PG_RETURN_NULL();
	PG_RETURN_INT16(parse_admiralty(scalar.val.string.val,
									scalar.val.string.len, NULL));
}

Datum
admiralty_from_json(PG_FUNCTION_ARGS)
{
	return admiralty_from_scalar(fcinfo, json_to_jsonb(PG_GETARG_TEXT_PP(0)));
}

Datum
admiralty_from_jsonb(PG_FUNCTION_ARGS)
{
	return admiralty_from_scalar(fcinfo, PG_GETARG_JSONB_P(0));
}

Datum
admiralty_json(PG_FUNCTION_ARGS)
{
	char		text[GRADE_LENGTH + 2];

	text[0] = text[GRADE_LENGTH + 1] = '"';
	print_admiralty(PG_GETARG_INT16(0), text + 1);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(text, sizeof(text)));
}

Datum
admiralty_jsonb(PG_FUNCTION_ARGS)
{
	char		text[GRADE_LENGTH];
	JsonbValue	scalar;

	print_admiralty(PG_GETARG_INT16(0), text);
	scalar.type = jbvString;
	scalar.val.string.val = text;
	scalar.val.string.len = GRADE_LENGTH;
	PG_RETURN_JSONB_P(JsonbValueToJsonb(&scalar));
}


/*
 * Numbers and words
 */

Datum
admiralty_reliability(PG_FUNCTION_ARGS)
{
	int			index = RELIABILITY(PG_GETARG_INT16(0));

	if (index == GRADES - 1)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(reliabilities[index].number);
}

Datum
admiralty_credibility(PG_FUNCTION_ARGS)
{
	int			index = CREDIBILITY(PG_GETARG_INT16(0));

	if (index == GRADES - 1)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(credibilities[index].number);
}

Datum
admiralty_describe(PG_FUNCTION_ARGS)
{
	int16		grade = PG_GETARG_INT16(0);

	PG_RETURN_TEXT_P(cstring_to_text(psprintf("%s; %s",
											  reliabilities[RELIABILITY(grade)].words,
											  credibilities[CREDIBILITY(grade)].words)));
}
