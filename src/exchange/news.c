/*-------------------------------------------------------------------------
 *
 * news.c
 *		read_news(): recognises the format, and returns the items as rows.
 *
 * A set-returning function that returns a row as soon as its item is read.
 *
 * Memory: the input, as it is passed; the reader's (xml.c), in the function's
 * multi-call context, which is deleted even if a query ends early or with an
 * error; and one item, in a context that is reset after its row.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_mend.h"
#include "exchange/news_reader.h"

#include <ctype.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "exchange/json_mend.h"
#include "exchange/json_read.h"
#include "type/inner_context.h"

typedef struct NewsCall
{
	NewsReader	reader;
	MemoryContext item;
} NewsCall;

enum
{
	COLUMN_FORMAT, COLUMN_ID, COLUMN_VERSION, COLUMN_HEADLINE,
	COLUMN_LANGUAGE, COLUMN_PUBLISHED_AT, COLUMN_STATUS, COLUMN_PUBLISHER,
	COLUMN_PLACE, COLUMN_BODY, COLUMN_CREDITS, COLUMN_ATTRIBUTION,
	COLUMNS,
	COLUMN_ALSO_CALLED = COLUMNS,	/* only of read_named_news() */
	COLUMNS_WITH_NAMES
};

/* ---- Which format */

/* Skips a byte order mark */
static const char *
after_mark(const char *data, const char *end)
{
	return end - data >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0 ? data + 3 : data;
}

/* Whether the text begins with this, such as "<html", as a whole name */
static bool
begins_with(const char *data, const char *end, const char *start)
{
	Size		length = strlen(start);

	return (Size) (end - data) > length && pg_strncasecmp(data, start, length) == 0 &&
		(xml_is_blank(data[length]) || data[length] == '>' || data[length] == '/');
}

/* Whether XHTML is not well-formed, so that browsers read it as HTML */
static bool
is_broken_xhtml(const char *data, const char *end, bool is_text)
{
	const char *c = data;

	if (end - c < 5 || memcmp(c, "<?xml", 5) != 0)
		return false;
	c = memchr(c, '>', end - c);
	if (c == NULL)
		return false;
	c = xml_after_comments(c + 1, end);
	if (!begins_with(c, end, "<!doctype html") && !begins_with(c, end, "<html"))
		return false;
	return !xml_can_be_read(data, end - data, is_text ? XML_FORM_TEXT : XML_FORM_BYTES);
}

/* How far into a text a page may begin */
#define MAX_BEFORE_PAGE 65536

/*
 * Whether a page comes after something that is no element of XML: a message of
 * the program that writes it, a processing instruction, or an invented element
 */
static bool
page_comes_later(const char *data, const char *end)
{
	const char *limit = end - data > MAX_BEFORE_PAGE ? data + MAX_BEFORE_PAGE : end;
	const char *name = data + 1;

	/* or XML does */
	if (data == end || xml_start(data, end - data) != data)
		return false;
	if (*data == '<' && !(name < end && *name == '?' && !begins_with(data, end, "<?xml")))
	{
		while (name < end && isalnum((unsigned char) *name))
			name++;
		if (name == end || *name != '-')
			return false;
	}
	for (const char *c = data; (c = memchr(c, '<', limit - c)) != NULL; c++)
		if (begins_with(c, end, "<html") || begins_with(c, end, "<!doctype html"))
			return true;
	return false;
}

/* HTML may begin with anything that a browser shows */
static bool
looks_like_html(const char *data, Size length, bool is_text)
{
	static const char *const starts[] = {
		"<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<link",
		"<base", "<script", "<style", "<noscript", "<br", "<p", "<div", "<span",
		"<b", "<i", "<a", "<img", "<center", "<font", "<h1", "<h2", "<table",
		"<main", "<header", "<section", "<article", "<nav", "<form", "<iframe",
		"<ul", "<ol", "<h3", "<figure", "<svg", "<button", "<template"
	};
	const char *end = data + length;

	data = xml_after_comments(after_mark(data, end), end);
	for (Size i = 0; i < lengthof(starts); i++)
		if (begins_with(data, end, starts[i]))
			return true;
	return page_comes_later(data, end) || is_broken_xhtml(data, end, is_text);
}

/*
 * JSON begins with a bracket, and XML and HTML never do.  A program's message
 * before its XML may, but is neither an object nor a list of objects.
 */
static bool
looks_like_json(const char *data, Size length)
{
	const char *end = data + length;
	const char *c = after_mark(data, end);
	const char *next;

	while (c < end && xml_is_blank(*c))
		c++;
	if (c == end || (*c != '{' && *c != '['))
		return false;
	for (next = c + 1; next < end && xml_is_blank(*next); next++)
		;
	return next == end || strchr(*c == '{' ? "\"}" : "{[]\"", *next) != NULL ||
		xml_start(data, length) == data;
}

