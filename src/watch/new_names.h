/*-------------------------------------------------------------------------
 *
 * new_names.h
 *		Names of sources that are to be registered because somebody mentions
 *		them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEW_NAMES_H
#define CORROBORATE_NEW_NAMES_H

#include "watch/gather_query.h"

/*
 * An error if one of these names, none of which is registered, differs from a
 * registered one or from another of them only in what does not tell names
 * apart; a notice where one is near.  From here to the end of the transaction
 * nobody else adds a name that is the same as one of these.
 */
extern void refuse_same_names(GatherRule *rule, const Key *names, Size count,
							  Workspace *ws);

/*
 * The same, but instead of an error those that differ only so, as an array;
 * of names that are the same as one another all but one.
 */
extern Datum second_spellings(GatherRule *rule, const Key *names, Size count,
							  Workspace *ws);

#endif							/* CORROBORATE_NEW_NAMES_H */
