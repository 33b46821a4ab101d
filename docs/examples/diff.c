/* The facts come in phases: what changed between two lists of messages or folders
 * that libmia wrote, as CSV or JSON. */
#include <inttypes.h>
#include <mia/diff.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	struct mia_evidence *old_list = NULL, *new_list = NULL;
	struct mia_diff *diff = NULL;
	struct mia_error err = { 0 };
	int failed = 1;

	if (argc != 3) {
		fprintf(stderr, "usage: %s OLD NEW\n", argv[0]);
		return 2;
	}
	/* Each list is an evidence of its own, not read yet. */
	if (mia_evidence_new(&old_list, NULL, NULL, &err) >= 0 &&
		mia_evidence_add_path(old_list, argv[1], &err) >= 0 &&
		mia_evidence_new(&new_list, NULL, NULL, &err) >= 0 &&
		mia_evidence_add_path(new_list, argv[2], &err) >= 0 &&
		mia_diff_new(&diff, NULL, old_list, new_list, &err) >= 0)
		failed = 0;
	for (size_t i = 0; i < mia_diff_count(diff); i++) {
		const struct mia_difference *item = mia_diff_get(diff, i);

		if (item->change != MIA_CHANGE_SAME)
			printf("%s: %.*s\n", mia_change_name(item->change),
				(int)item->internet_message_id.len, item->internet_message_id.ptr);
	}
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	else
		printf("same: %" PRIu64 "\n", mia_diff_sum(diff, MIA_CHANGE_SAME));
	mia_diff_free(diff);
	mia_evidence_free(old_list);
	mia_evidence_free(new_list);
	return failed;
}
