/*-------------------------------------------------------------------------
 *
 * originals.h
 *		Whose words a document has: the publisher of what it republishes.
 *		All in an SPI connection of as_owner_begin().
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_ORIGINALS_H
#define CORROBORATE_ORIGINALS_H

#include "watch/gather_query.h"
#include "watch/name_locks.h"

/* A document that republishes another */
typedef struct Copy
{
	Key			document;
	Key			original;		/* the other */
	Key			publisher;		/* of the other */
	bool		has_publisher;
} Copy;

/* Invariant: copies by the bytes of the document, none twice */
typedef struct Copies
{
	Copy	   *copies;
	Size		count;
} Copies;

/*
 * Which of the documents are copies; they and their originals are locked to
 * read.  Documents as text, in any order.
 */
extern void find_copies(Copies *copies, GatherRule *rule, NameLocks *locks,
						const Key *documents, Size count, Workspace *ws);

/* The copy that is this document; NULL: it is an original */
extern const Copy *copy_find(const Copies *copies, Key document);

/*
 * Locks documents (a text[]) that have changed, and to read what they
 * republish; returns the publishers on which that has a bearing.
 */
extern Key *lock_documents_for_change(GatherRule *rule, NameLocks *locks,
									  Datum documents, Size *npublishers, Workspace *ws);

#endif							/* CORROBORATE_ORIGINALS_H */
