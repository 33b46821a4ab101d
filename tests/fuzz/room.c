/* A folder in memory for what can be read by a path alone. */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "room.h"

static char room[64];

static void
clear(void)
{
	DIR *dir = opendir(room);
	struct dirent *entry;
	char path[400];

	while (dir && (entry = readdir(dir)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", room, entry->d_name);
		if (entry->d_name[0] != '.')
			unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(room);
}

const char *
fuzz_room(void)
{
	if (!room[0]) {
		strcpy(room, access("/dev/shm", W_OK) == 0 ? "/dev/shm/mia-fuzz-XXXXXX" : "mia-fuzz-XXXXXX");
		MUST(mkdtemp(room) != NULL);
		atexit(clear);
	}
	return room;
}

const char *
fuzz_room_file(const char *name, struct mia_text bytes)
{
	static char paths[8][128];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", fuzz_room(), name);
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	MUST(fd >= 0);
	while (bytes.len) {
		ssize_t n = write(fd, bytes.ptr, bytes.len);
		MUST(n > 0);
		bytes.ptr += n;
		bytes.len -= (size_t)n;
	}
	close(fd);
	return path;
}

void
fuzz_room_read(const char *path, struct fuzz_output *output)
{
	char buf[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	MUST(fd >= 0);
	output->len = 0;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		fuzz_write(output, buf, (size_t)n);
	MUST(n == 0);
	close(fd);
}
