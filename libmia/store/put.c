/* One event or reject into the bytes of a block. */
#include "store/put.h"

#include "base/text.h"

void
mia__store_block_init(struct store_block *b, const struct mia_allocator *a)
{
	*b = (struct store_block){ .a = *a };
	mia__buf_init(&b->rows, a);
	mia__buf_init(&b->items, a);
	mia__buf_init(&b->scratch, a);
	mia__buf_init(&b->news, a);
	mia__arena_init(&b->kept, a);
	mia__intern_init(&b->texts, a);
	mia__intern_init(&b->addresses, a);
	mia__intern_init(&b->folders, a);
	mia__intern_init(&b->shapes, a);
	mia__intern_init(&b->groups, a);
}

void
mia__store_block_release(struct store_block *b)
{
	mia__buf_release(&b->rows);
	mia__buf_release(&b->items);
	mia__buf_release(&b->scratch);
	mia__buf_release(&b->news);
	mia__arena_release(&b->kept);
	mia__intern_release(&b->texts);
	mia__intern_release(&b->addresses);
	mia__intern_release(&b->folders);
	mia__intern_release(&b->shapes);
	mia__intern_release(&b->groups);
	if (b->bases)
		mia__dealloc(&b->a, b->bases, b->base_cap, sizeof(*b->bases));
	if (b->used)
		mia__dealloc(&b->a, b->used, b->used_cap, sizeof(*b->used));
}

void
mia__store_block_clear(struct store_block *b)
{
	struct mia_allocator a = b->a;

	mia__store_block_release(b);
	mia__store_block_init(b, &a);
}

void
mia__store_put_number(struct buf *to, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		mia__buf_byte(to, (char)(n | 0x80));
	mia__buf_byte(to, (char)n);
}

void
mia__store_put_fixed(struct buf *to, uint64_t n)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(n >> 8 * i);
	mia__buf_add(to, bytes, sizeof(bytes));
}

void
mia__store_put_plain(struct buf *to, struct mia_text t)
{
	mia__store_put_number(to, t.ptr ? (uint64_t)t.len + 1 : 0);
	mia__buf_text(to, t);
}

/* The number of something that is put out when it comes for the first time: 0, and then itself;
 * from then on its number. *number: as the reader will count it, from 1. */
