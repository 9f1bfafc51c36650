/*-------------------------------------------------------------------------
 *
 * grammar_write.c
 *		Writing evidence as canonical text.
 *
 * Supporters come in key order, then deniers; each is followed, depth-first,
 * by what it cites.  Affiliations and rating are written at a source's first
 * mention anywhere, its basis at the first mention on that side.  Like
 * reading, writing does not recurse: a stack holds the bases that are open.
 *
 * Memory: the caller's workspace.
 *
 *-------------------------------------------------------------------------
 */
#include "model/grammar.h"

#include "base/buffer.h"
#include "model/keys.h"
#include "base/rating.h"

/* A basis of which some grounds are still to be written */
typedef struct OpenBasis
{
	uint32		source;
	uint32		next;			/* index of the next cited source */
	bool		parenthesis;
} OpenBasis;

/* Bits of what has been written of a source */
#define WRITTEN_NAMED 0x01
#define WRITTEN_BASED 0x02

typedef struct Writer
{
	const Testimony *testimony;
	Workspace  *ws;
	Buffer		text;
	uint8	   *written;		/* for each source */
	OpenBasis  *open;
	Size		nopen;
	Size		open_capacity;
} Writer;

/*
 * Whether the text ends in ":0," or ":1,".  A digit that followed would make
 * it look like a number with a decimal comma.
 */
static bool
invites_decimal(const Buffer *text)
{
	const char *end = text->data + text->length;

	return text->length >= 3 &&
		(memcmp(end - 3, ":0,", 3) == 0 || memcmp(end - 3, ":1,", 3) == 0);
}

static void
write_key(Writer *writer, Key key)
{
	char	   *start;
	char	   *to;

	if (key.data[0] >= '0' && key.data[0] <= '9' && key_is_bare(key) &&
		invites_decimal(&writer->text))
		buffer_char(&writer->text, ' ');
	start = to = buffer_reserve(&writer->text, 2 * (Size) key.length + 2);

	if (key_is_bare(key))
	{
		memcpy(to, key.data, key.length);
		writer->text.length += key.length;
		return;
	}
	*to++ = '"';
	for (uint32 i = 0; i < key.length; i++)
	{
		if (key.data[i] == '"' || key.data[i] == '\\')
			*to++ = '\\';
		*to++ = key.data[i];
	}
	*to++ = '"';
	writer->text.length += to - start;
}

static void
open_basis(Writer *writer, uint32 source, bool parenthesis)
{
	OpenBasis  *basis;

	if (writer->nopen == writer->open_capacity)
		writer->open = workspace_grow(writer->ws, writer->open,
									  &writer->open_capacity,
									  sizeof(OpenBasis));
	basis = &writer->open[writer->nopen++];
	basis->source = source;
	basis->next = 0;
	basis->parenthesis = parenthesis;
}

/*
 * Writes a source's key; at its first mention anywhere, also its affiliations
 * and rating; at the first mention on this side, also "<", and "(" if there
 * are several grounds.  The remaining grounds are left to the stack.
 */
static void
write_source(Writer *writer, uint32 index, Side side)
{
	const Source *source = &writer->testimony->sources[index];
	uint8		grounds = source->says[side] & (SAYS_FIRSTHAND | SAYS_UNKNOWN);

	write_key(writer, source->key);
	if (!(writer->written[index] & WRITTEN_NAMED))
	{
		writer->written[index] |= WRITTEN_NAMED;
		for (uint32 i = 0; i < source->affiliations.count; i++)
		{
			buffer_char(&writer->text, '@');
			write_key(writer, source_affiliation(writer->testimony, source, i));
		}
		if (source->rating != UNRATED)
		{
			char	   *to;

			buffer_char(&writer->text, ':');
			to = buffer_reserve(&writer->text, RATING_TEXT_SIZE);
			writer->text.length += rating_print(source->rating, to);
		}
	}
	if (!source_has_basis(source, side) ||
		(writer->written[index] & WRITTEN_BASED))
		return;

	writer->written[index] |= WRITTEN_BASED;
	buffer_char(&writer->text, '<');
	open_basis(writer, index,
			   source->cites[side].count + (grounds != 0) +
			   (grounds == (SAYS_FIRSTHAND | SAYS_UNKNOWN)) > 1);
	if (writer->open[writer->nopen - 1].parenthesis)
		buffer_char(&writer->text, '(');
	if (grounds & SAYS_FIRSTHAND)
		buffer_char(&writer->text, '*');
	if (grounds == (SAYS_FIRSTHAND | SAYS_UNKNOWN))
		buffer_char(&writer->text, ',');
	if (grounds & SAYS_UNKNOWN)
		buffer_char(&writer->text, '?');
}

static void
write_attribution(Writer *writer, uint32 index, Side side)
{
	const Testimony *testimony = writer->testimony;

	CHECK_FOR_INTERRUPTS();
	if (side == SIDE_AGAINST)
		buffer_char(&writer->text, '!');
	write_source(writer, index, side);
	while (writer->nopen > 0)
	{
		OpenBasis  *basis = &writer->open[writer->nopen - 1];
		const Source *source = &testimony->sources[basis->source];

		if (basis->next == source->cites[side].count)
		{
			if (basis->parenthesis)
				buffer_char(&writer->text, ')');
			writer->nopen--;
			continue;
		}
		if (basis->next > 0 ||
			(source->says[side] & (SAYS_FIRSTHAND | SAYS_UNKNOWN)))
			buffer_char(&writer->text, ',');
		write_source(writer,
					 source_cited(testimony, source, side, basis->next++), side);
	}
}

void
grammar_write(const Testimony *testimony, bool bare, GrammarText *text,
			  Workspace *ws)
{
	Writer		writer = {0};
	bool		first = true;

	writer.testimony = testimony;
	writer.ws = ws;
	writer.written = workspace_alloc_zero(ws, testimony->nsources, 1);
	buffer_init_sized(&writer.text, ws, 64 + 16 * (Size) testimony->nsources);

	if (!bare)
		buffer_char(&writer.text, '{');
	for (int side = 0; side < SIDES; side++)
	{
		for (uint32 i = 0; i < testimony->nsources; i++)
		{
			if (!(testimony->sources[i].says[side] & SAYS_SPEAKS))
				continue;
			if (!first)
				buffer_char(&writer.text, ',');
			first = false;
			write_attribution(&writer, i, side);
		}
		for (uint32 i = 0; i < testimony->nsources; i++)
			writer.written[i] &= ~WRITTEN_BASED;
	}
	if (!bare)
		buffer_char(&writer.text, '}');
	text->data = writer.text.data;
	text->length = writer.text.length;
}

void
grammar_quote_key(Key key, GrammarText *text, Workspace *ws)
{
	Writer		writer = {0};

	writer.ws = ws;
	buffer_init_sized(&writer.text, ws, 2 * (Size) key.length + 3);
	write_key(&writer, key);
	text->data = writer.text.data;
	text->length = writer.text.length;
}
