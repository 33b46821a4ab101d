/* JSON: one array of objects, or an object a line. */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/parts.h"
#include "format/safe.h"

static void
json_text(struct sink *sink, struct mia_text text, put_text *inside)
{
	if (text.ptr == NULL) {
		mia__sink_str(sink, "null");
		return;
	}
	mia__sink_byte(sink, '"');
	inside(sink, text);
	mia__sink_byte(sink, '"');
}

static void
json_texts(struct sink *sink, const struct mia_texts *texts, put_text *inside)
{
	mia__sink_byte(sink, '[');
	for (size_t i = 0; i < texts->count; i++) {
		if (i)
			mia__sink_byte(sink, ',');
		json_text(sink, texts->ptr[i], inside);
	}
	mia__sink_byte(sink, ']');
}

static void
json_counts(struct sink *sink, const union cell *cell)
{
	mia__sink_byte(sink, '{');
	for (size_t i = 0; i < cell->counts.count; i++) {
		if (i)
			mia__sink_byte(sink, ',');
		mia__safe_json(sink, text_of(cell->counts.ptr[i].name));
		mia__sink_byte(sink, ':');
		mia__sink_uint(sink, cell->counts.ptr[i].count);
	}
	mia__sink_byte(sink, '}');
}

static void
json_single(struct sink *sink, const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece = TEXT_ABSENT;

	mia__cell_pieces_init(&pieces, column, cell);
	if (!mia__cell_pieces_next(&pieces, &piece) || piece.len == 0)
		mia__sink_str(sink, "null");
	else if (column->kind == MIA_COLUMN_TIME)
		mia__safe_json(sink, piece);
	else
		mia__sink_text(sink, piece);
}

static void
json_cell(struct sink *sink, const struct column *column, const union cell *cell, put_text *inside)
{
	switch (column->kind) {
	case MIA_COLUMN_TEXT:
		json_text(sink, cell->text, inside);
		break;
	case MIA_COLUMN_TEXTS:
		json_texts(sink, &cell->texts, inside);
		break;
	case MIA_COLUMN_COUNTS:
		json_counts(sink, cell);
		break;
	case MIA_COLUMN_TIME:
	case MIA_COLUMN_COUNT:
	case MIA_COLUMN_SIZE:
		json_single(sink, column, cell);
		break;
	}
}

void
mia__as_json_members(struct sink *sink, const char *before, const struct column *columns, size_t column_count,
	const union cell *row, put_text *inside)
{
	for (size_t i = 0; i < column_count; i++) {
		mia__sink_str(sink, before);
		mia__safe_json(sink, text_of(columns[i].name));
		mia__sink_byte(sink, ':');
		json_cell(sink, &columns[i], &row[i], inside);
		before = ",";
	}
}

void
mia__as_json_object(struct sink *sink, const char *kind, const struct column *columns, size_t column_count,
	const union cell *row)
{
	const char *before = "{";

	if (kind) {
		mia__sink_str(sink, "{\"kind\":");
		mia__safe_json(sink, text_of(kind));
		before = ",";
	}
	mia__as_json_members(sink, before, columns, column_count, row, mia__safe_json_inside);
	mia__sink_byte(sink, '}');
}

static void
element(struct sink *sink, const struct table *table, const union cell *row, bool first)
{
	mia__sink_str(sink, first ? "\n" : ",\n");
	mia__as_json_object(sink, NULL, table->columns, table->column_count, row);
}

static void
line(struct sink *sink, const struct table *table, const union cell *row, bool first)
{
	(void)first;
	mia__as_json_object(sink, NULL, table->columns, table->column_count, row);
	mia__sink_byte(sink, '\n');
}

static enum mia_status
write_array(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	bool any = false;

	MIA_TRY(table->rewind(table->rows, err));
	mia__sink_byte(sink, '[');
	MIA_TRY(mia__write_rows(sink, table, look->threads, element, 1, &any, err));
	mia__sink_str(sink, any ? "\n]\n" : "]\n");
	return MIA_OK;
}

static enum mia_status
write_lines(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	return mia__write_rows(sink, table, look->threads, line, 0, NULL, err);
}

const struct format mia__format_json = {
	.name = "json",
	.reports = FORMAT_SUITS_ALL,
	.write = write_array,
};

const struct format mia__format_ndjson = {
	.name = "ndjson",
	.reports = FORMAT_SUITS_ALL,
	.write = write_lines,
};
