/*-------------------------------------------------------------------------
 *
 * news_party.c
 *		Comparing names of parties in stories, and reading datelines.
 *
 * An agency with two names would count as two sources.  So names are compared
 * without case, blanks and signs, and a host name by its registered label:
 * "Harbour Post", "HARBOUR POST" and "harbour-post.example" are one party.  Two
 * hosts are one only if their whole names are the same.
 *
 * news_item.c asks whether a party cites itself, and news.sql whether a ledger
 * knows a party by another spelling.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_item.h"

#include <ctype.h>

#include "utils/builtins.h"

char *
news_tidy_name(char *name)
{
	char	   *to = name;

	if (name == NULL)
		return NULL;
	/* most names are ASCII */
	while (*to != '\0' && !IS_HIGHBIT_SET(*to))
		to++;
	for (const char *from = to; *from != '\0';)
	{
		if (strncmp(from, "\xC2\xA0", 2) == 0)
		{
			*to++ = ' ';
			from += 2;
		}
		else if (strncmp(from, "\xE2\x80\x8B", 3) == 0 || strncmp(from, "\xEF\xBB\xBF", 3) == 0)
			from += 3;
		else
			*to++ = *from++;
	}
	/* most have none of them */
	if (*to == '\0')
		return name;
	*to = '\0';
	return news_collapse(name);
}

/* Letters and digits in lower case, with all bytes that are not ASCII */
static char *
letters_of(const char *name, Size length)
{
	char	   *letters = palloc(length + 1);
	char	   *to = letters;

	for (const char *c = name; c < name + length; c++)
		if (isalnum((unsigned char) *c) || IS_HIGHBIT_SET(*c))
			*to++ = pg_ascii_tolower((unsigned char) *c);
	*to = '\0';
	return letters;
}

/* A top-level domain is in lower case, or the whole name is in capitals */
static bool
is_top_level(const char *label, const char *end, bool has_lower)
{
	if (end - label < 2)
		return false;
	for (const char *c = label; c < end; c++)
		if (!isalpha((unsigned char) *c) || (has_lower && isupper((unsigned char) *c)))
			return false;
	return true;
}

/*
 * Whether a name is a host name, or an address at one; *host is the host name
 * without "www.".
 */
static bool
is_host(const char *name, const char **host, Size *length)
{
	const char *scheme = strstr(name, "://");
	const char *last;
	bool		has_lower = false;

	*host = scheme != NULL ? scheme + 3 : name;
	if (pg_strncasecmp(*host, "www.", 4) == 0)
		*host += 4;
	*length = strcspn(*host, "/?#:");
	last = *host;
	for (const char *c = *host; c < *host + *length; c++)
	{
		if (!isalnum((unsigned char) *c) && *c != '-' && *c != '.')
			return false;
		has_lower |= islower((unsigned char) *c) != 0;
		if (*c == '.')
			last = c + 1;
	}
	return last > *host + 1 && is_top_level(last, *host + *length, has_lower);
}

/*
 * How many bytes of a host name identify its owner: those before the last
 * label, or before one like "co.uk".  For subdomains, all of them do: a weblog
 * is not the party that hosts it.
 */
static Size
registered_length(const char *host, Size length)
{
	static const char *const seconds[] = {"ac", "co", "com", "gov", "ne", "net", "or", "org"};
	const char *end = host + length;
	const char *first = memchr(host, '.', length);
	const char *second = memchr(first + 1, '.', end - first - 1);

	if (second == NULL)
		return first - host;
	if (memchr(second + 1, '.', end - second - 1) != NULL)
		return length;
	for (Size i = 0; i < lengthof(seconds); i++)
		if (strlen(seconds[i]) == (Size) (second - first - 1) &&
			pg_strncasecmp(first + 1, seconds[i], second - first - 1) == 0)
			return first - host;
	return length;
}

/* What one party's names have in common; may be empty */
static char *
party_letters(const char *name)
{
	const char *host;
	Size		length;

	if (is_host(name, &host, &length))
		return letters_of(host, registered_length(host, length));
	return letters_of(name, strlen(name));
}

bool
news_same_party(const char *one, const char *other)
{
	const char *hosts[2];
	Size		lengths[2];
	char	   *letters;

	if (one == NULL || other == NULL)
		return false;
	/* names without signs differ if their first letters do */
	if (isalnum((unsigned char) *one) && isalnum((unsigned char) *other) &&
		pg_ascii_tolower((unsigned char) *one) != pg_ascii_tolower((unsigned char) *other) &&
		strpbrk(one, ".:") == NULL && strpbrk(other, ".:") == NULL)
		return false;
	if (pg_strcasecmp(one, other) == 0)
		return true;
	if (is_host(one, &hosts[0], &lengths[0]) && is_host(other, &hosts[1], &lengths[1]))
		return lengths[0] == lengths[1] &&
			pg_strncasecmp(hosts[0], hosts[1], lengths[0]) == 0;
	letters = party_letters(one);
	if (*letters == '\0')
		return strcmp(one, other) == 0;
	return strcmp(letters, party_letters(other)) == 0;
}

