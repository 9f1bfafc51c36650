/*-------------------------------------------------------------------------
 *
 * reliability_plan.c
 *		Finds an order of a part's units that makes a sweep cheap.
 *
 * A sweep (see reliability_sweep.c) visits units, ends first or speakers
 * first, and holds a unit until all that can use it are visited.  Its cost
 * doubles with each unit held.  The best order is hard to find, but a greedy
 * one is good: take the unit after which the fewest are held, and of those
 * the one that brings another unit nearest to being ready.  Where that is
 * expensive, trying again with other choices among equals costs little in
 * comparison.
 *
 * Memory: a planner's arrays are allocated once for the largest part.
 *
 *-------------------------------------------------------------------------
 */
#include "model/reliability_parts.h"

#define NONE 0xFFFFFFFFU

/* A sweep of that many states is not worth another trial, for each unit */
#define PLAN_CHEAP_STATES 64

struct Planner
{
	uint32		capacity;
	Plan		best;
	Plan		trial;

	/* strongly connected groups: slices of members, in an order towards ends */
	uint32		ngroups;
	uint32		largest_group;	/* its number of units */
	uint32	   *group_first;
	uint32	   *members;
	uint32	   *group;			/* of each unit */

	uint32	   *missing;		/* for each group: citations from its units to
								 * units of groups not yet visited */
	uint32	   *users;			/* for each unit: citations that lead to it
								 * from groups not yet visited */
	uint32	   *ready;			/* groups that miss nothing */
	uint32		nready;
	uint32	   *stack;
	uint32	   *low;
	uint32	   *number;
	uint32	   *edge;
	uint64		random;
	uint64		patience;
};

static void
plan_alloc(Plan *plan, uint32 nunits, Workspace *ws)
{
	plan->group_first = workspace_alloc(ws, (Size) nunits + 1, sizeof(uint32));
	plan->order = workspace_alloc(ws, nunits, sizeof(uint32));
}

/* A planner for parts of up to nunits units */
Planner *
planner_create(uint32 nunits, Workspace *ws)
{
	Planner    *planner = workspace_alloc_zero(ws, 1, sizeof(Planner));

	planner->capacity = nunits;
	plan_alloc(&planner->best, nunits, ws);
	plan_alloc(&planner->trial, nunits, ws);
	planner->group_first = workspace_alloc(ws, (Size) nunits + 1,
										   sizeof(uint32));
	planner->members = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->group = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->missing = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->users = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->ready = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->stack = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->low = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->number = workspace_alloc(ws, nunits, sizeof(uint32));
	planner->edge = workspace_alloc(ws, nunits, sizeof(uint32));
	return planner;
}

/*
 * Strongly connected groups, by Tarjan's algorithm with an explicit stack.
 * Each group comes after those that its units lead to towards ends.
 */
typedef struct Walk
{
	uint32		nstack;			/* units not yet given to a group */
	uint32		npath;			/* units from the start to where the walk is */
	uint32		nnumbers;
	uint32		nmembers;
} Walk;

static void
enter_unit(Planner *planner, const Part *part, Walk *walk, uint32 u)
{
	planner->number[u] = planner->low[u] = walk->nnumbers++;
	planner->edge[u] = part->first[TOWARDS_ENDS][u];
	planner->stack[walk->nstack++] = u;
	planner->ready[walk->npath++] = u;	/* not yet needed for anything else */
}

static void
close_group(Planner *planner, Walk *walk, uint32 root)
{
	uint32		u;

	planner->group_first[planner->ngroups] = walk->nmembers;
	do
	{
		u = planner->stack[--walk->nstack];
		planner->group[u] = planner->ngroups;
		planner->members[walk->nmembers++] = u;
	} while (u != root);
	planner->largest_group = Max(planner->largest_group, walk->nmembers -
								 planner->group_first[planner->ngroups]);
	planner->group_first[++planner->ngroups] = walk->nmembers;
}

