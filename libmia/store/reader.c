/* Rows of a store into events. Nothing that stands in a store is believed: a row
 * that is not as the writer makes them ends the load. */
#include "store/reader.h"

#include <errno.h>

#include "base/error.h"
#include "base/text.h"

enum mia_status
mia__store_reader_open(void *file, void **ret, struct mia_error *err)
{
	struct store_file *f = file;
	struct reader *r = mia__alloc(&f->a, 1, sizeof(*r));

	if (!r)
		return mia__fail_memory(err);
	r->file = f;
	r->a = f->a;
	for (int i = 0; i < 256; i++) {
		r->pairs[i][0] = "0123456789abcdef"[i >> 4];
		r->pairs[i][1] = "0123456789abcdef"[i & 15];
	}
	r->alone = store_group(0);
	r->way = store_group(GROUP_WAY);
	r->who = store_group(GROUP_WHO);
	mia__arena_init(&r->kept, &r->a);
	mia__arena_init(&r->arena, &r->a);
	*ret = r;
	return MIA_OK;
}

static void
give_back(const struct reader *r, void *array, size_t cap, size_t size)
{
	if (array)
		mia__dealloc(&r->a, array, cap, size);
}

void
mia__store_reader_close(void *reader)
{
	struct reader *r = reader;
	struct mia_allocator a = r->a;

	give_back(r, r->rows, r->rows_cap, 1);
	give_back(r, r->texts, r->text_cap, sizeof(*r->texts));
	give_back(r, r->folders, r->folder_cap, sizeof(*r->folders));
	give_back(r, r->addresses, r->address_cap, sizeof(*r->addresses));
	give_back(r, r->groups, r->group_cap, sizeof(*r->groups));
	give_back(r, r->shapes, r->shape_cap, sizeof(*r->shapes));
	give_back(r, r->used, r->used_cap, sizeof(*r->used));
	give_back(r, r->event_folders, r->event_folder_cap, sizeof(*r->event_folders));
	give_back(r, r->parameters, r->parameter_cap, sizeof(*r->parameters));
	give_back(r, r->items, r->item_cap, sizeof(*r->items));
	give_back(r, r->window, r->window_cap, 1);
	mia__arena_release(&r->kept);
	mia__arena_release(&r->arena);
	mia__dealloc(&a, r, 1, sizeof(*r));
}

static enum mia_status
next_block(struct reader *r, struct mia_error *err)
{
	struct store_file *f = r->file;
	const struct block_place *block;
	size_t number;

	pthread_mutex_lock(&f->lock);
	number = f->next_block;
	f->next_block += number < f->block_count;
	pthread_mutex_unlock(&f->lock);
	if (number == f->block_count)
		return MIA_END;
	block = &f->blocks[number];
	if (!mia__grow(&r->a, &r->rows, &r->rows_cap, (size_t)block->rows, 1))
		return mia__fail_memory(err);
	if (!mia__store_read(f->fd, r->rows, (size_t)block->rows, block->at))
		return mia__fail_errno(err, MIA_ERR_IO, errno, "cannot read the store");
	r->at = (struct store_cursor){ r->rows, r->rows + block->rows, false };
	r->items_at = block->at + block->rows;
	r->items_left = block->items;
	r->text_count = r->folder_count = r->address_count = r->shape_count = r->group_count = 0;
	r->record = r->line = r->offset = r->time = 0;
	r->window_size = 0;
	mia__arena_rewind(&r->kept);
	memset(r->known_clients, 0, sizeof(r->known_clients));
	/* Number 0 is that of items without a folder. */
	if (!mia__grow(&r->a, &r->folders, &r->folder_cap, 1, sizeof(*r->folders)))
		return mia__fail_memory(err);
	r->folders[r->folder_count++] = (struct known_folder){ .id = TEXT_ABSENT };
	return MIA_OK;
}

static bool
take_place(struct reader *r, struct mia_place *ret)
{
	uint64_t source = store_number(&r->at);

	r->record += (uint64_t)unzigzag(store_number(&r->at));
	r->line += (uint64_t)unzigzag(store_number(&r->at));
	r->offset += (uint64_t)unzigzag(store_number(&r->at));
	*ret = (struct mia_place){ .record = r->record, .line = r->line, .offset = r->offset };
	ret->length = store_number(&r->at);
	r->offset += ret->length;
	if (source >= r->file->source_count)
		return false;
	ret->source = &r->file->evidence->sources[source]->pub;
	return true;
}

