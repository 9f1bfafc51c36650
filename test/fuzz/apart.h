/*-------------------------------------------------------------------------
 *
 * apart.h
 *		Memory contexts in which each piece is allocated by itself, so that
 *		AddressSanitizer sees where each begins and ends, and when it is gone.
 *
 * Included before everything else of the extension, it takes the place of
 * the server's contexts.  Servers from 16 on let nobody bring contexts of
 * their own: there theirs stay, and sanitizers see only what is outside of
 * all of them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_APART_H
#define CORROBORATE_APART_H

#include "postgres.h"

#include "utils/memutils.h"

#if PG_VERSION_NUM < 160000

/* The sizes of blocks say nothing here, as each piece is one */
extern MemoryContext apart_context(MemoryContext parent, const char *name,
								   Size min, Size initial, Size max);

#define AllocSetContextCreateInternal apart_context

#endif

#endif							/* CORROBORATE_APART_H */
