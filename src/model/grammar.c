/*-------------------------------------------------------------------------
 *
 * grammar.c
 *		Reading evidence from text.
 *
 * Merging makes nestings as deep as the evidence is large, so reading does
 * not recurse: a basis without parentheses ends where the source it cites
 * ends, so only open parentheses are kept, in a stack of the sources whose
 * basis they hold.
 *
 * Memory: the builder's workspace.  Nothing is copied but keys with escapes.
 *
 *-------------------------------------------------------------------------
 */
#include "model/grammar.h"

#include "base/rating.h"
#include "base/utf8.h"
#include "model/keys.h"

/* A parenthesis that is still open */
typedef struct OpenList
{
	const char *at;				/* where it is */
	uint32		citing;			/* the mention whose basis it holds */
} OpenList;

typedef struct Reader
{
	const char *text;
	const char *at;
	const char *end;
	Side		side;			/* of the statement being read */
	const char *key;			/* the last one, as written; NULL: one is due */
	const char *key_end;
	bool		braces;			/* an opening one was read */
	TestimonyBuilder *builder;
	OpenList   *open;
	Size		nopen;
	Size		open_capacity;
	GrammarError *error;
} Reader;

/*
 * From this many mentions on, statements are united while they are read,
 * because a text of a gigabyte can say the same thing half a billion times.
 */
#define UNITE_MENTIONS ((Size) 1 << 20)

/* Shown of an offending word, in bytes */
#define SHOWN_MAX 40

/* Characters from the text's start to at, which counts as the next one */
static Size
character_number(const Reader *reader, const char *at)
{
	Size		number = 1;

	for (const char *c = reader->text; c < at; c++)
		number += ((uint8) *c & 0xC0) != 0x80;
	return number;
}

/*
 * Records a mistake: what it is, the offending text (none if length is 0) and
 * its place.  Always returns false.
 */
static bool
complain(Reader *reader, GrammarErrorKind kind, const char *at, Size length,
		 const char *what, const char *hint)
{
	GrammarError *error = reader->error;
	Size		shown = 0;

	/* whole characters, up to the first invalid one */
	while (shown < length)
	{
		uint32		codepoint;
		int			next = utf8_decode(at + shown, at + length, &codepoint);

		if (next == 0 || shown + next > SHOWN_MAX)
			break;
		shown += next;
	}

	error->kind = kind;
	error->hint = hint;
	error->explanation = NULL;
	error->character = character_number(reader, at);
	if (length > 0)
		snprintf(error->detail, sizeof(error->detail),
				 "%s \"%.*s%s\" at character %zu.", what, (int) shown, at,
				 shown < length ? "..." : "", error->character);
	else
		snprintf(error->detail, sizeof(error->detail),
				 "%s at character %zu.", what, error->character);
	return false;
}

/* The last byte before that is no blank; '\0' if there are only blanks */
static char
byte_before(const Reader *reader, const char *at)
{
	while (at > reader->text && is_space(at[-1]))
		at--;
	return at == reader->text ? '\0' : at[-1];
}

static bool
starts_at(const Reader *reader, const char *at)
{
	return byte_before(reader, at) == '\0';
}

/* The text ended too early: says what is missing */
static bool
unexpected_end(Reader *reader, const char *missing)
{
	if (reader->nopen > 0)
		return complain(reader, GRAMMAR_SYNTAX,
						reader->open[reader->nopen - 1].at, 1,
						"No \")\" closes the", NULL);
	return complain(reader, GRAMMAR_SYNTAX, reader->end, 0, missing,
					starts_at(reader, reader->end) ? hint_empty : NULL);
}

