/*-------------------------------------------------------------------------
 *
 * replay.c
 *		Plays files to a fuzzer, without libFuzzer: its corpus as a test.
 *
 * usage: NAME_replay FILE...
 *
 *-------------------------------------------------------------------------
 */
#include "fuzz.h"

static uint8_t *
read_file(const char *name, size_t *size)
{
	FILE	   *file = fopen(name, "rb");
	uint8_t    *data;
	long		length;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (length = ftell(file)) < 0)
	{
		perror(name);
		exit(1);
	}
	rewind(file);
	data = malloc(length);
	*size = fread(data, 1, length, file);
	fclose(file);
	return data;
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
	{
		size_t		size;
		uint8_t    *data = read_file(argv[i], &size);

		/* an abort tells which file it was by the last line */
		printf("# %s\n", argv[i]);
		fflush(stdout);
		LLVMFuzzerTestOneInput(data, size);
		free(data);
	}
	printf("1..1\n%s 1 - %d inputs\n", argc > 1 ? "ok" : "not ok", argc - 1);
	return argc <= 1;
}
