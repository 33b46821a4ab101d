/* Files, on POSIX. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/file.h"
#include "system/machine.h"
#include "system/posix.h"

static int
open_nameless(int directory, const char *path)
{
	int fd = openat(directory, path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd >= 0)
		(void)unlinkat(directory, path, 0);
	return fd;
}

int
mia__file_open(int directory, const char *path, enum file_how how)
{
	const int to_read = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
	const int to_make = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int at = posix_directory(directory);

	switch (how) {
	case FILE_READ:
		return openat(at, path, to_read);
	case FILE_READ_NO_LINK:
		return openat(at, path, to_read | O_NOFOLLOW);
	case FILE_LOOK:
		return mia__posix_look(at, path);
	case FILE_NEW:
		return openat(at, path, to_make, 0666);
	case FILE_NEW_OWN:
		return openat(at, path, to_make, 0600);
	case FILE_NAMELESS:
		return open_nameless(at, path);
	}
	errno = EINVAL;
	return -1;
}

void
mia__file_close(int fd)
{
	int before = errno;

	(void)close(fd);
	errno = before;
}

static enum file_kind
kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return FILE_REGULAR;
	case S_IFDIR:
		return FILE_DIRECTORY;
	case S_IFLNK:
		return FILE_LINK;
	case S_IFIFO:
		return FILE_PIPE;
	case S_IFSOCK:
		return FILE_SOCKET;
	default:
		return FILE_DEVICE;
	}
}

/* Beyond the year 2262, or before 1677, the last that there is. */
static int64_t
nanoseconds(const struct timespec *t)
{
	int64_t seconds = t->tv_sec, most = INT64_MAX / 1000000000 - 1;

	if (seconds > most || seconds < -most)
		return seconds > 0 ? INT64_MAX : INT64_MIN;
	return seconds * 1000000000 + t->tv_nsec;
}

static bool
take(const struct stat *st, struct file_facts *ret)
{
	*ret = (struct file_facts){
		.kind = kind_of(st->st_mode),
		.foreign = st->st_uid != geteuid(),
		.shared = (st->st_mode & (S_IWGRP | S_IWOTH)) != 0,
		.mode = st->st_mode & 0777,
		.device = (uint64_t)st->st_dev,
		.number = (uint64_t)st->st_ino,
		.size = S_ISREG(st->st_mode) ? (uint64_t)st->st_size : 0,
		.modified = nanoseconds(&posix_modified(st)),
		.changed = nanoseconds(&posix_changed(st)),
	};
	return true;
}

bool
mia__file_facts(int fd, struct file_facts *ret)
{
	struct stat st;

	return fstat(fd, &st) == 0 && take(&st, ret);
}

bool
mia__file_facts_of(int directory, const char *path, bool follow, struct file_facts *ret)
{
	struct stat st;

	return fstatat(posix_directory(directory), path, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) == 0 &&
		take(&st, ret);
}

int
mia__file_duplicate(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

ptrdiff_t
mia__file_read(int fd, void *bytes, size_t size)
{
	ptrdiff_t n;

	do
		n = read(fd, bytes, size);
	while (n < 0 && errno == EINTR);
	return n;
}

ptrdiff_t
mia__file_read_at(int fd, void *bytes, size_t size, uint64_t at)
{
	ptrdiff_t n;

	do
		n = pread(fd, bytes, size, (off_t)at);
	while (n < 0 && errno == EINTR);
	return n;
}

bool
mia__file_write_at(int fd, const void *bytes, size_t size, uint64_t at)
{
	const char *p = bytes;

	while (size) {
		ptrdiff_t n = pwrite(fd, p, size, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENOSPC;
		if (n <= 0)
			return false;
		p += n;
		at += (uint64_t)n;
		size -= (size_t)n;
	}
	return true;
}

bool
mia__file_seek(int fd, uint64_t at)
{
	return lseek(fd, (off_t)at, SEEK_SET) >= 0;
}

bool
mia__file_wait(int fd, int milliseconds)
{
	struct pollfd pipe = { .fd = fd, .events = POLLIN };
	int n = poll(&pipe, 1, milliseconds);

	return n != 0 && !(n < 0 && errno == EINTR);
}

void
mia__file_wait_in_reads(int fd)
{
	(void)fcntl(fd, F_SETFL, 0);
}

bool
mia__file_truncate(int fd, uint64_t size)
{
	return ftruncate(fd, (off_t)size) == 0;
}

bool
mia__file_sync(int fd)
{
	return fsync(fd) == 0;
}

bool
mia__file_lock(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) == 0;
}

bool
mia__file_permit(int fd, unsigned mode)
{
	return fchmod(fd, (mode_t)mode) == 0;
}

unsigned
mia__file_usual_mode(bool directory)
{
	mode_t mask = umask(0);

	(void)umask(mask);
	return (directory ? 0777 : 0666) & ~(unsigned)mask;
}

void *
mia__file_map(int fd, size_t size)
{
	void *bytes = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);

	return bytes == MAP_FAILED ? NULL : bytes;
}

void
mia__file_unmap(void *bytes, size_t size)
{
	(void)munmap(bytes, size);
}

bool
mia__file_remove(int directory, const char *name)
{
	return unlinkat(posix_directory(directory), name, 0) == 0;
}

bool
mia__file_rename(int directory, const char *from, const char *to, bool replaces)
{
	int at = posix_directory(directory);
	struct stat st;

	if (replaces)
		return renameat(at, from, at, to) == 0;
	if (mia__posix_rename_alone(at, from, to))
		return true;
	if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
		return false;
	/* Not every file system can do that in one step. What appears between the two is still safe unless
	 * it is a file, or an empty directory for a directory. */
	if (fstatat(at, to, &st, AT_SYMLINK_NOFOLLOW) == 0)
		errno = EEXIST;
	else if (errno == ENOENT)
		return renameat(at, from, at, to) == 0;
	return false;
}
