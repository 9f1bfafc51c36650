/*-------------------------------------------------------------------------
 *
 * splice.c
 *		Adding a few sources to packed testimony without unpacking it.
 *
 * Sources are packed in key order and cite each other by their places, so that
 * those after a new source move by one place.  One pass finds where new ones
 * go and reads what figures need; another copies the bytes, and writes anew
 * the citations of sources that have moved.
 *
 * Memory: the workspace; 20 bytes a source.
 *
 *-------------------------------------------------------------------------
 */
#include "model/splice.h"

#include "model/packed.h"

/* Adds one of said's sources after those that were read so far */
static bool
add_source(Splice *splice, uint32 i)
{
	splice->present[i] = false;
	splice->index[i] = splice->nsources++;
	splice->nadded++;
	return direct_source(splice->said, i, &splice->sources[splice->index[i]]);
}

/* One of said's sources is in the evidence: it is the last one read */
static bool
meet_source(Splice *splice, uint32 i)
{
	DirectSource new;
	const DirectSource *has = &splice->sources[splice->nsources - 1];

	splice->present[i] = true;
	splice->index[i] = splice->nsources - 1;
	return direct_source(splice->said, i, &new) &&
		lower_rating(has->rating, new.rating) == has->rating &&
		(new.says & ~has->says) == 0;
}

/* How many of the added sources stand before that place, of the stored ones */
static inline uint32
count_added_before(const uint32 *before, uint32 nadded, uint32 place)
{
	uint32		count = 0;

	while (count < nadded && before[count] <= place)
		count++;
	return count;
}

/* The places of stored sources before which sources are added, ascending */
static void
list_places(const Splice *splice, uint32 *before)
{
	uint32		nadded = 0;

	for (uint32 i = 0; i < splice->said->nsources; i++)
		if (!splice->present[i])
		{
			before[nadded] = splice->index[i] - nadded;
			nadded++;
		}
}

/* Citations, by the places in what they are of, become citations by new places */
static bool
renumber_citations(Splice *splice)
{
	uint32		before[SPLICE_MAX];
	const Testimony *said = splice->said;
	uint32		next = 0;

	list_places(splice, before);
	for (uint32 i = 0; i < splice->nsources; i++)
	{
		uint32	   *cites = &splice->sources[i].cites;

		if (next < splice->nadded && before[next] + next == i)
			next++;				/* added: it cites by said's places */
		else if (*cites != CITES_NOBODY && splice->nadded > 0 && *cites >= before[0])
			*cites += count_added_before(before, splice->nadded, *cites);
	}
	for (uint32 i = 0; i < said->nsources; i++)
	{
		const Source *source = &said->sources[i];
		DirectSource *direct = &splice->sources[splice->index[i]];
		uint32		cited;

		if (source->cites[SIDE_FOR].count == 0)
			continue;
		cited = splice->index[source_cited(said, source, SIDE_FOR, 0)];
		if (splice->present[i] && direct->cites != cited)
			return false;
		direct->cites = cited;
	}
	return true;
}

/* The sources as they are stored, and said's in their places among them */
static bool
read_sources(Splice *splice, const uint8 *at, const uint8 *end)
{
	const Testimony *said = splice->said;
	uint32		next = 0;
	Key			last = {NULL, 0};

	for (uint32 i = 0; i < splice->nstored; i++)
	{
		DirectSource source;
		Key			key;

		if ((i & 0xFFFF) == 0xFFFF)
			CHECK_FOR_INTERRUPTS();
		splice->starts[i] = (uint32) (at - splice->bytes);
		at = packed_read_single(at, end, splice->nstored, &key, &source.says,
								&source.rating, &source.cites);
		if (at == NULL || (last.length > 0 && key_compare(last, key) >= 0))
			return false;
		last = key;
		while (next < said->nsources && key_compare(said->sources[next].key, key) < 0)
			if (!add_source(splice, next++))
				return false;
		splice->sources[splice->nsources++] = source;
		if (next < said->nsources && key_equal(said->sources[next].key, key) &&
			!meet_source(splice, next++))
			return false;
	}
	splice->starts[splice->nstored] = (uint32) (at - splice->bytes);
	while (next < said->nsources)
		if (!add_source(splice, next++))
			return false;
	return at == end;
}

bool
splice_start(Splice *splice, const uint8 *bytes, Size size, const Testimony *said,
			 Workspace *ws)
{
	const uint8 *end = bytes + size;
	const uint8 *at = varint_read(bytes, end, &splice->nstored);

	if (at == NULL || splice->nstored > (Size) (end - at) || size > 0x7FFFFFFF ||
		said->nsources > SPLICE_MAX)
		return false;
	splice->bytes = bytes;
	splice->said = said;
	splice->nsources = splice->nadded = 0;
	splice->starts = workspace_alloc(ws, (Size) splice->nstored + 1, sizeof(uint32));
	splice->sources = workspace_alloc(ws, (Size) splice->nstored + said->nsources,
									  sizeof(DirectSource));
	return read_sources(splice, at, end) && renumber_citations(splice);
}

/* A place may take one byte more than before, as may the number of sources */
Size
splice_bound(const Splice *splice)
{
	return VARINT_MAX_BYTES + (Size) splice->starts[splice->nstored] + splice->nstored +
		packed_bound(splice->said);
}

/* Bytes that have not been copied yet */
typedef struct Run
{
	const uint8 *from;
	uint8	   *to;
} Run;

static inline void
copy_until(Run *run, const uint8 *end)
{
	memcpy(run->to, run->from, end - run->from);
	run->to += end - run->from;
	run->from = end;
}

/* A citation by another place than before is the last thing of its source */
static void
copy_citation(Run *run, const uint8 *end, uint32 was, uint32 is)
{
	uint8		scratch[VARINT_MAX_BYTES];
	Size		length = varint_write(scratch, was) - scratch;

	copy_until(run, end - length);
	run->from = end;
	run->to = varint_write(run->to, is);
}

Size
splice_write(const Splice *splice, uint8 *bytes)
{
	Run			run = {splice->bytes + splice->starts[0], varint_write(bytes, splice->nsources)};
	const Testimony *said = splice->said;
	uint32		before[SPLICE_MAX];
	uint32		stored = 0;
	uint32		next = 0;

	list_places(splice, before);
	for (uint32 i = 0; i < splice->nsources; i++)
	{
		const DirectSource *source = &splice->sources[i];

		while (next < said->nsources && splice->index[next] < i)
			next++;
		if (next < said->nsources && splice->index[next] == i && !splice->present[next])
		{
			copy_until(&run, splice->bytes + splice->starts[stored]);
			run.to = packed_write_single(run.to, said->sources[next].key, source->says,
										 source->rating, source->cites);
			continue;
		}
		stored++;
		if (source->cites != CITES_NOBODY && splice->nadded > 0 && source->cites > before[0])
		{
			uint32		was = source->cites;

			for (uint32 a = splice->nadded; a-- > 0;)
				if (was > before[a] + a)
				{
					was -= a + 1;
					break;
				}
			if (was != source->cites)
				copy_citation(&run, splice->bytes + splice->starts[stored], was, source->cites);
		}
	}
	copy_until(&run, splice->bytes + splice->starts[splice->nstored]);
	return run.to - bytes;
}
