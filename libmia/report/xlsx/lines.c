/* Lines go through a table, as everything does that a redacted copy must not
 * say; how they look is written down here. */
#include "report/xlsx/lines.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "report/redact.h"
#include "report/scope_told.h"
#include "report/xlsx/cell_text.h"
#include "report/xlsx/layout.h"
#include "report/xlsx/rows.h"

#define TITLE_LINES 2

enum { WHAT, WORDS, COLUMN_TOTAL };

static const struct column columns[COLUMN_TOTAL] = {
	[WHAT] = { .name = "what", .kind = MIA_COLUMN_TEXT },
	[WORDS] = { .name = "words", .kind = MIA_COLUMN_TEXT, .names = MIA_NAMES_PROSE },
};

void
mia__xlsx_lines_init(struct xlsx_lines *lines, const struct xlsx_book *book, const struct mia_case *c)
{
	*lines = (struct xlsx_lines){ .c = c, .language = book->language, .a = book->a };
	mia__arena_init(&lines->kept, &lines->a);
	mia__buf_init(&lines->said, &lines->a);
}

void
mia__xlsx_lines_release(struct xlsx_lines *lines)
{
	mia__dealloc(&lines->a, lines->lines, lines->cap, sizeof(*lines->lines));
	mia__buf_release(&lines->said);
	mia__arena_release(&lines->kept);
}

static struct mia_text
keep(struct xlsx_lines *lines, struct mia_text text)
{
	struct mia_text kept = mia__arena_text(&lines->kept, text);

	if (text.ptr && kept.ptr == NULL)
		lines->failed = true;
	return kept;
}

void
mia__xlsx_lines_add(struct xlsx_lines *lines, struct xlsx_line line)
{
	line.what = keep(lines, line.what);
	line.words = keep(lines, line.words);
	if (!mia__grow(&lines->a, &lines->lines, &lines->cap, lines->count + 1, sizeof(*lines->lines)))
		lines->failed = true;
	else
		lines->lines[lines->count++] = line;
}

struct mia_text
mia__xlsx_say(struct xlsx_lines *lines, enum text_id text)
{
	return text_of(mia__said(lines->language, text));
}

struct mia_text
mia__xlsx_say_of(struct xlsx_lines *lines, enum text_id text, uint64_t number, struct mia_text first,
	struct mia_text second, struct mia_text third)
{
	const struct mia_text places[9] = { first, second, third };

	buf_clear(&lines->said);
	mia__said_into(&lines->said, lines->language, text, number, places);
	if (lines->said.failed)
		lines->failed = true;
	return keep(lines, buf_view(&lines->said));
}

struct mia_text
mia__xlsx_digits(struct xlsx_lines *lines, uint64_t number)
{
	char digits[20];
	size_t len = mia__number_format(number, digits);

	return keep(lines, (struct mia_text){ digits, len });
}

struct mia_text
mia__xlsx_moment(struct xlsx_lines *lines, mia_time time)
{
	char text[MIA_TIME_TEXT];

	if (time == MIA_TIME_UNKNOWN)
		return TEXT("");
	size_t len = mia_time_format(time, text);
	return keep(lines, (struct mia_text){ text, len });
}

static enum mia_status
rows_next(void *ctx, union cell *row, struct mia_error *err)
{
	struct xlsx_lines *lines = ctx;

	(void)err;
	if (lines->at == lines->count)
		return MIA_END;
	row[WHAT].text = lines->lines[lines->at].what;
	row[WORDS].text = lines->lines[lines->at++].words;
	return MIA_OK;
}

static bool
add_people(void *ctx, struct redact_people *people)
{
	const struct xlsx_lines *lines = ctx;

	return mia__redact_people_of_findings(people, lines->c->findings) &&
		mia__redact_people_of_scope(people, lines->c->scope);
}

struct writing {
	struct xlsx_book *book;
	lxw_worksheet *sheet;
	lxw_row_t row;
	lxw_col_t last;
	double width;
	size_t lines; /* of text in the row */
};

static enum mia_status
put_text(struct writing *w, lxw_col_t at, lxw_col_t last, struct mia_text text, lxw_format *format,
	struct mia_error *err)
{
	struct xlsx_text cell;

