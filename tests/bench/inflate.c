/*
 * zlib's inflate alone, the ceiling for reading gzip: every member of each
 * file into nowhere, 256 KiB at a time, one thread a file at most as many as
 * there are cores. Usage: inflate FILE...
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { BLOCK = 256 * 1024, MOST_THREADS = 64 };

static char **names;
static atomic_int next_name = 1;
static int name_end;
static atomic_ullong total;
static atomic_int failed;

static int
inflate_file(FILE *file, unsigned char *in, unsigned char *out)
{
	z_stream z;
	int status = Z_OK;

	memset(&z, 0, sizeof(z));
	if (inflateInit2(&z, 15 + 16) != Z_OK)
		return 1;
	while (status == Z_OK && (z.avail_in = (uInt)fread(in, 1, BLOCK, file)) > 0) {
		z.next_in = in;
		do {
			z.next_out = out;
			z.avail_out = BLOCK;
			status = inflate(&z, Z_NO_FLUSH);
			total += BLOCK - z.avail_out;
			if (status == Z_STREAM_END)
				status = inflateReset(&z);
		} while (status == Z_OK && (z.avail_in > 0 || z.avail_out == 0));
		if (status == Z_BUF_ERROR)
			status = Z_OK;
	}
	inflateEnd(&z);
	return status != Z_OK;
}

static void *
work(void *ctx)
{
	unsigned char *blocks = malloc(2 * (size_t)BLOCK);
	int at;

	(void)ctx;
	while (blocks && (at = next_name++) < name_end) {
		FILE *file = fopen(names[at], "rb");
		if (!file) {
			perror(names[at]);
			failed = 1;
			continue;
		}
		setvbuf(file, NULL, _IONBF, 0);
		failed |= inflate_file(file, blocks, blocks + BLOCK);
		fclose(file);
	}
	failed |= !blocks;
	free(blocks);
	return NULL;
}

int
main(int argc, char **argv)
{
	pthread_t threads[MOST_THREADS];
	long count = sysconf(_SC_NPROCESSORS_ONLN), started = 0;

	if (argc < 2) {
		fputs("usage: inflate FILE...\n", stderr);
		return 2;
	}
	names = argv;
	name_end = argc;
	for (long i = 1; i < count && i < argc - 1 && i < MOST_THREADS; i++)
		if (pthread_create(&threads[started], NULL, work, NULL) == 0)
			started++;
	work(NULL);
	for (long i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	printf("%llu\n", (unsigned long long)total);
	return failed;
}
