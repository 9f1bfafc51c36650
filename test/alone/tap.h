/*-------------------------------------------------------------------------
 *
 * tap.h
 *		Test Anything Protocol for the tests of the pure files.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_TAP_H
#define CORROBORATE_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int	tap_count = 0;
static int	tap_failures = 0;

/* One assertion; the format names it */
__attribute__((format(printf, 2, 3)))
static inline bool
tap_ok(bool passed, const char *format,...)
{
	va_list		args;

	printf("%sok %d - ", passed ? "" : "not ", ++tap_count);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	if (!passed)
		tap_failures++;
	return passed;
}

/* Call last; main's result */
static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failures > 0;
}

/*
 * A generator of our own, so that every machine tests the same cases
 * (splitmix64, public domain, by Sebastiano Vigna)
 */
static inline unsigned long long
tap_random(unsigned long long *state)
{
	unsigned long long z = (*state += 0x9E3779B97F4A7C15ULL);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
	return z ^ (z >> 31);
}

/* What random_below() goes on from; a test may set it */
static unsigned long long seed = 20260101;

static inline unsigned int
random_below(unsigned int n)
{
	return (unsigned int) (tap_random(&seed) % n);
}

#endif							/* CORROBORATE_TAP_H */
