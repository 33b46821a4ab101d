/*
 * The box on the first page: the questions of whoever has to decide, each with
 * its answer and where the rest stands. The sentences are those of the summary.
 */
#include "base/error.h"
#include "exposure/exposure.h"
#include "findings/findings.h"
#include "report/case_options.h"
#include "report/html/acts.h"

#define NAMES_TOLD 8
#define CAUSES_TOLD 3

static void
begin_answer(struct page *page, enum text_id question)
{
	mia__html_put(page, "<dt>");
	mia__html_tell(page, question);
	mia__html_put(page, "</dt><dd>");
}

static void
end_answer(struct page *page)
{
	mia__html_put(page, "</dd>\n");
}

/* The sentences on a topic; where there is none, that it cannot be told. */
static void
put_lines(struct page *page, enum mia_summary_topic topic, bool must)
{
	size_t told = 0;

	for (size_t i = 0; i < mia_summary_line_count(page->summary); i++) {
		const struct mia_summary_line *line = mia_summary_line(page->summary, i);
		if (line->topic != topic)
			continue;
		mia__html_put(page, "<p>");
		mia__html_put_evidence(page, HTML_PROSE, line->text);
		mia__html_put(page, "</p>");
		told++;
	}
	if (must && told == 0)
		mia__html_tell_paragraph(page, T_BOX_UNTOLD);
}

static void
put_link(struct page *page, const char *id, enum text_id text)
{
	mia__html_put(page, "<a href=\"#");
	mia__html_put(page, id);
	mia__html_put(page, "\">");
	mia__html_tell(page, text);
	mia__html_put(page, "</a>");
}

/* "access recorded 94, unattributed 6", each leading to its rows. */
static void
put_by_level(struct page *page)
{
	const struct mia_summary_numbers *numbers = mia_summary_numbers(page->summary);
	char number[NUMBER_TEXT], id[] = HTML_MESSAGES_ID "-0";
	bool any = false;

	for (int level = 0; level < MIA_LEVEL_COUNT; level++) {
		if (numbers->messages[level] == 0)
			continue;
		id[sizeof(id) - 2] = (char)('0' + level);
		mia__html_put(page, any ? ", " : "<p>");
		put_link(page, id, (enum text_id)(T_LEVEL_NAME_0 + level));
		mia__html_tell(page, T_LIST_COLON);
		mia__sink_text(&page->sink, mia__html_number_text(page, numbers->messages[level], number));
		any = true;
	}
	mia__html_put(page, any ? "</p>" : "");
}

/* Mailboxes of these levels in one line, the strongest level first. Returns how many there are. */
static size_t
put_names(struct page *page, enum mia_level from, enum mia_level to, enum text_id before)
{
	const struct mia_findings *findings = page->c->findings;
	size_t told = 0, all = 0;

	for (int level = (int)from; level <= (int)to; level++) {
		for (size_t i = 0; i < mia_findings_mailbox_count(findings); i++) {
			const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
			if ((int)finding->level != level || all++ >= NAMES_TOLD)
				continue;
			mia__html_put(page, told ? ", " : "<p>");
			if (told++ == 0 && before != TEXTS) {
				mia__html_tell(page, before);
				mia__html_put(page, " ");
			}
			mia__html_put_mailbox(page, finding->mailbox, finding->mailbox_guid);
		}
	}
	if (all > told) {
		mia__html_put(page, " ");
		mia__html_tell_number(page, T_AND_MORE, all - told);
	}
	mia__html_put(page, told ? "</p>" : "");
	return all;
}

/* Where something is recorded; that there is none is said too. */
static void
put_mailboxes(struct page *page)
{
	if (mia_findings_mailbox_count(page->c->findings) == 0) {
		mia__html_tell_paragraph(page, T_BOX_UNTOLD);
		return;
	}
	if (put_names(page, MIA_LEVEL_ACCESS_RECORDED, MIA_LEVEL_HANDLED, TEXTS) == 0)
		mia__html_tell_paragraph(page,
			page->c->findings->view.by_someone ? T_BOX_NO_MAILBOX : T_BOX_NO_MAILBOX_ANY);
	put_names(page, MIA_LEVEL_UNATTRIBUTED, MIA_LEVEL_UNATTRIBUTED, T_BOX_MAILBOXES_UNTOLD);
	mia__html_put(page, "<p>");
	put_link(page, "mailboxes", T_SEE_MAILBOXES);
	mia__html_put(page, "</p>");
}

/* The span of the access once more, by the clock of those whom it concerns. */
static void
put_local_span(struct page *page)
{
	const struct mia_summary_numbers *numbers = mia_summary_numbers(page->summary);
	const struct mia_zone *zone = page->c->zone;
	char first[MIA_ZONE_TIME_TEXT], last[MIA_ZONE_TIME_TEXT];
	struct mia_text from = { first, mia_zone_format(zone, numbers->first_access, first) };
	struct mia_text until = { last, mia_zone_format(zone, numbers->last_access, last) };

	if (from.len == 0 || until.len == 0)
		return;
	mia__html_put(page, "<p>");
	mia__html_tell_filled(page, T_LOCAL_SPAN, text_of(mia_zone_name(zone)), from, until);
	mia__html_put(page, "</p>");
}

