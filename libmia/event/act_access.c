/*
 * Acts that let somebody in: permissions on mailboxes and folders, roles,
 * applications. Parameters: Microsoft, reference of the cmdlets;
 * ModifiedProperties and Target of directory records, and the permissions of a
 * folder: docs/records.md.
 */
#include "base/text.h"
#include "event/act.h"
#include "event/rule.h"

/* "anna.berg" of "host/.../anna.berg", and of a distinguished name. */
static struct mia_text
short_name(struct mia_text object)
{
	return mia__object_mailbox(text_trim(object), true);
}

static struct mia_text
first_of(const struct act_builder *b, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct mia_text value = text_trim(mia_event_parameter(b->event, names[i]));
		if (value.len)
			return value;
	}
	return TEXT_ABSENT;
}
#define FIRST_OF(b, names) first_of((b), (names), sizeof(names) / sizeof(*(names)))

/* The folder that a record of a mailbox is about. */
static struct mia_text
folder_of(const struct mia_event *event)
{
	for (size_t i = 0; i < event->folder_count; i++) {
		const struct mia_folder *f = &event->folders[i];
		if (f->path.len || f->name.len)
			return f->path.len ? f->path : f->name;
	}
	return event->folder_count ? event->folders[0].id : TEXT_ABSENT;
}

void
mia__act_permission(struct act_builder *b)
{
	static const char *const grantees[] = { "User", "Trustee", "GrantSendOnBehalfTo", "SecurityGroup",
		"App", "Computer" };
	static const char *const rights[] = { "AccessRights", "Role" };
	const struct mia_event *event = b->event;
	struct mia_text grantee = FIRST_OF(b, grantees), right = FIRST_OF(b, rights),
			identity = text_trim(mia_event_parameter(event, "Identity")),
			folder = folder_of(event);
	bool on_behalf = mia_event_parameter(event, "GrantSendOnBehalfTo").ptr != NULL,
	     taken = mia__act_begins(b, "Remove");

	mia__act_set(b, ACT_GRANTEE, event->member.len ? event->member : short_name(grantee));
	mia__act_set(b, ACT_PERMISSIONS, event->member_rights.len ? event->member_rights : right);
	if (on_behalf)
		mia__act_set(b, ACT_PERMISSIONS, TEXT("SendOnBehalf"));
	mia__act_set(b, ACT_OBJECT, folder.len ? folder : short_name(identity));
	mia__act_set(b, ACT_OBJECT, text_trim(mia_event_parameter(event, "Name")));
	mia__act_set(b, ACT_OBJECT, short_name(event->object_id));
	if (!mia__act_field(b, ACT_GRANTEE).len && !mia__act_field(b, ACT_PERMISSIONS).len)
		return;
	if (mia_event_parameter(event, "Role").len)
		mia__act_say(b, "role ");
	if (text_equal_nocase(mia__act_field(b, ACT_PERMISSIONS), TEXT("None")))
		mia__act_say(b, "no rights");
	else
		mia__act_say_text(b, mia__act_field(b, ACT_PERMISSIONS));
	if (!mia_event_parameter(event, "Role").len) {
		mia__act_say(b, " on ");
		mia__act_say_text(b, mia__act_field(b, ACT_OBJECT));
	}
	mia__act_say(b, taken ? " taken from " : " for ");
	if (mia__act_field(b, ACT_GRANTEE).len)
		mia__act_say_text(b, mia__act_field(b, ACT_GRANTEE));
	else
		mia__act_say(b, on_behalf ? "nobody" : "somebody not stated");
}

/* ---- applications ---- */

static bool
holds_word(struct mia_text list, struct mia_text wanted)
{
	struct mia_text word;

	while (text_word(&list, &word))
		if (text_equal(word, wanted))
			return true;
	return false;
}

/* Each scope once, in the order in which they stand; beyond some thousand
 * characters nobody looks for repeats, and neither do we. */
static void
add_scopes(struct act_builder *b, struct mia_text scopes)
{
	enum { LOOKED_AT = 4096 };
	struct mia_text word;

	while (text_word(&scopes, &word)) {
		struct mia_text list = mia__act_field(b, ACT_PERMISSIONS);
		if (list.len > LOOKED_AT || !holds_word(list, word))
			mia__act_add(b, ACT_PERMISSIONS, " ", word);
	}
}

/* "[] => [[Id: ..., ConsentType: Principal, Scope: Mail.Read openid], [...]]; ": what
 * there is now, behind the arrow. */
static void
add_consented(struct act_builder *b, struct mia_text text)
{
	ptrdiff_t arrow = mia__text_find(text, TEXT("=>")), at;

	if (arrow >= 0)
		text = (struct mia_text){ text.ptr + arrow + 2, text.len - (size_t)arrow - 2 };
	while ((at = mia__text_find(text, TEXT("Scope:"))) >= 0) {
		size_t begin = (size_t)at + 6, end = begin;
		while (end < text.len && text.ptr[end] != ',' && text.ptr[end] != ']')
			end++;
		add_scopes(b, text_trim((struct mia_text){ text.ptr + begin, end - begin }));
		text = (struct mia_text){ text.ptr + end, text.len - end };
	}
}

/* The application that the record is about. Where rights on another are given to
 * it, Target is the other, and ServicePrincipal.* the application. */
