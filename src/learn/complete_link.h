/*-------------------------------------------------------------------------
 *
 * complete_link.h
 *		Sources that are one voice: each depends on each.
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
 * as each of the one depends on each of the other.  The pairs are sorted, the
 * strongest first, as find_dependence() leaves them.
 *
 * group_of[source] becomes the lowest number of the source's group.  joins[i]
 * becomes whether pair i stands for the joining of two groups: it is that of
 * their lowest numbers.  There is one fewer of these in a group than sources.
 */
extern void complete_link(const Dependence *pairs, Size npairs, uint32 nsources,
						  uint32 *group_of, bool *joins, Workspace *ws);

#endif							/* CORROBORATE_COMPLETE_LINK_H */
