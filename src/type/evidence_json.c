/*-------------------------------------------------------------------------
 *
 * evidence_json.c
 *		Evidence as JSON, whose nesting does not depend on the chains:
 *
 *	  {"sources": {"kcna": {"rating": 0.3, "affiliations": ["dprk"]}, ...},
 *	   "for":     {"yonhap": {"speaks": true, "cites": ["kcna"]},
 *	               "kcna": {"firsthand": true, "unknown": true}},
 *	   "against": {...}}
 *
 * When written, "sources" has all sources, and each side has those that speak
 * or whose basis is stated there.  When read, any member may be missing, and a
 * source needs no entry of its own.  An unknown member is an error, so that a
 * misspelt one is not lost silently.
 *
 * Memory: results in the current context, the rest in workspaces.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/jsonb.h"

#include "base/utf8.h"
#include "model/keys.h"
#include "type/confidence.h"
#include "base/rating.h"

static const char *const side_names[SIDES] = {"for", "against"};

/*
 * Writing
 */

static void
write_key(StringInfo json, Key key)
{
	char		text[KEY_MAX_BYTES + 1];

	memcpy(text, key.data, key.length);
	text[key.length] = '\0';
	escape_json(json, text);
}

/* Puts a comma before all but the first of an object's members */
static void
next_member(StringInfo json, bool *first)
{
	if (!*first)
		appendStringInfoString(json, ", ");
	*first = false;
}

static void
write_source_member(StringInfo json, const Testimony *testimony,
					const Source *source)
{
	char		rating[RATING_TEXT_SIZE];
	bool		first = true;

	write_key(json, source->key);
	appendStringInfoString(json, ": {");
	if (source->rating != UNRATED)
	{
		next_member(json, &first);
		rating_print(source->rating, rating);
		appendStringInfo(json, "\"rating\": %s", rating);
	}
	for (uint32 i = 0; i < source->affiliations.count; i++)
	{
		if (i == 0)
			next_member(json, &first);
		appendStringInfoString(json, i == 0 ? "\"affiliations\": [" : ", ");
		write_key(json, source_affiliation(testimony, source, i));
	}
	appendStringInfoString(json, source->affiliations.count > 0 ? "]}" : "}");
}

static void
write_side_member(StringInfo json, const Testimony *testimony,
				  const Source *source, Side side)
{
	static const struct
	{
		uint8		bit;
		const char *name;
	}			bits[] = {
		{SAYS_SPEAKS, "\"speaks\": true"},
		{SAYS_FIRSTHAND, "\"firsthand\": true"},
		{SAYS_UNKNOWN, "\"unknown\": true"}
	};
	uint32		ncites = source->cites[side].count;
	bool		first = true;

	write_key(json, source->key);
	appendStringInfoString(json, ": {");
	for (Size i = 0; i < lengthof(bits); i++)
	{
		if (!(source->says[side] & bits[i].bit))
			continue;
		next_member(json, &first);
		appendStringInfoString(json, bits[i].name);
	}
	for (uint32 i = 0; i < ncites; i++)
	{
		if (i == 0)
			next_member(json, &first);
		appendStringInfoString(json, i == 0 ? "\"cites\": [" : ", ");
		write_key(json, source_cited_key(testimony, source, side, i));
	}
	appendStringInfoString(json, ncites > 0 ? "]}" : "}");
}

static char *
write_json(Datum evidence)
{
	Unpacked	unpacked;
	const Testimony *testimony = &unpacked.testimony;
	StringInfoData json;
	bool		first = true;

	evidence_unpack(&unpacked, evidence);
	initStringInfo(&json);
	appendStringInfoString(&json, "{\"sources\": {");
	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		CHECK_FOR_INTERRUPTS();
		next_member(&json, &first);
		write_source_member(&json, testimony, &testimony->sources[i]);
	}
	for (int side = 0; side < SIDES; side++)
	{
		appendStringInfo(&json, "}, \"%s\": {", side_names[side]);
		first = true;
		for (uint32 i = 0; i < testimony->nsources; i++)
		{
			const Source *source = &testimony->sources[i];

			if (source->says[side] == 0 && source->cites[side].count == 0)
				continue;
			CHECK_FOR_INTERRUPTS();
			next_member(&json, &first);
			write_side_member(&json, testimony, source, side);
		}
	}
	appendStringInfoString(&json, "}}");
	unpack_free(&unpacked);
	return json.data;
}

PG_FUNCTION_INFO_V1(evidence_to_json);
Datum
evidence_to_json(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(write_json(PG_GETARG_DATUM(0))));
}

