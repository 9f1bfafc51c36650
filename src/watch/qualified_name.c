/*-------------------------------------------------------------------------
 *
 * qualified_name.c
 *		Relations as queries and messages name them.
 *
 * Memory: the name is in the current context.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/qualified_name.h"

#include "utils/builtins.h"
#include "utils/lsyscache.h"

char *
qualified_name(Oid relation)
{
	Oid			schema = get_rel_namespace(relation);

	return quote_qualified_identifier(get_namespace_name_or_temp(schema),
									  get_rel_name(relation));
}
