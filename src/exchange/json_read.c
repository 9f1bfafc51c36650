/*-------------------------------------------------------------------------
 *
 * json_read.c
 *		Reading what a JSON document says, by the server's jsonb.
 *
 * Memory: the current context.  Objects and lists point into their document.
 *
 *-------------------------------------------------------------------------
 */
#include "exchange/json_read.h"

#include "base/compat.h"

#include "access/xact.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/resowner.h"

/*
 * NULL if it is not JSON.  Servers before 16 have no soft errors, so
 * recovering from an error takes a subtransaction.
 */
Jsonb *
json_read(const char *text)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	volatile Datum result = 0;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		result = DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		int			code;

		MemoryContextSwitchTo(context);
		code = geterrcode();
		if (code == ERRCODE_QUERY_CANCELED || code == ERRCODE_OUT_OF_MEMORY)
			PG_RE_THROW();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		result = 0;
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	return result != 0 ? DatumGetJsonbP(result) : NULL;
}

PG_FUNCTION_INFO_V1(read_json);
Datum
read_json(PG_FUNCTION_ARGS)
{
	Jsonb	   *document = json_read(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	if (document == NULL)
		PG_RETURN_NULL();
	PG_RETURN_JSONB_P(document);
}

bool
json_key(JsonbContainer *object, const char *key, JsonbValue *value)
{
	return JsonContainerIsObject(object) &&
		getKeyJsonValueFromContainer(object, key, (int) strlen(key), value) != NULL;
}

JsonbContainer *
json_as_object(const JsonbValue *value)
{
	if (value->type != jbvBinary || !JsonContainerIsObject(value->val.binary.data))
		return NULL;
	return value->val.binary.data;
}

/* A value's members: those of a list, or the value itself */
static List *
members_of(const JsonbValue *value)
{
	List	   *members = NIL;
	JsonbContainer *array;

	if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
	{
		JsonbValue *copy = palloc(sizeof(JsonbValue));

		*copy = *value;
		return list_make1(copy);
	}
	array = value->val.binary.data;
	for (uint32 i = 0; i < JsonContainerSize(array); i++)
		members = lappend(members, getIthJsonbValueFromContainer(array, i));
	return members;
}

List *
json_values(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	return json_key(object, key, &value) ? members_of(&value) : NIL;
}

char *
json_text(const JsonbValue *value)
{
	JsonbContainer *object = json_as_object(value);
	JsonbValue	inner;

	if (value->type == jbvBinary && object == NULL &&
		JsonContainerSize(value->val.binary.data) > 0)
	{
		value = getIthJsonbValueFromContainer(value->val.binary.data, 0);
		object = json_as_object(value);
	}
	if (object != NULL && json_key(object, "@value", &inner))
		value = &inner;
	if (value->type == jbvNumeric)
		return DatumGetCString(DirectFunctionCall1(numeric_out,
												   NumericGetDatum(value->val.numeric)));
	if (value->type != jbvString)
		return NULL;
	return pnstrdup(value->val.string.val, value->val.string.len);
}

char *
json_key_text(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	return json_key(object, key, &value) ? json_text(&value) : NULL;
}

static bool
is_blank_text(const char *text)
{
	return text[strspn(text, " \n\t\r")] == '\0';
}

char *
json_first_text(JsonbContainer *object, const char *const *keys)
{
	char	   *text = NULL;

	for (; *keys != NULL && (text == NULL || is_blank_text(text)); keys++)
		text = json_key_text(object, *keys);
	return text == NULL || is_blank_text(text) ? NULL : text;
}
