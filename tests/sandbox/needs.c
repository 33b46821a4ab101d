/* What has to work inside the sandbox. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "escape.h"

static int
open_it(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int
read_evidence(void)
{
	return open_it("inside/evidence.csv", O_RDONLY);
}
static int
list_evidence(void)
{
	return open_it("inside", O_RDONLY | O_DIRECTORY);
}

static int
write_result(void)
{
	int fd = open("out/.new", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, "y\n", 2) != 2 || ftruncate(fd, 1) != 0 || fsync(fd) != 0 ||
		fchmod(fd, 0644) != 0 || close(fd) != 0)
		return errno;
	return rename("out/.new", "out/old.csv") != 0 ? errno : 0;
}

static void *
nothing(void *arg)
{
	return arg;
}

static int
have_thread(void)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, nothing, NULL);

	return error != 0 ? error : pthread_join(thread, NULL);
}

static int
signal_itself(void)
{
	(void)signal(SIGUSR1, SIG_IGN);
	return raise(SIGUSR1);
}

const struct need needs[] = {
	{ "read evidence", read_evidence },
	{ "list evidence", list_evidence },
	{ "write a result and put it in its place", write_result },
	{ "have a thread", have_thread },
	{ "signal itself", signal_itself },
	{ NULL, NULL },
};
