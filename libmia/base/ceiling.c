/* An allocator that refuses what would go above a ceiling. */
#include "base/alloc.h"
#include "base/error.h"

struct mia_ceiling {
	struct mia_allocator below, own;
	uint64_t bytes;
	/* Any thread, so only by atomic calls. */
	uint64_t held, most;
	bool refused;
};

static void *
resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
	struct mia_ceiling *c = ctx;
	uint64_t more = new_size > old_size ? new_size - old_size : 0;

	/* Taken before it is there, so that threads cannot go above it together. */
	uint64_t held = more ? __atomic_add_fetch(&c->held, more, __ATOMIC_RELAXED) : 0;
	if (more && (held < more || held > c->bytes)) {
		__atomic_sub_fetch(&c->held, more, __ATOMIC_RELAXED);
		__atomic_store_n(&c->refused, true, __ATOMIC_RELAXED);
		return NULL;
	}
	void *ret = c->below.resize(c->below.ctx, ptr, old_size, new_size);
	if (!ret && new_size) {
		__atomic_sub_fetch(&c->held, more, __ATOMIC_RELAXED);
		return NULL;
	}
	if (new_size < old_size)
		__atomic_sub_fetch(&c->held, old_size - new_size, __ATOMIC_RELAXED);
	uint64_t most = __atomic_load_n(&c->most, __ATOMIC_RELAXED);
	while (held > most &&
		!__atomic_compare_exchange_n(&c->most, &most, held, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
	return ret;
}

enum mia_status
mia_ceiling_new(struct mia_ceiling **ret, const struct mia_allocator *allocator, uint64_t bytes,
	struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);

	if (!ret || bytes == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "a ceiling of no memory");
	struct mia_ceiling *c = mia__alloc(&a, 1, sizeof(*c));
	if (!c)
		return mia__fail_memory(err);
	*c = (struct mia_ceiling){ .below = a, .bytes = bytes };
	c->own = (struct mia_allocator){ resize, c };
	*ret = c;
	return MIA_OK;
}

const struct mia_allocator *
mia_ceiling_allocator(const struct mia_ceiling *ceiling)
{
	return ceiling ? &ceiling->own : NULL;
}

uint64_t
mia_ceiling_most(const struct mia_ceiling *ceiling)
{
	return ceiling ? __atomic_load_n(&ceiling->most, __ATOMIC_RELAXED) : 0;
}

int
mia_ceiling_refused(const struct mia_ceiling *ceiling)
{
	return ceiling && __atomic_load_n(&ceiling->refused, __ATOMIC_RELAXED);
}

void
mia_ceiling_free(struct mia_ceiling *ceiling)
{
	if (!ceiling)
		return;
	struct mia_allocator a = ceiling->below;
	mia__dealloc(&a, ceiling, 1, sizeof(*ceiling));
}
