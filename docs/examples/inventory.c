/* What lay in a mailbox, from a list of another system: reads it, tells what is
 * no list, and shows that each row is accounted for. */
#include <inttypes.h>
#include <mia/inventory.h>
#include <stdio.h>

static int
on_reject(void *ctx, const struct mia_reject *reject)
{
	(void)ctx;
	printf("%s: %s\n", mia_reason_name(reject->reason), reject->detail);
	return 0;
}

int
main(int argc, char **argv)
{
	struct mia_evidence *files = NULL;
	struct mia_inventory *inventory = NULL;
	struct mia_error err = { 0 };
	int failed = 1;

	if (argc != 3) {
		fprintf(stderr, "usage: %s OWNER LIST\n", argv[0]);
		return 2;
	}
	if (mia_evidence_new(&files, NULL, NULL, &err) < 0 ||
		mia_evidence_add_path(files, argv[2], &err) < 0 ||
		mia_inventory_new(&inventory, NULL, &err) < 0 ||
		mia_inventory_read(inventory, files, mia_text_of(argv[1]), on_reject, NULL, &err) < 0 ||
		mia_inventory_seal(inventory, &err) < 0)
		goto out;
	failed = 0;
	const struct mia_inventory_sums *sums = mia_inventory_sums(inventory);
	printf("%" PRIu64 " rows = %" PRIu64 " items + %" PRIu64 " folders + %" PRIu64 " repeats + %" PRIu64
	       " rejected\n",
		sums->rows, sums->items, sums->folders, sums->repeats, sums->rejected);
	for (size_t i = 0; i < mia_inventory_item_count(inventory); i++) {
		const struct mia_inventory_item *item = mia_inventory_item(inventory, i);
		char received[MIA_TIME_TEXT];

		mia_time_format(item->received, received); /* "" where it is not known */
		printf("%.*s (%s)\n", (int)item->internet_message_id.len,
			item->internet_message_id.ptr ? item->internet_message_id.ptr : "", received);
	}
out:
	if (failed)
		fprintf(stderr, "%s\n", err.text);
	mia_inventory_free(inventory);
	mia_evidence_free(files);
	return failed;
}
