/*
 * Whatever ends the program takes its temporary files with it.
 */
#ifndef MIA_TOOLS_SIGNALS_H
#define MIA_TOOLS_SIGNALS_H

/* Also: a broken pipe or a file grown over its limit becomes a failed
 * write, and descriptors 0 to 2 are made to exist, so that no evidence or
 * result is opened in their place. */
void signals_install(void);

/* Keeps signals off this thread while a file and its guard change together. */
void signals_hold(void);
void signals_release(void);
/* Has name, of at most 23 bytes, removed from directory if a signal ends the
 * program. Answers the guard, or -1 when there are too many. */
int signals_guard(int directory, const char *name);
/* The same for a directory, before anything in it is guarded. */
int signals_guard_directory(int directory, const char *name);
void signals_unguard(int guard);

#endif
