/*-------------------------------------------------------------------------
 *
 * layout.c
 *		Where boxes go: layers from left to right, few crossings.
 *
 * In the steps of Sugiyama, Tagawa & Toda (1981): cycles are broken by
 * turning edges around, a node's layer is the longest way to it from node 0,
 * edges that pass a layer get a place of their own there, the order inside
 * layers follows the mean of the neighbours (kept where it crosses least),
 * and at last each layer is moved as near as its order allows to where its
 * neighbours are: least squares, by pooling neighbours that would overlap.
 *
 * Storage: nodes and passing places are items in one array, listed layer by
 * layer; edges are cut into segments that span one layer.
 *
 * Memory: the caller's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "draw/layout.h"

#include <math.h>

#include "base/groups.h"

#define ORDER_SWEEPS 8
#define PLACE_SWEEPS 8

/* Edges that pass layers in more places than this go straight */
#define PASSAGES_MAX 1500

/*
 * With more pairs of segments than this, crossings are not counted, and the
 * order of the last sweep is taken.
 */
#define CROSSING_PAIRS_MAX 200000

#define PASSAGE_HEIGHT 6

typedef struct Item
{
	uint32		layer;
	int			height;
	double		y;
	double		wanted;			/* for ordering, and for placing */
	uint32		nwanted;
} Item;

typedef struct Segment
{
	uint32		left;			/* items of neighbouring layers */
	uint32		right;
	int			left_port;
	int			right_port;
} Segment;

typedef struct Plan
{
	Layout	   *layout;
	Workspace  *ws;
	uint32	   *layer;			/* of each node */
	Item	   *items;			/* nodes first, then passages */
	uint32		nitems;
	Segment    *segments;		/* by the layer they lead from */
	uint32	   *segment_first;	/* nlayers + 1: where each layer's begin */
	uint32		nlayers;
	uint32	   *order;			/* items, layer by layer from top to bottom */
	uint32	   *layer_first;	/* nlayers + 1: where each begins in order */
	uint32	   *place;			/* of each item in order */
} Plan;

/* Edges by the node they leave */
static void
edges_by_node(const Layout *layout, Groups *edges, Workspace *ws)
{
	uint32	   *from = workspace_alloc(ws, layout->nedges, sizeof(uint32));

	for (uint32 e = 0; e < layout->nedges; e++)
		from[e] = layout->edges[e].from;
	group_items(edges, from, layout->nedges, layout->nnodes, ws);
}

/* How far a walk over the nodes has come with one of them */
enum
{
	NODE_UNSEEN,
	NODE_ON_WAY,				/* between node 0 and where the walk is */
	NODE_LEFT
};

/*
 * Walks depth-first, from node 0 first.  An edge that leads back to a node on
 * the way to the current one is turned around.  Returns the nodes in the
 * reverse of the order in which the walk left them; in this order all edges
 * lead forward.
 */
static uint32 *
break_cycles(Layout *layout, Workspace *ws)
{
	uint32		n = layout->nnodes;
	Groups		edges;
	uint32	   *next = workspace_alloc(ws, n, sizeof(uint32));
	uint32	   *stack = workspace_alloc(ws, n, sizeof(uint32));
	uint32	   *sorted = workspace_alloc(ws, n, sizeof(uint32));
	uint8	   *seen = workspace_alloc_zero(ws, n, sizeof(uint8));
	uint32		nleft = n;

	edges_by_node(layout, &edges, ws);
	memcpy(next, edges.first, n * sizeof(uint32));
	for (uint32 root = 0; root < n; root++)
	{
		uint32		depth = 0;

		if (seen[root] != NODE_UNSEEN)
			continue;
		CHECK_FOR_INTERRUPTS();
		seen[root] = NODE_ON_WAY;
		stack[depth++] = root;
		while (depth > 0)
		{
			uint32		node = stack[depth - 1];
			LayoutEdge *edge;

			if (next[node] == edges.first[node + 1])
			{
				seen[node] = NODE_LEFT;
				sorted[--nleft] = node;
				depth--;
				continue;
			}
			edge = &layout->edges[edges.items[next[node]++]];
			edge->backward = seen[edge->to] == NODE_ON_WAY;
			if (seen[edge->to] == NODE_UNSEEN)
			{
				seen[edge->to] = NODE_ON_WAY;
				stack[depth++] = edge->to;
			}
		}
	}
	return sorted;
}

static inline uint32
edge_left(const LayoutEdge *edge)
{
	return edge->backward ? edge->to : edge->from;
}

