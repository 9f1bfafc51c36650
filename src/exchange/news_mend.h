/*-------------------------------------------------------------------------
 *
 * news_mend.h
 *		Mending feeds that are not well-formed, if their meaning is clear.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_NEWS_MEND_H
#define CORROBORATE_NEWS_MEND_H

#include "exchange/xml.h"

/*
 * A copy of an XML document with the same number of lines, without what XML
 * does not allow in text; or the document itself, if its encoding is no
 * superset of ASCII. *form changes if the copy is in UTF-8.
 */
extern const char *news_mend(const char *data, Size *length, XmlForm *form);

/* A copy of text in which bytes that are not UTF-8 are read as windows-1252 */
extern char *news_mend_bytes(const char *data, Size length);

#endif							/* CORROBORATE_NEWS_MEND_H */
