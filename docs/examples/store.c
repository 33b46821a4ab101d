/* The next question of the same files: the first run keeps what their records say in a
 * store, the second answers from it. */
#include <errno.h>
#include <inttypes.h>
#include <mia/store.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_store_writer *writer = NULL;
	struct mia_sums *sums = NULL;
	struct mia_store_options options;
	struct mia_error err = { 0 };
	int failed = 1;

	mia_store_options_init(&options);
	/* The whole evidence is named before the store is. */
	if (argc != 3 || mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argv[2], &err) < 0 || mia_sums_new(&sums, NULL, &err) < 0)
		goto out;
	enum mia_status status = mia_store_use(evidence, argv[1], &options, &err);
	if (status == MIA_ERR_IO && err.sys_errno == ENOENT)
		status = mia_store_writer_new(&writer, NULL, evidence, argv[1], NULL, &err);
	if (status < 0)
		goto out;
	/* MIA_END: it was made from something else; the evidence is read then. */
	printf("%s\n", writer != NULL ? "read and kept" : status == MIA_END ? "read" : "from the store");
	struct mia_fold *folds[] = { mia_sums_fold(sums), mia_store_writer_fold(writer) };
	if (mia_load(evidence, folds, writer != NULL ? 2 : 1, NULL, &err) < 0 ||
		(writer != NULL && mia_store_writer_finish(writer, &err) < 0))
		goto out;
	failed = 0;
	printf("%" PRIu64 " records, %" PRIu64 " events\n", mia_sums_totals(sums)->records,
		mia_sums_totals(sums)->events);
	if (mia_store_written(evidence) == MIA_TIME_UNKNOWN && writer == NULL)
		printf("not from a store\n");
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_store_writer_free(writer);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	return failed;
}
