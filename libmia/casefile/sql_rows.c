/* A table of SQL made of the columns of a report and filled with its rows; of the timeline, two and a view. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "casefile/sql_rows.h"

/* Which columns of a report a table takes. */
typedef bool takes_column(const struct column *column);

static bool
is_csv(const struct column *column)
{
	return !column->json_only;
}

static bool
is_of_item(const struct column *column)
{
	static const char *const names[] = { "folder", "internet_message_id", "item_id", "subject",
		"size_bytes" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(column->name, names[i]) == 0)
			return true;
	return false;
}

static bool
is_of_event(const struct column *column)
{
	return is_csv(column) && !is_of_item(column);
}

struct writer {
	sqlite3 *db;
	const struct table *table;
	takes_column *takes;
	const char *key; /* columns before those of the report, with a comma; or "" */
	int keys;
	sqlite3_stmt *insert;
	struct buf text;
};

/* Some of the columns are words of SQL ("end"). */
static void
add_name(struct buf *sql, const char *name)
{
	mia__buf_byte(sql, '"');
	mia__buf_str(sql, name);
	mia__buf_byte(sql, '"');
}

static enum mia_status
finish_sql(struct buf *sql, struct mia_error *err)
{
	mia__buf_byte(sql, '\0');
	return sql->failed ? mia__fail_memory(err) : MIA_OK;
}

static enum mia_status
create(struct writer *w, const char *name, struct mia_error *err)
{
	const char *before = "";

	buf_clear(&w->text);
	mia__buf_str(&w->text, "CREATE TABLE ");
	mia__buf_str(&w->text, name);
	mia__buf_str(&w->text, " (");
	mia__buf_str(&w->text, w->key);
	for (size_t i = 0; i < w->table->column_count; i++) {
		const struct column *column = &w->table->columns[i];
		if (!w->takes(column))
			continue;
		mia__buf_str(&w->text, before);
		add_name(&w->text, column->name);
		mia__buf_str(&w->text,
			column->kind == MIA_COLUMN_COUNT || column->kind == MIA_COLUMN_SIZE ? " INTEGER"
											    : " TEXT");
		before = ", ";
	}
	mia__buf_byte(&w->text, ')');
	MIA_TRY(finish_sql(&w->text, err));
	return mia__db_exec(w->db, w->text.ptr, err);
}

static enum mia_status
prepare(struct writer *w, const char *name, struct mia_error *err)
{
	int count = w->keys;

	for (size_t i = 0; i < w->table->column_count; i++)
		count += w->takes(&w->table->columns[i]);
	buf_clear(&w->text);
	mia__buf_str(&w->text, "INSERT INTO ");
	mia__buf_str(&w->text, name);
	mia__buf_str(&w->text, " VALUES (?");
	while (--count > 0)
		mia__buf_str(&w->text, ", ?");
	mia__buf_byte(&w->text, ')');
	MIA_TRY(finish_sql(&w->text, err));
	return mia__db_prepare(w->db, w->text.ptr, &w->insert, err);
}

static enum mia_status
writer_begin(struct writer *w, const struct rows_into *into, const char *name, const struct table *table,
	takes_column *takes, const char *key, int keys, struct mia_error *err)
{
	*w = (struct writer){ .db = into->db, .table = table, .takes = takes, .key = key, .keys = keys };
	mia__buf_init(&w->text, into->a);
	MIA_TRY(create(w, name, err));
	return prepare(w, name, err);
}

static void
writer_end(struct writer *w)
{
	sqlite3_finalize(w->insert);
	mia__buf_release(&w->text);
}

static int
bind_text(sqlite3_stmt *statement, int at, struct mia_text text, void (*life)(void *))
{
	return sqlite3_bind_text64(statement, at, text.ptr, text.len, life, SQLITE_UTF8);
}

static int
bind_cell(struct writer *w, int at, const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece;
	bool any = false;

	if (column->kind == MIA_COLUMN_TEXT)
		return cell->text.ptr ? bind_text(w->insert, at, cell->text, SQLITE_STATIC)
				      : sqlite3_bind_null(w->insert, at);
	if (column->kind == MIA_COLUMN_COUNT && cell->count <= INT64_MAX)
		return sqlite3_bind_int64(w->insert, at, (int64_t)cell->count);
	if (column->kind == MIA_COLUMN_SIZE && cell->size != MIA_SIZE_UNKNOWN)
		return sqlite3_bind_int64(w->insert, at, cell->size);
	buf_clear(&w->text);
	mia__cell_pieces_init(&pieces, column, cell);
	while (mia__cell_pieces_next(&pieces, &piece)) {
		mia__buf_text(&w->text, piece);
		any |= piece.len > 0;
	}
	if (w->text.failed)
		return SQLITE_NOMEM;
	return any ? bind_text(w->insert, at, buf_view(&w->text), SQLITE_TRANSIENT)
		   : sqlite3_bind_null(w->insert, at);
}

