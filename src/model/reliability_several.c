/*-------------------------------------------------------------------------
 *
 * reliability_several.c
 *		The probability that several chains are sound which share no unit.
 *
 * As for one chain, a network is reduced, split into parts, and each part is
 * swept along a good order of its units, ends first (or speakers first; the
 * same backwards).  But it no longer suffices to know which of the held units
 * lead to an end: two of them may do so through the same unit.  So a state is
 * the family of those sets of held units from which disjoint sound chains
 * lead to ends, all at once, and the number of speakers that have theirs
 * already.  A visit updates it:
 *
 *	a sound unit u can stand for any unit v it leads to: the set I with u is
 *	in the family if I with v is, for some v not in I; if u ends, if I is;
 *	a sound speaker whose set {u} would be in the family has a chain: the
 *	number grows, and the family becomes that of the sets I which are in it
 *	together with u;
 *	once all that lead to a unit are visited, sets with it no longer matter,
 *	and states that differ in nothing else are added up.
 *
 * Such families are matroids (gammoids), so it does not matter which chain a
 * speaker is given: how many speakers have chains is their rank, and the
 * family that a speaker leaves is the contraction (H. Perfect, "Applications of
 * Menger's graph theorem", J. Math. Anal. Appl. 22, 1968; J. H. Mason, "On a
 * class of matroids arising from paths in graphs", Proc. London Math. Soc. 25,
 * 1972).  Where r more chains are wanted, sets of more than r units are left
 * out, which keeps the states few.
 *
 * Units that cite each other in circles are visited as a group.  With L(A) the
 * family where of the group exactly A is sound, a set with u of A is in L(A)
 * if u can stand for some v in L(A without u): no chain needs u twice.
 *
 * Where more units would be held than there is room for, or more states be
 * kept, a unit is forgotten early: that leaves out chains, so the result is a
 * lower bound.  So are disjoint chains by themselves.  An upper bound is that
 * no more chains are sound than ends, or speakers, are.
 *
 * What is done depends on the graph alone, as for one chain.
 *
 * Storage: a family of sets of up to 10 units is a bit for each of 2^10 sets;
 * the number of a set has a bit for each unit's slot.  Slots are reused.
 *
 * Memory: the workspace; at most STATES_MAX states of up to 140 bytes, twice.
 *
 *-------------------------------------------------------------------------
 */
#include "model/reliability.h"

#include <float.h>

#include "model/flow.h"
#include "model/reliability_parts.h"

/* Units held at once; tests set a small number */
#ifndef SEVERAL_MAX_WIDTH
#define SEVERAL_MAX_WIDTH 10
#endif

/* States kept at once, and visited in all, for one part; tests set small ones */
#ifndef SEVERAL_STATES_MAX
#define SEVERAL_STATES_MAX 8192
#endif
#ifndef SEVERAL_STATES_MIN
#define SEVERAL_STATES_MIN 64
#endif
#define SEVERAL_VISITS 400000

/* Groups of units that cite each other in circles: 2^size families */
#define SEVERAL_MAX_GROUP Min(6, SEVERAL_MAX_WIDTH)

/* How many citations to look at for an order of a part, and how often */
#define SEVERAL_PATIENCE 1000000
#define SEVERAL_TRIALS 8

#define FAMILY_WORDS (SEVERAL_MAX_WIDTH > 6 ? 1 << (SEVERAL_MAX_WIDTH - 6) : 1)
#define NO_SLOT 0xFF
#define NO_STATE 0xFFFFFFFFU

typedef struct Family
{
	uint64		word[FAMILY_WORDS];
} Family;

typedef struct State
{
	double		weight;			/* probability */
	uint32		count;			/* speakers that have a chain */
	uint32		chained;		/* next state with this hash */
} State;

/* States in the order in which they came up, found by hash */
typedef struct States
{
	uint32		count;
	State	   *states;
	uint64	   *families;		/* nwords for each */
	uint32	   *buckets;
	uint32		bucket_mask;
} States;

