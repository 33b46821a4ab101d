/*
 * What makes two records the same: Id, time, operation and mailbox (an id alone
 * would delete evidence, since masked and merged data repeats one id for other
 * events); without an id everything that they say.
 */
#include <stdio.h>

#include "base/little.h"
#include "base/sort.h"
#include "base/text.h"
#include "event/assemble.h"

/* One part of what is hashed, its length in front, which keeps neighbours apart. There is room. */
static char *
put_part(char *at, struct mia_text t, bool nocase)
{
	uint64_t len = t.ptr ? t.len + 1 : 0;

	little_store(at, len);
	at += sizeof(len);
	if (nocase)
		mia__text_lower(t, at);
	else if (t.len)
		memcpy(at, t.ptr, t.len);
	return at + t.len;
}

static void
hash_part(struct decoder *d, struct mia_text t, bool nocase)
{
	if (mia__buf_reserve(&d->identity, sizeof(uint64_t) + t.len))
		d->identity.len =
			(size_t)(put_part(d->identity.ptr + d->identity.len, t, nocase) - d->identity.ptr);
}

static int
compare_parameters(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mia_parameter *a = (const struct mia_parameter *)ctx + x,
				   *b = (const struct mia_parameter *)ctx + y;
	int c = text_compare(a->name, b->name);

	return c ? c : text_compare(a->value, b->value);
}

/* As a set: what wrote the record anew may have changed the order. */
static bool
hash_parameters(struct decoder *d)
{
	const struct mia_event *e = &d->event;
	uint32_t *order = mia__arena_take(&d->arena, e->parameter_count * sizeof(*order));

	if (!order || e->parameter_count >= UINT32_MAX)
		return false;
	for (uint32_t i = 0; i < e->parameter_count; i++)
		order[i] = i;
	if (!mia__sort_numbers(&d->a, order, e->parameter_count, compare_parameters, e->parameters))
		return false;
	for (size_t i = 0; i < e->parameter_count; i++) {
		hash_part(d, e->parameters[order[i]].name, false);
		hash_part(d, e->parameters[order[i]].value, false);
	}
	return true;
}

static void
hash_number(struct decoder *d, uint64_t number)
{
	number = little_of(number);
	mia__buf_add(&d->identity, &number, sizeof(number));
}

static bool
finish_hash(struct decoder *d, unsigned char hash[32])
{
	return !d->identity.failed && mia__sha256_begin(&d->sha) &&
		mia__sha256_update(&d->sha, d->identity.ptr, d->identity.len) &&
		mia__sha256_end(&d->sha, hash);
}

/*
 * All that the record says, so that whoever compares two hashes compares that: 128 bits of
 * a SHA-256, since an attacker who may write records would find two of one weaker hash. Counts
 * stand before lists, so that what stands in one is not taken for what stands in the next.
 */
static bool
find_content(struct decoder *d)
{
	struct mia_event *e = &d->event;
	const struct mia_text texts[] = { e->operation, e->mailbox_guid, e->mailbox_owner, e->actor,
		e->logon_text, e->session_id, e->aad_session_id, e->client_ip, e->client_info, e->app_id,
		e->client_app_id, e->result_status, e->object_id };
	unsigned char hash[32];

	buf_clear(&d->identity);
	hash_number(d, (uint64_t)e->time);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		hash_part(d, texts[i], false);
	hash_number(d, (uint64_t)e->access << 8 | (uint64_t)e->throttled);
	hash_number(d, e->attachment_count);
	hash_number(d, e->folder_count);
	for (size_t i = 0; i < e->folder_count; i++) {
		hash_part(d, e->folders[i].id, false);
		hash_part(d, e->folders[i].path, false);
		hash_part(d, e->folders[i].name, false);
	}
	hash_number(d, e->item_count);
	for (size_t i = 0; i < e->item_count; i++) {
		const struct mia_item *item = &e->items[i];
		hash_number(d, (uint64_t)item->size_bytes);
		hash_part(d, item->internet_message_id, false);
		hash_part(d, item->id, false);
		hash_part(d, item->immutable_id, false);
		hash_part(d, item->subject, false);
	}
	hash_number(d, e->parameter_count);
	if ((e->parameter_count && !hash_parameters(d)) || !finish_hash(d, hash))
		return false;
	e->content = little_load(hash);
	e->content_more = little_load(hash + sizeof(e->content));
	return true;
}

/* "[REDACTED_ID]", "****": of any number of records. */
static bool
is_masked(struct mia_text id)
{
	if (mia__text_is_guid(id))
		return false;
	return id.len &&
		(memchr(id.ptr, '[', id.len) || memchr(id.ptr, '*', id.len) || memchr(id.ptr, '<', id.len));
}

/* Id, time, operation and mailbox: all that tells most records apart. */
static void
hash_names(struct decoder *d)
{
	const struct mia_event *e = &d->event;
	struct mia_text mailbox = e->mailbox_guid.ptr ? e->mailbox_guid : e->mailbox_owner;
	char *at;

	buf_clear(&d->identity);
	if (!mia__buf_reserve(&d->identity,
		    e->id.len + e->operation.len + mailbox.len + 3 * sizeof(uint64_t) + sizeof(e->time)))
		return;
	at = put_part(d->identity.ptr, e->id, true);
	little_store(at, (uint64_t)e->time);
	at = put_part(at + sizeof(e->time), e->operation, true);
	at = put_part(at, mailbox, true);
	d->identity.len = (size_t)(at - d->identity.ptr);
}

/* No id: what the record says is all that it is. */
static void
hash_content(struct decoder *d, struct mia_text count_stated)
{
	const struct mia_event *e = &d->event;
	int64_t count;
	char digits[20];

	if (mia__number_parse(text_trim(count_stated), &count) && count >= 0)
		count_stated = (struct mia_text){ digits, mia__number_format((uint64_t)count, digits) };
	hash_part(d, count_stated, false);
	hash_number(d, e->content);
	hash_number(d, e->content_more);
}

enum mia_status
mia__event_identify(struct decoder *d, struct mia_text count_stated)
{
	struct mia_event *e = &d->event;
	bool nameless = !e->id.ptr || is_masked(e->id);
	unsigned char hash[32];

	e->content = e->content_more = 0;
	if ((!d->without_content || nameless) && !find_content(d))
		return MIA_ERR_MEMORY;
	hash_names(d);
	if (nameless)
		hash_content(d, count_stated);
	if (!finish_hash(d, hash))
		return MIA_ERR_MEMORY;
	memcpy(e->key, hash, sizeof(e->key));
	if (!e->id.ptr) {
		char *p = mia__arena_take(&d->arena, 7 + 16 + 1);
		if (!p)
			return MIA_ERR_MEMORY;
		for (int i = 0; i < 8; i++)
			snprintf(p + 7 + 2 * i, 3, "%02x", hash[i]);
		memcpy(p, "sha256:", 7);
		e->id = (struct mia_text){ p, 23 };
		e->flags |= MIA_FLAG_NO_ID;
	}
	return MIA_OK;
}
