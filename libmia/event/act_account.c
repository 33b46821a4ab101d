/*
 * Acts on accounts, on the log, and searches: sign-ins, ways to sign in, what
 * of the audit was set to what, what was looked for. Fields: docs/records.md.
 */
#include "base/text.h"
#include "event/act.h"
#include "event/rule.h"

/* "InvalidUserNameOrPassword (50126)". */
static void
add_error(struct act_builder *b)
{
	const struct mia_event *event = b->event;
	bool stated = event->error_number.len && !text_equal(event->error_number, TEXT("0"));

	if (event->logon_error.len)
		mia__act_go_on(b, ACT_DETAIL, event->logon_error);
	if (!stated)
		return;
	mia__act_go_on(b, ACT_DETAIL, event->logon_error.len ? TEXT(" (") : TEXT("error "));
	mia__act_go_on(b, ACT_DETAIL, event->error_number);
	if (event->logon_error.len)
		mia__act_go_on(b, ACT_DETAIL, TEXT(")"));
}

void
mia__act_sign_in(struct act_builder *b)
{
	const struct mia_event *event = b->event;
	bool failed = mia__act_is(b, "UserLoginFailed") || (event->flags & MIA_FLAG_FAILED);

	mia__act_set(b, ACT_APP_ID, event->application_id);
	if (!failed && !mia__act_is(b, "UserLoggedIn")) {
		mia__act_set(b, ACT_DETAIL, event->result_status);
	} else if (!failed) {
		mia__act_set(b, ACT_DETAIL, TEXT("ok"));
	} else {
		bool why = event->logon_error.len ||
			(event->error_number.len && !text_equal(event->error_number, TEXT("0")));
		mia__act_set(b, ACT_DETAIL, why ? TEXT("failed: ") : TEXT("failed"));
		add_error(b);
	}
	mia__act_say(b, "sign-in ");
	mia__act_say_text(b, mia__act_field(b, ACT_DETAIL));
	if (event->application_id.len) {
		mia__act_say(b, ", app ");
		mia__act_say_id(b, event->application_id);
	}
	if (event->user_agent.len) {
		mia__act_say(b, ", ");
		mia__act_say_text(b, event->user_agent);
	}
}

void
mia__act_authentication(struct act_builder *b)
{
	const struct mia_event *event = b->event;

	mia__act_set(b, ACT_OBJECT, event->target_user);
	mia__act_set(b, ACT_OBJECT, event->target_name);
	mia__act_set(b, ACT_OBJECT, event->object_id);
	mia__act_set(b, ACT_DETAIL, mia__act_parameter(b, "Device.DisplayName"));
	for (size_t i = 0; i < event->parameter_count; i++)
		if (text_starts_nocase(event->parameters[i].name, TEXT("StrongAuthentication")))
			mia__act_add(b, ACT_DETAIL, ", ", event->parameters[i].name);
	mia__act_say_text(b, b->operation);
	mia__act_say_field(b, ": ", ACT_OBJECT);
	mia__act_say_field(b, ", ", ACT_DETAIL);
}

void
mia__act_audit(struct act_builder *b)
{
	struct mia_text object = text_trim(mia_event_parameter(b->event, "Identity"));

	mia__act_set(b, ACT_OBJECT, mia__object_mailbox(object, true));
	mia__act_set(b, ACT_OBJECT, mia__object_mailbox(text_trim(b->event->object_id), true));
	for (size_t i = 0; i < b->event->parameter_count; i++) {
		const struct mia_parameter *p = &b->event->parameters[i];
		if (mia__text_find_nocase(p->name, TEXT("Audit")) < 0 &&
			mia__text_find_nocase(p->name, TEXT("Retention")) < 0)
			continue;
		mia__act_add_setting(b, p->name, p->value);
	}
	mia__act_say(b, mia__act_begins(b, "Remove-") ? "audit setting removed" : "audit");
	mia__act_say_field(b, " of ", ACT_OBJECT);
	mia__act_say(b, ": ");
	mia__act_say_text(b,
		mia__act_field(b, ACT_DETAIL).len ? mia__act_field(b, ACT_DETAIL) : b->operation);
}

void
mia__act_search(struct act_builder *b)
{
	static const char *const names[] = { "Name", "SearchName", "Identity", "Mailbox" };
	struct mia_text query = text_trim(mia_event_parameter(b->event, "ContentMatchQuery"));

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		mia__act_set(b, ACT_OBJECT, text_trim(mia_event_parameter(b->event, names[i])));
	mia__act_set(b, ACT_OBJECT, b->event->object_id);
	mia__act_set(b, ACT_CONDITIONS, query.len ? query : text_trim(b->event->query));
	mia__act_say_text(b, b->operation);
	if (mia__act_field(b, ACT_OBJECT).len) {
		mia__act_say(b, " ");
		mia__act_quote(b, mia__act_field(b, ACT_OBJECT));
	}
	mia__act_say_field(b, ": ", ACT_CONDITIONS);
}
