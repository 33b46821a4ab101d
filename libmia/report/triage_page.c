/* One screen: what is here, what is lost, how often, where to look first, and what to type next. */
#include "base/error.h"
#include "base/text.h"
#include "format/safe.h"
#include "report/line.h"
#include "report/redact.h"
#include "report/report.h"

enum { ROWS = 10, NARROWEST = 60, WIDEST_SUBJECT = 45, SENT_ON = 3, LABEL = 7, WIDE = 110 };

struct page {
	const struct mia_triage *triage;
	struct mia_triage_page page;
	struct line line;
	bool color;
};

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

static void
part_of_time(struct page *p, mia_time time, size_t from, size_t len)
{
	char text[MIA_TIME_TEXT];

	if (mia_time_format(time, text) < from + len)
		return;
	text[10] = ' ';
	mia__line_text(&p->line, (struct mia_text){ text + from, len }, len);
}

/* ---- what is here ---- */

static void
tell_span(struct page *p)
{
	const struct mia_totals *totals = mia_sums_totals(p->page.sums);
	struct line *l = &p->line;
	size_t mailboxes = 0;

	for (size_t i = 0; i < mia_sums_mailbox_count(p->page.sums); i++)
		mailboxes += mia_sums_mailbox(p->page.sums, i)->mailbox.len > 0;
	if (totals->first == MIA_TIME_UNKNOWN) {
		mia__line_str(l, "no time is known");
	} else {
		part_of_time(p, totals->first, 0, 10);
		mia__line_str(l, " to ");
		part_of_time(p, totals->last, 0, 10);
	}
	mia__line_str(l, "   ");
	mia__line_count(l, mia_evidence_count(p->page.evidence), "file", "files");
	mia__line_str(l, ", ");
	mia__line_count(l, totals->events, "event", "events");
	mia__line_str(l, ", ");
	mia__line_count(l, mailboxes, "mailbox", "mailboxes");
	mia__line_end(l);
}

static void
tell_access(struct page *p)
{
	const struct mia_totals *totals = mia_sums_totals(p->page.sums);
	struct line *l = &p->line;

	mia__line_count(l, totals->binds, "bind (messages handed out)", "binds (messages handed out)");
	mia__line_str(l, ", ");
	mia__line_count(l, totals->syncs, "sync (a folder copied)", "syncs (folders copied)");
	if (totals->unstated) {
		mia__line_str(l, ", ");
		mia__line_count(l, totals->unstated, "of unstated kind", "of unstated kind");
	}
	mia__line_str(l, totals->throttled ? ", " : ", none throttled");
	if (totals->throttled)
		mia__line_count(l, totals->throttled, "throttled", "throttled");
	mia__line_end(l);
}

/* The kinds of blindness, those of most spans first. */
static void
tell_blind(struct page *p)
{
	size_t counts[MIA_COVERAGE_REASON_COUNT] = { 0 }, total = 0;
	struct line *l = &p->line;

	for (size_t i = 0; i < mia_coverage_count(p->page.coverage); i++) {
		const struct mia_span *span = mia_coverage_span(p->page.coverage, i);
		counts[span->reason] += span->blind != 0;
		total += span->blind != 0;
	}
	if (total == 0) {
		mia__line_str(l, "No rule shows the log to be blind; that does not show it to be whole");
		return;
	}
	mia__line_str(l, "Blind in ");
	mia__line_count(l, total, "span", "spans");
	for (const char *before = ": ";; before = ", ") {
		size_t most = 0;
		for (size_t i = 1; i < MIA_COVERAGE_REASON_COUNT; i++)
			most = counts[i] > counts[most] ? i : most;
		const char *name = mia_coverage_reason_name((enum mia_coverage_reason)most);
		/* Room for " (mia coverage)". */
		if (counts[most] == 0 || l->used + strlen(name) + 24 > l->width)
			break;
		mia__line_str(l, before);
		mia__line_str(l, name);
		mia__line_str(l, " ");
		mia__line_number(l, counts[most]);
		counts[most] = 0;
	}
}

static void
tell_lost(struct page *p)
{
	const struct mia_totals *totals = mia_sums_totals(p->page.sums);
	struct line *l = &p->line;
	size_t unread = 0;

	for (size_t i = 0; i < mia_evidence_count(p->page.evidence); i++)
		unread += !mia_evidence_source(p->page.evidence, i)->complete;
	if (totals->rejected || unread) {
		mia__line_str(l, "Lost: ");
		mia__line_count(l, totals->rejected, "record", "records");
		if (unread) {
			mia__line_str(l, ", ");
			mia__line_count(l, unread, "file not read to its end", "files not read to their end");
		}
		mia__line_str(l, " (mia info)");
	} else {
		mia__line_str(l, "Every record was read");
	}
	mia__line_end(l);
	if (!p->page.coverage)
		return;
	tell_blind(p);
	mia__line_str(l, " (mia coverage)");
	mia__line_end(l);
}

/* ---- how often ---- */

