/*-------------------------------------------------------------------------
 *
 * evidence_ops.c
 *		Comparing, hashing, containing and indexing evidence.
 *
 * Equal values have equal packed bytes, so equality, order and hash work on
 * the bytes after the header.  The order serves indexes, sorting and
 * DISTINCT; it says nothing about which claim is better supported.
 *
 * One value contains another if merging the other into it changes nothing.
 *
 * Memory: comparisons free what they detoast, since btree needs that.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "access/gin.h"
#include "access/stratnum.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "model/keys.h"
#include "model/packed.h"
#include "type/key_arrays.h"

int
evidence_compare(Datum a, Datum b)
{
	Datum		da = PointerGetDatum(PG_DETOAST_DATUM_PACKED(a));
	Datum		db = PointerGetDatum(PG_DETOAST_DATUM_PACKED(b));
	Size		asize,
				bsize;
	const uint8 *abody = evidence_body(da, &asize);
	const uint8 *bbody = evidence_body(db, &bsize);
	int			order = memcmp(abody, bbody, Min(asize, bsize));

	if (order == 0)
		order = (asize > bsize) - (asize < bsize);
	if (da != a)
		pfree(DatumGetPointer(da));
	if (db != b)
		pfree(DatumGetPointer(db));
	return order;
}

PG_FUNCTION_INFO_V1(evidence_cmp);
Datum
evidence_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(evidence_compare(PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)));
}

PG_FUNCTION_INFO_V1(evidence_eq);
Datum
evidence_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(evidence_compare(PG_GETARG_DATUM(0),
									PG_GETARG_DATUM(1)) == 0);
}

PG_FUNCTION_INFO_V1(evidence_ne);
Datum
evidence_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(evidence_compare(PG_GETARG_DATUM(0),
									PG_GETARG_DATUM(1)) != 0);
}

PG_FUNCTION_INFO_V1(evidence_lt);
Datum
evidence_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(evidence_compare(PG_GETARG_DATUM(0),
									PG_GETARG_DATUM(1)) < 0);
}

PG_FUNCTION_INFO_V1(evidence_le);
Datum
evidence_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(evidence_compare(PG_GETARG_DATUM(0),
									PG_GETARG_DATUM(1)) <= 0);
}

PG_FUNCTION_INFO_V1(evidence_gt);
Datum
evidence_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(evidence_compare(PG_GETARG_DATUM(0),
									PG_GETARG_DATUM(1)) > 0);
}

PG_FUNCTION_INFO_V1(evidence_ge);
Datum
evidence_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(evidence_compare(PG_GETARG_DATUM(0),
									PG_GETARG_DATUM(1)) >= 0);
}

PG_FUNCTION_INFO_V1(evidence_hash);
Datum
evidence_hash(PG_FUNCTION_ARGS)
{
	Size		size;
	const uint8 *body = evidence_body(PG_GETARG_DATUM(0), &size);

	return hash_any(body, size);
}

PG_FUNCTION_INFO_V1(evidence_hash_extended);
Datum
evidence_hash_extended(PG_FUNCTION_ARGS)
{
	Size		size;
	const uint8 *body = evidence_body(PG_GETARG_DATUM(0), &size);

	return hash_any_extended(body, size, PG_GETARG_INT64(1));
}

static bool
contains(Datum whole, Datum part)
{
	Unpacked	unpacked;
	Size		whole_size,
				merged_size;
	const uint8 *whole_body = evidence_body(whole, &whole_size);
	uint8	   *merged;
	bool		result;

	unpack_start(&unpacked);
	unpack_add(&unpacked, whole);
	unpack_add(&unpacked, part);
	unpack_finish(&unpacked);
	merged = workspace_alloc(&unpacked.ws, packed_bound(&unpacked.testimony),
							 1);
	merged_size = packed_write(&unpacked.testimony, merged);
	result = merged_size == whole_size &&
		memcmp(merged, whole_body, whole_size) == 0;
	unpack_free(&unpacked);
	return result;
}

PG_FUNCTION_INFO_V1(evidence_contains);
Datum
evidence_contains(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(contains(PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)));
}

PG_FUNCTION_INFO_V1(evidence_contained);
Datum
evidence_contained(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(contains(PG_GETARG_DATUM(1), PG_GETARG_DATUM(0)));
}

/*
 * Mentions: whether evidence has a source or an affiliation of that name.  A
 * text that is not a valid key counts as not mentioned; it is not an error.
 */

static bool
mentions(const Testimony *testimony, Key key)
{
	if (testimony_find(testimony, key) >= 0)
		return true;
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		if (key_equal(testimony->affiliations[i], key))
			return true;
	return false;
}

