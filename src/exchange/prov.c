/*-------------------------------------------------------------------------
 *
 * prov.c
 *		Evidence as PROV-XML (https://www.w3.org/TR/prov-xml/).
 *
 * Each name is an agent; what a source says on a side is an entity that is
 * attributed to it.  A citation is a derivation of entities.  First-hand is a
 * primary source, and "?" a derivation, whose other end is attributed to
 * nobody.  An affiliation is an agent on whose behalf another acts.  Attributes
 * in a namespace of our own say what PROV cannot: the exact key, the rating,
 * that an entity denies, that it is only cited.
 *
 * Memory: what is written grows in a workspace, which is freed with its
 * ProvOut.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/rating.h"
#include "draw/escape.h"
#include "exchange/prov.h"

struct ProvOut
{
	Buffer		buffer;
	Workspace	ws;
	WorkspaceBuffer first;
};

ProvOut *
prov_open(void)
{
	ProvOut    *out = palloc(sizeof(ProvOut));

	workspace_init(&out->ws, &out->first);
	buffer_init(&out->buffer, &out->ws);
	return out;
}

void
prov_close(ProvOut *out)
{
	workspace_free(&out->ws);
	pfree(out);
}

const char *
prov_data(const ProvOut *out, Size *length)
{
	*length = out->buffer.length;
	return out->buffer.data;
}

void
prov_put(ProvOut *out, const char *markup)
{
	buffer_string(&out->buffer, markup);
}

void
prov_text(ProvOut *out, const char *text)
{
	for (;;)
	{
		Size		length = strcspn(text, "\r\n");

		escape_xml(&out->buffer, text, length);
		text += length;
		if (*text == '\0')
			break;
		if (*text == '\n')
			prov_put(out, "\n");
		text++;
	}
}

void
prov_element(ProvOut *out, const char *element, const char *text)
{
	prov_put(out, "<prov:");
	prov_put(out, element);
	prov_put(out, ">");
	prov_text(out, text);
	prov_put(out, "</prov:");
	prov_put(out, element);
	prov_put(out, ">");
}

/* See prov.h for how an identifier is made */
static void
write_id(ProvOut *out, ProvId id)
{
	static const char hex[] = "0123456789ABCDEF";

	prov_put(out, "c:");
	prov_put(out, id.scope);
	prov_put(out, id.kind);
	prov_put(out, ".");
	for (uint32 i = 0; i < id.key.length; i++)
	{
		uint8		c = (uint8) id.key.data[i];
		char		escaped[] = {'_', hex[c >> 4], hex[c & 0x0F]};

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '-')
			buffer_bytes(&out->buffer, &id.key.data[i], 1);
		else
			buffer_bytes(&out->buffer, escaped, sizeof(escaped));
	}
}

ProvId
prov_said(const char *scope, Side side, Key source)
{
	return prov_id(scope, side == SIDE_FOR ? "for" : "against", source);
}

void
prov_begin(ProvOut *out, const char *element)
{
	prov_put(out, "  <prov:");
	prov_put(out, element);
	prov_put(out, ">");
}

void
prov_end(ProvOut *out, const char *element)
{
	prov_put(out, "</prov:");
	prov_put(out, element);
	prov_put(out, ">\n");
}

void
prov_declare(ProvOut *out, const char *element, ProvId id)
{
	prov_put(out, "  <prov:");
	prov_put(out, element);
	prov_put(out, " prov:id=\"");
	write_id(out, id);
	prov_put(out, "\"");
}

void
prov_ref(ProvOut *out, const char *element, ProvId id)
{
	prov_put(out, "<prov:");
	prov_put(out, element);
	prov_put(out, " prov:ref=\"");
	write_id(out, id);
	prov_put(out, "\"/>");
}

void
prov_relate(ProvOut *out, const char *relation, const char *from, ProvId a,
			const char *to, ProvId b)
{
	prov_begin(out, relation);
	prov_ref(out, from, a);
	prov_ref(out, to, b);
	prov_end(out, relation);
}

/*
 * Writes the key in hexadecimal if it has characters that XML does not allow
 */
void
prov_key(ProvOut *out, Key key)
{
	char		hex[2 * KEY_MAX_BYTES];

	if (escape_holds(key.data, key.length))
	{
		prov_put(out, " c:key=\"");
		escape_xml(&out->buffer, key.data, key.length);
	}
	else
	{
		prov_put(out, " c:keyhex=\"");
		buffer_bytes(&out->buffer, hex, hex_encode(key.data, key.length, hex));
	}
	prov_put(out, "\"");
}

