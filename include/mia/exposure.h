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

struct mia_exposure_options {
	size_t size;                   /* set by mia_exposure_options_init */
	const struct mia_scope *scope; /* borrowed until the seal; NULL: every access */
	int handled;                   /* != 0: items named by other operations too */
	/* Message or item ids in any form, as those of struct mia_findings_options:
	 * where any record, in scope or not, says that they lay is kept, so that a
	 * message can be told from those of a folder that was copied. Borrowed until
	 * the seal; NULL: none. */
	const struct mia_texts *list;
};

/* Defaults: every access, whoever made it; nothing handled; no list. */
MIA_API void mia_exposure_options_init(struct mia_exposure_options *options, size_t size);
#define mia_exposure_options_init(options) mia_exposure_options_init((options), sizeof(*(options)))

/* An empty exposure. options may be NULL. Returns the usual statuses. */
MIA_API enum mia_status mia_exposure_new(struct mia_exposure **ret, const struct mia_allocator *allocator,
	const struct mia_exposure_options *options, struct mia_error *err);
MIA_API void mia_exposure_free(struct mia_exposure *exposure);
MIA_API struct mia_fold *mia_exposure_fold(struct mia_exposure *exposure);

/* What can be said of a message or a folder, strongest first. The texts are in
 * docs/records.md. */
enum mia_level {
	MIA_LEVEL_ACCESS_RECORDED = 0, /* an access in scope names the item */
	MIA_LEVEL_PRESUMED_COPIED,     /* a sync in scope copied the folder; a rule forwarded it */
	MIA_LEVEL_HANDLED,             /* another operation in scope names the item */
	MIA_LEVEL_UNATTRIBUTED,        /* recorded, but the scope cannot tell */
	MIA_LEVEL_CANNOT_EXCLUDE,      /* the log is blind there */
	MIA_LEVEL_NONE                 /* covered, and nothing recorded */
};
#define MIA_LEVEL_COUNT 6
/* "access recorded", "presumed copied", "handled", "unattributed", "cannot
 * exclude", "none recorded". */
MIA_API const char *mia_level_name(enum mia_level level);
/* A level by its name, whole or short: "recorded", "copied", "handled",
 * "unattributed", "cannot-exclude", "none"; blanks may be hyphens. Returns
 * MIA_OK; MIA_ERR_ARGUMENT, and *ret as it was, for any other text. Any thread. */
MIA_API enum mia_status mia_level_parse(struct mia_text text, enum mia_level *ret);

/* What a level rests on, as bits. */
typedef uint64_t mia_basis;
#define MIA_BASIS_BIND (UINT64_C(1) << 0)
#define MIA_BASIS_SYNC_FOLDER (UINT64_C(1) << 1)
#define MIA_BASIS_BIND_UNATTR (UINT64_C(1) << 2)
#define MIA_BASIS_SYNC_UNATTR (UINT64_C(1) << 3)
#define MIA_BASIS_ATTACHMENT (UINT64_C(1) << 4) /* AttachmentAccess names the message */
#define MIA_BASIS_ATTACHMENT_UNATTR (UINT64_C(1) << 5)
#define MIA_BASIS_SYNC_CONTEXT (UINT64_C(1) << 6) /* --sync mailbox: any folder was copied */
#define MIA_BASIS_FORWARDED (UINT64_C(1) << 7)    /* a rule or forwarding set in scope */
#define MIA_BASIS_HANDLED_FIRST 8                 /* bit numbers 8..19: HANDLED:<Operation> */
#define MIA_HANDLED_COUNT 12
#define MIA_BASIS_HANDLED (UINT64_C(0xfff) << MIA_BASIS_HANDLED_FIRST)
#define MIA_BASIS_THROTTLED (UINT64_C(1) << 20)
#define MIA_BASIS_THROTTLED_SUSPECTED (UINT64_C(1) << 21)
#define MIA_BASIS_NOT_LOGGED (UINT64_C(1) << 22)
#define MIA_BASIS_AUDIT_OFF (UINT64_C(1) << 23)
#define MIA_BASIS_GAP_RETENTION (UINT64_C(1) << 24)
#define MIA_BASIS_GAP_EXPORT (UINT64_C(1) << 25) /* cut short, late, outside of the export */
#define MIA_BASIS_SILENCE (UINT64_C(1) << 26)
#define MIA_BASIS_REJECTED (UINT64_C(1) << 27)
#define MIA_BASIS_UNNAMED (UINT64_C(1) << 28)    /* recorded, in scope, no item named */
#define MIA_BASIS_ITEMS_LOST (UINT64_C(1) << 29) /* names destroyed by a conversion */
#define MIA_BASIS_CANNOT_EXCLUDE (UINT64_C(0x3ff) << 20)
#define MIA_BASIS_COVERED_NONE (UINT64_C(1) << 30)
/* What the inventory adds; none of these makes a level. */
#define MIA_BASIS_INVENTORY_NO_DATE (UINT64_C(1) << 31)   /* it does not tell when the message came */
#define MIA_BASIS_INVENTORY_NO_FOLDER (UINT64_C(1) << 32) /* nor where it lay */
#define MIA_BASIS_INVENTORY_DIFFERS (UINT64_C(1) << 33)   /* log and inventory contradict each other */
#define MIA_BASIS_NOT_IN_INVENTORY (UINT64_C(1) << 34)
#define MIA_BASIS_HANDLED_UNATTR (UINT64_C(1) << 35)  /* as the other _UNATTR */
#define MIA_BASIS_KIND_NOT_STATED (UINT64_C(1) << 36) /* an access in scope; bind or sync is not said */
/* Forwarding was set, and the scope cannot tell by whom. */
#define MIA_BASIS_FORWARDED_UNATTR (UINT64_C(1) << 37)
/* Exchange Server logs no MailItemsAccessed: MessageBind names a message that
 * was accessed, FolderBind a folder that was opened. */
