/* The sums of all blocks, on several threads: nothing is added to a fold before all of the store was checked. */
#include "base/error.h"
#include "base/parallel.h"
#include "store/store.h"
#include "system/machine.h"

enum { PIECE = 256 << 10, THREADS_MOST = 8 };

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

static enum mia_status
verify(void *ctx, size_t i)
{
	const struct store_file *file = ctx;
	const struct block_place *block = &file->blocks[i];
	void *piece = mia__alloc(&file->a, PIECE, 1);
	enum mia_status status = MIA_OK;
	uint64_t sum;

	if (!piece)
		return MIA_ERR_MEMORY;
	if (!read_block(file, block, piece, &sum))
		status = MIA_ERR_IO;
	else if (sum != block->sum)
		status = MIA_ERR_ARGUMENT;
	mia__dealloc(&file->a, piece, PIECE, 1);
	return status;
}

enum mia_status
mia__store_verify(const struct store_file *file, unsigned threads, struct mia_error *err)
{
	unsigned wanted = threads ? threads : mia__cores();
	enum mia_status status = mia__parallel(wanted < THREADS_MOST ? wanted : THREADS_MOST,
		file->block_count, verify, (void *)(uintptr_t)file);

	if (status == MIA_OK)
		return MIA_OK;
	if (status == MIA_ERR_MEMORY)
		return mia__fail_memory(err);
	mia__fail(err, MIA_ERR_ARGUMENT,
		status == MIA_ERR_IO ? "it cannot be read to its end" : "it is damaged");
	return MIA_END;
}