/*
 * Turns the server's error about JSON that it cannot read into one of ours,
 * and throws others, such as a cancel, unchanged
 */
pg_noreturn static void
raise_json_error(ErrorData *error, const char *hint)
{
	if (error->sqlerrcode == ERRCODE_STATEMENT_TOO_COMPLEX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errhide_inner_context(),
				 errmsg("news item exceeds a limit"),
				 errdetail("Its JSON is nested too deeply.")));
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_DATA_EXCEPTION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_JSON_TEXT),
				 errhide_inner_context(),
				 errmsg("news item is not valid JSON"),
				 errdetail("%s", error->detail != NULL ? error->detail :
						   psprintf("The server says: %s.", error->message)),
				 hint != NULL ? errhint("%s", hint) : 0));
	ReThrowError(error);
}

static Jsonb *
parse_json(const char *data, Size length, const char *hint)
{
	MemoryContext context = CurrentMemoryContext;
	volatile Datum result = 0;

	PG_TRY();
	{
		pg_verify_mbstr(PG_UTF8, data, (int) length, false);
		result = DirectFunctionCall1(jsonb_in, CStringGetDatum(pnstrdup(data, length)));
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		raise_json_error(error, hint);
	}
	PG_END_TRY();
	return DatumGetJsonbP(result);
}

/* Parses JSON after small corrections */
static Jsonb *
parse_clear_json(const char *data, Size length)
{
	char	   *text = news_mend_bytes(data, length);
	Jsonb	   *document = json_read(text);
	char	   *mended = document == NULL ? json_mend(text, NULL) : NULL;

	if (mended == NULL)
		return document != NULL ? document : parse_json(text, strlen(text), NULL);
	document = parse_json(mended, strlen(mended), NULL);
	ereport(WARNING,
			(errcode(ERRCODE_INVALID_JSON_TEXT),
			 errmsg("news item is not valid JSON"),
			 errdetail("It is read with small corrections, and without what comes after "
					   "its first object or list.")));
	return document;
}

/*
 * Joins lines that are objects into a list; NULL if they are not.  In other
 * JSON, no object ends on the first line, unless it is the only line.
 */
static char *
list_of_lines(const char *data, Size *length)
{
	const char *end = data + *length;
	const char *line = data;
	const char *stop = memchr(data, '\n', *length);
	StringInfoData list;

	if (*data != '{' || stop == NULL)
		return NULL;
	while (stop > data && xml_is_blank(stop[-1]))
		stop--;
	if (stop[-1] != '}')
		return NULL;
	while (stop < end && xml_is_blank(*stop))
		stop++;
	if (stop == end || *stop != '{')
		return NULL;
	initStringInfo(&list);
	enlargeStringInfo(&list, (int) *length + 2);
	for (; line < end; line = stop + 1)
	{
		while (line < end && xml_is_blank(*line))
			line++;
		stop = memchr(line, '\n', end - line);
		stop = stop != NULL ? stop : end;
		if (line == end)
			break;
		appendStringInfoChar(&list, list.len == 0 ? '[' : ',');
		appendBinaryStringInfo(&list, line, (int) (stop - line));
	}
	appendStringInfoChar(&list, ']');
	*length = list.len;
	return list.data;
}

/*
 * Refuses an address or a file's name, which people try, and about which the
 * parser's message says too little.
 */
static void
check_start(const char *data, Size length)
{
	if (xml_start(data, length) != data)
		return;
	while (length > 0 && xml_is_blank(*data))
	{
		data++;
		length--;
	}
	if (length == 0 || *data == '<')
		return;
	/* in other encodings, these bytes are different */
	for (Size i = 0; i < Min(length, 4); i++)
		if (data[i] < ' ' || data[i] > '~')
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_XML_DOCUMENT),
			 errhide_inner_context(),
			 errmsg("news item is not well-formed XML"),
			 errdetail("Line 1: an element was expected."),
			 errhint("Pass the story itself, which starts with < or {, not its address or file name.")));
}

static void
recognise(NewsReader *reader)
{
	XmlReading *xml = reader->xml;

	/* there is no text before the first element */
	reader->started = xml_next(xml) == XML_NODE_START;
	if (!reader->started)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_XML_DOCUMENT),
				 errhide_inner_context(),
				 errmsg("news item is empty"),
				 errdetail("Line %d: an element was expected.", Max(xml_line(xml), 1))));
	if (newsml_begins(reader) || newsml1_begins(reader) || nitf_begins(reader) ||
		feed_begins(reader) || html_begins(reader))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_XML_DOCUMENT),
			 errhide_inner_context(),
			 errmsg("news item is not in a supported format"),
			 errdetail("Line %d: the first element is \"%s\".", xml_line(xml),
					   xml_copy(xml_name(xml), strlen(xml_name(xml)))),
			 errhint("Supported formats are NewsML, NITF, RSS, Atom, HTML, ninjs, "
					 "JSON Feed and JSON-LD.")));
}

