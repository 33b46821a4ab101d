/* Networks in a table, by family, mask and network. */
#include "scope/networks.h"

static uint64_t
hash_of(const struct networks *n, const struct prefix *p)
{
	uint64_t words[5] = { p->family, p->network[0], p->network[1], p->mask[0], p->mask[1] };

	return mia__hash_table(n->key, words, sizeof(words));
}

static bool
same_mask(const struct prefix *a, const struct prefix *b)
{
	return a->family == b->family && memcmp(a->mask, b->mask, sizeof(a->mask)) == 0;
}

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct networks *n = owner;

	return hash_of(n, &n->all[slot_number(slot) - 1].prefix);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	const struct networks *n = owner;
	const struct prefix *a = &n->all[slot_number(slot) - 1].prefix, *b = wanted;

	return same_mask(a, b) && memcmp(a->network, b->network, sizeof(a->network)) == 0;
}

static const struct slot_kind slot_kind = { sizeof(uint32_t), 2, hash_slot, slot_holds };

void
mia__networks_init(struct networks *n, const struct mia_allocator *a)
{
	*n = (struct networks){ .a = *a, .key = mia__hash_random_key() };
}

void
mia__networks_release(struct networks *n)
{
	mia__dealloc(&n->a, n->all, n->cap, sizeof(*n->all));
	mia__dealloc(&n->a, n->masks, n->mask_cap, sizeof(*n->masks));
	mia__slots_release(&n->slots, &n->a, &slot_kind);
	*n = (struct networks){ .a = n->a };
}

static bool
add_mask(struct networks *n, const struct prefix *prefix)
{
	for (size_t i = 0; i < n->mask_count; i++)
		if (same_mask(&n->masks[i], prefix))
			return true;
	if (!mia__grow(&n->a, &n->masks, &n->mask_cap, n->mask_count + 1, sizeof(*n->masks)))
		return false;
	n->masks[n->mask_count++] = *prefix;
	return true;
}

bool
mia__networks_add(struct networks *n, const struct prefix *prefix, uint32_t number)
{
	if (!add_mask(n, prefix) || !slots_reserve(&n->slots, &n->a, &slot_kind, n) ||
		!mia__grow(&n->a, &n->all, &n->cap, n->count + 1, sizeof(*n->all)))
		return false;
	void *slot = slots_find(&n->slots, &slot_kind, hash_of(n, prefix), n, prefix);
	uint32_t place = slot_number(slot);
	struct network added = { *prefix, number, 0 };
	if (place) { /* behind the first, which the slot goes on to name */
		added.next = n->all[place - 1].next;
		n->all[place - 1].next = (uint32_t)n->count + 1;
		n->all[n->count++] = added;
		return true;
	}
	n->all[n->count++] = added;
	slots_put(&n->slots, &slot_kind, slot, &(uint32_t){ (uint32_t)n->count });
	return true;
}

/* The place + 1 of the first network with this mask that holds the address; 0: none. */
static uint32_t
find(const struct networks *n, const struct prefix *mask, const struct mia_address *address)
{
	struct prefix wanted = *mask;

	if (mask->family != address->family)
		return 0;
	memcpy(wanted.network, address->bytes, sizeof(wanted.network));
	wanted.network[0] &= mask->mask[0];
	wanted.network[1] &= mask->mask[1];
	return slot_number(slots_find(&n->slots, &slot_kind, hash_of(n, &wanted), n, &wanted));
}

bool
mia__networks_hold(const struct networks *n, const struct mia_address *address)
{
	for (size_t i = 0; i < n->mask_count; i++)
		if (find(n, &n->masks[i], address))
			return true;
	return false;
}

void
mia__networks_each(const struct networks *n, const struct mia_address *address,
	void (*tell)(void *ctx, uint32_t number), void *ctx)
{
	for (size_t i = 0; i < n->mask_count; i++)
		for (uint32_t place = find(n, &n->masks[i], address); place; place = n->all[place - 1].next)
			tell(ctx, n->all[place - 1].number);
}
