/*-------------------------------------------------------------------------
 *
 * falling.h
 *		Which sources evidence cannot lose.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FALLING_H
#define CORROBORATE_FALLING_H

#include "model/testimony.h"

/*
 * The sources, ascending, without any single one of which the evidence would
 * not meet the rule of figures_meet() any more: discrediting it would take
 * the flag.  *count is 0 where the evidence does not meet the rule as it is.
 * Ratings in the testimony are changed meanwhile, and restored.
 */
extern uint32 *indispensable_sources(Testimony *testimony, uint32 threshold,
									 double minimum_support, uint32 at_least,
									 uint32 *count,
									 Workspace *ws);

#endif							/* CORROBORATE_FALLING_H */