static void
write_agent(ProvOut *out, Key key, double rating, const char *scope)
{
	char		text[RATING_TEXT_SIZE];

	prov_declare(out, "agent", prov_agent(key));
	prov_key(out, key);
	if (rating != UNRATED)
	{
		rating_print(rating, text);
		prov_put(out, " c:rating=\"");
		prov_put(out, text);
		prov_put(out, "\"");
	}
	if (*scope != '\0')
	{
		prov_put(out, "/>\n");
		return;
	}
	prov_put(out, "><prov:label>");
	escape_xml(&out->buffer, key.data, key.length);
	prov_put(out, "</prov:label></prov:agent>\n");
}

/* Writes the end of a chain: an entity that is attributed to nobody */
static void
write_ends(ProvOut *out, uint8 says, ProvId said)
{
	static const Key firsthand = {"firsthand", sizeof("firsthand") - 1};
	static const Key unknown = {"unknown", sizeof("unknown") - 1};

	if (says & SAYS_FIRSTHAND)
		prov_relate(out, "hadPrimarySource", "generatedEntity", said,
					"usedEntity", prov_id(said.scope, "end", firsthand));
	if (says & SAYS_UNKNOWN)
		prov_relate(out, "wasDerivedFrom", "generatedEntity", said,
					"usedEntity", prov_id(said.scope, "end", unknown));
}

static void
write_said(ProvOut *out, const Testimony *testimony, const Source *source, Side side,
		   const char *scope)
{
	ProvId		said = prov_said(scope, side, source->key);

	prov_declare(out, "entity", said);
	if (side == SIDE_AGAINST)
		prov_put(out, " c:denies=\"true\"");
	if ((source->says[side] & SAYS_SPEAKS) == 0)
		prov_put(out, " c:cited=\"true\"");
	prov_put(out, "/>\n");
	prov_relate(out, "wasAttributedTo", "entity", said, "agent", prov_agent(source->key));
	write_ends(out, source->says[side], said);
	for (uint32 i = 0; i < source->cites[side].count; i++)
	{
		uint32		cited = testimony->citations[source->cites[side].first + i];

		prov_relate(out, "wasDerivedFrom", "generatedEntity", said,
					"usedEntity", prov_said(scope, side, testimony->sources[cited].key));
	}
}

/*
 * Affiliations that are not sources are agents too.  They are declared again
 * for each source that has them; to PROV it is one agent.
 */
static void
write_affiliations(ProvOut *out, const Testimony *testimony, const Source *source,
				   const char *scope)
{
	for (uint32 i = 0; i < source->affiliations.count; i++)
	{
		Key			key = testimony->affiliations[source->affiliations.first + i];

		if (testimony_find(testimony, key) < 0)
			write_agent(out, key, UNRATED, scope);
		prov_relate(out, "actedOnBehalfOf", "delegate", prov_agent(source->key),
					"responsible", prov_agent(key));
	}
}

void
prov_evidence(ProvOut *out, const Testimony *testimony, const char *scope)
{
	bool	   *reached[SIDES];

	for (int side = 0; side < SIDES; side++)
	{
		reached[side] = workspace_alloc_zero(&out->ws, Max(testimony->nsources, 1),
											 sizeof(bool));
		testimony_reach(testimony, side, true, reached[side], &out->ws);
	}
	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		const Source *source = &testimony->sources[i];

		CHECK_FOR_INTERRUPTS();
		write_agent(out, source->key, source->rating, scope);
		write_affiliations(out, testimony, source, scope);
		for (int side = 0; side < SIDES; side++)
			if (reached[side][i])
				write_said(out, testimony, source, side, scope);
	}
}

PG_FUNCTION_INFO_V1(evidence_to_prov);
Datum
evidence_to_prov(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	ProvOut    *out = prov_open();
	const char *data;
	Size		length;
	text	   *document;

	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	prov_put(out, PROV_BEGIN);
	prov_evidence(out, &unpacked.testimony, "");
	prov_put(out, PROV_END);
	unpack_free(&unpacked);
	data = prov_data(out, &length);
	if (length > MaxAllocSize - VARHDRSZ)
		workspace_too_large();
	document = cstring_to_text_with_len(data, (int) length);
	prov_close(out);
	PG_RETURN_TEXT_P(document);
}
