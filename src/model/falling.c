/*-------------------------------------------------------------------------
 *
 * falling.c
 *		Which sources evidence cannot lose.
 *
 * One could discredit each source in turn and compute all figures again,
 * which takes far too long where there are tens of thousands.  Only few
 * sources have to be tried:
 *
 * Without a minimum of support, the evidence meets the rule if there are as
 * many disjoint chains as the threshold says.  Where each unit is one source,
 * the loss of a source costs one chain at most (Menger 1927).  So no source
 * matters where there are more chains than the threshold; where there are
 * just as many, those sources matter that are in some smallest cut.
 *
 * A unit of several sources is not cut but only weakened by the loss of one.
 * And a source may mention sources of several units that nobody else
 * mentions, so that more than one chain is lost with it.  But a chain that
 * was found remains as long as all sources remain by which it was found.
 * These are its witnesses: the sources that make its steps, and those by
 * which these are mentioned at all.  Only a source that is a witness to more
 * chains than there are to spare is discredited on trial.
 *
 * With a minimum of support, all sources are tried that are alive and
 * mentioned.
 *
 * Memory: the caller's workspace; each trial has one of its own.
 *
 *-------------------------------------------------------------------------
 */
#include "model/falling.h"

#include "model/figures.h"
#include "model/flow.h"
#include "model/graph.h"
#include "model/side.h"

/* Whether the rule would be met without that source */
static bool
meets_without(Testimony *testimony, const uint32 *units, uint32 source,
			  uint32 threshold, double minimum_support,
			  uint32 at_least)
{
	Workspace	ws;
	WorkspaceBuffer buffer;
	double		rating = testimony->sources[source].rating;
	bool		meets;

	CHECK_FOR_INTERRUPTS();
	workspace_init(&ws, &buffer);
	testimony->sources[source].rating = DISCREDITED;
	if (minimum_support == UNRATED)
	{
		Graph		graph;

		graph_of_side(testimony, units, SIDE_FOR, &graph, &ws);
		meets = flow_count(&graph, UNIT_ORIGIN, &ws) >= threshold;
	}
	else
	{
		Figures		figures;

		testimony_figures(testimony, &figures, &ws);
		figures_take_support(&figures, testimony, at_least, &ws);
		meets = figures_meet(&figures, threshold, minimum_support);
	}
	testimony->sources[source].rating = rating;
	workspace_free(&ws);
	return meets;
}

static bool
units_are_sources(const Testimony *testimony, const Graph *graph)
{
	uint32		nlive = 0;

	for (uint32 i = 0; i < testimony->nsources; i++)
		nlive += graph->unit_of[i] != NO_UNIT;
	return nlive == graph->nunits;
}

/*
 * Finds by whom each live source is first mentioned in a walk from those who
 * speak.  A source that speaks counts as mentioned by itself.
 */
static uint32 *
find_mentioners(const Testimony *testimony, const Graph *graph, Workspace *ws)
{
	uint32	   *mentioner = workspace_alloc(ws, testimony->nsources, sizeof(uint32));
	uint32	   *queue = workspace_alloc(ws, testimony->nsources, sizeof(uint32));
	uint32		nqueued = 0;

	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		bool		speaks = graph->unit_of[i] != NO_UNIT &&
			(testimony->sources[i].says[SIDE_FOR] & SAYS_SPEAKS) != 0;

		mentioner[i] = speaks ? i : NO_UNIT;
		if (speaks)
			queue[nqueued++] = i;
	}
	for (uint32 done = 0; done < nqueued; done++)
	{
		const Source *source = &testimony->sources[queue[done]];

		CHECK_FOR_INTERRUPTS();
		for (uint32 i = 0; i < source->cites[SIDE_FOR].count; i++)
		{
			uint32		cited = source_cited(testimony, source, SIDE_FOR, i);

			if (graph->unit_of[cited] == NO_UNIT || mentioner[cited] != NO_UNIT)
				continue;
			mentioner[cited] = queue[done];
			queue[nqueued++] = cited;
		}
	}
	return mentioner;
}

/* To how many chains each source is a witness */
typedef struct Witnesses
{
	const SideView *view;
	uint32	   *mentioner;
	uint32	   *chains;			/* for each source */
	uint32	   *latest;			/* for each source, the last of these + 1 */
} Witnesses;

/* A source, and those by which it is mentioned */
static void
add_witness(Witnesses *witnesses, uint32 source, uint32 chain)
{
	while (witnesses->latest[source] != chain + 1)
	{
		witnesses->latest[source] = chain + 1;
		witnesses->chains[source]++;
		source = witnesses->mentioner[source];
	}
}

static bool
starts_or_ends(const SideView *view, uint32 source, bool speaks)
{
	const Source *s = &view->testimony->sources[source];

	return speaks ? (s->says[SIDE_FOR] & SAYS_SPEAKS) != 0 : source_is_origin(s, SIDE_FOR);
}

