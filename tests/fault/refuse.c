/*
 * To be preloaded: has one allocation of a program fail, once or from then on.
 *
 * MIA_REFUSE "K" or "K+": the K-th, counted from 1; MIA_REFUSE_COUNT names a file that gets the number of all.
 * Counted from the first sigaction() of the program on, by which it is beyond its loader, and in the program
 * and all libraries that it is linked with, but for libxlsxwriter and the libminizip that it uses, which do not
 * look whether they got what they asked for.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
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

/* Where the libraries lie that are spared. */
static struct {
	const char *name;
	uintptr_t start, end;
} spared[] = { { "/libxlsxwriter.so", 0, 0 }, { "/libminizip.so", 0, 0 } };
enum { SPARED = sizeof(spared) / sizeof(*spared) };

static int
find_spared(struct dl_phdr_info *info, size_t size, void *data)
{
	(void)size, (void)data;
	for (int i = 0; i < SPARED * info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i / SPARED];
		uintptr_t start = info->dlpi_addr + part->p_vaddr;
		if (part->p_type != PT_LOAD || !strstr(info->dlpi_name, spared[i % SPARED].name))
			continue;
		if (!spared[i % SPARED].start || start < spared[i % SPARED].start)
			spared[i % SPARED].start = start;
		if (start + part->p_memsz > spared[i % SPARED].end)
			spared[i % SPARED].end = start + part->p_memsz;
	}
	return 0;
}

static int
is_spared(uintptr_t caller)
{
	for (int i = 0; i < SPARED; i++)
		if (caller >= spared[i].start && caller < spared[i].end)
			return 1;
	return 0;
}

static int
refuses(const void *caller)
{
	if (!__atomic_load_n(&begun, __ATOMIC_RELAXED) || is_spared((uintptr_t)caller))
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
	return refuses(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return refuses(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *ptr, size_t size)
{
	return refuses(__builtin_return_address(0)) ? NULL : __libc_realloc(ptr, size);
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
		dl_iterate_phdr(find_spared, NULL);
		__atomic_store_n(&begun, 1, __ATOMIC_RELAXED);
	}
	return next(number, new, old);
}

static int told = -1;

/* The program gives up opening files for writing. */
__attribute__((constructor)) static void
prepare(void)
{
	const char *path = getenv("MIA_REFUSE_COUNT");

	if (path)
		told = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

__attribute__((destructor)) static void
tell(void)
{
	char text[32];

	if (told < 0)
		return;
	int n = snprintf(text, sizeof(text), "%lu\n", count);
	if (write(told, text, (size_t)n) != n)
		_exit(99);
	close(told);
}
