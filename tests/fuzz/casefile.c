/*
 * A case file from a stranger. Either the bytes of a good one, changed here and
 * there; or a file made anew, with a seal that is right, of rows that say what
 * the input wants. It is refused, or gives sources whose books balance.
 */
#include "casefile/casefile.h"
#include "base/error.h"
#include "room.h"

static const char record[] =
	"{\"CreationTime\":\"2026-03-17T09:16:20\",\"Id\":\"1\",\"Operation\":\"Send\",\"UserId\":\"u\"}\n";

static struct mia_text
good_file(void)
{
	static struct fuzz_output bytes;

	if (bytes.len == 0) {
		struct mia_evidence *evidence = fuzz_evidence(0, 0);
		char path[128];
		snprintf(path, sizeof(path), "%s/good", fuzz_room());
		fuzz_add(evidence, "a", mia_text_of(record));
		struct mia_load_options load;
		struct mia_ingest_options options;
		mia_load_options_init(&load);
		mia_ingest_options_init(&options);
		load.threads = 1;
		options.load = &load;
		OK(mia_ingest(path, NULL, evidence, &options, NULL, err));
		mia_evidence_free(evidence);
		fuzz_room_read(path, &bytes);
	}
	return (struct mia_text){ bytes.ptr, bytes.len };
}

/* Three bytes of the input are one change: where, and to what. */
static const char *
changed(struct mia_text input)
{
	static struct fuzz_output bytes;
	struct mia_text good = good_file();

	bytes.len = 0;
	fuzz_write(&bytes, good.ptr, good.len);
	for (size_t i = 0; i + 3 <= input.len; i += 3) {
		const unsigned char *p = (const unsigned char *)input.ptr + i;
		bytes.ptr[(size_t)(p[0] | p[1] << 8) % bytes.len] ^= (char)p[2];
	}
	return fuzz_room_file("changed", (struct mia_text){ bytes.ptr, bytes.len });
}

static void
run(sqlite3 *db, const char *sql, const char *text, const void *blob, size_t size, const unsigned char *hash)
{
	sqlite3_stmt *s = NULL;

	MUST(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK);
	if (text)
		sqlite3_bind_text(s, sqlite3_bind_parameter_index(s, ":text"), text, -1, SQLITE_STATIC);
	if (blob)
		sqlite3_bind_blob(s, sqlite3_bind_parameter_index(s, ":bytes"), blob, (int)size,
			SQLITE_STATIC);
	if (hash)
		sqlite3_bind_blob(s, sqlite3_bind_parameter_index(s, ":hash"), hash, 32, SQLITE_STATIC);
	MUST(sqlite3_step(s) == SQLITE_DONE);
	sqlite3_finalize(s);
}

static void
hash_of(struct mia_text bytes, unsigned char hash[32], char hex[65])
{
	struct sha256 sha;

	MUST(mia__sha256_init(&sha) && mia__sha256_begin(&sha));
	MUST(mia__sha256_update(&sha, bytes.ptr, bytes.len) && mia__sha256_end(&sha, hash));
	mia__sha256_release(&sha);
	mia__sha256_hex(hash, hex);
}

/* One source of one chunk. */
static const char *
sealed(struct mia_text input, struct choice *choice)
{
	static const char *const names[] = { "a", "a\nb", "../a", "\xff", "\x1b[2J" };
	const char *path = fuzz_room_file("sealed", (struct mia_text){ 0 });
	struct mia_allocator a = mia__malloc_allocator;
	struct casefile *file = NULL;
	struct content content = { .first = 1, .count = 1 };
	const char *name = names[fuzz_choose(choice, 5)];
	unsigned char hash[32];
	char sql[300], seal[65];
	bool deflated = fuzz_choose(choice, 2);

	OK(mia__casefile_new(&file, &a, err));
	OK(mia__db_open_new(&file->db, &a, path, err));
	run(file->db, "BEGIN", NULL, NULL, 0, NULL);
	OK(mia__schema_make(file->db, err));
	hash_of(input, hash, content.sha256);
	content.stored_bytes = deflated ? fuzz_choose(choice, 4000) : input.len;
	hash[0] ^= (unsigned char)(fuzz_choose(choice, 8) == 7);
	snprintf(sql, sizeof(sql), "INSERT INTO chunks VALUES (1, %llu, %d, :hash, :bytes)",
		(unsigned long long)content.stored_bytes, deflated);
	run(file->db, sql, NULL, input.ptr, input.len, hash);
	snprintf(sql, sizeof(sql), "INSERT INTO contents VALUES (1, :text, %llu, %u, %u)",
		(unsigned long long)content.stored_bytes, content.first, content.count);
	run(file->db, sql, content.sha256, NULL, 0, NULL);
	run(file->db, "INSERT INTO sources VALUES (1, :text, 1, '')", name, NULL, 0, NULL);
	MUST(mia__casefile_add_content(file, &content) && mia__casefile_add_held(file, name, 0, ""));
	OK(mia__mac_compute(file, seal, err));
	run(file->db, "INSERT INTO casefile VALUES ('x', 100000, :text)", seal, NULL, 0, NULL);
	run(file->db, "COMMIT", NULL, NULL, 0, NULL);
	mia__casefile_free(file);
	return path;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text input = { (const char *)data, size };
	struct fuzz_results r = { .evidence = fuzz_evidence(0, 0) };
	struct fuzz_how how = { .threads = 1 };
	struct mia_error error = { 0 };
	bool make = fuzz_choose(&choice, 2) && size && size < 20000;
	const char *path = make ? sealed(input, &choice) : changed(input);

	if (!mia_casefile_is(path)) {
		fuzz_free(&r);
		return 0;
	}
	enum mia_status status = mia_casefile_add_to(r.evidence, path, &error);
	if (status == MIA_OK) {
		fuzz_load(&r, &how);
		if (mia_evidence_count(r.evidence))
			fuzz_check_some_report(&r, &choice);
	} else {
		MUST(status == MIA_ERR_ARGUMENT || status == MIA_ERR_IO);
		fuzz_check_guarded("an error of a case file", mia_text_of(error.text), "");
	}
	fuzz_free(&r);
	return 0;
}
