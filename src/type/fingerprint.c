/*-------------------------------------------------------------------------
 *
 * fingerprint.c
 *		fingerprint(), containment(), common_run(): recognizing copies of
 *		texts.
 *
 * Storage: a one-dimensional bigint[]: the version, then the prints (hashes)
 * in the order of the text.  Memory: a workspace, and the result in the
 * current context.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "common/unicode_norm.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/buffer.h"
#include "base/characters.h"
#include "base/compat.h"
#include "base/utf8.h"
#include "learn/fingerprint.h"

/* Turns a key, any text of any length, into the key of the hash function */
static SipKey
key_of_text(const text *key)
{
	pg_cryptohash_ctx *context = pg_cryptohash_create(PG_SHA256);
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	uint64		numbers[2] = {0, 0};

	if (context == NULL || pg_cryptohash_init(context) < 0 ||
		pg_cryptohash_update(context, (const uint8 *) VARDATA_ANY(key),
							 VARSIZE_ANY_EXHDR(key)) < 0 ||
		pg_cryptohash_final(context, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not compute a SHA-256 digest");
	pg_cryptohash_free(context);
	for (int i = 0; i < 16; i++)
		numbers[i / 8] |= (uint64) digest[i] << 8 * (i % 8);
	return (SipKey) {numbers[0], numbers[1]};
}

/*
 * Frequent characters that are in normalisation form C in any context: most
 * letters of most texts, so that few texts need the server's slow check.
 * Ascending.
 */
static const CodepointRange always_normal[] = {
	{0x0080, 0x02FF},
	{0x0391, 0x03A1},			/* Greek */
	{0x03A3, 0x03CE},
	{0x0400, 0x0482},			/* Cyrillic */
	{0x048A, 0x052F},
	{0x05D0, 0x05EA},			/* Hebrew */
	{0x0620, 0x064A},			/* Arabic */
	{0x1EA0, 0x1EF9},			/* Latin of Vietnam */
	{0x2010, 0x2027},			/* dashes and quotes */
	{0x3001, 0x3029},
	{0x3041, 0x3096},			/* Hiragana */
	{0x309D, 0x30FF},			/* Katakana */
	{0x3400, 0x4DBF},			/* Han */
	{0x4E00, 0x9FFF},
	{0xAC00, 0xD7A3},			/* Hangul */
	{0xFF01, 0xFF65},			/* full width */
};

/*
 * Zero-terminated codepoints, without excessive combining marks; bytes that
 * are not UTF-8 become a blank
 */
static pg_wchar *
decode(const char *text, Size length, Workspace *ws)
{
	pg_wchar   *codepoints = workspace_alloc(ws, length + 1, sizeof(pg_wchar));
	const char *end = text + length;
	Size		count = 0;

	while (text < end)
	{
		int			size = utf8_decode(text, end, &codepoints[count]);

		if (size == 0)
			codepoints[count] = ' ';
		text += Max(size, 1);
		count++;
	}
	codepoints[drop_marks(codepoints, count)] = 0;
	return codepoints;
}

/* Normalises a text to form C; leaves it if that is obviously unnecessary */
static void
normalize(const char **content, Size *length, Workspace *ws)
{
	const char *end = *content + *length;
	const char *at = *content;
	pg_wchar   *codepoints;
	pg_wchar   *normal;
	Buffer		buffer;

	for (int size; at < end; at += size)
	{
		uint32		codepoint;

		size = utf8_decode(at, end, &codepoint);
		if (size > 1 && !in_ranges(codepoint, always_normal, lengthof(always_normal)))
			break;
		size = Max(size, 1);
	}
	if (at >= end)
		return;
	CHECK_FOR_INTERRUPTS();
	codepoints = decode(*content, *length, ws);
	if (unicode_is_normalized_quickcheck(UNICODE_NFC, codepoints) == UNICODE_NORM_QC_YES)
		return;
	normal = unicode_normalize(UNICODE_NFC, codepoints);
	buffer_init_sized(&buffer, ws, *length + 1);
	for (const pg_wchar *next = normal; *next != 0; next++)
	{
		unsigned char *bytes = (unsigned char *) buffer_reserve(&buffer, UTF8_MAX_BYTES);

		unicode_to_utf8(*next, bytes);
		buffer.length += pg_utf_mblen(bytes);
	}
	pfree(normal);
	*content = buffer.data;
	*length = buffer.length;
}

/* Prints as a one-dimensional array; version: whether to begin with that */
static ArrayType *
array_of_prints(const Prints *prints, bool version)
{
	int			count = (int) Min(prints->count + version, MaxArraySize);
	ArrayType  *array;
	Size		size;

	if (count == 0)
		return construct_empty_array(INT8OID);
	if (prints->count + version > MaxArraySize)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text is too long for a fingerprint")));
	size = ARR_OVERHEAD_NONULLS(1) + count * sizeof(int64);
	array = palloc0(size);
	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->dataoffset = 0;
	array->elemtype = INT8OID;
	ARR_DIMS(array)[0] = count;
	ARR_LBOUND(array)[0] = 1;
	if (version)
		((int64 *) ARR_DATA_PTR(array))[0] = FINGERPRINT_VERSION;
	if (prints->count > 0)
		memcpy((int64 *) ARR_DATA_PTR(array) + version, prints->values,
			   prints->count * sizeof(int64));
	return array;
}

/* fingerprint(content, key) */
PG_FUNCTION_INFO_V1(text_fingerprint);
Datum
text_fingerprint(PG_FUNCTION_ARGS)
{
	text	   *given = PG_GETARG_TEXT_PP(0);
	SipKey		key = key_of_text(PG_GETARG_TEXT_PP(1));
	const char *content = VARDATA_ANY(given);
	Size		length = VARSIZE_ANY_EXHDR(given);
	WorkspaceBuffer buffer;
	Workspace	ws;
	Prints		prints;
	ArrayType  *result;

	workspace_init(&ws, &buffer);
	normalize(&content, &length, &ws);
	fingerprint_text(content, length, &key, &prints, &ws);
	result = array_of_prints(&prints, true);
	workspace_free(&ws);
	PG_RETURN_ARRAYTYPE_P(result);
}

/* The prints of a fingerprint; returns its version */
static int64
read_fingerprint(ArrayType *array, Prints *prints)
{
	int64	   *values = (int64 *) ARR_DATA_PTR(array);

	if (ARR_NDIM(array) != 1 || ARR_DIMS(array)[0] < 1 || array_contains_nulls(array))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("array is not a fingerprint"),
				 errdetail("A fingerprint is a list of numbers, the first of which is its version."),
				 errhint("Use the function fingerprint() to make one of a text.")));
	prints->values = values + 1;
	prints->count = ARR_DIMS(array)[0] - 1;
	return values[0];
}

