/* Processors, random numbers, bytes and the locale, on Windows. */
#include <errno.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "system/machine.h"
#include "system/windows.h"

#include <bcrypt.h>

bool
mia__random(void *bytes, size_t size, bool waits)
{
	(void)waits;
	return BCryptGenRandom(NULL, bytes, (ULONG)size, BCRYPT_USE_SYSTEM_PREFERRED_RNG) >= 0;
}

static const char null_byte;

void
mia__random_of_process(unsigned char bytes[16])
{
	/* A number of the process that others are not told goes into the first; where
	 * the program and its memory lie, and when it was started, into both. */
	uint64_t known[2] = { (uint64_t)(uintptr_t)EncodePointer((void *)(uintptr_t)&null_byte),
		(uint64_t)(uintptr_t)GetProcessHeap() ^ (uint64_t)GetCurrentProcessId() << 48 };
	FILETIME began, not_yet, kernel, user;

	if (GetProcessTimes(GetCurrentProcess(), &began, &not_yet, &kernel, &user))
		known[1] ^= (uint64_t)began.dwHighDateTime << 32 | began.dwLowDateTime;
	memcpy(bytes, known, sizeof(known));
}

unsigned
mia__cores(void)
{
	DWORD cores = GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);

	return cores < 1 ? 1 : cores < 256 ? (unsigned)cores : 256;
}

/* The C library knows few errors of Windows, and calls all others EINVAL. */
int
mia__write_error(void)
{
	if (errno == EINVAL && _doserrno)
		(void)mia__windows_failed(_doserrno);
	return errno ? errno : EIO;
}

/* The first byte is sought as fast as the C library can. */
const void *
mia__find_bytes(const void *bytes, size_t size, const void *needle, size_t needle_size)
{
	const char *at = bytes, *wanted = needle;

	if (needle_size > size)
		return NULL;
	for (const char *last = at + (size - needle_size); at <= last; at++) {
		at = memchr(at, *wanted, (size_t)(last - at) + 1);
		if (!at || memcmp(at, wanted, needle_size) == 0)
			return at;
	}
	return NULL;
}

bool
mia__shell_is_posix(void)
{
	return false;
}

void
mia__wipe(void *bytes, size_t size)
{
	SecureZeroMemory(bytes, size);
}

bool
mia__plain_locale_begin(struct plain_locale *locale)
{
	int before = _configthreadlocale(_ENABLE_PER_THREAD_LOCALE);
	const char *name = setlocale(LC_ALL, NULL);

	locale->before = (void *)(intptr_t)before;
	locale->plain = name ? _strdup(name) : NULL;
	if (locale->plain && setlocale(LC_ALL, "C"))
		return true;
	free(locale->plain);
	locale->plain = NULL;
	(void)_configthreadlocale(before);
	return false;
}

void
mia__plain_locale_end(struct plain_locale *locale)
{
	if (!locale->plain)
		return;
	(void)setlocale(LC_ALL, locale->plain);
	(void)_configthreadlocale((int)(intptr_t)locale->before);
	free(locale->plain);
	locale->plain = NULL;
}
