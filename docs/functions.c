/*
 * Made and run by the build: libmia(3) with the functions of each header, so
 * that the page names all that the library has.
 * Usage: functions PAGE HEADER...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *
whole_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 &&
		fseek(file, 0, SEEK_SET) == 0 && (text = malloc((size_t)size + 1)) != NULL) {
		text[fread(text, 1, (size_t)size, file)] = '\0';
	}
	if (file == NULL || text == NULL)
		perror(path);
	if (file != NULL)
		(void)fclose(file);
	return text;
}

static int
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* MIA_API, a type, a name and its parenthesis. */
static int
list_functions(const char *path)
{
	char *text = whole_file(path);
	const char *at = text;
	int count = 0;

	while (at != NULL && (at = strstr(at, "\nMIA_API ")) != NULL) {
		const char *end = strchr(at, '('), *begin = end;

		if (end == NULL)
			break;
		while (is_name(begin[-1]))
			begin--;
		(void)printf("%s.Fn %.*s", count++ > 0 ? " ,\n" : "", (int)(end - begin), begin);
		at = end;
	}
	if (count > 0)
		(void)printf(" .\n");
	free(text);
	return text != NULL;
}

int
main(int argc, char **argv)
{
	static const char place[] = ".\\\" The functions of mia/";
	char line[512];
	int placed = 0, done = 1;
	FILE *page = argc > 2 ? fopen(argv[1], "r") : NULL;

	if (page == NULL) {
		(void)fprintf(stderr, "usage: functions PAGE HEADER...\n");
		return 1;
	}
	while (done && fgets(line, sizeof(line), page) != NULL) {
		const char *name = line + strlen(place);
		size_t len;

		if (strncmp(line, place, strlen(place)) != 0) {
			(void)fputs(line, stdout);
			continue;
		}
		len = strcspn(name, " \n");
		for (int i = 2; i < argc; i++) {
			const char *base = strrchr(argv[i], '/');

			base = base != NULL ? base + 1 : argv[i];
			if (strlen(base) == len && memcmp(base, name, len) == 0) {
				done = list_functions(argv[i]);
				placed++;
			}
		}
	}
	(void)fclose(page);
	if (placed != argc - 2)
		(void)fprintf(stderr, "%s: %d of %d headers have a place\n", argv[1], placed, argc - 2);
	return !done || placed != argc - 2 || fflush(stdout) != 0;
}
