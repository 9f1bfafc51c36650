/*-------------------------------------------------------------------------
 *
 * grammar.h
 *		Evidence as text.
 *
 *	  evidence    ::= '{' [ attribution { ',' attribution } ] '}'
 *	  attribution ::= [ '!' ] source
 *	  source      ::= key { '@' affiliation } [ ':' rating ] [ '<' basis ]
 *	  basis       ::= ground | '(' ground { ',' ground } ')'
 *	  ground      ::= '*' | '?' | source
 *
 * A single attribution may be written with or without braces, for both types.
 *
 *-------------------------------------------------------------------------
 */
#ifndef CORROBORATE_GRAMMAR_H
#define CORROBORATE_GRAMMAR_H

#include "model/grammar_hint.h"
#include "model/testimony.h"

/* The kind of mistake, for the SQLSTATE */
typedef enum GrammarErrorKind
{
	GRAMMAR_SYNTAX,				/* also control characters in keys */
	GRAMMAR_RATING_RANGE,		/* a rating outside [0,1], NaN, underflow */
	GRAMMAR_KEY_LENGTH,			/* a key that is empty or too long */
	GRAMMAR_ENCODING			/* not UTF-8 */
} GrammarErrorKind;

#define GRAMMAR_DETAIL_SIZE 256

typedef struct GrammarError
{
	GrammarErrorKind kind;
	Size		character;		/* of the mistake, from 1 */
	char		detail[GRAMMAR_DETAIL_SIZE];	/* a sentence */
	const char *explanation;	/* another sentence, or NULL */
	const char *hint;			/* a sentence or two, or NULL */
	char		hint_text[GRAMMAR_HINT_SIZE];	/* where it repeats names */
} GrammarError;

/*
 * Adds the statements of a text to the builder; returns false and fills
 * *error where it is malformed.  Keys point into the text, or into the
 * builder's workspace where quotes or normalisation changed them.
 * *nstatements is the number of attributions, repeats included.
 */
extern bool grammar_read(const char *text, Size length,
						 TestimonyBuilder *builder,
						 Size *nstatements, GrammarError *error);

/* A text in a workspace, not NUL-terminated */
typedef struct GrammarText
{
	char	   *data;
	Size		length;
} GrammarText;

/*
 * The canonical text.  Braces are left out if bare is set, which is for
 * testimony with exactly one statement.
 */
extern void grammar_write(const Testimony *testimony, bool bare,
						  GrammarText *text, Workspace *ws);

/* A key as in text: in quotes if it needs them */
extern void grammar_quote_key(Key key, GrammarText *text, Workspace *ws);

#endif							/* CORROBORATE_GRAMMAR_H */
