/*-------------------------------------------------------------------------
 *
 * attested.c
 *		Gathering a claim's evidence from its attestations.
 *
 * This reads the rows that count and that no other replaces, then what is
 * known of the sources that they mention and of their documents, and unites
 * all of it (model/unite.c).
 *
 * Storage: none.  Memory: the caller's context.
 *
 *-------------------------------------------------------------------------
 */
#include "watch/attested.h"

#include "executor/spi.h"
#include "utils/datum.h"

#include "model/replacing.h"
#include "model/unite.h"
#include "watch/registry.h"

/*
 * Reads the rows of a claim that count, now or then, and those that may have
 * replaced others, in the order in which later ones replace earlier ones
 */
static Attested *
read_attestations(GatherRule *rule, const Datum *keys, TimestampTz as_of,
				  Size *count, Workspace *ws)
{
	Datum		parameters[GATHER_MAX_KEYS + 1];
	Attested   *rows;

	memcpy(parameters, keys, rule->nkeys * sizeof(Datum));
	parameters[rule->nkeys] = TimestampTzGetDatum(as_of);
	*count = run_query_as_of(rule, is_a_time(as_of) ? QUERY_READ_ATTESTATIONS_AS_OF :
							 QUERY_READ_ATTESTATIONS, parameters, SPI_OK_SELECT, as_of);
	rows = palloc0(sizeof(Attested) * Max(*count, 1));
	for (uint64 row = 0; row < *count; row++)
	{
		Attested   *to = &rows[row];
		bool		isnull;
		Datum		said = result_value(row, 1, &isnull);

		/* a row without a statement adds nothing */
		if (!isnull)
			to->said = datumCopy(PointerGetDatum(PG_DETOAST_DATUM_PACKED(said)), false, -1);
		to->document = result_key(row, 2, ws);
		to->id = result_key(row, 3, ws);
		to->replaces = result_key(row, 4, ws);
		to->counts = DatumGetBool(result_value(row, 5, &isnull));
	}
	SPI_freetuptable(SPI_tuptable);
	return rows;
}

/* Leaves the rows that count and that nothing replaces; returns their number */
static Size
keep_counting(Attested *rows, Size nrows, bool replaces, Workspace *ws)
{
	Replacing  *replacing;
	bool	   *replaced;
	Size		kept = 0;

	replaced = workspace_alloc_zero(ws, nrows, sizeof(bool));
	if (replaces)
	{
		replacing = workspace_alloc(ws, nrows, sizeof(Replacing));
		for (Size i = 0; i < nrows; i++)
			replacing[i] = (Replacing)
		{
			rows[i].id, rows[i].replaces, rows[i].counts
		};
		find_replaced(replacing, nrows, replaced, ws);
	}
	for (Size i = 0; i < nrows; i++)
		if (rows[i].counts && !replaced[i] && rows[i].said != (Datum) 0)
			rows[kept++] = rows[i];
	return kept;
}

void
add_said(Unpacked *unpacked, const Attested *rows, Size nrows, uint32 *speakers)
{
	for (Size i = 0; i < nrows; i++)
	{
		AttestationStart start = attestation_start(&unpacked->builder);
		Side		side;

		if (rows[i].said == (Datum) 0)
			continue;
		unpack_add(unpacked, rows[i].said);
		if (speakers != NULL)
			speakers[i] = attestation_speaker(&unpacked->builder, start, &side);
	}
}

/*
 * Keeps only the latest statement of each source, under whichever spelling of
 * its name.  Rows are in the order in which later ones replace earlier ones.
 */
static Size
keep_latest(Attested *rows, Size nrows, const TestimonyBuilder *mentioned,
			const uint32 *speakers, const Standing *standing, Workspace *ws)
{
	TestimonyBuilder names;
	Testimony	testimony;
	uint32	   *latest;			/* for each source, its last row + 1 */
	Size		kept = 0;

	builder_init(&names, ws);
	for (Size i = 0; i < nrows; i++)
	{
		Key			name = mentioned->mentions[speakers[i]].key;
		const StandingFacts *facts = standing_find(standing, name);

		builder_mention(&names, facts != NULL ? facts->source : name);
	}
	testimony_build_sources(&names, &testimony);
	latest = workspace_alloc_zero(ws, testimony.nsources, sizeof(uint32));
	for (Size i = 0; i < nrows; i++)
		latest[names.mentions[i].source] = i + 1;
	for (Size i = 0; i < nrows; i++)
		if (latest[names.mentions[i].source] == i + 1)
			rows[kept++] = rows[i];
	return kept;
}

