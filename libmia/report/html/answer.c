/* The answer behind the box: mailboxes by level, a paragraph a mailbox, and what
 * cannot be excluded, why, and what would settle it. */
#include <stdio.h>

#include "exposure/exposure.h"
#include "findings/findings.h"
#include "report/html/levels.h"
#include "report/words.h"

#define LEVELS MIA_LEVEL_COUNT

/* ---- the table of mailboxes ---- */

/* The columns of messages: a level that nobody looked for has none, since a 0
 * would say that there are none. */
static bool
has_column(const struct page *page, int level)
{
	const struct mia_findings_sums *sums = mia_findings_sums(page->c->findings);

	switch (level) {
	case MIA_LEVEL_ACCESS_RECORDED:
	case MIA_LEVEL_UNATTRIBUTED:
		return true;
	case MIA_LEVEL_PRESUMED_COPIED:
		return page->c->inventories || sums->by_level[level];
	case MIA_LEVEL_HANDLED:
		return page->c->findings->exposure->options.handled;
	}
	return sums->by_level[level] > 0;
}

static uint64_t
copies_untold(const struct mia_findings *findings, size_t i)
{
	const struct mia_mailbox_exposure *exposed = findings->boxes.boxes[i].exposed;

	return exposed ? exposed->folders_unattributed : 0;
}

static void
put_link_count(struct page *page, uint64_t count, const char *id, uint32_t group)
{
	char target[64];

	if (group == NO_GROUP || count == 0) {
		mia__html_put_count(page, count, NULL);
		return;
	}
	(void)snprintf(target, sizeof(target), "%s-%u", id, (unsigned)group);
	mia__html_put_count(page, count, target);
}

static void
put_level_counts(struct page *page, const struct box_rows *rows)
{
	char id[] = HTML_MESSAGES_ID "-0";

	for (int level = 0; level < LEVELS; level++) {
		id[sizeof(id) - 2] = (char)('0' + level);
		if (has_column(page, level))
			put_link_count(page, rows->messages[level], id, rows->group[level]);
	}
}

/* Messages of which it cannot be told whose they are; the sums hold them too. */
static void
put_elsewhere_row(struct page *page, const struct box_rows *rows)
{
	uint64_t messages = 0;

	for (int level = 0; level < LEVELS; level++)
		messages += rows->messages[level];
	if (messages == 0)
		return;
	mia__html_put(page, "<tr><th scope=\"row\">");
	mia__html_tell(page, T_BOOK_ELSEWHERE);
	mia__html_put(page, "</th><td></td>");
	put_level_counts(page, rows);
	mia__html_put(page, "<td></td><td></td><td></td><td></td><td></td></tr>\n");
}

static void
put_box_row(struct page *page, const struct levels *levels, size_t i)
{
	const struct mia_mailbox_finding *finding = mia_findings_mailbox(page->c->findings, i);
	const struct box_rows *rows = &levels->boxes[i];

	mia__html_put(page, "<tr><th scope=\"row\"><a href=\"#mailbox-");
	mia__sink_uint(&page->sink, i);
	mia__html_put(page, "\">");
	mia__html_put_mailbox(page, finding->mailbox, finding->mailbox_guid);
	mia__html_put(page, "</a></th><td class=\"w\">");
	mia__html_tell_level(page, finding->level);
	mia__html_put(page, "</td>");
	put_level_counts(page, rows);
	put_link_count(page, finding->folders_synced, "folders", rows->folders);
	put_link_count(page, copies_untold(page->c->findings, i), "folders", rows->folders);
	mia__html_put_moments(page, finding->first_access, finding->last_access);
	mia__html_put_count(page, mia__hours_begun(finding->blind), NULL);
	mia__html_put(page, "</tr>\n");
}

static void
put_sums_row(struct page *page)
{
	const struct mia_findings_sums *sums = mia_findings_sums(page->c->findings);
	const struct mia_summary_numbers *numbers = mia_summary_numbers(page->summary);

	mia__html_put(page, "<tr><th scope=\"row\">");
	mia__html_tell(page, T_ALL_MAILBOXES);
	mia__html_put(page, "</th><td></td>");
	for (int level = 0; level < LEVELS; level++)
		if (has_column(page, level))
			mia__html_put_count(page, sums->by_level[level], NULL);
	mia__html_put_count(page, numbers->folders_copied, NULL);
	mia__html_put_count(page, numbers->folders_unattributed, NULL);
	mia__html_put_moments(page, numbers->first_access, numbers->last_access);
	mia__html_put(page, "<td></td></tr>\n");
}

