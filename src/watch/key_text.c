/*-------------------------------------------------------------------------
 *
 * key_text.c
 *		Text of keys that does not depend on settings.
 *
 * The keys of documents, and of rows that replace one another, can be of any
 * type, and are compared and locked as text.  A value's text may depend on
 * settings: if extra_float_digits is 0, two keys can have the same text, and
 * under another DateStyle or TimeZone, one key has two texts, so that sessions
 * would not see each other's locks.  So these settings are overridden while
 * keys are written or read, as postgres_fdw does for what it sends.
 *
 * Storage: none.  Memory: none.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/key_text.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/builtins.h"
#include "utils/bytea.h"
#include "utils/float.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#define STEADY_TIMEZONE "UTC"

/* Most keys are of these types, which depend on no setting */
bool
text_depends_on_settings(Oid type)
{
	switch (getBaseType(type))
	{
		case BOOLOID:
		case INT2OID:
		case INT4OID:
		case INT8OID:
		case NUMERICOID:
		case TEXTOID:
		case VARCHAROID:
		case BPCHAROID:
		case UUIDOID:
			return false;
		default:
			return true;
	}
}

static void
set_aside(const char *setting, const char *value)
{
	(void) set_config_option(setting, value, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

int
key_text_begin(void)
{
	int			level = NewGUCNestLevel();

	if (DateStyle != USE_ISO_DATES)
		set_aside("datestyle", "ISO");
	if (IntervalStyle != INTSTYLE_POSTGRES)
		set_aside("intervalstyle", "postgres");
	if (strcmp(pg_get_timezone_name(session_timezone), STEADY_TIMEZONE) != 0)
		set_aside("timezone", STEADY_TIMEZONE);
	/* any positive number gives the shortest exact text */
	if (extra_float_digits < 1)
		set_aside("extra_float_digits", "1");
	if (bytea_output != BYTEA_OUTPUT_HEX)
		set_aside("bytea_output", "hex");
	if (quote_all_identifiers)
		set_aside("quote_all_identifiers", "off");
	return level;
}

void
key_text_end(int level)
{
	AtEOXact_GUC(true, level);
}
