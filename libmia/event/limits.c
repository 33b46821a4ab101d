/*
 * Ceilings for what one record may hold. A name of a folder or a session stands
 * in a row for each item: without a ceiling one record of 16 MiB could make a
 * hundred gigabytes of rows.
 */
#include "event/parse.h"

#include <stdio.h>

/* The least that a member takes: "":0 and what separates it. */
enum { MEMBER_LEAST = 5 };

const struct decode_limits mia__decode_limits = {
	.depth = JSON_DEPTH,
	.field_bytes = 64 << 10,
	.fields = 1000000,
	.items = 100000,
};

/* Of JSON that is well formed, in which a quote is written `quote` times. */
static size_t
count_members(struct mia_text text, unsigned quote)
{
	const char *p = text.ptr, *end = p + text.len;
	bool inside = false;
	size_t count = 0;

	while (p < end) {
		if (*p == '"') {
			inside = !inside;
			p += quote;
		} else if (*p == '\\') {
			p += p + 1 < end && p[1] == '"' ? 1 + quote : 2;
		} else {
			count += !inside && *p == ':';
			p++;
		}
	}
	return count;
}

void
mia__limits_count_fields(struct decoder *d, struct mia_text text, unsigned quote)
{
	if (text.len / MEMBER_LEAST > d->limits.fields)
		d->members += count_members(text, quote);
}

static void
lengthen(size_t *longest, struct mia_text text)
{
	if (text.len > *longest)
		*longest = text.len;
}

static void
lengthen_by_items(size_t *longest, const struct mia_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		lengthen(longest, items[i].id);
		lengthen(longest, items[i].internet_message_id_raw);
		lengthen(longest, items[i].immutable_id);
		lengthen(longest, items[i].subject);
	}
}

/* What names something. A query, a list of ids and the parameters of a cmdlet
 * stand in one row alone, and may be long. */
static size_t
longest_name(const struct decoder *d)
{
	size_t longest = 0;

	for (int set = 0; set < SET_COUNT; set++)
		for (int slot = SLOT_NONE; slot < SLOT_SCALARS; slot++)
			if (slot != SLOT_QUERY && slot != SLOT_SOURCE_IDS && slot != SLOT_SOURCE_MESSAGE_IDS)
				lengthen(&longest, d->sets[set].v[slot]);
	for (size_t i = 0; i < d->folder_count; i++) {
		lengthen(&longest, d->folders[i].id);
		lengthen(&longest, d->folders[i].path);
		lengthen(&longest, d->folders[i].name);
	}
	lengthen_by_items(&longest, d->items, d->item_count);
	lengthen_by_items(&longest, d->messages, d->message_count);
	return longest;
}

static enum mia_status
refuse(struct decoder *d, enum mia_reason reason, const char *what, size_t has, size_t limit)
{
	char detail[sizeof(d->reject.detail)];

	snprintf(detail, sizeof(detail), "%s: %zu, the limit is %zu", what, has, limit);
	return mia__decode_refuse(d, reason, detail);
}

enum mia_status
mia__limits_check(struct decoder *d, struct mia_text text)
{
	const struct decode_limits *limits = &d->limits;
	size_t items = d->item_count > d->folder_count ? d->item_count : d->folder_count;

	items = items > d->message_count ? items : d->message_count;
	if (d->members > limits->fields)
		return refuse(d, MIA_REASON_TOO_MANY_FIELDS, "too many fields", d->members, limits->fields);
	if (items > limits->items)
		return refuse(d, MIA_REASON_TOO_MANY_ITEMS, "too many items or folders", items,
			limits->items);
	if (text.len <= limits->field_bytes)
		return MIA_OK;
	size_t longest = longest_name(d);
	if (longest > limits->field_bytes)
		return refuse(d, MIA_REASON_FIELD_TOO_LONG,
			"a name, id, path or subject is too long, in bytes", longest, limits->field_bytes);
	return MIA_OK;
}
