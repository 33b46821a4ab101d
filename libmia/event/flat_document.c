/* The documents that flattened values came from, put together again as JSON. */
#include "base/buf.h"
#include "base/sort.h"
#include "base/text.h"
#include "event/flat.h"

/* ---- several values in a cell ---- */

/* Places for items that lie in one of several folders, which is not told. */
enum { NO_PLACE = 9999999 };
/* Columns of one list are sought among so many before: the header is hostile too. */
enum { NEIGHBOURS = 64 };

struct leaves {
	struct arena *arena;
	struct flat_leaf *list;
	size_t count, cap;
	bool uneven, failed;
};

static void
add_leaf(struct leaves *to, const struct flat_leaf *leaf)
{
	if (to->count < to->cap)
		to->list[to->count++] = *leaf;
	else
		to->failed = true;
}

/* Commas may be part of a message id and of a path, unless all that they part
 * begin alike. */
static bool
begin_alike(struct mia_text value)
{
	for (size_t i = 0; i < value.len && (*value.ptr == '<' || *value.ptr == '\\'); i++) {
		if (value.ptr[i] != ',')
			continue;
		while (i + 1 < value.len && value.ptr[i + 1] == ' ')
			i++;
		if (i + 1 == value.len || value.ptr[i + 1] != *value.ptr)
			return false;
	}
	return true;
}

/* What parts the values of a cell: line feeds, or commas where the values have none. */
static char
separator(const struct flat_leaf *leaf)
{
	static const char *const plain[] = { "Id", "InternetMessageId", "ImmutableId", "SizeInBytes", "Name",
		"Value", "Path" };
	const struct flat_path *path = &leaf->path;

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain) && path->count; i++)
		if (text_equal_nocase(path->steps[path->count - 1].key, text_of(plain[i])))
			return memchr(leaf->value.ptr, '\n', leaf->value.len) || !begin_alike(leaf->value)
				? '\n'
				: ',';
	return '\n';
}

static size_t
count_values(const struct flat_leaf *leaf)
{
	struct mia_text value = leaf->value;
	char parts = separator(leaf);
	size_t count = 1;

	for (size_t i = 0; i < value.len; i++)
		count += value.ptr[i] == parts;
	return value.len ? count : 0;
}

static struct mia_text
next_value(struct mia_text *rest, char parts)
{
	const char *end = memchr(rest->ptr, parts, rest->len);
	size_t n = end ? (size_t)(end - rest->ptr) : rest->len;
	struct mia_text value = text_trim((struct mia_text){ rest->ptr, n });

	*rest = (struct mia_text){ rest->ptr + n + (end != NULL), rest->len - n - (end != NULL) };
	return value;
}

static int
last_any(const struct flat_path *path)
{
	for (int i = path->count - 1; i >= 0; i--)
		if (path->steps[i].any)
			return i;
	return -1;
}

/* A leaf of several values is as many leaves; `first`: where their places begin. */
static void
spread(struct leaves *to, const struct flat_leaf *leaf, bool many_folders, uint32_t first)
{
	struct flat_leaf one = *leaf;
	struct mia_text rest = leaf->value;
	int at = last_any(&leaf->path);

	for (int i = 0; i < one.path.count; i++) {
		one.path.steps[i].any = false;
		if (i < at && leaf->path.steps[i].any)
			one.path.steps[i].place = many_folders ? NO_PLACE : 0;
	}
	if (at < 0) {
		add_leaf(to, &one);
		return;
	}
	for (uint32_t i = 0; rest.len; i++) {
		one.value = next_value(&rest, separator(leaf));
		one.path.steps[at].place = first + i;
		add_leaf(to, &one);
	}
}

static bool
same_parent(const struct flat_path *x, const struct flat_path *y)
{
	if (x->count != y->count)
		return false;
	for (int i = 0; i + 1 < x->count; i++)
		if (x->steps[i].any != y->steps[i].any || x->steps[i].place != y->steps[i].place ||
			!text_equal_nocase(x->steps[i].key, y->steps[i].key))
			return false;
	return true;
}

/* Names and values that do not pair up: what kind of access it was is the one
 * thing that their words tell by themselves. */
static void
spread_properties(struct leaves *to, const struct flat_leaf *leaves, size_t count)
{
	static const struct mia_text kinds[] = { { "Bind", 4 }, { "Sync", 4 } };
	struct flat_leaf one = { .path = { .doc = SLOT_PROPERTIES, .count = 2 } };

	for (size_t i = 0; i < count; i++)
		for (struct mia_text rest = leaves[i].value; rest.len;) {
			struct mia_text value = next_value(&rest, separator(&leaves[i]));
			for (size_t k = 0; k < 2; k++)
				if (text_equal_nocase(value, kinds[k])) {
					one.path.steps[0].place = 0;
					one.path.steps[1].key = TEXT("Name");
					one.value = TEXT("MailAccessType");
					add_leaf(to, &one);
					one.path.steps[1].key = TEXT("Value");
					one.value = kinds[k];
					add_leaf(to, &one);
					return;
				}
		}
}

/* Columns that stand beside each other hold as many values, or lost some: then
 * nothing tells which belong together, and each value is an entry of its own. */
