/*-------------------------------------------------------------------------
 *
 * figures.h
 *		The figures of one value: counts and probabilities of both sides.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FIGURES_H
#define CORROBORATE_FIGURES_H

#include "model/reliability.h"
#include "model/testimony.h"

typedef struct Figures
{
	uint32		corroboration;	/* disjoint chains that support */
	uint32		firsthand;		/* those to first-hand ends only */
	uint32		contradiction;	/* disjoint chains that deny */
	bool		has_support;	/* some supporting chain is wholly rated */
	bool		has_denial;
	bool		support_exact;	/* true where there is none */
	bool		denial_exact;
	double		support;		/* lower bound; 0 where there is none */
	double		denial;			/* lower bound; 0 where there is none */
	double		denial_upper;	/* equals denial where exact */
} Figures;

/* In ascending order of strength */
typedef enum Status
{
	STATUS_UNSUPPORTED,			/* corroboration is 0 */
	STATUS_UNCORROBORATED,		/* below the threshold */
	STATUS_CORROBORATED,		/* reaches it, independence partly presumed */
	STATUS_CORROBORATED_FIRSTHAND	/* first-hand ends alone reach it */
} Status;

/* One source is not corroboration: no threshold may be below this */
#define THRESHOLD_MIN 2
#define THRESHOLD_DETAIL "One source is not corroboration, however good it is."

static inline bool
threshold_is_valid(int64 threshold)
{
	return threshold >= THRESHOLD_MIN;
}

/* The second takes no shortcut, for tests; the figures are the same */
extern void testimony_figures(const Testimony *testimony, Figures *figures,
							  Workspace *ws);
extern void testimony_graph_figures(const Testimony *testimony, Figures *figures,
									Workspace *ws);

/*
 * The probability that at least this many supporting chains, no two of which
 * share a unit, are sound; for one chain, it is support.  It is not among the
 * figures of a value, but computed from its statements.
 */
extern void testimony_support(const Testimony *testimony, uint32 chains,
							  Reliability *result, Workspace *ws);

/* Sets the figures' support to that of this many chains, if it is another */
extern void figures_take_support(Figures *figures, const Testimony *testimony,
								 uint32 chains, Workspace *ws);

/*
 * belief, disbelief, uncertainty: false (and nothing set) where neither side
 * has a wholly rated chain
 */
extern bool figures_opinion(const Figures *figures, double *belief,
							double *disbelief, double *uncertainty);

/*
 * The rule by which a claim is flagged: corroboration reaches the threshold
 * and support reaches the minimum, which is UNRATED if there is none.  Missing
 * support reaches no minimum.  The threshold must be valid.  If the minimum is
 * for several chains, support must be that of as many (testimony_support());
 * if there are too few chains for it, the counts alone decide.
 */
extern bool figures_meet(const Figures *figures, uint32 threshold,
						 double minimum_support);

/* The threshold must be valid */
extern Status figures_status(const Figures *figures, uint32 threshold);

/* Whether at least threshold independent sources deny, and fewer support */
extern bool figures_denied(const Figures *figures, uint32 threshold);

/* The label of the SQL enum corroboration_status */
extern const char *status_name(Status status);

#endif							/* CORROBORATE_FIGURES_H */
