/*-------------------------------------------------------------------------
 *
 * evidence.c
 *		The types evidence and attribution: storage, input and output.
 *
 * Storage: one varlena for both types, laid out in evidence.h (header with
 * the figures) and packed.h (the testimony).  An attribution is evidence with
 * exactly one statement.  The figures are a function of the rest: they are
 * computed when a value is made, and never compared, hashed or sent.
 *
 * Memory: results in the current context; everything else in a workspace
 * that each function frees.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "type/confidence.h"
#include "type/inner_context.h"
#include "model/grammar.h"
#include "model/keys.h"
#include "model/packed.h"
#include "model/settling.h"

/* Version, bits, three counts and three doubles */
#define HEADER_MAX (2 + 3 * VARINT_MAX_BYTES + 3 * 8)

pg_noreturn static void
report_corruption(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("stored evidence is corrupted")));
}

static const uint8 *
read_figure(const uint8 *at, const uint8 *end, double *figure)
{
	if (end - at < (ptrdiff_t) sizeof(double))
		report_corruption();
	memcpy(figure, at, sizeof(double));
	return at + sizeof(double);
}

/* The bits of a header of this version */
static inline uint8
header_bits(const uint8 *bytes, Size size)
{
	if (size < 2 || bytes[0] != EVIDENCE_VERSION ||
		(bytes[1] & EVIDENCE_RESERVED))
		report_corruption();
	return bytes[1];
}

/* Reads a settled header; returns the byte after it */
static const uint8 *
read_header(const uint8 *bytes, Size size, Figures *figures)
{
	uint8		bits = header_bits(bytes, size);
	const uint8 *at = bytes + 2;
	const uint8 *end = bytes + size;

	memset(figures, 0, sizeof(*figures));
	if ((at = varint_read(at, end, &figures->corroboration)) == NULL ||
		(at = varint_read(at, end, &figures->firsthand)) == NULL ||
		(at = varint_read(at, end, &figures->contradiction)) == NULL)
		report_corruption();

	figures->has_support = (bits & EVIDENCE_SUPPORT) != 0;
	figures->has_denial = (bits & EVIDENCE_DENIAL) != 0;
	figures->support_exact = (bits & EVIDENCE_SUPPORT_BOUND) == 0;
	figures->denial_exact = (bits & EVIDENCE_DENIAL_BOUND) == 0;
	if (figures->has_support)
		at = read_figure(at, end, &figures->support);
	if (figures->has_denial)
		at = read_figure(at, end, &figures->denial);
	figures->denial_upper = figures->denial;
	if (!figures->denial_exact)
		at = read_figure(at, end, &figures->denial_upper);
	return at;
}

const uint8 *
skip_header(const uint8 *bytes, Size size)
{
	uint8		bits = header_bits(bytes, size);
	const uint8 *at = bytes + 2;
	const uint8 *end = bytes + size;

	for (int varints = 0; varints < 3; at++)
	{
		if (at >= end)
			report_corruption();
		varints += *at < 0x80;
	}
	at += sizeof(double) * (((bits & EVIDENCE_SUPPORT) != 0) +
							((bits & EVIDENCE_DENIAL) != 0) +
							((bits & EVIDENCE_DENIAL_BOUND) != 0));
	if (at > end)
		report_corruption();
	return at;
}

static uint8 *
write_header(uint8 *to, const Figures *figures)
{
	*to++ = EVIDENCE_VERSION;
	*to++ = (figures->has_support ? EVIDENCE_SUPPORT : 0) |
		(figures->has_denial ? EVIDENCE_DENIAL : 0) |
		(figures->support_exact ? 0 : EVIDENCE_SUPPORT_BOUND) |
		(figures->denial_exact ? 0 : EVIDENCE_DENIAL_BOUND);
	to = varint_write(to, figures->corroboration);
	to = varint_write(to, figures->firsthand);
	to = varint_write(to, figures->contradiction);
	if (figures->has_support)
	{
		memcpy(to, &figures->support, sizeof(double));
		to += sizeof(double);
	}
	if (figures->has_denial)
	{
		memcpy(to, &figures->denial, sizeof(double));
		to += sizeof(double);
	}
	if (!figures->denial_exact)
	{
		memcpy(to, &figures->denial_upper, sizeof(double));
		to += sizeof(double);
	}
	return to;
}

