/*-------------------------------------------------------------------------
 *
 * why.c
 *		Evidence in a sentence or two, for a person.
 *
 * It says how many independent sources there are and who they are, what is
 * presumed, who counts as one and why, what is not rated, and who denies it.
 *
 * Memory: the result in the current context, the rest in a workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "lib/stringinfo.h"
#include "utils/builtins.h"

#include "type/evidence_lists.h"
#include "model/grammar.h"

/* Names in one list before "and 7 more" */
#define NAMES_SHOWN 4

typedef struct Account
{
	const Testimony *testimony;
	const Figures *figures;
	Side		side;
	Graph		graph;
	Groups		members;
	Chains		chains;
	Workspace  *ws;
	StringInfoData text;
} Account;

static void
say_key(Account *account, Key key)
{
	GrammarText quoted;

	grammar_quote_key(key, &quoted, account->ws);
	appendBinaryStringInfo(&account->text, quoted.data, quoted.length);
}

/* "a", "a and b", "a, b and c", "a, b, c, d and 7 more" */
static void
say_names(Account *account, const KeyList *names, const char *conjunction)
{
	Size		shown = Min(names->count, NAMES_SHOWN);
	Size		more = names->count - shown;

	for (Size i = 0; i < shown; i++)
	{
		if (i > 0)
			appendStringInfo(&account->text, i + 1 == shown && more == 0 ?
							 " %s " : ", ", conjunction);
		say_key(account, names->keys[i]);
	}
	if (more > 0)
		appendStringInfo(&account->text, " %s %zu more", conjunction, more);
}

/* Sources that speak on the account's side; dead ones by themselves */
static void
find_speakers(Account *account, KeyList *live, KeyList *dead)
{
	key_list_init(live, account->ws);
	key_list_init(dead, account->ws);
	for (uint32 i = 0; i < account->testimony->nsources; i++)
	{
		const Source *source = &account->testimony->sources[i];

		if (source->says[account->side] & SAYS_SPEAKS)
			key_list_add(source_is_dead(source) ? dead : live, source->key);
	}
}

/* The origins that chains end with: of the set of disjoint ones, or all that
 * a chain may end with */
static void
find_origins(Account *account, bool of_chains, KeyList *origins)
{
	const Testimony *testimony = account->testimony;
	bool	   *ends = workspace_alloc_zero(account->ws, testimony->nsources, sizeof(bool));

	for (uint32 s = 0; !of_chains && s < testimony->nsources; s++)
		ends[s] = account->graph.unit_of[s] != NO_UNIT &&
			source_is_origin(&testimony->sources[s], account->side);
	for (uint32 i = 0; of_chains && i < account->chains.count; i++)
	{
		KeyList		path;

		key_list_init(&path, account->ws);
		list_chain(&path, testimony, account->side, &account->graph,
				   &account->members, &account->chains, account->chains.starts[i]);
		ends[testimony_find(testimony, path.keys[path.count - 1])] = true;
	}
	key_list_init(origins, account->ws);
	for (uint32 s = 0; s < testimony->nsources; s++)
		if (ends[s])
			key_list_add(origins, testimony->sources[s].key);
}

/* The unit whose fall would leave nothing, where there is just one */
static Key
find_single_cut(Account *account)
{
	uint32		cut;

	Assert(account->chains.count == 1);
	flow_nearest_cut(&account->graph, UNIT_ORIGIN, &account->chains, &cut,
					 account->ws);
	return account->testimony->sources[account->members.items[account->members.first[cut]]].key;
}

/* Who speaks or is cited on the account's side, and counts for nothing */
static void
say_discredited(Account *account)
{
	const Testimony *testimony = account->testimony;
	bool	   *reached = workspace_alloc(account->ws, testimony->nsources, sizeof(bool));
	KeyList		dead;

	testimony_reach(testimony, account->side, true, reached, account->ws);
	key_list_init(&dead, account->ws);
	for (uint32 s = 0; s < testimony->nsources; s++)
		if (reached[s] && source_is_dead(&testimony->sources[s]))
			key_list_add(&dead, testimony->sources[s].key);
	if (dead.count == 0)
		return;
	appendStringInfoChar(&account->text, ' ');
	say_names(account, &dead, "and");
	appendStringInfoString(&account->text,
						   dead.count == 1 ? " is discredited." : " are discredited.");
}

