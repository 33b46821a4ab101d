/* A thread that reads blocks of a store, row by row. Private to reader.c and items.c. */
#ifndef MIA_STORE_READER_H
#define MIA_STORE_READER_H

#include "base/arena.h"
#include "event/clients.h"
#include "store/store.h"

/* As many as an event has texts. */
enum { GUIDS = STORE_TEXTS, KNOWN_CLIENTS = 64 };

/* A folder as it stood first, and the first ids that were seen in it. */
struct known_folder {
	struct mia_folder folder;
	struct mia_text id, immutable;
};

struct known_addresses {
	struct mia_address address, other;
};

struct reader {
	struct store_file *file;
	struct mia_allocator a;
	/* The block. */
	unsigned char *rows;
	size_t rows_cap, left; /* rows that are left: bytes */
	struct store_cursor at;
	uint64_t items_at, items_left; /* of the items that were not passed yet, in the file */
	struct mia_text *texts;
	size_t text_count, text_cap;
	struct known_folder *folders;
	size_t folder_count, folder_cap;
	struct known_addresses *addresses;
	size_t address_count, address_cap;
	struct known_group {
		uint64_t texts;
		struct mia_text t[GROUP_MOST];
	} * groups;
	size_t group_count, group_cap;
	uint64_t alone, way, who; /* the texts of each group */
	struct store_shape *shapes;
	size_t shape_count, shape_cap;
	uint64_t record, line, offset, time;
	struct arena kept; /* the first ids of folders */
	struct client_names clients;
	/* Clients by where the text stands that names them: the same in all rows that refer to it. */
	struct known_client_text {
		const char *ptr;
		size_t len;
		struct mia_text client;
	} known_clients[KNOWN_CLIENTS];
	char pairs[256][2]; /* each byte as two digits */
	/* The event. */
	struct arena arena; /* its items */
	char guids[GUIDS][36];
	size_t guid_count;
	uint64_t item_count, items_size, row_items_at; /* of the row at hand */
	uint32_t *used;                                /* numbers of its folders */
	size_t used_cap;
	struct mia_folder *event_folders;
	size_t event_folder_cap;
	struct mia_parameter *parameters;
	size_t parameter_cap;
	struct mia_item *items;
	size_t item_cap;
	unsigned char *window; /* of the items in the file */
	size_t window_cap, window_size;
	uint64_t window_at;
	bool no_memory, unread;
	struct mia_bind bind;
	struct mia_sync sync;
	struct mia_event event;
	struct mia_reject reject;
};

/* Texts that later rows refer to. false: bad, or no_memory. */
bool mia__store_remember(struct reader *r, struct mia_text text);
/* once.c: a text of these codes, as long as the event. */
bool mia__store_take_once(struct reader *r, uint64_t code, struct mia_text *ret);
/* items.c: what the row says of its items. */
bool mia__store_take_items(struct reader *r);
/* The items of the row, from the file. false: bad, or no_memory, or unread. */
bool mia__store_read_items(struct reader *r);
/* A packed text in the arena; absent: it is bad, or no memory. */
struct mia_text mia__store_unpack_text(struct reader *r, struct store_cursor *c, struct arena *arena);

#endif