	mia__xlsx_text_init(&cell, &w->book->cell, XLSX_CELL);
	mia__xlsx_text_add(&cell, text);
	if (!mia__xlsx_text_end(&cell))
		return mia__fail_memory(err);
	const char *shown = w->book->cell.ptr;
	double width = at == LINES_WHAT ? LINES_WHAT_WIDTH
		: at == LINES_NUMBER    ? LINES_NUMBER_WIDTH + w->width
					: w->width;
	size_t lines = mia__xlsx_wrapped_lines(text_of(shown), width);
	w->lines = lines > w->lines ? lines : w->lines;
	return mia__xlsx_put(last > at
			? worksheet_merge_range(w->sheet, w->row, at, w->row, last, shown, format)
			: worksheet_write_string(w->sheet, w->row, at, shown, format),
		err);
}

static enum mia_status
put_number(struct writing *w, const struct xlsx_line *line, struct mia_error *err)
{
	if (line->counts)
		return mia__xlsx_put(worksheet_write_number(w->sheet, w->row, LINES_NUMBER,
					     (double)line->number, w->book->number),
			err);
	if (!line->dates || line->time == MIA_TIME_UNKNOWN)
		return MIA_OK;
	if (mia__xlsx_is_serial(line->time))
		return mia__xlsx_put(worksheet_write_number(w->sheet, w->row, LINES_NUMBER,
					     mia__xlsx_serial(line->time), w->book->time),
			err);
	char text[MIA_TIME_TEXT];
	mia_time_format(line->time, text);
	return mia__xlsx_put(worksheet_write_string(w->sheet, w->row, LINES_NUMBER, text, w->book->text),
		err);
}

static enum mia_status
put_line(struct writing *w, const struct xlsx_line *line, const union cell *cells, struct mia_error *err)
{
	struct xlsx_book *book = w->book;

	w->lines = 1;
	if (line->kind == LINE_TITLE || line->kind == LINE_SECTION) {
		bool title = line->kind == LINE_TITLE;
		MIA_TRY(put_text(w, LINES_WHAT, w->last, cells[WHAT].text, title ? book->title : book->header,
			err));
		w->lines = title ? TITLE_LINES : 1;
	} else {
		lxw_format *label = line->kind == LINE_LEVEL ? book->levels[line->level] : book->label;
		if (cells[WHAT].text.len)
			MIA_TRY(put_text(w, LINES_WHAT, LINES_WHAT, cells[WHAT].text, label, err));
		MIA_TRY(put_number(w, line, err));
		if (cells[WORDS].text.len)
			MIA_TRY(put_text(w, line->counts || line->dates ? LINES_WORDS : LINES_NUMBER, w->last,
				cells[WORDS].text, book->wrapped, err));
	}
	MIA_TRY(mia__xlsx_height(w->sheet, w->row, w->lines, err));
	w->row++;
	return MIA_OK;
}

enum mia_status
mia__xlsx_lines_write(struct xlsx_lines *lines, struct xlsx_book *book, size_t at, lxw_row_t *row,
	lxw_col_t last, double width, struct mia_error *err)
{
	const struct table table = {
		.columns = columns,
		.column_count = COLUMN_TOTAL,
		.next = rows_next,
		.rewind = mia__table_rewind,
		.rows = lines,
		.people = add_people,
	};
	struct writing w = { .book = book,
		.sheet = book->sheets[at].sheet,
		.row = *row,
		.last = last,
		.width = width };
	struct redacted_table redacted;
	union cell cells[COLUMN_TOTAL];
	enum mia_status status;

	if (lines->failed)
		return mia__fail_memory(err);
	MIA_TRY(mia__redacted_open(&redacted, &table, lines->c->redaction, err));
	while ((status = redacted.table.next(redacted.table.rows, cells, err)) == MIA_OK) {
		status = put_line(&w, &lines->lines[lines->at - 1], cells, err);
		if (status < 0)
			break;
	}
	mia__redacted_close(&redacted);
	*row = w.row;
	lines->count = lines->at = 0;
	return status == MIA_END ? mia__xlsx_book_look(&book->sheets[at], err) : status;
}