static void
say_unsupported(Account *account, const KeyList *live, const KeyList *dead)
{
	if (live->count + dead->count == 0)
		appendStringInfoString(&account->text, "Nobody says so.");
	else if (live->count == 0)
	{
		say_names(account, dead, "and");
		appendStringInfo(&account->text, " %s so, but %s discredited.",
						 dead->count == 1 ? "says" : "say",
						 dead->count == 1 ? "is" : "are");
	}
	else
	{
		say_names(account, live, "and");
		appendStringInfo(&account->text,
						 " %s so, but on the word of no one who could know.",
						 live->count == 1 ? "says" : "say");
		say_discredited(account);
	}
}

static bool
same_unit(const Account *account, Key a, Key b)
{
	return account->graph.unit_of[testimony_find(account->testimony, a)] ==
		account->graph.unit_of[testimony_find(account->testimony, b)];
}

/* Whether all that chains may end with know first-hand */
static bool
all_firsthand(const Account *account)
{
	for (uint32 u = 0; u < account->graph.nunits; u++)
		if ((account->graph.marks[u] & UNIT_ORIGIN) == UNIT_PRESUMED)
			return false;
	return true;
}

static bool
is_among(const KeyList *list, Key key)
{
	for (Size i = 0; i < list->count; i++)
		if (key_equal(list->keys[i], key))
			return true;
	return false;
}

/* Where it all comes down to one */
static void
say_single(Account *account, const KeyList *live)
{
	KeyList		cut,
				origins;

	key_list_init(&cut, account->ws);
	key_list_add(&cut, find_single_cut(account));
	find_origins(account, false, &origins);
	if (live->count > 1)
		appendStringInfo(&account->text, "%zu say so, but it all rests on one: ",
						 live->count);
	else if (is_among(&origins, live->keys[0]))
		appendStringInfoString(&account->text, "One source: ");
	say_names(account, &cut, "and");
	if (live->count == 1 && !is_among(&origins, live->keys[0]))
		appendStringInfoString(&account->text, " says so");
	if (origins.count == 1 && !same_unit(account, cut.keys[0], origins.keys[0]))
	{
		appendStringInfoString(&account->text, ", on the word of ");
		say_names(account, &origins, "or");
	}
	appendStringInfoString(&account->text, ". ");

	if (account->figures->firsthand > 0)
		appendStringInfoString(&account->text, all_firsthand(account) ?
							   "It is first-hand." : "Some of it is first-hand.");
	else
	{
		appendStringInfoString(&account->text, "How ");
		say_names(account, &origins, "or");
		appendStringInfo(&account->text, " %s is not stated.",
						 origins.count == 1 ? "knows" : "know");
	}
}

static void
say_several(Account *account, const KeyList *live)
{
	uint32		count = account->figures->corroboration;
	uint32		firsthand = account->figures->firsthand;
	KeyList		origins;

	if (live->count > count)
		appendStringInfo(&account->text, "%zu say so, on the word of ", live->count);
	appendStringInfo(&account->text, "%u independent sources: ", count);
	find_origins(account, true, &origins);
	say_names(account, &origins, "and");
	appendStringInfoString(&account->text, ". ");

	if (firsthand == count)
		appendStringInfoString(&account->text, "All know first-hand.");
	else if (firsthand > 0)
		appendStringInfo(&account->text,
						 "%u of %u first-hand; otherwise independence presumed, not checked.",
						 firsthand, count);
	else
		appendStringInfoString(&account->text,
							   "How they know is not stated: independence presumed, not checked.");
}

static void
say_count(Account *account, const KeyList *live)
{
	if (account->chains.count == 0)
	{
		say_names(account, live, "and");
		appendStringInfo(&account->text,
						 " %s so, on the word of someone unknown, who counts once.",
						 live->count == 1 ? "says" : "say");
	}
	else if (account->chains.count == 1)	/* not what is stored: it may be damaged */
		say_single(account, live);
	else
		say_several(account, live);
}

