/* The head of the page of triage: what is here, what is lost, how often mail was accessed. */
#include "base/text.h"
#include "report/triage_page.h"

enum { LABEL = 7 };

void
mia__triage_part_of_time(struct page *p, mia_time time, size_t from, size_t len)
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
		mia__triage_part_of_time(p, totals->first, 0, 10);
		mia__line_str(l, " to ");
		mia__triage_part_of_time(p, totals->last, 0, 10);
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

	if (totals->binds + totals->syncs + totals->unstated == 0) {
		mia__line_str(l,
			"No record of access to mail (MailItemsAccessed): it cannot tell who had access");
		mia__line_end(l);
		return;
	}
	mia__line_count(l, totals->binds, "bind (messages handed out)", "binds (messages handed out)");
	mia__line_str(l, ", ");
	mia__line_count(l, totals->syncs, "sync (a folder copied)", "syncs (folders copied)");
	if (totals->unstated) {
		mia__line_str(l, ", ");
		mia__line_count(l, totals->unstated, "of unstated kind", "of unstated kind");
	}
	mia__line_str(l, ", ");
	if (totals->throttled)
		mia__line_count(l, totals->throttled, "throttled", "throttled");
	else if (totals->throttled_not_stated)
		mia__line_count(l, totals->throttled_not_stated, "does not say if throttled",
			"do not say if throttled");
	else
		mia__line_str(l, "none throttled");
	mia__line_end(l);
}

/* The kinds of blindness, those of most spans first. */
static void
tell_blind(struct page *p)
{
	size_t counts[MIA_COVERAGE_REASON_COUNT] = { 0 }, total = 0, left;
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
	left = total;
	for (const char *before = ": ";; before = ", ") {
		size_t most = 0;
		for (size_t i = 1; i < MIA_COVERAGE_REASON_COUNT; i++)
			most = counts[i] > counts[most] ? i : most;
		const char *name = mia_coverage_reason_name((enum mia_coverage_reason)most);
		/* Room for " 123 and 45 more (mia coverage)". */
		if (counts[most] == 0 || l->used + strlen(name) + 32 > l->width)
			break;
		mia__line_str(l, before);
		mia__line_str(l, name);
		mia__line_str(l, " ");
		mia__line_number(l, counts[most]);
		left -= counts[most];
		counts[most] = 0;
	}
	if (left && left < total) {
		mia__line_str(l, " and ");
		mia__line_number(l, left);
		mia__line_str(l, " more");
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
	mia__triage_part_of_time(p, sums->buckets[0].from, 0,
		sums->bucket_width < 24 * 3600 * MIA_TIME_SECOND ? 16 : 10);
	mia__line_str(l, " on, one sign ");
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (sums->bucket_width == units[i].hours * 3600 * MIA_TIME_SECOND)
			mia__line_str(l, units[i].name);
	mia__line_end(l);
}

void
mia__triage_head(struct page *p)
{
	if (p->page.evidence && p->page.sums && mia_sums_totals(p->page.sums)) {
		tell_span(p);
		tell_access(p);
		tell_lost(p);
	}
	tell_frequency(p);
}