/* A text as a key; false if it is not valid */
static bool
valid_key(const struct varlena *text, Key *key, Workspace *ws)
{
	return key_read(VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text), key,
					ws) == KEY_OK;
}

/*
 * The valid keys among the texts of an array, without nulls; *all is false if
 * one was not valid
 */
static Key *
keys_of_array(Datum array, Size *nkeys, bool *all, Workspace *ws)
{
	Size		count;
	Key		   *keys = array_to_keys(array, &count, ws);

	*nkeys = 0;
	for (Size i = 0; i < count; i++)
		if (key_read(keys[i].data, keys[i].length, &keys[*nkeys], ws) == KEY_OK)
			(*nkeys)++;
	*all = *nkeys == count;
	return keys;
}

PG_FUNCTION_INFO_V1(evidence_mentions);
Datum
evidence_mentions(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Key			key;
	bool		result;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	result = valid_key(PG_GETARG_VARLENA_PP(1), &key, &unpacked.ws) &&
		mentions(&unpacked.testimony, key);
	unpack_free(&unpacked);
	PG_RETURN_BOOL(result);
}

/* All names that evidence mentions, as sorted sources */
static void
names_of(const Testimony *testimony, Testimony *names, Workspace *ws)
{
	TestimonyBuilder builder;

	if (testimony->naffiliations == 0)
	{
		*names = *testimony;
		return;
	}
	builder_init(&builder, ws);
	for (uint32 i = 0; i < testimony->nsources; i++)
		builder_mention(&builder, testimony->sources[i].key);
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		builder_mention(&builder, testimony->affiliations[i]);
	testimony_build(&builder, names);
}

/* Whether evidence mentions any, or all, of the keys of an array */
static bool
mentions_of_array(Datum evidence, Datum array, bool want_all)
{
	Unpacked	unpacked;
	Testimony	names;
	Size		nkeys;
	bool		all_valid;
	Key		   *keys;
	bool		result;

	evidence_unpack(&unpacked, evidence);
	names_of(&unpacked.testimony, &names, &unpacked.ws);
	keys = keys_of_array(array, &nkeys, &all_valid, &unpacked.ws);
	result = want_all && all_valid;
	if (result || !want_all)
		for (Size i = 0; i < nkeys; i++)
		{
			CHECK_FOR_INTERRUPTS();
			result = testimony_find(&names, keys[i]) >= 0;
			if (result != want_all)
				break;
		}
	unpack_free(&unpacked);
	return result;
}

PG_FUNCTION_INFO_V1(evidence_mentions_any);
Datum
evidence_mentions_any(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(mentions_of_array(PG_GETARG_DATUM(0),
									 PG_GETARG_DATUM(1), false));
}

PG_FUNCTION_INFO_V1(evidence_mentions_all);
Datum
evidence_mentions_all(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(mentions_of_array(PG_GETARG_DATUM(0),
									 PG_GETARG_DATUM(1), true));
}

/*
 * GIN: the keys are the names of all sources and affiliations, as text in
 * bytewise order.
 */

#define STRATEGY_CONTAINS 7
#define STRATEGY_MENTIONS 9
#define STRATEGY_MENTIONS_ANY 10
#define STRATEGY_MENTIONS_ALL 11

static Datum
key_to_datum(Key key)
{
	return PointerGetDatum(cstring_to_text_with_len(key.data, key.length));
}

PG_FUNCTION_INFO_V1(evidence_gin_compare);
Datum
evidence_gin_compare(PG_FUNCTION_ARGS)
{
	text	   *a = PG_GETARG_TEXT_PP(0);
	text	   *b = PG_GETARG_TEXT_PP(1);
	int			order = key_compare(key_from_varlena(a), key_from_varlena(b));

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	PG_RETURN_INT32(order);
}

static Datum *
extract_mentions(Datum evidence, int32 *nentries)
{
	Unpacked	unpacked;
	const Testimony *testimony = &unpacked.testimony;
	Datum	   *entries;
	uint32		n = 0;

	/* GIN removes duplicates among affiliations */
	evidence_unpack(&unpacked, evidence);
	entries = palloc_extended(sizeof(Datum) *
							  ((Size) testimony->nsources +
							   testimony->naffiliations),
							  MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < testimony->nsources; i++)
		entries[n++] = key_to_datum(testimony->sources[i].key);
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		entries[n++] = key_to_datum(testimony->affiliations[i]);
	unpack_free(&unpacked);
	*nentries = n;
	return entries;
}

