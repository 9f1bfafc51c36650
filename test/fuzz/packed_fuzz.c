/*-------------------------------------------------------------------------
 *
 * packed_fuzz.c
 *		Bytes from outside: a value in its one form, or refused.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

/* Two values in one builder, as merging does it: the same as one, twice */
static void
check_merged(Bytes bytes, Workspace *ws)
{
	TestimonyBuilder builder;
	Testimony	merged;

	builder_init(&builder, ws);
	for (int i = 0; i < 2; i++)
		must(packed_read(bytes.data, bytes.size, &builder) == bytes.size,
			 "what was read once is read twice");
	testimony_build(&builder, &merged);
	must(bytes_equal(pack(&merged, ws), bytes), "merged with itself it is itself");
}

static void
check_read(const Testimony *testimony, Bytes bytes, Workspace *ws)
{
	GrammarText text;
	Side		side;
	bool		whole = packed_check_foreign(testimony, ws) == NULL;

	must(bytes_equal(pack(testimony, ws), bytes), "bytes that are read are canonical");
	check_merged(bytes, ws);
	for (uint32 i = 0; i < testimony->nsources; i++)
		must(testimony_find(testimony, testimony->sources[i].key) == i,
			 "each source is found");

	if (whole)
	{
		must(testimony_find_unreached(testimony, &side, ws) < 0,
			 "each source of a value is reached");
		must(bytes_equal(print_and_read(testimony, &text, ws), bytes),
			 "a value's text reads the same");
	}
}

/* Bytes that lost what text could not hold: then they are all of a value */
static void
check_pruned(TestimonyBuilder *builder, Workspace *ws)
{
	Testimony	pruned;
	TestimonyBuilder again;
	Testimony	read;
	Bytes		bytes;
	Side		side;

	testimony_build(builder, &pruned);
	testimony_prune(&pruned, ws);
	must(testimony_find_unreached(&pruned, &side, ws) < 0, "pruning leaves what is reached");
	bytes = pack(&pruned, ws);
	builder_init(&again, ws);
	must(packed_read(bytes.data, bytes.size, &again) == bytes.size, "what is pruned can be read");
	testimony_build(&again, &read);
	must(bytes_equal(pack(&read, ws), bytes), "what is pruned reads the same");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	TestimonyBuilder builder;
	Size		nread;

	workspace_init(&ws, &buffer);
	builder_init(&builder, &ws);
	nread = packed_read(data, size, &builder);
	must(nread <= size, "no more is read than there is");
	if (nread > 0)
	{
		Testimony	testimony;
		Bytes		bytes = {(uint8 *) data, nread};

		testimony_build(&builder, &testimony);
		check_read(&testimony, bytes, &ws);
		check_pruned(&builder, &ws);
	}
	workspace_free(&ws);
	return 0;
}
