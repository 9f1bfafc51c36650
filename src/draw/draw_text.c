/*-------------------------------------------------------------------------
 *
 * draw_text.c
 *		Drawings as text that other programs draw: Graphviz and Mermaid; and
 *		the words that all drawings share.
 *
 * Arrows lead the way that the news went: from those who know, through those
 * who cite them, to the claim.
 *
 * Memory: the buffer's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "draw/picture.h"

#define SEPARATOR " \xC2\xB7 "	/* a middle dot */
#define ELLIPSIS "\xE2\x80\xA6"

/* A rating in three decimals, which never say 0 or 1 of another one */
static void
put_rating_short(double rating, Buffer *out)
{
	char		digits[16];
	int			length = snprintf(digits, sizeof(digits), "%.3f", rating);

	while (digits[length - 1] == '0')
		length--;
	if (digits[length - 1] == '.')
		length--;
	if (rating > 0 && length == 1 && digits[0] == '0')
		buffer_string(out, "under 0.001");
	else if (rating < 1 && length == 1 && digits[0] == '1')
		buffer_string(out, "over 0.999");
	else
		buffer_bytes(out, digits, length);
}

void
escape_cut(Buffer *out, void (*escape) (Buffer *, const char *, Size),
		   Key name, Size fits)
{
	escape(out, name.data, fits);
	if (fits < name.length)
		buffer_string(out, ELLIPSIS);
}

static void
separate(Buffer *note, Size start)
{
	if (note->length > start)
		buffer_string(note, SEPARATOR);
}

/* How a source knows, on one side */
static void
note_basis(const PictureRow *row, Side side, Buffer *note, Size start)
{
	if (row->source->says[side] & SAYS_FIRSTHAND)
	{
		separate(note, start);
		buffer_string(note, "first-hand");
	}
	if (row->source->says[side] & SAYS_UNKNOWN)
	{
		separate(note, start);
		buffer_string(note, "from someone unknown");
	}
	if (!source_has_basis(row->source, side))
	{
		separate(note, start);
		buffer_string(note, "presumed origin");
	}
}

static bool
same_basis(const PictureRow *row)
{
	return ((row->source->says[SIDE_FOR] ^ row->source->says[SIDE_AGAINST]) &
			(SAYS_FIRSTHAND | SAYS_UNKNOWN)) == 0 &&
		source_has_basis(row->source, SIDE_FOR) ==
		source_has_basis(row->source, SIDE_AGAINST);
}

void
picture_note(const Picture *picture, const PictureRow *row, Buffer *note)
{
	const PictureBox *box = &picture->boxes[row->box];
	Size		start = note->length;
	bool		both = row->live[SIDE_FOR] && row->live[SIDE_AGAINST];

	if (source_is_dead(row->source))
	{
		buffer_string(note, "discredited");
		return;
	}
	if (row->source->rating != UNRATED)
	{
		buffer_string(note, "rated ");
		put_rating_short(row->source->rating, note);
	}
	if (row->live[SIDE_FOR])
		note_basis(row, SIDE_FOR, note, start);
	if (row->live[SIDE_AGAINST] && !(both && same_basis(row)))
	{
		if (both &&
			((row->source->says[SIDE_AGAINST] & (SAYS_FIRSTHAND | SAYS_UNKNOWN)) ||
			 !source_has_basis(row->source, SIDE_AGAINST)))
		{
			separate(note, start);
			buffer_string(note, "denying:");
			buffer_string(note, " ");
			start = note->length;
		}
		note_basis(row, SIDE_AGAINST, note, start);
	}
	else if (!row->live[SIDE_FOR] && !row->live[SIDE_AGAINST])
	{
		separate(note, start);
		buffer_string(note, "does not count");
	}
	if (row == &picture->rows[box->first] && box->count == 1 &&
		box_rests_on(box))
	{
		separate(note, start);
		buffer_string(note, "rests on this");
	}
}

