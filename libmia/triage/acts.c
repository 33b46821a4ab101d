/* What each marked operation comes to: where mail goes by it, what it hides, whom it lets in. */
#include "base/sort.h"
#include "base/text.h"
#include "event/marks.h"
#include "triage/tally.h"

#define BIT(reason) (UINT64_C(1) << (reason))

enum { DOMAIN_MOST = 255 };

static struct mia_text
text_in(const struct tally *y, uint32_t id)
{
	return triage_text(y->t, id);
}

/* ---- where mail goes ---- */

static bool
ends_domain(char c)
{
	return c == '>' || c == ']' || c == ')' || c == '"' || c == '\'' || c == ';' || c == ',' ||
		c == ' ' || c == '|';
}

/* Behind the last @ of an address, however it is dressed: "Ex" [SMTP:ex@pay.example]. */
static struct mia_text
domain_of(struct mia_text address)
{
	size_t at = address.len, end;

	while (at > 0 && address.ptr[at - 1] != '@')
		at--;
	for (end = at; end < address.len && !ends_domain(address.ptr[end]); end++)
		;
	return at == 0 ? TEXT_ABSENT : (struct mia_text){ address.ptr + at, end - at };
}

static bool
lower_domain(struct tally *y, struct mia_text address, struct mia_text *ret)
{
	struct mia_text domain = domain_of(address);

	buf_clear(&y->scratch);
	for (size_t i = 0; i < domain.len; i++)
		mia__buf_byte(&y->scratch, (char)ascii_lower((unsigned char)domain.ptr[i]));
	*ret = buf_view(&y->scratch);
	return !y->scratch.failed;
}

static bool
find_domains(struct tally *y)
{
	const struct mailbox_names *m = &y->t->mailboxes;
	struct mia_text domain;
	uint32_t number;

	for (size_t i = 0; i < m->count; i++)
		if (!lower_domain(y, intern_text(&m->names, m->entries[i].upn), &domain) ||
			(domain.len && !mia__intern_add(&y->domains, domain, &number)))
			return false;
	return true;
}

/* Neither a mailbox of the evidence nor who set it is of that domain, nor of one above it. */
static bool
leads_outside(struct tally *y, struct mia_text address, struct mia_text actor, bool *ret)
{
	struct mia_text domain, own = domain_of(actor);

	if (!lower_domain(y, address, &domain))
		return false;
	*ret = domain.len > 0;
	/* A longer one is no domain (RFC 1035, 2.3.4), and outside whatever it ends with. */
	for (struct mia_text d = domain; d.len && domain.len <= DOMAIN_MOST;) {
		if (mia__intern_find(&y->domains, d) || text_equal_nocase(d, own))
			*ret = false;
		const char *dot = memchr(d.ptr, '.', d.len);
		size_t cut = dot ? (size_t)(dot - d.ptr) + 1 : d.len;
		d = (struct mia_text){ d.ptr + cut, d.len - cut };
	}
	return true;
}

/* The next of "a@b.example | folder RSS | deleted"; false: none is left. */
static bool
next_target(struct mia_text *rest, struct mia_text *ret)
{
	if (rest->len == 0)
		return false;
	ptrdiff_t bar = mia__text_find(*rest, TEXT(" | "));
	size_t len = bar < 0 ? rest->len : (size_t)bar, used = bar < 0 ? len : len + 3;

	*ret = (struct mia_text){ rest->ptr, len };
	*rest = (struct mia_text){ rest->ptr + used, rest->len - used };
	return true;
}

