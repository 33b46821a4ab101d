/* The rows that one event gives the timeline. */
#include "base/text.h"
#include "event/identity.h"
#include "timeline/store.h"

static struct mia_text
bare_message_id(struct mia_text t)
{
	t = text_trim(t);
	if (t.len && t.ptr[0] == '<')
		t.ptr++, t.len--;
	if (t.len && t.ptr[t.len - 1] == '>')
		t.len--;
	return text_trim(t);
}

static bool
is_wanted_item(const struct mia_timeline *t, const struct mia_item *item)
{
	struct mia_text bare = bare_message_id(item->internet_message_id);

	if (!t->message.ptr)
		return true;
	if (t->message.len == 0)
		return false;
	return (bare.len && text_equal(bare, bare_message_id(t->message))) ||
		text_equal(item->immutable_id, t->message) || text_equal(item->id, t->message);
}

bool
mia__timeline_want(struct mia_timeline *t, uint32_t folder)
{
	size_t old = t->wanted_cap;

	if (!mia__grow(&t->names.a, &t->wanted, &t->wanted_cap, (size_t)folder + 1, sizeof(*t->wanted)))
		return false;
	memset(t->wanted + old, 0, t->wanted_cap - old);
	t->wanted[folder] = 1;
	return true;
}

static bool
note_if_wanted(struct mia_timeline *t, const struct mia_folder *folder, uint32_t number)
{
	if (text_equal(folder->id, t->folder) || text_equal(folder->path, t->folder) ||
		text_equal(folder->name, t->folder))
		return mia__timeline_want(t, number);
	return true;
}

bool
mia__timeline_note_wanted(struct mia_timeline *t, const struct mia_event *event)
{
	if (t->folder.len == 0)
		return true;
	for (size_t i = 0; i < event->folder_count; i++)
		if (!note_if_wanted(t, &event->folders[i], t->names.numbers[i]))
			return false;
	if (!event->sync)
		return true;
	for (size_t i = 0; i < event->sync->folder_count; i++)
		if (!note_if_wanted(t, &event->sync->folders[i], t->names.numbers[event->folder_count + i]))
			return false;
	return true;
}

static bool
add_row(struct mia_timeline *t, const struct thing *thing, uint32_t folder)
{
	if (!thing || t->row_count >= UINT32_MAX - 1 ||
		!mia__grow(&t->names.a, &t->rows, &t->row_cap, t->row_count + 1, sizeof(*t->rows)))
		return false;
	t->rows[t->row_count++] = (struct row){ thing, (uint32_t)(t->record_count - 1), folder };
	return true;
}

static bool
add_folder_row(struct mia_timeline *t, enum row_kind kind, uint32_t folder)
{
	static const struct mia_text none[THING_TEXTS];

	return add_row(t, mia__timeline_thing(t, kind, MIA_SIZE_UNKNOWN, none), folder);
}

static bool
add_items(struct mia_timeline *t, enum row_kind kind, const struct mia_event *event,
	const struct mia_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t folder = MIA_NO_FOLDER;
		const struct mia_text texts[THING_TEXTS] = {
			[THING_MESSAGE_ID] = items[i].internet_message_id,
			[THING_ITEM_ID] = mia__item_printed_id(&items[i]),
			[THING_SUBJECT] = items[i].subject,
		};
		if (!is_wanted_item(t, &items[i]))
			continue;
		if (items[i].folder < event->folder_count)
			folder = t->names.numbers[items[i].folder];
		if (!add_row(t, mia__timeline_thing(t, kind, items[i].size_bytes, texts), folder))
			return false;
	}
	return true;
}

/* Candidates for the one row of an event that is shown as a whole: its folders
 * in turn, or nothing at all. None names a message. */
static bool
add_whole(struct mia_timeline *t, const struct mia_event *event)
{
	if (t->message.ptr)
		return true;
	for (size_t i = 0; i < event->folder_count; i++)
		if (!add_folder_row(t, ROW_WHOLE, t->names.numbers[i]))
			return false;
	return event->folder_count > 0 || add_folder_row(t, ROW_WHOLE, MIA_NO_FOLDER);
}

/* With a folder asked for, a folder that an event names beside its items is a
 * reason to show the event. */
static bool
shows_folders(const struct mia_timeline *t, size_t named)
{
	return named == 0 || t->folder.ptr;
}

static bool
add_sync_rows(struct mia_timeline *t, const struct mia_event *event)
{
	const struct mia_sync *sync = event->sync;

	if (!add_items(t, ROW_DETAIL, event, sync->items, sync->item_count))
		return false;
	if (sync->folder_count == 0)
		return add_whole(t, event);
	if (t->message.ptr)
		return true;
	for (size_t i = 0; i < sync->folder_count; i++)
		if (!add_folder_row(t, ROW_DETAIL, t->names.numbers[event->folder_count + i]))
			return false;
	return true;
}

bool
mia__timeline_add_rows(struct mia_timeline *t, const struct mia_event *event)
{
	const struct mia_bind *bind = event->bind;

	if (event->sync)
		return add_sync_rows(t, event);
	if (bind)
		return add_items(t, ROW_DETAIL, event, bind->items, bind->item_count) &&
			(!shows_folders(t, bind->item_count) || add_whole(t, event));
	return add_items(t, ROW_WHOLE, event, event->items, event->item_count) &&
		(!shows_folders(t, event->item_count) || add_whole(t, event));
}
