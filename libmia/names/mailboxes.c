/* Mailboxes as numbers while records come, and joined when all have come. */
#include "names/mailboxes.h"

#include "base/sort.h"
#include "base/text.h"

#define SEVERAL UINT32_MAX

static uint64_t
hash_entry(const struct mailbox_names *m, const struct mailbox_entry *entry)
{
	uint32_t pair[2] = { entry->guid, entry->upn_lower };

	return mia__hash_table(m->names.key, pair, sizeof(pair));
}

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct mailbox_names *m = owner;

	return hash_entry(m, &m->entries[slot_number(slot) - 1]);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	const struct mailbox_names *m = owner;
	const struct mailbox_entry *a = &m->entries[slot_number(slot) - 1], *b = wanted;

	return a->guid == b->guid && a->upn_lower == b->upn_lower;
}

static const struct slot_kind slot_kind = { sizeof(uint32_t), 2, hash_slot, slot_holds };

void
mia__mailbox_names_init(struct mailbox_names *m, const struct mia_allocator *a)
{
	*m = (struct mailbox_names){ .a = *a };
	mia__intern_init(&m->names, a);
}

void
mia__mailbox_names_release(struct mailbox_names *m)
{
	mia__intern_release(&m->names);
	mia__dealloc(&m->a, m->entries, m->cap, sizeof(*m->entries));
	mia__slots_release(&m->slots, &m->a, &slot_kind);
	mia__dealloc(&m->a, m->recent, MAILBOXES_RECENT, sizeof(*m->recent));
	m->recent = NULL;
	m->entries = NULL;
	m->count = m->cap = 0;
}

static bool
intern_lower(struct mailbox_names *m, struct mia_text t, uint32_t *ret)
{
	char local[256];
	char *lower = local;

	*ret = 0;
	if (t.len == 0)
		return true;
	if (t.len > sizeof(local)) {
		lower = mia__alloc(&m->a, t.len, 1);
		if (!lower)
			return false;
	}
	mia__text_lower(t, lower);
	bool ok = mia__intern_add(&m->names, (struct mia_text){ lower, t.len }, ret);
	if (lower != local)
		mia__dealloc(&m->a, lower, t.len, 1);
	return ok;
}

static int
compare_written(const struct mailbox_names *m, const struct mailbox_entry *entry, struct mia_text upn,
	mia_time time)
{
	if (entry->upn_time != time)
		return entry->upn_time < time ? -1 : 1;
	return text_compare(intern_text(&m->names, entry->upn), upn);
}

/* The UPN as last written wins; of several at one time the last in byte order. */
static bool
note_written(struct mailbox_names *m, struct mailbox_entry *entry, struct mia_text upn, mia_time time)
{
	if (upn.len == 0)
		return true;
	if (entry->upn && compare_written(m, entry, upn, time) >= 0)
		return true;
	if (!text_equal(intern_text(&m->names, entry->upn), upn) &&
		!mia__intern_add(&m->names, upn, &entry->upn))
		return false;
	entry->upn_time = time;
	return true;
}

static bool
add_pair(struct mailbox_names *m, struct mia_text guid, struct mia_text upn, mia_time time, uint32_t *ret)
{
	struct mailbox_entry entry = { .upn_time = MIA_TIME_UNKNOWN, .root = (uint32_t)m->count };

	if (!intern_lower(m, guid, &entry.guid) || !intern_lower(m, upn, &entry.upn_lower) ||
		!slots_reserve(&m->slots, &m->a, &slot_kind, m))
		return false;
	void *slot = slots_find(&m->slots, &slot_kind, hash_entry(m, &entry), m, &entry);
	if (!slot_number(slot)) {
		if (m->count >= UINT32_MAX - 1 ||
			!mia__grow(&m->a, &m->entries, &m->cap, m->count + 1, sizeof(*m->entries)))
			return false;
		m->entries[m->count++] = entry;
		slots_put(&m->slots, &slot_kind, slot, &(uint32_t){ (uint32_t)m->count });
	}
	*ret = slot_number(slot) - 1;
	return note_written(m, &m->entries[*ret], upn, time);
}

/* Zeros alone are no mailbox's GUID: what writes them knows none. */
static struct mia_text
stated_guid(struct mia_text guid)
{
	for (size_t i = 0; i < guid.len; i++)
		if (guid.ptr[i] != '0' && guid.ptr[i] != '-' && guid.ptr[i] != '{' && guid.ptr[i] != '}')
			return guid;
	return TEXT_ABSENT;
}

bool
mia__mailbox_name_is_display(struct mia_text name)
{
	return name.len && !memchr(name.ptr, '@', name.len) && !mia__text_is_guid(name);
}

