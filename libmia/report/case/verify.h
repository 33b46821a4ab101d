/* Whether a case folder is what its manifest says. The folder may come from a
 * stranger: nothing outside of it is opened by what the manifest names, and no
 * link is followed. */
#ifndef MIA_REPORT_CASE_VERIFY_H
#define MIA_REPORT_CASE_VERIFY_H

#include <mia/case.h>

#include "base/arena.h"
#include "base/buf.h"

enum verify_part {
	VERIFY_RESULT,
	VERIFY_MANIFEST,
	VERIFY_SUMS,
	VERIFY_SOURCE,
	VERIFY_INVENTORY,
	VERIFY_READINESS,
	VERIFY_PARTS
};

#define MANIFEST_NAME "manifest.json"
#define SUMS_NAME "SHA256SUMS"

/* What the manifest says of one file. */
struct verify_entry {
	enum verify_part part;
	struct mia_text name;
	char sha256[65]; /* "": none is stated */
	bool summed;     /* SHA256SUMS has it */
};

struct verify_row {
	enum verify_part part;
	struct mia_verified_file pub;
};

struct mia_verification {
	struct mia_allocator a;
	struct arena kept;
	struct verify_entry *entries; /* sorted by part and name once the manifest is read */
	size_t entry_count, entry_cap;
	struct verify_row *rows;
	size_t row_count, row_cap;
};

/* A row; what it points to must be kept by the caller. False: no memory. */
bool mia__verify_add(struct mia_verification *v, const struct verify_row *row);
/* The entry of that part and name, or NULL. */
const struct verify_entry *mia__verify_find(const struct mia_verification *v, enum verify_part part,
	struct mia_text name);

/* verify_manifest.c: fills the entries. MIA_ERR_ARGUMENT: it is no manifest. */
enum mia_status mia__verify_manifest(struct mia_verification *v, struct mia_text text, struct mia_error *err);
/* 64 lower-case hexadecimal digits. */
bool mia__verify_is_hash(struct mia_text text);

/* verify_file.c */
/* Hashes the file `name` below the directory; no part of the name may be a
 * link. text, if it is not NULL, takes the bytes, of which there may be
 * `most`. MIA_OK also where *state tells that it could not be hashed; then
 * *detail says why. */
enum mia_status mia__verify_hash(int directory, struct mia_text name, struct buf *text, size_t most,
	char sha256[65], enum mia_verified *state, char detail[96], struct mia_error *err);
/* Adds a row for every file below the directory that nobody knows. */
enum mia_status mia__verify_unknown(struct mia_verification *v, int directory, struct mia_error *err);

/* verify_evidence.c: rows of all sources, inventories and readiness files. */
enum mia_status mia__verify_evidence(struct mia_verification *v, const char *const *paths, size_t path_count,
	struct mia_error *err);

#endif
