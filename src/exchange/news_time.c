/*-------------------------------------------------------------------------
 *
 * news_time.c
 *		Times as wires, feeds and pages write them.
 *
 *	  2026-10-19T17:42:08.150Z		ISO 8601, of which the end may be missing,
 *									with or without separators
 *	  Mon, 19 Oct 26 17:42 +0200	RFC 822, with years of two digits
 *	  Mon Oct 19 17:42:08 CEST 2026	and what programs and people make of it:
 *									parts in other orders, long names, names of
 *									other languages, AM and PM
 *
 * A missing clock is midnight, a missing zone the session's.  If a zone's name
 * is ambiguous, such as IST, only the day is known.
 *
 * timestamptz_in() reads most of these forms, too, but some depend on
 * DateStyle and timezone_abbreviations, and it knows only English names.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_item.h"

#include <ctype.h>

#include "mb/pg_wchar.h"
#include "pgtime.h"
#include "utils/datetime.h"

typedef struct TimeParts
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			zone;			/* seconds west */
	bool		has_clock;
	bool		has_zone;
	bool		only_day;		/* the zone is not known */
	bool		month_first;	/* the month was the first word */
} TimeParts;

/* Reads min to max digits; false if there are fewer */
static bool
read_number(const char **text, int min, int max, int *result)
{
	int			digits = 0;

	*result = 0;
	while (digits < max && isdigit((unsigned char) **text))
	{
		*result = *result * 10 + (*(*text)++ - '0');
		digits++;
	}
	return digits >= min;
}

/* How many digits there are; faster than strspn(), which first builds a set */
static Size
count_digits(const char *text)
{
	Size		digits = 0;

	while (isdigit((unsigned char) text[digits]))
		digits++;
	return digits;
}

static bool
read_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

static void
skip_blanks(const char **text)
{
	while (**text == ' ')
		(*text)++;
}

/* Reads hh:mm, perhaps with :ss and a fraction */
static bool
read_clock(const char **text, TimeParts *parts)
{
	struct pg_tm *tm = &parts->tm;
	int			place;

	parts->has_clock = true;
	if (!read_number(text, 1, 2, &tm->tm_hour) || !read_char(text, ':') ||
		!read_number(text, 2, 2, &tm->tm_min))
		return false;
	if (!read_char(text, ':'))
		return true;
	if (!read_number(text, 2, 2, &tm->tm_sec))
		return false;
	if (!read_char(text, '.'))
		return true;
	if (!isdigit((unsigned char) **text))
		return false;
	for (place = 100000; isdigit((unsigned char) **text); place /= 10)
		parts->fsec += place * (*(*text)++ - '0');
	return true;
}

/* ---- Zones */

