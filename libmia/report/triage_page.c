/* One screen of triage: its head, where to look first, and what to type next. */
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "format/safe.h"
#include "report/redact.h"
#include "report/triage_page.h"
#include "system/machine.h"

#define DAY (86400 * MIA_TIME_SECOND)

enum { ROWS = 10, NARROWEST = 60, WIDEST_SUBJECT = 45, SENT_ON = 3, WIDE = 110 };

static const struct mia_triage_page defaults = { .size = sizeof(defaults) };

#undef mia_triage_page_init
void
mia_triage_page_init(struct mia_triage_page *page, size_t size)
{
	mia__options_init(page, size, &defaults, sizeof(defaults));
}

/* Everything but the line goes by columns; this takes none. */
static void
look(struct page *p, const char *sequence)
{
	if (p->color)
		mia__sink_str(p->line.sink, sequence);
}

static void
heading(struct page *p, const char *text, const char *right, size_t at)
{
	look(p, "\x1b[1m");
	mia__line_str(&p->line, text);
	mia__line_pad(&p->line, at);
	mia__line_str(&p->line, right);
	look(p, "\x1b[0m");
	mia__line_end(&p->line);
}

/* ---- where to look ---- */

static void
tell_subject(struct page *p, const struct mia_triage_row *r, size_t most)
{
	struct line *l = &p->line;
	size_t end = l->used + most;

	if (r->kind == MIA_TRIAGE_APP)
		mia__line_str(l, "app ");
	else if (r->kind == MIA_TRIAGE_SESSION)
		mia__line_str(l, "session ");
	if (r->name.len) {
		mia__line_str(l, "\"");
		mia__line_text(l, r->name, end - l->used - 10);
		mia__line_str(l, "\" ");
	}
	mia__line_text(l, mia__text_short_id(r->subject), end - l->used);
	if (r->kind == MIA_TRIAGE_ADDRESS && r->accounts.count > 1 && p->line.width < WIDE &&
		end >= l->used + 12) {
		mia__line_str(l, " ");
		mia__line_count(l, r->accounts.count, "account", "accounts");
	}
	/* Whose session: the address says more than the id does. */
	if (r->kind == MIA_TRIAGE_SESSION && r->addresses.count && end >= l->used + 16) {
		mia__line_str(l, " ");
		mia__line_text(l, *r->addresses.ptr, end - l->used - (r->addresses.count > 1 ? 4 : 0));
		mia__line_str(l, r->addresses.count > 1 ? " +" : "");
		if (r->addresses.count > 1)
			mia__line_number(l, r->addresses.count - 1);
	}
}

static void
tell_reasons(struct page *p, const struct mia_triage_row *r)
{
	struct line *l = &p->line;

	for (size_t i = 0; i < r->reason_count; i++) {
		size_t width = mia__line_measure(l, r->reasons[i].text), left = r->reason_count - i;
		/* Room for "; " and for "; +12" behind it. */
		if (i > 0 && l->used + 2 + width + (left > 1 ? 5 : 0) > l->width) {
			mia__line_str(l, "; +");
			mia__line_number(l, left);
			return;
		}
		if (i > 0)
			mia__line_str(l, "; ");
		size_t room = l->width > l->used + 5 ? l->width - l->used : 0;
		mia__line_text(l, r->reasons[i].text, left > 1 && room > 5 ? room - 5 : room);
	}
}

/* Somebody of the same name elsewhere is somebody else: only a domain that a mailbox of
 * the evidence has goes without saying. */
static bool
is_own_domain(const struct page *p, struct mia_text domain)
{
	for (size_t i = 0; p->page.sums && i < mia_sums_mailbox_count(p->page.sums); i++) {
		struct mia_text name = mia_sums_mailbox(p->page.sums, i)->mailbox;

		if (name.len > domain.len && name.ptr[name.len - domain.len - 1] == '@' &&
			text_equal_nocase(domain,
				(struct mia_text){ name.ptr + name.len - domain.len, domain.len }))
			return true;
	}
	return false;
}

/* Accounts without their domains, as many as fit. */
static void
tell_accounts(struct page *p, struct mia_texts accounts, size_t most)
{
	struct line *l = &p->line;
	size_t end = l->used + most;

	if (accounts.count > 2) {
		mia__line_count(l, accounts.count, "account", "accounts");
		return;
	}
	for (size_t i = 0; i < accounts.count; i++) {
		struct mia_text name = accounts.ptr[i];
		const char *at = memchr(name.ptr, '@', name.len);

		size_t before = at ? (size_t)(at - name.ptr) : 0;

		if (before && is_own_domain(p, (struct mia_text){ at + 1, name.len - before - 1 }))
			name.len = before;
		mia__line_text(l, name, (end - l->used) / (accounts.count - i) - 1);
		mia__line_str(l, " ");
	}
}

