/*
 * Tables: the columns that a reader needs, the first rows. The rows are passed
 * twice: once to count them and to find columns without any value, which are
 * left out.
 */
#include "base/error.h"
#include "base/text.h"
#include "report/html/page.h"
#include "report/redact.h"

struct shown {
	const struct html_table *spec;
	const struct html_rows *asked;
	const struct table *table;
	size_t at[TABLE_COLUMNS]; /* in the table, by position in the spec */
	bool any[TABLE_COLUMNS];
	size_t word, group; /* columns; NO_COLUMN */
	uint64_t most;      /* rows that are shown */
	uint64_t rows;
	struct buf last; /* value of the group that is open */
	uint64_t groups;
};

static bool
is_number(enum mia_column_type kind)
{
	return kind == MIA_COLUMN_COUNT || kind == MIA_COLUMN_SIZE;
}

static bool
is_empty(const struct column *column, const union cell *cell)
{
	switch (column->kind) {
	case MIA_COLUMN_TEXT:
		return cell->text.len == 0;
	case MIA_COLUMN_TEXTS:
		return cell->texts.count == 0;
	case MIA_COLUMN_TIME:
		return cell->time == MIA_TIME_UNKNOWN;
	case MIA_COLUMN_SIZE:
		return cell->size == MIA_SIZE_UNKNOWN;
	case MIA_COLUMN_COUNTS:
		return cell->counts.count == 0;
	case MIA_COLUMN_COUNT:
		break;
	}
	return false;
}

/* The next row that was asked for. */
static enum mia_status
next_row(const struct shown *shown, union cell *row, struct mia_error *err)
{
	const struct table *table = shown->table;
	enum mia_status status;

	do
		status = table->next(table->rows, row, err);
	while (status == MIA_OK && shown->word != NO_COLUMN &&
		!text_equal(row[shown->word].text, text_of(shown->asked->word)));
	return status;
}

static enum mia_status
count_rows(struct shown *shown, struct mia_error *err)
{
	const struct table *table = shown->table;
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	for (size_t i = 0; i < shown->spec->column_count; i++)
		shown->at[i] = mia__table_column(table, shown->spec->columns[i].name);
	status = table->rewind(table->rows, err);
	while (status >= 0 && (status = next_row(shown, row, err)) == MIA_OK) {
		for (size_t i = 0; i < shown->spec->column_count && shown->rows < shown->most; i++)
			if (shown->at[i] < table->column_count && shown->at[i] != shown->group &&
				!is_empty(&table->columns[shown->at[i]], &row[shown->at[i]]))
				shown->any[i] = true;
		shown->rows++;
		/* No further row is shown, or there is none. */
		if (shown->asked->count && (shown->rows == shown->most || shown->rows == shown->asked->count))
			break;
	}
	if (status >= 0 && shown->asked->count)
		shown->rows = shown->asked->count;
	return status;
}

static void
put_absent(struct page *page)
{
	mia__html_put(page, "<span class=\"abs\" title=\"");
	mia__html_tell_plain(page, T_ABSENT);
	mia__html_put(page, "\">\xe2\x80\x93</span>");
}

/* A cell of one subject can be as long as a book. */
static void
put_texts(struct page *page, enum html_kind kind, struct mia_texts texts)
{
	size_t room = CELL_MOST;
	uint64_t cut = 0;

	for (size_t i = 0; i < texts.count; i++) {
		struct mia_text text = texts.ptr[i];
		size_t len = text.len < room ? text.len : room;

		/* Not inside a character. */
		while (len < text.len && len > 0 && ((unsigned char)text.ptr[len] & 0xc0) == 0x80)
			len--;
		cut += text.len - len;
		room -= len;
		if (len == 0 && text.len > 0)
			continue;
		mia__html_put(page, i ? "<br>" : "");
		mia__html_put_shown(page, kind, (struct mia_text){ text.ptr, len });
	}
	if (cut)
		mia__html_tell_number(page, T_CUT, cut);
}

static void
put_counts(struct page *page, const union cell *cell)
{
	char room[NUMBER_TEXT];

	for (size_t i = 0; i < cell->counts.count; i++) {
		mia__html_put(page, i ? "<br>" : "");
		mia__html_put(page, cell->counts.ptr[i].name);
		mia__html_tell(page, T_LIST_COLON);
		mia__sink_text(&page->sink, mia__html_number_text(page, cell->counts.ptr[i].count, room));
	}
}

static void
put_size(struct page *page, int64_t size)
{
	char room[NUMBER_TEXT];

	/* A record may state anything. */
	if (size < 0)
		mia__html_put(page, "-");
	mia__sink_text(&page->sink,
		mia__html_number_text(page, size < 0 ? 0 - (uint64_t)size : (uint64_t)size, room));
}

