/* Sources are known by their bytes; their names may have changed since. */
#include "base/error.h"
#include "base/text.h"
#include "load/source.h"
#include "report/case/verify.h"

struct found_file {
	const char *path;
	char sha256[65]; /* "": it could not be read */
	struct mia_text detail;
	bool used;
};

struct evidence {
	struct mia_verification *v;
	struct found_file *files;
	size_t count;
};

static enum mia_status
hash_source(struct mia_verification *v, const struct origin *origin, struct found_file *file,
	struct mia_error *err)
{
	struct fault fault = { .reason = MIA_REASON_NONE };
	enum mia_status status = MIA_OK;
	struct bytes b;

	/* Damaged gzip has a hash like anything else. */
	if (!mia__bytes_open(&b, origin, &v->a, 0, true) || !mia__bytes_finish(&b, file->sha256))
		status = mia__fail_memory(err);
	while (status == MIA_OK && mia__bytes_take_fault(&b, &fault)) {
		if (fault.reason != MIA_REASON_CANNOT_READ)
			continue;
		*file->sha256 = '\0';
		file->detail = mia__arena_text(&v->kept, text_of(fault.detail));
		if (file->detail.ptr == NULL)
			status = mia__fail_memory(err);
	}
	mia__bytes_close(&b);
	return status;
}

static bool
ends_with(struct mia_text path, struct mia_text name)
{
	if (name.len == 0 || name.len > path.len)
		return false;
	return text_equal((struct mia_text){ path.ptr + path.len - name.len, name.len }, name) &&
		(path.len == name.len || path.ptr[path.len - name.len - 1] == '/');
}

/* The manifest has names below the directory that all sources share. */
static bool
has_name(const struct found_file *file, struct mia_text name)
{
	return ends_with(text_of(file->path), name) || ends_with(name, text_of(file->path));
}

static struct found_file *
find_bytes(const struct evidence *e, const struct verify_entry *entry)
{
	struct found_file *found = NULL;

	for (size_t i = 0; *entry->sha256 && i < e->count; i++) {
		if (strcmp(e->files[i].sha256, entry->sha256) != 0)
			continue;
		if (has_name(&e->files[i], entry->name))
			return &e->files[i];
		if (!found)
			found = &e->files[i];
	}
	return found;
}

static struct found_file *
find_name(const struct evidence *e, struct mia_text name)
{
	for (size_t i = 0; i < e->count; i++)
		if (!e->files[i].used && has_name(&e->files[i], name))
			return &e->files[i];
	return NULL;
}

static bool
add(struct mia_verification *v, const struct verify_entry *entry, const struct found_file *file,
	enum mia_verified state, const char *why)
{
	struct verify_row row = { entry->part,
		{ .name = entry->name, .state = state, .detail = text_of(why) } };

	memcpy(row.pub.expected, entry->sha256, sizeof(row.pub.expected));
	if (file) {
		row.pub.found_at = mia__arena_text(&v->kept, text_of(file->path));
		memcpy(row.pub.found, file->sha256, sizeof(row.pub.found));
		if (state == MIA_VERIFIED_UNREADABLE)
			row.pub.detail = file->detail;
		if (row.pub.found_at.ptr == NULL)
			return false;
	}
	return mia__verify_add(v, &row);
}

/* By bytes first, for all: only then is a file free to be a changed one. */
static bool
compare(struct evidence *e, bool *done)
{
	struct mia_verification *v = e->v;
	bool ok = true;

	for (size_t i = 0; ok && i < v->entry_count; i++) {
		const struct verify_entry *entry = &v->entries[i];
		struct found_file *file = entry->part < VERIFY_SOURCE ? NULL : find_bytes(e, entry);
		done[i] = entry->part < VERIFY_SOURCE || file;
		if (!file)
			continue;
		file->used = true;
		ok = add(v, entry, file, MIA_VERIFIED_SAME, NULL);
	}
	for (size_t i = 0; ok && i < v->entry_count; i++) {
		const struct verify_entry *entry = &v->entries[i];
		struct found_file *file = done[i] ? NULL : find_name(e, entry->name);
		if (done[i])
			continue;
		if (file)
			file->used = true;
		if (file && !*file->sha256)
			ok = add(v, entry, file, MIA_VERIFIED_UNREADABLE, NULL);
		else if (!*entry->sha256)
			ok = add(v, entry, file, MIA_VERIFIED_NOT_CHECKED,
				"the manifest states no SHA-256: it was not read to its end");
		else
			ok = add(v, entry, file, file ? MIA_VERIFIED_CHANGED : MIA_VERIFIED_MISSING, NULL);
	}
	for (size_t i = 0; ok && i < e->count; i++) {
		struct found_file *file = &e->files[i];
		struct verify_entry extra = { .part = VERIFY_SOURCE,
			.name = mia__arena_text(&v->kept, text_of(file->path)) };
		if (!file->used)
			ok = extra.name.ptr &&
				add(v, &extra, file,
					*file->sha256 ? MIA_VERIFIED_UNKNOWN : MIA_VERIFIED_UNREADABLE, NULL);
	}
	return ok;
}

static enum mia_status
compare_all(struct evidence *e, struct mia_error *err)
{
	struct mia_verification *v = e->v;
	bool *done, ok;

	done = mia__alloc(&v->a, v->entry_count + 1, sizeof(*done));
	ok = done && compare(e, done);
	if (done)
		mia__dealloc(&v->a, done, v->entry_count + 1, sizeof(*done));
	return ok ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status
hash_files(struct evidence *e, const struct mia_evidence *files, struct mia_error *err)
{
	enum mia_status status = MIA_OK;
	size_t count = mia_evidence_count(files);

	e->files = mia__alloc(&e->v->a, count + 1, sizeof(*e->files));
	if (e->files == NULL)
		return mia__fail_memory(err);
	for (e->count = 0; status == MIA_OK && e->count < count; e->count++) {
		e->files[e->count].path = files->sources[e->count]->pub.name;
		status = hash_source(e->v, &files->sources[e->count]->origin, &e->files[e->count], err);
	}
	if (status == MIA_OK)
		status = compare_all(e, err);
	mia__dealloc(&e->v->a, e->files, count + 1, sizeof(*e->files));
	return status;
}

static enum mia_status
not_checked(struct mia_verification *v, struct mia_error *err)
{
	for (size_t i = 0; i < v->entry_count; i++)
		if (v->entries[i].part >= VERIFY_SOURCE &&
			!add(v, &v->entries[i], NULL, MIA_VERIFIED_NOT_CHECKED, NULL))
			return mia__fail_memory(err);
	return MIA_OK;
}

enum mia_status
mia__verify_evidence(struct mia_verification *v, const char *const *paths, size_t path_count,
	struct mia_error *err)
{
	struct evidence e = { .v = v };
	struct mia_evidence *files;
	enum mia_status status;

	if (path_count == 0)
		return not_checked(v, err);
	MIA_TRY(mia_evidence_new(&files, &v->a, NULL, err));
	status = MIA_OK;
	for (size_t i = 0; status == MIA_OK && i < path_count; i++)
		status = mia_evidence_add_path(files, paths[i], err);
	if (status == MIA_OK)
		status = hash_files(&e, files, err);
	mia_evidence_free(files);
	return status;
}
