/*
 * The known-answer case: the evidence, and what a reader who works it out by
 * hand comes to. Nothing here was computed by libmia.
 */
#ifndef MIA_SELFTEST_KNOWN_H
#define MIA_SELFTEST_KNOWN_H

#include "base/buf.h"

#include <mia/report.h>
#include <mia/selftest.h>

#define KNOWN_PLAIN "known.ndjson"
#define KNOWN_GZIP "known-cut.ndjson.gz"
#define KNOWN_SESSION "5e1f7e57-0000-4000-8000-00000000000a"

extern const char mia__known_plain[];
/* One line of mia__known_plain once more, in gzip and without the trailer,
 * as a broken download leaves it. false: out of memory. */
bool mia__known_gzip(struct buf *out);

/* What one run over the case came to; free with mia__known_free. */
struct known {
	struct mia_allocator a;
	struct buf gzip;
	struct mia_scope *scope;
	struct mia_evidence *evidence;
	struct mia_sums *sums;
	struct mia_exposure *exposure;
	struct mia_coverage *coverage;
	struct mia_findings *findings;
};
enum mia_status mia__known_run(struct known *k, const struct mia_allocator *allocator, unsigned threads,
	struct mia_error *err);
void mia__known_free(struct known *k);

/* Tells checks; sticky. */
struct checks {
	struct mia_allocator a;
	int (*tell)(void *ctx, const struct mia_check *check);
	void *ctx;
	size_t failed;
	bool stopped;
};
/* found may be cut; that is a difference too. */
void mia__check_text(struct checks *checks, const char *name, const char *expected, const char *found);
void mia__check_number(struct checks *checks, const char *name, uint64_t expected, uint64_t found);

enum mia_status mia__checks_of_library(struct checks *checks, struct mia_error *err);
enum mia_status mia__checks_of_case(struct checks *checks, const struct known *k, struct mia_error *err);
enum mia_status mia__checks_of_threads(struct checks *checks, const struct known *one,
	const struct known *many, struct mia_error *err);

#endif
