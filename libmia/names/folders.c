/* Folders as numbers while records come, and joined when all have come. */
#include "names/folders.h"

#include <stdio.h>

#include "base/sort.h"
#include "base/text.h"

/*
 * One way in which a folder was named. The entry whose number is handed out,
 * the head, has only what identifies the folder; entries with more than that
 * hang from it, so that every name ever seen is kept and merging is a union.
 */
struct folder_entry {
	uint32_t mailbox;
	uint32_t id, path, name; /* interned; 0: not stated */
	uint32_t head;
	uint32_t root; /* after seal */
	uint32_t list, list_length;
};

struct sealing {
	const struct folder_names *f;
	const struct mailbox_names *m;
};

static uint64_t
hash_entry(const struct folder_names *f, const struct folder_entry *entry)
{
	uint32_t naming[4] = { entry->mailbox, entry->id, entry->path, entry->name };

	return mia__hash_table(f->texts.key, naming, sizeof(naming));
}

static uint64_t
hash_slot(const void *owner, const void *slot)
{
	const struct folder_names *f = owner;

	return hash_entry(f, &f->entries[slot_number(slot) - 1]);
}

static bool
slot_holds(const void *owner, const void *slot, const void *wanted)
{
	const struct folder_names *f = owner;
	const struct folder_entry *a = &f->entries[slot_number(slot) - 1], *b = wanted;

	return a->mailbox == b->mailbox && a->id == b->id && a->path == b->path && a->name == b->name;
}

static const struct slot_kind slot_kind = { sizeof(uint32_t), 2, hash_slot, slot_holds };

void
mia__folder_names_init(struct folder_names *f, const struct mia_allocator *a)
{
	*f = (struct folder_names){ .a = *a };
	mia__intern_init(&f->texts, a);
}

void
mia__folder_names_release(struct folder_names *f)
{
	mia__intern_release(&f->texts);
	mia__dealloc(&f->a, f->entries, f->cap, sizeof(*f->entries));
	mia__slots_release(&f->slots, &f->a, &slot_kind);
	mia__dealloc(&f->a, f->lists, f->list_cap, sizeof(*f->lists));
	mia__dealloc(&f->a, f->recent, FOLDERNAMES_RECENT, sizeof(*f->recent));
	f->recent = NULL;
	f->entries = NULL;
	f->lists = NULL;
	f->count = f->cap = f->list_count = f->list_cap = 0;
}

/* head: the entry's head, or NULL where it is a head itself. */
static bool
add_entry(struct folder_names *f, const struct folder_entry *wanted, const uint32_t *head, uint32_t *ret)
{
	if (!slots_reserve(&f->slots, &f->a, &slot_kind, f))
		return false;
	void *slot = slots_find(&f->slots, &slot_kind, hash_entry(f, wanted), f, wanted);
	if (!slot_number(slot)) {
		if (f->count >= UINT32_MAX - 1 ||
			!mia__grow(&f->a, &f->entries, &f->cap, f->count + 1, sizeof(*f->entries)))
			return false;
		f->entries[f->count] = *wanted;
		f->entries[f->count].head = head ? *head : (uint32_t)f->count;
		f->count++;
		slots_put(&f->slots, &slot_kind, slot, &(uint32_t){ (uint32_t)f->count });
	}
	*ret = slot_number(slot) - 1;
	return true;
}

static bool
add_naming(struct folder_names *f, const struct folder_entry *naming, uint32_t *ret)
{
	struct folder_entry head = { .mailbox = naming->mailbox };
	uint32_t head_number;

	if (f->slots.count) {
		uint32_t known =
			slot_number(slots_find(&f->slots, &slot_kind, hash_entry(f, naming), f, naming));
		if (known) {
			*ret = known - 1;
			return true;
		}
	}
	if (naming->id)
		head.id = naming->id;
	else if (naming->path)
		head.path = naming->path;
	else
		head.name = naming->name;
	return add_entry(f, &head, NULL, &head_number) && add_entry(f, naming, &head_number, ret);
}

static bool
intern_stated(struct intern *texts, struct mia_text t, uint32_t *ret)
{
	*ret = 0;
	return t.len == 0 || mia__intern_add(texts, t, ret);
}

static bool
add_texts(struct folder_names *f, uint32_t mailbox, const struct mia_folder *folder, uint32_t *ret)
{
	struct folder_entry naming = { .mailbox = mailbox };

	return intern_stated(&f->texts, folder->id, &naming.id) &&
		intern_stated(&f->texts, folder->path, &naming.path) &&
		intern_stated(&f->texts, folder->name, &naming.name) && add_naming(f, &naming, ret);
}

