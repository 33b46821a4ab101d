/* Opening a store: whose it is, its form, its index; and whether it was made from the evidence at hand. */
#include "store/store.h"

#include <errno.h>

#include "base/error.h"
#include "base/text.h"
#include "store/put.h"

/* A file that was changed so short before the store was written may have been changed once more
 * without another time. */
#define TICK (INT64_C(2) * 1000000000)

bool
mia__store_read(int fd, void *to, size_t size, uint64_t at)
{
	char *p = to;

	while (size) {
		ptrdiff_t n = mia__file_read_at(fd, p, size, at);
		if (n <= 0)
			return false;
		p += n;
		at += (uint64_t)n;
		size -= (size_t)n;
	}
	return true;
}

void
mia__store_close(struct store_file *file)
{
	struct mia_allocator a = file->a;

	if (file->fd >= 0)
		mia__file_close(file->fd);
	if (file->index)
		mia__dealloc(&a, file->index, file->index_size, 1);
	if (file->sources)
		mia__dealloc(&a, file->sources, file->source_count + 1, sizeof(*file->sources));
	if (file->blocks)
		mia__dealloc(&a, file->blocks, file->block_count + 1, sizeof(*file->blocks));
	pthread_mutex_destroy(&file->lock);
	mia__dealloc(&a, file, 1, sizeof(*file));
}

static enum mia_status
unfit(struct mia_error *err, const char *why)
{
	mia__fail(err, MIA_ERR_ARGUMENT, "%s", why);
	return MIA_END;
}

/* Only what its user wrote, and nobody else could change, is believed. */
static enum mia_status
open_file(struct store_file *f, const char *path, uint64_t *size, struct mia_error *err)
{
	struct file_facts facts;

	f->fd = mia__file_open(SYSTEM_HERE, path, FILE_READ_NO_LINK);
	if (f->fd < 0 && errno == ELOOP)
		return unfit(err, "it is a symbolic link");
	if (f->fd < 0 || !mia__file_facts(f->fd, &facts))
		return mia__fail_errno(err, MIA_ERR_IO, errno, "cannot open the store");
	*size = facts.size;
	if (facts.kind != FILE_REGULAR)
		return unfit(err, "it is not a regular file");
	if (facts.foreign)
		return unfit(err, "it is another user's file");
	return facts.shared ? unfit(err, "other users may write to it") : MIA_OK;
}

/* Reads the index and compares the SHA-256 of head and index. */
static enum mia_status
read_index(struct store_file *f, uint64_t size, struct mia_error *err)
{
	unsigned char head[STORE_HEAD], hash[32];
	struct store_cursor c = { head + 8, head + STORE_HASHED, false };
	struct sha256 sha;
	uint64_t form, at, index_size;
	bool ok;

	if (size < STORE_HEAD || !mia__store_read(f->fd, head, sizeof(head), 0) ||
		memcmp(head, STORE_MAGIC, 8) != 0)
		return unfit(err, "it is no store of libmia");
	form = store_fixed(&c);
	at = store_fixed(&c);
	index_size = store_fixed(&c);
	if (form != STORE_FORM)
		return unfit(err, "it has another form than this libmia knows");
	if (index_size == 0 || index_size > STORE_INDEX_MOST || at < STORE_HEAD || at + index_size != size)
		return unfit(err, "it is damaged");
	f->index_size = (size_t)index_size;
	f->index = mia__alloc(&f->a, f->index_size, 1);
	if (!f->index)
		return mia__fail_memory(err);
	if (!mia__store_read(f->fd, f->index, f->index_size, at))
		return mia__fail_errno(err, MIA_ERR_IO, errno, "cannot read the store");
	ok = mia__sha256_init(&sha) && mia__sha256_begin(&sha) &&
		mia__sha256_update(&sha, head, STORE_HASHED) &&
		mia__sha256_update(&sha, f->index, f->index_size) && mia__sha256_end(&sha, hash);
	mia__sha256_release(&sha);
	if (!ok)
		return mia__fail_memory(err);
	return memcmp(hash, head + STORE_HASHED, 32) == 0 ? MIA_OK : unfit(err, "it is damaged");
}

enum mia_status
mia__store_open(struct store_file **ret, const struct mia_allocator *a, const char *path,
	struct mia_error *err)
{
	struct store_file *f = mia__alloc(a, 1, sizeof(*f));
	enum mia_status status;
	uint64_t size = 0;

	if (!f)
		return mia__fail_memory(err);
	f->a = *a;
	f->fd = -1;
	if (pthread_mutex_init(&f->lock, NULL) != 0) {
		mia__dealloc(a, f, 1, sizeof(*f));
		return mia__fail_memory(err);
	}
	status = open_file(f, path, &size, err);
	if (status == MIA_OK)
		status = read_index(f, size, err);
	if (status != MIA_OK)
		mia__store_close(f);
	else
		*ret = f;
	return status;
}

