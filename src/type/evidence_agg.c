/*-------------------------------------------------------------------------
 *
 * evidence_agg.c
 *		The aggregate evidence_agg.
 *
 * Storage: the state is a flat value of type evidence, marked unsettled: the
 * packed testimonies of the rows one after the other, and room for more
 * (evidence.h).  Adding a row is a memcpy; uniting, sorting and counting is
 * done once per group, at its end.  When a state of some size is full its rows
 * are united before it grows, so that a million rows that repeat ten sources
 * need the memory of ten.  Combining states is the same operation, and since
 * the state is a real, flat type it travels between processes and servers as
 * it is, and needs no memory context per group.
 *
 * The first row of a group is its first state, as it is: attributions and
 * evidence are of one binary form.
 *
 * Invariants of a state that is not the first row: its size is a power of two
 * (but for the largest that the server can hold); used bytes are whole packed
 * testimonies; what comes after them is zero.
 *
 * Memory: the aggregate's context holds the states: a function that makes a
 * larger one returns it in the current context, and the executor copies it.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "utils/memutils.h"

#include "model/packed.h"

#define STATE_MIN_SIZE 128

/* From this size on a full state is united before it grows */
#define STATE_UNITE_SIZE 4096

/* The packed bytes of a value, settled or not, without settling it */
typedef struct Rows
{
	const uint8 *bytes;
	Size		size;
} Rows;

static Rows
rows_of(Datum evidence)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(evidence);
	Rows		rows;

	if (evidence_is_unsettled(value))
		rows.bytes = state_rows(value, &rows.size);
	else
	{
		const uint8 *bytes = (const uint8 *) VARDATA_ANY(value);

		rows.bytes = skip_header(bytes, VARSIZE_ANY_EXHDR(value));
		rows.size = bytes + VARSIZE_ANY_EXHDR(value) - rows.bytes;
	}
	return rows;
}

/*
 * Adds rows to a state that has room for them; false if it has not, or if it
 * is not a state yet
 */
static bool
append_rows(struct varlena *state, Rows rows)
{
	uint8	   *bytes;
	Size		size;
	uint32		used;

	if (VARATT_IS_EXTENDED(state) || !evidence_is_unsettled(state))
		return false;
	state_rows(state, &size);
	if (rows.size > VARSIZE(state) - VARHDRSZ - EVIDENCE_STATE_HEADER - size)
		return false;

	bytes = (uint8 *) VARDATA(state);
	memcpy(bytes + EVIDENCE_STATE_HEADER + size, rows.bytes, rows.size);
	used = size + rows.size;
	memcpy(bytes + 2, &used, sizeof(used));
	return true;
}

/*
 * An empty state with room for that many bytes of rows: few, or at most what
 * the server can hold
 */
static struct varlena *
make_state(Size room)
{
	Size		needed = VARHDRSZ + EVIDENCE_STATE_HEADER + room;
	Size		size = STATE_MIN_SIZE;
	struct varlena *state;
	uint8	   *bytes;

	while (size < needed)
		size *= 2;
	size = Min(size, MaxAllocSize);
	Assert(needed <= size);
	state = palloc0(size);
	SET_VARSIZE(state, size);
	bytes = (uint8 *) VARDATA(state);
	bytes[0] = EVIDENCE_VERSION;
	bytes[1] = EVIDENCE_UNSETTLED;
	return state;
}

/*
 * A state of the united rows of both, with room for more: twice as much, or
 * four times if uniting did not help, so that rows that do not repeat each
 * other are not united again too soon.
 */
static struct varlena *
unite_state(Datum state, Datum added, Size apart)
{
	Size		room;
	Unpacked	unpacked;
	Rows		rows;
	uint8	   *bytes;
	struct varlena *united;

	unpack_start(&unpacked);
	unpack_add(&unpacked, state);
	unpack_add(&unpacked, added);
	unpack_finish(&unpacked);
	bytes = workspace_alloc(&unpacked.ws, packed_bound(&unpacked.testimony), 1);
	rows.size = packed_write(&unpacked.testimony, bytes);
	rows.bytes = bytes;
	room = rows.size * (rows.size > apart / 2 ? 4 : 2);
	united =
		make_state(Min(room, MaxAllocSize - VARHDRSZ - EVIDENCE_STATE_HEADER));
	if (!append_rows(united, rows))
		workspace_too_large();
	unpack_free(&unpacked);
	return united;
}

/*
 * State and row, or state and state: appends the second to the first, in
 * place where there is room.
 */
PG_FUNCTION_INFO_V1(evidence_agg_add);
Datum
evidence_agg_add(PG_FUNCTION_ARGS)
{
	struct varlena *state = (struct varlena *) PG_GETARG_POINTER(0);
	struct varlena *grown;
	Rows		old,
				added;

	if (!AggCheckCallContext(fcinfo, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("evidence_agg_add can only be called by an aggregate")));

	added = rows_of(PG_GETARG_DATUM(1));
	if (append_rows(state, added))
		PG_RETURN_POINTER(state);

	old = rows_of(PointerGetDatum(state));
	if (old.size + added.size >= STATE_UNITE_SIZE)
		PG_RETURN_POINTER(unite_state(PointerGetDatum(state),
									  PG_GETARG_DATUM(1),
									  old.size + added.size));

	grown = make_state(old.size + added.size);
	append_rows(grown, old);
	append_rows(grown, added);
	PG_RETURN_POINTER(grown);
}

/* The aggregate's result: no row, no evidence */
PG_FUNCTION_INFO_V1(evidence_agg_settle);
Datum
evidence_agg_settle(PG_FUNCTION_ARGS)
{
	struct varlena *state;
	Rows		rows;

	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(evidence_unite(NULL, 0));
	state = PG_GETARG_VARLENA_PP(0);

	/* a group of one row is settled already */
	if (!evidence_is_unsettled(state))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	rows = rows_of(PointerGetDatum(state));
	PG_RETURN_DATUM(evidence_unite(rows.bytes, rows.size));
}
