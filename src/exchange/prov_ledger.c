/*-------------------------------------------------------------------------
 *
 * prov_ledger.c
 *		ledger_to_prov_xml(): claims of a ledger as PROV-XML.
 *
 * A claim is a bundle: its evidence, as to_prov_xml() writes it, and then a
 * record of each attestation, which is an entity that the evidence is derived
 * from.  Outside bundles are the documents that these were quoted from or that
 * used the claims, with those who made them, and the sources with their names.
 *
 * The ledger's views decide what is protected (protected.sql).  Of a protected
 * attestation only keys and affiliations are written: no quote, no document,
 * no time, no reason, and no number that would place it among those with a
 * time.  Protected documents are left out.  Other spellings of confidential
 * sources are written as their keys.  Pending attestations, identities, notes,
 * and which member of the desk did something, are never read.
 *
 * The queries are in prov.sql, and run with the caller's rights.
 *
 * Memory: the document, at most 1 GB; a claim at a time, in a context of its
 * own; the names of all sources that are mentioned, and the numbers of
 * documents.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "exchange/prov.h"
#include "type/inner_context.h"

#define ROWS_AT_ONCE 500

/* An attestation to export, without what must not be disclosed */
typedef struct Record
{
	Key			speaker;		/* the source's own key */
	Side		side;
	bool		firsthand;
	bool		protects;		/* it is protected, so the rest is not written */
	bool		counts;
	bool		retracted;
	uint32		order;			/* as recorded */
	uint32		number;			/* within the claim, from 1 */
	const struct Record *revises;	/* what it replaces, if that is exported, too */
	int64		id;				/* the ledger's, unless it is protected */
	int64		replaces;
	bool		has_replaces;
	char	   *quote;
	char	   *language;
	char	   *said_at;
	char	   *retracted_at;
	char	   *reason;
	int64		document;
	bool		has_document;
} Record;

/* The rows of a query, one by one, in SPI's memory */
typedef struct Rows
{
	Portal		portal;
	SPITupleTable *table;
	uint64		at;				/* of the table's rows */
} Rows;

typedef struct Export
{
	const char *ledger;			/* schemas, quoted */
	const char *extension;
	Datum		claims;			/* bigint[] */
	bool		all;			/* claims is NULL */
	bool		with_confidential;
	StringInfoData xml;			/* after a varlena's length */
	HTAB	   *documents;		/* to be exported: int64 */
	HTAB	   *sources;		/* mentioned: Keys */
	MemoryContext context;		/* of all this */
	MemoryContext piece;		/* of what is being written */
	Rows		attestations;
} Export;

/* ---- Sets */

static uint32
key_hash(const void *key, Size size pg_attribute_unused())
{
	const Key  *k = key;

	return DatumGetUInt32(hash_any((const unsigned char *) k->data, (int) k->length));
}

static int
key_match(const void *a, const void *b, Size size pg_attribute_unused())
{
	return key_compare(*(const Key *) a, *(const Key *) b);
}

