/*-------------------------------------------------------------------------
 *
 * server.c
 *		Fuzzing what needs a server, inside one: the part that is in C.
 *
 * The extension is built with this file and libFuzzer into a module.  fuzz()
 * is given a query, with the input as $1 of type bytea, that returns text:
 * NULL, or what does not hold.  It may end in an error whose SQLSTATE is in
 * the list; any other is a finding.  So is memory that grows each time.
 *
 * test/fuzz/in_server calls it; test/fuzz/NAME.sql has the queries.
 *
 *-------------------------------------------------------------------------
 */
#include "apart.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/resowner.h"

#include "base/compat.h"

extern int	LLVMFuzzerRunDriver(int *argc, char ***argv,
								int (*callback) (const uint8_t *data, size_t size));
extern size_t __sanitizer_get_current_allocated_bytes(void);

/* fuzz()'s arguments, for the callback, which gets none of ours */
static SPIPlanPtr plan;
static char **allowed;
static int	nallowed;

/* ---- One input */

pg_noreturn static void
found(const char *what, const char *more)
{
	fprintf(stderr, "does not hold: %s%s\n", what, more);
	abort();
}

static void
check_error(const ErrorData *error)
{
	const char *state = unpack_sql_state(error->sqlerrcode);

	for (int i = 0; i < nallowed; i++)
		if (strcmp(allowed[i], state) == 0)
			return;
	fprintf(stderr, "SQLSTATE %s\n", state);
	found("errors are those that are allowed: ", error->message);
}

/* Its memory is the caller's, who throws it away */
static void
ask(const uint8_t *data, size_t size)
{
	bytea	   *input = palloc(VARHDRSZ + size);
	Datum		value = PointerGetDatum(input);

	SET_VARSIZE(input, VARHDRSZ + size);
	memcpy(VARDATA(input), data, size);
	if (SPI_execute_plan(plan, &value, NULL, true, 0) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "the query returned no row");
	if (SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1) != NULL)
		found(SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1), "");
	SPI_freetuptable(SPI_tuptable);
}

static void
try_input(const uint8_t *data, size_t size)
{
	MemoryContext before = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	MemoryContext context = AllocSetContextCreate(before, "fuzz input", ALLOCSET_DEFAULT_SIZES);

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		ask(data, size);
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		check_error(CopyErrorData());
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(before);
	CurrentResourceOwner = owner;
	MemoryContextDelete(context);
}

/* The server's caches grow with what is new; what grows with the same input is lost */
static int
on_input(const uint8_t *data, size_t size)
{
	size_t		before = __sanitizer_get_current_allocated_bytes();
	size_t		after;

	try_input(data, size);
	after = __sanitizer_get_current_allocated_bytes();
	for (int again = 0; after > before; again++)
	{
		if (again == 5)
			found("memory is given back", "");
		before = after;
		try_input(data, size);
		after = __sanitizer_get_current_allocated_bytes();
	}
	return 0;
}

/* fuzz(query text, allowed text[], arguments text[]); does not come back */
PG_FUNCTION_INFO_V1(fuzz);
Datum
fuzz(PG_FUNCTION_ARGS)
{
	Oid			type = BYTEAOID;
	Datum	   *states;
	Datum	   *words;
	int			nwords;
	char	  **arguments;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(1), TEXTOID, -1, false, TYPALIGN_INT, &states, NULL, &nallowed);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), TEXTOID, -1, false, TYPALIGN_INT, &words, NULL, &nwords);
	allowed = palloc0((nallowed + 1) * sizeof(char *));
	for (int i = 0; i < nallowed; i++)
		allowed[i] = TextDatumGetCString(states[i]);
	arguments = palloc0((nwords + 1) * sizeof(char *));
	for (int i = 0; i < nwords; i++)
		arguments[i] = TextDatumGetCString(words[i]);
	SPI_connect();
	plan = SPI_prepare(TextDatumGetCString(PG_GETARG_DATUM(0)), 1, &type);
	if (plan == NULL)
		elog(ERROR, "the query cannot be prepared");
	LLVMFuzzerRunDriver(&nwords, &arguments, on_input);
	SPI_finish();
	PG_RETURN_VOID();
}
