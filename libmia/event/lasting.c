/*
 * What a record sets that lasts, and what it ends. Cmdlets and their
 * parameters: Microsoft, reference of each; directory records and those of
 * folders: docs/records.md. Where a record leaves open what it ended, it ends
 * nothing: an end that is told must be one.
 */
#include "event/lasting.h"

#include "base/text.h"
#include "event/rule.h"
#include "event/rule_actions.h"

/* What a rule does; a bit each, those of LASTING_FORWARDS first. The last bit is for all else. */
static const char *const rule_actions[] = { "ForwardTo", "RedirectTo", "ForwardAsAttachmentTo",
	"MoveToFolder", "CopyToFolder", "DeleteMessage", "SoftDeleteMessage", "MarkAsRead",
	"SendTextMessageNotificationTo", "RedirectMessageTo", "BlindCopyTo", "CopyTo", "AddToRecipients",
	"JournalEmailAddress" };
static const char *const targets[] = { "ForwardingSmtpAddress", "ForwardingAddress" };
enum { OTHER_BIT = 31 };

static bool
is_one(struct mia_text operation, const char *name)
{
	return text_equal_nocase(operation, text_of(name));
}

static bool
begins(struct mia_text operation, const char *name)
{
	return text_starts_nocase(operation, text_of(name));
}

/* "" and "False" take away what the parameter sets. */
static bool
is_nothing(struct mia_text value)
{
	value = text_trim(value);
	return !value.len || text_equal_nocase(value, TEXT("False")) ||
		text_equal_nocase(value, TEXT("$null"));
}

/* Bits of the parameters of these names: set to something, or to nothing. */
static void
take_bits(const struct mia_event *event, const char *const *names, size_t count, struct lasting *ret)
{
	for (size_t i = 0; i < count; i++) {
		struct mia_text value = mia_event_parameter(event, names[i]);
		if (value.ptr)
			*(is_nothing(value) ? &ret->ends : &ret->sets) |= UINT32_C(1) << i;
	}
}

/* Most records of clients merely bring their rules up to date, and say nothing of what they do. */
static void
take_client(const struct mia_event *event, struct lasting *ret)
{
	struct mia_text operation = mia_event_parameter(event, "RuleOperation"),
			state = text_trim(mia_event_parameter(event, "RuleState")),
			does = text_trim(mia_event_parameter(event, "RuleActions"));

	if (mia__text_find_nocase(operation, TEXT("Remove")) >= 0 ||
		mia__text_find_nocase(operation, TEXT("Delete")) >= 0) {
		ret->ends = LASTING_ALL;
		ret->forgets = true;
	} else if (text_equal_nocase(state, TEXT("Disabled"))) {
		ret->ends = LASTING_ALL;
	} else if (mia__text_find_nocase(does, TEXT("ActionType")) >= 0 || mia__rule_actions_forward(does)) {
		/* A text that was cut may have forwarded as well: what does not say so ends no forwarding. */
		ret->sets = UINT32_C(1) << OTHER_BIT | mia__rule_actions_forward(does);
	}
}

/* Of inbox, transport and journal rules by cmdlets. */
static void
take_cmdlet(const struct mia_event *event, struct lasting *ret)
{
	struct mia_text operation = event->operation;

	if (begins(operation, "Remove-") || begins(operation, "Disable-")) {
		ret->ends = LASTING_ALL;
		ret->forgets = begins(operation, "Remove-");
		return;
	}
	if (begins(operation, "Enable-")) {
		ret->resumes = true;
		ret->sets = UINT32_C(1) << OTHER_BIT;
		return;
	}
	ret->makes = begins(operation, "New-");
	take_bits(event, rule_actions, sizeof(rule_actions) / sizeof(*rule_actions), ret);
	if (ret->makes)
		ret->ends = 0;
	if (ret->makes && !ret->sets)
		ret->sets = UINT32_C(1) << OTHER_BIT;
	if (is_one(text_trim(mia_event_parameter(event, "Enabled")), "False")) {
		ret->sets = 0;
		ret->ends = ret->makes ? 0 : LASTING_ALL;
	}
}

static void
take_rule(const struct mia_event *event, struct lasting *ret)
{
	struct rule_names names = mia__rule_names(event, false);

	ret->kind = LASTING_INBOX_RULE;
	ret->mailbox = names.mailbox;
	ret->second = names.second;
	ret->name = text_trim(names.name);
	if (mia__rule_by_client(event))
		take_client(event, ret);
	else
		take_cmdlet(event, ret);
}

static void
take_forwarding(const struct mia_event *event, struct lasting *ret)
{
	static const char *const settings[] = { "AutoForwardEnabled" };
	struct mia_text identity = text_trim(mia_event_parameter(event, "Identity")),
			name = text_trim(mia_event_parameter(event, "Name")),
			mode = text_trim(mia_event_parameter(event, "AutoForwardingMode"));

	if (is_one(event->operation, "Set-Mailbox")) {
		struct rule_names names = mia__rule_names(event, true);
		ret->kind = LASTING_FORWARDING;
		ret->mailbox = names.mailbox;
		ret->second = names.second;
		ret->own = true;
		take_bits(event, targets, sizeof(targets) / sizeof(*targets), ret);
		return;
	}
	ret->name = identity.len ? identity : name;
	if (mia__text_find_nocase(event->operation, TEXT("Rule")) >= 0) {
		ret->kind = LASTING_TENANT_RULE;
		ret->part = mia__text_find_nocase(event->operation, TEXT("Journal")) >= 0 ? TEXT("journal")
											  : TEXT("transport");
		take_cmdlet(event, ret);
		return;
	}
	ret->kind = LASTING_SETTING;
	ret->part = TEXT("AutoForward");
	take_bits(event, settings, 1, ret);
	if (is_one(mode, "On"))
		ret->sets |= 2;
	else if (mode.len)
		ret->ends |= 2;
}

