/* Names of flattened values, and the documents that they came from, as JSON. */
#include "event/flat.h"

#include "base/buf.h"
#include "base/sort.h"
#include "base/text.h"

/* ---- names ---- */

static bool
parts_names(char c)
{
	return c == '.' || c == '/' || c == '_' || c == '[' || c == ']' || c == '{' || c == '}' || c == ':' ||
		c == '|';
}

static bool
is_wrapper(struct mia_text word)
{
	static const char *const words[] = { "AuditData", "RawEventData", "rawData", "rawDataJson", "data",
		"office365", "o365", "audit", "source", "result", "raw", "event", "original", "message",
		"properties", "dynamicProperties", "AdditionalProperties", "record", "fields", "json", "log",
		"full", "client", "user" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_equal_nocase(word, text_of(words[i])))
			return true;
	return word.len == 0;
}

static bool
read_place(struct mia_text word, uint32_t *ret)
{
	uint32_t place = 0;

	for (size_t i = 0; i < word.len; i++) {
		if (word.ptr[i] < '0' || word.ptr[i] > '9' || i > 6)
			return false;
		place = place * 10 + (uint32_t)(word.ptr[i] - '0');
	}
	*ret = place;
	return word.len > 0;
}

/* The next word of the name; *any: "{}" or "[]" stands in its place. */
static bool
next_word(struct mia_text *rest, struct mia_text *word, bool *any)
{
	size_t n = 0;

	*any = rest->len >= 2 && (text_starts(*rest, TEXT("{}")) || text_starts(*rest, TEXT("[]")));
	if (*any) {
		*rest = (struct mia_text){ rest->ptr + 2, rest->len - 2 };
		*word = TEXT_ABSENT;
		return true;
	}
	if (rest->len == 0)
		return false;
	while (n < rest->len && !parts_names(rest->ptr[n]))
		n++;
	*word = (struct mia_text){ rest->ptr, n };
	n += n < rest->len && rest->ptr[n] != '{' && rest->ptr[n] != '[';
	/* The dot behind a bracket parts nothing any more. */
	*rest = (struct mia_text){ rest->ptr + n, rest->len - n };
	if (word->len == 0 && rest->len && (*rest->ptr == '[' || *rest->ptr == '{') &&
		!text_starts(*rest, TEXT("{}")) && !text_starts(*rest, TEXT("[]")))
		*rest = (struct mia_text){ rest->ptr + 1, rest->len - 1 };
	return true;
}

static bool
is_document(enum slot slot)
{
	return slot >= SLOT_SCALARS && slot < SLOT_ENVELOPE;
}

/* What Elastic's schema has beside the record (o365 integration [FIELD]). */
static enum slot
beside(struct mia_text outer, struct mia_text word)
{
	static const struct {
		const char *outer, *word;
		enum slot slot;
	} names[] = {
		{ "client", "address", SLOT_IP_ADDRESS },
		{ "client", "ip", SLOT_IP_ADDRESS },
		{ "source", "ip", SLOT_IP_ACTOR },
		{ "user", "email", SLOT_USER_ALT },
		{ "user", "id", SLOT_USER_ALT },
		{ "event", "action", SLOT_OPERATION_ALT },
		{ "event", "id", SLOT_ID },
		{ "event", "provider", SLOT_WORKLOAD },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text_equal_nocase(outer, text_of(names[i].outer)) &&
			text_equal_nocase(word, text_of(names[i].word)))
			return names[i].slot;
	return SLOT_NONE;
}

/* Elastic's "client" and "user" hold nothing of the record. */
static bool
is_beside(struct mia_text outer)
{
	return text_equal_nocase(outer, TEXT("client")) || text_equal_nocase(outer, TEXT("user"));
}

/* Tables of Log Analytics put the type behind the name: Folders_s, SessionId_g. */
static struct mia_text
without_type(struct mia_text name)
{
	if (name.len > 6 && text_equal(TEXT(" [UTC]"), (struct mia_text){ name.ptr + name.len - 6, 6 }))
		name.len -= 6;
	if (name.len > 2 && name.ptr[name.len - 2] == '_' && strchr("sgdbt", name.ptr[name.len - 1]))
		name.len -= 2;
	return name;
}

/* The field that the first words name, behind the names of wrappers. */
static enum slot
find_field(struct mia_text *rest, struct flat_path *ret)
{
	struct mia_text word, outer = TEXT_ABSENT;
	bool any;

	while (next_word(rest, &word, &any)) {
		enum slot slot;
		if (any)
			continue;
		slot = beside(outer, word);
		ret->beside = slot != SLOT_NONE;
		if (slot == SLOT_NONE && !is_beside(outer))
			slot = mia__field_of_column(word);
		if (slot != SLOT_NONE)
			return slot;
		if (!is_wrapper(word))
			return SLOT_NONE;
		ret->wrapped |= word.len > 0;
		outer = word;
	}
	return SLOT_NONE;
}

/* Whether what follows this step, or the name of the document, is a list. */
static bool
is_list(const struct flat_path *path)
{
	const struct flat_step *last = &path->steps[path->count - 1];

	if (path->count == 0)
		return path->doc == SLOT_FOLDERS || path->doc == SLOT_AFFECTED ||
			path->doc == SLOT_PROPERTIES || path->doc == SLOT_PARAMETERS ||
			path->doc == SLOT_MODIFIED || path->doc == SLOT_MESSAGES;
	return text_equal_nocase(last->key, TEXT("FolderItems")) ||
		text_equal_nocase(last->key, TEXT("MessageItems"));
}

static bool
add_step(struct flat_path *path, struct flat_step step)
{
	if (path->count == FLAT_STEPS)
		return false;
	path->steps[path->count++] = step;
	return true;
}

bool
mia__flat_list(const struct flat_path *path)
{
	return path->doc >= SLOT_SCALARS &&
		(path->count == 0 || !path->steps[path->count - 1].key.ptr || is_list(path));
}

bool
mia__flat_name(struct mia_text name, struct flat_path *ret)
{
	struct mia_text rest = without_type(name), word;
	enum slot slot;
	bool any;

	*ret = (struct flat_path){ .wrapped = rest.len != name.len };
	slot = find_field(&rest, ret);
	if (slot == SLOT_NONE || slot >= SLOT_ENVELOPE)
		return false;
	ret->doc = slot;
	if (!is_document(slot))
		return rest.len == 0 && (ret->wrapped || ret->beside);
	while (next_word(&rest, &word, &any)) {
		struct flat_step step = { .key = word, .any = any };
		if (!any && word.len == 0)
			continue;
		if (any || read_place(word, &step.place))
			step.key = TEXT_ABSENT;
		/* Many leave the places away: Folders.FolderItems.Id. */
		if (step.key.ptr && is_list(ret) && !add_step(ret, (struct flat_step){ .any = true }))
			return false;
		if (!add_step(ret, step))
			return false;
	}
	return ret->count > 0 || ret->wrapped;
}

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
