/* Where the new state of a case file is written, and how it takes the place of
 * the old one: beside it, in one step, once it is on the disk. */
#ifndef MIA_CASEFILE_TARGET_H
#define MIA_CASEFILE_TARGET_H

#include <stdbool.h>

#include "base/alloc.h"
#include "system/file.h"

struct target {
	struct mia_allocator a;
	int directory;
	const char *base;        /* name in it; a part of the caller's path */
	bool replaces;           /* a file stands there */
	int old;                 /* it, locked against another ingest; or -1 */
	struct file_facts facts; /* of it */
	char *path;              /* of the new file, for SQLite */
	size_t path_size;
	const char *temporary; /* its name in the directory */
	char made_up[24];
	int fd; /* the new file */
};

/* Finds out what stands at path, and locks it. */
enum mia_status mia__target_init(struct target *t, const struct mia_allocator *a, const char *path,
	struct mia_error *err);
/* Makes the new file; name as in struct mia_ingest_options. */
enum mia_status mia__target_make(struct target *t, const char *path, const char *name, struct mia_error *err);
/* The new file takes its place. */
enum mia_status mia__target_commit(struct target *t, struct mia_error *err);
/* Removes what was not committed. */
void mia__target_release(struct target *t);

#endif