/* Folders that nobody looks into (ATT&CK T1564.008 and the reports that it names). */
static bool
is_out_of_sight(struct mia_text folder)
{
	static const char *const names[] = { "RSS", "Conversation History", "Archive", "Deleted", "Junk",
		"Notes", "Sync Issues", "Clutter" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (mia__text_find_nocase(folder, text_of(names[i])) >= 0)
			return true;
	return false;
}

static bool
tell_target(struct tally *y, const struct act *a, struct told_act *told)
{
	struct mia_text rest = text_in(y, a->target), one;
	struct mia_text actor = text_in(y, triage_context(y->t, y->t->records[a->record].context).actor);

	while (next_target(&rest, &one)) {
		bool outside;

		if (text_starts(one, TEXT("folder "))) {
			if (is_out_of_sight(one))
				told->reasons |= BIT(REASON_RULE_HIDES);
			continue;
		}
		if (text_equal(one, TEXT("deleted")))
			told->reasons |= BIT(REASON_RULE_HIDES);
		if (!leads_outside(y, one, actor, &outside))
			return false;
		if (outside && !told->outside && !mia__intern_add(&y->t->texts, one, &told->outside))
			return false;
		if (outside)
			told->reasons |= BIT(REASON_FORWARD_OUTSIDE);
		else if (domain_of(one).len)
			told->reasons |= BIT(REASON_FORWARD);
	}
	return true;
}

/* ---- rules ---- */

/* Words of money and of warnings, in the languages of the desks that ask. */
static bool
picks_by_words(struct mia_text conditions)
{
	static const char *const words[] = { "invoice", "payment", "payroll", "bank", "wire", "iban",
		"transfer", "remittance", "statement", "rechnung", "zahlung", "facture", "paiement",
		"virement", "factura", "fattura", "faktura", "password", "passwort", "mot de passe", "phish",
		"hack", "spam", "virus", "malware", "suspicious", "security", "mfa", "helpdesk", "docusign" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (mia__text_find_nocase(conditions, text_of(words[i])) >= 0)
			return true;
	return false;
}

/* "", ".", "..", " ", "a". */
static bool
has_no_name(struct mia_text name)
{
	size_t letters = 0;

	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = ascii_lower((unsigned char)name.ptr[i]);
		letters += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 128;
	}
	return letters < 2;
}

static void
tell_rule(struct tally *y, const struct act *a, struct told_act *told)
{
	told->reasons |= BIT(REASON_RULE);
	if (a->marks_as_read)
		told->reasons |= BIT(REASON_RULE_HIDES);
	if (picks_by_words(text_in(y, a->conditions)))
		told->reasons |= BIT(REASON_RULE_WORDS);
	if (has_no_name(text_in(y, a->rule)))
		told->reasons |= BIT(REASON_RULE_NAME);
}

/* ---- applications ---- */

static bool
reaches_mail(struct mia_text permissions)
{
	static const char *const scopes[] = { "Mail.", "MailboxSettings", "MailboxFolder", "MailboxItem",
		"full_access_as", "EWS.", "IMAP.", "POP.", "SMTP.", "Exchange.Manage" };

	for (size_t i = 0; i < sizeof(scopes) / sizeof(*scopes); i++)
		if (mia__text_find_nocase(permissions, text_of(scopes[i])) >= 0)
			return true;
	return false;
}

static void
tell_application(struct tally *y, const struct act *a, struct told_act *told)
{
	struct mia_text operation = text_in(y, a->operation);

	if (mia__text_find_nocase(operation, TEXT("credentials")) >= 0 ||
		mia__text_find_nocase(operation, TEXT("secrets")) >= 0) {
		told->reasons |= BIT(REASON_CREDENTIAL);
		return;
	}
	/* That an application came to be says little; Microsoft's do daily. */
	if (text_starts_nocase(operation, TEXT("Add service principal")))
		return;
	told->reasons |= BIT(REASON_CONSENT);
	if (reaches_mail(text_in(y, a->permissions)))
		told->reasons |= BIT(REASON_CONSENT_MAIL);
	if (a->mark == MARK_CONSENT_EXPORT)
		told->reasons |= BIT(REASON_CONSENT_EXPORT);
}

static bool
tell_act(struct tally *y, const struct act *a, struct told_act *told)
{
	static const enum reason plain[MARK_COUNT] = {
		[MARK_DELEGATION] = REASON_DELEGATION,
		[MARK_FOLDER_PERMISSION] = REASON_FOLDER_PERMISSION,
		[MARK_AUDIT_CHANGE] = REASON_AUDIT_CHANGE,
		[MARK_AUTHENTICATION] = REASON_AUTHENTICATION,
		[MARK_SEARCH] = REASON_SEARCH,
		[MARK_EXPORT] = REASON_EXPORT,
	};

	switch (a->mark) {
	case MARK_INBOX_RULE:
		tell_rule(y, a, told);
		return tell_target(y, a, told);
	case MARK_FORWARDING:
		if (text_equal(text_in(y, a->target), TEXT("nowhere")))
			return true;
		told->reasons |= BIT(REASON_FORWARD);
		return tell_target(y, a, told);
	case MARK_CONSENT:
	case MARK_CONSENT_EXPORT:
		tell_application(y, a, told);
		return true;
	default:
		told->reasons |= BIT(plain[a->mark]);
		return true;
	}
}

/* ---- in order of time, and when it ended ---- */

static int
compare_by_time(const void *ctx, uint32_t i, uint32_t k)
{
	const struct tally *y = ctx;
	const struct act *a = &y->t->acts[i], *b = &y->t->acts[k];
	const struct noted *x = &y->t->records[a->record], *z = &y->t->records[b->record];
	int c = time_compare(x->time, z->time);

	if (c == 0 && a->what != b->what)
		c = text_compare(text_in(y, a->what), text_in(y, b->what));
	return c != 0 ? c : memcmp(x->key, z->key, sizeof(x->key));
}

/* Of what sends mail on, when that ended; the same rule as in every other report. */
static mia_time
end_of(const struct mia_triage *t, const struct noted *r)
{
	const struct lasting_note *end = mia__lasting_end_of_forwarding(&t->lasting, r->key);

	if (!end)
		end = mia__lasting_end(&t->lasting, r->key);
	return end ? end->time : MIA_TIME_UNKNOWN;
}

bool
mia__triage_tell_acts(struct tally *y)
{
	struct mia_triage *t = y->t;
	bool ok = find_domains(y);

	for (size_t i = 0; ok && i < t->act_count; i++) {
		const struct act *a = &t->acts[i];
		struct told_act *told = &y->told[i];

		told->until = MIA_TIME_UNKNOWN;
		if (y->copy[a->record] != a->record)
			continue;
		y->act_order[y->act_count++] = (uint32_t)i;
		told->until = end_of(t, &t->records[a->record]);
		told->counts = !a->failed && !a->undoes;
		ok = tell_act(y, a, told);
	}
	return ok && mia__sort_numbers(y->a, y->act_order, y->act_count, compare_by_time, y);
}
