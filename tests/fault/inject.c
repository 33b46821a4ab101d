/*
 * Runs a program and has one of its system calls fail, or something happen just before it.
 *
 * usage: inject COUNTS KIND:K:ONCE|EVER:WHAT PROGRAM ARGUMENT...
 *
 * KIND is one of the kinds below; K counts its calls from 1. WHAT is an errno by name, "short" (the call is
 * done with at most 7 bytes), "kill" or "term" (a signal instead of the call) or "run" (the shell runs
 * $INJECT_RUN before the call). COUNTS gets a line "KIND N" for each kind, of all calls; "-" for none. With
 * "none:0:once:EIO" nothing happens. Calls count from the first rt_sigaction on, by which the program is
 * beyond its loader. The status is that of the program; 128 and the signal; 77: this machine cannot do it.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __x86_64__

enum kind {
	READ,
	WRITE,
	SYNC,
	OPEN,
	CLOSE,
	STAT,
	RENAME,
	LINK,
	UNLINK,
	MKDIR,
	LIST,
	MODE,
	CUT,
	OTHER,
	KINDS
};
static const char *const names[KINDS] = { "read", "write", "fsync", "open", "close", "stat", "rename", "link",
	"unlink", "mkdir", "list", "chmod", "truncate", "other" };

static const struct {
	int number;
	enum kind kind;
} calls[] = {
	{ SYS_read, READ },
	{ SYS_pread64, READ },
	{ SYS_readv, READ },
	{ SYS_write, WRITE },
	{ SYS_pwrite64, WRITE },
	{ SYS_writev, WRITE },
	{ SYS_fsync, SYNC },
	{ SYS_fdatasync, SYNC },
	{ SYS_open, OPEN },
	{ SYS_openat, OPEN },
	{ SYS_creat, OPEN },
	{ SYS_close, CLOSE },
	{ SYS_stat, STAT },
	{ SYS_fstat, STAT },
	{ SYS_lstat, STAT },
	{ SYS_newfstatat, STAT },
	{ SYS_statx, STAT },
	{ SYS_rename, RENAME },
	{ SYS_renameat, RENAME },
	{ SYS_renameat2, RENAME },
	{ SYS_link, LINK },
	{ SYS_linkat, LINK },
	{ SYS_unlink, UNLINK },
	{ SYS_unlinkat, UNLINK },
	{ SYS_rmdir, UNLINK },
	{ SYS_mkdir, MKDIR },
	{ SYS_mkdirat, MKDIR },
	{ SYS_getdents64, LIST },
	{ SYS_fchmod, MODE },
	{ SYS_fchmodat, MODE },
	{ SYS_ftruncate, CUT },
	{ SYS_lseek, OTHER },
	{ SYS_fcntl, OTHER },
	{ SYS_flock, OTHER },
	{ SYS_getrandom, OTHER },
	{ SYS_umask, OTHER },
};
enum { CALLS = sizeof(calls) / sizeof(*calls) };

static const struct {
	const char *name;
	int number;
} errors[] = { { "EINTR", EINTR }, { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EACCES", EACCES },
	{ "EMFILE", EMFILE }, { "ENOENT", ENOENT }, { "EXDEV", EXDEV }, { "EROFS", EROFS },
	{ "ENOMEM", ENOMEM }, { "EINVAL", EINVAL }, { "EPERM", EPERM } };

static struct {
	int kind; /* -1: none */
	unsigned long k;
	int ever;
	const char *what;
	int error;
} wanted;
static unsigned long counts[KINDS];
static int begun, done;

static void
die(const char *what, int status)
{
	fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
	exit(status);
}

static void
parse(char *text)
{
	char *kind = strtok(text, ":"), *k = strtok(NULL, ":"), *mode = strtok(NULL, ":");

	wanted.what = strtok(NULL, ":");
	wanted.kind = -1;
	if (!kind || !k || !mode || !wanted.what)
		exit(2);
	for (int i = 0; i < KINDS; i++)
		if (strcmp(kind, names[i]) == 0)
			wanted.kind = i;
	wanted.k = strtoul(k, NULL, 10);
	wanted.ever = strcmp(mode, "ever") == 0;
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (strcmp(wanted.what, errors[i].name) == 0)
			wanted.error = errors[i].number;
}

