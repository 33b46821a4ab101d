#include <mia/report.h>

enum mia_status
mia_report_coverage(const struct mia_coverage *coverage, const struct mia_report_options *options, struct mia_error *err)
{
	(void)coverage;
	(void)options;
	(void)err;
	return MIA_ERR_STATE;
}

enum mia_status
mia_report_readiness(const struct mia_readiness *readiness, const struct mia_report_options *options, struct mia_error *err)
{
	(void)readiness;
	(void)options;
	(void)err;
	return MIA_ERR_STATE;
}

enum mia_status
mia_report_expansion(const struct mia_expansion *expansion, const struct mia_report_options *options, struct mia_error *err)
{
	(void)expansion;
	(void)options;
	(void)err;
	return MIA_ERR_STATE;
}
