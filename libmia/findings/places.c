/*
 * Where a folder that one list names stands in another: by id, else by path.
 * Evidence and inventories decide how many folders there are, so they are
 * looked up, not compared with each other.
 */
#include "findings/places.h"

#include "base/sort.h"
#include "exposure/ids.h"

enum { BY_ID, BY_KEY, BY_PATH, BY_PATH_IF_KEYLESS, BY_NAME, BY_NAME_IF_KEYLESS, BY_LOGGED_PATH };

void
mia__places_init(struct places *p, const struct mia_allocator *a)
{
	*p = (struct places){ .a = *a };
	mia__arena_init(&p->keys, a);
}

void
mia__places_release(struct places *p)
{
	mia__dealloc(&p->a, p->entries, p->cap, sizeof(*p->entries));
	mia__dealloc(&p->a, p->order, p->order_cap, sizeof(*p->order));
	mia__arena_release(&p->keys);
	mia__places_init(p, &p->a);
}

/* Get-MailboxFolderStatistics writes "/Inbox", the log "\Inbox". */
static struct mia_text
without_root(struct mia_text path)
{
	while (path.len && (*path.ptr == '\\' || *path.ptr == '/'))
		path.ptr++, path.len--;
	return path;
}

static struct mia_text
last_part(struct mia_text path)
{
	size_t at = path.len;

	while (at && path.ptr[at - 1] != '\\' && path.ptr[at - 1] != '/')
		at--;
	return at ? (struct mia_text){ path.ptr + at, path.len - at } : path;
}

static bool
add(struct places *p, uint32_t box, uint8_t kind, struct mia_text text, int64_t value)
{
	if (text.len == 0)
		return true;
	if (p->count >= UINT32_MAX ||
		!mia__grow(&p->a, &p->entries, &p->cap, p->count + 1, sizeof(*p->entries)))
		return false;
	p->entries[p->count++] = (struct place){ box, kind, text, value };
	return true;
}

static bool
add_id(struct places *p, uint32_t box, struct mia_text id, int64_t value, bool *has_key)
{
	unsigned char key[24];
	struct mia_text kept = { (const char *)key, sizeof(key) };

	*has_key = mia__ids_folder_bytes(id, key);
	if (*has_key) {
		kept = mia__arena_text(&p->keys, kept);
		if (!kept.ptr || !add(p, box, BY_KEY, kept, value))
			return false;
	}
	return add(p, box, BY_ID, id, value);
}

static bool
add_path(struct places *p, uint32_t box, struct mia_text path, int64_t value, bool has_key)
{
	path = without_root(path);
	return add(p, box, BY_PATH, path, value) && (has_key || add(p, box, BY_PATH_IF_KEYLESS, path, value));
}

bool
mia__places_add_id(struct places *p, uint32_t box, struct mia_text id, int64_t value)
{
	bool has_key;

	return add_id(p, box, id, value, &has_key);
}

bool
mia__places_add_listed(struct places *p, uint32_t box, struct mia_text id, struct mia_text path,
	int64_t value)
{
	bool has_key;

	return add_id(p, box, id, value, &has_key) && add_path(p, box, path, value, has_key);
}

bool
mia__places_add_logged(struct places *p, uint32_t box, struct mia_text id, struct mia_texts names,
	int64_t value)
{
	bool has_key, ok = add_id(p, box, id, value, &has_key);

	for (size_t i = 0; ok && i < names.count; i++) {
		struct mia_text name = names.ptr[i];
		if (place_is_path(name))
			ok = add(p, box, BY_LOGGED_PATH, name, value) &&
				add_path(p, box, name, value, has_key);
		else
			ok = add(p, box, BY_NAME, name, value) &&
				(has_key || add(p, box, BY_NAME_IF_KEYLESS, name, value));
	}
	return ok;
}

/* Ids and the log's own paths are exact; what lists write differs in case. */
static int
compare_places(const struct place *a, const struct place *b)
{
	if (a->box != b->box)
		return a->box < b->box ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->kind == BY_ID || a->kind == BY_KEY || a->kind == BY_LOGGED_PATH
		? text_compare(a->text, b->text)
		: text_compare_nocase(a->text, b->text);
}

