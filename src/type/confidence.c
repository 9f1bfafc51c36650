/*-------------------------------------------------------------------------
 *
 * confidence.c
 *		The SQL type confidence: a number in [0,1].
 *
 * Storage: a float8, passed by value where float8 is; never NaN, never minus
 * zero, so that equal values have equal bytes.  Since it is a float8,
 * comparing, hashing and sending are PostgreSQL's own functions for float8
 * (confidence.sql declares them); what is here is whatever has to check a
 * value, and printing, which unlike float8's never rounds.
 *
 * Memory: results are palloc'd in the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "type/confidence.h"

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/numeric.h"

#include "base/rating.h"
#include "base/utf8.h"

PG_FUNCTION_INFO_V1(confidence_in);
PG_FUNCTION_INFO_V1(confidence_out);
PG_FUNCTION_INFO_V1(confidence_recv);
PG_FUNCTION_INFO_V1(confidence_from_float8);
PG_FUNCTION_INFO_V1(confidence_from_int2);
PG_FUNCTION_INFO_V1(confidence_from_int4);
PG_FUNCTION_INFO_V1(confidence_from_int8);
PG_FUNCTION_INFO_V1(confidence_from_numeric);
PG_FUNCTION_INFO_V1(confidence_from_json);
PG_FUNCTION_INFO_V1(confidence_from_jsonb);
PG_FUNCTION_INFO_V1(confidence_numeric);
PG_FUNCTION_INFO_V1(confidence_json);
PG_FUNCTION_INFO_V1(confidence_jsonb);
PG_FUNCTION_INFO_V1(confidence_icd203);

/*
 * ICD 203's words of estimative probability (Office of the Director of
 * National Intelligence, Intelligence Community Directive 203).  Each holds
 * below its bound, and from the bound before it.  The directive's scale runs
 * from 0.01 to 0.99; the words at its ends are used beyond them too, since
 * it has no word for certainty.
 */
static const struct
{
	double		below;
	const char *words;
}			icd203_words[] = {
	{0.05, "almost no chance"},
	{0.20, "very unlikely"},
	{0.45, "unlikely"},
	{0.55, "roughly even chance"},
	{0.80, "likely"},
	{0.95, "very likely"},
	{2.00, "almost certain"},
};


/*
 * Checks and conversions.  Those that take an escontext leave an error there
 * if it asks for soft errors, and return zero; otherwise they throw.
 */

/* Reports what rating_check() or rating_parse() found */
static double
report_rating_error(RatingError error, const char *text, Size length,
					Node *escontext)
{
	const char *detail = rating_error_detail(error);
	const char *hint = rating_error_hint(error, text, length);

	if (error == RATING_SYNTAX || error == RATING_LETTER_F)
		ereturn(escontext, 0.0,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("invalid input syntax for type %s: \"%.*s%s\"",
						"confidence", SHOWN_TEXT(text, length)),
				 detail ? errdetail("%s", detail) : 0,
				 hint ? errhint("%s", hint) : 0));

	ereturn(escontext, 0.0,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("\"%.*s%s\" is out of range for type %s",
					SHOWN_TEXT(text, length), "confidence"),
			 detail ? errdetail("%s", detail) : 0,
			 hint ? errhint("%s", hint) : 0));
}

/* The one check of a number that is to be a confidence */
static double
check_confidence(double value, Node *escontext)
{
	RatingError error = rating_check(&value);

	if (unlikely(error != RATING_OK))
	{
		char	   *text = float8out_internal(value);

		return report_rating_error(error, text, strlen(text), escontext);
	}
	return value;
}

/* Reads a confidence from text; length bytes, no white space */
static double
parse_confidence(const char *text, Size length, Node *escontext)
{
	double		value;
	RatingError error = rating_parse(text, length, &value);

	if (unlikely(error != RATING_OK))
		return report_rating_error(error, text, length, escontext);
	return value;
}

/* The same for a numeric, which may hold more digits than a double */
static double
numeric_to_confidence(Numeric number, Node *escontext)
{
	char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out,
														   NumericGetDatum(number)));
	double		value = parse_confidence(text, strlen(text), escontext);

	pfree(text);
	return value;
}

/* The shortest numeric that reads back as the same confidence */
static Numeric
confidence_to_numeric(double value)
{
	char		text[RATING_TEXT_SIZE];

	rating_print(value, text);
	return DatumGetNumeric(DirectFunctionCall3(numeric_in,
											   CStringGetDatum(text),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}


/*
 * What other types use, too
 */

const char *
trim_space(const char *text, Size *length)
{
	while (*length > 0 && is_space(*text))
	{
		text++;
		(*length)--;
	}
	while (*length > 0 && is_space(text[*length - 1]))
		(*length)--;
	return text;
}

Jsonb *
json_to_jsonb(text *json)
{
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_in,
											  CStringGetDatum(text_to_cstring(json))));
}