static size_t
subject_columns(const struct page *p)
{
	return p->line.width < 100 ? 26 : p->line.width < 140 ? 32 : WIDEST_SUBJECT;
}

static void
tell_rows(struct page *p)
{
	size_t count = mia_triage_count(p->triage), top = p->page.top ? p->page.top : ROWS;
	size_t subject = subject_columns(p), when = 4 + subject, who = when + 13;
	bool wide = p->line.width >= WIDE;
	size_t why = wide ? who + 24 : when;
	struct line *l = &p->line;

	heading(p, "Look at these first", "because", why);
	for (size_t i = 0; i < count && i < top; i++) {
		const struct mia_triage_row *r = mia_triage_get(p->triage, i);

		mia__line_pad(l, i < 9 ? 1 : 0);
		mia__line_number(l, i + 1);
		mia__line_pad(l, 3);
		tell_subject(p, r, subject);
		if (wide) {
			mia__line_pad(l, when);
			mia__triage_part_of_time(p, r->first, 5, 11);
			mia__line_pad(l, who);
			tell_accounts(p, r->accounts, 22);
		}
		mia__line_pad(l, why);
		tell_reasons(p, r);
		mia__line_end(l);
	}
	if (count == 0)
		mia__line_str(l, "   nothing: no reason holds, which is no finding");
	if (count > top) {
		mia__line_pad(l, 3);
		mia__line_count(l, count - top, "more (mia triage -f csv)", "more (mia triage -f csv)");
	}
	if (count == 0 || count > top)
		mia__line_end(l);
}

/* "05-18 09:00", and until when where a record ends it: "..05-20 08:00", "..09:59:37". */
static void
tell_from_until(struct page *p, const struct mia_triage_sent_on *s)
{
	bool same_day = s->time / DAY == s->until / DAY;

	mia__triage_part_of_time(p, s->time, 5, 11);
	if (s->until == MIA_TIME_UNKNOWN)
		return;
	mia__line_str(&p->line, "..");
	mia__triage_part_of_time(p, s->until, same_day ? 11 : 5, same_day ? 8 : 11);
}

static void
tell_sent_on(struct page *p)
{
	size_t count = mia_triage_sent_on_count(p->triage);
	struct line *l = &p->line;

	if (count == 0)
		return;
	heading(p, "Rules and forwarding", "", 0);
	for (size_t i = 0; i < count && i < SENT_ON; i++) {
		const struct mia_triage_sent_on *s = mia_triage_sent_on(p->triage, i);

		mia__line_pad(l, 3);
		tell_from_until(p, s);
		mia__line_str(l, " ");
		tell_accounts(p, (struct mia_texts){ &s->actor, s->actor.len > 0 }, 16);
		mia__line_text(l, s->what, SIZE_MAX);
		mia__line_end(l);
	}
	if (count > SENT_ON) {
		mia__line_pad(l, 3);
		mia__line_count(l, count - SENT_ON, "more (mia timeline --marks)",
			"more (mia timeline --marks)");
		mia__line_end(l);
	}
}

static void
tell_rest(struct page *p)
{
	const struct mia_triage_sums *sums = mia_triage_sums(p->triage);
	struct line *l = &p->line;

	if (sums->folded.contexts) {
		mia__line_count(l, sums->folded.contexts, "context", "contexts");
		mia__line_str(l, " of Microsoft's own background clients (");
		mia__line_count(l, sums->folded.binds, "bind", "binds");
		mia__line_str(l, ") folded: --all");
		mia__line_end(l);
	}
	if (sums->without_reason) {
		mia__line_count(l, sums->without_reason,
			"application, address, session or account has no reason: --all",
			"applications, addresses, sessions and accounts have no reason: --all");
		mia__line_end(l);
	}
	mia__line_str(l, "A reason says where to look; it is no verdict, and neither is its absence.");
	mia__line_end(l);
}

/* ---- next ---- */