/* The keys were bound. */
static enum mia_status
write_row(struct writer *w, const union cell *row, struct mia_error *err)
{
	int at = w->keys;

	for (size_t i = 0; i < w->table->column_count; i++) {
		if (!w->takes(&w->table->columns[i]))
			continue;
		int rc = bind_cell(w, ++at, &w->table->columns[i], &row[i]);
		if (rc != SQLITE_OK)
			return mia__db_fail(NULL, rc, "cannot write the case file", err);
	}
	return mia__db_run(w->db, w->insert, err);
}

enum mia_status
mia__sql_rows_write(const struct rows_into *into, const struct table *table, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	struct writer w;
	enum mia_status status = writer_begin(&w, into, into->name, table, is_csv, "", 0, err);

	if (status >= 0)
		status = table->rewind(table->rows, err);
	while (status >= 0 && (status = table->next(table->rows, row, err)) == MIA_OK)
		status = write_row(&w, row, err);
	writer_end(&w);
	return status < 0 ? status : MIA_OK;
}

/* ---- the timeline ---- */

static enum mia_status
make_timeline_view(const struct rows_into *into, const struct table *table, struct mia_error *err)
{
	struct buf sql;
	const char *before = "";
	enum mia_status status;

	mia__buf_init(&sql, into->a);
	mia__buf_str(&sql, "CREATE VIEW timeline AS SELECT ");
	for (size_t i = 0; i < table->column_count; i++) {
		if (!is_csv(&table->columns[i]))
			continue;
		mia__buf_str(&sql, before);
		mia__buf_str(&sql, is_of_item(&table->columns[i]) ? "items." : "events.");
		add_name(&sql, table->columns[i].name);
		before = ", ";
	}
	/* CROSS: in the order of the items, and by no other plan. */
	mia__buf_str(&sql, " FROM items CROSS JOIN events ON events.id = items.event ORDER BY items.id");
	status = finish_sql(&sql, err);
	if (status >= 0)
		status = mia__db_exec(into->db, sql.ptr, err);
	mia__buf_release(&sql);
	return status;
}

/* Where the record of a row stands; rows of one record follow each other. */
struct stand {
	size_t source, record, offset; /* columns */
	struct mia_text last_source;
	uint64_t last_record, last_offset;
	int64_t event, item;
};

static void
find_columns(struct stand *s, const struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		const char *name = table->columns[i].name;
		if (strcmp(name, "source") == 0)
			s->source = i;
		else if (strcmp(name, "record") == 0)
			s->record = i;
		else if (strcmp(name, "offset") == 0)
			s->offset = i;
	}
}

static bool
is_next_event(struct stand *s, const union cell *row)
{
	if (s->event && text_equal(s->last_source, row[s->source].text) &&
		s->last_record == row[s->record].count && s->last_offset == row[s->offset].count)
		return false;
	s->last_source = row[s->source].text;
	s->last_record = row[s->record].count;
	s->last_offset = row[s->offset].count;
	return true;
}

static enum mia_status
write_timeline(struct writer *events, struct writer *items, const struct table *table, struct mia_error *err)
{
	struct stand s = { .event = 0 };
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	find_columns(&s, table);
	MIA_TRY(table->rewind(table->rows, err));
	while ((status = table->next(table->rows, row, err)) == MIA_OK) {
		if (is_next_event(&s, row)) {
			sqlite3_bind_int64(events->insert, 1, ++s.event);
			MIA_TRY(write_row(events, row, err));
		}
		sqlite3_bind_int64(items->insert, 1, ++s.item);
		sqlite3_bind_int64(items->insert, 2, s.event);
		MIA_TRY(write_row(items, row, err));
	}
	return status < 0 ? status : MIA_OK;
}

enum mia_status
mia__sql_rows_write_timeline(const struct rows_into *into, const struct table *table, struct mia_error *err)
{
	struct writer events, items = { .db = NULL };
	enum mia_status status =
		writer_begin(&events, into, "events", table, is_of_event, "id INTEGER PRIMARY KEY, ", 1, err);

	mia__buf_init(&items.text, into->a);
	if (status >= 0)
		status = writer_begin(&items, into, "items", table, is_of_item,
			"id INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES events(id), ", 2, err);
	if (status >= 0)
		status = write_timeline(&events, &items, table, err);
	if (status >= 0)
		status = make_timeline_view(into, table, err);
	writer_end(&events);
	writer_end(&items);
	return status;
}
