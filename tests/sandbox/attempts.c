/* Attempts to get out of the sandbox. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "escape.h"
#include "host/sandbox.h"

static int listener, early; /* sockets: one that listens, one to connect with */
static struct sockaddr_in there = { .sin_family = AF_INET };
static struct sockaddr_un abstract = { .sun_family = AF_UNIX };
static socklen_t abstract_len;
static int abstract_listener;

static int
answer(long result)
{
	return result < 0 ? errno : 0;
}

static int
put_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, "x\n", 2) != 2)
		return -1;
	return close(fd);
}

int
attempts_begin(void)
{
	socklen_t len = sizeof(there);

	there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)snprintf(abstract.sun_path + 1, sizeof(abstract.sun_path) - 1, "mia-escape-%d", (int)getpid());
	abstract_len =
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(abstract.sun_path + 1));
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	abstract_listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(listener, (struct sockaddr *)&there, sizeof(there)) != 0 || listen(listener, 64) != 0 ||
		getsockname(listener, (struct sockaddr *)&there, &len) != 0 ||
		bind(abstract_listener, (struct sockaddr *)&abstract, abstract_len) != 0)
		return -1;
	return listen(abstract_listener, 64);
}

int
attempts_again(void)
{
	static const char *const made[] = { "outside/new", "inside/new", "new", "out/secret", "out/link",
		"outside/fifo", "inside/gone.csv", "out/.new" };
	static const char *const folders[] = { "inside", "out", "outside" };

	for (size_t i = 0; i < sizeof(made) / sizeof(made[0]); i++)
		(void)unlink(made[i]);
	(void)rmdir("outside/new.d");
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		(void)mkdir(folders[i], 0700);
	if (early > 0)
		close(early);
	early = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (early < 0 || put_file("inside/evidence.csv") != 0 || put_file("outside/secret") != 0)
		return -1;
	return put_file("out/old.csv");
}

static int
open_and_close(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return answer(fd);
}

static int
read_outside(void)
{
	return open_and_close("outside/secret", O_RDONLY);
}
static int
read_passwd(void)
{
	return open_and_close("/etc/passwd", O_RDONLY);
}
static int
read_shadow(void)
{
	return open_and_close("/etc/shadow", O_RDONLY);
}
static int
read_memory(void)
{
	return open_and_close("/proc/self/mem", O_RDWR);
}
static int
list_root(void)
{
	return open_and_close("/", O_RDONLY | O_DIRECTORY);
}
static int
write_evidence(void)
{
	return open_and_close("inside/evidence.csv", O_WRONLY);
}
static int
cut_evidence(void)
{
	return open_and_close("inside/evidence.csv", O_RDONLY | O_TRUNC);
}
static int
make_outside(void)
{
	return open_and_close("outside/new", O_WRONLY | O_CREAT);
}
static int
make_inside(void)
{
	return open_and_close("inside/new", O_WRONLY | O_CREAT);
}
static int
make_here(void)
{
	return open_and_close("new", O_WRONLY | O_CREAT);
}
static int
make_nameless(void)
{
	return open_and_close("outside", O_WRONLY | O_TMPFILE);
}
static int
climb_out(void)
{
	return open_and_close("out/../outside/new", O_WRONLY | O_CREAT);
}
static int
remove_evidence(void)
{
	return answer(unlink("inside/evidence.csv"));
}
static int
move_evidence(void)
{
	return answer(rename("inside/evidence.csv", "inside/gone.csv"));
}
static int
replace_evidence(void)
{
	return answer(rename("out/old.csv", "inside/evidence.csv"));
}
static int
fetch_secret(void)
{
	return answer(rename("outside/secret", "out/secret"));
}
static int
link_secret(void)
{
	return answer(link("outside/secret", "out/secret"));
}
static int
make_link(void)
{
	return answer(symlink("../outside/secret", "out/link"));
}
static int
make_fifo(void)
{
	return answer(mkfifo("outside/fifo", 0600));
}
static int
make_directory(void)
{
	return answer(mkdir("outside/new.d", 0700));
}
static int
truncate_evidence(void)
{
	return answer(truncate("inside/evidence.csv", 0));
}
static int
change_mode(void)
{
	return answer(chmod("inside/evidence.csv", 0666));
}
static int
change_owner(void)
{
	return answer(chown("inside/evidence.csv", getuid(), getgid()));
}
static int
change_times(void)
{
	return answer(utimensat(AT_FDCWD, "inside/evidence.csv", NULL, 0));
}

