/*-------------------------------------------------------------------------
 *
 * layout_test.c
 *		Tests of layout.c without a server: random graphs, with cycles.
 *
 *-------------------------------------------------------------------------
 */
#include "draw/layout.h"
#include "tap.h"

#define NODES_MAX 120
#define EDGES_MAX 400

/* A layout and what it is computed from, made for each test */
typedef struct Draft
{
	LayoutNode	nodes[NODES_MAX];
	LayoutEdge	edges[EDGES_MAX];
	Layout		layout;
	WorkspaceBuffer room;
	Workspace	ws;
} Draft;

static void
draft_init(Draft *draft, uint32 nnodes)
{
	memset(draft, 0, sizeof(*draft));
	workspace_init(&draft->ws, &draft->room);
	draft->layout.nodes = draft->nodes;
	draft->layout.edges = draft->edges;
	draft->layout.nnodes = nnodes;
	draft->layout.layer_gap = 50;
	draft->layout.node_gap = 10;
	for (uint32 n = 0; n < nnodes; n++)
	{
		draft->nodes[n].width = 80 + 10 * (n % 5);
		draft->nodes[n].height = 26 + 14 * (n % 3);
	}
}

static void
draft_edge(Draft *draft, uint32 from, uint32 to)
{
	LayoutEdge *edge = &draft->edges[draft->layout.nedges++];

	edge->from = from;
	edge->to = to;
	edge->from_port = draft->nodes[from].height / 2;
	edge->to_port = draft->nodes[to].height / 2;
}

/* All nodes hang on node 0; then edges anywhere, also back */
static void
draft_random(Draft *draft, unsigned long long *state, uint32 nnodes, uint32 nmore)
{
	draft_init(draft, nnodes);
	for (uint32 n = 1; n < nnodes; n++)
		draft_edge(draft, tap_random(state) % n, n);
	for (uint32 i = 0; i < nmore; i++)
	{
		uint32		from = tap_random(state) % nnodes;
		uint32		to = tap_random(state) % nnodes;

		if (from != to)
			draft_edge(draft, from, to);
	}
}

/* Of two nodes no point is the same, and those of a layer keep their gap */
static bool
nodes_apart(const Layout *layout)
{
	for (uint32 a = 0; a < layout->nnodes; a++)
		for (uint32 b = a + 1; b < layout->nnodes; b++)
		{
			const LayoutNode *p = &layout->nodes[a];
			const LayoutNode *q = &layout->nodes[b];

			if (p->x == q->x)
			{
				if (p->y + p->height + layout->node_gap > q->y &&
					q->y + q->height + layout->node_gap > p->y)
					return false;
			}
			else if (p->x + p->width + layout->layer_gap > q->x &&
					 q->x + q->width + layout->layer_gap > p->x)
				return false;
		}
	return true;
}

static bool
nodes_inside(const Layout *layout)
{
	bool		at_left = false;

	for (uint32 n = 0; n < layout->nnodes; n++)
	{
		const LayoutNode *node = &layout->nodes[n];

		if (node->x < 0 || node->y < 0 || node->x + node->width > layout->width ||
			node->y + node->height > layout->height)
			return false;
		at_left |= node->x == 0;
	}
	return at_left && layout->nodes[0].x == 0;
}

/*
 * Each edge leads on, its bends from left to right, and where it is level it
 * meets no node
 */
static bool
edge_free(const Layout *layout, const LayoutEdge *edge)
{
	const LayoutNode *left = &layout->nodes[edge->backward ? edge->to : edge->from];
	const LayoutNode *right = &layout->nodes[edge->backward ? edge->from : edge->to];
	int			x = left->x + left->width;

	if (left->x >= right->x)
		return false;
	for (uint32 i = 0; i < edge->nbends; i++)
	{
		LayoutPoint bend = edge->bends[i];

		if (bend.x <= x || bend.y < 0 || bend.y > layout->height)
			return false;
		x = bend.x + edge->bend_widths[i];
		for (uint32 n = 0; n < layout->nnodes; n++)
		{
			const LayoutNode *node = &layout->nodes[n];

			if (bend.x < node->x + node->width && x > node->x &&
				bend.y > node->y && bend.y < node->y + node->height)
				return false;
		}
	}
	return x < right->x;
}

static bool
is_sound(const Layout *layout)
{
	for (uint32 e = 0; e < layout->nedges; e++)
		if (!edge_free(layout, &layout->edges[e]))
			return false;
	return nodes_apart(layout) && nodes_inside(layout);
}

static void
test_random(void)
{
	unsigned long long state = 20260106;
	uint32		wrong = 0,
				backward = 0,
				bends = 0;

	for (int round = 0; round < 1000; round++)
	{
		static Draft draft;
		uint32		nnodes = 1 + tap_random(&state) % 40;

		draft_random(&draft, &state, nnodes, tap_random(&state) % 60);
		layout_compute(&draft.layout, &draft.ws);
		wrong += !is_sound(&draft.layout);
		for (uint32 e = 0; e < draft.layout.nedges; e++)
		{
			backward += draft.edges[e].backward;
			bends += draft.edges[e].nbends;
		}
		workspace_free(&draft.ws);
	}
	tap_ok(wrong == 0, "random graphs: nothing overlaps, nothing is outside, edges meet no node");
	tap_ok(backward > 100 && bends > 1000, "of which some have cycles, and edges that pass nodes");
}

