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

/* True if this libmia was built with SQLite. Any thread. */
MIA_API int mia_casefile_supported(void);
/* True if the file at path begins as a SQLite database does; 0 where it cannot be
 * read. Any thread. */
MIA_API int mia_casefile_is(const char *path);

/*
 * Adds the sources that a case file holds to the evidence, under the names
 * that they were ingested under; every result is then byte for byte what the
 * sources themselves give. Opened read-only, defensively, with nothing in the
 * schema trusted; it stays open until the evidence is freed.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: it is no case file, of a later
 * form, or damaged; or this libmia was built without SQLite;
 * MIA_ERR_IO: it cannot be opened;
 * MIA_ERR_STATE: the evidence was read already.
 */
MIA_API enum mia_status mia_casefile_add_to(struct mia_evidence *evidence, const char *path,
	struct mia_error *err);

/* What became of one source of the evidence. Borrowed until the callback returns. */
struct mia_ingested {
	const char *name;
	const char *held_as; /* its name in the case file; NULL: not taken */
	int known;           /* the case file held its bytes before */
	const char *fault;   /* why it could not be read to its end; "": it was */
};

struct mia_ingest_options {
	size_t size; /* set by mia_ingest_options_init */
	/* As with mia_load; or NULL. It is used when the tables are made, after the
	 * sources were taken; so is its cancel. */
	const struct mia_load_options *load;
	int (*on_source)(void *ctx, const struct mia_ingested *source); /* or NULL; != 0 cancels */
	void *ctx;
	/* The name, without a slash, under which the new state is written beside
	 * path before it takes its place; must not exist. NULL: one is made up.
	 * A program that may be stopped can remove it then. */
	const char *temporary;
};
/* Defaults: those of mia_load, no callback, a name that is made up. */
MIA_API void mia_ingest_options_init(struct mia_ingest_options *options, size_t size);
#define mia_ingest_options_init(options) mia_ingest_options_init((options), sizeof(*(options)))

/* What an ingest came to. */
struct mia_ingest_sums {
	uint64_t sources_added, sources_known;       /* known: same bytes are there already */
	uint64_t records, events, repeats, rejected; /* of the whole case file */
};

/*
 * Takes the sources of `evidence` (not read yet) into the case file at path,
 * which is made where it does not exist, and writes its tables anew. The new
 * state is written beside it and takes its place in one step when it is on the
 * disk: when this fails, or the machine does, the case file is as it was. Each
 * source is read once; what the evidence held is replaced by all sources of
 * the case file, and these are then loaded. allocator: for the results.
 *
 * What the case file holds is known again by its bytes: under the same name or
 * another, it is not taken a second time. Other bytes under a name that is
 * there already are named "NAME (2)"; but where that one could not be read to
 * its end and this one can, it takes its place, and what cannot be read while
 * the case file holds bytes of that name is not taken.
 *
 * The same evidence gives the same bytes, by the same versions of libmia,
 * SQLite and zlib. ret and options may be NULL.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: path is one of the sources, no
 * case file, or damaged; two sources have one name; or this libmia was built
 * without SQLite;
 * MIA_ERR_STATE: another program writes or replaced the case file, or the
 * evidence was read already;
 * MIA_ERR_IO: a file cannot be read or written;
 * MIA_ERR_LIMIT: more records than the results can hold;
 * MIA_ERR_CANCELLED: a callback, or the mia_cancel of the load, asked to stop.
 */
MIA_API enum mia_status mia_ingest(const char *path, const struct mia_allocator *allocator,
	struct mia_evidence *evidence, const struct mia_ingest_options *options, struct mia_ingest_sums *ret,
	struct mia_error *err);

#ifdef __cplusplus
}
#endif

#endif
