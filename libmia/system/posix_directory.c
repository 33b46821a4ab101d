/* Directories, on POSIX. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/file.h"
#include "system/path.h"
#include "system/posix.h"

int
mia__directory_open(int directory, const char *path, bool follow)
{
	return openat(posix_directory(directory), path,
		O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
}

int
mia__directory_up(int directory)
{
	return mia__posix_look(posix_directory(directory), "..");
}

int
mia__directory_of(const char *path)
{
	size_t len = (size_t)(mia__path_base(path) - path);
	char name[PATH_MAX];

	if (len >= sizeof(name)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(name, path, len);
	name[len] = '\0';
	return mia__directory_open(SYSTEM_HERE, len ? name : ".", true);
}

bool
mia__directory_make(int directory, const char *name)
{
	return mkdirat(posix_directory(directory), name, 0700) == 0;
}

bool
mia__directory_make_unique(char *path)
{
	return mkdtemp(path) != NULL;
}

bool
mia__directory_sync(int directory)
{
	/* Not every file system can do this for a directory. */
	return fsync(directory) == 0 || errno == EINVAL;
}

bool
mia__directory_remove(int directory, const char *name)
{
	return unlinkat(posix_directory(directory), name, AT_REMOVEDIR) == 0;
}

bool
mia__listing_begin(struct listing *listing, int directory)
{
	listing->state = directory >= 0 ? fdopendir(directory) : NULL;
	if (listing->state == NULL && directory >= 0)
		mia__file_close(directory);
	return listing->state != NULL;
}

const char *
mia__listing_next(struct listing *listing, enum file_kind *kind)
{
	const struct dirent *entry;

	do {
		errno = 0;
		entry = readdir(listing->state);
	} while (entry != NULL && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0));
	if (entry == NULL)
		return NULL;
	*kind = entry->d_type == DT_DIR   ? FILE_DIRECTORY
		: entry->d_type == DT_LNK ? FILE_LINK
		: entry->d_type == DT_REG ? FILE_REGULAR
					  : FILE_UNKNOWN;
	return entry->d_name;
}

void
mia__listing_end(struct listing *listing)
{
	if (listing->state != NULL)
		(void)closedir(listing->state);
	listing->state = NULL;
}

bool
mia__path_parts_at(char c)
{
	return c == '/';
}

const char *
mia__path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

size_t
mia__path_trimmed(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return len;
}

bool
mia__path_is_whole(const char *path)
{
	return path[0] == '/';
}

size_t
mia__path_lead(const char *path, const char *here)
{
	return mia__path_is_whole(path) ? 0 : strlen(here);
}

void
mia__path_to_slashes(char *path)
{
	/* Nothing else parts; a backslash is a letter like others. */
	(void)path;
}

bool
mia__path_here(char *room, size_t size)
{
	return getcwd(room, size) != NULL;
}

const char *
mia__path_scratch(void)
{
	return "/tmp";
}

const char *
mia__path_zones(void)
{
	return "/usr/share/zoneinfo";
}
