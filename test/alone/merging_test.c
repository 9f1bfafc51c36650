/*-------------------------------------------------------------------------
 *
 * merging_test.c
 *		Rows that are merged into the evidence of others give the same as
 *		uniting all of them: random small ledgers.
 *
 *-------------------------------------------------------------------------
 */
#include "small_ledger.h"
#include "tap.h"

#include "model/merging.h"

/* Each with some more rows; of many, merging is refused */
#define LEDGERS 60000
#define LEAST_MERGED 12000

#define TEXT_MAX_BYTES 4096

static const char *const names[] = {"anna", "ben", "cleo", "post", "wire", "memo"};

static const char *
random_name(void)
{
	return names[random_below(lengthof(names))];
}

/* One of a choice, the first of which is as likely as all others together */
static const char *
mostly(const char *first, const char *const *others, uint32 count)
{
	return random_below(2) == 0 ? first : others[random_below(count)];
}

/*
 * Texts as small_read() takes them
 */

static void
append(char *text, const char *more)
{
	if (strlen(text) + strlen(more) >= TEXT_MAX_BYTES)
		abort();
	strcat(text, more);
}

static void
append_sources(char *text)
{
	static const char *const kinds[] = {"person", "outlet", "document"};
	static const char *const ratings[] = {"0", "0", "0.5"};
	static const char *const affiliations[] = {"acme", "post", "anna"};
	static const char *const passes_on[] = {"t", "f"};

	for (size_t i = 0; i < lengthof(names); i++)
	{
		if (random_below(3) == 0)
			continue;
		append(text, text[0] != '\0' ? ";" : "");
		if (random_below(12) == 0)
		{
			append(text, names[i]);
			append(text, ":=");
			append(text, names[(i + 1) % lengthof(names)]);
			continue;
		}
		append(text, names[i]);
		append(text, ":");
		append(text, mostly("", kinds, lengthof(kinds)));
		append(text, ":");
		append(text, mostly("", passes_on, lengthof(passes_on)));
		append(text, ":");
		append(text, random_below(8) == 0 ? random_name() : "");
		append(text, ":");
		append(text, mostly("", affiliations, lengthof(affiliations)));
		append(text, ":");
		append(text, mostly("", ratings, lengthof(ratings)));
	}
}

static void
append_ground(char *text, int depth)
{
	static const char *const extras[] = {":0.4", ":0.7", "@acme", "@kbs", "@acme:0"};
	uint32		of = random_below(8);

	if (of < 2)
	{
		append(text, of == 0 ? "*" : "?");
		return;
	}
	append(text, random_name());
	if (random_below(4) == 0)
		append(text, extras[random_below(lengthof(extras))]);
	if (depth < 3 && random_below(3) == 0)
	{
		append(text, "<(");
		append_ground(text, depth + 1);
		if (random_below(2) == 0)
		{
			append(text, ",");
			append_ground(text, depth + 1);
		}
		append(text, ")");
	}
}

static void
append_said(char *text)
{
	append(text, random_below(4) == 0 ? "!" : "");
	append(text, random_name());
	append(text, random_below(6) == 0 ? ":0.6" : "");
	if (random_below(2) == 0)
	{
		append(text, "<");
		append_ground(text, 0);
	}
}

/* The new ones, which come last, are in no copy and correct nothing */
static void
append_rows(char *text, uint32 nold, uint32 nnew)
{
	static const char *const documents[] = {"1", "2", "3"};

	for (uint32 i = 1; i <= nold + nnew; i++)
	{
		char		number[16];

		snprintf(number, sizeof(number), "%s%u|", i > 1 ? ";" : "", i);
		append(text, number);
		append_said(text);
		append(text, "|");
		append(text, i > nold ? "" : mostly("", documents, lengthof(documents)));
		append(text, "|");
		if (i > 1 && i <= nold && random_below(8) == 0)
		{
			snprintf(number, sizeof(number), "%u", 1 + random_below(i - 1));
			append(text, number);
		}
		append(text, "|");
		append(text, i <= nold && random_below(10) == 0 ? "pending" : "");
	}
}

