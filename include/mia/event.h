/*
 * One audit record, decoded and normalised. Sources of the field names: Office
 * 365 Management Activity API schema (common, Exchange mailbox schema). Members
 * are named as there; where one is not, its comment says what it is.
 *
 * An event and all that hangs from it is borrowed from whoever handed it out
 * (a reader, or mia_load while it calls a fold) and lives until the next one.
 */
#ifndef MIA_EVENT_H
#define MIA_EVENT_H

#include <mia/base.h>

#ifdef __cplusplus
extern "C" {
#endif

struct mia_source;

/*
 * Where a record stands. `record` counts the records of a source from 1 in
 * the order in which they stand there; `line` counts line feeds from 1;
 * `offset` and `length` are bytes of the source as inflated and before any
 * change of text encoding, so that the same bytes can be cut out again.
 */
struct mia_place {
	const struct mia_source *source;
	uint64_t record;
	uint64_t line;
	uint64_t offset;
	uint64_t length;
};

/* What kind of access to mail items a record states. */
enum mia_access {
	MIA_ACCESS_NONE = 0,    /* the operation is not MailItemsAccessed */
	MIA_ACCESS_BIND = 1,    /* single items were handed to a client */
	MIA_ACCESS_SYNC = 2,    /* a folder was copied to a client */
	MIA_ACCESS_UNSTATED = 3 /* MailItemsAccessed without MailAccessType */
};

/* Who logged on to the mailbox (LogonType). */
enum mia_logon {
	MIA_LOGON_UNKNOWN = -1,
	MIA_LOGON_OWNER = 0,
	MIA_LOGON_ADMIN = 1,
	MIA_LOGON_DELEGATE = 2,
	MIA_LOGON_TRANSPORT = 3,
	MIA_LOGON_SYSTEM = 4,
	MIA_LOGON_BEST_ACCESS = 5,
	MIA_LOGON_DELEGATED_ADMIN = 6
};

/* Odd but usable. docs/reasons.md explains each. */
#define MIA_FLAG_DUP_KEY (UINT64_C(1) << 0)
#define MIA_FLAG_BAD_SURROGATE (UINT64_C(1) << 1)
#define MIA_FLAG_BAD_UTF8 (UINT64_C(1) << 2)
#define MIA_FLAG_ENVELOPE_DIFFERS (UINT64_C(1) << 3)
#define MIA_FLAG_ITEMS_LOST (UINT64_C(1) << 4)
#define MIA_FLAG_ITEMS_UNDER_SYNC (UINT64_C(1) << 5)
#define MIA_FLAG_TIME_AMBIGUOUS (UINT64_C(1) << 6)
#define MIA_FLAG_TIME_UNREADABLE (UINT64_C(1) << 7)
#define MIA_FLAG_NO_TIME (UINT64_C(1) << 8)
#define MIA_FLAG_NO_ID (UINT64_C(1) << 9)
#define MIA_FLAG_ID_CONFLICT (UINT64_C(1) << 10)
#define MIA_FLAG_MESSAGE_ID_REWRITTEN (UINT64_C(1) << 11)
#define MIA_FLAG_UNNAMED (UINT64_C(1) << 12)
#define MIA_FLAG_ACCESS_UNSTATED (UINT64_C(1) << 13)
#define MIA_FLAG_FAILED (UINT64_C(1) << 14)
#define MIA_FLAG_BAD_VALUE (UINT64_C(1) << 15)
#define MIA_FLAG_PAYLOAD_LOST (UINT64_C(1) << 16)
#define MIA_FLAG_TIME_ZONE_UNKNOWN (UINT64_C(1) << 17)
#define MIA_FLAG_THROTTLED_UNCLEAR (UINT64_C(1) << 18)
#define MIA_FLAG_OPERATION_ODD (UINT64_C(1) << 19)
#define MIA_FLAG_COUNT 20

/* By how much such a time may be wrong, either way: zones reach from -12 to +14. */
#define MIA_ZONE_MOST (INT64_C(14) * 3600 * MIA_TIME_SECOND)

/* The stable name of one flag ("DUP_KEY"); "" for none, and for several. */
MIA_API const char *mia_flag_name(uint64_t flag);

/* A folder as one record names it. Each member may be absent. The literal
 * path "Not Available" is absence and never stands here. */
struct mia_folder {
	struct mia_text id;
	struct mia_text path;
	struct mia_text name;
};

#define MIA_NO_FOLDER UINT32_MAX

/* An item that a record names. Each member may be absent. */
struct mia_item {
	struct mia_text internet_message_id;     /* canonical: "<...>" */
	struct mia_text internet_message_id_raw; /* as written */
	struct mia_text immutable_id;
	struct mia_text id; /* store id; changes on a move */
	struct mia_text subject;
	int64_t size_bytes; /* or MIA_SIZE_UNKNOWN */
	uint32_t folder;    /* index into the event's folders */
};

/*
 * MailItemsAccessed of type Bind: these items were accessed, within about two
 * minutes of the event's time (aggregation). It does not say "read".
 * `unnamed`: operations that the log counted beyond the items it names; items
 * listed without any id are not named.
 */
struct mia_bind {
	const struct mia_item *items;
	size_t item_count;
	int64_t operation_count; /* -1: not stated */
	uint64_t unnamed;
};

/*
 * MailItemsAccessed of type Sync: these folders were copied to a client. Real
 * syncs name no items; where a record does, they stand here and the event is
 * flagged ITEMS_UNDER_SYNC.
 */
struct mia_sync {
	const struct mia_folder *folders;
	size_t folder_count;
	const struct mia_item *items;
	size_t item_count;
};

/*
 * One entry of Parameters of an admin record (Exchange admin schema), as
 * written: {"Name":"AuditEnabled","Value":"False"}; or, in a directory record,
 * of ModifiedProperties, `value` then being NewValue. Either may be absent.
 * Numbers and booleans are as text ("True"); a value that is a list or an
 * object is the scalars in it, joined by commas. Cmdlets of the compliance
 * centre are recorded as one line, "-Name \"a\" -Export", and come out as
 * parameters too, a switch with an empty value. Names that stand more than
 * once stay so.
 */
struct mia_parameter {
	struct mia_text name;
	struct mia_text value;
};

#define MIA_NOT_COUNTED (-1)

/* What one record says. A text that the record does not have is absent. */
struct mia_event {
	struct mia_place place;
	/* Identity of the record: hash over Id, time, operation and mailbox, or
	 * over the decoded content where there is no Id. Two events are the same
	 * record exactly if their keys are equal, in one run or in several; then
	 * `content` tells whether they are versions of it. */
	unsigned char key[16];
	/* The first half of 128 bits of a SHA-256 over the decoded content, the other half of which is
	 * content_more; 0 in mia_load where none of its folds reads it (without_content in
	 * fold.h). The same on every machine of one order of bytes. */
	uint64_t content;
	uint64_t flags;
	mia_time time;      /* or MIA_TIME_UNKNOWN */
	struct mia_text id; /* the record's Id, else "sha256:" and 16 hex digits */
	struct mia_text operation;
	enum mia_access access;
	/* IsThrottled: yes, no, not stated. Flagged THROTTLED_UNCLEAR: it stands there as something
	 * else than true or false (then not stated), or as both (then yes). */
	enum mia_known throttled;
	struct mia_text mailbox_guid;
	struct mia_text
		mailbox_owner; /* MailboxOwnerUPN; where no name and no GUID stands, the display name */
	struct mia_text actor; /* UserId */
	enum mia_logon logon;
	struct mia_text logon_text; /* "owner", ... or the value as written */
	struct mia_text session_id;
	struct mia_text aad_session_id;
	struct mia_text unique_token_id;
	/* As written; where ClientIP tells another address than
	 * ClientIPAddress, both: "2603:10a6::1 | 203.0.113.7". */
	struct mia_text client_ip;
	struct mia_address address;  /* ClientIPAddress, else ClientIP, else ActorIP */
	struct mia_text client_info; /* ClientInfoString as written */
	struct mia_text client;      /* plain name; static text */
	struct mia_text app_id;
	struct mia_text client_app_id;
	struct mia_text result_status;
	struct mia_text record_type; /* as written */
	struct mia_text workload;
	struct mia_text user_type;
	struct mia_text service;          /* Microsoft background service, or absent */
	const struct mia_folder *folders; /* every folder the record names */
	size_t folder_count;
	const struct mia_item *items; /* every item the record names */
	size_t item_count;
	const struct mia_bind *bind; /* not NULL exactly for a bind */
	const struct mia_sync *sync; /* not NULL exactly for a sync */
	/* MailAccessType as written, where it is neither Bind nor Sync. */
	struct mia_text access_text;
	struct mia_address other_address; /* ClientIP where it differs; else family 0 */
	struct mia_text object_id;        /* ObjectId: what an admin record changed; of the record itself */
	const struct mia_parameter *parameters;
	size_t parameter_count;
	/* ResultIndex and ResultCount beside a record (Search-UnifiedAuditLog);
	 * MIA_NOT_COUNTED where not stated, negative or no number. */
	int64_t result_index, result_count;
	/* AttachmentAccess: the messages whose attachments were accessed stand in
	 * `items`, by store id; this many attachments are named. */
	uint64_t attachment_count;
	/* OperationCount of any MailItemsAccessed, also of one whose kind is not
	 * stated; MIA_NOT_COUNTED where it is not stated, or no number. */
	int64_t stated_count;
	/* Who came, by the token: of the record or of its AppAccessContext, as
	 * written but for the spelling of GUIDs (as session_id has it). */
	struct mia_text actor_info;      /* ActorInfoString: "...UserAgent=[...][AppId=...];" */
	struct mia_text context_app_id;  /* AppAccessContext.ClientAppId */
	struct mia_text api_id;          /* APIId: the way in, such as Graph; seldom who came */
	struct mia_text token_object_id; /* of the user, or of the application itself */
	struct mia_text user_object_id;  /* of the user, where stated beside it */
	struct mia_text token_type;
	struct mia_text token_tenant_id;
	struct mia_text device_id; /* DeviceId; of a sign-in its DeviceProperties' Id */
	struct mia_text issued_at; /* IssuedAtTime */
	struct mia_text agent_id;
	struct mia_text client_request_id; /* of the record, else of the first item that states one */
	/* An application acted, no person through one: yes by TokenType (V1AppOnly),
	 * UserType (5, 6), or a token of another object than the user; no where the
	 * token is the user's; else not stated. */
	enum mia_known by_application;
	/* The bare audit record as JSON text, as it stands (a CSV cell without its
	 * quoting, a string without its escapes); absent for records of columns,
	 * and in mia_load unless one of its folds wants it (fold.h). */
	struct mia_text raw;
	/* Minutes east of UTC that `time` was taken to be written in, where that is what
	 * mia_evidence_state_offset said; else 0. */
	int offset_minutes;
	/* Target of a directory record: the name by which it calls the object (Type 1),
	 * the user (Type 5), the id of the object, and the id of the application that it is. */
	struct mia_text target_name, target_user, target_object_id, target_id;
	/* A sign-in: ErrorNumber, LogonError, ApplicationId, and UserAgent of its
	 * ExtendedProperties. */
	struct mia_text error_number, logon_error, application_id, user_agent;
	/* Permissions of a folder: to whom (MemberUpn, else MemberSid), and which (MemberRights). */
	struct mia_text member, member_rights;
	struct mia_text query; /* of a search: QueryText, Query */
	uint64_t content_more; /* the second half of the hash over the content */
};

/* The value of the first parameter of this name, without regard to case; the
 * absent text if there is none, an empty one if it is set to nothing. Borrowed
 * from the event. Any thread. */
MIA_API struct mia_text mia_event_parameter(const struct mia_event *event, const char *name);

/*
 * What an event means for an investigation besides access to mail: "inbox
 * rule", "forwarding", "delegation", "folder permission", "audit change",
 * "consent", "sign-in", "authentication change", "search", "export", "consent
 * to export"; "" for none. One table (libmia/event/marks.c) names the operations with their
 * sources. Static. Any thread.
 */
MIA_API const char *mia_event_mark(const struct mia_event *event);

/*
 * What an operation that bears a mark was about, in words. Each text is absent
 * where the record does not state it; what stands in the record is quoted as it
 * stands, and is hostile.
 */
struct mia_act {
	struct mia_text rule; /* name of the inbox, transport or journal rule */
	/* Which mail: "subject contains Invoice, Payments"; "all mail"; of a search its query. */
	struct mia_text conditions;
	/* Where mail goes: addresses, "folder NAME", "deleted", joined by " | ". Of
	 * forwarding that is switched off: "nowhere". */
	struct mia_text target;
	struct mia_text grantee;     /* who was let in, or put out */
	struct mia_text app_id;      /* the application consented to, or given rights; of a sign-in used */
	struct mia_text app_name;    /* its name, by this record */
	struct mia_text permissions; /* "Mail.Read offline_access", "FullAccess" */
	struct mia_text object;      /* the mailbox, folder, account or device that it was done to */
	/* What else: of a sign-in "ok", "failed: InvalidUserNameOrPassword (50126)"; of a
	 * change what was set: "AuditEnabled=False". */
	struct mia_text detail;
	struct mia_text what; /* all that in one line, for eyes; never absent */
};

struct mia_act_reader;

/* A place for the texts of one act after the other. Returns the usual statuses. */
MIA_API enum mia_status mia_act_reader_new(struct mia_act_reader **ret, const struct mia_allocator *allocator,
	struct mia_error *err);
MIA_API void mia_act_reader_free(struct mia_act_reader *reader);
/*
 * Fills *ret with what the event was about. The texts live until the next call
 * with this reader. Returns MIA_OK; MIA_END: the event bears no mark, and *ret is
 * as it was; the usual statuses, after which the reader stays usable. One thread
 * at a time.
 */
MIA_API enum mia_status mia_act_read(struct mia_act_reader *reader, const struct mia_event *event,
	struct mia_act *ret, struct mia_error *err);

/* "bind", "sync", "unstated"; "" for MIA_ACCESS_NONE. */
MIA_API const char *mia_access_name(enum mia_access access);

#ifdef __cplusplus
}
#endif

#endif
