/* Removes temporary files when a signal ends the program; on POSIX. */
#include "host/signals.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* A folder of results takes one for itself and one for each file in it. */
#define GUARDS 24

static struct {
	volatile sig_atomic_t used;
	int directory;
	int flags; /* of unlinkat */
	char name[24];
} guards[GUARDS];

static const int deadly[] = { SIGHUP, SIGINT, SIGTERM };
#define DEADLY_COUNT (sizeof(deadly) / sizeof(deadly[0]))

/* Its disposition is the default again by now, so raising it ends the program. */
static void
clean_up(int signal)
{
	/* A directory is guarded before what is made in it. */
	for (size_t i = GUARDS; i-- > 0;) {
		if (guards[i].used)
			(void)unlinkat(guards[i].directory, guards[i].name, guards[i].flags);
	}
	/* Not raise(): musl asks for it in a way that the sandbox refuses. */
	(void)kill(getpid(), signal);
}

void
signals_begin(void)
{
	struct sigaction action = { .sa_handler = SIG_IGN };

	sigemptyset(&action.sa_mask);
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGXFSZ, &action, NULL);
	action.sa_handler = clean_up;
	action.sa_flags = (int)SA_RESETHAND;
	for (size_t i = 0; i < DEADLY_COUNT; i++) {
		struct sigaction earlier;

		/* What nohup or a shell's background job ignores stays ignored. */
		if (sigaction(deadly[i], NULL, &earlier) == 0 && earlier.sa_handler != SIG_IGN)
			sigaction(deadly[i], &action, NULL);
	}
}

static void
mask(int how)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < DEADLY_COUNT; i++)
		sigaddset(&set, deadly[i]);
	(void)pthread_sigmask(how, &set, NULL);
}

void
signals_hold(void)
{
	mask(SIG_BLOCK);
}

void
signals_release(void)
{
	mask(SIG_UNBLOCK);
}

static int
guard(int directory, const char *name, int flags)
{
	for (int i = 0; i < GUARDS; i++) {
		if (guards[i].used || strlen(name) >= sizeof(guards[i].name))
			continue;
		guards[i].directory = directory;
		guards[i].flags = flags;
		memcpy(guards[i].name, name, strlen(name) + 1);
		guards[i].used = 1;
		return i;
	}
	return -1;
}

int
signals_guard(int directory, const char *name)
{
	return guard(directory, name, 0);
}

int
signals_guard_directory(int directory, const char *name)
{
	return guard(directory, name, AT_REMOVEDIR);
}

void
signals_unguard(int number)
{
	if (number >= 0)
		guards[number].used = 0;
}
