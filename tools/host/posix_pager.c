/* Runs the pager that the user wants, and does without it where that fails; on POSIX. */
#include "host/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/terminal.h"
#include "say.h"
#include "system/machine.h"

/* More than a pipe takes before anybody reads from it. */
#define HELD (256 * 1024)
#define WORDS 16

static struct sigaction interrupt, quit;

/* The process that waits to become the pager; pid 0: none. A byte in `go` wakes
 * it; `data` is what it reads, `failed` why it could not be run. */
static struct {
	pid_t pid;
	int go, data, failed;
} waiting = { 0, -1, -1, -1 };

/* The one that runs, and what it reads. */
static struct {
	pid_t pid;
	int fd;
} running = { 0, -1 };

/* A program, or "" for none. */
static const char *
wanted(void)
{
	const char *command = getenv("MIA_PAGER");

	if (command == NULL)
		command = getenv("PAGER");
	return command == NULL ? "less -FRSX" : strcmp(command, "cat") == 0 ? "" : command;
}

/* The user's own words, in the user's own environment: a shell only where they
 * need one. */
static void
run_command(const char *command)
{
	char *words[WORDS + 1], *copy = strdup(command), *rest = copy;
	size_t count = 0;

	if (copy == NULL)
		return;
	if (strpbrk(command, "|&;<>()$`\\\"'*?[]#~=%!{}\t\n") != NULL) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		free(copy);
		return;
	}
	for (char *word; count < WORDS && (word = strsep(&rest, " ")) != NULL;) {
		if (*word != '\0')
			words[count++] = word;
	}
	words[count] = NULL;
	execvp(words[0], words);
	free(copy);
}

