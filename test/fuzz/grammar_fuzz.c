/*-------------------------------------------------------------------------
 *
 * grammar_fuzz.c
 *		Text, to a value, to text, to a value.
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "model/figures.h"

/* More sources than this have no figures computed: too slow to try many */
#define FIGURES_MAX 40

static bool
is_utf8(const char *text)
{
	const char *end = text + strlen(text);

	while (text < end)
	{
		uint32		codepoint;
		int			length = utf8_decode(text, end, &codepoint);

		if (length == 0)
			return false;
		text += length;
	}
	return true;
}

static void
check_error(const GrammarError *error, Size length)
{
	must(error->character >= 1 && error->character <= length + 1,
		 "the place of a mistake is in the text or at its end");
	must(error->detail[0] != '\0' && memchr(error->detail, '\0', GRAMMAR_DETAIL_SIZE) != NULL,
		 "a mistake is described");
	must(error->kind == GRAMMAR_ENCODING || is_utf8(error->detail),
		 "the description is UTF-8");
}

static void
check_figures(const Testimony *testimony, Workspace *ws)
{
	Figures		figures;
	double		belief,
				disbelief,
				uncertainty;

	if (testimony->nsources > FIGURES_MAX)
		return;
	testimony_figures(testimony, &figures, ws);
	must(figures.firsthand <= figures.corroboration, "first-hand chains are chains");
	must(figures.corroboration <= testimony->nsources, "a source counts once");
	must(figures.support >= 0 && figures.support <= 1 && figures.denial >= 0 &&
		 figures.denial <= figures.denial_upper && figures.denial_upper <= 1,
		 "support and denial are probabilities");
	must(!figures.has_support || figures.corroboration > 0,
		 "what has support has a chain");
	if (figures_opinion(&figures, &belief, &disbelief, &uncertainty))
		must(belief >= 0 && disbelief >= 0 && uncertainty >= 0 &&
			 fabs(belief + disbelief + uncertainty - 1) < 1e-9,
			 "an opinion is a distribution");
}

static void
check_keys(const Testimony *testimony)
{
	for (uint32 i = 0; i < testimony->nsources; i++)
	{
		Key			key = testimony->sources[i].key;

		must(key.length >= 1 && key.length <= KEY_MAX_BYTES, "a key has 1 to 255 bytes");
		for (uint32 b = 0; b < key.length; b++)
			must((uint8) key.data[b] >= 0x20 && key.data[b] != 0x7F,
				 "a key holds no control character");
	}
}

static void
check_value(TestimonyBuilder *builder, Size nstatements, Workspace *ws)
{
	Testimony	testimony,
				united;
	Bytes		bytes;
	GrammarText text,
				again;
	const char *problem;

	testimony_build(builder, &testimony);
	must(testimony.nsources >= (nstatements > 0), "a statement has a source");
	bytes = pack(&testimony, ws);
	problem = packed_check_foreign(&testimony, ws);
	must(problem == NULL, "what was read is a value");
	must(bytes_equal(print_and_read(&testimony, &text, ws), bytes),
		 "what is written reads the same");
	builder_unite(builder);
	testimony_build(builder, &united);
	must(bytes_equal(pack(&united, ws), bytes), "uniting facts changes nothing");
	must(bytes_equal(print_and_read(&united, &again, ws), bytes) &&
		 again.length == text.length && memcmp(again.data, text.data, text.length) == 0,
		 "the text is canonical");
	check_keys(&testimony);
	check_figures(&testimony, ws);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	WorkspaceBuffer buffer;
	Workspace	ws;
	TestimonyBuilder builder;
	GrammarError error;
	Size		nstatements;

	workspace_init(&ws, &buffer);
	builder_init(&builder, &ws);
	memset(&error, 0, sizeof(error));
	if (grammar_read((const char *) data, size, &builder, &nstatements, &error))
		check_value(&builder, nstatements, &ws);
	else
		check_error(&error, size);
	workspace_free(&ws);
	return 0;
}
