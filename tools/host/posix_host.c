/* What has to be right before anything else is done; on POSIX. */
#include "host/host.h"

#include <fcntl.h>
#include <stdio.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "host/signals.h"
#include "host/terminal.h"

/* Opened the wrong way round, so that using them fails as if closed. */
static void
fill_descriptors(void)
{
	for (int fd = TERMINAL_INPUT; fd <= TERMINAL_ERRORS; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", fd == TERMINAL_INPUT ? O_WRONLY : O_RDONLY);
	}
}

/* glibc would keep what large tables left behind when they grew; where its
 * threshold is set, it gives back each as soon as it is freed. */
static void
keep_memory_small(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, 256 << 10);
#endif
}

void
host_begin(void)
{
	fill_descriptors();
	signals_begin();
	keep_memory_small();
}
