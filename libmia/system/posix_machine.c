/* Processors, bytes, the shell and the locale, on POSIX. */
#include <errno.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "system/machine.h"

unsigned
mia__cores(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 1 ? 1 : cores < 256 ? (unsigned)cores : 256;
}

int
mia__write_error(void)
{
	return errno ? errno : EIO;
}

const void *
mia__find_bytes(const void *bytes, size_t size, const void *needle, size_t needle_size)
{
	return memmem(bytes, size, needle, needle_size);
}

bool
mia__shell_is_posix(void)
{
	return true;
}

bool
mia__plain_locale_begin(struct plain_locale *locale)
{
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);

	locale->plain = plain;
	locale->before = plain != (locale_t)0 ? uselocale(plain) : NULL;
	return plain != (locale_t)0;
}

void
mia__plain_locale_end(struct plain_locale *locale)
{
	if (locale->plain == NULL)
		return;
	(void)uselocale((locale_t)locale->before);
	freelocale((locale_t)locale->plain);
	locale->plain = NULL;
}