static void
put_what(struct page *page)
{
	begin_answer(page, T_BOX_MESSAGES);
	put_lines(page, MIA_SUMMARY_ACCESS, true);
	put_local_span(page);
	put_lines(page, MIA_SUMMARY_UNATTRIBUTED, false);
	put_by_level(page);
	/* "No access" would else be heard as "he did nothing with any message". */
	if (mia_findings_mailbox_count(page->c->findings) && !page->c->findings->exposure->options.handled)
		mia__html_tell_paragraph(page, T_BOX_NOT_HANDLED);
	end_answer(page);
	begin_answer(page, T_BOX_MAILBOXES);
	put_mailboxes(page);
	end_answer(page);
	begin_answer(page, T_BOX_COPIES);
	put_lines(page, MIA_SUMMARY_COPIES, true);
	mia__html_put(page, "<p>");
	put_link(page, "folders", T_SEE_FOLDERS);
	mia__html_put(page, "</p>");
	end_answer(page);
}

/* The first cause stands in the sentence; a graver one may concern fewer mailboxes. */
static void
put_other_causes(struct page *page)
{
	size_t count = mia_summary_doubt_count(page->summary);

	for (size_t i = 1; i < count && i <= CAUSES_TOLD; i++) {
		const struct mia_doubt *doubt = mia_summary_doubt(page->summary, i);
		mia__html_put(page, i == 1 ? "<p>" : "");
		mia__html_tell(page, i == 1 ? T_BOX_EXCLUDE_ALSO : T_LIST_SEMICOLON);
		mia__html_put(page, i == 1 ? " " : "");
		mia__html_put_evidence(page, HTML_PROSE, doubt->why);
		mia__html_put(page, " (");
		mia__html_tell_number(page, T_MAILBOXES_COUNT, doubt->mailboxes);
		mia__html_put(page, ")");
	}
	if (count > CAUSES_TOLD + 1) {
		mia__html_put(page, " ");
		mia__html_tell_number(page, T_AND_MORE, count - CAUSES_TOLD - 1);
	}
	mia__html_put(page, count > 1 ? ".</p>" : "");
}

static void
put_excluded(struct page *page)
{
	begin_answer(page, T_BOX_EXCLUDE);
	put_lines(page, MIA_SUMMARY_EXCLUDE, true);
	put_lines(page, MIA_SUMMARY_CURE, false);
	put_other_causes(page);
	mia__html_put(page, "<p>");
	put_link(page, "exclude", T_SEE_EXCLUDE);
	mia__html_put(page, "</p>");
	end_answer(page);
	begin_answer(page, T_BOX_PEOPLE);
	put_lines(page, MIA_SUMMARY_PEOPLE, true);
	if (!page->c->subjects) {
		mia__html_put(page, "<p>");
		mia__html_tell(page, T_INVENTORY_HOW);
		mia__html_put(page, "</p>");
	}
	end_answer(page);
}

static bool
is_among(const struct mia_text *names, size_t count, struct mia_text name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal_nocase(names[i], name))
			return true;
	return false;
}

/* Whose name the intruder used or tried; some evidence names accounts and no mailbox. */
static void
put_accounts(struct page *page)
{
	const struct mia_sessions *sessions = page->c->sessions;
	struct mia_text names[NAMES_TOLD];
	size_t told = 0;
	bool more = false;

	for (size_t i = 0; i < mia_sessions_count(sessions) && !more; i++) {
		const struct mia_session *session = mia_sessions_get(sessions, i);
		if (session->match != MIA_MATCH_YES || session->actor.len == 0 ||
			is_among(names, told, session->actor))
			continue;
		more = told == NAMES_TOLD;
		if (more)
			break;
		mia__html_put(page, told ? ", " : "<p>");
		if (told == 0) {
			mia__html_tell(page, T_BOX_ACCOUNTS);
			mia__html_put(page, " ");
		}
		mia__html_put_evidence(page, HTML_PERSON, session->actor);
		names[told++] = session->actor;
	}
	/* How many there are, nobody has counted. */
	mia__html_put(page, more ? " \xe2\x80\xa6" : "");
	mia__html_put(page, told ? "</p>" : "");
}

static void
put_how(struct page *page)
{
	begin_answer(page, page->c->findings->view.by_someone ? T_BOX_HOW : T_BOX_HOW_ANY);
	/* Where nobody was asked about, the first one is nobody's in particular. */
	if (page->c->findings->view.by_someone)
		mia__html_put_first_sign_in(page, page->acts);
	if (page->c->findings->view.by_someone)
		put_accounts(page);
	mia__html_put_acts_counted(page);
	mia__html_put_forwardings(page);
	end_answer(page);
}