typedef struct Sweep
{
	const Part *part;
	const Plan *plan;
	uint32		wanted;
	uint32		nwords;			/* used of each family */
	uint32		capacity;		/* of each of the two sets of states */
	States		now;
	States		next;
	Family		of_size[SEVERAL_MAX_WIDTH + 1]; /* all sets up to that size */
	uint8	   *slot;			/* of each unit that is held */
	uint32	   *users;			/* citations that lead to it, not yet visited */
	uint32		held[SEVERAL_MAX_WIDTH];	/* by slot; NO_UNIT: free */
	double	   *at_least;		/* [0 .. wanted] */
	bool		exact;
} Sweep;

/* One group of units being visited */
typedef struct Visit
{
	uint32		size;
	uint32		units[SEVERAL_MAX_WIDTH];
	uint32		slots[SEVERAL_MAX_WIDTH];
	uint32		leads_to[SEVERAL_MAX_WIDTH];	/* slots, as a set */
	bool		stops[SEVERAL_MAX_WIDTH];
	uint32		forgotten;		/* slots that are free after it, as a set */
} Visit;

/* ---- families ---- */

/* Sets without the unit of a slot, among those that one word has bits for */
static const uint64 sets_without[6] = {
	UINT64CONST(0x5555555555555555), UINT64CONST(0x3333333333333333),
	UINT64CONST(0x0F0F0F0F0F0F0F0F), UINT64CONST(0x00FF00FF00FF00FF),
	UINT64CONST(0x0000FFFF0000FFFF), UINT64CONST(0x00000000FFFFFFFF)
};

/* Adds to *to the sets that are in the family together with that slot */
static inline void
add_link(Family *to, const Family *family, uint32 slot, uint32 nwords)
{
	for (uint32 w = 0; w < nwords; w++)
	{
		if (slot < 6)
			to->word[w] |= (family->word[w] >> (1 << slot)) & sets_without[slot];
		else if ((w & (1U << (slot - 6))) == 0)
			to->word[w] |= family->word[w | (1U << (slot - 6))];
	}
}

/* Adds to *to the sets of the family, none of which has it, with that slot */
static inline void
add_with(Family *to, const Family *family, uint32 slot, uint32 nwords)
{
	for (uint32 w = 0; w < nwords; w++)
	{
		if (slot < 6)
			to->word[w] |= (family->word[w] & sets_without[slot]) << (1 << slot);
		else if (w & (1U << (slot - 6)))
			to->word[w] |= family->word[w & ~(1U << (slot - 6))];
	}
}

/* Takes out the sets with any of these slots */
static inline void
take_out(Family *family, uint32 slots, uint32 nwords)
{
	for (; slots != 0; slots &= slots - 1)
	{
		uint32		slot = (uint32) __builtin_ctz(slots);

		for (uint32 w = 0; w < nwords; w++)
		{
			if (slot < 6)
				family->word[w] &= sets_without[slot];
			else if (w & (1U << (slot - 6)))
				family->word[w] = 0;
		}
	}
}

static inline void
keep_sizes(const Sweep *sweep, Family *family, uint32 size)
{
	if (size >= SEVERAL_MAX_WIDTH)
		return;
	for (uint32 w = 0; w < sweep->nwords; w++)
		family->word[w] &= sweep->of_size[size].word[w];
}

static void
list_sizes(Sweep *sweep)
{
	memset(sweep->of_size, 0, sizeof(sweep->of_size));
	for (uint32 set = 0; set < 64 * sweep->nwords; set++)
		for (uint32 size = (uint32) __builtin_popcount(set);
			 size <= SEVERAL_MAX_WIDTH; size++)
			sweep->of_size[size].word[set / 64] |= UINT64CONST(1) << (set % 64);
}

/* ---- states ---- */

static void
states_alloc(States *states, uint32 capacity, uint32 nwords, Workspace *ws)
{
	uint32		nbuckets = 64;

	while (nbuckets < capacity)
		nbuckets *= 2;
	states->states = workspace_alloc(ws, capacity, sizeof(State));
	states->families = workspace_alloc(ws, (Size) capacity * nwords, sizeof(uint64));
	states->buckets = workspace_alloc(ws, nbuckets, sizeof(uint32));
	memset(states->buckets, 0xFF, nbuckets * sizeof(uint32));	/* NO_STATE */
	states->bucket_mask = nbuckets - 1;
	states->count = 0;
}

static inline uint32
state_bucket(const Family *family, uint32 count, uint32 nwords, uint32 mask)
{
	uint64		hash = count;

	for (uint32 w = 0; w < nwords; w++)
	{
		hash = (hash ^ family->word[w]) * UINT64CONST(0x9E3779B97F4A7C15);
		hash ^= hash >> 32;
	}
	return (uint32) hash & mask;
}

