/*-------------------------------------------------------------------------
 *
 * evidence_lists.h
 *		Lists of sources drawn from evidence.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_EVIDENCE_LISTS_H
#define CORROBORATE_EVIDENCE_LISTS_H

#include "base/groups.h"
#include "model/flow.h"
#include "model/graph.h"
#include "model/testimony.h"

typedef struct KeyList
{
	Key		   *keys;
	Size		count;
	Size		capacity;
	Workspace  *ws;
} KeyList;

extern void key_list_init(KeyList *list, Workspace *ws);
extern void key_list_add(KeyList *list, Key key);

/* The sources of each unit of a graph */
extern void unit_members(Groups *members, const Testimony *testimony,
						 const Graph *graph, Workspace *ws);

/* Adds the sources that a chain runs through, from the unit it starts with */
extern void list_chain(KeyList *list, const Testimony *testimony, Side side,
					   const Graph *graph, const Groups *members,
					   const Chains *chains, uint32 start);

/* Whether a chain may end at the source, on that side */
static inline bool
source_is_origin(const Source *source, Side side)
{
	return (source->says[side] & SAYS_FIRSTHAND) || !source_has_basis(source, side);
}

#endif							/* CORROBORATE_EVIDENCE_LISTS_H */
