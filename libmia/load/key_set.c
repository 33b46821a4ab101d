/* A set of record keys, for authors of folds. */
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/hash.h"

#include <mia/fold.h>

struct mia_key_set {
	struct mia_allocator a;
	struct hash_key hash;
	unsigned char (*slots)[16]; /* all zero: empty */
	size_t slot_count, count;   /* count: of slots that are taken */
	int zero;                   /* the key that is all zero is in the set */
};

static const unsigned char zero_key[16];

static int
is_zero(const unsigned char *key)
{
	return memcmp(key, zero_key, 16) == 0;
}

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
	mia__dealloc(&a, set->slots, set->slot_count, sizeof(*set->slots));
	mia__dealloc(&a, set, 1, sizeof(*set));
}

static unsigned char *
find_slot(const struct mia_key_set *set, const unsigned char *key)
{
	size_t mask = set->slot_count - 1;
	size_t slot = (size_t)mia__hash_table(set->hash, key, 16) & mask;

	while (!is_zero(set->slots[slot]) && memcmp(set->slots[slot], key, 16) != 0)
		slot = (slot + 1) & mask;
	return set->slots[slot];
}

static int
grow(struct mia_key_set *set)
{
	unsigned char(*old)[16] = set->slots;
	size_t old_count = set->slot_count;
	size_t count = old_count ? old_count * 2 : 64;
	unsigned char(*slots)[16] = mia__alloc(&set->a, count, sizeof(*slots));

	if (!slots)
		return 0;
	set->slots = slots;
	set->slot_count = count;
	for (size_t i = 0; i < old_count; i++)
		if (!is_zero(old[i]))
			memcpy(find_slot(set, old[i]), old[i], 16);
	mia__dealloc(&set->a, old, old_count, sizeof(*old));
	return 1;
}

enum mia_status
mia_key_set_add(struct mia_key_set *set, const unsigned char *key, int *is_new, struct mia_error *err)
{
	int added;

	if (!set || !key)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no set of keys, or no key");
	if (is_zero(key)) {
		added = !set->zero;
		set->zero = 1;
	} else {
		if (set->count >= set->slot_count / 4 * 3 && !grow(set))
			return mia__fail_memory(err);
		unsigned char *slot = find_slot(set, key);
		added = is_zero(slot);
		set->count += (size_t)added;
		memcpy(slot, key, 16);
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
	if (is_zero(key))
		return set->zero;
	return set->slot_count && !is_zero(find_slot(set, key));
}

size_t
mia_key_set_count(const struct mia_key_set *set)
{
	return set ? set->count + (size_t)set->zero : 0;
}

enum mia_status
mia_key_set_merge(struct mia_key_set *set, const struct mia_key_set *from, struct mia_error *err)
{
	if (!set || !from)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no sets of keys to merge");
	if (set == from)
		return MIA_OK;
	set->zero |= from->zero;
	for (size_t i = 0; i < from->slot_count; i++)
		if (!is_zero(from->slots[i]))
			MIA_TRY(mia_key_set_add(set, from->slots[i], NULL, err));
	return MIA_OK;
}