static HTAB *
create_key_set(void)
{
	HASHCTL		control = {0};

	control.keysize = sizeof(Key);
	control.entrysize = sizeof(Key);
	control.hash = key_hash;
	control.match = key_match;
	control.hcxt = CurrentMemoryContext;
	return hash_create("keys of sources", 64, &control,
					   HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
}

static HTAB *
create_number_set(void)
{
	HASHCTL		control = {0};

	control.keysize = sizeof(int64);
	control.entrysize = sizeof(int64);
	control.hcxt = CurrentMemoryContext;
	return hash_create("documents", 64, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

static void
add_key(Export *export, HTAB *set, Key key)
{
	bool		found;
	Key		   *entry = hash_search(set, &key, HASH_ENTER, &found);

	if (!found)
	{
		char	   *copy = MemoryContextAlloc(export->context, Max(key.length, 1));

		memcpy(copy, key.data, key.length);
		entry->data = copy;
	}
}

static void
add_number(HTAB *set, int64 number)
{
	(void) hash_search(set, &number, HASH_ENTER, NULL);
}

static Datum
datum_of_number(const void *number)
{
	return Int64GetDatum(*(const int64 *) number);
}

static Datum
datum_of_key(const void *entry)
{
	const Key  *key = entry;

	return PointerGetDatum(cstring_to_text_with_len(key->data, (int) key->length));
}

static Datum
set_to_array(HTAB *set, Oid type, Datum (*datum_of) (const void *entry))
{
	ArrayBuildState *array = initArrayResult(type, CurrentMemoryContext, false);
	HASH_SEQ_STATUS scan;
	const void *entry;

	hash_seq_init(&scan, set);
	while ((entry = hash_seq_search(&scan)) != NULL)
		accumArrayResult(array, datum_of(entry), false, type, CurrentMemoryContext);
	return makeArrayResult(array, CurrentMemoryContext);
}

/* ---- Rows of a query */

/* One of the queries of prov.sql, for this ledger */
static char *
query_text(const Export *export, const char *name)
{
	Oid			type = TEXTOID;
	Datum		ledger = CStringGetTextDatum(export->ledger);
	char	   *query = psprintf("SELECT pg_catalog.replace(corroborate_internal.%s(), "
								 "'@ledger@', $1)", name);
	char	   *text;

	if (SPI_execute_with_args(query, 1, &type, &ledger, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the query \"%s\"", name);
	text = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	SPI_freetuptable(SPI_tuptable);
	return text;
}

/* $1 of a query is an array of bigint or text, perhaps NULL */
static void
rows_open(Rows *rows, const Export *export, const char *query, Oid type, Datum argument,
		  bool isnull)
{
	Oid			types[] = {type, BOOLOID};
	Datum		arguments[] = {argument, BoolGetDatum(export->with_confidential)};
	char		nulls[] = {isnull ? 'n' : ' ', ' '};
	MemoryContext context = CurrentMemoryContext;

	rows->portal = SPI_cursor_open_with_args(NULL, query_text(export, query), 2, types, arguments,
											 nulls, true, 0);
	rows->table = NULL;
	rows->at = 0;
	MemoryContextSwitchTo(context);
}

/*
 * Goes to the next row; after the last one, returns false and sets the portal
 * to NULL.  SPI makes its own context the current one.
 */
static bool
rows_next(Rows *rows)
{
	MemoryContext context = CurrentMemoryContext;

	CHECK_FOR_INTERRUPTS();
	rows->at++;
	if (rows->table != NULL && rows->at < rows->table->numvals)
		return true;

	SPI_freetuptable(rows->table);
	SPI_cursor_fetch(rows->portal, true, ROWS_AT_ONCE);
	rows->table = SPI_tuptable;
	rows->at = 0;
	if (SPI_processed == 0)
	{
		SPI_freetuptable(rows->table);
		rows->table = NULL;
		SPI_cursor_close(rows->portal);
		rows->portal = NULL;
	}
	MemoryContextSwitchTo(context);
	return rows->portal != NULL;
}

static bool
rows_value(const Rows *rows, int column, Datum *value)
{
	bool		isnull;

	*value = SPI_getbinval(rows->table->vals[rows->at], rows->table->tupdesc, column, &isnull);
	return !isnull;
}

static int64
rows_int64(const Rows *rows, int column)
{
	Datum		value;

	return rows_value(rows, column, &value) ? DatumGetInt64(value) : 0;
}

static bool
rows_bool(const Rows *rows, int column)
{
	Datum		value;

	return rows_value(rows, column, &value) && DatumGetBool(value);
}

/* A text in the current context, or NULL */
static char *
rows_text(const Rows *rows, int column)
{
	Datum		value;

	return rows_value(rows, column, &value) ? TextDatumGetCString(value) : NULL;
}

static Key
as_key(const char *text)
{
	Key			key = {text, (uint32) strlen(text)};

	return key;
}

/* ---- Writing */

/* Begins a piece, in a context that is reset before each */
static ProvOut *
piece_begin(Export *export)
{
	MemoryContextReset(export->piece);
	MemoryContextSwitchTo(export->piece);
	return prov_open();
}

static void
piece_end(Export *export, ProvOut *out)
{
	Size		length;
	const char *data = prov_data(out, &length);

	if (length > (Size) (MaxAllocSize - 1) - export->xml.len - strlen(PROV_END))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("PROV-XML of the ledger is larger than a value may be"),
				 errhint("Name claims, and write several documents.")));
	appendBinaryStringInfo(&export->xml, data, (int) length);
	prov_close(out);
	MemoryContextSwitchTo(export->context);
}

/* Whether a text is a language's name as in XML Schema: en, zh-Hant */
static bool
is_language(const char *text)
{
	int			length = 0;
	bool		first = true;

	if (text == NULL)
		return false;
	for (;; text++)
	{
		if (*text == '-' || *text == '\0')
		{
			if (length == 0 || length > 8)
				return false;
			if (*text == '\0')
				return true;
			length = 0;
			first = false;
		}
		else if ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
				 (*text >= '0' && *text <= '9' && !first))
			length++;
		else
			return false;
	}
}

static void
write_language(ProvOut *out, const char *attribute, const char *language)
{
	if (!is_language(language))
		return;
	prov_put(out, attribute);
	prov_put(out, "=\"");
	prov_put(out, language);
	prov_put(out, "\"");
}

/* Writes when an entity was generated */
static void
write_generated(ProvOut *out, ProvId entity, const char *at)
{
	if (at == NULL)
		return;
	prov_begin(out, "wasGeneratedBy");
	prov_ref(out, "entity", entity);
	prov_element(out, "time", at);
	prov_end(out, "wasGeneratedBy");
}

static void
write_invalidated(ProvOut *out, ProvId entity, const char *at, const char *reason)
{
	prov_begin(out, "wasInvalidatedBy");
	prov_ref(out, "entity", entity);
	if (at != NULL)
		prov_element(out, "time", at);
	if (reason != NULL)
		prov_element(out, "label", reason);
	prov_end(out, "wasInvalidatedBy");
}

static char *
number_text(int64 number)
{
	return psprintf(INT64_FORMAT, number);
}

static ProvId
number_id(const char *scope, const char *kind, int64 number)
{
	return prov_id(scope, kind, as_key(number_text(number)));
}

static ProvId
document_id(int64 number)
{
	return number_id("", "document", number);
}

/* ---- Attestations */

/* On which side an attribution speaks, and whether it knows first-hand */
static void
read_said(Record *record, Datum attribution)
{
	Unpacked	said;

	unpack_start(&said);
	unpack_add(&said, attribution);
	for (Size i = 0; i < said.builder.nmentions; i++)
		for (int side = 0; side < SIDES; side++)
			if (said.builder.mentions[i].says[side] & SAYS_SPEAKS)
			{
				record->side = side;
				record->firsthand = (said.builder.mentions[i].says[side] & SAYS_FIRSTHAND) != 0;
			}
	unpack_free(&said);
}

/* Reads a row, without what must be left out */
static Record *
read_record(Export *export, const Rows *rows, uint32 order)
{
	Record	   *record = palloc0(sizeof(Record));
	Datum		value;
	bool		replaced = rows_bool(rows, 12);

	record->speaker = as_key(rows_text(rows, 3));
	record->order = order;
	record->has_document = rows_value(rows, 4, &value);
	record->document = rows_int64(rows, 4);
	record->retracted = rows_bool(rows, 5);
	record->protects = rows_bool(rows, 11);
	record->counts = !record->retracted && !replaced;

	(void) rows_value(rows, 2, &value);
	read_said(record, value);
	add_key(export, export->sources, record->speaker);
	if (record->protects)
	{
		record->has_document = false;
		return record;
	}
	record->quote = rows_text(rows, 6);
	record->language = rows_text(rows, 7);
	record->said_at = rows_text(rows, 8);
	record->retracted_at = rows_text(rows, 9);
	record->reason = rows_text(rows, 10);
	record->id = rows_int64(rows, 13);
	/*
	 * a retracted one replaces something only if one that counts replaces it
	 */
	record->has_replaces = rows_value(rows, 14, &value) && (!record->retracted || replaced);
	record->replaces = rows_int64(rows, 14);
	if (record->has_document)
		add_number(export->documents, record->document);
	return record;
}

static int
compare_bools(bool a, bool b)
{
	return (int) a - (int) b;
}

/* In the order of recording; protected ones last, by what is shown of them */
static int
by_number(const ListCell *a, const ListCell *b)
{
	const Record *x = lfirst(a),
			   *y = lfirst(b);
	int			order = compare_bools(x->protects, y->protects);

	if (order == 0 && !x->protects)
		return (x->order > y->order) - (x->order < y->order);
	if (order == 0)
		order = key_compare(x->speaker, y->speaker);
	if (order == 0)
		order = (int) x->side - (int) y->side;
	if (order == 0)
		order = compare_bools(x->firsthand, y->firsthand);
	if (order == 0)
		order = compare_bools(x->retracted, y->retracted);
	return order != 0 ? order : compare_bools(x->counts, y->counts);
}

static int
by_id(const ListCell *a, const ListCell *b)
{
	const Record *x = lfirst(a),
			   *y = lfirst(b);

	return (x->id > y->id) - (x->id < y->id);
}

/* The record with this id, from records sorted by id, or NULL */
static const Record *
find_record(const List *records, int64 id)
{
	int			low = 0,
				high = list_length(records);

	while (low < high)
	{
		int			middle = low + (high - low) / 2;
		const Record *record = list_nth(records, middle);

		if (record->id == id)
			return record;
		if (record->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/*
 * Numbers records; finds those that others replace, unless either is protected
 */
static void
arrange_records(List *records)
{
	List	   *open = NIL;
	ListCell   *cell;
	uint32		number = 0;

	list_sort(records, by_number);
	foreach(cell, records)
	{
		Record	   *record = lfirst(cell);

		record->number = ++number;
		if (!record->protects)
			open = lappend(open, record);
	}
	list_sort(open, by_id);
	foreach(cell, open)
	{
		Record	   *record = lfirst(cell);

		if (record->has_replaces)
			record->revises = find_record(open, record->replaces);
	}
}

static void
write_record(ProvOut *out, const Record *record, const char *scope)
{
	static const Key firsthand = {"firsthand", sizeof("firsthand") - 1};
	ProvId		id = number_id(scope, "attestation", record->number);

	prov_declare(out, "entity", id);
	prov_put(out, " c:record=\"attestation\"");
	if (record->side == SIDE_AGAINST)
		prov_put(out, " c:denies=\"true\"");
	write_language(out, " c:language", record->quote != NULL ? record->language : NULL);
	prov_put(out, ">");
	if (record->quote != NULL)
		prov_element(out, "value", record->quote);
	prov_put(out, "</prov:entity>\n");

	prov_relate(out, "wasAttributedTo", "entity", id, "agent", prov_agent(record->speaker));
	write_generated(out, id, record->said_at);
	if (record->firsthand)
		prov_relate(out, "hadPrimarySource", "generatedEntity", id,
					"usedEntity", prov_id(scope, "end", firsthand));
	if (record->has_document)
		prov_relate(out, record->quote != NULL ? "wasQuotedFrom" : "wasDerivedFrom",
					"generatedEntity", id, "usedEntity", document_id(record->document));
	if (record->revises != NULL)
		prov_relate(out, "wasRevisionOf", "generatedEntity", id,
					"usedEntity", number_id(scope, "attestation", record->revises->number));
	if (record->counts)
		prov_relate(out, "wasDerivedFrom", "generatedEntity",
					prov_said(scope, record->side, record->speaker), "usedEntity", id);
	if (record->retracted)
		write_invalidated(out, id, record->retracted_at, record->reason);
}

/* ---- Claims */

static void
open_attestations(Export *export)
{
	rows_open(&export->attestations, export, "prov_attestations", INT8ARRAYOID, export->claims,
			  export->all);
	(void) rows_next(&export->attestations);
}

/* The attestations about a claim, which come in the order of claims */
static List *
read_records(Export *export, int64 claim)
{
	Rows	   *rows = &export->attestations;
	List	   *records = NIL;
	uint32		order = 0;

	while (rows->portal != NULL && rows_int64(rows, 1) <= claim)
	{
		if (rows_int64(rows, 1) == claim)
			records = lappend(records, read_record(export, rows, order++));
		(void) rows_next(rows);
	}
	return records;
}

static void
mention_sources(Export *export, const Testimony *testimony)
{
	for (uint32 i = 0; i < testimony->nsources; i++)
		add_key(export, export->sources, testimony->sources[i].key);
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		add_key(export, export->sources, testimony->affiliations[i]);
}

static void
write_claim(Export *export, const Rows *rows)
{
	ProvOut    *out;
	Unpacked	unpacked;
	Datum		evidence;
	int64		claim = rows_int64(rows, 1);
	ProvId		id;
	const char *scope;
	char	   *statement;
	List	   *records;
	ListCell   *cell;

	out = piece_begin(export);
	id = number_id("", "claim", claim);
	scope = psprintf("claim." INT64_FORMAT ".", claim);
	prov_declare(out, "bundle", id);
	prov_put(out, ">");
	if ((statement = rows_text(rows, 2)) != NULL)
		prov_element(out, "label", statement);
	prov_put(out, "</prov:bundle>\n");

	prov_declare(out, "bundleContent", id);
	prov_put(out, " c:claim=\"");
	prov_put(out, number_text(claim));
	prov_put(out, "\">\n");
	if (rows_value(rows, 3, &evidence))
	{
		evidence_unpack(&unpacked, evidence);
		mention_sources(export, &unpacked.testimony);
		prov_evidence(out, &unpacked.testimony, scope);
		unpack_free(&unpacked);
	}
	records = read_records(export, claim);
	arrange_records(records);
	foreach(cell, records)
		write_record(out, lfirst(cell), scope);
	prov_put(out, "  ");
	prov_end(out, "bundleContent");
	piece_end(export, out);
}

static void
write_claims(Export *export)
{
	Rows		rows;

	open_attestations(export);
	rows_open(&rows, export, "prov_claims", INT8ARRAYOID, export->claims, export->all);
	while (rows_next(&rows))
		write_claim(export, &rows);
}

/* Writes which of our own documents used which claims, and when */
static void
write_publications(Export *export)
{
	static const Key publication = {"publication", sizeof("publication") - 1};
	Rows		rows;
	int64		before = -1;
	bool		first = true;

	rows_open(&rows, export, "prov_publications", INT8ARRAYOID, export->claims, export->all);
	while (rows_next(&rows))
	{
		ProvOut    *out;
		int64		number = rows_int64(&rows, 1);
		ProvId		document,
					claim,
					activity;
		char	   *at;

		add_number(export->documents, number);
		out = piece_begin(export);
		document = document_id(number);
		claim = number_id("", "claim", rows_int64(&rows, 2));
		activity = prov_id(psprintf("document." INT64_FORMAT ".", number), "made", publication);
		at = rows_text(&rows, 3);
		if (first || number != before)
		{
			prov_declare(out, "activity", activity);
			prov_put(out, "><prov:type>publication</prov:type></prov:activity>\n");
			prov_relate(out, "wasGeneratedBy", "entity", document, "activity", activity);
		}
		prov_begin(out, "used");
		prov_ref(out, "activity", activity);
		prov_ref(out, "entity", claim);
		if (at != NULL)
			prov_element(out, "time", at);
		prov_end(out, "used");
		prov_relate(out, "wasDerivedFrom", "generatedEntity", document, "usedEntity", claim);
		piece_end(export, out);
		first = false;
		before = number;
	}
}

/* ---- Documents, and who made them */

static char **
rows_texts(const Rows *rows, int column, int *count)
{
	Datum		value;
	Datum	   *elements;
	char	  **texts;

	*count = 0;
	if (!rows_value(rows, column, &value))
		return NULL;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT,
					  &elements, NULL, count);
	texts = palloc(Max(*count, 1) * sizeof(char *));
	for (int i = 0; i < *count; i++)
		texts[i] = TextDatumGetCString(elements[i]);
	return texts;
}

/* Writes one activity for all who did the same; they come together */
static void
write_credits(ProvOut *out, const Rows *rows, ProvId document, const char *scope)
{
	int			count;
	char	  **verbs = rows_texts(rows, 10, &count);
	char	  **names = rows_texts(rows, 11, &count);
	char	  **roles = rows_texts(rows, 12, &count);

	for (int i = 0; i < count; i++)
	{
		ProvId		activity = prov_id(scope, "made", as_key(verbs[i]));
		ProvId		who = prov_id("", "credited", as_key(names[i]));

		CHECK_FOR_INTERRUPTS();
		if (i == 0 || strcmp(verbs[i], verbs[i - 1]) != 0)
		{
			prov_declare(out, "activity", activity);
			prov_put(out, ">");
			prov_element(out, "type", verbs[i]);
			prov_put(out, "</prov:activity>\n");
			prov_relate(out, "wasGeneratedBy", "entity", document, "activity", activity);
		}
		prov_declare(out, "agent", who);
		prov_put(out, ">");
		prov_element(out, "label", names[i]);
		prov_put(out, "</prov:agent>\n");
		prov_begin(out, "wasAssociatedWith");
		prov_ref(out, "activity", activity);
		prov_ref(out, "agent", who);
		if (*roles[i] != '\0')
			prov_element(out, "role", roles[i]);
		prov_end(out, "wasAssociatedWith");
	}
}

static void
write_document_entity(ProvOut *out, const Rows *rows, ProvId document)
{
	char	   *headline = rows_text(rows, 3);
	char	   *url = rows_text(rows, 4);

	prov_declare(out, "entity", document);
	prov_put(out, " c:record=\"document\">");
	if (headline != NULL)
	{
		prov_put(out, "<prov:label");
		write_language(out, " xml:lang", rows_text(rows, 5));
		prov_put(out, ">");
		prov_text(out, headline);
		prov_put(out, "</prov:label>");
	}
	if (url != NULL)
		prov_element(out, "location", url);
	prov_put(out, "</prov:entity>\n");
}

static void
write_document(Export *export, const Rows *rows)
{
	ProvOut    *out;
	Datum		value;
	int64		number = rows_int64(rows, 1);
	ProvId		document;

	out = piece_begin(export);
	document = document_id(number);
	write_document_entity(out, rows, document);
	if (rows_value(rows, 2, &value))
	{
		Key			publisher = as_key(rows_text(rows, 2));

		add_key(export, export->sources, publisher);
		prov_relate(out, "wasAttributedTo", "entity", document, "agent", prov_agent(publisher));
	}
	write_generated(out, document, rows_text(rows, 6));
	if (rows_value(rows, 7, &value))
		prov_relate(out, "wasQuotedFrom", "generatedEntity", document,
					"usedEntity", document_id(DatumGetInt64(value)));
	if (rows_value(rows, 8, &value))
		prov_relate(out, "wasRevisionOf", "generatedEntity", document,
					"usedEntity", document_id(DatumGetInt64(value)));
	if (rows_bool(rows, 9))
		write_invalidated(out, document, NULL, "cancelled by its publisher");
	write_credits(out, rows, document, psprintf("document." INT64_FORMAT ".", number));
	piece_end(export, out);
}

/* Writes the documents mentioned so far, and those they copy or revise */
static void
write_documents(Export *export)
{
	Rows		rows;

	rows_open(&rows, export, "prov_documents", INT8ARRAYOID,
			  set_to_array(export->documents, INT8OID, datum_of_number), false);
	while (rows_next(&rows))
		write_document(export, &rows);
}

/* ---- Sources */

static const char *
agent_element(const char *kind)
{
	static const char *const kinds[][2] = {
		{"person", "person"}, {"organisation", "organization"},
		{"outlet", "organization"}, {"agency", "organization"}
	};

	for (size_t i = 0; kind != NULL && i < lengthof(kinds); i++)
		if (strcmp(kind, kinds[i][0]) == 0)
			return kinds[i][1];
	return "agent";
}

/* Writes sources with name and kind, confidential ones only with their keys */
static void
write_sources(Export *export)
{
	Rows		rows;

	rows_open(&rows, export, "prov_sources", TEXTARRAYOID,
			  set_to_array(export->sources, TEXTOID, datum_of_key), false);
	while (rows_next(&rows))
	{
		ProvOut    *out;
		char	   *key,
				   *name,
				   *kind;
		const char *element;

		out = piece_begin(export);
		key = rows_text(&rows, 1);
		name = rows_text(&rows, 2);
		kind = rows_text(&rows, 3);
		element = agent_element(kind);
		prov_declare(out, element, prov_agent(as_key(key)));
		prov_key(out, as_key(key));
		prov_put(out, ">");
		prov_element(out, "label", name != NULL ? name : key);
		if (kind != NULL)
			prov_element(out, "type", kind);
		prov_end(out, element);
		piece_end(export, out);
	}
}

/* ---- The export */

/*
 * Raises an error unless there is a ledger with the views that say what is
 * protected, and with all requested claims.  To be called while connected to
 * SPI.
 */
static void
require_ledger(Export *export, Datum name)
{
	/*
	 * an earlier version's catalog may not have the schema of the second, but
	 * the first refuses such a version's ledgers
	 */
	char	   *queries[] = {psprintf("SELECT %s.require_ledger($1, '0.3.0')", export->extension),
		"SELECT corroborate_internal.require_claims(pg_catalog.format('%I.claim', $1)::pg_catalog.regclass, $2)"};
	Oid			types[] = {NAMEOID, INT8ARRAYOID};
	Datum		arguments[] = {name, export->claims};
	const char *nulls = export->all ? " n" : NULL;

	for (int i = 0; i < (int) lengthof(queries); i++)
	{
		if (SPI_execute_with_args(queries[i], 2, types, arguments, nulls, true, 1) != SPI_OK_SELECT)
			elog(ERROR, "could not look for the ledger");
		SPI_freetuptable(SPI_tuptable);
	}
}

/* Begins an export, in the current context */
static void
export_begin(Export *export, FunctionCallInfo fcinfo)
{
	const char *name = NameStr(*PG_GETARG_NAME(0));

	memset(export, 0, sizeof(Export));
	export->ledger = quote_identifier(name);
	export->extension =
		quote_identifier(get_namespace_name(get_func_namespace(fcinfo->flinfo->fn_oid)));
	export->all = PG_ARGISNULL(1);
	export->claims = export->all ? (Datum) 0 : PG_GETARG_DATUM(1);
	export->with_confidential = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
	export->context = CurrentMemoryContext;
	export->piece = AllocSetContextCreate(export->context, "piece of PROV-XML",
										  ALLOCSET_DEFAULT_SIZES);
	export->sources = create_key_set();
	export->documents = create_number_set();
	initStringInfo(&export->xml);
	appendStringInfoSpaces(&export->xml, VARHDRSZ);
	appendStringInfoString(&export->xml, PROV_BEGIN);
}

PG_FUNCTION_INFO_V1(ledger_to_prov);
Datum
ledger_to_prov(PG_FUNCTION_ARGS)
{
	MemoryContext context = CurrentMemoryContext;
	Export		export;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	hide_inner_context(0);
	export_begin(&export, fcinfo);
	SPI_connect();
	MemoryContextSwitchTo(context);
	require_ledger(&export, PG_GETARG_DATUM(0));
	write_claims(&export);
	write_publications(&export);
	write_documents(&export);
	write_sources(&export);
	SPI_finish();
	MemoryContextSwitchTo(context);

	appendStringInfoString(&export.xml, PROV_END);
	SET_VARSIZE(export.xml.data, export.xml.len);
	PG_RETURN_POINTER(export.xml.data);
}