#define MIA_BASIS_MESSAGE_BIND (UINT64_C(1) << 38)
#define MIA_BASIS_FOLDER_BIND (UINT64_C(1) << 39)
#define MIA_BASIS_COUNT 40
/* The name of one basis: "BIND", "HANDLED:Send", ...; "" for none, and for
 * several. */
MIA_API const char *mia_basis_name(mia_basis basis);
/* Writes the names of all bases of a set, lowest bit first, as the reports do:
 * "BIND | SYNC_FOLDER"; "" for the empty set. out holds at least MIA_BASIS_TEXT
 * bytes and is terminated; the length without the NUL is returned. Any thread. */
#define MIA_BASIS_TEXT 1024
MIA_API size_t mia_basis_format(mia_basis basis, char *out);
/* The strongest level that the bases give. Any thread. */
MIA_API enum mia_level mia_level_of(mia_basis basis);

/*
 * One message of one mailbox. Lists are sorted and without repeats. Borrowed
 * from the cursor until its next call.
 */
struct mia_message {
	struct mia_text mailbox;
	struct mia_text internet_message_id; /* canonical; absent: has none */
	struct mia_texts item_ids;           /* immutable ids, else store ids */
	enum mia_level level;
	mia_basis basis;
	uint64_t access_count;              /* distinct records */
	mia_time first_access, last_access; /* each within about two minutes */
	struct mia_texts folders;
	struct mia_text subject; /* absent: no record gives it */
	int64_t size_bytes;
	struct mia_texts sessions, client_ips, client_ips_raw, clients, actors;
	char message_id_hash[33]; /* EDRM MIH, or "" */
	struct mia_texts record_ids;
	/* From an inventory (findings.h); absent, unknown without one. */
	struct mia_text sender;
	mia_time received;
	uint64_t attachment_count;    /* attachments that AttachmentAccess names, at least */
	struct mia_text mailbox_guid; /* absent: no record states it */
};

/* One folder of one mailbox; as above. */
struct mia_folder_exposure {
	struct mia_text mailbox;
	struct mia_texts folder; /* paths; a bare name where none is known */
	struct mia_text folder_id;
	enum mia_level level;
	mia_basis basis;
	uint64_t sync_count; /* in scope */
	mia_time first_sync, last_sync;
	uint64_t bind_count; /* likewise */
	mia_time first_bind, last_bind;
	uint64_t messages_accessed;
	struct mia_texts sessions, client_ips, client_ips_raw, clients, actors;
	char folder_kql[64]; /* "folderid:..." for Purview, or "" */
	struct mia_texts record_ids;
	int64_t items; /* from folder statistics; or MIA_SIZE_UNKNOWN */
	/* Records of which it cannot be told that they copied the folder in scope:
	 * the scope, or the kind of access, is not stated there. */
	uint64_t syncs_unattributed;
	uint64_t binds_unattributed;  /* records that name items in it, and the scope cannot tell */
	struct mia_text mailbox_guid; /* absent: no record states it */
};

/* What stands beside the rows. Not to be confused with struct mia_totals (all of
 * the evidence, load.h) and struct mia_findings_sums (with the inventory). */
struct mia_exposure_sums {
	uint64_t messages;            /* rows of messages */
	uint64_t folders_synced;      /* rows of folders with a sync in scope */
	uint64_t binds, syncs;        /* distinct records in scope */
	uint64_t unattributed;        /* distinct records that cannot be told */
	uint64_t unnamed;             /* operations beyond the named items, in scope */
	uint64_t binds_without_items; /* binds in scope that name nothing */
	uint64_t failed;              /* in scope, ResultStatus Failed: expose nothing */
	uint64_t events_in_scope;
	uint64_t binds_in_evidence, syncs_in_evidence; /* whatever the scope */
	/* Distinct records with IsThrottled true, whoever caused them: for 24
	 * hours after each, binds of that mailbox are missing from the log
	 * (Microsoft Purview, "Use MailItemsAccessed to investigate"). */
	uint64_t throttled_in_evidence;
	uint64_t items_lost;  /* in scope, ITEMS_LOST */
	uint64_t attachments; /* AttachmentAccess records in scope */
	uint64_t handled;     /* records of other operations in scope that name items; 0 without the option */
	uint64_t kind_not_stated; /* records in scope that say neither bind nor sync */
};
/* Borrowed from the exposure; NULL before the seal. Any thread. */
MIA_API const struct mia_exposure_sums *mia_exposure_sums(const struct mia_exposure *exposure);
/* The accesses that the scope cannot tell (`unattributed` above), and what any
 * version of them does not state. Borrowed likewise. */
