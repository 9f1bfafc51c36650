/*-------------------------------------------------------------------------
 *
 * corroborate.c
 *		What makes the shared library a module of the server.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

CORROBORATE_MODULE_MAGIC;