void
picture_summary(const Figures *figures, Buffer *summary)
{
	buffer_int(summary, figures->corroboration);
	buffer_string(summary, " independent, ");
	buffer_int(summary, figures->firsthand);
	buffer_string(summary, " first-hand");
	if (figures->contradiction > 0)
	{
		buffer_string(summary, "; ");
		buffer_int(summary, figures->contradiction);
		buffer_string(summary, " against");
	}
}

/* "s3" or "claim" */
static void
write_id(Buffer *out, uint32 row)
{
	if (row == CLAIM_ROW)
		buffer_string(out, "claim");
	else
	{
		buffer_string(out, "s");
		buffer_int(out, row + 1);
	}
}

bool
box_is_enclosure(const PictureBox *box)
{
	return box->count > 1 || box->naffiliations > 0;
}

bool
box_rests_on(const PictureBox *box)
{
	return box->rests_on[SIDE_FOR] || box->rests_on[SIDE_AGAINST];
}

uint32
picture_link_row(const PictureLink *link)
{
	return link->from == CLAIM_ROW ? link->to : link->from;
}

static void
write_affiliations(const PictureBox *box,
				   void (*escape) (Buffer *, const char *, Size),
				   Buffer *out)
{
	for (uint32 i = 0; i < box->naffiliations; i++)
	{
		if (i > 0)
			buffer_string(out, ", ");
		escape(out, box->affiliations[i].data, box->affiliations[i].length);
	}
	if (box_rests_on(box))
		buffer_string(out, SEPARATOR "rests on this");
}

static void
dot_row(const Picture *picture, uint32 index, Buffer *out)
{
	const PictureRow *row = &picture->rows[index];
	const PictureBox *box = &picture->boxes[row->box];
	Buffer		note;

	buffer_init(&note, out->ws);
	picture_note(picture, row, &note);
	buffer_string(out, "\t");
	write_id(out, index);
	buffer_string(out, " [label=\"");
	escape_dot(out, row->source->key.data, row->source->key.length);
	if (note.length > 0)
	{
		buffer_string(out, "\\n");
		escape_dot(out, note.data, note.length);
	}
	buffer_string(out, "\"");
	if (source_is_dead(row->source))
		buffer_string(out, " style=\"rounded,dashed\" fontcolor=\"#6b6b6b\"");
	else if (box_rests_on(box))
		buffer_string(out, " peripheries=2");
	buffer_string(out, "];\n");
}

static void
dot_link(const PictureLink *link, Buffer *out)
{
	buffer_string(out, "\t");
	write_id(out, link->to);
	buffer_string(out, " -> ");
	write_id(out, link->from);
	buffer_string(out, " [");
	if (link->side == SIDE_AGAINST)
		buffer_string(out,
					  "style=dashed color=\"#a8321e\" fontcolor=\"#a8321e\"");
	else
		buffer_string(out, "color=\"#1b5e8a\"");
	if (link->side == SIDE_AGAINST && link->from == CLAIM_ROW)
		buffer_string(out, " arrowhead=tee label=\"denies\"");
	if (!link->live)
		buffer_string(out, " penwidth=0.5");
	else if (link->strong)
		buffer_string(out, " penwidth=3");
	buffer_string(out, "];\n");
}

/* How a language of graphs writes what a picture is made of */
typedef struct GraphLanguage
{
	const char *enclosure;		/* before its number */
	const char *label;			/* between number and affiliations */
	const char *label_end;
	const char *enclosure_end;
	void		(*escape) (Buffer *out, const char *text, Size length);
	void		(*row) (const Picture *picture, uint32 index, Buffer *out);
	void		(*link) (const PictureLink *link, Buffer *out);
} GraphLanguage;

