/*
 * An inventory beside an evidence ("\n@@\n" parts them): its books balance, in
 * pieces it is the same, and the findings with it keep what they say without.
 */
#include "fuzz.h"

static int
count(void *ctx, const struct mia_reject *reject)
{
	*(uint64_t *)ctx += reject->last != 0;
	return 0;
}

static struct mia_inventory *
read_inventory(struct mia_text rows, size_t block, struct mia_evidence **files)
{
	struct mia_inventory *inventory = NULL;
	struct mia_text owner = { 0 };
	uint64_t rejected = 0;

	*files = fuzz_evidence(block, 0);
	fuzz_add(*files, "rows", rows);
	if (rows.len % 2)
		owner = mia_text_of("anna.berg@fjordlight.example");
	OK(mia_inventory_new(&inventory, NULL, err));
	OK(mia_inventory_read(inventory, *files, owner, count, &rejected, err));
	OK(mia_inventory_seal(inventory, err));
	const struct mia_source *source = mia_evidence_source(*files, 0);
	const struct mia_inventory_sums *sums = mia_inventory_sums(inventory);
	fuzz_source_books(source);
	MUST(source->rejected == rejected);
	MUST(sums->rows == sums->items + sums->folders + sums->repeats + sums->rejected);
	/* Rows of items; one may be in several mailboxes, several may tell of one. */
	MUST((sums->items == 0) == (mia_inventory_item_count(inventory) == 0));
	MUST(sums->folders >= mia_inventory_folder_count(inventory));
	return inventory;
}

static void
print_text(struct fuzz_output *to, struct mia_text text)
{
	fuzz_print(to, "%zu:", text.len);
	fuzz_write(to, text.ptr, text.len);
}

static void
print(const struct mia_inventory *inventory, struct fuzz_output *to)
{
	to->len = 0;
	for (size_t i = 0; i < mia_inventory_item_count(inventory); i++) {
		const struct mia_inventory_item *item = mia_inventory_item(inventory, i);
		const struct mia_text texts[] = { item->mailbox, item->internet_message_id, item->item_id,
			item->folder_path, item->folder_id, item->subject, item->sender, item->sender_name };
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
			print_text(to, texts[k]);
		for (size_t k = 0; k < item->recipients.count; k++)
			print_text(to, item->recipients.ptr[k]);
		fuzz_print(to, " %d %lld %lld %d\n", (int)item->kind, (long long)item->received,
			(long long)item->size_bytes, item->undelivered);
	}
	for (size_t i = 0; i < mia_inventory_folder_count(inventory); i++) {
		const struct mia_inventory_folder *f = mia_inventory_folder(inventory, i);
		print_text(to, f->mailbox);
		print_text(to, f->folder_path);
		print_text(to, f->folder_id);
		fuzz_print(to, " %lld %lld %lld %lld\n", (long long)f->items, (long long)f->size_bytes,
			(long long)f->oldest, (long long)f->newest);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_output whole, pieces;
	struct choice choice = fuzz_choice(&data, &size);
	struct mia_text rows, evidence;
	struct mia_evidence *files, *again;
	struct fuzz_results r = { 0 };
	size_t block = 16 + fuzz_choose(&choice, 100);
	struct fuzz_how how = fuzz_how(&choice);

	fuzz_halve((struct mia_text){ (const char *)data, size }, &rows, &evidence);
	r.inventory = read_inventory(rows, 0, &files);
	print(r.inventory, &whole);
	struct mia_inventory *other = read_inventory(rows, block, &again);
	print(other, &pieces);
	fuzz_same("an inventory in pieces", &whole, &pieces);
	mia_inventory_free(other);
	mia_evidence_free(again);
	r.evidence = fuzz_evidence(0, 0);
	fuzz_add(r.evidence, "a", evidence);
	fuzz_load(&r, &how);
	fuzz_check_some_report(&r, &choice);
	fuzz_free(&r);
	mia_inventory_free(r.inventory);
	mia_evidence_free(files);
	return 0;
}
