/*
 * A Concordance overlay: fields between thorns, parted by 0x14, a line break
 * inside a field as a registered sign; UTF-8 with byte order mark, CRLF. There
 * is no escape for these characters, so in a value they become visible ones,
 * and the last column names the fields where that was so.
 */
#include "base/error.h"
#include "base/text.h"
#include "format/formats.h"
#include "format/safe.h"

#define QUALIFIER "\xc3\xbe"
#define SEPARATOR "\x14"
#define LINE_BREAK "\xc2\xae"

static const struct {
	const char *name, *column;
} fields[] = {
	{ "EDRMMIH", "message_id_hash" },
	{ "MESSAGEID", "internet_message_id" },
	{ "CUSTODIAN", "mailbox" },
	{ "MIA_LEVEL", "exposure" },
	{ "MIA_BASIS", "basis" },
	{ "MIA_FIRST", "first_access" },
	{ "MIA_LAST", "last_access" },
};
#define FIELDS (sizeof(fields) / sizeof(*fields))

static bool
is_delimiter(uint32_t code_point)
{
	return code_point == 0xfe || code_point == 0xae;
}

/* Whether anything was changed. */
static bool
put_value(struct sink *sink, struct mia_text text)
{
	const char *end = text.ptr ? memchr(text.ptr, '\n', text.len) : NULL;
	bool changed = false;

	while (end) {
		struct mia_text line = { text.ptr, (size_t)(end - text.ptr) };
		changed |= mia__safe_without(sink, line, is_delimiter);
		mia__sink_str(sink, LINE_BREAK);
		text.ptr = end + 1;
		text.len -= line.len + 1;
		end = memchr(text.ptr, '\n', text.len);
	}
	return mia__safe_without(sink, text, is_delimiter) || changed;
}

static bool
put_cell(struct sink *sink, const struct column *column, const union cell *cell)
{
	struct cell_pieces pieces;
	struct mia_text piece;
	bool changed = false;

	mia__cell_pieces_init(&pieces, column, cell);
	while (mia__cell_pieces_next(&pieces, &piece)) {
		/* Several values are parted by a semicolon in a load file. */
		if (column->kind == MIA_COLUMN_TEXTS && pieces.step % 2 == 0)
			mia__sink_str(sink, "; ");
		else
			changed |= put_value(sink, piece);
	}
	return changed;
}

static void
put_header(struct sink *sink)
{
	mia__sink_str(sink, "\xef\xbb\xbf");
	for (size_t i = 0; i < FIELDS; i++) {
		mia__sink_str(sink, QUALIFIER);
		mia__sink_str(sink, fields[i].name);
		mia__sink_str(sink, QUALIFIER SEPARATOR);
	}
	mia__sink_str(sink, QUALIFIER "MIA_ESCAPED" QUALIFIER "\r\n");
}

static void
put_row(struct sink *sink, const struct table *table, const union cell *row)
{
	const char *before = "";
	unsigned changed = 0;

	for (size_t i = 0; i < FIELDS; i++) {
		size_t column = mia__table_column(table, fields[i].column);
		mia__sink_str(sink, QUALIFIER);
		if (column != NO_COLUMN && put_cell(sink, &table->columns[column], &row[column]))
			changed |= 1u << i;
		mia__sink_str(sink, QUALIFIER SEPARATOR);
	}
	mia__sink_str(sink, QUALIFIER);
	for (size_t i = 0; i < FIELDS; i++) {
		if (!(changed >> i & 1))
			continue;
		mia__sink_str(sink, before);
		mia__sink_str(sink, fields[i].name);
		before = "; ";
	}
	mia__sink_str(sink, QUALIFIER "\r\n");
}

/* Without an id there is nothing to lay the row over. */
static bool
has_id(const struct table *table, const union cell *row)
{
	return mia__table_text(table, row, "internet_message_id").len != 0;
}

static enum mia_status
write_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err)
{
	union cell row[TABLE_COLUMNS];
	enum mia_status status;

	(void)look;
	MIA_TRY(table->rewind(table->rows, err));
	put_header(sink);
	while (!sink->failed && (status = table->next(table->rows, row, err)) != MIA_END) {
		MIA_TRY(status);
		if (has_id(table, row))
			put_row(sink, table, row);
	}
	return MIA_OK;
}

const struct format mia__format_dat = {
	.name = "dat",
	.reports = FORMAT_SUITS(MESSAGES),
	.write = write_table,
	.fits = has_id,
};