static const struct store_shape *
take_shape(struct reader *r)
{
	uint64_t number = store_number(&r->at);
	struct store_cursor c;
	const unsigned char *bytes;

	if (number)
		return number <= r->shape_count ? &r->shapes[number - 1] : NULL;
	bytes = store_bytes(&r->at, SHAPE_BYTES);
	if (!bytes)
		return NULL;
	if (!mia__grow(&r->a, &r->shapes, &r->shape_cap, r->shape_count + 1, sizeof(*r->shapes))) {
		r->no_memory = true;
		return NULL;
	}
	struct store_shape *s = &r->shapes[r->shape_count];
	c = (struct store_cursor){ bytes, bytes + 8, false };
	*s = (struct store_shape){ store_fixed(&c), bytes[8], bytes[9], bytes[10], bytes[11], bytes[12],
		bytes[13] };
	if (s->texts >> STORE_TEXTS || s->access > MIA_ACCESS_UNSTATED || s->throttled > 2 ||
		s->by_application > 2 || s->logon > MIA_LOGON_DELEGATED_ADMIN + 1 ||
		s->numbers >= 2 * HAS_UNNAMED || s->named >= 2 * NAMED_PARAMETERS)
		return NULL;
	r->shape_count++;
	return s;
}

static bool
take_addresses(struct reader *r)
{
	uint64_t number = store_number(&r->at);
	const unsigned char *bytes;

	if (number) {
		if (number > r->address_count)
			return false;
		r->event.address = r->addresses[number - 1].address;
		r->event.other_address = r->addresses[number - 1].other;
		return true;
	}
	bytes = store_bytes(&r->at, ADDRESSES_BYTES);
	if (!bytes || (bytes[0] != 0 && bytes[0] != 4 && bytes[0] != 6) ||
		(bytes[17] != 0 && bytes[17] != 4 && bytes[17] != 6))
		return false;
	if (!mia__grow(&r->a, &r->addresses, &r->address_cap, r->address_count + 1, sizeof(*r->addresses))) {
		r->no_memory = true;
		return false;
	}
	struct known_addresses *known = &r->addresses[r->address_count++];
	known->address.family = bytes[0];
	memcpy(known->address.bytes, bytes + 1, 16);
	known->other.family = bytes[17];
	memcpy(known->other.bytes, bytes + 18, 16);
	r->event.address = known->address;
	r->event.other_address = known->other;
	return true;
}

bool
mia__store_remember(struct reader *r, struct mia_text text)
{
	if (!text.ptr || text.len == 0 || text.len > STORE_REMEMBERED)
		return false;
	if (r->text_count == r->text_cap &&
		!mia__grow(&r->a, &r->texts, &r->text_cap, r->text_count + 1, sizeof(*r->texts))) {
		r->no_memory = true;
		return false;
	}
	r->texts[r->text_count++] = text;
	return true;
}

static struct mia_text
expand_guid(const struct reader *r, const unsigned char *bytes, char out[36])
{
	static const unsigned char places[16] = { 0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34 };

	for (int i = 0; i < 16; i++)
		memcpy(out + places[i], r->pairs[bytes[i]], 2);
	out[8] = out[13] = out[18] = out[23] = '-';
	return (struct mia_text){ out, 36 };
}

/* One that comes once lives as long as its event, one that is remembered as long as its block. */
static bool
take_guid(struct reader *r, bool remembered, bool kept, struct mia_text *ret)
{
	const unsigned char *bytes = store_bytes(&r->at, 16);
	char *out;

	if (!bytes || (!kept && r->guid_count == GUIDS))
		return false;
	out = kept ? mia__arena_take(&r->kept, 36) : r->guids[r->guid_count++];
	if (!out) {
		r->no_memory = true;
		return false;
	}
	*ret = expand_guid(r, bytes, out);
	return !remembered || mia__store_remember(r, *ret);
}

/* kept: it is to live as long as the block. */
static bool
take_text(struct reader *r, struct mia_text *ret, bool kept)
{
	uint64_t code = store_number(&r->at), len;
	const unsigned char *bytes;

	if (code >= TEXT_KNOWN) {
		if (code - TEXT_KNOWN >= r->text_count)
			return false;
		*ret = r->texts[code - TEXT_KNOWN];
		return true;
	}
	if (code == TEXT_GUID || code == TEXT_NEW_GUID)
		return take_guid(r, code == TEXT_NEW_GUID, kept || code == TEXT_NEW_GUID, ret);
	if (code >= TEXT_TIME)
		return !kept && mia__store_take_once(r, code, ret);
	len = store_number(&r->at);
	bytes = store_bytes(&r->at, len);
	if (!bytes || r->at.bad)
		return false;
	*ret = (struct mia_text){ (const char *)bytes, (size_t)len };
	return code == TEXT_PLAIN || mia__store_remember(r, *ret);
}

