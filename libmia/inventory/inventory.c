#include <mia/inventory.h>

const char *
mia_inventory_kind_name(enum mia_inventory_kind kind)
{
	(void)kind;
	return "";
}

enum mia_status
mia_inventory_new(struct mia_inventory **ret, const struct mia_allocator *allocator, struct mia_error *err)
{
	(void)ret;
	(void)allocator;
	(void)err;
	return MIA_ERR_STATE;
}

void
mia_inventory_free(struct mia_inventory *inventory)
{
	(void)inventory;
}

enum mia_status
mia_inventory_read(struct mia_inventory *inventory, struct mia_evidence *files, struct mia_text owner, int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx, struct mia_error *err)
{
	(void)inventory;
	(void)files;
	(void)owner;
	(void)ctx;
	(void)err;
	(void)on_reject;
	return MIA_ERR_STATE;
}

enum mia_status
mia_inventory_seal(struct mia_inventory *inventory, struct mia_error *err)
{
	(void)inventory;
	(void)err;
	return MIA_ERR_STATE;
}

size_t
mia_inventory_item_count(const struct mia_inventory *inventory)
{
	(void)inventory;
	return 0;
}

const struct
mia_inventory_item *mia_inventory_item(const struct mia_inventory *inventory, size_t i)
{
	(void)inventory;
	(void)i;
	return 0;
}

size_t
mia_inventory_folder_count(const struct mia_inventory *inventory)
{
	(void)inventory;
	return 0;
}

const struct
mia_inventory_folder *mia_inventory_folder(const struct mia_inventory *inventory, size_t i)
{
	(void)inventory;
	(void)i;
	return 0;
}

const struct
mia_inventory_sums *mia_inventory_sums(const struct mia_inventory *inventory)
{
	(void)inventory;
	return 0;
}