/*
 * Merging
 */

/* As gather.c finds it by a query */
static bool
is_relied_on(const SmallLedger *ledger, const Testimony *said)
{
	for (uint32 f = 0; f < ledger->standing.nfacts; f++)
		for (uint32 i = 0; i < ledger->facts[f].nrelies_on; i++)
		{
			Key			name = ledger->facts[f].relies_on[i];
			const StandingFacts *facts = standing_find(&ledger->standing, name);

			if (testimony_find(said, facts != NULL ? facts->source : name) >= 0)
				return true;
		}
	return false;
}

/* The evidence with the new rows merged into that of the others; NULL where they may not be */
static const char *
merged_text(SmallLedger *ledger, uint32 nnew, Workspace *ws)
{
	TestimonyBuilder stored_builder,
				said_builder,
				builder;
	Testimony	stored,
				said,
				merged;
	Addition	addition;
	GrammarError error = {0};
	Size		nstatements;

	builder_init(&stored_builder, ws);
	builder_init(&said_builder, ws);
	builder_init(&builder, ws);
	ledger->nrows -= nnew;
	if (!small_unite(ledger, &stored_builder, &stored, &error))
		abort();
	for (uint32 i = 0; i < nnew; i++)
	{
		Key			row = ledger->rows[ledger->nrows++].said;

		if (!grammar_read(row.data, row.length, &said_builder, &nstatements, &error))
			abort();
	}
	if (!make_addition(&ledger->standing, &said_builder, &addition, &said) ||
		is_relied_on(ledger, &said) || !may_merge_addition(&stored, &addition, ws))
		return NULL;
	if (adds_nothing(&stored, &addition, ws))
		return small_text(&stored, ws);
	builder_add(&builder, &stored);
	builder_add(&builder, &said);
	testimony_build(&builder, &merged);
	settle_addition(&merged, &addition, ws);
	return small_text(&merged, ws);
}

/* Whether the rows were merged, and whether that was right */
static bool
test_ledger(bool *merges)
{
	char		sources[TEXT_MAX_BYTES] = "";
	char		documents[] = "1:post:;2:wire:1;3::1;4:ben:2";
	char		rows[TEXT_MAX_BYTES] = "";
	char		written[2][TEXT_MAX_BYTES];
	static SmallLedger ledger;
	Workspace	ws;
	WorkspaceBuffer buffer;
	TestimonyBuilder builder;
	Testimony	testimony;
	GrammarError error = {0};
	const char *merged;
	const char *united;
	uint32		nnew = 1 + random_below(3) / 2 + random_below(6) / 5;
	bool		right;

	append_sources(sources);
	append_rows(rows, 1 + random_below(6), nnew);
	strcpy(written[0], sources);
	strcpy(written[1], rows);
	workspace_init(&ws, &buffer);
	small_read(&ledger, sources, documents, rows, &ws);
	merged = merged_text(&ledger, nnew, &ws);
	builder_init(&builder, &ws);
	if (!small_unite(&ledger, &builder, &testimony, &error))
		abort();
	united = small_text(&testimony, &ws);
	*merges = merged != NULL;
	right = merged == NULL || strcmp(merged, united) == 0;
	if (!right)
		printf("# sources: %s\n# rows:    %s\n# merged:  %s\n# united:  %s\n",
			   written[0], written[1], merged, united);
	workspace_free(&ws);
	return right;
}

int
main(void)
{
	uint32		nmerged = 0;
	uint32		nwrong = 0;

	for (uint32 i = 0; i < LEDGERS && nwrong < 5; i++)
	{
		bool		merges;

		if (!test_ledger(&merges))
			nwrong++;
		nmerged += merges;
	}
	tap_ok(nwrong == 0, "what is merged is what is united");
	tap_ok(nmerged >= LEAST_MERGED, "%u of %u were merged", nmerged, LEDGERS);
	return tap_done();
}
