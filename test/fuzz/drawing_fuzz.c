/*-------------------------------------------------------------------------
 *
 * drawing_fuzz.c
 *		Pictures of any sources, boxes, links and names as SVG, Graphviz,
 *		Mermaid and trees: well-formed, nothing overlaps or leaves the canvas
 *		or the terminal, names are text and nothing else, and always the same.
 *
 *-------------------------------------------------------------------------
 */
#include "svg.h"

#include "draw/picture.h"

#define ROWS_MAX 16
#define LINKS_MAX 80
#define AFFILIATIONS_MAX 3

typedef struct Made
{
	Source		sources[ROWS_MAX];
	PictureRow	rows[ROWS_MAX];
	PictureBox	boxes[ROWS_MAX];
	Key			affiliations[ROWS_MAX][AFFILIATIONS_MAX];
	PictureLink links[LINKS_MAX];
	Picture		picture;
} Made;

/* Bytes that lie in memory of exactly their size; UTF-8 or not */
static Key
take_name(Input *input, uint32 most, Workspace *ws)
{
	Key			name;
	char	   *copy;

	name.length = 1 + take(input, most);
	name.length = Min(name.length, (uint32) (input->end - input->at));
	copy = workspace_alloc(ws, name.length + (name.length == 0), 1);
	memcpy(copy, input->at, name.length);
	input->at += name.length;
	if (name.length == 0)
	{
		*copy = 'x';
		name.length = 1;
	}
	name.data = copy;
	return name;
}

static void
make_row(Made *made, Input *input, Workspace *ws)
{
	static const double ratings[] = {UNRATED, 0, 1e-9, 0.1, 0.25, 0.333333, 0.9, 0.9999999, 1};
	Picture    *picture = &made->picture;
	uint32		index = picture->nrows++;
	Source	   *source = &made->sources[index];
	PictureRow *row = &made->rows[index];
	PictureBox *box;
	uint32		flags = take(input, 256);

	if (index == 0 || flags & 3)
		made->boxes[picture->nboxes++].first = index;
	box = &made->boxes[picture->nboxes - 1];
	box->affiliations = made->affiliations[picture->nboxes - 1];
	box->count++;
	row->source = source;
	row->box = picture->nboxes - 1;
	row->live[SIDE_FOR] = flags >> 2 & 1;
	row->live[SIDE_AGAINST] = flags >> 3 & 1;
	box->rests_on[SIDE_FOR] |= flags >> 4 & 1;
	box->rests_on[SIDE_AGAINST] |= flags >> 5 & 1;
	if (flags >> 6 & 1 && box->naffiliations < AFFILIATIONS_MAX)
		box->affiliations[box->naffiliations++] = take_name(input, KEY_MAX_BYTES, ws);
	source->rating = ratings[take(input, lengthof(ratings))];
	source->says[SIDE_FOR] = take(input, 8);
	source->says[SIDE_AGAINST] = take(input, 8);
	source->cites[SIDE_FOR].count = flags >> 7;
	source->key = take_name(input, flags & 4 ? KEY_MAX_BYTES : 12, ws);
}

static void
make_link(Made *made, Input *input, uint32 from, uint32 to)
{
	uint32		flags = take(input, 8);
	PictureLink link = {from, to, flags & 1, flags >> 1 & 1, flags >> 2};

	made->links[made->picture.nlinks++] = link;
}

/*
 * As a picture has them: by the row whose words they are, then by side, that
 * it speaks before whom it cites
 */
static int
compare_links(const void *a, const void *b)
{
	const PictureLink *p = a,
			   *q = b;
	uint32		p_row = p->from == CLAIM_ROW ? p->to : p->from;
	uint32		q_row = q->from == CLAIM_ROW ? q->to : q->from;

	if (p_row != q_row)
		return p_row < q_row ? -1 : 1;
	if (p->side != q->side)
		return p->side < q->side ? -1 : 1;
	if ((p->from == CLAIM_ROW) != (q->from == CLAIM_ROW))
		return p->from == CLAIM_ROW ? -1 : 1;
	return p->to < q->to ? -1 : p->to > q->to;
}

static void
sort_links(Picture *picture)
{
	uint32		n = 0;

	qsort(picture->links, picture->nlinks, sizeof(PictureLink), compare_links);
	for (uint32 i = 0; i < picture->nlinks; i++)
		if (n == 0 || compare_links(&picture->links[n - 1], &picture->links[i]) != 0)
			picture->links[n++] = picture->links[i];
	picture->nlinks = n;
}

