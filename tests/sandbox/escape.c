/*
 * Tries to get out of the sandbox of the tool, one layer at a time and all of
 * them together. Each attempt is made without any layer first: one that cannot
 * work there shows nothing, and is skipped. Prints TAP.
 *
 * usage: escape              in a folder of its own
 *        escape --without landlock|seccomp COMMAND...
 *                            runs it as on a kernel that has no such thing
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "escape.h"
#include "host/linux_sandbox.h"
#include "host/sandbox.h"

#define FILES (SANDBOX_READ | SANDBOX_WRITE | SANDBOX_MAKE | SANDBOX_REMOVE)
#define LANDLOCK (SANDBOX_FILES | SANDBOX_NETWORK | SANDBOX_SIGNALS)
#define LANDLOCK_CREATE 444

static unsigned number;
static int failures;

static void
tell(int good, const char *name, const char *with, const char *skipped)
{
	failures += !good;
	printf("%sok %u - %s%s%s%s%s\n", good ? "" : "not ", ++number, name, with[0] ? ": " : "", with,
		skipped != NULL ? " # SKIP " : "", skipped != NULL ? skipped : "");
	(void)fflush(stdout);
}

/* The layers that this kernel has, by asking it and not the code under test. */
static unsigned
expected_layers(void)
{
	long abi = syscall(LANDLOCK_CREATE, NULL, (size_t)0, 1u);
	unsigned layers = SANDBOX_NO_PRIVILEGES | SANDBOX_NO_CORE;

	layers |= abi >= 1 ? SANDBOX_FILES : 0u;
	layers |= abi >= 4 ? SANDBOX_NETWORK : 0u;
	layers |= abi >= 6 ? SANDBOX_SIGNALS : 0u;
#if defined(__x86_64__) || defined(__aarch64__)
	unsigned refusal = SECCOMP_RET_ERRNO;

	layers |= syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &refusal) == 0 ? SANDBOX_CALLS : 0u;
#endif
	return layers;
}

static void
allow_all(struct sandbox *sandbox)
{
	sandbox_allow(sandbox, AT_FDCWD, "inside", SANDBOX_READ, SANDBOX_READ);
	sandbox_allow(sandbox, AT_FDCWD, "out", FILES, SANDBOX_MAKE | SANDBOX_REMOVE);
}

/* Into one layer, or into all with layer 0. */
static unsigned
enter(unsigned layer)
{
	struct sandbox sandbox;

	sandbox_begin(&sandbox, SANDBOX_AUTO);
	allow_all(&sandbox);
	if (layer & LANDLOCK) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || landlock_restrict(sandbox.first) != 0)
			_exit(201);
	} else if (layer == SANDBOX_CALLS) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || seccomp_begin() != 0)
			_exit(202);
	} else {
		(void)sandbox_enter(&sandbox);
	}
	return sandbox.layers;
}

static int
try(const struct attempt *attempt)
{
	if (attempt->act != NULL)
		return attempt->act();
	/* Refused for what it is; anything else was looked at. */
	return syscall(attempt->call, -1L, -1L, -1L, -1L, -1L, -1L) < 0 && errno == EPERM ? EPERM : 0;
}

/* In a process of its own, with the layer on, or all (0), or none (-1). */
static int
outcome(const struct attempt *attempt, int layer)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		if (layer >= 0)
			(void)enter((unsigned)layer);
		_exit(try(attempt));
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int
refused(int error)
{
	return error == EPERM || error == EACCES || error == EXDEV || error == ENOSYS;
}

