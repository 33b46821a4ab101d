/* The bytes of one source as its case file holds them. Only the connection is
 * behind the lock; hashing and inflating are not. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "bytes/zmemory.h"
#include "casefile/casefile.h"

struct reading {
	struct casefile *file;
	const struct held *source;
	const struct content *content;
	uint32_t at;               /* chunks taken */
	unsigned char *stored;     /* the chunk as it stands in the case file */
	unsigned char *bytes;      /* the chunk as the source holds it */
	const unsigned char *next; /* what is left of it */
	size_t left;
	z_stream z;
	bool z_open;
	struct sha256 sha;
	char why[160];
};

enum mia_status
mia__reading_new(struct reading **ret, struct casefile *file, const struct held *source)
{
	struct reading *r = mia__alloc(&file->a, 1, sizeof(*r));

	if (!r)
		return MIA_ERR_MEMORY;
	r->file = file;
	r->source = source;
	r->content = &file->contents[source->content];
	r->stored = mia__alloc(&file->a, CASEFILE_CHUNK, 1);
	r->bytes = mia__alloc(&file->a, CASEFILE_CHUNK, 1);
	r->z = (z_stream){ .zalloc = mia__zmemory_take, .zfree = mia__zmemory_give, .opaque = &file->a };
	r->z_open = r->stored && r->bytes && inflateInit2(&r->z, -15) == Z_OK;
	if (!r->z_open || !mia__sha256_init(&r->sha)) {
		mia__reading_free(r);
		return MIA_ERR_MEMORY;
	}
	*ret = r;
	return MIA_OK;
}

void
mia__reading_free(struct reading *reading)
{
	const struct mia_allocator *a;

	if (!reading)
		return;
	a = &reading->file->a;
	if (reading->z_open)
		inflateEnd(&reading->z);
	if (reading->stored)
		mia__dealloc(a, reading->stored, CASEFILE_CHUNK, 1);
	if (reading->bytes)
		mia__dealloc(a, reading->bytes, CASEFILE_CHUNK, 1);
	mia__sha256_release(&reading->sha);
	mia__dealloc(a, reading, 1, sizeof(*reading));
}

/* How much of the source the chunk has to hold. */
static size_t
chunk_size(const struct reading *r)
{
	uint64_t left = r->content->stored_bytes - (uint64_t)r->at * CASEFILE_CHUNK;

	return left < CASEFILE_CHUNK ? (size_t)left : CASEFILE_CHUNK;
}

/* Copies the row; false where it is not as it must be. */
static bool
copy_row(const struct reading *r, sqlite3_stmt *row, struct chunk *chunk, size_t *size)
{
	int64_t deflated = sqlite3_column_int64(row, 1);
	const void *hash = sqlite3_column_blob(row, 2), *bytes = sqlite3_column_blob(row, 3);

	*size = (size_t)sqlite3_column_bytes(row, 3);
	chunk->size = (uint32_t)chunk_size(r);
	chunk->deflated = deflated == 1;
	if (sqlite3_column_int64(row, 0) != (int64_t)chunk->size || deflated < 0 || deflated > 1 || !hash ||
		!bytes || sqlite3_column_bytes(row, 2) != (int)sizeof(chunk->sha256) || *size == 0 ||
		*size > CASEFILE_CHUNK || (!chunk->deflated && *size != chunk->size))
		return false;
	memcpy(chunk->sha256, hash, sizeof(chunk->sha256));
	memcpy(r->stored, bytes, *size);
	return true;
}

static enum mia_status
fetch(const struct reading *r, struct chunk *chunk, size_t *size, struct mia_error *err)
{
	struct casefile *file = r->file;
	enum mia_status status;

	if (!file->db)
		return mia__fail(err, MIA_ERR_STATE, "the case file was closed");
	if (!file->chunk)
		MIA_TRY(mia__db_prepare(file->db,
			"SELECT size, deflated, sha256, bytes FROM chunks WHERE number = ?", &file->chunk,
			err));
	sqlite3_bind_int64(file->chunk, 1, chunk->number);
	status = mia__db_step(file->db, file->chunk, err);
	if (status == MIA_END || (status == MIA_OK && !copy_row(r, file->chunk, chunk, size))) {
		bool no_memory = sqlite3_errcode(file->db) == SQLITE_NOMEM;
		status = no_memory ? mia__fail_memory(err)
				   : mia__fail(err, MIA_ERR_ARGUMENT, "the case file is damaged");
	}
	sqlite3_reset(file->chunk);
	return status;
}

enum mia_status
mia__reading_next_stored(struct reading *reading, struct chunk *chunk, const void **bytes, size_t *size,
	struct mia_error *err)
{
	struct reading *r = reading;
	unsigned char hash[32];
	enum mia_status status;

	if (r->at == r->content->count)
		return MIA_END;
	chunk->number = (int64_t)r->content->first + r->at;
	pthread_mutex_lock(&r->file->lock);
	status = fetch(r, chunk, size, err);
	pthread_mutex_unlock(&r->file->lock);
	if (status < 0)
		return status;
	if (!mia__sha256_begin(&r->sha) || !mia__sha256_update(&r->sha, r->stored, *size) ||
		!mia__sha256_end(&r->sha, hash))
		return mia__fail_memory(err);
	if (memcmp(hash, chunk->sha256, sizeof(hash)) != 0)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"the case file is damaged: chunk %lld has another SHA-256", (long long)chunk->number);
	r->at++;
	*bytes = r->stored;
	return MIA_OK;
}

static enum mia_status
next_chunk(struct reading *r, struct mia_error *err)
{
	struct chunk chunk = { 0 };
	const void *stored = NULL;
	size_t size = 0;

	MIA_TRY(mia__reading_next_stored(r, &chunk, &stored, &size, err));
	r->next = stored;
	r->left = chunk.size;
	if (!chunk.deflated)
		return MIA_OK;
	r->z.next_in = r->stored;
	r->z.avail_in = (uInt)size;
	r->z.next_out = r->bytes;
	r->z.avail_out = chunk.size;
	r->next = r->bytes;
	if (inflateReset(&r->z) != Z_OK || inflate(&r->z, Z_FINISH) != Z_STREAM_END || r->z.avail_out ||
		r->z.avail_in)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"the case file is damaged: chunk %lld cannot be inflated", (long long)chunk.number);
	return MIA_OK;
}

ptrdiff_t
mia__reading_read(void *reading, void *out, size_t size)
{
	struct reading *r = reading;
	struct mia_error err = { 0 };
	enum mia_status status = MIA_OK;

	if (r->left == 0 && r->at == r->content->count) {
		snprintf(r->why, sizeof(r->why), "%s", r->source->fault);
		errno = EIO;
		return r->why[0] ? -1 : 0;
	}
	if (r->left == 0)
		status = next_chunk(r, &err);
	if (status < 0) {
		snprintf(r->why, sizeof(r->why), "%.159s", err.text);
		r->left = 0;
		errno = status == MIA_ERR_MEMORY ? ENOMEM : EIO;
		return -1;
	}
	size_t n = r->left < size ? r->left : size;
	memcpy(out, r->next, n);
	r->next += n;
	r->left -= n;
	return (ptrdiff_t)n;
}

const char *
mia__reading_why(void *reading)
{
	return ((struct reading *)reading)->why;
}
