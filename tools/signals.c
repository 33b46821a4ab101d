#include "signals.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t came;

static void
note(int signal)
{
	came = signal;
}

void
signals_install(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action = {.sa_handler = SIG_IGN};

	/* Opened the wrong way round, so that using them fails as if closed. */
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
	}
	sigemptyset(&action.sa_mask);
	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGXFSZ, &action, NULL);
	action.sa_handler = note;
	action.sa_flags = (int)SA_RESETHAND;
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		struct sigaction earlier;

		/* What nohup or a shell's background job ignores stays ignored. */
		if (sigaction(signals[i], NULL, &earlier) == 0 && earlier.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

int
signals_interrupted(void)
{
	return came != 0;
}

void
signals_pass_on(void)
{
	if (came == 0)
		return;
	(void)signal(came, SIG_DFL);
	(void)raise(came);
}
