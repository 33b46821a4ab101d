/*
 * A case file from the inside: SQLite is spoken here and nowhere else. What a
 * reader takes from it are three tables and a seal over them; all others are
 * made from these, for people who ask in SQL, and are never taken back in.
 */
#ifndef MIA_CASEFILE_CASEFILE_H
#define MIA_CASEFILE_CASEFILE_H

#include <pthread.h>
#include <stdbool.h>

#include <sqlite3.h>
#include <zlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "bytes/sha256.h"
#include "load/source.h"

#include <mia/casefile.h>

#define CASEFILE_APPLICATION_ID 0x4d494131 /* "MIA1" */
enum {
	CASEFILE_FORM = 1, /* user_version */
	CASEFILE_PAGE = 4096,
	CASEFILE_CHUNK = 1 << 20, /* bytes as stored in one chunk, at most */
	CASEFILE_NAME = 1 << 16   /* bytes in the name of a source, at most */
};

/* db.c */

/* What SQLite said, escaped: its texts may quote a stranger's schema. */
enum mia_status mia__db_fail(sqlite3 *db, int rc, const char *what, struct mia_error *err);
/* On a new file. */
enum mia_status mia__db_exec(sqlite3 *db, const char *sql, struct mia_error *err);
enum mia_status mia__db_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret, struct mia_error *err);
/* A step that gives no row; then the statement is reset. */
enum mia_status mia__db_run(sqlite3 *db, sqlite3_stmt *statement, struct mia_error *err);
/* MIA_OK: a row; MIA_END. */
enum mia_status mia__db_step(sqlite3 *db, sqlite3_stmt *statement, struct mia_error *err);
enum mia_status mia__db_open_stranger(sqlite3 **ret, const struct mia_allocator *a, const char *path,
	struct mia_error *err);
enum mia_status mia__db_open_new(sqlite3 **ret, const struct mia_allocator *a, const char *path,
	struct mia_error *err);

/* schema.c */
enum mia_status mia__schema_make(sqlite3 *db, struct mia_error *err);
/* Whether the tables of the evidence are what mia__schema_make makes, and nothing
 * (a trigger, an index) hangs from them. */
enum mia_status mia__schema_check(sqlite3 *db, struct mia_error *err);

struct content {
	char sha256[65];
	uint64_t stored_bytes;
	uint32_t first, count; /* chunks */
};

struct held { /* a source */
	char *name;
	size_t name_size;
	size_t content;        /* index */
	struct casefile *file; /* once it is lent */
	char fault[160];       /* why it could not be read to its end; "": it was */
};

struct casefile {
	struct mia_allocator a;
	sqlite3 *db;          /* NULL once it was closed */
	sqlite3_stmt *chunk;  /* reads one */
	pthread_mutex_t lock; /* of the connection */
	bool lock_made;
	struct file_facts facts;
	struct content *contents;
	size_t content_count, content_cap;
	struct held *sources; /* in order of their names, once sealed */
	size_t source_count, source_cap;
};

/* open.c */
enum mia_status mia__casefile_new(struct casefile **ret, const struct mia_allocator *a,
	struct mia_error *err);
void mia__casefile_free(struct casefile *file);
enum mia_status mia__casefile_open(struct casefile **ret, const struct mia_allocator *a, const char *path,
	struct mia_error *err);
/* No more reading; what is known stays. */
void mia__casefile_close(struct casefile *file);
bool mia__casefile_add_content(struct casefile *file, const struct content *content);
bool mia__casefile_add_held(struct casefile *file, const char *name, size_t content, const char *fault);
/* Its sources into the evidence; the file must outlive it. */
enum mia_status mia__casefile_lend(struct casefile *file, struct mia_evidence *evidence,
	struct mia_error *err);

/* mac.c: a SHA-256 over all that the tables of the evidence say but the bytes
 * themselves, which have one a chunk. */
enum mia_status mia__mac_compute(const struct casefile *file, char ret[65], struct mia_error *err);

/* chunks.c */
struct chunk {
	int64_t number;
	uint32_t size; /* as the source holds it */
	bool deflated;
	unsigned char sha256[32]; /* of the bytes as they stand in the case file */
};
struct reading;
enum mia_status mia__reading_new(struct reading **ret, struct casefile *file, const struct held *source);
void mia__reading_free(struct reading *reading);
/* As mia_read_fn; -1: mia__reading_why, or errno ENOMEM. */
ptrdiff_t mia__reading_read(void *reading, void *out, size_t size);
const char *mia__reading_why(void *reading);
/* The next chunk as it stands in the case file, verified; MIA_END. The bytes
 * live until the next call. */
enum mia_status mia__reading_next_stored(struct reading *reading, struct chunk *chunk, const void **bytes,
	size_t *size, struct mia_error *err);

/* store.c: one source's bytes into a new case file. */
struct store {
	struct casefile *file; /* the new one */
	sqlite3_stmt *insert;
	struct deflating *deflating;
	int64_t next; /* number of the next chunk */
};
/* threads: 0: one a core. */
enum mia_status mia__store_init(struct store *store, struct casefile *file, unsigned threads,
	struct mia_error *err);
void mia__store_release(struct store *store);
/* Reads the origin to its end; *ret and fault ("" if there was none). */
enum mia_status mia__store_origin(struct store *store, const struct origin *origin, struct content *ret,
	char fault[160], struct mia_error *err);
/* What another case file holds, as it stands there, verified. */
enum mia_status mia__store_held(struct store *store, struct casefile *from, const struct held *source,
	struct content *ret, struct mia_error *err);

/* results.c: what is asked in SQL. */
struct results;
enum mia_status mia__results_new(struct results **ret, const struct mia_allocator *a, struct mia_error *err);
void mia__results_free(struct results *results);
enum mia_status mia__results_load(struct results *results, struct mia_evidence *evidence,
	const struct mia_load_options *options, struct mia_error *err);
enum mia_status mia__results_write(struct results *results, sqlite3 *db, const struct mia_evidence *evidence,
	struct mia_error *err);
const struct mia_totals *mia__results_totals(const struct results *results);

#endif
