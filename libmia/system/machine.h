/* What else only the operating system knows. */
#ifndef MIA_SYSTEM_MACHINE_H
#define MIA_SYSTEM_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

/* Random bytes that nobody can foretell. waits: until there are some; else false. */
bool mia__random(void *bytes, size_t size, bool waits);
/* 16 that are the same in one process and not known outside of it; quick, and never fails. */
void mia__random_of_process(unsigned char bytes[16]);
/* Processors that a program may use, 1 to 256. */
unsigned mia__cores(void);
/* In English, the same on every system. */
const char *mia__errno_text(int code);
/* errno of the stdio call that just failed to write; never 0. A pipe that nobody reads: EPIPE. */
int mia__write_error(void);
/* Overwritten, although nobody reads it afterwards. */
void mia__wipe(void *bytes, size_t size);

/* The first place of needle, which is not empty, in bytes; NULL: nowhere. As fast as the system can. */
const void *mia__find_bytes(const void *bytes, size_t size, const void *needle, size_t needle_size);
/* Whether a line to paste is for sh; else it is for cmd and PowerShell alike. */
bool mia__shell_is_posix(void);

/* From begin to end, on this thread, numbers are written as the C language has them. */
struct plain_locale {
	void *plain, *before;
};
bool mia__plain_locale_begin(struct plain_locale *locale);
void mia__plain_locale_end(struct plain_locale *locale);

#endif