static void
spread_all(struct leaves *to, const struct flat_leaf *leaves, size_t count)
{
	bool many_folders = false;
	uint32_t first = 0;

	for (size_t i = 0; i < count; i++) {
		const struct flat_path *path = &leaves[i].path;
		many_folders |= last_any(path) == 0 && path->count == 2 && count_values(&leaves[i]) > 1;
		for (size_t k = i > NEIGHBOURS ? i - NEIGHBOURS : 0; k < i && last_any(path) >= 0; k++)
			to->uneven |= same_parent(path, &leaves[k].path) &&
				count_values(&leaves[i]) != count_values(&leaves[k]);
	}
	if (to->uneven && leaves[0].path.doc == SLOT_PROPERTIES) {
		spread_properties(to, leaves, count);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		spread(to, &leaves[i], many_folders, to->uneven ? first : 0);
		first += (uint32_t)count_values(&leaves[i]);
	}
}

/* ---- JSON ---- */

static int
compare_leaves(const void *ctx, uint32_t x, uint32_t y)
{
	const struct flat_leaf *list = ctx;
	const struct flat_path *a = &list[x].path, *b = &list[y].path;

	for (int i = 0; i < a->count && i < b->count; i++) {
		const struct flat_step *s = &a->steps[i], *t = &b->steps[i];
		int c = (s->key.ptr != NULL) - (t->key.ptr != NULL);
		if (c == 0)
			c = s->key.ptr ? text_compare_nocase(s->key, t->key)
				       : (s->place > t->place) - (s->place < t->place);
		if (c)
			return c;
	}
	return (a->count > b->count) - (a->count < b->count);
}

static void
put_string(struct buf *out, struct mia_text text)
{
	static const char digits[] = "0123456789abcdef";

	mia__buf_byte(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c == '"' || c == '\\')
			mia__buf_byte(out, '\\');
		if (c >= 0x20) {
			mia__buf_byte(out, (char)c);
			continue;
		}
		mia__buf_str(out, "\\u00");
		mia__buf_byte(out, digits[c >> 4]);
		mia__buf_byte(out, digits[c & 15]);
	}
	mia__buf_byte(out, '"');
}

struct writing {
	struct buf out;
	const struct flat_leaf *list;
	const uint32_t *order;
};

static bool
same_step(const struct writing *w, size_t x, size_t y, int depth)
{
	const struct flat_step *s = &w->list[w->order[x]].path.steps[depth],
			       *t = &w->list[w->order[y]].path.steps[depth];

	return (s->key.ptr != NULL) == (t->key.ptr != NULL) && text_equal_nocase(s->key, t->key) &&
		s->place == t->place;
}

/* The leaves [low, high) share their first `depth` steps. Recursion ends with
 * FLAT_STEPS. */
static void
put_value(struct writing *w, size_t low, size_t high, int depth)
{
	const struct flat_leaf *leaf = &w->list[w->order[low]];

	/* A name that is given twice, or that has both a value and members: the
	 * first, as for columns. */
	while (low + 1 < high && leaf->path.count == depth && w->list[w->order[low + 1]].path.count > depth)
		leaf = &w->list[w->order[++low]];
	if (leaf->path.count == depth) {
		put_string(&w->out, leaf->value);
		return;
	}
	bool members = leaf->path.steps[depth].key.ptr != NULL;
	mia__buf_str(&w->out, members ? "{" : "[");
	for (size_t i = low, next; i < high; i = next) {
		const struct flat_step *step = &w->list[w->order[i]].path.steps[depth];
		for (next = i + 1; next < high && same_step(w, i, next, depth);)
			next++;
		if ((step->key.ptr != NULL) != members)
			continue;
		if (i != low)
			mia__buf_byte(&w->out, ',');
		if (members) {
			put_string(&w->out, step->key);
			mia__buf_byte(&w->out, ':');
		}
		put_value(w, i, next, depth + 1);
	}
	mia__buf_str(&w->out, members ? "}" : "]");
}

static size_t
count_leaves(const struct flat_leaf *leaves, size_t count)
{
	size_t total = 2;

	for (size_t i = 0; i < count; i++)
		total += last_any(&leaves[i].path) < 0 ? 1 : count_values(&leaves[i]);
	return total;
}

struct mia_text
mia__flat_document(struct arena *arena, const struct mia_allocator *a, struct flat_leaf *leaves, size_t count,
	bool *uneven)
{
	struct leaves all = { .arena = arena, .cap = count_leaves(leaves, count) };
	struct writing w;
	struct mia_text ret = TEXT_ABSENT;

	all.list = mia__arena_take(arena, all.cap * sizeof(*all.list));
	uint32_t *order = mia__arena_take(arena, all.cap * sizeof(*order));
	if (!all.list || !order)
		return TEXT_ABSENT;
	spread_all(&all, leaves, count);
	*uneven = all.uneven;
	for (uint32_t i = 0; i < all.count; i++)
		order[i] = i;
	if (all.failed || !mia__sort_numbers(a, order, all.count, compare_leaves, all.list))
		return TEXT_ABSENT;
	mia__buf_init(&w.out, a);
	w.list = all.list;
	w.order = order;
	if (all.count)
		put_value(&w, 0, all.count, 0);
	else
		mia__buf_str(&w.out, "[]");
	if (!w.out.failed)
		ret = mia__arena_text(arena, buf_view(&w.out));
	mia__buf_release(&w.out);
	return ret;
}
