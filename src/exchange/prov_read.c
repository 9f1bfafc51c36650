/*-------------------------------------------------------------------------
 *
 * prov_read.c
 *		Evidence from PROV-XML, ours and others'.
 *
 * An entity that is attributed to an agent is a statement of that agent.  What
 * the entity is derived from is its basis.  Derivations are followed through
 * entities that are attributed to nobody: to an attributed entity, which is a
 * citation, or to the last one, which is a primary source (first-hand) or
 * someone unknown.  An invalidated entity is no longer a statement, but may
 * still be cited.  Entities that a ledger wrote as records of what was said,
 * and where, are skipped, because the document has the statements, too.
 *
 * In documents by others, an agent's key is its identifier: namespace and local
 * name together.  Ours have the key in an attribute.
 *
 * Memory: a scope, which is a whole document or a bundle, has a context of
 * its own, which is deleted once its evidence is made.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "common/hashfn.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"

#include "base/rating.h"
#include "exchange/prov.h"
#include "exchange/xml.h"
#include "model/keys.h"

/*
 * Limit on the citations and affiliations that follow from several relations,
 * in addition to the first one that follows from each.
 */
#define PROV_MAX_INFERRED 1000000

typedef struct Thing			/* an agent or an entity, by its identifier */
{
	char	   *id;
	char	   *key;			/* of an agent: its own attribute, or NULL */
	double		rating;
	bool		denies;
	bool		cited;			/* only cited by others */
	bool		record;			/* written by a ledger; not a statement */
	bool		invalidated;
	char	   *label;			/* of a bundle */
	List	   *agents;			/* of an entity: Things */
	List	   *derivations;	/* of an entity: Links */
	List	   *responsible;	/* of an agent: Things */
	int64		walk[2];		/* number of the last one here; see walk_on() */
} Thing;

typedef struct ThingEntry
{
	char	   *id;				/* hash key */
	Thing	   *thing;
} ThingEntry;

typedef enum LinkKind
{
	LINK_DERIVED,
	LINK_PRIMARY,
	LINK_SPECIAL				/* a more or less special form of the same */
} LinkKind;

typedef struct Link
{
	Thing	   *from;
	Thing	   *to;
	LinkKind	kind;
} Link;

/* What one value of evidence is made from */
typedef struct Scope
{
	MemoryContext context;
	HTAB	   *things;
	List	   *entities;		/* attributed to someone */
	List	   *delegates;		/* agents that act for others */
	int64		nwalks;
	int64		ninferred;		/* see PROV_MAX_INFERRED */
} Scope;

typedef struct ProvReader
{
	XmlReading *xml;
	Scope	   *scope;			/* of the elements that are read */
} ProvReader;

/* A walk from one entity through what it is derived from, in no order */
typedef struct Walk
{
	List	   *stack;			/* of Things */
	List	   *primary;		/* for each: whether by primary sources alone */
	List	   *reached;		/* Things that are attributed to someone */
	uint8		ends;			/* SAYS_ bits */
} Walk;

/* ---- Things by their identifiers */

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

static HTAB *
create_things(void)
{
	HASHCTL		control = {0};

	control.keysize = sizeof(char *);
	control.entrysize = sizeof(ThingEntry);
	control.hash = id_hash;
	control.match = id_compare;
	control.hcxt = CurrentMemoryContext;
	return hash_create("PROV things", 64, &control,
					   HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
}

static Scope *
scope_begin(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "PROV-XML",
												  ALLOCSET_DEFAULT_SIZES);
	Scope	   *scope = MemoryContextAllocZero(context, sizeof(Scope));
	MemoryContext outer = MemoryContextSwitchTo(context);

	scope->context = context;
	scope->things = create_things();
	MemoryContextSwitchTo(outer);
	return scope;
}

/* Expands a qualified name to namespace plus local name */
static char *
expand_name(ProvReader *reader, const char *qname)
{
	const char *colon = strchr(qname, ':');
	char	   *prefix = colon ? pnstrdup(qname, colon - qname) : pstrdup("");
	const char *ns = xml_resolve(reader->xml, prefix);

	pfree(prefix);
	if (ns == NULL || *ns == '\0')
		return pstrdup(qname);
	return psprintf("%s%s", ns, colon ? colon + 1 : qname);
}