/* A source of the unit that speaks, or at which a chain may end */
static uint32
find_member(const SideView *view, uint32 unit, bool speaks)
{
	uint32		at = view->members.first[unit];

	/* there is one: the last, if none before it */
	while (at + 1 < view->members.first[unit + 1] &&
		   !starts_or_ends(view, view->members.items[at], speaks))
		at++;
	Assert(starts_or_ends(view, view->members.items[at], speaks));
	return view->members.items[at];
}

/* Those who make the step from one unit to the next */
static void
add_step(Witnesses *witnesses, uint32 unit, uint32 next, uint32 chain)
{
	const SideView *view = witnesses->view;

	for (uint32 i = view->members.first[unit]; i < view->members.first[unit + 1]; i++)
	{
		const Source *source = &view->testimony->sources[view->members.items[i]];

		for (uint32 c = 0; c < source->cites[SIDE_FOR].count; c++)
		{
			uint32		cited = source_cited(view->testimony, source, SIDE_FOR, c);

			if (view->graph.unit_of[cited] != next)
				continue;
			add_witness(witnesses, view->members.items[i], chain);
			/* it is mentioned by that one, at least */
			if (witnesses->latest[cited] != chain + 1)
			{
				witnesses->latest[cited] = chain + 1;
				witnesses->chains[cited]++;
			}
			return;
		}
	}
	Assert(false);
}

static void
find_witnesses(Witnesses *witnesses, const SideView *view)
{
	uint32		nsources = view->testimony->nsources;

	witnesses->view = view;
	witnesses->mentioner = find_mentioners(view->testimony, &view->graph, view->ws);
	witnesses->chains = workspace_alloc_zero(view->ws, nsources, sizeof(uint32));
	witnesses->latest = workspace_alloc_zero(view->ws, nsources, sizeof(uint32));
	for (uint32 chain = 0; chain < view->chains.count; chain++)
	{
		uint32		unit = view->chains.starts[chain];

		CHECK_FOR_INTERRUPTS();
		add_witness(witnesses, find_member(view, unit, true), chain);
		for (; view->chains.next[unit] != NO_UNIT; unit = view->chains.next[unit])
			add_step(witnesses, unit, view->chains.next[unit], chain);
		add_witness(witnesses, find_member(view, unit, false), chain);
	}
}

/* Marks those among whom the indispensable sources are; true if it is these */
static bool
mark_candidates(const SideView *view, uint32 threshold, double minimum_support,
				bool *candidate)
{
	uint32		nsources = view->testimony->nsources;

	if (minimum_support != UNRATED)
	{
		for (uint32 i = 0; i < nsources; i++)
			candidate[i] = side_counts(view, i);
		return false;
	}
	if (units_are_sources(view->testimony, &view->graph))
	{
		bool	   *in_cut;

		if (view->chains.count > threshold)
			return true;
		in_cut = workspace_alloc_zero(view->ws, view->graph.nunits, sizeof(bool));
		flow_units_in_cuts(&view->graph, UNIT_ORIGIN, &view->chains, in_cut, view->ws);
		for (uint32 i = 0; i < nsources; i++)
			candidate[i] = side_counts(view, i) && in_cut[view->graph.unit_of[i]];
		return true;
	}
	else
	{
		Witnesses	witnesses;

		find_witnesses(&witnesses, view);
		for (uint32 i = 0; i < nsources; i++)
			candidate[i] = witnesses.chains[i] > view->chains.count - threshold;
		return false;
	}
}

uint32 *
indispensable_sources(Testimony *testimony, uint32 threshold,
					  double minimum_support, uint32 at_least, uint32 *count,
					  Workspace *ws)
{
	uint32	   *units = testimony_units(testimony, ws);
	uint32	   *sources = workspace_alloc(ws, testimony->nsources, sizeof(uint32));
	bool	   *candidate = workspace_alloc_zero(ws, testimony->nsources, sizeof(bool));
	SideView	view;
	bool		certain;

	*count = 0;
	side_view(&view, testimony, units, SIDE_FOR, ws);
	if (view.chains.count < threshold)
		return sources;
	if (minimum_support != UNRATED)
	{
		Figures		figures;

		testimony_figures(testimony, &figures, ws);
		figures_take_support(&figures, testimony, at_least, ws);
		if (!figures_meet(&figures, threshold, minimum_support))
			return sources;
	}
	certain = mark_candidates(&view, threshold, minimum_support, candidate);
	for (uint32 i = 0; i < testimony->nsources; i++)
		if (candidate[i] &&
			(certain || !meets_without(testimony, units, i, threshold, minimum_support,
										 at_least)))
			sources[(*count)++] = i;
	return sources;
}