static void
take_permission(const struct mia_event *event, struct lasting *ret)
{
	struct mia_text identity = text_trim(mia_event_parameter(event, "Identity")),
			user = text_trim(mia_event_parameter(event, "User")),
			on_behalf = mia_event_parameter(event, "GrantSendOnBehalfTo");
	bool role = mia__text_find_nocase(event->operation, TEXT("RoleAssignment")) >= 0;

	ret->kind = LASTING_PERMISSION;
	ret->own = true;
	ret->mailbox = mia__object_mailbox(identity, true);
	ret->second = mia__object_mailbox(event->object_id, true);
	if (!user.len)
		user = text_trim(mia_event_parameter(event, "Trustee"));
	ret->name = mia__object_mailbox(user, true);
	ret->part = text_trim(mia_event_parameter(event, "AccessRights"));
	if (role) {
		ret->mailbox = ret->second = TEXT_ABSENT;
		ret->name = text_trim(mia_event_parameter(event, "Name"));
		if (!ret->name.len)
			ret->name = identity;
		ret->part = TEXT("role");
	} else if (on_behalf.ptr) {
		ret->part = TEXT("SendOnBehalf");
		ret->sets = text_trim(on_behalf).len > 0;
		ret->ends = !ret->sets;
		return;
	} else if (!ret->name.len) {
		return;
	}
	if (begins(event->operation, "Remove-"))
		ret->ends = LASTING_ALL;
	else if (begins(event->operation, "Add-") || begins(event->operation, "New-"))
		ret->sets = 1;
}

static void
take_folder(const struct mia_event *event, struct lasting *ret)
{
	struct mia_text identity = text_trim(mia_event_parameter(event, "Identity")),
			user = text_trim(mia_event_parameter(event, "User")),
			rights = text_trim(event->member_rights.len
					? event->member_rights
					: mia_event_parameter(event, "AccessRights"));

	ret->kind = LASTING_FOLDER_PERMISSION;
	ret->own = true;
	ret->mailbox = event->mailbox_guid.len ? event->mailbox_guid : event->mailbox_owner;
	ret->second = event->mailbox_owner;
	ret->name = text_trim(event->member.len ? event->member : mia__object_mailbox(user, true));
	ret->part = identity;
	for (size_t i = 0; !ret->part.len && i < event->folder_count; i++)
		ret->part = event->folders[i].id.len ? event->folders[i].id : event->folders[i].path;
	if (!ret->name.len || !ret->part.len)
		return;
	if (begins(event->operation, "Remove") || is_one(rights, "None"))
		ret->ends = LASTING_ALL;
	else if (rights.len)
		ret->sets = 1;
}

static void
take_application(const struct mia_event *event, struct lasting *ret)
{
	struct mia_text client = mia_event_parameter(event, "ServicePrincipal.AppId");

	ret->kind = LASTING_APPLICATION;
	ret->name = client.ptr ? text_trim(client) : event->target_id;
	/* NewValue of what is gone is empty. */
	if (!ret->name.len || !mia__text_is_guid(ret->name))
		return;
	if (is_one(event->operation, "Remove service principal.") ||
		is_one(event->operation, "Remove service principal"))
		ret->ends = LASTING_ALL;
	else if (!begins(event->operation, "Remove"))
		ret->sets = 1;
}

/* What silences the log lasts until it is set back. */
static void
take_audit(const struct mia_event *event, struct lasting *ret)
{
	static const struct {
		const char *name;
		bool silences;
	} settings[] = { { "AuditEnabled", false }, { "AuditBypassEnabled", true }, { "AuditDisabled", true },
		{ "UnifiedAuditLogIngestionEnabled", false }, { "AdminAuditLogEnabled", false } };
	struct mia_text identity = text_trim(mia_event_parameter(event, "Identity"));

	ret->kind = LASTING_SETTING;
	ret->own = true;
	ret->part = TEXT("audit");
	if (is_one(event->operation, "Set-Mailbox") ||
		is_one(event->operation, "Set-MailboxAuditBypassAssociation")) {
		ret->mailbox = mia__object_mailbox(identity, true);
		ret->second = mia__object_mailbox(event->object_id, true);
	}
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		struct mia_text value = text_trim(mia_event_parameter(event, settings[i].name));
		if (is_one(value, "True") || is_one(value, "False"))
			*(is_one(value, "True") == settings[i].silences ? &ret->sets : &ret->ends) |=
				UINT32_C(1) << i;
	}
}

bool
mia__lasting_of(const struct mia_event *event, enum mark mark, struct lasting *ret)
{
	memset(ret, 0, sizeof(*ret));
	if (event->flags & MIA_FLAG_FAILED)
		return false;
	switch (mark) {
	case MARK_INBOX_RULE:
		take_rule(event, ret);
		break;
	case MARK_FORWARDING:
		take_forwarding(event, ret);
		break;
	case MARK_DELEGATION:
		take_permission(event, ret);
		break;
	case MARK_FOLDER_PERMISSION:
		take_folder(event, ret);
		break;
	case MARK_CONSENT:
	case MARK_CONSENT_EXPORT:
		take_application(event, ret);
		break;
	case MARK_AUDIT_CHANGE:
		take_audit(event, ret);
		break;
	default:
		return false;
	}
	return ret->sets || ret->ends;
}