PG_FUNCTION_INFO_V1(evidence_to_jsonb);
Datum
evidence_to_jsonb(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in,
										CStringGetDatum(write_json(PG_GETARG_DATUM(0)))));
}

/*
 * Reading
 */

typedef struct JsonReader
{
	JsonbIterator *iterator;
	TestimonyBuilder *builder;
	const char *section;		/* "sources", "for" or "against" */
	Key			source;			/* whose member is being read */
	Node	   *escontext;		/* where a soft error goes */
	bool		failed;			/* there was one; read nothing more */
} JsonReader;

/* Reports an unknown member, and names those that are known */
static void
refuse_member(JsonReader *reader, const JsonbValue *name, const char *members)
{
	StringInfoData place;

	initStringInfo(&place);
	if (reader->source.length > 0)
	{
		appendStringInfo(&place, " of source \"%.*s\" in \"%s\"",
						 (int) reader->source.length, reader->source.data,
						 reader->section);
	}
	reader->failed = true;
	errsave(reader->escontext,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid JSON representation of type evidence"),
			 errdetail("Member \"%.*s%s\"%s is unknown; the members are %s.",
					   SHOWN_TEXT(name->val.string.val, name->val.string.len),
					   place.data, members)));
}

/*
 * Reports what is wrong, and where: "for"."kcna"."cites" must be an array of
 * strings
 */
static void
refuse(JsonReader *reader, const char *member, const char *expected)
{
	StringInfoData place;

	initStringInfo(&place);
	if (reader->section != NULL)
		appendStringInfo(&place, "\"%s\"", reader->section);
	if (reader->source.length > 0)
	{
		appendStringInfoChar(&place, '.');
		write_key(&place, reader->source);
	}
	if (member != NULL)
		appendStringInfo(&place, "%s\"%s\"", place.len > 0 ? "." : "", member);
	reader->failed = true;
	errsave(reader->escontext,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid JSON representation of type evidence"),
			 errdetail("%s must be %s.",
					   place.len > 0 ? place.data : "The value",
					   expected),
			 errhint("Evidence in JSON looks like "
					 "{\"sources\": {\"a\": {\"rating\": 0.8, \"affiliations\": [\"x\"]}}, "
					 "\"for\": {\"a\": {\"speaks\": true, \"firsthand\": true, "
					 "\"unknown\": true, \"cites\": [\"b\"]}}, "
					 "\"against\": {}}.")));
}

static bool
read_key(JsonReader *reader, const char *member, const JsonbValue *value, Key *key)
{
	KeyError	problem = key_read(value->val.string.val, value->val.string.len,
								   key, reader->builder->ws);
	const char *where = member != NULL ? member : reader->section;

	if (problem == KEY_OK)
		return true;
	reader->failed = true;
	/* do not repeat text that is not UTF-8: the client cannot show it */
	if (problem == KEY_INVALID_UTF8)
		errsave(reader->escontext,
				(errcode(ERRCODE_CHARACTER_NOT_IN_REPERTOIRE),
				 errmsg("invalid name in \"%s\" of evidence in JSON", where),
				 errdetail("%s", key_error_detail(problem))));
	else
		errsave(reader->escontext,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("invalid name in \"%s\" of evidence in JSON: \"%.*s%s\"",
						where, SHOWN_TEXT(value->val.string.val,
										  value->val.string.len)),
				 errdetail("%s", key_error_detail(problem))));
	return false;
}

/* Begins to read an object; each following read_member() reads a member */
static void
read_object(JsonReader *reader, const char *member)
{
	JsonbValue	value;

	if (JsonbIteratorNext(&reader->iterator, &value, false) != WJB_BEGIN_OBJECT)
		refuse(reader, member, "an object");
}

/* The next member's name, or false at the object's end or after a soft error */
static bool
read_member(JsonReader *reader, JsonbValue *name)
{
	return !reader->failed && JsonbIteratorNext(&reader->iterator, name, false) == WJB_KEY;
}

static bool
name_is(const JsonbValue *name, const char *expected)
{
	return name->val.string.len == (int) strlen(expected) &&
		memcmp(name->val.string.val, expected, name->val.string.len) == 0;
}

/* A scalar's value, or false if an array or object begins */
static bool
read_scalar(JsonReader *reader, JsonbValue *value)
{
	return JsonbIteratorNext(&reader->iterator, value, false) == WJB_VALUE;
}

static bool
read_bool(JsonReader *reader, const char *member)
{
	JsonbValue	value;

	if (read_scalar(reader, &value) && value.type == jbvBool)
		return value.val.boolean;
	refuse(reader, member, "true or false");
	return false;
}

