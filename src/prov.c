/*-------------------------------------------------------------------------
 *
 * prov.c
 *		Evidence as PROV-XML (https://www.w3.org/TR/prov-xml/), out and in.
 *
 * Each name is an agent; what a source says on a side is an entity that is
 * attributed to it.  A citation is a derivation of entities; first-hand is a
 * primary source, and "?" a derivation, that is attributed to nobody.  An
 * affiliation is an agent on whose behalf another acts.  Attributes of a
 * namespace of our own say what PROV cannot: the exact key, the rating, that
 * an entity denies, that it is only cited.
 *
 * Memory: results in the current context; reading has a context of its own.
 *
 *-------------------------------------------------------------------------
 */
#include "evidence.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "keys.h"
#include "rating.h"
#include "xml.h"

#define PROV_NS "http://www.w3.org/ns/prov#"
#define OUR_NS "urn:corroborate:prov"

static const char *const side_names[SIDES] = {"for", "against"};

/*
 * Writing
 */

/* U+FFFE and U+FFFF, which keys may hold and XML 1.0 may not */
static bool
is_unwritable(const char *text, const char *end)
{
	return end - text >= 3 && (uint8) text[0] == 0xEF &&
		(uint8) text[1] == 0xBF && (uint8) text[2] >= 0xBE;
}

/* Text for an attribute or element; what XML cannot hold becomes U+FFFD */
static bool
write_escaped(StringInfo xml, Key key)
{
	const char *end = key.data + key.length;
	bool		whole = true;

	for (const char *p = key.data; p < end; p++)
	{
		if (is_unwritable(p, end))
		{
			appendStringInfoString(xml, "\xEF\xBF\xBD");
			p += 2;
			whole = false;
		}
		else if (*p == '&')
			appendStringInfoString(xml, "&amp;");
		else if (*p == '<')
			appendStringInfoString(xml, "&lt;");
		else if (*p == '>')
			appendStringInfoString(xml, "&gt;");
		else if (*p == '"')
			appendStringInfoString(xml, "&quot;");
		else
			appendStringInfoChar(xml, *p);
	}
	return whole;
}

/* An identifier of a name, the same in every document: other bytes than
 * ASCII letters and digits in hexadecimal */
static void
write_id(StringInfo xml, const char *kind, Key key)
{
	appendStringInfo(xml, "c:%s.", kind);
	for (uint32 i = 0; i < key.length; i++)
	{
		uint8		c = (uint8) key.data[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '-')
			appendStringInfoChar(xml, (char) c);
		else
			appendStringInfo(xml, "_%02X", c);
	}
}

static void
write_agent(StringInfo xml, Key key, double rating)
{
	char		text[RATING_TEXT_SIZE];
	Size		start;

	appendStringInfoString(xml, "  <prov:agent prov:id=\"");
	write_id(xml, "agent", key);
	appendStringInfoString(xml, "\" c:key=\"");
	start = xml->len;
	if (!write_escaped(xml, key))
	{
		xml->len = start - strlen("key=\"");
		appendStringInfoString(xml, "keyhex=\"");
		for (uint32 i = 0; i < key.length; i++)
			appendStringInfo(xml, "%02x", (uint8) key.data[i]);
	}
	if (rating != UNRATED)
	{
		rating_print(rating, text);
		appendStringInfo(xml, "\" c:rating=\"%s", text);
	}
	appendStringInfoString(xml, "\"><prov:label>");
	write_escaped(xml, key);
	appendStringInfoString(xml, "</prov:label></prov:agent>\n");
}

static void
write_ref(StringInfo xml, const char *element, const char *kind, Key key)
{
	appendStringInfo(xml, "<prov:%s prov:ref=\"", element);
	write_id(xml, kind, key);
	appendStringInfoString(xml, "\"/>");
}

/* A derivation from what nobody is said to have said */
static void
write_end(StringInfo xml, const char *relation, const char *side, Key key,
		  const char *end)
{
	appendStringInfo(xml, "  <prov:%s>", relation);
	write_ref(xml, "generatedEntity", side, key);
	appendStringInfo(xml, "<prov:usedEntity prov:ref=\"c:%s\"/></prov:%s>\n",
					 end, relation);
}