/* Edges go straight where there are too many passages; nodes stay apart */
static void
test_large(void)
{
	unsigned long long state = 20260107;
	static Draft draft;
	uint32		bends = 0;

	draft_init(&draft, NODES_MAX);
	for (uint32 n = 1; n < NODES_MAX; n++)
		draft_edge(&draft, n - 1, n);
	while (draft.layout.nedges < EDGES_MAX)
	{
		uint32		from = tap_random(&state) % (NODES_MAX - 1);

		draft_edge(&draft, from, from + 1 + tap_random(&state) % (NODES_MAX - 1 - from));
	}
	layout_compute(&draft.layout, &draft.ws);
	for (uint32 e = 0; e < draft.layout.nedges; e++)
		bends += draft.edges[e].nbends;
	tap_ok(bends == 0 && nodes_apart(&draft.layout) && nodes_inside(&draft.layout),
		   "with too many passages edges go straight");
	workspace_free(&draft.ws);
}

/* The same input gives the same result */
static void
test_same(void)
{
	static Draft first,
				second;
	unsigned long long state = 20260108,
				again = 20260108;
	bool		same = true;

	draft_random(&first, &state, 40, 60);
	draft_random(&second, &again, 40, 60);
	layout_compute(&first.layout, &first.ws);
	layout_compute(&second.layout, &second.ws);
	for (uint32 n = 0; n < 40; n++)
		same &= memcmp(&first.nodes[n], &second.nodes[n], sizeof(LayoutNode)) == 0;
	tap_ok(same, "the same twice");
	workspace_free(&first.ws);
	workspace_free(&second.ws);
}

/* Of a tree no edges cross, in whatever order its nodes come */
static void
test_tree(void)
{
	unsigned long long state = 20260109;
	uint32		crossed = 0;

	for (int round = 0; round < 200; round++)
	{
		static Draft draft;
		uint32		speakers = 2 + tap_random(&state) % 8;
		uint32		cited = speakers + tap_random(&state) % 10;

		/* node 0, those that speak, then those that are each cited by one */
		draft_init(&draft, 1 + speakers + cited);
		for (uint32 n = 1; n <= speakers; n++)
			draft_edge(&draft, 0, n);
		for (uint32 n = speakers + 1; n <= speakers + cited; n++)
			draft_edge(&draft, 1 + tap_random(&state) % speakers, n);
		layout_compute(&draft.layout, &draft.ws);
		for (uint32 a = speakers; a < draft.layout.nedges; a++)
			for (uint32 b = a + 1; b < draft.layout.nedges; b++)
			{
				int			left = draft.nodes[draft.edges[a].from].y - draft.nodes[draft.edges[b].from].y;
				int			right = draft.nodes[draft.edges[a].to].y - draft.nodes[draft.edges[b].to].y;

				crossed += (left < 0 && right > 0) || (left > 0 && right < 0);
			}
		workspace_free(&draft.ws);
	}
	tap_ok(crossed == 0, "edges of trees do not cross: %u", crossed);
}

/* Nodes of a chain are level; of a pair the parent is between them */
static void
test_places(void)
{
	static Draft draft;

	draft_init(&draft, 1);
	layout_compute(&draft.layout, &draft.ws);
	tap_ok(draft.layout.width == draft.nodes[0].width && draft.layout.height == draft.nodes[0].height,
		   "a node alone");
	workspace_free(&draft.ws);

	draft_init(&draft, 3);
	for (uint32 n = 0; n < 3; n++)
		draft.nodes[n].height = 40;
	draft_edge(&draft, 0, 1);
	draft_edge(&draft, 1, 2);
	layout_compute(&draft.layout, &draft.ws);
	tap_ok(draft.nodes[0].y == draft.nodes[1].y && draft.nodes[1].y == draft.nodes[2].y &&
		   draft.layout.height == 40, "a chain is level");
	workspace_free(&draft.ws);

	draft_init(&draft, 3);
	draft_edge(&draft, 0, 1);
	draft_edge(&draft, 0, 2);
	layout_compute(&draft.layout, &draft.ws);
	tap_ok(draft.nodes[1].x == draft.nodes[2].x && draft.nodes[1].width == draft.nodes[2].width,
		   "two of a layer are below one another and equally wide");
	tap_ok(draft.nodes[0].y >= Min(draft.nodes[1].y, draft.nodes[2].y) &&
		   draft.nodes[0].y <= Max(draft.nodes[1].y, draft.nodes[2].y), "what both hang on is between");
	workspace_free(&draft.ws);
}

/* An edge that leads back is marked, and so is where it is drawn */
static void
test_cycle(void)
{
	static Draft draft;

	draft_init(&draft, 3);
	draft_edge(&draft, 0, 1);
	draft_edge(&draft, 1, 2);
	draft_edge(&draft, 2, 1);
	layout_compute(&draft.layout, &draft.ws);
	tap_ok(!draft.edges[1].backward && draft.edges[2].backward && is_sound(&draft.layout), "a cycle");
	workspace_free(&draft.ws);
}

int
main(void)
{
	test_random();
	test_large();
	test_same();
	test_tree();
	test_places();
	test_cycle();
	return tap_done();
}