static void
fill_application(struct act_builder *b)
{
	const struct mia_event *event = b->event;
	bool client = mia_event_parameter(event, "ServicePrincipal.ObjectID").ptr != NULL;

	if (client) {
		mia__act_set(b, ACT_APP_ID, mia__act_parameter(b, "ServicePrincipal.AppId"));
		mia__act_set(b, ACT_APP_NAME, mia__act_parameter(b, "ServicePrincipal.DisplayName"));
		mia__act_set(b, ACT_OBJECT, event->target_name);
		return;
	}
	mia__act_set(b, ACT_APP_ID, event->target_id);
	mia__act_set(b, ACT_APP_ID, mia__act_parameter(b, "AppPrincipalId"));
	mia__act_set(b, ACT_APP_ID, mia__act_parameter(b, "AppId"));
	if (mia__text_is_guid(event->object_id))
		mia__act_set(b, ACT_APP_ID, event->object_id);
	mia__act_set(b, ACT_APP_NAME, event->target_name);
	mia__act_set(b, ACT_APP_NAME, mia__act_parameter(b, "DisplayName"));
}

static void
fill_permissions(struct act_builder *b)
{
	add_consented(b, mia_event_parameter(b->event, "ConsentAction.Permissions"));
	add_scopes(b, text_trim(mia__act_parameter(b, "DelegatedPermissionGrant.Scope")));
	mia__act_add(b, ACT_PERMISSIONS, " ", mia__act_parameter(b, "AppRole.Value"));
	mia__act_set(b, ACT_GRANTEE, mia__act_parameter(b, "User.UPN"));
	if (text_equal_nocase(mia__act_parameter(b, "ConsentContext.OnBehalfOfAll"), TEXT("True")) ||
		text_equal_nocase(mia__act_parameter(b, "DelegatedPermissionGrant.ConsentType"),
			TEXT("AllPrincipals")))
		mia__act_set(b, ACT_DETAIL, TEXT("for all users"));
	mia__act_add(b, ACT_DETAIL, "; ", mia__act_parameter(b, "ConsentAction.Reason"));
	mia__act_add(b, ACT_DETAIL, "; ", mia__act_parameter(b, "KeyDescription"));
}

static void
say_application(struct act_builder *b)
{
	struct mia_text name = mia__act_field(b, ACT_APP_NAME), id = mia__act_field(b, ACT_APP_ID);

	if (name.len)
		mia__act_quote(b, name);
	if (id.len) {
		mia__act_say(b, name.len ? " (" : "");
		mia__act_say_id(b, id);
		mia__act_say(b, name.len ? ")" : "");
	}
	if (!name.len && !id.len) {
		/* The directory's own id of it, as other records have it beside the name. */
		struct mia_text object = mia__act_parameter(b, "ServicePrincipal.ObjectID");
		mia__act_say(b,
			object.len ? "an application not named, object " : "an application not named");
		mia__act_say_id(b, object);
	}
}

/* Set-OrganizationConfig: which applications come in through EWS. */
static void
fill_ews(struct act_builder *b)
{
	for (size_t i = 0; i < b->event->parameter_count; i++) {
		const struct mia_parameter *p = &b->event->parameters[i];
		if (!text_starts_nocase(text_trim(p->name), TEXT("Ews")))
			continue;
		mia__act_add_setting(b, p->name, p->value);
	}
	mia__act_say(b, "access by EWS: ");
	mia__act_say_text(b, mia__act_field(b, ACT_DETAIL));
}

/* Of "[KeyIdentifier=...,KeyType=Password,KeyUsage=Verify,DisplayName=ks]" what a person
 * asks first; all of it is the detail. */
static void
say_keys(struct act_builder *b)
{
	struct mia_text text = mia__act_field(b, ACT_DETAIL);
	const char *before = "; ";
	ptrdiff_t at;

	if (mia__text_find_nocase(text, TEXT("KeyType=")) < 0) {
		mia__act_say(b, text.len ? "; " : "");
		mia__act_say_text(b, text);
	}
	while ((at = mia__text_find_nocase(text, TEXT("KeyType="))) >= 0) {
		size_t end = (size_t)at;
		while (end < text.len && text.ptr[end] != ',' && text.ptr[end] != ']')
			end++;
		mia__act_say(b, before);
		mia__act_say_text(b, (struct mia_text){ text.ptr + at, end - (size_t)at });
		text = (struct mia_text){ text.ptr + end, text.len - end };
		before = ", ";
	}
}

void
mia__act_application(struct act_builder *b)
{
	bool made = mia__act_is(b, "Add service principal"), gone = mia__act_begins(b, "Remove"),
	     keys = mia__text_find_nocase(b->operation, TEXT("credentials")) >= 0 ||
		mia__text_find_nocase(b->operation, TEXT("secrets")) >= 0,
	     assigned = mia__act_is(b, "Add app role assignment grant to user");

	if (mia__act_is(b, "Set-OrganizationConfig")) {
		fill_ews(b);
		return;
	}
	fill_application(b);
	fill_permissions(b);
	mia__act_say(b,
		gone           ? "taken away: "
			: keys ? "key or password for "
			: made ? "application added: "
			       : "");
	mia__act_say(b, assigned ? "access to " : "");
	if (!gone && !keys && !made && !assigned)
		mia__act_say(b,
			mia__act_is(b, "Consent to application") ? "consent to " : "permissions for ");
	say_application(b);
	if (assigned) {
		mia__act_say(b, " for ");
		mia__act_say_text(b, mia__act_field(b, ACT_GRANTEE));
	}
	mia__act_say_field(b, ": ", ACT_PERMISSIONS);
	if (mia__act_field(b, ACT_OBJECT).len) {
		mia__act_say(b, " on ");
		mia__act_quote(b, mia__act_field(b, ACT_OBJECT));
	}
	if (keys)
		say_keys(b);
	else
		mia__act_say_field(b, "; ", ACT_DETAIL);
}
