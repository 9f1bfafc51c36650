/*-------------------------------------------------------------------------
 *
 * draw_svg.c
 *		Drawings as SVG: complete in themselves, without script, without ids,
 *		so that one HTML page can hold several.
 *
 * The style sheet is the same in every drawing and applies to .corroborate
 * only.  Whatever colour says, a shape or a word says too.
 *
 * Memory: the buffer's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "draw/layout.h"
#include "draw/picture.h"
#include "draw/text_width.h"

#define MARGIN 20
#define NAME_SIZE 13
#define NOTE_SIZE 11
#define CLAIM_SIZE 15
#define ROW_HEIGHT 26			/* of a name alone */
#define NOTED_HEIGHT 40			/* of a name with a note */
#define HEADER_HEIGHT 20		/* of an enclosure's own name */
#define PADDING 10
#define GLYPH_ROOM 17			/* before a name */
#define NAME_MAX_WIDTH 230
#define CLAIM_WIDTH 250
#define CLAIM_LINES 7
#define CLAIM_LEADING 20
#define CLAIM_BOLD 108			/* percent of the width of plain letters */
#define CLAIM_PORT_GAP 8		/* between arrows that end at the claim, */
#define CLAIM_PORTS_HEIGHT 320	/* which come closer together beyond this */
#define LEGEND_HEIGHT 20

#define ISOLATE "\xE2\x81\xA8"	/* U+2068 */
#define ISOLATE_END "\xE2\x81\xA9"	/* U+2069 */

static const char *const style[] = {
	"<style type=\"text/css\">",
	".corroborate{max-width:100%;height:auto;"
	"font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}",
	".corroborate .bg{fill:#fff}.corroborate text{fill:#1c2126}",
	".corroborate .c text{font:600 15px Georgia,'Noto Serif',serif}",
	".corroborate .n,.corroborate .c .n{"
	"font:11px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;fill:#57606a}",
	".corroborate .b{fill:#f6f7f8;stroke:#7f8891}",
	".corroborate .u{fill:#eef1f4;stroke:#6f7982;stroke-dasharray:2 3}",
	".corroborate .r{stroke:#1c2126;stroke-width:2}",
	".corroborate .k{fill:#1c2126}.corroborate .o{fill:none;stroke:#1c2126;stroke-width:1.5}",
	".corroborate .q{stroke-dasharray:2 2}",
	".corroborate .x text{text-decoration:line-through;fill:#57606a}",
	".corroborate .x .n{text-decoration:none}",
	".corroborate .l{fill:none;stroke:#1b5e8a;stroke-width:1.25}",
	".corroborate .d{stroke:#a8321e;stroke-dasharray:6 4}",
	".corroborate .h{stroke-dasharray:none}",
	".corroborate .s{stroke-width:3.25}.corroborate .z{stroke:#868f98;stroke-width:1}",
	"@media screen and (prefers-color-scheme:dark){",
	".corroborate .bg{fill:#15181b}.corroborate text{fill:#e6e9ec}",
	".corroborate .n,.corroborate .c .n,.corroborate .x text{fill:#a5aeb7}",
	".corroborate .b{fill:#1f2327;stroke:#727c86}.corroborate .u{fill:#1a1e22;stroke:#7b858f}",
	".corroborate .r{stroke:#e6e9ec}.corroborate .k{fill:#e6e9ec}.corroborate .o{stroke:#e6e9ec}",
	".corroborate .l{stroke:#79b8e8}.corroborate .d{stroke:#f0907c}"
	".corroborate .z{stroke:#727c86}}",
	"</style>\n",
};

typedef struct Label
{
	Size		name_fits;		/* bytes of the name that are shown */
	int			name_width;
	Key			note;
	int			height;
} Label;

typedef struct Drawing
{
	const Picture *picture;
	Buffer	   *out;
	Label	   *labels;			/* of each row */
	int		   *row_y;			/* of each row, below its box's upper edge */
	Layout		layout;			/* node 0 the claim, then the boxes */
	uint32	   *edge_of;		/* of each link; NO_EDGE inside a box */
	uint32	   *first_link;		/* of each row */
	Key			lines[CLAIM_LINES];
	uint32		nlines;
	bool		title_cut;
	Key			summary;
	int			claim_text_y;	/* below its upper edge, where that is high */
	uint32		nspeaks;		/* links to the claim */
	int			legend_y;
} Drawing;

