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
	enum mia_status status = mia__redact_option(page->c->redaction, option, &page->prose, NULL);

	if (status < 0)
		page->status = status;
	else
		mia__html_put_shown(page, HTML_PLAIN, buf_view(&page->prose));
}

static void
put_scope(struct page *page)
{
	const struct mia_case *c = page->c;

	mia__html_tell_heading(page, 2, NULL, T_H_SCOPE);
	mia__html_tell_paragraph(page, c->findings->view.by_someone ? T_SCOPE_NOTE : T_SCOPE_NONE);
	if (c->option_count == 0) {
		mia__html_tell_paragraph(page, T_SCOPE_NO_OPTIONS);
		return;
	}
	mia__html_put(page, "<dl class=\"facts\">\n");
	for (size_t i = 0; i < c->option_count; i++) {
		const struct mia_case_option *option = &c->options[i];
		if (is_told_above(option->name))
			continue;
		mia__html_put(page, "<dt>");
		mia__html_put_evidence(page, HTML_WORD, option->name);
		mia__html_put(page, "</dt><dd>");
		if (option->value.ptr)
			put_option_value(page, option);
		else
			mia__html_tell(page, T_OPTION_SWITCH);
		mia__html_put(page, "</dd>\n");
	}
	mia__html_put(page, "</dl>\n");
}

/* Those of one level, as far as the page has room; `left` goes on. */
static void
put_level(struct page *page, enum mia_level level, size_t count, size_t *left)
{
	const struct mia_findings *findings = page->c->findings;
	char digit[2] = { (char)('0' + (int)level), '\0' };

	mia__html_put(page, "<h3 class=\"level\">");
	mia__html_put(page, mia_level_name(level));
	mia__html_put(page, ": ");
	mia__html_tell_number(page, T_MAILBOXES_COUNT, count);
	mia__html_put(page, "</h3>\n<p class=\"soft\">");
	mia__html_tell(page, (enum text_id)(T_LEVEL_0 + (int)level));
	mia__html_put(page, "</p>\n<ul class=\"answers l");
	mia__html_put(page, digit);
	mia__html_put(page, "\">\n");
	for (size_t i = 0; i < mia_findings_mailbox_count(findings) && *left; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		if (finding->level != level)
			continue;
		mia__html_put(page, "<li>");
		mia__html_put_evidence(page, HTML_PROSE, finding->sentence);
		mia__html_put(page, "</li>\n");
		(*left)--;
	}
	mia__html_put(page, "</ul>\n");
}

