/* The evidence itself in one SQLite file: takes sources in, and reads them from
 * there as if they were the files. */
#include <inttypes.h>
#include <mia/casefile.h>
#include <stdio.h>

static int
on_source(void *ctx, const struct mia_ingested *source)
{
	(void)ctx;
	printf("%s\n", source->known ? "known" : source->held_as != NULL ? "added" : "not taken");
	return 0;
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL, *held = NULL;
	struct mia_sums *sums = NULL;
	struct mia_ingest_options options;
	struct mia_ingest_sums taken;
	struct mia_error err = { 0 };
	int failed = 1;

	if (!mia_casefile_supported()) {
		printf("built without SQLite\n");
		return 77;
	}
	mia_ingest_options_init(&options);
	options.on_source = on_source;
	/* The case file is replaced in one step when all is on the disk. */
	if (argc != 3 || mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argv[2], &err) < 0 ||
		mia_ingest(argv[1], NULL, evidence, &options, &taken, &err) < 0)
		goto out;
	printf("%" PRIu64 " sources added, %" PRIu64 " known\n", taken.sources_added, taken.sources_known);
	/* mia_casefile_is tells a case file from an export. */
	if (!mia_casefile_is(argv[1]) || mia_evidence_new(&held, NULL, NULL, &err) < 0 ||
		mia_casefile_add_to(held, argv[1], &err) < 0 || mia_sums_new(&sums, NULL, &err) < 0)
		goto out;
	struct mia_fold *fold = mia_sums_fold(sums);
	if (mia_load(held, &fold, 1, NULL, &err) < 0)
		goto out;
	failed = 0;
	printf("%" PRIu64 " records, %" PRIu64 " events\n", mia_sums_totals(sums)->records,
		mia_sums_totals(sums)->events);
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_sums_free(sums);
	mia_evidence_free(held);
	mia_evidence_free(evidence);
	return failed;
}