/* containment(fingerprint, fingerprint) */
PG_FUNCTION_INFO_V1(fingerprint_containment);
Datum
fingerprint_containment(PG_FUNCTION_ARGS)
{
	Prints		a;
	Prints		b;
	int64		version = read_fingerprint(PG_GETARG_ARRAYTYPE_P(0), &a);
	WorkspaceBuffer buffer;
	Workspace	ws;
	double		result;

	if (read_fingerprint(PG_GETARG_ARRAYTYPE_P(1), &b) != version)
		PG_RETURN_NULL();
	workspace_init(&ws, &buffer);
	result = prints_containment(&a, &b, &ws);
	workspace_free(&ws);
	PG_RETURN_FLOAT8(result);
}

/* common_run(fingerprint, fingerprint) */
PG_FUNCTION_INFO_V1(fingerprint_common_run);
Datum
fingerprint_common_run(PG_FUNCTION_ARGS)
{
	Prints		a;
	Prints		b;
	int64		version = read_fingerprint(PG_GETARG_ARRAYTYPE_P(0), &a);
	WorkspaceBuffer buffer;
	Workspace	ws;
	Size		run;

	if (read_fingerprint(PG_GETARG_ARRAYTYPE_P(1), &b) != version)
		PG_RETURN_NULL();
	workspace_init(&ws, &buffer);
	run = prints_common_run(&a, &b, &ws);
	workspace_free(&ws);
	PG_RETURN_INT32((int32) Min(run_words(run), PG_INT32_MAX));
}

/* ---- Words of stored texts ---- */

/*
 * Reads the words of a text in normalisation form C; their codes are not
 * portable between servers
 */
static void
read_words(text *given, Words *words, Workspace *ws)
{
	static const SipKey no_key = {0, 0};
	const char *content = VARDATA_ANY(given);
	Size		length = VARSIZE_ANY_EXHDR(given);

	normalize(&content, &length, ws);
	words_read(content, length, &no_key, words, ws);
}

/* word_codes(content): the codes of its words, sorted, without duplicates */
PG_FUNCTION_INFO_V1(text_word_codes);
Datum
text_word_codes(PG_FUNCTION_ARGS)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Words		words;
	Prints		codes;
	ArrayType  *result;

	workspace_init(&ws, &buffer);
	read_words(PG_GETARG_TEXT_PP(0), &words, &ws);
	codes = prints_distinct(&(Prints) {(int64 *) words.codes, words.count}, &ws);
	result = array_of_prints(&codes, false);
	workspace_free(&ws);
	PG_RETURN_ARRAYTYPE_P(result);
}

/* common_words(one, other) */
PG_FUNCTION_INFO_V1(text_common_words);
Datum
text_common_words(PG_FUNCTION_ARGS)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	Words		one;
	Words		other;
	Size		run;

	workspace_init(&ws, &buffer);
	read_words(PG_GETARG_TEXT_PP(0), &one, &ws);
	read_words(PG_GETARG_TEXT_PP(1), &other, &ws);
	run = prints_common_run(&(Prints) {(int64 *) one.codes, one.count},
							&(Prints) {(int64 *) other.codes, other.count}, &ws);
	workspace_free(&ws);
	PG_RETURN_INT32((int32) Min(run, PG_INT32_MAX));
}
