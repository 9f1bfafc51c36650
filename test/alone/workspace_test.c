/*-------------------------------------------------------------------------
 *
 * workspace_test.c
 *		Scratch memory: what is too large, and arrays that grow.
 *
 *-------------------------------------------------------------------------
 */
#include "base/workspace.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include "tap.h"

/* The sanitizer's malloc is to fail as others do */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1:max_allocation_size_mb=1024";
}

static sigjmp_buf aborted;

static void
go_on(int signal)
{
	siglongjmp(aborted, signal);
}

/* Whether so much is refused as too large: alone by abort(), as there is nobody to tell */
static bool
is_refused(Size count, Size size)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	volatile bool refused = true;

	workspace_init(&ws, &buffer);
	if (sigsetjmp(aborted, 1) == 0)
	{
		workspace_alloc(&ws, count, size);
		refused = false;
	}
	workspace_free(&ws);
	return refused;
}

static void
test_too_large(void)
{
	int			said_to = dup(STDERR_FILENO);
	int			nobody = open("/dev/null", O_WRONLY);

	/* what is expected is not to alarm those who read the tests' output */
	dup2(nobody, STDERR_FILENO);
	signal(SIGABRT, go_on);
	tap_ok(!is_refused(1, 1) && !is_refused(100, 1000), "little is there");
	tap_ok(is_refused(WORKSPACE_MAX_PIECE + 1, 1), "one byte more than a piece may have");
	tap_ok(is_refused(WORKSPACE_MAX_PIECE / 8 + 1, 8), "one element more");
	tap_ok(is_refused(SIZE_MAX, 1), "all memory that there could be");
	tap_ok(is_refused(SIZE_MAX / 8 + 2, 8), "so much that its size wraps around");
	tap_ok(is_refused(WORKSPACE_MAX_PIECE, 1), "what malloc does not have");
	signal(SIGABRT, SIG_DFL);
	dup2(said_to, STDERR_FILENO);
	close(said_to);
	close(nobody);
}

static void
test_grow(void)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	uint32	   *array = NULL;
	Size		capacity = 0;
	uint32		wrong = 0;

	workspace_init(&ws, &buffer);
	for (uint32 i = 0; i < 100000; i++)
	{
		if (i == capacity)
			array = workspace_grow(&ws, array, &capacity, sizeof(uint32));
		array[i] = i;
	}
	for (uint32 i = 0; i < 100000; i++)
		wrong += array[i] != i;
	tap_ok(wrong == 0 && capacity >= 100000, "an array keeps its elements while it grows");
	workspace_free(&ws);
}

int
main(void)
{
	test_too_large();
	test_grow();
	return tap_done();
}
