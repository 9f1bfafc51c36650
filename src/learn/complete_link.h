/*-------------------------------------------------------------------------
 *
 * complete_link.h
 *		Groups of sources that are one voice: each depends on every other.
 *
 * Transitive closure would join too many: A may be like B, and B like C, while
 * A and C differ.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_COMPLETE_LINK_H
#define CORROBORATE_COMPLETE_LINK_H

#include "learn/dependence.h"

/*
 * Joins groups in the order of the weakest dependence between them, as long
 * as each source of the one depends on each of the other.  The pairs are
 * sorted, the strongest first, as find_dependence() returns them.
 *
 * group_of[source] is set to the lowest number of the source's group.
 * joins[i] is set to whether pair i stands for the joining of two groups: it
 * is the pair of their lowest numbers.  A group has one fewer of these than
 * sources.
 */
extern void complete_link(const Dependence *pairs, Size npairs, uint32 nsources,
						  uint32 *group_of, bool *joins, Workspace *ws);

#endif							/* CORROBORATE_COMPLETE_LINK_H */
