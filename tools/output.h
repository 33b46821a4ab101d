/*
 * Where results go. A file is there whole or not at all: it is written under
 * another name in the same directory and renamed at the end.
 */
#ifndef MIA_TOOLS_OUTPUT_H
#define MIA_TOOLS_OUTPUT_H

#include <stdio.h>

#include <mia/mia.h>

#include "commands/command.h"
#include "host/pager.h"
#include "screen.h"

struct output {
	FILE *stream;     /* NULL: closed */
	const char *path; /* NULL: standard output */
	const char *base; /* the last part of path */
	int directory;    /* in which base and temporary stand; -1: none */
	char temporary[24];
	int guard;          /* removes temporary when a signal ends the program */
	int error;          /* errno of the first write that failed, or 0 */
	struct pager pager; /* off unless it was begun */
	int screened;       /* what is written is evidence as it stands, and a terminal shows it */
	struct screen screen;
};

/* path NULL or "-": standard output. Says what is wrong itself. EXIT_USAGE:
 * the target is evidence, or no place for a file. */
enum exit_status output_open(struct output *output, const char *path, const struct mia_evidence *evidence);
/* EXIT_USAGE, and says so, if the target is one of these sources too; evidence
 * may be NULL. */
enum exit_status output_spare(const struct output *output, const struct mia_evidence *evidence);
/* A mia_write_fn over a struct output. */
int output_write(void *output, const void *bytes, size_t size);
/* All that was written is where it belongs, and a pager has ended; -1: it could
 * not be written. */
int output_settle(struct output *output);
/* Makes the file appear, or closes standard output; every step is checked
 * and a failure told, but for a broken pipe. */
enum exit_status output_commit(struct output *output);
/* As if it had never been opened; also after a failed commit. */
void output_discard(struct output *output);
/* True if both stand for the same file. */
int output_same(const struct output *a, const struct output *b);

/* A file without a name in the directory of output, for what must be kept
 * aside; NULL and a message when it cannot be had. */
FILE *output_scratch(const struct output *output);

/* A name for something unfinished, 18 bytes with its end; -1 and errno. */
int output_temporary_name(char *ret, size_t size);

/* Flushes and closes standard output after text was written with stdio. */
enum exit_status output_close_standard(void);

#endif
