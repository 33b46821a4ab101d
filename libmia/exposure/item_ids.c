/* Item ids as numbers: what they begin with, and the rest. */
#include "exposure/item_ids.h"

#include "base/text.h"

/* Of an id as Exchange writes it, mailbox and part of the folder. */
enum { BEGINNING = 64 };

void
mia__item_ids_init(struct item_ids *ids, const struct mia_allocator *a)
{
	*ids = (struct item_ids){ .last_number = 0 };
	mia__intern_init(&ids->beginnings, a);
	mia__intern_init(&ids->rests, a);
	mia__buf_init(&ids->scratch, a);
}

void
mia__item_ids_release(struct item_ids *ids)
{
	mia__intern_release(&ids->beginnings);
	mia__intern_release(&ids->rests);
	mia__buf_release(&ids->scratch);
}

void
mia__item_ids_like(struct item_ids *ids, const struct item_ids *like)
{
	ids->beginnings.key = like->beginnings.key;
	ids->rests.key = like->rests.key;
}

void
mia__item_ids_close(struct item_ids *ids)
{
	mia__intern_close(&ids->beginnings);
	mia__intern_close(&ids->rests);
	mia__buf_release(&ids->scratch);
}

uint32_t
mia__item_ids_begin(const struct item_ids *ids, struct mia_text t)
{
	return mia__intern_begin(&ids->rests, t);
}

/* Number 0 for an id that is not longer. */
static bool
find_beginning(struct item_ids *ids, struct mia_text t, uint32_t *ret)
{
	struct mia_text beginning = { t.ptr, BEGINNING };

	*ret = 0;
	if (t.len <= BEGINNING)
		return true;
	if (!ids->last_number || !text_equal(intern_text(&ids->beginnings, ids->last_number), beginning))
		if (!mia__intern_add(&ids->beginnings, beginning, &ids->last_number))
			return false;
	*ret = ids->last_number;
	return true;
}

bool
mia__item_ids_end(struct item_ids *ids, struct mia_text t, uint32_t begun, uint32_t *ret)
{
	uint32_t beginning;

	*ret = 0;
	if (!t.ptr)
		return true;
	if (!find_beginning(ids, t, &beginning))
		return false;
	size_t skip = beginning ? BEGINNING : 0;
	buf_clear(&ids->scratch);
	mia__buf_add(&ids->scratch, &beginning, sizeof(beginning));
	mia__buf_add(&ids->scratch, t.ptr + skip, t.len - skip);
	return !ids->scratch.failed && mia__intern_end(&ids->rests, buf_view(&ids->scratch), begun, ret);
}

static uint32_t
beginning_of(struct mia_text kept)
{
	uint32_t number;

	memcpy(&number, kept.ptr, sizeof(number));
	return number;
}

void
mia__item_ids_write(const struct item_ids *ids, uint32_t number, struct buf *b)
{
	struct mia_text kept = intern_text(&ids->rests, number);

	if (!kept.ptr)
		return;
	mia__buf_text(b, intern_text(&ids->beginnings, beginning_of(kept)));
	mia__buf_add(b, kept.ptr + sizeof(uint32_t), kept.len - sizeof(uint32_t));
}

size_t
mia__item_ids_length(const struct item_ids *ids, uint32_t number)
{
	struct mia_text kept = intern_text(&ids->rests, number);

	return kept.ptr ? kept.len - sizeof(uint32_t) + (beginning_of(kept) ? BEGINNING : 0) : 0;
}

/* Of two that were made apart: as if each were new. */
static bool
add_all(struct item_ids *ids, const struct item_ids *from, uint32_t *map)
{
	struct buf id;
	bool ok = true;

	mia__buf_init(&id, &ids->rests.a);
	map[0] = 0;
	for (uint32_t i = 1; ok && i < from->rests.count; i++) {
		buf_clear(&id);
		mia__item_ids_write(from, i, &id);
		struct mia_text t = buf_view(&id);
		ok = !id.failed && mia__item_ids_end(ids, t, mia__item_ids_begin(ids, t), &map[i]);
	}
	mia__buf_release(&id);
	return ok;
}

/* The hashes are of the whole ids, so that only the numbers need to be those of
 * the other before texts are compared. */
static bool
take_all(struct item_ids *ids, struct item_ids *from, const uint32_t *beginnings, uint32_t *map)
{
	for (uint32_t i = 1; i < from->rests.count; i++) {
		uint32_t number = beginnings[beginning_of(intern_text(&from->rests, i))];
		memcpy(intern_bytes(&from->rests, i), &number, sizeof(number));
	}
	return mia__intern_merge(&ids->rests, &from->rests, map);
}

static bool
same_key(const struct intern *a, const struct intern *b)
{
	return a->key.k0 == b->key.k0 && a->key.k1 == b->key.k1;
}

bool
mia__item_ids_merge(struct item_ids *ids, struct item_ids *from, uint32_t *map)
{
	size_t count = from->beginnings.count;

	if (!same_key(&ids->rests, &from->rests))
		return add_all(ids, from, map);
	uint32_t *beginnings = mia__alloc(&ids->rests.a, count, sizeof(*beginnings));
	bool ok = beginnings && mia__intern_merge(&ids->beginnings, &from->beginnings, beginnings) &&
		take_all(ids, from, beginnings, map);
	mia__dealloc(&ids->rests.a, beginnings, count, sizeof(*beginnings));
	return ok;
}
