/*-------------------------------------------------------------------------
 *
 * characters.c
 *		What kind of character a codepoint is, and its lower case.
 *
 * The tables are letters.h and folding_table.h, which perl scripts beside them
 * write.
 *
 * Storage and memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "base/characters.h"

#include "base/folding_table.h"
#include "base/letters.h"

static bool
in_ranges(uint32 codepoint, const CodepointRange *ranges, Size count)
{
	Size		low = 0;
	Size		high = count;

	while (low < high)
	{
		Size		middle = (low + high) / 2;

		if (codepoint > ranges[middle].last)
			low = middle + 1;
		else if (codepoint < ranges[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

bool
is_letter_beyond_ascii(uint32 codepoint)
{
	return in_ranges(codepoint, letter_ranges, lengthof(letter_ranges));
}

bool
is_mark(uint32 codepoint)
{
	return in_ranges(codepoint, mark_ranges, lengthof(mark_ranges));
}

Size
drop_marks(uint32 *codepoints, Size count)
{
	Size		kept = 0;
	Size		marks = 0;

	for (Size i = 0; i < count; i++)
	{
		marks = codepoints[i] >= 0x80 && is_mark(codepoints[i]) ? marks + 1 : 0;
		if (marks <= MARKS_MAX)
			codepoints[kept++] = codepoints[i];
	}
	return kept;
}

uint32
lower_case(uint32 codepoint)
{
	Size		low = 0;
	Size		high = lengthof(case_runs);

	if (codepoint < 0x80)
		return codepoint >= 'A' && codepoint <= 'Z' ? codepoint + ('a' - 'A') : codepoint;
	while (low < high)
	{
		Size		middle = (low + high) / 2;
		const CaseRun *run = &case_runs[middle];

		if (codepoint > run->last)
			low = middle + 1;
		else if (codepoint < run->first)
			high = middle;
		else if ((codepoint - run->first) % run->step == 0)
			return codepoint + run->difference;
		else
			break;
	}
	return codepoint;
}
