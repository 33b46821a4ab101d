/* Tables of the framing, each row by an input that leads to it: first bytes of other files, columns of
 * other exports, names of columns. */
#include "framed.h"

#include "base/text.h"
#include "record/csv.h"
#include "record/framing.h"
#include "record/json_shape.h"
#include "record/sniff.h"

#define ROW(bytes, name, packed) \
	{ \
		bytes "....", sizeof(bytes) - 1, name, packed \
	}

static void
each_kind_of_file(void **state)
{
	static const struct {
		const char *head;
		size_t length;
		const char *name;
		bool packed;
	} rows[] = {
		ROW("%PDF", "PDF document", false),
		ROW("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Microsoft Office file or Outlook message", true),
		ROW("!BDN", "Outlook data file (PST/OST)", true),
		ROW("PK\5\6", "ZIP archive: unpack it first", true),
		ROW("PK\7\b", "ZIP archive: unpack it first", true),
		ROW("7z\xbc\xaf\x27\x1c", "7-Zip archive: unpack it first", true),
		ROW("Rar!", "RAR archive: unpack it first", true),
		ROW("MSCF", "CAB archive: unpack it first", true),
		ROW("BZh", "bzip2 file: unpack it first", true),
		ROW("\xfd"
		    "7zXZ",
			"xz file: unpack it first", true),
		ROW("LZIP\1", "lzip file: unpack it first", true),
		ROW("\x28\xb5\x2f\xfd", "zstd file: unpack it first", true),
		ROW("\x04\x22\x4d\x18", "LZ4 file: unpack it first", true),
		ROW("\x1f\x9d", "compress file: unpack it first", true),
		ROW("SQLite format 3", "SQLite database: export what it holds as CSV or JSON", true),
		ROW("ElfFile", "Windows event log (EVTX)", false),
		ROW("PAR1", "Parquet file: export it as CSV or JSON", true),
		ROW("ORC", "ORC file: export it as CSV or JSON", true),
		ROW("Obj\1", "Avro file: export it as CSV or JSON", true),
		ROW("ARROW1", "Arrow file: export it as CSV or JSON", true),
		ROW("Salted__", "encrypted file: decrypt it first", true),
		ROW("age-encryption.org", "encrypted file: decrypt it first", true),
		ROW("-----BEGIN PGP MESSAGE", "encrypted file: decrypt it first", true),
		ROW("\x89PNG", "picture", false),
		ROW("\xff\xd8\xff", "picture", false),
		ROW("MZ", "Windows program", false),
		ROW("\x7f"
		    "ELF",
			"program", false),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool packed;
		const char *name = mia__sniff_magic(rows[i].head, rows[i].length + 4, &packed);
		if (!name)
			print_message("# %s\n", rows[i].name);
		assert_non_null(name);
		assert_string_equal(name, rows[i].name);
		assert_int_equal(packed, rows[i].packed);
		/* A byte less says nothing. */
		assert_null(mia__sniff_magic(rows[i].head, rows[i].length - 1, &packed));
	}
}

