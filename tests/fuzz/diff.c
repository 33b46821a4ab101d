/*
 * Two lists that libmia is said to have written: the difference has each item
 * once, forwards and backwards are each other's mirror, and a list differs in
 * nothing from itself.
 */
#include "fuzz.h"

static enum mia_status
difference(struct mia_text old_list, struct mia_text new_list, struct mia_diff **ret)
{
	struct mia_evidence *a = fuzz_evidence(0, 0), *b = fuzz_evidence(0, 0);
	struct mia_error error = { 0 };
	enum mia_status status;

	fuzz_add(a, "old", old_list);
	fuzz_add(b, "new", new_list);
	status = mia_diff_new(ret, NULL, a, b, &error);
	if (status != MIA_OK) {
		MUST(status == MIA_ERR_ARGUMENT);
		fuzz_check_guarded("an error of a difference", mia_text_of(error.text), "");
	}
	mia_evidence_free(a);
	mia_evidence_free(b);
	return status;
}

static enum mia_status
report_all(const void *result, const struct mia_report_options *options, struct mia_error *err)
{
	return mia_report_diff(result, 1, options, err);
}

static void
hold(const struct mia_diff *d, struct choice *choice)
{
	uint64_t sum = 0;

	for (int i = 0; i <= MIA_CHANGE_BASIS; i++)
		sum += mia_diff_sum(d, (enum mia_change)i);
	MUST(sum == mia_diff_count(d));
	fuzz_check_report(MIA_REPORT_DIFF, report_all, d,
		(enum mia_format)fuzz_choose(choice, MIA_FORMAT_NDJSON + 1), choice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text a, b;
	struct mia_diff *there, *back, *self;

	fuzz_halve((struct mia_text){ (const char *)data, size }, &a, &b);
	if (difference(a, a, &self) == MIA_OK) {
		MUST(mia_diff_sum(self, MIA_CHANGE_SAME) == mia_diff_count(self));
		mia_diff_free(self);
	}
	if (difference(a, b, &there) != MIA_OK)
		return 0;
	hold(there, &choice);
	if (difference(b, a, &back) != MIA_OK)
		DIE("a difference there, and none back");
	MUST(mia_diff_sum(there, MIA_CHANGE_ADDED) == mia_diff_sum(back, MIA_CHANGE_GONE));
	MUST(mia_diff_sum(there, MIA_CHANGE_GONE) == mia_diff_sum(back, MIA_CHANGE_ADDED));
	MUST(mia_diff_sum(there, MIA_CHANGE_SAME) == mia_diff_sum(back, MIA_CHANGE_SAME));
	mia_diff_free(there);
	mia_diff_free(back);
	return 0;
}
