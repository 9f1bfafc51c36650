/*-------------------------------------------------------------------------
 *
 * gather_reference.h
 *		Whether the tables that a rule names are those that foreign keys
 *		reference.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GATHER_REFERENCE_H
#define CORROBORATE_GATHER_REFERENCE_H

#include "watch/gather_rule.h"

/*
 * Raises an error if a foreign key of attestations references another table
 * than the rule names
 */
extern void check_attestations(const GatherRule *rule, const Trigger *trigger,
							   Relation attestations);

/* Likewise for foreign keys of the tables that the rule names */
extern void check_registry(const GatherRule *rule, const Trigger *trigger);

#endif							/* CORROBORATE_GATHER_REFERENCE_H */
