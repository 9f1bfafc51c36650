/*-------------------------------------------------------------------------
 *
 * evidence_agg.c
 *		The aggregate evidence_agg.
 *
 * A state is the packed testimonies of the rows, one after the other.  Adding
 * a row is a memcpy; uniting, sorting and counting is done once per group, at
 * its end.  When a state of some size is full its rows are united before it
 * grows, so that a million rows that repeat ten sources need the memory of
 * ten.  Combining states is the same operation.
 *
 * Storage: a flat value of type evidence, marked unsettled, with room for more
 * rows (evidence.h).  It is sent between processes and servers as it is, and
 * needs no memory context per group.  The first row of a group is its first
 * state, as it is: attributions and evidence are of one binary form.  Only the
 * states in a hash table are of another form: see evidence_log.c.
 *
 * Invariants of a flat state that is not the first row, or came from another
 * process: its size is a power of two (but for the largest that the server can
 * hold); used bytes are whole packed testimonies; what comes after them is
 * zero.
 *
 * Memory: the aggregate's context holds the states: a function that makes a
 * larger one returns it in the current context, and the executor copies it.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence_state.h"

#include "model/packed.h"

#define STATE_MIN_SIZE 128

/* The packed bytes of a value or a state, settled or not, without settling it */
static Rows
rows_of(Datum evidence)
{
	struct varlena *value;
	Rows		rows;

	if (read_logged(evidence, &rows))
		return rows;
	value = PG_DETOAST_DATUM_PACKED(evidence);
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
 * Adds rows to a state that has room for them; false if it has none, or if it
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

uint8 *
write_state_header(struct varlena *state, Size size, uint32 used)
{
	uint8	   *bytes = (uint8 *) VARDATA(state);

	SET_VARSIZE(state, size);
	bytes[0] = EVIDENCE_VERSION;
	bytes[1] = EVIDENCE_UNSETTLED;
	memcpy(bytes + 2, &used, sizeof(used));
	return bytes + EVIDENCE_STATE_HEADER;
}

/*
 * An empty state with room for that many bytes of rows, up to what the server
 * can hold
 */
static struct varlena *
make_state(Size room)
{
	Size		needed = VARHDRSZ + EVIDENCE_STATE_HEADER + room;
	Size		size = STATE_MIN_SIZE;
	struct varlena *state;

	while (size < needed)
		size *= 2;
	size = Min(size, MaxAllocSize);
	Assert(needed <= size);
	state = palloc0(size);
	write_state_header(state, size, 0);
	return state;
}

/*
 * The room is twice what they need, or four times if uniting did not help, so
 * that rows that do not repeat each other are not united again too soon.
 */
Rows
unite_rows(Rows rows, Rows added, Unpacked *unpacked, Size *room)
{
	Size		apart = rows.size + added.size;
	Rows		united;
	uint8	   *bytes;

	unpack_start(unpacked);
	unpack_add_rows(unpacked, rows.bytes, rows.size);
	unpack_add_rows(unpacked, added.bytes, added.size);
	unpack_finish(unpacked);
	bytes = workspace_alloc(&unpacked->ws, packed_bound(&unpacked->testimony), 1);
	united.size = packed_write(&unpacked->testimony, bytes);
	united.bytes = bytes;
	if (united.size > STATE_MAX_ROOM)
		workspace_too_large();
	*room = Min(united.size * (united.size > apart / 2 ? 4 : 2), STATE_MAX_ROOM);
	return united;
}

/* Adds rows to a full state: unites them where that may help, or makes room */
static struct varlena *
grow_state(Rows rows, Rows added)
{
	struct varlena *grown;
	Unpacked	unpacked;
	Size		room;

	if (rows.size + added.size >= STATE_UNITE_SIZE)
	{
		rows = unite_rows(rows, added, &unpacked, &room);
		grown = make_state(room);
		append_rows(grown, rows);
		unpack_free(&unpacked);
		return grown;
	}
	grown = make_state(rows.size + added.size);
	append_rows(grown, rows);
	append_rows(grown, added);
	return grown;
}

/*
 * State and row, or state and state: appends the second to the first, in
 * place where there is room.
 */
PG_FUNCTION_INFO_V1(evidence_agg_add);
Datum
evidence_agg_add(PG_FUNCTION_ARGS)
{
	StateLog   *log;
	struct varlena *state;
	Rows		added;

	if (!AggCheckCallContext(fcinfo, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("evidence_agg_add can only be called by an aggregate")));

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	if ((log = state_log(fcinfo)) != NULL)
		PG_RETURN_DATUM(log_rows(log, fcinfo->args[0], rows_of(PG_GETARG_DATUM(1))));
	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(PG_GETARG_DATUM(1));

	state = (struct varlena *) PG_GETARG_POINTER(0);
	added = rows_of(PG_GETARG_DATUM(1));
	if (append_rows(state, added))
		PG_RETURN_POINTER(state);
	PG_RETURN_POINTER(grow_state(rows_of(PointerGetDatum(state)), added));
}

/* The aggregate's result; {} if there were no rows */
PG_FUNCTION_INFO_V1(evidence_agg_settle);
Datum
evidence_agg_settle(PG_FUNCTION_ARGS)
{
	struct varlena *state;
	Rows		rows;

	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(evidence_unite(NULL, 0));
	if (!read_logged(PG_GETARG_DATUM(0), &rows))
	{
		state = PG_GETARG_VARLENA_PP(0);

		/* a group of one row is settled already */
		if (!evidence_is_unsettled(state))
			PG_RETURN_DATUM(PG_GETARG_DATUM(0));
		rows = rows_of(PointerGetDatum(state));
	}
	PG_RETURN_DATUM(evidence_unite(rows.bytes, rows.size));
}
