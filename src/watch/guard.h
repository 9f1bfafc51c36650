/*-------------------------------------------------------------------------
 *
 * guard.h
 *		Keeping the evidence of watched claims from being written by others
 *		than gathering.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GUARD_H
#define CORROBORATE_GUARD_H

#include "base/compat.h"

/* What may be written when it began; to be put back when it has ended */
typedef struct GuardState
{
	Oid			claims;			/* InvalidOid: nothing */
	int			depth;			/* of triggers, at the query that writes */
} GuardState;

/*
 * The query that follows writes evidence of this table.  Close it in any case,
 * in PG_FINALLY().
 */
extern GuardState guard_open(Oid claims);
extern void guard_close(GuardState before);

#endif							/* CORROBORATE_GUARD_H */
