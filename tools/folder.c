/* Writes a folder of results beside its place and renames it at the end. */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"
#include "say.h"
#include "host/signals.h"

#define TRIES 100

static enum exit_status
refuse(const struct folder *folder, const char *why)
{
	say("cannot make the folder %s: %s", quoted(folder->path), why);
	return EXIT_USAGE;
}

static enum exit_status
failed(const struct folder *folder, int error)
{
	say("cannot make the folder %s: %s", quoted(folder->path), strerror(error));
	return EXIT_NOTHING;
}

enum exit_status
folder_failed(const struct folder *folder)
{
	return failed(folder, folder->error ? folder->error : EIO);
}

static int
make_temporary(struct folder *folder)
{
	for (int i = 0; i < TRIES; i++) {
		if (output_temporary_name(folder->temporary, sizeof(folder->temporary)) < 0)
			return -1;
		if (mkdirat(folder->parent, folder->temporary, 0700) == 0) {
			folder->guard = signals_guard_directory(folder->parent, folder->temporary);
			return 0;
		}
		if (errno != EEXIST)
			return -1;
	}
	return -1;
}

static enum exit_status
open_parent(struct folder *folder)
{
	struct stat status;
	size_t len = strlen(folder->trimmed);

	while (len > 1 && folder->trimmed[len - 1] == '/')
		folder->trimmed[--len] = '\0';
	const char *slash = strrchr(folder->trimmed, '/');
	folder->base = slash ? slash + 1 : folder->trimmed;
	folder->parent = output_open_directory(folder->trimmed, folder->base);
	if (folder->parent < 0)
		return failed(folder, errno);
	/* "/" and "." are there too, by any name. */
	if (folder->base[0] == '\0' ||
		fstatat(folder->parent, folder->base, &status, AT_SYMLINK_NOFOLLOW) == 0)
		return refuse(folder, "it is there already, and nothing is replaced");
	return errno == ENOENT ? EXIT_COMPLETE : failed(folder, errno);
}

enum exit_status
folder_open(struct folder *folder, const char *path)
{
	memset(folder, 0, sizeof(*folder));
	folder->parent = folder->self = folder->guard = -1;
	folder->path = path;
	folder->trimmed = strdup(path);
	if (folder->trimmed == NULL)
		return failed(folder, ENOMEM);
	return open_parent(folder);
}

