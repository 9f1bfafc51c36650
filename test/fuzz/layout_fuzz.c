/*-------------------------------------------------------------------------
 *
 * layout_fuzz.c
 *		Where boxes of any sizes and edges go: nothing overlaps, nothing
 *		leaves the canvas, edges lead from left to right and around boxes.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#include "draw/layout.h"

#define NODES_MAX 40
#define EDGES_MAX 200

typedef struct Given
{
	LayoutNode	nodes[NODES_MAX];
	LayoutEdge	edges[EDGES_MAX];
	Layout		layout;
} Given;

static void
add_edge(Given *given, Input *input, uint32 from, uint32 to)
{
	LayoutEdge *edge = &given->edges[given->layout.nedges++];

	edge->from = from;
	edge->to = to;
	edge->from_port = take(input, given->nodes[from].height + 1);
	edge->to_port = take(input, given->nodes[to].height + 1);
}

/* All zero behind the input's end: so the same input gives the same graph */
static void
read_given(Input input, Given *given)
{
	memset(given, 0, sizeof(*given));
	given->layout.nodes = given->nodes;
	given->layout.edges = given->edges;
	given->layout.nnodes = 1 + take(&input, NODES_MAX);
	given->layout.layer_gap = take(&input, 100);
	given->layout.node_gap = take(&input, 30);
	for (uint32 i = 0; i < given->layout.nnodes; i++)
	{
		given->nodes[i].width = take(&input, 256) * 2;
		given->nodes[i].height = take(&input, 256);
	}
	/* all can be reached from node 0 */
	for (uint32 i = 1; i < given->layout.nnodes; i++)
		add_edge(given, &input, take(&input, i), i);
	while (given->layout.nnodes > 1 && input.at < input.end && given->layout.nedges < EDGES_MAX)
	{
		uint32		from = take(&input, given->layout.nnodes);
		uint32		to = take(&input, given->layout.nnodes - 1);

		add_edge(given, &input, from, to + (to >= from));
	}
}

static void
check_nodes(const Layout *layout, const Given *asked)
{
	for (uint32 i = 0; i < layout->nnodes; i++)
	{
		const LayoutNode *node = &layout->nodes[i];

		must(node->width >= asked->nodes[i].width && node->height == asked->nodes[i].height,
			 "a box is as wide as asked for, or wider, and as high");
		must(node->x >= 0 && node->y >= 0 && node->x + node->width <= layout->width &&
			 node->y + node->height <= layout->height, "boxes lie on the canvas");
		for (uint32 k = 0; k < i; k++)
		{
			const LayoutNode *other = &layout->nodes[k];
			bool		beside = node->x + node->width + layout->layer_gap <= other->x ||
				other->x + other->width + layout->layer_gap <= node->x;
			bool		above = node->y + node->height + layout->node_gap <= other->y ||
				other->y + other->height + layout->node_gap <= node->y;

			must(beside || above, "boxes are apart by a gap");
		}
	}
}

/* Where an edge runs level it touches no box */
static void
check_passage(const Layout *layout, LayoutPoint point, int width)
{
	must(point.y >= 0 && point.y <= layout->height, "passages lie on the canvas");
	for (uint32 i = 0; i < layout->nnodes; i++)
	{
		const LayoutNode *node = &layout->nodes[i];

		must(point.x + width <= node->x || node->x + node->width <= point.x ||
			 point.y < node->y || point.y > node->y + node->height,
			 "passages lead around boxes");
	}
}

static void
check_edge(const Layout *layout, const LayoutEdge *edge, const LayoutEdge *asked)
{
	const LayoutNode *left = &layout->nodes[edge->backward ? edge->to : edge->from];
	const LayoutNode *right = &layout->nodes[edge->backward ? edge->from : edge->to];
	int			x = left->x + left->width;

	must(edge->from == asked->from && edge->to == asked->to &&
		 edge->from_port == asked->from_port && edge->to_port == asked->to_port,
		 "an edge is what was asked for");
	for (uint32 i = 0; i < edge->nbends; i++)
	{
		must(edge->bends[i].x >= x + layout->layer_gap && edge->bend_widths[i] >= 0,
			 "passages follow from left to right");
		x = edge->bends[i].x + edge->bend_widths[i];
		check_passage(layout, edge->bends[i], edge->bend_widths[i]);
	}
	must(right->x >= x + layout->layer_gap, "edges lead from left to right");
}

static void
check_same(const Layout *a, const Layout *b)
{
	must(a->width == b->width && a->height == b->height &&
		 memcmp(a->nodes, b->nodes, a->nnodes * sizeof(LayoutNode)) == 0,
		 "the same input gives the same places");
	for (uint32 e = 0; e < a->nedges; e++)
	{
		must(a->edges[e].nbends == b->edges[e].nbends && a->edges[e].backward == b->edges[e].backward,
			 "the same input gives the same edges");
		for (uint32 i = 0; i < a->edges[e].nbends; i++)
			must(a->edges[e].bends[i].x == b->edges[e].bends[i].x &&
				 a->edges[e].bends[i].y == b->edges[e].bends[i].y &&
				 a->edges[e].bend_widths[i] == b->edges[e].bend_widths[i],
				 "the same input gives the same bends");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Given asked,
				given,
				again;
	Input		input = {data, data + size};
	WorkspaceBuffer buffer;
	Workspace	ws;

	read_given(input, &asked);
	read_given(input, &given);
	read_given(input, &again);
	workspace_init(&ws, &buffer);
	layout_compute(&given.layout, &ws);
	layout_compute(&again.layout, &ws);
	check_nodes(&given.layout, &asked);
	for (uint32 e = 0; e < given.layout.nedges; e++)
		check_edge(&given.layout, &given.edges[e], &asked.edges[e]);
	check_same(&given.layout, &again.layout);
	workspace_free(&ws);
	return 0;
}
