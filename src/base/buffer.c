/*-------------------------------------------------------------------------
 *
 * buffer.c
 *		Text that is written piece by piece.
 *
 * Storage: one piece of memory, doubled when it is full.  Memory: the
 * caller's workspace; a piece that was outgrown stays until that is freed.
 *
 *-------------------------------------------------------------------------
 */
#include "base/buffer.h"

#define FIRST_CAPACITY 1024

void
buffer_init(Buffer *buffer, Workspace *ws)
{
	buffer_init_sized(buffer, ws, FIRST_CAPACITY);
}

void
buffer_init_sized(Buffer *buffer, Workspace *ws, Size capacity)
{
	buffer->ws = ws;
	buffer->length = 0;
	buffer->capacity = capacity;
	buffer->data = workspace_alloc(ws, capacity, 1);
}

void
buffer_grow(Buffer *buffer, Size more)
{
	while (buffer->capacity - buffer->length < more)
		buffer->data = workspace_grow(buffer->ws, buffer->data,
									  &buffer->capacity, 1);
}

void
buffer_bytes(Buffer *buffer, const char *bytes, Size length)
{
	memcpy(buffer_reserve(buffer, length), bytes, length);
	buffer->length += length;
}

void
buffer_string(Buffer *buffer, const char *string)
{
	buffer_bytes(buffer, string, strlen(string));
}

void
buffer_int(Buffer *buffer, int64 value)
{
	char		digits[24];

	buffer_bytes(buffer, digits,
				 snprintf(digits, sizeof(digits), "%lld", (long long) value));
}
