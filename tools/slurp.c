/* Reads a small file of the analyst whole. */
#include "slurp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "system/file.h"
#include "system/machine.h"

#define MOST ((size_t)16 * 1024 * 1024)

/* A byte more than is allowed, so that a file too long is noticed. */
static int
read_whole(FILE *stream, struct mia_text *ret, const char **why)
{
	size_t room = 4096, len = 0;
	char *bytes = malloc(room), *more;

	while (bytes != NULL && (len += fread(bytes + len, 1, room - len, stream)) == room && room <= MOST) {
		room = room * 2 > MOST ? MOST + 1 : room * 2;
		more = realloc(bytes, room);
		if (more == NULL)
			free(bytes);
		bytes = more;
	}
	if (bytes == NULL)
		*why = mia__errno_text(ENOMEM);
	else if (ferror(stream))
		*why = mia__errno_text(errno);
	else if (len > MOST)
		*why = "it is longer than 16 MiB";
	else {
		*ret = (struct mia_text){ bytes, len };
		return 0;
	}
	free(bytes);
	return -1;
}

int
slurp(const char *path, const char *option, struct mia_text *ret)
{
	const char *why = NULL;
	struct file_facts facts;
	FILE *stream = fopen(path, "rb");
	int result = -1;

	if (stream == NULL) {
		/* Windows says of a folder that it may not be opened. */
		int error = errno;
		if (mia__file_facts_of(SYSTEM_HERE, path, true, &facts) && facts.kind == FILE_DIRECTORY)
			error = EISDIR;
		why = mia__errno_text(error);
	} else {
		result = read_whole(stream, ret, &why);
		(void)fclose(stream);
	}
	if (result < 0)
		say("cannot use %s for '--%s': %s", quoted(path), option, why);
	return result;
}