#define NO_EDGE 0xFFFFFFFFU
#define NO_LINK 0xFFFFFFFFU

/* A width in pixels, rounded up */
static int
pixels(int hundredths, int size)
{
	return (hundredths * size + 99) / 100;
}

static int
key_pixels(Key key, int size)
{
	bool		certain;

	return pixels(text_width(key.data, key.length, &certain), size);
}

static Key
buffer_key(const Buffer *buffer)
{
	Key			key = {buffer->data, buffer->length};

	return key;
}

static void
put(Drawing *drawing, const char *string)
{
	buffer_string(drawing->out, string);
}

static void
put_int(Drawing *drawing, int value)
{
	buffer_int(drawing->out, value);
}

/* name="value" */
static void
put_attribute(Drawing *drawing, const char *name, int value)
{
	put(drawing, " ");
	put(drawing, name);
	put(drawing, "=\"");
	put_int(drawing, value);
	put(drawing, "\"");
}

static void
put_point(Drawing *drawing, const char *command, int x, int y)
{
	put(drawing, command);
	put_int(drawing, x);
	put(drawing, " ");
	put_int(drawing, y);
}

/* A name that turns the direction of text must not turn what is around it */
static void
put_name(Drawing *drawing, Key name, Size fits)
{
	bool		turns = text_turns(name.data, name.length);

	if (turns)
		put(drawing, ISOLATE);
	escape_cut(drawing->out, escape_xml, name, fits);
	if (turns)
		put(drawing, ISOLATE_END);
}

/* Our own words */
static void
put_key(Drawing *drawing, Key words)
{
	escape_xml(drawing->out, words.data, words.length);
}

/*
 * Measuring
 */

static void
measure_row(Drawing *drawing, uint32 index)
{
	const PictureRow *row = &drawing->picture->rows[index];
	Label	   *label = &drawing->labels[index];
	Key			name = row->source->key;
	Buffer		note;

	label->name_fits = name.length;
	label->name_width = key_pixels(name, NAME_SIZE);
	if (label->name_width > NAME_MAX_WIDTH)
	{
		label->name_fits = text_fit(name.data, name.length,
									(NAME_MAX_WIDTH - 14) * 100 / NAME_SIZE);
		label->name_width = NAME_MAX_WIDTH;
	}
	buffer_init(&note, drawing->out->ws);
	picture_note(drawing->picture, row, &note);
	label->note = buffer_key(&note);
	label->height = note.length > 0 ? NOTED_HEIGHT : ROW_HEIGHT;
}

static Key
box_caption(Drawing *drawing, const PictureBox *box)
{
	Buffer		caption;

	buffer_init(&caption, drawing->out->ws);
	for (uint32 i = 0; i < box->naffiliations; i++)
	{
		if (i > 0)
			buffer_string(&caption, ", ");
		buffer_bytes(&caption, box->affiliations[i].data,
					 box->affiliations[i].length);
	}
	return buffer_key(&caption);
}

static void
measure_box(Drawing *drawing, uint32 index)
{
	const PictureBox *box = &drawing->picture->boxes[index];
	LayoutNode *node = &drawing->layout.nodes[index + 1];
	bool		enclosure = box_is_enclosure(box);
	int			inset = enclosure ? 6 : 0;
	int			width = 0;

	node->height = enclosure ? HEADER_HEIGHT : 0;
	for (uint32 i = box->first; i < box->first + box->count; i++)
	{
		const Label *label = &drawing->labels[i];

		width = Max(width,
					Max(label->name_width, key_pixels(label->note, NOTE_SIZE)));
		drawing->row_y[i] = node->height;
		node->height += label->height + (enclosure ? 6 : 0);
	}
	node->width = width + GLYPH_ROOM + 2 * PADDING + 2 * inset;
	if (enclosure)
		node->width =
			Max(node->width,
				Min(key_pixels(box_caption(drawing, box), NOTE_SIZE),
					NAME_MAX_WIDTH) + 2 * PADDING);
}

