/*-------------------------------------------------------------------------
 *
 * unite_test.c
 *		Small ledgers, and the evidence that the rules make of them.
 *
 *-------------------------------------------------------------------------
 */
#include "small_ledger.h"
#include "tap.h"

#define LINE_MAX_BYTES 65536
#define FIELDS 5

/* A line of test/vectors/ledger.tsv: name, sources, documents, rows, evidence, figures */
static void
test_line(char *line)
{
	char	   *fields[FIELDS];
	static SmallLedger ledger;
	Workspace	ws;
	WorkspaceBuffer buffer;
	GrammarError error = {0};
	TestimonyBuilder builder;
	Testimony	testimony;
	const char *evidence = NULL;

	for (int i = 0; i < FIELDS; i++)
		fields[i] = (char *) small_cut(&line, '\t').data;
	workspace_init(&ws, &buffer);
	small_read(&ledger, fields[1], fields[2], fields[3], &ws);
	builder_init(&builder, &ws);
	if (small_unite(&ledger, &builder, &testimony, &error))
		evidence = small_text(&testimony, &ws);
	if (!tap_ok(evidence != NULL && strcmp(evidence, fields[4]) == 0, "%s", fields[0]))
		printf("# got:      %s\n# expected: %s\n", evidence != NULL ? evidence : error.detail, fields[4]);
	workspace_free(&ws);
}

int
main(void)
{
	static char line[LINE_MAX_BYTES];
	FILE	   *file = fopen("test/vectors/ledger.tsv", "r");

	if (!tap_ok(file != NULL, "test/vectors/ledger.tsv can be read"))
		return tap_done();
	while (fgets(line, sizeof(line), file) != NULL)
	{
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '#' && strncmp(line, "name\t", 5) != 0)
			test_line(line);
	}
	fclose(file);
	tap_ok(tap_count > 40, "there are enough of them");
	return tap_done();
}
