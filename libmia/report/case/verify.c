/* Whether a case folder and its evidence are still what its manifest says. */
#include "report/case/verify.h"

#include <errno.h>
#include <stdio.h>

#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "report/report.h"
#include "system/file.h"

#define MANIFEST_MOST ((size_t)256 << 20)
#define SUMS_MOST ((size_t)16 << 20)

static const char *const part_names[VERIFY_PARTS] = {
	[VERIFY_RESULT] = "result",
	[VERIFY_MANIFEST] = "manifest",
	[VERIFY_SUMS] = "sums",
	[VERIFY_SOURCE] = "source",
	[VERIFY_INVENTORY] = "inventory",
	[VERIFY_READINESS] = "readiness",
};

const char *
mia_verified_name(enum mia_verified verified)
{
	switch (verified) {
	case MIA_VERIFIED_SAME:
		return "same";
	case MIA_VERIFIED_CHANGED:
		return "changed";
	case MIA_VERIFIED_MISSING:
		return "missing";
	case MIA_VERIFIED_UNKNOWN:
		return "not in the manifest";
	case MIA_VERIFIED_UNREADABLE:
		return "unreadable";
	case MIA_VERIFIED_NOT_CHECKED:
		return "not checked";
	}
	return "";
}

bool
mia__verify_add(struct mia_verification *v, const struct verify_row *row)
{
	if (v->row_count == UINT32_MAX - 1 ||
		(v->row_count == v->row_cap &&
			!mia__grow(&v->a, &v->rows, &v->row_cap, v->row_count + 1, sizeof(*v->rows))))
		return false;
	v->rows[v->row_count] = *row;
	v->rows[v->row_count++].pub.part = text_of(part_names[row->part]);
	return true;
}

const struct verify_entry *
mia__verify_find(const struct mia_verification *v, enum verify_part part, struct mia_text name)
{
	size_t from = 0, until = v->entry_count;

	while (from < until) {
		size_t middle = from + (until - from) / 2;
		const struct verify_entry *entry = &v->entries[middle];
		int c = entry->part != part ? (entry->part < part ? -1 : 1) : text_compare(entry->name, name);
		if (c == 0)
			return entry;
		if (c < 0)
			from = middle + 1;
		else
			until = middle;
	}
	return NULL;
}

/* ---- the folder ---- */

