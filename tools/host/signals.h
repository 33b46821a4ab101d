/*
 * Whatever ends the program takes its temporary files with it.
 */
#ifndef MIA_TOOLS_HOST_SIGNALS_H
#define MIA_TOOLS_HOST_SIGNALS_H

/* From host_begin. Also: a broken pipe or a file grown over its limit becomes
 * a failed write (EPIPE, EFBIG). */
void signals_begin(void);

/* Keeps signals off while a file and its guard change together; in pairs, on
 * one thread, never nested. */
void signals_hold(void);
void signals_release(void);
/* Has name, of at most 23 bytes, removed from directory if a signal ends the
 * program. Answers the guard, or -1 when there are too many. */
int signals_guard(int directory, const char *name);
/* The same for a directory, before anything in it is guarded. */
int signals_guard_directory(int directory, const char *name);
/* It is no longer removed; -1 is no guard. */
void signals_unguard(int guard);

#endif
