/* Whom to notify: the people on the exposed messages, as an inventory names them,
 * with the two numbers that GDPR Art. 33(3)(a) asks for. */
#include <inttypes.h>
#include <mia/load.h>
#include <mia/subjects.h>
#include <stdio.h>

static void
print(const struct mia_subjects *subjects)
{
	const struct mia_subjects_sums *sums = mia_subjects_sums(subjects);

	for (size_t i = 0; i < mia_subjects_count(subjects); i++) {
		const struct mia_subject *person = mia_subjects_get(subjects, i);

		printf("%.*s: %" PRIu64 "%s\n", (int)person->address.len, person->address.ptr,
			person->messages_total, person->own == MIA_YES ? ", own" : "");
	}
	printf("messages: %" PRIu64 " at least, %" PRIu64 " at most\n", sums->records_least,
		sums->records_most);
	printf("people: %" PRIu64 " at least, %" PRIu64 " at most%s\n", sums->people_least, sums->people_most,
		sums->unbounded ? ", or more" : "");
}

int
main(int argc, char **argv)
{
	struct mia_evidence *evidence = NULL, *files = NULL;
	struct mia_inventory *inventory = NULL;
	struct mia_scope *scope = NULL;
	struct mia_exposure *exposure = NULL;
	struct mia_coverage *coverage = NULL;
	struct mia_findings *findings = NULL;
	struct mia_subjects *subjects = NULL;
	struct mia_exposure_options asked;
	struct mia_findings_options wording;
	struct mia_subjects_options house;
	struct mia_error err = { 0 };
	int failed = 1;

	if (argc != 5) {
		fprintf(stderr, "usage: %s SESSION DOMAIN INVENTORY EVIDENCE\n", argv[0]);
		return 2;
	}
	struct mia_text domain = mia_text_of(argv[2]);
	mia_exposure_options_init(&asked);
	mia_findings_options_init(&wording);
	mia_subjects_options_init(&house);
	house.own_domains = (struct mia_texts){ &domain, 1 };
	if (mia_evidence_new(&files, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(files, argv[3], &err) < 0 ||
		mia_inventory_new(&inventory, NULL, &err) < 0 ||
		mia_inventory_read(inventory, files, mia_text_of(NULL), NULL, NULL, &err) < 0 ||
		mia_inventory_seal(inventory, &err) < 0 || mia_scope_new(&scope, NULL, &err) < 0 ||
		mia_scope_add(scope, MIA_TRAIT_SESSION, 0, mia_text_of(argv[1]), &err) < 0)
		goto out;
	asked.scope = wording.scope = scope;
	wording.inventory = inventory;
	if (mia_evidence_new(&evidence, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(evidence, argv[4], &err) < 0 ||
		mia_exposure_new(&exposure, NULL, &asked, &err) < 0 ||
		mia_coverage_new(&coverage, NULL, NULL, &err) < 0)
		goto out;
	struct mia_fold *folds[] = { mia_exposure_fold(exposure), mia_coverage_fold(coverage) };
	if (mia_load(evidence, folds, 2, NULL, &err) < 0 ||
		mia_findings_new(&findings, NULL, exposure, coverage, &wording, &err) < 0 ||
		mia_subjects_new(&subjects, NULL, findings, &house, &err) < 0)
		goto out;
	failed = 0;
	print(subjects);
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_subjects_free(subjects);
	mia_findings_free(findings);
	mia_coverage_free(coverage);
	mia_exposure_free(exposure);
	mia_scope_free(scope);
	mia_inventory_free(inventory);
	mia_evidence_free(files);
	mia_evidence_free(evidence);
	return failed;
}
