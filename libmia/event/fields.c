#include "event/fields.h"

#include "base/text.h"

static const struct field {
	unsigned char len;
	unsigned char slot;
	char name[40];
} fields[] = {
#define F(name, slot) \
	{ \
		sizeof(name) - 1, slot, name \
	}
	/* In order of length: first[] jumps to it. */
	F("Id", SLOT_ID),
	F("id", SLOT_ID),
	F("_raw", SLOT_RECORD),
	F("Item", SLOT_ITEM),
	F("time", SLOT_TIME_LATE),
	F("o365", SLOT_ENVELOPE),
	F("AppId", SLOT_APP),
	F("event", SLOT_EVENT),
	F("audit", SLOT_COPY),
	F("UserId", SLOT_USER),
	F("ItemId", SLOT_ITEM_ID),
	F("Folder", SLOT_FOLDER),
	F("result", SLOT_ENVELOPE),
	F("ActorIP", SLOT_IP_ACTOR),
	F("Folders", SLOT_FOLDERS),
	F("UserIds", SLOT_USER_ALT),
	F("_source", SLOT_ENVELOPE),
	F("message", SLOT_RECORD),
	F("service", SLOT_WORKLOAD),
	F("rawData", SLOT_RECORD),
	F("ClientIP", SLOT_IP),
	F("FolderId", SLOT_FOLDER_ID),
	F("UserType", SLOT_USER_TYPE),
	F("Workload", SLOT_WORKLOAD),
	F("clientIp", SLOT_IP),
	F("userType", SLOT_USER_TYPE),
	F("OfficeId", SLOT_ID),
	F("RecordId", SLOT_ID),
	F("Identity", SLOT_IDENTITY),
	F("original", SLOT_RECORD),
	F("ObjectId", SLOT_OBJECT),
	F("Messages", SLOT_MESSAGES),
	F("AuditData", SLOT_RECORD),
	F("auditData", SLOT_RECORD),
	F("LogonType", SLOT_LOGON),
	F("Operation", SLOT_OPERATION),
	F("operation", SLOT_OPERATION_ALT),
	F("SessionId", SLOT_SESSION),
	F("Timestamp", SLOT_TIME_LATE),
	F("IPAddress", SLOT_IP_ACTOR),
	F("office365", SLOT_RECORD),
	F("o365audit", SLOT_COPY),
	F("ActionType", SLOT_OPERATION_ALT),
	F("DestFolder", SLOT_FOLDER),
	F("FolderName", SLOT_FOLDER_NAME),
	F("Logon_Type", SLOT_LOGON),
	F("Operations", SLOT_OPERATION_ALT),
	F("RecordType", SLOT_RECORD_TYPE),
	F("properties", SLOT_ENVELOPE),
	F("@timestamp", SLOT_TIME_LATE),
	F("Parameters", SLOT_PARAMETERS),
	F("ClientAppId", SLOT_CLIENT_APP),
	F("IsThrottled", SLOT_THROTTLED),
	F("ItemSubject", SLOT_ITEM_SUBJECT),
	F("MailboxGuid", SLOT_MAILBOX_GUID),
	F("ResultIndex", SLOT_RESULT_INDEX),
	F("ResultCount", SLOT_RESULT_COUNT),
	F("AADSessionId", SLOT_AAD_SESSION),
	F("CreationDate", SLOT_TIME_ENVELOPE),
	F("CreationTime", SLOT_TIME),
	F("LastAccessed", SLOT_TIME_ENVELOPE),
	F("RawEventData", SLOT_RECORD),
	F("ResultStatus", SLOT_RESULT),
	F("AffectedItems", SLOT_AFFECTED),
	F("TimeGenerated", SLOT_TIME_ENVELOPE),
	F("UniqueTokenId", SLOT_TOKEN),
	F("ActorIpAddress", SLOT_IP_ACTOR),
	F("FolderPathName", SLOT_FOLDER_PATH),
	F("MailAccessType", SLOT_ACCESS_TYPE),
	F("OfficeWorkload", SLOT_WORKLOAD),
	F("OperationCount", SLOT_COUNT_STATED),
	F("SourceRecordId", SLOT_ID),
	F("OfficeObjectId", SLOT_OBJECT),
	F("ActorInfoString", SLOT_ACTOR_INFO),
	F("ClientIPAddress", SLOT_IP_ADDRESS),
	F("MailboxOwnerUPN", SLOT_MAILBOX_OWNER),
	F("OperationResult", SLOT_RESULT),
	F("createdDateTime", SLOT_TIME_ENVELOPE),
	F("AppAccessContext", SLOT_APP_CONTEXT),
	F("ClientInfoString", SLOT_CLIENT_INFO),
	F("Client_IPAddress", SLOT_IP_ADDRESS),
	F("SourceItemIdsList", SLOT_SOURCE_IDS),
	F("userPrincipalName", SLOT_USER_ALT),
	F("auditLogRecordType", SLOT_RECORD_TYPE),
	F("ModifiedProperties", SLOT_MODIFIED),
	F("OperationProperties", SLOT_PROPERTIES),
	F("TimeGenerated [UTC]", SLOT_TIME_ENVELOPE),
	F("ItemInternetMessageId", SLOT_ITEM_MESSAGE_ID),
	F("AggregatedRecordFoldersData", SLOT_FOLDERS),
	F("SourceItemInternetMessageIdsList", SLOT_SOURCE_MESSAGE_IDS),
	F("AuditOperationsCountInAggregatedRecord", SLOT_COUNT_STATED),
#undef F
};
enum { FIELD_COUNT = sizeof(fields) / sizeof(*fields) };

/* first[n]: the first field of length n or more (the tests hold it against
 * the table). A search would cost more than the comparison. */
static const unsigned char first[40] = { 0, 0, 0, 2, 2, 6, 9, 13, 20, 32, 42, 51, 57, 63, 66, 73, 78, 81, 83,
	85, 87, 87, 88, 88, 88, 88, 88, 88, 89, 89, 89, 89, 89, 90, 90, 90, 90, 90, 90, 91 };

int
mia__field_find(const char *key, size_t len)
{
	if (len > 38)
		return -1;
	for (unsigned i = first[len]; i < first[len + 1]; i++)
		if (fields[i].name[0] == key[0] && fields[i].name[len - 1] == key[len - 1] &&
			memcmp(fields[i].name, key, len) == 0)
			return (int)i;
	return -1;
}

enum slot
mia__field_slot(int field)
{
	return field < 0 ? SLOT_NONE : (enum slot)fields[field].slot;
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