static enum mia_status
set_detail(struct mia_verification *v, struct verify_row *row, const char *detail, struct mia_error *err)
{
	if (*detail == '\0')
		return MIA_OK;
	row->pub.detail = mia__arena_text(&v->kept, text_of(detail));
	return row->pub.detail.ptr ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status
check_results(struct mia_verification *v, int directory, struct mia_error *err)
{
	char detail[96];

	for (size_t i = 0; i < v->entry_count; i++) {
		const struct verify_entry *entry = &v->entries[i];
		struct verify_row row = { VERIFY_RESULT, { .name = entry->name } };
		if (entry->part != VERIFY_RESULT)
			continue;
		memcpy(row.pub.expected, entry->sha256, sizeof(row.pub.expected));
		MIA_TRY(mia__verify_hash(directory, entry->name, NULL, 0, row.pub.found, &row.pub.state,
			detail, err));
		if (row.pub.state == MIA_VERIFIED_SAME && strcmp(row.pub.expected, row.pub.found) != 0)
			row.pub.state = MIA_VERIFIED_CHANGED;
		if (row.pub.state != MIA_VERIFIED_MISSING)
			row.pub.found_at = entry->name;
		MIA_TRY(set_detail(v, &row, detail, err));
		if (!mia__verify_add(v, &row))
			return mia__fail_memory(err);
	}
	return MIA_OK;
}

/* One line of SHA256SUMS: the hash, two blanks, the name. */
static bool
take_line(struct mia_text *rest, struct mia_text *hash, struct mia_text *name)
{
	const char *end = memchr(rest->ptr, '\n', rest->len);
	struct mia_text line = { rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len };

	if (end == NULL || line.len < 67 || line.ptr[64] != ' ' || line.ptr[65] != ' ')
		return false;
	*hash = (struct mia_text){ line.ptr, 64 };
	*name = (struct mia_text){ line.ptr + 66, line.len - 66 };
	rest->ptr += line.len + 1;
	rest->len -= line.len + 1;
	return mia__verify_is_hash(*hash);
}

/* NULL, or why SHA256SUMS does not go with the manifest. *manifest: what it
 * says of that one; absent: nothing. */
static const char *
compare_sums(struct mia_verification *v, struct mia_text sums, struct mia_text *manifest)
{
	size_t results = 0, lines = 0;
	struct mia_text hash, name;

	for (size_t i = 0; i < v->entry_count; i++)
		results += v->entries[i].part == VERIFY_RESULT;
	for (; sums.len; lines++) {
		if (!take_line(&sums, &hash, &name))
			return "a line is not as sha256sum writes it";
		const struct verify_entry *entry = mia__verify_find(v, VERIFY_RESULT, name);
		if (text_equal(name, TEXT(MANIFEST_NAME)) && !manifest->ptr)
			*manifest = hash;
		else if (!entry || entry->summed || !text_equal(text_of(entry->sha256), hash))
			return "a line is not as the manifest has it";
		else
			v->entries[entry - v->entries].summed = true;
	}
	return lines == results + 1 && manifest->ptr ? NULL : "it does not list what the manifest lists";
}

static enum mia_status
check_sums(struct mia_verification *v, int directory, const char manifest[65], struct mia_error *err)
{
	struct verify_row row = { VERIFY_SUMS, { .name = TEXT(SUMS_NAME) } };
	struct verify_row of_manifest = { VERIFY_MANIFEST,
		{ .name = TEXT(MANIFEST_NAME), .found_at = TEXT(MANIFEST_NAME) } };
	struct mia_text stated = TEXT_ABSENT;
	enum mia_status status;
	struct buf text;
	char detail[96];

	mia__buf_init(&text, &v->a);
	status = mia__verify_hash(directory, row.pub.name, &text, SUMS_MOST, row.pub.found, &row.pub.state,
		detail, err);
	if (status == MIA_OK && row.pub.state == MIA_VERIFIED_SAME) {
		const char *why = compare_sums(v, buf_view(&text), &stated);
		if (why) {
			row.pub.state = MIA_VERIFIED_CHANGED;
			row.pub.detail = text_of(why);
		}
	}
	memcpy(of_manifest.pub.found, manifest, sizeof(of_manifest.pub.found));
	if (stated.ptr)
		memcpy(of_manifest.pub.expected, stated.ptr, stated.len);
	else
		of_manifest.pub.detail = TEXT(SUMS_NAME " does not say what it must be");
	of_manifest.pub.state =
		strcmp(of_manifest.pub.expected, manifest) == 0 ? MIA_VERIFIED_SAME : MIA_VERIFIED_CHANGED;
	if (!stated.ptr)
		of_manifest.pub.state = MIA_VERIFIED_NOT_CHECKED;
	mia__buf_release(&text);
	MIA_TRY(status);
	if (row.pub.state != MIA_VERIFIED_MISSING)
		row.pub.found_at = row.pub.name;
	MIA_TRY(set_detail(v, &row, detail, err));
	return mia__verify_add(v, &row) && mia__verify_add(v, &of_manifest) ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status
read_manifest(struct mia_verification *v, int directory, char sha256[65], struct mia_error *err)
{
	enum mia_verified state;
	enum mia_status status;
	char detail[96];
	struct buf text;

	mia__buf_init(&text, &v->a);
	status = mia__verify_hash(directory, TEXT(MANIFEST_NAME), &text, MANIFEST_MOST, sha256, &state,
		detail, err);
	if (status == MIA_OK && state != MIA_VERIFIED_SAME)
		status = mia__fail(err, MIA_ERR_IO, MANIFEST_NAME ": %s", *detail ? detail : "there is none");
	if (status == MIA_OK)
		status = mia__verify_manifest(v, buf_view(&text), err);
	mia__buf_release(&text);
	return status;
}

/* ---- the whole ---- */

static int
compare_rows(const void *ctx, uint32_t x, uint32_t y)
{
	const struct verify_row *a = &((const struct verify_row *)ctx)[x],
				*b = &((const struct verify_row *)ctx)[y];
	int c = a->part != b->part ? (a->part < b->part ? -1 : 1) : text_compare(a->pub.name, b->pub.name);

	return c ? c : text_compare(a->pub.found_at, b->pub.found_at);
}

static bool
sort_rows(struct mia_verification *v)
{
	size_t n = v->row_count;
	struct verify_row *sorted;
	uint32_t *order;
	bool ok;

	if (n == 0)
		return true;
	order = mia__alloc(&v->a, n, sizeof(*order));
	sorted = mia__alloc(&v->a, v->row_cap, sizeof(*sorted));
	for (size_t i = 0; order && i < n; i++)
		order[i] = (uint32_t)i;
	ok = order && sorted && mia__sort_numbers(&v->a, order, n, compare_rows, v->rows);
	for (size_t i = 0; ok && i < n; i++)
		sorted[i] = v->rows[order[i]];
	if (order)
		mia__dealloc(&v->a, order, n, sizeof(*order));
	if (sorted)
		mia__dealloc(&v->a, ok ? v->rows : sorted, v->row_cap, sizeof(*sorted));
	if (ok)
		v->rows = sorted;
	return ok;
}

static enum mia_status
check_all(struct mia_verification *v, int directory, const char *const *paths, size_t path_count,
	struct mia_error *err)
{
	char manifest[65];

	MIA_TRY(read_manifest(v, directory, manifest, err));
	MIA_TRY(check_results(v, directory, err));
	MIA_TRY(check_sums(v, directory, manifest, err));
	MIA_TRY(mia__verify_unknown(v, directory, err));
	MIA_TRY(mia__verify_evidence(v, paths, path_count, err));
	return sort_rows(v) ? MIA_OK : mia__fail_memory(err);
}

enum mia_status
mia_verify(struct mia_verification **ret, const struct mia_allocator *allocator, const char *dir,
	const char *const *paths, size_t path_count, struct mia_error *err)
{
	struct mia_allocator a = mia__allocator_or_default(allocator);
	struct mia_verification *v;
	enum mia_status status;
	int directory;

	if (ret == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no place for the verification");
	if (dir == NULL || (path_count && paths == NULL))
		return mia__fail(err, MIA_ERR_ARGUMENT, "no folder to verify");
	v = mia__alloc(&a, 1, sizeof(*v));
	if (v == NULL)
		return mia__fail_memory(err);
	v->a = a;
	mia__arena_init(&v->kept, &a);
	/* The folder itself was named by the user: it may be reached by a link. */
	directory = mia__directory_open(SYSTEM_HERE, dir, true);
	if (directory < 0) {
		status = mia__fail_errno(err, MIA_ERR_IO, errno, "the folder cannot be opened");
	} else {
		status = check_all(v, directory, paths, path_count, err);
		mia__file_close(directory);
	}
	if (status == MIA_OK)
		*ret = v;
	else
		mia_verification_free(v);
	return status;
}

void
mia_verification_free(struct mia_verification *verification)
{
	struct mia_allocator a;

	if (verification == NULL)
		return;
	a = verification->a;
	if (verification->entries)
		mia__dealloc(&a, verification->entries, verification->entry_cap,
			sizeof(*verification->entries));
	if (verification->rows)
		mia__dealloc(&a, verification->rows, verification->row_cap, sizeof(*verification->rows));
	mia__arena_release(&verification->kept);
	mia__dealloc(&a, verification, 1, sizeof(*verification));
}

size_t
mia_verification_count(const struct mia_verification *verification)
{
	return verification ? verification->row_count : 0;
}

const struct mia_verified_file *
mia_verification_get(const struct mia_verification *verification, size_t i)
{
	return i < mia_verification_count(verification) ? &verification->rows[i].pub : NULL;
}

int
mia_verification_holds(const struct mia_verification *verification)
{
	for (size_t i = 0; i < mia_verification_count(verification); i++)
		if (verification->rows[i].pub.state != MIA_VERIFIED_SAME &&
			verification->rows[i].pub.state != MIA_VERIFIED_NOT_CHECKED)
			return 0;
	return verification != NULL;
}

/* ---- the report ---- */

enum { PART, NAME, STATE, EXPECTED, FOUND, FOUND_AT, DETAIL, COLUMN_TOTAL };

static const struct column columns[COLUMN_TOTAL] = {
	[PART] = { "part", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 2, 9, 9,
		.help = "'result': of the folder; 'manifest', 'sums': manifest.json and SHA256SUMS "
			"themselves; 'source', 'inventory', 'readiness': what the case was made from." },
	[NAME] = { "name", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 1, 16, 60,
		.help = "As the manifest has it; of a file that it does not have, where it was found." },
	[STATE] = { "state", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, 3, 19, 19,
		.help = "'same'; 'changed': other bytes, or no plain file of the folder; 'missing'; 'not "
			"in the manifest'; 'unreadable'; 'not checked': of a source, where no evidence was "
			"given or the manifest states no hash, and of the manifest where SHA256SUMS does "
			"not name it." },
	[EXPECTED] = { "expected_sha256", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY,
		.help = "By the manifest; of the manifest by SHA256SUMS." },
	[FOUND] = { "found_sha256", MIA_COLUMN_TEXT, MIA_NAMES_NOBODY, .help = "Of the bytes as stored." },
	[FOUND_AT] = { "found_at", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 5, 16, 60,
		.help = "The file that was looked at." },
	[DETAIL] = { "detail", MIA_COLUMN_TEXT, MIA_NAMES_PROSE, 4, 20, 80,
		.help = "Why, where the state does not say it." },
};
const struct report_columns mia__columns_of_verification = { columns, COLUMN_TOTAL };

struct rows {
	size_t at; /* first: mia__table_rewind */
	const struct mia_verification *verification;
};

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct rows *rows = ctx;
	const struct mia_verified_file *file = mia_verification_get(rows->verification, rows->at);

	(void)err;
	if (file == NULL)
		return MIA_END;
	rows->at++;
	row[PART].text = file->part;
	row[NAME].text = file->name;
	row[STATE].text = text_of(mia_verified_name(file->state));
	row[EXPECTED].text = *file->expected ? text_of(file->expected) : TEXT_ABSENT;
	row[FOUND].text = *file->found ? text_of(file->found) : TEXT_ABSENT;
	row[FOUND_AT].text = file->found_at;
	row[DETAIL].text = file->detail;
	return MIA_OK;
}

enum mia_status
mia_report_verification(const struct mia_verification *verification, const struct mia_report_options *options,
	struct mia_error *err)
{
	struct rows rows = { .verification = verification };
	const struct table table = {
		.kind = MIA_REPORT_VERIFICATION,
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.none = "nothing to verify",
		.next = rows_next,
		.rewind = mia__table_rewind,
		.rows = &rows,
	};

	if (verification == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no verification to report");
	return mia__report_write(&table, options, err);
}
