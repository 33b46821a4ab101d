/* The first page: what was asked, the answer in sentences that can be quoted,
 * what cannot be excluded, and the numbers. */
#include "exposure/exposure.h"
#include "findings/findings.h"
#include "report/html/page.h"

#define LEVELS 6

/* Those that stand in the head already. */
static bool
is_told_above(struct mia_text name)
{
	return text_equal(name, TEXT("case")) || text_equal(name, TEXT("examiner"));
}

static void
put_option_value(struct page *page, const struct mia_case_option *option)
{
	buf_clear(&page->prose);
	enum mia_status status = redact_option(page->c->redaction, option, &page->prose, NULL);

	if (status < 0)
		page->status = status;
	else
		put_shown(page, buf_view(&page->prose));
}

static void
put_scope(struct page *page)
{
	const struct mia_case *c = page->c;

	tell_heading(page, 2, NULL, T_H_SCOPE);
	tell_paragraph(page, c->findings->view.by_someone ? T_SCOPE_NOTE : T_SCOPE_NONE);
	if (c->option_count == 0) {
		tell_paragraph(page, T_SCOPE_NO_OPTIONS);
		return;
	}
	put(page, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < c->option_count; i++) {
		const struct mia_case_option *option = &c->options[i];
		if (is_told_above(option->name))
			continue;
		put(page, "<dt>");
		put_evidence(page, HTML_WORD, option->name);
		put(page, "</dt><dd>");
		if (option->value.ptr)
			put_option_value(page, option);
		else
			tell(page, T_OPTION_SWITCH);
		put(page, "</dd>\n");
	}
	put(page, "</dl>\n");
}

/* Those of one level, as far as the page has room; `left` goes on. */
static void
put_level(struct page *page, enum mia_level level, size_t count, size_t *left)
{
	const struct mia_findings *findings = page->c->findings;
	char digit[2] = { (char)('0' + (int)level), '\0' };

	put(page, "<h3 class=\"level\">");
	put(page, mia_level_name(level));
	put(page, ": ");
	tell_number(page, T_MAILBOXES_COUNT, count);
	put(page, "</h3>\n<p class=\"soft\">");
	tell(page, (enum html_text)(T_LEVEL_0 + (int)level));
	put(page, "</p>\n<ul class=\"answers l");
	put(page, digit);
	put(page, "\">\n");
	for (size_t i = 0; i < mia_findings_mailbox_count(findings) && *left; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		if (finding->level != level)
			continue;
		put(page, "<li>");
		put_evidence(page, HTML_PROSE, finding->sentence);
		put(page, "</li>\n");
		(*left)--;
	}
	put(page, "</ul>\n");
}

static void
put_answers(struct page *page)
{
	const struct mia_findings *findings = page->c->findings;
	size_t total = mia_findings_mailbox_count(findings), counts[LEVELS] = { 0 }, left = HTML_ROWS;
	char first[NUMBER_TEXT], all[NUMBER_TEXT];

	tell_heading(page, 2, NULL, T_H_ANSWER);
	if (total == 0) {
		tell_paragraph(page, T_ANSWER_NONE);
		return;
	}
	tell_paragraph(page, T_ANSWER_FEW);
	if (total > HTML_ROWS) {
		put(page, "<p>");
		tell_filled(page, T_ANSWER_FIRST, number_text(HTML_ROWS, first), number_text(total, all),
			TEXT("mailboxes.csv"));
		put(page, "</p>\n");
	}
	for (size_t i = 0; i < total; i++)
		counts[mia_findings_mailbox(findings, i)->level]++;
	for (int level = 0; level < LEVELS; level++)
		if (counts[level] && left)
			put_level(page, (enum mia_level)level, counts[level], &left);
}

static bool
is_open(const struct mia_mailbox_finding *finding)
{
	return finding->basis & MIA_BASIS_CANNOT_EXCLUDE || finding->blind > 0 || finding->unattributed_records ||
		finding->unnamed_accesses;
}

/* An hour begun is an hour, so that no blindness becomes 0. */
static uint64_t
hours(mia_time time)
{
	const mia_time hour = 3600 * MIA_TIME_SECOND;

	return time <= 0 ? 0 : (uint64_t)(time / hour) + (time % hour != 0);
}

static void
put_count_cell(struct page *page, uint64_t count)
{
	char room[NUMBER_TEXT];

	put(page, "<td class=\"n\">");
	sink_text(&page->sink, number_text(count, room));
	put(page, "</td>");
}

static void
put_open_row(struct page *page, const struct mia_mailbox_finding *finding)
{
	bool any = false;

	put(page, "<tr><th scope=\"row\">");
	put_mailbox(page, finding->mailbox, finding->mailbox_guid);
	put(page, "</th><td class=\"p\">");
	for (int bit = 0; bit < MIA_BASIS_COUNT; bit++) {
		if ((finding->basis & MIA_BASIS_CANNOT_EXCLUDE) >> bit & 1) {
			put(page, any ? "<br>" : "");
			tell(page, (enum html_text)(T_BASIS_0 + bit));
			any = true;
		}
	}
	put(page, "</td>");
	put_count_cell(page, hours(finding->blind));
	put_count_cell(page, finding->unattributed_records);
	put_count_cell(page, finding->unnamed_accesses);
	put(page, "</tr>\n");
}

