/* The terminal, on POSIX. */
#include "host/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool
terminal_is(int fd)
{
	return isatty(fd) != 0;
}

bool
terminal_size(int fd, unsigned *width, unsigned *lines)
{
	struct winsize window;

	if (ioctl(fd, TIOCGWINSZ, &window) != 0)
		return false;
	*width = window.ws_col;
	*lines = window.ws_row;
	return true;
}

bool
terminal_takes_escapes(void)
{
	const char *term = getenv("TERM");

	return term == NULL || strcmp(term, "dumb") != 0;
}

/* By the variables: newlocale leaks in glibc where LOCPATH is set. */
bool
terminal_shows_utf8(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		const char *locale = getenv(variables[i]);
		if (locale != NULL && locale[0] != '\0')
			return strcasestr(locale, "UTF-8") != NULL || strcasestr(locale, "utf8") != NULL;
	}
	return false;
}