/* Sources that count as one; the first such unit by name */
static void
say_merged_units(Account *account)
{
	uint32		merged = 0;

	for (uint32 u = 0; u < account->graph.nunits; u++)
	{
		uint32		first = account->members.first[u];
		uint32		end = account->members.first[u + 1];
		KeyList		names;

		if (end - first < 2 || ++merged > 1)
			continue;
		key_list_init(&names, account->ws);
		for (uint32 i = first; i < end; i++)
			key_list_add(&names,
						 account->testimony->sources[account->members.items[i]].key);
		appendStringInfoChar(&account->text, ' ');
		say_names(account, &names, "and");
		appendStringInfoString(&account->text,
							   " share an affiliation and count as one.");
	}
	if (merged == 2)
		appendStringInfoString(&account->text, " So does 1 more group.");
	else if (merged > 2)
		appendStringInfo(&account->text, " So do %u more groups.", merged - 1);
}

/* Who cites several, of whom any one is enough; the first by name */
static void
say_either(Account *account)
{
	const Testimony *testimony = account->testimony;

	for (uint32 s = 0; s < testimony->nsources; s++)
	{
		Slice		cites = testimony->sources[s].cites[account->side];
		KeyList		names;

		if (account->graph.unit_of[s] == NO_UNIT || cites.count < 2)
			continue;
		key_list_init(&names, account->ws);
		for (uint32 i = 0; i < cites.count; i++)
		{
			uint32		cited = testimony->citations[cites.first + i];

			if (account->graph.unit_of[cited] != NO_UNIT)
				key_list_add(&names, testimony->sources[cited].key);
		}
		if (names.count < 2)
			continue;
		appendStringInfoChar(&account->text, ' ');
		say_key(account, testimony->sources[s].key);
		appendStringInfo(&account->text, " has it from %s",
						 names.count == 2 ? "either " : "any of ");
		say_names(account, &names, "or");
		appendStringInfoChar(&account->text, '.');
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
		if (account->graph.unit_of[s] == NO_UNIT)
			continue;
		mentioned++;
		rated += account->testimony->sources[s].rating != UNRATED;
	}
	if (rated > 0 && rated < mentioned)
		appendStringInfo(&account->text, " %u of %u rated.", rated, mentioned);
}

static void
say_denial(Account *account)
{
	KeyList		live,
				dead;

	if (account->figures->contradiction == 0)
		return;
	account->side = SIDE_AGAINST;
	find_speakers(account, &live, &dead);
	appendStringInfoString(&account->text, " Denied by ");
	say_names(account, &live, "and");
	if (account->figures->contradiction < live.count)
		appendStringInfo(&account->text, " (%u independent)",
						 account->figures->contradiction);
	appendStringInfoChar(&account->text, '.');
}

PG_FUNCTION_INFO_V1(evidence_why);
Datum
evidence_why(PG_FUNCTION_ARGS)
{
	Unpacked	unpacked;
	Figures		figures;
	Account		account;
	KeyList		live,
				dead;

	evidence_figures(PG_GETARG_DATUM(0), &figures);
	evidence_unpack(&unpacked, PG_GETARG_DATUM(0));
	account.testimony = &unpacked.testimony;
	account.figures = &figures;
	account.side = SIDE_FOR;
	account.ws = &unpacked.ws;
	initStringInfo(&account.text);
	graph_of_side(&unpacked.testimony,
				  testimony_units(&unpacked.testimony, &unpacked.ws), SIDE_FOR,
				  &account.graph, &unpacked.ws);
	unit_members(&account.members, &unpacked.testimony, &account.graph, &unpacked.ws);
	flow_chains(&account.graph, UNIT_ORIGIN, &account.chains, &unpacked.ws);

	find_speakers(&account, &live, &dead);
	if (figures.corroboration == 0)
		say_unsupported(&account, &live, &dead);
	else
	{
		say_count(&account, &live);
		say_merged_units(&account);
		say_either(&account);
		say_ratings(&account);
		say_discredited(&account);
	}
	say_denial(&account);
	unpack_free(&unpacked);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(account.text.data, account.text.len));
}