/* ---- does it fit? ---- */

static enum mia_status
same_making(struct store_file *f, const struct mia_evidence *e, struct store_cursor *c, struct mia_error *err)
{
	struct buf wanted;
	const unsigned char *made;
	bool same;

	mia__buf_init(&wanted, &f->a);
	mia__store_put_making(&wanted, e);
	made = wanted.failed ? NULL : store_bytes(c, wanted.len);
	same = made && memcmp(made, wanted.ptr, wanted.len) == 0;
	bool failed = wanted.failed;
	mia__buf_release(&wanted);
	if (failed)
		return mia__fail_memory(err);
	return same ? MIA_OK
		    : unfit(err, "it was made by another version, with other limits, or for another zone");
}

/* Reads a source once more, for its SHA-256. */
static enum mia_status
same_bytes(struct store_file *f, const struct source *s, const char *sha256, struct mia_error *err)
{
	enum { PIECE = 256 << 10 };
	char found[65] = "", *piece = mia__alloc(&f->a, PIECE, 1);
	struct bytes b;
	bool ok = piece != NULL;

	if (ok) {
		ok = mia__bytes_open_stored(&b, &s->origin, &f->a);
		while (ok && mia__raw_read(&b, piece, PIECE) > 0)
			;
		ok = ok && mia__bytes_finish(&b, found);
		mia__bytes_close(&b);
		mia__dealloc(&f->a, piece, PIECE, 1);
	}
	if (!ok)
		return mia__fail_memory(err);
	return strcmp(found, sha256) == 0 ? MIA_OK : unfit(err, "a file of the evidence has another SHA-256");
}

static enum mia_status
same_source(struct store_file *f, const struct source *s, const struct store_source *was, bool hash,
	struct mia_error *err)
{
	struct store_identity now;

	if (!text_equal(was->name, text_of(s->name)))
		return unfit(err, "it was made from other files, or from files of other names");
	if (was->ignored != s->ignored)
		return unfit(err, "other files were to be ignored then");
	if (!mia__store_identify(s, &now) || now.size != was->identity.size ||
		now.inode != was->identity.inode || now.mtime != was->identity.mtime ||
		now.ctime != was->identity.ctime)
		return unfit(err, "a file of the evidence was changed since");
	hash = hash || now.ctime > f->written - TICK || now.mtime > f->written - TICK;
	return hash ? same_bytes(f, s, was->books.sha256, err) : MIA_OK;
}

/* Blocks stand one behind the other, as far as the index. */
static enum mia_status
take_blocks(struct store_file *f, struct store_cursor *c, struct mia_error *err)
{
	uint64_t count = store_number(c);

	if (c->bad || count != (uint64_t)(c->end - c->at) / 32 || (c->end - c->at) % 32 != 0)
		return unfit(err, "it is damaged");
	f->blocks = mia__alloc(&f->a, (size_t)count + 1, sizeof(*f->blocks));
	if (!f->blocks)
		return mia__fail_memory(err);
	f->block_count = (size_t)count;
	for (size_t i = 0; i < f->block_count; i++) {
		struct block_place *block = &f->blocks[i];
		block->at = store_fixed(c);
		block->rows = store_fixed(c);
		block->items = store_fixed(c);
		block->sum = store_fixed(c);
		if (block->rows == 0 || block->rows > SIZE_MAX / 4 || block->items > INT64_MAX / 4 ||
			block->items > SIZE_MAX / 4)
			return unfit(err, "it is damaged");
	}
	return MIA_OK;
}

enum mia_status
mia__store_fits(struct store_file *file, struct mia_evidence *evidence,
	const struct mia_store_options *options, struct mia_error *err)
{
	struct store_file *f = file;
	struct store_cursor c = { f->index, f->index + f->index_size, false };
	size_t count = mia_evidence_count(evidence);
	enum mia_status status = same_making(f, evidence, &c, err);
	uint64_t sources;

	if (status != MIA_OK)
		return status;
	f->written = (int64_t)store_fixed(&c);
	sources = store_number(&c);
	if (sources != count)
		return unfit(err, "it was made from more or fewer files");
	f->sources = mia__alloc(&f->a, count + 1, sizeof(*f->sources));
	if (!f->sources)
		return mia__fail_memory(err);
	f->source_count = count;
	for (size_t i = 0; i < count; i++) {
		if (!mia__store_take_source(&c, &f->sources[i]))
			return unfit(err, "it is damaged");
		status = same_source(f, evidence->sources[i], &f->sources[i], options->check_sources != 0,
			err);
		if (status != MIA_OK)
			return status;
	}
	return take_blocks(f, &c, err);
}
