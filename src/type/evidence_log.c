/*-------------------------------------------------------------------------
 *
 * evidence_log.c
 *		The states of evidence_agg in a hash table, and the log of their rows.
 *
 * A hash table of 100,000 groups is larger than the processor's caches, and
 * each row comes to another group.  Whoever adds the row to its group's state
 * at once waits for memory three times: for the state, for the end of its
 * rows, and for more room.  So rows are not added at once.  They are written to
 * a log, with the state's address, which is all that is needed of the state.
 * When the log is full, the states are fetched ahead, several at a time,
 * while the rows of others are added.
 *
 * Storage: a state is an expanded object, so that its address stays as its
 * rows grow.  The header is one cache line, and says where the rows are, which
 * are whole packed testimonies.  Rows grow by doubling, and are united before
 * they grow beyond STATE_UNITE_SIZE.  Flattened, a state is an unsettled value
 * (evidence.h), which is what is sent between processes and servers.
 *
 * Memory: one child of the hash table's context holds the log, the states, and
 * their rows, so that the table's own tuples stay close together.  HashAggregate
 * counts children, too.  Where the context is reset, for the next batch or the
 * next scan, the log goes with the states, and the transition function starts
 * another.
 *
 * Invariants: whoever reads a state has the log written out first, and all
 * states of the log's hash table that are not NULL were made here.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence_state.h"

#include "executor/nodeAgg.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "utils/expandeddatum.h"

/* The log begins small, and grows with the number of states */
#define LOG_MIN_ENTRIES 16
#define LOG_MAX_ENTRIES 512
#define LOG_BYTES_PER_ENTRY 64

/* So many entries before a state's turn its header is fetched, then its end */
#define FETCH_HEADER 16
#define FETCH_END 8

#define STATE_MIN_ROOM 64

#define CACHE_LINE 64
#define STATES_PER_BLOCK 63	/* with what alignment takes, a power of two */

typedef struct LoggedState
{
	ExpandedObjectHeader header;	/* its methods are the log's first member */
	uint32		used;			/* bytes of rows */
	uint32		room;
	uint8	   *rows;
} LoggedState;

StaticAssertDecl(sizeof(LoggedState) <= CACHE_LINE, "a state's header is one cache line");

/* A row that is still to be added to its state */
typedef struct LogEntry
{
	LoggedState *state;
	uint32		at;				/* its first byte in the log's bytes */
	uint32		size;
} LogEntry;

struct StateLog
{
	ExpandedObjectMethods methods;	/* must be first: see log_of() */
	MemoryContext context;
	MemoryContextCallback forget;
	FmgrInfo   *transition;		/* its fn_extra points to this */

	LogEntry   *entries;
	uint8	   *bytes;
	uint32		nentries;
	uint32		nbytes;
	uint32		capacity;		/* entries that there is room for */

	uint64		nstates;
	char	   *block;			/* headers of states to come */
	uint32		block_left;
};

static inline StateLog *
log_of(const LoggedState *state)
{
	return unconstify(StateLog *, (const StateLog *) state->header.eoh_methods);
}

/*
 * States
 */

static LoggedState *
make_state(StateLog *log)
{
	LoggedState *state;

	if (log->block_left == 0)
	{
		char	   *block = MemoryContextAlloc(log->context,
											   (STATES_PER_BLOCK + 1) * CACHE_LINE);

		log->block = (char *) TYPEALIGN(CACHE_LINE, block);
		log->block_left = STATES_PER_BLOCK;
	}
	state = (LoggedState *) log->block;
	log->block += CACHE_LINE;
	log->block_left--;
	log->nstates++;

	EOH_init_header(&state->header, &log->methods, log->context);
	state->used = state->room = 0;
	state->rows = NULL;
	return state;
}

/* Moves the rows of a state to where there is room for so many bytes */
static void
move_rows(StateLog *log, LoggedState *state, Rows rows, Size room)
{
	uint8	   *moved = MemoryContextAlloc(log->context, room);

	memcpy(moved, rows.bytes, rows.size);
	if (state->rows != NULL)
		pfree(state->rows);
	state->rows = moved;
	state->used = rows.size;
	state->room = room;
}

/* Adds rows to a full state: unites them where that may help, or makes room */
static void
add_to_full(StateLog *log, LoggedState *state, Rows added)
{
	Rows		rows = {state->rows, state->used};
	Size		needed = rows.size + added.size;
	Size		room = STATE_MIN_ROOM;

	if (rows.size > 0 && needed >= STATE_UNITE_SIZE)
	{
		/* whoever flattens a state may be in a context that cannot free pieces */
		MemoryContext caller = MemoryContextSwitchTo(log->context);
		Unpacked	unpacked;

		rows = unite_rows(rows, added, &unpacked, &room);
		move_rows(log, state, rows, room);
		unpack_free(&unpacked);
		MemoryContextSwitchTo(caller);
		return;
	}
	while (room < needed)
		room *= 2;
	move_rows(log, state, rows, Min(room, STATE_MAX_ROOM));
	memcpy(state->rows + state->used, added.bytes, added.size);
	state->used += added.size;
}

static inline void
add_to_state(StateLog *log, LoggedState *state, Rows added)
{
	if (unlikely(added.size > state->room - state->used))
	{
		add_to_full(log, state, added);
		return;
	}
	memcpy(state->rows + state->used, added.bytes, added.size);
	state->used += added.size;
}

/*
 * The log
 */

static void
make_entries(StateLog *log, uint32 capacity)
{
	log->entries = MemoryContextAlloc(log->context, capacity * sizeof(LogEntry));
	log->bytes = MemoryContextAlloc(log->context, capacity * LOG_BYTES_PER_ENTRY);
	log->capacity = capacity;
}

