/* One line a mailbox: what a session had access to there, on what that rests, and
 * for how long of the time asked for the log is blind. */
#include <mia/findings.h>
#include <mia/load.h>
#include <stdio.h>

static void
print(const struct mia_findings *findings)
{
	for (size_t i = 0; i < mia_findings_mailbox_count(findings); i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		long long blind = finding->blind / MIA_TIME_SECOND;
		char basis[MIA_BASIS_TEXT];

		mia_basis_format(finding->basis, basis);
		printf("%.*s: %s (%s), blind for %lld:%02lld:%02lld\n", (int)finding->mailbox.len,
			finding->mailbox.ptr, mia_level_name(finding->level), basis, blind / 3600,
			blind / 60 % 60, blind % 60);
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
		mia_findings_new(&findings, NULL, exposure, coverage, &wording, &err) < 0)
		goto out;
	failed = 0;
	print(findings);
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_findings_free(findings);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
	mia_evidence_free(evidence);
	return failed;
}
