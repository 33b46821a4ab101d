/*
 * What makes two records the same: Id, time, operation and mailbox (an id alone
 * would delete evidence, since masked and merged data repeats one id for other
 * events); without an id everything that they say.
 */
#include <stdio.h>

#include "base/hash.h"
#include "base/text.h"
#include "event/assemble.h"

/* One part of what is hashed, its length in front, which keeps neighbours apart. There is room. */
static char *
put_part(char *at, struct mia_text t, bool nocase)
{
	uint64_t len = t.ptr ? t.len + 1 : 0;

	memcpy(at, &len, sizeof(len));
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

/* Of the set: what wrote the record anew may have changed the order. */
static uint64_t
parameters_hash(const struct mia_event *e)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < e->parameter_count; i++)
		sum += mia__hash_content(mia__hash_content(1, e->parameters[i].name), e->parameters[i].value);
	return sum;
}

static uint64_t
content_of(const struct mia_event *e)
{
	uint64_t h = (uint64_t)e->time;
	const struct mia_text texts[] = { e->operation, e->mailbox_guid, e->mailbox_owner, e->actor,
		e->logon_text, e->session_id, e->aad_session_id, e->client_ip, e->client_info, e->app_id,
		e->client_app_id, e->result_status };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		h = mia__hash_content(h, texts[i]);
	h = mia__hash_content(h, text_of(mia_access_name(e->access)));
	h = mia__hash_content(h, (struct mia_text){ &"nys"[e->throttled], 1 });
	for (size_t i = 0; i < e->folder_count; i++) {
		h = mia__hash_content(h, e->folders[i].id);
		h = mia__hash_content(h, e->folders[i].path);
		h = mia__hash_content(h, e->folders[i].name);
	}
	for (size_t i = 0; i < e->item_count; i++) {
		const struct mia_item *item = &e->items[i];
		h = mia__hash_content(h ^ (uint64_t)item->size_bytes, item->internet_message_id);
		h = mia__hash_content(h, item->id);
		h = mia__hash_content(h, item->immutable_id);
		h = mia__hash_content(h, item->subject);
	}
	if (e->object_id.ptr)
		h = mia__hash_content(h, e->object_id);
	if (e->attachment_count)
		h = mia__hash_content(h ^ e->attachment_count, TEXT("attachments"));
	return e->parameter_count ? h ^ parameters_hash(e) : h;
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
	memcpy(at, &e->time, sizeof(e->time));
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
	hash_part(d, e->actor, true);
	hash_part(d, e->session_id, true);
	hash_part(d, e->client_ip, false);
	hash_part(d, e->client_info, false);
	hash_part(d, count_stated, false);
	mia__buf_add(&d->identity, &e->content, sizeof(e->content));
	for (size_t i = 0; i < e->item_count; i++) {
		hash_part(d, e->items[i].internet_message_id, false);
		hash_part(d, e->items[i].id, false);
		hash_part(d, e->items[i].immutable_id, false);
	}
	if (e->object_id.ptr)
		hash_part(d, e->object_id, false);
	for (size_t i = 0; i < e->parameter_count; i++) {
		hash_part(d, e->parameters[i].name, false);
		hash_part(d, e->parameters[i].value, false);
	}
}

enum mia_status
mia__event_identify(struct decoder *d, struct mia_text count_stated)
{
	struct mia_event *e = &d->event;
	bool nameless = !e->id.ptr || is_masked(e->id);
	unsigned char hash[32];

	e->content = d->without_content && !nameless ? 0 : content_of(e);
	hash_names(d);
	if (nameless)
		hash_content(d, count_stated);
	if (d->identity.failed)
		return MIA_ERR_MEMORY;
	if (!mia__sha256_begin(&d->sha) || !mia__sha256_update(&d->sha, d->identity.ptr, d->identity.len) ||
		!mia__sha256_end(&d->sha, hash))
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
