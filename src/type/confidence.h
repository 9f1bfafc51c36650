/*-------------------------------------------------------------------------
 *
 * confidence.h
 *		What the other types need of the SQL type confidence.
 *
 * A confidence is a float8 in [0,1], never minus zero; a Datum of it is read
 * with DatumGetFloat8.  The functions that take an escontext leave an error
 * there if it asks for soft errors, and return zero; otherwise they throw.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_CONFIDENCE_H
#define CORROBORATE_CONFIDENCE_H

#include "base/compat.h"

#include "nodes/nodes.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "base/rating.h"

/* The one check of a number that is to be a confidence */
extern double check_confidence(double value, Node *escontext);

/* Reads a confidence from text; length bytes, no white space */
extern double parse_confidence(const char *text, Size length, Node *escontext);

/* The same for a numeric, which may hold more digits than a double */
extern double numeric_to_confidence(Numeric number, Node *escontext);

/* The shortest numeric that reads back as the same confidence */
extern Numeric confidence_to_numeric(double value);

/* Reports what rating_check() or rating_parse() found; returns zero */
extern double report_rating_error(RatingError error, const char *text,
								  Size length, Node *escontext);

/* Leaves out ASCII white space around a text, as an input function may */
extern const char *trim_space(const char *text, Size *length);

/*
 * How much of a text to show in a message, and whether that cuts it, in
 * the form of "%.*s%s".
 */
#define SHOWN_BYTES 64
#define SHOWN_TEXT(text, length) \
	pg_mbcliplen(text, (int) (length), SHOWN_BYTES), (text), \
	((length) > SHOWN_BYTES ? "..." : "")

/*
 * For casts from JSON to a scalar type: takes the number (if numbers is
 * true) or string out of a jsonb value.  Returns false for JSON's null, and
 * throws an error that names the type for anything else.
 */
extern bool jsonb_to_scalar(Jsonb *jsonb, bool numbers, const char *type,
							JsonbValue *scalar);

/* json as jsonb, so that casts have to know only one of the two */
extern Jsonb *json_to_jsonb(text *json);

#endif							/* CORROBORATE_CONFIDENCE_H */
