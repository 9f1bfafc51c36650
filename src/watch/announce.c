/*-------------------------------------------------------------------------
 *
 * announce.c
 *		Announcing changes of a row's flag by NOTIFY, as JSON.
 *
 * The channel is "corroborated".  docs/reference.md describes the JSON.
 *
 * Memory: an Announcer is in the context that it was made in, an announcement
 * in the current one: triggers are called in it, and the server resets it.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/announce.h"

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "commands/async.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/relcache.h"

#include "base/utf8.h"
#include "watch/key_text.h"

#define ANNOUNCEMENT_CHANNEL "corroborated"

/*
 * NOTIFY takes payloads under 8000 bytes, with the usual block size.  Without
 * the row's key an announcement always fits: a table has two names, and one of
 * NAMEDATALEN bytes takes at most six times that when it is escaped.
 */
#define ANNOUNCEMENT_MAX_BYTES (Min(8000, BLCKSZ - NAMEDATALEN - 128) - 1)
#define ANNOUNCEMENT_OTHER_BYTES 256

StaticAssertDecl(2 * 6 * NAMEDATALEN + ANNOUNCEMENT_OTHER_BYTES <= ANNOUNCEMENT_MAX_BYTES,
				 "names may be too long for NOTIFY");

struct Announcer
{
	const char *table;			/* qualified and quoted */
	uint32		threshold;
	TupleDesc	key_row;		/* the columns of the primary key */
	AttrNumber	key[INDEX_MAX_KEYS];
};

/* The key's columns become a row type of their own, for row_to_json() */
Announcer *
make_announcer(const char *table, Relation relation, uint32 threshold)
{
	Bitmapset  *columns = RelationGetIndexAttrBitmap(relation,
													 INDEX_ATTR_BITMAP_PRIMARY_KEY);
	Announcer  *announcer;
	int			member = -1;
	int			nkeys = 0;

	if (bms_is_empty(columns))
		return NULL;
	announcer = palloc(sizeof(Announcer));
	announcer->table = table;
	announcer->threshold = threshold;
	announcer->key_row = CreateTemplateTupleDesc(bms_num_members(columns));
	while ((member = bms_next_member(columns, member)) >= 0)
	{
		AttrNumber	column = member + FirstLowInvalidHeapAttributeNumber;

		announcer->key[nkeys++] = column;
		TupleDescCopyEntry(announcer->key_row, nkeys, RelationGetDescr(relation), column);
	}
	BlessTupleDesc(announcer->key_row);
	bms_free(columns);
	return announcer;
}

bool
same_key(const Announcer *announcer, HeapTuple one, HeapTuple other, TupleDesc row)
{
	for (int i = 0; i < announcer->key_row->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(announcer->key_row, i);
		bool		isnull;
		Datum		a = heap_getattr(one, announcer->key[i], row, &isnull);
		Datum		b = heap_getattr(other, announcer->key[i], row, &isnull);

		if (!datum_image_eq(a, b, column->attbyval, column->attlen))
			return false;
	}
	return true;
}

static char *
key_json(const Announcer *announcer, HeapTuple tuple, TupleDesc row)
{
	Datum		values[INDEX_MAX_KEYS];
	bool		nulls[INDEX_MAX_KEYS];
	HeapTuple	key;
	char	   *json;
	int			level;

	for (int i = 0; i < announcer->key_row->natts; i++)
		values[i] = heap_getattr(tuple, announcer->key[i], row, &nulls[i]);
	key = heap_form_tuple(announcer->key_row, values, nulls);
	/* so that the key's text is the same in all sessions */
	level = key_text_begin();
	json = TextDatumGetCString(DirectFunctionCall1(row_to_json, HeapTupleGetDatum(key)));
	key_text_end(level);
	return json;
}

static void
write_announcement(StringInfo payload, const Announcer *announcer, const char *key,
				   const Figures *figures, const char *change, uint64 serial)
{
	resetStringInfo(payload);
	appendStringInfoString(payload, "{\"table\":");
	escape_json(payload, announcer->table);
	appendStringInfo(payload, ",\"key\":%s", key);
	if (figures != NULL)
		appendStringInfo(payload, ",\"status\":\"%s\",\"corroboration\":%u",
						 status_name(figures_status(figures, announcer->threshold)),
						 figures->corroboration);
	else
		appendStringInfoString(payload, ",\"status\":null,\"corroboration\":null");
	appendStringInfo(payload, ",\"change\":\"%s\",\"serial\":" UINT64_FORMAT "}",
					 change, serial);
}

/*
 * JSON is UTF-8.  In a database whose encoding is SQL_ASCII, bytes that are
 * not UTF-8 become question marks.  They occur only in strings, so the JSON
 * stays well-formed.
 */
static void
force_utf8(StringInfo payload)
{
	char	   *next = payload->data;
	char	   *end = payload->data + payload->len;

	if (GetDatabaseEncoding() == PG_UTF8)
		return;
	while (next < end)
	{
		uint32		codepoint;
		int			length = utf8_decode(next, end, &codepoint);

		if (length == 0)
			*next = '?';
		next += Max(length, 1);
	}
}

/*
 * The server delivers only the first of several equal payloads in one
 * transaction, so that a flag raised, withdrawn and raised again would seem
 * withdrawn.  The serial number makes each announcement of a session unique.
 */
void
announce(const Announcer *announcer, HeapTuple keyed, TupleDesc row,
		 const Figures *figures, const char *change)
{
	static uint64 serial = 0;
	StringInfoData payload;

	serial++;

	initStringInfo(&payload);
	write_announcement(&payload, announcer, key_json(announcer, keyed, row),
					   figures, change, serial);
	if (payload.len > ANNOUNCEMENT_MAX_BYTES)
		write_announcement(&payload, announcer, "null", figures, change, serial);
	force_utf8(&payload);
	Async_Notify(ANNOUNCEMENT_CHANNEL, payload.data);
}
