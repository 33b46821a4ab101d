/* Opening a case file: what it says of itself is believed only after the form
 * of its tables and the seal over them were checked. */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "casefile/casefile.h"

int
mia_casefile_supported(void)
{
	return 1;
}

enum mia_status
mia__casefile_new(struct casefile **ret, const struct mia_allocator *a, struct mia_error *err)
{
	struct casefile *file = mia__alloc(a, 1, sizeof(*file));

	if (!file)
		return mia__fail_memory(err);
	file->a = *a;
	file->lock_made = pthread_mutex_init(&file->lock, NULL) == 0;
	if (!file->lock_made) {
		mia__casefile_free(file);
		return mia__fail_memory(err);
	}
	*ret = file;
	return MIA_OK;
}

void
mia__casefile_close(struct casefile *file)
{
	sqlite3_finalize(file->chunk);
	sqlite3_close(file->db);
	file->chunk = NULL;
	file->db = NULL;
}

void
mia__casefile_free(struct casefile *file)
{
	struct mia_allocator a;

	if (!file)
		return;
	a = file->a;
	mia__casefile_close(file);
	for (size_t i = 0; i < file->source_count; i++)
		mia__dealloc(&a, file->sources[i].name, file->sources[i].name_size, 1);
	if (file->sources)
		mia__dealloc(&a, file->sources, file->source_cap, sizeof(*file->sources));
	if (file->contents)
		mia__dealloc(&a, file->contents, file->content_cap, sizeof(*file->contents));
	if (file->lock_made)
		pthread_mutex_destroy(&file->lock);
	mia__dealloc(&a, file, 1, sizeof(*file));
}

bool
mia__casefile_add_content(struct casefile *file, const struct content *content)
{
	if (!mia__grow(&file->a, &file->contents, &file->content_cap, file->content_count + 1,
		    sizeof(*file->contents)))
		return false;
	file->contents[file->content_count++] = *content;
	return true;
}

bool
mia__casefile_add_held(struct casefile *file, const char *name, size_t content, const char *fault)
{
	struct held *held;

	if (!mia__grow(&file->a, &file->sources, &file->source_cap, file->source_count + 1,
		    sizeof(*file->sources)))
		return false;
	held = &file->sources[file->source_count];
	*held = (struct held){ .name_size = strlen(name) + 1, .content = content };
	held->name = mia__alloc(&file->a, held->name_size, 1);
	if (!held->name)
		return false;
	memcpy(held->name, name, held->name_size);
	strncpy(held->fault, fault, sizeof(held->fault) - 1);
	file->source_count++;
	return true;
}

/* ---- what is taken from the tables ---- */

static enum mia_status
damaged(struct mia_error *err)
{
	return mia__fail(err, MIA_ERR_ARGUMENT, "the case file is damaged or was changed");
}

/* A text of at least one byte, without NUL, terminated by SQLite; NULL if not. */
static const char *
take_text(sqlite3_stmt *row, int column, size_t most)
{
	const char *text;

	if (sqlite3_column_type(row, column) != SQLITE_TEXT)
		return NULL;
	text = (const char *)sqlite3_column_text(row, column);
	size_t len = (size_t)sqlite3_column_bytes(row, column);
	return text && len <= most && strlen(text) == len ? text : NULL;
}

static bool
take_number(sqlite3_stmt *row, int column, int64_t least, int64_t most, int64_t *ret)
{
	*ret = sqlite3_column_int64(row, column);
	return sqlite3_column_type(row, column) == SQLITE_INTEGER && *ret >= least && *ret <= most;
}

