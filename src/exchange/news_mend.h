/*-------------------------------------------------------------------------
 *
 * news_mend.h
 *		Feeds that are not well-formed, but clear.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEWS_MEND_H
#define CORROBORATE_NEWS_MEND_H

#include "exchange/xml.h"

/*
 * A copy of a document in XML without what XML does not allow in text, with
 * as many lines; or the document itself, if its encoding is not one in which
 * that can be told.  *form changes if the copy is in UTF-8 now.
 */
extern const char *news_mend(const char *data, Size *length, XmlForm *form);

/* A copy of text with what is not UTF-8 read as windows-1252, and NUL as a blank */
extern char *news_mend_bytes(const char *data, Size length);

#endif							/* CORROBORATE_NEWS_MEND_H */
