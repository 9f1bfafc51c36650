/*-------------------------------------------------------------------------
 *
 * pure.h
 *		What the pure files (grammar, graph, flow, reliability ...) may use.
 *
 * A pure file knows bytes, graphs and numbers, and nothing of SQL.  It is
 * built twice: into the extension, where memory comes from palloc and loops
 * can be cancelled, and alone (-DCORROBORATE_ALONE) for unit tests and
 * fuzzers, where this header supplies the few names it needs.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_PURE_H
#define CORROBORATE_PURE_H

#ifndef CORROBORATE_ALONE

#include "postgres.h"

#include "miscadmin.h"

#else

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t uint8;
typedef uint16_t uint16;
typedef int32_t int32;
typedef uint32_t uint32;
typedef int64_t int64;
typedef uint64_t uint64;
typedef size_t Size;

#define UINT64CONST(x) UINT64_C(x)
#define Assert(condition) assert(condition)
#define StaticAssertDecl(condition, message) _Static_assert(condition, message)
#define CHECK_FOR_INTERRUPTS() ((void) 0)
#define Min(x, y) ((x) < (y) ? (x) : (y))
#define Max(x, y) ((x) > (y) ? (x) : (y))
#define lengthof(array) (sizeof(array) / sizeof((array)[0]))
#define likely(x) __builtin_expect((x) != 0, 1)
#define unlikely(x) __builtin_expect((x) != 0, 0)

#endif							/* CORROBORATE_ALONE */

#endif							/* CORROBORATE_PURE_H */
