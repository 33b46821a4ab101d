/*
 * From rows to items and folders. A format is a file: how a row of it is
 * recognised, and what it says. What rows say is kept as it comes; repeats are
 * found, and copies of one message united, when the inventory is sealed.
 */
#ifndef MIA_INVENTORY_INVENTORY_H
#define MIA_INVENTORY_INVENTORY_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/intern.h"
#include "inventory/mail_addresses.h"
#include "load/table_reader.h"

#include <mia/inventory.h>

/* One message in one mailbox as one row tells it; texts are interned. */
struct inventory_entry {
	uint32_t mailbox, message_id, item_id, folder_path, folder_id, subject, sender, sender_name;
	uint32_t recipients; /* two lines each: the address, the name */
	uint32_t row;
	unsigned char kind; /* enum mia_inventory_kind */
	bool undelivered;
	bool under_way; /* the row does not know how it ended */
	bool sent;      /* the sender's copy: several rows tell of one */
	mia_time received;
	int64_t size_bytes;
	struct mia_place place;
};

struct inventory_folder {
	uint32_t mailbox, path, id, row;
	int64_t items, size_bytes;
	mia_time oldest, newest;
	struct mia_place place;
};

struct mia_inventory {
	struct mia_allocator a;
	struct intern texts;
	struct inventory_entry *entries;
	size_t entry_count, entry_cap;
	struct inventory_folder *folders;
	size_t folder_count, folder_cap;
	uint32_t rows; /* that were taken */
	struct mia_inventory_sums sums;
	bool sealed;

	/* after seal */
	struct arena kept;
	struct mia_inventory_item *items;
	size_t item_count;
	struct mia_inventory_folder *sealed_folders;
	size_t sealed_folder_count;
};

/* seal.c */
bool mia__inventory_seal(struct mia_inventory *inventory);

/* ---- what a format works with ---- */

/* One row being taken. */
struct taking {
	struct mia_inventory *inventory;
	const struct table_row *row;
	struct mia_text owner; /* or absent */
	struct arena *arena;   /* until the next row */
	bool no_memory;
};

/* Of a message; absent where the row does not say. */
struct draft {
	struct mia_text mailbox, message_id, item_id, folder_path, folder_id, subject, sender, sender_name;
	uint32_t recipients;
	mia_time received;
	int64_t size_bytes;
	bool undelivered, under_way, sent;
};
/* Once a row: each of a thousand recipients has the same list. Takes the bytes
 * of `to` over. */
uint32_t mia__inventory_keep_recipients(struct taking *t, struct buf *to);
void mia__inventory_add_item(struct taking *t, enum mia_inventory_kind kind, const struct draft *draft);

struct inventory_format {
	enum mia_inventory_kind kind;
	bool (*recognises)(const struct table_row *row);
	/* NULL, or why the row cannot be used; static. */
	const char *(*take)(struct taking *t);
};
extern const struct inventory_format mia__inventory_message_trace, mia__inventory_folder_statistics,
	mia__inventory_email_events, mia__inventory_graph, mia__inventory_ediscovery;

/* ---- columns.c: values of a row ---- */

/* Names are given as letters and digits alone: the case of a column's name and
 * all blanks, underscores, dashes and dots in it are ignored, since the same
 * column is written differently by portal, cmdlet and API. NULL ends a list. */
bool mia__inventory_has_column(const struct table_row *row, const char *const *names);
/* The value under the first name that has one that is not blank, trimmed; else
 * absent. Where a name stands several times, the last. */
struct mia_text mia__inventory_column(const struct table_row *row, const char *const *names);
bool mia__inventory_name_is(struct mia_text column_name, const char *name);
#define COLUMN(row, ...) mia__inventory_column(row, (const char *const[]){ __VA_ARGS__, NULL })
#define HAS(row, ...) mia__inventory_has_column(row, (const char *const[]){ __VA_ARGS__, NULL })

/* A time that reads one way; else unknown, and counted where one was stated. */
mia_time mia__inventory_time_column(struct taking *t, struct mia_text value);
/* 1294336, "1,294,336", "1.234 MB (1,294,336 bytes)"; else MIA_SIZE_UNKNOWN. */
int64_t mia__inventory_size_column(struct mia_text value);
/* Canonical, as in events; sets no_memory. */
struct mia_text mia__inventory_message_id_column(struct taking *t, struct mia_text value);

/* ---- ids.c: the ids of Exchange Web Services and Graph ---- */

/*
 * Graph writes an item's or folder's id as base64url over a header, the
 * mailbox's GUID as text and the entry id (the form of Exchange Web Services with
 * storage type 3, not compressed). The audit log writes the same entry id as base64 over
 * its length, itself and a byte for what it is. Where the id has this form,
 * *ret is the id as the log writes it (in the arena) and *mailbox the GUID;
 * otherwise *ret is the id as it stands and *mailbox is absent. false: out of
 * memory.
 */
bool mia__inventory_id_from_graph(struct arena *arena, struct mia_text id, struct mia_text *ret,
	struct mia_text *mailbox);

#endif
