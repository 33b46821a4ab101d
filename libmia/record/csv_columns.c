/* What may be the name of a column: the names that audit exports have, and what can only be a value. */
#include <string.h>

#include "base/text.h"
#include "record/csv.h"

/*
 * Search-UnifiedAuditLog, the portal, Search-MailboxAuditLog, Run-MailboxAuditLogSearcher, the Management
 * Activity API schema, OfficeActivity of Sentinel, CloudAppEvents of Defender, Graph, Splunk. In the order of
 * the alphabet, for who adds one.
 */
static const char *const names[] = { "AADGroupId", "AADTarget", "AccountDisplayName", "AccountId",
	"AccountObjectId", "AccountType", "ActionType", "Activity", "Actor", "ActorContextId",
	"ActorInfoString", "ActorIP", "ActorIpAddress", "AddOnGuid", "AddOnType", "AddonName",
	"AdditionalFields", "administrativeUnits", "AffectedItems", "AggregatedRecordFoldersData",
	"AppAccessContext", "AppDistributionMode", "AppId", "Application", "ApplicationId",
	"AssociatedAdminUnits", "AssociatedAdminUnitsNames", "AuditData", "auditLogRecordType",
	"AuditOperationsCountInAggregatedRecord", "AuthType", "AzureActiveDirectory_EventType",
	"AzureActiveDirectoryEventType", "AzureADAppId", "Case", "ChannelGuid", "ChannelName", "ChannelType",
	"ChatName", "ChatThreadId", "Client", "Client_IPAddress", "ClientAppId", "ClientInfoString",
	"ClientIP", "ClientIP_", "ClientIPAddress", "ClientMachineName", "ClientProcessName",
	"ClientRequestId", "ClientVersion", "CloudInstanceName", "CommunicationType", "Computer",
	"createdDateTime", "CreationDate", "CreationTime", "CrossMailboxOp", "CrossMailboxOperation",
	"CrossMailboxOperations", "CustomEvent", "DataCenterSecurityEventType", "date_hour", "date_mday",
	"date_minute", "date_month", "date_second", "date_wday", "date_year", "date_zone", "DestFolder",
	"DestFolderId", "DestFolderPathName", "DestinationFileExtension", "DestinationFileName",
	"DestinationRelativeUrl", "DestMailboxId", "DestMailboxOwnerMasterAccountSid", "DestMailboxOwnerSid",
	"DestMailboxOwnerUPN", "DeviceId", "DeviceProperties", "EffectiveOrganization",
	"ElevationApprovedTime", "ElevationApprover", "ElevationDuration", "ElevationRequestId",
	"ElevationRole", "ElevationTime", "ErrorNumber", "Event_Data", "EventSource", "eventtype",
	"_eventtype_color", "ExtendedProperties", "ExternalAccess", "ExternalUserTenantId", "ExtraProperties",
	"Folder", "FolderId", "FolderName", "FolderPathName", "Folders", "GenericInfo", "host", "HostAppId",
	"Id", "Identity", "index", "InternalLogonType", "InterSystemsId", "IntraSystemId", "IPAddress",
	"IsThrottled", "IsValid", "Item", "ItemId", "ItemInternetMessageId", "ItemName", "ItemSubject",
	"ItemType", "LastAccessed", "linecount", "LoginStatus", "Logon_Type", "LogonError", "LogonType",
	"LogonUserDisplayName", "LogonUserSid", "MachineDomainInfo", "MachineId", "MailAccessType",
	"MailboxGuid", "MailboxOwnerMasterAccountSid", "MailboxOwnerSid", "MailboxOwnerUPN",
	"MailboxResolvedOwnerName", "ManagementGroupName", "Members", "MessageId", "Messages", "meta", "MG",
	"ModifiedObjectResolvedName", "ModifiedProperties", "Name", "NewValue", "ObjectId", "ObjectState",
	"ObjectType", "OfficeId", "OfficeObjectId", "OfficeTenantId", "OfficeTenantId_", "OfficeWorkload",
	"OldValue", "Operation", "OperationCount", "OperationProperties", "OperationResult", "Operations",
	"OperationScope", "OrganizationId", "OrganizationId_", "OrganizationName", "OriginatingServer",
	"Parameters", "PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId", "punct", "_raw",
	"RawEventData", "RecordId", "RecordType", "ReportId", "_ResourceId", "ResultCount", "ResultIndex",
	"ResultReasonType", "ResultStatus", "Reviewed By", "RunspaceId", "SaveToSentItems", "Scope",
	"SendAsUserMailboxGuid", "SendAsUserSmtp", "SendonBehalfOfUserMailboxGuid", "SendOnBehalfOfUserSmtp",
	"service", "SessionId", "SharingType", "Site_", "Site_Url", "Site_Url_", "source", "Source_Name",
	"SourceFileExtension", "SourceFileName", "SourceFileName_", "SourceItemFolderPathNamesList",
	"SourceItemIdsList", "SourceItemInternetMessageIdsList", "SourceItems", "SourceItemSubjectsList",
	"SourceRecordId", "SourceRelativeUrl", "SourceRelativeUrl_", "SourceSystem", "sourcetype",
	"splunk_server", "splunk_server_group", "Start_Time", "Subject", "SupportTicketId", "TabType", "tag",
	"Target", "TargetContextId", "TargetUserId", "TargetUserOrGroupName", "TargetUserOrGroupType",
	"TeamGuid", "TeamName", "TenantId", "_time", "TimeGenerated", "timeendpos", "Timestamp",
	"timestartpos", "TokenObjectId", "TokenTenantId", "TokenType", "Type", "UserAgent", "UserDomain",
	"UserId", "UserId_", "UserIds", "UserKey", "userPrincipalName", "UserSharedWith", "UserType",
	"Version", "Workload" };

