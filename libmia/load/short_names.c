/* Names of sources without the directories that all of them share. */
#include <string.h>

#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "load/source.h"
#include "system/path.h"

/* No system knows a longer path to where a program works. */
enum { HERE_MOST = 4096 };

struct naming {
	struct mia_evidence *evidence;
	size_t count;
	char **paths;     /* normal ones, by source; NULL: it keeps its name */
	size_t shared[2]; /* how much of the paths of others, and of files, is shared */
	uint32_t *order;  /* of the sources by their new names */
	char **names;     /* the new ones; NULL: it keeps its own, or is a repeat */
	struct buf path;
	char from[HERE_MOST]; /* the working directory, or "" */
};

static bool
is_file(const struct source *s)
{
	return s->origin.kind == ORIGIN_FILE;
}

static const char *
path_of(const struct source *s)
{
	return is_file(s) ? s->origin.path : s->name;
}

static char *
copy_text(const struct mia_allocator *a, struct mia_text text)
{
	char *copy = mia__alloc(a, text.len + 1, 1);

	if (copy && text.len)
		memcpy(copy, text.ptr, text.len);
	return copy;
}

static void
free_text(const struct mia_allocator *a, char *text)
{
	if (text)
		mia__dealloc(a, text, strlen(text) + 1, 1);
}

/* The length of path without its last component. */
static size_t
parent(struct mia_text path)
{
	while (path.len && path.ptr[path.len - 1] != '/')
		path.len--;
	return path.len;
}

/* ".." goes back, but for a ".." in front of it or where nothing is left. */
static void
go_up(struct buf *path)
{
	struct mia_text known = buf_view(path);
	size_t last = parent(known);

	if (known.len == last && known.len)
		return; /* at the root */
	if (known.len == 0 ||
		text_equal((struct mia_text){ known.ptr + last, known.len - last }, TEXT(".."))) {
		if (known.len)
			mia__buf_byte(path, '/');
		mia__buf_str(path, "..");
		return;
	}
	path->len = last > 1 ? last - 1 : last;
}

/* Adds the components of more. */
static void
go_down(struct buf *path, const char *more)
{
	if (*more == '/' && path->len == 0)
		mia__buf_byte(path, '/');
	while (*more) {
		size_t len = strcspn(more, "/");
		struct mia_text part = { more, len };
		if (text_equal(part, TEXT(".."))) {
			go_up(path);
		} else if (len && !text_equal(part, TEXT("."))) {
			if (path->len && path->ptr[path->len - 1] != '/')
				mia__buf_byte(path, '/');
			mia__buf_add(path, more, len);
		}
		more += len + (more[len] == '/');
	}
}

static bool
normalize(struct naming *n)
{
	for (size_t i = 0; i < n->count; i++) {
		const struct source *s = n->evidence->sources[i];
		const char *path = path_of(s);
		if (s->origin.kind == ORIGIN_STREAM)
			continue;
		buf_clear(&n->path);
		size_t lead = is_file(s) ? mia__path_lead(path, n->from) : 0;
		if (lead && !n->from[lead])
			go_down(&n->path, n->from);
		else
			mia__buf_add(&n->path, n->from, lead);
		go_down(&n->path, path);
		n->paths[i] = n->path.failed ? NULL : copy_text(&n->evidence->a, buf_view(&n->path));
		if (!n->paths[i])
			return false;
	}
	return true;
}

static void
find_shared(struct naming *n, bool files)
{
	struct mia_text shared = TEXT_ABSENT;

	for (size_t i = 0; i < n->count; i++) {
		if (!n->paths[i] || is_file(n->evidence->sources[i]) != files)
			continue;
		struct mia_text directory = { n->paths[i], parent(text_of(n->paths[i])) };
		if (!shared.ptr)
			shared = directory;
		while (!text_starts(directory, shared)) {
			shared.len--;
			shared.len = parent(shared);
		}
	}
	n->shared[files] = shared.len;
}

static const char *
new_name(const struct naming *n, size_t i)
{
	const struct source *s = n->evidence->sources[i];

	return n->paths[i] ? n->paths[i] + n->shared[is_file(s)] : s->name;
}

