/*
 * Landlock: what may be opened, made and removed, and where; no TCP; no signals
 * to others. https://docs.kernel.org/userspace-api/landlock.html
 *
 * The numbers stand here since the headers of Debian 12 end with version 2. What
 * the kernel knows is asked of the kernel when the program runs, never when it
 * is built.
 */
#include "host/linux_sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/sandbox.h"
#include "system/file.h"

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define ASK_VERSION 1u
#define RULE_BELOW 1

#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR (UINT64_C(1) << 3)
#define FS_REMOVE_DIR (UINT64_C(1) << 4)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_DIR (UINT64_C(1) << 7)
#define FS_MAKE_REG (UINT64_C(1) << 8)
#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_FOR_FILES (FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE)

#define NET_TCP (UINT64_C(3))      /* bind and connect */
#define SCOPE_OTHERS (UINT64_C(3)) /* abstract sockets and signals */

struct ruleset {
	uint64_t handled_fs, handled_net, scoped;
};

struct rule_below {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

/* All that a version can refuse: version 1 has 13 rights; 2 adds REFER, 3
 * TRUNCATE, 5 IOCTL_DEV. */
static uint64_t
all_rights(int abi)
{
	int bits = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;

	return (UINT64_C(1) << bits) - 1;
}

static int
create(int abi)
{
	struct ruleset ruleset = { all_rights(abi), abi >= LANDLOCK_WITH_NETWORK ? NET_TCP : 0,
		abi >= LANDLOCK_WITH_SIGNALS ? SCOPE_OTHERS : 0 };
	/* An older kernel takes a longer struct if the rest is 0. */
	return (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof(ruleset), 0);
}

int
landlock_begin(int *first, int *second)
{
	int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);

	if (abi < 1)
		return abi;
	*first = create(abi);
	/* A kernel may state a version and lack its scopes (RHEL 9). */
	if (*first < 0 && abi >= LANDLOCK_WITH_SIGNALS) {
		abi = LANDLOCK_WITH_SIGNALS - 1;
		*first = create(abi);
	}
	*second = *first < 0 ? -1 : create(abi);
	return *second < 0 ? -1 : abi;
}

void
landlock_end(int *first, int *second)
{
	if (*first >= 0)
		close(*first);
	if (*second >= 0)
		close(*second);
	*first = *second = -1;
}

static uint64_t
rights_of(unsigned wanted)
{
	uint64_t rights = 0;

	rights |= wanted & SANDBOX_READ ? FS_READ_FILE | FS_READ_DIR : 0;
	rights |= wanted & SANDBOX_WRITE ? FS_WRITE_FILE | FS_TRUNCATE : 0;
	rights |= wanted & SANDBOX_MAKE ? FS_MAKE_REG : 0;
	rights |= wanted & SANDBOX_REMOVE ? FS_REMOVE_FILE : 0;
	rights |= wanted & SANDBOX_MAKE_DIRECTORY ? FS_MAKE_DIR : 0;
	rights |= wanted & SANDBOX_REMOVE_DIRECTORY ? FS_REMOVE_DIR : 0;
	return rights;
}

static void
add(int ruleset, int abi, int fd, int is_directory, unsigned wanted)
{
	struct rule_below rule = { rights_of(wanted) & all_rights(abi), fd };

	if (!is_directory)
		rule.allowed &= FS_FOR_FILES;
	/* What lies in no file system, such as a pipe, needs no rule and takes none. */
	if (ruleset >= 0 && rule.allowed != 0)
		(void)syscall(SYS_landlock_add_rule, ruleset, RULE_BELOW, &rule, 0u);
}

int
landlock_allow(int first, int second, int abi, int directory, const char *path, unsigned first_rights,
	unsigned second_rights)
{
	struct stat is, root;
	int fd = openat(directory == SYSTEM_HERE ? AT_FDCWD : directory, path, O_PATH | O_CLOEXEC),
	    at_root = 0;

	if (fd < 0)
		return 0;
	if (fstat(fd, &is) == 0) {
		add(first, abi, fd, S_ISDIR(is.st_mode), first_rights);
		add(second, abi, fd, S_ISDIR(is.st_mode), second_rights);
		at_root = S_ISDIR(is.st_mode) && stat("/", &root) == 0 && root.st_dev == is.st_dev &&
			root.st_ino == is.st_ino;
	}
	close(fd);
	return at_root;
}

int
landlock_restrict(int ruleset)
{
	return (int)syscall(SYS_landlock_restrict_self, ruleset, 0u);
}

int
landlock_refuses(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd < 0 && errno == EACCES;
}
