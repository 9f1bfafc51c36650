/*-------------------------------------------------------------------------
 *
 * small_ledger.h
 *		A ledger about one claim, written on one line, and the evidence that
 *		unite() makes of it.
 *
 * Fields are separated by tabs, what a field lists by semicolons:
 *
 *	  sources	 key:kind:passes on:relies on:affiliations:rating, or
 *				 spelling:=key.  An empty kind is none; passes on is t, f, or
 *				 empty, which is as the kind says; + is between the
 *				 members of a list
 *	  documents  number:publisher:number of what it republishes
 *	  rows		 number|said|document|replaces|state; the state is pending,
 *				 retracted, or empty
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SMALL_LEDGER_H
#define CORROBORATE_SMALL_LEDGER_H

#include "model/grammar.h"
#include "model/replacing.h"
#include "model/unite.h"

#define SMALL_MAX 64

typedef struct SmallDocument
{
	Key			id;
	Key			publisher;
	Key			republishes;
} SmallDocument;

typedef struct SmallRow
{
	Key			said;
	Key			document;
} SmallRow;

typedef struct SmallLedger
{
	Standing	standing;
	StandingFacts facts[SMALL_MAX];
	StandingName names[SMALL_MAX];
	SmallDocument documents[SMALL_MAX];
	Size		ndocuments;
	Replacing	replacing[SMALL_MAX];
	SmallRow	rows[SMALL_MAX];
	Size		nrows;
} SmallLedger;

/* The text up to the separator, which is left behind */
static Key
small_cut(char **text, char separator)
{
	Key			key = {*text, 0};
	char	   *end;

	if (*text == NULL)
	{
		key.data = "";
		return key;
	}
	end = strchr(*text, separator);
	key.length = end != NULL ? (Size) (end - *text) : strlen(*text);
	if (end != NULL)
		*end = '\0';
	*text = end != NULL ? end + 1 : NULL;
	return key;
}

static bool
small_is(Key key, const char *text)
{
	return key.length == strlen(text) && memcmp(key.data, text, key.length) == 0;
}

static uint32
small_list(Key list, Key **keys, Workspace *ws)
{
	char	   *text = (char *) list.data;
	uint32		count = 0;

	*keys = workspace_alloc(ws, SMALL_MAX, sizeof(Key));
	while (list.length > 0 && text != NULL && count < SMALL_MAX)
		(*keys)[count++] = small_cut(&text, '+');
	return count;
}

static bool
small_passes_on(Key kind, Key said)
{
	if (said.length > 0)
		return small_is(said, "t");
	return small_is(kind, "outlet") || small_is(kind, "agency") ||
		small_is(kind, "site") || small_is(kind, "translation");
}

static void
small_source(SmallLedger *ledger, char *text, Workspace *ws)
{
	StandingFacts *facts = &ledger->facts[ledger->standing.nfacts++];
	Key			kind,
				rating;

	facts->source = small_cut(&text, ':');
	kind = small_cut(&text, ':');
	facts->person = small_is(kind, "person");
	facts->other_kind = kind.length > 0 && !facts->person;
	facts->passes_on = small_passes_on(kind, small_cut(&text, ':'));
	facts->nrelies_on = small_list(small_cut(&text, ':'), &facts->relies_on, ws);
	facts->naffiliations = small_list(small_cut(&text, ':'), &facts->affiliations, ws);
	rating = small_cut(&text, ':');
	facts->reliability = rating.length > 0 ? atof(rating.data) : UNRATED;
}

/* The facts of all spellings are one source's */
static void
small_same(SmallLedger *ledger, uint32 into, Key spelling, Workspace *ws)
{
	StandingFacts *to = &ledger->facts[into];

	for (uint32 f = 0; f < ledger->standing.nfacts; f++)
		if (f != into && key_equal(ledger->facts[f].source, spelling))
			standing_unite(to, &ledger->facts[f], ws);
}