static void
write_graph(const Picture *picture, const GraphLanguage *language, Buffer *out)
{
	for (uint32 b = 0; b < picture->nboxes; b++)
	{
		const PictureBox *box = &picture->boxes[b];

		CHECK_FOR_INTERRUPTS();
		if (box_is_enclosure(box))
		{
			buffer_string(out, language->enclosure);
			buffer_int(out, b + 1);
			buffer_string(out, language->label);
			write_affiliations(box, language->escape, out);
			buffer_string(out, language->label_end);
		}
		for (uint32 i = 0; i < box->count; i++)
			language->row(picture, box->first + i, out);
		if (box_is_enclosure(box))
			buffer_string(out, language->enclosure_end);
	}
	for (uint32 i = 0; i < picture->nlinks; i++)
	{
		CHECK_FOR_INTERRUPTS();
		language->link(&picture->links[i], out);
	}
}

void
draw_dot(const Picture *picture, Buffer *out)
{
	static const GraphLanguage dot = {
		"\tsubgraph cluster_", " {\n\tstyle=\"rounded,dotted\";\n\tlabel=\"", "\";\n", "\t}\n",
		escape_dot, dot_row, dot_link
	};

	buffer_string(out, "digraph evidence {\n"
				  "\tgraph [rankdir=RL ranksep=0.7 nodesep=0.2"
				  " fontname=\"Helvetica\" fontsize=11];\n"
				  "\tnode [shape=box style=rounded fontname=\"Helvetica\" fontsize=12];\n"
				  "\tedge [fontname=\"Helvetica\" fontsize=10];\n"
				  "\tclaim [label=\"");
	escape_dot(out, picture->title.data, picture->title.length);
	buffer_string(out, "\\n");
	picture_summary(&picture->figures, out);
	buffer_string(out, "\" style=bold];\n");
	write_graph(picture, &dot, out);
	buffer_string(out, "}\n");
}

static void
mermaid_row(const Picture *picture, uint32 index, Buffer *out)
{
	const PictureRow *row = &picture->rows[index];
	Buffer		label;

	buffer_init(&label, out->ws);
	picture_note(picture, row, &label);
	buffer_string(out, "  ");
	write_id(out, index);
	buffer_string(out, "[\"");
	escape_mermaid(out, row->source->key.data, row->source->key.length);
	if (label.length > 0)
	{
		buffer_string(out, SEPARATOR);
		escape_mermaid(out, label.data, label.length);
	}
	buffer_string(out, source_is_dead(row->source) ? "\"]:::dead\n" : "\"]\n");
}

static void
mermaid_link(const PictureLink *link, Buffer *out)
{
	bool		denies = link->side == SIDE_AGAINST && link->from == CLAIM_ROW;

	buffer_string(out, "  ");
	write_id(out, link->to);
	if (denies)
		buffer_string(out, link->strong ? " ==x|denies| " : " --x|denies| ");
	else if (link->strong)
		buffer_string(out, " ==> ");
	else
		buffer_string(out,
					  link->side == SIDE_AGAINST || !link->live ?
					  " -.-> " : " --> ");
	write_id(out, link->from);
	buffer_string(out, "\n");
}

void
draw_mermaid(const Picture *picture, Buffer *out)
{
	static const GraphLanguage mermaid = {
		"  subgraph u", "[\"", "\"]\n", "  end\n",
		escape_mermaid, mermaid_row, mermaid_link
	};
	Buffer		summary;

	buffer_init(&summary, out->ws);
	picture_summary(&picture->figures, &summary);
	buffer_string(out, "flowchart RL\n  claim([\"");
	escape_mermaid(out, picture->title.data, picture->title.length);
	buffer_string(out, SEPARATOR);
	escape_mermaid(out, summary.data, summary.length);
	buffer_string(out, "\"])\n");
	write_graph(picture, &mermaid, out);
	if (picture->nhidden > 0)
	{
		buffer_string(out, "  more[\"and ");
		buffer_int(out, picture->nhidden);
		buffer_string(out, " more\"]\n");
	}
	buffer_string(out,
				  "  classDef dead stroke-dasharray:3 3,text-decoration:line-through\n");
}
