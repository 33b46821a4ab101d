/* What the systems that are POSIX do each in its own way: linux.c, macos.c. */
#ifndef MIA_SYSTEM_POSIX_H
#define MIA_SYSTEM_POSIX_H

#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "system/file.h"

#ifdef __APPLE__
#define posix_modified(st) ((st)->st_mtimespec)
#define posix_changed(st) ((st)->st_ctimespec)
#else
#define posix_modified(st) ((st)->st_mtim)
#define posix_changed(st) ((st)->st_ctim)
#endif

static inline int
posix_directory(int directory)
{
	return directory == SYSTEM_HERE ? AT_FDCWD : directory;
}

/* A descriptor that only names what stands there; of a link, of itself. */
int mia__posix_look(int directory, const char *path);
/* EINVAL, ENOSYS or ENOTSUP: the file system cannot. */
bool mia__posix_rename_alone(int directory, const char *from, const char *to);

#endif
