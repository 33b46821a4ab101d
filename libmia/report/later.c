#include <mia/report.h>

enum mia_status
mia_report_mailboxes(const struct mia_findings *findings, const struct mia_report_options *options, struct mia_error *err)
{
	(void)findings;
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
