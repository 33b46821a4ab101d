/*
 * A pager between the results and a terminal that is too short for them. What
 * fits is written plainly, and so is all where the pager cannot be had.
 */
#ifndef MIA_TOOLS_HOST_PAGER_H
#define MIA_TOOLS_HOST_PAGER_H

#include <stddef.h>
#include <stdio.h>

enum pager_state {
	PAGER_OFF = 0,
	PAGER_HOLDING, /* all of it may fit yet */
	PAGER_RUNNING,
	PAGER_PLAIN, /* it failed */
	PAGER_QUIT   /* whoever reads has seen enough */
};

struct pager {
	enum pager_state state;
	FILE *stream;          /* where it goes without a pager */
	unsigned lines, width; /* of the terminal */
	unsigned seen, column; /* where the text stands */
	char *held;            /* the beginning, for writing it plainly after all */
	size_t held_len;
	int lost; /* there was more than can be held */
};

/* Before the sandbox, in which no program can be started: a process that becomes
 * the pager if one is needed, and holds nothing of the evidence. */
void pager_prepare(void);
/* It is not needed any more. */
void pager_forget(void);
/* Pages what pager_write gets if it has more lines than that,
 * if a pager was prepared. */
void pager_begin(struct pager *pager, FILE *stream, unsigned lines, unsigned width);
/* 0, or -1 and errno: stream refused it. That the pager ends early is no error. */
int pager_write(struct pager *pager, const void *bytes, size_t size);
/* Writes what is held, or waits until the reader has done; then it is off. */
int pager_end(struct pager *pager);

#endif