/* Whatever it is, nothing but time depends on it. */
static uint64_t
quick_hash(struct mia_text guid, struct mia_text upn)
{
	uint64_t word = upn.len;

	if (guid.len >= sizeof(word))
		memcpy(&word, guid.ptr, sizeof(word));
	else if (upn.len)
		word = mia__hash_content(guid.len, upn);
	return (word ^ upn.len) * UINT64_C(0x9e3779b97f4a7c15);
}

static bool
is_recent(const struct mailbox_recent *recent, struct mia_text guid, struct mia_text upn)
{
	return recent->entry && recent->guid == guid.len && recent->upn == upn.len &&
		(!guid.len || memcmp(recent->text, guid.ptr, guid.len) == 0) &&
		(!upn.len || memcmp(recent->text + guid.len, upn.ptr, upn.len) == 0);
}

static void
remember(struct mailbox_recent *recent, struct mia_text guid, struct mia_text upn, uint32_t number)
{
	recent->entry = 0;
	if (guid.len > MAILBOX_RECENT_TEXT || upn.len > MAILBOX_RECENT_TEXT - guid.len)
		return;
	*recent = (struct mailbox_recent){ .entry = number + 1,
		.guid = (uint8_t)guid.len,
		.upn = (uint8_t)upn.len };
	if (guid.len)
		memcpy(recent->text, guid.ptr, guid.len);
	if (upn.len)
		memcpy(recent->text + guid.len, upn.ptr, upn.len);
}

/* Where it stands, or where it is to stand: the texts there decide. */
static struct mailbox_recent *
find_recent(struct mailbox_names *m, struct mia_text guid, struct mia_text upn)
{
	uint64_t hash = quick_hash(guid, upn);
	size_t place = (size_t)(hash >> 32) % MAILBOXES_RECENT;
	uint16_t tag = (uint16_t)(hash >> 48);
	struct mailbox_recents *recent = &m->recent[place];
	struct mailbox_tags *tags = &m->tags[place];

	for (int i = 0; i < MAILBOXES_AT_ONE_PLACE; i++)
		if (tags->v[i] == tag && is_recent(&recent->v[i], guid, upn))
			return &recent->v[i];
	int i = tags->next;
	tags->next = (uint8_t)((i + 1) % MAILBOXES_AT_ONE_PLACE);
	tags->v[i] = tag;
	recent->v[i].entry = 0;
	return &recent->v[i];
}

bool
mia__mailbox_names_add(struct mailbox_names *m, const struct mia_event *event, uint32_t *ret)
{
	struct mia_text guid = stated_guid(event->mailbox_guid), upn = event->mailbox_owner;

	if (!m->recent) {
		m->recent = mia__alloc(&m->a, MAILBOXES_RECENT, sizeof(*m->recent));
		if (!m->recent)
			return false;
	}
	struct mailbox_recent *recent = find_recent(m, guid, upn);
	if (!recent->entry) {
		if (!add_pair(m, guid, upn, event->time, ret))
			return false;
		remember(recent, guid, upn, *ret);
		return true;
	}
	*ret = recent->entry - 1;
	struct mailbox_entry *entry = &m->entries[*ret];
	/* Written as it was last: only the time may be later. */
	if (recent->written && recent->written == entry->upn) {
		if (event->time > entry->upn_time)
			entry->upn_time = event->time;
		return true;
	}
	if (!note_written(m, entry, upn, event->time))
		return false;
	recent->written = text_equal(intern_text(&m->names, entry->upn), upn) ? entry->upn : 0;
	return true;
}

bool
mia__mailbox_names_merge(struct mailbox_names *m, const struct mailbox_names *from, uint32_t *map)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct mailbox_entry *entry = &from->entries[i];
		if (!add_pair(m, intern_text(&from->names, entry->guid),
			    intern_text(&from->names, entry->upn), entry->upn_time, &map[i]))
			return false;
	}
	return true;
}

/* Which entry stands for each GUID, and which GUID each UPN stands with. */
static void
index_names(const struct mailbox_names *m, uint32_t *entry_of_guid, uint32_t *guid_of_upn)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct mailbox_entry *entry = &m->entries[i];
		if (!entry->guid)
			continue;
		if (!entry_of_guid[entry->guid])
			entry_of_guid[entry->guid] = (uint32_t)i + 1;
		if (!entry->upn_lower)
			continue;
		uint32_t *guid = &guid_of_upn[entry->upn_lower];
		*guid = *guid == 0 || *guid == entry->guid ? entry->guid : SEVERAL;
	}
}

