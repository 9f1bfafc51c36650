/*-------------------------------------------------------------------------
 *
 * picture.h
 *		What a drawing of evidence shows, before it is written as SVG,
 *		Graphviz, Mermaid or a tree for a terminal.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_PICTURE_H
#define CORROBORATE_PICTURE_H

#include "draw/escape.h"
#include "model/figures.h"
#include "model/testimony.h"

/* Stands for the claim itself in place of a row */
#define CLAIM_ROW 0xFFFFFFFFU

/* A source that is shown */
typedef struct PictureRow
{
	const Source *source;
	uint32		box;
	bool		live[SIDES];	/* mentioned on that side, and counts there */
} PictureRow;

/* Sources that count as one: rows first .. first + count - 1 */
typedef struct PictureBox
{
	uint32		first;
	uint32		count;
	Key		   *affiliations;	/* why; bytewise, without repeats */
	uint32		naffiliations;
	bool		rests_on[SIDES];
} PictureBox;

/* That a source speaks (from the claim), or cites another */
typedef struct PictureLink
{
	uint32		from;			/* a row, or CLAIM_ROW */
	uint32		to;				/* a row */
	Side		side;
	bool		live;			/* counts: both ends do */
	bool		strong;			/* on one of the disjoint chains */
} PictureLink;

typedef struct Picture
{
	Key			title;			/* the claim; not a key, may be long */
	Key			why;			/* the evidence in a sentence, or empty */
	Figures		figures;
	PictureRow *rows;			/* box by box */
	uint32		nrows;
	PictureBox *boxes;
	uint32		nboxes;
	PictureLink *links;			/* those of a row, as the one that speaks or
								 * cites, in one run: its words for, that it
								 * speaks before whom it cites, then against */
	uint32		nlinks;
	uint32		nhidden;		/* sources that are left out */
} Picture;

/* Whether its sources are enclosed: several, or counted with affiliations */
extern bool box_is_enclosure(const PictureBox *box);

extern bool box_rests_on(const PictureBox *box);

/* The row whose words a link is part of */
extern uint32 picture_link_row(const PictureLink *link);

extern void draw_svg(const Picture *picture, Buffer *out);
extern void draw_dot(const Picture *picture, Buffer *out);
extern void draw_mermaid(const Picture *picture, Buffer *out);
extern void draw_pretty(const Picture *picture, Buffer *out);

/* Notes below a name: "rated 0.8 · first-hand"; may be empty */
extern void picture_note(const Picture *picture, const PictureRow *row,
						 Buffer *note);

/* "2 independent, 1 first-hand; 1 against" */
extern void picture_summary(const Figures *figures, Buffer *summary);

/* A name, and an ellipsis where only the bytes that fit are written */
extern void escape_cut(Buffer *out,
					   void (*escape) (Buffer *, const char *, Size),
					   Key name, Size fits);

#endif							/* CORROBORATE_PICTURE_H */
