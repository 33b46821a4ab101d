/* Reasons in words: short, since several stand in one line. */
#include "triage/words.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

static void __attribute__((format(printf, 2, 3))) say(struct tally *y, const char *format, ...)
{
	char line[160];
	va_list args;

	va_start(args, format);
	int len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (len > 0)
		mia__buf_add(&y->scratch, line, (size_t)len < sizeof(line) ? (size_t)len : sizeof(line) - 1);
}

static void
count(struct tally *y, uint64_t number, const char *one, const char *several)
{
	say(y, "%llu %s", (unsigned long long)number, number == 1 ? one : several);
}

/* "38 s", "4 min", "3 h", "12 days"; the whole units. */
static void
duration(struct tally *y, mia_time time)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} units[] = { { 2 * 86400, " days" }, { 2 * 3600, " h" }, { 2 * 60, " min" }, { 0, " s" } };
	int64_t seconds = time / MIA_TIME_SECOND;

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (seconds >= units[i].seconds) {
			int64_t unit = units[i].seconds ? units[i].seconds / 2 : 1;
			say(y, "%lld%s", (long long)(seconds / unit), units[i].unit);
			return;
		}
}

static const struct act *
first_act(const struct tally *y, const struct subject *s, enum reason reason)
{
	uint32_t first = deeds_of(y, s)->first[reason];

	return first ? &y->t->acts[first - 1] : NULL;
}

/* In quotes where it would go on as we do behind it. */
static void
say_address(struct tally *y, struct mia_text address)
{
	bool quoted = mia__text_find(address, TEXT(" (")) >= 0 || mia__text_find(address, TEXT(";")) >= 0 ||
		mia__text_find(address, TEXT(" and ")) >= 0;

	say(y, quoted ? "\"" : "");
	mia__buf_text(&y->scratch, address);
	say(y, quoted ? "\"" : "");
}

static void
say_outside(struct tally *y, const struct subject *s)
{
	uint32_t first = deeds_of(y, s)->first[REASON_FORWARD_OUTSIDE] - 1;
	const struct told_act *told = &y->told[first];
	mia_time time = y->t->records[y->t->acts[first].record].time;

	say(y, "sends mail to ");
	say_address(y, triage_text(y->t, told->outside));
	if (told->until != MIA_TIME_UNKNOWN && time != MIA_TIME_UNKNOWN) {
		say(y, " (");
		duration(y, told->until - time);
		say(y, ")");
	}
	if (deeds_of(y, s)->of[REASON_FORWARD_OUTSIDE] > 1)
		say(y, " and %u more", deeds_of(y, s)->of[REASON_FORWARD_OUTSIDE] - 1);
}

static void
say_consent(struct tally *y, const struct subject *s)
{
	say(y, "consent");
	if (s->consenting > 1)
		say(y, " by %u accounts", s->consenting);
}

static void
say_consent_then_mail(struct tally *y, const struct subject *s)
{
	mia_time mail = s->burst_first != MIA_TIME_UNKNOWN ? s->burst_first : s->first_mail;

	if (mail == MIA_TIME_UNKNOWN || mail < s->consented)
		mail = s->last_mail;
	say(y, "mail ");
	duration(y, mail - s->consented);
	say(y, " after a consent");
}

static void
say_burst(struct tally *y, const struct subject *s)
{
	count(y, s->burst_messages, "message", "messages");
	say(y, " in ");
	duration(y, s->burst_last - s->burst_first);
}

/* Of applications and addresses. */
static void
say_who(struct tally *y, const struct subject *s, enum reason reason)
{
	switch (reason) {
	case REASON_IMITATES:
		say(y, "the name imitates Microsoft");
		break;
	case REASON_SAYS_MICROSOFT:
		say(y, "calls itself Microsoft's");
		break;
	case REASON_ABUSED_APP:
		say(y, "known from intrusions");
		break;
	case REASON_APP_MAILBOXES:
		count(y, s->mailboxes, "mailbox", "mailboxes");
		break;
	case REASON_SPRAY:
		count(y, s->s.wrong, "refused password", "refused passwords");
		say(y, " for %u accounts", s->guessed);
		if (s->never_in)
			say(y, " (%u never in)", s->never_in);
		break;
	case REASON_FAILED_THEN_OK:
		say(y, "%u refused passwords, then in", s->before_ok);
		break;
	case REASON_PASSWORD_RIGHT:
		say(y, "right password of %u, stopped", s->stopped);
		break;
	case REASON_FAILED_FROM_MANY:
		say(y, "refused passwords from %u addresses", s->addresses_wrong);
		break;
	case REASON_ACCOUNTS:
		say(y, "%u accounts", s->acting);
		break;
	case REASON_NETWORKS:
		say(y, "one id from %u networks", s->networks);
		break;
	case REASON_NOT_OWNER:
		say(y, "in another's mailbox");
		break;
	case REASON_NEW:
		say(y, "new");
		break;
	case REASON_THROTTLED:
		say(y, "throttled: the log is blind after it");
		break;
	default:
		break;
	}
}