/*
 * The thing with an identifier; makes one if there is none, because it may be
 * declared later, or nowhere.
 */
static Thing *
find_thing(ProvReader *reader, const char *qname)
{
	char	   *id = expand_name(reader, qname);
	ThingEntry *entry;
	bool		found;

	entry = hash_search(reader->scope->things, &id, HASH_ENTER, &found);
	if (found)
		pfree(id);
	else
	{
		entry->thing = palloc0(sizeof(Thing));
		entry->thing->id = id;
		entry->thing->rating = UNRATED;
	}
	return entry->thing;
}

static bool
is_ours(const Thing *thing)
{
	return strncmp(thing->id, OUR_NS, strlen(OUR_NS)) == 0;
}

/* An identifier as a name: an address without its scheme */
static const char *
spell(const char *id)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (Size i = 0; i < lengthof(schemes); i++)
		if (strncmp(id, schemes[i], strlen(schemes[i])) == 0)
			return id + strlen(schemes[i]);
	return id;
}

/* ---- Reading */

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

/* The attributes of an agent or entity that has just started */
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
	if (xml_attribute(reader->xml, OUR_NS, "record") != NULL)
		thing->record = true;
}

/*
 * Reads a relation that has just started to its end: the things that its
 * elements from and to refer to, or NULL if one is missing.
 */
static void
read_relation(ProvReader *reader, const char *from, const char *to, Link *link)
{
	int			depth = xml_depth(reader->xml);
	XmlNode		node;

	link->from = link->to = NULL;
	while ((node = xml_next_within(reader->xml, depth)) != XML_NODE_OVER)
	{
		char	   *ref;

		if (node != XML_NODE_START ||
			(ref = xml_attribute(reader->xml, PROV_NS, "ref")) == NULL)
			continue;
		if (xml_is(reader->xml, PROV_NS, from))
			link->from = find_thing(reader, ref);
		else if (to != NULL && xml_is(reader->xml, PROV_NS, to))
			link->to = find_thing(reader, ref);
		pfree(ref);
	}
}

/* Reads a relation by which an entity is derived from another */
static void
read_derivation(ProvReader *reader, LinkKind kind)
{
	Link	   *link = palloc(sizeof(Link));

	link->kind = kind;
	if (kind == LINK_SPECIAL)
		read_relation(reader, "specificEntity", "generalEntity", link);
	else
		read_relation(reader, "generatedEntity", "usedEntity", link);
	if (link->from != NULL && link->to != NULL)
		link->from->derivations = lappend(link->from->derivations, link);
}

/*
 * Adds an end to a thing's relations; the first time, also adds the thing to
 * starts
 */
static void
append_end(List **starts, Thing *from, List **ends, Thing *to)
{
	if (*ends == NIL)
		*starts = lappend(*starts, from);
	*ends = lappend(*ends, to);
}

static void
read_attribution(ProvReader *reader)
{
	Link		link;

	read_relation(reader, "entity", "agent", &link);
	if (link.from != NULL && link.to != NULL)
		append_end(&reader->scope->entities, link.from, &link.from->agents, link.to);
}

static void
read_delegation(ProvReader *reader)
{
	Link		link;

	read_relation(reader, "delegate", "responsible", &link);
	if (link.from != NULL && link.to != NULL)
		append_end(&reader->scope->delegates, link.from, &link.from->responsible, link.to);
}

/* An element of a scope that has just started */
static void
read_element(ProvReader *reader)
{
	const char *name = xml_name(reader->xml);
	MemoryContext outer;
	Link		link;

	if (strcmp(xml_namespace(reader->xml), PROV_NS) != 0)
		return;
	outer = MemoryContextSwitchTo(reader->scope->context);
	if (strcmp(name, "wasAttributedTo") == 0)
		read_attribution(reader);
	else if (strcmp(name, "actedOnBehalfOf") == 0)
		read_delegation(reader);
	else if (strcmp(name, "wasInvalidatedBy") == 0)
	{
		read_relation(reader, "entity", NULL, &link);
		if (link.from != NULL)
			link.from->invalidated = true;
	}
	else if (strcmp(name, "hadPrimarySource") == 0)
		read_derivation(reader, LINK_PRIMARY);
	else if (strcmp(name, "wasDerivedFrom") == 0 || strcmp(name, "wasQuotedFrom") == 0 ||
			 strcmp(name, "wasRevisionOf") == 0)
		read_derivation(reader, LINK_DERIVED);
	else if (strcmp(name, "specializationOf") == 0 || strcmp(name, "mentionOf") == 0)
		read_derivation(reader, LINK_SPECIAL);
	else
		read_thing(reader);
	MemoryContextSwitchTo(outer);
}

