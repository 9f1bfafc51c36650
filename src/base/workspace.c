/*-------------------------------------------------------------------------
 *
 * workspace.c
 *		Scratch memory for one computation.
 *
 * Storage: a chain of blocks, each twice the size of the one before, filled
 * from the front.  Memory: see workspace.h.
 *
 *-------------------------------------------------------------------------
 */
#include "base/workspace.h"

#ifndef CORROBORATE_ALONE
#endif

struct WorkspaceBlock
{
	WorkspaceBlock *older;
	double		data[];			/* double: aligned for anything we store */
};

#define WORKSPACE_MAX_BLOCK ((Size) 8 << 20)

#define COPY_PIECE ((Size) 16 << 20)

void
workspace_too_large(void)
{
#ifdef CORROBORATE_ALONE
	fprintf(stderr, "value is too large\n");
	abort();
#else
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("evidence is too large")));
#endif
}

static WorkspaceBlock *
add_block(Workspace *ws, Size size)
{
	WorkspaceBlock *block;

	size += offsetof(WorkspaceBlock, data);
#ifdef CORROBORATE_ALONE
	block = malloc(size);
	if (block == NULL)
		workspace_too_large();
#else
	block = MemoryContextAllocHuge(CurrentMemoryContext, size);
#endif
	block->older = ws->blocks;
	ws->blocks = block;
	return block;
}

void
workspace_init(Workspace *ws, WorkspaceBuffer *buffer)
{
	ws->blocks = NULL;
	ws->blocksize = 4 * WORKSPACE_BUFFER_SIZE;
	ws->next = buffer->bytes;
	ws->end = buffer->bytes + sizeof(WorkspaceBuffer);
}

void
workspace_free(Workspace *ws)
{
	while (ws->blocks != NULL)
	{
		WorkspaceBlock *block = ws->blocks;

		ws->blocks = block->older;
#ifdef CORROBORATE_ALONE
		free(block);
#else
		pfree(block);
#endif
	}
	ws->next = ws->end = NULL;
}

void *
workspace_alloc_block(Workspace *ws, Size count, Size size)
{
	Size		bytes;
	char	   *piece;

	if (count > WORKSPACE_MAX_PIECE / size)
		workspace_too_large();
	bytes = WORKSPACE_ALIGN(count * size);

	/* a large piece gets a block of its own; the open block stays open */
	if (WORKSPACE_PIECES_APART || bytes > ws->blocksize / 4)
		return add_block(ws,
						 WORKSPACE_PIECES_APART ? count * size : bytes)->data;

	piece = (char *) add_block(ws, ws->blocksize)->data;
	ws->next = piece + bytes;
	ws->end = piece + ws->blocksize;
	if (ws->blocksize < WORKSPACE_MAX_BLOCK)
		ws->blocksize *= 2;
	return piece;
}

void *
workspace_alloc_zero(Workspace *ws, Size count, Size size)
{
	void	   *piece = workspace_alloc(ws, count, size);

	memset(piece, 0, count * size);
	return piece;
}

void *
workspace_grow(Workspace *ws, void *old, Size *capacity, Size size)
{
	Size		more = *capacity == 0 ? 8 : *capacity * 2;
	void	   *grown = workspace_alloc(ws, more, size);

	/* gigabytes are copied in pieces, so that it can be cancelled */
	for (Size copied = 0; copied < *capacity * size; copied += COPY_PIECE)
	{
		CHECK_FOR_INTERRUPTS();
		memcpy((char *) grown + copied, (char *) old + copied,
			   Min(COPY_PIECE, *capacity * size - copied));
	}
	*capacity = more;
	return grown;
}
