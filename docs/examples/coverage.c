/* Where the log is blind: the spans in which single messages may have been opened
 * without a record, with the rule that says so. */
#include <mia/coverage.h>
#include <mia/load.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_coverage_options options;
	struct mia_error err = { 0 };
	int failed = 1;

	/* Not `{ .size = sizeof(options) }`: unknown times are not 0. */
	mia_coverage_options_init(&options);
	/* What the export is said to hold; without it the last day cannot be known. */
	if (argc != 4 || mia_time_parse(mia_text_of(argv[1]), &options.exported_from) < 0 ||
		mia_time_parse(mia_text_of(argv[2]), &options.exported_until) < 0) {
		fprintf(stderr, "usage: %s FROM UNTIL EVIDENCE\n", argv[0]);
		return 2;
	}
	if (mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argv[3], &err) < 0 ||
		mia_coverage_new(&coverage, NULL, &options, &err) < 0)
		goto out;
	struct mia_fold *fold = mia_coverage_fold(coverage);
	if (mia_load(evidence, &fold, 1, NULL, &err) < 0)
		goto out;
	failed = 0;
	for (size_t i = 0; i < mia_coverage_count(coverage); i++) {
		const struct mia_span *span = mia_coverage_span(coverage, i);
		char start[MIA_TIME_TEXT], end[MIA_TIME_TEXT];

		/* Covered spans stand among the others, and are blind to nothing. */
		if (!(span->blind & MIA_BLIND_BINDS) || span->mailbox.ptr == NULL)
			continue;
		mia_time_format(span->start, start);
		mia_time_format(span->end, end);
		printf("%.*s %s..%s %s\n", (int)span->mailbox.len, span->mailbox.ptr, start, end, span->rule);
	}
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_coverage_free(coverage);
	mia_evidence_free(evidence);
	return failed;
}
