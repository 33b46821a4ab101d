/* What people look for first stands first; what is empty throughout stands last. */
#include "report/xlsx/layout.h"

#include "base/error.h"
#include "base/text.h"
#include "report/headings.h"
#include "report/xlsx/cell_text.h"

/* Serial 61, 1900-03-01: before it Excel and the calendar differ; and the end
 * of the year 9999. In seconds since 1970. */
#define SERIAL_FIRST (-INT64_C(2203891200))
#define SERIAL_LAST INT64_C(253402300799)
#define SERIAL_OF_1970 25569

/* Characters of a sheet that can be read on one page of A4, landscape. */
#define PAGE_WIDTH 225
/* Of a column: by its contents, but no more than this. */
#define WIDTH_MOST 40
#define WIDTH_WRAPPED 60
#define WIDTH_SENTENCE 100

/* The button of a filter hides this many characters. */
#define BUTTON 3

#define FIRST_COLUMNS 18

static const struct sheet {
	enum text_id name;
	const char *first[FIRST_COLUMNS];
} sheets[MIA_REPORT_COUNT] = {
	[MIA_REPORT_MESSAGES] = { T_BOOK_SHEET_MESSAGES,
		{ "exposure", "mailbox", "first_access", "subject", "sender", "received", "folders",
			"access_count", "client_ips", "internet_message_id", "last_access" } },
	[MIA_REPORT_FOLDERS] = { T_BOOK_SHEET_FOLDERS,
		{ "exposure", "mailbox", "folder", "sync_count", "first_sync", "last_sync",
			"syncs_unattributed", "bind_count", "first_bind", "last_bind", "messages_accessed",
			"items", "client_ips" } },
	[MIA_REPORT_MAILBOXES] = { T_BOOK_SHEET_MAILBOXES,
		{ "exposure", "mailbox", "sentence", "messages_accessed", "folders_synced",
			"messages_presumed", "messages_handled", "first_access", "last_access", "blind_hours",
			"unattributed_records", "unnamed_accesses" } },
	[MIA_REPORT_SESSIONS] = { T_BOOK_SHEET_SESSIONS,
		{ "match", "mailbox", "actor", "client_ip", "country", "network", "client", "app_name",
			"first_seen", "last_seen", "bind_records", "messages", "sync_records", "folders",
			"other_records", "unusual", "watch", "session_id" } },
	[MIA_REPORT_COVERAGE] = { T_BOOK_SHEET_COVERAGE,
		{ "mailbox", "start", "end", "reason", "blind", "detail", "rule", "actor", "until",
			"source" } },
	[MIA_REPORT_TIMELINE] = { T_BOOK_SHEET_TIMELINE,
		{ "time", "mailbox", "actor", "mark", "what", "match", "operation", "folder", "client_ip",
			"access", "until", "client", "subject", "internet_message_id" } },
	[MIA_REPORT_SUBJECTS] = { T_BOOK_SHEET_SUBJECTS, { NULL } },
	[MIA_REPORT_INFO] = { T_BOOK_SHEET_SOURCES,
		{ "source", "container", "records", "events", "repeats", "rejected", "rejects", "note",
			"sha256" } },
	[MIA_REPORT_REJECTS] = { T_BOOK_SHEET_REJECTS, { "source", "line", "reason", "detail" } },
};

/* What the cells of a column are like, by all rows. */
struct seen {
	size_t longest; /* in characters */
	bool filled;
};

enum text_id
mia__xlsx_sheet_of(enum mia_report_kind report)
{
	return sheets[report].name;
}

const char *
mia__xlsx_heading(const struct table *table, const char *column, enum mia_language language)
{
	enum text_id words = mia__heading(table->kind, column);

	return words == TEXTS ? column : mia__said(language, words);
}

bool
mia__xlsx_is_serial(mia_time time)
{
	return time % MIA_TIME_SECOND == 0 && time / MIA_TIME_SECOND >= SERIAL_FIRST &&
		time / MIA_TIME_SECOND <= SERIAL_LAST;
}