/* ---- Rows */

static void
set_text(Datum *values, bool *nulls, int column, const char *text)
{
	nulls[column] = text == NULL || *text == '\0';
	values[column] = nulls[column] ? (Datum) 0 : CStringGetTextDatum(text);
}

static const char *
status_word(NewsStatus status)
{
	switch (status)
	{
		case NEWS_USABLE:
			return "usable";
		case NEWS_WITHHELD:
			return "withheld";
		case NEWS_CANCELLED:
			return "cancelled";
		case NEWS_UNSTATED:
			break;
	}
	return NULL;
}

static void
push_string(JsonbInState *state, JsonbIteratorToken token, const char *string)
{
	JsonbValue	value;

	value.type = jbvString;
	value.val.string.val = unconstify(char *, string);
	value.val.string.len = (int) strlen(string);
	pushJsonbValue(state, token, &value);
}

/* [{"name": ..., "role": ...}, ...] */
static Datum
credits_jsonb(List *credits)
{
	JsonbInState state = {0};

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	/* keys in jsonb's order, so that they need not be sorted */
	for (int i = 0; i + 1 < list_length(credits); i += 2)
	{
		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		push_string(&state, WJB_KEY, "name");
		push_string(&state, WJB_VALUE, list_nth(credits, i + 1));
		push_string(&state, WJB_KEY, "role");
		push_string(&state, WJB_VALUE, list_nth(credits, i));
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	pushJsonbValue(&state, WJB_END_ARRAY, NULL);
	return JsonbPGetDatum(JsonbValueToJsonb(state.result));
}

/* {name, other, name, other ...} */
static Datum
also_called(const NewsItem *item)
{
	List	   *names = news_other_names(item);
	Datum	   *elements = palloc(Max(list_length(names), 1) * sizeof(Datum));
	int			count = 0;
	ListCell   *cell;

	foreach(cell, names)
		elements[count++] = CStringGetTextDatum(lfirst(cell));
	return PointerGetDatum(construct_array(elements, count, TEXTOID, -1, false, TYPALIGN_INT));
}

/* Reads a time; false if it is none, and for NULL */
static bool
read_line_time(char *text, TimestampTz *time)
{
	return text != NULL && news_time(news_collapse(text), time);
}

static Datum
make_row(NewsItem *item, TupleDesc descriptor)
{
	Datum		values[COLUMNS_WITH_NAMES] = {0};
	bool		nulls[COLUMNS_WITH_NAMES] = {0};
	TimestampTz published;

	item->publisher = news_tidy_name(item->publisher);
	set_text(values, nulls, COLUMN_FORMAT, item->format);
	set_text(values, nulls, COLUMN_ID, item->id);
	set_text(values, nulls, COLUMN_VERSION, item->version);
	set_text(values, nulls, COLUMN_HEADLINE, item->headline);
	set_text(values, nulls, COLUMN_LANGUAGE, item->language);
	set_text(values, nulls, COLUMN_STATUS, status_word(item->status));
	set_text(values, nulls, COLUMN_PUBLISHER, item->publisher);
	set_text(values, nulls, COLUMN_PLACE,
			 item->place != NULL && news_is_nobody(item->place) ? NULL : item->place);

	nulls[COLUMN_PUBLISHED_AT] = !read_line_time(item->published, &published) &&
		!read_line_time(item->published_else, &published);
	if (!nulls[COLUMN_PUBLISHED_AT])
		values[COLUMN_PUBLISHED_AT] = TimestampTzGetDatum(published);

	while (item->body.len > 0 &&
		   strchr(" \n", item->body.data[item->body.len - 1]) != NULL)
		item->body.data[--item->body.len] = '\0';
	set_text(values, nulls, COLUMN_BODY, item->body.data);

	nulls[COLUMN_CREDITS] = item->credits == NIL;
	if (!nulls[COLUMN_CREDITS])
		values[COLUMN_CREDITS] = credits_jsonb(item->credits);
	values[COLUMN_ATTRIBUTION] = news_attribution(item);
	nulls[COLUMN_ATTRIBUTION] = values[COLUMN_ATTRIBUTION] == (Datum) 0;
	if (descriptor->natts == COLUMNS_WITH_NAMES)
		values[COLUMN_ALSO_CALLED] = also_called(item);
	return HeapTupleGetDatum(heap_form_tuple(descriptor, values, nulls));
}

static void
start_reader(NewsReader *reader, const char *data, Size length, bool is_text, bool strict)
{
	XmlForm		form;

	if (looks_like_json(data, length))
	{
		const char *start = after_mark(data, data + length);
		const char *lines;

		while (xml_is_blank(*start))
			start++;
		length -= start - data;
		lines = list_of_lines(start, &length);
		start = lines != NULL ? lines : start;
		json_begin(reader, strict ? parse_json(start, length, reader->hint) :
				   parse_clear_json(start, length));
		return;
	}
	if (looks_like_html(data, length, is_text))
		form = is_text ? XML_FORM_HTML_TEXT : XML_FORM_HTML;
	else
	{
		check_start(data, length);
		form = is_text ? XML_FORM_TEXT : XML_FORM_BYTES;
	}
	if (!strict && (form == XML_FORM_TEXT || form == XML_FORM_BYTES))
		data = news_mend(data, &length, &form);
	reader->xml = xml_open(data, length, form, "news item", reader->context);
	xml_suggest(reader->xml, reader->hint);
	recognise(reader);
	if (!strict)
		xml_forgive(reader->xml);
}

void
news_open(NewsReader *reader, NewsInput kind, Datum story, bool strict)
{
	text	   *input;

	if (kind == INPUT_JSONB)
	{
		json_begin(reader, DatumGetJsonbPCopy(story));
		return;
	}
	input = DatumGetTextPP(story);
	start_reader(reader, VARDATA_ANY(input), VARSIZE_ANY_EXHDR(input), kind == INPUT_TEXT, strict);
}

/*
 * The expected row type, in memory that lasts as long as the query.  If the
 * executor does not say, it is looked up, which takes as long as a short story.
 */
static TupleDesc
row_type(FunctionCallInfo fcinfo)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	TupleDesc	descriptor = IsA(info, ReturnSetInfo) ? info->expectedDesc : NULL;

	if ((descriptor == NULL &&
		 get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE) ||
		(descriptor->natts != COLUMNS && descriptor->natts != COLUMNS_WITH_NAMES))
		elog(ERROR, "unexpected result type");
	return BlessTupleDesc(descriptor);
}

