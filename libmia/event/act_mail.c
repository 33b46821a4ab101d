/*
 * Acts on where mail goes: rules of mailboxes and of the tenant, forwarding.
 * Parameters: Microsoft, reference of New-InboxRule, New-TransportRule,
 * New-JournalRule, Set-Mailbox, Set-RemoteDomain and
 * Set-HostedOutboundSpamFilterPolicy; UpdateInboxRules: docs/records.md.
 */
#include "base/text.h"
#include "event/act.h"
#include "event/rule.h"
#include "event/rule_actions.h"

/* A condition in words; "" behind one that is said without its value. */
static const struct {
	const char *name, *words;
	bool is_switch;
} conditions[] = {
	{ "From", "from ", false },
	{ "SentTo", "sent to ", false },
	{ "SubjectContainsWords", "subject contains ", false },
	{ "BodyContainsWords", "body contains ", false },
	{ "SubjectOrBodyContainsWords", "subject or body contains ", false },
	{ "FromAddressContainsWords", "sender's address contains ", false },
	{ "RecipientAddressContainsWords", "recipient's address contains ", false },
	{ "HeaderContainsWords", "header contains ", false },
	{ "HasAttachment", "with an attachment", true },
	{ "MyNameInToBox", "sent to the owner", true },
	{ "MyNameInToOrCcBox", "sent or copied to the owner", true },
	{ "SentOnlyToMe", "sent to the owner alone", true },
	{ "WithImportance", "of importance ", false },
	{ "ReceivedAfterDate", "received after ", false },
	{ "ReceivedBeforeDate", "received before ", false },
	/* Transport and journal rules. */
	{ "FromScope", "from ", false },
	{ "SentToScope", "sent to ", false },
	{ "FromMemberOf", "from members of ", false },
	{ "SentToMemberOf", "sent to members of ", false },
	{ "SenderDomainIs", "sender's domain is ", false },
	{ "RecipientDomainIs", "recipient's domain is ", false },
	{ "SubjectMatchesPatterns", "subject matches ", false },
	{ "SubjectOrBodyMatchesPatterns", "subject or body matches ", false },
	{ "Recipient", "of ", false },
	{ "Scope", "in scope ", false },
};

/* What a rule does; where mail goes by it stands in the field of the target as well. */
static const struct {
	const char *name, *words;
	enum { TO_ADDRESS, TO_FOLDER, TO_NOWHERE, STAYS } where;
} actions[] = {
	{ "ForwardTo", "forward to ", TO_ADDRESS },
	{ "ForwardAsAttachmentTo", "forward as attachment to ", TO_ADDRESS },
	{ "RedirectTo", "redirect to ", TO_ADDRESS },
	{ "SendTextMessageNotificationTo", "text message to ", TO_ADDRESS },
	{ "RedirectMessageTo", "redirect to ", TO_ADDRESS },
	{ "BlindCopyTo", "blind copy to ", TO_ADDRESS },
	{ "CopyTo", "copy to ", TO_ADDRESS },
	{ "AddToRecipients", "add recipient ", TO_ADDRESS },
	{ "JournalEmailAddress", "journal to ", TO_ADDRESS },
	{ "MoveToFolder", "move to folder ", TO_FOLDER },
	{ "CopyToFolder", "copy to folder ", TO_FOLDER },
	{ "DeleteMessage", "delete", TO_NOWHERE },
	{ "SoftDeleteMessage", "delete", TO_NOWHERE },
	{ "MarkAsRead", "mark as read", STAYS },
	{ "StopProcessingRules", "stop other rules", STAYS },
	{ "StopRuleProcessing", "stop other rules", STAYS },
};

static bool
is_true(struct mia_text value)
{
	return text_equal_nocase(value, TEXT("True")) || text_equal_nocase(value, TEXT("$true"));
}

/* A list as Exchange writes it, "Invoice;Payments", parted anew. */
static void
add_list(struct act_builder *b, enum act_field field, const char *separator, struct mia_text list)
{
	for (bool more = false; list.len;) {
		const char *end = memchr(list.ptr, ';', list.len);
		size_t n = end ? (size_t)(end - list.ptr) : list.len, used = n + (end != NULL);
		struct mia_text one = mia__rule_address((struct mia_text){ list.ptr, n });
		if (one.len && more)
			mia__act_go_on(b, field, text_of(separator));
		if (one.len)
			mia__act_go_on_value(b, field, one);
		more |= one.len > 0;
		list = (struct mia_text){ list.ptr + used, list.len - used };
	}
}

static void
add_condition(struct act_builder *b, struct mia_text name, struct mia_text value)
{
	bool unless = text_starts_nocase(name, TEXT("ExceptIf"));
	struct mia_text bare = unless ? (struct mia_text){ name.ptr + 8, name.len - 8 } : name;

	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++) {
		if (!text_equal_nocase(bare, text_of(conditions[i].name)))
			continue;
		if (conditions[i].is_switch && !is_true(value))
			break;
		mia__act_add(b, ACT_CONDITIONS, unless ? " unless " : " and ", text_of(conditions[i].words));
		if (!conditions[i].is_switch)
			add_list(b, ACT_CONDITIONS, ", ", value);
		return;
	}
	mia__act_add(b, ACT_CONDITIONS, unless ? " unless " : " and ", bare);
	mia__act_go_on(b, ACT_CONDITIONS, TEXT(" = "));
	mia__act_go_on_value(b, ACT_CONDITIONS, value);
}