static void
each_other_table(void **state)
{
	static const struct {
		const char *text, *note;
	} rows[] = {
		{ "MessageTraceId,RecipientAddress,x\n", "message trace CSV" },
		{ "RecipientAddress,SenderAddress,x\n", "message trace CSV" },
		{ "recipient_status,sender_address,x\n", "message trace CSV" },
		{ "sender_address,origin_timestamp_utc,x\n", "message trace CSV" },
		{ "SenderFromAddress,NetworkMessageId,x\n", "Defender EmailEvents CSV" },
		{ "Native_MD5,Email_message_ID,x\n", "eDiscovery item list" },
		{ "Subject,Internet message ID,x\n", "eDiscovery item list" },
		{ "ItemsInFolder,FolderPath,x\n", "mailbox folder statistics" },
		{ "AuditEnabled,DefaultAuditSet,x\n", "mailbox audit configuration" },
		{ "Identity,AuditBypassEnabled,x\n", "mailbox audit bypass list" },
		{ "Sign-in,Conditional Access,x\n", "Entra sign-in log CSV" },
		{ "Request ID,Date (UTC),x\n", "Entra sign-in log CSV" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct sniffed s = mia__sniff_text(text_of(rows[i].text), false, &mia__malloc_allocator);
		assert_int_equal(s.container, MIA_CONTAINER_UNKNOWN);
		assert_non_null(s.note);
		assert_int_equal(strncmp(s.note, rows[i].note, strlen(rows[i].note)), 0);
	}
}

/* As exports have them, with the words of other tools around them or not. */
static void
each_column(void **state)
{
	static const char *const names[] = { "AADGroupId", "AADTarget", "AccountDisplayName", "AccountId",
		"AccountObjectId", "AccountType", "ActionType", "Activity", "Actor", "ActorContextId",
		"ActorInfoString", "ActorIP", "ActorIpAddress", "AddOnGuid", "AddOnType", "AddonName",
		"AdditionalFields", "administrativeUnits", "AffectedItems", "AggregatedRecordFoldersData",
		"AppAccessContext", "AppDistributionMode", "AppId", "Application", "ApplicationId",
		"AssociatedAdminUnits", "AssociatedAdminUnitsNames", "AuditData", "auditLogRecordType",
		"AuditOperationsCountInAggregatedRecord", "AuthType", "AzureActiveDirectory_EventType",
		"AzureActiveDirectoryEventType", "AzureADAppId", "Case", "ChannelGuid", "ChannelName",
		"ChannelType", "ChatName", "ChatThreadId", "Client", "Client_IPAddress", "ClientAppId",
		"ClientInfoString", "ClientIP", "ClientIP_", "ClientIPAddress", "ClientMachineName",
		"ClientProcessName", "ClientRequestId", "ClientVersion", "CloudInstanceName",
		"CommunicationType", "Computer", "createdDateTime", "CreationDate", "CreationTime",
		"CrossMailboxOp", "CrossMailboxOperation", "CrossMailboxOperations", "CustomEvent",
		"DataCenterSecurityEventType", "date_hour", "date_mday", "date_minute", "date_month",
		"date_second", "date_wday", "date_year", "date_zone", "DestFolder", "DestFolderId",
		"DestFolderPathName", "DestinationFileExtension", "DestinationFileName",
		"DestinationRelativeUrl", "DestMailboxId", "DestMailboxOwnerMasterAccountSid",
		"DestMailboxOwnerSid", "DestMailboxOwnerUPN", "DeviceId", "DeviceProperties",
		"EffectiveOrganization", "ElevationApprovedTime", "ElevationApprover", "ElevationDuration",
		"ElevationRequestId", "ElevationRole", "ElevationTime", "ErrorNumber", "Event_Data",
		"EventSource", "eventtype", "_eventtype_color", "ExtendedProperties", "ExternalAccess",
		"ExternalUserTenantId", "ExtraProperties", "Folder", "FolderId", "FolderName",
		"FolderPathName", "Folders", "GenericInfo", "host", "HostAppId", "Id", "Identity", "index",
		"InternalLogonType", "InterSystemsId", "IntraSystemId", "IPAddress", "IsThrottled", "IsValid",
		"Item", "ItemId", "ItemInternetMessageId", "ItemName", "ItemSubject", "ItemType",
		"LastAccessed", "linecount", "LoginStatus", "Logon_Type", "LogonError", "LogonType",
		"LogonUserDisplayName", "LogonUserSid", "MachineDomainInfo", "MachineId", "MailAccessType",
		"MailboxGuid", "MailboxOwnerMasterAccountSid", "MailboxOwnerSid", "MailboxOwnerUPN",
		"MailboxResolvedOwnerName", "ManagementGroupName", "Members", "MessageId", "Messages", "meta",
		"MG", "ModifiedObjectResolvedName", "ModifiedProperties", "Name", "NewValue", "ObjectId",
		"ObjectState", "ObjectType", "OfficeId", "OfficeObjectId", "OfficeTenantId",
		"OfficeTenantId_", "OfficeWorkload", "OldValue", "Operation", "OperationCount",
		"OperationProperties", "OperationResult", "Operations", "OperationScope", "OrganizationId",
		"OrganizationId_", "OrganizationName", "OriginatingServer", "Parameters", "PSComputerName",
		"PSShowComputerName", "PSSourceJobInstanceId", "punct", "_raw", "RawEventData", "RecordId",
		"RecordType", "ReportId", "_ResourceId", "ResultCount", "ResultIndex", "ResultReasonType",
		"ResultStatus", "Reviewed By", "RunspaceId", "SaveToSentItems", "Scope",
		"SendAsUserMailboxGuid", "SendAsUserSmtp", "SendonBehalfOfUserMailboxGuid",
		"SendOnBehalfOfUserSmtp", "service", "SessionId", "SharingType", "Site_", "Site_Url",
		"Site_Url_", "source", "Source_Name", "SourceFileExtension", "SourceFileName",
		"SourceFileName_", "SourceItemFolderPathNamesList", "SourceItemIdsList",
		"SourceItemInternetMessageIdsList", "SourceItems", "SourceItemSubjectsList", "SourceRecordId",
		"SourceRelativeUrl", "SourceRelativeUrl_", "SourceSystem", "sourcetype", "splunk_server",
		"splunk_server_group", "Start_Time", "Subject", "SupportTicketId", "TabType", "tag", "Target",
		"TargetContextId", "TargetUserId", "TargetUserOrGroupName", "TargetUserOrGroupType",
		"TeamGuid", "TeamName", "TenantId", "_time", "TimeGenerated", "timeendpos", "Timestamp",
		"timestartpos", "TokenObjectId", "TokenTenantId", "TokenType", "Type", "UserAgent",
		"UserDomain", "UserId", "UserId_", "UserIds", "UserKey", "userPrincipalName",
		"UserSharedWith", "UserType", "Version", "Workload" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char text[128];
		assert_non_null(names[i]);
		if (!mia__csv_is_name(text_of(names[i])))
			fail_msg("%s", names[i]);
		snprintf(text, sizeof(text), "_source.%s", names[i]);
		assert_true(mia__csv_is_name(text_of(text)));
	}
}

/* What is a value in a row, and no name in a header. */
static void
each_kind_of_data(void **state)
{
	static const struct {
		const char *cell;
		bool data;
	} rows[] = {
		{ "", false },
		{ " ", false },
		{ "Operation", false },
		{ "My own column", false },
		{ "{", true },
		{ "[1", true },
		{ "<x", true },
		{ "\\x", true },
		{ "\"x", true },
		{ "'x", true },
		{ "(x", true },
		{ "x(", false },
		{ "b0000000-0000-4000-8000-000000000001", true },
		{ "192.0.2.1", true },
		{ "2026-03-17T09:16:20", true },
		{ "3/17/2026", true },
		{ "12345-", true },
		{ "12345", false },
		{ "1234-", false },
		{ "123456", false },
		{ "a2345-", false },
		{ "x {\"a", true },
		{ "x\":1", true },
		{ "true", true },
		{ " False ", true },
		{ "Truer", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (mia__csv_is_data(text_of(rows[i].cell)) != rows[i].data)
			fail_msg("'%s'", rows[i].cell);
}

/* By which a record shows itself, under its own name or under that of what holds it. */
static void
each_key_of_a_record(void **state)
{
	static const char *const keys[] = { "Operation", "operation", "CreationTime", "CreationDate",
		"RecordType", "createdDateTime", "ActionType", "TimeGenerated", "Timestamp", "@timestamp",
		"_time", "AuditData", "auditData", "RawEventData", "rawData", "original", "_raw", "message",
		"office365", "o365audit", "audit", "o365", "_source", "result", "properties", "event" };
	static const char *const others[] = { "", "Operations", "value", "records", "hits", "time", "Id",
		"auditdata" };

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!mia__json_record_key(text_of(keys[i])))
			fail_msg("%s", keys[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(mia__json_record_key(text_of(others[i])));
}

/* What people may write into a record may be the name of a column; what the service writes there is not. */
static void
each_column_of_the_service(void **state)
{
	static const char *const columns[] = { "Operation", "Operations", "ActionType", "Activity",
		"CreationTime", "CreationDate", "LastAccessed", "TimeGenerated", "createdDateTime",
		"RecordType", "RunspaceId", "MailboxGuid", "_source.Operation" };
	static const char *const others[] = { "ItemSubject", "FolderName", "UserId" };
	static struct framed f;
	char text[512];

	(void)state;
	for (size_t i = 0; i < 13 + 3; i++) {
		const char *column = i < 13 ? columns[i] : others[i - 13];
		bool again = strcmp(column, "Operation") == 0 || strcmp(column, "LastAccessed") == 0;
		snprintf(text, sizeof(text), "%s,%s,%s,My own\nMy own,LastAccessed,Operation,Item\n", column,
			column[0] == 'O' && again ? "LastAccessed" : "Operation",
			again ? "FolderId" : "LastAccessed");
		frame_pieces(&f, text_of(text), strlen(text), 0);
		if (f.count != (i < 13))
			fail_msg("%s: %zu", column, f.count);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_file),
		cmocka_unit_test(each_other_table),
		cmocka_unit_test(each_column),
		cmocka_unit_test(each_kind_of_data),
		cmocka_unit_test(each_key_of_a_record),
		cmocka_unit_test(each_column_of_the_service),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
