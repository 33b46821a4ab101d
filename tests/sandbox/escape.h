/* What evidence that has taken a process over would try, and how to try it. */
#ifndef MIA_TESTS_SANDBOX_ESCAPE_H
#define MIA_TESTS_SANDBOX_ESCAPE_H

/* One attempt. 0: it worked, or the kernel would have let it; else errno. */
struct attempt {
	const char *name;
	unsigned layers; /* each of them, alone, has to refuse it */
	int (*act)(void);
	long call; /* act NULL: this system call, with arguments that mean nothing */
};
extern const struct attempt attempts[];

/* What must still work; 0, or errno. */
struct need {
	const char *name;
	int (*act)(void);
};
extern const struct need needs[];

/* Sockets to connect to. */
int attempts_begin(void);
/* Files as they were: inside/ is allowed for reading, out/ for results, outside/
 * for nothing. Before each attempt. */
int attempts_again(void);

#endif