bool
mia__mailbox_names_seal(struct mailbox_names *m)
{
	size_t names = m->names.count + 1;

	if (m->count == 0)
		return true;
	uint32_t *entry_of_guid = mia__alloc(&m->a, names, sizeof(*entry_of_guid));
	if (!entry_of_guid)
		return false;
	uint32_t *guid_of_upn = mia__alloc(&m->a, names, sizeof(*guid_of_upn));
	if (!guid_of_upn) {
		mia__dealloc(&m->a, entry_of_guid, names, sizeof(*entry_of_guid));
		return false;
	}
	index_names(m, entry_of_guid, guid_of_upn);
	for (size_t i = 0; i < m->count; i++) {
		struct mailbox_entry *entry = &m->entries[i];
		uint32_t guid = entry->guid ? entry->guid : guid_of_upn[entry->upn_lower];
		entry->root = guid && guid != SEVERAL ? entry_of_guid[guid] - 1 : (uint32_t)i;
	}
	mia__dealloc(&m->a, guid_of_upn, names, sizeof(*guid_of_upn));
	mia__dealloc(&m->a, entry_of_guid, names, sizeof(*entry_of_guid));
	for (size_t i = 0; i < m->count; i++) {
		const struct mailbox_entry *entry = &m->entries[i];
		struct mailbox_entry *root = &m->entries[entry->root];
		struct mia_text upn = intern_text(&m->names, entry->upn);
		if (entry->upn && (!root->upn || compare_written(m, root, upn, entry->upn_time) < 0)) {
			root->upn = entry->upn;
			root->upn_time = entry->upn_time;
		}
	}
	return true;
}

uint32_t
mia__mailbox_names_root(const struct mailbox_names *m, uint32_t number)
{
	return m->entries[number].root;
}

struct mia_text
mia__mailbox_names_name(const struct mailbox_names *m, uint32_t number)
{
	const struct mailbox_entry *root = &m->entries[m->entries[number].root];

	return intern_text(&m->names, root->upn ? root->upn : root->guid);
}

struct mia_text
mia__mailbox_names_guid(const struct mailbox_names *m, uint32_t number)
{
	return intern_text(&m->names, m->entries[m->entries[number].root].guid);
}

/* Those of one mailbox together, by name. */
static int
compare_others(const void *ctx, uint32_t x, uint32_t y)
{
	const struct mailbox_names *m = ctx;
	const struct mailbox_entry *a = &m->entries[x], *b = &m->entries[y];

	if (a->root != b->root)
		return a->root < b->root ? -1 : 1;
	return text_compare(intern_text(&m->names, a->upn_lower), intern_text(&m->names, b->upn_lower));
}

static bool
has_other_name(const struct mailbox_names *m, const struct mailbox_entry *entry)
{
	return entry->upn_lower &&
		!text_equal_nocase(intern_text(&m->names, entry->upn_lower),
			mia__mailbox_names_name(m, entry->root));
}

size_t
mia__mailbox_names_renamed(const struct mailbox_names *m, struct mia_text names[2])
{
	size_t count = 0;

	for (uint32_t i = 0; i < m->count; i++) {
		const struct mailbox_entry *entry = &m->entries[i];
		if (!has_other_name(m, entry))
			continue;
		struct mia_text name = mia__mailbox_names_name(m, entry->root);
		struct mia_text other = intern_text(&m->names, entry->upn_lower);
		int c = count++ ? text_compare(name, names[0]) : -1;
		if (c < 0 || (c == 0 && text_compare(other, names[1]) < 0)) {
			names[0] = name;
			names[1] = other;
		}
	}
	return count;
}

/* Leaves out what is the name itself, and what comes twice. */
static size_t
list_others(const struct mailbox_names *m, uint32_t *order)
{
	size_t count = 0;

	for (uint32_t i = 0; i < m->count; i++)
		if (has_other_name(m, &m->entries[i]))
			order[count++] = i;
	return count;
}

bool
mia__mailbox_names_others(const struct mailbox_names *m, struct arena *kept, struct mia_texts *others)
{
	uint32_t *order = mia__alloc(&m->a, m->count + 1, sizeof(*order));
	size_t count = order ? list_others(m, order) : 0;
	bool ok = order && mia__sort_numbers(&m->a, order, count, compare_others, m);

	for (size_t start = 0, end; ok && start < count; start = end) {
		uint32_t root = m->entries[order[start]].root, before = 0;
		for (end = start; end < count && m->entries[order[end]].root == root;)
			end++;
		struct mia_text *texts = mia__arena_take(kept, (end - start) * sizeof(*texts));
		size_t listed = 0;
		ok = texts != NULL;
		for (size_t i = start; ok && i < end; i++) {
			const struct mailbox_entry *entry = &m->entries[order[i]];
			if (entry->upn_lower != before)
				texts[listed++] = intern_text(&m->names, entry->upn_lower);
			before = entry->upn_lower;
		}
		others[root] = (struct mia_texts){ texts, listed };
	}
	mia__dealloc(&m->a, order, m->count + 1, sizeof(*order));
	return ok;
}
