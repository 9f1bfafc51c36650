/*-------------------------------------------------------------------------
 *
 * packed.c
 *		Testimony as bytes: on disk, in aggregate states and on the wire.
 *
 * Storage: the byte table in packed.h.  Memory: the caller's; reading adds to
 * a builder and copies no key.
 *
 *-------------------------------------------------------------------------
 */
#include "model/packed.h"

#include "base/rating.h"
#include "model/keys.h"

StaticAssertDecl(KEY_MAX_BYTES <= 255, "the length of a key is stored in a byte");
StaticAssertDecl((SAYS_SPEAKS | SAYS_FIRSTHAND | SAYS_UNKNOWN) == PACKED_SAYS,
				 "what a source says is stored as it is");
StaticAssertDecl(RATING_DIGITS_MAX <= EXACT_POWER,
				 "powers of ten must be exact");

uint8 *
varint_write(uint8 *bytes, uint32 value)
{
	while (value >= 0x80)
	{
		*bytes++ = (uint8) (value | 0x80);
		value >>= 7;
	}
	*bytes++ = (uint8) value;
	return bytes;
}

const uint8 *
varint_read(const uint8 *bytes, const uint8 *end, uint32 *value)
{
	uint64		read = 0;

	for (int i = 0; i < VARINT_MAX_BYTES && bytes < end; i++)
	{
		uint8		byte = *bytes++;

		read |= (uint64) (byte & 0x7F) << (7 * i);
		if (byte & 0x80)
			continue;
		if ((byte == 0 && i > 0) || read > 0xFFFFFFFFU)
			return NULL;
		*value = (uint32) read;
		return bytes;
	}
	return NULL;
}

/* Nearly all varints are of one byte */
static inline const uint8 *
read_varint(const uint8 *bytes, const uint8 *end, uint32 *value)
{
	if (likely(bytes < end && *bytes < 0x80))
	{
		*value = *bytes;
		return bytes + 1;
	}
	return varint_read(bytes, end, value);
}

/* Digits that nearly all ratings have at most */
#define USUAL_DIGITS 2

/*
 * The rating as the quotient of a whole number and a power of ten, the
 * smallest one that will do.  Both are exact as doubles, so the quotient is
 * the double nearest to the decimal: the one that reading the decimal gives.
 */
static bool
rating_as_decimal(double rating, uint8 *digits, uint32 *number)
{
	*digits = USUAL_DIGITS;
	*number = (uint32) (rating * powers_of_ten[USUAL_DIGITS] + 0.5);
	if (*number / powers_of_ten[USUAL_DIGITS] != rating)
	{
		*digits = RATING_DIGITS_MAX;
		*number = (uint32) (rating * powers_of_ten[RATING_DIGITS_MAX] + 0.5);
		if (*number / powers_of_ten[RATING_DIGITS_MAX] != rating)
			return false;
	}
	while (*digits > 0 && *number % 10 == 0)
	{
		*number /= 10;
		--*digits;
	}
	return true;
}

static uint8 *
write_rating(uint8 *bytes, double rating)
{
	uint64		bits;
	uint8		digits;
	uint32		number;

	if (rating_as_decimal(rating, &digits, &number))
	{
		*bytes++ = digits;
		return varint_write(bytes, number);
	}
	*bytes++ = RATING_IS_DOUBLE;
	memcpy(&bits, &rating, sizeof(bits));
	for (int shift = 56; shift >= 0; shift -= 8)
		*bytes++ = (uint8) (bits >> shift);
	return bytes;
}

/* A rating that is no short decimal */
static const uint8 *
read_double_rating(const uint8 *bytes, const uint8 *end, double *rating)
{
	uint64		bits = 0;
	uint8		digits;
	uint32		number;

	if (end - bytes < (ptrdiff_t) sizeof(bits))
		return NULL;
	for (int i = 0; i < 8; i++)
		bits = bits << 8 | *bytes++;
	memcpy(rating, &bits, sizeof(bits));
	if (!(*rating > 0 && *rating < 1) ||
		rating_as_decimal(*rating, &digits, &number))
		return NULL;
	return bytes;
}

static const uint8 *
read_rating(const uint8 *bytes, const uint8 *end, double *rating)
{
	uint8		digits;
	uint32		number;

	if (bytes >= end)
		return NULL;
	digits = *bytes++;
	if (digits == RATING_IS_DOUBLE)
		return read_double_rating(bytes, end, rating);
	bytes = read_varint(bytes, end, &number);
	if (bytes == NULL || digits > RATING_DIGITS_MAX ||
		(digits > 0 && number % 10 == 0) || number > powers_of_ten[digits])
		return NULL;
	*rating = number / powers_of_ten[digits];
	return bytes;
}

