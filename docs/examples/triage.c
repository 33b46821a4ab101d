/* Where to look first: the rows of triage with their reasons, and what was folded. */
#include <inttypes.h>
#include <mia/load.h>
#include <mia/triage.h>
#include <stdio.h>

static void
print(const struct mia_triage *triage)
{
	for (size_t i = 0; i < mia_triage_count(triage); i++) {
		const struct mia_triage_row *row = mia_triage_get(triage, i);

		printf("%zu %s %.*s, weight %u\n", i + 1, mia_triage_kind_name(row->kind),
			(int)row->subject.len, row->subject.ptr, row->weight);
		for (size_t k = 0; k < row->reason_count; k++)
			printf("    %s: %.*s\n", row->reasons[k].rule->code, (int)row->reasons[k].text.len,
				row->reasons[k].text.ptr);
	}
	for (size_t i = 0; i < mia_triage_sent_on_count(triage); i++) {
		const struct mia_triage_sent_on *sent = mia_triage_sent_on(triage, i);

		printf("%s: %.*s\n", sent->outside ? "outside" : "inside", (int)sent->what.len,
			sent->what.ptr);
	}
	printf("%" PRIu64 " contexts of background clients are folded\n",
		mia_triage_sums(triage)->folded.contexts);
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL;
	struct mia_triage *triage = NULL;
	struct mia_triage_options options;
	struct mia_error err = { 0 };
	int failed = 1;

	mia_triage_options_init(&options);
	if (argc == 2 && mia_evidence_new(&evidence, NULL, NULL, &err) >= 0 &&
		mia_evidence_add_path(evidence, argv[1], &err) >= 0 &&
		mia_triage_new(&triage, NULL, &options, &err) >= 0) {
		struct mia_fold *folds[] = { mia_triage_fold(triage) };

		if (mia_load(evidence, folds, 1, NULL, &err) >= 0) {
			print(triage);
			failed = 0;
		}
	}
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_triage_free(triage);
	mia_evidence_free(evidence);
	return failed;
}
