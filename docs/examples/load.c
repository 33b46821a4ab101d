/* Loading on all cores, with progress, rejects, and Ctrl-C: what is in the
 * evidence, whatever the question. */
#include <inttypes.h>
#include <mia/load.h>
#include <signal.h>
#include <stdio.h>

static struct mia_cancel *cancel;

static void
interrupted(int number)
{
	(void)number;
	mia_cancel_ask(cancel); /* may be called from a signal handler */
}

/* Called one at a time, but from any thread. An answer other than 0 cancels. */
static int
on_reject(void *ctx, const struct mia_reject *reject)
{
	(void)ctx;
	if (reject->last)
		printf("%s at byte %" PRIu64 "\n", mia_reason_name(reject->reason), reject->place.offset);
	return 0;
}

/* About ten times a second, and once more at the end, however short the load was. */
static int
on_progress(void *ctx, const struct mia_progress *progress)
{
	*(struct mia_progress *)ctx = *progress;
	return 0;
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_sums *sums = NULL;
	struct mia_load_options options;
	struct mia_progress last = { 0 };
	struct mia_error err = { 0 };
	int failed = 1;

	mia_load_options_init(&options);
	options.on_reject = on_reject;
	options.on_progress = on_progress;
	options.ctx = &last;
	if (mia_cancel_new(&cancel, NULL, &err) < 0 || mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argc > 1 ? argv[1] : ".", &err) < 0 ||
		mia_sums_new(&sums, NULL, &err) < 0)
		goto out;
	options.cancel = cancel;
	signal(SIGINT, interrupted);
	struct mia_fold *fold = mia_sums_fold(sums);
	if (mia_load(evidence, &fold, 1, &options, &err) < 0)
		goto out;
	failed = 0;
	printf("%" PRIu64 " of %" PRIu64 " bytes\n", last.stored_bytes, last.total_bytes);
	const struct mia_totals *totals = mia_sums_totals(sums);
	printf("%" PRIu64 " records = %" PRIu64 " events + %" PRIu64 " repeats + %" PRIu64 " rejected\n",
		totals->records, totals->events, totals->repeats, totals->rejected);
	for (size_t i = 0; i < mia_sums_operation_count(sums); i++) {
		const struct mia_operation_sum *sum = mia_sums_operation(sums, i);
		printf("%3" PRIu64 " %.*s\n", sum->events, (int)sum->operation.len, sum->operation.ptr);
	}
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_sums_free(sums);
	mia_evidence_free(evidence);
	mia_cancel_free(cancel);
	return failed;
}