/* Empties the buckets by the states in them, which are few */
static void
states_clear(States *states, uint32 nwords)
{
	for (uint32 i = 0; i < states->count; i++)
	{
		Family		family;

		memcpy(family.word, states->families + (Size) i * nwords, nwords * sizeof(uint64));
		states->buckets[state_bucket(&family, states->states[i].count, nwords,
									 states->bucket_mask)] = NO_STATE;
	}
	states->count = 0;
}

/* Adds weight to the next states; false if there is no room for another */
static bool
add_state(Sweep *sweep, Family *family, uint32 count, double weight)
{
	States	   *states = &sweep->next;
	uint32		nwords = sweep->nwords;
	uint32	   *bucket;
	State	   *state;

	if (weight <= 0.0)
		return true;
	bucket = &states->buckets[state_bucket(family, count, nwords, states->bucket_mask)];
	for (uint32 i = *bucket; i != NO_STATE; i = states->states[i].chained)
	{
		if (states->states[i].count == count &&
			memcmp(states->families + (Size) i * nwords, family->word,
				   nwords * sizeof(uint64)) == 0)
		{
			states->states[i].weight += weight;
			return true;
		}
	}
	if (states->count == sweep->capacity)
		return false;
	memcpy(states->families + (Size) states->count * nwords, family->word,
		   nwords * sizeof(uint64));
	state = &states->states[states->count];
	state->weight = weight;
	state->count = count;
	state->chained = *bucket;
	*bucket = states->count++;
	return true;
}

static void
load_state(const Sweep *sweep, uint32 i, Family *family)
{
	memcpy(family->word, sweep->now.families + (Size) i * sweep->nwords,
		   sweep->nwords * sizeof(uint64));
}

/* The next states are those of now */
static void
advance(Sweep *sweep)
{
	States		swap = sweep->now;

	sweep->now = sweep->next;
	sweep->next = swap;
	states_clear(&sweep->next, sweep->nwords);
}

/* ---- visits ---- */

/* The sets I for which I with the visited unit would be in that family */
static void
link_unit(const Sweep *sweep, const Visit *visit, uint32 i, const Family *family,
		  Family *linked)
{
	if (visit->stops[i])
		*linked = *family;
	else
		memset(linked->word, 0, sweep->nwords * sizeof(uint64));
	for (uint32 slots = visit->leads_to[i]; slots != 0; slots &= slots - 1)
		add_link(linked, family, (uint32) __builtin_ctz(slots), sweep->nwords);
}

/* One state of now, where a group of inner units is visited */
static bool
visit_inner(Sweep *sweep, const Visit *visit, uint32 state)
{
	Family		of_sound[1 << SEVERAL_MAX_GROUP];
	uint32		count = sweep->now.states[state].count;

	load_state(sweep, state, &of_sound[0]);
	for (uint32 sound = 0; sound < 1U << visit->size; sound++)
	{
		double		weight = sweep->now.states[state].weight;
		Family		family;

		if (sound > 0)
			of_sound[sound] = of_sound[0];
		for (uint32 i = 0; i < visit->size; i++)
		{
			double		p = sweep->part->sound[visit->units[i]];
			Family		linked;

			weight *= sound & (1U << i) ? p : 1.0 - p;
			if ((sound & (1U << i)) == 0)
				continue;
			link_unit(sweep, visit, i, &of_sound[sound & ~(1U << i)], &linked);
			add_with(&of_sound[sound], &linked, visit->slots[i], sweep->nwords);
		}
		keep_sizes(sweep, &of_sound[sound], sweep->wanted - count);
		family = of_sound[sound];
		take_out(&family, visit->forgotten, sweep->nwords);
		if (!add_state(sweep, &family, count, weight))
			return false;
	}
	return true;
}