static inline uint32
edge_right(const LayoutEdge *edge)
{
	return edge->backward ? edge->from : edge->to;
}

/* Each node goes one layer right of its rightmost predecessor */
static void
assign_layers(Plan *plan)
{
	Layout	   *layout = plan->layout;
	uint32	   *sorted = break_cycles(layout, plan->ws);
	uint32	   *rank = workspace_alloc(plan->ws, layout->nnodes,
									   sizeof(uint32));
	bool		changed = true;

	plan->layer = workspace_alloc_zero(plan->ws, layout->nnodes,
									   sizeof(uint32));
	for (uint32 i = 0; i < layout->nnodes; i++)
		rank[sorted[i]] = i;

	/* until nothing moves: at most as often as there are layers */
	while (changed)
	{
		CHECK_FOR_INTERRUPTS();
		changed = false;
		for (uint32 e = 0; e < layout->nedges; e++)
		{
			uint32		left = edge_left(&layout->edges[e]);
			uint32		right = edge_right(&layout->edges[e]);

			Assert(rank[left] < rank[right]);
			if (plan->layer[right] <= plan->layer[left])
			{
				plan->layer[right] = plan->layer[left] + 1;
				changed = true;
			}
		}
	}
	plan->nlayers = 1;
	for (uint32 n = 0; n < layout->nnodes; n++)
		plan->nlayers = Max(plan->nlayers, plan->layer[n] + 1);
}

static inline uint32
edge_span(const Plan *plan, const LayoutEdge *edge)
{
	return plan->layer[edge_right(edge)] - plan->layer[edge_left(edge)];
}

/* Items for nodes and for the layers that edges pass */
static void
make_items(Plan *plan, uint32 *passage)
{
	Layout	   *layout = plan->layout;
	Size		npassages = 0;
	bool		passages;

	for (uint32 e = 0; e < layout->nedges; e++)
		npassages += edge_span(plan, &layout->edges[e]) - 1;
	passages = npassages <= PASSAGES_MAX;

	plan->items = workspace_alloc_zero(plan->ws, layout->nnodes +
									   (passages ? npassages : 0),
									   sizeof(Item));
	for (uint32 n = 0; n < layout->nnodes; n++)
	{
		plan->items[n].layer = plan->layer[n];
		plan->items[n].height = layout->nodes[n].height;
	}
	plan->nitems = layout->nnodes;
	for (uint32 e = 0; e < layout->nedges; e++)
	{
		LayoutEdge *edge = &layout->edges[e];

		edge->nbends = passages ? edge_span(plan, edge) - 1 : 0;
		passage[e] = plan->nitems;
		for (uint32 i = 0; i < edge->nbends; i++)
		{
			plan->items[plan->nitems].layer =
				plan->layer[edge_left(edge)] + 1 + i;
			plan->items[plan->nitems++].height = PASSAGE_HEIGHT;
		}
	}
}

static int
edge_left_port(const LayoutEdge *edge)
{
	return edge->backward ? edge->to_port : edge->from_port;
}

static int
edge_right_port(const LayoutEdge *edge)
{
	return edge->backward ? edge->from_port : edge->to_port;
}

/* One segment of an edge, whose passages are items from the given one on */
static Segment
edge_segment(const LayoutEdge *edge, uint32 passage, uint32 i)
{
	bool		first = i == 0;
	bool		last = i == edge->nbends;
	Segment		segment = {
		.left = first ? edge_left(edge) : passage + i - 1,
		.right = last ? edge_right(edge) : passage + i,
		.left_port = first ? edge_left_port(edge) : PASSAGE_HEIGHT / 2,
		.right_port = last ? edge_right_port(edge) : PASSAGE_HEIGHT / 2,
	};

	return segment;
}

/*
 * Makes the segments of edges, sorted by layer.  Edges that go straight past
 * layers pull at nothing, so theirs are left out.
 */
static void
make_segments(Plan *plan, const uint32 *passage)
{
	Layout	   *layout = plan->layout;
	Size		most = (Size) layout->nedges + plan->nitems;
	Segment    *segments = workspace_alloc(plan->ws, most, sizeof(Segment));
	uint32	   *layer = workspace_alloc(plan->ws, most, sizeof(uint32));
	uint32		n = 0;
	Groups		by_layer;

	for (uint32 e = 0; e < layout->nedges; e++)
	{
		const LayoutEdge *edge = &layout->edges[e];

		if (edge_span(plan, edge) != edge->nbends + 1)
			continue;
		for (uint32 i = 0; i <= edge->nbends; i++)
		{
			layer[n] = plan->layer[edge_left(edge)] + i;
			segments[n++] = edge_segment(edge, passage[e], i);
		}
	}
	group_items(&by_layer, layer, n, plan->nlayers, plan->ws);
	plan->segment_first = by_layer.first;
	plan->segments = workspace_alloc(plan->ws, n, sizeof(Segment));
	for (uint32 s = 0; s < n; s++)
		plan->segments[s] = segments[by_layer.items[s]];
}

