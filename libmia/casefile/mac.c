/* The SHA-256 over all that the evidence of a case file says, by which a
 * change shows. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "casefile/casefile.h"

struct sealing {
	struct sha256 sha;
	bool failed;
};

static void
add_text(struct sealing *s, const char *text)
{
	/* With its end, so that no two lists of texts are alike. */
	s->failed |= !mia__sha256_update(&s->sha, text, strlen(text) + 1);
}

static void
add_number(struct sealing *s, uint64_t number)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(number >> (8 * i));
	s->failed |= !mia__sha256_update(&s->sha, bytes, sizeof(bytes));
}

static enum mia_status
add_chunks(struct sealing *s, const struct casefile *file, struct mia_error *err)
{
	sqlite3_stmt *rows = NULL;
	enum mia_status status;

	MIA_TRY(mia__db_prepare(file->db, "SELECT number, size, deflated, sha256 FROM chunks ORDER BY number",
		&rows, err));
	while ((status = mia__db_step(file->db, rows, err)) == MIA_OK) {
		for (int i = 0; i < 3; i++)
			add_number(s, (uint64_t)sqlite3_column_int64(rows, i));
		const void *hash = sqlite3_column_blob(rows, 3);
		int size = sqlite3_column_bytes(rows, 3);
		add_number(s, (uint64_t)size);
		if (size > 0 && !hash)
			status = mia__fail_memory(err);
		else if (size > 0)
			s->failed |= !mia__sha256_update(&s->sha, hash, (size_t)size);
	}
	sqlite3_finalize(rows);
	return status < 0 ? status : MIA_OK;
}

static enum mia_status
add_all(struct sealing *s, const struct casefile *file, struct mia_error *err)
{
	add_number(s, CASEFILE_FORM);
	add_number(s, file->source_count);
	for (size_t i = 0; i < file->source_count; i++) {
		add_text(s, file->sources[i].name);
		add_number(s, file->sources[i].content);
		add_text(s, file->sources[i].fault);
	}
	add_number(s, file->content_count);
	for (size_t i = 0; i < file->content_count; i++) {
		add_text(s, file->contents[i].sha256);
		add_number(s, file->contents[i].stored_bytes);
		add_number(s, file->contents[i].first);
		add_number(s, file->contents[i].count);
	}
	return add_chunks(s, file, err);
}

enum mia_status
mia__mac_compute(const struct casefile *file, char ret[65], struct mia_error *err)
{
	struct sealing s = { .failed = false };
	unsigned char hash[32];
	enum mia_status status;

	if (!mia__sha256_init(&s.sha))
		return mia__fail_memory(err);
	s.failed = !mia__sha256_begin(&s.sha);
	status = add_all(&s, file, err);
	if (status >= 0 && (s.failed || !mia__sha256_end(&s.sha, hash)))
		status = mia__fail_memory(err);
	mia__sha256_release(&s.sha);
	if (status >= 0)
		mia__sha256_hex(hash, ret);
	return status;
}
