/*
 * Whose a rule is and what decides which mail it takes. Parameters: Microsoft,
 * reference of New-InboxRule and Set-Mailbox; how real records name a mailbox:
 * docs/records.md.
 */
#include "event/rule.h"

#include "base/text.h"

static const char *const rule_targets[] = { "ForwardTo", "RedirectTo", "ForwardAsAttachmentTo" };
static const char *const mailbox_targets[] = { "ForwardingSmtpAddress", "ForwardingAddress" };

bool
mia__rule_target(struct mia_text name, bool of_mailbox)
{
	return of_mailbox ? TEXT_IS_ONE_OF_NOCASE(name, mailbox_targets)
			  : TEXT_IS_ONE_OF_NOCASE(name, rule_targets);
}

bool
mia__rule_condition(struct mia_text name)
{
	static const char *const names[] = { "From", "SentTo", "SubjectContainsWords", "BodyContainsWords",
		"SubjectOrBodyContainsWords", "FromAddressContainsWords", "RecipientAddressContainsWords",
		"HeaderContainsWords", "HasAttachment", "FromSubscription", "ReceivedAfterDate",
		"ReceivedBeforeDate", "MyNameInToBox", "MyNameInToOrCcBox", "SentOnlyToMe", "WithImportance",
		"WithinSizeRangeMinimum", "WithinSizeRangeMaximum", "MessageTypeMatches",
		"FlaggedForAction" };
	return text_starts_nocase(name, TEXT("ExceptIf")) || TEXT_IS_ONE_OF_NOCASE(name, names);
}

static struct mia_text
behind_last(struct mia_text t, char c)
{
	for (size_t i = t.len; i > 0; i--)
		if (t.ptr[i - 1] == c)
			return (struct mia_text){ t.ptr + i, t.len - i };
	return TEXT_ABSENT;
}

/* "anna.berg" of "CN=anna.berg,OU=...". */
static struct mia_text
common_name(struct mia_text name)
{
	if (!text_starts_nocase(name, TEXT("CN=")))
		return name;
	name = (struct mia_text){ name.ptr + 3, name.len - 3 };
	const char *comma = memchr(name.ptr, ',', name.len);
	if (comma)
		name.len = (size_t)(comma - name.ptr);
	return name;
}

struct mia_text
mia__object_mailbox(struct mia_text object, bool of_mailbox)
{
	struct mia_text name = behind_last(object, '\\'), head = object, tail;

	if (!of_mailbox && name.ptr)
		head.len = (size_t)(name.ptr - object.ptr) - 1;
	else if (!of_mailbox)
		return TEXT_ABSENT;
	head = text_trim(head);
	if (text_starts_nocase(head, TEXT("CN=")))
		return common_name(head);
	tail = behind_last(head, '/');
	return common_name(tail.len ? tail : head);
}

struct mia_text
mia__rule_address(struct mia_text address)
{
	address = text_trim(address);
	if (text_starts_nocase(address, TEXT("smtp:")))
		address = (struct mia_text){ address.ptr + 5, address.len - 5 };
	return address;
}

bool
mia__rule_by_client(const struct mia_event *event)
{
	return text_equal_nocase(event->operation, TEXT("UpdateInboxRules"));
}

struct rule_names
mia__rule_names(const struct mia_event *event, bool of_mailbox)
{
	struct mia_text identity = mia_event_parameter(event, "Identity");
	struct rule_names n = { text_trim(mia_event_parameter(event, "Mailbox")), event->actor, TEXT_ABSENT };

	if (mia__rule_by_client(event)) {
		n.mailbox = event->mailbox_guid.len ? event->mailbox_guid : event->mailbox_owner;
		n.second = event->mailbox_owner.len ? event->mailbox_owner : event->actor;
		n.name = text_trim(mia_event_parameter(event, "RuleId"));
		if (!n.name.len)
			n.name = text_trim(mia_event_parameter(event, "RuleName"));
		return n;
	}
	if (of_mailbox) {
		n.mailbox = mia__object_mailbox(n.mailbox.len ? n.mailbox : identity, true);
		n.second = mia__object_mailbox(event->object_id, true);
		if (!n.mailbox.len)
			n.mailbox = n.second;
		return n;
	}
	if (!n.mailbox.len)
		n.mailbox = mia__object_mailbox(event->object_id.len ? event->object_id : identity, false);
	n.name = behind_last(event->object_id, '\\');
	if (!n.name.ptr)
		n.name = behind_last(identity, '\\').ptr ? behind_last(identity, '\\') : identity;
	if (!n.name.len)
		n.name = mia_event_parameter(event, "Name");
	return n;
}
