/* The first sheet: the answer, its numbers, and each mailbox in a line. */
#include <mia/summary.h>

#include "base/error.h"
#include "base/text.h"
#include "exposure/exposure.h"
#include "findings/findings.h"
#include "report/by_mailbox.h"
#include "report/case_options.h"
#include "report/redact.h"
#include "report/xlsx/layout.h"
#include "report/xlsx/lines.h"
#include "report/xlsx/xlsx.h"
#include "scope/criteria.h"

/* Rows of the table; the sheet of the mailboxes has all. */
#define MAILBOXES_MOST 2000

enum {
	MAILBOX,
	EXPOSURE,
	ACCESS_RECORDED,
	PRESUMED_COPIED,
	HANDLED,
	UNATTRIBUTED,
	FOLDERS_SYNCED,
	FOLDERS_UNTOLD,
	FIRST_ACCESS,
	LAST_ACCESS,
	COLUMN_TOTAL
};

static const struct column columns[COLUMN_TOTAL] = {
	[MAILBOX] = { .name = "mailbox", .kind = MIA_COLUMN_TEXT, .names = MIA_NAMES_PERSON },
	[EXPOSURE] = { .name = "exposure", .kind = MIA_COLUMN_TEXT },
	[ACCESS_RECORDED] = { .name = "access_recorded", .kind = MIA_COLUMN_SIZE },
	[PRESUMED_COPIED] = { .name = "presumed_copied", .kind = MIA_COLUMN_SIZE },
	[HANDLED] = { .name = "handled", .kind = MIA_COLUMN_SIZE },
	[UNATTRIBUTED] = { .name = "unattributed", .kind = MIA_COLUMN_SIZE },
	[FOLDERS_SYNCED] = { .name = "folders_synced", .kind = MIA_COLUMN_COUNT },
	[FOLDERS_UNTOLD] = { .name = "syncs_unattributed", .kind = MIA_COLUMN_COUNT },
	[FIRST_ACCESS] = { .name = "first_access", .kind = MIA_COLUMN_TIME },
	[LAST_ACCESS] = { .name = "last_access", .kind = MIA_COLUMN_TIME },
};

static const double widths[COLUMN_TOTAL] = { LINES_WHAT_WIDTH, LINES_NUMBER_WIDTH, 14, 14, 14, 14, 14, 14, 22,
	22 };
#define WORDS_WIDTH (6 * 14 + 2 * 22)

struct box {
	size_t at; /* of the table; first: mia__table_rewind */
	const struct mia_case *c;
	struct mia_summary *summary;
	const struct mia_summary_numbers *numbers;
	struct mailbox_counts *counts;
	size_t mailboxes;
	struct xlsx_lines lines;
};

static void
add(struct box *box, struct xlsx_line line)
{
	mia__xlsx_lines_add(&box->lines, line);
}

static void
add_words(struct box *box, enum text_id what, struct mia_text words)
{
	add(box, (struct xlsx_line){ .what = mia__xlsx_say(&box->lines, what), .words = words });
}

static void
add_section(struct box *box, enum text_id what)
{
	add(box, (struct xlsx_line){ 0 });
	add(box, (struct xlsx_line){ .kind = LINE_SECTION, .what = mia__xlsx_say(&box->lines, what) });
}

static void
add_number(struct box *box, enum text_id what, uint64_t number, struct mia_text words)
{
	add(box,
		(struct xlsx_line){ .what = mia__xlsx_say(&box->lines, what),
			.counts = true,
			.number = number,
			.words = words });
}

static void
add_time(struct box *box, enum text_id what, mia_time time)
{
	if (time != MIA_TIME_UNKNOWN)
		add(box,
			(struct xlsx_line){ .what = mia__xlsx_say(&box->lines, what),
				.dates = true,
				.time = time });
}

