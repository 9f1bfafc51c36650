/*-------------------------------------------------------------------------
 *
 * siphash.h
 *		A keyed hash: without the key nobody can tell what was hashed, or find
 *		another text with the same hash.
 *
 * SipHash-2-4 of J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast
 * short-input PRF" (2012).
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_SIPHASH_H
#define CORROBORATE_SIPHASH_H

#include "base/pure.h"

/* 128 secret bits: two numbers, of eight bytes each, the lowest first */
typedef struct SipKey
{
	uint64		k0;
	uint64		k1;
} SipKey;

/* A hash of bytes that come one by one */
typedef struct SipState
{
	uint64		v0;
	uint64		v1;
	uint64		v2;
	uint64		v3;
	uint64		tail;			/* bytes that do not make a block yet */
	uint32		length;			/* of all bytes, modulo 2^32 */
} SipState;

static inline uint64
sip_rotate(uint64 x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static inline void
sip_round(SipState *s)
{
	s->v0 += s->v1;
	s->v1 = sip_rotate(s->v1, 13) ^ s->v0;
	s->v0 = sip_rotate(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = sip_rotate(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = sip_rotate(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = sip_rotate(s->v1, 17) ^ s->v2;
	s->v2 = sip_rotate(s->v2, 32);
}

static inline void
sip_block(SipState *s, uint64 block)
{
	s->v3 ^= block;
	sip_round(s);
	sip_round(s);
	s->v0 ^= block;
}

static inline void
sip_init(SipState *s, const SipKey *key)
{
	s->v0 = key->k0 ^ UINT64CONST(0x736F6D6570736575);
	s->v1 = key->k1 ^ UINT64CONST(0x646F72616E646F6D);
	s->v2 = key->k0 ^ UINT64CONST(0x6C7967656E657261);
	s->v3 = key->k1 ^ UINT64CONST(0x7465646279746573);
	s->tail = 0;
	s->length = 0;
}

static inline void
sip_byte(SipState *s, uint8 byte)
{
	s->tail |= (uint64) byte << 8 * (s->length % 8);
	if (++s->length % 8 == 0)
	{
		sip_block(s, s->tail);
		s->tail = 0;
	}
}

/* The hash of the bytes so far; the state cannot be used afterwards */
static inline uint64
sip_final(SipState *s)
{
	sip_block(s, s->tail | (uint64) s->length << 56);
	s->v2 ^= 0xFF;
	for (int i = 0; i < 4; i++)
		sip_round(s);
	return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

/* The hash of numbers, as of their bytes, the lowest first */
static inline uint64
sip_numbers(const uint64 *numbers, Size count, const SipKey *key)
{
	SipState	s;

	sip_init(&s, key);
	for (Size i = 0; i < count; i++)
		sip_block(&s, numbers[i]);
	s.length = (uint32) count * 8;
	return sip_final(&s);
}

#endif							/* CORROBORATE_SIPHASH_H */
