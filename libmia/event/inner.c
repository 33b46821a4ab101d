/*
 * A record in a record. Exports and platforms wrap records: {"AuditData": "..."}, {"message": {...}}. What is
 * inside counts then, and what is around it is an envelope. But a record of its own may bear such a member too, and
 * whoever writes into it must not put another record in its place. So where items, folders, properties or
 * parameters stand around the record inside, or the two name different operations, both are read, each alone:
 *
 *   the one around counts, unless only the one inside is an access;
 *   the items of both count; where they state two kinds of access, neither; throttled, where one of them is;
 *   ENVELOPE_DIFFERS says that they differ.
 *
 * Other records beside the one that counts, or in it, also in lists, are flagged the same way. Accesses among them are
 * read: where the record that counts is none, they count in its place; else its items and theirs are one access, and what
 * they do not say alike of who came, when and where, counts as not stated.
 */
#include <string.h>

#include "base/text.h"
#include "event/assemble.h"
#include "event/parse.h"

/* ---- one around another ---- */

static const struct slots *
around(const struct decoder *d)
{
	return &d->sets[mia__slots_operation(&d->sets[SET_TOP]).len ? SET_TOP : SET_NESTED];
}

bool
mia__inner_is_doubtful(const struct decoder *d)
{
	const struct slots *outer = around(d), *inner = &d->sets[SET_RECORD];

	if (d->outer_alone)
		return true;
	if (!d->has_record || !mia__slots_operation(outer).len)
		return false;
	return d->outer_body ||
		(mia__slots_operation(inner).len && !mia__slots_are_of_one_record(outer, inner));
}

/* What one reading found. */
struct found {
	struct slots sets[SET_COUNT];
	struct mia_text raw;
	uint64_t flags;
	unsigned char rank;
	bool has_record;
	struct mia_folder *folders;
	struct mia_item *items, *messages;
	struct mia_parameter *parameters;
	size_t folder_count, item_count, message_count, parameter_count, sync_items;
	uint64_t attachment_count;
	bool attachments_lost;
};

static void *
copy(struct decoder *d, const void *from, size_t count, size_t size)
{
	void *to = mia__arena_take(&d->arena, (count + 1) * size);

	if (!to)
		d->no_memory = true;
	else if (count)
		memcpy(to, from, count * size);
	return to;
}

static void
keep(struct decoder *d, struct found *f)
{
	memcpy(f->sets, d->sets, sizeof(f->sets));
	f->raw = d->raw;
	f->flags = d->flags;
	f->rank = d->record_rank;
	f->has_record = d->has_record;
	f->folders = copy(d, d->folders, f->folder_count = d->folder_count, sizeof(*f->folders));
	f->items = copy(d, d->items, f->item_count = d->item_count, sizeof(*f->items));
	f->messages = copy(d, d->messages, f->message_count = d->message_count, sizeof(*f->messages));
	f->parameters =
		copy(d, d->parameters, f->parameter_count = d->parameter_count, sizeof(*f->parameters));
	f->sync_items = d->sync_items;
	f->attachment_count = d->attachment_count;
	f->attachments_lost = d->attachments_lost;
}

static enum json_result
read_as(struct decoder *d, struct mia_text text, enum reading reading, struct found *ret)
{
	bool without_skim = d->without_skim;
	uint64_t flags = d->flags;
	enum json_result r;

	for (int set = 0; set < SET_COUNT; set++)
		mia__decode_forget(d, (enum slot_set)set);
	d->has_record = false;
	d->record_rank = HOLDER_NONE;
	d->raw = TEXT_ABSENT;
	d->flags = 0;
	d->reading = reading;
	/* The fast path remembers what keys mean, and here they mean something else. */
	d->without_skim = true;
	r = mia__decode_json(d, text, CTX_OBJECT, SET_TOP);
	if (r == JSON_OK)
		r = mia__decode_pending(d);
	d->without_skim = without_skim;
	d->reading = READ_ALL;
	keep(d, ret);
	d->flags = flags;
	return d->no_memory ? JSON_MEMORY : r;
}

/* Each item of one reading is sought in the other only while that is not too much work. */
enum { COMPARED_MOST = 1 << 20 };

static bool
same_item(const struct mia_item *a, const struct mia_item *b)
{
	if (a->internet_message_id_raw.len || b->internet_message_id_raw.len)
		return text_equal(a->internet_message_id_raw, b->internet_message_id_raw);
	return text_equal(a->id, b->id) && text_equal(a->immutable_id, b->immutable_id);
}

static bool
same_folder(const struct mia_folder *a, const struct mia_folder *b)
{
	return a->id.len || b->id.len ? text_equal(a->id, b->id) : text_equal(a->path, b->path);
}

/* Whether all that `a` names stands in `b` as well. */
static bool
is_in(const struct found *a, const struct found *b)
{
	size_t k;

	if (a->item_count * (uint64_t)b->item_count + a->folder_count * (uint64_t)b->folder_count >
			COMPARED_MOST ||
		a->message_count > b->message_count || a->parameter_count > b->parameter_count)
		return false;
	for (size_t i = 0; i < a->item_count; i++) {
		for (k = 0; k < b->item_count && !same_item(&a->items[i], &b->items[k]); k++)
			;
		if (k == b->item_count)
			return false;
	}
	for (size_t i = 0; i < a->folder_count; i++) {
		for (k = 0; k < b->folder_count && !same_folder(&a->folders[i], &b->folders[k]); k++)
			;
		if (k == b->folder_count)
			return false;
	}
	return true;
}

