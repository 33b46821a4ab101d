/* What can be said of a file without SQLite. */
#include <string.h>

#include <mia/casefile.h>

#include "system/file.h"

int
mia_casefile_is(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	char head[sizeof(magic)];
	struct file_facts facts;
	size_t got = 0;
	ptrdiff_t n = 1;
	int fd;

	/* A pipe would lose what is looked at; one that is only opened and closed
	 * again tells its writer that nobody reads. */
	if (!path || !mia__file_facts_of(SYSTEM_HERE, path, true, &facts) || facts.kind != FILE_REGULAR)
		return 0;
	fd = mia__file_open(SYSTEM_HERE, path, FILE_READ);
	if (fd < 0)
		return 0;
	if (!mia__file_facts(fd, &facts) || facts.kind != FILE_REGULAR)
		n = 0;
	while (n > 0 && got < sizeof(head)) {
		n = mia__file_read(fd, head + got, sizeof(head) - got);
		got += n > 0 ? (size_t)n : 0;
	}
	mia__file_close(fd);
	return got == sizeof(head) && memcmp(head, magic, sizeof(magic)) == 0;
}
