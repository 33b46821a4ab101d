/*
 * The case file: the evidence itself, byte for byte, in one SQLite database,
 * with tables and views for asking it in SQL. docs/casefile.md has the schema.
 * A case file from a stranger is evidence too and is opened as such.
 */
#ifndef MIA_CASEFILE_H
#define MIA_CASEFILE_H

#include <mia/load.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether this libmia was built with SQLite. Any thread. */
MIA_API int mia_casefile_supported(void);
/* Whether the file at path begins as a SQLite database does; 0 where it
 * cannot be read. Any thread. */
MIA_API int mia_casefile_is(const char *path);

/*
 * Adds the sources that a case file holds to the evidence, under the names
 * that they were ingested under; every result is then byte for byte what the
 * sources themselves give. Opened read-only, defensively, with nothing in the
 * schema trusted; it stays open until the evidence is freed. MIA_ERR_IO: it
 * cannot be opened; MIA_ERR_ARGUMENT: it is no case file, of a later form, or
 * damaged; built without SQLite.
 */
MIA_API enum mia_status mia_casefile_add_to(struct mia_evidence *evidence,
	const char *path, struct mia_error *err);

struct mia_ingest_sums {
	uint64_t sources_added, sources_known; /* known: same bytes are there already */
	uint64_t records, events, repeats, rejected; /* of the whole case file */
};

/*
 * Takes the sources of `evidence` (not read yet) into the case file at path,
 * which is made where it does not exist, and writes its tables anew, all in
 * one transaction: when this fails, or the machine does, the case file is as
 * it was. Needs SQLite (else MIA_ERR_ARGUMENT). on_reject and on_progress as
 * in mia_load_options; options may be NULL.
 */
MIA_API enum mia_status mia_ingest(const char *path, const struct mia_allocator *allocator,
	struct mia_evidence *evidence, const struct mia_load_options *options,
	struct mia_ingest_sums *ret, struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