static void
put_box_table(struct page *page, const struct levels *levels)
{
	enum text_id headings[LEVELS + 8];
	size_t count = 0, shown = 0;

	headings[count++] = T_COL_MAILBOX;
	headings[count++] = T_COL_STRONGEST;
	for (int level = 0; level < LEVELS; level++)
		if (has_column(page, level))
			headings[count++] = (enum text_id)(T_COL_LEVEL_0 + level);
	headings[count++] = T_COL_FOLDERS_SYNCED;
	headings[count++] = T_COL_COPIES_UNTOLD;
	headings[count++] = T_COL_FIRST_ACCESS;
	headings[count++] = T_COL_LAST_ACCESS;
	headings[count++] = T_COL_BLIND_HOURS;
	mia__html_table_open_wide(page, T_CAP_MAILBOXES, headings, count);
	for (int level = 0; level < LEVELS; level++) {
		for (size_t i = 0; i < levels->count && shown < HTML_ROWS; i++) {
			const struct mia_mailbox_finding *finding =
				mia_findings_mailbox(page->c->findings, i);
			if (!finding->notable || (int)finding->level != level)
				continue;
			put_box_row(page, levels, i);
			shown++;
		}
	}
	put_elsewhere_row(page, &levels->boxes[levels->count]);
	put_sums_row(page);
	mia__html_table_close(page);
}

/* ---- sentences ---- */

/* Those of one level, as far as the page has room; `left` goes on. */
static void
put_level(struct page *page, enum mia_level level, size_t count, size_t *left)
{
	const struct mia_findings *findings = page->c->findings;
	char digit[2] = { (char)('0' + (int)level), '\0' };

	mia__html_put(page, "<h3 class=\"level\">");
	mia__html_tell_level(page, level);
	mia__html_tell(page, T_LIST_COLON);
	mia__html_tell_number(page, T_MAILBOXES_COUNT, count);
	mia__html_put(page, "</h3>\n");
	/* What counts as the intruder's is everybody's where nobody was asked about. */
	if (findings->view.by_someone) {
		mia__html_put(page, "<p class=\"soft\">");
		mia__html_tell(page, (enum text_id)(T_LEVEL_0 + (int)level));
		mia__html_put(page, "</p>\n");
	}
	mia__html_put(page, "<ul class=\"answers l");
	mia__html_put(page, digit);
	mia__html_put(page, "\">\n");
	for (size_t i = 0; i < mia_findings_mailbox_count(findings) && *left; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		if (finding->level != level || !finding->notable)
			continue;
		mia__html_put(page, "<li id=\"mailbox-");
		mia__sink_uint(&page->sink, i);
		mia__html_put(page, "\">");
		mia__html_put_evidence(page, HTML_PROSE, finding->short_sentence);
		mia__html_put(page, "</li>\n");
		(*left)--;
	}
	mia__html_put(page, "</ul>\n");
}

static void
put_caveats(struct page *page)
{
	struct mia_texts caveats = mia_findings_caveats(page->c->findings);

	if (caveats.count == 0)
		return;
	mia__html_put(page, "<p><strong>");
	mia__html_tell(page, T_FOR_ALL);
	mia__html_put(page, "</strong></p>\n");
	for (size_t i = 0; i < caveats.count; i++) {
		mia__html_put(page, "<p>");
		mia__html_put_evidence(page, HTML_PROSE, caveats.ptr[i]);
		mia__html_put(page, "</p>\n");
	}
}

/* Mailboxes of which nothing is recorded: a line each. */
static void
put_others(struct page *page, size_t count)
{
	const struct mia_findings *findings = page->c->findings;
	size_t shown = 0;

	if (count == 0)
		return;
	mia__html_put(page, "<h3>");
	mia__html_tell_number(page, findings->view.by_someone ? T_OTHERS : T_OTHERS_ANY, count);
	mia__html_put(page, "</h3>\n");
	if (mia_findings_caveats(findings).count)
		mia__html_tell_paragraph(page, T_OTHERS_NOTE);
	mia__html_put(page, "<ul class=\"others\">\n");
	for (size_t i = 0; i < mia_findings_mailbox_count(findings) && shown < HTML_ROWS; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		if (finding->notable)
			continue;
		mia__html_put(page, "<li>");
		mia__html_put_mailbox(page, finding->mailbox, finding->mailbox_guid);
		mia__html_put(page, "</li>\n");
		shown++;
	}
	mia__html_put(page, "</ul>\n");
	if (shown < count)
		mia__html_tell_counts(page, T_ANSWER_FIRST, shown, count, TEXT("mailboxes.csv"));
}

