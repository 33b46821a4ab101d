/*
 * Which subjects and sizes an exposure notes, and when it asks for a second
 * reading.
 *
 * Of a subject, records in scope speak first, then all others; of a size,
 * accesses in scope, then all others. What others say is therefore needed only
 * where those do not say it, and is most of what there is to remember: it grows
 * with the evidence, not with the scope. Where the evidence can be read again it
 * is left out: the sizes that accesses out of scope state from the start, and
 * all else that records out of scope say as soon as accesses are seen to say
 * both. In many real exports binds have no subject; there, what others say is
 * kept, since a second reading would take longer than remembering it.
 */
#include "base/text.h"
#include "exposure/exposure.h"

/* Of so many items of accesses in a row each had a subject and a size: then the
 * others will have them too. */
#define FULL_ITEMS_ENOUGH 256
#define NOT_ALL_FULL UINT32_MAX

static bool
says_all(const struct mia_item *item)
{
	return item->subject.ptr && item_is_sized(item);
}

/* Learns from accesses, in scope or not, what items are like here. */
static void
learn(struct mia_exposure *e, const struct mia_event *event)
{
	if (e->full_items >= FULL_ITEMS_ENOUGH || event->access == MIA_ACCESS_NONE)
		return;
	for (size_t i = 0; i < event->item_count && e->full_items < FULL_ITEMS_ENOUGH; i++)
		e->full_items = says_all(&event->items[i]) ? e->full_items + 1 : NOT_ALL_FULL;
}

/* What is handled in scope may state less than what others say of it. */
static bool
leaves_out_others(const struct mia_exposure *e)
{
	return e->lean && !e->options.handled && e->full_items == FULL_ITEMS_ENOUGH;
}

/* In a second reading it is known of which items there are rows, unless they
 * get other names yet (aliases.c). */
static bool
may_be_in_row(struct mia_exposure *e, const struct mia_item *item)
{
	struct mia_text identity;
	enum item_identity kind = mia__item_identity(item, &identity);

	if (!e->again || e->aliases_wanted)
		return true;
	buf_clear(&e->scratch);
	mia__buf_byte(&e->scratch, (char)kind);
	mia__buf_text(&e->scratch, identity);
	return e->scratch.failed || mia__intern_find(&e->texts, buf_view(&e->scratch));
}

/* Of an access, a size alone is noted where such sizes are asked for. */
static bool
note_out_of_scope(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox)
{
	bool sizes = event->access == MIA_ACCESS_NONE || (e->again ? e->again_sized : !e->lean);

	if (sizes && !e->again)
		return mia__item_notes_add(&e->subjects, &e->mailboxes, mailbox, event->items,
			event->item_count, 0);
	for (size_t i = 0; i < event->item_count; i++) {
		const struct mia_item *item = &event->items[i];
		if (!sizes)
			e->left_out |= item->size_bytes >= 0;
		if ((sizes || item->subject.ptr) && may_be_in_row(e, item) &&
			!mia__item_notes_add(&e->subjects, &e->mailboxes, mailbox, item, 1, 0))
			return false;
	}
	return true;
}

bool
mia__exposure_note_items(struct mia_exposure *e, const struct mia_event *event, uint32_t mailbox,
	enum mia_match match)
{
	bool access = event->access != MIA_ACCESS_NONE;

	if (event->item_count == 0)
		return true;
	learn(e, event);
	if (match == MIA_MATCH_NO) {
		if (!leaves_out_others(e))
			return note_out_of_scope(e, event, mailbox);
		e->others_left_out = true;
		/* Once is enough, so that nothing of such a record is looked at. */
		for (size_t i = 0; access && !e->left_out && i < event->item_count; i++)
			e->left_out = event->items[i].size_bytes >= 0;
		return true;
	}
	for (size_t i = 0; access && i < event->item_count; i++)
		e->unsized |= event->items[i].size_bytes < 0;
	return mia__item_notes_add(&e->subjects, &e->mailboxes, mailbox, event->items, event->item_count,
		access ? NOTE_IN_SCOPE | NOTE_ACCESS_IN_SCOPE : NOTE_IN_SCOPE);
}

int
mia__exposure_wants_items(struct mia_fold *fold, const struct mia_event *event)
{
	struct mia_exposure *e = (struct mia_exposure *)fold;

	if (!leaves_out_others(e) || e->again || !e->matcher || e->placements.message_ids.count > 1 ||
		e->placements.item_ids.count > 1)
		return 1;
	e->asked = true;
	e->answered = mia_matcher_match(e->matcher, event);
	if (e->answered != MIA_MATCH_NO)
		return 1;
	/* There may have been some of each. */
	e->others_left_out = e->left_out = e->aliases_left_out = true;
	return 0;
}

void
mia__exposure_want_notes(struct mia_exposure *e, const struct mia_item *items, size_t count, bool access)
{
	for (size_t i = 0; !e->others_wanted && i < count; i++)
		e->others_wanted = !access || !says_all(&items[i]);
}

/* A row whose records in scope do not say all, and there is one: another record
 * in scope may say of an item what one does not. */
static bool
lacks_notes(const struct mia_exposure *e)
{
	for (size_t i = 0; i < e->pair_count; i++) {
		const struct exposure_pair *pair = &e->pairs[i];
		uint32_t mailbox = e->records[pair->record].mailbox;
		struct mia_text name = intern_text(&e->texts, pair->identity);
		if (!pair->identity)
			continue;
		struct item_key key = mia__item_notes_begin(&e->subjects,
			mia__item_notes_mailbox(&e->mailboxes.entries[mailbox], &e->mailboxes),
			(enum item_identity)name.ptr[0], (struct mia_text){ name.ptr + 1, name.len - 1 });
		struct item_note note = mia__item_notes_find(&e->subjects, key);
		if (!mia__item_note_is_full(&note))
			return true;
	}
	return false;
}

static bool
wants_sizes(const struct mia_exposure *e)
{
	return e->left_out && e->unsized;
}

bool
mia__exposure_wants_notes(const struct mia_exposure *e)
{
	return wants_sizes(e) || (e->others_left_out && e->others_wanted && lacks_notes(e));
}

void
mia__exposure_note_again(struct mia_exposure *e)
{
	e->again = true;
	e->again_sized = wants_sizes(e) || (e->aliases_left_out && e->aliases_wanted);
}