static int
run_program(void)
{
	return answer(execl("/bin/true", "true", (char *)NULL));
}

static int
spawn_program(void)
{
	static char name[] = "true";
	pid_t pid;
	int error = posix_spawn(&pid, "/bin/true", NULL, NULL, (char *[]){ name, NULL }, environ);

	if (error == 0)
		(void)waitpid(pid, NULL, 0);
	return error;
}

static int
fork_process(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	return answer(pid);
}

static int
connect_to(int family, const void *address, socklen_t len)
{
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return answer(fd < 0 ? -1 : connect(fd, address, len));
}

static int
connect_tcp(void)
{
	return connect_to(AF_INET, &there, sizeof(there));
}
static int
connect_early(void)
{
	return answer(connect(early, (struct sockaddr *)&there, sizeof(there)));
}
static int
connect_abstract(void)
{
	return connect_to(AF_UNIX, &abstract, abstract_len);
}

static int
listen_tcp(void)
{
	const struct sockaddr_in here = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return answer(fd < 0 ? -1 : bind(fd, (const struct sockaddr *)&here, sizeof(here)));
}

static int
open_pair(void)
{
	return answer(socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){ 0, 0 }));
}

static int
open_netlink(void)
{
	return answer(socket(AF_NETLINK, SOCK_RAW, 0));
}

static int
signal_parent(void)
{
	return answer(kill(getppid(), 0));
}
/* Its own is one of them. */
static int
signal_group(void)
{
	return answer(kill(0, 0));
}
static int
signal_thread_of_parent(void)
{
	return answer(syscall(SYS_tgkill, getppid(), getppid(), 0));
}
static int
be_traced(void)
{
	return answer(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

/* What a terminal does with it is another thing: it must not be asked. */
static int
feed_terminal(void)
{
	int terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);

	return ioctl(terminal >= 0 ? terminal : STDIN_FILENO, TIOCSTI, "x") != 0 && errno == EPERM ? EPERM
												   : 0;
}

static int
want_core(void)
{
	return answer(setrlimit(RLIMIT_CORE, &(struct rlimit){ 1, 1 }));
}

static int
want_core_of(void)
{
	return answer(prlimit(getpid(), RLIMIT_CORE, &(struct rlimit){ 1, 1 }, NULL));
}

static int
be_dumpable(void)
{
	if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0)
		return errno;
	return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 1 ? 0 : EPERM;
}

/* Only a look, so that it means the same with and without seccomp. */
static int
has_core(void)
{
	struct rlimit is;

	return getrlimit(RLIMIT_CORE, &is) == 0 && is.rlim_max == 0 && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0
		? EPERM
		: 0;
}

static int
has_privileges(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? EPERM : 0;
}

static int
change_user(void)
{
	return answer(setuid(getuid()));
}
static int
change_group(void)
{
	return answer(setgid(getgid()));
}

#if defined(__x86_64__)
/* Another number for getpid: refused before it is looked at. */
static int
call_by_x32(void)
{
	return syscall(0x40000000 | SYS_getpid) < 0 && errno == EPERM ? EPERM : 0;
}
#endif

/* setxattrat, of Linux 6.13: what is newer than the filter is not there. */
static int
call_newer(void)
{
	return syscall(463, -1L, -1L, -1L, -1L, -1L, -1L) < 0 && errno == ENOSYS ? ENOSYS : 0;
}

static void *
read_in_thread(void *ret)
{
	*(int *)ret = read_outside();
	return NULL;
}

static int
read_by_thread(void)
{
	pthread_t thread;
	int error = 0;

	if (pthread_create(&thread, NULL, read_in_thread, &error) != 0)
		return 0;
	pthread_join(thread, NULL);
	return error;
}

#define FILES SANDBOX_FILES
#define CALLS SANDBOX_CALLS
#define CALL(name) \
	{ \
#name, CALLS, NULL, SYS_##name \
	}

