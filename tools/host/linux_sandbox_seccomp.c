/*
 * seccomp: system calls that mia never needs are refused with EPERM, for all
 * threads. Written as plain BPF. https://docs.kernel.org/userspace-api/seccomp_filter.html
 */
#include "host/linux_sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#define X32_BIT 0x40000000u
#elif defined(__aarch64__) && defined(__LP64__) && defined(__AARCH64EL__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
/* mseal, Linux 6.10. What is newer is "not there": a C library copes with that. */
#define LAST_KNOWN 462u
#define CLONE3 435u /* the same everywhere */

static const unsigned refused[] = {
/* other programs */
#ifdef __NR_execve
	__NR_execve,
#endif
	__NR_execveat,
#ifdef __NR_fork
	__NR_fork, __NR_vfork,
#endif
	/* the network, and sockets of this machine */
	__NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen, __NR_accept, __NR_accept4,
	__NR_sendto, __NR_sendmsg, __NR_sendmmsg, __NR_recvfrom, __NR_recvmsg, __NR_recvmmsg,
	/* other processes */
	__NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev, __NR_kcmp, __NR_tkill,
	__NR_rt_sigqueueinfo, __NR_rt_tgsigqueueinfo, 424 /* pidfd_send_signal */, 434 /* pidfd_open */,
	438 /* pidfd_getfd */, 440 /* process_madvise */, 448 /* process_mrelease */, __NR_setpgid,
	__NR_setsid, __NR_migrate_pages, __NR_move_pages,
	/* more of the kernel than is needed, and where its faults were */
	__NR_bpf, __NR_userfaultfd, __NR_perf_event_open, 425, 426, 427 /* io_uring */, __NR_keyctl,
	__NR_add_key, __NR_request_key, __NR_memfd_create, 447 /* memfd_secret */, __NR_fanotify_init,
	__NR_shmget, __NR_shmat, __NR_shmctl, __NR_semget, __NR_msgget, __NR_mq_open, __NR_remap_file_pages,
	__NR_personality,
#ifdef __NR_modify_ldt
	__NR_modify_ldt, __NR_iopl, __NR_ioperm,
#endif
#ifdef __NR_uselib
	__NR_uselib, __NR_ustat, __NR_sysfs,
#endif
	/* the machine */
	__NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_unshare, __NR_setns, 428 /* open_tree */,
	429 /* move_mount */, 430, 431, 432, 433 /* fsopen, fsconfig, fsmount, fspick */,
	442 /* mount_setattr */, __NR_init_module, __NR_finit_module, __NR_delete_module, __NR_kexec_load,
#ifdef __NR_kexec_file_load
	__NR_kexec_file_load,
#endif
	__NR_reboot, __NR_swapon, __NR_swapoff, __NR_acct, __NR_quotactl, 443 /* quotactl_fd */,
	__NR_settimeofday, __NR_clock_settime, __NR_clock_adjtime, __NR_adjtimex, __NR_sethostname,
	__NR_setdomainname, __NR_syslog, __NR_vhangup, __NR_nfsservctl, __NR_lookup_dcookie,
	__NR_name_to_handle_at, __NR_open_by_handle_at,
	/* other identities and rights */
	__NR_setuid, __NR_setgid, __NR_setreuid, __NR_setregid, __NR_setresuid, __NR_setresgid, __NR_setfsuid,
	__NR_setfsgid, __NR_setgroups, __NR_capset, __NR_setrlimit,
/* what Landlock leaves alone: evidence keeps its owner, mode, times and length */
#ifdef __NR_chmod
	__NR_chmod, __NR_chown, __NR_lchown, __NR_utime, __NR_utimes, __NR_futimesat, __NR_link, __NR_symlink,
	__NR_mknod,
#endif
	__NR_fchmodat, 452 /* fchmodat2 */, __NR_fchownat, __NR_utimensat, __NR_truncate, __NR_linkat,
	__NR_symlinkat, __NR_mknodat, __NR_setxattr, __NR_lsetxattr, __NR_fsetxattr, __NR_removexattr,
	__NR_lremovexattr, __NR_fremovexattr
};
#define STEP 12
#define REFUSED_COUNT (sizeof(refused) / sizeof(refused[0]))

struct filter {
	struct sock_filter code[2 * REFUSED_COUNT + REFUSED_COUNT / STEP + 64];
	unsigned short count;
};

static void
put(struct filter *filter, unsigned code, unsigned k, unsigned char if_true, unsigned char if_false)
{
	filter->code[filter->count++] = (struct sock_filter){ (uint16_t)code, if_true, if_false, k };
}

