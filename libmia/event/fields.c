/* Which JSON key or CSV column fills which slot. */
#include "event/fields.h"

#include "base/text.h"
#include "record/holders.h"

/* The keys that hold a record are not here but in record/holders.c. Of names that
 * differ in case only, a column takes the first. */
static const struct {
	const char *name;
	unsigned char len, slot;
} fields[] = {
#define F(name, slot) \
	{ \
		name, sizeof(name) - 1, slot \
	}
	F("Id", SLOT_ID),
	F("id", SLOT_ID),
	F("Item", SLOT_ITEM),
	F("time", SLOT_TIME_LATE),
	F("APIId", SLOT_API),
	F("AppId", SLOT_APP),
	F("UserId", SLOT_USER),
	F("ItemId", SLOT_ITEM_ID),
	F("Query", SLOT_QUERY),
	F("Folder", SLOT_FOLDER),
	F("Target", SLOT_TARGET),
	F("ActorIP", SLOT_IP_ACTOR),
	F("AgentId", SLOT_AGENT),
	F("Folders", SLOT_FOLDERS),
	F("UserIds", SLOT_USER_ALT),
	F("service", SLOT_WORKLOAD),
	F("Subject", SLOT_SUBJECT),
	F("ClientIP", SLOT_IP),
	F("DeviceId", SLOT_DEVICE_ID),
	F("FolderId", SLOT_FOLDER_ID),
	F("UserType", SLOT_USER_TYPE),
	F("Workload", SLOT_WORKLOAD),
	F("clientIp", SLOT_IP),
	F("userType", SLOT_USER_TYPE),
	F("OfficeId", SLOT_ID),
	F("RecordId", SLOT_ID),
	F("Identity", SLOT_IDENTITY),
	F("ObjectId", SLOT_OBJECT),
	F("QueryText", SLOT_QUERY),
	F("Messages", SLOT_MESSAGES),
	F("LogonType", SLOT_LOGON),
	F("Operation", SLOT_OPERATION),
	F("operation", SLOT_OPERATION_ALT),
	F("SessionId", SLOT_SESSION),
	F("Timestamp", SLOT_TIME_LATE),
	F("TokenType", SLOT_TOKEN_TYPE),
	F("IPAddress", SLOT_IP_ACTOR),
	F("ActionType", SLOT_OPERATION_ALT),
	F("DestFolder", SLOT_FOLDER),
	F("FolderName", SLOT_FOLDER_NAME),
	F("Logon_Type", SLOT_LOGON),
	F("LogonError", SLOT_LOGON_ERROR),
	F("Operations", SLOT_OPERATION_ALT),
	F("RecordType", SLOT_RECORD_TYPE),
	F("@timestamp", SLOT_TIME_LATE),
	F("Parameters", SLOT_PARAMETERS),
	F("ClientAppId", SLOT_CLIENT_APP),
	F("ErrorNumber", SLOT_ERROR),
	F("IsThrottled", SLOT_THROTTLED),
	F("ItemSubject", SLOT_ITEM_SUBJECT),
	F("MailboxGuid", SLOT_MAILBOX_GUID),
	F("ResultIndex", SLOT_RESULT_INDEX),
	F("ResultCount", SLOT_RESULT_COUNT),
	F("AADSessionId", SLOT_AAD_SESSION),
	F("CreationDate", SLOT_TIME_ENVELOPE),
	F("CreationTime", SLOT_TIME),
	F("IssuedAtTime", SLOT_ISSUED_AT),
	F("LastAccessed", SLOT_TIME_LOCAL),
	F("ResultStatus", SLOT_RESULT),
	F("AffectedItems", SLOT_AFFECTED),
	F("ApplicationId", SLOT_APPLICATION),
	F("TimeGenerated", SLOT_TIME_TABLE),
	F("TokenObjectId", SLOT_TOKEN_OBJECT),
	F("TokenTenantId", SLOT_TOKEN_TENANT),
	F("UniqueTokenId", SLOT_TOKEN),
	F("ActorIpAddress", SLOT_IP_ACTOR),
	F("FolderPathName", SLOT_FOLDER_PATH),
	F("MailAccessType", SLOT_ACCESS_TYPE),
	F("OfficeWorkload", SLOT_WORKLOAD),
	F("OperationCount", SLOT_COUNT_STATED),
	F("SourceRecordId", SLOT_ID),
	F("OfficeObjectId", SLOT_OBJECT),
	F("ActorInfoString", SLOT_ACTOR_INFO),
	F("ClientRequestId", SLOT_REQUEST),
	F("ClientIPAddress", SLOT_IP_ADDRESS),
	F("MailboxOwnerUPN", SLOT_MAILBOX_OWNER),
	F("OperationResult", SLOT_RESULT),
	F("createdDateTime", SLOT_TIME_ENVELOPE),
	F("AppAccessContext", SLOT_APP_CONTEXT),
	F("ClientInfoString", SLOT_CLIENT_INFO),
	F("Client_IPAddress", SLOT_IP_ADDRESS),
	F("DeviceProperties", SLOT_DEVICE),
	F("SourceItemIdsList", SLOT_SOURCE_IDS),
	F("userPrincipalName", SLOT_USER_ALT),
	F("ExtendedProperties", SLOT_EXTENDED),
	F("auditLogRecordType", SLOT_RECORD_TYPE),
	F("ModifiedProperties", SLOT_MODIFIED),
	F("OperationProperties", SLOT_PROPERTIES),
	F("TimeGenerated [UTC]", SLOT_TIME_TABLE),
	F("ItemInternetMessageId", SLOT_ITEM_MESSAGE_ID),
	F("MailboxResolvedOwnerName", SLOT_OWNER_NAME),
	F("ExchangeAggregatedFolders", SLOT_FOLDERS), /* Elastic */
	F("AggregatedRecordFoldersData", SLOT_FOLDERS),
	F("SourceItemInternetMessageIdsList", SLOT_SOURCE_MESSAGE_IDS),
	F("AuditOperationsCountInAggregatedRecord", SLOT_COUNT_STATED),
#undef F
};
enum { FIELD_COUNT = sizeof(fields) / sizeof(*fields) };

