/* The reports of findings, for a test that has an exposure and nothing else. */
#ifndef MIA_TESTS_WITH_FINDINGS_H
#define MIA_TESTS_WITH_FINDINGS_H

#include <mia/mia.h>

typedef enum mia_status findings_report(const struct mia_findings *findings,
	const struct mia_report_options *options, struct mia_error *err);

/* An exposure, seen with a coverage of nothing. */
static inline enum mia_status
report_exposure(findings_report *report, const struct mia_exposure *exposure, const struct mia_allocator *a,
	const struct mia_report_options *options, struct mia_error *err)
{
	struct mia_coverage *coverage = NULL;
	struct mia_findings *findings = NULL;
	enum mia_status status = mia_coverage_new(&coverage, a, NULL, err);

	if (status == MIA_OK)
		status = mia_fold_seal(mia_coverage_fold(coverage), err);
	if (status == MIA_OK)
		status = mia_findings_new(&findings, a, exposure, coverage, NULL, err);
	if (status == MIA_OK)
		status = report(findings, options, err);
	mia_findings_free(findings);
	mia_coverage_free(coverage);
	return status;
}

#endif