/* Finds a zone by name; the one that feeds mean if it is ambiguous; or 99 */
static bool
find_zone(const char *name, Size length, int *zone)
{
	static const struct
	{
		const char *name;
		double		hours;
	}			names[] = {
		{"Z", 0}, {"GMT", 0}, {"UTC", 0}, {"UT", 0}, {"WET", 0},
		{"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5},
		{"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7},
		{"AKST", -9}, {"AKDT", -8}, {"HST", -10}, {"BRT", -3},
		{"BST", 1}, {"WEST", 1}, {"CET", 1}, {"CEST", 2}, {"MEZ", 1}, {"MESZ", 2},
		{"EET", 2}, {"EEST", 3}, {"SAST", 2}, {"MSK", 3}, {"WIB", 7},
		{"HKT", 8}, {"SGT", 8}, {"AWST", 8}, {"JST", 9}, {"KST", 9},
		{"ACST", 9.5}, {"ACDT", 10.5}, {"AEST", 10}, {"AEDT", 11},
		{"NZST", 12}, {"NZDT", 13}
	};

	for (Size i = 0; i < lengthof(names); i++)
	{
		if (names[i].name[0] == pg_ascii_toupper((unsigned char) *name) &&
			strlen(names[i].name) == length &&
			pg_strncasecmp(name, names[i].name, length) == 0)
		{
			*zone = -(int) (names[i].hours * SECS_PER_HOUR);
			return true;
		}
	}
	return false;
}

/* Reads +hh:mm and the like */
static bool
read_offset(const char **text, TimeParts *parts)
{
	int			sign = **text == '-' ? 1 : -1;
	int			hours;
	int			minutes = 0;

	(*text)++;
	if (!read_number(text, 2, 2, &hours))
		return false;
	read_char(text, ':');
	if (isdigit((unsigned char) **text) && !read_number(text, 2, 2, &minutes))
		return false;
	parts->zone = sign * (hours * SECS_PER_HOUR + minutes * SECS_PER_MINUTE);
	parts->has_zone = true;
	return hours < 16 && minutes < 60;
}

static Size
word_length(const char *text)
{
	Size		length = 0;

	while (isalpha((unsigned char) text[length]) || IS_HIGHBIT_SET(text[length]))
		length++;
	return length;
}

/*
 * Reads a zone's name, and what may follow it: GMT+0200.  With an unknown name
 * in capitals, or an ambiguous one, only the day is known.
 */
static bool
read_zone_name(const char **text, TimeParts *parts)
{
	Size		length = word_length(*text);
	const char *name = *text;

	*text += length;
	if (find_zone(name, length, &parts->zone))
	{
		parts->has_zone = true;
		return (**text != '+' && **text != '-') || read_offset(text, parts);
	}
	for (Size i = 0; i < length; i++)
		if (!isupper((unsigned char) name[i]))
			return false;
	parts->only_day = true;
	return length >= 2 && length <= 5;
}

/* Reads what may follow a clock in ISO 8601, and a program's comment */
static bool
read_zone(const char **text, TimeParts *parts)
{
	skip_blanks(text);
	if (**text == '+' || **text == '-')
	{
		if (!read_offset(text, parts))
			return false;
	}
	else if (**text != '\0' && **text != '(' && !read_zone_name(text, parts))
		return false;
	skip_blanks(text);
	return **text == '\0' || (**text == '(' && (*text)[strlen(*text) - 1] == ')');
}

/* ---- ISO 8601 */

/*
 * Reads 2018-10-19T11:17:00.150Z, whose end may be missing, also with slashes;
 * and NITF's 20181019T111700Z.
 */
static bool
read_iso(const char *text, TimeParts *parts)
{
	struct pg_tm *tm = &parts->tm;
	char		separator = '\0';

	if (!read_number(&text, 4, 4, &tm->tm_year))
		return false;
	if (*text == '-' || *text == '/')
		separator = *text++;
	if (!read_number(&text, 2, 2, &tm->tm_mon) ||
		(separator != '\0' && !read_char(&text, separator)) ||
		!read_number(&text, 2, 2, &tm->tm_mday))
		return false;
	if (!read_char(&text, 'T') && !read_char(&text, ' '))
		return *text == '\0';
	if (separator != '\0')
		return read_clock(&text, parts) && read_zone(&text, parts);
	parts->has_clock = true;
	return read_number(&text, 2, 2, &tm->tm_hour) &&
		read_number(&text, 2, 2, &tm->tm_min) &&
		(!isdigit((unsigned char) *text) || read_number(&text, 2, 2, &tm->tm_sec)) &&
		read_zone(&text, parts);
}

/* ---- All others */

/* Neither a month nor a day of the week */
#define NOT_SHORT (-1)

/*
 * The month of an English name's three letters, which most feeds write; 0 for
 * a day of the week
 */
static int
find_short(const char *name)
{
	static const char shorts[][4] = {
		"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
		"mon", "tue", "wed", "thu", "fri", "sat", "sun"
	};
	char		letters[4] = {0};

	for (int i = 0; i < 3; i++)
		letters[i] = name[i] >= 'A' && name[i] <= 'Z' ? name[i] + ('a' - 'A') : name[i];
	for (int i = 0; i < (int) lengthof(shorts); i++)
		if (memcmp(letters, shorts[i], sizeof(letters)) == 0)
			return i < MONTHS_PER_YEAR ? i + 1 : 0;
	return NOT_SHORT;
}

/* How many names a month has at most */
#define NAMES_MAX 12

/*
 * The month of a name in English, French, German, Spanish, Italian, Portuguese,
 * Dutch, a Scandinavian language, Polish, Russian, Turkish or Finnish, or of an
 * abbreviation of at least three letters; or 0.  Also 0 for what is another
 * month in another language: "listopada" is October in Croatian, and November
 * in Polish; "lip" is June, and July.
 */
static int
find_month(const char *name, Size length)
{
	static const char *const names[MONTHS_PER_YEAR][NAMES_MAX] = {
		{"january", "janvier", "januar", "enero", "gennaio", "janeiro", "j\xC3\xA4nner",
		"stycznia", "\xD1\x8F\xD0\xBD\xD0\xB2\xD0\xB0\xD1\x80\xD1\x8F", "ocak", "tammikuuta"},
		{"february", "f\xC3\xA9vrier", "fevrier", "februar", "febrero", "febbraio", "fevereiro",
		"lutego", "\xD1\x84\xD0\xB5\xD0\xB2\xD1\x80\xD0\xB0\xD0\xBB\xD1\x8F", "\xC5\x9Fubat",
		"helmikuuta"},
		{"march", "mars", "m\xC3\xA4rz", "marz", "marzo", "mar\xC3\xA7o", "maart", "mrt",
		"marca", "\xD0\xBC\xD0\xB0\xD1\x80\xD1\x82\xD0\xB0", "mart", "maaliskuuta"},
		{"april", "avril", "abril", "aprile", "kwietnia",
		"\xD0\xB0\xD0\xBF\xD1\x80\xD0\xB5\xD0\xBB\xD1\x8F", "nisan", "huhtikuuta"},
		{"may", "mai", "mayo", "maggio", "maio", "mei", "maj", "maja",
		"\xD0\xBC\xD0\xB0\xD1\x8F", "\xD0\xBC\xD0\xB0\xD0\xB9", "may\xC4\xB1s", "toukokuuta"},
		{"june", "juin", "juni", "junio", "giugno", "junho", "czerwca",
		"\xD0\xB8\xD1\x8E\xD0\xBD\xD1\x8F", "haziran", "kes\xC3\xA4kuuta"},
		{"july", "juillet", "juli", "julio", "luglio", "julho", "lipca",
		"\xD0\xB8\xD1\x8E\xD0\xBB\xD1\x8F", "temmuz", "hein\xC3\xA4kuuta"},
		{"august", "ao\xC3\xBBt", "aout", "agosto", "augustus", "sierpnia",
		"\xD0\xB0\xD0\xB2\xD0\xB3\xD1\x83\xD1\x81\xD1\x82\xD0\xB0", "a\xC4\x9Fustos",
		"elokuuta"},
		{"september", "septembre", "septiembre", "setiembre", "settembre", "setembro",
		"wrze\xC5\x9Bnia", "\xD1\x81\xD0\xB5\xD0\xBD\xD1\x82\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F",
		"eyl\xC3\xBCl", "syyskuuta"},
		{"october", "octobre", "oktober", "octubre", "ottobre", "outubro",
		"pa\xC5\xBA" "dziernika", "\xD0\xBE\xD0\xBA\xD1\x82\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F",
		"ekim", "lokakuuta"},
		{"november", "novembre", "noviembre", "novembro",
		"\xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F", "kas\xC4\xB1m", "marraskuuta"},
		{"december", "d\xC3\xA9" "cembre", "decembre", "dezember", "diciembre", "dicembre",
		"dezembro", "desember", "grudnia",
		"\xD0\xB4\xD0\xB5\xD0\xBA\xD0\xB0\xD0\xB1\xD1\x80\xD1\x8F", "aral\xC4\xB1k",
		"joulukuuta"}
	};
	char		first = pg_ascii_tolower((unsigned char) *name);
	int			month_of_three = length == 3 ? find_short(name) : NOT_SHORT;

	if (month_of_three != NOT_SHORT)
		return month_of_three;
	if (length < 3 || pg_mbstrlen_with_len(name, length) < 3 ||
		(length == 3 && pg_strncasecmp(name, "lip", 3) == 0))
		return 0;
	for (int month = 0; month < MONTHS_PER_YEAR; month++)
		for (int i = 0; i < NAMES_MAX && names[month][i] != NULL; i++)
			if (names[month][i][0] == first && length <= strlen(names[month][i]) &&
				pg_strncasecmp(name, names[month][i], length) == 0)
				return month + 1;
	return 0;
}

bool
news_is_month(const char *name, Size length)
{
	return find_month(name, length) != 0;
}

static bool
is_word(const char *word, Size length, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == length && pg_strncasecmp(word, *list, length) == 0)
			return true;
	return false;
}

/* 12 AM is midnight, 12 PM noon */
static bool
set_half(TimeParts *parts, char half)
{
	struct pg_tm *tm = &parts->tm;

	if (tm->tm_hour < 1 || tm->tm_hour > 12)
		return false;
	tm->tm_hour = tm->tm_hour % 12 + (half == 'p' || half == 'P' ? 12 : 0);
	return true;
}

static bool
read_word(const char **text, TimeParts *parts, bool first)
{
	static const char *const fillers[] = {"of", "at", "de", "del", "um", "uhr", "\xC3\xA0", NULL};
	static const char *const halves[] = {"am", "pm", NULL};
	const char *word = *text;
	Size		length = word_length(word);
	int			month = find_month(word, length);

	/* "mar., 19 oct.": a day may have the name of a month */
	if (month != 0 && (parts->tm.tm_mon == 0 || parts->month_first))
	{
		parts->month_first = first;
		parts->tm.tm_mon = month;
	}
	else if (parts->has_clock && is_word(word, length, halves))
	{
		if (!set_half(parts, *word))
			return false;
	}
	else if (parts->has_clock && !is_word(word, length, fillers))
		return read_zone_name(text, parts);
	else if (!first && !is_word(word, length, fillers))
		return false;
	*text += length;
	read_char(text, '.');
	return true;
}

/* Reads a day, perhaps with "st" and the like, or a year */
static bool
read_day_or_year(const char **text, TimeParts *parts)
{
	static const char *const endings[] = {"st", "nd", "rd", "th", "er", NULL};
	Size		digits = count_digits(*text);
	Size		length;
	int			number;

	read_number(text, 1, 4, &number);
	if (digits == 4 && parts->tm.tm_year == 0)
	{
		parts->tm.tm_year = number;
		return true;
	}
	if (digits > 2)
		return false;
	if (parts->tm.tm_mday == 0)
	{
		parts->tm.tm_mday = number;
		length = word_length(*text);
		if (is_word(*text, length, endings))
			*text += length;
		read_char(text, '.');
		return true;
	}
	/* RFC 2822 says which century */
	if (digits != 2 || parts->tm.tm_year != 0)
		return false;
	parts->tm.tm_year = number + (number < 50 ? 2000 : 1900);
	/* without a clock it could be another part of the date */
	skip_blanks(text);
	return isdigit((unsigned char) **text) || parts->has_clock;
}

/*
 * Reads 19.10.2026, or 10/19/2026 and 19/10/2026 if only one of the numbers
 * can be the month; false, having read nothing, if it is no such date.
 */
static bool
read_numbers(const char **text, TimeParts *parts)
{
	struct pg_tm *tm = &parts->tm;
	const char *c = *text;
	char		sign;
	int			one;
	int			two;
	int			year;

	if (tm->tm_year != 0 || tm->tm_mon != 0 || !read_number(&c, 1, 2, &one))
		return false;
	sign = *c;
	if ((sign != '.' && sign != '/') || !read_char(&c, sign) || !read_number(&c, 1, 2, &two) ||
		!read_char(&c, sign) || !read_number(&c, 4, 4, &year) || isdigit((unsigned char) *c))
		return false;
	if (sign == '/' && one != two && (one > MONTHS_PER_YEAR) == (two > MONTHS_PER_YEAR))
		return false;
	tm->tm_year = year;
	tm->tm_mon = two > MONTHS_PER_YEAR ? one : two;
	tm->tm_mday = two > MONTHS_PER_YEAR ? two : one;
	*text = c;
	return true;
}

static bool
is_clock(const char *text)
{
	Size		digits = count_digits(text);

	return (digits == 1 || digits == 2) && text[digits] == ':';
}

/* Reads Mon, 19 Oct 2026 17:42:08 +0000, in any order of its parts */
static bool
read_loosely(const char *text, TimeParts *parts)
{
	for (bool first = true;; first = false)
	{
		/* between the parts of 19-Oct-2026 too, but not before an offset */
		while (*text == ' ' || *text == ',' || (*text == '-' && !parts->has_clock))
			text++;
		if (*text == '\0')
			break;
		if (*text == '(')
			return text[strlen(text) - 1] == ')' && parts->has_clock;
		if ((*text == '+' || *text == '-') && parts->has_clock)
		{
			if (parts->has_zone || !read_offset(&text, parts))
				return false;
		}
		else if (is_clock(text))
		{
			if (parts->has_clock || !read_clock(&text, parts))
				return false;
		}
		else if (isdigit((unsigned char) *text))
		{
			if (!read_numbers(&text, parts) && !read_day_or_year(&text, parts))
				return false;
		}
		else if (word_length(text) == 0 || !read_word(&text, parts, first))
			return false;
	}
	return true;
}

/* ---- Together */

static bool
is_time(const struct pg_tm *tm)
{
	return tm->tm_year >= 1 && tm->tm_mon >= 1 && tm->tm_mon <= MONTHS_PER_YEAR &&
		tm->tm_mday >= 1 &&
		tm->tm_mday <= day_tab[isleap(tm->tm_year)][tm->tm_mon - 1] &&
		tm->tm_hour <= 23 && tm->tm_min <= 59 && tm->tm_sec <= 60;
}

static bool
has_digit(const char *text)
{
	while (*text != '\0' && !isdigit((unsigned char) *text))
		text++;
	return *text != '\0';
}

bool
news_time(const char *text, TimestampTz *result)
{
	TimeParts	parts = {0};
	bool		read;

	/* a text without digits is something else, such as a place */
	if (text == NULL || !has_digit(text))
		return false;
	skip_blanks(&text);
	/* a year has four digits, a day of the month at most two */
	read = count_digits(text) >= 3 ? read_iso(text, &parts) : read_loosely(text, &parts);
	if (!read || !is_time(&parts.tm))
		return false;
	if (parts.only_day)
	{
		parts.tm.tm_hour = parts.tm.tm_min = parts.tm.tm_sec = 0;
		parts.fsec = 0;
		parts.has_zone = false;
	}
	if (!parts.has_zone)
		parts.zone = DetermineTimeZoneOffset(&parts.tm, session_timezone);
	return tm2timestamp(&parts.tm, parts.fsec, &parts.zone, result) == 0;
}

/* A time that cannot be read counts as missing */
char *
news_first_time(char *better, char *other)
{
	TimestampTz ignored;

	/* if there is no choice, nothing need be read yet */
	if (better == NULL)
		return other;
	if (other == NULL)
		return better;
	better = news_collapse(better);
	return news_time(better, &ignored) ? better : other;
}
