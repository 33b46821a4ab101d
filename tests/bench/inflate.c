/*
 * zlib's inflate alone, the ceiling for reading gzip: every member of a file
 * into nowhere, 256 KiB at a time. Usage: inflate FILE
 */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum { block = 256 * 1024 };

int
main(int argc, char **argv)
{
	static unsigned char in[block], out[block];
	z_stream z;
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	unsigned long long total = 0;
	int status = Z_OK;

	if (!file) {
		fputs("usage: inflate FILE\n", stderr);
		return 2;
	}
	setvbuf(file, NULL, _IONBF, 0);
	memset(&z, 0, sizeof(z));
	if (inflateInit2(&z, 15 + 16) != Z_OK)
		return 1;
	while (status == Z_OK && (z.avail_in = (uInt)fread(in, 1, block, file)) > 0) {
		z.next_in = in;
		do {
			z.next_out = out;
			z.avail_out = block;
			status = inflate(&z, Z_NO_FLUSH);
			total += block - z.avail_out;
			if (status == Z_STREAM_END)
				status = inflateReset(&z);
		} while (status == Z_OK && (z.avail_in > 0 || z.avail_out == 0));
		if (status == Z_BUF_ERROR)
			status = Z_OK;
	}
	inflateEnd(&z);
	fclose(file);
	printf("%llu\n", total);
	return status != Z_OK;
}
