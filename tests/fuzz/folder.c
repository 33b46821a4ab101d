/*
 * The folder of mia_case_write: every file of it is what its name says, and
 * manifest and SHA256SUMS have the hashes of what was written.
 */
#include "bytes/sha256.h"
#include "fuzz.h"

enum { FILES = 32 };

struct folder {
	char names[FILES][64], hashes[FILES][65];
	size_t count;
	struct fuzz_output bytes, sums, manifest;
};

static int
open_file(void *ctx, const char *name)
{
	struct folder *f = ctx;

	MUST(f->count < FILES && strlen(name) < sizeof(f->names[0]) && name[0] != '/' && !strstr(name, ".."));
	strcpy(f->names[f->count], name);
	f->bytes.len = 0;
	return 0;
}

static int
write_file(void *ctx, const void *bytes, size_t size)
{
	return fuzz_write(&((struct folder *)ctx)->bytes, bytes, size);
}

static bool
ends(const char *name, const char *end)
{
	return strlen(name) > strlen(end) && strcmp(name + strlen(name) - strlen(end), end) == 0;
}

static int
close_file(void *ctx)
{
	static struct fuzz_csv csv;
	static struct fuzz_json json;
	struct folder *f = ctx;
	const char *name = f->names[f->count];
	struct mia_text all = { f->bytes.ptr, f->bytes.len };
	unsigned char hash[32];
	struct sha256 sha;

	MUST(mia__sha256_init(&sha) && mia__sha256_begin(&sha));
	MUST(mia__sha256_update(&sha, all.ptr, all.len) && mia__sha256_end(&sha, hash));
	mia__sha256_release(&sha);
	mia__sha256_hex(hash, f->hashes[f->count]);
	if (ends(name, ".csv"))
		MUST(fuzz_csv_read(&csv, all, true));
	else if (ends(name, ".json"))
		MUST(fuzz_json_read(&json, all));
	if (!ends(name, ".csv") && !ends(name, ".xlsx") && !strstr(name, "rejects/"))
		fuzz_check_guarded(name, all, "\n\t");
	if (strcmp(name, "SHA256SUMS") == 0 || strcmp(name, "manifest.json") == 0) {
		struct fuzz_output *to = name[0] == 'S' ? &f->sums : &f->manifest;
		to->len = 0;
		fuzz_write(to, all.ptr, all.len);
	}
	f->count++;
	return 0;
}

static void
hold_hashes(const struct folder *f)
{
	for (size_t i = 0; i < f->count; i++) {
		char line[160];
		int n = snprintf(line, sizeof(line), "%s  %s\n", f->hashes[i], f->names[i]);
		bool own = strcmp(f->names[i], "SHA256SUMS") == 0;
		if (!own && !memmem(f->sums.ptr, f->sums.len, line, (size_t)n))
			DIE("SHA256SUMS has not %s", f->names[i]);
		if (!own && strcmp(f->names[i], "manifest.json") != 0 &&
			!memmem(f->manifest.ptr, f->manifest.len, f->hashes[i], 64))
			DIE("the manifest has not the hash of %s", f->names[i]);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct folder folder;
	struct choice choice = fuzz_choice(&data, &size);
	struct fuzz_results r = { .evidence = fuzz_evidence(0, 0) };
	struct mia_case_files files = { open_file, write_file, close_file, &folder };
	struct mia_redaction *redaction = NULL;
	struct fuzz_how how = fuzz_how(&choice);
	struct mia_case c;

	fuzz_add(r.evidence, "a", (struct mia_text){ (const char *)data, size });
	fuzz_load(&r, &how);
	if (fuzz_choose(&choice, 4) == 0)
		OK(mia_redaction_new(&redaction, NULL, mia_text_of("0123456789abcdef"), err));
	mia_case_init(&c);
	c.evidence = r.evidence;
	c.sums = r.sums;
	c.rejects = r.rejects;
	c.findings = r.findings;
	c.coverage = r.coverage;
	c.sessions = r.sessions;
	c.timeline = r.timeline;
	c.scope = r.scope;
	c.redaction = redaction;
	c.scratch = "/dev/shm";
	folder.count = 0;
	OK(mia_case_write(&c, NULL, &files, err));
	hold_hashes(&folder);
	mia_redaction_free(redaction);
	fuzz_free(&r);
	return 0;
}
