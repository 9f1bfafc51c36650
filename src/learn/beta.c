/*-------------------------------------------------------------------------
 *
 * beta.c
 *		The beta distribution: what counts of right and wrong say about a share.
 *
 * The continued fraction 8.17.22 of the Digital Library of Mathematical
 * Functions, evaluated from its beginning by Lentz's method.  The number of
 * steps is about the square root of the larger parameter.
 *
 * Storage: none.  Memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/beta.h"

#include <float.h>
#include <math.h>

#define FRACTION_STEPS_MAX 100000
#define QUANTILE_STEPS_MAX 200
#define QUANTILE_PRECISION 1e-13

/* Replaces a denominator of 0, as in Lentz's method */
#define TINY 1e-300

static double
not_zero(double value)
{
	return fabs(value) < TINY ? TINY : value;
}

/* The coefficient d(step) of 8.17.23 */
static double
coefficient(int step, double x, double a, double b)
{
	double		m = step / 2;

	if (step % 2 == 0)
		return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
	return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
}

/* Converges fast for x < (a + 1) / (a + b + 2) */
static double
continued_fraction(double x, double a, double b)
{
	double		c = 1,
				d = 1 / not_zero(1 + coefficient(1, x, a, b)),
				value = d;

	for (int step = 2; step < FRACTION_STEPS_MAX; step++)
	{
		double		next = coefficient(step, x, a, b);

		d = 1 / not_zero(1 + next * d);
		c = not_zero(1 + next / c);
		value *= c * d;
		if (fabs(c * d - 1) < DBL_EPSILON)
			break;
	}
	return value;
}

/* The logarithm of x^a (1 - x)^b / B(a, b) */
static double
log_front(double x, double a, double b)
{
	return a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b);
}

double
beta_probability(double x, double a, double b)
{
	if (x <= 0)
		return 0;
	if (x >= 1)
		return 1;
	if (x < (a + 1) / (a + b + 2))
		return exp(log_front(x, a, b)) * continued_fraction(x, a, b) / a;
	return 1 - exp(log_front(x, a, b)) * continued_fraction(1 - x, b, a) / b;
}

/* Newton's method, with bisection where it would leave the interval of x */
double
beta_quantile(double probability, double a, double b)
{
	double		low = 0,
				high = 1,
				x = a / (a + b);

	if (probability <= 0)
		return 0;
	if (probability >= 1)
		return 1;
	for (int step = 0; step < QUANTILE_STEPS_MAX && high - low > QUANTILE_PRECISION; step++)
	{
		double		over = beta_probability(x, a, b) - probability;
		double		density = exp(log_front(x, a, b)) / (x * (1 - x));
		double		next = x - over / density;

		if (over > 0)
			high = x;
		else
			low = x;
		if (!(next > low && next < high))
			next = low + (high - low) / 2;
		if (fabs(next - x) < QUANTILE_PRECISION * x)
			return next;
		x = next;
	}
	return x;
}
