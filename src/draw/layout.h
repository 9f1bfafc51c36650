/*-------------------------------------------------------------------------
 *
 * layout.h
 *		Where boxes go: layers from left to right, few crossings.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_LAYOUT_H
#define CORROBORATE_LAYOUT_H

#include "base/workspace.h"

typedef struct LayoutNode
{
	int			width;			/* minimum; result: that of its layer */
	int			height;
	int			x;				/* result: its left upper corner */
	int			y;
} LayoutNode;

typedef struct LayoutPoint
{
	int			x;
	int			y;
} LayoutPoint;

typedef struct LayoutEdge
{
	uint32		from;			/* nodes, not the same */
	uint32		to;
	int			from_port;		/* how far below its node's upper edge it
								 * begins, and ends */
	int			to_port;
	bool		backward;		/* result: leads from right to left */
	uint32		nbends;			/* result: points between the nodes that it
								 * passes, from left to right: it runs level
								 * through passages from x to x + width */
	LayoutPoint *bends;
	int		   *bend_widths;
} LayoutEdge;

typedef struct Layout
{
	LayoutNode *nodes;			/* node 0 is leftmost; all others can be
								 * reached from it */
	uint32		nnodes;
	LayoutEdge *edges;
	uint32		nedges;
	int			layer_gap;		/* minimum between layers */
	int			node_gap;		/* between nodes of a layer */
	int			width;			/* results */
	int			height;
} Layout;

/* Coordinates begin at (0,0).  The same input gives the same result. */
extern void layout_compute(Layout *layout, Workspace *ws);

#endif							/* CORROBORATE_LAYOUT_H */