static void
put_value(struct page *page, enum html_kind kind, const struct column *column, const union cell *cell)
{
	char number[NUMBER_TEXT];
	enum mia_level level;

	switch (column->kind) {
	case MIA_COLUMN_TEXT:
		if (kind == HTML_LEVEL && mia_level_parse(cell->text, &level) == MIA_OK) {
			mia__html_tell_level(page, level);
			break;
		}
		put_texts(page, kind, (struct mia_texts){ &cell->text, 1 });
		break;
	case MIA_COLUMN_TEXTS:
		put_texts(page, kind, cell->texts);
		break;
	case MIA_COLUMN_TIME:
		mia__html_put_moment(page, cell->time);
		break;
	case MIA_COLUMN_COUNT:
		mia__sink_text(&page->sink, mia__html_number_text(page, cell->count, number));
		break;
	case MIA_COLUMN_SIZE:
		put_size(page, cell->size);
		break;
	case MIA_COLUMN_COUNTS:
		put_counts(page, cell);
		break;
	}
}

static const char *
class_of(enum html_kind kind, enum mia_column_type column)
{
	if (is_number(column))
		return " class=\"n\"";
	if (column == MIA_COLUMN_TIME)
		return " class=\"t\"";
	switch (kind) {
	case HTML_ID:
		return " class=\"i\"";
	case HTML_SUBJECT:
		return " class=\"m\"";
	case HTML_PROSE:
		return " class=\"p\"";
	case HTML_WORD:
	case HTML_LEVEL:
		return " class=\"w\"";
	default:
		return "";
	}
}

static void
put_row(struct page *page, const struct shown *shown, const union cell *row)
{
	mia__html_put(page, "<tr>");
	for (size_t i = 0; i < shown->spec->column_count; i++) {
		const struct html_column *column = &shown->spec->columns[i];
		const struct column *from = &shown->table->columns[shown->at[i]];
		if (!shown->any[i])
			continue;
		mia__html_put(page, "<td");
		mia__html_put(page, class_of(column->kind, from->kind));
		mia__html_put(page, ">");
		if (is_empty(from, &row[shown->at[i]]))
			put_absent(page);
		else
			put_value(page, column->kind, from, &row[shown->at[i]]);
		mia__html_put(page, "</td>");
	}
	mia__html_put(page, "</tr>\n");
}

/* A table may be wider than the page: it then moves in a frame of its own,
 * which a keyboard must be able to reach. */
static void
open_frame(struct page *page, enum text_id caption, const char *class)
{
	char room[NUMBER_TEXT];
	struct mia_text id = mia__html_number_text(page, ++page->ids, room);

	mia__html_put(page, "<div class=\"scroll");
	mia__html_put(page, class);
	mia__html_put(page, "\" role=\"region\" tabindex=\"0\" aria-labelledby=\"c");
	mia__sink_text(&page->sink, id);
	mia__html_put(page, "\"><table><caption id=\"c");
	mia__sink_text(&page->sink, id);
	mia__html_put(page, "\">");
	mia__html_tell(page, caption);
	mia__html_put(page, "</caption>\n<thead><tr>");
}

static void
put_th(struct page *page, enum text_id heading, const char *class)
{
	mia__html_put(page, "<th scope=\"col\"");
	mia__html_put(page, class);
	mia__html_put(page, ">");
	mia__html_tell(page, heading);
	mia__html_put(page, "</th>");
}

static void
open_table(struct page *page, enum text_id caption, const char *class, const enum text_id *headings,
	size_t count)
{
	open_frame(page, caption, class);
	for (size_t i = 0; i < count; i++)
		put_th(page, headings[i], "");
	mia__html_put(page, "</tr></thead>\n<tbody>\n");
}

void
mia__html_table_open(struct page *page, enum text_id caption, const enum text_id *headings, size_t count)
{
	open_table(page, caption, " whole narrow", headings, count);
}

void
mia__html_table_open_wide(struct page *page, enum text_id caption, const enum text_id *headings, size_t count)
{
	open_table(page, caption, " whole", headings, count);
}

void
mia__html_put_count(struct page *page, uint64_t count, const char *target)
{
	char room[NUMBER_TEXT];

	mia__html_put(page, "<td class=\"n\">");
	if (target) {
		mia__html_put(page, "<a href=\"#");
		mia__html_put(page, target);
		mia__html_put(page, "\">");
	}
	mia__sink_text(&page->sink, mia__html_number_text(page, count, room));
	mia__html_put(page, target ? "</a></td>" : "</td>");
}

void
mia__html_put_moments(struct page *page, mia_time first, mia_time last)
{
	mia__html_put(page, "<td class=\"t\">");
	mia__html_put_moment(page, first);
	mia__html_put(page, "</td><td class=\"t\">");
	mia__html_put_moment(page, last);
	mia__html_put(page, "</td>");
}

void
mia__html_table_close(struct page *page)
{
	mia__html_put(page, "</tbody></table></div>\n");
}