/* Complains of what is at the reader's place */
static bool
unexpected(Reader *reader, const char *missing_at_end)
{
	const char *at = reader->at;
	Misread		misread = {.at = at,.end = reader->end,.key = reader->key,
	.key_end = reader->key_end};
	const char *hint;
	Size		word;
	uint32		codepoint;
	int			length;
	bool		control;

	if (at >= reader->end)
		return unexpected_end(reader, missing_at_end);

	length = utf8_decode(at, reader->end, &codepoint);
	if (length == 0)
		return complain(reader, GRAMMAR_ENCODING, at, 0, "Invalid UTF-8", NULL);

	misread.before = byte_before(reader, at);
	misread.starts = misread.before == '\0';
	misread.listed = reader->braces || reader->nopen > 0;
	hint = grammar_hint(&misread, codepoint, reader->error->hint_text);
	control = is_control_or_break(codepoint);
	if (control || is_unseen(codepoint))
	{
		char		what[64];

		/* no way of writing makes a control character part of a key */
		if (control)
			hint = NULL;

		snprintf(what, sizeof(what), "Unexpected character U+%04X", codepoint);
		return complain(reader, GRAMMAR_SYNTAX, at, 0, what, hint);
	}

	/* a whole word where there is one: "lee" in "kim lee" */
	word = key_bare_length(at, reader->end);
	return complain(reader, GRAMMAR_SYNTAX, at, word > 0 ? word : (Size) length,
					"Unexpected", hint);
}

