/*
 * Blocks of one source go round among threads: one reads or inflates the next
 * block while another frames the block before it and others decode. Framing
 * and hashing go by turns, in the order of the blocks. A thread waits for a
 * turn only for threads that have read before it, so none waits for ever.
 */
#include <string.h>

#include "base/error.h"
#include "load/source.h"

void
mia__source_init_turns(struct source *s, const struct mia_allocator *a)
{
	/* With the default attributes these cannot fail. */
	pthread_mutex_init(&s->reading, NULL);
	pthread_mutex_init(&s->turn, NULL);
	pthread_cond_init(&s->next_turn, NULL);
	mia__arena_init(&s->notes, a);
	mia__arena_init(&s->faults, a);
	mia__batch_init(&s->carry, a);
}

void
mia__source_release_turns(struct source *s)
{
	mia__arena_release(&s->notes);
	mia__arena_release(&s->faults);
	mia__batch_release(&s->carry);
	pthread_mutex_destroy(&s->reading);
	pthread_mutex_destroy(&s->turn);
	pthread_cond_destroy(&s->next_turn);
}

/* Other threads, or a caller who asks again, must not go on from a state that was left halfway; memory is
 * all that can fail here. */
static enum mia_status
give_up(struct source *s, struct batch *batch, struct mia_error *err)
{
	pthread_mutex_lock(&s->turn);
	s->failed = true;
	pthread_cond_broadcast(&s->next_turn);
	pthread_mutex_unlock(&s->turn);
	batch->count = batch->len = 0;
	return mia__fail_memory(err);
}

/* false: another thread gave up. */
static bool
wait_for_turn(struct source *s, const uint64_t *turn, uint64_t number)
{
	bool ok;

	pthread_mutex_lock(&s->turn);
	while (*turn != number && !s->failed)
		pthread_cond_wait(&s->next_turn, &s->turn);
	ok = !s->failed;
	pthread_mutex_unlock(&s->turn);
	return ok;
}

static void
end_turn(struct source *s, uint64_t *turn)
{
	pthread_mutex_lock(&s->turn);
	++*turn;
	pthread_cond_broadcast(&s->next_turn);
	pthread_mutex_unlock(&s->turn);
}

/* Hashes the block, once; false: no memory. */
static bool
hash(struct source *s, struct block *block)
{
	if (!s->hashes_later || !block->unhashed)
		return true;
	if (!wait_for_turn(s, &s->hashed, block->number) ||
		(block->unhashed_len && !mia__bytes_hash(&s->bytes, block->unhashed, block->unhashed_len)))
		return false;
	block->unhashed = NULL;
	end_turn(s, &s->hashed);
	return true;
}

static void
swap(struct batch *a, struct batch *b)
{
	struct batch was = *a;

	a->memory = b->memory, a->size = b->size, a->buf = b->buf, a->len = b->len, a->cap = b->cap;
	b->memory = was.memory, b->size = was.size, b->buf = was.buf, b->len = was.len, b->cap = was.cap;
}

/*
 * Puts the record that was under way in front of the block. Where there is no room, it is long: the block
 * is put behind it instead, and *held says whether it is left at that, since there is too little new.
 */
static bool
join(struct source *s, struct batch *batch, struct block *block, bool *held)
{
	*held = false;
	if (!s->enough && mia__batch_put_front(batch, s->carry.buf, s->carry.len))
		return true;
	if (!hash(s, block) || !mia__batch_append(&s->carry, batch->buf, batch->len))
		return false;
	batch->len = 0;
	*held = s->carry.len < s->enough && !block->at_end && !block->late;
	if (!*held)
		swap(batch, &s->carry);
	return true;
}

/* Keeps what was not framed for the block that follows. */
static bool
keep_rest(struct source *s, struct batch *batch, size_t used, size_t block_bytes)
{
	size_t rest = batch->len - used;

	s->enough = 0;
	if (batch->count > 0) {
		s->carry.len = 0;
		return mia__batch_append(&s->carry, batch->buf + used, rest);
	}
	mia__batch_drop(batch, used);
	/* A record longer than the block: more and more is read before it is looked at again. */
	if (rest > block_bytes)
		s->enough = 2 * rest;
	s->carry.len = 0;
	swap(batch, &s->carry);
	return true;
}

/* At the turn of the block; false: no memory. */
static bool
frame(struct source *s, const struct mia_evidence *evidence, struct batch *batch, struct block *block)
{
	size_t used;
	bool held;

	if (!join(s, batch, block, &held))
		return false;
	if (held)
		return true;
	if (!mia__batch_reserve(batch, 1))
		return false;
	used = mia__framer_run(&s->framer, batch, block->at_end);
	mia__source_tell_faults(s, batch, block);
	if (s->framer.failed)
		return false;
	if (!block->at_end)
		return keep_rest(s, batch, used, evidence->limits.block_bytes);
	s->pub.container = s->framer.container;
	return hash(s, block) && mia__source_finish(s);
}

/* MIA_END: all was read. */
static enum mia_status
read_block(struct source *s, const struct mia_evidence *evidence, struct batch *batch, struct block *ret,
	struct mia_error *err)
{
	enum mia_status status = MIA_END;
	bool failed;

	pthread_mutex_lock(&s->reading);
	pthread_mutex_lock(&s->turn);
	failed = s->failed;
	pthread_mutex_unlock(&s->turn);
	if (failed)
		status = mia__fail_memory(err);
	else if (!s->text_done)
		status = mia__source_read(s, evidence, batch, ret, err);
	if (status < 0)
		status = give_up(s, batch, err);
	pthread_mutex_unlock(&s->reading);
	return status;
}

enum mia_status
mia__source_take(struct source *s, const struct mia_evidence *evidence, struct batch *batch,
	struct taken *ret, struct mia_error *err)
{
	struct taken ignored = { 0, false };

	ret = ret ? ret : &ignored;
	*ret = (struct taken){ 0, false };
	batch->count = 0;
	for (;;) {
		struct block block;
		enum mia_status status = read_block(s, evidence, batch, &block, err);
		if (status != MIA_OK)
			return status;
		if (!wait_for_turn(s, &s->framed, block.number) || !frame(s, evidence, batch, &block))
			return give_up(s, batch, err);
		ret->done = block.at_end;
		ret->stored += (block.at_end ? s->pub.stored_bytes : block.stored) - s->stored;
		s->stored = block.stored;
		end_turn(s, &s->framed);
		if (!hash(s, &block))
			return give_up(s, batch, err);
		if (batch->count > 0)
			return MIA_OK;
		if (block.at_end)
			return MIA_END;
	}
}
