/*-------------------------------------------------------------------------
 *
 * inner_context.h
 *		Errors of a ledger's functions, without the CONTEXT of what these run.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_INNER_CONTEXT_H
#define CORROBORATE_INNER_CONTEXT_H

#include "base/compat.h"

/* Defines the setting that functions of a ledger set */
extern void define_inner_context(void);

/*
 * Part of an ereport(ERROR) about what a user has done wrong: within a function
 * of a ledger it leaves out the lines of context that this function and what it
 * runs would add.  Those of its callers stay.
 */
extern int	errhide_inner_context(void);

/*
 * hide_context() of a function in C that has a SET clause: from here on errors
 * leave out what it runs, and of its own lines so many
 */
extern void hide_inner_context(int own);

/* Likewise, without the lines of so many callers */
extern int	errhide_callers(int count);

#endif							/* CORROBORATE_INNER_CONTEXT_H */
