/*-------------------------------------------------------------------------
 *
 * drawing.c
 *		Drawings of evidence: to_svg, to_dot, to_mermaid, pretty.
 *
 * This file makes a picture of a value: which sources are shown, how they are
 * grouped, which links are on the disjoint chains.  The files in src/draw
 * write it.
 *
 * Memory: the result in the current context, the rest in a workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "fmgr.h"
#include "utils/builtins.h"

#include "base/groups.h"
#include "draw/picture.h"
#include "model/side.h"
#include "type/why.h"

#define NOT_SHOWN 0xFFFFFFFFU

/* A value while a picture is made of it */
typedef struct Sketch
{
	const Testimony *testimony;
	Workspace  *ws;
	const uint32 *units;		/* testimony_units() */
	SideView	view[SIDES];
	uint32	  **chains[SIDES];	/* the sources on each chain */
	uint32	   *lengths[SIDES]; /* how many there are on each */
	bool	   *starts[SIDES];	/* whether a chain starts with a source */
	uint32	   *next[SIDES];	/* the source after each on a chain */
	bool	   *rests_on[SIDES];	/* whether the side rests on a unit, by its
									 * number in units */
	bool	   *shown;
	uint32	   *queue;			/* the shown sources */
	uint32		nshown;
	uint32		most;
	uint32	   *row_of;
} Sketch;

/* Notes which sources and links are on the chains of one side */
static void
sketch_chains(Sketch *sketch, Side side)
{
	uint32		n = sketch->testimony->nsources;
	uint32		nchains = sketch->view[side].chains.count;

	sketch->chains[side] = workspace_alloc(sketch->ws, nchains,
										   sizeof(uint32 *));
	sketch->lengths[side] = workspace_alloc(sketch->ws, nchains,
											sizeof(uint32));
	sketch->starts[side] = workspace_alloc_zero(sketch->ws, n, sizeof(bool));
	sketch->next[side] = workspace_alloc(sketch->ws, n, sizeof(uint32));
	memset(sketch->next[side], 0xFF, n * sizeof(uint32));	/* NOT_SHOWN */
	for (uint32 i = 0; i < nchains; i++)
	{
		uint32		length;
		uint32	   *chain = side_chain(&sketch->view[side], i, &length);

		CHECK_FOR_INTERRUPTS();
		sketch->chains[side][i] = chain;
		sketch->lengths[side][i] = length;
		sketch->starts[side][chain[0]] = true;
		for (uint32 k = 1; k < length; k++)
			sketch->next[side][chain[k - 1]] = chain[k];
	}
}

static void
sketch_side(Sketch *sketch, Side side)
{
	SideView   *view = &sketch->view[side];

	side_view(view, sketch->testimony, sketch->units, side, sketch->ws);
	sketch_chains(sketch, side);
	sketch->rests_on[side] = workspace_alloc_zero(sketch->ws,
												  sketch->testimony->nsources,
												  sizeof(bool));
	for (uint32 i = 0; i < view->chains.count; i++)
	{
		uint32		source = side_unit_source(view, view->cut[i]);

		sketch->rests_on[side][sketch->units[source]] = true;
	}
}

static void
show_source(Sketch *sketch, uint32 source)
{
	if (!sketch->shown[source] && sketch->nshown < sketch->most)
	{
		sketch->shown[source] = true;
		sketch->queue[sketch->nshown++] = source;
	}
}

/* Shows the sources that shown ones cite, the nearest first */
static void
show_cited(Sketch *sketch, uint32 *done)
{
	const Testimony *testimony = sketch->testimony;

	for (; *done < sketch->nshown; (*done)++)
	{
		const Source *source = &testimony->sources[sketch->queue[*done]];

		CHECK_FOR_INTERRUPTS();
		for (int side = 0; side < SIDES; side++)
			for (uint32 i = 0; i < source->cites[side].count; i++)
				show_source(sketch, source_cited(testimony, source, side, i));
	}
}

/* Shows the chains of both sides in turn */
static void
show_chains(Sketch *sketch)
{
	uint32		most = Max(sketch->view[SIDE_FOR].chains.count,
						   sketch->view[SIDE_AGAINST].chains.count);

	for (uint32 i = 0; i < most; i++)
		for (int side = 0; side < SIDES; side++)
		{
			if (i >= sketch->view[side].chains.count)
				continue;
			for (uint32 k = 0; k < sketch->lengths[side][i]; k++)
				show_source(sketch, sketch->chains[side][i][k]);
		}
}

/*
 * Shows the chains, then the sources that these cite, then other speakers,
 * each with the sources that it cites
 */