/* Sources first, as spellings look for them */
static void
small_sources(SmallLedger *ledger, char *text, Workspace *ws)
{
	char	   *spellings[SMALL_MAX];
	Size		nspellings = 0;
	Standing   *standing = &ledger->standing;

	standing->registry = true;
	standing->facts = ledger->facts;
	standing->names = ledger->names;
	while (text != NULL && *text != '\0')
	{
		char	   *one = text;

		small_cut(&text, ';');
		if (strstr(one, ":=") != NULL)
			spellings[nspellings++] = one;
		else
			small_source(ledger, one, ws);
	}
	for (uint32 i = 0; i < standing->nfacts; i++)
		standing->names[standing->nnames++] = (StandingName)
	{
		ledger->facts[i].source, i
	};
	for (Size i = 0; i < nspellings; i++)
	{
		char	   *key = strstr(spellings[i], ":=");

		for (uint32 f = 0; f < standing->nfacts; f++)
			if (small_is(ledger->facts[f].source, key + 2))
			{
				Key			name = {spellings[i], key - spellings[i]};
				uint32		n = 0;

				small_same(ledger, f, name, ws);
				/* in place of a source of that name, which it no longer is */
				while (n < standing->nnames && !key_equal(standing->names[n].name, name))
					n++;
				standing->names[n] = (StandingName)
				{
					name, f
				};
				standing->nnames = Max(standing->nnames, n + 1);
			}
	}
	standing_sort(standing, ws);
	for (uint32 f = 0; f < standing->nfacts; f++)
		for (uint32 i = 0; i < ledger->facts[f].naffiliations; i++)
		{
			const StandingFacts *named = standing_find(standing, ledger->facts[f].affiliations[i]);

			if (named != NULL)
				ledger->facts[f].affiliations[i] = named->source;
		}
}

static void
small_documents(SmallLedger *ledger, char *text)
{
	while (text != NULL && *text != '\0')
	{
		SmallDocument *document = &ledger->documents[ledger->ndocuments++];
		char	   *one = text;

		small_cut(&text, ';');
		document->id = small_cut(&one, ':');
		document->publisher = small_cut(&one, ':');
		document->republishes = small_cut(&one, ':');
	}
}

static void
small_rows(SmallLedger *ledger, char *text)
{
	while (text != NULL && *text != '\0')
	{
		Replacing  *row = &ledger->replacing[ledger->nrows];
		SmallRow   *said = &ledger->rows[ledger->nrows++];
		char	   *one = text;

		small_cut(&text, ';');
		row->id = small_cut(&one, '|');
		said->said = small_cut(&one, '|');
		said->document = small_cut(&one, '|');
		row->replaces = small_cut(&one, '|');
		row->counts = small_cut(&one, '|').length == 0;
	}
}

static const SmallDocument *
small_document(const SmallLedger *ledger, Key id)
{
	for (Size i = 0; id.length > 0 && i < ledger->ndocuments; i++)
		if (key_equal(ledger->documents[i].id, id))
			return &ledger->documents[i];
	return NULL;
}

static void
small_original(const SmallLedger *ledger, Key id, SaidRow *row)
{
	const SmallDocument *document = small_document(ledger, id);
	Size		steps = 0;

	if (document == NULL)
		return;
	row->publisher = document->publisher;
	while (document != NULL && document->republishes.length > 0 && steps++ <= SMALL_MAX)
		document = small_document(ledger, document->republishes);
	if (steps == 0)
		return;
	row->copies = document == NULL || steps > SMALL_MAX || document->publisher.length == 0 ?
		COPY_OF_UNKNOWN : COPY_OF_KNOWN;
	if (row->copies == COPY_OF_KNOWN)
		row->original = document->publisher;
}

/* Unites the rows that count; false and *error where an attribution is malformed */
static bool
small_unite(SmallLedger *ledger, TestimonyBuilder *builder, Testimony *testimony,
			GrammarError *error)
{
	SaidRow		rows[SMALL_MAX] = {0};
	bool		replaced[SMALL_MAX];
	Size		nrows = 0;

	find_replaced(ledger->replacing, ledger->nrows, replaced, builder->ws);
	for (Size i = 0; i < ledger->nrows; i++)
	{
		Key			said = ledger->rows[i].said;
		Size		nstatements;

		if (!ledger->replacing[i].counts || replaced[i])
			continue;
		rows[nrows].start = attestation_start(builder);
		small_original(ledger, ledger->rows[i].document, &rows[nrows]);
		if (!grammar_read(said.data, said.length, builder, &nstatements, error))
			return false;
		nrows++;
	}
	unite(&ledger->standing, builder, rows, nrows, testimony, NULL);
	return true;
}

/* NUL-terminated */
static const char *
small_text(const Testimony *testimony, Workspace *ws)
{
	GrammarText text;
	char	   *result;

	grammar_write(testimony, false, &text, ws);
	result = workspace_alloc_zero(ws, text.length + 1, 1);
	memcpy(result, text.data, text.length);
	return result;
}

/* Reads sources, documents and rows; the texts are changed, and used */
static void
small_read(SmallLedger *ledger, char *sources, char *documents, char *rows, Workspace *ws)
{
	memset(ledger, 0, sizeof(*ledger));
	small_sources(ledger, sources, ws);
	small_documents(ledger, documents);
	small_rows(ledger, rows);
}

#endif							/* CORROBORATE_SMALL_LEDGER_H */
