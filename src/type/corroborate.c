/*-------------------------------------------------------------------------
 *
 * corroborate.c
 *		What makes the shared library a module of the server.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "fmgr.h"

#include "type/inner_context.h"

CORROBORATE_MODULE_MAGIC;

extern PGDLLEXPORT void _PG_init(void);

void
_PG_init(void)
{
	define_inner_context();
}