/* Static, so that it outlives the store. */
static struct mia_text
client_of(struct reader *r, struct mia_text info)
{
	struct known_client_text *known = &r->known_clients[(uintptr_t)info.ptr / 8 % KNOWN_CLIENTS];

	/* What was a GUID stands where another will stand. */
	if (!info.ptr || info.len == 36)
		return mia__client_name(&r->clients, info);
	if (known->ptr != info.ptr || known->len != info.len)
		*known =
			(struct known_client_text){ info.ptr, info.len, mia__client_name(&r->clients, info) };
	return known->client;
}

static bool
take_group(struct reader *r, uint64_t which)
{
	uint64_t number = which ? store_number(&r->at) : 0;
	struct known_group *group;
	size_t n = 0;

	if (!which)
		return true;
	if (number) {
		if (number > r->group_count || r->groups[number - 1].texts != which)
			return false;
		group = &r->groups[number - 1];
		for (uint64_t left = which; left; left &= left - 1)
			*store_text(&r->event, (size_t)__builtin_ctzll(left)) = group->t[n++];
		return true;
	}
	if (!mia__grow(&r->a, &r->groups, &r->group_cap, r->group_count + 1, sizeof(*r->groups))) {
		r->no_memory = true;
		return false;
	}
	group = &r->groups[r->group_count];
	group->texts = which;
	for (uint64_t left = which; left; left &= left - 1, n++) {
		struct mia_text *text = store_text(&r->event, (size_t)__builtin_ctzll(left));
		if (!take_text(r, text, true))
			return false;
		group->t[n] = *text;
	}
	r->group_count++;
	return true;
}

static bool
take_texts(struct reader *r, uint64_t which)
{
	for (uint64_t left = which & r->alone; left; left &= left - 1)
		if (!take_text(r, store_text(&r->event, (size_t)__builtin_ctzll(left)), false))
			return false;
	if (!take_group(r, which & r->way) || !take_group(r, which & r->who))
		return false;
	r->event.client = client_of(r, r->event.client_info);
	return true;
}

static void
take_numbers(struct reader *r, unsigned has)
{
	struct mia_event *e = &r->event;
	int64_t numbers[7] = { MIA_NOT_COUNTED, MIA_NOT_COUNTED, 0, MIA_NOT_COUNTED, 0, MIA_NOT_COUNTED, 0 };

	for (int i = 0; has; i++, has >>= 1)
		if (has & 1)
			numbers[i] = unzigzag(store_number(&r->at));
	e->result_index = numbers[0];
	e->result_count = numbers[1];
	e->attachment_count = (uint64_t)numbers[2];
	e->stated_count = numbers[3];
	e->offset_minutes = (int)numbers[4];
	r->bind.operation_count = numbers[5];
	r->bind.unnamed = (uint64_t)numbers[6];
}

static bool
take_folder(struct reader *r, uint32_t *number)
{
	uint64_t code = store_number(&r->at);
	struct mia_folder folder;

	if (code) {
		*number = (uint32_t)code;
		return code < r->folder_count;
	}
	folder.id = store_plain(&r->at);
	folder.path = store_plain(&r->at);
	folder.name = store_plain(&r->at);
	if (r->at.bad)
		return false;
	if (!mia__grow(&r->a, &r->folders, &r->folder_cap, r->folder_count + 1, sizeof(*r->folders))) {
		r->no_memory = true;
		return false;
	}
	*number = (uint32_t)r->folder_count;
	r->folders[r->folder_count++] = (struct known_folder){ .folder = folder };
	return true;
}

/* A count of things that take at least a byte each in what is left of the block. */
static bool
take_count(struct reader *r, uint64_t *ret)
{
	*ret = store_number(&r->at);
	return *ret && *ret <= (uint64_t)(r->at.end - r->at.at);
}

static bool
take_folders(struct reader *r)
{
	uint64_t count;

	if (!take_count(r, &count))
		return false;
	if (!mia__grow(&r->a, &r->used, &r->used_cap, (size_t)count, sizeof(*r->used)) ||
		!mia__grow(&r->a, &r->event_folders, &r->event_folder_cap, (size_t)count,
			sizeof(*r->event_folders))) {
		r->no_memory = true;
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (!take_folder(r, &r->used[i]))
			return false;
		r->event_folders[i] = r->folders[r->used[i]].folder;
	}
	r->event.folders = r->event_folders;
	r->event.folder_count = (size_t)count;
	return true;
}