/* ---- What follows from what was read */

static void
count_inferred(Scope *scope)
{
	CHECK_FOR_INTERRUPTS();
	if (++scope->ninferred > PROV_MAX_INFERRED)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("PROV-XML implies more than %d citations and affiliations",
						PROV_MAX_INFERRED)));
}

static Key
thing_key(const Thing *thing, TestimonyBuilder *builder)
{
	const char *name = thing->key != NULL ? thing->key : spell(thing->id);
	Key			key;
	KeyError	problem = key_read(name, strlen(name), &key, builder->ws);

	if (problem != KEY_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("invalid name of an agent in PROV-XML"),
				 errdetail("%s", key_error_detail(problem))));
	return key;
}

static uint32
mention_agent(TestimonyBuilder *builder, const Thing *agent)
{
	uint32		mention = builder_mention(builder, thing_key(agent, builder));

	if (agent->rating != UNRATED)
		builder_rate(builder, mention, agent->rating);
	return mention;
}

static void
walk_push(Walk *walk, Thing *thing, bool primary)
{
	walk->stack = lappend(walk->stack, thing);
	walk->primary = lappend_int(walk->primary, primary);
}

/* Adds to the walk what an unattributed entity is derived from */
static void
walk_through(Scope *scope, Walk *walk, const Thing *entity, bool primary)
{
	ListCell   *cell;
	bool		last = true;

	foreach(cell, entity->derivations)
	{
		Link	   *link = lfirst(cell);

		if (link->to->record)
			continue;
		count_inferred(scope);
		walk_push(walk, link->to, primary && link->kind != LINK_DERIVED);
		last = false;
	}
	if (last)
		walk->ends |= primary ? SAYS_FIRSTHAND : SAYS_UNKNOWN;
}

/* Follows everything on the stack to its ends, each thing once */
static void
walk_on(Scope *scope, Walk *walk)
{
	int64		number = ++scope->nwalks;

	while (walk->stack != NIL)
	{
		Thing	   *thing = llast(walk->stack);
		bool		primary = llast_int(walk->primary) != 0;

		walk->stack = list_delete_last(walk->stack);
		walk->primary = list_delete_last(walk->primary);
		if (thing->walk[primary] == number)
			continue;
		thing->walk[primary] = number;
		if (thing->agents == NIL)
			walk_through(scope, walk, thing, primary);
		else if (thing->walk[!primary] != number)
			walk->reached = lappend(walk->reached, thing);
	}
}

/*
 * Deriving from one's own earlier version is no citation, except in our
 * documents, which write self-citations that way.
 */
static void
cite_agents(Scope *scope, TestimonyBuilder *builder, const Thing *entity,
			const Thing *cited)
{
	Side		side = entity->denies ? SIDE_AGAINST : SIDE_FOR;
	ListCell   *from,
			   *to;
	bool		first = true;

	foreach(from, entity->agents)
	{
		foreach(to, cited->agents)
		{
			if (!first)
				count_inferred(scope);
			first = false;
			if (lfirst(from) != lfirst(to) || is_ours(entity))
				builder_cite(builder, side, mention_agent(builder, lfirst(from)),
							 mention_agent(builder, lfirst(to)));
		}
	}
}

/* Adds the basis of an entity's agents */
static void
add_basis(Scope *scope, TestimonyBuilder *builder, const Thing *entity)
{
	Side		side = entity->denies ? SIDE_AGAINST : SIDE_FOR;
	Walk		walk = {0};
	ListCell   *cell;
	bool		derived;

	foreach(cell, entity->derivations)
	{
		Link	   *link = lfirst(cell);

		if (link->kind != LINK_SPECIAL && !link->to->record)
			walk_push(&walk, link->to, link->kind == LINK_PRIMARY);
	}
	derived = walk.stack != NIL;
	walk_on(scope, &walk);
	/* derived from entities in a circle */
	if (derived && walk.reached == NIL && walk.ends == 0)
		walk.ends = SAYS_UNKNOWN;
	foreach(cell, entity->agents)
		builder_say(builder, side, mention_agent(builder, lfirst(cell)), walk.ends);
	foreach(cell, walk.reached)
		cite_agents(scope, builder, entity, lfirst(cell));
	list_free(walk.reached);
}

