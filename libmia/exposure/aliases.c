/*
 * AttachmentAccess names its messages by store id alone (real records, against
 * the schema, which has more); another record of the evidence, in scope or
 * not, may give the internet message id to the same item. An id that stands
 * for several message ids joins none: nothing is guessed.
 */
#include "exposure/exposure.h"

#include "base/sort.h"
#include "base/text.h"

static bool
intern_kind(struct mia_exposure *e, enum item_identity kind, struct mia_text text, bool add, uint32_t *ret)
{
	buf_clear(&e->scratch);
	mia__buf_byte(&e->scratch, (char)kind);
	mia__buf_text(&e->scratch, text);
	if (e->scratch.failed)
		return false;
	if (add)
		return mia__intern_add(&e->texts, buf_view(&e->scratch), ret);
	*ret = mia__intern_find(&e->texts, buf_view(&e->scratch));
	return true;
}

static bool
note(struct mia_exposure *e, uint32_t mailbox, enum item_identity kind, struct mia_text id,
	const struct mia_item *item)
{
	struct exposure_alias alias = { .mailbox = mailbox };

	if (id.len == 0)
		return true;
	/* In a second reading it is known which ids matter. */
	if (!intern_kind(e, kind, id, !e->again, &alias.identity))
		return false;
	if (alias.identity == 0)
		return true;
	if (!intern_kind(e, ITEM_BY_INTERNET_MESSAGE_ID, item->internet_message_id, true,
		    &alias.message_id) ||
		!mia__grow(&e->a, &e->aliases, &e->alias_cap, e->alias_count + 1, sizeof(alias)))
		return false;
	e->aliases[e->alias_count++] = alias;
	return true;
}

bool
mia__exposure_note_aliases(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox)
{
	if ((e->lean && e->aliases_left_out) || (e->again && !e->aliases_wanted))
		return true;
	for (size_t i = 0; i < event->item_count; i++) {
		const struct mia_item *item = &event->items[i];
		if (item->internet_message_id.len == 0 || (item->id.len == 0 && item->immutable_id.len == 0))
			continue;
		if (e->lean) {
			e->aliases_left_out = true;
			return true;
		}
		if (!note(e, mailbox, ITEM_BY_STORE_ID, item->id, item) ||
			!note(e, mailbox, ITEM_BY_IMMUTABLE_ID, item->immutable_id, item))
			return false;
	}
	return true;
}

static int
compare_aliases(const void *ctx, uint32_t x, uint32_t y)
{
	const struct exposure_alias *a = (const struct exposure_alias *)ctx + x,
				    *b = (const struct exposure_alias *)ctx + y;

	if (a->mailbox != b->mailbox)
		return a->mailbox < b->mailbox ? -1 : 1;
	return (a->identity > b->identity) - (a->identity < b->identity);
}

/* The message id of (mailbox, identity), 0 for none or several. order: by
 * mailbox and identity. */
static uint32_t
find(const struct mia_exposure *e, const uint32_t *order, uint32_t mailbox, uint32_t identity)
{
	size_t low = 0, high = e->alias_count;
	uint32_t found = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct exposure_alias *a = &e->aliases[order[middle]];
		if (a->mailbox < mailbox || (a->mailbox == mailbox && a->identity < identity))
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < e->alias_count; low++) {
		const struct exposure_alias *a = &e->aliases[order[low]];
		if (a->mailbox != mailbox || a->identity != identity)
			break;
		if (found && found != a->message_id)
			return 0;
		found = a->message_id;
	}
	return found;
}

bool
mia__exposure_resolve_aliases(struct mia_exposure *e)
{
	uint32_t *order;
	bool ok;

	if (!e->aliases_wanted || e->alias_count == 0)
		return true;
	order = mia__alloc(&e->a, e->alias_count, sizeof(*order));
	for (size_t i = 0; order && i < e->alias_count; i++) {
		order[i] = (uint32_t)i;
		e->aliases[i].mailbox = mia__mailbox_names_root(&e->mailboxes, e->aliases[i].mailbox);
	}
	ok = order && mia__sort_numbers(&e->a, order, e->alias_count, compare_aliases, e->aliases);
	for (size_t i = 0; ok && i < e->pair_count; i++) {
		struct exposure_pair *pair = &e->pairs[i];
		const struct exposure_record *record = &e->records[pair->record];
		uint32_t message_id;
		if (record->access < EXPOSURE_ATTACHMENT || !pair->identity)
			continue;
		message_id = find(e, order, record->mailbox, pair->identity);
		if (message_id)
			pair->identity = message_id;
	}
	mia__dealloc(&e->a, order, e->alias_count, sizeof(*order));
	return ok;
}
