/*-------------------------------------------------------------------------
 *
 * compat.h
 *		All that differs between server versions, in one place.
 *
 * Call sites are written for the newest server: they use ereturn(), errsave()
 * and SOFT_ERROR_OCCURRED() everywhere.  Servers before 16 have no soft
 * errors; there the first two throw the error and do not return.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_COMPAT_H
#define CORROBORATE_COMPAT_H

#include "postgres.h"

#include "fmgr.h"
#include "nodes/nodes.h"

#if PG_VERSION_NUM < 150000
#error "corroborate needs PostgreSQL 15 or newer"
#endif

#if PG_VERSION_NUM >= 160000

#include "nodes/miscnodes.h"
#include "varatt.h"

#else

#define ereturn(context, dummy_value, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy_value; \
	} while (0)
#define errsave(context, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
	} while (0)
#define SOFT_ERROR_OCCURRED(context) ((void) (context), false)

/*
 * We compile with hidden symbols, so that our names do not clash with those of
 * other extensions.  From 16 on the server's macros export what they must.
 */
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))
#undef PG_FUNCTION_INFO_V1
#define PG_FUNCTION_INFO_V1(funcname) \
extern PGDLLEXPORT Datum funcname(PG_FUNCTION_ARGS); \
extern PGDLLEXPORT const Pg_finfo_record * CppConcat(pg_finfo_,funcname)(void); \
const Pg_finfo_record * \
CppConcat(pg_finfo_,funcname) (void) \
{ \
	static const Pg_finfo_record my_finfo = { 1 }; \
	return &my_finfo; \
} \
extern int no_such_variable

#endif

/* jsonb_in() whose soft errors go to escontext; needs utils/fmgrprotos.h */
#if PG_VERSION_NUM >= 160000
#define jsonb_in_safe(text, escontext, result) \
	DirectInputFunctionCallSafe(jsonb_in, unconstify(char *, text), InvalidOid, -1, \
								escontext, result)
#else
#define jsonb_in_safe(text, escontext, result) \
	(*(result) = DirectFunctionCall1(jsonb_in, CStringGetDatum(text)), true)
#endif

/* stringToQualifiedNameList() that throws its errors */
#if PG_VERSION_NUM >= 160000
#define qualified_name_list(name) stringToQualifiedNameList(name, NULL)
#else
#define qualified_name_list(name) stringToQualifiedNameList(name)
#endif

/* Whether a ForeignKeyCacheInfo's key is enforced; needs utils/rel.h */
#if PG_VERSION_NUM >= 180000
#define FOREIGN_KEY_IS_ENFORCED(key) ((key)->conenforced)
#else
#define FOREIGN_KEY_IS_ENFORCED(key) true
#endif

/*
 * Whether this transaction or session holds a lock in exactly that mode.
 * Needs storage/lock.h.
 */
#if PG_VERSION_NUM >= 170000
#define LOCK_HELD_BY_ME(tag, mode) LockHeldByMe(tag, mode, false)
#else
#define LOCK_HELD_BY_ME(tag, mode) LockHeldByMe(tag, mode)
#endif

/*
 * The role whose rights count for a table of a query; InvalidOid is the
 * current user.  Needs parser/parse_relation.h.
 */
#if PG_VERSION_NUM >= 160000
#define CHECK_AS_USER(query, entry) \
	((entry)->perminfoindex == 0 ? InvalidOid : \
	 getRTEPermissionInfo((query)->rteperminfos, entry)->checkAsUser)
#else
#define CHECK_AS_USER(query, entry) ((void) (query), (entry)->checkAsUser)
#endif

/* The backend's number of its transaction; needs storage/proc.h */
#if PG_VERSION_NUM >= 170000
#define MY_LOCAL_TRANSACTION_ID (MyProc->vxid.lxid)
#else
#define MY_LOCAL_TRANSACTION_ID (MyProc->lxid)
#endif

#if PG_VERSION_NUM < 180000
#define pg_noreturn __attribute__((noreturn))
#endif

#if PG_VERSION_NUM < 190000

#include "utils/jsonb.h"

/*
 * Servers from 19 on leave the value that was built in the state; older ones
 * return it from each push.
 */
typedef struct JsonbInState
{
	JsonbValue *result;
	JsonbParseState *parseState;
} JsonbInState;

static inline void
push_jsonb_value(JsonbInState *state, JsonbIteratorToken token, JsonbValue *value)
{
	state->result = pushJsonbValue(&state->parseState, token, value);
}

#define pushJsonbValue push_jsonb_value

#endif

/* Prefetches a cache line that will be written; any address will do */
#if defined(__GNUC__)
#define prefetch_write(address) __builtin_prefetch(address, 1)
#else
#define prefetch_write(address) ((void) (address))
#endif

/* Where an input function stores a soft error; NULL: it throws it */
#define SOFT_ERROR_CONTEXT(fcinfo) ((fcinfo)->context)

#if PG_VERSION_NUM >= 180000
#define CORROBORATE_MODULE_MAGIC \
	PG_MODULE_MAGIC_EXT(.name = "corroborate", .version = CORROBORATE_VERSION)
#else
#define CORROBORATE_MODULE_MAGIC PG_MODULE_MAGIC
#endif

#endif							/* CORROBORATE_COMPAT_H */
