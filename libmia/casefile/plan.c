/* Which sources and contents a new state of a case file holds: those of the
 * old one, and those that come. */
#include "casefile/plan.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/sort.h"

enum { NEVER_AS_MANY = 1000000 };

void
mia__plan_release(struct plan *plan)
{
	if (!plan->file)
		return;
	for (size_t i = 0; i < plan->count; i++)
		mia__dealloc(&plan->file->a, plan->entries[i].name, plan->entries[i].name_size, 1);
	if (plan->entries)
		mia__dealloc(&plan->file->a, plan->entries, plan->cap, sizeof(*plan->entries));
	mia__store_release(&plan->store);
}

static bool
same_bytes(const struct content *x, const struct content *y)
{
	return x->stored_bytes == y->stored_bytes && strcmp(x->sha256, y->sha256) == 0;
}

/* The same bytes in a case file; its number of contents: none. */
static size_t
find_content(const struct casefile *file, const struct content *content)
{
	size_t i = 0;

	while (i < file->content_count && !same_bytes(&file->contents[i], content))
		i++;
	return i;
}

static const struct held *
find_old_name(const struct plan *p, const char *name)
{
	size_t low = 0, high = p->old ? p->old->source_count : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = strcmp(p->old->sources[middle].name, name);
		if (c == 0)
			return &p->old->sources[middle];
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* A whole source of the old state with these bytes, of this name if one is. */
static const struct held *
find_old_bytes(const struct plan *p, const char *name, const struct content *content)
{
	const struct held *found = NULL;

	for (size_t i = 0; p->old && i < p->old->source_count; i++) {
		const struct held *held = &p->old->sources[i];
		if (held->fault[0] || !same_bytes(&p->old->contents[held->content], content))
			continue;
		if (!found || strcmp(held->name, name) == 0)
			found = held;
	}
	return found;
}

static bool
add_entry(struct plan *p, const char *name, size_t content, const char *fault)
{
	struct entry entry = { .name_size = strlen(name) + 1, .content = content };

	if (!mia__grow(&p->file->a, &p->entries, &p->cap, p->count + 1, sizeof(*p->entries)))
		return false;
	entry.name = mia__alloc(&p->file->a, entry.name_size, 1);
	if (!entry.name)
		return false;
	memcpy(entry.name, name, entry.name_size);
	snprintf(entry.fault, sizeof(entry.fault), "%s", fault);
	p->entries[p->count++] = entry;
	return true;
}

/* The content that was stored last stays, unless the same bytes are there. */
static enum mia_status
keep_content(struct plan *p, const struct content *content, size_t *index, struct mia_error *err)
{
	bool there;

	*index = find_content(p->file, content);
	there = *index < p->file->content_count;
	if (there)
		p->store.next = content->first;
	else if (!mia__casefile_add_content(p->file, content))
		return mia__fail_memory(err);
	return mia__db_exec(p->file->db, there ? "ROLLBACK TO source; RELEASE source" : "RELEASE source",
		err);
}

static enum mia_status
take_old(struct plan *p, const struct held *held, struct mia_error *err)
{
	struct content content = p->old->contents[held->content];
	size_t index = find_content(p->file, &content);

	if (index == p->file->content_count) {
		MIA_TRY(mia__store_held(&p->store, p->old, held, &content, err));
		if (!mia__casefile_add_content(p->file, &content))
			return mia__fail_memory(err);
	}
	return add_entry(p, held->name, index, held->fault) ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status
tell_source(struct plan *p, const struct mia_ingested *source, struct mia_error *err)
{
	if (source->known)
		p->sums.sources_known++;
	else if (source->held_as)
		p->sums.sources_added++;
	if (p->options->on_source && p->options->on_source(p->options->ctx, source) != 0)
		return mia__fail(err, MIA_ERR_CANCELLED, "stopped by the caller");
	return MIA_OK;
}

static enum mia_status
forget(struct plan *p, const struct content *content, const struct mia_ingested *source,
	struct mia_error *err)
{
	p->store.next = content->first;
	MIA_TRY(mia__db_exec(p->file->db, "ROLLBACK TO source; RELEASE source", err));
	return tell_source(p, source, err);
}

static bool
is_taken(const struct plan *p, const char *name)
{
	if (find_old_name(p, name))
		return true;
	/* Names come in order, so that only the last can be the same; except for
	 * those that were made here. */
	if (p->count && !p->renamed)
		return strcmp(p->entries[p->count - 1].name, name) == 0;
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->entries[i].name, name) == 0)
			return true;
	return false;
}

/* Keeps the new source, under its own name or as "NAME (2)". */
static enum mia_status
keep_new(struct plan *p, const char *name, const struct content *content, const char *fault, bool replaces,
	struct mia_error *err)
{
	struct mia_ingested told = { .name = name, .held_as = name, .fault = fault };
	size_t index, size = strlen(name) + 16;
	enum mia_status status;
	char *other;

	MIA_TRY(keep_content(p, content, &index, err));
	other = mia__alloc(&p->file->a, size, 1);
	if (!other)
		return mia__fail_memory(err);
	memcpy(other, name, strlen(name));
	for (unsigned n = 2; !replaces && is_taken(p, other) && n < NEVER_AS_MANY; n++) {
		snprintf(other, size, "%s (%u)", name, n);
		p->renamed += n == 2;
	}
	told.held_as = other;
	status = add_entry(p, other, index, fault) ? tell_source(p, &told, err) : mia__fail_memory(err);
	mia__dealloc(&p->file->a, other, size, 1);
	return status;
}