static void
add_head(struct box *box)
{
	const struct mia_case *c = box->c;
	char libraries[256];
	struct mia_text not_given = mia__xlsx_say(&box->lines, T_NOT_GIVEN);

	add(box, (struct xlsx_line){ .kind = LINE_TITLE, .what = mia__xlsx_say(&box->lines, T_TITLE) });
	add_words(box, T_CASE, c->case_id.ptr ? c->case_id : not_given);
	add_words(box, T_EXAMINER, c->examiner.ptr ? c->examiner : not_given);
	if (mia__case_made(c) != MIA_TIME_UNKNOWN)
		add_words(box, T_MADE, mia__xlsx_moment(&box->lines, mia__case_made(c)));
	mia_version_libraries(libraries, sizeof(libraries));
	add_words(box, T_H_VERSIONS,
		mia__xlsx_say_of(&box->lines, T_VERSIONS, 2, text_of(mia_version()), text_of(libraries),
			TEXT_ABSENT));
	if (c->redaction)
		add_words(box, T_BOOK_REDACTED, mia__xlsx_say(&box->lines, T_REDACTED_COPY));
}

static void
add_answer(struct box *box)
{
	int before = -1;

	add_section(box, T_BOOK_ANSWER);
	for (size_t i = 0; i < mia_summary_line_count(box->summary); i++) {
		const struct mia_summary_line *line = mia_summary_line(box->summary, i);
		int topic = (int)line->topic;
		struct xlsx_line made = { .words = line->text };
		if (topic != before)
			made.what = mia__xlsx_say(&box->lines, (enum text_id)(T_BOOK_TOPIC_0 + topic));
		before = topic;
		add(box, made);
	}
}

/* Why 0 would not say that there are none; TEXTS: it would say so. */
static enum text_id
not_counted(const struct box *box, int level)
{
	if (box->numbers->messages[level])
		return TEXTS;
	if (level == MIA_LEVEL_HANDLED && !box->c->findings->exposure->options.handled)
		return T_NOT_HANDLED;
	return level == MIA_LEVEL_PRESUMED_COPIED && !box->c->subjects ? T_NOT_INVENTORIED : TEXTS;
}

static void
add_levels(struct box *box)
{
	const struct mia_summary_numbers *n = box->numbers;

	add_section(box, T_BOOK_MESSAGES);
	for (int i = 0; i < MIA_LEVEL_COUNT; i++) {
		/* Only a list of messages has these. */
		if (i >= MIA_LEVEL_CANNOT_EXCLUDE && n->messages[i] == 0)
			continue;
		enum text_id why = not_counted(box, i);
		add(box,
			(struct xlsx_line){ .kind = LINE_LEVEL,
				.level = (enum mia_level)i,
				.what = mia__xlsx_say(&box->lines, (enum text_id)(T_LEVEL_NAME_0 + i)),
				.counts = why == TEXTS,
				.number = n->messages[i],
				.words = mia__xlsx_say(&box->lines,
					why == TEXTS ? (enum text_id)(T_LEVEL_0 + i) : why) });
	}
}

static void
add_people(struct box *box)
{
	const struct mia_summary_numbers *n = box->numbers;

	if (!n->people_known)
		return;
	add_number(box, T_BOOK_PEOPLE_LEAST, n->people_least, TEXT_ABSENT);
	if (n->people_bounded)
		add_number(box, T_BOOK_PEOPLE_MOST, n->people_most, TEXT_ABSENT);
	else
		add_number(box, T_BOOK_PEOPLE_NAMED, n->people_most,
			mia__xlsx_say(&box->lines, T_BOOK_NO_UPPER_BOUND));
}

static void
add_numbers(struct box *box)
{
	const struct mia_summary_numbers *n = box->numbers;
	struct xlsx_lines *lines = &box->lines;
	struct mia_text of = mia__xlsx_say_of(lines, T_BOOK_OF_MAILBOXES, n->mailboxes,
		mia__xlsx_digits(lines, n->mailboxes), TEXT_ABSENT, TEXT_ABSENT);
	struct mia_text when = TEXT_ABSENT;

	if (n->first_unattributed_sync != MIA_TIME_UNKNOWN)
		when = mia__xlsx_say_of(lines, T_BOOK_FROM_TO, 2,
			mia__xlsx_moment(lines, n->first_unattributed_sync),
			mia__xlsx_moment(lines, n->last_unattributed_sync), TEXT_ABSENT);
	add_section(box, T_H_NUMBERS);
	add_number(box, T_BOOK_MAILBOXES_ACCESSED, n->mailboxes_accessed, of);
	add_time(box, T_COL_FIRST_ACCESS, n->first_access);
	add_time(box, T_COL_LAST_ACCESS, n->last_access);
	add_number(box, n->by_someone ? T_BOOK_COPIES : T_BOOK_COPIES_ANYONE, n->folders_copied, TEXT_ABSENT);
	add_number(box, T_BOOK_COPIES_UNTOLD, n->folders_unattributed, when);
	add_number(box, T_COL_UNATTRIBUTED, n->records_unattributed, TEXT_ABSENT);
	add_number(box, T_BOOK_OPEN, n->mailboxes_open, of);
	add_people(box);
}