static enum mia_status
put_who(struct page *page, struct mia_error *err)
{
	const struct mia_case *c = page->c;

	begin_answer(page, T_BOX_WHO);
	if (c->findings->view.by_someone) {
		MIA_TRY(mia__html_put_scope_words(page, err));
		mia__html_put(page, "<p>");
		mia__html_tell(page, T_BY_EXAMINER);
		mia__html_put(page, " ");
		if (c->examiner.len)
			mia__html_put_evidence(page, HTML_PLAIN, c->examiner);
		else
			mia__html_tell(page, T_EXAMINER_NOT_GIVEN);
		mia__html_put(page, ". ");
		mia__html_tell(page, T_INTRUDER_MEANS);
		mia__html_put(page, "</p>");
	} else {
		mia__html_tell(page, T_SCOPE_NONE);
	}
	end_answer(page);
	return MIA_OK;
}

#define HOUR (3600 * MIA_TIME_SECOND)
#define DAY (24 * HOUR)

static void
put_last(struct page *page, enum text_id what, mia_time time)
{
	if (time == MIA_TIME_UNKNOWN)
		return;
	mia__html_tell(page, what);
	mia__html_put(page, " ");
	mia__html_put_time(page, time);
	mia__html_put(page, ". ");
}

/* That nothing comes after the last access says something only where records do. */
static void
put_over(struct page *page)
{
	const struct mia_summary_numbers *numbers = mia_summary_numbers(page->summary);
	const struct mia_totals *totals = mia_sums_totals(page->c->sums);
	mia_time last = page->acts->last;

	begin_answer(page, T_BOX_OVER);
	if (last == MIA_TIME_UNKNOWN || totals->last == MIA_TIME_UNKNOWN) {
		mia__html_tell_paragraph(page, T_OVER_UNKNOWN);
		end_answer(page);
		return;
	}
	mia__html_put(page, "<p>");
	put_last(page, numbers->by_someone ? T_OVER_LAST : T_OVER_LAST_ACCESS_ANY, numbers->last_access);
	put_last(page, numbers->by_someone ? T_OVER_LAST_RECORD : T_OVER_LAST_ANY, last);
	mia__html_tell(page, T_OVER_END);
	mia__html_put(page, " ");
	mia__html_put_time(page, totals->last);
	mia_time rest = totals->last > last ? totals->last - last : 0;
	mia__html_put(page, " (");
	if (rest == 0)
		mia__html_tell(page, T_NOTHING_LATER);
	else if (rest < HOUR)
		mia__html_tell(page, T_SOON_LATER);
	else if (rest >= 2 * DAY)
		mia__html_tell_number(page, T_DAYS_LATER, (uint64_t)(rest / DAY));
	else
		mia__html_tell_number(page, T_HOURS_LATER, (uint64_t)(rest / HOUR));
	mia__html_put(page, "). ");
	mia__html_tell(page, T_OVER_NOTE);
	mia__html_put(page, "</p>");
	mia__html_put_unended(page);
	end_answer(page);
}

static void
put_made(struct page *page)
{
	const struct mia_case *c = page->c;
	const struct mia_totals *totals = mia_sums_totals(c->sums);
	char first[MIA_TIME_TEXT], last[MIA_TIME_TEXT];

	begin_answer(page, T_BOX_MADE);
	mia__html_put(page, "<p>");
	if (mia__case_made(c) != MIA_TIME_UNKNOWN)
		mia__html_put_time(page, mia__case_made(c));
	else
		mia__html_tell(page, T_NO_DATE);
	mia__html_tell(page, T_LIST_SEMICOLON);
	mia__html_tell_filled(page, T_MADE_WITH, text_of(mia_version()), TEXT_ABSENT, TEXT_ABSENT);
	mia__html_put(page, "</p><p>");
	mia__html_tell(page, T_EVIDENCE_HELD);
	mia__html_tell(page, T_LIST_COLON);
	mia__html_tell_number(page, T_SOURCES_COUNT, mia_evidence_count(c->evidence));
	mia__html_put(page, ", ");
	mia__html_tell_number(page, T_RECORDS_COUNT, totals->records);
	if (totals->first != MIA_TIME_UNKNOWN) {
		mia__html_put(page, ", ");
		mia__html_tell_filled(page, T_RECORDS_SPAN, mia__time_plain(totals->first, first),
			mia__time_plain(totals->last, last), TEXT_ABSENT);
	}
	mia__html_tell(page, T_LIST_SEMICOLON);
	put_link(page, "evidence", T_SEE_EVIDENCE);
	mia__html_tell(page, T_LIST_SEMICOLON);
	put_link(page, "scope", T_SEE_SCOPE);
	mia__html_put(page, "</p>");
	end_answer(page);
}

enum mia_status
mia__html_put_box(struct page *page, struct mia_error *err)
{
	mia__html_put(page,
		"<section id=\"answer\" class=\"box\" tabindex=\"-1\" aria-labelledby=\"brief\">\n");
	mia__html_tell_heading(page, 2, "brief", T_H_BRIEF);
	mia__html_put(page, "<p class=\"question\">");
	mia__html_tell(page, T_QUESTION);
	mia__html_put(page, "</p>\n<dl class=\"facts\">\n");
	put_what(page);
	put_excluded(page);
	put_how(page);
	MIA_TRY(put_who(page, err));
	put_over(page);
	put_made(page);
	mia__html_put(page, "</dl>\n</section>\n");
	return MIA_OK;
}
