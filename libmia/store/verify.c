/* The sums of all blocks, on several threads: nothing is added to a fold before all of the store was checked. */
#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "store/store.h"

enum { PIECE = 256 << 10, THREADS_MOST = 8 };

struct verifying {
	const struct store_file *file;
	pthread_mutex_t lock;
	size_t next;
	bool wrong, unread, no_memory;
};

static bool
read_block(const struct store_file *f, const struct block_place *block, void *piece, uint64_t *sum)
{
	uint64_t size = block->rows + block->items;
	struct store_sum s;

	mia__store_sum_begin(&s);
	for (uint64_t at = 0; at < size;) {
		size_t n = size - at < PIECE ? (size_t)(size - at) : PIECE;
		if (!mia__store_read(f->fd, piece, n, block->at + at))
			return false;
		mia__store_sum_add(&s, piece, n);
		at += n;
	}
	*sum = mia__store_sum_end(&s);
	return true;
}

static void *
verify(void *arg)
{
	struct verifying *v = arg;
	void *piece = mia__alloc(&v->file->a, PIECE, 1);
	bool unread = false, wrong = false;

	for (;;) {
		size_t i;
		uint64_t sum = 0;
		pthread_mutex_lock(&v->lock);
		v->wrong |= wrong;
		v->unread |= unread;
		v->no_memory |= !piece;
		i = v->wrong || v->unread || v->no_memory ? v->file->block_count : v->next++;
		pthread_mutex_unlock(&v->lock);
		if (i >= v->file->block_count)
			break;
		unread = !read_block(v->file, &v->file->blocks[i], piece, &sum);
		wrong = !unread && sum != v->file->blocks[i].sum;
	}
	if (piece)
		mia__dealloc(&v->file->a, piece, PIECE, 1);
	return NULL;
}

enum mia_status
mia__store_verify(const struct store_file *file, unsigned threads, struct mia_error *err)
{
	struct verifying v = { .file = file };
	pthread_t others[THREADS_MOST];
	size_t started = 0, wanted;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	wanted = threads ? threads : cores > 0 ? (size_t)cores : 1;
	wanted = wanted < THREADS_MOST ? wanted : THREADS_MOST;
	wanted = wanted < file->block_count ? wanted : file->block_count;
	if (pthread_mutex_init(&v.lock, NULL) != 0)
		return mia__fail_memory(err);
	while (started + 1 < wanted && pthread_create(&others[started], NULL, verify, &v) == 0)
		started++;
	verify(&v);
	while (started > 0)
		pthread_join(others[--started], NULL);
	pthread_mutex_destroy(&v.lock);
	if (v.no_memory)
		return mia__fail_memory(err);
	if (v.unread || v.wrong) {
		mia__fail(err, MIA_ERR_ARGUMENT, v.wrong ? "it is damaged" : "it cannot be read to its end");
		return MIA_END;
	}
	return MIA_OK;
}