static void
put_answers(struct page *page, const struct levels *levels)
{
	const struct mia_findings *findings = page->c->findings;
	size_t counts[LEVELS] = { 0 }, notable = 0, left = HTML_ROWS;

	mia__html_tell_heading(page, 2, "mailboxes", T_H_ANSWER);
	if (levels->count == 0) {
		mia__html_tell_paragraph(page, T_ANSWER_NONE);
		return;
	}
	for (size_t i = 0; i < levels->count; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		notable += finding->notable != 0;
		counts[finding->level] += finding->notable != 0;
	}
	mia__html_tell_paragraph(page, T_NUMBERS_NOTE);
	if (notable)
		put_box_table(page, levels);
	if (notable > HTML_ROWS)
		mia__html_tell_counts(page, T_ANSWER_FIRST, HTML_ROWS, notable, TEXT("mailboxes.csv"));
	if (!findings->exposure->options.handled)
		mia__html_tell_paragraph(page, T_NOT_HANDLED);
	if (!page->c->inventories)
		mia__html_tell_paragraph(page, T_NOT_INVENTORIED);
	put_caveats(page);
	for (int level = 0; level < LEVELS; level++)
		if (counts[level] && left)
			put_level(page, (enum mia_level)level, counts[level], &left);
	put_others(page, levels->count - notable);
}

/* ---- what cannot be excluded ---- */

static void
put_doubt(struct page *page, const struct mia_doubt *doubt)
{
	mia__html_put(page, "<tr><td class=\"p\">");
	mia__html_put_evidence(page, HTML_PROSE, doubt->why);
	mia__html_put(page, "</td>");
	mia__html_put_count(page, doubt->mailboxes, NULL);
	mia__html_put_moments(page, doubt->start, doubt->end);
	mia__html_put(page, "<td class=\"p\">");
	if (doubt->cure.len)
		mia__html_put_evidence(page, HTML_PROSE, doubt->cure);
	else
		mia__html_tell(page, T_NO_CURE);
	mia__html_put(page, "</td></tr>\n");
}

static void
put_exclude(struct page *page)
{
	static const enum text_id headings[] = { T_COL_WHY, T_COL_MAILBOXES, T_COL_FROM, T_COL_UNTIL,
		T_COL_CURE };
	const struct mia_summary_numbers *numbers = mia_summary_numbers(page->summary);
	size_t count = mia_summary_doubt_count(page->summary);

	mia__html_tell_heading(page, 2, "exclude", T_H_EXCLUDE);
	if (numbers->mailboxes_open == 0) {
		mia__html_tell_paragraph(page, numbers->mailboxes ? T_EXCLUDE_NONE : T_EXCLUDE_NO_MAILBOX);
		return;
	}
	mia__html_tell_paragraph(page, T_EXCLUDE_NOTE);
	if (count == 0)
		return;
	mia__html_table_open_wide(page, T_CAP_EXCLUDE, headings, sizeof(headings) / sizeof(*headings));
	for (size_t i = 0; i < count; i++)
		put_doubt(page, mia_summary_doubt(page->summary, i));
	mia__html_table_close(page);
}

/* ---- people ---- */

static void
put_people(struct page *page)
{
	const struct mia_subjects *subjects = page->c->subjects;
	const struct mia_subjects_sums *sums = subjects ? mia_subjects_sums(subjects) : NULL;

	mia__html_tell_heading(page, 2, "concerned", T_H_CONCERNED);
	if (!sums) {
		mia__html_tell_paragraph(page, T_PEOPLE_NOT_KNOWN);
		return;
	}
	mia__html_tell_paragraph(page, T_PEOPLE_NOTE_COUNT);
	/* A lawyer quotes one sentence: none may say "at most" where it is no bound. */
	mia__html_tell_counts(page, sums->unbounded ? T_PEOPLE_RECORDS_KNOWN : T_PEOPLE_RECORDS,
		sums->records_least, sums->records_most, TEXT_ABSENT);
	mia__html_tell_counts(page,
		sums->unbounded || sums->messages_without_people ? T_PEOPLE_PEOPLE_KNOWN : T_PEOPLE_PEOPLE,
		sums->people_least, sums->people_most, TEXT_ABSENT);
	if (sums->people_own || sums->people_outside)
		mia__html_tell_counts(page, T_PEOPLE_OWN, sums->people_own, sums->people_outside,
			TEXT_ABSENT);
	if (sums->messages_without_people)
		mia__html_tell_count(page, T_PEOPLE_WITHOUT, sums->messages_without_people);
	if (sums->unbounded)
		mia__html_tell_paragraph(page, T_PEOPLE_UNBOUNDED);
}

enum mia_status
mia__html_put_answer(struct page *page, struct mia_error *err)
{
	struct levels levels;
	enum mia_status status = mia__html_levels_make(page, &levels, err);

	if (status >= 0) {
		mia__html_put(page, "<section class=\"next\">\n");
		put_answers(page, &levels);
		put_exclude(page);
		put_people(page);
		mia__html_put(page, "</section>\n");
	}
	mia__html_levels_release(page, &levels);
	return status;
}
