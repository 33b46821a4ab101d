/*
 * Exposure: what the scope says of one message and of one folder. Messages
 * come from binds, folders from syncs and binds; the two are never added up.
 */
#ifndef MIA_EXPOSURE_H
#define MIA_EXPOSURE_H

#include <mia/fold.h>
#include <mia/scope.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_exposure;

/* scope: borrowed; NULL: every access. */
MIA_API enum mia_status mia_exposure_new(struct mia_exposure **ret,
	const struct mia_allocator *allocator, const struct mia_scope *scope,
	struct mia_error *err);
MIA_API void mia_exposure_free(struct mia_exposure *exposure);
MIA_API struct mia_fold *mia_exposure_fold(struct mia_exposure *exposure);

/* Strongest first. The texts are in docs/records.md. */
enum mia_level {
	MIA_LEVEL_ACCESS_RECORDED = 0, /* a bind in scope names the item */
	MIA_LEVEL_PRESUMED_ACQUIRED,   /* a sync in scope copied the folder */
	MIA_LEVEL_UNATTRIBUTED,        /* recorded, but the scope cannot tell */
	MIA_LEVEL_NONE                 /* nothing recorded */
};
/* "access recorded", "presumed acquired", "unattributed", ""; static. */
MIA_API const char *mia_level_name(enum mia_level level);

#define MIA_BASIS_BIND        (1u << 0)
#define MIA_BASIS_SYNC_FOLDER (1u << 1)
#define MIA_BASIS_BIND_UNATTR (1u << 2)
#define MIA_BASIS_SYNC_UNATTR (1u << 3)
#define MIA_BASIS_COUNT 4
/* "BIND", ...; NULL for no basis. Any thread. */
MIA_API const char *mia_basis_name(unsigned basis);

/*
 * One message of one mailbox. Lists are sorted and without repeats. Borrowed
 * from the cursor until its next call.
 */
struct mia_message {
	struct mia_text mailbox;
	struct mia_text internet_message_id; /* canonical; absent: has none */
	struct mia_texts item_ids;           /* immutable ids, else store ids */
	enum mia_level level;
	unsigned basis;
	uint64_t access_count;               /* distinct records */
	mia_time first_access, last_access;  /* each within about two minutes */
	struct mia_texts folders;
	struct mia_text subject;             /* absent: no record gives it */
	int64_t size_bytes;
	struct mia_texts sessions, client_ips, client_ips_raw, clients, actors;
	char message_id_hash[33];            /* EDRM MIH, or "" */
	struct mia_texts record_ids;
};

/* One folder of one mailbox; as above. */
struct mia_folder_exposure {
	struct mia_text mailbox;
	struct mia_texts folder;             /* paths; a bare name where none is known */
	struct mia_text folder_id;
	enum mia_level level;
	unsigned basis;
	uint64_t sync_count;
	mia_time first_sync, last_sync;
	uint64_t bind_count;
	mia_time first_bind, last_bind;
	uint64_t messages_accessed;
	struct mia_texts sessions, client_ips, client_ips_raw, clients, actors;
	char folder_kql[64];                 /* "folderid:..." for Purview, or "" */
	struct mia_texts record_ids;
};

/* What stands beside the rows; needs a sealed fold. */
struct mia_exposure_sums {
	uint64_t messages;             /* rows of messages */
	uint64_t folders_synced;       /* rows of folders with a sync in scope */
	uint64_t binds, syncs;         /* distinct records in scope */
	uint64_t unattributed;         /* distinct records that cannot be told, or do not state their type */
	uint64_t unnamed;              /* operations beyond the named items, in scope */
	uint64_t binds_without_items;  /* binds in scope that name nothing */
	uint64_t failed;               /* in scope, ResultStatus Failed: expose nothing */
	uint64_t events_in_scope;
	uint64_t binds_in_evidence, syncs_in_evidence; /* whatever the scope */
	/* Distinct records with IsThrottled true, whoever caused them: for 24
	 * hours after each, binds of that mailbox are missing from the log
	 * (Microsoft Purview, "Use MailItemsAccessed to investigate"). */
	uint64_t throttled_in_evidence;
};
MIA_API const struct mia_exposure_sums *mia_exposure_sums(const struct mia_exposure *exposure);

/* Cursors over a sealed exposure, in the order mailbox, first time, key. Any
 * number of cursors, one thread each. next: MIA_OK, MIA_END, or < 0. */
struct mia_messages;
MIA_API enum mia_status mia_messages_new(struct mia_messages **ret, const struct mia_exposure *exposure, struct mia_error *err);
MIA_API enum mia_status mia_messages_next(struct mia_messages *messages, const struct mia_message **ret, struct mia_error *err);
MIA_API void mia_messages_free(struct mia_messages *messages);

struct mia_folders;
MIA_API enum mia_status mia_folders_new(struct mia_folders **ret, const struct mia_exposure *exposure, struct mia_error *err);
MIA_API enum mia_status mia_folders_next(struct mia_folders *folders, const struct mia_folder_exposure **ret, struct mia_error *err);
MIA_API void mia_folders_free(struct mia_folders *folders);

#ifdef __cplusplus
}
#endif

#endif
