/* Bytes into a new case file, chunk by chunk. */
#include <string.h>

#include "base/error.h"
#include "casefile/deflating.h"

enum mia_status
mia__store_init(struct store *store, struct casefile *file, unsigned threads, struct mia_error *err)
{
	*store = (struct store){ .file = file, .next = 1 };
	store->deflating = mia__alloc(&file->a, 1, sizeof(*store->deflating));
	if (!store->deflating)
		return mia__fail_memory(err);
	MIA_TRY(mia__deflating_init(store->deflating, &file->a, threads, err));
	return mia__db_prepare(file->db, "INSERT INTO chunks VALUES (?, ?, ?, ?, ?)", &store->insert, err);
}

void
mia__store_release(struct store *store)
{
	if (!store->file)
		return;
	sqlite3_finalize(store->insert);
	if (store->deflating) {
		mia__deflating_release(store->deflating);
		mia__dealloc(&store->file->a, store->deflating, 1, sizeof(*store->deflating));
	}
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

/* The next that was deflated; MIA_END: there is none. */
static enum mia_status
insert_next(struct store *s, struct mia_error *err)
{
	const struct piece *piece = mia__deflating_take(s->deflating);

	if (!piece)
		return MIA_END;
	return piece->failed ? mia__fail_memory(err)
			     : insert(s, &piece->chunk, piece->bytes, piece->len, err);
}

static enum mia_status
add_all(struct store *s, struct bytes *b, struct mia_error *err)
{
	enum mia_status status;
	bool gzip = false;
	size_t len, n;

	do {
		struct piece *piece;
		while (!(piece = mia__deflating_room(s->deflating)))
			MIA_TRY(insert_next(s, err));
		for (len = 0; len < CASEFILE_CHUNK &&
			(n = mia__raw_read(b, piece->in + len, CASEFILE_CHUNK - len)) > 0;)
			len += n;
		if (b->stored_bytes == len)
			gzip = len >= 2 && piece->in[0] == 0x1f && piece->in[1] == 0x8b;
		piece->size = len;
		piece->as_it_is = gzip;
		if (len)
			mia__deflating_give(s->deflating);
	} while (len == CASEFILE_CHUNK);
	while ((status = insert_next(s, err)) == MIA_OK)
		;
	return status < 0 ? status : b->no_memory ? mia__fail_memory(err) : MIA_OK;
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
