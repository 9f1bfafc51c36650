/*-------------------------------------------------------------------------
 *
 * settling_test.c
 *		What is united from packed bytes directly is to the byte, figures
 *		included, what a builder and a graph make of it: random testimonies.
 *
 *-------------------------------------------------------------------------
 */
#include "random_testimony.h"

#include "model/settling.h"

/* Packed testimonies, one after the other */
typedef struct Rows
{
	uint8	   *bytes;
	Size		size;
} Rows;

static Rows
random_rows(uint32 nrows, uint32 nnames, uint32 odd_in, Workspace *ws)
{
	Rows		rows = {NULL, 0};
	Size		room = 0;

	for (uint32 i = 0; i < nrows; i++)
	{
		Testimony	testimony;
		Size		size;
		uint8	   *bytes;

		random_testimony(&testimony, 1 + random_below(2), nnames, odd_in, ws);
		bytes = pack(&testimony, &size, ws);
		while (rows.size + size > room)
			rows.bytes = workspace_grow(ws, rows.bytes, &room, 1);
		memcpy(rows.bytes + rows.size, bytes, size);
		rows.size += size;
	}
	return rows;
}

static void
unite(Rows rows, Testimony *testimony, Workspace *ws)
{
	TestimonyBuilder builder;

	builder_init(&builder, ws);
	for (Size at = 0; at < rows.size;)
		at += packed_read(rows.bytes + at, rows.size - at, &builder);
	testimony_build(&builder, testimony);
}

static bool
right_settled(Rows rows, uint32 *nsettled, Workspace *ws)
{
	Settled		settled;
	Testimony	united;
	Figures		figures;
	Size		expected_size,
				size;
	uint8	   *expected;
	uint8	   *bytes;

	unite(rows, &united, ws);
	if (!settle_directly(rows.bytes, rows.size, &settled, ws))
		return !testimony_direct_figures(&united, &figures, ws);
	++*nsettled;
	expected = pack(&united, &expected_size, ws);
	bytes = workspace_alloc(ws, settled_bound(&settled), 1);
	size = settled_write(&settled, bytes);
	testimony_graph_figures(&united, &figures, ws);
	return size == expected_size && memcmp(bytes, expected, size) == 0 &&
		size <= settled_bound(&settled) && same_figures(&settled.figures, &figures);
}

static void
test_random(const char *what, uint32 nrounds, uint32 nrows, uint32 nnames, uint32 origins)
{
	uint32		wrong = 0;
	uint32		nsettled = 0;

	norigins = origins;
	for (uint32 i = 0; i < nrounds; i++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		uint32		odd_in = i % 3 == 0 ? 1 + nrows * 2 : 0;

		workspace_init(&ws, &buffer);
		if (!right_settled(random_rows(1 + random_below(nrows), nnames, odd_in, &ws), &nsettled, &ws) &&
			wrong++ == 0)
			printf("# wrong in round %u\n", i);
		workspace_free(&ws);
	}
	tap_ok(wrong == 0 && nsettled > nrounds / 20, "%s: %u of %u united directly", what, nsettled, nrounds);
}

/* Bytes that are cut off, or changed, are refused or read within their bounds */
static void
test_damaged(void)
{
	uint32		nrefused = 0;

	norigins = 5;
	for (uint32 i = 0; i < 3000; i++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		Settled		settled;
		Rows		rows;
		uint8	   *copy;

		workspace_init(&ws, &buffer);
		rows = random_rows(3, 20000, 0, &ws);
		if (i % 2 == 0)
			rows.size = random_below((uint32) rows.size);
		else
			rows.bytes[random_below((uint32) rows.size)] = (uint8) random_below(256);
		copy = malloc(rows.size + 1);
		memcpy(copy, rows.bytes, rows.size);
		nrefused += !settle_directly(copy, rows.size, &settled, &ws);
		free(copy);
		workspace_free(&ws);
	}
	tap_ok(nrefused > 1000, "damaged bytes: %u of 3000 refused", nrefused);
}

int
main(void)
{
	test_random("a few rows", 20000, 6, 12, 0);
	test_random("rows of different sources", 5000, 12, 100000, 20);
	test_random("thousands", 20, 8000, 400000000, 3000);
	test_damaged();
	return tap_done();
}
