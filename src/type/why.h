/*-------------------------------------------------------------------------
 *
 * why.h
 *		Evidence in a sentence or two, for people.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_WHY_H
#define CORROBORATE_WHY_H

#include "base/compat.h"

#include "lib/stringinfo.h"

#include "model/figures.h"
#include "model/side.h"

/* Appends what why() returns; supporting is the view of SIDE_FOR */
extern void why_text(StringInfo text, const SideView *supporting,
					 const Figures *figures);

#endif							/* CORROBORATE_WHY_H */