static bool
is_sha256(const char *text)
{
	return text && strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static bool
is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

/* Contents stand one behind the other, and so do their chunks. */
static enum mia_status
take_content(struct casefile *file, sqlite3_stmt *row, struct mia_error *err)
{
	const struct content *before = file->content_count ? &file->contents[file->content_count - 1] : NULL;
	int64_t number, bytes, first, count, next = before ? (int64_t)before->first + before->count : 1;
	const char *sha256 = take_text(row, 1, 64);
	struct content content;

	if (!take_number(row, 0, (int64_t)file->content_count + 1, (int64_t)file->content_count + 1,
		    &number) ||
		!is_sha256(sha256) || !take_number(row, 2, 0, INT64_MAX, &bytes) ||
		!take_number(row, 3, next, next, &first) ||
		!take_number(row, 4, 0, UINT32_MAX - next, &count) ||
		/* each chunk but the last is full */
		bytes / CASEFILE_CHUNK + (bytes % CASEFILE_CHUNK != 0) != count)
		return damaged(err);
	content = (struct content){ .stored_bytes = (uint64_t)bytes,
		.first = (uint32_t)first,
		.count = (uint32_t)count };
	memcpy(content.sha256, sha256, sizeof(content.sha256));
	return mia__casefile_add_content(file, &content) ? MIA_OK : mia__fail_memory(err);
}

static enum mia_status
take_source(struct casefile *file, sqlite3_stmt *row, struct mia_error *err)
{
	const char *name = take_text(row, 1, CASEFILE_NAME),
		   *fault = take_text(row, 3, sizeof(((struct held *)0)->fault) - 1);
	int64_t number, content;

	if (!take_number(row, 0, (int64_t)file->source_count + 1, (int64_t)file->source_count + 1, &number) ||
		!name || !*name || !fault || !is_ascii(fault) ||
		!take_number(row, 2, 1, (int64_t)file->content_count, &content) ||
		(file->source_count && strcmp(file->sources[file->source_count - 1].name, name) >= 0))
		return damaged(err);
	return mia__casefile_add_held(file, name, (size_t)content - 1, fault) ? MIA_OK
									      : mia__fail_memory(err);
}

static enum mia_status
take_seal(struct casefile *file, char ret[65], struct mia_error *err)
{
	sqlite3_stmt *row = NULL;
	const char *seal = NULL;
	enum mia_status status;

	MIA_TRY(mia__db_prepare(file->db, "SELECT seal FROM casefile", &row, err));
	status = mia__db_step(file->db, row, err);
	if (status == MIA_OK)
		seal = take_text(row, 0, 64);
	if (status >= 0 && !is_sha256(seal))
		status = damaged(err);
	else if (status >= 0)
		memcpy(ret, seal, 65);
	sqlite3_finalize(row);
	return status < 0 ? status : MIA_OK;
}

static enum mia_status
take_rows(struct casefile *file, const char *sql,
	enum mia_status (*take)(struct casefile *file, sqlite3_stmt *row, struct mia_error *err),
	struct mia_error *err)
{
	sqlite3_stmt *rows = NULL;
	enum mia_status status;

	MIA_TRY(mia__db_prepare(file->db, sql, &rows, err));
	while ((status = mia__db_step(file->db, rows, err)) == MIA_OK &&
		(status = take(file, rows, err)) == MIA_OK)
		;
	sqlite3_finalize(rows);
	return status < 0 ? status : MIA_OK;
}

static enum mia_status
take_all(struct casefile *file, struct mia_error *err)
{
	char wanted[65], seal[65];

	MIA_TRY(mia__schema_check(file->db, err));
	MIA_TRY(take_seal(file, wanted, err));
	MIA_TRY(take_rows(file,
		"SELECT number, sha256, stored_bytes, first_chunk, chunk_count FROM contents ORDER BY number",
		take_content, err));
	MIA_TRY(take_rows(file, "SELECT number, name, content, fault FROM sources ORDER BY number",
		take_source, err));
	MIA_TRY(mia__mac_compute(file, seal, err));
	return strcmp(wanted, seal) == 0 ? MIA_OK : damaged(err);
}

/* ---- the file ---- */

static uint32_t
big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Looked at before SQLite is: a database of somebody else is none of ours. */
static enum mia_status
check_head(struct casefile *file, const char *path, struct mia_error *err)
{
	unsigned char head[100];
	ptrdiff_t n = -1;
	int fd = mia__file_open(SYSTEM_HERE, path, FILE_READ);

	if (fd >= 0) {
		n = mia__file_facts(fd, &file->facts) ? mia__file_read_at(fd, head, sizeof(head), 0) : -1;
		mia__file_close(fd);
	}
	if (n < 0)
		return mia__fail_errno(err, MIA_ERR_IO, errno, "cannot open the case file");
	if (file->facts.kind != FILE_REGULAR || n < (ptrdiff_t)sizeof(head) ||
		memcmp(head, "SQLite format 3", 16) != 0 || big_endian(head + 68) != CASEFILE_APPLICATION_ID)
		return mia__fail(err, MIA_ERR_ARGUMENT, "it is no case file of libmia");
	if (big_endian(head + 60) != CASEFILE_FORM)
		return mia__fail(err, MIA_ERR_ARGUMENT,
			"the case file has form %lu, and this libmia knows form %d only",
			(unsigned long)big_endian(head + 60), CASEFILE_FORM);
	/* A file in WAL mode is not whole without what lies beside it. */
	if (head[18] != 1 || head[19] != 1)
		return mia__fail(err, MIA_ERR_ARGUMENT, "the case file was written to by another program");
	return MIA_OK;
}

enum mia_status
mia__casefile_open(struct casefile **ret, const struct mia_allocator *a, const char *path,
	struct mia_error *err)
{
	struct casefile *file = NULL;
	struct file_facts facts;
	enum mia_status status;

	MIA_TRY(mia__casefile_new(&file, a, err));
	status = check_head(file, path, err);
	if (status >= 0)
		status = mia__db_open_stranger(&file->db, a, path, err);
	if (status >= 0)
		status = take_all(file, err);
	if (status >= 0 &&
		(!mia__file_facts_of(SYSTEM_HERE, path, true, &facts) || !file_is_same(&facts, &file->facts)))
		status = mia__fail(err, MIA_ERR_IO, "the case file was replaced while it was opened");
	if (status < 0)
		mia__casefile_free(file);
	else
		*ret = file;
	return status;
}

/* ---- as sources of an evidence ---- */

static void *
lent_open(void *ctx)
{
	const struct held *source = ctx;
	struct reading *reading = NULL;

	/* The case file stands behind its sources. */
	if (mia__reading_new(&reading, source->file, source) < 0)
		errno = ENOMEM;
	return reading;
}

static void
lent_close(void *handle)
{
	mia__reading_free(handle);
}

enum mia_status
mia__casefile_lend(struct casefile *file, struct mia_evidence *evidence, struct mia_error *err)
{
	for (size_t i = 0; i < file->source_count; i++) {
		struct held *source = &file->sources[i];
		const struct content *content = &file->contents[source->content];
		struct origin origin = {
			.kind = ORIGIN_SOURCE,
			.ops = { lent_open, mia__reading_read, lent_close, source },
			.stored_bytes = content->stored_bytes,
			.stored_bytes_known = true,
			.why = mia__reading_why,
			.sha256 = content->sha256,
		};
		source->file = file;
		MIA_TRY(mia__evidence_add_origin(evidence, source->name, &origin, &file->facts, err));
	}
	return MIA_OK;
}

static void
release(void *ctx)
{
	mia__casefile_free(ctx);
}

enum mia_status
mia_casefile_add_to(struct mia_evidence *evidence, const char *path, struct mia_error *err)
{
	struct casefile *file = NULL;
	enum mia_status status;

	if (!evidence || !path)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no evidence or no path");
	MIA_TRY(mia__casefile_open(&file, &evidence->a, path, err));
	/* Named twice, it is there once. */
	for (size_t i = 0; i < evidence->count; i++) {
		const struct source *s = evidence->sources[i];
		if (s->origin.kind == ORIGIN_SOURCE && source_is_file(s, &file->facts)) {
			mia__casefile_free(file);
			return MIA_OK;
		}
	}
	status = mia_evidence_keep(evidence, release, file, err);
	if (status < 0) {
		mia__casefile_free(file);
		return status;
	}
	return mia__casefile_lend(file, evidence, err);
}