void
unpack_start(Unpacked *unpacked)
{
	workspace_init(&unpacked->ws, &unpacked->buffer);
	builder_init(&unpacked->builder, &unpacked->ws);
}

const uint8 *
state_rows(const struct varlena *state, Size *size)
{
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(state);
	uint32		used;

	memcpy(&used, bytes + 2, sizeof(used));
	if (used > VARSIZE_ANY_EXHDR(state) - EVIDENCE_STATE_HEADER)
		report_corruption();
	*size = used;
	return bytes + EVIDENCE_STATE_HEADER;
}

void
unpack_add_rows(Unpacked *unpacked, const uint8 *rows, Size size)
{
	const uint8 *at = rows;
	const uint8 *end = rows + size;

	while (at < end)
	{
		Size		read = packed_read(at, end - at, &unpacked->builder);

		if (read == 0)
			report_corruption();
		at += read;
	}
}

void
unpack_add(Unpacked *unpacked, Datum evidence)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(evidence);
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(value);
	Size		size = VARSIZE_ANY_EXHDR(value);
	const uint8 *at;

	/* do not free a detoasted copy, because the keys point into it */
	if (evidence_is_unsettled(value))
		at = state_rows(value, &size);
	else
	{
		at = skip_header(bytes, size);
		size = bytes + size - at;
	}
	unpack_add_rows(unpacked, at, size);
}

void
unpack_finish(Unpacked *unpacked)
{
	testimony_build(&unpacked->builder, &unpacked->testimony);
}

void
unpack_free(Unpacked *unpacked)
{
	workspace_free(&unpacked->ws);
}

void
evidence_unpack(Unpacked *unpacked, Datum evidence)
{
	unpack_start(unpacked);
	unpack_add(unpacked, evidence);
	unpack_finish(unpacked);
}

Datum
evidence_pack(const Testimony *testimony, Workspace *ws)
{
	Figures		figures;
	Size		bound;
	struct varlena *value;
	uint8	   *to;

	testimony_figures(testimony, &figures, ws);

	bound = VARHDRSZ + HEADER_MAX + packed_bound(testimony);
	if (bound > MaxAllocSize)
		workspace_too_large();
	value = palloc(bound);
	to = write_header((uint8 *) VARDATA(value), &figures);
	to += packed_write(testimony, to);
	SET_VARSIZE(value, to - (uint8 *) value);
	return PointerGetDatum(value);
}

static Datum
pack_settled(const Settled *settled)
{
	struct varlena *value = palloc(VARHDRSZ + HEADER_MAX + settled_bound(settled));
	uint8	   *to = write_header((uint8 *) VARDATA(value), &settled->figures);

	to += settled_write(settled, to);
	SET_VARSIZE(value, to - (uint8 *) value);
	return PointerGetDatum(value);
}

Datum
evidence_unite(const uint8 *rows, Size size)
{
	Unpacked	unpacked;
	Settled		settled;
	Datum		result;

	unpack_start(&unpacked);
	if (settle_directly(rows, size, &settled, &unpacked.ws))
		result = pack_settled(&settled);
	else
	{
		unpack_add_rows(&unpacked, rows, size);
		unpack_finish(&unpacked);
		result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	}
	unpack_free(&unpacked);
	return result;
}

bool
evidence_start_splice(struct varlena *stored, const Testimony *said, Splice *splice,
					  Workspace *ws)
{
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(stored);
	Size		size = VARSIZE_ANY_EXHDR(stored);
	const uint8 *body;

	if (evidence_is_unsettled(stored))
		return false;
	body = skip_header(bytes, size);
	return splice_start(splice, body, bytes + size - body, said, ws);
}

