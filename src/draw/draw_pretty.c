/*-------------------------------------------------------------------------
 *
 * draw_pretty.c
 *		Drawings as a tree, for a terminal.
 *
 * The claim's sources are the branches of the tree, and those whom a source
 * cites are branches of the source.  They are written where the source first
 * occurs on that side.  Later lines refer to that line, so the tree is no
 * larger than the picture.  The tree is walked with a stack, because chains
 * may be of any length.
 *
 * Memory: the buffer's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "base/groups.h"
#include "draw/picture.h"
#include "draw/text_width.h"

#define COLUMNS 80
#define MAX_DEPTH 12			/* deeper ones are not indented further */
#define NAME_MIN 12

#define BRANCH "\xE2\x94\x9C\xE2\x94\x80 "	/* U+251C U+2500 */
#define LAST_BRANCH "\xE2\x94\x94\xE2\x94\x80 " /* U+2514 U+2500 */
#define BAR "\xE2\x94\x82  "	/* U+2502 */

/* What is still to be written: the links of one source, or of the claim */
typedef struct TreeLevel
{
	uint32		next;			/* the place of the next link, in its group */
	uint32		end;
} TreeLevel;

typedef struct Tree
{
	const Picture *picture;
	Buffer	   *out;
	Groups		links;			/* of the claim and then each row, on each
								 * side: those that lead from there */
	bool	   *done[SIDES];	/* rows whose citations are written */
	TreeLevel  *levels;
	uint32		depth;
} Tree;

/* The claim's links are those of groups 0 and 1, for and against */
static inline uint32
link_group(uint32 row, Side side)
{
	return row == CLAIM_ROW ? side : 2 * (row + 1) + side;
}

static void
group_links(Tree *tree, Workspace *ws)
{
	const Picture *picture = tree->picture;
	uint32	   *group_of = workspace_alloc(ws, picture->nlinks, sizeof(uint32));

	for (uint32 i = 0; i < picture->nlinks; i++)
		group_of[i] = link_group(picture->links[i].from,
								 picture->links[i].side);
	group_items(&tree->links, group_of, picture->nlinks,
				2 * (picture->nrows + 1), ws);
}

/*
 * Draws the lines that lead down from the levels above, and the branch.
 * Returns how many columns that takes.
 */
static int
put_branches(Tree *tree)
{
	uint32		shown = Min(tree->depth, MAX_DEPTH);

	for (uint32 i = 0; i < shown; i++)
	{
		bool		branch = i + 1 == shown;
		const TreeLevel *level = &tree->levels[branch ? tree->depth - 1 : i];
		bool		more = level->next < level->end;

		buffer_string(tree->out, branch ? (more ? BRANCH : LAST_BRANCH) :
					  (more ? BAR : "   "));
	}
	return 3 * shown;
}

/* The text after a name: begins with two spaces, or is empty */
static void
line_note(const Picture *picture, const PictureLink *link, bool repeated,
		  Buffer *note)
{
	const PictureRow *row = &picture->rows[link->to];
	Size		before;

	if (link->from == CLAIM_ROW && link->side == SIDE_AGAINST)
		buffer_string(note, "  denies");
	if (repeated)
	{
		buffer_string(note, "  see above");
		return;
	}
	before = note->length;
	buffer_string(note, "  ");
	picture_note(picture, row, note);
	if (note->length == before + 2)
		note->length = before;
	if (picture->boxes[row->box].count > 1)
	{
		buffer_string(note, "  [unit ");
		buffer_int(note, row->box + 1);
		buffer_string(note, "]");
	}
}

/* The name gives way to the note, but for its first columns */
static void
put_line(Tree *tree, const PictureLink *link, bool repeated)
{
	const Picture *picture = tree->picture;
	Key			key = picture->rows[link->to].source->key;
	int			width = text_columns(key.data, key.length);
	int			columns = put_branches(tree);
	Size		fits = key.length;
	Buffer		note;
	int			room;

	buffer_init(&note, tree->out->ws);
	line_note(picture, link, repeated, &note);
	room = Max(COLUMNS - columns - text_columns(note.data, note.length),
			   NAME_MIN);
	if (width > room)
		fits = text_fit_columns(key.data, key.length, room - 1);
	escape_cut(tree->out, escape_plain, key, fits);
	room = COLUMNS - columns - Min(room, width);
	buffer_bytes(tree->out, note.data,
				 text_fit_columns(note.data, note.length, room));
}

/* The sources that the source cites, on the side of the link that led to it */
static void
descend(Tree *tree, const PictureLink *link)
{
	TreeLevel  *level = &tree->levels[tree->depth++];
	uint32		group = link_group(link->to, link->side);

	level->next = tree->links.first[group];
	level->end = tree->links.first[group + 1];
}

static void
put_tree(Tree *tree)
{
	const Picture *picture = tree->picture;

	tree->levels[0].next = tree->links.first[0];
	tree->levels[0].end = tree->links.first[2];
	tree->depth = 1;
	while (tree->depth > 0)
	{
		TreeLevel  *level = &tree->levels[tree->depth - 1];
		const PictureLink *link;
		bool		repeated;

		CHECK_FOR_INTERRUPTS();
		if (level->next == level->end)
		{
			tree->depth--;
			continue;
		}
		link = &picture->links[tree->links.items[level->next++]];
		repeated = tree->done[link->side][link->to];
		buffer_string(tree->out, "\n");
		put_line(tree, link, repeated);
		if (repeated)
			continue;
		tree->done[link->side][link->to] = true;
		descend(tree, link);
	}
}

void
draw_pretty(const Picture *picture, Buffer *out)
{
	Workspace  *ws = out->ws;
	Tree		tree = {
		.picture = picture,
		.out = out,
	};

	picture_summary(&picture->figures, out);
	group_links(&tree, ws);
	for (int side = 0; side < SIDES; side++)
		tree.done[side] = workspace_alloc_zero(ws, picture->nrows,
											   sizeof(bool));
	tree.levels = workspace_alloc(ws, (Size) picture->nrows + 2,
								  sizeof(TreeLevel));
	put_tree(&tree);
}