/* The agents of one entity make one statement together, and count once */
static void
add_statement(TestimonyBuilder *builder, const Thing *entity)
{
	ListCell   *cell;
	bool		several = false;

	foreach(cell, entity->agents)
		several |= lfirst(cell) != linitial(entity->agents);
	foreach(cell, entity->agents)
	{
		uint32		mention = mention_agent(builder, lfirst(cell));

		CHECK_FOR_INTERRUPTS();
		builder_say(builder, entity->denies ? SIDE_AGAINST : SIDE_FOR, mention,
					entity->cited || entity->invalidated ? 0 : SAYS_SPEAKS);
		if (several)
			builder_affiliate(builder, mention, thing_key(entity, builder));
	}
}

/*
 * Adds the agents that an agent acts for, and those that these act for, which
 * need not be sources themselves.  Our documents name all of them for each.
 */
static void
add_delegations(Scope *scope, TestimonyBuilder *builder, Thing *delegate)
{
	uint32		mention = mention_agent(builder, delegate);
	int64		number = ++scope->nwalks;
	List	   *stack = list_copy(delegate->responsible);
	ListCell   *cell;

	while (stack != NIL)
	{
		Thing	   *responsible = llast(stack);

		CHECK_FOR_INTERRUPTS();
		stack = list_delete_last(stack);
		if (responsible->walk[0] == number)
			continue;
		responsible->walk[0] = number;
		builder_affiliate(builder, mention, thing_key(responsible, builder));
		if (is_ours(delegate))
			continue;
		foreach(cell, responsible->responsible)
		{
			count_inferred(scope);
			stack = lappend(stack, lfirst(cell));
		}
	}
}

static void
add_facts(Scope *scope, TestimonyBuilder *builder)
{
	ListCell   *cell;

	foreach(cell, scope->entities)
	{
		Thing	   *entity = lfirst(cell);

		if (entity->record)
			continue;
		add_statement(builder, entity);
		add_basis(scope, builder, entity);
	}
	foreach(cell, scope->delegates)
		add_delegations(scope, builder, lfirst(cell));
}

/*
 * Makes the evidence of a scope, and deletes the scope; *empty: it says
 * nothing
 */
static Datum
scope_end(Scope *scope, bool *empty)
{
	MemoryContext outer = MemoryContextSwitchTo(scope->context);
	Unpacked	unpacked;
	Datum		result;

	unpack_start(&unpacked);
	add_facts(scope, &unpacked.builder);
	unpack_finish(&unpacked);
	testimony_prune(&unpacked.testimony, &unpacked.ws);
	*empty = unpacked.testimony.nsources == 0;
	MemoryContextSwitchTo(outer);
	result = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	MemoryContextDelete(scope->context);
	return result;
}

/* ---- Documents */

static void
open_document(ProvReader *reader, text *document)
{
	XmlNode		node;

	reader->scope = scope_begin();
	reader->xml = xml_open(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document),
						   XML_FORM_TEXT, "PROV-XML", CurrentMemoryContext);
	do
		node = xml_next(reader->xml);
	while (node != XML_NODE_START && node != XML_NODE_OVER);
	if (node == XML_NODE_START && !xml_is(reader->xml, PROV_NS, "document"))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_XML_DOCUMENT),
				 errmsg("document is not PROV-XML"),
				 errdetail("The root element must be \"document\" of namespace \"%s\".",
						   PROV_NS)));
}

PG_FUNCTION_INFO_V1(prov_to_evidence);
Datum
prov_to_evidence(PG_FUNCTION_ARGS)
{
	ProvReader	reader = {0};
	XmlNode		node;
	Datum		result;
	bool		empty;

	open_document(&reader, PG_GETARG_TEXT_PP(0));
	while ((node = xml_next(reader.xml)) != XML_NODE_OVER)
		if (node == XML_NODE_START)
			read_element(&reader);
	result = scope_end(reader.scope, &empty);
	xml_close(reader.xml);
	PG_RETURN_DATUM(result);
}

