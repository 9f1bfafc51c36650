/*-------------------------------------------------------------------------
 *
 * splice_test.c
 *		What is spliced into packed testimony, and figures without a graph, are
 *		to the byte what merging and a graph give: random testimonies.
 *
 *-------------------------------------------------------------------------
 */
#include "random_testimony.h"

#include "model/splice.h"

/* Direct figures are those of a graph; counts where there are any */
static bool
right_figures(const Testimony *testimony, uint32 *ndirect, Workspace *ws)
{
	Figures		direct,
				graph;

	if (!testimony_direct_figures(testimony, &direct, ws))
		return true;
	++*ndirect;
	testimony_graph_figures(testimony, &graph, ws);
	return same_figures(&direct, &graph);
}

/* Whether what was there, and as much of it, is said to be present */
static bool
right_presence(const Splice *splice, const Testimony *stored)
{
	for (uint32 i = 0; i < splice->said->nsources; i++)
		if (splice->present[i] !=
			(testimony_find(stored, splice->said->sources[i].key) >= 0))
			return false;
	return true;
}

static bool
right_splice(const Testimony *stored, const Testimony *said, uint32 *nspliced, Workspace *ws)
{
	TestimonyBuilder builder;
	Testimony	merged;
	Splice		splice;
	Size		before_size,
				merged_size,
				size;
	uint8	   *before = pack(stored, &before_size, ws);
	uint8	   *expected;
	uint8	   *bytes;
	Figures		figures,
				direct;

	if (!splice_start(&splice, before, before_size, said, ws))
		return true;
	++*nspliced;
	builder_init(&builder, ws);
	builder_add(&builder, stored);
	builder_add(&builder, said);
	testimony_build(&builder, &merged);
	expected = pack(&merged, &merged_size, ws);
	bytes = workspace_alloc(ws, splice_bound(&splice), 1);
	size = splice_write(&splice, bytes);
	if (size != merged_size || memcmp(bytes, expected, size) != 0 ||
		splice.nadded != merged.nsources - stored->nsources ||
		!right_presence(&splice, stored))
		return false;
	if (!direct_figures(splice.sources, splice.nsources, &direct, ws))
		return true;
	testimony_graph_figures(&merged, &figures, ws);
	return same_figures(&direct, &figures);
}

static void
test_random(const char *what, uint32 nrounds, uint32 nstatements, uint32 nnames, uint32 origins)
{
	uint32		wrong = 0;
	uint32		nspliced = 0;
	uint32		ndirect = 0;

	norigins = origins;
	for (uint32 i = 0; i < nrounds; i++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		Testimony	stored,
					said;
		uint32		odd_in = i % 3 == 0 ? 1 + nstatements * 2 : 0;

		workspace_init(&ws, &buffer);
		random_testimony(&stored, nstatements - random_below(nstatements / 2), nnames, odd_in, &ws);
		random_testimony(&said, 1 + random_below(3), nnames + random_below(nnames), odd_in, &ws);
		if (!right_splice(&stored, &said, &nspliced, &ws) ||
			!right_figures(&stored, &ndirect, &ws))
		{
			if (wrong++ == 0)
				printf("# wrong in round %u\n", i);
		}
		workspace_free(&ws);
	}
	tap_ok(wrong == 0 && nspliced > nrounds / 10 && ndirect > nrounds / 20,
		   "%s: %u of %u spliced, figures of %u without a graph", what, nspliced, nrounds, ndirect);
}

/* Bytes that are cut off, or changed, are refused or read within their bounds */
static void
test_damaged(void)
{
	uint32		nrefused = 0;

	for (uint32 i = 0; i < 3000; i++)
	{
		WorkspaceBuffer buffer;
		Workspace	ws;
		Testimony	stored,
					said;
		Splice		splice;
		Size		size;
		uint8	   *bytes;
		uint8	   *copy;

		workspace_init(&ws, &buffer);
		random_testimony(&stored, 6, 20, 0, &ws);
		random_testimony(&said, 1, 20, 0, &ws);
		bytes = pack(&stored, &size, &ws);
		if (i % 2 == 0)
			size = random_below((uint32) size);
		else
			bytes[random_below((uint32) size)] = (uint8) random_below(256);
		copy = malloc(size + 1);
		memcpy(copy, bytes, size);
		nrefused += !splice_start(&splice, copy, size, &said, &ws);
		free(copy);
		workspace_free(&ws);
	}
	tap_ok(nrefused > 1500, "damaged bytes: %u of 3000 refused", nrefused);
}

int
main(void)
{
	test_random("a few sources", 20000, 4, 8, 0);
	test_random("around 128", 1000, 120, 10000, 50);
	test_random("thousands", 20, 15000, 400000000, 3000);
	test_damaged();
	return tap_done();
}