/* The title in lines, broken at spaces where there are any */
static void
wrap_title(Drawing *drawing)
{
	Key			rest = drawing->picture->title;
	int			room = (CLAIM_WIDTH - 2 * PADDING) * 100 / CLAIM_SIZE * 100 /
		CLAIM_BOLD;

	while (rest.length > 0 && drawing->nlines < CLAIM_LINES)
	{
		Size		fits = text_fit(rest.data, rest.length, room);
		Size		cut = fits;

		if (fits < rest.length)
		{
			while (cut > 0 && rest.data[cut] != ' ')
				cut--;
			if (cut == 0)
				cut = Max(fits, 1);
		}
		drawing->lines[drawing->nlines].data = rest.data;
		drawing->lines[drawing->nlines++].length = cut;
		rest.data += cut;
		rest.length -= cut;
		while (rest.length > 0 && *rest.data == ' ')
			rest.data++, rest.length--;
	}
	if (rest.length > 0)
	{
		Key		   *last = &drawing->lines[drawing->nlines - 1];

		drawing->title_cut = true;
		last->length = text_fit(last->data, last->length, room - 120);
	}
}

static void
measure_claim(Drawing *drawing)
{
	Buffer		summary;
	LayoutNode *node = &drawing->layout.nodes[0];
	int			ports;

	buffer_init(&summary, drawing->out->ws);
	picture_summary(&drawing->picture->figures, &summary);
	drawing->summary = buffer_key(&summary);
	wrap_title(drawing);
	node->width = Max(CLAIM_WIDTH,
					  key_pixels(drawing->summary, NOTE_SIZE) + 2 * PADDING);
	node->height = drawing->nlines * CLAIM_LEADING + 34;
	drawing->claim_text_y = 0;
	for (uint32 i = 0; i < drawing->picture->nlinks; i++)
		drawing->nspeaks += drawing->picture->links[i].from == CLAIM_ROW;
	ports =
		Min((int64) drawing->nspeaks * CLAIM_PORT_GAP, CLAIM_PORTS_HEIGHT) +
		CLAIM_PORT_GAP;
	if (ports > node->height)
	{
		drawing->claim_text_y = (ports - node->height) / 2;
		node->height = ports;
	}
}

static int
row_port(const Drawing *drawing, uint32 row, Side side)
{
	return drawing->row_y[row] + drawing->labels[row].height / 2 +
		(side == SIDE_FOR ? -2 : 3);
}

static void
make_edges(Drawing *drawing)
{
	const Picture *picture = drawing->picture;
	Layout	   *layout = &drawing->layout;

	layout->edges = workspace_alloc_zero(drawing->out->ws, picture->nlinks,
										 sizeof(LayoutEdge));
	drawing->edge_of = workspace_alloc(drawing->out->ws, picture->nlinks,
									   sizeof(uint32));
	drawing->first_link = workspace_alloc(drawing->out->ws, picture->nrows,
										  sizeof(uint32));
	memset(drawing->first_link, 0xFF, picture->nrows * sizeof(uint32));
	for (uint32 i = 0; i < picture->nlinks; i++)
	{
		const PictureLink *link = &picture->links[i];
		LayoutEdge *edge = &layout->edges[layout->nedges];

		if (drawing->first_link[picture_link_row(link)] == NO_LINK)
			drawing->first_link[picture_link_row(link)] = i;
		drawing->edge_of[i] = NO_EDGE;
		edge->from = link->from == CLAIM_ROW ? 0 :
			picture->rows[link->from].box + 1;
		edge->to = picture->rows[link->to].box + 1;
		if (edge->from == edge->to)
			continue;
		edge->from_port = link->from == CLAIM_ROW ?
			layout->nodes[0].height / 2 :
			row_port(drawing, link->from, link->side);
		edge->to_port = row_port(drawing, link->to, link->side);
		drawing->edge_of[i] = layout->nedges++;
	}
}

/* The start of a link to the claim: its first bend, or its source */
typedef struct ClaimPort
{
	LayoutEdge *edge;
	int			y;
} ClaimPort;

static int
compare_ports(const void *a, const void *b)
{
	const ClaimPort *p = a,
			   *q = b;

	return p->y != q->y ? p->y - q->y :
		(p->edge > q->edge) - (p->edge < q->edge);
}