/* old: the source of the old state that has this name; *replaced: it gives way. */
static enum mia_status
take_new(struct plan *p, const struct source *s, const struct held *old, bool *replaced,
	struct mia_error *err)
{
	const struct held *known = NULL;
	struct content content;
	char fault[160];

	if (strlen(s->name) > CASEFILE_NAME - 16)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the name of a source is too long");
	MIA_TRY(mia__db_exec(p->file->db, "SAVEPOINT source", err));
	MIA_TRY(mia__store_origin(&p->store, &s->origin, &content, fault, err));
	if (!fault[0])
		known = find_old_bytes(p, s->name, &content);
	else if (old && strcmp(old->fault, fault) == 0 &&
		same_bytes(&p->old->contents[old->content], &content))
		known = old;
	if (known)
		return forget(p, &content, &(struct mia_ingested){ s->name, known->name, 1, fault }, err);
	if (fault[0] && old && !old->fault[0])
		return forget(p, &content, &(struct mia_ingested){ s->name, NULL, 0, fault }, err);
	*replaced = old && old->fault[0] && !fault[0];
	return keep_new(p, s->name, &content, fault, *replaced, err);
}

static int
compare_entries(const void *ctx, uint32_t x, uint32_t y)
{
	const struct entry *entries = ctx;

	return strcmp(entries[x].name, entries[y].name);
}

static enum mia_status
write_sources(struct plan *p, struct mia_error *err)
{
	sqlite3_stmt *insert = NULL;
	enum mia_status status;

	MIA_TRY(mia__db_prepare(p->file->db, "INSERT INTO sources VALUES (?, ?, ?, ?)", &insert, err));
	status = MIA_OK;
	for (size_t i = 0; status >= 0 && i < p->file->source_count; i++) {
		const struct held *held = &p->file->sources[i];
		sqlite3_bind_int64(insert, 1, (int64_t)i + 1);
		sqlite3_bind_int64(insert, 3, (int64_t)held->content + 1);
		if (sqlite3_bind_text(insert, 2, held->name, -1, SQLITE_STATIC) != SQLITE_OK ||
			sqlite3_bind_text(insert, 4, held->fault, -1, SQLITE_STATIC) != SQLITE_OK)
			status = mia__fail_memory(err);
		else
			status = mia__db_run(p->file->db, insert, err);
	}
	sqlite3_finalize(insert);
	return status;
}

static enum mia_status
write_contents(struct plan *p, struct mia_error *err)
{
	sqlite3_stmt *insert = NULL;
	enum mia_status status;

	MIA_TRY(mia__db_prepare(p->file->db, "INSERT INTO contents VALUES (?, ?, ?, ?, ?)", &insert, err));
	status = MIA_OK;
	for (size_t i = 0; status >= 0 && i < p->file->content_count; i++) {
		const struct content *content = &p->file->contents[i];
		sqlite3_bind_int64(insert, 1, (int64_t)i + 1);
		sqlite3_bind_int64(insert, 3, (int64_t)content->stored_bytes);
		sqlite3_bind_int64(insert, 4, content->first);
		sqlite3_bind_int64(insert, 5, content->count);
		if (sqlite3_bind_text(insert, 2, content->sha256, -1, SQLITE_STATIC) != SQLITE_OK)
			status = mia__fail_memory(err);
		else
			status = mia__db_run(p->file->db, insert, err);
	}
	sqlite3_finalize(insert);
	return status;
}

/* Entries in the order of their names become the sources of the new file. */
static enum mia_status
finish(struct plan *p, struct mia_error *err)
{
	uint32_t *order = p->count ? mia__alloc(&p->file->a, p->count, sizeof(*order)) : NULL;
	bool ok = order || p->count == 0;

	for (size_t i = 0; ok && i < p->count; i++)
		order[i] = (uint32_t)i;
	ok = ok &&
		(p->count == 0 ||
			mia__sort_numbers(&p->file->a, order, p->count, compare_entries, p->entries));
	for (size_t i = 0; ok && i < p->count; i++) {
		const struct entry *entry = &p->entries[order[i]];
		ok = mia__casefile_add_held(p->file, entry->name, entry->content, entry->fault);
	}
	if (order)
		mia__dealloc(&p->file->a, order, p->count, sizeof(*order));
	if (!ok)
		return mia__fail_memory(err);
	MIA_TRY(write_sources(p, err));
	return write_contents(p, err);
}

enum mia_status
mia__plan_fill(struct plan *plan, const struct mia_evidence *evidence, struct mia_error *err)
{
	struct plan *p = plan;
	size_t olds = p->old ? p->old->source_count : 0, i = 0, k = 0, count = mia_evidence_count(evidence);

	/* Both in the order of their names, and so are the bytes: what went in
	 * first leaves no trace. */
	while (i < olds || k < count) {
		int c = i == olds    ? 1
			: k == count ? -1
				     : strcmp(p->old->sources[i].name, evidence->sources[k]->name);
		const struct held *old = c <= 0 ? &p->old->sources[i] : NULL;
		bool replaced = false;
		if (c < 0)
			MIA_TRY(take_old(p, old, err));
		else
			MIA_TRY(take_new(p, evidence->sources[k++], old, &replaced, err));
		i += c < 0 || replaced;
	}
	return finish(p, err);
}