static int
same_directory(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* From where it will stand up to the root. */
int
folder_holds(const char *directory, int place)
{
	struct stat sought, here, above;
	int at = fcntl(place, F_DUPFD_CLOEXEC, 0), found = 0, more;

	if (stat(directory, &sought) != 0 || !S_ISDIR(sought.st_mode) || at < 0 || fstat(at, &here) != 0) {
		if (at >= 0)
			close(at);
		return 0;
	}
	do {
		int up;

		found = same_directory(&sought, &here);
		up = found ? -1 : openat(at, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		more = up >= 0 && fstat(up, &above) == 0 && !same_directory(&above, &here);
		close(at);
		at = up;
		if (more)
			here = above;
	} while (more);
	if (at >= 0)
		close(at);
	return found;
}

int
folder_is_inside(const struct folder *folder, const char *directory)
{
	return folder_holds(directory, folder->parent);
}

FILE *
folder_scratch(const struct folder *folder)
{
	const struct output place = { .path = folder->path, .directory = folder->parent, .guard = -1 };

	return output_scratch(&place);
}

enum exit_status
folder_begin(struct folder *folder)
{
	signals_hold();
	int made = make_temporary(folder), error = errno;
	if (made < 0)
		folder->temporary[0] = '\0';
	signals_release();
	if (made < 0)
		return failed(folder, error);
	folder->self =
		openat(folder->parent, folder->temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return folder->self < 0 ? failed(folder, errno) : EXIT_COMPLETE;
}

static int
add_entry(struct folder *folder, const char *name, size_t len, int is_directory)
{
	struct folder_entry *entry = &folder->entries[folder->count];

	if (folder->count == FOLDER_ENTRIES || len >= sizeof(entry->name)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(entry->name, name, len);
	entry->name[len] = '\0';
	entry->is_directory = is_directory;
	signals_hold();
	int fd = is_directory ? mkdirat(folder->self, entry->name, 0700)
			      : openat(folder->self, entry->name,
					O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int error = errno;
	if (fd >= 0) {
		entry->guard = is_directory ? signals_guard_directory(folder->self, entry->name)
					    : signals_guard(folder->self, entry->name);
		folder->count++;
	}
	signals_release();
	errno = error;
	return fd;
}

static int
has_directory(const struct folder *folder, const char *name, size_t len)
{
	for (size_t i = 0; i < folder->count; i++) {
		const struct folder_entry *entry = &folder->entries[i];

		if (entry->is_directory && strlen(entry->name) == len && memcmp(entry->name, name, len) == 0)
			return 1;
	}
	return 0;
}

/* Answers 1, and remembers what failed first. */
static int
give_up(struct folder *folder)
{
	if (folder->error == 0)
		folder->error = errno != 0 ? errno : EIO;
	return 1;
}

/* A workbook is made from temporary files of a library, which a signal would
 * leave behind; it has to wait for them. */
static void
hold_for(struct folder *folder, const char *name)
{
	size_t len = strlen(name), end = strlen(".xlsx");

	folder->held = len > end && strcmp(name + len - end, ".xlsx") == 0;
	if (folder->held)
		signals_hold();
}

static void
let_go(struct folder *folder)
{
	if (folder->held)
		signals_release();
	folder->held = 0;
}

static int
open_file(void *ctx, const char *name)
{
	struct folder *folder = ctx;
	const char *slash = strchr(name, '/');
	size_t len = slash ? (size_t)(slash - name) : 0;

	if (folder->error != 0)
		return 1;
	if (slash && !has_directory(folder, name, len) && add_entry(folder, name, len, 1) < 0)
		return give_up(folder);
	int fd = add_entry(folder, name, strlen(name), 0);
	if (fd < 0)
		return give_up(folder);
	folder->stream = fdopen(fd, "w");
	if (folder->stream != NULL) {
		hold_for(folder, name);
		return 0;
	}
	(void)give_up(folder);
	close(fd);
	return 1;
}

static int
write_file(void *ctx, const void *bytes, size_t size)
{
	struct folder *folder = ctx;

	if (folder->error != 0)
		return 1;
	errno = 0;
	return fwrite(bytes, 1, size, folder->stream) == size ? 0 : give_up(folder);
}

static mode_t
wanted_mode(mode_t mode)
{
	mode_t mask = umask(0);

	umask(mask);
	return mode & ~mask;
}

static int
close_file(void *ctx)
{
	struct folder *folder = ctx;
	int fd = fileno(folder->stream);

	errno = 0;
	if (folder->error == 0 &&
		(fflush(folder->stream) != 0 || fsync(fd) != 0 || fchmod(fd, wanted_mode(0666)) != 0))
		(void)give_up(folder);
	if (fclose(folder->stream) != 0)
		(void)give_up(folder);
	folder->stream = NULL;
	let_go(folder);
	return folder->error != 0;
}

struct mia_case_files
folder_files(struct folder *folder)
{
	return (struct mia_case_files){ .open = open_file,
		.write = write_file,
		.close = close_file,
		.ctx = folder };
}

/* Not every file system can do this for a directory (EINVAL). */
static int
sync_directory(int fd)
{
	return fsync(fd) == 0 || errno == EINVAL ? 0 : -1;
}

static int
finish_directories(struct folder *folder)
{
	for (size_t i = 0; i < folder->count; i++) {
		if (!folder->entries[i].is_directory)
			continue;
		int fd = openat(folder->self, folder->entries[i].name,
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int done = fd >= 0 && fchmod(fd, wanted_mode(0777)) == 0 && sync_directory(fd) == 0;
		int error = errno;

		if (fd >= 0)
			close(fd);
		errno = error;
		if (!done)
			return -1;
	}
	return fchmod(folder->self, wanted_mode(0777)) == 0 ? sync_directory(folder->self) : -1;
}

/* Where the file system cannot do it in one step, something that appears
 * between the two is still safe unless it is an empty directory. */
static int
rename_alone(const struct folder *folder)
{
	struct stat status;

	if (renameat2(folder->parent, folder->temporary, folder->parent, folder->base, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (fstatat(folder->parent, folder->base, &status, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	return renameat(folder->parent, folder->temporary, folder->parent, folder->base);
}

static void
release_guards(struct folder *folder)
{
	for (size_t i = folder->count; i-- > 0;)
		signals_unguard(folder->entries[i].guard);
	signals_unguard(folder->guard);
	folder->guard = -1;
	folder->count = 0;
}

enum exit_status
folder_commit(struct folder *folder)
{
	int error = 0;

	if (finish_directories(folder) < 0)
		return failed(folder, errno);
	signals_hold();
	if (rename_alone(folder) < 0) {
		error = errno;
	} else {
		release_guards(folder);
		folder->temporary[0] = '\0';
	}
	signals_release();
	if (error == EEXIST || error == ENOTEMPTY)
		return refuse(folder, "it appeared meanwhile, and nothing is replaced");
	if (error != 0)
		return failed(folder, error);
	return sync_directory(folder->parent) == 0 ? EXIT_COMPLETE : failed(folder, errno);
}

void
folder_discard(struct folder *folder)
{
	if (folder->stream != NULL)
		(void)fclose(folder->stream);
	folder->stream = NULL;
	let_go(folder);
	if (folder->temporary[0] != '\0') {
		for (size_t i = folder->count; i-- > 0;)
			(void)unlinkat(folder->self, folder->entries[i].name,
				folder->entries[i].is_directory ? AT_REMOVEDIR : 0);
		(void)unlinkat(folder->parent, folder->temporary, AT_REMOVEDIR);
	}
	release_guards(folder);
	folder->temporary[0] = '\0';
	if (folder->self >= 0)
		close(folder->self);
	if (folder->parent >= 0)
		close(folder->parent);
	folder->self = folder->parent = -1;
	free(folder->trimmed);
	folder->trimmed = NULL;
}
