/* The sources of an evidence: added, put into the order of their names, read once. */
#include "load/source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "system/path.h"

enum { DIRECTORY_DEPTH = 64 };

static const struct mia_limits default_limits = { .size = sizeof(default_limits) };

#undef mia_limits_init
void
mia_limits_init(struct mia_limits *limits, size_t size)
{
	mia__options_init(limits, size, &default_limits, sizeof(default_limits));
}

enum mia_status
mia_evidence_new(struct mia_evidence **ret, const struct mia_allocator *allocator,
	const struct mia_limits *limits, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_evidence *e;

	struct mia_limits own = default_limits;
	if (!ret)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the evidence");
	MIA_TRY(mia__options_take(&own, sizeof(own), limits, "mia_limits", err));
	if (own.depth > 64)
		return mia__fail(err, MIA_ERR_ARGUMENT, "depth %u is above 64", own.depth);
	e = mia__alloc(&a, 1, sizeof(*e));
	if (!e)
		return mia__fail_memory(err);
	e->a = a;
	e->limits = own;
	e->sum_key = mia__hash_random_key();
	if (!e->limits.record_bytes)
		e->limits.record_bytes = (size_t)16 << 20;
	if (!e->limits.ratio)
		e->limits.ratio = 200;
	/* Beside what decoding looks up, the cache of a core holds it until it is decoded. */
	if (!e->limits.block_bytes)
		e->limits.block_bytes = (size_t)256 << 10;
	if (e->limits.block_bytes < 8)
		e->limits.block_bytes = 8;
	*ret = e;
	return MIA_OK;
}

void
mia__evidence_free_source(struct mia_evidence *e, struct source *s)
{
	if (s->bytes_open)
		mia__bytes_close(&s->bytes);
	mia__framer_release(&s->framer);
	mia__source_release_turns(s);
	if (s->path)
		mia__dealloc(&e->a, s->path, strlen(s->path) + 1, 1);
	mia__dealloc(&e->a, s->name, strlen(s->name) + 1, 1);
	mia__dealloc(&e->a, s, 1, sizeof(*s));
}

static char *
copy_string(const struct mia_allocator *a, const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = mia__alloc(a, size, 1);

	return copy ? memcpy(copy, text, size) : NULL;
}

void
mia__evidence_clear(struct mia_evidence *evidence)
{
	while (evidence->count > 0)
		mia__evidence_free_source(evidence, evidence->sources[--evidence->count]);
}

void
mia_evidence_free(struct mia_evidence *evidence)
{
	struct mia_allocator a;

	if (!evidence)
		return;
	a = evidence->a;
	mia__evidence_clear(evidence);
	/* What was added last may need what was there before. */
	while (evidence->kept_count > 0) {
		struct kept *kept = &evidence->kept[--evidence->kept_count];
		kept->release(kept->ctx);
	}
	if (evidence->kept)
		mia__dealloc(&a, evidence->kept, evidence->kept_cap, sizeof(*evidence->kept));
	if (evidence->sources)
		mia__dealloc(&a, evidence->sources, evidence->cap, sizeof(struct source *));
	mia__dealloc(&a, evidence, 1, sizeof(*evidence));
}

enum mia_status
mia_evidence_keep(struct mia_evidence *evidence, void (*release)(void *ctx), void *ctx, struct mia_error *err)
{
	struct mia_evidence *e = evidence;

	if (!e || !release)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence or nothing to release");
	if (e->kept_count == e->kept_cap &&
		!mia__grow(&e->a, &e->kept, &e->kept_cap, e->kept_count + 1, sizeof(*e->kept)))
		return mia__fail_memory(err);
	e->kept[e->kept_count++] = (struct kept){ release, ctx };
	return MIA_OK;
}

static enum mia_status
add(struct mia_evidence *e, const char *name, const struct origin *origin, const struct file_facts *facts,
	struct mia_error *err)
{
	const char *path = origin->kind == ORIGIN_FILE ? origin->path : NULL;
	struct source *s;

