#include "event/fields.h"

#include "base/text.h"

static const struct field {
	unsigned char len;
	unsigned char slot;
	char name[34];
} fields[] = {
#define F(name, slot) { sizeof(name) - 1, slot, name }
	/* In order of length: field_find jumps to the length. */
	F("Id", SLOT_ID), F("id", SLOT_ID),
	F("_raw", SLOT_RECORD), F("Item", SLOT_ITEM), F("time", SLOT_TIME_LATE), F("o365", SLOT_ENVELOPE),
	F("AppId", SLOT_APP), F("event", SLOT_EVENT), F("audit", SLOT_COPY),
	F("UserId", SLOT_USER), F("ItemId", SLOT_ITEM_ID), F("Folder", SLOT_FOLDER), F("result", SLOT_ENVELOPE),
	F("ActorIP", SLOT_IP_ACTOR), F("Folders", SLOT_FOLDERS), F("UserIds", SLOT_USER_ALT), F("_source", SLOT_ENVELOPE),
	F("message", SLOT_RECORD), F("service", SLOT_WORKLOAD),
	F("ClientIP", SLOT_IP), F("FolderId", SLOT_FOLDER_ID), F("UserType", SLOT_USER_TYPE), F("Workload", SLOT_WORKLOAD),
	F("clientIp", SLOT_IP), F("userType", SLOT_USER_TYPE), F("OfficeId", SLOT_ID), F("RecordId", SLOT_ID), F("Identity", SLOT_IDENTITY),
	F("original", SLOT_RECORD), F("rawData", SLOT_RECORD),
	F("AuditData", SLOT_RECORD), F("auditData", SLOT_RECORD), F("LogonType", SLOT_LOGON), F("Operation", SLOT_OPERATION),
	F("operation", SLOT_OPERATION_ALT), F("SessionId", SLOT_SESSION), F("Timestamp", SLOT_TIME_LATE), F("IPAddress", SLOT_IP_ACTOR),
	F("office365", SLOT_RECORD), F("o365audit", SLOT_COPY),
	F("ActionType", SLOT_OPERATION_ALT), F("DestFolder", SLOT_FOLDER), F("FolderName", SLOT_FOLDER_NAME), F("Logon_Type", SLOT_LOGON),
	F("Operations", SLOT_OPERATION_ALT), F("RecordType", SLOT_RECORD_TYPE), F("properties", SLOT_ENVELOPE), F("@timestamp", SLOT_TIME_LATE),
	F("ClientAppId", SLOT_CLIENT_APP), F("IsThrottled", SLOT_THROTTLED), F("ItemSubject", SLOT_ITEM_SUBJECT), F("MailboxGuid", SLOT_MAILBOX_GUID),
	F("AADSessionId", SLOT_AAD_SESSION), F("CreationDate", SLOT_TIME_ENVELOPE), F("CreationTime", SLOT_TIME), F("LastAccessed", SLOT_TIME_ENVELOPE),
	F("RawEventData", SLOT_RECORD), F("ResultStatus", SLOT_RESULT),
	F("AffectedItems", SLOT_AFFECTED), F("TimeGenerated", SLOT_TIME_ENVELOPE), F("UniqueTokenId", SLOT_TOKEN),
	F("ActorIpAddress", SLOT_IP_ACTOR), F("FolderPathName", SLOT_FOLDER_PATH), F("MailAccessType", SLOT_ACCESS_TYPE),
	F("OfficeWorkload", SLOT_WORKLOAD), F("OperationCount", SLOT_COUNT_STATED), F("SourceRecordId", SLOT_ID),
	F("ActorInfoString", SLOT_ACTOR_INFO), F("ClientIPAddress", SLOT_IP_ADDRESS), F("MailboxOwnerUPN", SLOT_MAILBOX_OWNER),
	F("OperationResult", SLOT_RESULT), F("createdDateTime", SLOT_TIME_ENVELOPE),
	F("AppAccessContext", SLOT_APP_CONTEXT), F("ClientInfoString", SLOT_CLIENT_INFO), F("Client_IPAddress", SLOT_IP_ADDRESS),
	F("SourceItemIdsList", SLOT_SOURCE_IDS), F("userPrincipalName", SLOT_USER_ALT),
	F("auditLogRecordType", SLOT_RECORD_TYPE),
	F("OperationProperties", SLOT_PROPERTIES), F("TimeGenerated [UTC]", SLOT_TIME_ENVELOPE),
	F("ItemInternetMessageId", SLOT_ITEM_MESSAGE_ID),
	F("AggregatedRecordFoldersData", SLOT_FOLDERS),
	F("SourceItemInternetMessageIdsList", SLOT_SOURCE_MESSAGE_IDS),
#undef F
};
enum { FIELD_COUNT = sizeof fields / sizeof *fields };

int
field_find(const char *key, size_t len)
{
	size_t low = 0, high = FIELD_COUNT;

	if (len < 2 || len > 32)
		return -1;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (fields[mid].len < len)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < FIELD_COUNT && fields[low].len == len; low++)
		if (fields[low].name[0] == key[0] && memcmp(fields[low].name, key, len) == 0)
			return (int)low;
	return -1;
}

enum slot
field_slot(int field)
{
	return field < 0 ? SLOT_NONE : (enum slot)fields[field].slot;
}

enum slot
field_of_column(struct mia_text name)
{
	/* Graph's userId is the UserKey; the user stands in userPrincipalName. */
	if (text_equal(name, TEXT("userId")))
		return SLOT_NONE;
	if (text_equal_nocase(name, TEXT("AuditOperationsCountInAggregatedRecord")))
		return SLOT_COUNT_STATED;
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (text_equal_nocase(name, (struct mia_text){ fields[i].name, fields[i].len }))
			return (enum slot)fields[i].slot;
	return SLOT_NONE;
}