/* An empty text is as good as none, as in intern_stated. */
static bool
is_written(const struct folder_names *f, uint32_t number, struct mia_text t)
{
	return number ? text_equal(intern_text(&f->texts, number), t) : t.len == 0;
}

/* Ids of one mailbox differ near their ends. Whatever it is, nothing but time
 * depends on it. */
static uint64_t
quick_hash(uint32_t mailbox, const struct mia_folder *folder)
{
	enum { ENDING = 32 };
	struct mia_text t = folder->id.len ? folder->id : folder->path.len ? folder->path : folder->name;

	if (t.len > ENDING)
		t = (struct mia_text){ t.ptr + t.len - ENDING, ENDING };
	return mia__hash_content(mailbox ^ (uint64_t)folder->path.len << 32 ^
			(uint64_t)folder->name.len << 48,
		t);
}

static bool
is_recent(const struct folder_names *f, const struct folder_recent *known, uint32_t mailbox,
	const struct mia_folder *folder)
{
	return known->mailbox == mailbox && known->id_length == folder->id.len &&
		(!folder->id.len || memcmp(known->id, folder->id.ptr, folder->id.len) == 0) &&
		is_written(f, known->path, folder->path) && is_written(f, known->name, folder->name);
}

/* In front; the one that has been there longest goes. */
static void
remember(const struct folder_names *f, struct folder_recents *recent, uint32_t tag, uint32_t entry)
{
	const struct folder_entry *e = &f->entries[entry];
	struct mia_text id = intern_text(&f->texts, e->id);

	memmove(&recent->v[1], &recent->v[0], sizeof(recent->v) - sizeof(recent->v[0]));
	recent->v[0] = (struct folder_recent){ id.ptr, (uint32_t)id.len, tag, e->mailbox, e->path, e->name,
		e->head + 1 };
}

bool
mia__folder_names_add(struct folder_names *f, uint32_t mailbox, const struct mia_folder *folder,
	uint32_t *ret)
{
	uint64_t hash = quick_hash(mailbox, folder);
	uint32_t tag = (uint32_t)(hash >> 32), entry;

	if (!f->recent) {
		f->recent = mia__alloc(&f->a, FOLDERNAMES_RECENT, sizeof(*f->recent));
		if (!f->recent)
			return false;
	}
	struct folder_recents *recent = &f->recent[hash % FOLDERNAMES_RECENT];
	for (int i = 0; i < FOLDERNAMES_AT_ONE_PLACE; i++) {
		const struct folder_recent *known = &recent->v[i];
		if (known->tag == tag && known->number && is_recent(f, known, mailbox, folder)) {
			*ret = known->number - 1;
			return true;
		}
	}
	if (!add_texts(f, mailbox, folder, &entry))
		return false;
	remember(f, recent, tag, entry);
	*ret = f->entries[entry].head;
	return true;
}

bool
mia__folder_names_merge(struct folder_names *f, const struct folder_names *from, const uint32_t *mailbox_map,
	uint32_t *map)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct folder_entry *entry = &from->entries[i];
		struct mia_folder folder = {
			.id = intern_text(&from->texts, entry->id),
			.path = intern_text(&from->texts, entry->path),
			.name = intern_text(&from->texts, entry->name),
		};
		if (!add_texts(f, mailbox_map[entry->mailbox], &folder, &map[i]))
			return false;
	}
	return true;
}

static int
compare_identity(const void *ctx, uint32_t x, uint32_t y)
{
	const struct sealing *s = ctx;
	const struct folder_entry *a = &s->f->entries[x], *b = &s->f->entries[y];
	int c = number_compare(mia__mailbox_names_root(s->m, a->mailbox),
		mia__mailbox_names_root(s->m, b->mailbox));

	if (c != 0 || a->id != b->id)
		return c != 0 ? c : number_compare(a->id, b->id);
	if (a->id)
		return 0;
	if (a->path != b->path)
		return number_compare(a->path, b->path);
	return a->path ? 0 : number_compare(a->name, b->name);
}

/* Entries of one path stand together, the one with the least id first and
 * those without an id last. */
static int
compare_path(const void *ctx, uint32_t x, uint32_t y)
{
	const struct sealing *s = ctx;
	const struct folder_entry *a = &s->f->entries[x], *b = &s->f->entries[y];
	int c = number_compare(mia__mailbox_names_root(s->m, a->mailbox),
		mia__mailbox_names_root(s->m, b->mailbox));

	if (c == 0)
		c = number_compare(a->path, b->path);
	if (c == 0)
		c = (b->id != 0) - (a->id != 0);
	if (c == 0 && a->id != b->id)
		c = text_compare(intern_text(&s->f->texts, a->id), intern_text(&s->f->texts, b->id));
	return c;
}