	if (e->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	if (e->count == e->cap && !mia__grow(&e->a, &e->sources, &e->cap, e->count + 1, sizeof(*e->sources)))
		return mia__fail_memory(err);
	s = mia__alloc(&e->a, 1, sizeof(*s));
	if (!s)
		return mia__fail_memory(err);
	s->name = copy_string(&e->a, name);
	if (path && strcmp(path, name) == 0)
		path = NULL;
	s->path = path ? copy_string(&e->a, path) : NULL;
	if (!s->name || (path && !s->path)) {
		mia__dealloc(&e->a, s->name, strlen(name) + 1, 1);
		if (s->path)
			mia__dealloc(&e->a, s->path, strlen(s->path) + 1, 1);
		mia__dealloc(&e->a, s, 1, sizeof(*s));
		return mia__fail_memory(err);
	}
	s->pub.name = s->name;
	s->origin = *origin;
	if (origin->kind == ORIGIN_FILE)
		s->origin.path = s->path ? s->path : s->name;
	/* A path that somebody gave: results have the same names on every system. */
	if (origin->kind == ORIGIN_FILE && !origin->path)
		mia__path_to_slashes(s->name);
	if (facts) {
		s->is_file = true;
		s->is_regular = facts->kind == FILE_REGULAR;
		s->device = facts->device;
		s->number = facts->number;
		s->size = facts->size;
	} else {
		s->size = origin->memory_size;
	}
	if (origin->kind == ORIGIN_SOURCE)
		s->size = origin->stored_bytes;
	mia__source_init_turns(s, &e->a);
	s->added = e->count;
	e->sources[e->count++] = s;
	e->replay.ctx = NULL;
	return MIA_OK;
}

static enum mia_status add_directory(struct mia_evidence *e, const char *path, int depth,
	struct mia_error *err);

/* Links to files are followed, links to directories are not (they may lead
 * round in circles); what is no file is told and not passed over. */
static enum mia_status
add_entry(struct mia_evidence *e, const char *path, int depth, struct mia_error *err)
{
	struct file_facts facts, link;

	if (mia__file_facts_of(SYSTEM_HERE, path, false, &link) && link.kind == FILE_DIRECTORY &&
		depth < DIRECTORY_DEPTH)
		return add_directory(e, path, depth + 1, err);
	if (!mia__file_facts_of(SYSTEM_HERE, path, true, &facts))
		return add(e, path, &(struct origin){ .kind = ORIGIN_FILE }, NULL, err);
	return add(e, path, &(struct origin){ .kind = ORIGIN_FILE, .only_regular = true }, &facts, err);
}

static enum mia_status
add_directory(struct mia_evidence *e, const char *path, int depth, struct mia_error *err)
{
	const char *parting = *mia__path_base(path) ? "/" : "", *name;
	enum mia_status status = MIA_OK;
	struct listing listing;
	enum file_kind kind;

	/* What cannot be listed is told like a file that cannot be read. */
	if (!mia__listing_begin(&listing, mia__directory_open(SYSTEM_HERE, path, true)))
		return add(e, path, &(struct origin){ .kind = ORIGIN_FILE }, NULL, err);
	while (status == MIA_OK && (name = mia__listing_next(&listing, &kind)) != NULL) {
		size_t size = strlen(path) + strlen(name) + 2;
		char *child = mia__alloc(&e->a, size, 1);
		if (!child) {
			status = mia__fail_memory(err);
			break;
		}
		snprintf(child, size, "%s%s%s", path, parting, name);
		status = add_entry(e, child, depth, err);
		mia__dealloc(&e->a, child, size, 1);
	}
	/* What else lies there is not known: a source stands for it. */
	if (status == MIA_OK && errno)
		status =
			add(e, path, &(struct origin){ .kind = ORIGIN_FILE, .list_error = errno }, NULL, err);
	mia__listing_end(&listing);
	return status;
}

enum mia_status
mia_evidence_add_path(struct mia_evidence *evidence, const char *path, struct mia_error *err)
{
	struct file_facts facts;

	if (!evidence || !path)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no path");
	if (!mia__file_facts_of(SYSTEM_HERE, path, true, &facts))
		return mia__fail_errno(err, MIA_ERR_IO, errno, "cannot find '%s'", path);
	if (facts.kind == FILE_DIRECTORY)
		return add_directory(evidence, path, 0, err);
	return add(evidence, path, &(struct origin){ .kind = ORIGIN_FILE }, &facts, err);
}

enum mia_status
mia_evidence_ignore(struct mia_evidence *evidence, const char *name, struct mia_error *err)
{
	struct file_facts facts;
	bool is_file, found = false;

	if (!evidence || !name)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence or no name");
	if (evidence->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	is_file = mia__file_facts_of(SYSTEM_HERE, name, true, &facts);
	for (size_t i = 0; i < evidence->count; i++) {
		struct source *s = evidence->sources[i];
		if (strcmp(s->name, name) == 0 || (is_file && source_is_file(s, &facts)))
			s->ignored = found = true;
	}
	evidence->replay.ctx = NULL;
	return found ? MIA_OK : mia__fail(err, MIA_ERR_ARGUMENT, "no source is named '%s'", name);
}

enum mia_status
mia_evidence_add_memory(struct mia_evidence *evidence, const char *name, const void *bytes, size_t size,
	struct mia_error *err)
{
	if (!evidence || !name || (!bytes && size))
		return mia__fail(err, MIA_ERR_ARGUMENT, "no name or no bytes");
	return add(evidence, name,
		&(struct origin){ .kind = ORIGIN_MEMORY, .memory = bytes, .memory_size = size }, NULL, err);
}

enum mia_status
mia_evidence_add_stream(struct mia_evidence *evidence, const char *name, mia_read_fn *read_fn, void *ctx,
	struct mia_error *err)
{
	if (!evidence || !name || !read_fn)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no name or no function");
	return add(evidence, name,
		&(struct origin){ .kind = ORIGIN_STREAM, .read = read_fn, .read_ctx = ctx }, NULL, err);
}

enum mia_status
mia_evidence_add_source(struct mia_evidence *evidence, const char *name, const struct mia_source_ops *ops,
	uint64_t size, struct mia_error *err)
{
	struct origin origin = { .kind = ORIGIN_SOURCE,
		.stored_bytes = size,
		.stored_bytes_known = size != 0 };

	if (!evidence || !name || !ops || !ops->open || !ops->read || !ops->close)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no name or no functions");
	origin.ops = *ops;
	return add(evidence, name, &origin, NULL, err);
}

enum mia_status
mia__evidence_add_origin(struct mia_evidence *evidence, const char *name, const struct origin *origin,
	const struct file_facts *facts, struct mia_error *err)
{
	return add(evidence, name, origin, facts, err);
}

/* Once more, as a source of another evidence. */
static enum mia_status
add_again(struct mia_evidence *e, const struct source *s, struct mia_error *err)
{
	MIA_TRY(add(e, s->name, &s->origin, NULL, err));
	struct source *again = e->sources[e->count - 1];
	again->is_file = s->is_file;
	again->is_regular = s->is_regular;
	again->device = s->device;
	again->number = s->number;
	again->size = s->size;
	again->ignored = s->ignored;
	return MIA_OK;
}

enum mia_status
mia_evidence_add_from(struct mia_evidence *evidence, const struct mia_evidence *from, size_t i,
	struct mia_error *err)
{
	if (!evidence || i >= mia_evidence_count(from))
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence, or no such source");
	if (from->sources[i]->origin.kind == ORIGIN_STREAM)
		return mia__fail(err, MIA_ERR_STATE, "a stream can be read only once");
	return add_again(evidence, from->sources[i], err);
}

bool
mia__evidence_is_rereadable(const struct mia_evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++) {
		enum origin_kind kind = evidence->sources[i]->origin.kind;
		if (kind == ORIGIN_STREAM || (kind == ORIGIN_FILE && !evidence->sources[i]->is_regular))
			return false;
	}
	return true;
}

enum mia_status
mia__evidence_reopen(struct mia_evidence **ret, const struct mia_evidence *evidence, struct mia_error *err)
{
	struct mia_evidence *e;
	enum mia_status status = MIA_OK;

	MIA_TRY(mia_evidence_new(&e, &evidence->a, &evidence->limits, err));
	e->how.without_sha256 = true;
	e->offset = evidence->offset;
	for (size_t i = 0; status >= 0 && i < evidence->count; i++)
		status = add_again(e, evidence->sources[i], err);
	if (status < 0)
		mia_evidence_free(e);
	else
		*ret = e;
	return status;
}

static bool
stands_before(const struct source *x, const struct source *y)
{
	int c = strcmp(x->name, y->name);
	return c ? c < 0 : x->added < y->added;
}

/* The larger of two children rises until the one at `top` has its place. */
static void
sift(struct source **sources, size_t top, size_t count)
{
	struct source *s = sources[top];

	for (size_t child; (child = 2 * top + 1) < count; top = child) {
		if (child + 1 < count && stands_before(sources[child], sources[child + 1]))
			child++;
		if (!stands_before(s, sources[child]))
			break;
		sources[top] = sources[child];
	}
	sources[top] = s;
}

/* In place, since this may not fail, and qsort of the C library allocates. */
static void
sort_sources(struct source **sources, size_t count)
{
	for (size_t top = count / 2; top-- > 0;)
		sift(sources, top, count);
	while (count > 1) {
		struct source *last = sources[0];
		sources[0] = sources[--count];
		sources[count] = last;
		sift(sources, 0, count);
	}
}

static bool
same_path(const struct source *x, const struct source *y)
{
	return x->origin.kind == ORIGIN_FILE && y->origin.kind == ORIGIN_FILE &&
		strcmp(x->origin.path, y->origin.path) == 0;
}

/*
 * Results follow the order of names and not the order of the command line. The
 * order is made when it is first asked for, also by those who only look: to keep
 * it while sources are added would cost the square of their number.
 */
static void
fix_order(const struct mia_evidence *evidence)
{
	struct mia_evidence *e = (struct mia_evidence *)(uintptr_t)evidence;
	size_t kept = 0;

	if (e->sealed)
		return;
	sort_sources(e->sources, e->count);
	for (size_t i = 0; i < e->count; i++)
		if (kept && same_path(e->sources[kept - 1], e->sources[i]))
			mia__evidence_free_source(e, e->sources[i]);
		else
			e->sources[kept++] = e->sources[i];
	e->count = kept;
	e->sealed = e->used;
}

enum mia_status
mia__evidence_begin(struct mia_evidence *evidence, const struct read_how *how, struct mia_error *err)
{
	if (!evidence)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence");
	if (evidence->used)
		return mia__fail(err, MIA_ERR_STATE, "the evidence was read already");
	fix_order(evidence);
	/* The sums know a source by its name. */
	for (size_t i = 1; i < evidence->count; i++)
		if (strcmp(evidence->sources[i - 1]->name, evidence->sources[i]->name) == 0)
			return mia__fail(err, MIA_ERR_ARGUMENT, "two sources are named '%s'",
				evidence->sources[i]->name);
	if (how)
		evidence->how = *how;
	evidence->used = evidence->sealed = true;
	return MIA_OK;
}

size_t
mia_evidence_count(const struct mia_evidence *evidence)
{
	if (!evidence)
		return 0;
	fix_order(evidence);
	return evidence->count;
}

const struct mia_source *
mia_evidence_source(const struct mia_evidence *evidence, size_t i)
{
	return i < mia_evidence_count(evidence) ? &evidence->sources[i]->pub : NULL;
}

int
mia_evidence_holds_file(const struct mia_evidence *evidence, int fd)
{
	struct file_facts facts;

	if (!evidence || !mia__file_facts(fd, &facts))
		return 0;
	for (size_t i = 0; i < evidence->count; i++)
		if (source_is_file(evidence->sources[i], &facts))
			return 1;
	return 0;
}