/* Reads which documents the rows' documents are copies of */
static void
read_chains(Documents *documents, GatherRule *rule, const Attested *rows, Size nrows,
			TimestampTz as_of, Workspace *ws)
{
	Key		   *keys = workspace_alloc(ws, nrows, sizeof(Key));
	Size		count = 0;

	memset(documents, 0, sizeof(*documents));
	if (rule->documents == NULL)
		return;
	for (Size i = 0; i < nrows; i++)
		if (rows[i].document.length > 0 &&
			(count == 0 || !key_equal(keys[count - 1], rows[i].document)))
			keys[count++] = rows[i].document;
	if (count > 0)
		find_documents(documents, rule, NULL, keys, count, as_of, ws);
}

void
mention_publishers(TestimonyBuilder *builder, const Documents *documents)
{
	for (Size i = 0; i < documents->count; i++)
		if (documents->documents[i].publisher.length > 0)
			builder_mention(builder, documents->documents[i].publisher);
}

static void
unite_rows(Unpacked *unpacked, const Attested *rows, Size nrows,
		   const Standing *standing, const Documents *documents, SaysBoth *both,
		   Workspace *ws)
{
	SaidRow    *said = workspace_alloc_zero(ws, nrows, sizeof(SaidRow));

	for (Size i = 0; i < nrows; i++)
	{
		const Document *document = rows[i].document.length == 0 ? NULL :
			document_find(documents, rows[i].document);

		said[i].start = attestation_start(&unpacked->builder);
		unpack_add(unpacked, rows[i].said);
		if (document == NULL)
			continue;
		said[i].copies = document->copies;
		said[i].publisher = document->publisher;
		said[i].original = document->original;
	}
	unite(standing, &unpacked->builder, said, nrows, &unpacked->testimony, both);
}

/* Unites what a claim's rows say in *unpacked, which the caller must free */
static void
unite_claim(GatherRule *rule, const Datum *keys, TimestampTz as_of, Unpacked *unpacked,
			SaysBoth *both, Workspace *ws)
{
	Unpacked	mentions;
	Documents	documents;
	Standing	standing;
	Size		nrows;
	Attested   *rows = read_attestations(rule, keys, as_of, &nrows, ws);
	uint32	   *speakers;

	nrows = keep_counting(rows, nrows, rule->replaces != NULL, ws);
	read_chains(&documents, rule, rows, nrows, as_of, ws);
	speakers = workspace_alloc(ws, nrows, sizeof(uint32));
	unpack_start(&mentions);
	add_said(&mentions, rows, nrows, speakers);
	mention_publishers(&mentions.builder, &documents);
	find_standing(&standing, rule, &mentions.builder, NULL, as_of, ws);
	if (rule->order != NULL)
		nrows = keep_latest(rows, nrows, &mentions.builder, speakers, &standing, ws);
	unpack_free(&mentions);

	unpack_start(unpacked);
	unite_rows(unpacked, rows, nrows, &standing, &documents, both, ws);
}

Datum
gather_claim(GatherRule *rule, const Datum *keys, TimestampTz as_of)
{
	Unpacked	unpacked;
	Workspace	ws;
	WorkspaceBuffer buffer;
	Datum		gathered;

	workspace_init(&ws, &buffer);
	unite_claim(rule, keys, as_of, &unpacked, NULL, &ws);
	gathered = evidence_pack(&unpacked.testimony, &unpacked.ws);
	unpack_free(&unpacked);
	workspace_free(&ws);
	return gathered;
}

Datum
persons_on_both_sides(GatherRule *rule, const Datum *keys)
{
	Unpacked	unpacked;
	Workspace	ws;
	WorkspaceBuffer buffer;
	SaysBoth	both;
	Datum		persons;

	workspace_init(&ws, &buffer);
	unite_claim(rule, keys, AS_OF_QUERY, &unpacked, &both, &ws);
	persons = keys_to_array(both.persons, both.count);
	unpack_free(&unpacked);
	workspace_free(&ws);
	return persons;
}
