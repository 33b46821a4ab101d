/*
 * Which operations mean something for coverage. Mailbox auditing makes the
 * actions of "Manage mailbox auditing" [MS]; the folder permissions and
 * searches under the names that real records bear [FIELD].
 */
#include "base/text.h"
#include "coverage/coverage.h"

#define NAME(literal) \
	{ \
		(literal), sizeof(literal) - 1 \
	}

static bool
is_one_of(struct mia_text operation, const struct mia_text *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal_nocase(operation, names[i]))
			return true;
	return false;
}

bool
mia__operation_of_mailbox(const struct mia_event *event)
{
	static const struct mia_text names[] = {
		NAME("AddFolderPermissions"),
		NAME("ApplyRecord"),
		NAME("AttachmentAccess"),
		NAME("Copy"),
		NAME("Create"),
		NAME("FolderBind"),
		NAME("HardDelete"),
		NAME("MailboxLogin"),
		NAME("MessageBind"),
		NAME("ModifyFolderPermissions"),
		NAME("Move"),
		NAME("MoveToDeletedItems"),
		NAME("RecordDelete"),
		NAME("RemoveFolderPermissions"),
		NAME("SearchQueryInitiated"),
		NAME("SearchQueryInitiatedExchange"),
		NAME("Send"),
		NAME("SendAs"),
		NAME("SendOnBehalf"),
		NAME("SoftDelete"),
		NAME("Update"),
		NAME("UpdateCalendarDelegation"),
		NAME("UpdateFolderPermissions"),
		NAME("UpdateInboxRules"),
	};

	return event->access != MIA_ACCESS_NONE ||
		is_one_of(event->operation, names, sizeof(names) / sizeof(*names));
}

/* Entra writes an end of sentence behind its operations; some exports drop it. */
static struct mia_text
without_full_stop(struct mia_text operation)
{
	if (operation.len && operation.ptr[operation.len - 1] == '.')
		operation.len--;
	return operation;
}

static bool
names_a_licence(const struct mia_event *event)
{
	for (size_t i = 0; i < event->parameter_count; i++)
		if (mia__text_find_nocase(event->parameters[i].name, TEXT("AssignedLicense")) >= 0 ||
			mia__text_find_nocase(event->parameters[i].name, TEXT("AssignedPlan")) >= 0)
			return true;
	return false;
}

bool
mia__operation_of_change(const struct mia_event *event)
{
	static const struct mia_text switches[] = {
		NAME("Set-Mailbox"),
		NAME("Set-MailboxAuditBypassAssociation"),
		NAME("Set-OrganizationConfig"),
		NAME("Set-AdminAuditLogConfig"),
	};
	static const struct mia_text licences[] = {
		NAME("Change user license"),
		NAME("Set-MsolUserLicense"),
		NAME("Set-MgUserLicense"),
	};
	static const struct mia_text users[] = { NAME("Update user"), NAME("Add user") };

	if (event->access != MIA_ACCESS_NONE)
		return false;
	struct mia_text operation = without_full_stop(event->operation);
	return is_one_of(operation, switches, sizeof(switches) / sizeof(*switches)) ||
		is_one_of(operation, licences, sizeof(licences) / sizeof(*licences)) ||
		(is_one_of(operation, users, sizeof(users) / sizeof(*users)) && names_a_licence(event));
}