static void
write_said(StringInfo xml, const Testimony *testimony, const Source *source, Side side)
{
	const char *name = side_names[side];

	appendStringInfoString(xml, "  <prov:entity prov:id=\"");
	write_id(xml, name, source->key);
	appendStringInfo(xml, "\"%s%s/>\n",
					 side == SIDE_AGAINST ? " c:denies=\"true\"" : "",
					 source->says[side] & SAYS_SPEAKS ? "" : " c:cited=\"true\"");
	appendStringInfoString(xml, "  <prov:wasAttributedTo>");
	write_ref(xml, "entity", name, source->key);
	write_ref(xml, "agent", "agent", source->key);
	appendStringInfoString(xml, "</prov:wasAttributedTo>\n");
	if (source->says[side] & SAYS_FIRSTHAND)
		write_end(xml, "hadPrimarySource", name, source->key, "firsthand");
	if (source->says[side] & SAYS_UNKNOWN)
		write_end(xml, "wasDerivedFrom", name, source->key, "unknown");
	for (uint32 i = 0; i < source->cites[side].count; i++)
	{
		uint32		cited = testimony->citations[source->cites[side].first + i];

		appendStringInfoString(xml, "  <prov:wasDerivedFrom>");
		write_ref(xml, "generatedEntity", name, source->key);
		write_ref(xml, "usedEntity", name, testimony->sources[cited].key);
		appendStringInfoString(xml, "</prov:wasDerivedFrom>\n");
	}
}

/* Affiliations that are no sources are agents as well, described again by
 * each source that has them, which PROV takes for one agent */
static void
write_affiliations(StringInfo xml, const Testimony *testimony, const Source *source)
{
	for (uint32 i = 0; i < source->affiliations.count; i++)
	{
		Key			key = testimony->affiliations[source->affiliations.first + i];

		if (testimony_find(testimony, key) < 0)
			write_agent(xml, key, UNRATED);
		appendStringInfoString(xml, "  <prov:actedOnBehalfOf>");
		write_ref(xml, "delegate", "agent", source->key);
		write_ref(xml, "responsible", "agent", key);
		appendStringInfoString(xml, "</prov:actedOnBehalfOf>\n");
	}
}

static void
write_document(StringInfo xml, const Testimony *testimony, Workspace *ws)
{
	bool	   *reached[SIDES];

	appendStringInfoString(xml, "<prov:document xmlns:prov=\"" PROV_NS
						   "\" xmlns:c=\"" OUR_NS "\">\n");
	for (int side = 0; side < SIDES; side++)
	{
		reached[side] = palloc0(Max(testimony->nsources, 1) * sizeof(bool));
		testimony_reach(testimony, side, true, reached[side], ws);
	}
	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		const Source *source = &testimony->sources[i];

		CHECK_FOR_INTERRUPTS();
		write_agent(xml, source->key, source->rating);
		write_affiliations(xml, testimony, source);
		for (int side = 0; side < SIDES; side++)
			if (reached[side][i])
				write_said(xml, testimony, source, side);
	}
	appendStringInfoString(xml, "</prov:document>\n");
}

PG_FUNCTION_INFO_V1(evidence_to_prov);
Datum
evidence_to_prov(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	StringInfoData xml;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	initStringInfo(&xml);
	write_document(&xml, &unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(xml.data, xml.len));
}

/*
 * Reading
 */

/* Entities attributed to many agents make a citation for each pair of them;
 * beyond the first of each derivation so many are too many */
#define PROV_MAX_CITATIONS 1000000

typedef struct Thing			/* an agent or an entity, by its identifier */
{
	char	   *key;			/* of an agent */
	double		rating;
	bool		denies;
	bool		cited;			/* not said to us, only cited */
	List	   *agents;			/* of an entity: Things */
} Thing;

typedef struct ThingEntry
{
	char	   *id;				/* hash key */
	Thing	   *thing;
} ThingEntry;

typedef struct Relation
{
	Thing	   *from;
	Thing	   *to;
	bool		primary;
} Relation;

typedef struct ProvReader
{
	XmlReading *xml;
	HTAB	   *things;
	List	   *entities;		/* attributed to someone */
	List	   *derivations;	/* Relations */
	List	   *delegations;	/* Relations */
	int64		ncitations;
} ProvReader;

static uint32
id_hash(const void *key, Size size pg_attribute_unused())
{
	const char *id = *(char *const *) key;

	return DatumGetUInt32(hash_any((const unsigned char *) id, strlen(id)));
}

