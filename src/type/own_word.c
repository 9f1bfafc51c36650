/*-------------------------------------------------------------------------
 *
 * own_word.c
 *		Whether the source of a statement speaks on its own word.
 *
 *-------------------------------------------------------------------------
 */
#include "type/evidence.h"

#include "common/hashfn.h"
#include "fmgr.h"


/* The speaker of an attribution, and the side that it speaks on */
static const Source *
find_speaker(const Testimony *testimony, Side *side)
{
	for (uint32 i = 0; i < testimony->nsources; i++)
		for (*side = 0; *side < SIDES; ++*side)
			if (testimony->sources[i].says[*side] & SAYS_SPEAKS)
				return &testimony->sources[i];
	elog(ERROR, "attribution has no statement");
}

/* knows_firsthand(attribution) */
PG_FUNCTION_INFO_V1(attribution_knows_firsthand);
Datum
attribution_knows_firsthand(PG_FUNCTION_ARGS)
{
	Unpacked	said;
	const Source *speaker;
	Side		side;
	bool		knows;

	evidence_unpack(&said, PG_GETARG_DATUM(0));
	speaker = find_speaker(&said.testimony, &side);
	knows = (speaker->says[side] & SAYS_FIRSTHAND) != 0;
	unpack_free(&said);
	PG_RETURN_BOOL(knows);
}

/*
 * firsthand_hash(attribution, seed): for an index that finds sources that said
 * on one side that they know first-hand.  Null if the speaker does not say so.
 */
PG_FUNCTION_INFO_V1(attribution_firsthand_hash);
Datum
attribution_firsthand_hash(PG_FUNCTION_ARGS)
{
	uint64		seed = (uint64) PG_GETARG_INT64(1);
	Unpacked	said;
	const Source *speaker;
	Side		side;
	bool		knows;
	uint64		hash;

	evidence_unpack(&said, PG_GETARG_DATUM(0));
	speaker = find_speaker(&said.testimony, &side);
	knows = (speaker->says[side] & SAYS_FIRSTHAND) != 0;
	hash = DatumGetUInt64(hash_any_extended((const unsigned char *) speaker->key.data,
											(int) speaker->key.length, seed)) + side;
	unpack_free(&said);
	if (!knows)
		PG_RETURN_NULL();
	PG_RETURN_INT64((int64) hash);
}

/* on_own_word(attribution): first-hand, or without a basis */
PG_FUNCTION_INFO_V1(attribution_on_own_word);
Datum
attribution_on_own_word(PG_FUNCTION_ARGS)
{
	Unpacked	said;
	const Source *speaker;
	Side		side;
	bool		own;

	evidence_unpack(&said, PG_GETARG_DATUM(0));
	speaker = find_speaker(&said.testimony, &side);
	own = (speaker->says[side] & SAYS_FIRSTHAND) != 0 || !source_has_basis(speaker, side);
	unpack_free(&said);
	PG_RETURN_BOOL(own);
}