static int
compare_entries(const void *ctx, uint32_t x, uint32_t y)
{
	const struct place *places = ctx;
	int c = compare_places(&places[x], &places[y]);

	return c ? c : (places[x].value < places[y].value) - (places[x].value > places[y].value);
}

bool
mia__places_sort(struct places *p)
{
	if (!p->count)
		return true;
	if (!mia__grow(&p->a, &p->order, &p->order_cap, p->count, sizeof(*p->order)))
		return false;
	for (size_t i = 0; i < p->count; i++)
		p->order[i] = (uint32_t)i;
	return mia__sort_numbers(&p->a, p->order, p->count, compare_entries, p->entries);
}

/* The one of the highest value. */
static const struct place *
find(const struct places *p, uint32_t box, uint8_t kind, struct mia_text text)
{
	struct place wanted = { box, kind, text, 0 };
	size_t low = 0, high = p->count;

	if (text.len == 0)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_places(&p->entries[p->order[middle]], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == p->count || compare_places(&p->entries[p->order[low]], &wanted) != 0)
		return NULL;
	return &p->entries[p->order[low]];
}

static void
keep_highest(const struct place *found, int64_t *ret)
{
	if (found && found->value > *ret)
		*ret = found->value;
}

bool
mia__places_find_id(const struct places *p, uint32_t box, struct mia_text id, int64_t *ret)
{
	unsigned char key[24];
	int64_t highest = INT64_MIN;

	keep_highest(find(p, box, BY_ID, id), &highest);
	if (mia__ids_folder_bytes(id, key))
		keep_highest(find(p, box, BY_KEY, (struct mia_text){ (const char *)key, sizeof(key) }),
			&highest);
	*ret = highest;
	return highest != INT64_MIN;
}

bool
mia__places_find_logged_id(const struct places *p, uint32_t box, struct mia_text id, int64_t *ret)
{
	const struct place *found = find(p, box, BY_ID, id);

	*ret = found ? found->value : INT64_MIN;
	return found != NULL;
}

static bool
reaches(const struct place *found, int64_t least)
{
	return found && found->value >= least;
}

/* Two ids of one form decide; a path may have been given to another folder
 * since. */
enum place_match
mia__places_match(const struct places *p, uint32_t box, struct mia_text id, struct mia_text path,
	int64_t least)
{
	unsigned char key[24];
	bool has_key = mia__ids_folder_bytes(id, key);

	if (reaches(find(p, box, BY_ID, id), least) ||
		(has_key &&
			reaches(find(p, box, BY_KEY, (struct mia_text){ (const char *)key, sizeof(key) }),
				least)))
		return CERTAIN;
	path = without_root(path);
	if (reaches(find(p, box, has_key ? BY_PATH_IF_KEYLESS : BY_PATH, path), least))
		return CERTAIN;
	if (reaches(find(p, box, has_key ? BY_NAME_IF_KEYLESS : BY_NAME, last_part(path)), least))
		return BY_BARE_NAME;
	return ELSEWHERE;
}

bool
mia__places_match_logged(const struct places *p, uint32_t box, struct mia_text path, int64_t least)
{
	return place_is_path(path) && reaches(find(p, box, BY_LOGGED_PATH, path), least);
}

int64_t
mia__places_highest(const struct places *p, uint32_t box, struct mia_text id, struct mia_texts names,
	int64_t least)
{
	unsigned char key[24];
	bool has_key = mia__ids_folder_bytes(id, key);
	int64_t highest;

	if (!mia__places_find_id(p, box, id, &highest) || highest < least)
		highest = least;
	for (size_t i = 0; i < names.count; i++)
		if (place_is_path(names.ptr[i]))
			keep_highest(find(p, box, has_key ? BY_PATH_IF_KEYLESS : BY_PATH,
					     without_root(names.ptr[i])),
				&highest);
	return highest;
}