static void
tell_how_many(struct page *page, const struct shown *shown)
{
	char rows[NUMBER_TEXT], most[NUMBER_TEXT];
	struct mia_text all = mia__html_number_text(page, shown->rows, rows),
			first = mia__html_number_text(page, shown->most, most);
	struct mia_text file = text_of(shown->asked->file);

	if (shown->rows > shown->most)
		mia__html_tell_filled(page, file.ptr ? T_TABLE_FIRST : T_TABLE_FIRST_HERE, first, all, file);
	else
		mia__html_tell_filled(page, file.ptr ? T_TABLE_ALL : T_TABLE_ALL_HERE, all, file,
			TEXT_ABSENT);
}

/* A new group begins where the value is another one than that of the row before. */
static void
put_group(struct page *page, struct shown *shown, const union cell *row)
{
	struct mia_text value = row[shown->group].text;
	size_t columns = 0;

	if (shown->groups && text_equal(value, buf_view(&shown->last)))
		return;
	buf_clear(&shown->last);
	mia__buf_text(&shown->last, value);
	for (size_t i = 0; i < shown->spec->column_count; i++)
		columns += shown->any[i];
	mia__html_put(page, shown->groups ? "</tbody>\n<tbody" : "<tbody");
	if (shown->asked->id) {
		mia__html_put(page, " id=\"");
		mia__html_put(page, shown->asked->id);
		mia__html_put(page, "-");
		mia__sink_uint(&page->sink, shown->groups);
		mia__html_put(page, "\"");
	}
	mia__html_put(page, "><tr class=\"g\"><th scope=\"rowgroup\" colspan=\"");
	mia__sink_uint(&page->sink, columns);
	mia__html_put(page, "\">");
	if (value.len)
		mia__html_put_shown(page, HTML_PERSON, value);
	else
		mia__html_tell(page, T_NO_MAILBOX_NAME);
	mia__html_put(page, "</th></tr>\n");
	shown->groups++;
}

static enum mia_status
put_body(struct page *page, struct shown *shown, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status = shown->table->rewind(shown->table->rows, err);

	if (shown->group == NO_COLUMN)
		mia__html_put(page, "<tbody>\n");
	for (uint64_t n = 0; n < shown->most && status >= 0 && !page->sink.failed; n++) {
		status = next_row(shown, row, err);
		if (status != MIA_OK)
			break;
		if (shown->group != NO_COLUMN)
			put_group(page, shown, row);
		put_row(page, shown, row);
	}
	return shown->last.failed ? mia__fail_memory(err) : status;
}

static enum mia_status
put_rows(struct page *page, struct shown *shown, struct mia_error *err)
{
	const struct html_table *spec = shown->spec;
	enum mia_status status = count_rows(shown, err);

	if (status < 0)
		return status;
	if (shown->rows == 0) {
		mia__html_tell_paragraph(page, spec->none);
		return MIA_OK;
	}
	bool closed = shown->asked->closed || shown->rows > HTML_ROWS_OPEN;
	mia__html_put(page, closed ? "<details>" : "<details open>");
	mia__html_put(page, "<summary>");
	tell_how_many(page, shown);
	mia__html_put(page, "</summary>\n");
	open_frame(page, spec->caption, "");
	for (size_t i = 0; i < spec->column_count; i++)
		if (shown->any[i])
			put_th(page, spec->columns[i].heading,
				class_of(spec->columns[i].kind, shown->table->columns[shown->at[i]].kind));
	mia__html_put(page, "</tr></thead>\n");
	status = put_body(page, shown, err);
	mia__html_table_close(page);
	mia__html_put(page, "</details>\n");
	/* Printed by a browser that leaves out what is closed. */
	if (closed) {
		mia__html_put(page, "<p class=\"unopened\">");
		mia__html_tell(page, T_TABLE_UNOPENED);
		mia__html_put(page, "</p>\n");
	}
	return status < 0 ? status : MIA_OK;
}

enum mia_status
mia__html_put_table(struct page *page, const struct html_table *spec, const struct html_rows *rows,
	const struct table *table, struct mia_error *err)
{
	struct redacted_table redacted;
	struct shown shown = { .spec = spec,
		.asked = rows,
		.word = NO_COLUMN,
		.group = NO_COLUMN,
		.most = rows->most ? rows->most : HTML_ROWS };

	MIA_TRY(mia__redacted_open(&redacted, table, page->c->redaction, err));
	shown.table = &redacted.table;
	if (rows->column)
		shown.word = mia__table_column(shown.table, rows->column);
	if (spec->group)
		shown.group = mia__table_column(shown.table, spec->group);
	mia__buf_init(&shown.last, &page->a);
	enum mia_status status = put_rows(page, &shown, err);
	mia__buf_release(&shown.last);
	mia__redacted_close(&redacted);
	return status;
}