/* One state of now, where a speaker is visited */
static bool
visit_last(Sweep *sweep, const Visit *visit, uint32 state)
{
	uint32		count = sweep->now.states[state].count;
	double		weight = sweep->now.states[state].weight;
	double		sound = sweep->part->sound[visit->units[0]];
	Family		family,
				linked;

	load_state(sweep, state, &family);
	link_unit(sweep, visit, 0, &family, &linked);
	take_out(&family, visit->forgotten, sweep->nwords);
	if ((linked.word[0] & 1) == 0)
		return add_state(sweep, &family, count, weight);
	take_out(&linked, visit->forgotten, sweep->nwords);
	keep_sizes(sweep, &linked, sweep->wanted - count - 1);
	return add_state(sweep, &family, count, weight * (1.0 - sound)) &&
		add_state(sweep, &linked, count + 1, weight * sound);
}

/* Whether all states could be kept; if not, it is as if it had not been tried */
static bool
visit_states(Sweep *sweep, const Visit *visit, bool last)
{
	for (uint32 state = 0; state < sweep->now.count; state++)
	{
		if (last ? visit_last(sweep, visit, state) : visit_inner(sweep, visit, state))
			continue;
		states_clear(&sweep->next, sweep->nwords);
		return false;
	}
	advance(sweep);
	return true;
}

/* Forgets the held unit that will be missed least; there must be one */
static void
forget_least_missed(Sweep *sweep)
{
	Visit		none = {.size = 0};
	uint32		least = NO_SLOT;
	double		least_missed = 0.0;
	bool		done;

	for (uint32 slot = 0; slot < SEVERAL_MAX_WIDTH; slot++)
	{
		uint32		u = sweep->held[slot];
		double		missed;

		if (u == NO_UNIT)
			continue;
		missed = sweep->part->sound[u] * sweep->users[u];
		if (least == NO_SLOT || missed < least_missed)
		{
			least = slot;
			least_missed = missed;
		}
	}
	Assert(least != NO_SLOT);
	sweep->exact = false;
	none.forgotten = 1U << least;
	sweep->slot[sweep->held[least]] = NO_SLOT;
	sweep->held[least] = NO_UNIT;
	done = visit_states(sweep, &none, false);
	Assert(done);				/* there are no more states than before */
	(void) done;
}

/* Gives the units slots; false where there are not enough */
static bool
take_slots(Sweep *sweep, const uint32 *members, uint32 size, Visit *visit)
{
	uint32		taken = 0;

	visit->size = size;
	for (uint32 slot = 0; slot < SEVERAL_MAX_WIDTH && taken < size; slot++)
	{
		if (sweep->held[slot] != NO_UNIT)
			continue;
		visit->units[taken] = members[taken];
		visit->slots[taken++] = slot;
	}
	if (taken < size)
		return false;
	for (uint32 i = 0; i < size; i++)
	{
		sweep->held[visit->slots[i]] = visit->units[i];
		sweep->slot[visit->units[i]] = (uint8) visit->slots[i];
	}
	return true;
}

static void
give_slots_back(Sweep *sweep, const Visit *visit)
{
	for (uint32 i = 0; i < visit->size; i++)
	{
		sweep->held[visit->slots[i]] = NO_UNIT;
		sweep->slot[visit->units[i]] = NO_SLOT;
	}
}

/*
 * Finds what the visited units lead to.  A unit not yet visited, in a circle
 * that is too large, is left out.
 */
static void
see_neighbours(Sweep *sweep, Visit *visit)
{
	Direction	direction = sweep->plan->direction;
	const uint32 *first = sweep->part->first[direction];
	const uint32 *next = sweep->part->next[direction];

	for (uint32 i = 0; i < visit->size; i++)
	{
		uint32		u = visit->units[i];

		visit->leads_to[i] = 0;
		visit->stops[i] = (sweep->part->marks[u] & STOPS(direction)) != 0;
		for (uint32 c = first[u]; c < first[u + 1]; c++)
		{
			if (sweep->slot[next[c]] != NO_SLOT)
				visit->leads_to[i] |= 1U << sweep->slot[next[c]];
		}
	}
}

/* Frees the slots of what a visit has forgotten */
static void
release(Sweep *sweep, const Visit *visit)
{
	for (uint32 slot = 0; slot < SEVERAL_MAX_WIDTH; slot++)
	{
		if ((visit->forgotten & (1U << slot)) == 0)
			continue;
		sweep->slot[sweep->held[slot]] = NO_SLOT;
		sweep->held[slot] = NO_UNIT;
	}
}

