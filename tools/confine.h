/*
 * What a command may still do while it reads evidence: the sandbox, filled in
 * by the options. Evidence is read where it was named, results are written
 * where -o and --rejects say, and nothing else is opened.
 */
#ifndef MIA_TOOLS_CONFINE_H
#define MIA_TOOLS_CONFINE_H

#include "commands/command.h"
#include "host/sandbox.h"

struct folder;

struct confined {
	struct sandbox sandbox;
	char *scratch;             /* report: a folder for the temporary files of the workbook; or NULL */
	int scratch_parent, guard; /* -1: none */
	char text[SANDBOX_TEXT];   /* the layers, for the manifest */
};

/* Before evidence is opened. EXIT_USAGE, and says so, where '--sandbox require'
 * cannot be had. */
enum exit_status confine_run(struct run *run);
/* Once the outputs are open: what is there already can no longer be written.
 * folder: that of a report; or NULL. */
enum exit_status confine_outputs(struct run *run, const struct folder *folder);
/* Removes what confine_run made. */
void confine_end(struct run *run);

/* The layers that this machine gives to a command, by entering them. */
const char *confine_trial(char ret[SANDBOX_TEXT]);

#endif
