/*-------------------------------------------------------------------------
 *
 * key_text.h
 *		Text of keys that does not depend on settings.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_KEY_TEXT_H
#define CORROBORATE_KEY_TEXT_H

#include "base/compat.h"

/* Whether settings may change the text of a type's values */
extern bool text_depends_on_settings(Oid type);

/*
 * Between these two, a value has the same text in every session, and a text is
 * read as the same value.  key_text_begin() returns the argument for
 * key_text_end(); an error in between restores the settings, too.
 */
extern int	key_text_begin(void);
extern void key_text_end(int level);

#endif							/* CORROBORATE_KEY_TEXT_H */