static void
find_groups(Planner *planner, const Part *part)
{
	const uint32 *first = part->first[TOWARDS_ENDS];
	const uint32 *next = part->next[TOWARDS_ENDS];
	Walk		walk = {0, 0, 0, 0};

	planner->ngroups = 0;
	planner->largest_group = 0;
	memset(planner->number, 0xFF, part->nunits * sizeof(uint32));
	memset(planner->group, 0xFF, part->nunits * sizeof(uint32));
	for (uint32 start = 0; start < part->nunits; start++)
	{
		if (planner->number[start] != NONE)
			continue;
		enter_unit(planner, part, &walk, start);
		while (walk.npath > 0)
		{
			uint32		u = planner->ready[walk.npath - 1];

			if (planner->edge[u] < first[u + 1])
			{
				uint32		w = next[planner->edge[u]++];

				if (planner->number[w] == NONE)
					enter_unit(planner, part, &walk, w);
				else if (planner->group[w] == NONE)
					planner->low[u] = Min(planner->low[u], planner->number[w]);
				continue;
			}
			walk.npath--;
			if (planner->low[u] == planner->number[u])
				close_group(planner, &walk, u);
			if (walk.npath > 0)
			{
				uint32		v = planner->ready[walk.npath - 1];

				planner->low[v] = Min(planner->low[v], planner->low[u]);
			}
		}
	}
}

/* Counts what is missing and used before the first unit is visited */
static void
begin_trial(Planner *planner, const Part *part, Direction direction)
{
	const uint32 *first = part->first[direction];
	const uint32 *next = part->next[direction];
	uint32		g;

	memset(planner->missing, 0, planner->ngroups * sizeof(uint32));
	memset(planner->users, 0, part->nunits * sizeof(uint32));
	for (uint32 u = 0; u < part->nunits; u++)
	{
		for (uint32 i = first[u]; i < first[u + 1]; i++)
		{
			if (planner->group[next[i]] != planner->group[u])
			{
				planner->missing[planner->group[u]]++;
				planner->users[next[i]]++;
			}
		}
	}
	planner->nready = 0;
	for (uint32 i = 0; i < planner->ngroups; i++)
	{
		/* groups are found in the order towards ends */
		g = direction == TOWARDS_ENDS ? i : planner->ngroups - 1 - i;
		if (planner->missing[g] == 0)
			planner->ready[planner->nready++] = g;
	}
	planner->trial.direction = direction;
	planner->trial.cost = 0;
	planner->trial.peak = 0;
	planner->trial.ngroups = 0;
	planner->trial.group_first[0] = 0;
}

/*
 * How unwelcome it is to visit that group next: first by how many more units
 * will be held, then by how much those that use it will still miss.
 */
static uint32
dislike(Planner *planner, const Part *part, uint32 g, Direction direction)
{
	const uint32 *first = part->first[direction];
	const uint32 *next = part->next[direction];
	const uint32 *back_first = part->first[OPPOSITE(direction)];
	const uint32 *back_next = part->next[OPPOSITE(direction)];
	uint32		held = 64;
	uint32		miss = 63;

	for (uint32 m = planner->group_first[g];
		 m < planner->group_first[g + 1]; m++)
	{
		uint32		u = planner->members[m];

		planner->patience -= Min(planner->patience,
								 first[u + 1] - first[u] + back_first[u + 1] -
								 back_first[u] + 1);
		if (planner->users[u] > 0)
			held++;
		for (uint32 i = first[u]; i < first[u + 1]; i++)
			if (planner->users[next[i]] == 1 && held > 0)
				held--;
		for (uint32 i = back_first[u]; i < back_first[u + 1]; i++)
			if (planner->group[back_next[i]] != g)
				miss = Min(miss,
						   planner->missing[planner->group[back_next[i]]]);
	}
	return Min(held, 1023) * 64 + miss;
}

/* Takes the least disliked ready group off the list */
static uint32
choose_group(Planner *planner, const Part *part, Direction direction, bool vary)
{
	uint32		best = 0;
	uint32		least = NONE;
	uint32		ties = 0;
	uint32		chosen;

	for (uint32 i = 0; i < planner->nready; i++)
	{
		uint32		d = dislike(planner, part, planner->ready[i], direction);

		if (d < least)
		{
			least = d;
			best = i;
			ties = 1;
		}
		else if (vary && d == least)
		{
			/* each of the equals has the same chance (Knuth's MMIX generator) */
			planner->random = planner->random *
				UINT64CONST(6364136223846793005) +
				UINT64CONST(1442695040888963407);
			if ((planner->random >> 33) % ++ties == 0)
				best = i;
		}
	}
	chosen = planner->ready[best];
	planner->ready[best] = planner->ready[--planner->nready];
	return chosen;
}