Datum
evidence_finish_splice(struct varlena *stored, const Splice *splice, Workspace *ws)
{
	struct varlena *value;
	Figures		figures;
	Size		bound;
	uint8	   *to;

	if (splice->nadded == 0)
		return PointerGetDatum(stored);
	if (!direct_figures(splice->sources, splice->nsources, &figures, ws))
		return (Datum) 0;
	bound = VARHDRSZ + HEADER_MAX + splice_bound(splice);
	if (bound > MaxAllocSize)
		return (Datum) 0;
	value = palloc(bound);
	to = write_header((uint8 *) VARDATA(value), &figures);
	to += splice_write(splice, to);
	SET_VARSIZE(value, to - (uint8 *) value);
	return PointerGetDatum(value);
}

/* How many statements there are, on both sides */
static uint32
count_statements(const Testimony *testimony)
{
	uint32		count = 0;

	for (uint32 i = 0; i < testimony->nsources; i++)
		for (int side = 0; side < SIDES; side++)
			count += (testimony->sources[i].says[side] & SAYS_SPEAKS) != 0;
	return count;
}

Datum
attribution_pack(const Testimony *testimony, int sqlerrcode, Node *escontext,
				 Workspace *ws)
{
	uint32		statements = count_statements(testimony);

	if (statements != 1)
		ereturn(escontext, (Datum) 0,
				(errcode(sqlerrcode),
				 errmsg("attribution must contain exactly one statement"),
				 errdetail("The value contains %u statements.", statements),
				 errhint("Use the type evidence for none or several: "
						 "'{dandong-1,dalian-2}'::evidence. "
						 "In a table of attestations each is a row of its own.")));
	return evidence_pack(testimony, ws);
}

void
evidence_figures(Datum evidence, Figures *figures)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(evidence);

	/* fetch only the header of a long value */
	if (VARATT_IS_EXTERNAL(value) || VARATT_IS_COMPRESSED(value))
		value = PG_DETOAST_DATUM_SLICE(evidence, 0, HEADER_MAX);

	if (evidence_is_unsettled(value))
	{
		Unpacked	unpacked;

		evidence_unpack(&unpacked, evidence);
		testimony_figures(&unpacked.testimony, figures, &unpacked.ws);
		unpack_free(&unpacked);
		return;
	}
	read_header((uint8 *) VARDATA_ANY(value),
				VARSIZE_ANY_EXHDR(value), figures);
}

/*
 * Only the first figure.  Queries filter millions of claims by it, so this
 * takes the shortest way: it is the byte after version and bits, except in
 * values with a count above 127.
 */
uint32
evidence_first_figure(Datum evidence)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(evidence);
	Figures		figures;

	if (!VARATT_IS_EXTERNAL(value) && !VARATT_IS_COMPRESSED(value) &&
		VARSIZE_ANY_EXHDR(value) >= 3)
	{
		const uint8 *bytes = (const uint8 *) VARDATA_ANY(value);

		if (likely(bytes[0] == EVIDENCE_VERSION &&
				   !(bytes[1] & (EVIDENCE_UNSETTLED | EVIDENCE_RESERVED)) &&
				   bytes[2] < 0x80))
			return bytes[2];
	}
	evidence_figures(evidence, &figures);
	return figures.corroboration;
}

const uint8 *
evidence_body(Datum evidence, Size *size)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(evidence);
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(value);
	const uint8 *body;

	if (evidence_is_unsettled(value))
	{
		Unpacked	unpacked;

		evidence_unpack(&unpacked, evidence);
		value =
			(struct varlena *) DatumGetPointer(evidence_pack(&unpacked.testimony,
															 &unpacked.ws));
		unpack_free(&unpacked);
		bytes = (const uint8 *) VARDATA(value);
	}
	body = skip_header(bytes, VARSIZE_ANY_EXHDR(value));
	*size = bytes + VARSIZE_ANY_EXHDR(value) - body;
	return body;
}

