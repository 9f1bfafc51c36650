/*-------------------------------------------------------------------------
 *
 * originals.h
 *		Finding the original publisher of a document: that of the first
 *		document in the chain of what it republishes.  To be called in an SPI
 *		connection of as_owner_begin().
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

/* Invariant: sorted by the bytes of the key, without duplicates */
typedef struct Documents
{
	Document   *documents;
	Size		count;
} Documents;

/*
 * Reads documents and what they republish, up to the first of each chain, and
 * locks each before reading it, unless locks is NULL.
 */
extern void find_documents(Documents *documents, GatherRule *rule,
						   NameLocks *locks, const Key *keys, Size count,
						   TimestampTz as_of, Workspace *ws);

/* NULL if there is no such document */
extern const Document *document_find(const Documents *documents, Key key);

/*
 * Locks documents (text[]) whose publisher or original changes, and reads
 * them.  Returns the publishers of all documents in their chains.
 */
extern Key *lock_documents_for_change(GatherRule *rule, NameLocks *locks,
									  Datum documents, Size *npublishers,
									  Workspace *ws);

#endif							/* CORROBORATE_ORIGINALS_H */
