/*-------------------------------------------------------------------------
 *
 * html_pieces_test.c
 *		Pages are cut between tags, and nothing that is read is left out:
 *		pages made at random, of parts where a cut is allowed or is not, and
 *		of tags that are read, or whose attributes are, or not.
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
static char unread[PAGE_MAX_BYTES];	/* of an attribute that nobody reads */
static Size length;

/* A cut before the first byte is allowed in any case */
static void
add(const char *text, Rule of)
{
	Size		more = strlen(text);

	memcpy(page + length, text, more);
	memset(rule + length, of, more);
	memset(unread + length, 0, more);
	rule[length] = of == NO_CUT ? CUT_BEFORE : of;
	length += more;
}

/* A tag, of which only the bytes up to one and from another on are read, and line ends */
static void
add_tag(const char *tag, Size from, Size to)
{
	Size		start = length;

	add(tag, NO_CUT);
	for (Size i = from; i < to; i++)
		unread[start + i] = tag[i] != '\n';
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
	static const struct
	{
		const char *tag;
		Size		kept;		/* bytes at its start; 0: all */
		Size		end;		/* and at its end */
	}			tags[] = {
		{"<p>", 0, 0}, {"</p>", 0, 0}, {"<br/>", 0, 0}, {"<!DOCTYPE html>", 0, 0}, {"<styled>", 0, 0},
		{"<?xml version='1.0'?>", 0, 0}, {"</p class=a>", 0, 0}, {"<a/href=b>", 0, 0}, {"<p >", 2, 1},
		{"<a href=\"/a?b=1&c=d>\">", 2, 1}, {"<a title='it\"s > \"' x>", 2, 1},
		{"<img alt = \"<p>\">", 4, 1}, {"<b c\"d>", 2, 1}, {"<i j=it's>", 2, 1},
		{"<div\n class='a\nb'\r\n>", 4, 1}, {"<img class='a' />", 4, 2}, {"<IMG class=\"a\"/>", 4, 2},
		{"<my-tag data-x=1>", 7, 1}, {"<metal a=b>", 6, 1}, {"<p title='itemprop'>", 2, 1},
		{"<a href=/b/>", 0, 0}, {"<a b/>", 0, 0}, {"<meta name=a content=b>", 0, 0}, {"<LINK rel=a>", 0, 0}, {"<html lang=en>", 0, 0},
		{"<time datetime='2026'>", 0, 0}, {"<p class=a itemprop=b>", 0, 0}, {"<div ITEMSCOPE itemtype='c'>", 0, 0}
	};
	uint32		i = random_below(lengthof(tags));

	switch (random_below(8))
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
			add_tag("<style media=print>", 6, 18);
			add_often("a > b::before { content: \"<\" } ", 60, LEFT_OUT);
			add("</STYLE>", NO_CUT);
			break;
		case 5:
			add("<script type='application/ld+json'>", NO_CUT);
			add_often("{\"a\": \"<p title='>\"}, ", 100, CUT_BEFORE);
			add("</script>", NO_CUT);
			break;
		case 6:
			add_tag(random_below(2) == 0 ? "</body >" : "</HTML\t>", 0, 8);
			memset(rule + length - 8, LEFT_OUT, 8);
			break;
		default:
			add_tag(tags[i].tag, tags[i].kept, tags[i].kept > 0 ? strlen(tags[i].tag) - tags[i].end : 0);
			break;
	}
}

/* Whether a piece has what is read of the page from there on, and no more */
static bool
is_bare(const char *at, const HtmlPiece *piece)
{
	const char *c = piece->text;

	for (; at < piece->end; at++)
		if (!unread[at - page] && (c == piece->text + piece->length || *c++ != *at))
			return false;
	return c == piece->text + piece->length;
}

/* Whether a page is cut only where it may be, and no more is left out than may be */
static bool
test_page(Size least, char *copy)
{
	HtmlPlace	place = {.copy = copy};
	const char *at = page;
	const char *end = page + length;

	while (at < end)
	{
		HtmlPiece	piece = html_piece(&place, at, end, least, MOST);

		if (copy != NULL ? !is_bare(at, &piece) :
			(piece.text != at || piece.length != (Size) (piece.end - at)))
			return false;

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
	uint32		wrong_bare = 0;

	for (uint32 i = 0; i < PAGES; i++)
	{
		Size		least = 64 + random_below(1000);
		char	   *copy;

		length = 0;
		for (uint32 parts = random_below(PARTS_MAX); parts > 0; parts--)
			add_part();
		wrong += !test_page(least, NULL);
		/* no larger than it need be, for sanitizers to see */
		copy = malloc(Min(length, HTML_PIECE_MAX(least, MOST)) + 1);
		wrong_bare += !test_page(least, copy);
		free(copy);
	}
	tap_ok(wrong == 0, "%u pages are cut where they may be (%u are not)", PAGES, wrong);
	tap_ok(wrong_bare == 0, "and so without the attributes that nobody reads (%u are not)", wrong_bare);
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
