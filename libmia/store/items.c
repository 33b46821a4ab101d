/* The items of a row, which stand apart from it: most questions need those of few rows. */
#include "store/reader.h"

#include "base/text.h"

enum { WINDOW = 16 << 10 };

struct mia_text
mia__store_unpack_text(struct reader *r, struct store_cursor *c, struct arena *arena)
{
	struct store_cursor ahead = *c;
	uint64_t len = store_number(&ahead) >> 2;
	char *out;

	/* Packed bytes are at least half as many. */
	if (ahead.bad || len / 2 > (uint64_t)(c->end - c->at)) {
		(void)store_bad(c);
		return TEXT_ABSENT;
	}
	out = mia__arena_take(arena, (size_t)len);
	if (!out) {
		r->no_memory = true;
		return TEXT_ABSENT;
	}
	size_t got;
	if (!mia__store_unpack(c, out, (size_t)len, &got))
		return TEXT_ABSENT;
	return (struct mia_text){ out, got };
}

static bool
take_base(struct reader *r)
{
	uint64_t code = store_number(&r->at), folder = code >> 1;
	struct mia_text text = mia__store_unpack_text(r, &r->at, &r->kept);

	if (!text.ptr || text.len > STORE_REMEMBERED || folder >= r->folder_count)
		return false;
	*(code & 1 ? &r->folders[folder].immutable : &r->folders[folder].id) = text;
	return true;
}

bool
mia__store_take_items(struct reader *r)
{
	uint64_t bases, texts;

	r->item_count = store_number(&r->at);
	r->items_size = store_number(&r->at);
	/* Each has two bytes at least. */
	if (r->item_count == 0 || r->items_size > r->items_left || r->item_count > r->items_size / 2)
		return false;
	r->row_items_at = r->items_at;
	r->items_at += r->items_size;
	r->items_left -= r->items_size;
	bases = store_number(&r->at);
	for (; bases; bases--)
		if (r->at.bad || !take_base(r))
			return false;
	texts = store_number(&r->at);
	for (; texts; texts--)
		if (!mia__store_remember(r, store_plain(&r->at)))
			return false;
	return true;
}

/* The bytes of the row's items. */
static bool
look(struct reader *r, struct store_cursor *ret)
{
	uint64_t in = r->row_items_at - r->window_at;

	if (r->window_size == 0 || r->row_items_at < r->window_at || in > r->window_size ||
		r->items_size > r->window_size - in) {
		uint64_t left = r->items_left + r->items_size;
		size_t size = (size_t)(left < WINDOW ? left : WINDOW);
		if (size < r->items_size)
			size = (size_t)r->items_size;
		r->window_size = 0;
		if (!mia__grow(&r->a, &r->window, &r->window_cap, size, 1)) {
			r->no_memory = true;
			return false;
		}
		if (!mia__store_read(r->file->fd, r->window, size, r->row_items_at)) {
			r->unread = true;
			return false;
		}
		r->window_at = r->row_items_at;
		r->window_size = size;
		in = 0;
	}
	*ret = (struct store_cursor){ r->window + in, r->window + in + r->items_size, false };
	return true;
}

static struct mia_text
take_id(struct reader *r, struct store_cursor *c, struct mia_text base)
{
	uint64_t head = store_number(c), tail = store_number(c);
	struct store_cursor ahead = *c;
	uint64_t len = store_number(&ahead) >> 2;
	size_t got = 0;
	char *out;

	if (c->bad || ahead.bad || head > base.len || tail > base.len - head ||
		len / 2 > (uint64_t)(c->end - c->at)) {
		(void)store_bad(c);
		return TEXT_ABSENT;
	}
	out = mia__arena_take(&r->arena, (size_t)(head + len + tail));
	if (!out) {
		r->no_memory = true;
		return TEXT_ABSENT;
	}
	if (head)
		memcpy(out, base.ptr, (size_t)head);
	if (!mia__store_unpack(c, out + head, (size_t)len, &got))
		return TEXT_ABSENT;
	if (tail)
		memcpy(out + head + got, base.ptr + base.len - tail, (size_t)tail);
	return (struct mia_text){ out, (size_t)(head + got + tail) };
}

static struct mia_text
take_message_id(struct reader *r, struct store_cursor *c)
{
	uint64_t number = store_number(c), head;
	struct store_cursor ahead;
	struct mia_text domain;
	size_t got = 0;
	uint64_t len;
	char *out;

	if (number == 0)
		return mia__store_unpack_text(r, c, &r->arena);
	head = store_number(c);
	ahead = *c;
	len = store_number(&ahead) >> 2;
	if (ahead.bad || number > r->text_count || len / 2 > (uint64_t)(c->end - c->at))
		return (void)store_bad(c), TEXT_ABSENT;
	domain = r->texts[number - 1];
	if (domain.len == 0 || head > domain.len - 1)
		return (void)store_bad(c), TEXT_ABSENT;
	out = mia__arena_take(&r->arena, (size_t)(1 + head + len) + domain.len);
	if (!out) {
		r->no_memory = true;
		return TEXT_ABSENT;
	}
	out[0] = '<';
	memcpy(out + 1, domain.ptr + 1, (size_t)head);
	if (!mia__store_unpack(c, out + 1 + head, (size_t)len, &got))
		return TEXT_ABSENT;
	memcpy(out + 1 + head + got, domain.ptr, domain.len);
	return (struct mia_text){ out, (size_t)(1 + head + got) + domain.len };
}

static bool
take_item(struct reader *r, struct store_cursor *c, struct mia_item *item)
{
	const unsigned char *first = store_bytes(c, 1);
	unsigned has = first ? *first : 0;
	uint64_t folder = store_number(c);
	const struct known_folder *base = &r->folders[0];

	*item = (struct mia_item){ .size_bytes = MIA_SIZE_UNKNOWN, .folder = MIA_NO_FOLDER };
	if (c->bad || has >= 2 * ITEM_SIZE || folder > UINT32_MAX)
		return false;
	if (folder)
		item->folder = (uint32_t)(folder - 1);
	if (item->folder < r->event.folder_count)
		base = &r->folders[r->used[item->folder]];
	if (has & ITEM_ID && !(item->id = take_id(r, c, base->id)).ptr)
		return false;
	if (has & ITEM_IMMUTABLE && !(item->immutable_id = take_id(r, c, base->immutable)).ptr)
		return false;
	if (has & ITEM_MESSAGE_ID && !(item->internet_message_id = take_message_id(r, c)).ptr)
		return false;
	if (has & ITEM_RAW_SAME)
		item->internet_message_id_raw = item->internet_message_id;
	if (has & ITEM_RAW && !(item->internet_message_id_raw = mia__store_unpack_text(r, c, &r->arena)).ptr)
		return false;
	if (has & ITEM_SUBJECT && !(item->subject = mia__store_unpack_text(r, c, &r->arena)).ptr)
		return false;
	if (has & ITEM_SIZE)
		item->size_bytes = unzigzag(store_number(c));
	return !c->bad;
}

bool
mia__store_read_items(struct reader *r)
{
	struct store_cursor c;

	mia__arena_rewind(&r->arena);
	if (!look(r, &c))
		return false;
	if (!mia__grow(&r->a, &r->items, &r->item_cap, (size_t)r->item_count, sizeof(*r->items))) {
		r->no_memory = true;
		return false;
	}
	for (uint64_t i = 0; i < r->item_count; i++)
		if (!take_item(r, &c, &r->items[i]))
			return false;
	return c.at == c.end;
}