static void
refuse_rating(JsonReader *reader, const char *text, RatingError problem)
{
	const char *hint = rating_error_hint(problem, text, strlen(text));

	reader->failed = true;
	errsave(reader->escontext,
			(errcode(problem == RATING_SYNTAX || problem == RATING_LETTER_F ?
					 ERRCODE_INVALID_PARAMETER_VALUE :
					 ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("invalid rating of source \"%.*s\" in evidence in JSON: \"%.*s%s\"",
					(int) reader->source.length, reader->source.data,
					SHOWN_TEXT(text, strlen(text))),
			 errdetail("%s", rating_error_detail(problem)),
			 hint != NULL ? errhint("%s", hint) : 0));
}

static void
read_rating(JsonReader *reader, uint32 mention)
{
	static const char expected[] =
		"a number from 0 to 1, a text such as \"70%\", or null";
	JsonbValue	value;
	const char *text;
	double		rating;
	RatingError problem;

	if (!read_scalar(reader, &value) ||
		(value.type != jbvNull && value.type != jbvNumeric && value.type != jbvString))
	{
		refuse(reader, "rating", expected);
		return;
	}
	if (value.type == jbvNull)
		return;
	if (value.type == jbvNumeric)
		text = DatumGetCString(DirectFunctionCall1(numeric_out,
												   NumericGetDatum(value.val.numeric)));
	else
		text = pnstrdup(value.val.string.val, value.val.string.len);

	problem = rating_parse(text, strlen(text), &rating);
	if (problem != RATING_OK)
	{
		refuse_rating(reader, text, problem);
		return;
	}
	builder_rate(reader->builder, mention, rating);
}

/* An array of keys: affiliations, or citations on a side */
static void
read_keys(JsonReader *reader, const char *member, uint32 mention,
		  bool affiliations, Side side)
{
	static const char expected[] = "an array of strings";
	JsonbIterator **iterator = &reader->iterator;
	JsonbValue	value;
	JsonbIteratorToken token;

	if (JsonbIteratorNext(iterator, &value, false) != WJB_BEGIN_ARRAY)
	{
		refuse(reader, member, expected);
		return;
	}
	while ((token = JsonbIteratorNext(iterator, &value, false)) == WJB_ELEM &&
		   value.type == jbvString)
	{
		Key			key;

		if (!read_key(reader, member, &value, &key))
			return;
		if (affiliations)
			builder_affiliate(reader->builder, mention, key);
		else
			builder_cite(reader->builder, side, mention,
						 builder_mention(reader->builder, key));
	}
	if (token != WJB_END_ARRAY)
		refuse(reader, member, expected);
}

static void
read_source_member(JsonReader *reader, uint32 mention, const JsonbValue *name)
{
	if (name_is(name, "rating"))
		read_rating(reader, mention);
	else if (name_is(name, "affiliations"))
		read_keys(reader, "affiliations", mention, true, SIDE_FOR);
	else
		refuse_member(reader, name, "\"rating\" and \"affiliations\"");
}

static void
read_side_member(JsonReader *reader, uint32 mention, const JsonbValue *name,
				 Side side)
{
	uint8		says = 0;

	if (name_is(name, "speaks"))
		says = read_bool(reader, "speaks") ? SAYS_SPEAKS : 0;
	else if (name_is(name, "firsthand"))
		says = read_bool(reader, "firsthand") ? SAYS_FIRSTHAND : 0;
	else if (name_is(name, "unknown"))
		says = read_bool(reader, "unknown") ? SAYS_UNKNOWN : 0;
	else if (name_is(name, "cites"))
		read_keys(reader, "cites", mention, false, side);
	else
		refuse_member(reader, name,
					  "\"speaks\", \"firsthand\", \"unknown\" and \"cites\"");
	builder_say(reader->builder, side, mention, says);
}

/* An object of sources; side is SIDES for "sources" */
static void
read_section(JsonReader *reader, const char *section, int side)
{
	JsonbValue	name;

	reader->section = section;
	read_object(reader, NULL);
	while (read_member(reader, &name))
	{
		uint32		mention;

		CHECK_FOR_INTERRUPTS();
		reader->source.length = 0;
		if (!read_key(reader, NULL, &name, &reader->source))
			return;
		mention = builder_mention(reader->builder, reader->source);
		read_object(reader, NULL);
		while (read_member(reader, &name))
		{
			if (side == SIDES)
				read_source_member(reader, mention, &name);
			else
				read_side_member(reader, mention, &name, side);
		}
	}
	reader->section = NULL;
	reader->source.length = 0;
}

static void
refuse_unreached(JsonReader *reader, const Source *source, Side side)
{
	reader->failed = true;
	errsave(reader->escontext,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("source \"%.*s\" is part of no statement in evidence in JSON",
					(int) source->key.length, source->key.data),
			 source_has_basis(source, side) ?
			 errdetail("In \"%s\" it has a basis, but neither speaks "
					   "nor is it cited by anyone who does.",
					   side_names[side]) :
			 errdetail("It neither speaks, in \"for\" or \"against\", "
					   "nor is it cited by anyone who does.")));
}

