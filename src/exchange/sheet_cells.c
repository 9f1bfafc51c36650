/*-------------------------------------------------------------------------
 *
 * sheet_cells.c
 *		The cells of a sheet as people type them: blanks of all kinds at both
 *		ends, two where one was meant, quotation marks that a word processor
 *		bent, and words that stand for an empty cell.
 *
 * These run for each cell of a sheet, so they are in C.  Bytes that are not
 * UTF-8, possible only in a database with encoding SQL_ASCII, stay as they
 * are.
 *
 * Memory: a copy of the cell, in the caller's context.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/compat.h"
#include "base/utf8.h"

typedef struct Cell
{
	const char *data;
	const char *end;
} Cell;

/*
 * Reads one character.  A byte that is not UTF-8 counts as a character with a
 * codepoint that no character has.
 */
static int
next_character(const char *at, const char *end, uint32 *codepoint)
{
	int			size = utf8_decode(at, end, codepoint);

	if (size > 0)
		return size;
	*codepoint = UINT32_MAX;
	return 1;
}

/* White space of all scripts, including line breaks */
static bool
is_blank(uint32 c)
{
	return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 || c == 0xA0 ||
		c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
		c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/*
 * Likewise, and invisible characters: byte order marks, marks of direction,
 * joiners.  Some of these matter within a word, but none at its ends.
 */
static bool
is_nothing(uint32 c)
{
	return is_blank(c) || c == 0xFEFF || (c >= 0x200B && c <= 0x200F) ||
		(c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069);
}

static bool
is_quotation_mark(uint32 c)
{
	return c == '"' || c == '\'' || c == '`' || c == 0xAB || c == 0xBB ||
		(c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x203A;
}

/* Strips the characters of this kind from both ends */
static Cell
strip(Cell cell, bool (*is_stripped) (uint32))
{
	const char *at = cell.data;
	const char *last = NULL;
	uint32		c;

	for (int size; at < cell.end; at += size)
	{
		size = next_character(at, cell.end, &c);
		if (is_stripped(c))
			continue;
		if (last == NULL)
			cell.data = at;
		last = at + size;
	}
	if (last == NULL)
		cell.data = last = cell.end;
	cell.end = last;
	return cell;
}

/* Whether a cell has a word or sign that means empty */
static bool
stands_for_nothing(Cell cell)
{
	static const char *const words[] = {
		"", "null", "(null)", "\\N", "n/a", "#n/a", "n.a.", "nan", "-", "--",
		"\xE2\x80\x93", "\xE2\x80\x94"	/* dashes: en, em */
	};
	Size		length = cell.end - cell.data;

	for (Size i = 0; i < lengthof(words); i++)
		if (strlen(words[i]) == length && pg_strncasecmp(words[i], cell.data, length) == 0)
			return true;
	return false;
}

/* One space for each run of blanks */
static Cell
on_one_line(Cell cell)
{
	StringInfoData line;
	bool		after_blank = false;
	uint32		c;

	initStringInfo(&line);
	enlargeStringInfo(&line, (int) (cell.end - cell.data));
	for (int size; cell.data < cell.end; cell.data += size)
	{
		size = next_character(cell.data, cell.end, &c);
		if (!is_blank(c))
			appendBinaryStringInfo(&line, cell.data, size);
		else if (!after_blank)
			appendStringInfoChar(&line, ' ');
		after_blank = is_blank(c);
	}
	cell.data = line.data;
	cell.end = line.data + line.len;
	return cell;
}

/* Replaces quotation marks, hyphens and the ellipsis by those on a keyboard */
static Cell
plainly(Cell cell)
{
	StringInfoData plain;
	uint32		c;

	initStringInfo(&plain);
	for (int size; cell.data < cell.end; cell.data += size)
	{
		size = next_character(cell.data, cell.end, &c);
		if (c == '`' || (c >= 0x2018 && c <= 0x201B) || c == 0x2039 || c == 0x203A)
			appendStringInfoChar(&plain, '\'');
		else if (c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F))
			appendStringInfoChar(&plain, '"');
		else if (c >= 0x2010 && c <= 0x2015)
			appendStringInfoChar(&plain, '-');
		else if (c == 0x2026)
			appendStringInfoString(&plain, "...");
		else
			appendBinaryStringInfo(&plain, cell.data, size);
	}
	cell.data = plain.data;
	cell.end = plain.data + plain.len;
	return cell;
}

static Cell
get_cell(FunctionCallInfo fcinfo)
{
	text	   *argument = PG_GETARG_TEXT_PP(0);
	Cell		cell;

	cell.data = VARDATA_ANY(argument);
	cell.end = cell.data + VARSIZE_ANY_EXHDR(argument);
	CHECK_FOR_INTERRUPTS();
	return strip(cell, is_nothing);
}

static Datum
put_cell(FunctionCallInfo fcinfo, Cell cell)
{
	if (stands_for_nothing(cell))
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text_with_len(cell.data, (int) (cell.end - cell.data)));
}

/* sheet_text(cell): for text in which lines matter, such as quotes */
PG_FUNCTION_INFO_V1(sheet_text);
Datum
sheet_text(PG_FUNCTION_ARGS)
{
	return put_cell(fcinfo, get_cell(fcinfo));
}

/* sheet_line(cell): for all other text */
PG_FUNCTION_INFO_V1(sheet_line);
Datum
sheet_line(PG_FUNCTION_ARGS)
{
	return put_cell(fcinfo, on_one_line(get_cell(fcinfo)));
}

/*
 * sheet_name(cell): for names, without quotation marks of any kind around them
 */
PG_FUNCTION_INFO_V1(sheet_name);
Datum
sheet_name(PG_FUNCTION_ARGS)
{
	Cell		cell = get_cell(fcinfo);

	cell = strip(strip(cell, is_quotation_mark), is_nothing);
	return put_cell(fcinfo, on_one_line(cell));
}

/*
 * sheet_wording(cell): equal for two wordings of one statement, apart from
 * case
 */
PG_FUNCTION_INFO_V1(sheet_wording);
Datum
sheet_wording(PG_FUNCTION_ARGS)
{
	Cell		cell = plainly(on_one_line(get_cell(fcinfo)));

	while (cell.end > cell.data && cell.end[-1] == '.')
		cell.end--;
	PG_RETURN_TEXT_P(cstring_to_text_with_len(cell.data, (int) (cell.end - cell.data)));
}