double
mia__xlsx_serial(mia_time time)
{
	int64_t seconds = time / MIA_TIME_SECOND;

	return (double)(seconds + INT64_C(86400) * SERIAL_OF_1970) / 86400;
}

/* Characters, as far as it matters. */
static size_t
length_of(const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece;
	size_t n = 0;

	mia__cell_pieces_init(&pieces, column, cell);
	while (n < WIDTH_MOST && mia__cell_pieces_next(&pieces, &piece))
		for (size_t i = 0; i < piece.len && n < WIDTH_MOST; i++)
			n += ((unsigned char)piece.ptr[i] & 0xc0) != 0x80;
	return n;
}

static bool
is_stated(const struct column *column, const union cell *cell)
{
	switch (column->kind) {
	case MIA_COLUMN_TEXT:
		return cell->text.len != 0;
	case MIA_COLUMN_TEXTS:
		return cell->texts.count != 0;
	case MIA_COLUMN_TIME:
		return cell->time != MIA_TIME_UNKNOWN;
	case MIA_COLUMN_COUNT:
		return true;
	case MIA_COLUMN_SIZE:
		return cell->size != MIA_SIZE_UNKNOWN;
	case MIA_COLUMN_COUNTS:
		return cell->counts.count != 0;
	}
	return true;
}

static void
see_row(struct xlsx_layout *layout, struct seen *seen, const struct table *table, const union cell *row)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		if (column->json_only || !is_stated(column, &row[i]))
			continue;
		seen[i].filled = true;
		if (column->kind == MIA_COLUMN_TIME && !mia__xlsx_is_serial(row[i].time))
			layout->shown[i].inexact = true;
		if (seen[i].longest < WIDTH_MOST) {
			size_t length = length_of(column, &row[i]);
			seen[i].longest = length > seen[i].longest ? length : seen[i].longest;
		}
	}
}

/* Whether a cell of the row says something else than the evidence, so that the
 * column behind all others names its columns. */
static bool
is_changed(const struct table *table, const union cell *row, const unsigned char *styles)
{
	struct cell_pieces pieces;
	struct mia_text piece;

	for (size_t i = 0; i < table->column_count; i++) {
		struct xlsx_text text;
		if (styles[i] != STYLE_TEXT && styles[i] != STYLE_WRAPPED)
			continue;
		mia__xlsx_text_init(&text, NULL, XLSX_CELL);
		mia__cell_pieces_init(&pieces, &table->columns[i], &row[i]);
		while (!text.full && mia__cell_pieces_next(&pieces, &piece))
			mia__xlsx_text_add(&text, piece);
		if (text.full || text.changed)
			return true;
	}
	return false;
}

static void
see_styles(struct xlsx_layout *layout, const struct table *table, const union cell *row,
	enum mia_language language, uint32_t row_limit)
{
	unsigned char styles[TABLE_COLUMNS + 1] = { 0 };
	const char *word;
	bool any = false;

	for (size_t i = 0; i < table->column_count; i++) {
		/* Which times are text is known at the end alone. */
		struct xlsx_column shown = layout->shown[i];
		shown.inexact = false;
		if (!table->columns[i].json_only)
			styles[i] = (unsigned char)mia__xlsx_style_of(&shown, &table->columns[i], &row[i],
				language, &word);
		any = any || styles[i];
	}
	if (!any)
		return;
	if (!layout->uses.text_before && is_changed(table, row, styles))
		styles[TABLE_COLUMNS] = STYLE_TEXT;
	layout->last_filled = layout->rows;
	mia__xlsx_uses_add(&layout->uses, styles, layout->rows, row_limit);
}

static bool
is_wrapped(const struct column *column)
{
	static const char *const names[] = { "sentence", "detail", "note", "unusual", "what" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(column->name, names[i]) == 0)
			return true;
	return false;
}