/* Appends the group to the trial; *held is the number of units held */
static void
visit_group(Planner *planner, const Part *part, uint32 g, uint32 *held)
{
	Plan	   *plan = &planner->trial;
	Direction	direction = plan->direction;
	const uint32 *first = part->first[direction];
	const uint32 *next = part->next[direction];
	const uint32 *back_first = part->first[OPPOSITE(direction)];
	const uint32 *back_next = part->next[OPPOSITE(direction)];
	uint32		size = planner->group_first[g + 1] - planner->group_first[g];
	uint32		n = plan->group_first[plan->ngroups];
	bool		last = (part->marks[planner->members[planner->group_first[g]]] &
						STOPS(OPPOSITE(direction))) != 0;

	if (!last)
		*held += size;
	plan->peak = Max(plan->peak, *held);
	if (plan->peak > SWEEP_MAX_WIDTH)
		plan->cost = PLAN_TOO_EXPENSIVE;
	else
		plan->cost += (uint64) (size > 1 ? 2 * size + 2 : 1) << *held;

	for (uint32 m = planner->group_first[g];
		 m < planner->group_first[g + 1]; m++)
	{
		uint32		u = planner->members[m];

		plan->order[n++] = u;
		for (uint32 i = first[u]; i < first[u + 1]; i++)
		{
			if (planner->group[next[i]] != g && --planner->users[next[i]] == 0)
			{
				if (plan->cost != PLAN_TOO_EXPENSIVE)
					plan->cost += UINT64CONST(1) << *held;
				(*held)--;
			}
		}
		for (uint32 i = back_first[u]; i < back_first[u + 1]; i++)
		{
			uint32		user = planner->group[back_next[i]];

			if (user != g && --planner->missing[user] == 0)
				planner->ready[planner->nready++] = user;
		}
		/* only used inside the group */
		if (!last && planner->users[u] == 0)
			(*held)--;
	}
	plan->group_first[++plan->ngroups] = n;
}

/* One order by greedy choice; false if patience ran out */
static bool
try_order(Planner *planner, const Part *part, Direction direction, bool vary)
{
	uint32		held = 0;

	begin_trial(planner, part, direction);
	while (planner->nready > 0)
	{
		if (planner->patience == 0)
			return false;
		visit_group(planner, part,
					choose_group(planner, part, direction, vary), &held);
	}
	Assert(planner->trial.ngroups == planner->ngroups);
	return true;
}

/* The order in which the groups were found, where there is no better one */
static void
take_found_order(Planner *planner, const Part *part)
{
	uint32		held = 0;

	begin_trial(planner, part, TOWARDS_ENDS);
	for (uint32 g = 0; g < planner->ngroups; g++)
	{
		planner->nready = 0;
		visit_group(planner, part, g, &held);
	}
}

static void
keep_better(Planner *planner)
{
	Plan		swap;

	if (planner->best.ngroups > 0 &&
		(planner->best.cost < planner->trial.cost ||
		 (planner->best.cost == planner->trial.cost &&
		  planner->best.peak <= planner->trial.peak)))
		return;
	swap = planner->best;
	planner->best = planner->trial;
	planner->trial = swap;
}

/*
 * Finds a good order of the part's units, the cheapest of some trials.
 * *patience is how many citations to look at, and becomes what is left of it.
 * The plan stays valid until the planner's next use.
 */
const Plan *
plan_part(Planner *planner, const Part *part, uint64 *patience, int trials)
{
	uint64		cheap = PLAN_CHEAP_STATES * (uint64) part->nunits;

	Assert(part->nunits <= planner->capacity);
	find_groups(planner, part);
	planner->patience = *patience;
	planner->random = part->nunits;
	planner->best.ngroups = 0;
	for (int trial = 0; trial < trials; trial++)
	{
		CHECK_FOR_INTERRUPTS();
		if (!try_order(planner, part,
					   trial % 2 == 0 ? TOWARDS_ENDS :
					   TOWARDS_SPEAKERS, trial > 1))
			break;
		keep_better(planner);
		if (planner->best.cost <= cheap ||
			planner->largest_group > SWEEP_MAX_WIDTH)
			break;
	}
	if (planner->best.ngroups == 0)
	{
		take_found_order(planner, part);
		keep_better(planner);
	}
	*patience = planner->patience;
	return &planner->best;
}
