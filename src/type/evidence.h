/*-------------------------------------------------------------------------
 *
 * evidence.h
 *		The SQL types evidence and attribution, seen from C.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_EVIDENCE_H
#define CORROBORATE_EVIDENCE_H

#include "base/compat.h"

#include "fmgr.h"

#include "model/figures.h"
#include "model/splice.h"
#include "model/testimony.h"

/*
 * A value being read, or several being merged.  On the caller's stack, with a
 * buffer that small values fit into: unpack_start(), unpack_add() for each
 * value, unpack_finish(), then use testimony, then unpack_free().
 */
typedef struct Unpacked
{
	TestimonyBuilder builder;
	Testimony	testimony;
	Workspace	ws;
	WorkspaceBuffer buffer;
} Unpacked;

extern void unpack_start(Unpacked *unpacked);
extern void unpack_add(Unpacked *unpacked, Datum evidence);
extern void unpack_add_rows(Unpacked *unpacked, const uint8 *rows, Size size);
extern void unpack_finish(Unpacked *unpacked);
extern void unpack_free(Unpacked *unpacked);

/* The first three steps for a single value */
extern void evidence_unpack(Unpacked *unpacked, Datum evidence);

/* A value of type evidence in the current memory context, figures included */
extern Datum evidence_pack(const Testimony *testimony, Workspace *ws);

/* Unites packed testimonies, one after the other, into such a value */
extern Datum evidence_unite(const uint8 *rows, Size size);

/*
 * Reads stored evidence, detoasted, in order to add to it what said says.
 * Returns false if either is not in the form for model/splice.h.  *splice, in
 * the workspace, says what is in the stored evidence.
 */
extern bool evidence_start_splice(struct varlena *stored, const Testimony *said,
								  Splice *splice, Workspace *ws);

/*
 * The result of adding: the stored value itself if nothing changes, 0 if
 * computing the figures needs a graph
 */
extern Datum evidence_finish_splice(struct varlena *stored, const Splice *splice,
									Workspace *ws);

/*
 * Like evidence_pack(), for a value that must be an attribution; 0 after a
 * soft error
 */
extern Datum attribution_pack(const Testimony *testimony, int sqlerrcode,
							  Node *escontext, Workspace *ws);

/*
 * Whether a literal is JSON, as to_jsonb() writes it; and its value, or 0
 * after a soft error
 */
extern bool is_evidence_in_json(const char *text);
extern Datum evidence_in_json(const char *text, bool attribution, Node *escontext);

/* The input functions */
extern PGDLLEXPORT Datum evidence_in(PG_FUNCTION_ARGS);
extern PGDLLEXPORT Datum attribution_in(PG_FUNCTION_ARGS);

/*
 * The figures of an evidence or attribution datum: read from its header, or
 * computed if the header has none (states of aggregates)
 */
extern void evidence_figures(Datum evidence, Figures *figures);

/* Likewise, with the support of this many chains */
extern void evidence_figures_of_several(Datum evidence, uint32 chains, Figures *figures);

/* A number of chains from an SQL argument; an error if it is below 1 */
extern uint32 check_at_least(int32 at_least);

/* Only corroboration, faster */
extern uint32 evidence_first_figure(Datum evidence);

/*
 * The packed testimony inside a datum, detoasted; a state of an aggregate is
 * settled first.  *size is the number of bytes.
 */
extern const uint8 *evidence_body(Datum evidence, Size *size);

/* Compares what is said by bytes, without the figures; 0 if it is the same */
extern int	evidence_compare(Datum a, Datum b);

/* The packed testimony in the bytes of a settled value, after its header */
extern const uint8 *skip_header(const uint8 *bytes, Size size);

/* The bytes of a detoasted text as a key; they need not be a valid one */
static inline Key
key_from_varlena(const struct varlena *value)
{
	Key			key = {VARDATA_ANY(value), (uint32) VARSIZE_ANY_EXHDR(value)};

	return key;
}

/*
 * A text as a valid, normalised key, or an error; what ("source",
 * "affiliation") is for the error.  key_from_text() is the same for an SQL
 * argument.
 */
extern Key	check_key(Key text, const char *what, Workspace *ws);
extern Key	key_from_text(Datum text, const char *what, Workspace *ws);

/* A threshold from an SQL argument; an error if it is not valid */
extern uint32 check_threshold(int32 threshold);

/*
 * The header before the packed bytes, after the varlena length:
 *
 *	  1 byte   format version, EVIDENCE_VERSION
 *	  1 byte   EVIDENCE_ bits
 *	  then, unless EVIDENCE_UNSETTLED:
 *	  varint   corroboration
 *	  varint   corroboration_firsthand
 *	  varint   contradiction
 *	  8 bytes  support, if EVIDENCE_SUPPORT (native double, unaligned)
 *	  8 bytes  denial, if EVIDENCE_DENIAL
 *	  8 bytes  upper bound of denial, if EVIDENCE_DENIAL_BOUND
 *	  ...      one packed testimony, to the end
 *	  or, if EVIDENCE_UNSETTLED, a state of evidence_agg:
 *	  4 bytes  number of bytes used (native, unaligned)
 *	  ...      packed testimonies, one after the other, then free space
 */
#define EVIDENCE_VERSION 1

#define EVIDENCE_UNSETTLED 0x01
#define EVIDENCE_SUPPORT 0x02
#define EVIDENCE_DENIAL 0x04
#define EVIDENCE_SUPPORT_BOUND 0x08 /* support is a lower bound only */
#define EVIDENCE_DENIAL_BOUND 0x10	/* so is denial */
#define EVIDENCE_RESERVED 0xE0

#define EVIDENCE_STATE_HEADER 6 /* version, bits, bytes used */

/* Whether a detoasted value is a state of evidence_agg */
static inline bool
evidence_is_unsettled(const struct varlena *value)
{
	const uint8 *bytes = (const uint8 *) VARDATA_ANY(value);

	return VARSIZE_ANY_EXHDR(value) >= EVIDENCE_STATE_HEADER &&
		bytes[0] == EVIDENCE_VERSION && (bytes[1] & EVIDENCE_UNSETTLED) != 0;
}

/* The packed testimonies of such a state, and how many bytes they are */
extern const uint8 *state_rows(const struct varlena *state, Size *size);

#endif							/* CORROBORATE_EVIDENCE_H */