Key
check_key(Key text, const char *what, Workspace *ws)
{
	Key			key;
	KeyError	problem = key_read(text.data, text.length, &key, ws);

	if (problem == KEY_EMPTY)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errhide_inner_context(),
				 errmsg("empty name in %s", what),
				 errdetail("A name has at least one character."),
				 strcmp(what, "source") == 0 ?
				 errhint("Where nobody is named, pass NULL: said_by(nullif(name, '')) is NULL then, and evidence_agg() leaves it out.") :
				 errhint("Leave empty names out: array_remove(names, '').")));
	if (problem == KEY_INVALID_UTF8)
		ereport(ERROR,
				(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
				 errhide_inner_context(),
				 errmsg("invalid name in %s", what),
				 errdetail("%s", key_error_detail(problem))));
	if (problem != KEY_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errhide_inner_context(),
				 errmsg("invalid name in %s: \"%.*s%s\"", what,
						SHOWN_TEXT(text.data, text.length)),
				 errdetail("%s", key_error_detail(problem))));
	return key;
}

Key
key_from_text(Datum text, const char *what, Workspace *ws)
{
	return check_key(key_from_varlena(PG_DETOAST_DATUM_PACKED(text)), what, ws);
}

uint32
check_threshold(int32 threshold)
{
	if (!threshold_is_valid(threshold))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errhide_inner_context(),
				 errmsg("threshold must be at least %d, not %d",
						THRESHOLD_MIN, threshold),
				 errdetail(THRESHOLD_DETAIL)));
	return (uint32) threshold;
}

/*
 * Text
 */

static void
report_grammar_error(const char *type, const char *text, Size length,
					 const GrammarError *error, Node *escontext)
{
	int			sqlerrcode = ERRCODE_INVALID_TEXT_REPRESENTATION;

	if (error->kind == GRAMMAR_RATING_RANGE)
		sqlerrcode = ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE;
	else if (error->kind == GRAMMAR_KEY_LENGTH)
		sqlerrcode = ERRCODE_INVALID_NAME;
	else if (error->kind == GRAMMAR_ENCODING)
		sqlerrcode = ERRCODE_CHARACTER_NOT_IN_REPERTOIRE;

	/* do not repeat text that is not UTF-8: the client cannot show it */
	if (error->kind == GRAMMAR_ENCODING)
		errsave(escontext,
				(errcode(sqlerrcode),
				 errmsg("malformed %s literal", type),
				 errdetail("%s", error->detail)));
	else
		errsave(escontext,
				(errcode(sqlerrcode),
				 errmsg("malformed %s literal: \"%.*s%s\"", type,
						SHOWN_TEXT(text, length)),
				 errdetail("%s%s%s", error->detail,
						   error->explanation ? " " : "",
						   error->explanation ? error->explanation : ""),
				 error->hint != NULL ? errhint("%s", error->hint) : 0));
}

/* Reads a literal of either type; false after a soft error */
static bool
read_literal(Unpacked *unpacked, const char *type, const char *text,
			 Node *escontext)
{
	Size		length = strlen(text);
	Size		nstatements;
	GrammarError error;

	unpack_start(unpacked);
	if (!grammar_read(text, length, &unpacked->builder, &nstatements, &error))
	{
		report_grammar_error(type, text, length, &error, escontext);
		unpack_free(unpacked);
		return false;
	}
	unpack_finish(unpacked);
	return true;
}

static char *
write_literal(Datum evidence, bool attribution)
{
	Unpacked	unpacked;
	GrammarText text;
	char	   *result;

	evidence_unpack(&unpacked, evidence);
	grammar_write(&unpacked.testimony,
				  attribution && count_statements(&unpacked.testimony) == 1,
				  &text, &unpacked.ws);
	if (text.length >= MaxAllocSize)
		workspace_too_large();
	result = pnstrdup(text.data, text.length);
	unpack_free(&unpacked);
	return result;
}

static Datum
read_json(FunctionCallInfo fcinfo, bool attribution)
{
	Datum		result = evidence_in_json(PG_GETARG_CSTRING(0), attribution,
										  SOFT_ERROR_CONTEXT(fcinfo));

	if (SOFT_ERROR_OCCURRED(SOFT_ERROR_CONTEXT(fcinfo)))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result);
}