static void
note_places(Plan *plan)
{
	for (uint32 i = 0; i < plan->nitems; i++)
		plan->place[plan->order[i]] = i;
}

static void
first_order(Plan *plan)
{
	uint32	   *layer = workspace_alloc(plan->ws, plan->nitems, sizeof(uint32));
	Groups		by_layer;

	for (uint32 i = 0; i < plan->nitems; i++)
		layer[i] = plan->items[i].layer;
	group_items(&by_layer, layer, plan->nitems, plan->nlayers, plan->ws);
	plan->layer_first = by_layer.first;
	plan->order = by_layer.items;
	plan->place = workspace_alloc(plan->ws, plan->nitems, sizeof(uint32));
	note_places(plan);
}

/*
 * Sorts a layer.  The sort is stable, so that the result is the same
 * everywhere; it is quick because layers are short or nearly sorted.
 */
static void
sort_layer(Plan *plan, uint32 layer)
{
	uint32	   *order = plan->order;

	for (uint32 i = plan->layer_first[layer] + 1;
		 i < plan->layer_first[layer + 1]; i++)
	{
		uint32		item = order[i];
		uint32		to = i;

		while (to > plan->layer_first[layer] &&
			   plan->items[order[to - 1]].wanted > plan->items[item].wanted)
		{
			order[to] = order[to - 1];
			to--;
		}
		order[to] = item;
	}
	for (uint32 i = plan->layer_first[layer];
		 i < plan->layer_first[layer + 1]; i++)
		plan->place[order[i]] = i;
}

/* Orders a layer by the mean place of its neighbours on one side */
static void
order_layer(Plan *plan, uint32 layer, bool by_left)
{
	uint32		segments = by_left ? layer - 1 : layer;

	for (uint32 i = plan->layer_first[layer];
		 i < plan->layer_first[layer + 1]; i++)
	{
		plan->items[plan->order[i]].wanted = 0;
		plan->items[plan->order[i]].nwanted = 0;
	}
	for (uint32 s = plan->segment_first[segments];
		 s < plan->segment_first[segments + 1]; s++)
	{
		const Segment *segment = &plan->segments[s];
		Item	   *item =
			&plan->items[by_left ? segment->right : segment->left];
		uint32		other = by_left ? segment->left : segment->right;
		int			port = by_left ? segment->left_port : segment->right_port;

		/* the port tells apart those that lead to one node */
		item->wanted += plan->place[other] +
			port / (plan->items[other].height + 1.0);
		item->nwanted++;
	}
	for (uint32 i = plan->layer_first[layer];
		 i < plan->layer_first[layer + 1]; i++)
	{
		Item	   *item = &plan->items[plan->order[i]];

		if (item->nwanted > 0)
			item->wanted /= item->nwanted;
		else
			item->wanted = i - plan->layer_first[layer] +
				(by_left ? plan->layer_first[layer - 1] :
				 plan->layer_first[layer + 1]);
	}
	sort_layer(plan, layer);
}

static bool
segments_cross(const Plan *plan, const Segment *a, const Segment *b)
{
	int64		left = (int64) plan->place[a->left] - plan->place[b->left];
	int64		right = (int64) plan->place[a->right] - plan->place[b->right];

	if (left == 0)
		left = a->left_port - b->left_port;
	if (right == 0)
		right = a->right_port - b->right_port;
	return (left < 0 && right > 0) || (left > 0 && right < 0);
}

static uint64
count_crossings(const Plan *plan)
{
	uint64		count = 0;

	for (uint32 l = 0; l < plan->nlayers; l++)
		for (uint32 a = plan->segment_first[l];
			 a < plan->segment_first[l + 1]; a++)
		{
			CHECK_FOR_INTERRUPTS();
			for (uint32 b = a + 1; b < plan->segment_first[l + 1]; b++)
				count += segments_cross(plan, &plan->segments[a],
										&plan->segments[b]);
		}
	return count;
}

static bool
too_many_pairs(const Plan *plan)
{
	uint64		pairs = 0;

	for (uint32 l = 0; l < plan->nlayers; l++)
	{
		uint64		n = plan->segment_first[l + 1] - plan->segment_first[l];

		pairs += n * n / 2;
	}
	return pairs > CROSSING_PAIRS_MAX;
}