static void
choose_sources(Sketch *sketch)
{
	uint32		done = 0;

	show_chains(sketch);
	show_cited(sketch, &done);
	for (uint32 s = 0; s < sketch->testimony->nsources; s++)
	{
		const uint8 *says = sketch->testimony->sources[s].says;

		if ((says[SIDE_FOR] | says[SIDE_AGAINST]) & SAYS_SPEAKS)
			show_source(sketch, s);
		show_cited(sketch, &done);
	}
}

static int
compare_keys(const void *a, const void *b)
{
	return key_compare(*(const Key *) a, *(const Key *) b);
}

/* The affiliations of a box's sources, without repeats */
static void
collect_affiliations(const Sketch *sketch, const Picture *picture,
					 PictureBox *box)
{
	uint32		n = 0,
				kept = 0;

	for (uint32 i = 0; i < box->count; i++)
		n += picture->rows[box->first + i].source->affiliations.count;
	box->affiliations = workspace_alloc(sketch->ws, n, sizeof(Key));
	n = 0;
	for (uint32 i = 0; i < box->count; i++)
	{
		const Source *source = picture->rows[box->first + i].source;

		for (uint32 k = 0; k < source->affiliations.count; k++)
			box->affiliations[n++] =
				source_affiliation(sketch->testimony, source, k);
	}
	if (n > 1)
		qsort(box->affiliations, n, sizeof(Key), compare_keys);
	for (uint32 i = 0; i < n; i++)
		if (kept == 0 ||
			!key_equal(box->affiliations[kept - 1], box->affiliations[i]))
			box->affiliations[kept++] = box->affiliations[i];
	box->naffiliations = kept;
}

/* Makes the row of a shown source in its box */
static void
make_row(Sketch *sketch, Picture *picture, uint32 index, uint32 box,
		 uint32 source)
{
	PictureRow *row = &picture->rows[index];

	sketch->row_of[source] = index;
	row->source = &sketch->testimony->sources[source];
	row->box = box;
	for (int side = 0; side < SIDES; side++)
	{
		row->live[side] = side_counts(&sketch->view[side], source);
		picture->boxes[box].rests_on[side] |=
			sketch->rests_on[side][sketch->units[source]];
	}
}

/*
 * Numbers the boxes, one for each unit with a shown source, in the order of
 * the first such source; returns the box of each source
 */
static uint32 *
number_boxes(Sketch *sketch, uint32 *nboxes)
{
	uint32		n = sketch->testimony->nsources;
	uint32	   *of_unit = workspace_alloc(sketch->ws, n, sizeof(uint32));
	uint32	   *box_of = workspace_alloc(sketch->ws, n, sizeof(uint32));

	*nboxes = 0;
	memset(of_unit, 0xFF, n * sizeof(uint32));	/* NO_GROUP */
	for (uint32 s = 0; s < n; s++)
	{
		uint32	   *box = &of_unit[sketch->units[s]];

		if (sketch->shown[s] && *box == NO_GROUP)
			*box = (*nboxes)++;
		box_of[s] = sketch->shown[s] ? *box : NO_GROUP;
	}
	return box_of;
}

/* Makes the rows of shown sources, those of a unit together in a box */
static void
make_boxes(Sketch *sketch, Picture *picture)
{
	Workspace  *ws = sketch->ws;
	uint32		n = sketch->testimony->nsources;
	uint32	   *box_of = number_boxes(sketch, &picture->nboxes);
	Groups		by_box;

	group_items(&by_box, box_of, n, picture->nboxes, ws);
	sketch->row_of = workspace_alloc(ws, n, sizeof(uint32));
	picture->nrows = sketch->nshown;
	picture->nhidden = n - sketch->nshown;
	picture->rows = workspace_alloc_zero(ws, picture->nrows,
										 sizeof(PictureRow));
	picture->boxes = workspace_alloc_zero(ws, picture->nboxes,
										  sizeof(PictureBox));
	for (uint32 b = 0; b < picture->nboxes; b++)
	{
		PictureBox *box = &picture->boxes[b];

		box->first = by_box.first[b];
		box->count = by_box.first[b + 1] - box->first;
		for (uint32 i = box->first; i < box->first + box->count; i++)
			make_row(sketch, picture, i, b, by_box.items[i]);
		collect_affiliations(sketch, picture, box);
	}
}

/*
 * Adds the links for a source that speaks on a side, and whom it cites there
 */