/* Counts the citations that lead from the units as visited, or not visited */
static void
count_users(Sweep *sweep, const uint32 *members, uint32 size, int step)
{
	const uint32 *first = sweep->part->first[sweep->plan->direction];
	const uint32 *next = sweep->part->next[sweep->plan->direction];

	for (uint32 i = 0; i < size; i++)
		for (uint32 c = first[members[i]]; c < first[members[i] + 1]; c++)
			sweep->users[next[c]] += (uint32) step;
}

/* Which held units nobody leads to any more */
static uint32
unused_slots(const Sweep *sweep)
{
	uint32		unused = 0;

	for (uint32 slot = 0; slot < SEVERAL_MAX_WIDTH; slot++)
		if (sweep->held[slot] != NO_UNIT && sweep->users[sweep->held[slot]] == 0)
			unused |= 1U << slot;
	return unused;
}

/* False where there is no room for the states, or the units */
static bool
try_visit(Sweep *sweep, const uint32 *members, uint32 size, bool last)
{
	Visit		visit;

	if (!last && !take_slots(sweep, members, size, &visit))
		return false;
	if (last)
	{
		visit.size = 1;
		visit.units[0] = members[0];
	}
	see_neighbours(sweep, &visit);
	count_users(sweep, members, size, -1);
	visit.forgotten = unused_slots(sweep);
	if (visit_states(sweep, &visit, last))
	{
		release(sweep, &visit);
		return true;
	}
	count_users(sweep, members, size, 1);
	if (!last)
		give_slots_back(sweep, &visit);
	return false;
}

static void
visit_group(Sweep *sweep, const uint32 *members, uint32 size)
{
	bool		last = (sweep->part->marks[members[0]] &
						STOPS(OPPOSITE(sweep->plan->direction))) != 0;

	if (size <= SEVERAL_MAX_GROUP)
	{
		/* with nothing held there is room for any visit */
		while (!try_visit(sweep, members, size, last))
			forget_least_missed(sweep);
		return;
	}

	/* one by one, each as if it did not lead to those that come after it */
	Assert(size > 1);
	sweep->exact = false;
	for (uint32 i = 0; i < size; i++)
		visit_group(sweep, members + i, 1);
}

static void
sweep_start(Sweep *sweep, Workspace *ws)
{
	const Part *part = sweep->part;
	const uint32 *back_first = part->first[OPPOSITE(sweep->plan->direction)];
	Family		nothing = {{1}};	/* only the empty set is linked */
	uint32		width = Min(sweep->plan->peak, SEVERAL_MAX_WIDTH);
	uint32		states = SEVERAL_VISITS / part->nunits;

	/* slots are taken from the lowest, so wider ones are not in use */
	sweep->nwords = width > 6 ? 1U << (width - 6) : 1;
	if (sweep->plan->peak > SEVERAL_MAX_WIDTH)
		sweep->nwords = FAMILY_WORDS;
	states = Min(Max(states, SEVERAL_STATES_MIN), SEVERAL_STATES_MAX);

	/*
	 * Even with nothing held there must be room for the states of one visit.
	 * Units of a circle lead nowhere then, so their states differ in the count
	 * alone, and a unit that stops doubles them.
	 */
	sweep->capacity = Max(states, 2 * (sweep->wanted + 1));
	states_alloc(&sweep->now, sweep->capacity, sweep->nwords, ws);
	states_alloc(&sweep->next, sweep->capacity, sweep->nwords, ws);
	sweep->slot = workspace_alloc(ws, part->nunits, sizeof(uint8));
	sweep->users = workspace_alloc(ws, part->nunits, sizeof(uint32));
	memset(sweep->slot, NO_SLOT, part->nunits);
	memset(sweep->held, 0xFF, sizeof(sweep->held)); /* NO_UNIT */
	for (uint32 u = 0; u < part->nunits; u++)
		sweep->users[u] = back_first[u + 1] - back_first[u];
	list_sizes(sweep);
	sweep->exact = true;
	add_state(sweep, &nothing, 0, 1.0);
	advance(sweep);
}

/*
 * Computes the probabilities that at least 0, 1 ... wanted chains of the part
 * are sound.  Returns false where these are only lower bounds.
 */