/* Links end at the claim side by side, in the order in which they come */
static void
spread_claim_ports(Drawing *drawing)
{
	Layout	   *layout = &drawing->layout;
	ClaimPort  *ports = workspace_alloc(drawing->out->ws, drawing->nspeaks,
										sizeof(ClaimPort));
	uint32		nports = 0;
	int			height =
		Min(((int64) drawing->nspeaks - 1) * 2 * CLAIM_PORT_GAP,
			layout->nodes[0].height - 2 * CLAIM_PORT_GAP);

	for (uint32 e = 0; e < layout->nedges; e++)
	{
		LayoutEdge *edge = &layout->edges[e];

		if (edge->from != 0)
			continue;
		ports[nports].edge = edge;
		ports[nports++].y = edge->nbends > 0 ? edge->bends[0].y :
			layout->nodes[edge->to].y + edge->to_port;
	}
	if (nports > 1)
		qsort(ports, nports, sizeof(ClaimPort), compare_ports);
	for (uint32 i = 0; i < nports && nports > 1; i++)
		ports[i].edge->from_port = (layout->nodes[0].height - height) / 2 +
			(int64) height * i / (nports - 1);
}

static void
measure(Drawing *drawing)
{
	const Picture *picture = drawing->picture;
	Workspace  *ws = drawing->out->ws;
	Layout	   *layout = &drawing->layout;

	drawing->labels = workspace_alloc_zero(ws, picture->nrows, sizeof(Label));
	drawing->row_y = workspace_alloc_zero(ws, picture->nrows, sizeof(int));
	layout->nnodes = picture->nboxes + 1;
	layout->nodes = workspace_alloc_zero(ws, layout->nnodes,
										 sizeof(LayoutNode));
	layout->layer_gap = 56;
	layout->node_gap = 10;
	for (uint32 i = 0; i < picture->nrows; i++)
		measure_row(drawing, i);
	for (uint32 b = 0; b < picture->nboxes; b++)
		measure_box(drawing, b);
	measure_claim(drawing);
	make_edges(drawing);
	layout_compute(layout, ws);
	spread_claim_ports(drawing);
	for (uint32 n = 0; n < layout->nnodes; n++)
	{
		layout->nodes[n].x += MARGIN;
		layout->nodes[n].y += MARGIN;
	}
	drawing->legend_y = layout->height + 2 * MARGIN;
}

/*
 * Links
 */

static void
put_link_class(Drawing *drawing, const PictureLink *link, bool head)
{
	put(drawing, "<path class=\"l");
	put(drawing, link->side == SIDE_AGAINST ? " d" : "");
	put(drawing, head ? " h" : "");
	put(drawing, link->strong ? " s" : "");
	put(drawing, link->live ? "\" d=\"" : " z\" d=\"");
}

/* A curve from one point to the next, horizontal at both ends */
static void
put_curve(Drawing *drawing, int x, int y, int to_x, int to_y)
{
	int			bend = (to_x - x) / 2;

	if (y == to_y)
	{
		put(drawing, "H");
		put_int(drawing, to_x);
		return;
	}
	put_point(drawing, "C", x + bend, y);
	put_point(drawing, " ", to_x - bend, to_y);
	put_point(drawing, " ", to_x, to_y);
}

/* An arrow, or a bar where the claim is denied */
static void
put_head(Drawing *drawing, const PictureLink *link, int x, int y, int forward)
{
	put_link_class(drawing, link, true);
	if (link->from == CLAIM_ROW && link->side == SIDE_AGAINST)
	{
		put_point(drawing, "M", x + 2, y - 6);
		put(drawing, "v12");
	}
	else
	{
		put_point(drawing, "M", x + 6 * forward, y - 4);
		put_point(drawing, "L", x + forward, y);
		put_point(drawing, "L", x + 6 * forward, y + 4);
	}
	put(drawing, "\"/>\n");
}