static bool
is_condition(struct mia_text name)
{
	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++)
		if (text_equal_nocase(name, text_of(conditions[i].name)))
			return true;
	return mia__rule_condition(name);
}

static void
add_conditions(struct act_builder *b)
{
	for (size_t i = 0; i < b->event->parameter_count; i++) {
		const struct mia_parameter *p = &b->event->parameters[i];
		struct mia_text name = text_trim(p->name), value = text_trim(p->value);
		if (value.len && is_condition(name))
			add_condition(b, name, value);
	}
}

/* Where mail goes by a parameter that stands there: once for the field, once in words. */
static void
add_action(struct act_builder *b, enum act_field field, size_t i, struct mia_text value)
{
	bool names = actions[i].where == TO_ADDRESS || actions[i].where == TO_FOLDER;

	if (names ? actions[i].where == TO_FOLDER && !value.len : !is_true(value))
		return;
	if (field == ACT_ACTIONS) {
		mia__act_add(b, field, ", ", text_of(actions[i].words));
		if (names && !value.len)
			mia__act_go_on(b, field, TEXT("nobody"));
		else if (names)
			add_list(b, field, ", ", value);
	} else if (actions[i].where == TO_NOWHERE) {
		mia__act_add(b, field, " | ", TEXT("deleted"));
	} else if (actions[i].where == TO_FOLDER) {
		mia__act_add(b, field, " | ", TEXT("folder "));
		mia__act_go_on(b, field, value);
	} else if (actions[i].where == TO_ADDRESS && value.len) {
		if (mia__act_field(b, field).len)
			mia__act_go_on(b, field, TEXT(" | "));
		add_list(b, field, " | ", value);
	}
}

static void
add_actions(struct act_builder *b, enum act_field field)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
		struct mia_text value = mia_event_parameter(b->event, actions[i].name);
		if (value.ptr)
			add_action(b, field, i, text_trim(value));
	}
}

static void
add_target(struct act_builder *b, struct mia_text target)
{
	if (!target.len)
		return;
	if (mia__act_field(b, ACT_TARGET).len)
		mia__act_go_on(b, ACT_TARGET, TEXT(" | "));
	mia__act_go_on_value(b, ACT_TARGET, target);
}

static bool
take_recipient(void *ctx, struct mia_text recipient)
{

	add_target(ctx, mia__rule_address(recipient));
	return true;
}

static bool
take_type(void *ctx, struct mia_text type)
{
	struct act_builder *b = ctx;
	bool deletes = mia__text_find_nocase(type, TEXT("Delete")) >= 0;

	if (deletes)
		mia__act_add(b, ACT_TARGET, " | ", TEXT("deleted"));
	return true;
}

static bool
take_words(void *ctx, struct mia_text type)
{
	mia__act_add(ctx, ACT_ACTIONS, ", ", type);
	return true;
}

/* Conditions stand there in the way of MAPI, and so they are shown. */
static void
fill_by_client(struct act_builder *b)
{
	struct mia_text does = mia_event_parameter(b->event, "RuleActions");

	mia__act_set(b, ACT_RULE, text_trim(mia_event_parameter(b->event, "RuleName")));
	mia__act_go_on_value(b, ACT_CONDITIONS, text_trim(mia_event_parameter(b->event, "RuleCondition")));
	(void)mia__rule_actions_recipients(does, take_recipient, b);
	(void)mia__rule_actions_types(does, take_type, b);
	(void)mia__rule_actions_types(does, take_words, b);
}

static bool
is_new(const struct act_builder *b)
{
	return mia__act_begins(b, "New-") ||
		(mia__rule_by_client(b->event) &&
			mia__text_find_nocase(mia_event_parameter(b->event, "RuleOperation"), TEXT("Add")) >=
				0);
}

/* What happened to the rule; NULL: it was made, or what it does now is all there is. */
static const char *
course(const struct act_builder *b)
{
	struct mia_text operation = mia_event_parameter(b->event, "RuleOperation");

	if (mia__act_begins(b, "Remove-") || mia__text_find_nocase(operation, TEXT("Remove")) >= 0 ||
		mia__text_find_nocase(operation, TEXT("Delete")) >= 0)
		return " removed";
	if (mia__act_begins(b, "Disable-") ||
		text_equal_nocase(text_trim(mia_event_parameter(b->event, "RuleState")), TEXT("Disabled")))
		return " switched off";
	if (mia__act_begins(b, "Enable-"))
		return " switched on";
	return is_new(b) ? NULL : " changed";
}