static bool
put_known(struct buf *to, struct intern *among, struct mia_text bytes, uint32_t *number)
{
	size_t before = among->count;

	if (!mia__intern_add(among, bytes, number))
		return false;
	bool is_new = *number >= before;
	mia__store_put_number(to, is_new ? 0 : *number);
	if (is_new)
		mia__buf_text(to, bytes);
	return true;
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* 16 bytes of a GUID in lower case. */
static bool
guid(struct mia_text t, unsigned char out[16])
{
	size_t n = 0;

	if (t.len != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (t.ptr[i] != '-')
				return false;
			continue;
		}
		int high = hex(t.ptr[i]), low = hex(t.ptr[i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[n++] = (unsigned char)(high << 4 | low);
		i++;
	}
	return true;
}

static bool
put_text(struct store_block *b, struct mia_text t, bool remembered)
{
	unsigned char bytes[16];
	bool once = !remembered;
	uint32_t number;

	remembered = remembered && t.len && t.len <= STORE_REMEMBERED;
	number = remembered ? mia__intern_find(&b->texts, t) : 0;
	if (number) {
		mia__store_put_number(&b->rows, number - 1 + TEXT_KNOWN);
		return true;
	}
	remembered = remembered && b->texts.count <= STORE_DICTIONARY;
	if (guid(t, bytes)) {
		mia__store_put_number(&b->rows, remembered ? TEXT_NEW_GUID : TEXT_GUID);
		mia__buf_add(&b->rows, bytes, sizeof(bytes));
	} else if (!once || !mia__store_put_once(&b->rows, t, b->time)) {
		mia__store_put_number(&b->rows, remembered ? TEXT_NEW : TEXT_PLAIN);
		mia__store_put_number(&b->rows, t.len);
		mia__buf_text(&b->rows, t);
	}
	return !remembered || mia__intern_add(&b->texts, t, &number);
}

static void
put_place(struct store_block *b, const struct mia_place *place, uint32_t source)
{
	mia__store_put_number(&b->rows, source);
	mia__store_put_number(&b->rows, zigzag((int64_t)(place->record - b->record)));
	mia__store_put_number(&b->rows, zigzag((int64_t)(place->line - b->line)));
	mia__store_put_number(&b->rows, zigzag((int64_t)(place->offset - b->offset)));
	mia__store_put_number(&b->rows, place->length);
	b->record = place->record;
	b->line = place->line;
	b->offset = place->offset + place->length;
}

/* ---- items, in b->items; what they refer to, in b->news ---- */

static size_t
same_head(struct mia_text x, struct mia_text y)
{
	size_t n = 0;

	while (n < x.len && n < y.len && x.ptr[n] == y.ptr[n])
		n++;
	return n;
}

static size_t
same_tail(struct mia_text x, struct mia_text y, size_t most)
{
	size_t n = 0;

	while (n < most && x.ptr[x.len - 1 - n] == y.ptr[y.len - 1 - n])
		n++;
	return n;
}

/* An id by what it shares with the first of its folder, which is told in the row. */
static bool
put_id(struct store_block *b, struct mia_text *base, uint32_t folder, bool immutable, struct mia_text id)
{
	if (!base->ptr && id.len <= STORE_REMEMBERED) {
		*base = mia__arena_text(&b->kept, id);
		if (!base->ptr)
			return false;
		mia__store_put_number(&b->news, (uint64_t)folder << 1 | immutable);
		mia__store_pack(&b->news, id);
		b->new_bases++;
	}
	size_t head = same_head(*base, id), shorter = base->len < id.len ? base->len : id.len,
	       tail = same_tail(*base, id, shorter - head);
	mia__store_put_number(&b->items, head);
	mia__store_put_number(&b->items, tail);
	mia__store_pack(&b->items, (struct mia_text){ id.ptr + head, id.len - head - tail });
	return true;
}

/* "<local@domain>": the domain is one of few, and Exchange begins the local part with its host. */
static bool
put_message_id(struct store_block *b, struct mia_text id)
{
	const char *at = id.len && id.ptr[0] == '<' ? text_last(id, '@') : NULL;
	struct mia_text domain = at ? (struct mia_text){ at, (size_t)(id.ptr + id.len - at) } : TEXT_ABSENT,
			local = at ? (struct mia_text){ id.ptr + 1, (size_t)(at - id.ptr) - 1 } : TEXT_ABSENT;
	uint32_t number = 0;

	if (domain.len <= STORE_REMEMBERED && domain.len) {
		number = mia__intern_find(&b->texts, domain);
		if (!number && b->texts.count <= STORE_DICTIONARY) {
			if (!mia__intern_add(&b->texts, domain, &number))
				return false;
			b->new_texts++;
		}
	}
	mia__store_put_number(&b->items, number);
	if (number) {
		size_t head = same_head(local, (struct mia_text){ domain.ptr + 1, domain.len - 1 });
		mia__store_put_number(&b->items, head);
		id = (struct mia_text){ local.ptr + head, local.len - head };
	}
	mia__store_pack(&b->items, id);
	return true;
}

static bool
put_item(struct store_block *b, const struct mia_item *item, size_t folders)
{
	bool raw_same = item->internet_message_id_raw.ptr && item->internet_message_id.ptr &&
		text_equal(item->internet_message_id_raw, item->internet_message_id);
	unsigned has = (item->internet_message_id.ptr ? ITEM_MESSAGE_ID : 0) |
		(item->internet_message_id_raw.ptr && !raw_same ? ITEM_RAW : 0) |
		(raw_same ? ITEM_RAW_SAME : 0) | (item->immutable_id.ptr ? ITEM_IMMUTABLE : 0) |
		(item->id.ptr ? ITEM_ID : 0) | (item->subject.ptr ? ITEM_SUBJECT : 0) |
		(item->size_bytes != MIA_SIZE_UNKNOWN ? ITEM_SIZE : 0);
	uint32_t folder = item->folder < folders ? b->used[item->folder] : 0;

	mia__buf_byte(&b->items, (char)has);
	/* 0: none. */
	mia__store_put_number(&b->items, ((uint64_t)item->folder + 1) & UINT32_MAX);
	if (folder >= b->base_count) {
		if (!mia__grow(&b->a, &b->bases, &b->base_cap, (size_t)folder + 1, sizeof(*b->bases)))
			return false;
		memset(b->bases + b->base_count, 0, (folder + 1 - b->base_count) * sizeof(*b->bases));
		b->base_count = (size_t)folder + 1;
	}
	struct store_base *base = &b->bases[folder];
	if ((has & ITEM_ID && !put_id(b, &base->id, folder, false, item->id)) ||
		(has & ITEM_IMMUTABLE && !put_id(b, &base->immutable, folder, true, item->immutable_id)) ||
		(has & ITEM_MESSAGE_ID && !put_message_id(b, item->internet_message_id)))
		return false;
	if (has & ITEM_RAW)
		mia__store_pack(&b->items, item->internet_message_id_raw);
	if (has & ITEM_SUBJECT)
		mia__store_pack(&b->items, item->subject);
	if (has & ITEM_SIZE)
		mia__store_put_number(&b->items, zigzag(item->size_bytes));
	return true;
}

/* What the row says of its items: how many, how long they are, and what they refer to. */
static bool
put_items(struct store_block *b, const struct mia_event *event)
{
	size_t before = b->items.len, texts = b->texts.count;

	buf_clear(&b->news);
	b->new_bases = b->new_texts = 0;
	for (size_t i = 0; i < event->item_count; i++)
		if (!put_item(b, &event->items[i], event->folder_count))
			return false;
	mia__store_put_number(&b->rows, event->item_count);
	mia__store_put_number(&b->rows, b->items.len - before);
	mia__store_put_number(&b->rows, b->new_bases);
	mia__buf_text(&b->rows, buf_view(&b->news));
	mia__store_put_number(&b->rows, b->new_texts);
	for (size_t i = texts; i < b->texts.count; i++)
		mia__store_put_plain(&b->rows, intern_text(&b->texts, (uint32_t)i));
	return !b->news.failed;
}

/* ---- the row ---- */

static struct store_shape
shape_of(const struct mia_event *e)
{
	struct store_shape s = { .access = (uint8_t)e->access,
		.throttled = (uint8_t)e->throttled,
		.by_application = (uint8_t)e->by_application,
		.logon = (uint8_t)(e->logon + 1) };

	for (size_t i = 0; i < STORE_TEXTS; i++)
		s.texts |= (uint64_t)(store_text((struct mia_event *)(uintptr_t)e, i)->ptr != NULL) << i;
	s.numbers = (uint8_t)((e->result_index != MIA_NOT_COUNTED ? HAS_RESULT_INDEX : 0) |
		(e->result_count != MIA_NOT_COUNTED ? HAS_RESULT_COUNT : 0) |
		(e->attachment_count ? HAS_ATTACHMENTS : 0) |
		(e->stated_count != MIA_NOT_COUNTED ? HAS_STATED_COUNT : 0) |
		(e->offset_minutes ? HAS_OFFSET : 0) |
		(e->bind && e->bind->operation_count != MIA_NOT_COUNTED ? HAS_OPERATION_COUNT : 0) |
		(e->bind && e->bind->unnamed ? HAS_UNNAMED : 0));
	s.named = (uint8_t)((e->bind ? NAMED_BIND : 0) | (e->sync ? NAMED_SYNC : 0) |
		(e->folder_count ? NAMED_FOLDERS : 0) | (e->item_count ? NAMED_ITEMS : 0) |
		(e->parameter_count ? NAMED_PARAMETERS : 0));
	return s;
}

static bool
put_texts(struct store_block *b, const struct mia_event *e, uint64_t which)
{
	for (; which; which &= which - 1) {
		size_t i = (size_t)__builtin_ctzll(which);
		if (!put_text(b, *store_text((struct mia_event *)(uintptr_t)e, i), store_texts[i].remembered))
			return false;
	}
	return true;
}

/* One number for all texts of a group that stood so before. */
static bool
put_group(struct store_block *b, const struct mia_event *e, uint64_t which)
{
	size_t before = b->groups.count;
	uint32_t number;

	if (!which)
		return true;
	buf_clear(&b->scratch);
	mia__store_put_fixed(&b->scratch, which);
	for (uint64_t left = which; left; left &= left - 1)
		mia__store_put_plain(&b->scratch,
			*store_text((struct mia_event *)(uintptr_t)e, (size_t)__builtin_ctzll(left)));
	if (b->scratch.failed || !mia__intern_add(&b->groups, buf_view(&b->scratch), &number))
		return false;
	mia__store_put_number(&b->rows, number < before ? number : 0);
	return number < before || put_texts(b, e, which);
}

static void
put_numbers(struct store_block *b, const struct mia_event *e, unsigned has)
{
	const struct {
		unsigned bit;
		int64_t number;
	} numbers[] = {
		{ HAS_RESULT_INDEX, e->result_index },
		{ HAS_RESULT_COUNT, e->result_count },
		{ HAS_ATTACHMENTS, (int64_t)e->attachment_count },
		{ HAS_STATED_COUNT, e->stated_count },
		{ HAS_OFFSET, e->offset_minutes },
		{ HAS_OPERATION_COUNT, e->bind ? e->bind->operation_count : 0 },
		{ HAS_UNNAMED, e->bind ? (int64_t)e->bind->unnamed : 0 },
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (has & numbers[i].bit)
			mia__store_put_number(&b->rows, zigzag(numbers[i].number));
}

static bool
put_folders(struct store_block *b, const struct mia_event *e)
{
	mia__store_put_number(&b->rows, e->folder_count);
	if (!mia__grow(&b->a, &b->used, &b->used_cap, e->folder_count, sizeof(*b->used)))
		return false;
	for (size_t i = 0; i < e->folder_count; i++) {
		buf_clear(&b->scratch);
		mia__store_put_plain(&b->scratch, e->folders[i].id);
		mia__store_put_plain(&b->scratch, e->folders[i].path);
		mia__store_put_plain(&b->scratch, e->folders[i].name);
		if (b->scratch.failed ||
			!put_known(&b->rows, &b->folders, buf_view(&b->scratch), &b->used[i]))
			return false;
	}
	return true;
}

static bool
put_shape(struct store_block *b, const struct store_shape *s)
{
	uint32_t number;

	buf_clear(&b->scratch);
	mia__store_put_fixed(&b->scratch, s->texts);
	const uint8_t rest[] = { s->access, s->throttled, s->by_application, s->logon, s->numbers, s->named };
	mia__buf_add(&b->scratch, rest, sizeof(rest));
	return !b->scratch.failed && put_known(&b->rows, &b->shapes, buf_view(&b->scratch), &number);
}

static bool
put_addresses(struct store_block *b, const struct mia_event *e)
{
	char both[ADDRESSES_BYTES] = { (char)e->address.family };
	uint32_t number;

	memcpy(both + 1, e->address.bytes, 16);
	both[17] = (char)e->other_address.family;
	memcpy(both + 18, e->other_address.bytes, 16);
	return put_known(&b->rows, &b->addresses, (struct mia_text){ both, sizeof(both) }, &number);
}

bool
mia__store_put_event(struct store_block *b, const struct mia_event *event, uint32_t source)
{
	const struct mia_event *e = event;
	struct store_shape shape = shape_of(e);

	mia__buf_byte(&b->rows, ROW_EVENT);
	put_place(b, &e->place, source);
	mia__buf_add(&b->rows, e->key, sizeof(e->key));
	mia__store_put_fixed(&b->rows, e->content);
	mia__store_put_fixed(&b->rows, e->content_more);
	mia__store_put_number(&b->rows, e->flags);
	mia__store_put_number(&b->rows, zigzag((int64_t)((uint64_t)e->time - b->time)));
	b->time = (uint64_t)e->time;
	if (!put_shape(b, &shape) || !put_addresses(b, e))
		return false;
	if (!put_texts(b, e, shape.texts & store_group(0)) ||
		!put_group(b, e, shape.texts & store_group(GROUP_WAY)) ||
		!put_group(b, e, shape.texts & store_group(GROUP_WHO)))
		return false;
	put_numbers(b, e, shape.numbers);
	if (shape.named & NAMED_FOLDERS && !put_folders(b, e))
		return false;
	if (shape.named & NAMED_PARAMETERS)
		mia__store_put_number(&b->rows, e->parameter_count);
	for (size_t i = 0; i < e->parameter_count; i++) {
		mia__store_put_plain(&b->rows, e->parameters[i].name);
		mia__store_put_plain(&b->rows, e->parameters[i].value);
	}
	if (shape.named & NAMED_ITEMS && !put_items(b, e))
		return false;
	b->events++;
	return !b->rows.failed && !b->items.failed;
}

bool
mia__store_put_reject(struct store_block *b, const struct mia_reject *reject, uint32_t source)
{
	mia__buf_byte(&b->rows, ROW_REJECT);
	put_place(b, &reject->place, source);
	mia__store_put_number(&b->rows, reject->reason);
	mia__store_put_number(&b->rows, reject->bad_offset);
	mia__store_put_fixed(&b->rows, (uint64_t)reject->time);
	mia__store_put_plain(&b->rows, (struct mia_text){ reject->detail, strlen(reject->detail) });
	b->rejects++;
	return !b->rows.failed;
}