static int
compare_names(const void *ctx, uint32_t x, uint32_t y)
{
	const struct naming *n = ctx;

	return strcmp(new_name(n, x), new_name(n, y));
}

static bool
same_file(const struct source *x, const struct source *y)
{
	return is_file(x) && is_file(y) && x->is_file && y->is_file && x->device == y->device &&
		x->number == y->number;
}

static bool
is_repeat(const struct naming *n, size_t at)
{
	return at > 0 && compare_names(n, n->order[at - 1], n->order[at]) == 0;
}

/* Whether each source would have a name of its own. Two spellings of one path
 * are no two sources. */
static bool
are_names(const struct naming *n)
{
	for (size_t at = 0; at < n->count; at++) {
		if (*new_name(n, n->order[at]) == 0)
			return false;
		if (is_repeat(n, at) &&
			!same_file(n->evidence->sources[n->order[at - 1]],
				n->evidence->sources[n->order[at]]))
			return false;
	}
	return true;
}

static bool
allocate(struct naming *n)
{
	const struct mia_allocator *a = &n->evidence->a;

	n->paths = mia__alloc(a, n->count, sizeof(*n->paths));
	n->names = mia__alloc(a, n->count, sizeof(*n->names));
	n->order = mia__alloc(a, n->count, sizeof(*n->order));
	return n->paths && n->names && n->order;
}

static void
release(struct naming *n)
{
	const struct mia_allocator *a = &n->evidence->a;

	for (size_t i = 0; i < n->count; i++) {
		if (n->paths)
			free_text(a, n->paths[i]);
		if (n->names)
			free_text(a, n->names[i]);
	}
	mia__dealloc(a, n->paths, n->count, sizeof(*n->paths));
	mia__dealloc(a, n->names, n->count, sizeof(*n->names));
	mia__dealloc(a, n->order, n->count, sizeof(*n->order));
	mia__buf_release(&n->path);
}

static bool
make_names(struct naming *n)
{
	for (size_t at = 0; at < n->count; at++) {
		uint32_t i = n->order[at];
		if (!n->paths[i] || is_repeat(n, at))
			continue;
		n->names[i] = copy_text(&n->evidence->a, text_of(new_name(n, i)));
		if (!n->names[i])
			return false;
	}
	return true;
}

/* From here on nothing can fail. */
static void
take_names(struct naming *n)
{
	struct mia_evidence *e = n->evidence;
	size_t kept = 0;

	for (size_t i = 0; i < n->count; i++) {
		struct source *s = e->sources[i];
		if (n->paths[i] && !n->names[i]) {
			mia__evidence_free_source(e, s);
			continue;
		}
		e->sources[kept++] = s;
		if (!n->names[i])
			continue;
		if (is_file(s) && !s->path)
			s->path = s->name; /* which origin.path is */
		else
			free_text(&e->a, s->name);
		s->name = n->names[i];
		s->pub.name = s->name;
		n->names[i] = NULL;
	}
	e->count = kept;
}

static enum mia_status
rename_sources(struct naming *n, struct mia_error *err)
{
	if (!allocate(n) || !normalize(n))
		return mia__fail_memory(err);
	find_shared(n, true);
	find_shared(n, false);
	for (size_t i = 0; i < n->count; i++)
		n->order[i] = (uint32_t)i;
	if (!mia__sort_numbers(&n->evidence->a, n->order, n->count, compare_names, n))
		return mia__fail_memory(err);
	if (!are_names(n))
		return MIA_OK;
	if (!make_names(n))
		return mia__fail_memory(err);
	take_names(n);
	return MIA_OK;
}

enum mia_status
mia_evidence_name_relative(struct mia_evidence *evidence, struct mia_error *err)
{
	struct naming n = { .evidence = evidence };

	if (!evidence)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence");
	if (evidence->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	n.count = mia_evidence_count(evidence);
	if (n.count == 0)
		return MIA_OK;
	if (n.count > UINT32_MAX)
		return mia__fail(err, MIA_ERR_LIMIT, "too many sources");
	mia__buf_init(&n.path, &evidence->a);
	/* Where it cannot be known, ".." is kept in the names. */
	if (!mia__path_here(n.from, sizeof(n.from)))
		n.from[0] = 0;
	enum mia_status status = rename_sources(&n, err);
	release(&n);
	return status;
}
