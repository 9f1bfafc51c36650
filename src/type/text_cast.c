/*-------------------------------------------------------------------------
 *
 * text_cast.c
 *		Casts of text to attribution and evidence.
 *
 * An explicit cast reads the text form, and so does an assignment in PL/pgSQL,
 * as it would without this cast.  In SQL, a text column that is assigned to a
 * column of attributions nearly always contains names: read as attributions,
 * "Daily Champion" would be malformed, and "bbc:1" would be another source.  So
 * that is an error that says what to write.  Without this cast, the server
 * would suggest to cast.
 *
 * Storage, memory: those of the input functions.
 *
 *-------------------------------------------------------------------------
 */
#include "base/compat.h"

#include "fmgr.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"

#include "type/evidence.h"

/*
 * PL/pgSQL converts assigned values by an expression of its own, whose
 * argument is a CaseTestExpr
 */
static bool
in_plpgsql(FunctionCallInfo fcinfo)
{
	Node	   *call = fcinfo->flinfo->fn_expr;

	return call != NULL && IsA(call, FuncExpr) &&
		IsA(linitial(((FuncExpr *) call)->args), CaseTestExpr);
}

static bool
may_read(FunctionCallInfo fcinfo)
{
	bool		is_explicit = PG_GETARG_BOOL(2);

	return is_explicit || in_plpgsql(fcinfo);
}

/* text_to_attribution(text, type modifier, is explicit) */
PG_FUNCTION_INFO_V1(text_to_attribution);
Datum
text_to_attribution(PG_FUNCTION_ARGS)
{
	if (!may_read(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("a text is not an attribution"),
				 errhint("If it is the name of a source, write said_by(...). "
						 "If it is written as an attribution is, such as \"rfa<kcna\", cast it.")));
	PG_RETURN_DATUM(DirectFunctionCall1(attribution_in,
										CStringGetDatum(text_to_cstring(PG_GETARG_TEXT_PP(0)))));
}

/* text_to_evidence(text, type modifier, is explicit) */
PG_FUNCTION_INFO_V1(text_to_evidence);
Datum
text_to_evidence(PG_FUNCTION_ARGS)
{
	if (!may_read(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("a text is not evidence"),
				 errhint("If it is the name of a source, write said_by(...). "
						 "If it is written as evidence is, such as \"{rfa<kcna,nurse}\", cast it.")));
	PG_RETURN_DATUM(DirectFunctionCall1(evidence_in,
										CStringGetDatum(text_to_cstring(PG_GETARG_TEXT_PP(0)))));
}