bool
jsonb_to_scalar(Jsonb *jsonb, bool numbers, const char *type,
				JsonbValue *scalar)
{
	if (!JsonbExtractScalar(&jsonb->root, scalar))
	{
		scalar->type = jbvBinary;
		scalar->val.binary.data = &jsonb->root;
		scalar->val.binary.len = VARSIZE(jsonb) - VARHDRSZ;
	}
	if (scalar->type == jbvNull)
		return false;
	if (scalar->type == jbvString || (numbers && scalar->type == jbvNumeric))
		return true;

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("cannot cast JSON %s to type %s",
					JsonbTypeName(scalar), type),
			 numbers ?
			 errdetail("Only a JSON number or string can be cast to type %s.", type)
			 : errdetail("Only a JSON string can be cast to type %s.", type)));
}


/*
 * Input and output
 */

Datum
confidence_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	Size		length = strlen(text);

	text = trim_space(text, &length);
	PG_RETURN_FLOAT8(parse_confidence(text, length,
									  SOFT_ERROR_CONTEXT(fcinfo)));
}

Datum
confidence_out(PG_FUNCTION_ARGS)
{
	char	   *text = palloc(RATING_TEXT_SIZE);

	rating_print(PG_GETARG_FLOAT8(0), text);
	PG_RETURN_CSTRING(text);
}

Datum
confidence_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);

	PG_RETURN_FLOAT8(check_confidence(pq_getmsgfloat8(buffer), NULL));
}


/*
 * Casts
 */

Datum
confidence_from_float8(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(check_confidence(PG_GETARG_FLOAT8(0),
									  SOFT_ERROR_CONTEXT(fcinfo)));
}

/* Of all widths: some clients send a number in the narrowest that holds it */
Datum
confidence_from_int2(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(check_confidence(PG_GETARG_INT16(0),
									  SOFT_ERROR_CONTEXT(fcinfo)));
}

Datum
confidence_from_int4(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(check_confidence(PG_GETARG_INT32(0),
									  SOFT_ERROR_CONTEXT(fcinfo)));
}

Datum
confidence_from_int8(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(check_confidence((double) PG_GETARG_INT64(0),
									  SOFT_ERROR_CONTEXT(fcinfo)));
}

Datum
confidence_from_numeric(PG_FUNCTION_ARGS)
{
	PG_RETURN_FLOAT8(numeric_to_confidence(PG_GETARG_NUMERIC(0),
										   SOFT_ERROR_CONTEXT(fcinfo)));
}

static Datum
confidence_from_scalar(FunctionCallInfo fcinfo, Jsonb *jsonb)
{
	JsonbValue	scalar;

	if (!jsonb_to_scalar(jsonb, true, "confidence", &scalar))
		PG_RETURN_NULL();
	if (scalar.type == jbvNumeric)
		PG_RETURN_FLOAT8(numeric_to_confidence(scalar.val.numeric, NULL));
	PG_RETURN_FLOAT8(parse_confidence(scalar.val.string.val,
									  scalar.val.string.len, NULL));
}

Datum
confidence_from_json(PG_FUNCTION_ARGS)
{
	return confidence_from_scalar(fcinfo, json_to_jsonb(PG_GETARG_TEXT_PP(0)));
}

Datum
confidence_from_jsonb(PG_FUNCTION_ARGS)
{
	return confidence_from_scalar(fcinfo, PG_GETARG_JSONB_P(0));
}

Datum
confidence_numeric(PG_FUNCTION_ARGS)
{
	PG_RETURN_NUMERIC(confidence_to_numeric(PG_GETARG_FLOAT8(0)));
}

Datum
confidence_json(PG_FUNCTION_ARGS)
{
	char		text[RATING_TEXT_SIZE];
	int			length = rating_print(PG_GETARG_FLOAT8(0), text);

	PG_RETURN_TEXT_P(cstring_to_text_with_len(text, length));
}

Datum
confidence_jsonb(PG_FUNCTION_ARGS)
{
	JsonbValue	scalar;

	scalar.type = jbvNumeric;
	scalar.val.numeric = confidence_to_numeric(PG_GETARG_FLOAT8(0));
	PG_RETURN_JSONB_P(JsonbValueToJsonb(&scalar));
}


/*
 * Words
 */

Datum
confidence_icd203(PG_FUNCTION_ARGS)
{
	double		value = PG_GETARG_FLOAT8(0);
	Size		i = 0;

	while (value >= icd203_words[i].below)
		i++;
	Assert(i < lengthof(icd203_words));
	PG_RETURN_TEXT_P(cstring_to_text(icd203_words[i].words));
}
