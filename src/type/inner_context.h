/*-------------------------------------------------------------------------
 *
 * inner_context.h
 *		Errors of a ledger's functions without the CONTEXT of what they run.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_INNER_CONTEXT_H
#define CORROBORATE_INNER_CONTEXT_H

#include "base/compat.h"

/* Defines the setting that functions of a ledger set */
extern void define_inner_context(void);

/*
 * Part of an ereport(ERROR) about what a user did wrong.  Within a function of
 * a ledger, it leaves out the lines of context of this function and of what it
 * runs.  Those of its callers stay.
 */
extern int	errhide_inner_context(void);

/* Likewise, also without the lines of this many callers */
extern int	errhide_callers(int count);

/*
 * hide_context() for a C function that has a SET clause: from here on, errors
 * leave out the context of what it runs, and this many lines of its own
 */
extern void hide_inner_context(int own);

#endif							/* CORROBORATE_INNER_CONTEXT_H */
