/*-------------------------------------------------------------------------
 *
 * corroborate.c
 *		What makes the shared library a module of the server.
 *
 * Copyright (c) 2026, corroborate contributors
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

CORROBORATE_MODULE_MAGIC;
