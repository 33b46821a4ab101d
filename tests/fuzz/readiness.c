/*
 * Exports of the configuration beside an evidence ("\n@@\n" parts them): the
 * books balance, in pieces it is the same, and the coverage with it stands.
 */
#include "fuzz.h"

static int
count(void *ctx, const struct mia_reject *reject)
{
	*(uint64_t *)ctx += reject->last != 0;
	return 0;
}

static struct mia_readiness *
read_rows(struct mia_text rows, size_t block, struct fuzz_output *to)
{
	struct mia_readiness *readiness = NULL;
	struct mia_evidence *files = fuzz_evidence(block, 0);
	struct mia_report_options options;
	uint64_t rejected = 0;

	fuzz_add(files, "rows", rows);
	OK(mia_readiness_new(&readiness, NULL, err));
	OK(mia_readiness_read(readiness, files, count, &rejected, err));
	OK(mia_readiness_seal(readiness, err));
	fuzz_source_books(mia_evidence_source(files, 0));
	MUST(mia_evidence_source(files, 0)->rejected == rejected);
	mia_report_options_init(&options);
	options.format = MIA_FORMAT_NDJSON;
	options.write = fuzz_write;
	options.ctx = to;
	to->len = 0;
	OK(mia_report_readiness(readiness, &options, err));
	mia_evidence_free(files);
	return readiness;
}

static enum mia_status
report(const void *result, const struct mia_report_options *options, struct mia_error *err)
{
	return mia_report_readiness(result, options, err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_output whole, pieces;
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text rows, evidence;
	struct fuzz_results r = { 0 };
	size_t block = 16 + fuzz_choose(&choice, 100);
	struct fuzz_how how = fuzz_how(&choice);

	fuzz_halve((struct mia_text){ (const char *)data, size }, &rows, &evidence);
	r.readiness = read_rows(rows, 0, &whole);
	struct mia_readiness *other = read_rows(rows, block, &pieces);
	fuzz_same("readiness in pieces", &whole, &pieces);
	mia_readiness_free(other);
	fuzz_check_report(MIA_REPORT_READINESS, report, r.readiness,
		(enum mia_format)fuzz_choose(&choice, MIA_FORMAT_NDJSON + 1), &choice);
	if (fuzz_choose(&choice, 2)) {
		r.evidence = fuzz_evidence(0, 0);
		fuzz_add(r.evidence, "a", evidence);
		fuzz_load(&r, &how);
		fuzz_check_some_report(&r, &choice);
		fuzz_free(&r);
	}
	mia_readiness_free(r.readiness);
	return 0;
}
