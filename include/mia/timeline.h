/*
 * The timeline: every event in scope, in order; and the sessions, one row an
 * operation context, to pick the intruder out.
 */
#ifndef MIA_TIMELINE_H
#define MIA_TIMELINE_H

#include <mia/fold.h>
#include <mia/scope.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_timeline;

struct mia_timeline_options {
	size_t size;                   /* set by mia_timeline_options_init */
	const struct mia_scope *scope; /* borrowed until the timeline is freed; NULL: everything */
	/* Only rows that name this message (any of its ids), or this folder (its
	 * id, path or name); absent: all. For explain. */
	struct mia_text message;
	struct mia_text folder;
	int marks_only; /* != 0: only events that bear a mark */
};
/* Defaults: every event. */
MIA_API void mia_timeline_options_init(struct mia_timeline_options *options, size_t size);
#define mia_timeline_options_init(options) mia_timeline_options_init((options), sizeof(*(options)))

/* An empty timeline. options may be NULL; their texts are copied. Events that
 * cannot be told are in. Returns the usual statuses. */
MIA_API enum mia_status mia_timeline_new(struct mia_timeline **ret, const struct mia_allocator *allocator,
	const struct mia_timeline_options *options, struct mia_error *err);
MIA_API void mia_timeline_free(struct mia_timeline *timeline);
MIA_API struct mia_fold *mia_timeline_fold(struct mia_timeline *timeline);

/*
 * One row: an item of a bind (or one listed under a sync, or by an access of
 * unstated type), a folder of a sync, or any other event as a whole. Texts are
 * borrowed from the timeline and live as long as it; absent ones have ptr NULL.
 * Order: time (unknown last), mailbox, record id, item.
 */
struct mia_timeline_row {
	mia_time time;
	enum mia_access access;
	enum mia_known throttled;
	enum mia_match match; /* yes, or cannot tell */
	uint64_t flags;
	uint64_t record, line, offset, length;
	int64_t size_bytes;
	struct mia_text operation, mailbox, actor, logon, client_ip, client_ip_raw, session_id, client,
		client_info, app_id, folder, folder_id, internet_message_id, item_id, subject, record_id,
		source;
	struct mia_text access_text; /* MailAccessType, if neither Bind nor Sync */
	struct mia_text mark;        /* mia_event_mark; absent: none; static */
	struct mia_act act;          /* what it was about; all absent where there is no mark */
	/* When what this record set (a rule, a forwarding, a permission) was removed,
	 * disabled, emptied or replaced, whoever did that, in scope or not; MIA_TIME_UNKNOWN:
	 * no record shows an end, or there is nothing that could end. */
	mia_time until;
	struct mia_text until_record_id; /* the record that ended it */
};
/* How many rows; 0 before the seal. */
MIA_API size_t mia_timeline_count(const struct mia_timeline *timeline);
/* The records among the rows that the scope cannot tell. Borrowed from the
 * timeline; NULL before the seal. Any thread. */
MIA_API const struct mia_untold *mia_timeline_untold(const struct mia_timeline *timeline);
/* Records, in scope or of which it cannot tell, that stand in versions which contradict
 * each other in who came (both state a session, an address, an account or the like, and not the
 * same): each version has rows of its own then, with ID_CONFLICT. 0 before the seal. Any thread. */
MIA_API uint64_t mia_timeline_conflicts(const struct mia_timeline *timeline);
/* How many names stand with a GUID beside the one under which its mailbox is printed: of a mailbox
 * that was renamed, or of records that somebody changed. names: the printed and the other name of
 * one of them, where there is any. 0 before the seal. Any thread. */
MIA_API uint64_t mia_timeline_renamed(const struct mia_timeline *timeline, struct mia_text names[2]);
/* Fills row i into *ret, by value. Returns MIA_OK; MIA_ERR_ARGUMENT: there is no
 * row i, or no timeline; MIA_ERR_STATE: the timeline is not sealed. It stays
 * usable after either. Any thread. */
MIA_API enum mia_status mia_timeline_row(const struct mia_timeline *timeline, size_t i,
	struct mia_timeline_row *ret);

struct mia_sessions;

struct mia_watch;
struct mia_geo;

struct mia_sessions_options {
	size_t size;                   /* set by mia_sessions_options_init */
	const struct mia_scope *scope; /* borrowed until the sessions are freed; NULL: everything */
	/* Both borrowed until the fold is sealed; may be NULL. */
	const struct mia_watch *watch; /* the analyst's own list */
	const struct mia_geo *geo;
};
/* Defaults: every session, no list, no database. */
MIA_API void mia_sessions_options_init(struct mia_sessions_options *options, size_t size);
#define mia_sessions_options_init(options) mia_sessions_options_init((options), sizeof(*(options)))
/* Empty sessions. options may be NULL. Sessions that cannot be told are in.
 * Returns the usual statuses. */
MIA_API enum mia_status mia_sessions_new(struct mia_sessions **ret, const struct mia_allocator *allocator,
	const struct mia_sessions_options *options, struct mia_error *err);
MIA_API void mia_sessions_free(struct mia_sessions *sessions);
MIA_API struct mia_fold *mia_sessions_fold(struct mia_sessions *sessions);