/* Waits to be needed; without a byte it never was. */
static void
be_pager(int go, int data, int failed)
{
	char byte;
	ssize_t got;

	do
		got = read(go, &byte, 1);
	while (got < 0 && errno == EINTR);
	if (got != 1)
		_exit(0);
	/* What is ignored stays so in another program. */
	(void)signal(SIGPIPE, SIG_DFL);
	(void)signal(SIGXFSZ, SIG_DFL);
	if (dup2(data, TERMINAL_INPUT) >= 0) {
		(void)setenv("LESS", "FRSX", 0);
		(void)setenv("LV", "-c", 0);
		run_command(wanted());
	}
	int error = errno;
	if (write(failed, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

static void
close_all(const int *fds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
	}
}

/* pipe2 is not everywhere, and there is one thread yet. */
static int
make_pipe(int ends[2])
{
	if (pipe(ends) != 0)
		return -1;
	return fcntl(ends[0], F_SETFD, FD_CLOEXEC) != 0 || fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0 ? -1 : 0;
}

void
pager_prepare(void)
{
	const char *command = wanted();
	/* Ends to read and to write: go, data, failed. */
	int ends[6] = { -1, -1, -1, -1, -1, -1 };

	if (command[strspn(command, " ")] == '\0' || waiting.pid != 0)
		return;
	for (int i = 0; i < 6; i += 2) {
		if (make_pipe(ends + i) != 0) {
			close_all(ends, 6);
			return;
		}
	}
	waiting.pid = fork();
	if (waiting.pid == 0) {
		close_all((int[]){ ends[1], ends[3], ends[4] }, 3);
		be_pager(ends[0], ends[2], ends[5]);
	}
	close_all((int[]){ ends[0], ends[2], ends[5] }, 3);
	waiting.go = ends[1];
	waiting.data = ends[3];
	waiting.failed = ends[4];
	if (waiting.pid < 0)
		pager_forget();
}

void
pager_forget(void)
{
	close_all((int[]){ waiting.go, waiting.data, waiting.failed }, 3);
	waiting.go = waiting.data = waiting.failed = -1;
	while (waiting.pid > 0 && waitpid(waiting.pid, NULL, 0) < 0 && errno == EINTR)
		;
	waiting.pid = 0;
}

void
pager_begin(struct pager *pager, FILE *stream, unsigned lines, unsigned width)
{
	memset(pager, 0, sizeof(*pager));
	if (waiting.pid == 0 || lines < 2 || width == 0)
		return;
	pager->held = malloc(HELD);
	if (pager->held == NULL)
		return;
	pager->state = PAGER_HOLDING;
	pager->stream = stream;
	pager->lines = lines;
	pager->width = width;
}

static int
read_error(int fd)
{
	int error = 0;
	ssize_t got;

	do
		got = read(fd, &error, sizeof(error));
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof(error) ? error : 0;
}

/* The keys are the pager's; one that interrupts it must not end this program
 * before it. */
static void
leave_keys(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
}

static void
take_keys(void)
{
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
}

static int
wait_for(void)
{
	int status = 0;

	if (running.fd >= 0)
		close(running.fd);
	running.fd = -1;
	while (waitpid(running.pid, &status, 0) < 0 && errno == EINTR)
		;
	take_keys();
	return status;
}

static int
plainly(struct pager *pager, const void *bytes, size_t size)
{
	return size == 0 || fwrite(bytes, 1, size, pager->stream) == size ? 0 : -1;
}

static int
give_up(struct pager *pager)
{
	pager->state = PAGER_PLAIN;
	return plainly(pager, pager->held, pager->held_len);
}

/* The shell says by these that there is no such program. */
static int
never_ran(int status)
{
	return WIFEXITED(status) && (WEXITSTATUS(status) == 126 || WEXITSTATUS(status) == 127);
}

/* It reads no more. */
static int
has_ended(struct pager *pager)
{
	int status = wait_for();

	if (never_ran(status) && !pager->lost)
		return give_up(pager);
	pager->state = PAGER_QUIT;
	return 0;
}

static int
hand_over(struct pager *pager, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t put = write(running.fd, bytes, size);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return has_ended(pager);
		bytes += put;
		size -= (size_t)put;
	}
	return 0;
}

static int
start(struct pager *pager)
{
	(void)fflush(pager->stream);
	leave_keys();
	running.pid = waiting.pid;
	running.fd = waiting.data;
	int error = write(waiting.go, "", 1) == 1 ? read_error(waiting.failed) : EPIPE;
	close_all((int[]){ waiting.go, waiting.failed }, 2);
	waiting.pid = 0;
	waiting.go = waiting.data = waiting.failed = -1;
	pager->state = PAGER_RUNNING;
	if (error == 0)
		return hand_over(pager, pager->held, pager->held_len);
	(void)wait_for();
	if (getenv("MIA_PAGER") != NULL || getenv("PAGER") != NULL)
		say("cannot run the pager %s: %s", quoted(wanted()), mia__errno_text(error));
	return give_up(pager);
}

static void
hold(struct pager *pager, const char *bytes, size_t size)
{
	size_t room = HELD - pager->held_len, taken = size < room ? size : room;

	memcpy(pager->held + pager->held_len, bytes, taken);
	pager->held_len += taken;
	pager->lost |= taken < size;
}

/* Bytes for columns: what is wider than that wraps, and a line too many only
 * brings the pager up a little early. */
static void
count_lines(struct pager *pager, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		int ends = bytes[i] == '\n' || ++pager->column > pager->width * 2;

		pager->seen += (unsigned)ends;
		pager->column = ends ? 0 : pager->column;
	}
}

int
pager_write(struct pager *pager, const void *bytes, size_t size)
{
	int answer = 0;

	switch (pager->state) {
	case PAGER_OFF:
	case PAGER_PLAIN:
		return plainly(pager, bytes, size);
	case PAGER_QUIT:
		return 0;
	case PAGER_HOLDING:
		count_lines(pager, bytes, size);
		if (pager->seen < pager->lines && size <= HELD - pager->held_len) {
			hold(pager, bytes, size);
			return 0;
		}
		answer = start(pager);
		break;
	case PAGER_RUNNING:
		break;
	}
	if (answer == 0 && pager->state == PAGER_RUNNING) {
		hold(pager, bytes, size);
		answer = hand_over(pager, bytes, size);
	} else if (answer == 0 && pager->state == PAGER_PLAIN) {
		answer = plainly(pager, bytes, size);
	}
	return answer;
}

int
pager_end(struct pager *pager)
{
	int answer = 0;

	if (pager->state == PAGER_HOLDING)
		answer = plainly(pager, pager->held, pager->held_len);
	else if (pager->state == PAGER_RUNNING)
		answer = has_ended(pager);
	free(pager->held);
	memset(pager, 0, sizeof(*pager));
	return answer;
}
