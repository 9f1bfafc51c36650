/*-------------------------------------------------------------------------
 *
 * inner_context.c
 *		Errors of a ledger's functions, without the CONTEXT of what these run.
 *
 * A reporter who calls attest() with a name that is not registered learns
 * nothing from the text of an INSERT inside it.  PL/pgSQL and SPI add such
 * lines by callbacks in error_context_stack.  A function of a ledger begins
 * with hide_context(), which notes how many callbacks there were outside of
 * it; errors that tell users what to do are raised in C, and take all others
 * off the stack first.  Errors that nobody expects keep their context.
 *
 * Storage: a setting, so that the server takes it back when the function
 * ends, normally or by an error.  The functions of a ledger have a SET clause
 * (search_path), which gives each a nest level of settings of its own.
 * Memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "type/inner_context.h"

#include "fmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#define SETTING "corroborate.outer_contexts"
#define OUTSIDE (-1)

/*
 * PERFORM of a function adds two: PL/pgSQL's, and SPI's for the query.  A SQL
 * function around that adds one.
 */
#define CONTEXTS_OF_PERFORM 2

/* How many callbacks are outside the outermost running function of a ledger */
static int	outer_contexts = OUTSIDE;

void
define_inner_context(void)
{
	int			flags = GetConfigOptionFlags(SETTING, true);

	/* in a test of two builds, another copy of this library has defined it */
	if (flags != 0 && (flags & GUC_CUSTOM_PLACEHOLDER) == 0)
		return;
	DefineCustomIntVariable(SETTING,
							"How much context errors have within functions of a ledger.",
							"Set by these functions themselves.",
							&outer_contexts, OUTSIDE, OUTSIDE, PG_INT32_MAX,
							PGC_USERSET, GUC_NO_SHOW_ALL | GUC_NOT_IN_SAMPLE,
							NULL, NULL, NULL);
}

static int
count_contexts(void)
{
	int			count = 0;

	for (ErrorContextCallback *context = error_context_stack; context != NULL;
		 context = context->previous)
		count++;
	return count;
}

static void
leave_contexts(int count)
{
	for (int all = count_contexts(); all > count; all--)
		error_context_stack = error_context_stack->previous;
}

int
errhide_inner_context(void)
{
	/* after an error, the server restores the setting where it is caught */
	if (outer_contexts != OUTSIDE)
		leave_contexts(outer_contexts);
	return 0;
}

int
errhide_callers(int count)
{
	leave_contexts(Max(count_contexts() - count, 0));
	return 0;
}

void
hide_inner_context(int own)
{
	char		count[12];

	if (outer_contexts != OUTSIDE)
		return;
	snprintf(count, sizeof(count), "%d", Max(count_contexts() - Max(own, 0), 0));
	(void) set_config_option(SETTING, count, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

/*
 * hide_context(callers): a function of a ledger calls this first, by PERFORM
 */
PG_FUNCTION_INFO_V1(hide_context);
Datum
hide_context(PG_FUNCTION_ARGS)
{
	hide_inner_context(CONTEXTS_OF_PERFORM + Max(PG_GETARG_INT32(0), 0));
	PG_RETURN_VOID();
}

typedef struct Condition
{
	const char *name;
	int			sqlstate;
} Condition;

/* The conditions in use, by PL/pgSQL's names for them */
static const Condition conditions[] = {
	{"check_violation", ERRCODE_CHECK_VIOLATION},
	{"collation_mismatch", ERRCODE_COLLATION_MISMATCH},
	{"data_exception", ERRCODE_DATA_EXCEPTION},
	{"dependent_objects_still_exist", ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST},
	{"duplicate_object", ERRCODE_DUPLICATE_OBJECT},
	{"duplicate_table", ERRCODE_DUPLICATE_TABLE},
	{"feature_not_supported", ERRCODE_FEATURE_NOT_SUPPORTED},
	{"foreign_key_violation", ERRCODE_FOREIGN_KEY_VIOLATION},
	{"insufficient_privilege", ERRCODE_INSUFFICIENT_PRIVILEGE},
	{"integrity_constraint_violation", ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION},
	{"invalid_parameter_value", ERRCODE_INVALID_PARAMETER_VALUE},
	{"invalid_transaction_state", ERRCODE_INVALID_TRANSACTION_STATE},
	{"no_data_found", ERRCODE_NO_DATA_FOUND},
	{"not_null_violation", ERRCODE_NOT_NULL_VIOLATION},
	{"null_value_not_allowed", ERRCODE_NULL_VALUE_NOT_ALLOWED},
	{"object_not_in_prerequisite_state", ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE},
	{"serialization_failure", ERRCODE_T_R_SERIALIZATION_FAILURE},
	{"trigger_protocol_violated", ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED},
	{"undefined_column", ERRCODE_UNDEFINED_COLUMN},
	{"undefined_object", ERRCODE_UNDEFINED_OBJECT},
	{"undefined_table", ERRCODE_UNDEFINED_TABLE},
	{"unique_violation", ERRCODE_UNIQUE_VIOLATION},
	{"wrong_object_type", ERRCODE_WRONG_OBJECT_TYPE},
};

#define SQLSTATE_CHARACTERS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static int
find_sqlstate(const char *name)
{
	for (Size i = 0; i < lengthof(conditions); i++)
		if (strcmp(conditions[i].name, name) == 0)
			return conditions[i].sqlstate;
	if (strlen(name) == 5 && strspn(name, SQLSTATE_CHARACTERS) == 5)
		return MAKE_SQLSTATE(name[0], name[1], name[2], name[3], name[4]);
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("unrecognized exception condition \"%s\"", name)));
}

static const char *
text_argument(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NULL :
		text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/*
 * refuse(condition, message, detail, hint): raises an error; call it by
 * PERFORM
 */
PG_FUNCTION_INFO_V1(refuse);
Datum
refuse(PG_FUNCTION_ARGS)
{
	const char *condition = text_argument(fcinfo, 0);
	const char *message = text_argument(fcinfo, 1);
	const char *detail = text_argument(fcinfo, 2);
	const char *hint = text_argument(fcinfo, 3);
	int			sqlstate;

	if (condition == NULL || message == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("an error needs a condition and a message")));
	sqlstate = find_sqlstate(condition);
	if (outer_contexts == OUTSIDE)
		leave_contexts(Max(count_contexts() - CONTEXTS_OF_PERFORM, 0));
	ereport(ERROR,
			(errcode(sqlstate),
			 errhide_inner_context(),
			 errmsg_internal("%s", message),
			 detail != NULL ? errdetail_internal("%s", detail) : 0,
			 hint != NULL ? errhint("%s", hint) : 0));
}
