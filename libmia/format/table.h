/* Columns as data: a report is a list of columns and a function that hands
 * out the next row; each format is one function over the two. */
#ifndef MIA_FORMAT_TABLE_H
#define MIA_FORMAT_TABLE_H

#include <mia/format.h>

#include "format/sink.h"

enum column_kind {
	COLUMN_TEXT,
	COLUMN_TEXTS, /* joined by " | "; in JSON an array */
	COLUMN_TIME,
	COLUMN_COUNT,
	COLUMN_SIZE,  /* or MIA_SIZE_UNKNOWN */
	COLUMN_COUNTS /* name=count joined by " | "; in JSON an object */
};

/* What a redacted copy makes of a cell (report/redact.h). */
enum column_privacy {
	COLUMN_OPEN = 0,
	COLUMN_PERSON,
	COLUMN_SUBJECT,
	COLUMN_FILE, /* exports are often named after whose they are */
	COLUMN_PROSE /* people are replaced wherever they stand in it */
};

struct column {
	const char *name;
	enum column_kind kind;
	/* On a terminal: 1 is the last to be left out, 0 is never shown; at
	 * least min columns wide (if it needs them), at most max. */
	unsigned char rank, min, max;
	bool json_only;
	enum column_privacy privacy;
};

struct named_count {
	const char *name;
	uint64_t count;
};

union cell {
	struct mia_text text;
	struct mia_texts texts;
	mia_time time;
	uint64_t count;
	int64_t size;
	struct {
		const struct named_count *ptr;
		size_t count;
	} counts;
};

#define TABLE_COLUMNS 32

struct redact_people;

struct table {
	const struct column *columns;
	size_t column_count; /* at most TABLE_COLUMNS */
	const char *none;    /* for a terminal: what it means that there is no row */
	/* MIA_OK and the row, MIA_END, or < 0. What the cells point to lives
	 * until the next call. */
	enum mia_status (*next)(void *rows, union cell *row, struct mia_error *err);
	/* Back to the first row; also called before the first next. */
	enum mia_status (*rewind)(void *rows, struct mia_error *err);
	void *rows;
	/* Adds who may be named in prose besides the people of the same row and
	 * mail addresses; false when memory is refused. May be NULL. */
	bool (*people)(void *rows, struct redact_people *people);
};

/* What stands in the place of a mailbox where a span is of all of them. */
extern const char mia__table_whole_tenant[];

/* For rows that begin with their position, a size_t. */
enum mia_status mia__table_rewind(void *rows, struct mia_error *err);

/* The pieces of a cell's text, separators included. */
struct cell_pieces {
	const struct column *column;
	const union cell *cell;
	size_t step;
	char scratch[MIA_TIME_TEXT];
};
void mia__cell_pieces_init(struct cell_pieces *pieces, const struct column *column, const union cell *cell);
/* false, and *ret as it was, when nothing is left. */
bool mia__cell_pieces_next(struct cell_pieces *pieces, struct mia_text *ret);

/* How it shall look on a terminal. */
struct format_look {
	unsigned width; /* columns; 0: 100 */
	int color;      /* may use SGR sequences */
};
enum mia_status mia__as_table(struct sink *sink, const struct table *table, const struct format_look *look,
	struct mia_error *err);
enum mia_status mia__as_csv(struct sink *sink, const struct table *table, bool excel, struct mia_error *err);
/* lines: one object a line; else one array. */
enum mia_status mia__as_json(struct sink *sink, const struct table *table, bool lines, struct mia_error *err);
/* One object; kind, unless NULL, becomes its first member "kind". */
void mia__as_json_object(struct sink *sink, const char *kind, const struct column *columns,
	size_t column_count, const union cell *row);
/* The members of it alone, `before` in front of the first. */
void mia__as_json_members(struct sink *sink, const char *before, const struct column *columns,
	size_t column_count, const union cell *row);

#endif
