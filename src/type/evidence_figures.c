/*-------------------------------------------------------------------------
 *
 * evidence_figures.c
 *		SQL functions for the figures: counts, probabilities, status.
 *
 * All of them only read the value's header.  Memory: nothing but results.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(evidence_corroboration);
Datum
evidence_corroboration(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32((int32) evidence_first_figure(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(evidence_corroboration_firsthand);
Datum
evidence_corroboration_firsthand(PG_FUNCTION_ARGS)
{
	Figures		figures;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	PG_RETURN_INT32((int32) figures.firsthand);
}

PG_FUNCTION_INFO_V1(evidence_contradiction);
Datum
evidence_contradiction(PG_FUNCTION_ARGS)
{
	Figures		figures;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	PG_RETURN_INT32((int32) figures.contradiction);
}

PG_FUNCTION_INFO_V1(evidence_disputed);
Datum
evidence_disputed(PG_FUNCTION_ARGS)
{
	Figures		figures;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	PG_RETURN_BOOL(figures.contradiction > 0);
}

PG_FUNCTION_INFO_V1(evidence_denied);
Datum
evidence_denied(PG_FUNCTION_ARGS)
{
	uint32		threshold = check_threshold(PG_GETARG_INT32(1));
	Figures		figures;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	PG_RETURN_BOOL(figures_denied(&figures, threshold));
}

PG_FUNCTION_INFO_V1(evidence_support);
Datum
evidence_support(PG_FUNCTION_ARGS)
{
	Figures		figures;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	if (!figures.has_support)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(figures.support);
}

PG_FUNCTION_INFO_V1(evidence_denial);
Datum
evidence_denial(PG_FUNCTION_ARGS)
{
	Figures		figures;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	if (!figures.has_denial)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(figures.denial);
}

PG_FUNCTION_INFO_V1(evidence_is_exact);
Datum
evidence_is_exact(PG_FUNCTION_ARGS)
{
	Figures		figures;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	PG_RETURN_BOOL(figures.support_exact && figures.denial_exact);
}

PG_FUNCTION_INFO_V1(evidence_belief);
Datum
evidence_belief(PG_FUNCTION_ARGS)
{
	Figures		figures;
	double		belief,
				disbelief,
				uncertainty;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	if (!figures_opinion(&figures, &belief, &disbelief, &uncertainty))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(belief);
}

/* A row of belief, disbelief and uncertainty */
PG_FUNCTION_INFO_V1(evidence_opinion);
Datum
evidence_opinion(PG_FUNCTION_ARGS)
{
	Figures		figures;
	TupleDesc	tupdesc;
	double		opinion[3];
	Datum		values[3];
	bool		nulls[3] = {false, false, false};

	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "opinion() must return a row");
	evidence_figures(PG_GETARG_DATUM(0), &figures);
	if (!figures_opinion(&figures, &opinion[0], &opinion[1], &opinion[2]))
		nulls[0] = nulls[1] = nulls[2] = true;
	for (int i = 0; i < 3; i++)
		values[i] = Float8GetDatum(nulls[i] ? 0 : opinion[i]);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(tupdesc),
													  values, nulls)));
}

/*
 * The OIDs of the enum's values differ between databases, so they are looked
 * up once per call site, by the type that the function is declared to return.
 */
#define STATUS_COUNT (STATUS_CORROBORATED_FIRSTHAND + 1)

static Oid *
lookup_status_values(FmgrInfo *flinfo)
{
	Oid			enumtype = get_func_rettype(flinfo->fn_oid);
	Oid		   *values = MemoryContextAlloc(flinfo->fn_mcxt,
											STATUS_COUNT * sizeof(Oid));

	for (int status = 0; status < STATUS_COUNT; status++)
	{
		values[status] = GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid,
										 ObjectIdGetDatum(enumtype),
										 CStringGetDatum(status_name(status)));
		if (!OidIsValid(values[status]))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_OBJECT),
					 errmsg("type %s has no value \"%s\"",
							format_type_be(enumtype), status_name(status)),
					 errhint("The extension's enum was altered; restore its labels.")));
	}
	return values;
}

PG_FUNCTION_INFO_V1(evidence_status);
Datum
evidence_status(PG_FUNCTION_ARGS)
{
	uint32		threshold = check_threshold(PG_GETARG_INT32(1));
	Figures		figures;
	Oid		   *values = fcinfo->flinfo->fn_extra;

	if (values == NULL)
		fcinfo->flinfo->fn_extra = values =
			lookup_status_values(fcinfo->flinfo);
	evidence_figures(PG_GETARG_DATUM(0), &figures);
	PG_RETURN_OID(values[figures_status(&figures, threshold)]);
}

/* Returns a valid threshold, for SQL functions */
PG_FUNCTION_INFO_V1(evidence_check_threshold);
Datum
evidence_check_threshold(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32((int32) check_threshold(PG_GETARG_INT32(0)));
}

/*
 * meets(evidence, threshold, minimum support, at least): the rule of the
 * triggers.  As for them, NULL evidence is empty, and a NULL minimum means
 * none.
 */
PG_FUNCTION_INFO_V1(evidence_meets);
Datum
evidence_meets(PG_FUNCTION_ARGS)
{
	double		minimum = PG_ARGISNULL(2) ? UNRATED : PG_GETARG_FLOAT8(2);
	uint32		threshold;
	uint32		at_least;
	Figures		figures = {0};

	if (PG_ARGISNULL(1) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	threshold = check_threshold(PG_GETARG_INT32(1));
	at_least = check_at_least(PG_GETARG_INT32(3));
	if (!PG_ARGISNULL(0))
		evidence_figures_of_several(PG_GETARG_DATUM(0), minimum == UNRATED ? 1 : at_least,
									&figures);
	PG_RETURN_BOOL(figures_meet(&figures, threshold, minimum));
}
