/*-------------------------------------------------------------------------
 *
 * qualified_name.h
 *		Names of relations in queries and messages.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_QUALIFIED_NAME_H
#define CORROBORATE_QUALIFIED_NAME_H

#include "base/compat.h"

/* The schema-qualified name, quoted where necessary */
extern char *qualified_name(Oid relation);

#endif							/* CORROBORATE_QUALIFIED_NAME_H */