static void
reduce_crossings(Plan *plan)
{
	bool		uncounted = too_many_pairs(plan);
	uint64		fewest = uncounted ? 0 : count_crossings(plan);
	uint32	   *best = workspace_alloc(plan->ws, plan->nitems, sizeof(uint32));

	memcpy(best, plan->order, plan->nitems * sizeof(uint32));
	for (int sweep = 0;
		 sweep < ORDER_SWEEPS && (fewest > 0 || uncounted); sweep++)
	{
		uint64		crossings;

		CHECK_FOR_INTERRUPTS();
		for (uint32 l = 1; l < plan->nlayers; l++)
			order_layer(plan, l, true);
		for (uint32 l = plan->nlayers - 1; sweep % 2 == 0 && l-- > 0;)
			order_layer(plan, l, false);
		crossings = uncounted ? 0 : count_crossings(plan);
		if (crossings < fewest || uncounted)
		{
			fewest = crossings;
			memcpy(best, plan->order, plan->nitems * sizeof(uint32));
		}
	}
	memcpy(plan->order, best, plan->nitems * sizeof(uint32));
	note_places(plan);
}

/* Room between two neighbours in a layer: passages lie closer together */
static int
gap_between(const Plan *plan, uint32 upper, uint32 lower)
{
	uint32		nnodes = plan->layout->nnodes;

	return upper < nnodes && lower < nnodes ? plan->layout->node_gap :
		plan->layout->node_gap / 2 + 1;
}

/* From an item's upper edge to that of the next one below; 0 for the last */
static int
step_down(const Plan *plan, uint32 layer, uint32 i)
{
	uint32		upper = plan->order[i];

	if (i + 1 == plan->layer_first[layer + 1])
		return 0;
	return plan->items[upper].height +
		gap_between(plan, upper, plan->order[i + 1]);
}

/*
 * Moves a layer's items to where they are wanted, as near as order and gaps
 * allow.  Each y is taken less the room of the items above.  Items that are
 * then in one another's way form a block, which stands at the mean of what
 * they want.
 */
static void
place_layer(Plan *plan, uint32 layer, double *mean, uint32 *count)
{
	uint32		at = plan->layer_first[layer];
	uint32		nblocks = 0;
	double		above = 0;

	for (uint32 i = at; i < plan->layer_first[layer + 1]; i++)
	{
		mean[nblocks] = plan->items[plan->order[i]].wanted - above;
		count[nblocks++] = 1;
		while (nblocks > 1 && mean[nblocks - 2] > mean[nblocks - 1])
		{
			uint32		together = count[nblocks - 2] + count[nblocks - 1];

			mean[nblocks - 2] = (mean[nblocks - 2] * count[nblocks - 2] +
								 mean[nblocks - 1] *
								 count[nblocks - 1]) / together;
			count[nblocks - 2] = together;
			nblocks--;
		}
		above += step_down(plan, layer, i);
	}

	above = 0;
	for (uint32 block = 0; block < nblocks; block++)
		for (uint32 k = 0; k < count[block]; k++, at++)
		{
			plan->items[plan->order[at]].y = mean[block] + above;
			above += step_down(plan, layer, at);
		}
}

/* Where neighbours on one or both sides want the items of a layer */
static void
want_places(Plan *plan, uint32 layer, bool by_left, bool by_right)
{
	for (uint32 i = plan->layer_first[layer];
		 i < plan->layer_first[layer + 1]; i++)
	{
		plan->items[plan->order[i]].wanted = 0;
		plan->items[plan->order[i]].nwanted = 0;
	}
	for (int left = 0; left < 2; left++)
	{
		uint32		segments = left ? layer - 1 : layer;

		if (left ? !by_left || layer == 0 : !by_right)
			continue;
		for (uint32 s = plan->segment_first[segments];
			 s < plan->segment_first[segments + 1]; s++)
		{
			const Segment *segment = &plan->segments[s];
			Item	   *mine =
				&plan->items[left ? segment->right : segment->left];
			const Item *other =
				&plan->items[left ? segment->left : segment->right];
			int			shift = left ?
				segment->left_port - segment->right_port :
				segment->right_port - segment->left_port;

			mine->wanted += other->y + shift;
			mine->nwanted++;
		}
	}
	for (uint32 i = plan->layer_first[layer];
		 i < plan->layer_first[layer + 1]; i++)
	{
		Item	   *item = &plan->items[plan->order[i]];

		item->wanted = item->nwanted > 0 ?
			item->wanted / item->nwanted : item->y;
	}
}