static const char hint_not_strict[] =
"What can be read of it is read by read_news(story, strict => false), "
"and by import_news() of a table of stories.";

static NewsCall *
start_call(FunctionCallInfo fcinfo, FuncCallContext *context, NewsInput kind)
{
	bool		strict = PG_NARGS() < 2 || PG_GETARG_BOOL(1);
	MemoryContext lasting = context->multi_call_memory_ctx;
	MemoryContext before = MemoryContextSwitchTo(lasting);
	NewsCall   *call = palloc0(sizeof(NewsCall));

	context->tuple_desc = row_type(fcinfo);
	call->reader.context = lasting;
	call->reader.hint = strict ? hint_not_strict : NULL;
	call->item = AllocSetContextCreate(lasting, "corroborate news item",
									   ALLOCSET_DEFAULT_SIZES);
	news_open(&call->reader, kind, PG_GETARG_DATUM(0), strict);
	MemoryContextSwitchTo(before);
	return call;
}

static Datum
next_row(FunctionCallInfo fcinfo, NewsInput kind)
{
	FuncCallContext *context;
	NewsCall   *call;
	MemoryContext before;
	NewsItem	item;
	Datum		row;

	if (SRF_IS_FIRSTCALL())
	{
		context = SRF_FIRSTCALL_INIT();
		context->user_fctx = start_call(fcinfo, context, kind);
	}
	context = SRF_PERCALL_SETUP();
	call = context->user_fctx;

	MemoryContextReset(call->item);
	before = MemoryContextSwitchTo(call->item);
	/* a truncated item is no item */
	if (!call->reader.next(&call->reader, &item) ||
		(call->reader.xml != NULL && xml_is_broken(call->reader.xml)))
	{
		MemoryContextSwitchTo(before);
		if (call->reader.xml != NULL)
			xml_close(call->reader.xml);
		SRF_RETURN_DONE(context);
	}
	row = make_row(&item, context->tuple_desc);
	MemoryContextSwitchTo(before);
	SRF_RETURN_NEXT(context, row);
}

PG_FUNCTION_INFO_V1(read_news_text);
Datum
read_news_text(PG_FUNCTION_ARGS)
{
	return next_row(fcinfo, INPUT_TEXT);
}

PG_FUNCTION_INFO_V1(read_news_bytes);
Datum
read_news_bytes(PG_FUNCTION_ARGS)
{
	return next_row(fcinfo, INPUT_BYTES);
}

PG_FUNCTION_INFO_V1(read_news_jsonb);
Datum
read_news_jsonb(PG_FUNCTION_ARGS)
{
	return next_row(fcinfo, INPUT_JSONB);
}
