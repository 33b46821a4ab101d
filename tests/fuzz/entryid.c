/*
 * Ids of folders and messages: the forms of one folder's id name the same
 * bytes; what Purview is given is these bytes; an id of Graph becomes one that
 * the log could have written.
 */
#include "base/arena.h"
#include "exposure/ids.h"
#include "fuzz.h"
#include "inventory/inventory.h"

static void
hold_folder(struct mia_text id)
{
	char kql[64] = "x", hex[49];
	unsigned char bytes[24];
	bool named = mia__ids_folder_bytes(id, bytes);

	if (!mia__ids_folder_kql(id, kql)) {
		MUST(kql[0] == '\0');
		return;
	}
	MUST(named && strncmp(kql, "folderid:", 9) == 0 && strlen(kql) == 9 + 48);
	for (int i = 0; i < 24; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	MUST(strcasecmp(kql + 9, hex) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), hash[33] = "x";
	struct mia_text id = { copy, size }, log, mailbox;
	unsigned char bytes[24], same[24];
	struct arena arena;

	MUST(copy != NULL);
	memcpy(copy, data, size);
	hold_folder(id);
	if (mia__ids_message_hash(id, hash))
		MUST(strlen(hash) == 32 && size > 2 && copy[0] == '<' && copy[size - 1] == '>');
	else
		MUST(hash[0] == '\0');
	mia__arena_init(&arena, &mia__malloc_allocator);
	MUST(mia__inventory_id_from_graph(&arena, id, &log, &mailbox));
	if (mailbox.ptr) {
		MUST(mailbox.len == 36 && log.ptr != id.ptr);
		hold_folder(log);
		if (mia__ids_folder_bytes(log, bytes))
			MUST(mia__ids_folder_bytes(id, same) && memcmp(bytes, same, sizeof(bytes)) == 0);
	} else {
		MUST(log.len == id.len);
	}
	mia__arena_release(&arena);
	free(copy);
	return 0;
}