static int
id_compare(const void *a, const void *b, Size size pg_attribute_unused())
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

/* The thing with an identifier, new or not: what is not declared may be
 * declared later, or nowhere */
static Thing *
find_thing(ProvReader *reader, const char *qname)
{
	const char *colon = strchr(qname, ':');
	char	   *prefix = colon ? pnstrdup(qname, colon - qname) : pstrdup("");
	const char *local = colon ? colon + 1 : qname;
	const char *ns = xml_resolve(reader->xml, prefix);
	char	   *id = psprintf("{%s}%s", ns ? ns : prefix, local);
	ThingEntry *entry;
	bool		found;

	entry = hash_search(reader->things, &id, HASH_ENTER, &found);
	if (!found)
	{
		entry->thing = palloc0(sizeof(Thing));
		entry->thing->key = pstrdup(local);
		entry->thing->rating = UNRATED;
	}
	return entry->thing;
}

static double
read_rating(const char *text, int line)
{
	double		rating;
	RatingError problem = rating_parse(text, strlen(text), &rating);

	if (problem != RATING_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid rating in PROV-XML, line %d", line),
				 errdetail("%s", rating_error_detail(problem))));
	return rating;
}

/* An agent or entity that starts: its own attributes */
static void
read_thing(ProvReader *reader)
{
	char	   *id = xml_attribute(reader->xml, PROV_NS, "id");
	char	   *value;
	Thing	   *thing;

	if (id == NULL)
		return;
	thing = find_thing(reader, id);
	if ((value = xml_attribute(reader->xml, OUR_NS, "key")) != NULL)
		thing->key = value;
	if ((value = xml_attribute(reader->xml, OUR_NS, "keyhex")) != NULL)
	{
		Size		length = strlen(value);

		thing->key = palloc0(length / 2 + 1);
		hex_decode(value, length, thing->key);
	}
	if ((value = xml_attribute(reader->xml, OUR_NS, "rating")) != NULL)
		thing->rating = read_rating(value, xml_line(reader->xml));
	if (xml_attribute(reader->xml, OUR_NS, "denies") != NULL)
		thing->denies = true;
	if (xml_attribute(reader->xml, OUR_NS, "cited") != NULL)
		thing->cited = true;
}

/* Reads a relation that has started to its end: the things that its elements
 * from and to refer to; false if one of them is not there */
static bool
read_relation(ProvReader *reader, const char *from, const char *to, Relation *relation)
{
	int			depth = xml_depth(reader->xml);
	XmlNode		node;

	relation->from = relation->to = NULL;
	while ((node = xml_next(reader->xml)) != XML_NODE_OVER)
	{
		char	   *ref;

		if (node == XML_NODE_END && xml_depth(reader->xml) == depth)
			break;
		if (node != XML_NODE_START ||
			(ref = xml_attribute(reader->xml, PROV_NS, "ref")) == NULL)
			continue;
		if (xml_is(reader->xml, PROV_NS, from))
			relation->from = find_thing(reader, ref);
		else if (xml_is(reader->xml, PROV_NS, to))
			relation->to = find_thing(reader, ref);
	}
	return relation->from != NULL && relation->to != NULL;
}

static Relation *
keep(Relation relation)
{
	Relation   *kept = palloc(sizeof(Relation));

	*kept = relation;
	return kept;
}

static void
read_element(ProvReader *reader)
{
	const char *name = xml_name(reader->xml);
	Relation	relation;

	if (strcmp(xml_namespace(reader->xml), PROV_NS) != 0)
		return;
	relation.primary = strcmp(name, "hadPrimarySource") == 0;
	if (strcmp(name, "wasAttributedTo") == 0)
	{
		if (!read_relation(reader, "entity", "agent", &relation))
			return;
		if (relation.from->agents == NIL)
			reader->entities = lappend(reader->entities, relation.from);
		relation.from->agents = lappend(relation.from->agents, relation.to);
	}
	else if (strcmp(name, "actedOnBehalfOf") == 0)
	{
		if (read_relation(reader, "delegate", "responsible", &relation))
			reader->delegations = lappend(reader->delegations, keep(relation));
	}
	else if (relation.primary || strcmp(name, "wasDerivedFrom") == 0 ||
			 strcmp(name, "wasQuotedFrom") == 0 || strcmp(name, "wasRevisionOf") == 0)
	{
		if (read_relation(reader, "generatedEntity", "usedEntity", &relation))
			reader->derivations = lappend(reader->derivations, keep(relation));
	}
	else
		read_thing(reader);
}