static bool
take_parameters(struct reader *r)
{
	uint64_t count;

	if (!take_count(r, &count))
		return false;
	if (!mia__grow(&r->a, &r->parameters, &r->parameter_cap, (size_t)count, sizeof(*r->parameters))) {
		r->no_memory = true;
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		r->parameters[i].name = store_plain(&r->at);
		r->parameters[i].value = store_plain(&r->at);
	}
	r->event.parameters = r->parameters;
	r->event.parameter_count = (size_t)count;
	return true;
}

static bool
take_event(struct reader *r)
{
	struct mia_event *e = &r->event;
	const struct store_shape *shape;
	const unsigned char *key;

	*e = (struct mia_event){ .access = MIA_ACCESS_NONE };
	r->item_count = r->guid_count = 0;
	if (!take_place(r, &e->place) || !(key = store_bytes(&r->at, sizeof(e->key))))
		return false;
	memcpy(e->key, key, sizeof(e->key));
	e->content = store_fixed(&r->at);
	e->content_more = store_fixed(&r->at);
	e->flags = store_number(&r->at);
	r->time += (uint64_t)unzigzag(store_number(&r->at));
	e->time = (mia_time)r->time;
	if (!(shape = take_shape(r)) || e->flags >> MIA_FLAG_COUNT)
		return false;
	e->access = (enum mia_access)shape->access;
	e->throttled = (enum mia_known)shape->throttled;
	e->by_application = (enum mia_known)shape->by_application;
	e->logon = (enum mia_logon)(shape->logon - 1);
	unsigned named = shape->named, numbers = shape->numbers;
	if (!take_addresses(r) || !take_texts(r, shape->texts))
		return false;
	take_numbers(r, numbers);
	if ((named & NAMED_FOLDERS && !take_folders(r)) ||
		(named & NAMED_PARAMETERS && !take_parameters(r)) ||
		(named & NAMED_ITEMS && !mia__store_take_items(r)))
		return false;
	r->bind.items = NULL;
	r->bind.item_count = 0;
	r->sync = (struct mia_sync){ .folders = e->folders, .folder_count = e->folder_count };
	e->bind = named & NAMED_BIND ? &r->bind : NULL;
	e->sync = named & NAMED_SYNC ? &r->sync : NULL;
	return !r->at.bad;
}

static bool
take_reject(struct reader *r)
{
	struct mia_reject *reject = &r->reject;
	uint64_t reason;
	struct mia_text detail;

	*reject = (struct mia_reject){ .last = 1 };
	if (!take_place(r, &reject->place))
		return false;
	reason = store_number(&r->at);
	reject->bad_offset = store_number(&r->at);
	reject->time = (mia_time)store_fixed(&r->at);
	detail = store_plain(&r->at);
	if (r->at.bad || reason >= MIA_REASON_COUNT || !detail.ptr || detail.len >= sizeof(reject->detail))
		return false;
	reject->reason = (enum mia_reason)reason;
	memcpy(reject->detail, detail.ptr, detail.len);
	return true;
}

static enum mia_status
failed(const struct reader *r, struct mia_error *err)
{
	if (r->no_memory)
		return mia__fail_memory(err);
	if (r->unread)
		return mia__fail_errno(err, MIA_ERR_IO, EIO, "cannot read the store");
	return mia__fail(err, MIA_ERR_ARGUMENT,
		"the store says what no store can: delete it, and find out who wrote it");
}

enum mia_status
mia__store_reader_next(void *reader, const struct mia_event **event, const struct mia_reject **reject,
	struct mia_error *err)
{
	struct reader *r = reader;
	const unsigned char *kind;

	while (r->at.at == r->at.end) {
		enum mia_status status = next_block(r, err);
		if (status != MIA_OK)
			return status;
	}
	kind = store_bytes(&r->at, 1);
	if (*kind == ROW_EVENT && take_event(r)) {
		*event = &r->event;
		return MIA_OK;
	}
	if (*kind == ROW_REJECT && take_reject(r)) {
		*reject = &r->reject;
		return MIA_REJECTED;
	}
	r->at.at = r->at.end;
	return failed(r, err);
}

enum mia_status
mia__store_reader_fill(void *reader, struct mia_error *err)
{
	struct reader *r = reader;

	if (r->item_count == 0)
		return MIA_OK;
	if (!mia__store_read_items(r))
		return failed(r, err);
	r->event.items = r->bind.items = r->sync.items = r->items;
	r->event.item_count = r->bind.item_count = r->sync.item_count = (size_t)r->item_count;
	return MIA_OK;
}
