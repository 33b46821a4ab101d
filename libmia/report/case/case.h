/* The case folder while it is written: one file after the other, each hashed
 * and counted on its way. */
#ifndef MIA_REPORT_CASE_CASE_H
#define MIA_REPORT_CASE_CASE_H

#include <mia/case.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "bytes/sha256.h"
#include "format/sink.h"

struct case_result {
	const char *name;
	uint64_t size;
	bool is_table;
	uint64_t rows; /* of a table */
	char sha256[65];
};

/* What could stand in the folder and does not. */
struct case_absence {
	const char *name;
	const char *why;
};

#define CASE_RESULTS 20
#define CASE_ABSENCES 8
struct case_writer {
	const struct mia_case *c;
	struct mia_allocator a;
	const struct mia_case_files *files;
	struct sha256 sha;
	struct case_result results[CASE_RESULTS];
	size_t count;
	struct case_absence absences[CASE_ABSENCES];
	size_t absence_count;
	bool has_scope;   /* scope.json is one of the files */
	struct buf scope; /* what stands in it */
};

/* A mia_write_fn over a struct case_writer: into the file that is open. */
int mia__case_write_bytes(void *writer, const void *bytes, size_t size);

/* extras.c */
/* Makes w->scope; why there is no such file, or NULL. */
const char *mia__case_take_scope(struct case_writer *w);
enum mia_status mia__case_scope(struct case_writer *w, struct mia_error *err);
enum mia_status mia__case_read_me(struct case_writer *w, struct mia_error *err);

/* manifest.c: of what was written so far. */
enum mia_status mia__case_manifest(struct case_writer *w, struct mia_error *err);

#endif
