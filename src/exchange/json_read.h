/*-------------------------------------------------------------------------
 *
 * json_read.h
 *		Reading what a JSON document says, by the server's jsonb.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_JSON_READ_H
#define CORROBORATE_JSON_READ_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

/* Parses a document; NULL if it is not JSON */
extern Jsonb *json_read(const char *text);

/* A key's value; false if there is none */
extern bool json_key(JsonbContainer *object, const char *key, JsonbValue *value);

/* The object that a value is, or NULL */
extern JsonbContainer *json_as_object(const JsonbValue *value);

/* The values under a key, JsonbValues: the members of a list, or one by itself */
extern List *json_values(JsonbContainer *object, const char *key);

/*
 * A string, or a value that is used as one: a number, the first member of a
 * list, {"@value": ...}.  NULL for anything else.
 */
extern char *json_text(const JsonbValue *value);
extern char *json_key_text(JsonbContainer *object, const char *key);

/* The text of the first of these keys that has one; the list ends in NULL */
extern char *json_first_text(JsonbContainer *object, const char *const *keys);

#endif							/* CORROBORATE_JSON_READ_H */
