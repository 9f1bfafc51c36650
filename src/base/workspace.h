/*-------------------------------------------------------------------------
 *
 * workspace.h
 *		Scratch memory for one computation.
 *
 * Reading, merging and counting build a dozen small arrays and throw all of
 * them away together, often for values of three sources, where a palloc and
 * a pfree for each array would cost more than the work itself.  A workspace
 * hands out pieces of one buffer, at first one on the caller's stack, and
 * frees everything at once.
 *
 * In the server the further blocks come from CurrentMemoryContext, so that
 * an error frees them too; a workspace must not outlive that context.  Alone,
 * each piece is a malloc of its own, so that sanitizers see each overrun.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_WORKSPACE_H
#define CORROBORATE_WORKSPACE_H

#include "base/pure.h"

typedef struct WorkspaceBlock WorkspaceBlock;

typedef struct Workspace
{
	char	   *next;			/* first free byte, always a multiple of 8 */
	char	   *end;			/* one past the last byte of the block */
	WorkspaceBlock *blocks;		/* all but the caller's own buffer */
	Size		blocksize;		/* size of the next block */
} Workspace;

/* A buffer for the caller's stack: enough for values of about 30 sources. */
#define WORKSPACE_BUFFER_SIZE 8192

typedef union WorkspaceBuffer
{
	char		bytes[WORKSPACE_BUFFER_SIZE];
	double		force_align_d;
	int64		force_align_i64;
	void	   *force_align_p;
} WorkspaceBuffer;

extern void workspace_init(Workspace *ws, WorkspaceBuffer *buffer);
extern void workspace_free(Workspace *ws);

#define WORKSPACE_ALIGN(size) (((size) + 7) & ~((Size) 7))

/* Far above any real value, far below where sizes could wrap around */
#define WORKSPACE_MAX_PIECE ((Size) 1 << 40)

/* Alone, pieces do not share blocks, so that sanitizers see each overrun */
#ifdef CORROBORATE_ALONE
#define WORKSPACE_PIECES_APART true
#else
#define WORKSPACE_PIECES_APART false
#endif

extern void *workspace_alloc_block(Workspace *ws, Size count, Size size);

/* count * size bytes; the error for "too large" is program_limit_exceeded */
static inline void *
workspace_alloc(Workspace *ws, Size count, Size size)
{
	if (!WORKSPACE_PIECES_APART && likely(count <= WORKSPACE_MAX_PIECE / size))
	{
		Size		bytes = WORKSPACE_ALIGN(count * size);

		if (likely(bytes <= (Size) (ws->end - ws->next)))
		{
			char	   *piece = ws->next;

			ws->next += bytes;
			return piece;
		}
	}
	return workspace_alloc_block(ws, count, size);
}

/* The same, zeroed */
extern void *workspace_alloc_zero(Workspace *ws, Size count, Size size);

/*
 * An array with room for at least one element more than *capacity, holding
 * the old one's first *capacity elements; updates *capacity.  The old array
 * stays allocated until workspace_free.
 */
extern void *workspace_grow(Workspace *ws, void *old, Size *capacity,
							Size size);

/* The error for values beyond what memory can hold: program_limit_exceeded */
extern void workspace_too_large(void) __attribute__((noreturn));

#endif							/* CORROBORATE_WORKSPACE_H */
