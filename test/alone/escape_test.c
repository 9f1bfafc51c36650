/*-------------------------------------------------------------------------
 *
 * escape_test.c
 *		Tests of escape.c without a server: names as text in other languages.
 *
 *-------------------------------------------------------------------------
 */
#include "base/utf8.h"
#include "draw/escape.h"
#include "tap.h"
#include "texts.h"

typedef void (*Escape) (Buffer *buffer, const char *text, Size length);

typedef struct EscapeCase
{
	const char *name;
	Escape		escape;
	const char *text;
	Size		length;
	const char *expected;
} EscapeCase;

static const EscapeCase cases[] = {
	{"XML: nothing", escape_xml, TEXT(""), ""},
	{"XML: markup and quotes", escape_xml, TEXT("<a b='c' d=\"e\">&amp;"),
	"&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;amp;"},
	{"XML: the end of a section", escape_xml, TEXT("]]>"), "]]&gt;"},
	{"XML: other scripts as they are", escape_xml, TEXT("отец 新华社 \U0001F4F0"), "отец 新华社 \U0001F4F0"},
	{"XML: control characters", escape_xml, TEXT("a\0b\tc\nd\x7F\xC2\x9F"), "a b c d\uFFFD\uFFFD"},
	{"XML: what no XML may hold", escape_xml, TEXT("\xEF\xBF\xBE\xEF\xBF\xBF"), "\uFFFD\uFFFD"},
	{"XML: bytes that are not UTF-8", escape_xml, TEXT("a\xFF\xC3"), "a\uFFFD\uFFFD"},
	{"XML: a surrogate", escape_xml, TEXT("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD"},
	{"Graphviz: quotes and backslashes", escape_dot, TEXT("a\\n\"b\""), "a\\\\n\\\"b\\\""},
	{"Graphviz: a backslash at the end", escape_dot, TEXT("a\\"), "a\\\\"},
	{"Graphviz: entities", escape_dot, TEXT("&lt; <b>"), "&amp;lt; <b>"},
	{"Graphviz: lines", escape_dot, TEXT("a\r\nb"), "a  b"},
	{"Mermaid: the end of a label", escape_mermaid, TEXT("\"]--x"), "#34;#93;#45;#45;x"},
	{"Mermaid: signs after a letter", escape_mermaid, TEXT("a-b.c/d,e"), "a-b.c/d,e"},
	{"Mermaid: a list", escape_mermaid, TEXT("1. a"), "1#46; a"},
	{"Mermaid: another list", escape_mermaid, TEXT("- a"), "#45; a"},
	{"Mermaid: entities", escape_mermaid, TEXT("#quot;&lt;"), "#35;quot#59;#38;lt#59;"},
	{"Mermaid: marks", escape_mermaid, TEXT("`*_~$%{}[]()<>|@:"),
	"#96;#42;#95;#126;#36;#37;#123;#125;#91;#93;#40;#41;#60;#62;#124;#64;#58;"},
	{"Mermaid: other scripts as they are", escape_mermaid, TEXT("отец-1"), "отец-1"},
	{"a terminal: nothing moves the cursor", escape_plain, TEXT("a\x1B[2Jb\xC2\x9B"), "a [2Jb\uFFFD"},
	{"a terminal: nothing turns the line", escape_plain, TEXT("a\u202Eb\u2066c\u200Fd\u061C"),
	"a\uFFFDb\uFFFDc\uFFFDd\uFFFD"},
	{"a terminal: all else as it is", escape_plain, TEXT("<a> \"b\" & \\"), "<a> \"b\" & \\"},
};

static void
test_cases(void)
{
	for (Size i = 0; i < lengthof(cases); i++)
	{
		const EscapeCase *test = &cases[i];
		WorkspaceBuffer room;
		Workspace	ws;
		Buffer		buffer;
		char	   *copy = exact_copy(test->text, test->length);

		workspace_init(&ws, &room);
		buffer_init(&buffer, &ws);
		test->escape(&buffer, copy, test->length);
		tap_ok(buffer.length == strlen(test->expected) &&
			   memcmp(buffer.data, test->expected, buffer.length) == 0, "%s", test->name);
		workspace_free(&ws);
		free(copy);
	}
}

/* What holds comes out as it is; what does not, somewhere as something else */
static void
test_holds(void)
{
	static const struct
	{
		const char *name;
		const char *text;
		Size		length;
		bool		holds;
	}			texts[] = {
		{"nothing", TEXT(""), true},
		{"markup and quotes", TEXT("<a b='c' d=\"e\">&amp;\\"), true},
		{"other scripts", TEXT("отец 新华社 \U0001F4F0"), true},
		{"the replacement itself", TEXT("\uFFFD"), true},
		{"a NUL", TEXT("a\0b"), false},
		{"a tabulator", TEXT("a\tb"), false},
		{"a delete", TEXT("a\x7F"), false},
		{"a control character of two bytes", TEXT("\xC2\x9F"), false},
		{"what no XML may hold", TEXT("a\xEF\xBF\xBE"), false},
		{"bytes that are not UTF-8", TEXT("a\xFF"), false},
		{"a character cut in two", TEXT("a\xC3"), false},
		{"a surrogate", TEXT("\xED\xA0\x80"), false},
	};

	for (Size i = 0; i < lengthof(texts); i++)
	{
		char	   *copy = exact_copy(texts[i].text, texts[i].length);

		tap_ok(escape_holds(copy, texts[i].length) == texts[i].holds, "%s: %s", texts[i].name,
			   texts[i].holds ? "comes out as it is" : "does not");
		free(copy);
	}
}

/* Whether it is UTF-8 throughout, and holds none of these characters */
static bool
is_free_of(const Buffer *buffer, const char *signs)
{
	const char *end = buffer->data + buffer->length;
	uint32		c;
	int			step;

	for (const char *at = buffer->data; at < end; at += step)
	{
		step = utf8_decode(at, end, &c);
		if (step == 0 || c < 0x20 || (c < 0x80 && strchr(signs, (int) c) != NULL))
			return false;
	}
	return true;
}

/* Reads XML back: the escaped text and nothing more */
static bool
is_xml_of(const Buffer *buffer, const char *text, Size length)
{
	static const struct
	{
		const char *entity;
		char		means;
	}			entities[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
	Size		at = 0;

	for (Size i = 0; i < length; i++)
	{
		const char *written = buffer->data + at;
		Size		step = 1;

		for (Size k = 0; k < lengthof(entities); k++)
			if (text[i] == entities[k].means)
				step = strlen(entities[k].entity);
		if (at + step > buffer->length || (step == 1 && *written != text[i]))
			return false;
		for (Size k = 0; k < lengthof(entities); k++)
			if (text[i] == entities[k].means && memcmp(written, entities[k].entity, step) != 0)
				return false;
		at += step;
	}
	return at == buffer->length;
}

/*
 * Bytes of all sorts come out as text of the language, printable ASCII can
 * be read back
 */
static void
test_random(void)
{
	static const char alphabet[] = "a<>&\"'\\`#;-[]{}|\x01\x7F\x80\x9F\xBF\xC2\xC3\xE0\xA4\xEF\xF0\xFF\n";
	static const char printable[] = "abc<>&\"'\\ #39;";
	unsigned long long state = 20260103;
	uint32		wrong = 0;

	for (int round = 0; round < 20000; round++)
	{
		WorkspaceBuffer room;
		Workspace	ws;
		Buffer		buffer;
		char		text[40];
		Size		length = tap_random(&state) % sizeof(text);
		static const Escape escapes[] = {escape_xml, escape_mermaid, escape_dot, escape_plain};
		static const char *const never[] = {"<>\"'", "<>\"'`[]{}()|&\\", "", ""};

		workspace_init(&ws, &room);
		for (Size i = 0; i < length; i++)
			text[i] = alphabet[tap_random(&state) % (sizeof(alphabet) - 1)];
		for (Size i = 0; i < lengthof(escapes); i++)
		{
			buffer_init(&buffer, &ws);
			escapes[i] (&buffer, text, length);
			wrong += !is_free_of(&buffer, never[i]);
		}
		for (Size i = 0; i < length; i++)
			text[i] = printable[tap_random(&state) % (sizeof(printable) - 1)];
		buffer_init(&buffer, &ws);
		escape_xml(&buffer, text, length);
		wrong += !is_xml_of(&buffer, text, length);
		workspace_free(&ws);
	}
	tap_ok(wrong == 0, "random bytes come out as text");
}

/*
 * A quote that could end a Graphviz label has an odd number of backslashes
 * before it
 */
static void
test_dot_quotes(void)
{
	static const char alphabet[] = "\\\"n&";
	unsigned long long state = 20260104;
	uint32		wrong = 0;

	for (int round = 0; round < 20000; round++)
	{
		WorkspaceBuffer room;
		Workspace	ws;
		Buffer		buffer;
		char		text[20];
		Size		length = tap_random(&state) % sizeof(text);
		bool		escaped = false;

		workspace_init(&ws, &room);
		buffer_init(&buffer, &ws);
		for (Size i = 0; i < length; i++)
			text[i] = alphabet[tap_random(&state) % (sizeof(alphabet) - 1)];
		escape_dot(&buffer, text, length);
		for (Size i = 0; i < buffer.length; i++)
		{
			wrong += buffer.data[i] == '"' && !escaped;
			escaped = buffer.data[i] == '\\' && !escaped;
		}
		wrong += escaped;
		workspace_free(&ws);
	}
	tap_ok(wrong == 0, "no quote ends a Graphviz label");
}

static void
test_buffer(void)
{
	WorkspaceBuffer room;
	Workspace	ws;
	Buffer		buffer;
	bool		right = true;

	workspace_init(&ws, &room);
	buffer_init(&buffer, &ws);
	buffer_int(&buffer, 0);
	buffer_int(&buffer, -42);
	buffer_int(&buffer, INT64_MIN);
	tap_ok(buffer.length == strlen("0-42-9223372036854775808") &&
		   memcmp(buffer.data, "0-42-9223372036854775808", buffer.length) == 0, "numbers");
	buffer.length = 0;
	for (int i = 0; i < 100000; i++)
		buffer_bytes(&buffer, "abc", 3);
	for (Size i = 0; i < buffer.length; i++)
		right &= buffer.data[i] == "abc"[i % 3];
	tap_ok(right && buffer.length == 300000, "it grows");
	workspace_free(&ws);
}

int
main(void)
{
	test_cases();
	test_holds();
	test_random();
	test_dot_quotes();
	test_buffer();
	return tap_done();
}