/* Reasons that are told by how many acts bring them; `what`: a single one by what it was. */
static const struct told_by_number {
	const char *one, *several;
	bool what;
} by_number[REASON_COUNT] = {
	[REASON_AUDIT_CHANGE] = { "change of auditing", "changes of auditing", true },
	[REASON_EXPORT] = { "export", "exports", true },
	[REASON_CREDENTIAL] = { "key of an application", "keys of applications", true },
	[REASON_RULE_HIDES] = { "rule that hides mail", "rules that hide mail", false },
	[REASON_DELEGATION] = { "right on a mailbox", "rights on mailboxes", true },
	[REASON_FOLDER_PERMISSION] = { "right on a folder", "rights on folders", true },
	[REASON_CONSENT_REFUSED] = { "consent failed", "consents failed", false },
	[REASON_RULE] = { "inbox rule", "inbox rules", false },
	[REASON_FORWARD] = { "forwarding", "forwardings", false },
	[REASON_AUTHENTICATION] = { "change of a password or factor", "changes of passwords or factors",
		true },
	[REASON_SEARCH] = { "search", "searches", false },
	[REASON_SYSTEM] = { "marked act of Microsoft's SYSTEM", "marked acts of Microsoft's SYSTEM", false },
};

static void
say_number(struct tally *y, const struct subject *s, enum reason reason)
{
	const struct told_by_number *told = &by_number[reason];
	const struct act *a = first_act(y, s, reason);

	if (told->what && deeds_of(y, s)->of[reason] == 1 && a && a->what)
		mia__buf_text(&y->scratch, triage_text(y->t, a->what));
	else
		count(y, deeds_of(y, s)->of[reason], told->one, told->several);
}

static void
say_copies(struct tally *y, const struct subject *s)
{
	if (s->folders)
		count(y, s->folders, "folder copied", "folders copied");
	else
		count(y, s->s.syncs, "copy of a folder", "copies of folders");
}

/* Of what was done. */
static void
say_what(struct tally *y, const struct subject *s, enum reason reason)
{
	switch (reason) {
	case REASON_CONSENT_EXPORT:
		say(y, "may export whole items");
		break;
	case REASON_CONSENT_MAIL:
		say(y, "may reach mail");
		break;
	case REASON_CONSENTS_SEVERAL:
		say(y, "more than one agreed");
		break;
	case REASON_MANY_RULES:
		say_number(y, s, REASON_RULE);
		break;
	case REASON_RULE_WORDS:
		say(y, "picks mail by telling words");
		break;
	case REASON_RULE_NAME:
		say(y, "a rule without a name");
		break;
	case REASON_COPIES:
		say_copies(y, s);
		break;
	case REASON_COPIES_NEW:
		say_copies(y, s);
		say(y, " from a new address");
		break;
	default:
		say_who(y, s, reason);
		break;
	}
}

void
mia__triage_say(struct tally *y, const struct subject *s, enum reason reason)
{
	buf_clear(&y->scratch);
	if (reason == REASON_FORWARD_OUTSIDE)
		say_outside(y, s);
	else if (reason == REASON_CONSENT)
		say_consent(y, s);
	else if (reason == REASON_CONSENT_THEN_MAIL)
		say_consent_then_mail(y, s);
	else if (reason == REASON_BURST)
		say_burst(y, s);
	else if (reason == REASON_CREDENTIAL && s->kind == MIA_TRIAGE_APP)
		say(y, "a key was added to it");
	else if (by_number[reason].one)
		say_number(y, s, reason);
	else
		say_what(y, s, reason);
}
