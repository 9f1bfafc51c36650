/*-------------------------------------------------------------------------
 *
 * why.c
 *		Evidence in a sentence or two, for people.
 *
 * They say how many independent sources there are and who they are, what is
 * presumed, who counts as one and why, what is not rated, who speaks but adds
 * nothing, and who denies it.
 *
 * Memory: the caller's text and the view's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "type/why.h"

#include "utils/builtins.h"

#include "model/grammar.h"
#include "model/keys.h"
#include "type/evidence.h"

/*
 * How many names a list has before "and 7 more"; a single further one is named
 */
#define NAMES_SHOWN 4

/* Who knows, may know, or is someone unknown */
#define ANY_END (UNIT_ORIGIN | UNIT_UNKNOWN)

typedef struct Account
{
	bool		quote;			/* some name needs quotes, so all have them */
	const Testimony *testimony;
	const Figures *figures;
	const SideView *view;		/* of the supporting side */
	const bool *leads;			/* for each of its units, whether a chain leads
								 * to a source that knows, or may know */
	Workspace  *ws;
	StringInfo	text;
} Account;

/* Sources that are named together */
typedef struct Names
{
	uint32	   *sources;
	uint32		count;
} Names;

/* The sources that speak on a side */
typedef struct Speakers
{
	Names		counted;		/* a chain leads to a source that knows, or
								 * may know */
	Names		idle;			/* no chain does */
	Names		dead;			/* themselves discredited */
} Speakers;

static void
say(Account *account, const char *words)
{
	appendStringInfoString(account->text, words);
}

/*
 * Writes a key; all names of a text are in quotes if any of them needs quotes
 */
static void
say_key(Account *account, Key key)
{
	GrammarText quoted;

	grammar_quote_key(key, &quoted, account->ws);
	if (account->quote && quoted.data[0] != '"')
		appendStringInfo(account->text, "\"%.*s\"", (int) quoted.length, quoted.data);
	else
		appendBinaryStringInfo(account->text, quoted.data, quoted.length);
}

static bool
any_needs_quotes(const Testimony *testimony)
{
	for (uint32 s = 0; s < testimony->nsources; s++)
		if (!key_is_bare(testimony->sources[s].key))
			return true;
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		if (!key_is_bare(testimony->affiliations[i]))
			return true;
	return false;
}

static void
say_name(Account *account, uint32 source)
{
	say_key(account, account->testimony->sources[source].key);
}

/* "a", "a and b", "a, b and c", "a, b, c, d and 7 more" */
static void
say_names(Account *account, const Names *names, const char *conjunction)
{
	uint32		shown = names->count > NAMES_SHOWN + 1 ? NAMES_SHOWN : names->count;
	uint32		more = names->count - shown;

	for (uint32 i = 0; i < shown; i++)
	{
		if (i > 0)
			appendStringInfo(account->text, i + 1 == shown && more == 0 ?
							 " %s " : ", ", conjunction);
		say_name(account, names->sources[i]);
	}
	if (more > 0)
		appendStringInfo(account->text, " %s %u more", conjunction, more);
}

/* An empty list with room for all sources */
static void
names_init(Names *names, Account *account)
{
	names->sources = workspace_alloc(account->ws, account->testimony->nsources,
									 sizeof(uint32));
	names->count = 0;
}

static bool
is_among(const Names *names, uint32 source)
{
	for (uint32 i = 0; i < names->count; i++)
		if (names->sources[i] == source)
			return true;
	return false;
}

/* The sources of a unit */
static Names
unit_members(const Account *account, uint32 unit)
{
	const Groups *members = &account->view->members;
	Names		names;

	names.sources = members->items + members->first[unit];
	names.count = members->first[unit + 1] - members->first[unit];
	return names;
}

/* Whether a source has an affiliation, or is the source that it names */
static bool
is_of(const Testimony *testimony, uint32 source, Key affiliation)
{
	Slice		of = testimony->sources[source].affiliations;

	for (uint32 i = 0; i < of.count; i++)
		if (key_equal(testimony->affiliations[of.first + i], affiliation))
			return true;
	return key_equal(testimony->sources[source].key, affiliation);
}

