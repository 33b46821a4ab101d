/* Reading a list of what is watched for, and looking it up. */
#include "timeline/watch.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/prefix.h"
#include "base/text.h"

enum kind { KIND_IP, KIND_APP, KIND_AGENT, KIND_SESSION, KIND_COUNT };

static const struct mia_text kinds[KIND_COUNT] = { { "ip", 2 }, { "app", 3 }, { "agent", 5 },
	{ "session", 7 } };

struct entry {
	enum kind kind;
	bool guid; /* value is a GUID, so its case does not matter */
	struct mia_text value, label;
	struct prefix prefix;
};

struct mia_watch {
	struct mia_allocator a;
	struct arena texts;
	struct entry *entries;
	size_t count, cap;
};

/* The text up to the first blank; *rest is what follows, trimmed. */
static struct mia_text
first_word(struct mia_text line, struct mia_text *rest)
{
	size_t len = 0;

	while (len < line.len && line.ptr[len] != ' ' && line.ptr[len] != '\t')
		len++;
	*rest = text_trim((struct mia_text){ line.ptr + len, line.len - len });
	return (struct mia_text){ line.ptr, len };
}

/* Cuts " # label" off. A '#' inside a value is part of it. */
static struct mia_text
cut_label(struct mia_text *value)
{
	for (size_t i = 1; i < value->len; i++) {
		if (value->ptr[i] != '#' || (value->ptr[i - 1] != ' ' && value->ptr[i - 1] != '\t'))
			continue;
		struct mia_text label =
			text_trim((struct mia_text){ value->ptr + i + 1, value->len - i - 1 });
		*value = text_trim((struct mia_text){ value->ptr, i });
		return label;
	}
	return TEXT_ABSENT;
}

/* room: where an id is written anew; e->value may point there. */
static enum mia_status
parse_entry(struct mia_text line, struct entry *e, char room[static 36], struct mia_error *err)
{
	struct mia_text word = first_word(line, &e->value);
	char shown[40];

	while (e->kind < KIND_COUNT && !text_equal_nocase(word, kinds[e->kind]))
		e->kind++;
	if (e->kind == KIND_COUNT) {
		mia__escape_ascii(word, shown, sizeof(shown));
		return mia__fail(err, MIA_ERR_ARGUMENT, "unknown kind %s; known are ip, app, agent, session",
			shown);
	}
	if (e->value.len && *e->value.ptr == '#')
		e->value.len = 0;
	e->label = cut_label(&e->value);
	if (e->value.len == 0)
		return mia__fail(err, MIA_ERR_ARGUMENT, "nothing stands behind %s", kinds[e->kind].ptr);
	if (e->label.len == 0)
		e->label = e->value;
	if (e->kind == KIND_SESSION || e->kind == KIND_APP) {
		e->value = mia__id_plain(e->value, room);
		if (e->value.len == 0)
			return mia__fail(err, MIA_ERR_ARGUMENT, "%s: an id of zeros alone is none",
				kinds[e->kind].ptr);
	}
	e->guid = mia__text_is_guid(e->value);
	return e->kind == KIND_IP ? mia__prefix_parse(e->value, &e->prefix, err) : MIA_OK;
}

static enum mia_status
take_line(struct mia_watch *w, struct mia_text line, struct mia_error *err)
{
	struct entry e = { .kind = KIND_IP };
	char room[36];

	line = text_trim(line);
	if (line.len == 0 || *line.ptr == '#')
		return MIA_OK;
	MIA_TRY(parse_entry(line, &e, room, err));
	e.value = mia__arena_text(&w->texts, e.value);
	e.label = mia__arena_text(&w->texts, e.label);
	if (!e.value.ptr || !e.label.ptr ||
		!mia__grow(&w->a, &w->entries, &w->cap, w->count + 1, sizeof(*w->entries)))
		return mia__fail_memory(err);
	w->entries[w->count++] = e;
	return MIA_OK;
}

static enum mia_status
take_lines(struct mia_watch *w, struct mia_text list, struct mia_error *err)
{
	uint64_t line = 0;

	while (list.len) {
		const char *end = memchr(list.ptr, '\n', list.len);
		size_t len = end ? (size_t)(end - list.ptr) : list.len;
		enum mia_status status = take_line(w, (struct mia_text){ list.ptr, len }, err);

		line++;
		if (status < 0) {
			if (err)
				err->record = line;
			return status;
		}
		len += end != NULL;
		list.ptr += len;
		list.len -= len;
	}
	return MIA_OK;
}

enum mia_status
mia_watch_new(struct mia_watch **ret, const struct mia_allocator *allocator, struct mia_text list,
	struct mia_error *err)
{
	static const struct mia_text bom = { "\xef\xbb\xbf", 3 };
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_watch *w;
	enum mia_status status;

	if (!ret || !list.ptr)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no list");
	w = mia__alloc(&a, 1, sizeof(*w));
	if (!w)
		return mia__fail_memory(err);
	w->a = a;
	mia__arena_init(&w->texts, &a);
	if (text_starts(list, bom))
		list = (struct mia_text){ list.ptr + bom.len, list.len - bom.len };
	status = take_lines(w, list, err);
	if (status < 0) {
		mia_watch_free(w);
		return status;
	}
	*ret = w;
	return MIA_OK;
}

void
mia_watch_free(struct mia_watch *w)
{
	if (!w)
		return;
	struct mia_allocator a = w->a;
	mia__arena_release(&w->texts);
	mia__dealloc(&a, w->entries, w->cap, sizeof(*w->entries));
	mia__dealloc(&a, w, 1, sizeof(*w));
}

static bool
same_id(const struct entry *e, struct mia_text id)
{
	return e->guid ? text_equal_nocase(e->value, id) : text_equal(e->value, id);
}

static bool
lists_id(const struct entry *e, struct mia_text ids)
{
	struct mia_text id;

	while (text_word(&ids, &id))
		if (same_id(e, id))
			return true;
	return false;
}

static bool
fits(const struct entry *e, const struct watched *what)
{
	switch (e->kind) {
	case KIND_IP:
		return what->address.family && prefix_holds(&e->prefix, &what->address);
	case KIND_APP:
		return same_id(e, what->app_id) || lists_id(e, what->other_app_ids);
	case KIND_AGENT:
		return mia__text_find_nocase(what->client_info, e->value) >= 0 ||
			mia__text_find_nocase(what->actor_info, e->value) >= 0;
	case KIND_SESSION:
		return same_id(e, what->session_id);
	case KIND_COUNT:
		break;
	}
	return false;
}

bool
mia__watch_find(const struct mia_watch *watch, const struct watched *what, const struct mia_allocator *a,
	struct mia_text **labels, size_t *count, size_t *cap)
{
	size_t start = *count;

	for (size_t i = 0; i < watch->count; i++) {
		const struct entry *e = &watch->entries[i];
		size_t at = start;

		if (!fits(e, what))
			continue;
		while (at < *count && text_compare((*labels)[at], e->label) < 0)
			at++;
		if (at < *count && text_equal((*labels)[at], e->label))
			continue;
		if (!mia__grow(a, labels, cap, *count + 1, sizeof(**labels)))
			return false;
		memmove(*labels + at + 1, *labels + at, (*count - at) * sizeof(**labels));
		(*labels)[at] = e->label;
		++*count;
	}
	return true;
}
