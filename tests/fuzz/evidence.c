/*
 * The whole: one source into every result, its books, and one of its reports
 * in one format. In turn also the page, the workbook's neighbours and what
 * explains a row.
 */
#include "fuzz.h"
#include "page.h"

/* What explains rows asks the timeline for one message or folder. */
static enum mia_status
explain(const void *result, const struct mia_report_options *options, struct mia_error *err)
{
	const struct fuzz_results *r = result;

	return mia_report_explain(r->timeline, r->evidence, options, err);
}

static void
check_explain(struct mia_text input, struct choice *choice)
{
	struct fuzz_results r = { .evidence = fuzz_evidence(0, 0),
		.scope = fuzz_scope(fuzz_choose(choice, 3)) };
	struct mia_timeline_options options;

	mia_timeline_options_init(&options);
	options.scope = r.scope;
	if (fuzz_choose(choice, 2))
		options.folder = mia_text_of("\\Inbox");
	else
		options.message = mia_text_of("<invoice-7731@supplier.example.net>");
	fuzz_add(r.evidence, "a", input);
	OK(mia_timeline_new(&r.timeline, NULL, &options, err));
	struct mia_fold *fold = mia_timeline_fold(r.timeline);
	struct mia_load_options load;
	mia_load_options_init(&load);
	load.threads = 1;
	OK(mia_load(r.evidence, &fold, 1, &load, err));
	fuzz_check_report(MIA_REPORT_EXPLAIN, explain, &r,
		(enum mia_format)fuzz_choose(choice, MIA_FORMAT_NDJSON + 1), choice);
	fuzz_free(&r);
}

/* The bare records: lines of JSON, no more of them than events. */
static void
check_auditdata(struct mia_text input, struct choice *choice)
{
	static struct fuzz_output output;
	static struct fuzz_json json;
	struct mia_evidence *evidence = fuzz_evidence(0, 0);
	struct mia_scope *scope = fuzz_scope(fuzz_choose(choice, FUZZ_SCOPES));
	struct mia_report_options options;
	uint64_t without = 0, lines = 0;

	fuzz_add(evidence, "a", input);
	mia_report_options_init(&options);
	options.write = fuzz_write;
	options.ctx = &output;
	output.len = 0;
	OK(mia_report_auditdata(evidence, scope, &options, NULL, NULL, &without, err));
	for (size_t at = 0, n; at < output.len; at += n + 1, lines++) {
		const char *lf = memchr(output.ptr + at, '\n', output.len - at);
		MUST(lf != NULL);
		n = (size_t)(lf - output.ptr) - at;
		if (!fuzz_json_read(&json, (struct mia_text){ output.ptr + at, n }))
			DIE("auditdata: no JSON: '%.*s'", (int)(n < 300 ? n : 300), output.ptr + at);
	}
	MUST(lines + without <= mia_evidence_source(evidence, 0)->decoded);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text input = { (const char *)data, size };
	struct fuzz_results r = { 0 };
	unsigned what = fuzz_choose(&choice, 16);

	if (what == 0) {
		check_explain(input, &choice);
		return 0;
	}
	if (what == 1) {
		check_auditdata(input, &choice);
		return 0;
	}
	struct fuzz_how how = fuzz_how(&choice);
	r.evidence = fuzz_evidence(0, 0);
	fuzz_add(r.evidence, "a", input);
	fuzz_load(&r, &how);
	if (what == 2)
		fuzz_check_page(&r);
	else if (what == 3)
		fuzz_check_triage_page(&r, &choice);
	else
		fuzz_check_some_report(&r, &choice);
	fuzz_free(&r);
	return 0;
}