/* The decoder as this reading left it. */
static void
put_back(struct decoder *d, const struct found *f)
{
	memcpy(d->sets, f->sets, sizeof(f->sets));
	d->raw = f->raw;
	d->record_rank = f->rank;
	d->has_record = f->has_record;
	mia__decode_forget_items(d);
}

static void
add_items(struct decoder *d, const struct found *f)
{
	uint32_t folders = (uint32_t)d->folder_count;

	for (size_t i = 0; i < f->folder_count && mia__decode_add_folder(d); i++)
		d->folders[d->folder_count - 1] = f->folders[i];
	for (size_t i = 0; i < f->item_count && mia__decode_add_item(d); i++) {
		struct mia_item *item = &d->items[d->item_count - 1];
		*item = f->items[i];
		if (item->folder != MIA_NO_FOLDER)
			item->folder += folders;
	}
	for (size_t i = 0; i < f->message_count && mia__decode_add_message(d); i++)
		d->messages[d->message_count - 1] = f->messages[i];
	for (size_t i = 0; i < f->parameter_count; i++)
		mia__decode_parameter(d, f->parameters[i].name, f->parameters[i].value);
	d->sync_items += f->sync_items;
	d->attachment_count += f->attachment_count;
	d->attachments_lost |= f->attachments_lost;
}

/* `first` counts, and what `second` names besides. */
static void
unite(struct decoder *d, const struct found *first, const struct slots *second_slots,
	const struct found *second)
{
	enum slot_set set;

	put_back(d, first);
	set = d->has_record ? SET_RECORD : SET_TOP;
	add_items(d, first);
	if (!is_in(second, first)) {
		struct slots *own = &d->sets[mia__slots_operation(&d->sets[set]).len ? set : SET_TOP];
		add_items(d, second);
		d->flags |= MIA_FLAG_ENVELOPE_DIFFERS;
		/* Two accesses as one. */
		if (mia__counts_as_access(d, mia__slots_operation(own)) &&
			mia__counts_as_access(d, mia__slots_operation(second_slots)))
			mia__torn_unite(d, (enum slot_set)(own - d->sets), second_slots, true);
	}
	for (enum slot slot = SLOT_ACCESS_TYPE; slot <= SLOT_THROTTLED; slot++)
		if (second_slots->v[slot].len)
			mia__decode_state(d, set, slot, second_slots->v[slot]);
	/* That it failed counts where both say so: a record in a text takes no access away. */
	for (int i = 0; i < SET_COUNT; i++)
		if (mia__result_failed(d->sets[i].v[SLOT_RESULT]) &&
			!mia__result_failed(second_slots->v[SLOT_RESULT])) {
			d->sets[i].v[SLOT_RESULT] = TEXT_ABSENT;
			d->flags |= MIA_FLAG_ENVELOPE_DIFFERS;
		}
	d->flags |= second->flags & ~(uint64_t)MIA_FLAG_DUP_KEY;
}

enum mia_status
mia__inner_settle(struct decoder *d, struct mia_text text)
{
	struct found outer, inner;
	const struct slots *inside = &inner.sets[SET_RECORD], *outside;
	const struct other_record other = d->other;
	struct more_doc *accesses = d->other_accesses;
	struct mia_text texts[OTHER_TEXTS];
	size_t count = d->other_count;
	bool one, alone = d->outer_alone;
	enum json_result r;

	memcpy(texts, d->other_texts, sizeof(texts));
	r = alone ? JSON_OK : read_as(d, text, READ_INNER, &inner);
	if (r == JSON_OK)
		r = read_as(d, text, READ_OUTER, &outer);
	if (r != JSON_OK)
		return mia__decode_json_failed(d, r, text);
	d->other = other;
	d->other_count = count;
	d->other_accesses = accesses;
	memcpy(d->other_texts, texts, sizeof(texts));
	if (alone) {
		put_back(d, &outer);
		add_items(d, &outer);
		return d->no_memory ? MIA_ERR_MEMORY : MIA_OK;
	}
	outside = &outer.sets[mia__slots_operation(&outer.sets[SET_TOP]).len ? SET_TOP : SET_NESTED];
	/* {"message":{"a":1}}: what is inside is no record at all. */
	one = !mia__slots_operation(inside).len || mia__slots_are_of_one_record(outside, inside);
	if (!one)
		d->flags |= MIA_FLAG_ENVELOPE_DIFFERS;
	if (one && mia__slots_operation(inside).len && is_in(&outer, &inner))
		unite(d, &inner, outside, &outer);
	else if (!mia__slots_operation(inside).len ||
		mia__is_access_operation(mia__slots_operation(outside)) ||
		!mia__is_access_operation(mia__slots_operation(inside)))
		unite(d, &outer, inside, &inner);
	else
		unite(d, &inner, outside, &outer);
	d->outer_body = false;
	return d->no_memory ? MIA_ERR_MEMORY : MIA_OK;
}