static void
place_items(Plan *plan)
{
	double	   *mean = workspace_alloc(plan->ws, plan->nitems, sizeof(double));
	uint32	   *count = workspace_alloc(plan->ws, plan->nitems, sizeof(uint32));

	/* all at 0: pushed apart, each layer around the same middle */
	for (uint32 l = 0; l < plan->nlayers; l++)
		place_layer(plan, l, mean, count);
	for (int sweep = 0; sweep < PLACE_SWEEPS; sweep++)
	{
		bool		last = sweep + 2 >= PLACE_SWEEPS;

		CHECK_FOR_INTERRUPTS();
		for (uint32 l = plan->nlayers; l-- > 0;)
		{
			want_places(plan, l, last, true);
			place_layer(plan, l, mean, count);
		}
		for (uint32 l = 1; l < plan->nlayers; l++)
		{
			want_places(plan, l, true, last);
			place_layer(plan, l, mean, count);
		}
	}
	want_places(plan, 0, false, true);
	place_layer(plan, 0, mean, count);
}

/* Rounding down keeps gaps: heights and gaps are whole numbers */
static int
round_down(double value)
{
	return (int) floor(value + 0.001);
}

/*
 * Sets the x of each layer, and its width.  All nodes of a layer get the width
 * of the widest, so that no edge is hidden by one.
 */
static void
fix_layers(const Plan *plan, int *x, int *width)
{
	const Layout *layout = plan->layout;

	for (uint32 n = 0; n < layout->nnodes; n++)
		width[plan->layer[n]] = Max(width[plan->layer[n]],
									layout->nodes[n].width);
	for (uint32 l = 0; l < plan->nlayers; l++)
	{
		uint32		nsegments = plan->segment_first[l + 1] -
			plan->segment_first[l];

		x[l + 1] = x[l] + width[l] + layout->layer_gap + Min(nsegments, 60);
	}
}

/* The places where an edge passes through layers; its first item is passage */
static void
fix_bends(Plan *plan, LayoutEdge *edge, uint32 passage, const int *x,
		  const int *width, double top)
{
	Layout	   *layout = plan->layout;

	edge->bends = workspace_alloc(plan->ws, edge->nbends, sizeof(LayoutPoint));
	edge->bend_widths = workspace_alloc(plan->ws, edge->nbends, sizeof(int));
	for (uint32 i = 0; i < edge->nbends; i++)
	{
		const Item *item = &plan->items[passage + i];

		edge->bends[i].x = x[item->layer];
		edge->bends[i].y = round_down(item->y - top) + PASSAGE_HEIGHT / 2;
		edge->bend_widths[i] = width[item->layer];
		layout->height = Max(layout->height,
							 edge->bends[i].y + PASSAGE_HEIGHT / 2);
	}
}

/* x by layer, y as placed, both from 0; and the same for passages */
static void
fix_places(Plan *plan, const uint32 *passage)
{
	Layout	   *layout = plan->layout;
	int		   *x = workspace_alloc_zero(plan->ws, plan->nlayers + 1,
										 sizeof(int));
	int		   *width = workspace_alloc_zero(plan->ws, plan->nlayers,
											 sizeof(int));
	double		top = 0;

	fix_layers(plan, x, width);
	for (uint32 i = 0; i < plan->nitems; i++)
		top = i == 0 ? plan->items[0].y : Min(top, plan->items[i].y);
	layout->width = layout->height = 0;
	for (uint32 n = 0; n < layout->nnodes; n++)
	{
		LayoutNode *node = &layout->nodes[n];

		node->x = x[plan->layer[n]];
		node->width = width[plan->layer[n]];
		node->y = round_down(plan->items[n].y - top);
		layout->width = Max(layout->width, node->x + node->width);
		layout->height = Max(layout->height, node->y + node->height);
	}
	for (uint32 e = 0; e < layout->nedges; e++)
		fix_bends(plan, &layout->edges[e], passage[e], x, width, top);
}

void
layout_compute(Layout *layout, Workspace *ws)
{
	Plan		plan = {0};
	uint32	   *passage = workspace_alloc(ws, layout->nedges, sizeof(uint32));

	plan.layout = layout;
	plan.ws = ws;
	assign_layers(&plan);
	make_items(&plan, passage);
	make_segments(&plan, passage);
	first_order(&plan);
	reduce_crossings(&plan);
	place_items(&plan);
	fix_places(&plan, passage);
}
