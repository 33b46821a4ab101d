/* A set of record keys, for authors of folds. */
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/slots.h"

#include <mia/fold.h>

enum { KEY = 16 };

struct mia_key_set {
	struct mia_allocator a;
	struct hash_key hash;
	struct slots slots; /* keys */
	bool zero;          /* the key that is all zero, which a slot cannot hold */
};

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct mia_key_set *set = owner;

	return mia__hash_table(set->hash, slot, KEY);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	(void)owner;
	return memcmp(slot, wanted, KEY) == 0;
}

static const struct slot_kind slot_kind = { KEY, 3, hash_slot, slot_holds };

enum mia_status
mia_key_set_new(struct mia_key_set **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_key_set *set;

	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the set of keys");
	set = mia__alloc(&a, 1, sizeof(*set));
	if (!set)
		return mia__fail_memory(err);
	set->a = a;
	set->hash = mia__hash_random_key();
	*ret = set;
	return MIA_OK;
}

void
mia_key_set_free(struct mia_key_set *set)
{
	if (!set)
		return;
	struct mia_allocator a = set->a;
	mia__slots_release(&set->slots, &a, &slot_kind);
	mia__dealloc(&a, set, 1, sizeof(*set));
}

enum mia_status
mia_key_set_add(struct mia_key_set *set, const unsigned char *key, int *is_new, struct mia_error *err)
{
	bool added;

	if (!set || !key)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no set of keys, or no key");
	if (slot_empty(key, &slot_kind)) {
		added = !set->zero;
		set->zero = true;
	} else {
		if (!slots_reserve(&set->slots, &set->a, &slot_kind, set))
			return mia__fail_memory(err);
		void *slot = slots_find(&set->slots, &slot_kind, hash_slot(set, key), set, key);
		added = slot_empty(slot, &slot_kind);
		if (added)
			slots_put(&set->slots, &slot_kind, slot, key);
	}
	if (is_new)
		*is_new = added;
	return MIA_OK;
}

int
mia_key_set_has(const struct mia_key_set *set, const unsigned char *key)
{
	if (!set || !key)
		return 0;
	if (slot_empty(key, &slot_kind))
		return set->zero;
	return set->slots.count &&
		!slot_empty(slots_find(&set->slots, &slot_kind, hash_slot(set, key), set, key), &slot_kind);
}

size_t
mia_key_set_count(const struct mia_key_set *set)
{
	return set ? set->slots.used + set->zero : 0;
}

enum mia_status
mia_key_set_merge(struct mia_key_set *set, const struct mia_key_set *from, struct mia_error *err)
{
	if (!set || !from)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no sets of keys to merge");
	if (set == from)
		return MIA_OK;
	set->zero |= from->zero;
	for (size_t i = 0; i < from->slots.count; i++) {
		const unsigned char *key = slots_at(&from->slots, &slot_kind, i);
		if (!slot_empty(key, &slot_kind))
			MIA_TRY(mia_key_set_add(set, key, NULL, err));
	}
	return MIA_OK;
}
