/* What can be said of a file without SQLite. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mia/casefile.h>

int
mia_casefile_is(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	char head[sizeof(magic)];
	struct stat st;
	size_t got = 0;
	ssize_t n = 1;
	int fd;

	/* A pipe would lose what is looked at; one that is only opened and closed
	 * again tells its writer that nobody reads. */
	if (!path || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return 0;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		n = 0;
	while (n > 0 && got < sizeof(head)) {
		n = read(fd, head + got, sizeof(head) - got);
		got += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	return got == sizeof(head) && memcmp(head, magic, sizeof(magic)) == 0;
}
