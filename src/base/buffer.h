/*-------------------------------------------------------------------------
 *
 * buffer.h
 *		Text that is written piece by piece.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_BUFFER_H
#define CORROBORATE_BUFFER_H

#include "base/workspace.h"

/* A text that grows, in a workspace, not NUL-terminated */
typedef struct Buffer
{
	char	   *data;
	Size		length;
	Size		capacity;
	Workspace  *ws;
} Buffer;

extern void buffer_init(Buffer *buffer, Workspace *ws);

/* The same, with a guess of how long the text will be; not 0 */
extern void buffer_init_sized(Buffer *buffer, Workspace *ws, Size capacity);
extern void buffer_grow(Buffer *buffer, Size more);
extern void buffer_bytes(Buffer *buffer, const char *bytes, Size length);
extern void buffer_string(Buffer *buffer, const char *string);
extern void buffer_int(Buffer *buffer, int64 value);

/*
 * Makes room for more bytes and returns where they go; the caller writes them
 * and adds to length
 */
static inline char *
buffer_reserve(Buffer *buffer, Size more)
{
	if (unlikely(buffer->capacity - buffer->length < more))
		buffer_grow(buffer, more);
	return buffer->data + buffer->length;
}

static inline void
buffer_char(Buffer *buffer, char c)
{
	*buffer_reserve(buffer, 1) = c;
	buffer->length++;
}

#endif							/* CORROBORATE_BUFFER_H */
