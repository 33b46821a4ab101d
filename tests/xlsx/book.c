/*
 * A case of the evidence, as workbook and as the exact CSV of each report.
 * Usage: book DIR SCRATCH|- MADE|- EVIDENCE...
 */
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mia/mia.h>

static struct mia_error err;

static void
must(enum mia_status status)
{
	if (status == MIA_OK)
		return;
	fprintf(stderr, "book: %s: %s\n", mia_status_name(status), err.text);
	exit(1);
}

static int
into_file(void *ctx, const void *bytes, size_t size)
{
	return fwrite(bytes, 1, size, ctx) == size ? 0 : -1;
}

static FILE *
create(const char *dir, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *file = fopen(path, "wb");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	return file;
}

static void
finish(FILE *file)
{
	if (fclose(file) != 0) {
		perror("book");
		exit(1);
	}
}

static void
write_csv(const char *dir, const struct mia_case *c)
{
	struct mia_report_options csv = { .size = sizeof(csv), .format = MIA_FORMAT_CSV, .write = into_file };

#define CSV(name, call) \
	do { \
		csv.ctx = create(dir, name ".csv"); \
		must(call); \
		finish(csv.ctx); \
	} while (0)
	CSV("messages", mia_report_messages(c->findings, &csv, &err));
	CSV("folders", mia_report_folders(c->findings, &csv, &err));
	CSV("mailboxes", mia_report_mailboxes(c->findings, &csv, &err));
	CSV("sessions", mia_report_sessions(c->sessions, &csv, &err));
	CSV("coverage", mia_report_coverage(c->coverage, &csv, &err));
	CSV("timeline", mia_report_timeline(c->timeline, &csv, &err));
	CSV("sources", mia_report_info(c->evidence, c->sums, &csv, &err));
#undef CSV
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_sessions *sessions = NULL;
	struct mia_timeline *timeline = NULL;
	struct mia_reject_list *rejects = NULL;
	struct mia_findings *findings = NULL;
	struct mia_case_option option = { { "ip", 2 }, { "203.0.113.7", 11 } };

	if (argc < 4)
		return 2;
	if (!mia_report_has_xlsx())
		return 77;
	/* A program may be of any country. */
	setlocale(LC_ALL, "");
	must(mia_evidence_new(&evidence, NULL, NULL, &err));
	for (int i = 4; i < argc; i++)
		must(mia_evidence_add_path(evidence, argv[i], &err));
	must(mia_sums_new(&sums, NULL, &err));
	must(mia_exposure_new(&exposure, NULL, NULL, &err));
	must(mia_coverage_new(&coverage, NULL, NULL, &err));
	must(mia_sessions_new(&sessions, NULL, NULL, &err));
	must(mia_timeline_new(&timeline, NULL, NULL, &err));
	must(mia_reject_list_new(&rejects, NULL, &err));
	struct mia_fold *folds[] = { mia_sums_fold(sums), mia_exposure_fold(exposure),
		mia_coverage_fold(coverage), mia_sessions_fold(sessions), mia_timeline_fold(timeline),
		mia_reject_list_fold(rejects) };
	must(mia_load(evidence, folds, sizeof(folds) / sizeof(*folds), NULL, &err));
	must(mia_findings_new(&findings, NULL, exposure, coverage, NULL, &err));

	struct mia_case c = {
		.size = sizeof(c),
		.evidence = evidence,
		.sums = sums,
		.rejects = rejects,
		.findings = findings,
		.coverage = coverage,
		.sessions = sessions,
		.timeline = timeline,
		.case_id = { "C-1 & &P\xe2\x80\xae", 11 },
		.options = &option,
		.option_count = 1,
		.made = MIA_CASE_NO_TIME,
	};
	if (strcmp(argv[2], "-") != 0)
		c.scratch = argv[2];
	if (strcmp(argv[3], "-") != 0)
		c.made = strtoll(argv[3], NULL, 10);
	FILE *book = create(argv[1], "book.xlsx");
	must(mia_report_xlsx(&c, NULL, into_file, book, &err));
	finish(book);
	write_csv(argv[1], &c);

	mia_findings_free(findings);
	mia_timeline_free(timeline);
	mia_sessions_free(sessions);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_reject_list_free(rejects);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	return 0;
}
