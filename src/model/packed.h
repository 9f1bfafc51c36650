/*-------------------------------------------------------------------------
 *
 * packed.h
 *		Testimony as bytes: on disk, in aggregate states and on the wire.
 *
 * The bytes are canonical: equal testimony has equal bytes, so that equality
 * is memcmp() and a hash is a hash of the bytes.  They have no alignment and
 * no byte order but their own, so that they can be read where they lie, and
 * a list of packed testimonies one after the other can be read as their
 * union.
 *
 *	  sources    number of sources (varint), then for each, in key order:
 *	  1 byte     PACKED_ bits: what it says for the claim, and what follows
 *	  1 byte     if PACKED_AGAINST: what it says against (the low four bits)
 *	  1 byte     length of its key, 1-255; then the key
 *	  ...        if PACKED_RATED: its rating. What has up to RATING_DIGITS_MAX
 *	             decimal digits, as nearly all ratings do, is how many
 *	             (1 byte, as few as possible) and the number without the point
 *	             (varint): 0.55 is 2, 55. Any other is RATING_IS_DOUBLE and an
 *	             IEEE double, big-endian
 *	  ...        if PACKED_AFFILIATED: how many (varint), then for each, in
 *	             bytewise order, a length byte and the key
 *	  ...        if PACKED_CITES on the supporting side: how many (varint),
 *	             the first one's index among the sources, then the
 *	             differences between one and the next (varints)
 *	  ...        the same for the denying side
 *
 * A varint has seven bits per byte, low ones first, the high bit set in all but
 * the last, at most five bytes, no superfluous zero at its end.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_PACKED_H
#define CORROBORATE_PACKED_H

#include "model/testimony.h"

/* The low three bits are SAYS_SPEAKS, SAYS_FIRSTHAND and SAYS_UNKNOWN */
#define PACKED_SAYS 0x07
#define PACKED_CITES 0x08
#define PACKED_RATED 0x10
#define PACKED_AFFILIATED 0x20
#define PACKED_AGAINST 0x40
#define PACKED_RESERVED 0x80

#define RATING_DIGITS_MAX 6
#define RATING_IS_DOUBLE 0xFF

#define VARINT_MAX_BYTES 5

/* A source takes at least its bits, a length and one byte of key */
#define SOURCE_MIN_BYTES 3

/*
 * The most bytes that packed_write_single() writes, without the key: bits, a
 * length, a rating, a count and an index
 */
#define PACKED_SINGLE_MAX (1 + 1 + 9 + 1 + VARINT_MAX_BYTES)

/* An upper bound of what packed_write() will write */
extern Size packed_bound(const Testimony *testimony);

/* Returns how many bytes it wrote */
extern Size packed_write(const Testimony *testimony, uint8 *bytes);

/*
 * Adds the facts of one packed testimony to the builder; the keys point into
 * bytes.  Trusts nothing: returns how many bytes it read, or 0 if they are
 * not a packed testimony in canonical form.  (It does not check that keys are
 * normalised UTF-8 nor that all sources are reached: what comes from outside
 * needs packed_check_foreign() too.)
 */
extern Size packed_read(const uint8 *bytes, Size size,
						TestimonyBuilder *builder);

/*
 * The rest of what makes a value, for bytes from outside: keys are valid and
 * normalised, each source is reached, and no source has a basis on a side on
 * which it is not mentioned.  Returns NULL, or what is wrong (a sentence).
 */
extern const char *packed_check_foreign(const Testimony *testimony,
										Workspace *ws);

/*
 * One source that says nothing against the claim, is not affiliated, not
 * discredited, and cites at most one other.  Reading returns the byte after
 * it, or NULL where it is not such a source or not in canonical form; writing
 * takes at most what packed_bound() counts for it.  *cites is an index, or
 * 0xFFFFFFFF for nobody.
 */
extern const uint8 *packed_read_single(const uint8 *bytes, const uint8 *end,
									   uint32 nsources, Key *key, uint8 *says,
									   double *rating, uint32 *cites);
extern uint8 *packed_write_single(uint8 *bytes, Key key, uint8 says, double rating,
								  uint32 cites);

/* Exported for the header before the packed bytes */
extern uint8 *varint_write(uint8 *bytes, uint32 value);

/* Returns the byte after the varint, or NULL if it is cut off or malformed */
extern const uint8 *varint_read(const uint8 *bytes, const uint8 *end,
								uint32 *value);

#endif							/* CORROBORATE_PACKED_H */