static void
make_attempt(const struct attempt *attempt, unsigned layers)
{
	static const char *const names[] = { "no-new-privileges", "no-core", "landlock-files",
		"landlock-network", "landlock-signals", "seccomp" };
	int without;

	(void)attempts_again();
	without = outcome(attempt, -1);
	if (attempts_again() != 0) {
		tell(0, attempt->name, "the files cannot be made", NULL);
		return;
	}
	for (unsigned i = 0; i < 6; i++) {
		if (!(attempt->layers & 1u << i))
			continue;
		if (!(layers & 1u << i))
			tell(1, attempt->name, names[i], "this kernel has no such layer");
		else if (without != 0)
			tell(1, attempt->name, names[i], "the kernel refuses it anyway");
		else
			tell(refused(outcome(attempt, 1 << i)), attempt->name, names[i], NULL);
	}
	if (attempt->layers & layers)
		tell(refused(outcome(attempt, 0)), attempt->name, "the whole sandbox", NULL);
}

static void
have_need(const struct need *need)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		(void)enter(0);
		_exit(need->act());
	}
	tell(waitpid(pid, &status, 0) == pid && status == 0, "still possible", need->name, NULL);
}

/* What was allowed until the outputs were open, and is no more. */
static void
narrow(void)
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		struct sandbox sandbox;

		sandbox_begin(&sandbox, SANDBOX_AUTO);
		allow_all(&sandbox);
		(void)sandbox_enter(&sandbox);
		int before = open("out/.new", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		(void)sandbox_narrow(&sandbox);
		_exit(before >= 0 && open("out/old.csv", O_WRONLY) < 0 && errno == EACCES &&
					open("out/old.csv", O_RDONLY) < 0 && errno == EACCES &&
					open("out/more", O_WRONLY | O_CREAT, 0600) < 0 && errno == EACCES &&
					open("inside/evidence.csv", O_RDONLY) >= 0 &&
					write(before, "y", 1) == 1 &&
					rename("out/.new", "out/old.csv") == 0 && unlink("out/old.csv") == 0
				? 0
				: 1);
	}
	tell(waitpid(pid, &status, 0) == pid && status == 0, "narrowed",
		"the output is finished, and nothing else is opened", NULL);
}

static int
crash(int inside)
{
	struct rlimit is;
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		(void)getrlimit(RLIMIT_CORE, &is);
		is.rlim_cur = is.rlim_max;
		(void)setrlimit(RLIMIT_CORE, &is);
		if (inside)
			(void)enter(0);
		abort();
	}
	return waitpid(pid, &status, 0) == pid && WIFSIGNALED(status) && WCOREDUMP(status);
}

static int
run_without(const char *layer, char **command)
{
	const unsigned call = strcmp(layer, "landlock") == 0 ? LANDLOCK_CREATE : SYS_seccomp;
	struct sock_filter code[] = {
		{ BPF_LD | BPF_W | BPF_ABS, 0, 0, 0 },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, call },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
	};
	const struct sock_fprog program = { 4, code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
		syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) {
		puts("no seccomp here");
		return 77;
	}
	execv(command[0], command);
	perror(command[0]);
	return 99;
}

int
main(int argc, char **argv)
{
	unsigned layers = expected_layers(), got;

	if (argc > 3 && strcmp(argv[1], "--without") == 0)
		return run_without(argv[2], argv + 3);
#ifdef SANDBOX_WITH_SANITIZER
	puts("1..0 # SKIP a build with a sanitizer has no sandbox");
	return 0;
#endif
	pid_t pid = fork();
	int status = 0;
	if (pid == 0)
		_exit((int)enter(0));
	got = waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? (unsigned)WEXITSTATUS(status) : 0;
	printf("# this kernel has the layers 0x%x, the sandbox uses 0x%x\n", layers, got);
	tell(got == layers, "every layer that this kernel has is on", "", NULL);
	tell(attempts_begin() == 0, "sockets to connect to", "", NULL);
	for (const struct attempt *attempt = attempts; attempt->name != NULL; attempt++)
		make_attempt(attempt, layers);
	(void)attempts_again();
	for (const struct need *need = needs; need->name != NULL; need++)
		have_need(need);
	(void)attempts_again();
	if (layers & SANDBOX_FILES)
		narrow();
	tell(!crash(1), "a crash", "no core file", crash(0) ? NULL : "none is written here anyway");
	printf("1..%u\n", number);
	return failures > 0;
}