static void
put_edge(Drawing *drawing, const PictureLink *link, const LayoutEdge *edge)
{
	bool		back = edge->backward;
	const LayoutNode *nodes = drawing->layout.nodes;
	const LayoutNode *left = &nodes[back ? edge->to : edge->from];
	const LayoutNode *right = &nodes[back ? edge->from : edge->to];
	int			x = left->x + left->width;
	int			y = left->y + (back ? edge->to_port : edge->from_port);
	int			end_y = right->y + (back ? edge->from_port : edge->to_port);

	put_head(drawing, link, back ? right->x : x, back ? end_y : y,
			 back ? -1 : 1);
	put_link_class(drawing, link, false);
	put_point(drawing, "M", x, y);
	for (uint32 i = 0; i < edge->nbends; i++)
	{
		int			bend_x = edge->bends[i].x + MARGIN;
		int			bend_y = edge->bends[i].y + MARGIN;

		put_curve(drawing, x, y, bend_x, bend_y);
		x = bend_x + edge->bend_widths[i];
		y = bend_y;
		put(drawing, "H");
		put_int(drawing, x);
	}
	put_curve(drawing, x, y, right->x, end_y);
	put(drawing, "\"/>\n");
}

/* A citation inside a box: an arc at its right edge */
static void
put_inner(Drawing *drawing, const PictureLink *link)
{
	const LayoutNode *node =
		&drawing->layout.nodes[drawing->picture->rows[link->from].box + 1];
	int			x = node->x + node->width;
	int			y = node->y + row_port(drawing, link->from, link->side);
	int			to_y = node->y + row_port(drawing, link->to, link->side);

	put_head(drawing, link, x - 6, y, 1);
	put_link_class(drawing, link, false);
	put_point(drawing, "M", x - 6, y);
	put_point(drawing, "C", x + 12, y);
	put_point(drawing, " ", x + 12, to_y);
	put_point(drawing, " ", x - 6, to_y);
	put(drawing, "\"/>\n");
}

static void
put_links(Drawing *drawing)
{
	/* the strong ones on top */
	for (int strong = 0; strong < 2; strong++)
		for (uint32 i = 0; i < drawing->picture->nlinks; i++)
		{
			const PictureLink *link = &drawing->picture->links[i];

			CHECK_FOR_INTERRUPTS();
			if (link->strong != strong)
				continue;
			if (drawing->edge_of[i] == NO_EDGE)
				put_inner(drawing, link);
			else
				put_edge(drawing, link,
						 &drawing->layout.edges[drawing->edge_of[i]]);
		}
}

/*
 * What a source's box and its arrows say, in words
 */

static const char *const says[SIDES] = {"says so", "denies it"};

/*
 * Writes what one row says on one side, from the link at *next on, such as
 * "says so, on the word of a, b".
 */
static void
put_testimony(Drawing *drawing, uint32 index, Side side, uint32 *next)
{
	const Picture *picture = drawing->picture;
	const char *before = ", on the word of ";

	if (*next < picture->nlinks &&
		picture_link_row(&picture->links[*next]) == index &&
		picture->links[*next].side == side &&
		picture->links[*next].from == CLAIM_ROW)
	{
		put(drawing, ", ");
		put(drawing, says[side]);
		(*next)++;
	}
	for (; *next < picture->nlinks &&
		 picture_link_row(&picture->links[*next]) == index &&
		 picture->links[*next].side == side; (*next)++)
	{
		Key			key = picture->rows[picture->links[*next].to].source->key;

		put(drawing, before);
		put_name(drawing, key, key.length);
		before = ", ";
	}
}

/*
 * Writes a sentence such as "rfa, says so, on the word of dalian-2: rated
 * 0.8".  It is shown over the box, too, where a name may be cut.
 */
static void
put_sentence(Drawing *drawing, uint32 index)
{
	Key			key = drawing->picture->rows[index].source->key;
	uint32		next = drawing->first_link[index];

	put_name(drawing, key, key.length);
	for (int side = 0; side < SIDES; side++)
		put_testimony(drawing, index, side, &next);
	if (drawing->labels[index].note.length > 0)
		put(drawing, ": ");
	put_key(drawing, drawing->labels[index].note);
}

/*
 * Boxes
 */

