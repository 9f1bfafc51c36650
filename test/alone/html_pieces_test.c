/*-------------------------------------------------------------------------
 *
 * html_pieces_test.c
 *		Pages are cut between tags, and nothing that is read is left out:
 *		pages made at random, of parts where a cut is allowed or is not.
 *
 *-------------------------------------------------------------------------
 */
#include "base/html_pieces.h"
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#define PAGES 3000
#define PARTS_MAX 60
#define PAGE_MAX_BYTES (PARTS_MAX * 3000)
#define MOST 2000

/* What may be done with a byte of a page */
typedef enum Rule
{
	CUT_BEFORE,					/* anywhere in text */
	NO_CUT,						/* within a tag or a reference */
	LEFT_OUT					/* may be, and be cut */
} Rule;

static char page[PAGE_MAX_BYTES];
static char rule[PAGE_MAX_BYTES];
static Size length;

/* A cut before the first byte is allowed in any case */
static void
add(const char *text, Rule of)
{
	Size		more = strlen(text);

	memcpy(page + length, text, more);
	memset(rule + length, of, more);
	rule[length] = of == NO_CUT ? CUT_BEFORE : of;
	length += more;
}

static void
add_often(const char *text, uint32 most, Rule of)
{
	for (uint32 n = random_below(most) + 1; n > 0; n--)
		add(text, of);
}

static void
add_part(void)
{
	static const char *const tags[] = {
		"<p>", "</p>", "<br/>", "<a href=\"/a?b=1&c=d>\">", "<a title='it\"s > \"' x>", "<!DOCTYPE html>",
		"<img alt = \"<p>\">", "<b c\"d>", "<i j=it's>", "<styled>", "<?xml version='1.0'?>"
	};

	switch (random_below(7))
	{
		case 0:
			add_often("word ", 40, CUT_BEFORE);
			break;
		case 1:
			add("&eacute;", NO_CUT);
			add(" < 3 <- & ", CUT_BEFORE);
			break;
		case 2:
			add("<!--", LEFT_OUT);
			add_often(" <p title=\"a ", 120, LEFT_OUT);
			add("-->", LEFT_OUT);
			break;
		case 3:
			add(random_below(2) == 0 ? "<SCRIPT>" : "<script type=\"text/javascript\">", NO_CUT);
			if (random_below(3) > 0)
				add_often("if (a<b) s = \"it's </p>\"; ", 100, LEFT_OUT);
			add("</script >", NO_CUT);
			break;
		case 4:
			add("<style media=print>", NO_CUT);
			add_often("a > b::before { content: \"<\" } ", 60, LEFT_OUT);
			add("</STYLE>", NO_CUT);
			break;
		case 5:
			add("<script type='application/ld+json'>", NO_CUT);
			add_often("{\"a\": \"<p title='>\"}, ", 100, CUT_BEFORE);
			add("</script>", NO_CUT);
			break;
		default:
			add(tags[random_below(lengthof(tags))], NO_CUT);
			break;
	}
}

/* Whether a page is cut only where it may be, and no more is left out than may be */
static bool
test_page(Size least)
{
	HtmlPlace	place = {0};
	const char *at = page;
	const char *end = page + length;

	while (at < end)
	{
		HtmlPiece	piece = html_piece(&place, at, end, least, MOST);

		if (piece.end < at || piece.next < piece.end || piece.next > end || piece.next == at)
			return false;
		if (piece.end < end && rule[piece.end - page] == NO_CUT)
			return false;
		if (piece.next == piece.end && piece.next < end && (Size) (piece.end - at) + 40 < least)
			return false;
		for (const char *c = piece.end; c < piece.next; c++)
			if (rule[c - page] != LEFT_OUT)
				return false;
		at = piece.next;
	}
	return true;
}

static void
test_pages(void)
{
	uint32		wrong = 0;

	for (uint32 i = 0; i < PAGES; i++)
	{
		length = 0;
		for (uint32 parts = random_below(PARTS_MAX); parts > 0; parts--)
			add_part();
		wrong += !test_page(64 + random_below(1000));
	}
	tap_ok(wrong == 0, "%u pages are cut where they may be (%u are not)", PAGES, wrong);
}

/* How many bytes of a text the first piece has */
static Size
first_piece(const char *text, Size least, HtmlPiece *piece)
{
	HtmlPlace	place = {0};

	*piece = html_piece(&place, text, text + strlen(text), least, MOST);
	return piece->end - text;
}

/* text, n times */
static char *
often(const char *text, Size n)
{
	char	   *all = malloc(n * strlen(text) + 1);

	all[0] = '\0';
	for (Size i = 0; i < n; i++)
		memcpy(all + i * strlen(text), text, strlen(text) + 1);
	return all;
}

static void
test_edges(void)
{
	HtmlPiece	piece;
	char	   *long_tag = often("<a href=\"xxxxxxxxxxxxxxxx", 400);
	char	   *open_comments = often("<!--", 200000);
	char	   *open_script;

	tap_ok(first_piece("", 10, &piece) == 0, "nothing");
	tap_ok(first_piece("a<p id='x'>b", 2, &piece) == 11, "a tag is whole");
	tap_ok(first_piece("<p id=x", 2, &piece) == 7, "or as far as the page goes");
	tap_ok(first_piece("abc &mdash; d", 7, &piece) == 4, "so is a reference");
	tap_ok(first_piece(long_tag, 10, &piece) == MOST, "a tag that is too long is cut");
	tap_ok(first_piece(open_comments, 100, &piece) >= 100, "what is never closed is no comment");
	open_script = often("<script>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ", 100);
	tap_ok(first_piece(open_script, 10, &piece) == 8 && *piece.next == '\0',
		   "a script that does not end is left out");
	free(long_tag);
	free(open_comments);
	free(open_script);
}

int
main(void)
{
	test_pages();
	test_edges();
	return tap_done();
}
