/*-------------------------------------------------------------------------
 *
 * beta_test.c
 *		Tests of beta.c.
 *
 *-------------------------------------------------------------------------
 */
#include "learn/beta.h"

#include "tap.h"

static bool
near(double a, double b, double tolerance)
{
	return fabs(a - b) <= tolerance;
}

/* I_x(a, b) of whole numbers: a or more of a + b - 1 throws are heads */
static double
binomial_tail(double x, int a, int b)
{
	int			n = a + b - 1;
	double		sum = 0;

	for (int k = a; k <= n; k++)
		sum += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(x) + (n - k) * log1p(-x));
	return sum;
}

static void
test_known(void)
{
	tap_ok(near(beta_probability(0.5, 2, 3), 0.6875, 1e-14), "I_0.5(2, 3) is 11/16");
	tap_ok(near(beta_probability(0.3, 1, 1), 0.3, 1e-14), "Beta(1, 1) is uniform");
	tap_ok(near(beta_probability(0.25, 0.5, 0.5), 1.0 / 3, 1e-13), "I_0.25(1/2, 1/2) is 1/3, the arcsine law");
	tap_ok(beta_probability(0, 2, 3) == 0 && beta_probability(1, 2, 3) == 1, "nothing is below 0 or above 1");
	tap_ok(beta_quantile(0, 2, 3) == 0 && beta_quantile(1, 2, 3) == 1, "nor are quantiles");
	tap_ok(near(beta_quantile(0.05, 29, 1), pow(0.05, 1.0 / 29), 1e-12) && beta_quantile(0.05, 29, 1) > 0.9 &&
		   beta_quantile(0.05, 28, 1) < 0.9, "28 of 28 are needed for a bound of 0.9");
	tap_ok(near(beta_quantile(0.5, 7.5, 7.5), 0.5, 1e-12), "the median of a symmetric one");
	tap_ok(near(beta_quantile(0.95, 2, 3), 1 - beta_quantile(0.05, 3, 2), 1e-12), "quantiles mirror each other");
}

static void
test_binomial(void)
{
	double		worst = 0;

	for (int a = 1; a < 60; a += 3)
		for (int b = 1; b < 60; b += 4)
			for (int i = 1; i < 20; i++)
				worst = fmax(worst, fabs(beta_probability(i / 20.0, a, b) - binomial_tail(i / 20.0, a, b)));
	tap_ok(worst < 1e-11, "agrees with sums of binomial probabilities (%g)", worst);
}

static void
test_inverse(void)
{
	static const double parameters[] = {0.01, 0.3, 1, 4.7, 50, 3000, 1e6};
	static const double probabilities[] = {1e-6, 0.05, 0.5, 0.95, 0.999};
	double		worst = 0;
	int			unordered = 0;

	for (Size i = 0; i < lengthof(parameters); i++)
		for (Size j = 0; j < lengthof(parameters); j++)
		{
			double		before = 0;

			for (Size k = 0; k < lengthof(probabilities); k++)
			{
				double		x = beta_quantile(probabilities[k], parameters[i], parameters[j]);

				unordered += !(x >= before && x <= 1);
				before = x;
				/* where the distribution is not steeper than doubles can tell */
				if (x > 1e-3 && x < 1 - 1e-3)
					worst = fmax(worst, fabs(beta_probability(x, parameters[i], parameters[j]) - probabilities[k]));
			}
		}
	tap_ok(unordered == 0, "quantiles ascend, from 0 to 1");
	tap_ok(worst < 1e-8, "the probability of a quantile is what it was asked for (%g)", worst);
}

int
main(void)
{
	test_known();
	test_binomial();
	test_inverse();
	return tap_done();
}