static void
put_rect(Drawing *drawing, const char *classes, int x, int y, int width,
		 int height)
{
	put(drawing, "<rect class=\"");
	put(drawing, classes);
	put(drawing, "\"");
	put_attribute(drawing, "x", x);
	put_attribute(drawing, "y", y);
	put_attribute(drawing, "width", width);
	put_attribute(drawing, "height", height);
	put(drawing, " rx=\"5\"/>");
}

static void
start_text(Drawing *drawing, const char *classes, int x, int y)
{
	put(drawing, "<text");
	if (*classes != '\0')
	{
		put(drawing, " class=\"");
		put(drawing, classes);
		put(drawing, "\"");
	}
	put_attribute(drawing, "x", x);
	put_attribute(drawing, "y", y);
}

/*
 * Writes the name that a text shows, as far as it fits.  Where fonts differ
 * much, textLength sets its width; otherwise the name could overflow its box
 * in some font.
 */
static void
end_text(Drawing *drawing, Key name, Size fits, int width)
{
	bool		certain = true;

	text_width(name.data, fits, &certain);
	if (!certain)
	{
		put_attribute(drawing, "textLength", width);
		put(drawing, " lengthAdjust=\"spacingAndGlyphs\"");
	}
	put(drawing, ">");
	put_name(drawing, name, fits);
	put(drawing, "</text>");
}

typedef enum Glyph
{
	GLYPH_NONE,
	GLYPH_FIRSTHAND,
	GLYPH_PRESUMED,
	GLYPH_UNKNOWN
} Glyph;

static Glyph
row_glyph(const PictureRow *row)
{
	bool		presumed = false,
				unknown = false;

	for (int side = 0; side < SIDES; side++)
	{
		if (!row->live[side])
			continue;
		if (row->source->says[side] & SAYS_FIRSTHAND)
			return GLYPH_FIRSTHAND;
		presumed |= !source_has_basis(row->source, side);
		unknown |= (row->source->says[side] & SAYS_UNKNOWN) != 0;
	}
	return presumed ? GLYPH_PRESUMED : unknown ? GLYPH_UNKNOWN : GLYPH_NONE;
}

static void
put_glyph(Drawing *drawing, Glyph glyph, int x, int y)
{
	if (glyph == GLYPH_NONE)
		return;
	put(drawing, glyph == GLYPH_FIRSTHAND ? "<circle class=\"k\"" :
		glyph == GLYPH_PRESUMED ? "<circle class=\"o\"" :
		"<circle class=\"o q\"");
	put_attribute(drawing, "cx", x);
	put_attribute(drawing, "cy", y);
	put(drawing, " r=\"4.5\"/>");
}

static void
put_row(Drawing *drawing, uint32 index, int x, int y, int width, bool strong)
{
	const PictureRow *row = &drawing->picture->rows[index];
	const Label *label = &drawing->labels[index];

	put(drawing, source_is_dead(row->source) ? "<g class=\"x\"" : "<g");
	put(drawing, " role=\"graphics-symbol img\"><title>");
	put_sentence(drawing, index);
	put(drawing, "</title>");
	put_rect(drawing, strong ? "b r" : "b", x, y, width, label->height);
	put_glyph(drawing, row_glyph(row), x + PADDING + 4, y + 13);
	start_text(drawing, "", x + PADDING + GLYPH_ROOM, y + 18);
	end_text(drawing, row->source->key, label->name_fits, label->name_width);
	if (label->note.length > 0)
	{
		start_text(drawing, "n", x + PADDING + GLYPH_ROOM, y + 33);
		put(drawing, ">");
		put_key(drawing, label->note);
		put(drawing, "</text>");
	}
	put(drawing, "</g>\n");
}

