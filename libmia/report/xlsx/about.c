/* The last sheet: how the others are to be understood, and how many rows they have. */
#include "base/error.h"
#include "base/text.h"
#include "findings/findings.h"
#include "report/redact.h"
#include "report/xlsx/lines.h"
#include "report/xlsx/xlsx.h"

#define WORDS_WIDTH 110

static const struct {
	enum text_id what, words;
} notes[] = {
	{ T_BOOK_QUESTION, T_QUESTION },
	{ T_BOOK_WHO, T_INTRUDER_MEANS },
	{ T_BOOK_BIND, T_BOOK_BIND_MEANS },
	{ T_BOOK_SYNC, T_BOOK_SYNC_MEANS },
	{ T_BOOK_BOTH, T_BOOK_BOTH_MEANS },
	{ T_BOOK_COLUMNS, T_BOOK_COLUMNS_MEAN },
	{ T_BOOK_TIMES, T_BOOK_TIMES_MEAN },
	{ T_BOOK_EMPTY, T_BOOK_EMPTY_MEANS },
	{ T_COLUMN_XLSX_ESCAPED, T_BOOK_ESCAPED_MEANS },
	{ T_BOOK_CELLS, T_BOOK_CELLS_MEAN },
};

static void
add_option(struct xlsx_lines *lines, const struct mia_case_option *option)
{
	struct buf value;

	mia__buf_init(&value, &lines->a);
	if (mia__redact_option(lines->c->redaction, option, &value, NULL) != MIA_OK)
		lines->failed = true;
	mia__xlsx_lines_add(lines,
		(struct xlsx_line){ .what = mia__xlsx_say_of(lines, T_BOOK_OPTION, 2, option->name,
					    TEXT_ABSENT, TEXT_ABSENT),
			.words = option->value.ptr ? buf_view(&value)
						   : mia__xlsx_say(lines, T_OPTION_SWITCH) });
	mia__buf_release(&value);
}

void
mia__xlsx_add_options(struct xlsx_lines *lines)
{
	for (size_t i = 0; i < lines->c->option_count; i++)
		add_option(lines, &lines->c->options[i]);
}

static void
add_section(struct xlsx_lines *lines, enum text_id what)
{
	mia__xlsx_lines_add(lines,
		(struct xlsx_line){ .kind = LINE_SECTION, .what = mia__xlsx_say(lines, what) });
}

static void
add_levels(struct xlsx_lines *lines)
{
	add_section(lines, T_H_LEVELS);
	for (int i = 0; i < MIA_LEVEL_COUNT; i++)
		mia__xlsx_lines_add(lines,
			(struct xlsx_line){ .kind = LINE_LEVEL,
				.level = (enum mia_level)i,
				.what = mia__xlsx_say(lines, (enum text_id)(T_LEVEL_NAME_0 + i)),
				.words = mia__xlsx_say(lines, (enum text_id)(T_LEVEL_0 + i)) });
	if (lines->c->findings->view.by_someone)
		mia__xlsx_lines_add(lines,
			(struct xlsx_line){ .what = mia__xlsx_say_of(lines, T_BOOK_IN_SCOPE, 2,
						    mia__xlsx_say(lines, T_BOOK_SHEET_IN_SCOPE), TEXT_ABSENT,
						    TEXT_ABSENT),
				.words = mia__xlsx_say(lines, T_BOOK_IN_SCOPE_MEANS) });
	mia__xlsx_lines_add(lines,
		(struct xlsx_line){ .what = mia__xlsx_say(lines, T_BOOK_NOT_WHOLE),
			.words = mia__xlsx_say_of(lines, T_BOOK_NOT_WHOLE_MEANS, 2,
				mia__xlsx_say(lines, T_BOOK_SHEET_COVERAGE), TEXT_ABSENT, TEXT_ABSENT) });
}

static void
add_sheets(struct xlsx_lines *lines, const struct xlsx_book *book, size_t self)
{
	add_section(lines, T_BOOK_SHEETS);
	for (size_t i = 1; i < self; i++) {
		const struct xlsx_sheet *sheet = &book->sheets[i];
		struct xlsx_line line = { .what = text_of(sheet->name),
			.counts = true,
			.number = sheet->rows };

		if (i + 1 < self && book->sheets[i + 1].part > 1)
			line.words = mia__xlsx_say_of(lines, T_BOOK_GOES_ON, 2,
				text_of(book->sheets[i + 1].name), TEXT_ABSENT, TEXT_ABSENT);
		mia__xlsx_lines_add(lines, line);
	}
	mia__xlsx_lines_add(lines, (struct xlsx_line){ .words = mia__xlsx_say(lines, T_BOOK_SHEETS_MEAN) });
}

static enum mia_status
write_all(struct xlsx_lines *lines, struct xlsx_book *book, size_t at, struct mia_error *err)
{
	static const double widths[] = { LINES_WHAT_WIDTH, LINES_NUMBER_WIDTH, WORDS_WIDTH };
	lxw_worksheet *sheet = book->sheets[at].sheet;
	lxw_row_t row = 0;

	for (size_t i = 0; i < sizeof(notes) / sizeof(*notes); i++)
		mia__xlsx_lines_add(lines,
			(struct xlsx_line){ .what = mia__xlsx_say(lines, notes[i].what),
				.words = mia__xlsx_say(lines, notes[i].words) });
	add_levels(lines);
	if (lines->c->option_count)
		add_section(lines, T_BOOK_OPTIONS);
	mia__xlsx_add_options(lines);
	add_sheets(lines, book, at);
	MIA_TRY(mia__xlsx_page(book, at, 0, err));
	for (lxw_col_t k = 0, end = LINES_WORDS + 1; k < end; k++)
		MIA_TRY(mia__xlsx_put(worksheet_set_column(sheet, k, k, widths[k], NULL), err));
	return mia__xlsx_lines_write(lines, book, at, &row, LINES_WORDS, WORDS_WIDTH, err);
}

enum mia_status
mia__xlsx_about(struct xlsx_book *book, size_t at, const struct mia_case *c, struct mia_error *err)
{
	struct xlsx_lines lines;

	mia__xlsx_lines_init(&lines, book, c);
	enum mia_status status = write_all(&lines, book, at, err);
	mia__xlsx_lines_release(&lines);
	return status;
}