static inline void
skip_space(Reader *reader)
{
	while (reader->at < reader->end && is_space(*reader->at))
	{
		reader->at++;
		if (((reader->at - reader->text) & 0xFFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
	}
}

/* Takes the token if it comes next */
static inline bool
accept(Reader *reader, char token)
{
	skip_space(reader);
	if (reader->at >= reader->end || *reader->at != token)
		return false;
	reader->at++;
	return true;
}

static bool
complain_of_key(Reader *reader, const char *at, Size length, KeyError problem)
{
	switch (problem)
	{
		case KEY_EMPTY:
			return complain(reader, GRAMMAR_KEY_LENGTH, at, 0,
							"Empty key", NULL);
		case KEY_TOO_LONG:
			return complain(reader, GRAMMAR_KEY_LENGTH, at, length,
							"Key of more than 255 bytes", NULL);
		case KEY_CONTROL:
			return complain(reader, GRAMMAR_SYNTAX, at, 0,
							"Control character in the key", NULL);
		default:
			return complain(reader, GRAMMAR_ENCODING, at, 0,
							"Invalid UTF-8 in the key", NULL);
	}
}

/*
 * Goes past the quote that closes a key.  Returns false if there is none, or
 * if an escape is wrong.  *escapes says whether there is any escape.
 */
static bool
skip_quoted(Reader *reader, bool *escapes)
{
	const char *start = reader->at;
	const char *c = start;

	*escapes = false;
	while (c < reader->end && *c != '"')
	{
		if (*c == '\\')
		{
			*escapes = true;
			if (c + 1 < reader->end && c[1] != '"' && c[1] != '\\')
				return complain(reader, GRAMMAR_SYNTAX, c, 1, "Unexpected",
								hint_quotes_inside);
			c++;
		}
		c++;
		if (((c - start) & 0xFFFFF) == 0)
			CHECK_FOR_INTERRUPTS();
	}
	if (c >= reader->end)
		return complain(reader, GRAMMAR_SYNTAX, start - 1, 0,
						"No closing quote for the one", NULL);
	reader->at = c + 1;
	return true;
}

/* Copies a text without the backslashes of its escapes; *length changes */
static char *
unescape(const char *text, Size *length, Workspace *ws)
{
	char	   *plain = workspace_alloc(ws, *length, 1);
	const char *end = text + *length;
	Size		n = 0;

	for (const char *from = text; from < end; from++)
	{
		if (*from == '\\')
			from++;
		plain[n++] = *from;
	}
	*length = n;
	return plain;
}

/* A key in double quotes, of which the first has been read */
static bool
read_quoted_key(Reader *reader, Key *key)
{
	Workspace  *ws = reader->builder->ws;
	const char *start = reader->at;
	bool		escapes;
	Size		length;
	KeyError	problem;

	if (!skip_quoted(reader, &escapes))
		return false;
	length = reader->at - 1 - start;
	if (escapes && length <= 2 * KEY_MAX_BYTES * 4)
	{
		Size		plain_length = length;
		const char *plain = unescape(start, &plain_length, ws);

		problem = key_read(plain, plain_length, key, ws);
	}
	else
		problem = key_read(start, length, key, ws);

	if (problem != KEY_OK)
		return complain_of_key(reader, start, length, problem);
	return true;
}

static bool
read_bare_key(Reader *reader, Key *key, const char *expected)
{
	Size		length = key_bare_length(reader->at, reader->end);
	KeyError	problem;

	if (length == 0)
		return unexpected(reader, expected);
	problem = key_read(reader->at, length, key, reader->builder->ws);
	if (problem != KEY_OK)
		return complain_of_key(reader, reader->at, length, problem);
	reader->at += length;
	return true;
}

static bool
read_key(Reader *reader, Key *key, const char *expected)
{
	const char *start;

	skip_space(reader);
	start = reader->at;
	reader->key = NULL;
	if (accept(reader, '"') ? !read_quoted_key(reader, key) :
		!read_bare_key(reader, key, expected))
		return false;
	reader->key = start;
	reader->key_end = reader->at;
	return true;
}

static bool
is_whole_number(const char *text, const char *end)
{
	while (text < end && *text >= '0' && *text <= '9')
		text++;
	return text == end;
}

/*
 * Whether a percent sign comes next that was not read with the rating before
 * it, because a blank precedes it or because it is of another script.  *after
 * is where it ends.
 */
static bool
percent_sign_apart(const Reader *reader, const char **after)
{
	const char *next = reader->at;
	uint32		codepoint;
	int			length;

	while (next < reader->end && is_space(*next))
		next++;
	if (next >= reader->end || (next > reader->text && reader->at[-1] == '%'))
		return false;
	length = utf8_decode(next, reader->end, &codepoint);
	*after = next + length;
	return length > 0 && is_percent_sign(codepoint);
}

static bool
complain_of_rating(Reader *reader, const char *start, RatingError problem)
{
	Size		length = reader->at - start;
	const char *hint = rating_error_hint(problem, start, length);

	/* an address: https://... */
	if (length > 2 && start[0] == '/' && start[1] == '/')
		hint = hint_colon_in_key;
	complain(reader,
			 problem == RATING_SYNTAX || problem == RATING_LETTER_F ?
			 GRAMMAR_SYNTAX : GRAMMAR_RATING_RANGE,
			 start, length, "Invalid rating", hint);
	reader->error->explanation = rating_error_detail(problem);
	return false;
}

static bool
read_rating(Reader *reader, uint32 mention)
{
	const char *start;
	const char *after;
	double		rating;
	RatingError problem;

	skip_space(reader);
	start = reader->at;
	reader->at += key_bare_length(start, reader->end);
	if (reader->at < reader->end && *reader->at == '%')
		reader->at++;
	if (reader->at == start)
		return unexpected(reader, "A rating is missing");

	if (percent_sign_apart(reader, &after))
		return complain(reader, GRAMMAR_SYNTAX, start, after - start,
						"Invalid rating", hint_percent);
	problem = rating_parse(start, reader->at - start, &rating);
	if (problem != RATING_OK)
		return complain_of_rating(reader, start, problem);

	/*
	 * Half of Europe writes 0.8 as "0,8".  Read literally, that would
	 * discredit the source and add another source, "8".
	 */
	if (reader->end - reader->at >= 2 && is_whole_number(start, reader->at) &&
		reader->at[0] == ',' && reader->at[1] >= '0' && reader->at[1] <= '9')
		return complain(reader, GRAMMAR_SYNTAX, start, reader->at + 2 - start,
						"Ambiguous rating", hint_decimal_comma);
	builder_rate(reader->builder, mention, rating);
	return true;
}

/* key { '@' affiliation } [ ':' rating ] */
static bool
read_source(Reader *reader, uint32 *mention)
{
	Key			key;

	CHECK_FOR_INTERRUPTS();
	if (!read_key(reader, &key, "A source is missing"))
		return false;
	*mention = builder_mention(reader->builder, key);

	while (accept(reader, '@'))
	{
		if (!read_key(reader, &key, "An affiliation is missing"))
			return false;
		builder_affiliate(reader->builder, *mention, key);
	}
	if (accept(reader, ':'))
		return read_rating(reader, *mention);
	return true;
}

static void
open_list(Reader *reader, uint32 citing)
{
	if (reader->nopen == reader->open_capacity)
		reader->open = workspace_grow(reader->builder->ws, reader->open,
									  &reader->open_capacity, sizeof(OpenList));
	reader->open[reader->nopen].at = reader->at - 1;
	reader->open[reader->nopen].citing = citing;
	reader->nopen++;
}

/*
 * After a ground, either goes on to the next one of the innermost list and
 * sets *citing, or closes lists until none is open and sets *citing to
 * NO_MENTION.  Returns false after an error.
 */
#define NO_MENTION 0xFFFFFFFFU

static bool
read_list_rest(Reader *reader, uint32 *citing)
{
	while (reader->nopen > 0)
	{
		if (accept(reader, ','))
		{
			*citing = reader->open[reader->nopen - 1].citing;
			return true;
		}
		if (!accept(reader, ')'))
			return unexpected(reader, NULL);
		reader->nopen--;
	}
	*citing = NO_MENTION;
	return true;
}

/* [ '!' ] source, with all that it cites */
static bool
read_attribution(Reader *reader)
{
	TestimonyBuilder *builder = reader->builder;
	uint32		source,
				citing = NO_MENTION;

	reader->side = accept(reader, '!') ? SIDE_AGAINST : SIDE_FOR;
	if (!read_source(reader, &source))
		return false;
	builder_say(builder, reader->side, source, SAYS_SPEAKS);

	for (;;)
	{
		/* a source was read, unless citing says that a ground is due */
		if (citing == NO_MENTION && accept(reader, '<'))
		{
			citing = source;
			if (accept(reader, '('))
				open_list(reader, citing);
		}
		if (citing != NO_MENTION)
		{
			if (accept(reader, '*'))
				builder_say(builder, reader->side, citing, SAYS_FIRSTHAND);
			else if (accept(reader, '?'))
				builder_say(builder, reader->side, citing, SAYS_UNKNOWN);
			else
			{
				if (!read_source(reader, &source))
					return false;
				builder_cite(builder, reader->side, citing, source);
				citing = NO_MENTION;
				continue;
			}
		}
		if (!read_list_rest(reader, &citing))
			return false;
		if (citing == NO_MENTION)
			return true;
	}
}

bool
grammar_read(const char *text, Size length, TestimonyBuilder *builder,
			 Size *nstatements, GrammarError *error)
{
	Reader		reader = {0};
	Size		unite_from = UNITE_MENTIONS;

	reader.text = reader.at = text;
	reader.end = text + length;
	reader.builder = builder;
	reader.error = error;
	*nstatements = 0;

	reader.braces = accept(&reader, '{');
	if (!reader.braces || !accept(&reader, '}'))
	{
		do
		{
			if (!read_attribution(&reader))
				return false;
			++*nstatements;
			if (builder->nmentions >= unite_from)
			{
				builder_unite(builder);
				unite_from = Max(UNITE_MENTIONS, 2 * builder->nmentions);
			}
		} while (reader.braces && accept(&reader, ','));

		if (reader.braces && !accept(&reader, '}'))
			return unexpected(&reader, "No \"}\" closes the evidence");
	}
	skip_space(&reader);
	if (reader.at < reader.end)
	{
		if (!reader.braces && *reader.at == ',')
			return complain(&reader, GRAMMAR_SYNTAX, reader.at, 1, "Unexpected",
							hint_several);
		return unexpected(&reader, NULL);
	}
	return true;
}