static void
put_exclude(struct page *page)
{
	static const enum html_text headings[] = {
		T_COL_MAILBOX, T_COL_WHY, T_COL_BLIND_HOURS, T_COL_UNATTRIBUTED, T_COL_UNNAMED,
	};
	const struct mia_findings *findings = page->c->findings;
	size_t total = mia_findings_mailbox_count(findings), open = 0, shown = 0;
	char first[NUMBER_TEXT], all[NUMBER_TEXT];

	for (size_t i = 0; i < total; i++)
		open += is_open(mia_findings_mailbox(findings, i));
	tell_heading(page, 2, NULL, T_H_EXCLUDE);
	if (open == 0) {
		tell_paragraph(page, total ? T_EXCLUDE_NONE : T_EXCLUDE_NO_MAILBOX);
		return;
	}
	tell_paragraph(page, T_EXCLUDE_NOTE);
	if (open > HTML_ROWS) {
		put(page, "<p class=\"rows\">");
		tell_filled(page, T_TABLE_FIRST, number_text(HTML_ROWS, first), number_text(open, all),
			TEXT("mailboxes.csv"));
		put(page, "</p>\n");
	}
	table_open(page, T_CAP_EXCLUDE, headings, sizeof(headings) / sizeof(*headings));
	for (size_t i = 0; i < total && shown < HTML_ROWS; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		if (!is_open(finding))
			continue;
		put_open_row(page, finding);
		shown++;
	}
	table_close(page);
}

static void
put_levels_table(struct page *page)
{
	static const enum html_text headings[] = { T_COL_LEVEL, T_COL_MESSAGES, T_COL_MEANING };
	const struct mia_findings_sums *sums = mia_findings_sums(page->c->findings);

	table_open(page, T_CAP_NUMBERS, headings, sizeof(headings) / sizeof(*headings));
	for (int level = 0; level < LEVELS; level++) {
		/* The last two are said of messages only where a list asks for them. */
		if (level >= MIA_LEVEL_CANNOT_EXCLUDE && sums->by_level[level] == 0)
			continue;
		/* Nobody looked: a 0 would say that there are none. */
		if (level == MIA_LEVEL_HANDLED && !page->c->findings->exposure->options.handled)
			continue;
		/* Likewise: only an inventory can name what lay in a copied folder. */
		if (level == MIA_LEVEL_PRESUMED_ACQUIRED && !page->c->inventories && sums->by_level[level] == 0)
			continue;
		put(page, "<tr><th scope=\"row\">");
		put(page, mia_level_name((enum mia_level)level));
		put(page, "</th>");
		put_count_cell(page, sums->by_level[level]);
		put(page, "<td class=\"p\">");
		tell(page, (enum html_text)(T_LEVEL_0 + level));
		put(page, "</td></tr>\n");
	}
	table_close(page);
}

static void
put_range(struct page *page, enum html_text text, uint64_t least, uint64_t most)
{
	char a[NUMBER_TEXT], b[NUMBER_TEXT];

	put(page, "<p>");
	tell_filled(page, text, number_text(least, a), number_text(most, b), TEXT_ABSENT);
	put(page, "</p>\n");
}

static void
put_people(struct page *page)
{
	const struct mia_subjects *subjects = page->c->subjects;
	const struct mia_subjects_sums *sums = subjects ? mia_subjects_sums(subjects) : NULL;

	if (!sums) {
		tell_paragraph(page, T_PEOPLE_NOT_KNOWN);
		return;
	}
	tell_paragraph(page, T_PEOPLE_NOTE_COUNT);
	/* A lawyer quotes one sentence: none may say "at most" where it is no bound. */
	put_range(page, sums->unbounded ? T_PEOPLE_RECORDS_KNOWN : T_PEOPLE_RECORDS, sums->records_least, sums->records_most);
	put_range(page, sums->unbounded || sums->messages_without_people ? T_PEOPLE_PEOPLE_KNOWN : T_PEOPLE_PEOPLE,
		sums->people_least, sums->people_most);
	if (sums->people_own || sums->people_outside)
		put_range(page, T_PEOPLE_OWN, sums->people_own, sums->people_outside);
	if (sums->messages_without_people) {
		put(page, "<p>");
		tell_number(page, T_PEOPLE_WITHOUT, sums->messages_without_people);
		put(page, "</p>\n");
	}
	if (sums->unbounded)
		tell_paragraph(page, T_PEOPLE_UNBOUNDED);
}

static void
put_numbers(struct page *page)
{
	const struct mia_findings *findings = page->c->findings;
	uint64_t copied = 0;

	for (size_t i = 0; i < mia_findings_mailbox_count(findings); i++)
		copied += mia_findings_mailbox(findings, i)->folders_synced;
	tell_heading(page, 2, NULL, T_H_NUMBERS);
	tell_paragraph(page, T_NUMBERS_NOTE);
	put_levels_table(page);
	if (!page->c->findings->exposure->options.handled)
		tell_paragraph(page, T_NOT_HANDLED);
	if (!page->c->inventories)
		tell_paragraph(page, T_NOT_INVENTORIED);
	put(page, "<p>");
	tell_number(page, T_FOLDERS_COPIED, copied);
	put(page, "</p>\n");
	put_people(page);
}

enum mia_status
put_answer(struct page *page, struct mia_error *err)
{
	(void)err;
	put(page, "<section id=\"answer\" class=\"first\" tabindex=\"-1\">\n");
	tell_heading(page, 2, NULL, T_H_QUESTION);
	put(page, "<p class=\"question\">");
	tell(page, T_QUESTION);
	put(page, "</p>\n");
	tell_paragraph(page, T_QUESTION_NOTE);
	put_scope(page);
	put_answers(page);
	put_exclude(page);
	put_numbers(page);
	put(page, "</section>\n");
	return MIA_OK;
}