static const char *
bar(const struct page *p, uint64_t count, uint64_t most)
{
	static const char *const blocks[] = { " ", "\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83",
		"\xe2\x96\x84", "\xe2\x96\x85", "\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88" };
	static const char *const signs[] = { " ", ".", ".", ":", ":", "+", "+", "#", "#" };
	/* Never nothing where there is something; counts are of records, so below 2^32. */
	size_t level = most == 0 ? 0 : (size_t)((count * 8 + most - 1) / most);

	return p->line.ascii ? signs[level] : blocks[level];
}

static void
tell_row_of_bars(struct page *p, const char *label, bool binds)
{
	const struct mia_triage_sums *sums = mia_triage_sums(p->triage);
	uint64_t most = 0, total = 0;

	for (size_t i = 0; i < sums->bucket_count; i++) {
		uint64_t count = binds ? sums->buckets[i].binds : sums->buckets[i].syncs;
		most = count > most ? count : most;
		total += count;
	}
	if (total == 0)
		return;
	mia__line_str(&p->line, label);
	mia__line_pad(&p->line, LABEL);
	for (size_t i = 0; i < sums->bucket_count; i++)
		mia__line_str(&p->line,
			bar(p, binds ? sums->buckets[i].binds : sums->buckets[i].syncs, most));
	mia__line_end(&p->line);
}

static void
tell_frequency(struct page *p)
{
	static const struct {
		int64_t hours;
		const char *name;
	} units[] = { { 1, "an hour" }, { 24, "a day" }, { 7 * 24, "a week" }, { 28 * 24, "four weeks" },
		{ 364 * 24, "a year" }, { 3640 * 24, "ten years" } };
	const struct mia_triage_sums *sums = mia_triage_sums(p->triage);
	struct line *l = &p->line;
	uint64_t accesses = 0;

	for (size_t i = 0; i < sums->bucket_count; i++)
		accesses += sums->buckets[i].binds + sums->buckets[i].syncs;
	if (accesses == 0)
		return;
	tell_row_of_bars(p, "binds", true);
	tell_row_of_bars(p, "syncs", false);
	mia__line_pad(l, LABEL);
	mia__line_str(l, "from ");
	part_of_time(p, sums->buckets[0].from, 0, sums->bucket_width < 24 * 3600 * MIA_TIME_SECOND ? 16 : 10);
	mia__line_str(l, " on, one sign ");
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (sums->bucket_width == units[i].hours * 3600 * MIA_TIME_SECOND)
			mia__line_str(l, units[i].name);
	mia__line_end(l);
}

/* ---- where to look ---- */

/* A GUID by its first 8 signs; other ids as they are. */
static struct mia_text
short_id(struct mia_text id)
{
	return mia__text_is_guid(id) ? (struct mia_text){ id.ptr, 8 } : id;
}

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
	mia__line_text(l, short_id(r->subject), end - l->used);
	if (r->kind == MIA_TRIAGE_ADDRESS && r->accounts.count > 1 && p->line.width < WIDE &&
		end >= l->used + 13) {
		mia__line_str(l, " ");
		mia__line_count(l, r->accounts.count, "account", "accounts");
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

/* Accounts without what stands behind the @, as many as fit. */
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

		if (at && at > name.ptr)
			name.len = (size_t)(at - name.ptr);
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
			part_of_time(p, r->first, 5, 11);
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
		mia__line_count(l, count - top, "more (--top 0 shows all)", "more (--top 0 shows all)");
	}
	if (count == 0 || count > top)
		mia__line_end(l);
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
		part_of_time(p, s->time, 5, 11);
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
	mia__line_str(l, "A reason says where to look; it is no verdict, and neither is its absence.");
	mia__line_end(l);
}

/* ---- next ---- */

/* One word of a shell command, quoted where it must be. */
static void
tell_word(struct page *p, struct mia_text word)
{
	bool plain = word.len > 0;

	for (size_t i = 0; i < word.len; i++) {
		unsigned char c = ascii_lower((unsigned char)word.ptr[i]);
		plain = plain &&
			((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
				memchr("@%+=:,./_-", c, 10) != NULL);
	}
	if (plain)
		mia__sink_text(p->line.sink, word);
	else
		mia__safe_shell(p->line.sink, word, TEXT(""));
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

	heading(p, "Next:", "", 0);
	for (size_t i = 0; i < mia_triage_count(p->triage); i++) {
		const struct mia_triage_row *r = mia_triage_get(p->triage, i);
		bool handed = r->messages > 0 || r->kind != MIA_TRIAGE_APP;

		if (told && told->kind == r->kind)
			continue;
		tell_command(p, handed ? commands[r->kind] : "mia timeline", mia__triage_option(r->kind),
			r->subject);
		if (told)
			break;
		told = r;
	}
	tell_command(p, "mia sessions", NULL, TEXT_ABSENT);
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
	if (p.page.evidence && p.page.sums && mia_sums_totals(p.page.sums)) {
		tell_span(&p);
		tell_access(&p);
		tell_lost(&p);
	}
	tell_frequency(&p);
	tell_rows(&p);
	tell_sent_on(&p);
	tell_rest(&p);
	tell_next(&p);
	return mia__sink_finish(&sink, err);
}