static void
link_source(Sketch *sketch, Picture *picture, uint32 source, Side side)
{
	const Testimony *testimony = sketch->testimony;
	const SideView *view = &sketch->view[side];
	Slice		cites = testimony->sources[source].cites[side];
	PictureLink link = {
		.from = CLAIM_ROW,
		.to = sketch->row_of[source],
		.side = side,
		.live = side_counts(view, source),
		.strong = sketch->starts[side][source],
	};

	if (testimony->sources[source].says[side] & SAYS_SPEAKS)
		picture->links[picture->nlinks++] = link;
	for (uint32 i = 0; i < cites.count; i++)
	{
		uint32		cited = testimony->citations[cites.first + i];

		if (!sketch->shown[cited] || cited == source)
			continue;
		link.from = sketch->row_of[source];
		link.to = sketch->row_of[cited];
		link.live = side_counts(view, source) && side_counts(view, cited);
		link.strong = sketch->next[side][source] == cited;
		picture->links[picture->nlinks++] = link;
	}
}

static void
make_links(Sketch *sketch, Picture *picture)
{
	const Testimony *testimony = sketch->testimony;
	Size		most = (Size) testimony->ncitations +
		2 * (Size) testimony->nsources;

	picture->links = workspace_alloc(sketch->ws, most, sizeof(PictureLink));
	for (uint32 s = 0; s < testimony->nsources; s++)
	{
		CHECK_FOR_INTERRUPTS();
		for (int side = 0; sketch->shown[s] && side < SIDES; side++)
			link_source(sketch, picture, s, side);
	}
}

/* Makes a picture of at most that many sources, without title and why */
static void
make_picture(Sketch *sketch, Unpacked *unpacked, Datum evidence, uint32 most,
			 Picture *picture)
{
	uint32		n;

	evidence_unpack(unpacked, evidence);
	memset(picture, 0, sizeof(*picture));
	evidence_figures(evidence, &picture->figures);
	memset(sketch, 0, sizeof(*sketch));
	sketch->testimony = &unpacked->testimony;
	sketch->ws = &unpacked->ws;
	sketch->most = most;
	sketch->units = testimony_units(sketch->testimony, sketch->ws);
	for (int side = 0; side < SIDES; side++)
		sketch_side(sketch, side);
	n = sketch->testimony->nsources;
	sketch->shown = workspace_alloc_zero(sketch->ws, n, sizeof(bool));
	sketch->queue = workspace_alloc(sketch->ws, n, sizeof(uint32));
	choose_sources(sketch);
	make_boxes(sketch, picture);
	make_links(sketch, picture);
}

static uint32
most_argument(FunctionCallInfo fcinfo, int n)
{
	if (PG_ARGISNULL(n))
		return MENTIONS_MAX;
	if (PG_GETARG_INT32(n) < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of sources to draw must be at least 1, not %d",
						PG_GETARG_INT32(n))));
	return PG_GETARG_INT32(n);
}

/* The title, which is the second argument */
static Key
title_argument(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(1) ? key_from_string("claim") :
		key_from_varlena(PG_GETARG_VARLENA_PP(1));
}

typedef void (*PictureWriter) (const Picture *picture, Buffer *out);

/* Draws a value with a writer, as text */
static Datum
draw(Datum evidence, Key title, uint32 most, PictureWriter writer)
{
	Unpacked	unpacked;
	Sketch		sketch;
	Picture		picture;
	StringInfoData why;
	Buffer		out;
	Datum		result;

	make_picture(&sketch, &unpacked, evidence, most, &picture);
	picture.title = title;
	initStringInfo(&why);
	why_text(&why, &sketch.view[SIDE_FOR], &picture.figures);
	picture.why.data = why.data;
	picture.why.length = why.len;
	buffer_init(&out, &unpacked.ws);
	writer(&picture, &out);
	result = PointerGetDatum(cstring_to_text_with_len(out.data, out.length));
	unpack_free(&unpacked);
	return result;
}

PG_FUNCTION_INFO_V1(evidence_to_svg);
Datum
evidence_to_svg(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(draw(PG_GETARG_DATUM(0), title_argument(fcinfo),
						 most_argument(fcinfo, 2), draw_svg));
}

PG_FUNCTION_INFO_V1(evidence_to_dot);
Datum
evidence_to_dot(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(draw(PG_GETARG_DATUM(0), title_argument(fcinfo),
						 MENTIONS_MAX, draw_dot));
}

PG_FUNCTION_INFO_V1(evidence_to_mermaid);
Datum
evidence_to_mermaid(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(draw(PG_GETARG_DATUM(0), title_argument(fcinfo),
						 most_argument(fcinfo, 2), draw_mermaid));
}

PG_FUNCTION_INFO_V1(evidence_pretty);
Datum
evidence_pretty(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(draw(PG_GETARG_DATUM(0), key_from_string("claim"),
						 MENTIONS_MAX, draw_pretty));
}