static void
put_answers(struct page *page)
{
	const struct mia_findings *findings = page->c->findings;
	size_t total = mia_findings_mailbox_count(findings), counts[LEVELS] = { 0 }, left = HTML_ROWS;
	char first[NUMBER_TEXT], all[NUMBER_TEXT];

	mia__html_tell_heading(page, 2, NULL, T_H_ANSWER);
	if (total == 0) {
		mia__html_tell_paragraph(page, T_ANSWER_NONE);
		return;
	}
	mia__html_tell_paragraph(page, T_ANSWER_FEW);
	if (total > HTML_ROWS) {
		mia__html_put(page, "<p>");
		mia__html_tell_filled(page, T_ANSWER_FIRST, mia__html_number_text(HTML_ROWS, first),
			mia__html_number_text(total, all), TEXT("mailboxes.csv"));
		mia__html_put(page, "</p>\n");
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
	return finding->basis & MIA_BASIS_CANNOT_EXCLUDE || finding->blind > 0 ||
		finding->unattributed_records || finding->unnamed_accesses;
}

/* An hour begun is an hour, so that no blindness becomes 0. */
static uint64_t
hours(mia_time time)
{
	const mia_time hour = 3600 * MIA_TIME_SECOND;

	return time <= 0 ? 0 : (uint64_t)(time / hour) + (time % hour != 0);
}

static void
put_open_row(struct page *page, const struct mia_mailbox_finding *finding)
{
	bool any = false;

	mia__html_put(page, "<tr><th scope=\"row\">");
	mia__html_put_mailbox(page, finding->mailbox, finding->mailbox_guid);
	mia__html_put(page, "</th><td class=\"p\">");
	for (int bit = 0; bit < MIA_BASIS_COUNT; bit++) {
		if ((finding->basis & MIA_BASIS_CANNOT_EXCLUDE) >> bit & 1) {
			mia__html_put(page, any ? "<br>" : "");
			mia__html_tell(page, (enum text_id)(T_BASIS_0 + bit));
			any = true;
		}
	}
	mia__html_put(page, "</td>");
	mia__html_put_count(page, hours(finding->blind), NULL);
	mia__html_put_count(page, finding->unattributed_records, NULL);
	mia__html_put_count(page, finding->unnamed_accesses, NULL);
	mia__html_put(page, "</tr>\n");
}

static void
put_exclude(struct page *page)
{
	static const enum text_id headings[] = {
		T_COL_MAILBOX,
		T_COL_WHY,
		T_COL_BLIND_HOURS,
		T_COL_UNATTRIBUTED,
		T_COL_UNNAMED,
	};
	const struct mia_findings *findings = page->c->findings;
	size_t total = mia_findings_mailbox_count(findings), open = 0, shown = 0;
	char first[NUMBER_TEXT], all[NUMBER_TEXT];

	for (size_t i = 0; i < total; i++)
		open += is_open(mia_findings_mailbox(findings, i));
	mia__html_tell_heading(page, 2, NULL, T_H_EXCLUDE);
	if (open == 0) {
		mia__html_tell_paragraph(page, total ? T_EXCLUDE_NONE : T_EXCLUDE_NO_MAILBOX);
		return;
	}
	mia__html_tell_paragraph(page, T_EXCLUDE_NOTE);
	if (open > HTML_ROWS) {
		mia__html_put(page, "<p class=\"rows\">");
		mia__html_tell_filled(page, T_TABLE_FIRST, mia__html_number_text(HTML_ROWS, first),
			mia__html_number_text(open, all), TEXT("mailboxes.csv"));
		mia__html_put(page, "</p>\n");
	}
	mia__html_table_open(page, T_CAP_EXCLUDE, headings, sizeof(headings) / sizeof(*headings));
	for (size_t i = 0; i < total && shown < HTML_ROWS; i++) {
		const struct mia_mailbox_finding *finding = mia_findings_mailbox(findings, i);
		if (!is_open(finding))
			continue;
		put_open_row(page, finding);
		shown++;
	}
	mia__html_table_close(page);
}

static void
put_levels_table(struct page *page)
{
	static const enum text_id headings[] = { T_COL_LEVEL, T_COL_MESSAGES, T_COL_MEANING };
	const struct mia_findings_sums *sums = mia_findings_sums(page->c->findings);

	mia__html_table_open(page, T_CAP_NUMBERS, headings, sizeof(headings) / sizeof(*headings));
	for (int level = 0; level < LEVELS; level++) {
		/* The last two are said of messages only where a list asks for them. */
		if (level >= MIA_LEVEL_CANNOT_EXCLUDE && sums->by_level[level] == 0)
			continue;
		/* Nobody looked: a 0 would say that there are none. */
		if (level == MIA_LEVEL_HANDLED && !page->c->findings->exposure->options.handled)
			continue;
		/* Likewise: only an inventory can name what lay in a copied folder. */
		if (level == MIA_LEVEL_PRESUMED_COPIED && !page->c->inventories && sums->by_level[level] == 0)
			continue;
		mia__html_put(page, "<tr><th scope=\"row\">");
		mia__html_put(page, mia_level_name((enum mia_level)level));
		mia__html_put(page, "</th>");
		mia__html_put_count(page, sums->by_level[level], NULL);
		mia__html_put(page, "<td class=\"p\">");
		mia__html_tell(page, (enum text_id)(T_LEVEL_0 + level));
		mia__html_put(page, "</td></tr>\n");
	}
	mia__html_table_close(page);
}

static void
put_range(struct page *page, enum text_id text, uint64_t least, uint64_t most)
{
	char a[NUMBER_TEXT], b[NUMBER_TEXT];

	mia__html_put(page, "<p>");
	mia__html_tell_filled(page, text, mia__html_number_text(least, a), mia__html_number_text(most, b),
		TEXT_ABSENT);
	mia__html_put(page, "</p>\n");
}

static void
put_people(struct page *page)
{
	const struct mia_subjects *subjects = page->c->subjects;
	const struct mia_subjects_sums *sums = subjects ? mia_subjects_sums(subjects) : NULL;

	if (!sums) {
		mia__html_tell_paragraph(page, T_PEOPLE_NOT_KNOWN);
		return;
	}
	mia__html_tell_paragraph(page, T_PEOPLE_NOTE_COUNT);
	/* A lawyer quotes one sentence: none may say "at most" where it is no bound. */
	put_range(page, sums->unbounded ? T_PEOPLE_RECORDS_KNOWN : T_PEOPLE_RECORDS, sums->records_least,
		sums->records_most);
	put_range(page,
		sums->unbounded || sums->messages_without_people ? T_PEOPLE_PEOPLE_KNOWN : T_PEOPLE_PEOPLE,
		sums->people_least, sums->people_most);
	if (sums->people_own || sums->people_outside)
		put_range(page, T_PEOPLE_OWN, sums->people_own, sums->people_outside);
	if (sums->messages_without_people) {
		mia__html_put(page, "<p>");
		mia__html_tell_number(page, T_PEOPLE_WITHOUT, sums->messages_without_people);
		mia__html_put(page, "</p>\n");
	}
	if (sums->unbounded)
		mia__html_tell_paragraph(page, T_PEOPLE_UNBOUNDED);
}

static void
put_numbers(struct page *page)
{
	const struct mia_findings *findings = page->c->findings;
	uint64_t copied = 0;

	for (size_t i = 0; i < mia_findings_mailbox_count(findings); i++)
		copied += mia_findings_mailbox(findings, i)->folders_synced;
	mia__html_tell_heading(page, 2, NULL, T_H_NUMBERS);
	mia__html_tell_paragraph(page, T_NUMBERS_NOTE);
	put_levels_table(page);
	if (!page->c->findings->exposure->options.handled)
		mia__html_tell_paragraph(page, T_NOT_HANDLED);
	if (!page->c->inventories)
		mia__html_tell_paragraph(page, T_NOT_INVENTORIED);
	mia__html_put(page, "<p>");
	mia__html_tell_number(page, T_FOLDERS_COPIED, copied);
	mia__html_put(page, "</p>\n");
	put_people(page);
}

enum mia_status
mia__html_put_answer(struct page *page, struct mia_error *err)
{
	(void)err;
	mia__html_put(page, "<section id=\"answer\" class=\"first\" tabindex=\"-1\">\n");
	mia__html_tell_heading(page, 2, NULL, T_H_QUESTION);
	mia__html_put(page, "<p class=\"question\">");
	mia__html_tell(page, T_QUESTION);
	mia__html_put(page, "</p>\n");
	mia__html_tell_paragraph(page, T_QUESTION_NOTE);
	put_scope(page);
	put_answers(page);
	put_exclude(page);
	put_numbers(page);
	mia__html_put(page, "</section>\n");
	return MIA_OK;
}