static void
add_doubts(struct box *box)
{
	size_t count = mia_summary_doubt_count(box->summary);

	if (count == 0)
		return;
	add_section(box, T_BOOK_WHY);
	for (size_t i = 0; i < count; i++) {
		const struct mia_doubt *doubt = mia_summary_doubt(box->summary, i);
		add_number(box, T_BOOK_WHY_MAILBOXES, doubt->mailboxes, doubt->why);
		if (doubt->cure.len)
			add(box, (struct xlsx_line){ .words = doubt->cure });
	}
}

/* A note may say anything of anybody; in a redacted copy it is left out. */
static void
add_note(struct box *box, struct mia_text note)
{
	struct xlsx_lines *lines = &box->lines;
	struct buf why;

	mia__buf_init(&why, &lines->a);
	mia__buf_text(&why, mia__xlsx_say(lines, T_SCOPE_NOTE_WHY));
	mia__buf_byte(&why, ' ');
	mia__buf_text(&why, box->c->redaction ? mia__xlsx_say(lines, T_NOTE_LEFT_OUT) : note);
	add(box, (struct xlsx_line){ .words = buf_view(&why) });
	if (why.failed)
		lines->failed = true;
	mia__buf_release(&why);
}

/* Of the parts of one choice one must hold; all else must. */
static enum mia_status
add_parts(struct box *box, struct mia_error *err)
{
	const struct mia_scope_terms terms = mia__scope_terms(box->lines.language);
	struct mia_scope_words *words;
	unsigned choice = 0;

	MIA_TRY(mia_scope_words_new(&words, &box->lines.a, box->c->scope, &terms, err));
	for (size_t i = 0; i < mia_scope_words_count(words); i++) {
		const struct mia_scope_part *part = mia_scope_words_part(words, i);
		bool other = part->choice && part->choice == choice;
		struct xlsx_line line = { .words = part->words };
		if (i)
			line.what = mia__xlsx_say(&box->lines, other ? T_SCOPE_OR : T_SCOPE_AND);
		add(box, line);
		if (part->note.len)
			add_note(box, part->note);
		choice = part->choice;
	}
	mia_scope_words_free(words);
	return MIA_OK;
}

static enum mia_status
add_who(struct box *box, struct mia_error *err)
{
	bool someone = box->numbers->by_someone;

	add_section(box, T_BOOK_WHO);
	add(box,
		(struct xlsx_line){
			.words = mia__xlsx_say(&box->lines, someone ? T_INTRUDER_MEANS : T_SCOPE_NONE) });
	if (box->c->scope)
		return add_parts(box, err);
	mia__xlsx_add_options(&box->lines);
	return MIA_OK;
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct box *box = ctx;
	size_t i = box->at;

	(void)err;
	if (i > box->mailboxes)
		return MIA_END;
	box->at++;
	const struct mailbox_counts *counts = &box->counts[i];
	const struct mia_mailbox_finding *found = NULL;
	if (i < box->mailboxes)
		found = mia_findings_mailbox(box->c->findings, i);
	else {
		/* What is in no known mailbox has a line only where there is something. */
		counts = &box->counts[mia_findings_mailbox_count(box->c->findings)];
		uint64_t sum = counts->copied + counts->untold;
		for (int k = 0; k < MIA_LEVEL_COUNT; k++)
			sum += counts->messages[k];
		if (sum == 0)
			return MIA_END;
	}
	row[MAILBOX].text = found ? found->mailbox : TEXT_ABSENT;
	/* A redacted copy would make a hash of it. */
	if (row[MAILBOX].text.len == 0 && !box->c->redaction)
		row[MAILBOX].text = mia__xlsx_say(&box->lines, found ? T_BOOK_NO_MAILBOX : T_BOOK_ELSEWHERE);
	row[EXPOSURE].text = found ? text_of(mia_level_name(found->level)) : TEXT_ABSENT;
	for (int k = MIA_LEVEL_ACCESS_RECORDED; k <= MIA_LEVEL_UNATTRIBUTED; k++)
		row[ACCESS_RECORDED + k].size =
			not_counted(box, k) == TEXTS ? (int64_t)counts->messages[k] : MIA_SIZE_UNKNOWN;
	row[FOLDERS_SYNCED].count = counts->copied;
	row[FOLDERS_UNTOLD].count = counts->untold;
	row[FIRST_ACCESS].time = found ? found->first_access : MIA_TIME_UNKNOWN;
	row[LAST_ACCESS].time = found ? found->last_access : MIA_TIME_UNKNOWN;
	return MIA_OK;
}