static Datum
read_input(FunctionCallInfo fcinfo, bool attribution)
{
	Unpacked	unpacked;
	Datum		result;

	/* so that jsonb_populate_record() reads what to_jsonb() makes of a row */
	if (is_evidence_in_json(PG_GETARG_CSTRING(0)))
		return read_json(fcinfo, attribution);
	if (!read_literal(&unpacked, attribution ? "attribution" : "evidence",
					  PG_GETARG_CSTRING(0), SOFT_ERROR_CONTEXT(fcinfo)))
		PG_RETURN_NULL();
	result = attribution ?
		attribution_pack(&unpacked.testimony, ERRCODE_INVALID_TEXT_REPRESENTATION,
						 SOFT_ERROR_CONTEXT(fcinfo), &unpacked.ws) :
		evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	if (SOFT_ERROR_OCCURRED(SOFT_ERROR_CONTEXT(fcinfo)))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result);
}

PG_FUNCTION_INFO_V1(evidence_in);
Datum
evidence_in(PG_FUNCTION_ARGS)
{
	return read_input(fcinfo, false);
}

PG_FUNCTION_INFO_V1(evidence_out);
Datum
evidence_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(write_literal(PG_GETARG_DATUM(0), false));
}

PG_FUNCTION_INFO_V1(attribution_in);
Datum
attribution_in(PG_FUNCTION_ARGS)
{
	return read_input(fcinfo, true);
}

PG_FUNCTION_INFO_V1(attribution_out);
Datum
attribution_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(write_literal(PG_GETARG_DATUM(0), true));
}

/*
 * Binary: the version byte, then the packed testimony.  Nothing in the message
 * is trusted; the figures are computed, not received.
 */

static void
receive(Unpacked *unpacked, StringInfo message, const char *type)
{
	int			version = pq_getmsgbyte(message);
	Size		size = message->len - message->cursor;
	const uint8 *bytes = (const uint8 *) pq_getmsgbytes(message, size);
	const char *problem =
		"It is truncated, malformed or not in canonical form.";

	unpack_start(unpacked);
	if (version != EVIDENCE_VERSION)
		problem = "Its format version is unknown.";
	else if (packed_read(bytes, size, &unpacked->builder) == size && size > 0)
	{
		unpack_finish(unpacked);
		problem = packed_check_foreign(&unpacked->testimony, &unpacked->ws);
	}
	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid external %s value", type),
				 errdetail("%s", problem)));
}

PG_FUNCTION_INFO_V1(evidence_recv);
Datum
evidence_recv(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Datum		result;

	receive(&unpacked, (StringInfo) PG_GETARG_POINTER(0), "evidence");
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

PG_FUNCTION_INFO_V1(attribution_recv);
Datum
attribution_recv(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Datum		result;

	receive(&unpacked, (StringInfo) PG_GETARG_POINTER(0), "attribution");
	result = attribution_pack(&unpacked.testimony,
							  ERRCODE_INVALID_BINARY_REPRESENTATION, NULL,
							  &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

/* The send function of both types */
PG_FUNCTION_INFO_V1(evidence_send);
Datum
evidence_send(PG_FUNCTION_ARGS)
{
	StringInfoData message;
	Size		size;
	const uint8 *body = evidence_body(PG_GETARG_DATUM(0), &size);

	pq_begintypsend(&message);
	pq_sendbyte(&message, EVIDENCE_VERSION);
	pq_sendbytes(&message, (const char *) body, size);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* evidence -> attribution; the other cast needs no function */
PG_FUNCTION_INFO_V1(evidence_to_attribution);
Datum
evidence_to_attribution(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Datum		result;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	result = attribution_pack(&unpacked.testimony,
							  ERRCODE_INVALID_PARAMETER_VALUE, NULL,
							  &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_DATUM(result);
}

/* A name as in the text form: quoted if necessary */
PG_FUNCTION_INFO_V1(quote_key);
Datum
quote_key(PG_FUNCTION_ARGS)
{
	Workspace	ws;
	WorkspaceBuffer buffer;
	GrammarText quoted;
	text	   *result;

	workspace_init(&ws, &buffer);
	grammar_quote_key(key_from_text(PG_GETARG_DATUM(0), "quote_key", &ws),
					  &quoted, &ws);
	result = cstring_to_text_with_len(quoted.data, quoted.length);
	workspace_free(&ws);
	PG_RETURN_TEXT_P(result);
}
