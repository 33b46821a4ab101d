/* The new state of a case file, written beside the old one and put in its
 * place at the end. */
#include "casefile/target.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/error.h"

static enum mia_status
fail(struct mia_error *err, const char *what)
{
	return mia__fail_errno(err, MIA_ERR_IO, errno, "%s", what);
}

/* "dir/" of "dir/name"; "./" where no directory is named. */
static char *
directory_of(const struct mia_allocator *a, const char *path, size_t room, size_t *size)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash + 1 - path) : 2;
	char *ret;

	*size = len + room + 1;
	ret = mia__alloc(a, *size, 1);
	if (ret)
		memcpy(ret, slash ? path : "./", len);
	return ret;
}

static enum mia_status
open_old(struct target *t, struct mia_error *err)
{
	struct stat st;

	t->old = openat(t->directory, t->base, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (t->old < 0 && errno == ENOENT)
		return MIA_OK;
	if (t->old < 0 && errno == ELOOP)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"the case file is a symbolic link, which would be replaced");
	if (t->old < 0 || fstat(t->old, &t->st) != 0)
		return fail(err, "cannot open the case file");
	if (!S_ISREG(t->st.st_mode))
		return mia__fail(err, MIA_ERR_ARGUMENT, "the case file is not a regular file");
	t->replaces = true;
	/* Of two programs the second would undo what the first added. */
	if (flock(t->old, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		return mia__fail(err, MIA_ERR_STATE, "another program is writing the case file");
	if (fstatat(t->directory, t->base, &st, AT_SYMLINK_NOFOLLOW) != 0 || st.st_dev != t->st.st_dev ||
		st.st_ino != t->st.st_ino)
		return mia__fail(err, MIA_ERR_STATE, "another program replaced the case file");
	return MIA_OK;
}

enum mia_status
mia__target_init(struct target *t, const struct mia_allocator *a, const char *path, struct mia_error *err)
{
	const char *slash = strrchr(path, '/');
	size_t size;
	char *name;

	*t = (struct target){ .a = *a, .directory = -1, .old = -1, .fd = -1 };
	t->base = slash ? slash + 1 : path;
	if (!*t->base || strcmp(t->base, ".") == 0 || strcmp(t->base, "..") == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the case file has no name");
	name = directory_of(a, path, 0, &size);
	if (!name)
		return mia__fail_memory(err);
	t->directory = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (t->directory < 0)
		(void)fail(err, "cannot open the directory of the case file");
	mia__dealloc(a, name, size, 1);
	return t->directory < 0 ? MIA_ERR_IO : open_old(t, err);
}

enum mia_status
mia__target_make(struct target *t, const char *path, const char *name, struct mia_error *err)
{
	unsigned number;

	if (!name) {
		if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
			return fail(err, "no random number");
		snprintf(t->made_up, sizeof(t->made_up), ".mia-%08x.tmp", number);
		name = t->made_up;
	}
	t->path = directory_of(&t->a, path, strlen(name), &t->path_size);
	if (!t->path)
		return mia__fail_memory(err);
	memcpy(t->path + t->path_size - 1 - strlen(name), name, strlen(name));
	t->fd = openat(t->directory, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (t->fd < 0)
		return fail(err, "cannot make a file beside the case file");
	t->temporary = name;
	return MIA_OK;
}

/* Nobody's file is replaced but the one that was opened. */
static bool
take_place(struct target *t)
{
	struct stat st;

	if (t->replaces) {
		if (fstatat(t->directory, t->base, &st, AT_SYMLINK_NOFOLLOW) != 0)
			return false;
		if (st.st_dev != t->st.st_dev || st.st_ino != t->st.st_ino) {
			errno = EEXIST;
			return false;
		}
		return renameat(t->directory, t->temporary, t->directory, t->base) == 0;
	}
	if (renameat2(t->directory, t->temporary, t->directory, t->base, RENAME_NOREPLACE) == 0)
		return true;
	/* Not every file system can do that. */
	return errno == EINVAL && fstatat(t->directory, t->base, &st, AT_SYMLINK_NOFOLLOW) != 0 &&
		errno == ENOENT && renameat(t->directory, t->temporary, t->directory, t->base) == 0;
}

enum mia_status
mia__target_commit(struct target *t, struct mia_error *err)
{
	if ((t->replaces && fchmod(t->fd, t->st.st_mode & 0777) != 0) || fsync(t->fd) != 0)
		return fail(err, "cannot write the case file");
	if (!take_place(t))
		return fail(err, "cannot put the case file in its place");
	t->temporary = NULL;
	/* Not every file system can do this for a directory. */
	if (fsync(t->directory) != 0 && errno != EINVAL)
		return fail(err, "cannot write the directory of the case file");
	return MIA_OK;
}

void
mia__target_release(struct target *t)
{
	if (t->temporary)
		unlinkat(t->directory, t->temporary, 0);
	if (t->fd >= 0)
		close(t->fd);
	if (t->old >= 0)
		close(t->old);
	if (t->directory >= 0)
		close(t->directory);
	if (t->path)
		mia__dealloc(&t->a, t->path, t->path_size, 1);
}
