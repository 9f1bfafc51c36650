/*-------------------------------------------------------------------------
 *
 * originals.c
 *		Whose words a document has: the publisher of what it republishes.
 *
 * What is said in a document that republishes another is said on the word of
 * the other's publisher.  Originals are not followed further.
 *
 * Locks: the documents, and what they republish, by the text of their keys
 * (name_locks.c), before that is read.
 *
 * Storage: none.  Memory: the workspace that is given.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/originals.h"

#include "executor/spi.h"
#include "miscadmin.h"

static int
compare_copies(const void *a, const void *b)
{
	return key_compare(((const Copy *) a)->document, ((const Copy *) b)->document);
}

/* Reads what is republished by documents; the originals are in copies */
static void
read_copies(Copies *copies, GatherRule *rule, Datum documents, Workspace *ws)
{
	copies->count = run_query(rule, QUERY_ORIGINALS, &documents, SPI_OK_SELECT);
	copies->copies = workspace_alloc(ws, copies->count, sizeof(Copy));
	for (Size i = 0; i < copies->count; i++)
	{
		Copy	   *copy = &copies->copies[i];
		bool		isnull;

		copy->document = result_key(i, 1, ws);
		copy->original = result_key(i, 2, ws);
		copy->publisher = result_key(i, 3, ws);
		result_value(i, 3, &isnull);
		copy->has_publisher = !isnull;
	}
	SPI_freetuptable(SPI_tuptable);
	qsort(copies->copies, copies->count, sizeof(Copy), compare_copies);
}

static void
want_originals(NameLocks *locks, const Copies *copies)
{
	for (Size i = 0; i < copies->count; i++)
		want_names(locks, &copies->copies[i].original, 1, false);
}

/* An original's lock must be there before it is read, so it is read again
 * until no other turns up */
void
find_copies(Copies *copies, GatherRule *rule, NameLocks *locks,
			const Key *documents, Size count, Workspace *ws)
{
	Datum		array = keys_to_array(documents, count);

	want_names(locks, documents, count, false);
	do
	{
		CHECK_FOR_INTERRUPTS();
		hold_wanted(locks);
		read_copies(copies, rule, array, ws);
		want_originals(locks, copies);
	} while (!holds_wanted(locks));
}

const Copy *
copy_find(const Copies *copies, Key document)
{
	Copy		sought = {.document = document};

	return bsearch(&sought, copies->copies, copies->count, sizeof(Copy), compare_copies);
}

Key *
lock_documents_for_change(GatherRule *rule, NameLocks *locks, Datum documents,
						  Size *npublishers, Workspace *ws)
{
	Copies		copies;
	Key		   *names;
	Size		count;

	names = array_to_keys(documents, &count, ws);
	want_names(locks, names, count, true);
	read_copies(&copies, rule, documents, ws);
	want_originals(locks, &copies);
	hold_wanted(locks);

	/* their own, whose words are in their copies, and those whose words they have */
	read_copies(&copies, rule, documents, ws);
	*npublishers = run_query(rule, QUERY_READ_PUBLISHERS, &documents, SPI_OK_SELECT);
	names = workspace_alloc(ws, *npublishers + copies.count, sizeof(Key));
	for (Size i = 0; i < *npublishers; i++)
		names[i] = result_key(i, 1, ws);
	SPI_freetuptable(SPI_tuptable);
	for (Size i = 0; i < copies.count; i++)
		if (copies.copies[i].has_publisher)
			names[(*npublishers)++] = copies.copies[i].publisher;
	return names;
}