static void
load(struct filter *filter, size_t offset)
{
	put(filter, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void
refuse(struct filter *filter, int error)
{
	put(filter, BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error, 0, 0);
}

static void
allow(struct filter *filter)
{
	put(filter, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
}

/* The lower half of an argument, on a machine that begins with it. */
static size_t
argument(unsigned number)
{
	return offsetof(struct seccomp_data, args) + number * sizeof(uint64_t);
}

/* How many instructions follow that are of this call alone. */
static void
only_for(struct filter *filter, unsigned call, unsigned char instructions)
{
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, call, 0, instructions);
}

/* Whose first argument is this process. */
static void
only_for_itself(struct filter *filter, unsigned call)
{
	only_for(filter, call, 4);
	load(filter, argument(0));
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)getpid(), 1, 0);
	refuse(filter, EPERM);
	allow(filter);
}

/* Calls that are right with some arguments and wrong with others. Each ends
 * with an answer, since the number of the call is overwritten. */
static void
judge_arguments(struct filter *filter)
{
	/* Its flags stand in memory, where no filter looks; the C library then asks
	 * with clone, whose flags can be seen: a thread, never a process. */
	only_for(filter, CLONE3, 1);
	refuse(filter, ENOSYS);
	only_for(filter, __NR_clone, 4);
	load(filter, argument(0));
	put(filter, BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0);
	refuse(filter, EPERM);
	allow(filter);
	/* Keys are put into a terminal for the shell to read. */
	only_for(filter, __NR_ioctl, 5);
	load(filter, argument(1));
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 1, 0);
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 0, 1);
	refuse(filter, EPERM);
	allow(filter);
	/* Signals to itself alone. */
	only_for_itself(filter, __NR_kill);
	only_for_itself(filter, __NR_tgkill);
	/* Limits are read, not set. */
	only_for(filter, __NR_prlimit64, 6);
	load(filter, argument(2));
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2);
	load(filter, argument(2) + sizeof(uint32_t));
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0);
	refuse(filter, EPERM);
	allow(filter);
	/* No way back to core files. */
	only_for(filter, __NR_prctl, 4);
	load(filter, argument(0));
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, PR_SET_DUMPABLE, 0, 1);
	refuse(filter, EPERM);
	allow(filter);
}

static int
compare(const void *left, const void *right)
{
	const unsigned *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* In order, and by steps of STEP: the kernel tries every call when it takes the
 * filter, which would take most of the time of entering. */
static void
refuse_all(struct filter *filter)
{
	unsigned sorted[REFUSED_COUNT];

	memcpy(sorted, refused, sizeof(sorted));
	qsort(sorted, REFUSED_COUNT, sizeof(sorted[0]), compare);
	for (size_t i = 0; i < REFUSED_COUNT; i += STEP) {
		size_t end = i + STEP < REFUSED_COUNT ? i + STEP : REFUSED_COUNT;

		put(filter, BPF_JMP | BPF_JGT | BPF_K, sorted[end - 1], (unsigned char)(2 * (end - i)), 0);
		for (size_t j = i; j < end; j++) {
			only_for(filter, sorted[j], 1);
			refuse(filter, EPERM);
		}
	}
}

static void
write_filter(struct filter *filter)
{
	filter->count = 0;
	load(filter, offsetof(struct seccomp_data, arch));
	put(filter, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
	refuse(filter, EPERM);
	load(filter, offsetof(struct seccomp_data, nr));
#ifdef X32_BIT
	/* The same calls once more, by other numbers. */
	put(filter, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
	refuse(filter, EPERM);
#endif
	put(filter, BPF_JMP | BPF_JGT | BPF_K, LAST_KNOWN, 0, 1);
	refuse(filter, ENOSYS);
	refuse_all(filter);
	judge_arguments(filter);
	allow(filter);
}

int
seccomp_begin(void)
{
	struct filter filter;

	write_filter(&filter);
	const struct sock_fprog program = { filter.count, filter.code };
	long done = syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
	/* The number of a thread that could not follow. */
	if (done > 0)
		errno = EBUSY;
	return done == 0 ? 0 : -1;
}

/* With no program and no socket to be had if it is not refused. */
int
seccomp_refuses(void)
{
	int program = (int)syscall(__NR_execve, NULL, NULL, NULL) == -1 && errno == EPERM;
	int fd = socket(-1, -1, -1);

	return program && fd < 0 && errno == EPERM;
}
#else
int
seccomp_begin(void)
{
	errno = ENOTSUP;
	return -1;
}

int
seccomp_refuses(void)
{
	return 0;
}
#endif
