/*-------------------------------------------------------------------------
 *
 * side_test.c
 *		The chains of a side as sources, and what they rest on.
 *
 *-------------------------------------------------------------------------
 */
#include "base/buffer.h"
#include "model/grammar.h"
#include "model/side.h"
#include "tap.h"

/* Evidence that was read from text, and one side of it */
typedef struct Read
{
	TestimonyBuilder builder;
	Testimony	testimony;
	SideView	view;
	Workspace	ws;
	WorkspaceBuffer buffer;
} Read;

static void
view_testimony(Read *read, Side side)
{
	testimony_build(&read->builder, &read->testimony);
	side_view(&read->view, &read->testimony,
			  testimony_units(&read->testimony, &read->ws), side, &read->ws);
}

static void
read_text(Read *read, const char *text, Side side)
{
	Size		nstatements;
	GrammarError error;

	workspace_init(&read->ws, &read->buffer);
	builder_init(&read->builder, &read->ws);
	if (!grammar_read(text, strlen(text), &read->builder, &nstatements, &error))
		abort();
	view_testimony(read, side);
}

/* "a>b>c d>e": all chains, their sources and then the next */
static void
write_chains(Read *read, Buffer *text)
{
	for (uint32 i = 0; i < read->view.chains.count; i++)
	{
		uint32		count;
		uint32	   *sources = side_chain(&read->view, i, &count);

		for (uint32 k = 0; k < count; k++)
		{
			Key			key = read->testimony.sources[sources[k]].key;

			if (k > 0 || i > 0)
				buffer_char(text, k > 0 ? '>' : ' ');
			buffer_bytes(text, key.data, key.length);
		}
	}
	buffer_char(text, '\0');
}

static void
write_cut(Read *read, Buffer *text)
{
	for (uint32 i = 0; i < read->view.chains.count; i++)
	{
		uint32		source = side_unit_source(&read->view, read->view.cut[i]);
		Key			key = read->testimony.sources[source].key;

		if (i > 0)
			buffer_char(text, ' ');
		buffer_bytes(text, key.data, key.length);
	}
	buffer_char(text, '\0');
}

typedef struct SideCase
{
	const char *text;
	Side		side;
	const char *chains;
	const char *cut;
} SideCase;

static const SideCase cases[] = {
	{"{}", SIDE_FOR, "", ""},
	{"{a}", SIDE_FOR, "a", "a"},
	{"{a}", SIDE_AGAINST, "", ""},
	{"{a:0}", SIDE_FOR, "", ""},
	{"{a<?}", SIDE_FOR, "", ""},
	{"{a<b<c}", SIDE_FOR, "a>b>c", "a"},
	{"{a, !b<c}", SIDE_AGAINST, "b>c", "b"},
	{"{times<ap, post<ap, blog<post}", SIDE_FOR, "post>ap", "ap"},
	{"{times<ap, post<(ap,cop), blog<post}", SIDE_FOR, "post>cop times>ap", "post times"},
	/* a unit is named once, by its first source that is mentioned */
	{"{kim@rfa, lee@rfa}", SIDE_FOR, "kim", "kim"},
	/* the speaker that leads on is taken, not the first */
	{"{kim@rfa<x:0, lee@rfa<nurse}", SIDE_FOR, "lee>nurse", "kim"},
	/* the same of those that are cited */
	{"{a<(b@y<z:0,c@y<d)}", SIDE_FOR, "a>c>d", "a"},
	/* who is cited does not lead on, but another of its unit does */
	{"{a<b@y<z:0, g:0<d@y<e, f<d}", SIDE_FOR, "a>b>d>e", "b"},
	/* who speaks neither, and it is the unit's last one who knows */
	{"{a@y<z:0, b<c@y<*, d<c}", SIDE_FOR, "a>c", "a"},
};

static void
test_cases(void)
{
	for (Size i = 0; i < lengthof(cases); i++)
	{
		Read		read;
		Buffer		chains,
					cut;

		read_text(&read, cases[i].text, cases[i].side);
		buffer_init(&chains, &read.ws);
		buffer_init(&cut, &read.ws);
		write_chains(&read, &chains);
		write_cut(&read, &cut);
		if (!tap_ok(strcmp(chains.data, cases[i].chains) == 0 &&
					strcmp(cut.data, cases[i].cut) == 0,
					"%s of %s", cases[i].side == SIDE_FOR ? "support" : "denial",
					cases[i].text))
			printf("# chains \"%s\", cut \"%s\"\n", chains.data, cut.data);
		workspace_free(&read.ws);
	}
}

