/*-------------------------------------------------------------------------
 *
 * evidence_shares.c
 *		SQL functions for figures that are not in the value's header: the
 *		support of several chains, and who contributes how much.
 *
 * They are computed on demand.  Memory: results in the current context, the
 * rest in workspaces.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "funcapi.h"
#include "utils/tuplestore.h"

#include "model/reliability.h"
#include "model/shares.h"
#include "model/side.h"
#include "type/key_arrays.h"

uint32
check_at_least(int32 at_least)
{
	if (at_least < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("at_least must be at least 1, not %d", at_least),
				 errdetail("It is a number of chains that share no source.")));
	return (uint32) at_least;
}

/* support(evidence, at_least) as bounds */
static void
support_of_several(FunctionCallInfo fcinfo, Reliability *result)
{
	uint32		at_least = check_at_least(PG_GETARG_INT32(1));
	Unpacked	unpacked;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	testimony_support(&unpacked.testimony, at_least, result, &unpacked.ws);
	unpack_free(&unpacked);
}

void
evidence_figures_of_several(Datum evidence, uint32 chains, Figures *figures)
{
	Unpacked	unpacked;

	evidence_figures(evidence, figures);
	if (chains == 1)
		return;
	evidence_unpack(&unpacked, evidence);
	figures_take_support(figures, &unpacked.testimony, chains, &unpacked.ws);
	unpack_free(&unpacked);
}

PG_FUNCTION_INFO_V1(evidence_support_several);
Datum
evidence_support_several(PG_FUNCTION_ARGS)
{
	Reliability result;

	support_of_several(fcinfo, &result);
	if (!result.rated)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result.lower);
}

PG_FUNCTION_INFO_V1(evidence_is_exact_several);
Datum
evidence_is_exact_several(PG_FUNCTION_ARGS)
{
	Reliability result;

	support_of_several(fcinfo, &result);
	PG_RETURN_BOOL(result.exact);
}

/* The keys of a unit's live sources that are mentioned on the side */
static Datum
unit_keys(const SideView *view, uint32 unit)
{
	uint32		first = view->members.first[unit];
	uint32		count = view->members.first[unit + 1] - first;
	Key		   *keys = workspace_alloc(view->ws, count, sizeof(Key));

	for (uint32 i = 0; i < count; i++)
		keys[i] = view->testimony->sources[view->members.items[first + i]].key;
	return keys_to_array(keys, count);
}

/*
 * shares(evidence, against): for each unit of the side, its sources, its share
 * in support, the support without it, and its share in the number of
 * independent sources
 */
PG_FUNCTION_INFO_V1(evidence_shares);
Datum
evidence_shares(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	Unpacked	unpacked;
	SideView	view;
	Shares		shares;

	InitMaterializedSRF(fcinfo, 0);
	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	side_view(&view, &unpacked.testimony,
			  testimony_units(&unpacked.testimony, &unpacked.ws),
			  PG_GETARG_BOOL(1) ? SIDE_AGAINST : SIDE_FOR, &unpacked.ws);
	graph_shares(&view.graph, &shares, &unpacked.ws);
	for (uint32 unit = 0; unit < view.graph.nunits; unit++)
	{
		bool		nulls[4] = {
			false,
			!shares.known,
			shares.without[unit] == UNRATED,
			shares.counted[unit] == UNRATED
		};
		Datum		values[4] = {
			unit_keys(&view, unit),
			Float8GetDatum(shares.share[unit]),
			Float8GetDatum(shares.without[unit]),
			Float8GetDatum(shares.counted[unit])
		};

		CHECK_FOR_INTERRUPTS();
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
		pfree(DatumGetPointer(values[0]));
	}
	unpack_free(&unpacked);
	return (Datum) 0;
}