static bool
sweep_several(const Part *part, const Plan *plan, uint32 wanted, double *at_least,
			  Workspace *ws)
{
	Sweep		sweep;

	sweep.part = part;
	sweep.plan = plan;
	sweep.wanted = wanted;
	sweep_start(&sweep, ws);
	for (uint32 g = 0; g < plan->ngroups; g++)
	{
		CHECK_FOR_INTERRUPTS();
		visit_group(&sweep, plan->order + plan->group_first[g],
					plan->group_first[g + 1] - plan->group_first[g]);
	}
	memset(at_least, 0, ((Size) wanted + 1) * sizeof(double));
	for (uint32 state = 0; state < sweep.now.count; state++)
		at_least[sweep.now.states[state].count] += sweep.now.states[state].weight;
	for (uint32 n = wanted; n-- > 0;)
		at_least[n] += at_least[n + 1];
	return sweep.exact;
}

/* ---- numbers of independent things ---- */

/*
 * Adds one thing, which holds with probability p independently of the others,
 * to the probabilities that at least 0 .. n things hold.
 */
static void
add_independent(double *at_least, uint32 n, double p)
{
	for (; n > 0; n--)
		at_least[n] += (at_least[n - 1] - at_least[n]) * p;
}

static double *
at_least_none(uint32 wanted, Workspace *ws)
{
	double	   *at_least = workspace_alloc_zero(ws, (Size) wanted + 1, sizeof(double));

	at_least[0] = 1.0;
	return at_least;
}

/*
 * Adds the sound chains of a part, independently of the other things.  part[]
 * has the probabilities that at least 0 .. n of its chains are sound.
 */
static double *
add_part(const double *at_least, uint32 wanted, const double *part, uint32 n,
		 Workspace *ws)
{
	double	   *sum = workspace_alloc_zero(ws, (Size) wanted + 1, sizeof(double));

	for (uint32 i = 0; i <= n; i++)
	{
		double		exactly = i < n ? part[i] - part[i + 1] : part[i];

		for (uint32 j = 0; j <= wanted; j++)
			sum[j] += exactly * at_least[j > i ? j - i : 0];
	}
	return sum;
}

/* ---- the network ---- */

typedef struct Several
{
	uint32		wanted;
	bool		exact;
	double	   *lower;			/* [0 .. wanted] */
	double	   *upper;			/* the same array where exact */
} Several;

/* The probability that the maximum number of chains have all units sound */
static void
bound_by_chains(const Graph *graph, const Part *part, uint32 wanted, double *lower,
				Workspace *ws)
{
	double	   *bound = at_least_none(wanted, ws);
	Chains		chains;

	flow_chains(graph, UNIT_ORIGIN, &chains, ws);
	for (uint32 c = 0; c < chains.count; c++)
	{
		double		sound = 1.0;

		for (uint32 u = chains.starts[c]; u != NO_UNIT; u = chains.next[u])
			sound *= part->sound[u];
		add_independent(bound, wanted, sound);
	}
	for (uint32 n = 0; n <= wanted; n++)
		lower[n] = Max(lower[n], bound[n]);
}

/* A part as a graph, for flow_chains() */
static void
graph_of_part(const Part *part, Graph *graph, Workspace *ws)
{
	memset(graph, 0, sizeof(*graph));
	graph->nunits = part->nunits;
	graph->marks = workspace_alloc(ws, part->nunits, sizeof(uint8));
	graph->rating = part->sound;
	graph->first = part->first[TOWARDS_ENDS];
	graph->cited = part->next[TOWARDS_ENDS];
	for (uint32 u = 0; u < part->nunits; u++)
		graph->marks[u] = (uint8) ((part->marks[u] & SPEAKS ? UNIT_SPEAKS : 0) |
								   (part->marks[u] & ENDS ? UNIT_FIRSTHAND : 0));
}

/* No more chains are sound than ends are, or speakers */
static void
bound_by_ends(const Part *part, uint32 wanted, const double *lower, double *upper,
			  Workspace *ws)
{
	double	   *ends = at_least_none(wanted, ws);
	double	   *speakers = at_least_none(wanted, ws);

	for (uint32 u = 0; u < part->nunits; u++)
	{
		if (part->marks[u] & ENDS)
			add_independent(ends, wanted, part->sound[u]);
		if (part->marks[u] & SPEAKS)
			add_independent(speakers, wanted, part->sound[u]);
	}
	for (uint32 n = 0; n <= wanted; n++)
		upper[n] = Max(lower[n], Min(ends[n], speakers[n]));
}

