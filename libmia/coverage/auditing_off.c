/*
 * Rule: a record of administration switches auditing off.
 *
 * Sources: "Manage mailbox auditing" [MS]: AuditDisabled of the organisation
 * stops all mailbox auditing; AuditOwner, AuditDelegate and AuditAdmin hold the
 * actions logged for a logon type, and a list that was changed gets no actions
 * that come later; DefaultAuditSet gives a logon type back to Microsoft's list,
 * which has MailItemsAccessed; AuditEnabled of a mailbox is overridden while
 * auditing by default is on. Set-AdminAuditLogConfig [MS]: without
 * UnifiedAuditLogIngestionEnabled nothing enters the unified log; turning it
 * on may take up to 60 minutes [MS, Turn auditing on or off], that the other
 * changes may take as long is [INFERRED].
 *
 * Limits. What was off before the evidence begins has no record here (see
 * by_readiness.c). A record does not say what the lists held before; Add
 * without MailItemsAccessed and Remove of something else change nothing that
 * can be seen here. What the tables keep of an access does not tell the logon
 * type, so no record can show that a list had no effect: such a span ends only
 * where the action is set again. AuditEnabled is believed until a record
 * contradicts it, although auditing by default usually overrides it.
 */
#include "base/text.h"
#include "coverage/rules.h"

enum switch_kind {
	MAILBOX_ENABLED,
	MAILBOX_OWNER,
	MAILBOX_DELEGATE,
	MAILBOX_ADMIN,
	TENANT_MAILBOXES,
	TENANT_INGESTION
};
/* Set for a mailbox that the record does not name: no record is known to be
 * its own. */
#define NAMELESS 0x100u
#define SWITCHED_ON "switched on"

static const struct mailbox_set {
	enum switch_kind kind;
	const char *parameter, *logon;
} sets[] = {
	{ MAILBOX_OWNER, "AuditOwner", "owner" },
	{ MAILBOX_DELEGATE, "AuditDelegate", "delegate" },
	{ MAILBOX_ADMIN, "AuditAdmin", "admin" },
};
enum { SET_COUNT = sizeof(sets) / sizeof(*sets) };

static bool
in_word(char c)
{
	unsigned char l = ascii_lower((unsigned char)c);

	return (l >= 'a' && l <= 'z') || (l >= '0' && l <= '9');
}

/* The next word from *at on, and the character before it; false at the end. */
static bool
next_word(struct mia_text t, size_t *at, struct mia_text *word, char *before)
{
	while (*at < t.len && !in_word(t.ptr[*at]))
		++*at;
	if (*at == t.len)
		return false;
	*before = *at ? t.ptr[*at - 1] : '\0';
	*word = (struct mia_text){ t.ptr + *at, 0 };
	while (*at < t.len && in_word(t.ptr[*at]))
		++*at, ++word->len;
	return true;
}

static bool
names_word(struct mia_text t, struct mia_text wanted)
{
	struct mia_text word;
	size_t at = 0;
	char before;

	while (next_word(t, &at, &word, &before))
		if (text_equal_nocase(word, wanted))
			return true;
	return false;
}

/*
 * What a list of actions says of MailItemsAccessed: yes, no, or nothing. A
 * plain list says it in full ("Update,MailItemsAccessed"); @{Add=...} and
 * @{Remove=...}, also as +name and -name, only what they name. How Exchange
 * writes the latter in Parameters is not documented; these are the forms in
 * which PowerShell takes and prints them. A name of a type in place of a list
 * ("System.Collections.Hashtable") has lost it: what cannot be told is no yes.
 */
static enum mia_known
list_says(struct mia_text list)
{
	enum { PLAIN, ADD, REMOVE } mode = PLAIN;
	enum mia_known says = MIA_NOT_STATED;
	bool plain = true, removed = false, added = false;
	struct mia_text word;
	size_t at = 0;
	char before;

	while (next_word(list, &at, &word, &before)) {
		size_t behind = at;
		while (behind < list.len && list.ptr[behind] == ' ')
			behind++;
		bool key = behind < list.len && list.ptr[behind] == '=';
		if (key) {
			mode = text_equal_nocase(word, TEXT("Add"))       ? ADD
				: text_equal_nocase(word, TEXT("Remove")) ? REMOVE
									  : PLAIN;
			plain = plain && mode == PLAIN;
			continue;
		}
		plain = plain && before != '+' && before != '-';
		if (!text_equal_nocase(word, TEXT("MailItemsAccessed")))
			continue;
		if (before == '-' || (before != '+' && mode == REMOVE))
			removed = true;
		else if (before == '+' || mode == ADD)
			added = true;
		else
			says = MIA_YES;
	}
	if (removed)
		return MIA_NO;
	if (plain)
		return says == MIA_YES ? MIA_YES : MIA_NO;
	return added || says == MIA_YES ? MIA_YES : MIA_NOT_STATED;
}

/* Of lists that stand twice the one that promises less. */
static enum mia_known
lists_say(const struct mia_coverage *c, const struct coverage_change *change, const char *name)
{
	enum mia_known says = MIA_NOT_STATED;

	for (size_t i = 0; i < change->parameter_count && says != MIA_NO; i++) {
		const struct coverage_parameter *p = &c->parameters[change->parameters + i];
		struct mia_text list = intern_text(&c->texts, p->value);
		if (list.ptr && text_equal_nocase(intern_text(&c->texts, p->name), text_of(name)))
			says = list_says(list);
	}
	return says;
}

