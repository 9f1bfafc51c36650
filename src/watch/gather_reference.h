/*-------------------------------------------------------------------------
 *
 * gather_reference.h
 *		Whether the tables that a rule names are those that foreign keys lead
 *		to.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GATHER_REFERENCE_H
#define CORROBORATE_GATHER_REFERENCE_H

#include "watch/gather_rule.h"

/* An error where a foreign key of attestations leads elsewhere than the rule */
extern void check_attestations(const GatherRule *rule, const Trigger *trigger,
							   Relation attestations);

/* The same for the tables that the rule names */
extern void check_registry(const GatherRule *rule, const Trigger *trigger);

#endif							/* CORROBORATE_GATHER_REFERENCE_H */
