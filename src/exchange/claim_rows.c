/*-------------------------------------------------------------------------
 *
 * claim_rows.c
 *		read_claim_reviews(): the fact checks in a page or in JSON, as rows.
 *
 * The formats are those of read_news() (news.c) that can contain fact checks:
 * a page with JSON-LD and microdata, JSON-LD alone, lists, and lines of JSON.
 * Others give no rows.
 *
 * Memory: the page, or the JSON, in the function's multi-call context; and a
 * row, in a context that is reset after it.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/claim_review.h"
#include "exchange/news_reader.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

enum
{
	COLUMN_URL, COLUMN_VERSION, COLUMN_PUBLISHED_AT, COLUMN_LANGUAGE, COLUMN_HEADLINE,
	COLUMN_REVIEWER, COLUMN_CLAIM, COLUMN_CLAIMANTS, COLUMN_CLAIMED_AT,
	COLUMN_APPEARANCES, COLUMN_VERDICT, COLUMN_RATING,
	COLUMNS
};

typedef struct ReviewCall
{
	NewsReader	reader;
	MemoryContext row;
	int			at;				/* index of the next review */
} ReviewCall;

static void
set_text(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text == NULL || *text == '\0';
	values[column] = nulls[column] ? (Datum) 0 : CStringGetTextDatum(text);
}

static void
set_texts(Datum *values, bool *nulls, int column, List *texts)
{
	Datum	   *elements = palloc(Max(list_length(texts), 1) * sizeof(Datum));
	int			count = 0;
	ListCell   *cell;

	foreach(cell, texts)
		elements[count++] = CStringGetTextDatum(lfirst(cell));
	nulls[column] = count == 0;
	values[column] = nulls[column] ? (Datum) 0 :
		PointerGetDatum(construct_array(elements, count, TEXTOID, -1, false, TYPALIGN_INT));
}

static void
set_time(Datum *values, bool *nulls, int column, char *text)
{
	TimestampTz time;

	nulls[column] = !news_time(text != NULL ? news_collapse(text) : NULL, &time);
	values[column] = nulls[column] ? (Datum) 0 : TimestampTzGetDatum(time);
}

static Datum
make_row(const NewsReader *reader, JsonbContainer *object, TupleDesc descriptor)
{
	Datum		values[COLUMNS] = {0};
	bool		nulls[COLUMNS] = {0};
	ClaimReview review;

	claim_review_read(reader->linked, object, &review);
	set_text(values, nulls, COLUMN_URL, review.url != NULL ? review.url : reader->page);
	set_text(values, nulls, COLUMN_VERSION,
			 review.version != NULL ? review.version : reader->version);
	set_time(values, nulls, COLUMN_PUBLISHED_AT, review.published);
	set_text(values, nulls, COLUMN_LANGUAGE, review.language);
	set_text(values, nulls, COLUMN_HEADLINE, review.headline);
	set_text(values, nulls, COLUMN_REVIEWER, review.reviewer);
	set_text(values, nulls, COLUMN_CLAIM, review.claim);
	set_texts(values, nulls, COLUMN_CLAIMANTS, review.claimants);
	set_time(values, nulls, COLUMN_CLAIMED_AT, review.claimed);
	set_texts(values, nulls, COLUMN_APPEARANCES, review.appearances);
	set_text(values, nulls, COLUMN_VERDICT, review.verdict);
	set_text(values, nulls, COLUMN_RATING, review.rating);
	return HeapTupleGetDatum(heap_form_tuple(descriptor, values, nulls));
}

static ReviewCall *
start_call(FunctionCallInfo fcinfo, FuncCallContext *context, NewsInput kind)
{
	MemoryContext lasting = context->multi_call_memory_ctx;
	MemoryContext before = MemoryContextSwitchTo(lasting);
	ReviewCall *call = palloc0(sizeof(ReviewCall));
	TupleDesc	descriptor;
	NewsItem	page;

	if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE ||
		descriptor->natts != COLUMNS)
		elog(ERROR, "unexpected result type");
	context->tuple_desc = BlessTupleDesc(descriptor);
	call->reader.context = lasting;
	call->row = AllocSetContextCreate(lasting, "corroborate fact check", ALLOCSET_DEFAULT_SIZES);
	news_open(&call->reader, kind, PG_GETARG_DATUM(0), true);
	if (call->reader.xml != NULL)
	{
		if (xml_is_named(call->reader.xml, "html"))
			(void) call->reader.next(&call->reader, &page);
		xml_close(call->reader.xml);
	}
	MemoryContextSwitchTo(before);
	return call;
}

static Datum
next_row(FunctionCallInfo fcinfo, NewsInput kind)
{
	FuncCallContext *context;
	ReviewCall *call;
	MemoryContext before;
	Datum		row;

	if (SRF_IS_FIRSTCALL())
	{
		context = SRF_FIRSTCALL_INIT();
		context->user_fctx = start_call(fcinfo, context, kind);
	}
	context = SRF_PERCALL_SETUP();
	call = context->user_fctx;
	if (call->reader.linked == NULL || call->at == list_length(call->reader.linked->reviews))
		SRF_RETURN_DONE(context);
	MemoryContextReset(call->row);
	before = MemoryContextSwitchTo(call->row);
	row = make_row(&call->reader, list_nth(call->reader.linked->reviews, call->at++),
				   context->tuple_desc);
	MemoryContextSwitchTo(before);
	SRF_RETURN_NEXT(context, row);
}

PG_FUNCTION_INFO_V1(read_claim_reviews_text);
Datum
read_claim_reviews_text(PG_FUNCTION_ARGS)
{
	return next_row(fcinfo, INPUT_TEXT);
}

PG_FUNCTION_INFO_V1(read_claim_reviews_bytes);
Datum
read_claim_reviews_bytes(PG_FUNCTION_ARGS)
{
	return next_row(fcinfo, INPUT_BYTES);
}

PG_FUNCTION_INFO_V1(read_claim_reviews_jsonb);
Datum
read_claim_reviews_jsonb(PG_FUNCTION_ARGS)
{
	return next_row(fcinfo, INPUT_JSONB);
}
