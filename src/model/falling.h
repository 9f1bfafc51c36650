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
 * The sources, ascending, each of which the evidence needs to meet the rule of
 * figures_meet(): if it were discredited, the flag would be withdrawn.  *count
 * is 0 if the evidence does not meet the rule.  Ratings in the testimony are
 * changed meanwhile, and restored.
 */
extern uint32 *indispensable_sources(Testimony *testimony, uint32 threshold,
									 double minimum_support, uint32 at_least,
									 uint32 *count,
									 Workspace *ws);

#endif							/* CORROBORATE_FALLING_H */
