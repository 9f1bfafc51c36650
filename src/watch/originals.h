/*-------------------------------------------------------------------------
 *
 * originals.h
 *		Whose words a document has: the publisher of the first one in the
 *		chain of what it republishes.  All in an SPI connection of
 *		as_owner_begin().
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ORIGINALS_H
#define CORROBORATE_ORIGINALS_H

#include "model/unite.h"
#include "watch/gather_query.h"
#include "watch/name_locks.h"

/* Keys of documents are text; keys of length 0 are null */
typedef struct Document
{
	Key			key;
	Key			publisher;
	Key			republishes;
	CopyOf		copies;
	Key			original;		/* publisher of the first document, if known */
} Document;

/* Invariant: by the bytes of the key, none twice */
typedef struct Documents
{
	Document   *documents;
	Size		count;
} Documents;

/*
 * Reads the documents, and what they republish, to the first of each chain.
 * Locks them before they are read, unless locks is NULL.
 */
extern void find_documents(Documents *documents, GatherRule *rule,
						   NameLocks *locks, const Key *keys, Size count,
						   TimestampTz as_of, Workspace *ws);

/* NULL where there is no such document */
extern const Document *document_find(const Documents *documents, Key key);

/*
 * Locks documents (text[]) whose publisher or original changes, and reads them
 * again.  Returns the publishers of all documents in their chains.
 */
extern Key *lock_documents_for_change(GatherRule *rule, NameLocks *locks,
									  Datum documents, Size *npublishers,
									  Workspace *ws);

#endif							/* CORROBORATE_ORIGINALS_H */