static enum mia_status
put_mailboxes(struct box *box, struct xlsx_book *book, size_t at, lxw_row_t *row, struct mia_error *err)
{
	const struct table table = {
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.next = rows_next,
		.rewind = mia__table_rewind,
		.rows = box,
	};
	struct redacted_table redacted;

	MIA_TRY(mia__redacted_open(&redacted, &table, box->c->redaction, err));
	enum mia_status status = mia__xlsx_book_block(book, at, row, widths, &redacted.table, err);
	mia__redacted_close(&redacted);
	return status;
}

/* All that stands above the table. */
static enum mia_status
add_all(struct box *box, struct mia_error *err)
{
	size_t count = mia_findings_mailbox_count(box->c->findings);
	struct xlsx_lines *lines = &box->lines;

	add_head(box);
	add_answer(box);
	add_levels(box);
	add_numbers(box);
	MIA_TRY(add_who(box, err));
	add_section(box, T_BOOK_BY_MAILBOX);
	box->mailboxes = count < MAILBOXES_MOST ? count : MAILBOXES_MOST;
	if (box->mailboxes < count)
		add(box,
			(struct xlsx_line){ .words = mia__xlsx_say_of(lines, T_BOOK_MAILBOXES_FIRST, 2,
						    mia__xlsx_digits(lines, box->mailboxes),
						    mia__xlsx_digits(lines, count),
						    mia__xlsx_say(lines, T_BOOK_SHEET_MAILBOXES)) });
	return MIA_OK;
}

static enum mia_status
write_all(struct box *box, struct xlsx_book *book, size_t at, struct mia_error *err)
{
	lxw_worksheet *sheet = book->sheets[at].sheet;
	lxw_row_t row = 0;

	MIA_TRY(add_all(box, err));
	MIA_TRY(mia__xlsx_page(book, at, 0, err));
	for (lxw_col_t k = 0, end = COLUMN_TOTAL; k < end; k++)
		MIA_TRY(mia__xlsx_put(worksheet_set_column(sheet, k, k, widths[k], NULL), err));
	MIA_TRY(mia__xlsx_lines_write(&box->lines, book, at, &row, COLUMN_TOTAL - 1, WORDS_WIDTH, err));
	MIA_TRY(put_mailboxes(box, book, at, &row, err));
	add_doubts(box);
	MIA_TRY(mia__xlsx_lines_write(&box->lines, book, at, &row, COLUMN_TOTAL - 1, WORDS_WIDTH, err));
	return mia__xlsx_book_look(&book->sheets[at], err);
}

enum mia_status
mia__xlsx_summary(struct xlsx_book *book, size_t at, const struct mia_case *c, struct mia_error *err)
{
	struct box box = { .c = c };
	size_t count = mia_findings_mailbox_count(c->findings) + 1;

	MIA_TRY(mia_summary_new(&box.summary, &book->a, c->findings, c->subjects, err));
	box.numbers = mia_summary_numbers(box.summary);
	mia__xlsx_lines_init(&box.lines, book, c);
	enum mia_status status = mia__by_mailbox(&box.counts, &book->a, c->findings, err);
	if (status == MIA_OK) {
		status = write_all(&box, book, at, err);
		mia__dealloc(&book->a, box.counts, count, sizeof(*box.counts));
	}
	mia__xlsx_lines_release(&box.lines);
	mia_summary_free(box.summary);
	return status;
}
