/*
 * Inventory: a list from elsewhere of what lay in a mailbox. Message traces,
 * folder statistics, eDiscovery item lists, Defender EmailEvents, messages
 * from Microsoft Graph; each told apart by content. Its books balance like
 * those of the evidence: every row is an item, a folder, a repeat or a reject.
 */
#ifndef MIA_INVENTORY_H
#define MIA_INVENTORY_H

#include <mia/evidence.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_inventory;

/* Which list a row comes from. */
enum mia_inventory_kind {
	MIA_INVENTORY_UNKNOWN = 0,
	MIA_INVENTORY_MESSAGE_TRACE,     /* Get-MessageTrace, V2, portal CSV */
	MIA_INVENTORY_FOLDER_STATISTICS, /* Get-MailboxFolderStatistics */
	MIA_INVENTORY_EDISCOVERY,        /* Purview Items.csv, item reports, review-set metadata */
	MIA_INVENTORY_EMAIL_EVENTS,      /* Defender advanced hunting EmailEvents */
	MIA_INVENTORY_GRAPH              /* Graph messages, page or list */
};
/* "message trace", "folder statistics", "eDiscovery item list", "Defender
 * EmailEvents", "Graph messages", "no inventory". */
MIA_API const char *mia_inventory_kind_name(enum mia_inventory_kind kind);

/* An empty inventory. Returns the usual statuses. */
MIA_API enum mia_status mia_inventory_new(struct mia_inventory **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
MIA_API void mia_inventory_free(struct mia_inventory *inventory);
/*
 * Reads every source of `files` (an evidence that was not read yet) as
 * inventory; may be called again with more. A source that is none becomes one
 * reject (NOT_AN_EXPORT) whose detail says what it is. owner: the mailbox to
 * which rows belong that name none; may be absent, then such rows belong to
 * the mailbox that their folder ids or message ids are found in, or stay
 * without. on_reject may be NULL; another answer than 0 cancels. Sums per source
 * are those of mia_evidence_source(files, i). One thread. files must live as
 * long as mia_inventory_item.place is used.
 * Returns the usual statuses; MIA_ERR_ARGUMENT: two sources have one name;
 * MIA_ERR_STATE: the inventory is sealed, or the files were read already;
 * MIA_ERR_LIMIT: more rows than an inventory can hold;
 * MIA_ERR_CANCELLED: on_reject asked to stop.
 */
MIA_API enum mia_status mia_inventory_read(struct mia_inventory *inventory, struct mia_evidence *files,
	struct mia_text owner, int (*on_reject)(void *ctx, const struct mia_reject *reject), void *ctx,
	struct mia_error *err);
/* Removes repeats and sorts. Returns the usual statuses. */
MIA_API enum mia_status mia_inventory_seal(struct mia_inventory *inventory, struct mia_error *err);

/* One message as one source lists it. Absent where not stated. Texts live as
 * long as the inventory. Order: mailbox, message id, folder, kind. */
struct mia_inventory_item {
	enum mia_inventory_kind kind;
	struct mia_text mailbox;                /* address or GUID as written */
	struct mia_text internet_message_id;    /* canonical, as in events */
	struct mia_text item_id;                /* immutable, store or document id */
	struct mia_text folder_path, folder_id; /* id: as the audit log writes it, where that can be told */
	struct mia_text subject, sender;
	struct mia_texts recipients;
	mia_time received;      /* came into the mailbox; or unknown */
	int64_t size_bytes;     /* or MIA_SIZE_UNKNOWN */
	int undelivered;        /* a trace says that it did not arrive here */
	struct mia_place place; /* source: lives as long as the files */
	/* Display names; absent where none is stated beside the address. None,
	 * or as many names as recipients. */
	struct mia_text sender_name;
	struct mia_texts recipient_names;
};
/* Getters, as base.h has them. */
MIA_API size_t mia_inventory_item_count(const struct mia_inventory *inventory);
MIA_API const struct mia_inventory_item *mia_inventory_item(const struct mia_inventory *inventory, size_t i);

/* One folder of Get-MailboxFolderStatistics. Order: mailbox, path, id. */
struct mia_inventory_folder {
	struct mia_text mailbox, folder_path, folder_id; /* "/Inbox" becomes "\Inbox" */
	int64_t items, size_bytes;                       /* or MIA_SIZE_UNKNOWN */
	mia_time oldest, newest;                         /* OldestItemReceivedDate, ...; or unknown */
};
/* Getters, as base.h has them. Texts live as long as the inventory. */
MIA_API size_t mia_inventory_folder_count(const struct mia_inventory *inventory);
MIA_API const struct mia_inventory_folder *mia_inventory_folder(const struct mia_inventory *inventory,
	size_t i);

/*
 * rows == items + folders + repeats + rejected. A row that names several
 * recipients makes several items and counts once: item_count is the other
 * number. A repeat is a row that tells nothing that another of its kind does
 * not tell. The without_* count items.
 */
struct mia_inventory_sums {
	uint64_t rows, items, folders, repeats, rejected;
	uint64_t by_kind[8]; /* rows by enum mia_inventory_kind; rejected ones by 0 */
	uint64_t without_message_id, without_mailbox, without_received;
	/* Values of time columns that were stated and left out: dates that read
	 * as month-day and as day-month; no date at all. Before repeats. */
	uint64_t times_ambiguous, times_unreadable;
};
/* Borrowed from the inventory; complete after the seal; NULL for NULL. */
MIA_API const struct mia_inventory_sums *mia_inventory_sums(const struct mia_inventory *inventory);

#ifdef __cplusplus
}
#endif

#endif
