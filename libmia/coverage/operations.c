/*
 * Which operations mean something for coverage. Mailbox auditing makes the
 * actions of "Manage mailbox auditing" [MS]; the folder permissions and
 * searches under the names that real records bear [FIELD].
 */
#include "base/text.h"
#include "coverage/coverage.h"
#include "event/looks.h"

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

static bool
of_mailbox(struct mia_text operation)
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

	return is_one_of(operation, names, sizeof(names) / sizeof(*names));
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

enum { OF_MAILBOX = 1, OF_CHANGE = 2, OF_USER = 4 };

static uint8_t
ask(struct mia_text operation)
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
	uint8_t answer = of_mailbox(operation) ? OF_MAILBOX : 0;

	operation = without_full_stop(operation);
	if (is_one_of(operation, switches, sizeof(switches) / sizeof(*switches)) ||
		is_one_of(operation, licences, sizeof(licences) / sizeof(*licences)))
		answer |= OF_CHANGE;
	if (is_one_of(operation, users, sizeof(users) / sizeof(*users)))
		answer |= OF_USER;
	return answer;
}

bool
mia__operation_of_mailbox(struct answers *operations, const struct mia_event *event)
{
	return event->access != MIA_ACCESS_NONE ||
		(answer_to(operations, event->operation, ask) & OF_MAILBOX);
}

const char *
mia__operation_looks_like(const struct mia_event *event)
{
	/* Of two that begin alike the longer first. */
	static const char *const names[] = { "Set-MailboxAuditBypassAssociation", "Set-OrganizationConfig",
		"Set-AdminAuditLogConfig", "Set-Mailbox" };

	if (event->flags & MIA_FLAG_OPERATION_ODD)
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (mia__looks_like(event->operation, text_of(names[i])))
				return names[i];
	return NULL;
}

bool
mia__operation_of_change(struct answers *operations, const struct mia_event *event)
{
	uint8_t answer;

	if (event->access != MIA_ACCESS_NONE)
		return false;
	answer = answer_to(operations, event->operation, ask);
	return (answer & OF_CHANGE) || mia__operation_looks_like(event) ||
		((answer & OF_USER) && names_a_licence(event));
}