static enum slot
holder_slot(const struct holder *holder)
{
	switch (holder->kind) {
	case HOLDS_RECORD:
		return SLOT_RECORD;
	case HOLDS_HOLDERS:
		return SLOT_ENVELOPE;
	case HOLDS_EVENT:
		return SLOT_EVENT;
	case HOLDS_PAGE:
		return SLOT_PAGE; /* the array of a page is framing; that of a record may be looked into */
	}
	return SLOT_NONE;
}

static void
put_field(struct field_index *index, unsigned *count, const char *name, size_t len, enum slot slot,
	unsigned rank)
{
	if (*count < FIELD_MOST && len && len <= FIELD_LONGEST)
		index->fields[(*count)++] = (struct field){ name, (unsigned char)len, name[0], name[len - 1],
			(unsigned char)slot, (unsigned char)rank };
}

void
mia__fields_index(struct field_index *index)
{
	const struct holder *holder;
	unsigned count = 0;

	for (size_t len = 0; len <= FIELD_LONGEST; len++) {
		index->first[len] = (unsigned char)count;
		for (size_t i = 0; i < FIELD_COUNT; i++)
			if (fields[i].len == len)
				put_field(index, &count, fields[i].name, len, (enum slot)fields[i].slot,
					HOLDER_NONE);
		for (unsigned rank = HOLDER_FIRST; (holder = mia__holder_of_rank(rank)) != NULL; rank++)
			if (holder->name.len == len && holder_slot(holder) != SLOT_NONE)
				put_field(index, &count, holder->name.ptr, len, holder_slot(holder), rank);
	}
	index->first[FIELD_LONGEST + 1] = (unsigned char)count;
}

/* A search would cost more than the comparison. */
int
mia__field_find(const struct field_index *index, const char *key, size_t len)
{
	if (len == 0 || len > FIELD_LONGEST)
		return -1;
	for (unsigned i = index->first[len]; i < index->first[len + 1]; i++) {
		const struct field *f = &index->fields[i];
		if (f->begins == key[0] && f->ends == key[len - 1] && memcmp(f->name, key, len) == 0)
			return (int)i;
	}
	return -1;
}

static bool
is_of_envelopes(enum slot slot)
{
	return slot == SLOT_ID || slot == SLOT_OBJECT || slot == SLOT_USER || slot == SLOT_USER_ALT ||
		slot == SLOT_USER_TYPE || slot == SLOT_RECORD_TYPE || slot == SLOT_RESULT ||
		slot == SLOT_WORKLOAD || slot == SLOT_TIME_LATE || slot == SLOT_IP || slot == SLOT_QUERY ||
		slot == SLOT_TARGET || slot >= SLOT_ENVELOPE;
}

int
mia__field_other_case(const struct field_index *index, const char *key, size_t len)
{
	/* Keys like those of the schema are the many, and no other case of one. */
	if (len < 2 || len > FIELD_LONGEST ||
		(key[0] >= 'A' && key[0] <= 'Z' && key[1] >= 'a' && key[1] <= 'z'))
		return -1;
	for (unsigned i = index->first[len]; i < index->first[len + 1]; i++) {
		const struct field *f = &index->fields[i];
		if ((f->begins | 32) == (key[0] | 32) && (f->ends | 32) == (key[len - 1] | 32) &&
			!is_of_envelopes((enum slot)f->slot) &&
			text_equal_nocase((struct mia_text){ f->name, len }, (struct mia_text){ key, len }))
			return (int)i;
	}
	return -1;
}

enum slot
mia__field_of_column(struct mia_text name)
{
	/* Graph's userId is the UserKey; the user stands in userPrincipalName. */
	if (text_equal(name, TEXT("userId")))
		return SLOT_NONE;
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (text_equal_nocase(name, (struct mia_text){ fields[i].name, fields[i].len }))
			return (enum slot)fields[i].slot;
	return SLOT_NONE;
}
