/*-------------------------------------------------------------------------
 *
 * evidence_state.h
 *		The states of evidence_agg: what their two forms have in common.
 *
 * A state is the packed testimonies of a group's rows, one after the other.
 * It is flat (evidence_agg.c), or one of a hash table's states, whose rows go
 * through a log (evidence_log.c).
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_EVIDENCE_STATE_H
#define CORROBORATE_EVIDENCE_STATE_H

#include "type/evidence.h"

#include "utils/memutils.h"

/* From this size on, a full state is united before it grows */
#define STATE_UNITE_SIZE 4096

/* The most bytes of rows that a flat state can have */
#define STATE_MAX_ROOM (MaxAllocSize - VARHDRSZ - EVIDENCE_STATE_HEADER)

/* The packed testimonies of a row or a state */
typedef struct Rows
{
	const uint8 *bytes;
	Size		size;
} Rows;

/*
 * United rows of both, in the workspace of *unpacked, which the caller frees;
 * *room is how many bytes a state of them should have room for
 */
extern Rows unite_rows(Rows rows, Rows added, Unpacked *unpacked, Size *room);

/* The header of a flat state of that size, with so many bytes of rows */
extern uint8 *write_state_header(struct varlena *state, Size size, uint32 used);

/*
 * The log of the hash table that the transition function is called for, made
 * at its first call; NULL where states are flat
 */
typedef struct StateLog StateLog;

extern StateLog *state_log(FunctionCallInfo fcinfo);

/*
 * Adds rows to a state of the log's hash table, which is not read, or makes one
 * where there is none; returns the state.
 */
extern Datum log_rows(StateLog *log, NullableDatum state, Rows added);

/* The rows of such a state, or false: it is flat */
extern bool read_logged(Datum state, Rows *rows);

#endif							/* CORROBORATE_EVIDENCE_STATE_H */
