/*-------------------------------------------------------------------------
 *
 * beta.c
 *		Quantiles of the beta distribution, for SQL.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/compat.h"

#include <math.h>

#include "learn/beta.h"

/* beta_quantile(probability, a, b) */
PG_FUNCTION_INFO_V1(beta_quantile_float8);
Datum
beta_quantile_float8(PG_FUNCTION_ARGS)
{
	double		probability = PG_GETARG_FLOAT8(0),
				a = PG_GETARG_FLOAT8(1),
				b = PG_GETARG_FLOAT8(2);

	if (!(probability >= 0 && probability <= 1) || !(a > 0 && b > 0) || isinf(a) || isinf(b))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("probability must be between 0 and 1, and the parameters finite and greater than 0")));
	PG_RETURN_FLOAT8(beta_quantile(probability, a, b));
}