/* ---- Bundles, one by one */

typedef struct Bundle
{
	char	   *id;				/* NULL: it has none */
	char	   *claim;
	Datum		evidence;
} Bundle;

enum
{
	COLUMN_CLAIM, COLUMN_STATEMENT, COLUMN_EVIDENCE, COLUMNS
};

/* Reads the content of a bundle that has just started to its end */
static Bundle *
read_bundle(ProvReader *reader)
{
	Scope	   *outside = reader->scope;
	Bundle	   *bundle = palloc0(sizeof(Bundle));
	int			depth = xml_depth(reader->xml);
	char	   *name = xml_attribute(reader->xml, PROV_NS, "id");
	XmlNode		node;
	bool		empty;

	if (name != NULL)
	{
		bundle->id = expand_name(reader, name);
		bundle->claim = xml_attribute(reader->xml, OUR_NS, "claim");
		if (bundle->claim == NULL)
			bundle->claim = pstrdup(spell(bundle->id));
	}
	reader->scope = scope_begin();
	while ((node = xml_next_within(reader->xml, depth)) != XML_NODE_OVER)
		if (node == XML_NODE_START)
			read_element(reader);
	bundle->evidence = scope_end(reader->scope, &empty);
	reader->scope = outside;
	return bundle;
}

/* The first label of a bundle, which is an entity too */
static void
read_label(ProvReader *reader)
{
	MemoryContext outer = MemoryContextSwitchTo(reader->scope->context);
	char	   *id = xml_attribute(reader->xml, PROV_NS, "id");
	Thing	   *thing = id != NULL ? find_thing(reader, id) : NULL;
	int			depth = xml_depth(reader->xml);
	XmlNode		node;

	while ((node = xml_next_within(reader->xml, depth)) != XML_NODE_OVER)
	{
		if (node != XML_NODE_START || thing == NULL || thing->label != NULL ||
			!xml_is(reader->xml, PROV_NS, "label"))
			continue;
		thing->label = xml_element_text(reader->xml);
	}
	MemoryContextSwitchTo(outer);
}

static void
put_bundle(ReturnSetInfo *rsinfo, const ProvReader *reader, const Bundle *bundle)
{
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};
	ThingEntry *entry = NULL;

	if (bundle->id != NULL)
		entry = hash_search(reader->scope->things, &bundle->id, HASH_FIND, NULL);
	nulls[COLUMN_CLAIM] = bundle->claim == NULL;
	if (bundle->claim != NULL)
		values[COLUMN_CLAIM] = CStringGetTextDatum(bundle->claim);
	nulls[COLUMN_STATEMENT] = entry == NULL || entry->thing->label == NULL;
	if (!nulls[COLUMN_STATEMENT])
		values[COLUMN_STATEMENT] = CStringGetTextDatum(entry->thing->label);
	values[COLUMN_EVIDENCE] = bundle->evidence;
	tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values, nulls);
}

PG_FUNCTION_INFO_V1(prov_to_claims);
Datum
prov_to_claims(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	ProvReader	reader = {0};
	Bundle		outside = {0};
	List	   *bundles = NIL;
	ListCell   *cell;
	XmlNode		node;
	bool		empty;

	InitMaterializedSRF(fcinfo, 0);
	open_document(&reader, PG_GETARG_TEXT_PP(0));
	while ((node = xml_next(reader.xml)) != XML_NODE_OVER)
	{
		if (node != XML_NODE_START)
			continue;
		if (xml_is(reader.xml, PROV_NS, "bundleContent"))
			bundles = lappend(bundles, read_bundle(&reader));
		else if (xml_is(reader.xml, PROV_NS, "bundle"))
			read_label(&reader);
		else
			read_element(&reader);
	}
	xml_close(reader.xml);
	foreach(cell, bundles)
		put_bundle(rsinfo, &reader, lfirst(cell));
	outside.evidence = scope_end(reader.scope, &empty);
	if (!empty)
		put_bundle(rsinfo, &reader, &outside);
	return (Datum) 0;
}
