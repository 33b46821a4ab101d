/*
 * The property table: which JSON key or CSV column fills which slot. Names
 * come from the Management Activity API schema; variants from Microsoft
 * Sentinel's OfficeActivity table, Defender's CloudAppEvents, Microsoft
 * Graph's auditLogRecord, and Search-MailboxAuditLog. The keys under which a
 * wrapper holds a record stand in record/holders.c and are found here as well.
 */
#ifndef MIA_EVENT_FIELDS_H
#define MIA_EVENT_FIELDS_H

#include <stddef.h>

#include <mia/base.h>

enum slot {
	SLOT_NONE = 0,
	SLOT_ACCESS_TYPE, /* MailAccessType: these two are judged where they stand twice (members.c) */
	SLOT_THROTTLED,   /* IsThrottled */
	SLOT_ID,
	SLOT_TIME,          /* CreationTime */
	SLOT_TIME_ENVELOPE, /* CreationDate, createdDateTime */
	SLOT_TIME_LOCAL,    /* LastAccessed, of the owner's or the exporter's zone */
	SLOT_TIME_TABLE,    /* TimeGenerated: of the event, or of its arrival */
	SLOT_TIME_LATE,     /* Timestamp, @timestamp: only if nothing better */
	SLOT_OPERATION,
	SLOT_OPERATION_ALT, /* Operations, operation, ActionType */
	SLOT_USER,
	SLOT_USER_ALT,
	SLOT_RECORD_TYPE,
	SLOT_WORKLOAD,
	SLOT_RESULT,
	SLOT_USER_TYPE,
	SLOT_LOGON,
	SLOT_IP_ADDRESS, /* ClientIPAddress */
	SLOT_IP,         /* ClientIP */
	SLOT_IP_ACTOR,   /* ActorIP, ActorIpAddress */
	SLOT_CLIENT_INFO,
	SLOT_ACTOR_INFO,
	SLOT_SESSION,
	SLOT_AAD_SESSION,
	SLOT_TOKEN,
	SLOT_APP,
	SLOT_CLIENT_APP,
	SLOT_CONTEXT_APP,    /* AppAccessContext.ClientAppId */
	SLOT_SIGN_IN,        /* the session that a sign-in began: DeviceProperties, Name SessionId */
	SLOT_SIGN_IN_DEVICE, /* its device: DeviceProperties, Name Id */
	SLOT_API,
	SLOT_TOKEN_OBJECT,
	SLOT_USER_OBJECT,
	SLOT_TOKEN_TYPE,
	SLOT_TOKEN_TENANT,
	SLOT_DEVICE_ID,
	SLOT_ISSUED_AT,
	SLOT_AGENT,
	SLOT_REQUEST,      /* ClientRequestId */
	SLOT_ITEM_REQUEST, /* that of an item */
	SLOT_MAILBOX_GUID,
	SLOT_MAILBOX_OWNER,
	SLOT_OWNER_NAME,   /* MailboxResolvedOwnerName: a display name */
	SLOT_COUNT_STATED, /* OperationCount */
	SLOT_IDENTITY,     /* Identity, beside a record: its id */
	SLOT_RESULT_INDEX, /* ResultIndex, ResultCount, beside a record */
	SLOT_RESULT_COUNT,
	SLOT_OBJECT,      /* ObjectId */
	SLOT_TARGET_NAME, /* Target of a directory record, by Type */
	SLOT_TARGET_USER,
	SLOT_TARGET_OBJECT,
	SLOT_TARGET_ID,
	SLOT_ERROR, /* of a sign-in: ErrorNumber, LogonError, ApplicationId, UserAgent */
	SLOT_LOGON_ERROR,
	SLOT_APPLICATION,
	SLOT_USER_AGENT,
	SLOT_MEMBER, /* permissions of a folder: MemberUpn, MemberSid, MemberRights */
	SLOT_MEMBER_SID,
	SLOT_RIGHTS,
	SLOT_QUERY,     /* of a search */
	SLOT_FOLDER_ID, /* flat columns of Search-MailboxAuditLog */
	SLOT_FOLDER_PATH,
	SLOT_FOLDER_NAME,
	SLOT_ITEM_ID,
	SLOT_ITEM_SUBJECT,
	SLOT_SUBJECT, /* Subject, of Run-MailboxAuditLogSearcher */
	SLOT_ITEM_MESSAGE_ID,
	SLOT_SOURCE_IDS,
	SLOT_SOURCE_MESSAGE_IDS,
	SLOT_SCALARS, /* what follows is structure */
	SLOT_FOLDERS = SLOT_SCALARS,
	SLOT_ITEM,
	SLOT_AFFECTED,
	SLOT_FOLDER,     /* Folder, DestFolder: a folder by id and path */
	SLOT_PROPERTIES, /* OperationProperties */
	SLOT_DEVICE,     /* DeviceProperties */
	SLOT_EXTENDED,   /* ExtendedProperties */
	SLOT_PARAMETERS, /* of a cmdlet */
	SLOT_MODIFIED,   /* ModifiedProperties */
	SLOT_MESSAGES,   /* whose attachments were accessed */
	SLOT_TARGET,     /* Target of a directory record */
	SLOT_APP_CONTEXT,
	SLOT_ENVELOPE, /* an object to look for records in (HOLDS_HOLDERS) */
	SLOT_RECORD,   /* AuditData, RawEventData, event.original: the record */
	SLOT_EVENT,    /* Elastic's "event" */
	SLOT_PAGE,     /* a list of records, in a record */
	SLOT_TOTAL
};

enum { FIELD_MOST = 192, FIELD_LONGEST = 40 };

struct field {
	const char *name;
	unsigned char len;
	char begins, ends; /* first and last byte of the name: most other names differ in one of them */
	unsigned char slot;
	unsigned char rank; /* of a holder; else HOLDER_NONE */
};

/* Both tables in order of length, for who looks up a key a member: a decoder makes it once. */
struct field_index {
	struct field fields[FIELD_MOST];
	unsigned char first[FIELD_LONGEST + 2]; /* first[n]: the first field of length n or more */
};
void mia__fields_index(struct field_index *index);

/* By exact name: the number of the field in index->fields, or -1 for names that
 * we do not need. Two names of one slot are two fields. */
int mia__field_find(const struct field_index *index, const char *key, size_t len);
/* The field that has this name in another case, or -1: folders, FOLDERS. Fields that envelopes have
 * in a case of their own, with another meaning, are left out. */
int mia__field_other_case(const struct field_index *index, const char *key, size_t len);
/* By column name, without regard to case. Holders are no fields of a row. */
enum slot mia__field_of_column(struct mia_text name);

#endif
