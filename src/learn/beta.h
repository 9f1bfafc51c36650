/*-------------------------------------------------------------------------
 *
 * beta.h
 *		The beta distribution: what counts of right and wrong say about a share.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_BETA_H
#define CORROBORATE_BETA_H

#include "base/pure.h"

/*
 * Beta(a, b), with a and b finite and above 0.  beta_probability() is the
 * probability of a value up to x, that is, the regularised incomplete beta
 * function I_x(a, b); beta_quantile() is its inverse, to about 1e-12.
 */
extern double beta_probability(double x, double a, double b);
extern double beta_quantile(double probability, double a, double b);

#endif							/* CORROBORATE_BETA_H */