/* Begins to fetch where so many bytes will be added */
static inline void
fetch_end(const LoggedState *state, uint32 size)
{
	if (state->rows == NULL)
		return;
	prefetch_write(state->rows + state->used);
	prefetch_write(state->rows + state->used + size);
}

/* Adds all rows in the log to their states */
static void
write_out(StateLog *log)
{
	uint32		n = log->nentries;
	const LogEntry *entries = log->entries;

	for (uint32 i = 0; i < Min(n, FETCH_HEADER); i++)
		prefetch_write(entries[i].state);
	for (uint32 i = 0; i < n; i++)
	{
		Rows		added = {log->bytes + entries[i].at, entries[i].size};

		if (i + FETCH_HEADER < n)
			prefetch_write(entries[i + FETCH_HEADER].state);
		if (i + FETCH_END < n)
		{
			const LogEntry *later = &entries[i + FETCH_END];

			fetch_end(later->state, later->size);
		}
		add_to_state(log, entries[i].state, added);
	}
	log->nentries = log->nbytes = 0;
}

/* Writes out a full log, and makes a larger one where there are many states */
static void
empty_log(StateLog *log)
{
	write_out(log);
	if (log->capacity < LOG_MAX_ENTRIES && log->nstates > log->capacity)
	{
		pfree(log->entries);
		pfree(log->bytes);
		make_entries(log, log->capacity * 2);
	}
}

Datum
log_rows(StateLog *log, NullableDatum datum, Rows added)
{
	LoggedState *state;
	LogEntry   *entry;

	/* the datum's address says where the state is, without reading it */
	if (datum.isnull)
		state = make_state(log);
	else
		state = (LoggedState *) ((char *) DatumGetPointer(datum.value) -
								 offsetof(ExpandedObjectHeader, eoh_rw_ptr));

	if (log->nentries == log->capacity ||
		added.size > log->capacity * LOG_BYTES_PER_ENTRY - log->nbytes)
		empty_log(log);
	if (unlikely(added.size > log->capacity * LOG_BYTES_PER_ENTRY))
		add_to_state(log, state, added);
	else
	{
		entry = &log->entries[log->nentries++];
		entry->state = state;
		entry->at = log->nbytes;
		entry->size = added.size;
		memcpy(log->bytes + log->nbytes, added.bytes, added.size);
		log->nbytes += added.size;
	}
	return EOHPGetRWDatum(&state->header);
}

/*
 * Reading
 */

static Rows
read_state(const LoggedState *state)
{
	Rows		rows;

	write_out(log_of(state));
	rows.bytes = state->rows;
	rows.size = state->used;
	return rows;
}

static Size
flat_size(ExpandedObjectHeader *header)
{
	return VARHDRSZ + EVIDENCE_STATE_HEADER + read_state((LoggedState *) header).size;
}

static void
flatten_into(ExpandedObjectHeader *header, void *result, Size allocated_size)
{
	Rows		rows = read_state((LoggedState *) header);

	memcpy(write_state_header(result, allocated_size, rows.size), rows.bytes, rows.size);
}

bool
read_logged(Datum state, Rows *rows)
{
	LoggedState *logged;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(state)))
		return false;
	logged = (LoggedState *) DatumGetEOHP(state);
	Assert(logged->header.eoh_methods->flatten_into == flatten_into);
	*rows = read_state(logged);
	return true;
}

/*
 * Beginning and end
 */

/* What a hash table's context does so that a block is not much of work_mem */
static Size
max_block_size(void)
{
	Size		size = ALLOCSET_DEFAULT_MAXSIZE;

	while (size > ALLOCSET_DEFAULT_INITSIZE && 16 * size > work_mem * (Size) 1024)
		size /= 2;
	return size;
}

static void
forget_log(void *log)
{
	((StateLog *) log)->transition->fn_extra = NULL;
}

static StateLog *
start_log(FmgrInfo *transition, MemoryContext parent)
{
	MemoryContext context = AllocSetContextCreate(parent, "evidence_agg states",
												  ALLOCSET_DEFAULT_MINSIZE,
												  ALLOCSET_DEFAULT_INITSIZE,
												  max_block_size());
	StateLog   *log = MemoryContextAllocZero(context, sizeof(StateLog));

	log->methods.get_flat_size = flat_size;
	log->methods.flatten_into = flatten_into;
	log->context = context;
	make_entries(log, LOG_MIN_ENTRIES);
	log->transition = transition;
	log->forget.func = forget_log;
	log->forget.arg = log;
	MemoryContextRegisterResetCallback(context, &log->forget);
	transition->fn_extra = log;
	return log;
}

StateLog *
state_log(FunctionCallInfo fcinfo)
{
	AggState   *aggregate = (AggState *) fcinfo->context;
	AggStatePerTrans transition;

	/* with grouping sets, others of the node's groups may be sorted */
	if (!IsA(aggregate, AggState) || aggregate->hashcontext == NULL ||
		aggregate->curaggcontext != aggregate->hashcontext)
		return NULL;
	if (likely(fcinfo->flinfo->fn_extra != NULL))
		return fcinfo->flinfo->fn_extra;

	/* not where somebody else makes states: by an initial value, or the first row */
	transition = aggregate->curpertrans;
	if (transition == NULL || fcinfo->flinfo != &transition->transfn ||
		!transition->initValueIsNull || transition->transfn.fn_strict)
		return NULL;
	return start_log(fcinfo->flinfo, aggregate->hashcontext->ecxt_per_tuple_memory);
}
