/* The first page of a case: what a session had access to, what cannot be excluded
 * and why. */
#include <mia/load.h>
#include <mia/summary.h>
#include <stdio.h>

static void
print(const struct mia_summary *summary)
{
	const struct mia_summary_numbers *numbers = mia_summary_numbers(summary);

	printf("%llu of %llu mailboxes, %llu messages\n", (unsigned long long)numbers->mailboxes_accessed,
		(unsigned long long)numbers->mailboxes,
		(unsigned long long)numbers->messages[MIA_LEVEL_ACCESS_RECORDED]);
	for (size_t i = 0; i < mia_summary_line_count(summary); i++) {
		const struct mia_summary_line *line = mia_summary_line(summary, i);

		printf("%.*s\n", (int)line->text.len, line->text.ptr);
	}
	for (size_t i = 0; i < mia_summary_doubt_count(summary); i++) {
		const struct mia_doubt *doubt = mia_summary_doubt(summary, i);

		printf("%llu mailboxes: %.*s\n", (unsigned long long)doubt->mailboxes, (int)doubt->why.len,
			doubt->why.ptr);
	}
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_scope *scope = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_findings *findings = NULL;
	struct mia_summary *summary = NULL;
	struct mia_exposure_options asked;
	struct mia_coverage_options known;
	struct mia_findings_options wording;
	struct mia_error err = { 0 };
	mia_time since, until;
	int failed = 1;

	if (argc != 5 || mia_time_parse(mia_text_of(argv[2]), &since) < 0 ||
		mia_time_parse(mia_text_of(argv[3]), &until) < 0) {
		fprintf(stderr, "usage: %s SESSION SINCE UNTIL EVIDENCE\n", argv[0]);
		return 2;
	}
	mia_exposure_options_init(&asked);
	mia_coverage_options_init(&known);
	mia_findings_options_init(&wording);
	if (mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argv[4], &err) < 0 || mia_scope_new(&scope, NULL, &err) < 0 ||
		mia_scope_add(scope, MIA_TRAIT_SESSION, 0, mia_text_of(argv[1]), &err) < 0 ||
		mia_scope_between(scope, since, until, &err) < 0)
		goto out;
	/* The question is put to all three; say the same to each. */
	asked.scope = wording.scope = scope;
	known.since = wording.since = since;
	known.until = wording.until = until;
	/* The export was made a month later and holds all of the time asked for. */
	known.exported_from = since;
	known.exported_until = until + 30 * 86400 * MIA_TIME_SECOND;
	if (mia_exposure_new(&exposure, NULL, &asked, &err) < 0 ||
		mia_coverage_new(&coverage, NULL, &known, &err) < 0)
		goto out;
	struct mia_fold *folds[] = { mia_exposure_fold(exposure), mia_coverage_fold(coverage) };
	if (mia_load(evidence, folds, 2, NULL, &err) < 0 ||
		mia_findings_new(&findings, NULL, exposure, coverage, &wording, &err) < 0 ||
		mia_summary_new(&summary, NULL, findings, NULL, &err) < 0)
		goto out;
	failed = 0;
	print(summary);
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_summary_free(summary);
	mia_findings_free(findings);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
	return failed;
}
