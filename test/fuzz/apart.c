/*-------------------------------------------------------------------------
 *
 * apart.c
 *		Memory contexts in which each piece is allocated by itself.
 *
 *-------------------------------------------------------------------------
 */
#include "apart.h"

#if PG_VERSION_NUM < 160000

typedef struct ApartContext ApartContext;

/* What is in front of a piece; the server wants to find the context last */
typedef struct Piece
{
	struct Piece *previous;
	struct Piece *next;
	Size		size;
	ApartContext *context;
} Piece;

struct ApartContext
{
	MemoryContextData header;
	Piece		pieces;			/* the ring's beginning */
};

static void *
apart_alloc(MemoryContext context, Size size)
{
	ApartContext *apart = (ApartContext *) context;
	Piece	   *piece = malloc(sizeof(Piece) + size);

	if (piece == NULL)
		return NULL;
	piece->size = size;
	piece->context = apart;
	piece->previous = &apart->pieces;
	piece->next = apart->pieces.next;
	piece->next->previous = piece;
	apart->pieces.next = piece;
	context->mem_allocated += size;
	return piece + 1;
}

static void
apart_free(MemoryContext context, void *pointer)
{
	Piece	   *piece = (Piece *) pointer - 1;

	context->mem_allocated -= piece->size;
	piece->previous->next = piece->next;
	piece->next->previous = piece->previous;
	free(piece);
}

/* Always moves */
static void *
apart_realloc(MemoryContext context, void *pointer, Size size)
{
	void	   *moved = apart_alloc(context, size);

	if (moved == NULL)
		return NULL;
	memcpy(moved, pointer, Min(size, ((Piece *) pointer - 1)->size));
	apart_free(context, pointer);
	return moved;
}

static void
apart_reset(MemoryContext context)
{
	ApartContext *apart = (ApartContext *) context;

	while (apart->pieces.next != &apart->pieces)
		apart_free(context, apart->pieces.next + 1);
}

static void
apart_delete(MemoryContext context)
{
	apart_reset(context);
	free(context);
}

static Size
apart_space(MemoryContext context, void *pointer)
{
	(void) context;
	return ((Piece *) pointer - 1)->size;
}

static bool
apart_is_empty(MemoryContext context)
{
	ApartContext *apart = (ApartContext *) context;

	return apart->pieces.next == &apart->pieces;
}

static void
apart_stats(MemoryContext context, MemoryStatsPrintFunc print, void *passthru,
			MemoryContextCounters *totals, bool to_stderr)
{
	(void) print;
	(void) passthru;
	(void) to_stderr;
	if (totals != NULL)
		totals->totalspace += context->mem_allocated;
}

#ifdef MEMORY_CONTEXT_CHECKING
static void
apart_check(MemoryContext context)
{
	(void) context;
}
#endif

static const MemoryContextMethods apart_methods = {
	apart_alloc, apart_free, apart_realloc, apart_reset, apart_delete, apart_space, apart_is_empty, apart_stats,
#ifdef MEMORY_CONTEXT_CHECKING
	apart_check
#endif
};

/* It goes for one of the server's, who tests for them by their tags */
MemoryContext
apart_context(MemoryContext parent, const char *name, Size min pg_attribute_unused(),
			  Size initial pg_attribute_unused(), Size max pg_attribute_unused())
{
	ApartContext *apart = malloc(sizeof(ApartContext));

	if (apart == NULL)
		elog(ERROR, "out of memory");
	apart->pieces.next = apart->pieces.previous = &apart->pieces;
	MemoryContextCreate(&apart->header, T_AllocSetContext, &apart_methods, parent, name);
	return &apart->header;
}

#endif
