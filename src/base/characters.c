/*-------------------------------------------------------------------------
 *
 * characters.c
 *		What kind of character a codepoint is, and its lower case.
 *
 * The tables are in character_tables.h, which a perl script beside it writes.
 *
 * Storage and memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "base/characters.h"

#include "base/character_tables.h"

bool
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
is_punctuation_beyond_ascii(uint32 codepoint)
{
	return in_ranges(codepoint, punctuation_ranges, lengthof(punctuation_ranges));
}

bool
is_mark(uint32 codepoint)
{
	return in_ranges(codepoint, mark_ranges, lengthof(mark_ranges));
}

/* A part of Unicode's Default_Ignorable_Code_Point; ascending */
static const CodepointRange ignorable_ranges[] = {
	{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},
	{0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x202A, 0x202E},
	{0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
	{0xFFA0, 0xFFA0}, {0xE0000, 0xE0FFF},
};

bool
is_ignorable(uint32 codepoint)
{
	return in_ranges(codepoint, ignorable_ranges, lengthof(ignorable_ranges));
}

bool
is_joiner(uint32 codepoint)
{
	return is_ignorable(codepoint) && codepoint != 0xAD && codepoint != 0x200B &&
		codepoint != 0xFEFF && (codepoint < 0x202A || codepoint > 0x206F);
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
