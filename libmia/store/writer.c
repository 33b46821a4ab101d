/*
 * Writing a store: a fold that keeps every event and reject. Each thread fills a
 * block of its own; full ones go to the file, whoever fills them.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "bytes/sha256.h"
#include "store/put.h"
#include "store/store.h"
#include "system/machine.h"
#include "system/path.h"

/* What the folds of all threads share. */
struct shared {
	pthread_mutex_t lock;
	bool lock_made;
	int fd;
	uint64_t size;
	struct block_place *blocks;
	size_t block_count, block_cap;
	/* Why nothing is kept any more; told at the end, since the load is worth more. */
	enum mia_status failed;
	int sys_errno;
};

struct recorder {
	struct mia_fold fold;
	struct mia_allocator a;
	struct mia_store_writer *writer;
	struct store_block block;
	/* The source of the row before. */
	const struct mia_source *source;
	uint32_t number;
	bool off; /* it failed */
};

struct mia_store_writer {
	struct mia_allocator a;
	struct mia_evidence *evidence;
	struct recorder recorder; /* of the calling thread */
	struct shared shared;
	struct store_identity *identities;
	size_t source_count;
	int64_t begun; /* in nanoseconds */
	char *path;
	size_t path_size;
	int directory;
	const char *base;
	char temporary[64];
	bool made;
};

static const struct mia_fold_ops recorder_ops;

static void
recorder_init(struct recorder *r, struct mia_store_writer *w)
{
	*r = (struct recorder){ .fold.ops = &recorder_ops, .a = w->a, .writer = w };
	mia__store_block_init(&r->block, &w->a);
}

static enum mia_status
recorder_spawn(const struct mia_fold *like, struct mia_fold **ret, struct mia_error *err)
{
	const struct recorder *l = (const struct recorder *)like;
	struct recorder *r = mia__alloc(&l->a, 1, sizeof(*r));

	if (!r)
		return mia__fail_memory(err);
	recorder_init(r, l->writer);
	*ret = &r->fold;
	return MIA_OK;
}

static void
recorder_free(struct mia_fold *fold)
{
	struct recorder *r = (struct recorder *)fold;
	struct mia_allocator a = r->a;

	mia__store_block_release(&r->block);
	if (r != &r->writer->recorder)
		mia__dealloc(&a, r, 1, sizeof(*r));
}

static bool
give_up(struct shared *shared, enum mia_status status, int sys_errno)
{
	pthread_mutex_lock(&shared->lock);
	if (shared->failed == MIA_OK) {
		shared->sys_errno = sys_errno;
		shared->failed = status;
	}
	pthread_mutex_unlock(&shared->lock);
	return false;
}

static bool
has_failed(struct shared *shared)
{
	pthread_mutex_lock(&shared->lock);
	bool failed = shared->failed != MIA_OK;
	pthread_mutex_unlock(&shared->lock);
	return failed;
}

/* Where the block will lie; false: it is of no use any more. */
static bool
place_block(struct recorder *r, struct block_place *place)
{
	struct shared *shared = &r->writer->shared;
	struct store_sum sum;
	bool ok;

	mia__store_sum_begin(&sum);
	mia__store_sum_add(&sum, r->block.rows.ptr, r->block.rows.len);
	mia__store_sum_add(&sum, r->block.items.ptr, r->block.items.len);
	*place = (struct block_place){ .rows = r->block.rows.len, .items = r->block.items.len };
	place->sum = mia__store_sum_end(&sum);
	pthread_mutex_lock(&shared->lock);
	ok = mia__grow(&r->a, &shared->blocks, &shared->block_cap, shared->block_count + 1,
		sizeof(*shared->blocks));
	if (ok) {
		place->at = shared->size;
		shared->size += place->rows + place->items;
		shared->blocks[shared->block_count++] = *place;
	}
	pthread_mutex_unlock(&shared->lock);
	return ok || give_up(shared, MIA_ERR_MEMORY, 0);
}

