/*-------------------------------------------------------------------------
 *
 * confidence.h
 *		What the other types need of the SQL type confidence.
 *
 * A confidence is a float8 in [0,1], never minus zero; a Datum of it is read
 * with DatumGetFloat8.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_CONFIDENCE_H
#define CORROBORATE_CONFIDENCE_H

#include "base/compat.h"

#include "utils/jsonb.h"

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
