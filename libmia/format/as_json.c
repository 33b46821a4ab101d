#include "base/error.h"
#include "base/text.h"
#include "format/safe.h"
#include "format/table.h"

static void
json_text(struct sink *sink, struct mia_text text)
{
	if (text.ptr == NULL)
		sink_str(sink, "null");
	else
		safe_json(sink, text);
}

static void
json_texts(struct sink *sink, const struct mia_texts *texts)
{
	sink_byte(sink, '[');
	for (size_t i = 0; i < texts->count; i++) {
		if (i)
			sink_byte(sink, ',');
		json_text(sink, texts->ptr[i]);
	}
	sink_byte(sink, ']');
}

static void
json_counts(struct sink *sink, const union cell *cell)
{
	sink_byte(sink, '{');
	for (size_t i = 0; i < cell->counts.count; i++) {
		if (i)
			sink_byte(sink, ',');
		safe_json(sink, text_of(cell->counts.ptr[i].name));
		sink_byte(sink, ':');
		sink_uint(sink, cell->counts.ptr[i].count);
	}
	sink_byte(sink, '}');
}

static void
json_single(struct sink *sink, const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece = TEXT_ABSENT;

	cell_pieces_init(&pieces, column, cell);
	if (!cell_pieces_next(&pieces, &piece) || piece.len == 0)
		sink_str(sink, "null");
	else if (column->kind == COLUMN_TIME)
		safe_json(sink, piece);
	else
		sink_text(sink, piece);
}

static void
json_cell(struct sink *sink, const struct column *column, const union cell *cell)
{
	switch (column->kind) {
	case COLUMN_TEXT:
		json_text(sink, cell->text);
		break;
	case COLUMN_TEXTS:
		json_texts(sink, &cell->texts);
		break;
	case COLUMN_COUNTS:
		json_counts(sink, cell);
		break;
	case COLUMN_TIME:
	case COLUMN_COUNT:
	case COLUMN_SIZE:
		json_single(sink, column, cell);
		break;
	}
}

void
as_json_members(struct sink *sink, const char *before, const struct column *columns, size_t column_count,
	const union cell *row)
{
	for (size_t i = 0; i < column_count; i++) {
		sink_str(sink, before);
		safe_json(sink, text_of(columns[i].name));
		sink_byte(sink, ':');
		json_cell(sink, &columns[i], &row[i]);
		before = ",";
	}
}

void
as_json_object(struct sink *sink, const char *kind, const struct column *columns, size_t column_count,
	const union cell *row)
{
	const char *before = "{";

	if (kind) {
		sink_str(sink, "{\"kind\":");
		safe_json(sink, text_of(kind));
		before = ",";
	}
	as_json_members(sink, before, columns, column_count, row);
	sink_byte(sink, '}');
}

enum mia_status
as_json(struct sink *sink, const struct table *table, bool lines, struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;
	bool any = false;

	MIA_TRY(table->rewind(table->rows, err));
	if (!lines)
		sink_byte(sink, '[');
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		if (!lines)
			sink_str(sink, any ? ",\n" : "\n");
		as_json_object(sink, NULL, table->columns, table->column_count, row);
		if (lines)
			sink_byte(sink, '\n');
		any = true;
	}
	if (!lines)
		sink_str(sink, any ? "\n]\n" : "]\n");
	return MIA_OK;
}
