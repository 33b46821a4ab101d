#include "findings.h"

int
findings_load(struct run *run, struct findings *ret)
{
	struct mia_exposure_options asked = {.size = sizeof asked, .scope = run->options.scope};
	struct mia_error err = {0};

	*ret = (struct findings){NULL, NULL, NULL};
	if (mia_exposure_new(&ret->exposure, NULL, &asked, &err) < 0 ||
		mia_coverage_new(&ret->coverage, NULL, NULL, &err) < 0) {
		run_failed(run, "cannot start", &err);
		findings_free(ret);
		return 0;
	}
	struct mia_fold *folds[] = {mia_exposure_fold(ret->exposure), mia_coverage_fold(ret->coverage)};
	if (run_load(run, folds, 2) &&
		mia_findings_new(&ret->findings, NULL, ret->exposure, ret->coverage, NULL, &err) < 0)
		run_failed(run, "cannot put the findings together", &err);
	return 1;
}

void
findings_free(struct findings *found)
{
	mia_findings_free(found->findings);
	mia_coverage_free(found->coverage);
	mia_exposure_free(found->exposure);
	*found = (struct findings){NULL, NULL, NULL};
}
