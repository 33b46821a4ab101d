/*
 * A target without libFuzzer: each file that is named, or that lies below a
 * folder that is named, goes through it once.
 */
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz.h"

static unsigned long replayed;

static void
one(const char *path)
{
	FILE *file = fopen(path, "rb");
	static struct fuzz_output bytes;
	char buf[4096];
	size_t n;

	if (!file) {
		perror(path);
		exit(2);
	}
	bytes.len = 0;
	while ((n = fread(buf, 1, sizeof(buf), file)) > 0)
		fuzz_write(&bytes, buf, n);
	fclose(file);
	/* Told before: an assertion ends the program. */
	printf("# %s\n", path);
	fflush(stdout);
	uint8_t *copy = malloc(bytes.len ? bytes.len : 1);
	MUST(copy != NULL);
	if (bytes.len)
		memcpy(copy, bytes.ptr, bytes.len);
	LLVMFuzzerTestOneInput(copy, bytes.len);
	free(copy);
	replayed++;
}

static void
below(const char *path)
{
	struct stat st;
	struct dirent **names;

	if (stat(path, &st) != 0) {
		perror(path);
		exit(2);
	}
	if (!S_ISDIR(st.st_mode)) {
		one(path);
		return;
	}
	int count = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		char inner[4096];
		snprintf(inner, sizeof(inner), "%s/%s", path, names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			below(inner);
		free(names[i]);
	}
	free(names);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		below(argv[i]);
	printf("%lu inputs\n", replayed);
	return 0;
}
