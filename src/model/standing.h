/*-------------------------------------------------------------------------
 *
 * standing.h
 *		What a desk knows about its sources, applied to what was said.
 *
 * An attestation is kept as it was written.  Before it is merged into a
 * claim's evidence, the standing facts about the sources it mentions fill in
 * what it leaves out.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_STANDING_H
#define CORROBORATE_STANDING_H

#include "model/testimony.h"

/* What is known about one source */
typedef struct StandingFacts
{
	Key			source;			/* its key */
	double		reliability;	/* UNRATED, or a rating */
	bool		passes_on;		/* kind_passes_on() */
	bool		person;			/* of kind person */
	bool		other_kind;		/* of another kind; neither: of none */
	Key		   *affiliations;
	Key		   *relies_on;		/* whom it has it from where it does not say */
	uint32		naffiliations;
	uint32		nrelies_on;
} StandingFacts;

/*
 * Whether sources of that kind pass on what others say: outlets, agencies,
 * sites, translations and unnamed ones
 */
extern bool kind_passes_on(Key kind);

/* A name that may be mentioned: a source's key, or another spelling of it */
typedef struct StandingName
{
	Key			name;
	uint32		facts;			/* index of the source's facts */
} StandingName;

/* Invariant: names in bytewise order, none twice */
typedef struct Standing
{
	StandingName *names;
	uint32		nnames;
	StandingFacts *facts;
	uint32		nfacts;
	bool		registry;		/* there is one; without, nothing is known */
	bool		leans;			/* some source relies on another */
} Standing;

/* Where the facts of one attestation begin in a builder */
typedef struct AttestationStart
{
	Size		mention;
	Size		affiliation;
	Size		citation;
} AttestationStart;

static inline AttestationStart
attestation_start(const TestimonyBuilder *builder)
{
	AttestationStart start = {
		builder->nmentions, builder->naffiliations, builder->ncitations
	};

	return start;
}

/* The source that goes by a name, or NULL */
extern const StandingFacts *standing_find(const Standing *standing, Key name);

/* Adds what is known about another spelling, which has facts of its own */
extern void standing_unite(StandingFacts *facts, const StandingFacts *spelling,
						   Workspace *ws);

/* Puts names in order, as standing_find() needs them, each once */
extern void standing_sort(Standing *standing, Workspace *ws);

/* The mention that makes the attestation's statement */
extern uint32 attestation_speaker(const TestimonyBuilder *builder,
								  AttestationStart start, Side *side);

#endif							/* CORROBORATE_STANDING_H */
