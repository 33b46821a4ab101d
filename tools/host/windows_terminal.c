/* The console of Windows. */
#include "host/terminal.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <io.h>
#include <stdlib.h>
#include <string.h>

static HANDLE
handle_of(int fd)
{
	return (HANDLE)_get_osfhandle(fd);
}

bool
terminal_is(int fd)
{
	DWORD mode;

	return GetConsoleMode(handle_of(fd), &mode) != 0;
}

bool
terminal_size(int fd, unsigned *width, unsigned *lines)
{
	CONSOLE_SCREEN_BUFFER_INFO is;

	if (!GetConsoleScreenBufferInfo(handle_of(fd), &is))
		return false;
	*width = (unsigned)(is.srWindow.Right - is.srWindow.Left + 1);
	*lines = (unsigned)(is.srWindow.Bottom - is.srWindow.Top + 1);
	return true;
}

bool
terminal_takes_escapes(void)
{
	const char *term = getenv("TERM");
	DWORD mode;

	if (term != NULL && strcmp(term, "dumb") == 0)
		return false;
	return GetConsoleMode(handle_of(TERMINAL_OUTPUT), &mode) &&
		(mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

/* Windows has no such variables; who sets them, for a shell from elsewhere, means them. */
bool
terminal_shows_utf8(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *locale = getenv(variables[i]);
		if (locale == NULL || locale[0] == '\0')
			continue;
		for (; *locale; locale++)
			if (_strnicmp(locale, "UTF-8", 5) == 0 || _strnicmp(locale, "utf8", 4) == 0)
				return true;
		return false;
	}
	return true;
}