static bool
are_all_of(const Testimony *testimony, const Names *names, Key affiliation)
{
	for (uint32 i = 0; i < names->count; i++)
		if (!is_of(testimony, names->sources[i], affiliation))
			return false;
	return true;
}

/*
 * Whether a ledger generated the name: add_confidential_source() joins sources
 * by such an affiliation if the reason must not be recorded.
 */
static bool
is_made_up(Key affiliation)
{
	static const char prefix[] = "unit-";
	Size		length = sizeof(prefix) - 1;

	return affiliation.length > length &&
		memcmp(affiliation.data, prefix, length) == 0 &&
		strspn(pnstrdup(affiliation.data + length, affiliation.length - length),
			   "0123456789abcdef") == affiliation.length - length;
}

/* An affiliation that several sources have in common */
static bool
find_common_affiliation(const Account *account, const Names *names, Key *common)
{
	const Testimony *testimony = account->testimony;
	const Source *first = &testimony->sources[names->sources[0]];

	if (names->count < 2)
		return false;
	for (uint32 i = 0; i < first->affiliations.count; i++)
	{
		*common = testimony->affiliations[first->affiliations.first + i];
		if (!is_made_up(*common) && are_all_of(testimony, names, *common))
			return true;
	}
	*common = first->key;
	return are_all_of(testimony, names, *common);
}

/* Whether a chain leads from the source to one that knows, or may know */
static bool
is_counted(const Graph *graph, const bool *leads, uint32 source)
{
	uint32		unit = graph->unit_of[source];

	return unit != NO_UNIT && leads[unit];
}

static void
find_speakers(Account *account, const Graph *graph, const bool *leads,
			  Side side, Speakers *speakers)
{
	names_init(&speakers->counted, account);
	names_init(&speakers->idle, account);
	names_init(&speakers->dead, account);
	for (uint32 s = 0; s < account->testimony->nsources; s++)
	{
		const Source *source = &account->testimony->sources[s];
		Names	   *names = source_is_dead(source) ? &speakers->dead :
			is_counted(graph, leads, s) ? &speakers->counted : &speakers->idle;

		if (source->says[side] & SAYS_SPEAKS)
			names->sources[names->count++] = s;
	}
}

/*
 * The origins at the end of the disjoint chains, or of any chain
 */
static void
find_origins(Account *account, bool of_chains, Names *origins)
{
	const Testimony *testimony = account->testimony;
	const SideView *view = account->view;
	bool	   *ends = workspace_alloc_zero(account->ws, testimony->nsources,
											sizeof(bool));

	for (uint32 s = 0; !of_chains && s < testimony->nsources; s++)
		ends[s] = side_counts(view, s) &&
			source_is_origin(&testimony->sources[s], view->side);
	for (uint32 i = 0; of_chains && i < view->chains.count; i++)
	{
		uint32		length;
		uint32	   *chain = side_chain(view, i, &length);

		ends[chain[length - 1]] = true;
	}
	names_init(origins, account);
	for (uint32 s = 0; s < testimony->nsources; s++)
		if (ends[s])
			origins->sources[origins->count++] = s;
}

/* Writes a sentence about sources, if there are any */
static void
say_of(Account *account, const Names *names, const char *of_one,
	   const char *of_several)
{
	if (names->count == 0)
		return;
	if (account->text->len > 0)
		say(account, " ");
	say_names(account, names, "and");
	say(account, names->count == 1 ? of_one : of_several);
}

/* Writes who is discredited on the supporting side */
static void
say_discredited(Account *account)
{
	const Testimony *testimony = account->testimony;
	bool	   *reached = workspace_alloc(account->ws, testimony->nsources,
										  sizeof(bool));
	Names		dead;

	testimony_reach(testimony, SIDE_FOR, true, reached, account->ws);
	names_init(&dead, account);
	for (uint32 s = 0; s < testimony->nsources; s++)
		if (reached[s] && source_is_dead(&testimony->sources[s]))
			dead.sources[dead.count++] = s;
	say_of(account, &dead, " is discredited.", " are discredited.");
}

/*
 * Whether a source is its own basis on both sides, as unite.c writes a person
 * who has said both yes and no
 */
