/*-------------------------------------------------------------------------
 *
 * reliability_sweep.c
 *		The reliability of a part, summed over what its units may be.
 *
 * Call a unit good if it is sound and leads, through sound units, to a sound
 * end.  Units are visited ends first (or speakers first; the same backwards),
 * each after all those it leads to.  A state is the set of good units among
 * those held; weight[state] is the probability that exactly these are good
 * and no speaker visited so far is.  A visit updates all weights:
 *
 *	a unit that leads to a good one, or ends, is good if it is sound, so its
 *	state splits in two; any other is not good;
 *	a speaker that leads to a good one succeeds if it is sound: that share of
 *	the weight goes to the result;
 *	once all that lead to a unit are visited, whether it is good no longer
 *	matters, and states that differ in nothing else are added up.
 *
 * So n units cost n times 2 to the number held at once, however large n is;
 * with all units of one side held, this is the enumeration of their states.
 * Only positive numbers are added and multiplied: no precision is lost.
 *
 * Units that cite each other in circles are visited as a group: states hold
 * which of them are sound, and then are moved to which of them are good.
 *
 * Where more would be held than there is room for, and where circles make it
 * necessary to ask for units not yet visited, a sweep can still give bounds.
 * The pessimistic view takes a unit that it forgot or does not know yet for
 * one that is not good: it leaves out chains.  The optimistic view takes it,
 * each time it is asked for, for a new unit that is good with a probability
 * not less than the unit's own, independently of everything else.  As no
 * chain needs a unit twice, splitting it into two independent copies never
 * makes success less probable: with h(a,b) the probability of success where
 * the copies are sound or not, it adds p(1-p)(h(1,0)+h(0,1)-h(1,1)-h(0,0)),
 * and what succeeds with both copies succeeds with one of them.
 *
 * Storage: a state is a number, its bits the held units in the order of
 * their visits; weights are an array over all states.
 *
 * Memory: a sweeper's arrays are allocated once for the largest part; the
 * weights grow to the widest sweep.
 *
 *-------------------------------------------------------------------------
 */
#include "model/reliability_parts.h"

/* Where a unit is: below SWEEP_MAX_WIDTH the number of its bit */
#define UNVISITED 0xFF
#define FORGOTTEN 0xFE			/* no longer held */

/* Room at first for the weights of sets of that many units */
#define FIRST_WIDTH 8

/* How often chances of units in circles are guessed from each other */
#define GUESS_ROUNDS 16

struct Sweeper
{
	Workspace  *ws;
	uint32		capacity;
	uint8	   *place;			/* of each unit */
	uint32	   *users;			/* citations that lead to it, not yet visited */
	double	   *chance;			/* that it is good: a guess, for bounds; in
								 * the optimistic view never too little */
	double	   *weight;
	uint32		weight_width;	/* room for sets of that many units */

	const Part *part;
	Direction	direction;
	SweepView	view;
	uint32		width;			/* units held */
	uint32		held[SWEEP_MAX_WIDTH];	/* which, by bit */
	double		success;
	uint64		visited;		/* states, for the budget */
};

/*
 * What a unit leads to: held units, as a set, and the probability that it
 * leads to something good that is not held (1 for an end)
 */
typedef struct Support
{
	uint32		held;
	double		unheld;
} Support;

/* Room for the weights of sets of that many units; they are not kept */
static void
make_room(Sweeper *sweeper, uint32 width)
{
	Assert(width <= SWEEP_MAX_WIDTH);
	if (width <= sweeper->weight_width)
		return;
	sweeper->weight_width = width;
	sweeper->weight = workspace_alloc(sweeper->ws, (Size) 1 << width,
									  sizeof(double));
}

/* A sweeper for parts of up to nunits units */
Sweeper *
sweeper_create(uint32 nunits, Workspace *ws)
{
	Sweeper    *sweeper = workspace_alloc_zero(ws, 1, sizeof(Sweeper));

	sweeper->ws = ws;
	sweeper->capacity = nunits;
	sweeper->place = workspace_alloc(ws, nunits, sizeof(uint8));
	sweeper->users = workspace_alloc(ws, nunits, sizeof(uint32));
	sweeper->chance = workspace_alloc(ws, nunits, sizeof(double));
	make_room(sweeper, Min(FIRST_WIDTH, SWEEP_MAX_WIDTH));
	return sweeper;
}

static Support
support_of(const Sweeper *sweeper, uint32 u)
{
	const Part *part = sweeper->part;
	const uint32 *first = part->first[sweeper->direction];
	const uint32 *next = part->next[sweeper->direction];
	Support		support;

	support.held = 0;
	support.unheld = (part->marks[u] & STOPS(sweeper->direction)) ? 1.0 : 0.0;
	for (uint32 i = first[u]; i < first[u + 1]; i++)
	{
		uint8		place = sweeper->place[next[i]];

		if (place < SWEEP_MAX_WIDTH)
			support.held |= (uint32) 1 << place;
		else if (sweeper->view == VIEW_OPTIMISTIC)
			support.unheld = either(support.unheld, sweeper->chance[next[i]]);
	}
	return support;
}