static void
read_random(Read *read, Side side)
{
	static const char *const names[] = {
		"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"
	};
	uint32		n = 1 + random_below(lengthof(names));
	uint32		joining = random_below(4);
	TestimonyBuilder *builder = &read->builder;

	workspace_init(&read->ws, &read->buffer);
	builder_init(builder, &read->ws);
	for (uint32 i = 0; i < n; i++)
	{
		uint32		mention = builder_mention(builder, key_from_string(names[i]));

		if (random_below(2) == 0)
			builder_say(builder, random_below(SIDES), mention, SAYS_SPEAKS);
		if (random_below(5) == 0)
			builder_say(builder, random_below(SIDES), mention, SAYS_FIRSTHAND);
		if (random_below(8) == 0)
			builder_rate(builder, mention, DISCREDITED);
		if (random_below(12) < joining)
			builder_affiliate(builder, mention,
							  key_from_string(names[random_below(3)]));
	}
	for (uint32 c = random_below(2 * n + 1); c > 0; c--)
		builder_cite(builder, random_below(SIDES), random_below(n), random_below(n));
	view_testimony(read, side);
}

static bool
cites(const SideView *view, uint32 source, uint32 cited)
{
	Slice		slice = view->testimony->sources[source].cites[view->side];

	for (uint32 i = 0; i < slice.count; i++)
		if (view->testimony->citations[slice.first + i] == cited)
			return true;
	return false;
}

/* A chain from who speaks to who knows, over units that no other has used */
static bool
is_chain(const SideView *view, const uint32 *sources, uint32 count, bool *used)
{
	const Source *all = view->testimony->sources;

	if (count == 0 || !(all[sources[0]].says[view->side] & SAYS_SPEAKS) ||
		!source_is_origin(&all[sources[count - 1]], view->side))
		return false;
	for (uint32 k = 0; k < count; k++)
	{
		uint32		unit = view->graph.unit_of[sources[k]];
		bool		stays = k > 0 && view->graph.unit_of[sources[k - 1]] == unit;

		if (!side_counts(view, sources[k]) || source_is_dead(&all[sources[k]]))
			return false;
		if (stays ? k > 1 && view->graph.unit_of[sources[k - 2]] == unit : used[unit])
			return false;
		if (k > 0 && !stays && !cites(view, sources[k - 1], sources[k]))
			return false;
		used[unit] = true;
	}
	return true;
}

/* Whether no chain is left once the cut's units are gone */
static bool
cuts_all(const SideView *view, Workspace *ws)
{
	Graph		rest = view->graph;

	rest.marks = workspace_alloc_zero(ws, rest.nunits, sizeof(uint8));
	memcpy(rest.marks, view->graph.marks, rest.nunits);
	rest.cited = workspace_alloc(ws, rest.first[rest.nunits], sizeof(uint32));
	for (uint32 u = 0; u < rest.nunits; u++)
		for (uint32 i = rest.first[u]; i < rest.first[u + 1]; i++)
		{
			bool		gone = false;

			for (uint32 c = 0; c < view->chains.count; c++)
				gone |= view->cut[c] == u || view->cut[c] == view->graph.cited[i];
			rest.cited[i] = gone ? u : view->graph.cited[i];
		}
	for (uint32 c = 0; c < view->chains.count; c++)
		rest.marks[view->cut[c]] = 0;
	return !graph_chain_exists(&rest, UNIT_ORIGIN, ws);
}

static void
test_random(void)
{
	uint32		wrong_chains = 0;
	uint32		wrong_cuts = 0;
	uint32		most = 0;

	for (int round = 0; round < 20000; round++)
	{
		Read		read;
		SideView   *view = &read.view;
		bool	   *used;

		read_random(&read, round % SIDES);
		used = workspace_alloc_zero(&read.ws, view->graph.nunits, sizeof(bool));
		for (uint32 i = 0; i < view->chains.count; i++)
		{
			uint32		count;
			uint32	   *sources = side_chain(view, i, &count);

			wrong_chains += !is_chain(view, sources, count, used);
			most = Max(most, count);
		}
		wrong_cuts += !cuts_all(view, &read.ws);
		workspace_free(&read.ws);
	}
	tap_ok(wrong_chains == 0,
		   "random chains lead from who speaks to who knows, and share no unit");
	tap_ok(wrong_cuts == 0, "without what it rests on, nothing is left");
	tap_ok(most > 4, "and some of them are long: %u", most);
}

int
main(void)
{
	test_cases();
	test_random();
	return tap_done();
}
