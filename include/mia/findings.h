/*
 * Findings: exposure, coverage and inventory seen together. What is recorded,
 * what is presumed, what cannot be excluded, and why.
 */
#ifndef MIA_FINDINGS_H
#define MIA_FINDINGS_H

#include <mia/coverage.h>
#include <mia/exposure.h>
#include <mia/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_findings;

/*
 * Microsoft's two readings of a sync in the intruder's context ("Use
 * MailItemsAccessed to investigate compromised accounts"): the folder that it
 * names was copied; or, since such a client copies the whole mailbox, all of
 * the mailbox presumably was.
 */
enum mia_sync_reading { MIA_SYNC_FOLDER = 0, MIA_SYNC_MAILBOX };

/*
 * The question stands in the exposure's scope, and is taken from there: the
 * span, the accounts, and whether it asks who came. What is set here besides
 * goes before it; a time that is left at 0 is not set.
 */
struct mia_findings_options {
	size_t size; /* set by mia_findings_options_init */
	enum mia_sync_reading sync;
	/* The intruder's time, for blind spans; unknown: as the scope of the exposure
	 * says, else the whole evidence. */
	mia_time since, until;
	/* Accounts that the scope asks for; a bypass of another account is then
	 * no concern. Empty: as the scope of the exposure says. Borrowed. */
	struct mia_texts actors;
	const struct mia_inventory *inventory; /* sealed, borrowed; may be NULL */
	/* Message ids on the analyst's list (any form; canonical made here);
	 * borrowed. With a list, messages are exactly these. NULL: no list. */
	const struct mia_texts *list;
	/* Not used: the exposure knows what it was asked. */
	const struct mia_scope *scope;
	enum mia_language language; /* of the sentences, and of a report on these findings */
};

/* Defaults: English, MIA_SYNC_FOLDER, times unknown, no inventory, no list, anyone. */
MIA_API void mia_findings_options_init(struct mia_findings_options *options, size_t size);
#define mia_findings_options_init(options) mia_findings_options_init((options), sizeof(*(options)))

/* exposure and coverage: sealed, of the same evidence, borrowed as long as the
 * findings, as are the inventory, the list and the actors. options may be NULL.
 * Findings are sealed from the start: any thread may read them. Returns the
 * usual statuses; MIA_ERR_STATE: the exposure, the coverage or the inventory is
 * not sealed. */
MIA_API enum mia_status mia_findings_new(struct mia_findings **ret, const struct mia_allocator *allocator,
	const struct mia_exposure *exposure, const struct mia_coverage *coverage,
	const struct mia_findings_options *options, struct mia_error *err);
MIA_API void mia_findings_free(struct mia_findings *findings);

/* One mailbox, with a sentence that can be quoted. Texts live as long as the
 * findings. Order: mailbox, guid. */
struct mia_mailbox_finding {
	struct mia_text mailbox, mailbox_guid;
	enum mia_level level;
	mia_basis basis;
	uint64_t messages_accessed, folders_synced;
	uint64_t messages_presumed; /* of the inventory, by copied folders or forwarding; 0 without one */
	int presumed_known;         /* an inventory tells messages_presumed */
	mia_time first_access, last_access;
	mia_time blind; /* in units of 100 ns, of the intruder's time */
	uint64_t unattributed_records;
	struct mia_texts sessions, client_ips;
	uint64_t unnamed_accesses;
	uint64_t messages_handled;
	struct mia_texts sources;
	struct mia_text sentence; /* what was recorded, what cannot be excluded, from which files */
	/* The same without what mia_findings_caveats says of all mailboxes; for a
	 * report that has these beside it. */
	struct mia_text short_sentence;
	int notable; /* short_sentence says more than that nothing is recorded */
};
/* Getters, as base.h has them. */
MIA_API size_t mia_findings_mailbox_count(const struct mia_findings *findings);
MIA_API const struct mia_mailbox_finding *mia_findings_mailbox(const struct mia_findings *findings, size_t i);

/* Why access cannot be excluded in any mailbox: sentences that hold for all of
 * them. None where there is one mailbox, whose sentence says all. Texts live as
 * long as the findings. Any thread. */
MIA_API struct mia_texts mia_findings_caveats(const struct mia_findings *findings);

/*
 * Messages of the exposure, enriched, and those that only the inventory names
 * (or the list): presumed copied by a copied folder, by the whole mailbox,
 * or by forwarding. With a list: one row for each id and mailbox where
 * something can be said of it, at least one an id. Order as mia_messages_next;
 * with a list: the list's own order, then mailbox. Any number of cursors.
 */
struct mia_finding_messages;
/* A cursor; the findings are borrowed as long as it. Returns the usual statuses. */
MIA_API enum mia_status mia_finding_messages_new(struct mia_finding_messages **ret,
	const struct mia_findings *findings, struct mia_error *err);
/* The next message. Returns the usual statuses; MIA_END: none is left. */
MIA_API enum mia_status mia_finding_messages_next(struct mia_finding_messages *messages,
	const struct mia_message **ret, struct mia_error *err);
MIA_API void mia_finding_messages_free(struct mia_finding_messages *messages);

/* Folders of the exposure with the items that folder statistics count; with
 * MIA_SYNC_MAILBOX and statistics, the other folders of the mailbox too. */
struct mia_finding_folders;
/* A cursor; the findings are borrowed as long as it. Returns the usual statuses. */
MIA_API enum mia_status mia_finding_folders_new(struct mia_finding_folders **ret,
	const struct mia_findings *findings, struct mia_error *err);
/* The next folder. Returns the usual statuses; MIA_END: none is left. */
MIA_API enum mia_status mia_finding_folders_next(struct mia_finding_folders *folders,
	const struct mia_folder_exposure **ret, struct mia_error *err);
MIA_API void mia_finding_folders_free(struct mia_finding_folders *folders);

/* Numbers of the rows of mia_finding_messages_next. */
struct mia_findings_sums {
	uint64_t messages;                  /* rows */
	uint64_t by_level[MIA_LEVEL_COUNT]; /* of them, by enum mia_level */
	uint64_t not_in_inventory;          /* named by the log, missing in the inventory */
	uint64_t inventory_differs;
	uint64_t inventory_elsewhere; /* inventory items of mailboxes without a recorded exposure */
};
/* Borrowed from the findings; NULL for NULL. Any thread. */
MIA_API const struct mia_findings_sums *mia_findings_sums(const struct mia_findings *findings);

#ifdef __cplusplus
}
#endif

#endif
