/* A store as a file: what it was made from, and where its blocks lie. */
#ifndef MIA_STORE_STORE_H
#define MIA_STORE_STORE_H

#include <pthread.h>

#include "base/buf.h"
#include "load/source.h"
#include "store/form.h"
#include "store/unpack.h"

#include <mia/store.h>

/* What tells a file again without reading it. */
struct store_identity {
	uint64_t size, inode;
	int64_t mtime, ctime; /* in nanoseconds */
};

struct block_place {
	uint64_t at;
	uint64_t rows, items; /* bytes; the items follow the rows */
	uint64_t sum;
};

/* ---- identity.c ---- */

/* Of the file behind a source, as it is now; false: it is none that can be known again. */
bool mia__store_identify(const struct source *s, struct store_identity *ret);
/* What the store was made from: version, limits and statements; then each source. */
void mia__store_put_making(struct buf *to, const struct mia_evidence *evidence);
/* The identity and the books of one source. */
void mia__store_put_source(struct buf *to, const struct source *s, const struct store_identity *identity);
struct store_source {
	struct store_identity identity;
	struct mia_source books; /* name: in the index */
	struct mia_text name;
	bool ignored;
};
/* False: it says what no source can. */
bool mia__store_take_source(struct store_cursor *c, struct store_source *ret);

/* ---- file.c ---- */

struct store_file {
	struct mia_allocator a;
	int fd;
	unsigned char *index;
	size_t index_size;
	mia_time written;
	struct store_source *sources;
	size_t source_count;
	struct block_place *blocks;
	size_t block_count;
	/* Which block is read next; a reader takes whole blocks. */
	pthread_mutex_t lock;
	size_t next_block;
	struct mia_evidence *evidence;
};
/* MIA_OK; MIA_END: it does not fit; < 0. */
enum mia_status mia__store_open(struct store_file **ret, const struct mia_allocator *a, const char *path,
	struct mia_error *err);
void mia__store_close(struct store_file *file);
/* Whether it was made from this evidence; MIA_END. */
enum mia_status mia__store_fits(struct store_file *file, struct mia_evidence *evidence,
	const struct mia_store_options *options, struct mia_error *err);
/* verify.c: the sums of all blocks; MIA_END: one is wrong. */
enum mia_status mia__store_verify(const struct store_file *file, unsigned threads, struct mia_error *err);
/* Reads exactly size bytes; false: it cannot. */
bool mia__store_read(int fd, void *to, size_t size, uint64_t at);

/* ---- reader.c: rows into events ---- */

enum mia_status mia__store_reader_open(void *file, void **ret, struct mia_error *err);
enum mia_status mia__store_reader_next(void *reader, const struct mia_event **event,
	const struct mia_reject **reject, struct mia_error *err);
enum mia_status mia__store_reader_fill(void *reader, struct mia_error *err);
void mia__store_reader_close(void *reader);

#endif