static uint8 *
write_key(uint8 *bytes, Key key)
{
	*bytes++ = (uint8) key.length;
	memcpy(bytes, key.data, key.length);
	return bytes + key.length;
}

static const uint8 *
read_key(const uint8 *bytes, const uint8 *end, Key *key)
{
	if (bytes >= end || *bytes == 0 || *bytes > end - bytes - 1)
		return NULL;
	key->length = *bytes++;
	key->data = (const char *) bytes;
	return bytes + key->length;
}

static uint8 *
write_affiliations(uint8 *bytes, const Testimony *testimony, Slice slice)
{
	bytes = varint_write(bytes, slice.count);
	for (uint32 i = 0; i < slice.count; i++)
		bytes = write_key(bytes, testimony->affiliations[slice.first + i]);
	return bytes;
}

/* The first, and then from each to the next */
static uint8 *
write_cites(uint8 *bytes, const Testimony *testimony, Slice slice)
{
	const uint32 *cites = testimony->citations + slice.first;

	bytes = varint_write(bytes, slice.count);
	bytes = varint_write(bytes, cites[0]);
	for (uint32 i = 1; i < slice.count; i++)
		bytes = varint_write(bytes, cites[i] - cites[i - 1]);
	return bytes;
}

Size
packed_bound(const Testimony *testimony)
{
	Size		bound = VARINT_MAX_BYTES;

	for (uint32 i = 0; i < testimony->nsources; i++)
		bound += testimony->sources[i].key.length;
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		bound += testimony->affiliations[i].length;

	/* bits, length, rating and three counts per source */
	bound += (Size) testimony->nsources * (2 + 1 + 9 + 3 * VARINT_MAX_BYTES);
	bound += testimony->naffiliations;
	bound += (Size) testimony->ncitations * VARINT_MAX_BYTES;
	return bound;
}

Size
packed_write(const Testimony *testimony, uint8 *bytes)
{
	uint8	   *to = varint_write(bytes, testimony->nsources);

	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		const Source *source = &testimony->sources[i];
		uint8		says[SIDES];

		for (int side = 0; side < SIDES; side++)
			says[side] = source->says[side] |
				(source->cites[side].count > 0 ? PACKED_CITES : 0);

		*to++ = says[SIDE_FOR] |
			(source->rating != UNRATED ? PACKED_RATED : 0) |
			(source->affiliations.count > 0 ? PACKED_AFFILIATED : 0) |
			(says[SIDE_AGAINST] != 0 ? PACKED_AGAINST : 0);
		if (says[SIDE_AGAINST] != 0)
			*to++ = says[SIDE_AGAINST];
		to = write_key(to, source->key);
		if (source->rating != UNRATED)
			to = write_rating(to, source->rating);
		if (source->affiliations.count > 0)
			to = write_affiliations(to, testimony, source->affiliations);
		for (int side = 0; side < SIDES; side++)
			if (source->cites[side].count > 0)
				to = write_cites(to, testimony, source->cites[side]);
	}
	return to - bytes;
}

static const uint8 *
read_affiliations(const uint8 *bytes, const uint8 *end, Key own,
				  uint32 mention, TestimonyBuilder *builder)
{
	Key			last = {NULL, 0};
	uint32		count;

	bytes = read_varint(bytes, end, &count);
	if (bytes == NULL || count == 0)
		return NULL;
	for (uint32 i = 0; i < count; i++)
	{
		Key			key;

		bytes = read_key(bytes, end, &key);
		if (bytes == NULL || key_equal(key, own) ||
			(i > 0 && key_compare(last, key) >= 0))
			return NULL;
		builder_affiliate(builder, mention, key);
		last = key;
	}
	return bytes;
}

static const uint8 *
read_cites(const uint8 *bytes, const uint8 *end, Side side, uint32 nsources,
		   uint32 mention, uint32 first_mention, TestimonyBuilder *builder)
{
	uint32		count;
	uint64		cited = 0;

	bytes = read_varint(bytes, end, &count);
	if (bytes == NULL || count == 0)
		return NULL;
	for (uint32 i = 0; i < count; i++)
	{
		uint32		step;

		bytes = read_varint(bytes, end, &step);
		if (bytes == NULL || (i > 0 && step == 0))
			return NULL;
		cited += step;
		if (cited >= nsources)
			return NULL;
		builder_cite(builder, side, mention, first_mention + (uint32) cited);
	}
	return bytes;
}