/* Only the calls of interest stop the program. */
static void
install_filter(void)
{
	struct sock_filter filter[2 * CALLS + 6];
	size_t n = 0;

	filter[n++] =
		(struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i <= CALLS; i++) {
		int number = i < CALLS ? calls[i].number : SYS_rt_sigaction;
		filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1);
		filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
	}
	filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { (unsigned short)n, filter };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
		die("seccomp", 77);
}

/* With $INJECT_PATH, reads count only of files whose path ends so. */
static int
is_of_path(pid_t pid, const struct user_regs_struct *regs)
{
	const char *end = getenv("INJECT_PATH");
	char link[64], path[4096];

	if (!end)
		return 1;
	snprintf(link, sizeof(link), "/proc/%d/fd/%d", (int)pid, (int)regs->rdi);
	ssize_t len = readlink(link, path, sizeof(path));
	size_t tail = strlen(end);
	return len >= (ssize_t)tail && memcmp(path + len - tail, end, tail) == 0;
}

/* The program stands before a call. */
static void
at_call(pid_t pid)
{
	struct user_regs_struct regs;
	int kind = -1;

	if (ptrace(PTRACE_GETREGS, pid, 0, &regs) != 0)
		return;
	if (regs.orig_rax == SYS_rt_sigaction) {
		begun = 1;
		return;
	}
	for (size_t i = 0; i < CALLS; i++)
		if ((unsigned long long)calls[i].number == regs.orig_rax)
			kind = (int)calls[i].kind;
	if (!begun || kind < 0 || (kind == READ && !is_of_path(pid, &regs)))
		return;
	counts[kind]++;
	if (kind != wanted.kind || counts[kind] < wanted.k || (done && !wanted.ever))
		return;
	done = 1;
	if (strcmp(wanted.what, "run") == 0) {
		if (system(getenv("INJECT_RUN")) != 0)
			fprintf(stderr, "inject: INJECT_RUN failed\n");
	} else if (strcmp(wanted.what, "kill") == 0 || strcmp(wanted.what, "term") == 0) {
		kill(pid, wanted.what[0] == 'k' ? SIGKILL : SIGTERM);
	} else if (strcmp(wanted.what, "short") == 0) {
		if (regs.orig_rax != SYS_readv && regs.orig_rax != SYS_writev && regs.rdx > 7)
			regs.rdx = 7;
		ptrace(PTRACE_SETREGS, pid, 0, &regs);
	} else {
		regs.orig_rax = (unsigned long long)-1;
		regs.rax = (unsigned long long)-(long long)wanted.error;
		ptrace(PTRACE_SETREGS, pid, 0, &regs);
	}
}

static int
follow(pid_t child)
{
	int status, result = 1;

	for (;;) {
		pid_t pid = waitpid(-1, &status, __WALL);
		if (pid < 0)
			return result;
		if (WIFEXITED(status) || WIFSIGNALED(status)) {
			if (pid == child)
				result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
			continue;
		}
		int event = status >> 16, signal = WSTOPSIG(status);
		if (event == PTRACE_EVENT_SECCOMP)
			at_call(pid);
		/* Stops of ptrace's own are no signals for the program. */
		ptrace(PTRACE_CONT, pid, 0,
			event != 0 || signal == SIGTRAP || signal == SIGSTOP ? 0 : signal);
	}
}

int
main(int argc, char **argv)
{
	int status = 0;

	if (argc < 4)
		return 2;
	parse(argv[2]);
	pid_t child = fork();
	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
			die("ptrace", 77);
		raise(SIGSTOP);
		install_filter();
		execv(argv[3], argv + 3);
		die(argv[3], 2);
	}
	if (child < 0 || waitpid(child, &status, 0) < 0)
		die("fork", 77);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (ptrace(PTRACE_SETOPTIONS, child, 0,
		    PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_EXITKILL) !=
		0)
		die("ptrace", 77);
	ptrace(PTRACE_CONT, child, 0, 0);
	status = follow(child);
	FILE *out = strcmp(argv[1], "-") != 0 ? fopen(argv[1], "w") : NULL;
	for (int i = 0; out && i < KINDS; i++)
		fprintf(out, "%s %lu\n", names[i], counts[i]);
	if (out)
		fclose(out);
	return status;
}

#else
int
main(void)
{
	return 77;
}
#endif
