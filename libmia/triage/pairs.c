/* Things that stand together, as numbers: a pair once, in the order of arrival. */
#include "base/product.h"
#include "triage/tally.h"

struct pair_slot {
	uint64_t key; /* never 0: subjects are counted from 1 */
	uint32_t number, unused;
};

static uint64_t
key_of(uint32_t subject, uint32_t other)
{
	return (uint64_t)subject << 32 | other;
}

/* The numbers come from the evidence, so the hash is keyed as every other. */
static uint64_t
hash_key(const struct pairs *pairs, uint64_t key)
{
	struct product product = product_of(key ^ pairs->hash.k0, pairs->hash.k1 | 1);

	return product.low ^ product.high;
}

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	return hash_key(owner, ((const struct pair_slot *)slot)->key);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	(void)owner;
	return ((const struct pair_slot *)slot)->key == *(const uint64_t *)wanted;
}

static const struct slot_kind slot_kind = { sizeof(struct pair_slot), 3, hash_slot, slot_holds };

void
mia__triage_pairs_init(struct pairs *pairs, bool with_stats)
{
	*pairs = (struct pairs){ .hash = mia__hash_random_key(), .count = 1, .with_stats = with_stats };
}

void
mia__triage_pairs_release(struct tally *y, struct pairs *pairs)
{
	mia__slots_release(&pairs->slots, y->a, &slot_kind);
	mia__dealloc(y->a, pairs->of, pairs->cap, sizeof(*pairs->of));
	mia__dealloc(y->a, pairs->stats, pairs->stat_cap, sizeof(*pairs->stats));
	pairs->of = NULL;
	pairs->stats = NULL;
	pairs->cap = pairs->stat_cap = 0;
	pairs->count = 1;
}

bool
mia__triage_pair(struct tally *y, struct pairs *pairs, uint32_t subject, uint32_t other, uint32_t *ret)
{
	uint64_t key = key_of(subject, other);

	if (!slots_reserve(&pairs->slots, y->a, &slot_kind, pairs))
		return false;
	struct pair_slot *slot = slots_find(&pairs->slots, &slot_kind, hash_key(pairs, key), pairs, &key);
	if (slot->key) {
		*ret = slot->number;
		return true;
	}
	size_t need = pairs->count + 1;
	if (pairs->count >= UINT32_MAX ||
		!mia__grow(y->a, &pairs->of, &pairs->cap, need, sizeof(*pairs->of)) ||
		(pairs->with_stats &&
			!mia__grow(y->a, &pairs->stats, &pairs->stat_cap, need, sizeof(*pairs->stats))))
		return false;
	*ret = (uint32_t)pairs->count++;
	pairs->of[*ret] = (struct pair){ subject, other };
	if (pairs->with_stats)
		pairs->stats[*ret] = (struct pair_stats){ .first = MIA_TIME_UNKNOWN };
	slots_put(&pairs->slots, &slot_kind, slot, &(struct pair_slot){ key, *ret, 0 });
	return true;
}

uint32_t
mia__triage_find_pair(const struct pairs *pairs, uint32_t subject, uint32_t other)
{
	uint64_t key = key_of(subject, other);

	if (pairs->slots.count == 0)
		return 0;
	const struct pair_slot *slot =
		slots_find(&pairs->slots, &slot_kind, hash_key(pairs, key), pairs, &key);
	return slot->number;
}

void
mia__triage_fetch_pair(const struct pairs *pairs, uint32_t subject, uint32_t other)
{
	uint64_t hash = hash_key(pairs, key_of(subject, other));

	if (pairs->slots.count)
		__builtin_prefetch(
			slots_at(&pairs->slots, &slot_kind, (size_t)hash & (pairs->slots.count - 1)));
}
