/* The terminal, or console, before which somebody sits. */
#ifndef MIA_TOOLS_HOST_TERMINAL_H
#define MIA_TOOLS_HOST_TERMINAL_H

#include <stdbool.h>

#define TERMINAL_INPUT 0
#define TERMINAL_OUTPUT 1
#define TERMINAL_ERRORS 2

/* Whether this one of the three is a terminal: no file, no pipe, no null device. */
bool terminal_is(int fd);
/* Its columns and lines; false: they are not known. */
bool terminal_size(int fd, unsigned *width, unsigned *lines);
/* Whether it takes escape sequences; asked only of what is a terminal. */
bool terminal_takes_escapes(void);
/* Whether it shows more than ASCII; also asked when there is none, by the user's settings. */
bool terminal_shows_utf8(void);

#endif