/* States split by whether the unit is good */
static void
visit_inner(Sweeper *sweeper, uint32 u, Support support)
{
	uint32		nstates = (uint32) 1 << sweeper->width;
	double	   *without = sweeper->weight;
	double	   *with = sweeper->weight + nstates;
	double		sound = sweeper->part->sound[u];
	double		good_share[2] = {sound * support.unheld, sound};
	double		other_share[2] = {1.0 - good_share[0], 1.0 - sound};

	for (uint32 state = 0; state < nstates; state++)
	{
		int			supported = (state & support.held) != 0;

		with[state] = without[state] * good_share[supported];
		without[state] *= other_share[supported];
	}
	sweeper->visited += 2 * nstates;
	sweeper->held[sweeper->width] = u;
	sweeper->place[u] = (uint8) sweeper->width++;
}

/* The share of each state that has now succeeded goes to the result */
static void
visit_last(Sweeper *sweeper, uint32 u, Support support)
{
	uint32		nstates = (uint32) 1 << sweeper->width;
	double		sound = sweeper->part->sound[u];
	double		share[2] = {sound * support.unheld, sound};
	double		rest[2] = {1.0 - share[0], 1.0 - sound};
	double		success = 0.0;

	for (uint32 state = 0; state < nstates; state++)
	{
		int			supported = (state & support.held) != 0;

		success += sweeper->weight[state] * share[supported];
		sweeper->weight[state] *= rest[supported];
	}
	sweeper->visited += nstates;
	sweeper->success += success;
	sweeper->place[u] = FORGOTTEN;
}

/* Adds up states that differ only in whether that unit is good */
static void
forget(Sweeper *sweeper, uint32 u)
{
	uint32		bit = sweeper->place[u];
	uint32		block = (uint32) 1 << bit;
	uint32		nstates = (uint32) 1 << sweeper->width;
	const double *from = sweeper->weight;
	double	   *to = sweeper->weight;

	for (uint32 state = 0; state < nstates; state += 2 * block)
	{
		for (uint32 i = 0; i < block; i++)
			to[i] = from[i] + from[i + block];
		from += 2 * block;
		to += block;
	}
	sweeper->visited += nstates;
	sweeper->width--;
	for (uint32 i = bit; i < sweeper->width; i++)
	{
		sweeper->held[i] = sweeper->held[i + 1];
		sweeper->place[sweeper->held[i]] = (uint8) i;
	}
	sweeper->place[u] = FORGOTTEN;
}

/*
 * Finds which sound units of a group are good: those supported from outside,
 * and those that lead to good ones.  used_by[i] is the set of units that lead
 * to i.
 */
static inline uint32
good_of_sound(uint32 sound, uint32 supported, const uint32 *used_by)
{
	uint32		good = sound & supported;
	uint32		fresh = good;

	while (fresh != 0)
	{
		int			i = __builtin_ctz(fresh);
		uint32		more = used_by[i] & sound & ~good;

		good |= more;
		fresh = (fresh & (fresh - 1)) | more;
	}
	return good;
}

/* From which of the group's units, the last ones held, are sound to good */
static void
settle_group(Sweeper *sweeper, const Support *support, uint32 size)
{
	uint32		outside = sweeper->width - size;
	uint32		noutside = (uint32) 1 << outside;
	uint32		ninside = (uint32) 1 << size;
	uint32		used_by[SWEEP_MAX_WIDTH] = {0};

	for (uint32 i = 0; i < size; i++)
	{
		/* no end: an end leads nowhere, so it is in no circle */
		Assert(support[i].unheld == 0.0);
		for (uint32 j = 0; j < size; j++)
			if (support[i].held & ((uint32) 1 << (outside + j)))
				used_by[j] |= (uint32) 1 << i;
	}
	sweeper->visited += (uint64) 2 * size << sweeper->width;
	for (uint32 state = 0; state < noutside; state++)
	{
		double	   *weight = sweeper->weight + state;
		uint32		supported = 0;

		for (uint32 i = 0; i < size; i++)
			if (state & support[i].held)
				supported |= (uint32) 1 << i;

		/* good ones are sound ones: moves go to states already dealt with */
		for (uint32 sound = 1; sound < ninside; sound++)
		{
			uint32		good = good_of_sound(sound, supported, used_by);

			if (good != sound)
			{
				weight[(Size) good << outside] += weight[(Size) sound << outside];
				weight[(Size) sound << outside] = 0.0;
			}
		}
	}
}

/* The visits of those that u leads to are one fewer; forgets what it may */
static void
release(Sweeper *sweeper, uint32 u)
{
	const uint32 *first = sweeper->part->first[sweeper->direction];
	const uint32 *next = sweeper->part->next[sweeper->direction];

	for (uint32 i = first[u]; i < first[u + 1]; i++)
	{
		if (--sweeper->users[next[i]] == 0 &&
			sweeper->place[next[i]] < SWEEP_MAX_WIDTH)
			forget(sweeper, next[i]);
	}
}