/* A heading may be broken at its blanks. */
static size_t
longest_word(const char *heading)
{
	size_t most = 0, n = 0;

	for (; *heading; heading++) {
		n = *heading == ' ' ? 0 : n + (((unsigned char)*heading & 0xc0) != 0x80);
		most = n > most ? n : most;
	}
	return most;
}

static size_t
characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* Of words that are those of the language, not those in the cells. */
static size_t
longest_of(enum mia_language language, enum text_id first, enum text_id last)
{
	size_t most = 0;

	for (int text = (int)first; text <= (int)last; text++) {
		size_t n = characters(mia__said(language, (enum text_id)text));
		most = n > most ? n : most;
	}
	return most;
}

static double
width_of(const struct xlsx_layout *layout, const struct seen *seen, const struct column *column, size_t at,
	enum mia_language language, const char *heading)
{
	size_t least = longest_word(heading), third = characters(heading) * 2 / 5 + 2,
	       want = seen[at].longest + 2;

	/* In three lines, as a rule. */
	least = (least > third ? least : third) + BUTTON;
	if (strcmp(column->name, "exposure") == 0)
		want = longest_of(language, T_LEVEL_NAME_0, T_LEVEL_NAME_5) + 2;
	if (strcmp(column->name, "match") == 0)
		want = longest_of(language, T_BOOK_MATCH_YES, T_BOOK_MATCH_CANNOT_TELL) + 2;
	if (column->kind != MIA_COLUMN_TEXT && column->kind != MIA_COLUMN_TEXTS)
		least = least > 11 ? least : 11;
	if (layout->shown[at].wrapped && seen[at].longest == WIDTH_MOST)
		want = strcmp(column->name, "sentence") == 0 ? WIDTH_SENTENCE : WIDTH_WRAPPED;
	return (double)(want > least ? want : least);
}

static void
place(struct xlsx_layout *layout, bool *placed, size_t column)
{
	if (placed[column])
		return;
	placed[column] = true;
	layout->order[layout->count++] = column;
}

/* First what the sheet begins with, then the others; where nothing stands in a
 * column, it comes behind all that have something. */
static void
order_columns(struct xlsx_layout *layout, const struct seen *seen, const struct table *table, bool any)
{
	bool placed[TABLE_COLUMNS] = { false };
	const char *const *first = sheets[table->kind].first;

	for (size_t i = 0; i < table->column_count; i++)
		placed[i] = table->columns[i].json_only;
	for (size_t k = 0; k < FIRST_COLUMNS && first[k]; k++) {
		size_t i = mia__table_column(table, first[k]);
		if (i != NO_COLUMN && (seen[i].filled || !any))
			place(layout, placed, i);
	}
	for (size_t i = 0; i < table->column_count; i++)
		if (seen[i].filled || !any)
			place(layout, placed, i);
	for (size_t i = 0; i < table->column_count; i++)
		place(layout, placed, i);
}

enum mia_status
mia__xlsx_layout_of(struct xlsx_layout *ret, const struct table *table, enum mia_language language,
	uint32_t row_limit, struct mia_error *err)
{
	struct seen seen[TABLE_COLUMNS] = { { 0 } };
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	double sum = 0;

	*ret = (struct xlsx_layout){ .count = 0 };
	for (size_t i = 0; i < table->column_count; i++) {
		ret->shown[i].wrapped = is_wrapped(&table->columns[i]);
		ret->shown[i].words = mia__xlsx_words_of(&table->columns[i]);
	}
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		ret->rows++;
		see_row(ret, seen, table, row);
		see_styles(ret, table, row, language, row_limit);
	}
	mia__xlsx_uses_end(&ret->uses);
	order_columns(ret, seen, table, ret->rows != 0);
	for (size_t k = 0; k < ret->count; k++) {
		size_t i = ret->order[k];
		const struct column *column = &table->columns[i];
		ret->width[k] = width_of(ret, seen, column, i, language,
			mia__xlsx_heading(table, column->name, language));
		sum += ret->width[k];
		if (ret->printed == k && (sum <= PAGE_WIDTH || k == 0))
			ret->printed++;
	}
	return MIA_OK;
}