/*
 * One operation context: mailbox, actor, logon type, session id, client
 * address, client, app, device, token (of a GUID the case does not matter).
 * Counts are distinct records, messages (named by binds) and folders (copied by
 * syncs). Texts live as long as the sessions.
 *
 * What follows `unnamed_accesses` says what is unusual for this mailbox, by
 * the whole evidence, in scope or not; it is no verdict.
 */
struct mia_session {
	struct mia_text mailbox, actor, logon, session_id, client_ip, client, client_info, app_id, service;
	mia_time first_seen, last_seen;
	uint64_t bind_records, sync_records, messages, folders, throttled_records, other_records,
		unnamed_accesses;
	/*
	 * "new address", "new client", "new app": nobody came to the mailbox with
	 * this (address, plain name of the client, app id) before the session's
	 * first record, and somebody did with another. "logon": not the owner,
	 * and the first logon of its type in a mailbox used otherwise before, or
	 * the only session that is not the owner's. "volume": its binds name more
	 * than 5 times as many items as the median of the mailbox's sessions whose
	 * binds name any, of which there are 3 or more (of an even number the
	 * lower one in the middle; items counted once a record). "abused app": an
	 * application that public reports name in the hands of intruders. "other
	 * version": another copy of a record of the session says that somebody else
	 * came.
	 */
	struct mia_texts unusual;
	mia_time mailbox_first_seen; /* first record of the mailbox by anyone */
	struct mia_text app_name;    /* of a well-known application id; static */
	/* "private", "loopback", "link-local", "carrier NAT", "documentation",
	 * "reserved", "Microsoft", "missing", "not an address"; "" for any other
	 * public address; static. */
	struct mia_text address_kind;
	struct mia_texts watch;           /* labels of the analyst's list */
	struct mia_text country, network; /* by the analyst's database */
	/*
	 * "clients", "apps", "networks": the session id came with more than one,
	 * by the whole evidence; it need not tell people apart then. A client is its plain
	 * name; an app one that is neither a gateway nor a background service of
	 * Microsoft; a network 24 bits of IPv4, 48 of IPv6, Microsoft's left out.
	 */
	struct mia_texts shared;
	struct mia_text actor_info;      /* ActorInfoString, if not shown as client_info */
	struct mia_text other_app_ids;   /* further ids of applications, by blanks; 32 or so at most */
	struct mia_text device_id;       /* DeviceId */
	struct mia_text token_object_id; /* TokenObjectId */
	enum mia_known by_application;   /* as struct mia_event has it */
	/*
	 * Yes, if the scope holds a record of this context: then the times and
	 * counts above are of such records alone. Cannot tell, if the scope cannot
	 * tell of any of its records: then they are of these.
	 */
	enum mia_match match;
	uint64_t untold_records; /* distinct records that the scope cannot tell */
};
/* Getters, as base.h has them. Order: mailbox, first record, then the texts. */
MIA_API size_t mia_sessions_count(const struct mia_sessions *sessions);
MIA_API const struct mia_session *mia_sessions_get(const struct mia_sessions *sessions, size_t i);
/* The records of all rows that the scope cannot tell. Borrowed from the
 * sessions; NULL before the seal. Any thread. */
MIA_API const struct mia_untold *mia_sessions_untold(const struct mia_sessions *sessions);
/* As mia_timeline_conflicts: each version counts in its own session, which is `unusual` by
 * "other version". 0 before the seal. Any thread. */
MIA_API uint64_t mia_sessions_conflicts(const struct mia_sessions *sessions);
/* How many names stand with a GUID beside the one under which its mailbox is printed: of a mailbox
 * that was renamed, or of records that somebody changed. names: the printed and the other name of
 * one of them, where there is any. 0 before the seal. Any thread. */
MIA_API uint64_t mia_sessions_renamed(const struct mia_sessions *sessions, struct mia_text names[2]);

/*
 * The analyst's own list: one entry a line, `KIND VALUE [# label]`, KIND being
 * ip (address or prefix), app, agent (a part of the client string, without
 * regard to case) or session; empty lines and lines that begin with # count
 * for nothing. The list is copied. Afterwards immutable; any thread. Returns the
 * usual statuses; MIA_ERR_ARGUMENT: an entry that is none; err.record is its
 * line.
 */
MIA_API enum mia_status mia_watch_new(struct mia_watch **ret, const struct mia_allocator *allocator,
	struct mia_text list, struct mia_error *err);
MIA_API void mia_watch_free(struct mia_watch *watch);

/* The analyst's database of addresses (MaxMind format), read offline. Afterwards
 * immutable; any thread. Returns the usual statuses;
 * MIA_ERR_ARGUMENT: this libmia was built without libmaxminddb;
 * MIA_ERR_IO: it is no such database, or cannot be read. */
MIA_API enum mia_status mia_geo_open(struct mia_geo **ret, const struct mia_allocator *allocator,
	const char *path, struct mia_error *err);
/* Asks another database for what those before it do not know, since country
 * and network come in files of their own. Before the sessions are sealed.
 * Returns as mia_geo_open; the databases before it stay. */
MIA_API enum mia_status mia_geo_add(struct mia_geo *geo, const char *path, struct mia_error *err);
MIA_API void mia_geo_free(struct mia_geo *geo);

#ifdef __cplusplus
}
#endif

#endif