static void
visit_group(Sweeper *sweeper, const uint32 *members, uint32 size)
{
	Support		support[SWEEP_MAX_WIDTH];
	Support		always = {0, 1.0};

	for (uint32 i = 0; i < size; i++)
		visit_inner(sweeper, members[i], always);
	for (uint32 i = 0; i < size; i++)
		support[i] = support_of(sweeper, members[i]);
	settle_group(sweeper, support, size);
	for (uint32 i = 0; i < size; i++)
		release(sweeper, members[i]);
}

/*
 * Forgets the held unit that will be missed least: few use it, and it is
 * probably what the view takes it for.
 */
static void
forget_least_missed(Sweeper *sweeper)
{
	bool		optimistic = sweeper->view == VIEW_OPTIMISTIC;
	uint32		least = sweeper->held[0];
	double		least_missed = -1.0;

	for (uint32 i = 0; i < sweeper->width; i++)
	{
		uint32		u = sweeper->held[i];
		double		wrong = optimistic ? 1.0 - sweeper->chance[u] :
			sweeper->chance[u];
		double		missed = wrong * sweeper->users[u];

		if (least_missed < 0.0 || missed < least_missed)
		{
			least = u;
			least_missed = missed;
		}
	}
	forget(sweeper, least);
}

/*
 * The probability that the unit is good, as if all that it leads to were
 * independent.  They are not, and that can only make it less probable: good
 * units make others more probably good, so that the same luck serves several.
 */
static double
estimate_chance(const Sweeper *sweeper, uint32 u)
{
	const Part *part = sweeper->part;
	const uint32 *first = part->first[sweeper->direction];
	const uint32 *next = part->next[sweeper->direction];
	double		supported =
		(part->marks[u] & STOPS(sweeper->direction)) ? 1.0 : 0.0;

	for (uint32 i = first[u]; i < first[u + 1]; i++)
		supported = either(supported, sweeper->chance[next[i]]);
	return part->sound[u] * supported;
}

/*
 * Sets what is known of units before they are visited.  In the pessimistic
 * view that is nothing.  In the optimistic one a unit's chance is at most its
 * soundness, and each round of estimates from such bounds gives closer ones.
 */
static void
guess_chances(Sweeper *sweeper, const Plan *plan)
{
	const Part *part = sweeper->part;
	uint32		n = part->nunits;
	int			rounds = plan->ngroups < n ? GUESS_ROUNDS : 0;

	for (uint32 i = 0; i < n; i++)
		sweeper->chance[i] = sweeper->view == VIEW_OPTIMISTIC ?
			part->sound[i] : 0.0;
	if (sweeper->view == VIEW_PESSIMISTIC)
		return;
	for (; rounds > 0; rounds--)
		for (uint32 i = 0; i < n; i++)
			sweeper->chance[plan->order[i]] = estimate_chance(sweeper,
															  plan->order[i]);
	sweeper->visited += (uint64) GUESS_ROUNDS * n;
}

static void
visit_unit(Sweeper *sweeper, uint32 u, uint32 width_limit)
{
	if (sweeper->part->marks[u] & STOPS(OPPOSITE(sweeper->direction)))
		visit_last(sweeper, u, support_of(sweeper, u));
	else
	{
		if (sweeper->width == width_limit)
			forget_least_missed(sweeper);
		if (sweeper->view != VIEW_EXACT)
			sweeper->chance[u] = estimate_chance(sweeper, u);
		visit_inner(sweeper, u, support_of(sweeper, u));
		if (sweeper->users[u] == 0)
			forget(sweeper, u);
	}
	release(sweeper, u);
}

/*
 * The probability that some chain of the part is sound (VIEW_EXACT, where
 * width_limit must not be less than the plan's peak), or a bound on it that
 * holds at most width_limit units, 1 to SWEEP_MAX_WIDTH.  Adds the number of
 * states visited to *visited.
 */
double
sweep_part(Sweeper *sweeper, const Part *part, const Plan *plan,
		   SweepView view, uint32 width_limit, uint64 *visited)
{
	const uint32 *back_first = part->first[OPPOSITE(plan->direction)];

	Assert(part->nunits <= sweeper->capacity);
	sweeper->part = part;
	sweeper->direction = plan->direction;
	sweeper->view = view;
	sweeper->width = 0;
	sweeper->success = 0.0;
	sweeper->visited = 0;
	make_room(sweeper, Min(plan->peak, width_limit));
	sweeper->weight[0] = 1.0;
	memset(sweeper->place, UNVISITED, part->nunits);
	if (view != VIEW_EXACT)
		guess_chances(sweeper, plan);
	for (uint32 u = 0; u < part->nunits; u++)
		sweeper->users[u] = back_first[u + 1] - back_first[u];

	for (uint32 g = 0; g < plan->ngroups; g++)
	{
		const uint32 *members = plan->order + plan->group_first[g];
		uint32		size = plan->group_first[g + 1] - plan->group_first[g];

		CHECK_FOR_INTERRUPTS();
		if (size > 1 && view == VIEW_EXACT)
			visit_group(sweeper, members, size);
		else
			for (uint32 i = 0; i < size; i++)
				visit_unit(sweeper, members[i], width_limit);
	}
	*visited += sweeper->visited;
	return Min(sweeper->success, 1.0);
}
