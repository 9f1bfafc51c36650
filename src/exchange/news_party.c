/*-------------------------------------------------------------------------
 *
 * news_party.c
 *		Who is who among the names that stories give, and where they were
 *		written.
 *
 * An agency that cites itself under another name would count as two sources.
 * So names are compared without case, blanks and signs, and a host's name by
 * the label that was registered: "Harbour Post", "HARBOUR POST" and
 * "www.harbour-post.example" are one party.  This only ever decides that a
 * party does not cite itself; it gives nobody another name.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/news_item.h"

#include <ctype.h>

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

/* Whether it is a host's name or an address of one; *host is that name */
static bool
is_host(const char *name, const char **host, Size *length)
{
	const char *scheme = strstr(name, "://");

	*host = scheme != NULL ? scheme + 3 : name;
	*length = strcspn(*host, "/?#:");
	if (scheme == NULL && (*host)[*length] != '\0' && (*host)[*length] != '/')
		return false;
	if (memchr(*host, '.', *length) == NULL || (*host)[*length - 1] == '.')
		return false;
	for (Size i = 0; i < *length; i++)
		if (!isalnum((unsigned char) (*host)[i]) && strchr("-.", (*host)[i]) == NULL)
			return false;
	return true;
}

/* The labels of a host's name that say who has it: not "www", not the last */
static bool
has_label(const char *host, Size length, const char *letters)
{
	const char *end = host + length;

	while (host < end)
	{
		const char *dot = memchr(host, '.', end - host);

		if (dot == NULL)
			return false;
		if (dot - host > 2 && strcmp(letters_of(host, dot - host), letters) == 0 &&
			strcmp(letters, "www") != 0 && strcmp(letters, "com") != 0)
			return true;
		host = dot + 1;
	}
	return false;
}

bool
news_same_party(const char *one, const char *other)
{
	const char *hosts[2];
	Size		lengths[2];
	bool		are_hosts[2];
	char	   *letters[2];

	if (one == NULL || other == NULL)
		return false;
	are_hosts[0] = is_host(one, &hosts[0], &lengths[0]);
	are_hosts[1] = is_host(other, &hosts[1], &lengths[1]);
	for (int i = 0; i < 2; i++)
	{
		if (are_hosts[i] && pg_strncasecmp(hosts[i], "www.", 4) == 0)
		{
			hosts[i] += 4;
			lengths[i] -= 4;
		}
	}
	letters[0] = are_hosts[0] ? letters_of(hosts[0], lengths[0]) : letters_of(one, strlen(one));
	letters[1] = are_hosts[1] ? letters_of(hosts[1], lengths[1]) : letters_of(other, strlen(other));
	if (*letters[0] == '\0' || *letters[1] == '\0')
		return strcmp(one, other) == 0;
	if (strcmp(letters[0], letters[1]) == 0)
		return true;
	if (are_hosts[0] == are_hosts[1])
		return false;
	return are_hosts[0] ? has_label(hosts[0], lengths[0], letters[1]) :
		has_label(hosts[1], lengths[1], letters[0]);
}

bool
news_is_nobody(const char *name)
{
	static const char *const words[] = {
		"na", "none", "null", "notavailable", "notapplicable",
		"nodataavailable", "nosource", "nosourceavailable",
		"undefined", "unknown", "unspecified"
	};
	Size		length = strlen(name);
	char	   *letters;

	if (length > 40)
		return false;
	letters = letters_of(name, length);
	/* "NA" is a name, "N/A" is not */
	if (strcmp(letters, "na") == 0)
		return strchr(name, '/') != NULL;
	for (Size i = 0; i < lengthof(words); i++)
		if (strcmp(letters, words[i]) == 0)
			return true;
	return false;
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
	cut_end(dateline, " -:");
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
	cut_end(dateline, " ,-");
	return *dateline == '(' || isdigit((unsigned char) *dateline) ? NULL :
		news_collapse(dateline);
}