PG_FUNCTION_INFO_V1(evidence_gin_extract_value);
Datum
evidence_gin_extract_value(PG_FUNCTION_ARGS)
{
	PG_RETURN_POINTER(extract_mentions(PG_GETARG_DATUM(0),
									   (int32 *) PG_GETARG_POINTER(1)));
}

static Datum *
extract_query_keys(Datum query, StrategyNumber strategy, int32 *nentries,
				   int32 *search_mode)
{
	Workspace	ws;
	WorkspaceBuffer buffer;
	Datum	   *entries;
	Key		   *keys;
	Key			one;
	Size		nkeys;
	bool		all_valid = true;

	workspace_init(&ws, &buffer);
	if (strategy == STRATEGY_MENTIONS)
	{
		keys = &one;
		nkeys = valid_key(PG_DETOAST_DATUM_PACKED(query), &one, &ws);
	}
	else
		keys = keys_of_array(query, &nkeys, &all_valid, &ws);

	/* an empty array matches everything, an invalid name nothing */
	if (strategy == STRATEGY_MENTIONS_ALL)
	{
		if (!all_valid)
			nkeys = 0;
		else if (nkeys == 0)
			*search_mode = GIN_SEARCH_MODE_ALL;
	}
	entries = palloc(sizeof(Datum) * Max(nkeys, 1));
	for (Size i = 0; i < nkeys; i++)
		entries[i] = key_to_datum(keys[i]);
	workspace_free(&ws);
	*nentries = nkeys;
	return entries;
}

PG_FUNCTION_INFO_V1(evidence_gin_extract_query);
Datum
evidence_gin_extract_query(PG_FUNCTION_ARGS)
{
	Datum		query = PG_GETARG_DATUM(0);
	int32	   *nentries = (int32 *) PG_GETARG_POINTER(1);
	StrategyNumber strategy = PG_GETARG_UINT16(2);
	int32	   *search_mode = (int32 *) PG_GETARG_POINTER(6);
	Datum	   *entries;

	if (strategy != STRATEGY_CONTAINS)
		PG_RETURN_POINTER(extract_query_keys(query, strategy, nentries,
											 search_mode));

	entries = extract_mentions(query, nentries);
	if (*nentries == 0)
		*search_mode = GIN_SEARCH_MODE_ALL;
	PG_RETURN_POINTER(entries);
}

/* TRUE: matches; MAYBE: look at the row; FALSE: does not */
static GinTernaryValue
consistent(StrategyNumber strategy, const GinTernaryValue *check, int32 nkeys)
{
	GinTernaryValue any = GIN_FALSE;
	GinTernaryValue all = GIN_TRUE;

	for (int32 i = 0; i < nkeys; i++)
	{
		if (check[i] == GIN_TRUE || (check[i] == GIN_MAYBE && any == GIN_FALSE))
			any = check[i];
		if (check[i] == GIN_FALSE || (check[i] == GIN_MAYBE && all == GIN_TRUE))
			all = check[i];
	}
	switch (strategy)
	{
		case STRATEGY_CONTAINS:
			return all == GIN_FALSE ? GIN_FALSE : GIN_MAYBE;
		case STRATEGY_MENTIONS:
		case STRATEGY_MENTIONS_ANY:
			return any;
		case STRATEGY_MENTIONS_ALL:
			return all;
		default:
			elog(ERROR, "unknown strategy number: %d", strategy);
	}
}

PG_FUNCTION_INFO_V1(evidence_gin_consistent);
Datum
evidence_gin_consistent(PG_FUNCTION_ARGS)
{
	bool	   *check = (bool *) PG_GETARG_POINTER(0);
	StrategyNumber strategy = PG_GETARG_UINT16(1);
	int32		nkeys = PG_GETARG_INT32(3);
	bool	   *recheck = (bool *) PG_GETARG_POINTER(5);
	GinTernaryValue result;

	/* GIN itself relies on bool and GinTernaryValue being the same here */
	StaticAssertStmt(sizeof(bool) == sizeof(GinTernaryValue),
					 "sizes of bool and GinTernaryValue are not equal");
	result = consistent(strategy, (GinTernaryValue *) check, nkeys);
	*recheck = result == GIN_MAYBE;
	PG_RETURN_BOOL(result != GIN_FALSE);
}

PG_FUNCTION_INFO_V1(evidence_gin_triconsistent);
Datum
evidence_gin_triconsistent(PG_FUNCTION_ARGS)
{
	GinTernaryValue *check = (GinTernaryValue *) PG_GETARG_POINTER(0);
	StrategyNumber strategy = PG_GETARG_UINT16(1);
	int32		nkeys = PG_GETARG_INT32(3);

	PG_RETURN_GIN_TERNARY_VALUE(consistent(strategy, check, nkeys));
}
