/*-------------------------------------------------------------------------
 *
 * fuzz.h
 *		What the fuzzers of the pure files share.
 *
 * A fuzzer is one file NAME_fuzz.c with LLVMFuzzerTestOneInput(), which
 * aborts where something does not hold, and its inputs in corpus/NAME.
 * libFuzzer makes inputs; replay.c plays those that are kept.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_FUZZ_H
#define CORROBORATE_FUZZ_H

#include "model/grammar.h"
#include "model/packed.h"

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts, saying which property does not hold */
static inline void
must(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", property);
	abort();
}

/* ---- Input as numbers; all zero behind its end ---- */

typedef struct Input
{
	const uint8_t *at;
	const uint8_t *end;
} Input;

static inline uint32
take(Input *input, uint32 limit)
{
	return input->at < input->end ? *input->at++ % limit : 0;
}

/* ---- Testimony as bytes that lie in memory of exactly their size ---- */

typedef struct Bytes
{
	uint8	   *data;
	Size		size;
} Bytes;

static inline Bytes
pack(const Testimony *testimony, Workspace *ws)
{
	Size		bound = packed_bound(testimony);
	uint8	   *written = workspace_alloc(ws, bound, 1);
	Bytes		bytes;

	bytes.size = packed_write(testimony, written);
	must(bytes.size <= bound, "packed bytes are within their bound");
	bytes.data = workspace_alloc(ws, bytes.size, 1);
	memcpy(bytes.data, written, bytes.size);
	return bytes;
}

static inline bool
bytes_equal(Bytes a, Bytes b)
{
	return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* The text of a testimony, read again */
static inline Bytes
print_and_read(const Testimony *testimony, GrammarText *text, Workspace *ws)
{
	TestimonyBuilder builder;
	Testimony	again;
	GrammarError error;
	Size		nstatements;

	grammar_write(testimony, false, text, ws);
	builder_init(&builder, ws);
	must(grammar_read(text->data, text->length, &builder, &nstatements, &error),
		 "what is written can be read");
	testimony_build(&builder, &again);
	return pack(&again, ws);
}

#endif							/* CORROBORATE_FUZZ_H */
