/*
 * A store: what the records of an evidence say, decoded, in a file of the
 * user's own, so that the next question of the same evidence need not read and
 * decode it again. It may be deleted at any time. docs/store.md says what is in
 * it, and what is checked before it is believed.
 */
#ifndef MIA_STORE_H
#define MIA_STORE_H

#include <mia/load.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_store_writer;

/*
 * A store that is being written. Make it before the evidence is loaded, hand
 * its fold to mia_load with the others (without_sha256 must be 0, and the
 * evidence must be read: see mia_store_use), then call mia_store_writer_finish.
 * Until then the store lies beside `path` under a name of its own, ".mia-*.tmp".
 * The evidence is borrowed, and must outlive the writer. The path is copied.
 * temporary: as in struct mia_ingest_options; or NULL.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: a source is no regular file,
 * which alone can be known again;
 * MIA_ERR_STATE: a file of that name is there already, or the evidence was read;
 * MIA_ERR_IO: the file cannot be made.
 */
MIA_API enum mia_status mia_store_writer_new(struct mia_store_writer **ret,
	const struct mia_allocator *allocator, struct mia_evidence *evidence, const char *path,
	const char *temporary, struct mia_error *err);
MIA_API struct mia_fold *mia_store_writer_fold(struct mia_store_writer *writer);
/*
 * After the load: the store gets its name. Returns the usual statuses, after which
 * the writer may only be freed; MIA_ERR_STATE: the evidence was not loaded, or not
 * hashed, or one of its files was changed meanwhile, or a file of that name is
 * there now: nothing is written then; MIA_ERR_IO: it cannot be written.
 */
MIA_API enum mia_status mia_store_writer_finish(struct mia_store_writer *writer, struct mia_error *err);
/* Removes what was not finished. */
MIA_API void mia_store_writer_free(struct mia_store_writer *writer);

struct mia_store_options {
	size_t size;      /* set by mia_store_options_init */
	unsigned threads; /* for checking; 0: one a core */
	/* != 0: the SHA-256 of every source is compared too, which reads all of the
	 * evidence. Without it that is done only of files that were changed shortly
	 * before the store was written. */
	int check_sources;
};
/* Defaults: one thread a core, without reading the evidence. */
MIA_API void mia_store_options_init(struct mia_store_options *options, size_t size);
#define mia_store_options_init(options) mia_store_options_init((options), sizeof(*(options)))

/*
 * Has mia_load take the events of the evidence from the store at path, if it was
 * made from this evidence, by this version of the library, under these limits
 * and statements. What is checked: the file is the caller's own and nobody
 * else may write it; the checksum of all of it; of each source, name, size, inode
 * and times of change. Every result of mia_load is then the same, but that
 * mia_reject.raw is absent and no part of a long reject comes but its last. A
 * load with a fold that wants event->raw reads the evidence all the same, and so
 * do mia_reader and mia_evidence_copy. What is added to the evidence, or said of
 * it, after this call, ends the use of the store. options may be NULL.
 *
 * Returns MIA_OK: the store will be used;
 *   MIA_END: it does not fit, and the evidence will be read; err says why;
 *   MIA_ERR_STATE: the evidence was read already;
 *   MIA_ERR_IO: there is no such file (sys_errno ENOENT), or it cannot be read;
 *   or the usual statuses. After each of them the evidence may be loaded.
 * A load fails with MIA_ERR_ARGUMENT where the store says what no store can,
 * although its checksum is right: somebody made it so.
 */
MIA_API enum mia_status mia_store_use(struct mia_evidence *evidence, const char *path,
	const struct mia_store_options *options, struct mia_error *err);
/* When the store that the evidence uses was written; MIA_TIME_UNKNOWN: it uses none. */
MIA_API mia_time mia_store_written(const struct mia_evidence *evidence);

#ifdef __cplusplus
}
#endif

#endif