static bool
says_both(const Testimony *testimony, uint32 source)
{
	for (Side side = SIDE_FOR; side < SIDES; side++)
	{
		Slice		cites = testimony->sources[source].cites[side];
		bool		itself = false;

		for (uint32 i = 0; i < cites.count; i++)
			itself |= testimony->citations[cites.first + i] == source;
		if (!itself)
			return false;
	}
	return true;
}

/* Writes who speaks but adds nothing, and why */
static void
say_idle(Account *account, const Names *idle)
{
	Names		both,
				others;

	names_init(&both, account);
	names_init(&others, account);
	for (uint32 i = 0; i < idle->count; i++)
	{
		Names	   *names = says_both(account->testimony, idle->sources[i]) ?
			&both : &others;

		names->sources[names->count++] = idle->sources[i];
	}
	say_of(account, &others,
		   " says so, but on the word of no one who could know.",
		   " say so, but on the word of no one who could know.");
	say_of(account, &both,
		   " has said both yes and no, and counts for neither.",
		   " have said both yes and no, and count for neither.");
}

static void
say_unsupported(Account *account, const Speakers *speakers)
{
	if (speakers->idle.count + speakers->dead.count == 0)
		say(account, "Nobody says so.");
	else if (speakers->idle.count == 0)
		say_of(account, &speakers->dead, " says so, but is discredited.",
			   " say so, but are discredited.");
	else
	{
		say_idle(account, &speakers->idle);
		say_discredited(account);
	}
}

/* Whether all sources at the end of chains know first-hand */
static bool
all_firsthand(const Graph *graph)
{
	for (uint32 u = 0; u < graph->nunits; u++)
		if ((graph->marks[u] & UNIT_ORIGIN) == UNIT_PRESUMED)
			return false;
	return true;
}

/* Writes how the sources know to which all chains lead */
static void
say_basis_of_single(Account *account, const Names *origins)
{
	if (account->figures->firsthand > 0)
	{
		say(account, all_firsthand(&account->view->graph) ?
			"It is first-hand." : "Some of it is first-hand.");
		return;
	}
	say(account, "How ");
	say_names(account, origins, "or");
	say(account, origins->count == 1 ? " knows is not stated." :
		" know is not stated.");
}

/* Writes the sentence if all chains lead to one independent source */
static void
say_single(Account *account, const Names *live)
{
	const SideView *view = account->view;
	const uint32 *unit_of = view->graph.unit_of;
	uint32		cut = side_unit_source(view, view->cut[0]);
	Names		members = unit_members(account, view->cut[0]);
	Names		origins;
	Key			common;
	bool		knows;

	find_origins(account, false, &origins);
	knows = is_among(&origins, live->sources[0]);
	if (live->count > 1)
		appendStringInfo(account->text, "%u say so, but it all rests on one: ",
						 live->count);
	else if (knows)
		say(account, "One source: ");
	if (live->count > 1 && find_common_affiliation(account, &members, &common))
		say_key(account, common);
	else
		say_name(account, cut);
	if (live->count == 1 && !knows)
		say(account, " says so");
	if (origins.count == 1 && unit_of[cut] != unit_of[origins.sources[0]])
	{
		say(account, ", on the word of ");
		say_names(account, &origins, "or");
	}
	say(account, ". ");
	say_basis_of_single(account, &origins);
}

static void
say_several(Account *account, const Names *live)
{
	uint32		count = account->figures->corroboration;
	uint32		firsthand = account->figures->firsthand;
	Names		origins;

	if (live->count > count)
		appendStringInfo(account->text, "%u say so, on the word of ",
						 live->count);
	appendStringInfo(account->text, "%u independent sources: ", count);
	find_origins(account, true, &origins);
	say_names(account, &origins, "and");
	say(account, ". ");

	if (firsthand == count)
		say(account, "All know first-hand.");
	else if (firsthand > 0)
		appendStringInfo(account->text,
						 "%u of %u first-hand; otherwise independence presumed, not checked.",
						 firsthand, count);
	else
		say(account,
			"How they know is not stated: independence presumed, not checked.");
}

static void
say_count(Account *account, const Names *live)
{
	/* not the stored figure: a damaged one could promise a chain */
	uint32		nchains = account->view->chains.count;

	if (nchains == 1)
		say_single(account, live);
	else if (nchains > 1)
		say_several(account, live);
	else
	{
		say_names(account, live, "and");
		say(account, live->count == 1 ? " says" : " say");
		say(account, " so, on the word of someone unknown, who counts once.");
	}
}

