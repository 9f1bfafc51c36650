/*-------------------------------------------------------------------------
 *
 * prov.h
 *		PROV-XML: what its writers and its reader share.
 *
 * Our identifiers are "c:", a scope ("" or "claim.7."), a kind, a period and a
 * key, in which bytes other than ASCII letters, digits and hyphens are written
 * in hexadecimal.  They depend on nothing else, so that a source is the same
 * agent in all documents.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_PROV_H
#define CORROBORATE_PROV_H

#include "model/testimony.h"

#define PROV_NS "http://www.w3.org/ns/prov#"
#define OUR_NS "urn:corroborate:prov"

#define PROV_BEGIN "<prov:document xmlns:prov=\"" PROV_NS "\" xmlns:c=\"" OUR_NS "\">\n"
#define PROV_END "</prov:document>\n"

/* A document, or a part of one, that is being written */
typedef struct ProvOut ProvOut;

typedef struct ProvId
{
	const char *scope;
	const char *kind;
	Key			key;
} ProvId;

static inline ProvId
prov_id(const char *scope, const char *kind, Key key)
{
	ProvId		id = {scope, kind, key};

	return id;
}

static inline ProvId
prov_agent(Key key)
{
	return prov_id("", "agent", key);
}

/* The entity for what a source says on one side */
extern ProvId prov_said(const char *scope, Side side, Key source);

/* Begins to write, in the current memory context, until prov_close() */
extern ProvOut *prov_open(void);
extern void prov_close(ProvOut *out);
extern const char *prov_data(const ProvOut *out, Size *length);

/* Writes markup unchanged, and text escaped, keeping line breaks */
extern void prov_put(ProvOut *out, const char *markup);
extern void prov_text(ProvOut *out, const char *text);

/* <prov:element>text</prov:element> */
extern void prov_element(ProvOut *out, const char *element, const char *text);

/* <prov:element>, on a line of its own, and its end */
extern void prov_begin(ProvOut *out, const char *element);
extern void prov_end(ProvOut *out, const char *element);

/* <prov:element prov:id="...", to which attributes may be added */
extern void prov_declare(ProvOut *out, const char *element, ProvId id);

/* <prov:element prov:ref="..."/> */
extern void prov_ref(ProvOut *out, const char *element, ProvId id);

/* A relation between two things */
extern void prov_relate(ProvOut *out, const char *relation,
						const char *from, ProvId a, const char *to, ProvId b);

/* An agent's key, as an attribute, after prov_declare() */
extern void prov_key(ProvOut *out, Key key);

/* Writes evidence.  Without a scope, agents also get labels. */
extern void prov_evidence(ProvOut *out, const Testimony *testimony, const char *scope);

#endif							/* CORROBORATE_PROV_H */
