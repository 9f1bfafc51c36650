/*-------------------------------------------------------------------------
 *
 * qualified_name.h
 *		Relations as queries and messages name them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_QUALIFIED_NAME_H
#define CORROBORATE_QUALIFIED_NAME_H

#include "base/compat.h"

/* With its schema, and in quotes where that is necessary */
extern char *qualified_name(Oid relation);

#endif							/* CORROBORATE_QUALIFIED_NAME_H */