/* One word of a shell command, quoted where it must be. */
static void
tell_word(struct page *p, struct mia_text word)
{
	bool posix = mia__shell_is_posix(), plain = word.len > 0;

	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = ascii_lower((unsigned char)word.ptr[i]);
		plain = plain &&
			((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
				memchr(posix ? "@%+=:,./_-" : "\\+:./_-", c, posix ? 10 : 7) != NULL);
	}
	if (plain)
		mia__sink_text(p->line.sink, word);
	else if (posix)
		mia__safe_shell(p->line.sink, word, TEXT(""));
	else
		mia__safe_windows_shell(p->line.sink, word, TEXT(""));
}

static void
tell_command(struct page *p, const char *command, const char *option, struct mia_text value)
{
	struct line *l = &p->line;

	mia__line_pad(l, 2);
	mia__line_whole(l, command);
	if (option) {
		mia__line_whole(l, " ");
		mia__line_whole(l, option);
		mia__line_whole(l, " ");
		tell_word(p, value);
	}
	for (size_t i = 0; i < p->page.operand_count; i++) {
		/* A file whose name begins with a hyphen is no option. */
		mia__line_whole(l, p->page.operands[i][0] == '-' && p->page.operands[i][1] ? " ./" : " ");
		tell_word(p, text_of(p->page.operands[i]));
	}
	mia__line_end(l);
}

/* To whom no message was handed. What consents and sign-ins only name has no record of
 * its own: those are its account's. */
static void
tell_next_of_app(struct page *p, const struct mia_triage_row *r)
{
	if (r->events > r->signins_failed + r->signins_ok)
		tell_command(p, "mia timeline", "--app", r->subject);
	else if (r->accounts.count)
		tell_command(p, "mia timeline --marks", "--user", r->accounts.ptr[0]);
	else
		tell_command(p, "mia timeline --marks", NULL, TEXT_ABSENT);
}

/* The two best rows of different kinds. */
static void
tell_next(struct page *p)
{
	static const char *const commands[MIA_TRIAGE_KIND_COUNT] = {
		[MIA_TRIAGE_APP] = "mia messages",
		[MIA_TRIAGE_ADDRESS] = "mia timeline --marks",
		[MIA_TRIAGE_SESSION] = "mia timeline",
		[MIA_TRIAGE_ACCOUNT] = "mia timeline --marks",
	};
	const struct mia_triage_row *told = NULL;
	size_t first = 0, second = 0;
	char pick[64];

	heading(p, "Next:", "", 0);
	for (size_t i = 0; second == 0 && i < mia_triage_count(p->triage); i++) {
		const struct mia_triage_row *r = mia_triage_get(p->triage, i);

		if (told && told->kind == r->kind)
			continue;
		if (r->kind == MIA_TRIAGE_APP && r->messages == 0)
			tell_next_of_app(p, r);
		else
			tell_command(p, commands[r->kind], mia__triage_option(r->kind), r->subject);
		second = told ? i + 1 : 0;
		first = told ? first : i + 1;
		told = r;
	}
	if (!told) {
		tell_command(p, "mia sessions", NULL, TEXT_ABSENT);
		return;
	}
	if (second)
		(void)snprintf(pick, sizeof(pick), "%zu,%zu", first, second);
	else
		(void)snprintf(pick, sizeof(pick), "%zu", first);
	tell_command(p, "mia scope -o scope.json", "--pick", text_of(pick));
}

enum mia_status
mia_report_triage_page(const struct mia_triage *triage, const struct mia_triage_page *page,
	const struct mia_report_options *options, struct mia_error *err)
{
	struct page p = { .triage = triage, .page = defaults };
	struct mia_report_options own;
	struct sink sink;

	if (triage == NULL)
		return mia__fail(err, MIA_ERR_ARGUMENT, "no triage to report");
	if (mia_triage_sums(triage) == NULL)
		return mia__fail(err, MIA_ERR_STATE, "the triage is not sealed");
	MIA_TRY(mia__report_take(&own, options, err));
	MIA_TRY(mia__options_take(&p.page, sizeof(p.page), page, "mia_triage_page", err));
	MIA_TRY(mia__redact_refuse(&own, "the page of triage", err));
	mia__sink_init(&sink, own.write, own.ctx);
	p.line = (struct line){ &sink, own.width ? own.width : 100, 0, p.page.ascii };
	p.line.width = p.line.width < NARROWEST ? NARROWEST : p.line.width;
	p.color = own.color;
	mia__triage_head(&p);
	tell_rows(&p);
	tell_sent_on(&p);
	tell_rest(&p);
	tell_next(&p);
	return mia__sink_finish(&sink, err);
}