/* False after a soft error, with nothing to be freed */
static bool
read_json(Unpacked *unpacked, Jsonb *json, Node *escontext)
{
	JsonReader	reader = {.escontext = escontext};
	JsonbValue	name;
	int64		unreached;
	Side		side;

	unpack_start(unpacked);
	reader.builder = &unpacked->builder;
	reader.iterator = JsonbIteratorInit(&json->root);
	read_object(&reader, NULL);
	while (read_member(&reader, &name))
	{
		if (name_is(&name, "sources"))
			read_section(&reader, "sources", SIDES);
		else if (name_is(&name, side_names[SIDE_FOR]))
			read_section(&reader, side_names[SIDE_FOR], SIDE_FOR);
		else if (name_is(&name, side_names[SIDE_AGAINST]))
			read_section(&reader, side_names[SIDE_AGAINST], SIDE_AGAINST);
		else
			refuse_member(&reader, &name,
						  "\"sources\", \"for\" and \"against\"");
	}
	if (!reader.failed)
	{
		unpack_finish(unpacked);
		unreached = testimony_find_unreached(&unpacked->testimony, &side,
											 &unpacked->ws);
		if (unreached >= 0)
			refuse_unreached(&reader, &unpacked->testimony.sources[unreached], side);
	}
	if (reader.failed)
		unpack_free(unpacked);
	return !reader.failed;
}

/* JSON's null is read as NULL, so that rows with nulls survive to_jsonb() */
static bool
is_json_null(Jsonb *json)
{
	JsonbValue	scalar;

	return JsonbExtractScalar(&json->root, &scalar) && scalar.type == jbvNull;
}

/* Zero after a soft error */
static Datum
pack_json(Jsonb *json, bool attribution, Node *escontext)
{
	Unpacked	unpacked;
	Datum		result;

	if (!read_json(&unpacked, json, escontext))
		return (Datum) 0;
	if (attribution)
		result = attribution_pack(&unpacked.testimony,
								  ERRCODE_INVALID_PARAMETER_VALUE, escontext,
								  &unpacked.ws);
	else
		result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	return result;
}

static Datum
convert_json(FunctionCallInfo fcinfo, Jsonb *json, bool attribution)
{
	if (is_json_null(json))
		PG_RETURN_NULL();
	return pack_json(json, attribution, NULL);
}

static const char *
after_space(const char *text)
{
	while (is_space(*text))
		text++;
	return text;
}

/*
 * Recognizes {"for": {...  In a literal of evidence, a rating would follow the
 * colon.
 */
bool
is_evidence_in_json(const char *text)
{
	text = after_space(text);
	if (*text != '{' || *(text = after_space(text + 1)) != '"')
		return false;
	text += 1 + strcspn(text + 1, "\"\\");
	if (*text != '"' || *(text = after_space(text + 1)) != ':')
		return false;
	return *after_space(text + 1) == '{';
}

Datum
evidence_in_json(const char *text, bool attribution, Node *escontext)
{
	Datum		json;

	if (!jsonb_in_safe(text, escontext, &json))
		return (Datum) 0;
	return pack_json(DatumGetJsonbP(json), attribution, escontext);
}

PG_FUNCTION_INFO_V1(jsonb_to_evidence);
Datum
jsonb_to_evidence(PG_FUNCTION_ARGS)
{
	return convert_json(fcinfo, PG_GETARG_JSONB_P(0), false);
}

PG_FUNCTION_INFO_V1(jsonb_to_attribution);
Datum
jsonb_to_attribution(PG_FUNCTION_ARGS)
{
	return convert_json(fcinfo, PG_GETARG_JSONB_P(0), true);
}

PG_FUNCTION_INFO_V1(json_to_evidence);
Datum
json_to_evidence(PG_FUNCTION_ARGS)
{
	return convert_json(fcinfo, json_to_jsonb(PG_GETARG_TEXT_PP(0)), false);
}

PG_FUNCTION_INFO_V1(json_to_attribution);
Datum
json_to_attribution(PG_FUNCTION_ARGS)
{
	return convert_json(fcinfo, json_to_jsonb(PG_GETARG_TEXT_PP(0)), true);
}