struct mia_text
mia__csv_bare_name(struct mia_text name)
{
	const char *dot = text_last(name, '.');

	if (dot)
		name = (struct mia_text){ dot + 1, name.len - (size_t)(dot + 1 - name.ptr) };
	if (name.len > 6 && text_equal(TEXT(" [UTC]"), (struct mia_text){ name.ptr + name.len - 6, 6 }))
		name.len -= 6;
	if (name.len > 2 && name.ptr[name.len - 2] == '_')
		name.len -= 2;
	return name;
}

bool
mia__csv_is_name(struct mia_text cell)
{
	return TEXT_IS_ONE_OF_NOCASE(cell, names) || TEXT_IS_ONE_OF_NOCASE(mia__csv_bare_name(cell), names);
}

/* "parameters@odata.type", "@timestamp", "_source.@timestamp" are names; other texts with an @ are addresses. */
static bool
is_address(struct mia_text cell)
{
	const char *at = cell.len ? memchr(cell.ptr, '@', cell.len) : NULL;
	size_t left = at ? cell.len - (size_t)(at - cell.ptr) : 0;

	return at && at > cell.ptr && at[-1] != '.' &&
		!text_starts_nocase((struct mia_text){ at, left }, TEXT("@odata"));
}

/* A date, a time, an IPv4 address. */
static bool
is_figures(struct mia_text cell)
{
	if (cell.len < 6 || *cell.ptr < '0' || *cell.ptr > '9')
		return false;
	for (size_t i = 1; i < cell.len; i++)
		if (strchr(":/-.", cell.ptr[i]) && cell.ptr[i])
			return true;
	return false;
}

bool
mia__csv_is_data(struct mia_text cell)
{
	cell = text_trim(cell);
	if (cell.len == 0)
		return false;
	if ((*cell.ptr && strchr("{[<\\\"'(", *cell.ptr)) || mia__text_is_guid(cell) || is_address(cell) ||
		is_figures(cell))
		return true;
	/* JSON whose first comma ended this cell, behind a collector's prefix. */
	return mia__text_find(cell, TEXT("{\"")) >= 0 || mia__text_find(cell, TEXT("\":")) >= 0 ||
		text_equal_nocase(cell, TEXT("True")) || text_equal_nocase(cell, TEXT("False"));
}
