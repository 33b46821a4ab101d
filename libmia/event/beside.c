/*
 * Records that do not count: beside the one that does, or in it, also in lists. They are looked at for their names, so
 * that the event is flagged where they say something else (ENVELOPE_DIFFERS). Accesses among them are read: where the
 * record that counts is none, they count in its place; else its items and theirs are one access, and what they do not
 * say alike of who came, when and where, counts as not stated.
 */
#include <string.h>

#include "base/text.h"
#include "base/time_text.h"
#include "event/assemble.h"
#include "event/looks.h"
#include "event/parse.h"

struct mia_text
mia__slots_operation(const struct slots *s)
{
	return text_trim(s->v[s->v[SLOT_OPERATION].len ? SLOT_OPERATION : SLOT_OPERATION_ALT]);
}

/* Also one that only looks so. */
bool
mia__counts_as_access(struct decoder *d, struct mia_text operation)
{
	operation = text_trim(operation);
	return mia__is_access_operation(operation) ||
		mia__operation_is_odd(&d->operations, operation) == ODD_ACCESS;
}

static bool
differ(struct mia_text a, struct mia_text b)
{
	return a.len && b.len && !text_equal_nocase(text_trim(a), text_trim(b));
}

static bool
times_differ(struct mia_text a, struct mia_text b)
{
	mia_time x, y, ignored;

	return a.len && b.len && mia__time_parse_any(a, &x, &ignored) == TIME_EXACT &&
		mia__time_parse_any(b, &y, &ignored) == TIME_EXACT &&
		x / MIA_TIME_SECOND != y / MIA_TIME_SECOND;
}

/* By the names of the schema, which envelopes have in common with records. */
bool
mia__slots_are_of_one_record(const struct slots *a, const struct slots *b)
{
	return !differ(a->v[SLOT_OPERATION], mia__slots_operation(b)) &&
		!times_differ(a->v[SLOT_TIME], b->v[SLOT_TIME]) &&
		!differ(a->v[SLOT_MAILBOX_GUID], b->v[SLOT_MAILBOX_GUID]) &&
		!differ(a->v[SLOT_SESSION], b->v[SLOT_SESSION]);
}

void
mia__other_text(struct decoder *d, struct mia_text text)
{
	if (d->other_count == OTHER_TEXTS)
		d->other.several = true; /* more than are looked at */
	else
		d->other_texts[d->other_count++] = text;
}

static void
keep_access(struct decoder *d, struct mia_text text)
{
	if (d->reading == READ_ALL && !d->other_taken && text.len)
		mia__decode_push(d, &d->other_accesses, text, SLOT_NONE);
}

void
mia__other_end(struct decoder *d, const struct level *l)
{
	size_t start = (size_t)l->seen[OTHER_START];

	if (l->seen[OTHER_IS_ACCESS])
		keep_access(d, (struct mia_text){ d->text.ptr + start, mia__json_at(&d->json) - start });
}

void
mia__other_member(struct decoder *d, enum member m, struct mia_text v)
{
	struct other_record *other = &d->other;

	if (m == M_NAME && v.len) {
		other->several |=
			other->operation.len && !text_equal_nocase(text_trim(other->operation), text_trim(v));
		other->operation = v;
	} else if (m == M_ID) {
		other->mailbox = v;
	} else if (m == M_SESSION) {
		other->session = v;
	} else if (m == M_VALUE) {
		other->time = v;
	} else if (m == M_MESSAGE_ID && !other->id.len && mia__text_is_guid(text_trim(v))) {
		/* Folders and items in it have an Id as well, which is none. */
		other->id = v;
	}
}

void
mia__other_slots(struct decoder *d, const struct slots *slots)
{
	if (mia__slots_operation(slots).len) {
		mia__other_member(d, M_NAME, mia__slots_operation(slots));
		mia__other_member(d, M_ID, slots->v[SLOT_MAILBOX_GUID]);
		mia__other_member(d, M_SESSION, slots->v[SLOT_SESSION]);
		mia__other_member(d, M_VALUE, slots->v[SLOT_TIME]);
		mia__other_member(d, M_MESSAGE_ID, slots->v[SLOT_ID]);
		if (mia__counts_as_access(d, mia__slots_operation(slots)))
			keep_access(d, d->raw);
	}
}