static void
solve_part(Several *several, Planner *planner, const Part *part, Workspace *ws)
{
	uint64		patience = SEVERAL_PATIENCE;
	uint32		wanted = Min(several->wanted, part->nunits / 2);
	double	   *lower = workspace_alloc(ws, (Size) wanted + 1, sizeof(double));
	double	   *upper = lower;
	const Plan *plan = plan_part(planner, part, &patience, SEVERAL_TRIALS);

	if (!sweep_several(part, plan, wanted, lower, ws))
	{
		Graph		graph;

		graph_of_part(part, &graph, ws);
		bound_by_chains(&graph, part, wanted, lower, ws);
		upper = workspace_alloc(ws, (Size) wanted + 1, sizeof(double));
		bound_by_ends(part, wanted, lower, upper, ws);
		several->exact = false;
	}
	if (several->exact)
	{
		several->lower = several->upper =
			add_part(several->lower, several->wanted, lower, wanted, ws);
		return;
	}
	several->upper = add_part(several->upper, several->wanted, upper, wanted, ws);
	several->lower = add_part(several->lower, several->wanted, lower, wanted, ws);
}

/* All parts: their chains share no units, so their numbers add up */
static void
solve_network(Several *several, const Graph *graph, Workspace *ws)
{
	Part		network;
	Reduced		reduced;
	Planner    *planner;
	uint32		largest = 0;

	network_of_graph(graph, &network, ws);
	reduce_network(&network, SEVERAL_CHAINS, &reduced, ws);
	several->exact = true;
	several->lower = several->upper = at_least_none(several->wanted, ws);
	for (uint32 i = 0; i < reduced.nsettled; i++)
		add_independent(several->lower, several->wanted, reduced.settled_each[i]);
	for (uint32 p = 0; p < reduced.nparts; p++)
		largest = Max(largest, reduced.parts[p].nunits);
	if (largest == 0)
		return;
	planner = planner_create(largest, ws);
	for (uint32 p = 0; p < reduced.nparts; p++)
		solve_part(several, planner, &reduced.parts[p], ws);
}

/* How many disjoint chains have only units rated at least that */
static uint32
count_rated(const Graph *graph, double least, Workspace *ws)
{
	Graph		rated = *graph;
	uint32		ncited = 0;

	rated.marks = workspace_alloc_zero(ws, graph->nunits, sizeof(uint8));
	rated.first = workspace_alloc(ws, (Size) graph->nunits + 1, sizeof(uint32));
	rated.cited = workspace_alloc(ws, graph->first[graph->nunits], sizeof(uint32));
	for (uint32 u = 0; u < graph->nunits; u++)
	{
		rated.first[u] = ncited;
		if (graph->rating[u] < least)
			continue;
		rated.marks[u] = graph->marks[u];
		for (uint32 i = graph->first[u]; i < graph->first[u + 1]; i++)
			if (graph->rating[graph->cited[i]] >= least)
				rated.cited[ncited++] = graph->cited[i];
	}
	rated.first[graph->nunits] = ncited;
	return flow_count(&rated, UNIT_ORIGIN, ws);
}

/*
 * graph_reliability_several
 *		The probability, in [0,1], that at least so many chains have every unit
 *		sound and share no unit; see reliability.h.
 *
 * Exact up to rounding where parts are not too wide, or bounds.  Only certainty
 * is 1, as for one chain.
 */
void
graph_reliability_several(const Graph *graph, uint32 chains, Reliability *result,
						  Workspace *ws)
{
	Several		several;

	Assert(chains > 0);
	if (chains == 1)
	{
		graph_reliability(graph, result, ws);
		return;
	}

	/* UNRATED is below 0, and so are no ratings */
	memset(result, 0, sizeof(*result));
	result->exact = true;
	result->rated = count_rated(graph, 0.0, ws) >= chains;
	if (!result->rated)
		return;
	several.wanted = chains;
	solve_network(&several, graph, ws);
	result->exact = several.exact;
	result->lower = Min(several.lower[chains], 1.0);
	if (result->lower >= 1.0 && count_rated(graph, 1.0, ws) < chains)
		result->lower = 1.0 - DBL_EPSILON / 2;
	result->upper = several.exact ? result->lower :
		Max(result->lower, Min(several.upper[chains], 1.0));
}
