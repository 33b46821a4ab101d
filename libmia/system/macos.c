/* What macOS alone has. It was compiled, and never run by us. */
#define __STDC_WANT_LIB_EXT1__ 1 /* memset_s */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/sysctl.h>
#include <unistd.h>

#include "system/machine.h"
#include "system/posix.h"

int
mia__posix_look(int directory, const char *path)
{
	return openat(directory, path, O_EVTONLY | O_SYMLINK | O_CLOEXEC);
}

bool
mia__posix_rename_alone(int directory, const char *from, const char *to)
{
	return renameatx_np(directory, from, directory, to, RENAME_EXCL) == 0;
}

int
mia__file_allocate(int fd, uint64_t size)
{
	fstore_t room = { .fst_flags = F_ALLOCATEALL,
		.fst_posmode = F_PEOFPOSMODE,
		.fst_length = (off_t)size };

	if (fcntl(fd, F_PREALLOCATE, &room) != 0 || ftruncate(fd, (off_t)size) != 0)
		return errno;
	return 0;
}

bool
mia__random(void *bytes, size_t size, bool waits)
{
	(void)waits;
	return getentropy(bytes, size) == 0;
}

static const char null_byte;

void
mia__random_of_process(unsigned char bytes[16])
{
	/* Where the program lies in memory, its number, and when it was started. */
	int name[] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, getpid() };
	struct kinfo_proc info = { 0 };
	size_t size = sizeof(info);
	uint64_t known[2] = { (uint64_t)(uintptr_t)&null_byte, (uint64_t)getpid() << 48 };

	if (sysctl(name, 4, &info, &size, NULL, 0) == 0)
		known[1] ^= (uint64_t)info.kp_proc.p_starttime.tv_sec << 20 ^
			(uint64_t)info.kp_proc.p_starttime.tv_usec;
	memcpy(bytes, known, 16);
}

void
mia__wipe(void *bytes, size_t size)
{
	(void)memset_s(bytes, size, 0, size);
}
