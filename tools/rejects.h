/*
 * Rejects and damaged records as they come from the load, in any order; told
 * and written in the order of the evidence.
 */
#ifndef MIA_TOOLS_REJECTS_H
#define MIA_TOOLS_REJECTS_H

#include <stdio.h>

#include <mia/mia.h>

#include "output.h"

#define REJECTS_TOLD 10
#define REJECTS_TOLD_SHORT 2

/* The first few, in order; and how many there were. */
struct reject_note {
	struct mia_place place;
	enum mia_reason reason;
	uint64_t flags;
	char detail[160];
};

struct reject_notes {
	struct reject_note first[REJECTS_TOLD];
	size_t count;
	uint64_t total;
};

/* Where a part of a reject lies in the scratch file. */
struct reject_part {
	const struct mia_source *source;
	uint64_t offset;
	uint64_t record;
	uint64_t length;
	uint64_t position;
};

struct rejects {
	struct reject_notes rejected;
	struct reject_notes kept;
	struct output file; /* --rejects; unused without it */
	FILE *scratch;      /* NULL: they are not kept */
	const char *where;  /* where all will be found if not in file; or NULL */
	uint64_t scratch_size;
	struct reject_part *parts;
	size_t part_count, part_room;
	int unwritten; /* never written to a file */
	int written;   /* the file is complete but for its commit */
	int error;     /* errno; collecting failed */
};

/* path NULL: nothing is written. Says what is wrong itself. */
enum exit_status rejects_begin(struct rejects *rejects, const char *path,
	const struct mia_evidence *evidence);
/* Keeps them in scratch, which is taken over, for rejects_copy; where: as a
 * message says it. scratch NULL: EXIT_NOTHING. */
enum exit_status rejects_begin_aside(struct rejects *rejects, FILE *scratch, const char *where);
/* Both answer 0, or 1 when collecting failed and the load shall stop. */
int rejects_add(struct rejects *rejects, const struct mia_reject *reject);
int rejects_add_event(struct rejects *rejects, const struct mia_event *event);
/* True if there was anything to tell. */
int rejects_any(const struct rejects *rejects);
/* The first two, or the first ten, and how many more there were. */
void rejects_tell(const struct rejects *rejects, int verbose);
/* One line, for a terminal that shows it under each result. */
void rejects_tell_briefly(const struct rejects *rejects);
/* Writes the file as far as it goes before its commit. */
enum exit_status rejects_write(struct rejects *rejects);
/* Writes all that were kept, in order. */
enum mia_status rejects_copy(struct rejects *rejects, mia_write_fn *write, void *ctx, struct mia_error *err);
void rejects_free(struct rejects *rejects);

#endif
