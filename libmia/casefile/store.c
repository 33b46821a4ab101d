/* Bytes into a new case file, chunk by chunk. */
#include <string.h>

#include "base/error.h"
#include "bytes/zmemory.h"
#include "casefile/casefile.h"

/* Fast rather than small: audit records shrink well at any level. */
enum { LEVEL = 1 };

enum mia_status
mia__store_init(struct store *store, struct casefile *file, struct mia_error *err)
{
	const struct mia_allocator *a = &file->a;

	*store = (struct store){ .file = file, .next = 1 };
	store->in = mia__alloc(a, CASEFILE_CHUNK, 1);
	store->out = mia__alloc(a, CASEFILE_CHUNK, 1);
	store->z = (z_stream){ .zalloc = mia__zmemory_take, .zfree = mia__zmemory_give, .opaque = &file->a };
	store->z_open = store->in && store->out &&
		deflateInit2(&store->z, LEVEL, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) == Z_OK;
	if (!store->z_open || !mia__sha256_init(&store->sha))
		return mia__fail_memory(err);
	return mia__db_prepare(file->db, "INSERT INTO chunks VALUES (?, ?, ?, ?, ?)", &store->insert, err);
}

void
mia__store_release(struct store *store)
{
	if (!store->file)
		return;
	sqlite3_finalize(store->insert);
	if (store->z_open)
		deflateEnd(&store->z);
	if (store->in)
		mia__dealloc(&store->file->a, store->in, CASEFILE_CHUNK, 1);
	if (store->out)
		mia__dealloc(&store->file->a, store->out, CASEFILE_CHUNK, 1);
	mia__sha256_release(&store->sha);
}

static enum mia_status
insert(struct store *s, const struct chunk *chunk, const void *bytes, size_t size, struct mia_error *err)
{
	if (s->next >= UINT32_MAX)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a case file holds no more than 4 PiB");
	sqlite3_bind_int64(s->insert, 1, s->next++);
	sqlite3_bind_int64(s->insert, 2, chunk->size);
	sqlite3_bind_int64(s->insert, 3, chunk->deflated);
	if (sqlite3_bind_blob(s->insert, 4, chunk->sha256, sizeof(chunk->sha256), SQLITE_STATIC) !=
			SQLITE_OK ||
		sqlite3_bind_blob(s->insert, 5, bytes, (int)size, SQLITE_STATIC) != SQLITE_OK)
		return mia__fail_memory(err);
	return mia__db_run(s->file->db, s->insert, err);
}

/* A chunk of the source, deflated where that is worth it. */
static enum mia_status
add_chunk(struct store *s, size_t size, bool gzip, struct mia_error *err)
{
	struct chunk chunk = { .size = (uint32_t)size };
	const void *bytes = s->in;
	size_t len = size;

	s->z.next_in = s->in;
	s->z.avail_in = (uInt)size;
	s->z.next_out = s->out;
	s->z.avail_out = (uInt)(size - size / 16);
	if (!gzip && deflateReset(&s->z) == Z_OK && deflate(&s->z, Z_FINISH) == Z_STREAM_END) {
		chunk.deflated = true;
		bytes = s->out;
		len = (size_t)(s->z.next_out - s->out);
	}
	if (!mia__sha256_begin(&s->sha) || !mia__sha256_update(&s->sha, bytes, len) ||
		!mia__sha256_end(&s->sha, chunk.sha256))
		return mia__fail_memory(err);
	return insert(s, &chunk, bytes, len, err);
}

static enum mia_status
add_all(struct store *s, struct bytes *b, struct mia_error *err)
{
	bool gzip = false;
	size_t len, n;

	do {
		for (len = 0; len < CASEFILE_CHUNK &&
			(n = mia__raw_read(b, s->in + len, CASEFILE_CHUNK - len)) > 0;)
			len += n;
		if (b->stored_bytes == len)
			gzip = len >= 2 && s->in[0] == 0x1f && s->in[1] == 0x8b;
		if (len)
			MIA_TRY(add_chunk(s, len, gzip, err));
	} while (len == CASEFILE_CHUNK);
	return b->no_memory ? mia__fail_memory(err) : MIA_OK;
}

enum mia_status
mia__store_origin(struct store *store, const struct origin *origin, struct content *ret, char fault[160],
	struct mia_error *err)
{
	struct content content = { .first = (uint32_t)store->next };
	struct fault told = { .detail = "" };
	unsigned char hash[32];
	enum mia_status status;
	struct bytes b;

	if (!mia__bytes_open_stored(&b, origin, &store->file->a))
		status = mia__fail_memory(err);
	else
		status = add_all(store, &b, err);
	if (status >= 0 && !b.sha256[0]) {
		if (!mia__sha256_end(&b.sha, hash))
			status = mia__fail_memory(err);
		else
			mia__sha256_hex(hash, b.sha256);
	}
	if (status >= 0) {
		(void)mia__bytes_take_fault(&b, &told);
		content.stored_bytes = b.stored_bytes;
		content.count = (uint32_t)store->next - content.first;
		memcpy(content.sha256, b.sha256, sizeof(content.sha256));
		memcpy(fault, told.detail, sizeof(told.detail));
		*ret = content;
	}
	mia__bytes_close(&b);
	return status;
}

enum mia_status
mia__store_held(struct store *store, struct casefile *from, const struct held *source, struct content *ret,
	struct mia_error *err)
{
	struct content content = from->contents[source->content];
	struct reading *reading = NULL;
	struct chunk chunk;
	const void *bytes;
	size_t size;
	enum mia_status status;

	if (mia__reading_new(&reading, from, source) < 0)
		return mia__fail_memory(err);
	content.first = (uint32_t)store->next;
	while ((status = mia__reading_next_stored(reading, &chunk, &bytes, &size, err)) == MIA_OK)
		if ((status = insert(store, &chunk, bytes, size, err)) < 0)
			break;
	mia__reading_free(reading);
	if (status < 0)
		return status;
	*ret = content;
	return MIA_OK;
}
