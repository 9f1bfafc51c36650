/*-------------------------------------------------------------------------
 *
 * graph_fuzz.c
 *		Units, graphs, chains and cuts of up to 12 sources, against what
 *		trying every cut gives.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#define SMALL_MAX 12
#include "../alone/judge.h"

#include "model/figures.h"

/* The first bytes are the sources, then come pairs: who cites or joins whom */
static void
rough_of_input(Input *input, Rough *rough)
{
	static const double ratings[] = {UNRATED, 0, 0.25, 0.5, 0.9, 1};

	memset(rough, 0, sizeof(*rough));
	rough->n = take(input, SMALL_MAX + 1);
	for (uint32 i = 0; i < rough->n; i++)
	{
		uint32		says = take(input, 256);

		rough->says[SIDE_FOR][i] = says & 7;
		rough->says[SIDE_AGAINST][i] = says >> 3 & 7;
		rough->rating[i] = ratings[take(input, lengthof(ratings))];
	}
	while (rough->n > 0 && input->end - input->at >= 2)
	{
		uint32		what = take(input, 256);
		uint32		i = what % rough->n;
		uint32		to = take(input, 256);

		if (what / rough->n % 4 == 0)
		{
			if (to % (rough->n + LABELS) != i)
				rough->joins[i][to % (rough->n + LABELS)] = true;
		}
		else
			rough->cites[what / rough->n % SIDES][i][to % rough->n] = true;
	}
}

/* The figures say what the smallest cuts are */
static void
check_figures(const Rough *rough, Workspace *ws)
{
	Made		made;
	Figures		figures;

	make_testimony(rough, &made);
	testimony_figures(&made.testimony, &figures, ws);
	for (int side = 0; side < SIDES; side++)
	{
		Judged		judged;
		bool		nearest;
		uint32		count;

		judge(rough, side, &judged);
		count = judged_cut(&judged, UNIT_ORIGIN, 0, &nearest);
		if (count == 0)
			count = Min(1, judged_cut(&judged, UNIT_UNKNOWN, 0, &nearest));
		must(count == (side == SIDE_FOR ? figures.corroboration : figures.contradiction),
			 "corroboration is the smallest cut");
		if (side == SIDE_FOR)
			must(judged_cut(&judged, UNIT_FIRSTHAND, 0, &nearest) == figures.firsthand,
				 "first-hand corroboration is the smallest cut");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = {data, data + size};
	WorkspaceBuffer buffer;
	Workspace	ws;
	Failures	failures = {0};
	Rough		rough;

	rough_of_input(&input, &rough);
	check_small(&rough, &failures);
	must(failures.units == 0, "units are as defined");
	must(failures.graph == 0, "the graph is as defined");
	must(failures.exists == 0, "a chain is found where there is one");
	must(failures.count == 0, "as many chains as units in the smallest cut");
	must(failures.chains == 0, "chains are disjoint, real and complete");
	must(failures.cut == 0, "the cut is a smallest one, nearest the speakers");
	workspace_init(&ws, &buffer);
	check_figures(&rough, &ws);
	workspace_free(&ws);
	return 0;
}
