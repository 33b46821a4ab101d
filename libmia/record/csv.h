/*
 * CSV rows: what a header row says, and the cells of a row, one after another.
 */
#ifndef MIA_RECORD_CSV_H
#define MIA_RECORD_CSV_H

#include "base/arena.h"

#include <mia/evidence.h>

#define CSV_SEPARATORS ",;\t|"

/* How a cell says what would end it, or a quote. */
enum csv_escapes {
	CSV_PLAIN,     /* not at all */
	CSV_DOUBLED,   /* "" in quotes, RFC 4180 */
	CSV_BACKSLASH, /* \" in quotes, and every other backslash is one: Spark's write.csv */
	CSV_LETTERS,   /* \t \n \r \\ and no quotes: jq's @tsv */
	CSV_JSON       /* a string of JSON */
};
struct csv_manner {
	char separator; /* CSV_ROW: the row is an array of JSON */
	enum csv_escapes escapes;
};
#define CSV_ROW '['

/* What a CSV column is to us; the event stage knows more of them by name. */
struct csv_header {
	struct csv_header *next; /* all headers of a source, for freeing */
	struct mia_text raw;     /* the row as it stands, without line end */
	struct csv_manner manner;
	enum mia_container container;
	size_t column_count;
	struct mia_text *columns; /* names, trimmed and unquoted */
	int auditdata;            /* index of the column that holds the record, or -1 */
	struct arena memory;
};
/* Reads a header row; NULL when it names nothing that an audit export has, or
 * when out of memory: then *no_memory becomes true. */
struct csv_header *mia__csv_header_new(const struct mia_allocator *a, struct mia_text row, char separator,
	bool *no_memory);
/* The same for a table of whatever columns: the separator is the one that makes
 * most of them; no column holds a record. NULL when the row names nothing. */
struct csv_header *mia__csv_table_header_new(const struct mia_allocator *a, struct mia_text row,
	bool *no_memory);
/* A row of JSON that names columns as `columns` does, an array of names or of objects that have one;
 * of whatever columns. It is a table if `tables`. NULL: it names none, or out of memory. */
struct csv_header *mia__json_columns(const struct mia_allocator *a, struct mia_text columns, bool tables,
	bool *no_memory);
/* Whether it is the name of a column of an audit export, in whatever case, spelled as platforms do or not. */
bool mia__csv_is_name(struct mia_text cell);
/* Whether it can only be a value: a GUID, a date, an address, JSON, a path. */
bool mia__csv_is_data(struct mia_text cell);
/* The field that a column is named for: of data.office365.Operation_s "Operation". */
struct mia_text mia__csv_bare_name(struct mia_text name);
/* How the cells of these rows are escaped, told by the rows. */
enum csv_escapes mia__csv_escapes_of(struct mia_text rows, char separator);
void mia__csv_header_free(struct csv_header *header);

struct csv_cell {
	struct mia_text text;     /* without the outer quotes */
	enum csv_escapes escapes; /* that stand in it */
};
/*
 * Cuts one cell at *pos of row; *pos moves behind the separator. lenient: a
 * quote followed by something else is text. Returns 1 for a cell that ended
 * at a separator, 0 for the last one, -1 when the quoting is broken (*pos
 * tells where).
 */
int mia__csv_cell(struct mia_text row, struct csv_manner manner, size_t *pos, bool lenient,
	struct csv_cell *ret);
/* Un-doubles into out (at least len bytes); returns the length. */
size_t mia__csv_undouble(struct mia_text text, char *out);
/* What the cell says: what is escaped, un-escaped in arena. Absent: no memory. */
struct mia_text mia__csv_cell_value(const struct csv_cell *cell, struct arena *arena);

/* The way over the cells of a row, held against its header. */
struct csv_row {
	struct mia_text text;
	const struct csv_header *header;
	size_t pos;    /* where the next cell begins */
	size_t column; /* and its column */
	bool more;     /* there is a next cell */

	/* Why the row is refused; bad_at also else: the beginning of the last cell read. */
	enum mia_reason reason;
	size_t bad_at;
	char detail[64];
};
void mia__csv_row_begin(struct csv_row *row, struct mia_text text, const struct csv_header *header);
/* The next cell, which is of column row->column - 1 then. 1: *ret; 0: the row ended, with as many
 * cells as the header; -1: row->reason. A quote at a wrong place is text as long as cells end. */
int mia__csv_row_next(struct csv_row *row, struct csv_cell *ret);
/* For who finds the end of the next cell himself: `end` is behind the cell, at its separator or at
 * the end of the row. */
void mia__csv_row_took(struct csv_row *row, size_t end);

/*
 * Inside a quoted cell, at pos: behind the whole blocks that hold nothing but text and doubled quotes. They
 * cannot end the cell, so nothing else is asked of them. Nothing is read from end on.
 */
size_t mia__csv_skip_pairs(const char *buf, size_t pos, size_t end);
/* What it is made of: for any processor, and for those with wider registers. */
size_t mia__csv_skip_pairs_plain(const char *buf, size_t pos, size_t end);
size_t mia__csv_skip_pairs_wide(const char *buf, size_t pos, size_t end);

#endif