static void
make_picture(Input input, Made *made, Workspace *ws)
{
	Picture    *picture = &made->picture;
	uint32		n = 1 + take(&input, ROWS_MAX);

	memset(made, 0, sizeof(*made));
	picture->rows = made->rows;
	picture->boxes = made->boxes;
	picture->links = made->links;
	picture->nhidden = take(&input, 4);
	picture->figures.corroboration = take(&input, 20);
	picture->figures.firsthand = take(&input, 20);
	picture->figures.contradiction = take(&input, 3);
	picture->title = take_name(&input, 256, ws);
	picture->why = take_name(&input, 40, ws);
	for (uint32 i = 0; i < n; i++)
	{
		uint32		from = take(&input, i + 1);

		make_row(made, &input, ws);
		make_link(made, &input, from == 0 ? CLAIM_ROW : from - 1, i);
	}
	while (input.at < input.end && picture->nlinks < LINKS_MAX)
	{
		uint32		from = take(&input, n + 1);
		uint32		to = take(&input, n);

		if (from != to + 1)
			make_link(made, &input, from == 0 ? CLAIM_ROW : from - 1, to);
	}
	sort_links(picture);
}

/* The same, with names that need no escape */
static void
make_plain(Made *plain)
{
	static const Key name = {"x", 1};

	plain->picture.title = plain->picture.why = name;
	for (uint32 i = 0; i < plain->picture.nrows; i++)
	{
		plain->sources[i].key = name;
		for (uint32 k = 0; k < plain->boxes[i].naffiliations; k++)
			plain->boxes[i].affiliations[k] = name;
	}
}

static Key
drawn(const Picture *picture, void (*draw) (const Picture *, Buffer *), Workspace *ws)
{
	Buffer		out;
	Key			result;

	buffer_init(&out, ws);
	draw(picture, &out);
	result.data = out.data;
	result.length = out.length;
	return result;
}

/* Without what stands in double quotes, in which a backslash spares the next one */
static Key
skeleton(Key text, bool backslashes, Workspace *ws)
{
	char	   *bare = workspace_alloc(ws, text.length + 1, 1);
	Key			result = {bare, 0};
	bool		quoted = false;

	for (uint32 i = 0; i < text.length; i++)
	{
		char		c = text.data[i];

		must(c == '\n' || c == '\t' || (uint8) c >= 0x20, "no control character is written");
		must(!quoted || c != '\n', "a label stays on its line");
		if (quoted && backslashes && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		if (!quoted)
			bare[result.length++] = c;
	}
	must(!quoted, "quotes are closed");
	return result;
}

/* Names change nothing but what is between quotes */
static void
check_quoted(const Picture *picture, const Picture *plain,
			 void (*draw) (const Picture *, Buffer *), bool backslashes, Workspace *ws)
{
	Key			text = drawn(picture, draw, ws);

	must(key_equal(text, drawn(picture, draw, ws)), "the same picture gives the same text");
	must(key_equal(skeleton(text, backslashes, ws),
				   skeleton(drawn(plain, draw, ws), backslashes, ws)),
		 "names are text and nothing else");
}

static void
check_svg(const Picture *picture, Workspace *ws)
{
	static Svg	svg;
	Key			text = drawn(picture, draw_svg, ws);

	must(key_equal(text, drawn(picture, draw_svg, ws)), "the same picture gives the same SVG");
	svg_read(&svg, text.data, text.length, ws);
	must(svg.nitems == picture->nrows + 1, "each source is there, and the claim");
	svg_check_places(&svg);
}

/* A tree of lines that fit a terminal: each link is in it once at most */
static void
check_pretty(const Picture *picture, Workspace *ws)
{
	Key			text = drawn(picture, draw_pretty, ws);
	const char *end = text.data + text.length;
	uint32		nlines = 0;

	must(key_equal(text, drawn(picture, draw_pretty, ws)), "the same picture gives the same tree");
	for (const char *line = text.data; line <= end; nlines++)
	{
		const char *next = memchr(line, '\n', end - line);
		Size		length = (next != NULL ? next : end) - line;

		must(text_columns(line, length) <= 80, "a line has 80 columns at most");
		must(escape_holds(line, length), "no control character is written");
		line += length + 1;
	}
	must(nlines <= picture->nlinks + 1, "a link has one line at most");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Made made,
				plain;
	Input		input = {data, data + size};
	WorkspaceBuffer buffer;
	Workspace	ws;

	workspace_init(&ws, &buffer);
	make_picture(input, &made, &ws);
	make_picture(input, &plain, &ws);
	make_plain(&plain);
	check_svg(&made.picture, &ws);
	check_quoted(&made.picture, &plain.picture, draw_dot, true, &ws);
	check_quoted(&made.picture, &plain.picture, draw_mermaid, false, &ws);
	check_pretty(&made.picture, &ws);
	workspace_free(&ws);
	return 0;
}