static struct mia_text
naming_text(const struct folder_names *f, const struct folder_entry *entry)
{
	return intern_text(&f->texts, entry->path ? entry->path : entry->name);
}

static int
compare_listed(const void *ctx, uint32_t x, uint32_t y)
{
	const struct sealing *s = ctx;
	const struct folder_entry *a = &s->f->entries[x], *b = &s->f->entries[y];
	int c = number_compare(a->root, b->root);

	if (c == 0)
		c = (b->path != 0) - (a->path != 0);
	return c != 0 ? c : text_compare(naming_text(s->f, a), naming_text(s->f, b));
}

static void
join_identities(struct folder_names *f, const struct sealing *s, const uint32_t *order)
{
	for (size_t i = 0; i < f->count; i++) {
		bool joined = i > 0 && compare_identity(s, order[i - 1], order[i]) == 0;
		f->entries[order[i]].root = joined ? f->entries[order[i - 1]].root : order[i];
	}
}

static void
join_paths(struct folder_names *f, const struct sealing *s, const uint32_t *order)
{
	const struct folder_entry *first = NULL;

	for (size_t i = 0; i < f->count; i++) {
		struct folder_entry *entry = &f->entries[order[i]];
		if (!first || first->path != entry->path ||
			mia__mailbox_names_root(s->m, first->mailbox) !=
				mia__mailbox_names_root(s->m, entry->mailbox))
			first = entry;
		if (entry->path && !entry->id && first->id)
			entry->root = first->root;
	}
}

/* Says how many names are not listed; nothing where all are. */
static bool
end_list(struct folder_names *f, uint32_t root, size_t left)
{
	char text[64];
	uint32_t number;
	int n;

	if (left == 0)
		return true;
	n = snprintf(text, sizeof(text), "(and %zu more names)", left);
	if (!mia__intern_add(&f->texts, (struct mia_text){ text, (size_t)n }, &number))
		return false;
	f->lists[f->list_count++] = intern_text(&f->texts, number);
	f->entries[root].list_length++;
	return true;
}

/*
 * A folder has a name or two; evidence in which each record calls it
 * differently is hostile, and would print all names in every row.
 */
static bool
list_names(struct folder_names *f, const uint32_t *order)
{
	enum { MOST_NAMES = 32 };
	const struct folder_entry *listed = NULL;
	size_t left = 0;

	for (size_t i = 0; i < f->count; i++) {
		const struct folder_entry *entry = &f->entries[order[i]];
		struct folder_entry *root = &f->entries[entry->root];
		struct mia_text name = naming_text(f, entry);
		bool more = listed && listed->root == entry->root;

		if (!name.ptr || (more && listed->path && !entry->path))
			continue;
		if (more && text_equal(naming_text(f, listed), name))
			continue;
		if (!more) {
			if (listed && !end_list(f, listed->root, left))
				return false;
			left = 0;
			root->list = (uint32_t)f->list_count;
		}
		listed = entry;
		if (root->list_length == MOST_NAMES) {
			left++;
			continue;
		}
		f->lists[f->list_count++] = name;
		root->list_length++;
	}
	return !listed || end_list(f, listed->root, left);
}

bool
mia__folder_names_seal(struct folder_names *f, const struct mailbox_names *m)
{
	struct sealing s = { f, m };
	bool ok = false;

	f->sealed = true;
	if (f->count == 0)
		return true;
	uint32_t *order = mia__alloc(&f->a, f->count, sizeof(*order));
	if (!order)
		return false;
	f->lists = mia__alloc(&f->a, f->count, sizeof(*f->lists));
	if (!f->lists)
		goto out;
	f->list_cap = f->count;
	for (size_t i = 0; i < f->count; i++)
		order[i] = (uint32_t)i;
	if (!mia__sort_numbers(&f->a, order, f->count, compare_identity, &s))
		goto out;
	join_identities(f, &s, order);
	if (!mia__sort_numbers(&f->a, order, f->count, compare_path, &s))
		goto out;
	join_paths(f, &s, order);
	if (!mia__sort_numbers(&f->a, order, f->count, compare_listed, &s))
		goto out;
	ok = list_names(f, order);
out:
	mia__dealloc(&f->a, order, f->count, sizeof(*order));
	return ok;
}

uint32_t
mia__folder_names_root(const struct folder_names *f, uint32_t number)
{
	return f->entries[number].root;
}

struct mia_texts
mia__folder_names_of(const struct folder_names *f, uint32_t number)
{
	const struct folder_entry *root = &f->entries[f->entries[number].root];

	return (struct mia_texts){ f->lists ? f->lists + root->list : NULL, root->list_length };
}

struct mia_text
mia__folder_names_id(const struct folder_names *f, uint32_t number)
{
	return intern_text(&f->texts, f->entries[f->entries[number].root].id);
}
