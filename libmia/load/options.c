/* Defaults of a load, the rule for the size of its options, and what stops it. */
#include "load/options.h"

#include "base/alloc.h"
#include "base/error.h"

static const struct mia_load_options defaults = { .size = sizeof(defaults) };

#undef mia_load_options_init
void
mia_load_options_init(struct mia_load_options *options, size_t size)
{
	mia__options_init(options, size, &defaults, sizeof(defaults));
}

enum mia_status
mia__load_options_take(struct mia_load_options *own, const struct mia_load_options *options,
	struct mia_error *err)
{
	*own = defaults;
	return mia__options_take(own, sizeof(*own), options, "mia_load_options", err);
}

struct mia_cancel {
	struct mia_allocator a;
	int asked;
};

enum mia_status
mia_cancel_new(struct mia_cancel **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_cancel *cancel;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the switch");
	cancel = mia__alloc(&a, 1, sizeof(*cancel));
	if (!cancel)
		return mia__fail_memory(err);
	cancel->a = a;
	*ret = cancel;
	return MIA_OK;
}

void
mia_cancel_free(struct mia_cancel *cancel)
{
	if (!cancel)
		return;
	struct mia_allocator a = cancel->a;
	mia__dealloc(&a, cancel, 1, sizeof(*cancel));
}

/* Also called from signal handlers: an atomic store and nothing else. */
void
mia_cancel_ask(struct mia_cancel *cancel)
{
	if (cancel)
		__atomic_store_n(&cancel->asked, 1, __ATOMIC_RELEASE);
}

int
mia_cancel_asked(const struct mia_cancel *cancel)
{
	return cancel ? __atomic_load_n(&cancel->asked, __ATOMIC_ACQUIRE) : 0;
}

const int *
mia__cancel_flag(const struct mia_cancel *cancel)
{
	return cancel ? &cancel->asked : NULL;
}
