/*-------------------------------------------------------------------------
 *
 * testimony.h
 *		Evidence unpacked: who said it, on whose word, how sure.
 *
 * All reading ends in testimony, and all writing starts from it.  Facts
 * go in, in any order and any number of times, through a TestimonyBuilder:
 * "this source is mentioned", "it speaks", "it cites that one".
 * testimony_build() sorts and unites them.  Because building is a union,
 * merging values is nothing more than adding the facts of both, and it is
 * commutative, associative and idempotent without further care.
 *
 * Keys are not copied: they point into the text or the packed bytes that the
 * facts were read from, which must live as long as the testimony.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_TESTIMONY_H
#define CORROBORATE_TESTIMONY_H

#include "base/workspace.h"

/* Length limit of a key or an affiliation, in bytes after normalisation */
#define KEY_MAX_BYTES 255

/* A value names at most this many sources, counting each mention */
#define MENTIONS_MAX 0x7FFFFFFFU

/* The rating of a source that nobody rated; all ratings are in [0,1] */
#define UNRATED (-1.0)
#define DISCREDITED 0.0

typedef enum Side
{
	SIDE_FOR = 0,
	SIDE_AGAINST = 1
} Side;

#define SIDES 2

/* What a source does on one side, other than citing others */
#define SAYS_SPEAKS 0x01		/* makes a statement of its own */
#define SAYS_FIRSTHAND 0x02		/* knows first-hand: "*" */
#define SAYS_UNKNOWN 0x04		/* has it from someone unknown: "?" */

/* UTF-8, NFC, not NUL-terminated, 1 to KEY_MAX_BYTES long */
typedef struct Key
{
	const char *data;
	uint32		length;
} Key;

/* A slice of one of Testimony's arrays */
typedef struct Slice
{
	uint32		first;
	uint32		count;
} Slice;

typedef struct Source
{
	Key			key;
	double		rating;			/* UNRATED, or in [0,1] */
	uint8		says[SIDES];	/* SAYS_ bits */
	Slice		affiliations;	/* of Testimony.affiliations: bytewise order,
								 * no repeats, never the source's own key */
	Slice		cites[SIDES];	/* of Testimony.citations: ascending, no
								 * repeats; may hold the source itself */
} Source;

/* Invariant: sources in bytewise order of their keys, no key twice. */
typedef struct Testimony
{
	uint32		nsources;
	uint32		naffiliations;
	uint32		ncitations;
	Source	   *sources;
	Key		   *affiliations;
	uint32	   *citations;		/* indexes of sources */
} Testimony;

/*
 * Facts as they come in.  A mention is the number of one appearance of a key;
 * the same key may have many mentions.
 */
typedef struct Mention
{
	uint64		prefix[2];		/* first 16 bytes of the key, big-endian, so
								 * that most comparisons are of words */
	Key			key;
	double		rating;
	uint32		source;			/* index of its source, once built */
	uint8		says[SIDES];
} Mention;

typedef struct AffiliationFact
{
	uint32		mention;
	Key			affiliation;
} AffiliationFact;

typedef struct CitationFact
{
	uint32		citing;			/* mention */
	uint32		cited;			/* mention */
	Side		side;
} CitationFact;

typedef struct TestimonyBuilder
{
	Workspace  *ws;
	Mention    *mentions;
	AffiliationFact *affiliations;
	CitationFact *citations;
	Size		nmentions,
				naffiliations,
				ncitations;
	Size		mentions_capacity,
				affiliations_capacity,
				citations_capacity;
} TestimonyBuilder;

extern void builder_init(TestimonyBuilder *builder, Workspace *ws);
extern uint32 builder_mention(TestimonyBuilder *builder, Key key);
extern void builder_rename(TestimonyBuilder *builder, uint32 mention, Key key);
extern void builder_rate(TestimonyBuilder *builder, uint32 mention,
						 double rating);
extern void builder_affiliate(TestimonyBuilder *builder, uint32 mention,
							  Key affiliation);
extern void builder_cite(TestimonyBuilder *builder, Side side, uint32 citing,
						 uint32 cited);

static inline void
builder_say(TestimonyBuilder *builder, Side side, uint32 mention, uint8 says)
{
	builder->mentions[mention].says[side] |= says;
}

/* Adds the facts of testimony; its keys must live as long as the builder's */
extern void builder_add(TestimonyBuilder *builder, const Testimony *testimony);