/* One source; returns the byte after it, or NULL.  *last is the key before */
static const uint8 *
read_source(const uint8 *bytes, const uint8 *end, Key *last, uint32 nsources,
			uint32 first_mention, TestimonyBuilder *builder)
{
	uint8		bits,
				against = 0;
	uint32		mention;
	Key			key;

	if (end - bytes < SOURCE_MIN_BYTES)
		return NULL;
	bits = *bytes++;
	if (bits & PACKED_AGAINST)
	{
		against = *bytes++;
		if (against == 0 || (against & ~(PACKED_SAYS | PACKED_CITES)))
			return NULL;
	}
	if (bits & PACKED_RESERVED)
		return NULL;

	bytes = read_key(bytes, end, &key);
	if (bytes == NULL || (last->length > 0 && key_compare(*last, key) >= 0))
		return NULL;
	*last = key;
	mention = builder_mention(builder, key);
	builder_say(builder, SIDE_FOR, mention, bits & PACKED_SAYS);
	builder_say(builder, SIDE_AGAINST, mention, against & PACKED_SAYS);

	if (bits & PACKED_RATED)
	{
		double		rating;

		bytes = read_rating(bytes, end, &rating);
		if (bytes == NULL)
			return NULL;
		builder_rate(builder, mention, rating);
	}
	if (bits & PACKED_AFFILIATED)
		bytes = read_affiliations(bytes, end, key, mention, builder);
	if (bytes != NULL && (bits & PACKED_CITES))
		bytes = read_cites(bytes, end, SIDE_FOR, nsources, mention,
						   first_mention, builder);
	if (bytes != NULL && (against & PACKED_CITES))
		bytes = read_cites(bytes, end, SIDE_AGAINST, nsources, mention,
						   first_mention, builder);
	return bytes;
}

Size
packed_read(const uint8 *bytes, Size size, TestimonyBuilder *builder)
{
	const uint8 *at = bytes;
	const uint8 *end = bytes + size;
	uint32		first_mention = builder->nmentions;
	uint32		nsources;
	Key			last = {NULL, 0};

	at = read_varint(at, end, &nsources);
	if (at == NULL || nsources > (Size) (end - at) / SOURCE_MIN_BYTES)
		return 0;
	for (uint32 i = 0; i < nsources; i++)
	{
		if ((i & 0xFFFF) == 0xFFFF)
			CHECK_FOR_INTERRUPTS();
		at = read_source(at, end, &last, nsources, first_mention, builder);
		if (at == NULL)
			return 0;
	}
	return at - bytes;
}

/* Stands for the cited source if a source cites none */
#define NOBODY 0xFFFFFFFFU

const uint8 *
packed_read_single(const uint8 *bytes, const uint8 *end, uint32 nsources, Key *key,
				   uint8 *says, double *rating, uint32 *cites)
{
	uint32		count;
	uint8		bits;

	if (end - bytes < SOURCE_MIN_BYTES)
		return NULL;
	bits = *bytes++;
	if (bits & (PACKED_AGAINST | PACKED_AFFILIATED | PACKED_RESERVED))
		return NULL;
	*says = bits & PACKED_SAYS;
	*rating = UNRATED;
	*cites = NOBODY;
	bytes = read_key(bytes, end, key);
	if (bytes != NULL && (bits & PACKED_RATED))
	{
		bytes = read_rating(bytes, end, rating);
		if (*rating == DISCREDITED)
			return NULL;
	}
	if (bytes == NULL || (bits & PACKED_CITES) == 0)
		return bytes;
	bytes = read_varint(bytes, end, &count);
	if (bytes == NULL || count != 1)
		return NULL;
	bytes = read_varint(bytes, end, cites);
	return bytes == NULL || *cites >= nsources ? NULL : bytes;
}

uint8 *
packed_write_single(uint8 *bytes, Key key, uint8 says, double rating, uint32 cites)
{
	*bytes++ = says | (rating != UNRATED ? PACKED_RATED : 0) |
		(cites != NOBODY ? PACKED_CITES : 0);
	bytes = write_key(bytes, key);
	if (rating != UNRATED)
		bytes = write_rating(bytes, rating);
	if (cites == NOBODY)
		return bytes;
	bytes = varint_write(bytes, 1);
	return varint_write(bytes, cites);
}

static bool
is_normal_key(Key key, Workspace *ws)
{
	bool		normal;

	return key_check_packed(key, &normal, ws) == KEY_OK && normal;
}

const char *
packed_check_foreign(const Testimony *testimony, Workspace *ws)
{
	Side		side;

	for (uint32 i = 0; i < testimony->nsources; i++)
		if (!is_normal_key(testimony->sources[i].key, ws))
			return "A source's key is not valid, normalised UTF-8.";
	for (uint32 i = 0; i < testimony->naffiliations; i++)
		if (!is_normal_key(testimony->affiliations[i], ws))
			return "An affiliation is not valid, normalised UTF-8.";

	if (testimony_find_unreached(testimony, &side, ws) >= 0)
		return "A source, or its basis, is part of no statement.";
	return NULL;
}
