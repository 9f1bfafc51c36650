/*-------------------------------------------------------------------------
 *
 * as_owner.h
 *		Running queries as the owner of a table, without filtering by policies.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_AS_OWNER_H
#define CORROBORATE_AS_OWNER_H

#include "base/compat.h"

#include "executor/spi.h"

/* What as_owner_begin() changed.  After an error the server restores it */
typedef struct AsOwner
{
	Oid			user;
	int			security;
} AsOwner;

/*
 * Between these, queries run as the owner in an SPI connection, and policies
 * that are forced on the owner's own tables do not apply.
 */
extern void as_owner_begin(AsOwner *before, Oid owner);
extern void as_owner_end(const AsOwner *before);

/*
 * Whether policies decide which rows of a table a role sees.  To be called
 * outside as_owner_begin(), so that forced policies apply to the table's
 * owner, too.  InvalidOid is the current user.
 */
extern bool policies_apply(Oid table, Oid role);

/*
 * Raises an error if policies applied to a plan that was executed between
 * as_owner_begin() and as_owner_end(); with forced, also if they would have
 * applied outside.
 */
extern void refuse_filtered(SPIPlanPtr plan, bool forced);

/* Raises that error about a table */
pg_noreturn extern void refuse_policies(Oid table);

#endif							/* CORROBORATE_AS_OWNER_H */