/*
 * Unites the facts in place, so that many that repeat each other need little
 * memory.  Mentions are renumbered: no number from before may be in use.
 */
extern void builder_unite(TestimonyBuilder *builder);

/* The sources alone: keys, ratings, and what they say; numbers mentions' sources */
extern void testimony_build_sources(TestimonyBuilder *builder, Testimony *testimony);

/* Sorts and unites the facts.  Memory is the builder's workspace. */
extern void testimony_build(TestimonyBuilder *builder, Testimony *testimony);

/*
 * Which sources are reached from the statements of one side, walking
 * citations; dead sources are walked through only if through_dead.
 * Sets reached[source] to true or false; returns how many are reached.
 */
extern uint32 testimony_reach(const Testimony *testimony, Side side,
							  bool through_dead, bool *reached, Workspace *ws);

/*
 * Drops what text could not hold: on each side the basis of sources that no
 * statement of that side leads to, and sources that none leads to at all.
 */
extern void testimony_prune(Testimony *testimony, Workspace *ws);

/*
 * The first source that text could not hold, or -1: one that no statement
 * leads to, or one with a basis on a side (*side) where none leads to it.
 */
extern int64 testimony_find_unreached(const Testimony *testimony, Side *side,
									  Workspace *ws);

/* Index of the source with that key, or -1 */
extern int64 testimony_find(const Testimony *testimony, Key key);

/* Whether any of these is a source of it */
extern bool testimony_mentions_any(const Testimony *testimony, const Key *keys,
								   Size count);

/* A text of C's as a key; it need not be a valid one */
static inline Key
key_from_string(const char *string)
{
	Key			key = {string, (uint32) strlen(string)};

	return key;
}

/* Bytewise order of keys, as memcmp and then the shorter first */
static inline int
key_compare(Key a, Key b)
{
	int			order = memcmp(a.data, b.data, Min(a.length, b.length));

	if (order != 0)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

static inline bool
key_equal(Key a, Key b)
{
	return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* Eight bytes as a number that orders like the bytes do */
static inline uint64
load_word(const char *data)
{
	uint64		word;

	memcpy(&word, data, sizeof(word));
#ifndef WORDS_BIGENDIAN
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* Up to eight bytes of a key, padded with NUL, which no key holds */
static inline uint64
key_word(const char *data, uint32 length)
{
	uint64		word = 0;

	if (length >= sizeof(word))
		return load_word(data);
	for (uint32 i = 0; i < length; i++)
		word |= (uint64) (uint8) data[i] << (56 - 8 * i);
	return word;
}

/* The first sixteen bytes */
static inline void
key_prefix(Key key, uint64 prefix[2])
{
	prefix[0] = key_word(key.data, key.length);
	if (key.length <= 8)
		prefix[1] = 0;
	else if (key.length >= 16)
		prefix[1] = load_word(key.data + 8);
	else
		/* the last eight bytes, less those that are in the first word */
		prefix[1] =
			load_word(key.data + key.length - 8) << (8 * (16 - key.length));
}

static inline bool
source_is_dead(const Source *source)
{
	return source->rating == DISCREDITED;
}

/* The lower of two ratings: the database never overstates */
static inline double
lower_rating(double a, double b)
{
	if (a == UNRATED)
		return b;
	if (b == UNRATED)
		return a;
	return Min(a, b);
}

/* One of the sources that a source cites on a side, by its place among them */
static inline uint32
source_cited(const Testimony *testimony, const Source *source, Side side,
			 uint32 i)
{
	return testimony->citations[source->cites[side].first + i];
}

static inline Key
source_cited_key(const Testimony *testimony, const Source *source, Side side,
				 uint32 i)
{
	return testimony->sources[source_cited(testimony, source, side, i)].key;
}

/* One of its affiliations */
static inline Key
source_affiliation(const Testimony *testimony, const Source *source, uint32 i)
{
	return testimony->affiliations[source->affiliations.first + i];
}

/* Whether anything says how the source knows, on that side */
static inline bool
source_has_basis(const Source *source, Side side)
{
	return (source->says[side] & (SAYS_FIRSTHAND | SAYS_UNKNOWN)) != 0 ||
		source->cites[side].count > 0;
}

#endif							/* CORROBORATE_TESTIMONY_H */