enum json_result
mia__other_read(struct decoder *d)
{
	uint64_t flags = d->flags;
	size_t count = d->other_count;

	for (size_t i = 0; i < count; i++) {
		struct mia_text text = mia__decode_surrogates(d, d->other_texts[i]);
		enum json_result r = d->no_memory
			? JSON_MEMORY
			: mia__decode_json(d, text_trim(text), CTX_OTHER, SET_RECORD);
		if (r == JSON_MEMORY || d->no_memory)
			return JSON_MEMORY;
	}
	/* What is no JSON, too deep or twice in these texts is no matter of the record. */
	d->too_deep = false;
	d->flags = flags;
	return JSON_OK;
}

/* What platforms count things by is no id of a record; those of records are GUIDs, as `a` is. */
static bool
ids_differ(struct mia_text a, struct mia_text b)
{
	return mia__text_is_guid(text_trim(b)) && differ(a, b);
}

bool
mia__other_differs(const struct decoder *d)
{
	const struct other_record *other = &d->other;

	if (other->several)
		return true;
	return other->operation.len &&
		(differ(other->operation, d->event.operation) ||
			differ(other->session, value(d, SLOT_SESSION)) ||
			differ(other->mailbox, value(d, SLOT_MAILBOX_GUID)) ||
			ids_differ(other->id, value(d, SLOT_ID)) ||
			times_differ(other->time, value(d, SLOT_TIME)));
}

/* The access in the place of the record, which is none. */
static void
count_instead(struct decoder *d, const struct slots *access)
{
	memset(d->sets, 0, sizeof(d->sets));
	d->sets[SET_RECORD] = *access;
	d->has_record = true;
}

/* Reads what SET_RECORD then holds, and behind the items that are there those of it. */
static enum json_result
read_beside(struct decoder *d, struct mia_text text)
{
	enum json_result r;

	memset(&d->sets[SET_RECORD], 0, sizeof(d->sets[SET_RECORD]));
	memset(d->docs, 0, sizeof(d->docs));
	memset(&d->pending, 0, sizeof(d->pending));
	d->more_docs = NULL;
	d->has_record = true;
	r = mia__decode_json(d, text, CTX_OBJECT, SET_RECORD);
	return r == JSON_OK ? mia__decode_pending(d) : r;
}

static enum json_result
take_access(struct decoder *d, struct mia_text text)
{
	struct slots own = d->sets[SET_RECORD], access;
	bool had = d->has_record;
	size_t items = d->item_count, folders = d->folder_count, sync_items = d->sync_items;
	uint64_t flags = d->flags;
	enum json_result r;

	if (text_equal(text, d->raw))
		return JSON_OK;
	r = read_beside(d, text);

	access = d->sets[SET_RECORD];
	d->sets[SET_RECORD] = own;
	d->has_record = had;
	d->flags = flags;
	if (r != JSON_OK)
		return d->no_memory ? JSON_MEMORY
				    : JSON_OK; /* it was read once, so that it is no fault of the text */
	own = d->sets[had ? SET_RECORD : SET_TOP];
	if (!mia__counts_as_access(d, mia__slots_operation(&own))) {
		count_instead(d, &access);
	} else {
		bool same = mia__decode_stand_before(d, items, folders);
		if (same) {
			d->item_count = items;
			d->folder_count = folders;
			d->sync_items = sync_items;
		}
		if (same && mia__slots_are_of_one_record(&own, &access))
			return JSON_OK; /* a copy of it */
		mia__torn_unite(d, had ? SET_RECORD : SET_TOP, &access, !same);
	}
	d->flags = flags | MIA_FLAG_ENVELOPE_DIFFERS;
	return JSON_OK;
}

enum json_result
mia__other_take(struct decoder *d)
{
	enum json_result r = JSON_OK;

	/* Around records there may be anything: what has no operation is a reject, which says less. */
	if (!value2(d, SLOT_OPERATION, SLOT_OPERATION_ALT).len)
		return JSON_OK;
	d->other_taken = true; /* what is in them is among them already */
	for (const struct more_doc *access = d->other_accesses; access && r == JSON_OK; access = access->next)
		r = take_access(d, access->text);
	d->other_taken = false;
	return d->no_memory ? JSON_MEMORY : r;
}