MIA_API const struct mia_untold *mia_exposure_untold(const struct mia_exposure *exposure);

/*
 * One mailbox that the evidence names, whether or not an access in scope is
 * recorded. Counts are of this mailbox; see struct mia_exposure_sums. Order:
 * name, guid. Borrowed from the sealed exposure.
 */
struct mia_mailbox_exposure {
	struct mia_text mailbox, guid;
	mia_basis basis;            /* of what is recorded */
	uint64_t messages_accessed; /* messages to which access is recorded */
	uint64_t messages_handled;
	uint64_t folders_synced; /* with SYNC_FOLDER */
	uint64_t binds, syncs;   /* distinct records in scope */
	uint64_t unattributed_records, unnamed_accesses, items_lost;
	mia_time first_access, last_access; /* of what is in scope; or unknown */
	mia_time first_sync, last_sync;
	struct mia_texts sessions, client_ips, actors, sources;
	mia_time first_bind, last_bind; /* AttachmentAccess included */
	/* Accesses, in scope or such that the scope cannot tell, of which not every
	 * message is known by its internet message id: any message may be meant. */
	uint64_t unclear_accesses;
	uint64_t kind_not_stated; /* distinct records in scope that say neither bind nor sync */
	uint64_t folders_opened;  /* with FOLDER_BIND */
	/* Folders that a sync names which cannot be told, and none in scope; the
	 * distinct records of such syncs (part of unattributed_records), and when
	 * they were. */
	uint64_t folders_unattributed, syncs_unattributed;
	mia_time first_unattributed_sync, last_unattributed_sync; /* or unknown */
	/* Other names (UPNs) that records with this GUID bear: of a mailbox that was renamed,
	 * or of records that somebody changed. */
	struct mia_texts other_names;
	uint64_t accesses_untimed; /* distinct records in scope, of any access, without a usable time */
};
/* Getters, as base.h has them. */
MIA_API size_t mia_exposure_mailbox_count(const struct mia_exposure *exposure);
MIA_API const struct mia_mailbox_exposure *mia_exposure_mailbox(const struct mia_exposure *exposure,
	size_t i);

/*
 * Inbox rules and mailbox forwarding that were set in scope: later mail that
 * matches goes to the target from `start` until the record that removes it
 * (or unknown: to the end). A rule's own conditions are told, not applied.
 * Order: mailbox (without regard to case), rule, start.
 */
struct mia_forwarding {
	struct mia_text mailbox; /* of the rule; absent: not stated */
	enum mia_match match;    /* yes, or cannot tell */
	mia_time start, end;
	struct mia_text operation; /* New-InboxRule, Set-Mailbox, ... */
	struct mia_text name;      /* of the rule */
	struct mia_texts targets;
	struct mia_texts conditions; /* "SubjectContainsWords=invoice" */
	struct mia_text record_id, end_record_id;
	/* Of the one mailbox that the record means; absent: it names one that no other record
	 * bears, or that several share, or no record states it. */
	struct mia_text mailbox_guid;
	int unplaced; /* 1: so it is, and `mailbox` is the name that the record gives */
};
/* Getters, as base.h has them. Texts live as long as the exposure. */
MIA_API size_t mia_exposure_forwarding_count(const struct mia_exposure *exposure);
MIA_API const struct mia_forwarding *mia_exposure_forwarding(const struct mia_exposure *exposure, size_t i);

/*
 * A cursor over the messages of a sealed exposure, in the order mailbox, first
 * time, key. The exposure is borrowed as long as the cursor. For messages that
 * an inventory names as well: mia_finding_messages_new.
 */
struct mia_messages;
/* Returns the usual statuses; MIA_ERR_STATE: the exposure is not sealed. */
MIA_API enum mia_status mia_messages_new(struct mia_messages **ret, const struct mia_exposure *exposure,
	struct mia_error *err);
/* The next message. Returns the usual statuses; MIA_END: none is left. */
MIA_API enum mia_status mia_messages_next(struct mia_messages *messages, const struct mia_message **ret,
	struct mia_error *err);
MIA_API void mia_messages_free(struct mia_messages *messages);

/* The same for folders. */
struct mia_folders;
/* Returns the usual statuses; MIA_ERR_STATE: the exposure is not sealed. */
MIA_API enum mia_status mia_folders_new(struct mia_folders **ret, const struct mia_exposure *exposure,
	struct mia_error *err);
/* The next folder. Returns the usual statuses; MIA_END: none is left. */
MIA_API enum mia_status mia_folders_next(struct mia_folders *folders, const struct mia_folder_exposure **ret,
	struct mia_error *err);
MIA_API void mia_folders_free(struct mia_folders *folders);

#ifdef __cplusplus
}
#endif

#endif
