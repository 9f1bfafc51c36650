/*-------------------------------------------------------------------------
 *
 * new_names.h
 *		Checking names of sources before they are registered because an
 *		attestation mentions them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEW_NAMES_H
#define CORROBORATE_NEW_NAMES_H

#include "watch/gather_query.h"

/*
 * Raises an error if one of these names, none of which is registered, differs
 * from a registered one or from another of them only in what does not tell
 * names apart; gives a notice if one is near.  Until the end of the
 * transaction nobody else adds a name that is the same as one of these.
 */
extern void refuse_same_names(GatherRule *rule, const Key *names, Size count,
							  Workspace *ws);

/*
 * Likewise, but instead of raising an error, returns the names that differ
 * only in that way, as an array; of names that are the same, all but one.
 */
extern Datum second_spellings(GatherRule *rule, const Key *names, Size count,
							  Workspace *ws);

#endif							/* CORROBORATE_NEW_NAMES_H */
