/*-------------------------------------------------------------------------
 *
 * key_arrays.c
 *		Lists of names in SQL: text[].
 *
 * Memory: arrays in the current context, lists of keys in a workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "type/key_arrays.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "type/evidence.h"

Datum
keys_to_array(const Key *keys, Size count)
{
	Datum	   *texts = palloc_extended(sizeof(Datum) * Max(count, 1),
										MCXT_ALLOC_HUGE);
	ArrayType  *array;

	for (Size i = 0; i < count; i++)
		texts[i] = PointerGetDatum(cstring_to_text_with_len(keys[i].data,
															keys[i].length));
	array = construct_array(texts, count, TEXTOID, -1, false, TYPALIGN_INT);
	for (Size i = 0; i < count; i++)
		pfree(DatumGetPointer(texts[i]));
	pfree(texts);
	return PointerGetDatum(array);
}

Key *
array_to_keys(Datum array, Size *count, Workspace *ws)
{
	Datum	   *texts;
	bool	   *nulls;
	int			n;
	Key		   *keys;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false,
					  TYPALIGN_INT, &texts, &nulls, &n);
	keys = workspace_alloc(ws, n, sizeof(Key));
	*count = 0;
	for (int i = 0; i < n; i++)
		if (!nulls[i])
			keys[(*count)++] =
				key_from_varlena((struct varlena *) DatumGetPointer(texts[i]));
	pfree(texts);
	pfree(nulls);
	return keys;
}