static void
put_box(Drawing *drawing, uint32 index)
{
	const PictureBox *box = &drawing->picture->boxes[index];
	const LayoutNode *node = &drawing->layout.nodes[index + 1];
	bool		enclosure = box_is_enclosure(box);
	bool		strong = box_rests_on(box);
	int			inset = enclosure ? 6 : 0;

	if (enclosure)
	{
		Key			caption = box_caption(drawing, box);
		int			room = node->width - 2 * PADDING;
		Size		fits = caption.length;

		if (key_pixels(caption, NOTE_SIZE) > room)
			fits = text_fit(caption.data, caption.length,
							(room - 12) * 100 / NOTE_SIZE);
		put(drawing, "<g role=\"graphics-object group\"><title>");
		put_name(drawing, caption, caption.length);
		put(drawing, ": counts as one");
		put(drawing, strong && box->count > 1 ? ", rests on this" : "");
		put(drawing, "</title>");
		put_rect(drawing, strong ? "u r" : "u", node->x, node->y, node->width,
				 node->height);
		start_text(drawing, "n", node->x + PADDING, node->y + 14);
		end_text(drawing, caption, fits,
				 Min(key_pixels(caption, NOTE_SIZE), room));
		put(drawing, "\n");
	}
	for (uint32 i = box->first; i < box->first + box->count; i++)
		put_row(drawing, i, node->x + inset, node->y + drawing->row_y[i],
				node->width - 2 * inset, strong && !enclosure);
	if (enclosure)
		put(drawing, "</g>\n");
}

static void
put_claim(Drawing *drawing)
{
	const LayoutNode *node = &drawing->layout.nodes[0];

	put(drawing, "<g class=\"c\" role=\"graphics-symbol img\"><title>");
	put_name(drawing, drawing->picture->title, drawing->picture->title.length);
	put(drawing, ": ");
	put_key(drawing, drawing->summary);
	put(drawing, "</title>");
	put_rect(drawing, "b", node->x, node->y, node->width, node->height);
	for (uint32 i = 0; i < drawing->nlines; i++)
	{
		Key			line = drawing->lines[i];
		int			width = key_pixels(line, CLAIM_SIZE) * CLAIM_BOLD / 100;
		Size		fits = line.length;

		if (drawing->title_cut && i + 1 == drawing->nlines)
		{
			line.length = drawing->picture->title.data +
				drawing->picture->title.length - line.data;
			width += CLAIM_SIZE;
		}
		start_text(drawing, "", node->x + PADDING,
				   node->y + drawing->claim_text_y + 24 + i * CLAIM_LEADING);
		end_text(drawing, line, fits, width);
	}
	start_text(drawing, "n", node->x + PADDING,
			   node->y + drawing->claim_text_y +
			   drawing->nlines * CLAIM_LEADING + 22);
	put(drawing, ">");
	put_key(drawing, drawing->summary);
	put(drawing, "</text></g>\n");
}

/*
 * The legend: what occurs, and nothing else
 */

typedef struct LegendEntry
{
	const char *label;
	const char *classes;		/* of a line; NULL for a glyph or a box */
	Glyph		glyph;
	bool		occurs;
} LegendEntry;

enum
{
	LEGEND_FOR, LEGEND_AGAINST, LEGEND_STRONG, LEGEND_IDLE, LEGEND_FIRSTHAND,
	LEGEND_PRESUMED, LEGEND_UNKNOWN, LEGEND_RESTS_ON, LEGEND_ENCLOSURE,
	LEGEND_ENTRIES
};

static void
find_legend(const Picture *picture, LegendEntry *entries)
{
	for (uint32 i = 0; i < picture->nlinks; i++)
	{
		const PictureLink *link = &picture->links[i];

		entries[LEGEND_FOR].occurs |= link->side == SIDE_FOR;
		entries[LEGEND_AGAINST].occurs |= link->side == SIDE_AGAINST;
		entries[LEGEND_STRONG].occurs |= link->strong;
		entries[LEGEND_IDLE].occurs |= !link->live;
	}
	for (uint32 i = 0; i < picture->nrows; i++)
	{
		Glyph		glyph = row_glyph(&picture->rows[i]);

		if (glyph != GLYPH_NONE)
			entries[LEGEND_FIRSTHAND + glyph - GLYPH_FIRSTHAND].occurs = true;
	}
	for (uint32 b = 0; b < picture->nboxes; b++)
	{
		const PictureBox *box = &picture->boxes[b];

		entries[LEGEND_RESTS_ON].occurs |= box_rests_on(box);
		entries[LEGEND_ENCLOSURE].occurs |= box_is_enclosure(box);
	}
}