const struct attempt attempts[] = { { "read a file elsewhere", FILES, read_outside, 0 },
	{ "read a file elsewhere, on another thread", FILES, read_by_thread, 0 },
	{ "read /etc/passwd", FILES, read_passwd, 0 }, { "read /etc/shadow", FILES, read_shadow, 0 },
	{ "open its own memory", FILES, read_memory, 0 }, { "list the root", FILES, list_root, 0 },
	{ "write to evidence", FILES, write_evidence, 0 },
	{ "cut evidence with open", FILES, cut_evidence, 0 },
	{ "make a file elsewhere", FILES, make_outside, 0 },
	{ "make a file in the evidence", FILES, make_inside, 0 },
	{ "make a file in the current folder", FILES, make_here, 0 },
	{ "make a file without a name elsewhere", FILES, make_nameless, 0 },
	{ "climb out of the output folder", FILES, climb_out, 0 },
	{ "remove evidence", FILES, remove_evidence, 0 }, { "rename evidence", FILES, move_evidence, 0 },
	{ "put a file in the place of evidence", FILES, replace_evidence, 0 },
	{ "fetch a file into the output folder", FILES, fetch_secret, 0 },
	{ "link a file into the output folder", FILES | CALLS, link_secret, 0 },
	{ "make a symbolic link", FILES | CALLS, make_link, 0 },
	{ "make a FIFO", FILES | CALLS, make_fifo, 0 },
	{ "make a folder elsewhere", FILES, make_directory, 0 },
	{ "truncate evidence", FILES | CALLS, truncate_evidence, 0 },
	{ "change the mode of evidence", CALLS, change_mode, 0 },
	{ "change the owner of evidence", CALLS, change_owner, 0 },
	{ "change the times of evidence", CALLS, change_times, 0 },
	{ "run a program", FILES | CALLS, run_program, 0 },
	{ "spawn a program", FILES | CALLS, spawn_program, 0 }, { "fork", CALLS, fork_process, 0 },
	{ "connect by TCP", SANDBOX_NETWORK | CALLS, connect_tcp, 0 },
	{ "connect with a socket from before", SANDBOX_NETWORK | CALLS, connect_early, 0 },
	{ "bind a TCP port", SANDBOX_NETWORK | CALLS, listen_tcp, 0 },
	{ "connect to an abstract socket", SANDBOX_SIGNALS | CALLS, connect_abstract, 0 },
	{ "open a pair of sockets", CALLS, open_pair, 0 },
	{ "open a netlink socket", CALLS, open_netlink, 0 },
	{ "signal its parent", SANDBOX_SIGNALS | CALLS, signal_parent, 0 },
	{ "signal its group", CALLS, signal_group, 0 },
	{ "signal a thread of its parent", SANDBOX_SIGNALS | CALLS, signal_thread_of_parent, 0 },
	{ "be traced by its parent", CALLS, be_traced, 0 },
	{ "put keys into a terminal", CALLS, feed_terminal, 0 },
	{ "have a core file", SANDBOX_NO_CORE, has_core, 0 },
	{ "raise the size of core files", CALLS, want_core, 0 },
	{ "raise it for a process", CALLS, want_core_of, 0 }, { "be dumpable again", CALLS, be_dumpable, 0 },
	{ "get privileges by a program", SANDBOX_NO_PRIVILEGES, has_privileges, 0 },
	{ "change user", CALLS, change_user, 0 }, { "change group", CALLS, change_group, 0 },
#if defined(__x86_64__)
	{ "call by the numbers of x32", CALLS, call_by_x32, 0 },
#endif
	{ "call what is newer than the filter", CALLS, call_newer, 0 }, CALL(execveat),
	CALL(process_vm_readv), CALL(process_vm_writev), CALL(kcmp), CALL(bpf), CALL(userfaultfd),
	CALL(perf_event_open), CALL(keyctl), CALL(add_key), CALL(request_key), CALL(memfd_create),
	CALL(io_uring_setup), CALL(pidfd_open), CALL(pidfd_getfd), CALL(pidfd_send_signal), CALL(mount),
	CALL(umount2), CALL(move_mount), CALL(open_tree), CALL(fsopen), CALL(pivot_root), CALL(chroot),
	CALL(unshare), CALL(setns), CALL(init_module), CALL(finit_module), CALL(delete_module),
	CALL(kexec_load), CALL(swapon), CALL(open_by_handle_at), CALL(fanotify_init), CALL(setresuid),
	CALL(setgroups), CALL(capset), CALL(recvmsg), CALL(sendmsg), CALL(shmget), CALL(setxattr),
	{ NULL, 0, NULL, 0 } };
