/* Results into bytes, for <mia/report.h> and <mia/format.h>: writes the messages
 * of the evidence in a format that is given by its name. */
#include <mia/report.h>
#include <stdio.h>
#include <string.h>

static int
to_stdout(void *ctx, const void *bytes, size_t size)
{
	(void)ctx;
	return fwrite(bytes, 1, size, stdout) != size;
}

/* The format of this name, if messages can be written so; else MIA_FORMAT_COUNT. */
static int
find_format(const char *name)
{
	int format = 0;

	while (format < MIA_FORMAT_COUNT &&
		(strcmp(name, mia_format_name((enum mia_format)format)) != 0 ||
			!mia_format_suits((enum mia_format)format, MIA_REPORT_MESSAGES)))
		format++;
	return format;
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_findings *findings = NULL;
	struct mia_report_options options;
	struct mia_error err = { 0 };
	uint64_t left_out = 0;
	int failed = 1, format = argc == 3 ? find_format(argv[1]) : MIA_FORMAT_COUNT;

	if (format == MIA_FORMAT_COUNT) {
		fprintf(stderr, "usage: %s FORMAT EVIDENCE\n", argv[0]);
		return 2;
	}
	if (mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argv[2], &err) < 0 ||
		mia_exposure_new(&exposure, NULL, NULL, &err) < 0 ||
		mia_coverage_new(&coverage, NULL, NULL, &err) < 0)
		goto out;
	struct mia_fold *folds[] = { mia_exposure_fold(exposure), mia_coverage_fold(coverage) };
	mia_report_options_init(&options);
	options.format = (enum mia_format)format;
	options.write = to_stdout;
	/* No exposure is reported without what is known of gaps: a report takes findings. */
	if (mia_load(evidence, folds, 2, NULL, &err) < 0 ||
		mia_findings_new(&findings, NULL, exposure, coverage, NULL, &err) < 0 ||
		mia_report_messages(findings, &options, &err) < 0 ||
		mia_format_left_out(options.format, findings, &left_out, &err) < 0)
		goto out;
	failed = 0;
	if (left_out > 0)
		fprintf(stderr, "%llu messages have no place in this format\n", (unsigned long long)left_out);
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_findings_free(findings);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_evidence_free(evidence);
	return failed;
}