static void
put_legend_entry(Drawing *drawing, const LegendEntry *entry, int x, int y)
{
	if (entry->classes != NULL && entry->classes[0] == 'l')
	{
		put(drawing, "<path class=\"");
		put(drawing, entry->classes);
		put_point(drawing, "\" d=\"M", x, y - 4);
		put(drawing, "h22\"/>");
	}
	else if (entry->classes != NULL)
		put_rect(drawing, entry->classes, x + 1, y - 10, 20, 12);
	else
		put_glyph(drawing, entry->glyph, x + 11, y - 4);
	start_text(drawing, "n", x + 28, y);
	put(drawing, ">");
	put(drawing, entry->label);
	put(drawing, "</text>\n");
}

/* Line by line, as wide as the drawing; without writing, only its height */
static int
legend(Drawing *drawing, int width, bool write)
{
	LegendEntry entries[LEGEND_ENTRIES] = {
		{"says so", "l", GLYPH_NONE, false},
		{"denies it", "l d", GLYPH_NONE, false},
		{"independent chains", "l s", GLYPH_NONE, false},
		{"does not count", "l z", GLYPH_NONE, false},
		{"knows first-hand", NULL, GLYPH_FIRSTHAND, false},
		{"origin presumed", NULL, GLYPH_PRESUMED, false},
		{"from someone unknown", NULL, GLYPH_UNKNOWN, false},
		{"it rests on these", "b r", GLYPH_NONE, false},
		{"count as one", "u", GLYPH_NONE, false},
	};
	int			x = MARGIN;
	int			y = drawing->legend_y;
	bool		any = false;

	find_legend(drawing->picture, entries);
	/* each box says all this in words */
	if (write)
		put(drawing, "<g aria-hidden=\"true\">\n");
	for (int i = 0; i < LEGEND_ENTRIES; i++)
	{
		bool		certain;
		int			entry_width = 28 + 18 +
			pixels(text_width(entries[i].label, strlen(entries[i].label),
							  &certain), NOTE_SIZE);

		if (!entries[i].occurs)
			continue;
		if (x > MARGIN && x + entry_width > width)
		{
			x = MARGIN;
			y += LEGEND_HEIGHT;
		}
		if (write)
			put_legend_entry(drawing, &entries[i], x, y + 8);
		x += entry_width;
		any = true;
	}
	if (write)
		put(drawing, "</g>\n");
	return any ? y + LEGEND_HEIGHT : y - MARGIN;
}

static void
put_start(Drawing *drawing, int width, int height)
{
	put(drawing,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"corroborate\""
		" role=\"graphics-document document\"");
	put_attribute(drawing, "width", width);
	put_attribute(drawing, "height", height);
	put(drawing, " viewBox=\"0 0 ");
	put_int(drawing, width);
	put(drawing, " ");
	put_int(drawing, height);
	put(drawing, "\">\n<title>");
	put_name(drawing, drawing->picture->title, drawing->picture->title.length);
	put(drawing, "</title>\n<desc>");
	put_key(drawing, drawing->picture->why);
	put(drawing, "</desc>\n");
	for (Size i = 0; i < lengthof(style); i++)
		put(drawing, style[i]);
	put(drawing, "<rect class=\"bg\"");
	put_attribute(drawing, "width", width);
	put_attribute(drawing, "height", height);
	put(drawing, "/>\n");
}

void
draw_svg(const Picture *picture, Buffer *out)
{
	Drawing		drawing = {0};
	int			width,
				height,
				more_y;

	drawing.picture = picture;
	drawing.out = out;
	measure(&drawing);
	width = Max(drawing.layout.width + 2 * MARGIN, 260);
	height = more_y = legend(&drawing, width, false);
	if (picture->nhidden > 0)
		height += LEGEND_HEIGHT;
	height += MARGIN / 2;

	put_start(&drawing, width, height);
	put_links(&drawing);
	put_claim(&drawing);
	for (uint32 b = 0; b < picture->nboxes; b++)
		put_box(&drawing, b);
	legend(&drawing, width, true);
	if (picture->nhidden > 0)
	{
		start_text(&drawing, "n", MARGIN, more_y + 8);
		put(&drawing, ">and ");
		buffer_int(out, picture->nhidden);
		put(&drawing, " more</text>\n");
	}
	put(&drawing, "</svg>\n");
}
