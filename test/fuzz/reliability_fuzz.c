/*-------------------------------------------------------------------------
 *
 * reliability_fuzz.c
 *		Reliability of up to 12 units against an enumeration of all worlds.
 *
 * Built a second and a third time with so little budget or width that bounds
 * and the fixing of units are what it tries.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#define CITATIONS_MAX 256
#include "../alone/draft.h"

#define UNITS_MAX 12

/* Ratings near both ends, too */
static double
rating_of_input(Input *input)
{
	uint32		x = take(input, 256);

	if (x == 0)
		return UNRATED;
	if (x == 1)
		return 1;
	if (x == 2)
		return 1e-300;
	if (x == 3)
		return 1 - 1e-16;
	if (x < 16)
		return x / 16.0;
	return x / 256.0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = {data, data + size};
	uint32		nunits = take(&input, UNITS_MAX + 1);
	Draft		draft;
	Reliability result;

	/* one room more than none, so that there is always something to free */
	draft_init(&draft, nunits + 1);
	for (uint32 u = 0; u < nunits; u++)
	{
		uint8		marks = take(&input, 16);

		add_unit(&draft, marks, rating_of_input(&input));
	}
	while (nunits > 0 && input.end - input.at >= 2 && draft.ncitations < CITATIONS_MAX)
	{
		uint32		citing = take(&input, nunits);

		add_citation(&draft, citing, take(&input, nunits));
	}
	result = reliability_of(&draft);
	must(agrees(result, enumerate_worlds(&draft)), "reliability is what all worlds give");
	must(!result.rated || result.lower >= best_chain(&draft) - TOLERANCE,
		 "and no less than the best chain");
	draft_free(&draft);
	return 0;
}