static uint32
mention_agent(TestimonyBuilder *builder, const Thing *agent)
{
	Key			key;
	KeyError	problem = key_read(agent->key, strlen(agent->key), &key, builder->ws);
	uint32		mention;

	if (problem != KEY_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("invalid name of an agent in PROV-XML"),
				 errdetail("%s", key_error_detail(problem))));
	mention = builder_mention(builder, key);
	if (agent->rating != UNRATED)
		builder_rate(builder, mention, agent->rating);
	return mention;
}

static void
add_derivation(ProvReader *reader, TestimonyBuilder *builder, const Relation *relation)
{
	Side		side = relation->from->denies ? SIDE_AGAINST : SIDE_FOR;
	ListCell   *from,
			   *to;
	int64		npairs = 0;

	foreach(from, relation->from->agents)
	{
		uint32		citing = mention_agent(builder, lfirst(from));

		CHECK_FOR_INTERRUPTS();
		if (relation->to->agents == NIL)
			builder_say(builder, side, citing,
						relation->primary ? SAYS_FIRSTHAND : SAYS_UNKNOWN);
		foreach(to, relation->to->agents)
		{
			if (npairs++ > 0 && ++reader->ncitations > PROV_MAX_CITATIONS)
				ereport(ERROR,
						(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						 errmsg("more than %d citations between entities of several agents in PROV-XML",
								PROV_MAX_CITATIONS)));
			builder_cite(builder, side, citing, mention_agent(builder, lfirst(to)));
		}
	}
}

static void
add_facts(ProvReader *reader, TestimonyBuilder *builder)
{
	ListCell   *cell,
			   *agent;

	foreach(cell, reader->entities)
	{
		Thing	   *entity = lfirst(cell);

		foreach(agent, entity->agents)
		{
			uint32		mention = mention_agent(builder, lfirst(agent));

			CHECK_FOR_INTERRUPTS();
			builder_say(builder, entity->denies ? SIDE_AGAINST : SIDE_FOR, mention,
						entity->cited ? 0 : SAYS_SPEAKS);
		}
	}
	foreach(cell, reader->derivations)
		add_derivation(reader, builder, lfirst(cell));
	foreach(cell, reader->delegations)
	{
		Relation   *relation = lfirst(cell);
		uint32		responsible = mention_agent(builder, relation->to);

		CHECK_FOR_INTERRUPTS();
		builder_affiliate(builder, mention_agent(builder, relation->from),
						  builder->mentions[responsible].key);
	}
}

static void
read_document(ProvReader *reader, text *document)
{
	HASHCTL		control = {0};
	XmlNode		node;
	bool		first = true;

	control.keysize = sizeof(char *);
	control.entrysize = sizeof(ThingEntry);
	control.hash = id_hash;
	control.match = id_compare;
	control.hcxt = CurrentMemoryContext;
	reader->things = hash_create("PROV things", 64, &control,
								 HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
	reader->xml = xml_open(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document),
						   XML_FORM_TEXT, "PROV-XML", CurrentMemoryContext);
	while ((node = xml_next(reader->xml)) != XML_NODE_OVER)
	{
		if (node != XML_NODE_START)
			continue;
		if (first && !xml_is(reader->xml, PROV_NS, "document"))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_XML_DOCUMENT),
					 errmsg("not PROV-XML"),
					 errdetail("The root must be element \"document\" of namespace \"%s\".",
							   PROV_NS)));
		first = false;
		read_element(reader);
	}
	xml_close(reader->xml);
}

PG_FUNCTION_INFO_V1(prov_to_evidence);
Datum
prov_to_evidence(PG_FUNCTION_ARGS)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "PROV-XML",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext outer = MemoryContextSwitchTo(context);
	ProvReader	reader = {0};
	Unpacked	unpacked;
	Datum		result;

	read_document(&reader, PG_GETARG_TEXT_PP(0));
	unpack_start(&unpacked);
	add_facts(&reader, &unpacked.builder);
	unpack_finish(&unpacked);
	testimony_prune(&unpacked.testimony, &unpacked.ws);
	MemoryContextSwitchTo(outer);
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	MemoryContextDelete(context);
	PG_RETURN_DATUM(result);
}
