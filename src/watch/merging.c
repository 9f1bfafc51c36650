/*-------------------------------------------------------------------------
 *
 * merging.c
 *		SQL functions by which one query merges new attestations into a claim.
 *
 * gather.c runs a query that uses may_merge(stored, said, persons, passing,
 * speakers) and merge_rows(stored, said, passing); model/merging.h says what
 * they decide and do.  may_merge() is false if evidence would not change, so
 * that it is not written.  Null stored evidence counts as empty; any other
 * null argument gives null.
 *
 * Memory: the caller's context.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "access/detoast.h"
#include "fmgr.h"

#include "watch/gather_query.h"
#include "watch/merging.h"

/*
 * Larger evidence is toasted and compressed.  These functions would detoast it
 * twice, which costs more than another query.
 */
#define MERGED_IN_PLACE 2000

/* Only the stored evidence, the first argument, may be null */
static bool
others_are_null(FunctionCallInfo fcinfo)
{
	for (int i = 1; i < PG_NARGS(); i++)
		if (PG_ARGISNULL(i))
			return true;
	return false;
}

/* Arguments of both functions: said, and text[] of some of its sources */
static void
read_addition(Addition *addition, FunctionCallInfo fcinfo, int persons, int passing,
			  Unpacked *said)
{
	memset(addition, 0, sizeof(*addition));
	evidence_unpack(said, PG_GETARG_DATUM(1));
	addition->said = &said->testimony;
	if (persons > 0)
		addition->persons = array_to_keys(PG_GETARG_DATUM(persons), &addition->npersons, &said->ws);
	addition->passing = array_to_keys(PG_GETARG_DATUM(passing), &addition->npassing, &said->ws);
}

/* Merges what rows add into evidence, which may be 0 for none */
Datum
merge_addition(Datum evidence, const Addition *addition)
{
	Unpacked	merged;
	Datum		result;

	unpack_start(&merged);
	if (evidence != (Datum) 0)
		unpack_add(&merged, evidence);
	builder_add(&merged.builder, addition->said);
	unpack_finish(&merged);
	settle_addition(&merged.testimony, addition, &merged.ws);
	result = evidence_pack(&merged.testimony, &merged.ws);
	unpack_free(&merged);
	return result;
}

/*
 * Whether the remaining rules of model/merging.h hold, for evidence and
 * addition in the form that can be spliced
 */
static bool
splice_is_merge(const Splice *splice, const Addition *addition)
{
	const Testimony *said = addition->said;

	for (uint32 i = 0; i < said->nsources; i++)
	{
		const DirectSource *source = &splice->sources[splice->index[i]];
		bool		firsthand = (source->says & SAYS_FIRSTHAND) != 0;
		bool		unknown = (source->says & SAYS_UNKNOWN) != 0;
		bool		cites = source->cites != CITES_NOBODY;

		if (splice->present[i] && unknown && !firsthand && !cites)
			return false;
		if (firsthand || unknown || cites)
			continue;
		for (Size p = 0; p < addition->npassing; p++)
			if (key_equal(addition->passing[p], said->sources[i].key))
				return false;
	}
	return true;
}

/* Reads evidence for adding to it without unpacking it, if that is possible */
static bool
start_splice(struct varlena *stored, const Addition *addition, Splice *splice, Workspace *ws)
{
	return evidence_start_splice(stored, addition->said, splice, ws) &&
		splice_is_merge(splice, addition);
}

/* Whether none of the speakers was in the evidence */
static bool
speakers_are_new(const Splice *splice, const Key *speakers, Size nspeakers)
{
	for (Size i = 0; i < nspeakers; i++)
	{
		int64		at = testimony_find(splice->said, speakers[i]);

		if (at < 0 || splice->present[at])
			return false;
	}
	return true;
}

/*
 * Does what may_merge_addition(), adds_nothing() and merge_addition() do, if
 * that is possible without unpacking: returns the merged evidence, or the
 * stored one itself if nothing changes.  Returns 0 if it is not possible.
 * *new_speakers: whether none of the speakers was in the evidence.
 */
Datum
splice_addition(Datum stored, const Addition *addition, const Key *speakers,
				Size nspeakers, bool *new_speakers)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(stored);
	Workspace	ws;
	WorkspaceBuffer buffer;
	Splice		splice;
	Datum		result = (Datum) 0;

	workspace_init(&ws, &buffer);
	if (start_splice(value, addition, &splice, &ws))
	{
		result = evidence_finish_splice(value, &splice, &ws);
		*new_speakers = speakers_are_new(&splice, speakers, nspeakers);
	}
	workspace_free(&ws);
	return result;
}

/* Whether rows may be merged into the evidence, and change it */
static bool
may_merge_unpacked(Datum evidence, const Addition *addition, const Key *speakers,
				   Size nspeakers)
{
	Unpacked	stored;
	bool		may;

	evidence_unpack(&stored, evidence);
	may = may_merge_addition(&stored.testimony, addition, &stored.ws) &&
		!adds_nothing(&stored.testimony, addition, &stored.ws) &&
		!testimony_mentions_any(&stored.testimony, speakers, nspeakers);
	unpack_free(&stored);
	return may;
}

PG_FUNCTION_INFO_V1(may_merge);
Datum
may_merge(PG_FUNCTION_ARGS)
{
	Unpacked	said;
	Addition	addition;
	Splice		splice;
	Key		   *speakers;
	Size		nspeakers;
	bool		may;

	if (others_are_null(fcinfo))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(0))
		PG_RETURN_BOOL(true);
	if (toast_raw_datum_size(PG_GETARG_DATUM(0)) > MERGED_IN_PLACE)
		PG_RETURN_BOOL(false);
	read_addition(&addition, fcinfo, 2, 3, &said);
	speakers = array_to_keys(PG_GETARG_DATUM(4), &nspeakers, &said.ws);
	if (start_splice(PG_GETARG_VARLENA_PP(0), &addition, &splice, &said.ws))
		may = splice.nadded > 0 && speakers_are_new(&splice, speakers, nspeakers);
	else
		may = may_merge_unpacked(PG_GETARG_DATUM(0), &addition, speakers, nspeakers);
	unpack_free(&said);
	PG_RETURN_BOOL(may);
}

PG_FUNCTION_INFO_V1(merge_rows);
Datum
merge_rows(PG_FUNCTION_ARGS)
{
	Datum		stored = PG_ARGISNULL(0) ? (Datum) 0 : PG_GETARG_DATUM(0);
	Unpacked	said;
	Addition	addition;
	Datum		result = (Datum) 0;
	bool		new_speakers;

	if (others_are_null(fcinfo))
		PG_RETURN_NULL();
	read_addition(&addition, fcinfo, 0, 2, &said);
	if (stored != (Datum) 0)
		result = splice_addition(stored, &addition, NULL, 0, &new_speakers);
	if (result == (Datum) 0)
		result = merge_addition(stored, &addition);
	unpack_free(&said);
	PG_RETURN_DATUM(result);
}
