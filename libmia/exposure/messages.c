/* Reading the messages of a sealed exposure, a row at a time. */
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "exposure/exposure.h"
#include "exposure/ids.h"
#include "exposure/lists.h"

struct mia_messages {
	const struct mia_exposure *e;
	size_t at, end;
	bool brief;
	struct record_lists lists;
	struct list folders, item_ids;
	uint32_t *ids; /* numbers of item_ids, and the texts that these point to */
	size_t id_count, id_cap;
	struct buf id_bytes;
	uint32_t member; /* whose hash is kept */
	bool member_known;
	struct item_key member_hash;
	struct mia_message message;
};

enum mia_status
mia_messages_new(struct mia_messages **ret, const struct mia_exposure *exposure, struct mia_error *err)
{
	if (!ret || !exposure)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no exposure to read messages from");
	if (!exposure->sealed)
		return mia__fail(err, MIA_ERR_STATE, "the exposure is not sealed");
	struct mia_messages *messages = mia__alloc(&exposure->a, 1, sizeof(*messages));
	if (!messages)
		return mia__fail_memory(err);
	messages->e = exposure;
	messages->end = exposure->messages.count;
	mia__buf_init(&messages->id_bytes, &exposure->a);
	*ret = messages;
	return MIA_OK;
}

void
mia__messages_limit(struct mia_messages *messages, size_t start, size_t end)
{
	messages->at = start;
	messages->end = end < messages->end ? end : messages->end;
}

void
mia_messages_free(struct mia_messages *messages)
{
	if (!messages)
		return;
	const struct mia_allocator *a = &messages->e->a;
	mia__record_lists_release(a, &messages->lists);
	mia__row_list_release(a, &messages->folders);
	mia__row_list_release(a, &messages->item_ids);
	mia__dealloc(a, messages->ids, messages->id_cap, sizeof(*messages->ids));
	mia__buf_release(&messages->id_bytes);
	mia__dealloc(a, messages, 1, sizeof(*messages));
}

/* Accesses to one message mostly call it by one id. */
static bool
add_id(struct mia_messages *m, uint32_t id)
{
	if (!id || (m->id_count && m->ids[m->id_count - 1] == id))
		return true;
	if (!mia__grow(&m->e->a, &m->ids, &m->id_cap, m->id_count + 1, sizeof(*m->ids)))
		return false;
	m->ids[m->id_count++] = id;
	return true;
}

static int
compare_numbers(const void *ctx, uint32_t x, uint32_t y)
{
	(void)ctx;
	return number_compare(x, y);
}

/* Each is put together once, however often the row names it, and all before any
 * is listed, since the buffer may move. */
static bool
write_ids(struct mia_messages *m)
{
	const struct mia_exposure *e = m->e;
	size_t count = 0, at = 0;

	if (!mia__sort_numbers(&e->a, m->ids, m->id_count, compare_numbers, NULL))
		return false;
	buf_clear(&m->id_bytes);
	for (size_t i = 0; i < m->id_count; i++) {
		if (count && m->ids[count - 1] == m->ids[i])
			continue;
		m->ids[count++] = m->ids[i];
		mia__item_ids_write(&e->item_ids, m->ids[i], &m->id_bytes);
	}
	if (m->id_bytes.failed)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t length = mia__item_ids_length(&e->item_ids, m->ids[i]);
		if (!mia__row_list_add(&e->a, &m->item_ids,
			    (struct mia_text){ buf_view(&m->id_bytes).ptr + at, length }))
			return false;
		at += length;
	}
	return true;
}

/* The records of a row stand in the order of their keys, versions of one
 * record side by side; the version may stand there with several pairs. */
static bool
gather(struct mia_messages *m, const struct exposure_row *row)
{
	const struct mia_exposure *e = m->e;
	const struct exposure_record *last = NULL;
	uint32_t folder = MIA_NO_FOLDER;
	uint64_t attachments = 0; /* counted of the record at hand */

	for (const struct exposure_pair *pair = e->pairs + row->start;
		pair < e->pairs + row->start + row->count; pair++) {
		const struct exposure_record *record = &e->records[pair->record];
		if (!exposure_covers(m->message.basis, exposure_basis(record, pair)))
			continue;
		if (!add_id(m, pair->item_id))
			return false;
		/* Accesses to one message are mostly in one folder. */
		if (pair->folder != MIA_NO_FOLDER && pair->folder != folder) {
			folder = pair->folder;
			struct mia_texts names = mia__folder_names_of(&e->foldernames, pair->folder);
			for (size_t i = 0; i < names.count; i++)
				if (!mia__row_list_add(&e->a, &m->folders, names.ptr[i]))
					return false;
		}
		if (record == last)
			continue;
		if (!last || memcmp(last->key, record->key, sizeof(record->key)) != 0)
			m->message.access_count++, attachments = 0;
		/* Of versions, the one that names the most. */
		if (record->access == EXPOSURE_ATTACHMENT && record->unnamed > attachments) {
			m->message.attachment_count += record->unnamed - attachments;
			attachments = record->unnamed;
		}
		last = record;
		time_widen(&m->message.first_access, &m->message.last_access, record->time);
		if (!mia__record_lists_add(e, &m->lists, record))
			return false;
	}
	return mia__record_lists_finish(&e->a, &m->lists) && mia__row_list_finish(&e->a, &m->folders) &&
		write_ids(m) && mia__row_list_finish(&e->a, &m->item_ids);
}