static void
say_rule(struct act_builder *b, const char *kind)
{
	struct mia_text does = mia__act_field(b, ACT_ACTIONS), which = mia__act_field(b, ACT_CONDITIONS);
	const char *happened = course(b);

	mia__act_say(b, kind);
	if (mia__act_field(b, ACT_RULE).len)
		mia__act_quote(b, mia__act_field(b, ACT_RULE));
	else
		mia__act_say(b, "without a name");
	mia__act_say(b, happened ? happened : "");
	if (!does.len && !which.len)
		return;
	mia__act_say(b, ": ");
	mia__act_say_text(b, which);
	if (!does.len)
		return;
	mia__act_say(b, which.len ? " -> " : "-> ");
	mia__act_say_text(b, does);
	if (mia__rule_by_client(b->event) && mia__act_field(b, ACT_TARGET).len) {
		mia__act_say(b, ": ");
		mia__act_say_text(b, mia__act_field(b, ACT_TARGET));
	}
}

static void
fill_rule(struct act_builder *b)
{
	struct rule_names names = mia__rule_names(b->event, false);
	struct mia_text called = text_trim(mia_event_parameter(b->event, "Name"));

	mia__act_set(b, ACT_RULE, called);
	mia__act_set(b, ACT_RULE, text_trim(names.name));
	add_conditions(b);
	add_actions(b, ACT_TARGET);
	add_actions(b, ACT_ACTIONS);
	/* A rule without a condition takes every message. */
	if (is_new(b) && mia__act_field(b, ACT_ACTIONS).len && !mia__act_field(b, ACT_CONDITIONS).len)
		mia__act_set(b, ACT_CONDITIONS, TEXT("all mail"));
	else if (mia__act_field(b, ACT_ACTIONS).len && !mia__act_field(b, ACT_TARGET).len &&
		mia__text_find(mia__act_field(b, ACT_ACTIONS), TEXT("nobody")) >= 0)
		mia__act_set(b, ACT_TARGET, TEXT("nowhere"));
}

void
mia__act_rule(struct act_builder *b)
{
	struct rule_names names = mia__rule_names(b->event, false);

	if (mia__rule_by_client(b->event))
		fill_by_client(b);
	else
		fill_rule(b);
	mia__act_set(b, ACT_OBJECT, names.mailbox.len ? names.mailbox : names.second);
	say_rule(b, "rule ");
}

/* ForwardingSmtpAddress and ForwardingAddress; set to nothing, mail goes nowhere else. */
static void
fill_mailbox(struct act_builder *b)
{
	struct rule_names names = mia__rule_names(b->event, true);
	struct mia_text keeps = text_trim(mia_event_parameter(b->event, "DeliverToMailboxAndForward"));
	bool named = false;

	for (size_t i = 0; i < b->event->parameter_count; i++) {
		const struct mia_parameter *p = &b->event->parameters[i];
		if (!mia__rule_target(text_trim(p->name), true))
			continue;
		named = true;
		add_target(b, mia__rule_address(p->value));
	}
	bool on = mia__act_field(b, ACT_TARGET).len > 0;
	if (named && !on)
		mia__act_set(b, ACT_TARGET, TEXT("nowhere"));
	mia__act_set(b, ACT_OBJECT, names.mailbox);
	if (keeps.len) {
		mia__act_set(b, ACT_DETAIL, TEXT("DeliverToMailboxAndForward="));
		mia__act_go_on(b, ACT_DETAIL, keeps);
	}
	mia__act_say(b, on ? "all mail of " : "forwarding of ");
	mia__act_say_text(b, mia__act_field(b, ACT_OBJECT));
	if (on) {
		mia__act_say(b, " -> forward to ");
		mia__act_say_text(b, mia__act_field(b, ACT_TARGET));
		if (text_equal_nocase(keeps, TEXT("False")))
			mia__act_say(b, ", no copy stays");
	} else {
		mia__act_say(b, named ? " switched off" : " changed");
	}
}

/* AutoForwardEnabled of a domain, AutoForwardingMode of a policy. */
static void
fill_policy(struct act_builder *b)
{
	static const char *const settings[] = { "AutoForwardEnabled", "AutoForwardingMode" };

	mia__act_set(b, ACT_OBJECT, text_trim(mia_event_parameter(b->event, "Identity")));
	mia__act_set(b, ACT_OBJECT, text_trim(mia_event_parameter(b->event, "Name")));
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		struct mia_text value = text_trim(mia_event_parameter(b->event, settings[i]));
		if (!value.ptr)
			continue;
		mia__act_add_setting(b, text_of(settings[i]), value);
	}
	mia__act_say(b, mia__act_is(b, "Set-RemoteDomain") ? "mail to domain " : "outbound policy ");
	mia__act_quote(b, mia__act_field(b, ACT_OBJECT));
	mia__act_say(b, ": ");
	mia__act_say_text(b, mia__act_field(b, ACT_DETAIL));
}

void
mia__act_forwarding(struct act_builder *b)
{
	bool transport = mia__text_find_nocase(b->operation, TEXT("TransportRule")) >= 0;

	if (transport || mia__text_find_nocase(b->operation, TEXT("JournalRule")) >= 0) {
		fill_rule(b);
		say_rule(b, transport ? "transport rule " : "journal rule ");
	} else if (mia__act_is(b, "Set-Mailbox")) {
		fill_mailbox(b);
	} else {
		fill_policy(b);
	}
}