static bool
note_mailbox(struct mia_coverage *c, struct switches *s, size_t i)
{
	const struct coverage_change *change = &c->changes[i];
	struct change_target target = mia__coverage_change_target(c, change);
	unsigned nameless = target.name.ptr ? 0 : NAMELESS;
	enum mia_known enabled = mia__coverage_change_boolean(c, change, "AuditEnabled", MIA_NO);
	struct mia_text managed = mia__coverage_change_parameter(c, change, "DefaultAuditSet");

	if (enabled != MIA_NOT_STATED &&
		!mia__switches_add(c, s, target, MAILBOX_ENABLED | nameless, enabled == MIA_YES, i))
		return false;
	for (size_t n = 0; n < SET_COUNT; n++) {
		enum mia_known says = MIA_NOT_STATED;
		if (mia__coverage_change_parameter(c, change, sets[n].parameter).ptr)
			says = lists_say(c, change, sets[n].parameter);
		else if (names_word(managed, text_of(sets[n].logon)) && !names_word(managed, TEXT("Remove")))
			says = MIA_YES;
		if (says != MIA_NOT_STATED &&
			!mia__switches_add(c, s, target, sets[n].kind | nameless, says == MIA_YES, i))
			return false;
	}
	return true;
}

static bool
note_tenant(struct mia_coverage *c, struct switches *s, size_t i, enum switch_kind kind, enum mia_known on)
{
	struct change_target tenant = { NO_BOX, TEXT_ABSENT };

	return on == MIA_NOT_STATED || mia__switches_add(c, s, tenant, kind, on == MIA_YES, i);
}

static enum mia_known
inverse(enum mia_known known)
{
	return known == MIA_YES ? MIA_NO : known == MIA_NO ? MIA_YES : MIA_NOT_STATED;
}

static bool
note_changes(struct mia_coverage *c, struct switches *s)
{
	for (size_t i = 0; i < c->change_count; i++) {
		const struct coverage_change *change = &c->changes[i];
		bool ok = true;
		if (change->failed)
			continue;
		if (mia__coverage_change_is(c, change, "Set-Mailbox"))
			ok = note_mailbox(c, s, i);
		else if (mia__coverage_change_is(c, change, "Set-OrganizationConfig"))
			ok = note_tenant(c, s, i, TENANT_MAILBOXES,
				inverse(mia__coverage_change_boolean(c, change, "AuditDisabled", MIA_YES)));
		else if (mia__coverage_change_is(c, change, "Set-AdminAuditLogConfig"))
			ok = note_tenant(c, s, i, TENANT_INGESTION,
				mia__coverage_change_boolean(c, change, "UnifiedAuditLogIngestionEnabled",
					MIA_NO));
		if (!ok)
			return false;
	}
	return true;
}

/* The mailbox's own log (Search-MailboxAuditLog) goes on while the unified log
 * takes nothing in; its records name a mailbox and have no record type. So a
 * record of type 50, or of no mailbox, is one of the unified log. */
static bool
shows_on(const struct coverage_record *record, unsigned kind)
{
	switch (kind) {
	case MAILBOX_ENABLED:
		return record->access != MIA_ACCESS_NONE;
	case TENANT_MAILBOXES:
		return record->mailbox_op;
	case TENANT_INGESTION:
		return record->record_type50 || record->mailbox == NO_MAILBOX;
	default:
		return false;
	}
}

static const struct mailbox_set *
set_of(unsigned kind)
{
	for (size_t i = 0; i < SET_COUNT; i++)
		if ((unsigned)sets[i].kind == kind)
			return &sets[i];
	return NULL;
}

static bool
tell_off(struct mia_coverage *c, const struct coverage_switch *off, struct mia_span *span)
{
	unsigned kind = off->kind & ~NAMELESS;
	const struct mailbox_set *set = set_of(kind);
	const char *which = off->kind & NAMELESS ? "; the record names no mailbox, so it may be any" : "";
	const char *odd = mia__coverage_odd_words(c, off->change);
	const char *when = span->start == MIA_TIME_UNKNOWN ? "; the time of the record is not known" : "";

	span->reason = MIA_COVERAGE_AUDITING_OFF;
	if (set) {
		span->rule = "audit-actions";
		span->detail = mia__coverage_detail(c,
			"%s was set so that MailItemsAccessed is not known to be logged for logon type %s; other logon types are not concerned%s%s%s",
			set->parameter, set->logon, which, when, odd);
	} else if (kind == MAILBOX_ENABLED) {
		span->rule = "audit-enabled";
		span->detail = mia__coverage_detail(c,
			"AuditEnabled of the mailbox was set to False; auditing by default may override that%s%s%s",
			which, when, odd);
	} else if (kind == TENANT_MAILBOXES) {
		span->rule = "audit-disabled";
		span->detail = mia__coverage_detail(c,
			"AuditDisabled of the organisation was set to True: no mailbox is audited%s%s", when,
			odd);
	} else {
		span->rule = "ingestion-off";
		span->detail = mia__coverage_detail(c,
			"UnifiedAuditLogIngestionEnabled was set to False: the unified log takes nothing in%s%s%s",
			when, odd,
			strcmp(span->until_rule, SWITCHED_ON) == 0
				? ", until up to 60 minutes after it was set to True"
				: "");
		if (strcmp(span->until_rule, SWITCHED_ON) == 0)
			span->end = time_plus(span->end, HOUR);
	}
	return span->detail.ptr && mia__coverage_add_span(c, off->target.box, span);
}

bool
mia__rule_auditing_off(struct mia_coverage *c)
{
	static const struct switch_rule rule = {
		.on_word = SWITCHED_ON,
		.settling = HOUR,
		.shows = shows_on,
		.tell = tell_off,
	};
	struct switches s = { 0 };
	bool ok = note_changes(c, &s);

	return mia__switches_tell(c, &s, &rule, ok);
}