/* The first of the mailbox's entries in mailbox_members. */
static size_t
find_members(const struct mia_exposure *e, uint32_t root)
{
	size_t low = 0, high = e->member_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (mia__mailbox_names_root(&e->mailboxes, e->mailbox_members[middle]) < root)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The rows of one mailbox stand together. */
static struct item_key
key_in(struct mia_messages *m, uint32_t member, enum item_identity kind, struct mia_text identity)
{
	const struct mia_exposure *e = m->e;

	if (!m->member_known || m->member != member) {
		m->member = member;
		m->member_known = true;
		m->member_hash = mia__item_notes_mailbox(&e->mailboxes.entries[member], &e->mailboxes);
	}
	return mia__item_notes_begin(&e->subjects, m->member_hash, kind, identity);
}

/* A subject may stand in a record that names the mailbox in another way than
 * the access does; each way has an entry, and each entry a key of its own. */
static void
find_subject(struct mia_messages *m, uint32_t mailbox, enum item_identity kind, struct mia_text identity)
{
	const struct mia_exposure *e = m->e;
	struct mia_message *message = &m->message;
	bool in_scope = false;
	uint32_t highest = 0;

	message->subject = TEXT_ABSENT;
	for (size_t i = find_members(e, mailbox); i < e->member_count; i++) {
		const struct mailbox_entry *entry = &e->mailboxes.entries[e->mailbox_members[i]];
		if (entry->root != mailbox)
			break;
		struct item_note note =
			mia__item_notes_find(&e->subjects, key_in(m, e->mailbox_members[i], kind, identity));
		bool better = note.subject.ptr &&
			(!message->subject.ptr || (note.in_scope && !in_scope) ||
				(note.in_scope == in_scope &&
					text_compare(note.subject, message->subject) < 0));
		if (better) {
			message->subject = note.subject;
			in_scope = note.in_scope;
		}
		if (note.size > highest)
			highest = note.size;
	}
	message->size_bytes = mia__item_notes_size(highest);
}

static bool
fill(struct mia_messages *m, const struct exposure_row *row)
{
	const struct mia_exposure *e = m->e;
	const struct exposure_pair *first = &e->pairs[row->start];
	uint32_t mailbox = e->records[first->record].mailbox;
	struct mia_text name = intern_text(&e->texts, first->identity);
	enum item_identity kind = (enum item_identity)name.ptr[0];
	struct mia_text identity = { name.ptr + 1, name.len - 1 };

	mia__record_lists_clear(&m->lists);
	list_clear(&m->folders);
	list_clear(&m->item_ids);
	m->id_count = 0;
	m->message = (struct mia_message){
		.mailbox = mia__mailbox_names_name(&e->mailboxes, mailbox),
		.mailbox_guid = mia__mailbox_names_guid(&e->mailboxes, mailbox),
		.internet_message_id = kind == ITEM_BY_INTERNET_MESSAGE_ID ? identity : TEXT_ABSENT,
		.basis = row->basis,
		.first_access = MIA_TIME_UNKNOWN,
		.last_access = MIA_TIME_UNKNOWN,
		.received = MIA_TIME_UNKNOWN,
	};
	m->message.level = mia_level_of(m->message.basis);
	if (m->brief)
		return true;
	if (!gather(m, row))
		return false;
	find_subject(m, mailbox, kind, identity);
	m->message.folders = list_texts(&m->folders);
	m->message.item_ids = list_texts(&m->item_ids);
	m->message.sessions = list_texts(&m->lists.sessions);
	m->message.client_ips = list_texts(&m->lists.ips);
	m->message.client_ips_raw = list_texts(&m->lists.ips_raw);
	m->message.clients = list_texts(&m->lists.clients);
	m->message.actors = list_texts(&m->lists.actors);
	m->message.record_ids = list_texts(&m->lists.ids);
	mia__ids_message_hash(m->message.internet_message_id, m->message.message_id_hash);
	return true;
}

void
mia__messages_brief(struct mia_messages *messages)
{
	messages->brief = true;
}

/*
 * What rows rest on stands all over the memory, and each is found by what stands
 * in the one before: asked for in steps, some rows ahead.
 */
static void
ask_ahead(const struct mia_messages *m)
{
	const struct mia_exposure *e = m->e;
	const uint32_t *order = e->messages.order + m->at;
	size_t left = m->end - m->at;

	if (left > 16)
		__builtin_prefetch(&e->messages.rows[order[16]]);
	if (left > 12)
		__builtin_prefetch(&e->pairs[e->messages.rows[order[12]].start]);
	if (left > 8) {
		const struct exposure_pair *pair = &e->pairs[e->messages.rows[order[8]].start];
		__builtin_prefetch(&e->records[pair->record]);
		intern_ask_place(&e->texts, pair->identity);
		intern_ask_place(&e->item_ids.rests, pair->item_id);
	}
	if (left > 4) {
		const struct exposure_pair *pair = &e->pairs[e->messages.rows[order[4]].start];
		intern_ask_text(&e->texts, pair->identity);
		intern_ask_text(&e->item_ids.rests, pair->item_id);
	}
}

enum mia_status
mia_messages_next(struct mia_messages *messages, const struct mia_message **ret, struct mia_error *err)
{
	if (!messages || !ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no messages to read");
	const struct exposure_rows *rows = &messages->e->messages;
	if (messages->at >= messages->end)
		return MIA_END;
	if (!messages->brief)
		ask_ahead(messages);
	if (!fill(messages, &rows->rows[rows->order[messages->at]]))
		return mia__fail_memory(err);
	messages->at++;
	*ret = &messages->message;
	return MIA_OK;
}

void
mia__exposure_count_levels(const struct mia_exposure *e, uint64_t by_level[6])
{
	for (size_t i = 0; i < e->messages.count; i++)
		by_level[mia_level_of(e->messages.rows[i].basis)]++;
}
