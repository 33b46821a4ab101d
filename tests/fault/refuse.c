/*
 * To be preloaded: has one allocation of a program fail, once or from then on.
 *
 * MIA_REFUSE "K" or "K+": the K-th, counted from 1; MIA_REFUSE_COUNT names a file that gets the number of all.
 * Counted from the first sigaction() of the program on, by which it is beyond its loader, and in the program
 * and all libraries that it is linked with.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *ptr, size_t size);

static unsigned long count, refused_at;
static int begun, ever;

static int
refuses(void)
{
	if (!__atomic_load_n(&begun, __ATOMIC_RELAXED))
		return 0;
	unsigned long n = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
	if (refused_at == 0 || (ever ? n < refused_at : n != refused_at))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *
malloc(size_t size)
{
	return refuses() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return refuses() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *ptr, size_t size)
{
	return refuses() ? NULL : __libc_realloc(ptr, size);
}

int
sigaction(int number, const struct sigaction *new, struct sigaction *old)
{
	static int (*next)(int, const struct sigaction *, struct sigaction *);

	if (!next) {
		const char *at = getenv("MIA_REFUSE");
		*(void **)&next = dlsym(RTLD_NEXT, "sigaction");
		refused_at = at ? strtoul(at, NULL, 10) : 0;
		ever = at && strchr(at, '+');
		__atomic_store_n(&begun, 1, __ATOMIC_RELAXED);
	}
	return next(number, new, old);
}

__attribute__((destructor)) static void
tell(void)
{
	const char *path = getenv("MIA_REFUSE_COUNT");
	char text[32];
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;

	if (fd < 0)
		return;
	int n = snprintf(text, sizeof(text), "%lu\n", count);
	if (write(fd, text, (size_t)n) != n)
		_exit(99);
	close(fd);
}
