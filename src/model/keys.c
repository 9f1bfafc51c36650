/*-------------------------------------------------------------------------
 *
 * keys.c
 *		The names of sources and affiliations: what is a key, and which keys
 *		need no quotes.
 *
 * A key is UTF-8 in normalisation form C, so that one name has one spelling.
 * Nearly all keys are plain ASCII, which is checked eight bytes at a time;
 * everything else is decoded character by character.
 *
 * Storage: none.  Memory: a key that had to be normalised is copied to the
 * caller's workspace; all others stay where they are.
 *
 * Pure, but for normalisation, which is the server's.
 *
 *-------------------------------------------------------------------------
 */
#include "model/keys.h"

#include "base/characters.h"
#include "base/utf8.h"

#ifndef CORROBORATE_ALONE
#include "common/unicode_norm.h"
#include "mb/pg_wchar.h"
#endif

/*
 * Normalising shortens text by a factor of less than four (at worst U+1FBE
 * U+0308 U+0301, seven bytes, become U+0390, two), so what is longer than
 * this cannot become a key, and need not be looked at.
 */
#define KEY_RAW_MAX_BYTES (4 * KEY_MAX_BYTES)

/* Below this nothing combines, so text is in normalisation form C already */
#define FIRST_COMBINING 0x0300

/*
 * What a character is to a bare key; a mark may follow only what is above
 * KIND_SIGN
 */
typedef enum CharacterKind
{
	KIND_OTHER = 0,				/* ends it */
	KIND_SIGN,					/* one of _ - . / + & */
	KIND_LETTER,				/* a letter or digit of any script */
	KIND_MARK					/* a combining mark */
} CharacterKind;

/* CharacterKind of ASCII; bytes of longer characters are KIND_OTHER */
static const uint8 byte_kind[256] = {
	['_'] = KIND_SIGN,
	['-'] = KIND_SIGN,
	['.'] = KIND_SIGN,
	['/'] = KIND_SIGN,
	['+'] = KIND_SIGN,
	['&'] = KIND_SIGN,
	['0'...'9'] = KIND_LETTER,
	['A'...'Z'] = KIND_LETTER,
	['a'...'z'] = KIND_LETTER,
};

#define EVERY_BYTE(value) (UINT64CONST(0x0101010101010101) * (value))

/*
 * Whether all bytes are ASCII and none is a control character.  A byte that
 * breaks the rule raises its own highest bit: one beyond ASCII has it, one
 * under a space borrows it, DEL is carried into it.  Borrowing and carrying
 * into a neighbour happens only where the answer is false anyhow.
 */
static bool
is_plain_ascii(const char *bytes, Size length)
{
	uint64		bad = 0;
	uint64		word;

	for (; length >= sizeof(word);
		 bytes += sizeof(word), length -= sizeof(word))
	{
		memcpy(&word, bytes, sizeof(word));
		bad |= word | (word - EVERY_BYTE(0x20)) | (word + EVERY_BYTE(0x01));
	}
	for (; length > 0; bytes++, length--)
	{
		word = (uint8) *bytes;
		bad |= word | (word - 0x20) | (word + 0x01);
	}
	return (bad & EVERY_BYTE(0x80)) == 0;
}

/*
 * Checks a text of at most KEY_RAW_MAX_BYTES character by character and
 * writes its codepoints, and a zero after the last.  *combines: whether any
 * of them is at or above FIRST_COMBINING.
 */
static KeyError
decode_key(Key raw, uint32 *codepoints, bool *combines)
{
	const char *next = raw.data;
	const char *end = raw.data + raw.length;
	Size		count = 0;

	*combines = false;
	while (next < end)
	{
		uint32		codepoint;
		int			size = utf8_decode(next, end, &codepoint);

		if (size == 0)
			return KEY_INVALID_UTF8;
		if (is_control_or_break(codepoint))
			return KEY_CONTROL;
		if (codepoint >= FIRST_COMBINING)
			*combines = true;
		codepoints[count++] = codepoint;
		next += size;
	}
	codepoints[count] = 0;
	return KEY_OK;
}

#ifndef CORROBORATE_ALONE

StaticAssertDecl(sizeof(pg_wchar) == sizeof(uint32),
				 "pg_wchar is not the 32-bit codepoint of utf8_decode()");

static int
utf8_length(uint32 codepoint)
{
	return codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 :
		codepoint < 0x10000 ? 3 : 4;
}

