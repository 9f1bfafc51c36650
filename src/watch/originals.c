/*-------------------------------------------------------------------------
 *
 * originals.c
 *		Finding the original publisher of a document: that of the first
 *		document in the chain of what it republishes.
 *
 * Chains are read link by link, all documents of one distance by one query.  A
 * chain that is a circle has no first document.
 *
 * Locks: each document by the text of its key (name_locks.c), before it is
 * read.
 *
 * Storage: none.  Memory: the workspace that is given.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/originals.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/datum.h"

#include "type/evidence.h"

static int
compare_documents(const void *a, const void *b)
{
	return key_compare(((const Document *) a)->key, ((const Document *) b)->key);
}

const Document *
document_find(const Documents *documents, Key key)
{
	Document	sought = {.key = key};

	if (documents->count == 0)
		return NULL;
	return bsearch(&sought, documents->documents, documents->count, sizeof(Document),
				   compare_documents);
}

/* Adds documents that were not read before, in their order */
static void
read_documents(Documents *documents, GatherRule *rule, Datum keys,
			   TimestampTz as_of, Workspace *ws)
{
	Size		n = run_query_as_of(rule, QUERY_READ_DOCUMENTS, &keys, SPI_OK_SELECT, as_of);
	Document   *all = workspace_alloc_zero(ws, documents->count + n, sizeof(Document));

	if (documents->count > 0)
		memcpy(all, documents->documents, documents->count * sizeof(Document));
	for (Size i = 0; i < n; i++)
	{
		Document   *document = &all[documents->count + i];

		bool		isnull;
		Datum		publisher = result_value(i, 2, &isnull);

		document->key = result_key(i, 1, ws);
		if (!isnull)
			document->publisher = key_from_text(datumCopy(publisher, false, -1), "publisher", ws);
		document->republishes = result_key(i, 3, ws);
	}
	SPI_freetuptable(SPI_tuptable);
	documents->documents = all;
	documents->count += n;
	qsort(all, documents->count, sizeof(Document), compare_documents);
}

static int
compare_keys(const void *a, const void *b)
{
	return key_compare(*(const Key *) a, *(const Key *) b);
}

/* The documents that these republish and that were not read yet, each once */
static Size
next_links(const Documents *documents, Key **links, Workspace *ws)
{
	Key		   *wanted = workspace_alloc(ws, documents->count, sizeof(Key));
	Size		count = 0,
				kept = 0;

	for (Size i = 0; i < documents->count; i++)
	{
		Key			link = documents->documents[i].republishes;

		if (link.length > 0 && document_find(documents, link) == NULL)
			wanted[count++] = link;
	}
	qsort(wanted, count, sizeof(Key), compare_keys);
	for (Size i = 0; i < count; i++)
		if (i == 0 || !key_equal(wanted[i], wanted[i - 1]))
			wanted[kept++] = wanted[i];
	*links = wanted;
	return kept;
}

/* False if locks had to be released meanwhile, so it must be read again */
static bool
read_chains(Documents *documents, GatherRule *rule, NameLocks *locks,
			const Key *keys, Size count, TimestampTz as_of, Workspace *ws)
{
	Key		   *links = workspace_alloc(ws, count, sizeof(Key));
	Size		before;

	memset(documents, 0, sizeof(*documents));
	if (count > 0)
		memcpy(links, keys, count * sizeof(Key));
	do
	{
		CHECK_FOR_INTERRUPTS();
		before = documents->count;
		read_documents(documents, rule, keys_to_array(links, count), as_of, ws);
		count = next_links(documents, &links, ws);
		if (count > 0 && !hold_also(locks, links, count))
			return false;
		/* documents that do not exist are not looked for twice */
	} while (count > 0 && documents->count > before);
	return true;
}

/* Follows a document to the first of its chain */
static void
resolve(const Documents *documents, Document *document)
{
	const Document *first = document;

	if (document->republishes.length == 0)
		return;
	for (Size steps = 0; first != NULL && first->republishes.length > 0; steps++)
		first = steps > documents->count ? NULL : document_find(documents, first->republishes);
	document->copies = COPY_OF_UNKNOWN;
	if (first == NULL || first->publisher.length == 0)
		return;
	document->copies = COPY_OF_KNOWN;
	document->original = first->publisher;
}

void
find_documents(Documents *documents, GatherRule *rule, NameLocks *locks,
			   const Key *keys, Size count, TimestampTz as_of, Workspace *ws)
{
	hold_also(locks, keys, count);
	while (!read_chains(documents, rule, locks, keys, count, as_of, ws))
		CHECK_FOR_INTERRUPTS();
	for (Size i = 0; i < documents->count; i++)
		resolve(documents, &documents->documents[i]);
}

Key *
lock_documents_for_change(GatherRule *rule, NameLocks *locks, Datum documents,
						  Size *npublishers, Workspace *ws)
{
	Documents	found;
	Key		   *keys;
	Key		   *publishers;
	Size		count;

	keys = array_to_keys(documents, &count, ws);
	want_names(locks, keys, count, true);
	hold_wanted(locks);
	find_documents(&found, rule, locks, keys, count, AS_OF_NOW, ws);
	publishers = workspace_alloc(ws, found.count, sizeof(Key));
	*npublishers = 0;
	for (Size i = 0; i < found.count; i++)
		if (found.documents[i].publisher.length > 0)
			publishers[(*npublishers)++] = found.documents[i].publisher;
	return publishers;
}