/* The block becomes a part of the file. */
static void
flush(struct recorder *r)
{
	struct shared *shared = &r->writer->shared;
	struct store_block *b = &r->block;
	struct block_place place;

	if (b->rows.len && !has_failed(shared) && place_block(r, &place) &&
		(!mia__file_write_at(shared->fd, b->rows.ptr, b->rows.len, place.at) ||
			!mia__file_write_at(shared->fd, b->items.ptr, b->items.len, place.at + place.rows)))
		(void)give_up(shared, MIA_ERR_IO, errno);
	mia__store_block_clear(b);
}

/* The place of a source in the evidence. */
static bool
find_source(struct recorder *r, const struct mia_source *source)
{
	const struct mia_evidence *e = r->writer->evidence;

	if (source == r->source)
		return source != NULL;
	for (size_t low = 0, high = e->count; source && low < high;) {
		size_t middle = low + (high - low) / 2;
		int c = strcmp(e->sources[middle]->name, source->name);
		if (c == 0 && &e->sources[middle]->pub == source) {
			r->source = source;
			r->number = (uint32_t)middle;
			return true;
		}
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static enum mia_status
after_row(struct recorder *r, bool ok)
{
	if (!ok) {
		(void)give_up(&r->writer->shared, MIA_ERR_MEMORY, 0);
		mia__store_block_clear(&r->block);
		r->off = true;
	} else if (r->block.rows.len >= STORE_BLOCK) {
		flush(r);
	}
	return MIA_OK;
}

static enum mia_status
recorder_add(struct mia_fold *fold, const struct mia_event *event, struct mia_error *err)
{
	struct recorder *r = (struct recorder *)fold;

	if (!find_source(r, event->place.source))
		return mia__fail(err, MIA_ERR_ARGUMENT, "the event is of no source of the store's evidence");
	return r->off ? MIA_OK : after_row(r, mia__store_put_event(&r->block, event, r->number));
}

static enum mia_status
recorder_reject(struct mia_fold *fold, const struct mia_reject *reject, struct mia_error *err)
{
	struct recorder *r = (struct recorder *)fold;

	if (!find_source(r, reject->place.source))
		return mia__fail(err, MIA_ERR_ARGUMENT, "the reject is of no source of the store's evidence");
	return r->off ? MIA_OK : after_row(r, mia__store_put_reject(&r->block, reject, r->number));
}

static enum mia_status
recorder_merge(struct mia_fold *fold, struct mia_fold *from, struct mia_error *err)
{
	(void)fold, (void)err;
	flush((struct recorder *)from);
	return MIA_OK;
}

static enum mia_status
recorder_seal(struct mia_fold *fold, struct mia_error *err)
{
	(void)err;
	flush((struct recorder *)fold);
	return MIA_OK;
}

static const struct mia_fold_ops recorder_ops = {
	.size = sizeof(struct mia_fold_ops),
	.spawn = recorder_spawn,
	.add = recorder_add,
	.reject = recorder_reject,
	.merge = recorder_merge,
	.seal = recorder_seal,
	.free = recorder_free,
};

/* ---- the file ---- */

static enum mia_status
take_path(struct mia_store_writer *w, const char *path, struct mia_error *err)
{
	w->path_size = strlen(path) + 1;
	w->path = mia__alloc(&w->a, w->path_size, 1);
	if (!w->path)
		return mia__fail_memory(err);
	memcpy(w->path, path, w->path_size);
	w->base = mia__path_base(w->path);
	if (!*w->base || strcmp(w->base, ".") == 0 || strcmp(w->base, "..") == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the store has no name");
	w->directory = mia__directory_of(w->path);
	return w->directory < 0
		? mia__fail_errno(err, MIA_ERR_IO, errno, "cannot open the directory of the store")
		: MIA_OK;
}

static enum mia_status
make_file(struct mia_store_writer *w, const char *temporary, struct mia_error *err)
{
	struct file_facts facts;
	unsigned number;

	if (mia__file_facts_of(w->directory, w->base, false, &facts))
		return mia__fail(err, MIA_ERR_STATE, "a file of that name is there already");
	if (temporary && strlen(temporary) >= sizeof(w->temporary))
		return mia__fail(err, MIA_ERR_ARGUMENT, "the name of the temporary file is too long");
	if (!temporary && !mia__random(&number, sizeof(number), true))
		return mia__fail_errno(err, MIA_ERR_IO, errno, "no random number");
	if (temporary)
		snprintf(w->temporary, sizeof(w->temporary), "%s", temporary);
	else
		snprintf(w->temporary, sizeof(w->temporary), ".mia-%08x.tmp", number);
	w->shared.fd = mia__file_open(w->directory, w->temporary, FILE_NEW_OWN);
	if (w->shared.fd < 0)
		return mia__fail_errno(err, MIA_ERR_IO, errno, "cannot make the store");
	w->made = true;
	w->shared.size = STORE_HEAD;
	return MIA_OK;
}

static enum mia_status
identify_sources(struct mia_store_writer *w, struct mia_error *err)
{
	struct timespec now;

	w->source_count = mia_evidence_count(w->evidence);
	if (w->evidence->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	w->identities = mia__alloc(&w->a, w->source_count + 1, sizeof(*w->identities));
	if (!w->identities)
		return mia__fail_memory(err);
	clock_gettime(CLOCK_REALTIME, &now);
	w->begun = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	for (size_t i = 0; i < w->source_count; i++)
		if (!mia__store_identify(w->evidence->sources[i], &w->identities[i]))
			return mia__fail(err, MIA_ERR_ARGUMENT,
				"a source is no regular file, which alone can be known again");
	return MIA_OK;
}

enum mia_status
mia_store_writer_new(struct mia_store_writer **ret, const struct mia_allocator *allocator,
	struct mia_evidence *evidence, const char *path, const char *temporary, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_store_writer *w;
	enum mia_status status;

	if (!ret || !evidence || !path)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the writer, no evidence or no path");
	w = mia__alloc(&a, 1, sizeof(*w));
	if (!w)
		return mia__fail_memory(err);
	w->a = a;
	w->evidence = evidence;
	w->directory = w->shared.fd = -1;
	recorder_init(&w->recorder, w);
	w->shared.lock_made = pthread_mutex_init(&w->shared.lock, NULL) == 0;
	status = w->shared.lock_made ? take_path(w, path, err) : mia__fail_memory(err);
	if (status >= 0)
		status = identify_sources(w, err);
	if (status >= 0)
		status = make_file(w, temporary, err);
	if (status < 0)
		mia_store_writer_free(w);
	else
		*ret = w;
	return status;
}

void
mia_store_writer_free(struct mia_store_writer *w)
{
	struct mia_allocator a;

	if (!w)
		return;
	a = w->a;
	if (w->made)
		(void)mia__file_remove(w->directory, w->temporary);
	if (w->shared.fd >= 0)
		mia__file_close(w->shared.fd);
	if (w->directory >= 0)
		mia__file_close(w->directory);
	mia__store_block_release(&w->recorder.block);
	if (w->shared.blocks)
		mia__dealloc(&a, w->shared.blocks, w->shared.block_cap, sizeof(*w->shared.blocks));
	if (w->identities)
		mia__dealloc(&a, w->identities, w->source_count + 1, sizeof(*w->identities));
	if (w->path)
		mia__dealloc(&a, w->path, w->path_size, 1);
	if (w->shared.lock_made)
		pthread_mutex_destroy(&w->shared.lock);
	mia__dealloc(&a, w, 1, sizeof(*w));
}

struct mia_fold *
mia_store_writer_fold(struct mia_store_writer *writer)
{
	return writer ? &writer->recorder.fold : NULL;
}

/* ---- the end ---- */

static enum mia_status
check_sources(const struct mia_store_writer *w, struct mia_error *err)
{
	if (!w->recorder.fold.sealed || mia_evidence_count(w->evidence) != w->source_count)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was not loaded into the store");
	for (size_t i = 0; i < w->source_count; i++) {
		const struct source *s = w->evidence->sources[i];
		struct store_identity now;
		if (!mia__store_identify(s, &now) || now.size != w->identities[i].size ||
			now.inode != w->identities[i].inode || now.mtime != w->identities[i].mtime ||
			now.ctime != w->identities[i].ctime ||
			(s->pub.complete && s->pub.stored_bytes != now.size))
			return mia__fail(err, MIA_ERR_STATE, "a file of the evidence was changed meanwhile");
		if (!s->pub.sha256[0])
			return mia__fail(err, MIA_ERR_STATE, "the evidence was not hashed");
	}
	return MIA_OK;
}

static void
put_index(const struct mia_store_writer *w, struct buf *index)
{
	mia__store_put_making(index, w->evidence);
	mia__store_put_fixed(index, (uint64_t)w->begun);
	mia__store_put_number(index, w->source_count);
	for (size_t i = 0; i < w->source_count; i++)
		mia__store_put_source(index, w->evidence->sources[i], &w->identities[i]);
	mia__store_put_number(index, w->shared.block_count);
	for (size_t i = 0; i < w->shared.block_count; i++) {
		const struct block_place *block = &w->shared.blocks[i];
		mia__store_put_fixed(index, block->at);
		mia__store_put_fixed(index, block->rows);
		mia__store_put_fixed(index, block->items);
		mia__store_put_fixed(index, block->sum);
	}
}

static enum mia_status
write_index(struct mia_store_writer *w, struct mia_error *err)
{
	struct buf index, head;
	struct sha256 sha;
	unsigned char hash[32];
	enum mia_status status = MIA_OK;

	mia__buf_init(&index, &w->a);
	mia__buf_init(&head, &w->a);
	put_index(w, &index);
	mia__buf_add(&head, STORE_MAGIC, 8);
	mia__store_put_fixed(&head, STORE_FORM);
	mia__store_put_fixed(&head, w->shared.size);
	mia__store_put_fixed(&head, index.len);
	if (index.failed || head.failed || !mia__sha256_init(&sha) || !mia__sha256_begin(&sha) ||
		!mia__sha256_update(&sha, head.ptr, head.len) ||
		!mia__sha256_update(&sha, index.ptr, index.len) || !mia__sha256_end(&sha, hash))
		status = mia__fail_memory(err);
	mia__sha256_release(&sha);
	mia__buf_add(&head, hash, sizeof(hash));
	if (status >= 0 && head.failed)
		status = mia__fail_memory(err);
	if (status >= 0 && index.len > STORE_INDEX_MOST)
		status = mia__fail(err, MIA_ERR_LIMIT, "too many sources for one store");
	if (status >= 0 &&
		(!mia__file_write_at(w->shared.fd, index.ptr, index.len, w->shared.size) ||
			!mia__file_write_at(w->shared.fd, head.ptr, head.len, 0)))
		status = mia__fail_errno(err, MIA_ERR_IO, errno, "cannot write the store");
	mia__buf_release(&index);
	mia__buf_release(&head);
	return status;
}

enum mia_status
mia_store_writer_finish(struct mia_store_writer *writer, struct mia_error *err)
{
	struct mia_store_writer *w = writer;

	if (!w)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no writer");
	if (w->shared.failed == MIA_ERR_MEMORY)
		return mia__fail_memory(err);
	if (w->shared.failed)
		return mia__fail_errno(err, MIA_ERR_IO, w->shared.sys_errno, "cannot write the store");
	MIA_TRY(check_sources(w, err));
	MIA_TRY(write_index(w, err));
	if (!mia__file_rename(w->directory, w->temporary, w->base, false))
		return errno == EEXIST
			? mia__fail(err, MIA_ERR_STATE, "a file of that name is there now")
			: mia__fail_errno(err, MIA_ERR_IO, errno, "cannot give the store its name");
	w->made = false;
	return MIA_OK;
}
