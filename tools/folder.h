/*
 * A folder of results: there whole or not at all. It is built beside its place
 * under another name, and never takes the place of anything.
 */
#ifndef MIA_TOOLS_FOLDER_H
#define MIA_TOOLS_FOLDER_H

#include <stdio.h>

#include <mia/mia.h>

#include "commands/command.h"

#define FOLDER_ENTRIES 20

struct folder_entry {
	char name[24];
	int is_directory;
	int guard;
};

struct folder {
	const char *path;   /* as given */
	char *trimmed;      /* without slashes at its end */
	const char *base;   /* the last part of that */
	int parent, self;   /* -1: none */
	char temporary[24]; /* what it is called until it is whole */
	int guard;
	struct folder_entry entries[FOLDER_ENTRIES];
	size_t count;
	FILE *stream; /* of the file that is open */
	int held;     /* signals wait until it is closed */
	int error;    /* errno of what failed first, or 0 */
};

/* Finds its place; makes nothing. Says what is wrong itself. EXIT_USAGE: there
 * is something already. */
enum exit_status folder_open(struct folder *folder, const char *path);
/* Whether the directory is the open one `place` or stands above it; what is none does not. */
int folder_holds(const char *directory, int place);
/* Whether the folder will stand below the directory. */
int folder_is_inside(const struct folder *folder, const char *directory);
/* Makes it, under another name. */
enum exit_status folder_begin(struct folder *folder);
/* A file without a name next to the folder; NULL and a message. */
FILE *folder_scratch(const struct folder *folder);
/* Files for mia_case_write. */
struct mia_case_files folder_files(struct folder *folder);
/* Makes the folder appear; every step is checked and a failure told. */
enum exit_status folder_commit(struct folder *folder);
/* Says why writing failed. */
enum exit_status folder_failed(const struct folder *folder);
/* As if it had never been opened; also after a commit. */
void folder_discard(struct folder *folder);

#endif