const char *
news_without_article(const char *name)
{
	if (name == NULL || (*name != 't' && *name != 'T'))
		return name;
	return pg_strncasecmp(name, "the ", 4) == 0 ? name + 4 : name;
}

/* Fewer letters are initials of anything */
#define INITIALS_MIN 2

/* Whether the letters are the initials of all words, or of capitalized ones */
static bool
begin_words(const char *letters, const char *name, bool all)
{
	bool		begins = true;

	for (; *name != '\0'; name++)
	{
		bool		part = *name == ' ' || *name == '-';

		if (begins && !part && (all || isupper((unsigned char) *name)))
		{
			if (pg_ascii_tolower((unsigned char) *letters++) !=
				pg_ascii_tolower((unsigned char) *name))
				return false;
		}
		begins = part;
	}
	return *letters == '\0';
}

static bool
are_initials(const char *letters, const char *name)
{
	Size		length = 0;

	while (isalpha((unsigned char) letters[length]))
		length++;
	return length >= INITIALS_MIN && letters[length] == '\0' &&
		(begin_words(letters, name, true) || begin_words(letters, name, false));
}

bool
news_is_initials(const char *one, const char *other)
{
	if (one == NULL || other == NULL)
		return false;
	return are_initials(one, other) || are_initials(other, one);
}

PG_FUNCTION_INFO_V1(news_party_letters);
Datum
news_party_letters(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(party_letters(text_to_cstring(PG_GETARG_TEXT_PP(0)))));
}

PG_FUNCTION_INFO_V1(news_are_same_party);
Datum
news_are_same_party(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(news_same_party(text_to_cstring(PG_GETARG_TEXT_PP(0)),
								   text_to_cstring(PG_GETARG_TEXT_PP(1))));
}

/* Whether a name is this word, apart from case, blanks and signs */
static bool
is_word(const char *name, const char *word)
{
	for (; *name != '\0'; name++)
	{
		char		letter = *name >= 'A' && *name <= 'Z' ? *name + ('a' - 'A') : *name;

		if (letter == *word)
			word++;
		else if (isalnum((unsigned char) letter) || IS_HIGHBIT_SET(letter))
			return false;
	}
	return *word == '\0';
}

/* Words in lower case, by their first letter */
#define LETTERS 26
#define MOST_WORDS 10
typedef const char *const WordsByLetter[LETTERS][MOST_WORDS + 1];

/* The first letter of a name, from 0; LETTERS or more if it is none */
static inline unsigned int
first_letter(const char *name)
{
	return (unsigned int) ((unsigned char) *name | 0x20) - 'a';
}

static bool
is_one_of(const char *name, const char *const *words)
{
	for (; *words != NULL; words++)
		if (is_word(name, *words))
			return true;
	return false;
}

static WordsByLetter nobodies = {
	['n' - 'a'] = {"none", "null", "notavailable", "notapplicable", "notspecified", "notset",
	"notstated", "nodataavailable", "nosource", "nosourceavailable"},
	['t' - 'a'] = {"tbd", "tba", "tbc"},
	['u' - 'a'] = {"undefined", "unknown", "unspecified", "untitled"}
};

static WordsByLetter no_sources = {
	['a' - 'a'] = {"agencies", "admin"},
	['e' - 'a'] = {"editorialstaff"},
	['m' - 'a'] = {"multiplesources"},
	['n' - 'a'] = {"newsdesk", "newsroom", "newsagencies"},
	['o' - 'a'] = {"onlinedesk", "ourreporter", "ourcorrespondent", "ourstaff"},
	['r' - 'a'] = {"rssfeed", "redaktion", "redazione", "redacci\xC3\xB3n", "redaccion",
	"r\xC3\xA9" "daction", "redactie", "reda\xC3\xA7\xC3\xA3o"},
	['s' - 'a'] = {"staff", "staffwriter", "staffwriters", "staffreporter", "staffreporters",
	"staffreport", "staffreports", "staffcorrespondent", "source", "sources"},
	['v' - 'a'] = {"variousagencies", "various", "varioussources"},
	['w' - 'a'] = {"webdesk", "wireservices"}
};

/* Whether a name that begins with a sign names nobody: "(none)", or a dash */
static bool
is_nobody_in_signs(const char *name)
{
	static const char *const dashes[] = {"\xE2\x80\x93", "\xE2\x80\x94", NULL};

	for (int letter = 0; letter < LETTERS; letter++)
		if (is_one_of(name, nobodies[letter]))
			return true;
	return is_one_of(name, dashes);
}

