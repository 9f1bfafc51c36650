/*-------------------------------------------------------------------------
 *
 * guard.h
 *		Keeping anything but gathering from writing the evidence of watched
 *		claims.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GUARD_H
#define CORROBORATE_GUARD_H

#include "base/compat.h"

/* Which table's evidence may be written; guard_close() restores it */
typedef struct GuardState
{
	Oid			claims;			/* InvalidOid: nothing */
	int			depth;			/* of triggers, at the query that writes */
} GuardState;

/*
 * Allows the next query to write evidence of this table.  Close it in any
 * case, in PG_FINALLY().
 */
extern GuardState guard_open(Oid claims);
extern void guard_close(GuardState before);

#endif							/* CORROBORATE_GUARD_H */