/* Writes which sources count as one; the first such unit with names */
static void
say_merged_units(Account *account)
{
	uint32		merged = 0;

	for (uint32 u = 0; u < account->view->graph.nunits; u++)
	{
		Names		names = unit_members(account, u);
		Key			common;

		if (names.count < 2 || ++merged > 1)
			continue;
		say(account, " ");
		say_names(account, &names, "and");
		if (find_common_affiliation(account, &names, &common))
		{
			say(account, " share the affiliation ");
			say_key(account, common);
		}
		else
			say(account, " share an affiliation");
		say(account, " and count as one.");
	}
	if (merged == 2)
		say(account, " So does 1 more group.");
	else if (merged > 2)
		appendStringInfo(account->text, " So do %u more groups.", merged - 1);
}

/*
 * Writes who cites several, of which any one is enough; the first with names
 */
static void
say_either(Account *account)
{
	const Testimony *testimony = account->testimony;
	Names		names;

	names_init(&names, account);
	for (uint32 s = 0; s < testimony->nsources; s++)
	{
		Slice		cites = testimony->sources[s].cites[SIDE_FOR];

		names.count = 0;
		for (uint32 i = 0;
			 side_counts(account->view, s) && i < cites.count; i++)
		{
			uint32		cited = testimony->citations[cites.first + i];

			if (cited != s && is_counted(&account->view->graph, account->leads, cited))
				names.sources[names.count++] = cited;
		}
		if (names.count < 2)
			continue;
		say(account, " ");
		say_name(account, s);
		say(account,
			names.count == 2 ? " has it from either " : " has it from any of ");
		say_names(account, &names, "or");
		say(account, ".");
		return;
	}
}

static void
say_ratings(Account *account)
{
	uint32		mentioned = 0,
				rated = 0;

	for (uint32 s = 0; s < account->testimony->nsources; s++)
	{
		if (!side_counts(account->view, s))
			continue;
		mentioned++;
		rated += account->testimony->sources[s].rating != UNRATED;
	}
	if (rated > 0 && rated < mentioned)
		appendStringInfo(account->text, " %u of %u rated.", rated, mentioned);
}

static void
say_denial(Account *account)
{
	uint32		count = account->figures->contradiction;
	uint32	   *units;
	Graph		graph;
	Speakers	speakers;

	if (count == 0)
		return;
	units = testimony_units(account->testimony, account->ws);
	graph_of_side(account->testimony, units, SIDE_AGAINST, &graph, account->ws);
	find_speakers(account, &graph, graph_leads(&graph, ANY_END, account->ws),
				  SIDE_AGAINST, &speakers);
	say(account, " Denied by ");
	say_names(account, &speakers.counted, "and");
	if (count < speakers.counted.count)
		appendStringInfo(account->text, " (%u independent)", count);
	say(account, ".");
}

void
why_text(StringInfo text, const SideView *supporting, const Figures *figures)
{
	Account		account = {
		.testimony = supporting->testimony,
		.quote = any_needs_quotes(supporting->testimony),
		.figures = figures,
		.view = supporting,
		.leads = graph_leads(&supporting->graph, ANY_END, supporting->ws),
		.ws = supporting->ws,
		.text = text,
	};
	Speakers	speakers;

	Assert(supporting->side == SIDE_FOR);
	find_speakers(&account, &supporting->graph, account.leads, SIDE_FOR,
				  &speakers);
	if (speakers.counted.count == 0)
		say_unsupported(&account, &speakers);
	else
	{
		say_count(&account, &speakers.counted);
		say_merged_units(&account);
		say_either(&account);
		say_ratings(&account);
		say_idle(&account, &speakers.idle);
		say_discredited(&account);
	}
	say_denial(&account);
}

PG_FUNCTION_INFO_V1(evidence_why);
Datum
evidence_why(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Figures		figures;
	SideView	view;
	StringInfoData text;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	side_view(&view, &unpacked.testimony,
			  testimony_units(&unpacked.testimony, &unpacked.ws), SIDE_FOR,
			  &unpacked.ws);
	initStringInfo(&text);
	why_text(&text, &view, &figures);
	unpack_free(&unpacked);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(text.data, text.len));
}