bool
news_is_nobody(const char *name)
{
	unsigned int letter = first_letter(name);

	/* most names start with another letter */
	if (letter < LETTERS && nobodies[letter][0] == NULL)
		return false;
	/* nothing but dashes and question marks: the field was left empty */
	if (name[strspn(name, "-_? ")] == '\0')
		return true;
	/* "NA" is a name, "N/A" and "n.a." are not */
	if (is_word(name, "na"))
		return strpbrk(name, "/.") != NULL;
	return letter < LETTERS ? is_one_of(name, nobodies[letter]) : is_nobody_in_signs(name);
}

bool
news_is_no_source(const char *name)
{
	unsigned int letter = first_letter(name);

	return (letter < LETTERS && is_one_of(name, no_sources[letter])) || news_is_nobody(name);
}

/* ---- Titles of feeds and pages */

/*
 * Signs between the parts of a title; the first ones also before a site's name
 */
static const char *const signs[] = {
	" - ", " | ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xB7 ",
	" \xC2\xBB ", " > ", " / ", ": "
};

#define PAGE_SIGNS 6

char *
news_last_sign(char *title, Size *length)
{
	char	   *last = NULL;

	for (Size i = 0; i < PAGE_SIGNS; i++)
		for (char *c = title; (c = strstr(c, signs[i])) != NULL; c++)
			if (c > title && (last == NULL || c > last))
			{
				last = c;
				*length = strlen(signs[i]);
			}
	return last;
}

/* The place of the first sign, and its length */
static const char *
first_sign(const char *title, Size *length)
{
	const char *first = NULL;

	for (Size i = 0; i < lengthof(signs); i++)
	{
		const char *c = strstr(title, signs[i]);

		if (c != NULL && c > title && (first == NULL || c < first))
		{
			first = c;
			*length = strlen(signs[i]);
		}
	}
	return first;
}

bool
news_is_part(const char *title, const char *party)
{
	const char *sign;
	Size		length;

	party = news_without_article(party);
	title = news_without_article(title);
	while ((sign = first_sign(title, &length)) != NULL)
	{
		if (news_same_party(pnstrdup(title, sign - title), party))
			return true;
		title = news_without_article(sign + length);
	}
	return news_same_party(title, party);
}

/* ---- Datelines */

static bool
has_digit(const char *text)
{
	return strpbrk(text, "0123456789") != NULL;
}

static void
cut_end(char *text, const char *characters)
{
	Size		length = strlen(text);

	while (length > 0 && strchr(characters, text[length - 1]) != NULL)
		text[--length] = '\0';
}

/* The start of the word that ends at this byte */
static char *
word_before(char *text, char *end)
{
	while (end > text && end[-1] != ' ')
		end--;
	return end;
}

/* Cuts "SYDNEY March 22 AAP" and "OSLO 22 March" before the day */
static void
cut_day(char *dateline)
{
	char	   *day = strpbrk(dateline, "0123456789");
	char	   *after;
	char	   *before;

	if (day == NULL || day == dateline || day[-1] != ' ')
		return;
	before = word_before(dateline, day - 1);
	after = day + strspn(day, "0123456789.");
	after += strspn(after, " ");
	if (news_is_month(before, strcspn(before, " .")))
		*before = '\0';
	else if (news_is_month(after, strcspn(after, " .,")) ||
			 (*after == '/' && isdigit((unsigned char) after[1])))
		day[-1] = '\0';
}

/* "BERLIN, Oct 19 (Reuters) -", "Berlin (dpa) -", "Oslo": the place, or NULL */
char *
news_place(char *dateline)
{
	static const char *const dashes[] = {"\xE2\x80\x93", "\xE2\x80\x94"};
	char	   *cut;
	TimestampTz ignored;

	if (dateline == NULL || news_time(dateline, &ignored))
		return NULL;
	for (int i = 0; i < 2; i++)
		if ((cut = strstr(dateline, dashes[i])) != NULL && cut[3] == '\0')
			*cut = '\0';
	cut_end(dateline, " -:_=*");
	cut = strrchr(dateline, '.');
	if (cut != NULL && cut > dateline && cut[1] == '\0' && cut[-1] == ')')
		*cut = '\0';
	cut = strrchr(dateline, '(');
	if (cut != NULL && cut > dateline && dateline[strlen(dateline) - 1] == ')')
		*cut = '\0';
	/* a date */
	for (cut = strchr(dateline, ','); cut != NULL; cut = strchr(cut + 1, ','))
	{
		if (has_digit(cut))
		{
			*cut = '\0';
			break;
		}
	}
	cut_day(dateline);
	cut_end(dateline, " ,-");
	return *dateline == '(' || isdigit((unsigned char) *dateline) ? NULL :
		news_collapse(dateline);
}