/*
 * Replaces *key by its normalisation form C if that is another text, never
 * writing more than a key may be long.
 */
static KeyError
normalize_key(const uint32 *codepoints, Key *key, Workspace *ws)
{
	char		buffer[KEY_MAX_BYTES + UTF8_MAX_BYTES];
	pg_wchar   *normal;
	uint32		length = 0;
	char	   *copy;

	if (unicode_is_normalized_quickcheck(UNICODE_NFC, codepoints) ==
		UNICODE_NORM_QC_YES)
		return KEY_OK;

	normal = unicode_normalize(UNICODE_NFC, codepoints);
	for (pg_wchar *next = normal; *next != 0 && length <= KEY_MAX_BYTES; next++)
	{
		unicode_to_utf8(*next, (unsigned char *) buffer + length);
		length += utf8_length(*next);
	}
	pfree(normal);

	if (length > KEY_MAX_BYTES)
		return KEY_TOO_LONG;
	if (length == key->length && memcmp(buffer, key->data, length) == 0)
		return KEY_OK;

	copy = workspace_alloc(ws, length, 1);
	memcpy(copy, buffer, length);
	key->data = copy;
	key->length = length;
	return KEY_OK;
}

#endif							/* CORROBORATE_ALONE */

/* key_read() for what is not plain ASCII; key holds the bytes as they are */
static KeyError
read_by_character(Key *key, Workspace *ws)
{
	uint32		codepoints[KEY_RAW_MAX_BYTES + 1];
	bool		combines;
	KeyError	error = decode_key(*key, codepoints, &combines);

#ifdef CORROBORATE_ALONE
	(void) ws;
#else
	if (error == KEY_OK && combines)
		error = normalize_key(codepoints, key, ws);
#endif
	return error;
}

KeyError
key_read(const char *bytes, Size length, Key *key, Workspace *ws)
{
	if (length == 0)
		return KEY_EMPTY;
	if (length > KEY_RAW_MAX_BYTES)
		return KEY_TOO_LONG;

	key->data = bytes;
	key->length = length;
	if (unlikely(!is_plain_ascii(bytes, length)))
	{
		KeyError	error = read_by_character(key, ws);

		if (error != KEY_OK)
			return error;
	}
	return key->length > KEY_MAX_BYTES ? KEY_TOO_LONG : KEY_OK;
}

KeyError
key_check_packed(Key key, bool *normal, Workspace *ws)
{
	Key			read;
	KeyError	error = key_read(key.data, key.length, &read, ws);

	*normal = error == KEY_OK && read.data == key.data;
	return error;
}

const char *
key_error_detail(KeyError error)
{
	static const char *const details[] = {
		[KEY_OK] = "The name is valid.",
		[KEY_EMPTY] = "The name is empty.",
		[KEY_TOO_LONG] = "The name is longer than 255 bytes.",
		[KEY_CONTROL] = "The name contains a control character or a line break.",
		[KEY_INVALID_UTF8] = "The name is not valid UTF-8.",
	};

	return details[error];
}

StaticAssertDecl(KEY_MAX_BYTES == 255, "key_error_detail() names another limit");

/* For characters beyond ASCII */
static CharacterKind
codepoint_kind(uint32 codepoint)
{
	if (is_letter_beyond_ascii(codepoint))
		return KIND_LETTER;
	if (is_mark(codepoint))
		return KIND_MARK;
	return KIND_OTHER;
}

Size
key_bare_length(const char *text, const char *end)
{
	const char *next = text;
	CharacterKind before = KIND_OTHER;

	for (;;)
	{
		const char *run = next;
		CharacterKind kind;
		uint32		codepoint;
		int			size;

		while (next < end && byte_kind[(uint8) *next] != KIND_OTHER)
			next++;
		if (next > run)
			before = byte_kind[(uint8) next[-1]];

		/* ASCII that is left is KIND_OTHER */
		if (next >= end || (uint8) *next < 0x80)
			break;
		size = utf8_decode(next, end, &codepoint);
		if (size == 0)
			break;
		kind = codepoint_kind(codepoint);
		if (kind == KIND_OTHER || (kind == KIND_MARK && before <= KIND_SIGN))
			break;
		before = kind;
		next += size;
	}
	return next - text;
}

bool
key_is_bare(Key key)
{
	return key.length > 0 &&
		key_bare_length(key.data, key.data + key.length) == key.length;
}
