/* What Linux alone has: glibc and musl. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "system/machine.h"
#include "system/posix.h"

int
mia__posix_look(int directory, const char *path)
{
	return openat(directory, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

bool
mia__posix_rename_alone(int directory, const char *from, const char *to)
{
	/* Not every C library has a function for it. */
	return syscall(SYS_renameat2, directory, from, directory, to, RENAME_NOREPLACE) == 0;
}

int
mia__file_allocate(int fd, uint64_t size)
{
	return posix_fallocate(fd, 0, (off_t)size);
}

bool
mia__random(void *bytes, size_t size, bool waits)
{
	return getrandom(bytes, size, waits ? 0 : GRND_NONBLOCK) == (ssize_t)size;
}

static const char null_byte;

void
mia__random_of_process(unsigned char bytes[16])
{
	/* The kernel hands them to each process; the C library takes some of them for its own guards. */
	const void *random = (const void *)getauxval(AT_RANDOM), *place = &null_byte;

	/* Without it, where the program lies in memory. */
	memset(bytes, 0, 16);
	if (random)
		memcpy(bytes, random, 16);
	else
		memcpy(bytes, &place, sizeof(place));
}

void
mia__wipe(void *bytes, size_t size)
{
	explicit_bzero(bytes, size);
}
