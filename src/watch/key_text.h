/*-------------------------------------------------------------------------
 *
 * key_text.h
 *		Text of keys that no setting changes.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_KEY_TEXT_H
#define CORROBORATE_KEY_TEXT_H

#include "base/compat.h"

/* Whether settings may change the text of a type's values */
extern bool text_depends_on_settings(Oid type);

/*
 * Between these two a value has the same text in every session, and a text
 * stands for the same value.  key_text_begin() returns what key_text_end()
 * takes; an error in between sets everything back, too.
 */
extern int	key_text_begin(void);
extern void key_text_end(int level);

#endif							/* CORROBORATE_KEY_TEXT_H */
